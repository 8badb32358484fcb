"""Remakes the drawn half of a sample: `scan.pdf` and `text.txt` from `plan.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.synthesis.drawing import DrawOptions, draw
from pipeline.synthesis.grades import PRESETS, Wear
from pipeline.synthesis.pdf import write_pdf
from pipeline.synthesis.plan_file import read_plan
from pipeline.synthesis.sheet import DrawnPage, printed_text
from pipeline.synthesis.wear import wear


def draw_sample(folder: Path) -> tuple[DrawnPage, ...]:
    """Return the clean pages of the plan in `folder`.

    Raises:
        InputError: `plan.toml` is missing or is no plan.
    """
    return draw(read_plan(folder / "plan.toml"), DrawOptions(seed=_settings(folder)["seed"]))


def wear_sample(folder: Path, pages: Sequence[DrawnPage]) -> tuple[DrawnPage, ...]:
    """Return the pages worn as `[scan]` of the plan says; each one's reverse is the page after it."""
    settings = _settings(folder)
    how = replace(PRESETS[settings["preset"]], **settings.get("wear", {}))
    worn = []
    for index, page in enumerate(pages):
        reverse = pages[(index + 1) % len(pages)]
        its_wear = how if index == 0 else replace(how, incoming=False)
        worn.append(wear(page, _turned(its_wear, index), settings["seed"] + index, reverse))
    return tuple(worn)


def make_sample(folder: Path) -> None:
    """Write `scan.pdf` and `text.txt` into the sample's folder.

    Raises:
        InputError: `plan.toml` is missing, is no plan, or has no `[scan]`.
    """
    pages = draw_sample(folder)
    worn = wear_sample(folder, pages)
    write_pdf(worn, folder / "scan.pdf", jpeg_quality=_settings(folder).get("jpeg_quality", 75))
    (folder / "text.txt").write_text(printed_text(pages), encoding="utf-8")


def _turned(how: Wear, index: int) -> Wear:
    """Every other sheet goes through the scanner tilted to the other side."""
    return how if index % 2 == 0 else replace(how, skew_deg=-how.skew_deg / 2)


def _settings(folder: Path) -> dict[str, Any]:
    path = folder / "plan.toml"
    try:
        settings: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["scan"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise InputError(f"{path} does not say how to scan it: {error}. Add [scan] with a seed.") from error
    return settings
