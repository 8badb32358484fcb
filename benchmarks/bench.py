"""`make bench`: accuracy, speed and memory next to peers measured in the same run.

Drawn pages come from `samples/`, real ones from `../shared/dev` where it is there; a real page counts more.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.metrics import Rates, error_rates, f1, match
from pipeline import Document, Options, convert, restore
from pipeline.text import strip_marks

ROOT = Path(__file__).parents[1]
DEV = ROOT.parent / "shared" / "dev"


@dataclass(frozen=True, slots=True)
class Page:
    """One page with its true text."""

    group: str
    pdf: Path
    number: int
    gold: str


def pages() -> Iterator[Page]:
    """Yield drawn pages of the samples, then real pages with a transcript."""
    for folder in sorted((ROOT / "samples").glob("*/")):
        for number, text in enumerate((folder / "text.txt").read_text(encoding="utf-8").split("\f"), 1):
            yield Page("drawn", folder / "scan.pdf", number, text.replace("|", " "))
    for transcript in sorted(DEV.glob("scans/*/hand.page*.txt")):
        number = int(transcript.stem[-2:])
        yield Page("real", transcript.parent / "doc.pdf", number, transcript.read_text(encoding="utf-8"))


def bare_tesseract(page: Page) -> str:
    """Read the page rendered at 300 dpi by Tesseract's `vie`, psm 3."""
    with tempfile.TemporaryDirectory() as folder:
        stem = str(Path(folder) / "page")
        number = str(page.number)
        subprocess.run(
            ["pdftoppm", "-r", "300", "-gray", "-f", number, "-l", number, str(page.pdf), stem], check=True
        )
        image = next(Path(folder).iterdir())
        command = ["tesseract", str(image), "-", "-l", "vie", "--dpi", "300"]
        env = os.environ | {"OMP_THREAD_LIMIT": "1"}
        return subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout


def ocrmypdf(page: Page) -> str:
    """Read the page by OCRmyPDF with deskew, as its users do."""
    with tempfile.TemporaryDirectory() as folder:
        sidecar = Path(folder) / "text.txt"
        command = ["ocrmypdf", "-l", "vie", "--force-ocr", "--deskew", "--output-type", "pdf", "--jobs", "1"]
        command += [
            "--pages",
            str(page.number),
            "--sidecar",
            str(sidecar),
            str(page.pdf),
            f"{folder}/out.pdf",
        ]
        subprocess.run(command, capture_output=True, check=True)
        text = sidecar.read_text(encoding="utf-8").split("\f")
        return text[page.number - 1] if len(text) > page.number - 1 else text[0]


def ours(page: Page) -> str:
    """Read the page by this product; table cells are parted by spaces for the comparison."""
    document = convert(page.pdf, Options(pages=str(page.number)))
    return "\n".join(line.text for p in document.pages for line in p.lines).replace("|", " ")


def timed(read: Callable[[Page], str], page: Page) -> tuple[str, float]:
    """Return the text and the CPU seconds of this process and its children."""
    begun = _cpu()
    text = read(page)
    return text, _cpu() - begun


def _cpu() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage)


def bench_pages(console: Console) -> None:
    """Print error rates and CPU time by reader and kind of page."""
    readers: dict[str, Callable[[Page], str]] = {"bare Tesseract": bare_tesseract}
    if shutil.which("ocrmypdf"):
        readers["OCRmyPDF --deskew"] = ocrmypdf
    readers["vnplan"] = ours
    table = Table("pages", "reader", "n", "CER %", "WER %", "CPU s/page", "x bare", title="Text of pages")
    everything = list(pages())
    for group in ("drawn", "real"):
        mine = [page for page in everything if page.group == group]
        base = 0.0
        for name, read in readers.items() if mine else ():
            results = [(page, *timed(read, page)) for page in mine]
            rates = [error_rates(page.gold, text) for page, text, _ in results]
            seconds = sum(s for *_, s in results) / len(mine)
            base = base or seconds
            cer, wer = _mean(rates, "cer"), _mean(rates, "wer")
            row = (group, name, str(len(mine)), f"{cer:.2f}", f"{wer:.2f}", f"{seconds:.2f}")
            table.add_row(*row, f"{seconds / base:.2f}")
    console.print(table)


def _mean(rates: list[Rates], name: str) -> float:
    words = sum(rate.words for rate in rates)
    return 100 * sum(getattr(rate, name) * rate.words for rate in rates) / max(1, words)


def bench_tasks(console: Console) -> None:
    """Print how many of the samples' gold tasks are found, with lead and deadline."""
    table = Table(
        "sample", "gold", "found", "task F1", "lead right", "deadline right", title="Tasks from scans"
    )
    for folder in sorted((ROOT / "samples").glob("*/")):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["tasks"]
        document = convert(folder / "scan.pdf", jobs=os.cpu_count() or 1)
        table.add_row(folder.name, *_score(gold, document))
    console.print(table)


def _score(gold: list[dict[str, object]], document: Document) -> tuple[str, ...]:
    pairs = match([str(task["text"]) for task in gold], [task.text for task in document.tasks])
    leads = dates = 0
    for i, j in pairs:
        found = document.tasks[j]
        leads += {unit.text for unit in found.lead} == set(gold[i].get("lead") or ())  # type: ignore[call-overload]
        wanted = gold[i].get("deadline") or {}
        have = found.deadline.model_dump() if found.deadline else {}
        dates += all(have.get(k) == wanted.get(k) for k in ("kind", "due", "frequency"))  # type: ignore[attr-defined]
    score = f1(len(pairs), len(document.tasks), len(gold))
    n = max(1, len(pairs))
    return str(len(gold)), str(len(document.tasks)), f"{score:.3f}", f"{leads / n:.3f}", f"{dates / n:.3f}"


def bench_restorer(console: Console) -> None:
    """Print what restoring stripped text takes and gives, next to pyvi."""
    gold = "".join(
        (f / "text.txt").read_text(encoding="utf-8") for f in sorted((ROOT / "samples").glob("*/"))
    )
    gold = gold.replace("\f", "\n")
    stripped = strip_marks(gold)
    readers: dict[str, Callable[[str], str]] = {"vnplan": restore}
    if importlib.util.find_spec("pyvi"):
        add_accents = importlib.import_module("pyvi.ViUtils").add_accents
        readers["pyvi"] = lambda text: "\n".join(add_accents(line) for line in text.split("\n"))
    table = Table("restorer", "words", "wrong before %", "wrong after %", "words/s", title="Stripped text")
    before = error_rates(gold, stripped)
    restore("Tai lieu")  # loading is not part of the speed
    for name, read in readers.items():
        begun = time.perf_counter()
        text = read(stripped)
        speed = before.words / (time.perf_counter() - begun)
        rates = error_rates(gold, text)
        table.add_row(
            name, str(rates.words), f"{100 * before.wer:.1f}", f"{100 * rates.wer:.2f}", f"{speed:.0f}"
        )
    console.print(table)


def main() -> None:
    """Run all benchmarks."""
    console = Console(width=120)
    bench_restorer(console)
    bench_pages(console)
    bench_tasks(console)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"Peak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
