"""How worn a page is, and some wear by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["colour", "grey", "bilevel"]


@dataclass(frozen=True, slots=True)
class Wear:
    """How worn a page is; the defaults do nothing.

    Attributes:
        skew_deg: Tilt put on the page, counter-clockwise positive.
        sway_deg: Largest tilt that is added to `skew_deg` by chance.
        perspective: 0..0.1, share of the width by which a corner may be off, as in a photograph.
        dpi: Of the scan; None keeps that of the page.
        ink_fade: 0..1, how much ink a tired ribbon or toner leaves out, in bands.
        bleed: 0..1, how dark the reverse page shines through.
        paper: 0..1, how yellow and mottled the sheet is.
        uneven: 0..1, how much darker the darkest corner is.
        blur_px: Standard deviation of the blur, pixels of the scan.
        noise: Standard deviation of the grain, grey levels.
        specks: Black and white specks, share of all pixels.
        punched: Draw punch holes and the dark edge of an open lid.
        incoming: Set an incoming-mail stamp over the text.
        mode: What the scanner keeps.
        threshold: Grey level below which a bilevel scan is black, 0..255.
        jpeg_quality: 1..95; None for no loss.
    """

    skew_deg: float = 0.0
    sway_deg: float = 0.0
    perspective: float = 0.0
    dpi: float | None = None
    ink_fade: float = 0.0
    bleed: float = 0.0
    paper: float = 0.0
    uneven: float = 0.0
    blur_px: float = 0.0
    noise: float = 0.0
    specks: float = 0.0
    punched: bool = False
    incoming: bool = False
    mode: Mode = "colour"
    threshold: int = 150
    jpeg_quality: int | None = None


PRESETS: dict[str, Wear] = {
    "clean": Wear(),
    "office": Wear(sway_deg=0.4, blur_px=0.6, noise=4, paper=0.15, bleed=0.04, mode="grey", jpeg_quality=75),
    "worn": Wear(
        sway_deg=1.5, blur_px=0.9, noise=9, paper=0.5, bleed=0.15, uneven=0.2, specks=2e-5, ink_fade=0.2,
        punched=True, incoming=True, jpeg_quality=55,
    ),
    "bad": Wear(
        sway_deg=2.5, blur_px=1.3, noise=18, paper=0.6, bleed=0.3, uneven=0.35, specks=4e-4, ink_fade=0.5,
        punched=True, mode="grey", dpi=200, jpeg_quality=40,
    ),
    "phone": Wear(
        sway_deg=1.5, perspective=0.02, blur_px=0.9, noise=6, paper=0.4, uneven=0.55, dpi=220,
        jpeg_quality=65,
    ),
    "fax": Wear(sway_deg=1.0, blur_px=0.7, noise=14, specks=3e-4, ink_fade=0.25, mode="bilevel", dpi=200),
}  # fmt: skip
