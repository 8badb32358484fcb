"""The benchmark's pages: the samples' plans drawn anew and worn in four grades, the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.readers import Page
from pipeline.synthesis import DrawOptions, Wear, draw, printed_text, read_plan, wear, write_pdf

SAMPLES = Path(__file__).parents[1] / "samples"
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


def draw_plans(folder: Path) -> dict[tuple[str, str], tuple[Path, list[str]]]:
    """Write each plan in each grade as a PDF; return by (grade, plan) its file and its pages' texts."""
    made = {}
    for plan in sorted(SAMPLES.glob("*/plan.toml")):
        pages = draw(read_plan(plan), DrawOptions(seed=SEED))
        texts = printed_text(pages).rstrip("\n").split("\f")
        for rank, (grade, how) in enumerate(GRADES.items()):
            worn = [wear(page, how, SEED + 100 * rank + page.image.number) for page in pages]
            path = folder / f"{plan.parent.name}.{grade}.pdf"
            write_pdf(worn, path, jpeg_quality=how.jpeg_quality or 75)
            made[grade, plan.parent.name] = path, texts
    return made


def pages_of(made: dict[tuple[str, str], tuple[Path, list[str]]], each: int) -> Iterator[Page]:
    """Yield the first `each` pages and the last page (a table, a signature) of every plan in every grade."""
    for (grade, _), (path, texts) in made.items():
        for number in sorted({*range(1, each + 1), len(texts)}):
            yield Page(grade, path, number, texts[number - 1])
