"""img2table, the peer for ruled tables, run by an interpreter of its own: its OpenCV would replace ours."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.cells import Rows

PYTHON = Path(os.environ.get("IMG2TABLE_PYTHON", Path(__file__).parents[1] / ".venv-img2table/bin/python"))
_SCRIPT = """
import json, sys
from img2table.document import Image
from img2table.ocr import TesseractOCR
out = {}
for number, path in zip(sys.argv[1::2], sys.argv[2::2]):
    rows, seen = [], set()
    for table in Image(path, detect_rotation=True).extract_tables(ocr=TesseractOCR(lang="vie")):
        for cells in table.content.values():
            row = []
            for cell in cells:
                box = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
                row.append("" if box in seen else cell.value or "")
                seen.add(box)
            rows.append(row)
    out[number] = rows
print(json.dumps(out))
"""
Peer = Callable[[Path, Sequence[int]], dict[int, Rows]]


def find_peer() -> Peer | None:
    """Return the peer where it is installed (`make bench` does that)."""
    return img2table if PYTHON.is_file() else None


def img2table(pdf: Path, numbers: Sequence[int]) -> dict[int, Rows]:
    """Return the rows of the tables of these pages, rendered at 300 dpi; a merged cell stands once."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = []
        for number in map(str, numbers):
            command = ["pdftoppm", "-r", "300", "-gray", "-png", "-singlefile", "-f", number, "-l", number]
            subprocess.run([*command, str(pdf), f"{folder}/{number}"], check=True)
            arguments += [number, f"{folder}/{number}.png"]
        env = os.environ | {"OMP_THREAD_LIMIT": "1"}
        command = [str(PYTHON), "-c", _SCRIPT, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    return {
        int(number): [tuple(row) for row in rows]
        for number, rows in json.loads(done.stdout.splitlines()[-1]).items()
    }
