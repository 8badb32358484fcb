"""Damage a sound file and read it: shared by test and benchmark."""

from __future__ import annotations

from pathlib import Path

import hostile_files
from hypothesis import strategies as st

from pipeline import source
from pipeline.errors import InputError
from pipeline.options import Options
from pipeline.page import PageImage, PageText

SOUND = {
    "pdf": hostile_files.sound_pdf(),
    "tif": hostile_files.sound_tiff(),
    "png": hostile_files.sound_image("PNG"),
    "jpg": hostile_files.sound_image("JPEG"),
    "txt": "KẾ HOẠCH\nI. NHIỆM VỤ\n\f1. Xây dựng | báo cáo.\n".encode("cp1258", "replace") * 3,
}
OPTIONS = Options(max_pixels=4_000_000, render_dpi=72, render_timeout_s=10, max_pages=50)
Damage = tuple[str, float, bytes]


def damages() -> st.SearchStrategy[list[Damage]]:
    """Cut, overwrite, insert or repeat at shares of the file's length."""
    share = st.floats(0, 1, exclude_max=True)
    return st.lists(
        st.tuples(
            st.sampled_from(["cut", "over", "insert", "repeat"]), share, st.binary(min_size=1, max_size=16)
        ),
        min_size=1,
        max_size=6,
    )


def damaged(content: bytes, steps: list[Damage]) -> bytes:
    """Return the content after all damages."""
    for what, share, piece in steps:
        at = int(share * len(content))
        if what == "cut":
            content = content[:at]
        elif what == "over":
            content = content[:at] + piece + content[at + len(piece) :]
        elif what == "insert":
            content = content[:at] + piece + content[at:]
        else:
            content = content[:at] + content[at // 2 :]
    return content


def check(kind: str, steps: list[Damage], folder: Path) -> str:
    """Read a damaged file; return `refused` or `read`, or raise what no reader may raise."""
    path = folder / f"damaged.{kind}"
    path.write_bytes(damaged(SOUND[kind], steps))
    try:
        facts = source.identify(path, OPTIONS)
        pages = list(source.load(path, OPTIONS))
    except InputError as error:
        assert str(error).count(".") >= 1
        return "refused"
    assert len(pages) <= facts.page_count
    assert all(isinstance(page, PageImage | PageText) for page in pages)
    return "read"
