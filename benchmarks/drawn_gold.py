"""Plans with gold drawn, worn and converted: `python -m benchmarks.drawn_gold SHARED/dev FOLDER`.

FOLDER gets `scans/GRADE/NAME.pdf` and `json/GRADE/NAME.json`; the figures of `vnplan evaluate` are printed
grade by grade. The texts are not ours to keep: FOLDER lies outside the repository.
"""

from __future__ import annotations

import argparse
import datetime
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

from benchmarks.plans import GRADES
from pipeline import convert
from pipeline.evaluation import evaluate
from pipeline.synthesis import Annex, DrawOptions, Grid, PlanText, Prose, Signing, draw, wear, write_pdf
from pipeline.synthesis.plan_text import MERGED

SEED = 77
_DATE = re.compile(r"(.*), ?ngày (\d+) tháng (\d+) năm (\d+)")
_HEADING = re.compile(r"(?:[IVX]+|[A-Z]|\d+(?:\.\d+)*)[.)] ")
_SIGNER = re.compile(
    r"(?:TM|KT|TL)\. [A-ZĐÀ-Ỹ ]+?(?= KT\.| PHÓ|$| [A-ZĐ][a-zà-ỹ])|PHÓ [A-ZĐÀ-Ỹ ]+?(?=$| [A-ZĐ][a-zà-ỹ])"
)
_ORDINAL = re.compile(r"[IVX]+|\d+(?:\.\d+)*|[a-zđ]")
_ANNEX = re.compile(r"phụ lục|danh mục|biểu", re.IGNORECASE)


def main() -> None:
    """Draw, wear, convert and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="folder with gold/ and plans/")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--grades", nargs="+", choices=GRADES, default=list(GRADES))
    arguments = parser.parse_args()
    for grade in arguments.grades:
        predicted = arguments.folder / "json" / grade
        predicted.mkdir(parents=True, exist_ok=True)
        for gold in sorted((arguments.shared / "gold").glob("*.json")):
            scan = arguments.folder / "scans" / grade / f"{gold.stem}.pdf"
            draw_scan(read_lines(arguments.shared / "plans" / f"{gold.stem}.txt"), scan, grade)
            (predicted / gold.name).write_text(convert(scan).to_json(), encoding="utf-8")
        figures = evaluate(arguments.shared / "gold", predicted).together()
        shown = {name: figure.value for name, figure in figures.items() if figure.value is not None}
        print(grade, *(f"{name} {value:.3f}" for name, value in shown.items()))


def read_lines(path: Path) -> list[str]:
    """Return the lines of a plan without its first, which says where it was published."""
    texts = (re.sub(r"\s+", " ", line).strip() for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return [text for text in texts if text]


def draw_scan(lines: Sequence[str], path: Path, grade: str) -> None:
    """Write a plan as a worn scan."""
    path.parent.mkdir(parents=True, exist_ok=True)
    how = GRADES[grade]
    pages = draw(plan_of(lines), DrawOptions(seed=SEED))
    worn = [wear(page, how, 1000 + page.image.number) for page in pages]
    write_pdf(worn, path, jpeg_quality=how.jpeg_quality or 75)


def plan_of(lines: Sequence[str]) -> PlanText:
    """Lay the lines of a plan text out as Nghị định 30/2020 has it.

    Raises:
        ValueError: There is no line "Số: … | place, ngày …".
    """
    number_row = next((i for i, line in enumerate(lines) if line.startswith("Số:")), None)
    if number_row is None or (dated := _DATE.match(lines[number_row].partition("|")[2].strip())) is None:
        raise ValueError("no line with number, place and date")
    first = next(i for i in range(number_row + 3, len(lines)) if not lines[i].isupper())
    last = next((i for i, line in enumerate(lines) if line.lower().startswith("nơi nhận")), len(lines))
    body, tail = list(lines[first:last]), list(lines[last:])
    annex = []
    for part in (tail, body):
        at = next((i for i, line in enumerate(part) if i and _ANNEX.match(line) and len(line) < 60), None)
        if at is not None and not annex:
            annex, part[at:] = part[at:], []
    return PlanText(
        parent_organ=(),
        issuing_organ=tuple(s for s in lines[:number_row] if "CỘNG HÒA" not in s and "Độc lập" not in s),
        number_symbol=lines[number_row].partition("|")[0].removeprefix("Số:").strip(),
        place=dated[1],
        date=datetime.date(int(dated[4]), int(dated[3]), int(dated[2])),
        type_name=lines[number_row + 1],
        subject=tuple(textwrap.wrap(" ".join(lines[number_row + 2 : first]), 50)),
        blocks=tuple(_blocks(body)),
        signing=Signing(tuple(s for line in tail for s in _SIGNER.findall(line)) or ("CHỦ TỊCH",), "Lê An"),
        recipients=tuple(line for line in tail[1:] if line.startswith("-")),
        annexes=(_annex(annex),) if annex else (),
    )


def _annex(lines: Sequence[str]) -> Annex:
    note = next((line for line in lines[1:4] if line.startswith("(")), "")
    rest = [line for line in lines[1:] if line != note]
    title = []
    while rest and rest[0].isupper() and "|" not in rest[0]:
        title.append(rest.pop(0))
    return Annex(lines[0], tuple(title), note, tuple(_blocks(rest)))


def _blocks(lines: Sequence[str]) -> list[Prose | Grid]:
    """Return paragraphs, and a table for each run of lines whose cells are parted by " | "."""
    out: list[Prose | Grid] = []
    rows: list[tuple[str, ...]] = []
    for i, line in enumerate(lines):
        group = bool(rows) and i + 1 < len(lines) and lines[i + 1].count(" | ") >= 2
        if line.count(" | ") >= 2 or group:
            rows.append(tuple(cell.strip() for cell in re.split(r"(?<= )\|(?= |$)", line)))
            continue
        out += [_grid(rows)] if rows else []
        rows = []
        heading = _HEADING.match(line) and len(line) < 90 and not line.endswith((";", "."))
        out.append(Prose(line, "bold" if heading or line.isupper() else "regular"))
    return [*out, _grid(rows)] if rows else out


def _even(row: tuple[str, ...], above: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return a row with all its cells: what a published table leaves out is merged with the cell above.

    A row of an ordinal and a title is a group row, and nothing is merged over it.
    """
    if len(row) in (1, count) or (len(row) == 2 and _ORDINAL.fullmatch(row[0])):
        return row
    found = row if _ORDINAL.fullmatch(row[0]) else (MERGED, *row)
    over = above if len(above) == count else ("",) * count
    return (*found, *(MERGED if cell else "" for cell in over[len(found) : count]))[:count]


def _grid(rows: Sequence[tuple[str, ...]]) -> Grid:
    """Return a table with columns as wide as their longest word needs at least."""
    count = len(rows[0])
    even: list[tuple[str, ...]] = []
    for row in rows:
        even.append(_even(row, even[-1] if even else (), count))
    full = [row for row in even if len(row) == count]
    columns = list(zip(*full, strict=True))
    longest = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    usual = [sum(map(len, column)) / len(full) for column in columns]
    widths = tuple(max(5 + 1.4 * word, min(60, mean)) for word, mean in zip(longest, usual, strict=True))
    return Grid(even[0], widths, tuple(even[1:]))


if __name__ == "__main__":
    main()
