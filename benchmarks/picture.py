"""The README's picture, a piece of a scan and its JSON: `python -m benchmarks.picture SCAN OUT.png`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from pdf2image import convert_from_path
from PIL import Image, ImageDraw, ImageFont

from pipeline import Document, convert
from pipeline.document import Task

_FONT = "/usr/share/fonts/truetype/liberation2/LiberationMono-Regular.ttf"
_BLUE = (0, 84, 166)
_WIDTH_PX, _HEIGHT_PX = 760, 620
_SHOWN = ("section_path", "text", "lead", "coordination", "deadline", "source", "confidence")


def main(scan: Path, out: Path) -> None:
    """Convert the scan and draw its first dated task beside the place it was read from."""
    document = convert(scan)
    task = next(
        t for t in document.tasks if t.deadline and t.deadline.kind == "date" and t.lead and t.coordination
    )
    sheet = Image.new("RGB", (2 * _WIDTH_PX, _HEIGHT_PX), "white")
    sheet.paste(_piece(scan, document, task), (0, 0))
    draw = ImageDraw.Draw(sheet)
    draw.line([(_WIDTH_PX, 0), (_WIDTH_PX, _HEIGHT_PX)], fill=_BLUE, width=3)
    font = ImageFont.truetype(_FONT, 17)
    draw.multiline_text((_WIDTH_PX + 24, 20), _json(task), font=font, fill="black", spacing=5)
    sheet.save(out, optimize=True)


def _piece(scan: Path, document: Document, task: Task) -> Image.Image:
    """Return the part of the page around the task, its place framed."""
    assert task.source is not None and task.source.box is not None
    page = document.pages[task.source.page - 1]
    image = convert_from_path(
        scan, size=(page.width_px, page.height_px), first_page=page.number, last_page=page.number
    )[0].convert("RGB")
    x0, y0, x1, y1 = task.source.box
    ImageDraw.Draw(image).rectangle((x0 - 12, y0 - 8, x1 + 12, y1 + 8), outline=_BLUE, width=7)
    scale = _WIDTH_PX / image.width
    top = max(0, min(image.height - _HEIGHT_PX / scale, (y0 + y1) / 2 - _HEIGHT_PX / scale / 2))
    part = image.crop((0, round(top), image.width, round(top + _HEIGHT_PX / scale)))
    return part.resize((_WIDTH_PX, _HEIGHT_PX), Image.Resampling.LANCZOS)


def _json(task: Task) -> str:
    """Return the fields that a tracker wants, wrapped to the width of the picture."""
    data = {name: value for name, value in task.model_dump(mode="json").items() if name in _SHOWN}
    for role in ("lead", "coordination"):
        data[role] = [unit["text"] for unit in data[role]]
    data["deadline"] = {k: v for k, v in data["deadline"].items() if k in ("surface", "kind", "op", "due")}
    data["source"] = {k: v for k, v in data["source"].items() if k != "ocr_text"}
    numbers = re.compile(r"\[\s+((?:\d+,?\s+)+)\]")
    text = numbers.sub(
        lambda m: f"[{' '.join(m[1].split())}]", json.dumps(data, ensure_ascii=False, indent=1)
    )
    lines: list[str] = []
    for line in text.split("\n"):
        while len(line) > 68:
            cut = line.rfind(" ", 0, 68)
            lines.append(line[:cut])
            line = "     " + line[cut + 1 :]  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
