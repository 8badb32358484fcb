"""Ruled task tables drawn, worn and read, cell by cell: `python -m benchmarks.drawn_tables`.

Drawn is `tables.toml` of this folder, or with `--shared SHARED/dev` the tables of the plans there: their
texts are not ours to keep, and FOLDER, which gets the scans, lies outside the repository then.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.cells import Rows, Verdict, carried, judge, printed_rows, shares
from benchmarks.drawn_gold import plan_of, read_lines
from benchmarks.peer_tables import Peer, find_peer
from benchmarks.plans import GRADES
from pipeline import Options, restoration, source
from pipeline.conversion import assemble, default_restorer, read_pages
from pipeline.document import Document
from pipeline.evaluation import Figure, estimate
from pipeline.page import PageText
from pipeline.synthesis import DrawOptions, Grid, PlanText, Prose, Wear, draw, read_plan, wear, write_pdf

HERE = Path(__file__).parent
SEED = 5150
CLEAN = "clean"
WORN = {CLEAN: Wear(mode="grey")} | GRADES
READ_ONLY, MENDED = "vnplan, OCR only", "vnplan"
IN_JSON = "JSON, OCR only", "JSON"
PEER_GRADES = (CLEAN, "light")  # it takes four times as long and reads next to nothing of the rest
_WIDE = 5  # tables of more columns are set on landscape pages


@dataclass(frozen=True, slots=True)
class WornTable:
    """The tables of one plan as a worn scan: where it lies, and what is printed on each page."""

    name: str
    grade: str
    path: Path
    grids: tuple[Grid, ...]
    truth: tuple[PageText, ...]


def main() -> None:
    """Draw, wear, read and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="folder with plans/")
    parser.add_argument("--folder", type=Path, help="where the scans go; a temporary one if not given")
    parser.add_argument("--grades", nargs="+", choices=WORN, default=list(WORN))
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--typeface")
    parser.add_argument("--wrong", action="store_true", help="print each cell that was read wrong")
    arguments = parser.parse_args()
    plans = shared_plans(arguments.shared) if arguments.shared else {"tables": own_plan()}
    how = DrawOptions(seed=arguments.seed, typeface=arguments.typeface)
    with tempfile.TemporaryDirectory() as folder:
        for grade in arguments.grades:
            place = arguments.folder or Path(folder)
            worn = [worn_table(place, name, plan, grade, how) for name, plan in plans.items()]
            for reader, verdicts in judge_tables(worn, find_peer()).items():
                figure = estimate([shares(verdicts)])
                print(f"{grade:8} {reader:18} {figure.value:.4f} of {len(verdicts)}")
                _print_wrong(verdicts if arguments.wrong else ())


def _print_wrong(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        if not verdict.is_right:
            print(f"  {verdict.where}\n    {verdict.gold}\n    {verdict.read}")


def own_plan() -> PlanText:
    """Return the invented plan that has tables of all sorts."""
    return read_plan(HERE / "tables.toml")


def shared_plans(folder: Path) -> dict[str, PlanText]:
    """Return the plans with ruled tables by name, without the text before their tables."""
    found = {path.stem: plan_of(read_lines(path)) for path in sorted((folder / "plans").glob("[kq]*.txt"))}
    return {name: _tables_only(plan) for name, plan in found.items() if tables_of(plan)}


def _tables_only(plan: PlanText) -> PlanText:
    annexes = [
        replace(annex, landscape=any(len(b.columns) > _WIDE for b in annex.blocks if isinstance(b, Grid)))
        for annex in plan.annexes
    ]
    blocks = [block for block in plan.blocks if isinstance(block, Prose)][:4]
    return replace(plan, blocks=tuple(blocks), annexes=tuple(annexes))


def tables_of(plan: PlanText) -> tuple[Grid, ...]:
    """Return the tables of a plan in order."""
    blocks = [*plan.blocks, *(block for annex in plan.annexes for block in annex.blocks)]
    return tuple(block for block in blocks if isinstance(block, Grid))


def table_figures() -> dict[str, dict[str, Figure]]:
    """Return by grade and reader how many cells of the own tables are right."""
    plan, peer, out = own_plan(), find_peer(), {}
    with tempfile.TemporaryDirectory() as folder:
        for grade in WORN:
            table = worn_table(Path(folder), "tables", plan, grade, DrawOptions(seed=SEED))
            judged = judge_tables([table], peer if grade in PEER_GRADES else None)
            out[grade] = {reader: estimate([shares(verdicts)]) for reader, verdicts in judged.items()}
    return out


def worn_table(folder: Path, name: str, plan: PlanText, grade: str, how: DrawOptions) -> WornTable:
    """Draw the plan, wear it and write it as a PDF into the folder."""
    pages, its = draw(plan, how), WORN[grade]
    worn = [wear(page, its, how.seed + 100 * list(WORN).index(grade) + page.image.number) for page in pages]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.{grade}.pdf"
    write_pdf(worn, path, jpeg_quality=its.jpeg_quality or 90)
    return WornTable(name, grade, path, tables_of(plan), tuple(page.truth for page in pages))


def judge_tables(tables: Sequence[WornTable], peer: Peer | None) -> dict[str, list[Verdict]]:
    """Return by reader what became of each cell that is not empty.

    The peer and the OCR are judged by the cells as printed, page by page, in their order in the row; the JSON
    by whole tables and columns, where rows split over pages are one and merged values stand in each row.
    """
    out: dict[str, list[Verdict]] = {}
    for table in tables:
        for reader, verdicts in _judged(table, peer):
            out.setdefault(reader, []).extend(verdicts)
    return out


def _judged(table: WornTable, peer: Peer | None) -> Iterator[tuple[str, list[Verdict]]]:
    gold = {page.number: printed_rows(page) for page in table.truth}
    numbers = [number for number, rows in gold.items() if rows]
    options = Options(restore="never")
    read, seconds = read_pages(table.path, options)
    mended = restoration.restore_pages(read, default_restorer())
    if peer is not None:
        found = peer(table.path, numbers)
        yield "img2table", _by_page(table, gold, found)
    for name, pages in ((READ_ONLY, read), (MENDED, mended)):
        yield name, _by_page(table, gold, {page.number: printed_rows(page) for page in pages})
    whole = [row for grid in table.grids for row in carried(grid)]
    for name, pages in zip(IN_JSON, (read, mended), strict=True):
        document = assemble(pages, source.identify(table.path, options), options, seconds)
        yield name, judge(f"{table.name} {table.grade}", whole, _json_rows(document), in_columns=True)


def _by_page(table: WornTable, gold: dict[int, Rows], read: dict[int, Rows]) -> list[Verdict]:
    return [
        verdict
        for number, rows in gold.items()
        if rows
        for verdict in judge(
            f"{table.name} {table.grade} p{number}", rows, read.get(number, ()), in_columns=False
        )
    ]


def _json_rows(document: Document) -> Rows:
    heads = [tuple(column.text for column in table.columns) for table in document.tables]
    return [*heads, *(row for table in document.tables for row in table.rows)]


if __name__ == "__main__":
    main()
