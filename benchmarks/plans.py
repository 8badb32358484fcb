"""The benchmark's pages: the samples' plans drawn anew and worn in four grades, the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.readers import Page
from pipeline.synthesis import DrawnPage, DrawOptions, Wear, draw, printed_text, read_plan, wear, write_pdf

SAMPLES = Path(__file__).parents[1] / "samples"
# By name, so that a sample more does not make the record another one.
PLANS = ("ha-son-118-so-hoa", "ha-son-37-chi-so", "lam-giang-0256-du-lich")
SEED = 90210
# Other settings than the presets that samples and tests are worn with.
GRADES = {
    "light": Wear(sway_deg=0.6, blur_px=0.7, noise=6, paper=0.1, mode="grey", jpeg_quality=70),
    "middle": Wear(
        sway_deg=1.2, blur_px=1.0, noise=11, paper=0.35, bleed=0.12, uneven=0.25, specks=1e-4, dpi=250,
        jpeg_quality=50,
    ),
    "heavy": Wear(
        sway_deg=2.0, blur_px=1.2, noise=16, bleed=0.22, uneven=0.3, specks=3e-4, ink_fade=0.4, dpi=200,
        punched=True, mode="grey", jpeg_quality=35,
    ),
    "fax": Wear(sway_deg=0.8, blur_px=0.6, noise=12, specks=2e-4, mode="bilevel", threshold=140, dpi=204),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WornPlan:
    """One plan as a worn scan.

    Attributes:
        name: Of the sample that it is drawn from.
        grade: Of its wear.
        seed: Of what chance did to its pages.
        path: The PDF.
        texts: What is printed, page by page.
    """

    name: str
    grade: str
    seed: int
    path: Path
    texts: tuple[str, ...]

    @property
    def gold(self) -> Path:
        """Where the truth about its fields lies."""
        return SAMPLES / self.name / "gold.json"

    def pages(self, each: int) -> Iterator[Page]:
        """Yield the first `each` pages and the last one (a table, a signature)."""
        for number in sorted({*range(1, each + 1), len(self.texts)}):
            yield Page(self.grade, self.path, number, self.texts[number - 1])


def worn_plan(
    folder: Path,
    name: str,
    grade: str,
    seed: int = SEED,
    *,
    typeface: str | None = None,
    most: int | None = None,
) -> WornPlan:
    """Draw a sample's plan anew, wear it and write it as a PDF into the folder.

    Args:
        folder: Where the PDF goes.
        name: Of the sample.
        grade: Of wear.
        seed: Of all chance.
        typeface: Name of a family, None for the first one with all letters.
        most: Only so many of its first pages.

    Raises:
        DependencyError: The typeface is not installed.
    """
    plan = read_plan(SAMPLES / name / "plan.toml")
    pages = draw(plan, DrawOptions(seed=seed, typeface=typeface))[:most]
    texts = tuple(printed_text(pages).rstrip("\n").split("\f"))
    path = folder / f"{'.'.join((name, grade, typeface or str(seed)))}.pdf"
    _scan(pages, GRADES[grade], seed + 100 * tuple(GRADES).index(grade), path)
    return WornPlan(name, grade, seed, path, texts)


def worn_scan(folder: Path, name: str, how: Wear, seed: int) -> Path:
    """Draw a sample's plan anew, wear it as told, and return the PDF that lies in the folder."""
    path = folder / f"{name}.{seed}.pdf"
    _scan(draw(read_plan(SAMPLES / name / "plan.toml"), DrawOptions(seed=seed)), how, seed, path)
    return path


def _scan(pages: Sequence[DrawnPage], how: Wear, seed: int, path: Path) -> None:
    worn = [wear(page, how, seed + page.image.number) for page in pages]
    write_pdf(worn, path, jpeg_quality=how.jpeg_quality or 75)


def worn_plans(folder: Path, seeds: Sequence[int] = (SEED,), names: Sequence[str] = PLANS) -> list[WornPlan]:
    """Write each plan in each grade for each seed."""
    return [worn_plan(folder, name, grade, seed) for seed in seeds for grade in GRADES for name in names]
