"""What a scanner or camera does to a sheet: tilt, light, blur and grain, and what the file keeps."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.geometry import Frame
from pipeline.synthesis.ageing import Scan, spread
from pipeline.synthesis.grades import Wear


def warp(scan: Scan, how: Wear) -> float:
    """Tilt, distort and rescale in one go, so that letters are resampled once; return the tilt."""
    tilt = how.skew_deg + float(scan.rng.uniform(-1, 1)) * how.sway_deg
    dpi = how.dpi or scan.dpi
    if tilt == 0 and dpi == scan.dpi and not how.perspective:
        return 0.0
    height, width = scan.pixels.shape[:2]
    size = (round(width * dpi / scan.dpi), round(height * dpi / scan.dpi))
    matrix = _homography((width, height), size, tilt, how.perspective, scan.rng)
    fill = 40 if how.perspective else 255  # a photograph shows the desk
    pixels = cv2.GaussianBlur(scan.pixels, (0, 0), 0.4 * scan.dpi / dpi) if dpi < scan.dpi else scan.pixels
    # Boxes count from edges of pixels, OpenCV from their centres: half a pixel apart.
    centre_to_edge = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    at_centres = np.linalg.inv(centre_to_edge) @ matrix @ centre_to_edge
    border = (fill,) * 3
    scan.pixels = np.asarray(
        cv2.warpPerspective(pixels, at_centres, size, flags=cv2.INTER_LINEAR, borderValue=border), np.uint8
    )
    scan.dpi = dpi
    scan.frame = Frame(tuple(matrix.ravel().tolist()))  # type: ignore[arg-type]
    return tilt


def _homography(
    before: tuple[int, int], after: tuple[int, int], tilt: float, perspective: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the matrix from the level page to the scan."""
    (w0, h0), (w1, h1) = before, after
    turn = np.radians(tilt)
    cos, sin = np.cos(turn), np.sin(turn)
    to_middle = np.array([[1, 0, -w0 / 2], [0, 1, -h0 / 2], [0, 0, 1]])
    # The y axis points down, so that counter-clockwise to the eye is this sign.
    rotation = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    to_scan = np.array([[w1 / w0, 0, w1 / 2], [0, h1 / h0, h1 / 2], [0, 0, 1]])
    matrix = to_scan @ rotation @ to_middle
    if perspective:
        corners = np.array([[0, 0], [w1, 0], [w1, h1], [0, h1]], np.float32)
        moved = corners + rng.uniform(-1, 1, (4, 2)).astype(np.float32) * perspective * w1
        inset = (moved - [w1 / 2, h1 / 2]) * (1 - perspective) + [w1 / 2, h1 / 2]
        matrix = cv2.getPerspectiveTransform(corners, inset.astype(np.float32)) @ matrix
    return np.asarray(matrix / matrix[2, 2], np.float64)


def light(scan: Scan, how: Wear) -> None:
    """Darken the corners unevenly."""
    if not how.uneven:
        return
    corners = scan.rng.random((2, 2), dtype=np.float32)
    corners = (corners - corners.min()) / max(1e-6, float(corners.max() - corners.min()))
    height, width = scan.pixels.shape[:2]
    slope = np.asarray(cv2.resize(corners, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    scan.pixels = (scan.pixels * spread((1 - how.uneven * slope).astype(np.float32), scan.pixels)).astype(
        np.uint8
    )


def blur_and_grain(scan: Scan, how: Wear) -> None:
    """Blur the page, and add grain and specks."""
    if how.blur_px:
        scan.pixels = np.asarray(cv2.GaussianBlur(scan.pixels, (0, 0), how.blur_px), np.uint8)
    if how.noise:
        grain = scan.rng.standard_normal(scan.pixels.shape, dtype=np.float32) * how.noise
        scan.pixels = np.clip(scan.pixels + grain, 0, 255).astype(np.uint8)
    if how.specks:
        height, width = scan.pixels.shape[:2]
        count = round(how.specks * height * width)
        pixels = scan.pixels.copy()
        rows, columns = scan.rng.integers(1, height - 1, count), scan.rng.integers(1, width - 1, count)
        shades = np.where(scan.rng.random(count) < 0.6, 0, 255).astype(np.uint8)
        for down in (0, 1):
            pixels[rows + down, columns] = shades[:, None] if pixels.ndim == 3 else shades
        scan.pixels = pixels


def keep(scan: Scan, how: Wear) -> None:
    """Reduce to what the file keeps: black and white, or shades with or without loss."""
    if how.mode == "bilevel":
        scan.pixels = np.where(scan.pixels < how.threshold, 0, 255).astype(np.uint8)
    elif how.jpeg_quality is not None:
        buffer = io.BytesIO()
        Image.fromarray(scan.pixels).save(buffer, "JPEG", quality=how.jpeg_quality)
        scan.pixels = np.asarray(Image.open(buffer)).copy()
