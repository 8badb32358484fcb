"""Files of every kind, good and bad, at the door."""

import io
import os
import random
import struct
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from pipeline.errors import InputError
from pipeline.options import Options
from pipeline.page import PageImage, PageText
from pipeline.source import decode_text, identify, load

A4_PX = (827, 1169)


def _sheet(size: tuple[int, int] = A4_PX, mode: str = "L") -> Image.Image:
    image = Image.new("L", size, 255)
    for y in range(100, size[1] - 100, 40):
        image.paste(0, (80, y, size[0] - 80, y + 12))
    return image.convert(mode)


def _pages(path: Path, **options: object) -> list[PageImage | PageText]:
    return list(load(path, Options(**options)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.pdf", b"", "empty"),
        ("text.pdf", b"\x00\x01\x02\x03" * 50, "neither text"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Save it as PDF"),
        ("new.docx", b"PK\x03\x04" + b"\0" * 600, "Save it as PDF"),
        ("note.rtf", b"{\\rtf1 Hello}", "RTF"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + b"x" * 20000, "cut short"),
        ("broken.pdf", b"%PDF-1.7\nnothing\nstartxref\n9\n%%EOF", "not a sound PDF"),
        ("cut.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "damaged"),
        ("cut.tif", b"II*\x00\x08\x00\x00\x00\xff\xff", "damaged"),
        ("white.txt", b"  \n \n", "empty"),
    ],
)
def test_bad_files_say_what_happened_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for attempt in (identify, load):
        with pytest.raises(InputError, match=said) as caught:
            attempt(path, Options())
        assert str(caught.value).count(". ") >= 1


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "missing.pdf", Path("/dev/zero")):
        with pytest.raises(InputError):
            identify(path, Options())


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_text("chữ " * 100)
    with pytest.raises(InputError, match="max_file_bytes"):
        identify(path, Options(max_file_bytes=100))


def test_an_encrypted_pdf_is_refused_and_one_without_a_reading_password_is_not(tmp_path: Path) -> None:
    for name, user in (("locked.pdf", "secret"), ("owned.pdf", "")):
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(tmp_path / name, encryption=pikepdf.Encryption(owner="owner", user=user))
    with pytest.raises(InputError, match="encrypted"):
        identify(tmp_path / "locked.pdf", Options())
    assert identify(tmp_path / "owned.pdf", Options()).page_count == 1


@pytest.mark.parametrize(
    ("kind", "media"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_the_content_tells_the_kind_not_the_name(tmp_path: Path, kind: str, media: str) -> None:
    path = tmp_path / "scan.pdf"
    _sheet().save(path, kind)
    facts = identify(path, Options())
    assert (facts.media_type, facts.page_count, len(facts.sha256)) == (media, 1, 64)
    (page,) = _pages(path)
    assert isinstance(page, PageImage)
    assert page.pixels.shape[:2] == (A4_PX[1], A4_PX[0])
    assert 95 < page.dpi < 105


def test_an_image_too_small_or_too_large_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    tiny, bomb = tmp_path / "tiny.png", tmp_path / "bomb.png"
    Image.new("L", (1, 1)).save(tiny)
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunks = [header, b"IDAT" + zlib.compress(b"\0" * 1000), b"IEND"]
    packed = b"".join(struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    bomb.write_bytes(b"\x89PNG\r\n\x1a\n" + packed)
    with pytest.raises(InputError, match="too few"):
        identify(tiny, Options())
    with pytest.raises(InputError, match="max_pixels"):
        identify(bomb, Options())
    assert Image.MAX_IMAGE_PIXELS is not None


def test_pages_of_a_tiff_stream_and_a_bad_one_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    sheets = [_sheet(mode="1"), Image.new("L", (8, 8)), _sheet(mode="RGB")]
    sheets[0].save(path, save_all=True, append_images=sheets[1:], dpi=(100, 100))
    assert identify(path, Options()).page_count == 3
    first, second, third = _pages(path)
    assert isinstance(first, PageImage)
    assert isinstance(third, PageImage)
    assert isinstance(second, PageText)
    assert second.failed
    assert second.issues[0].page == 2
    assert first.pixels.ndim == 2
    assert third.pixels.ndim == 3
    assert [page.number for page in _pages(path, pages="3")] == [3]


def test_nothing_is_decoded_before_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "scan.tif"
    _sheet().save(path, save_all=True, append_images=[_sheet()] * 4)
    from pipeline.source import raster

    decoded: list[int] = []
    real = raster._page
    monkeypatch.setattr(raster, "_page", lambda p, n, o: (decoded.append(n), real(p, n, o))[1])
    stream = load(path, Options())
    assert decoded == []
    next(stream)
    assert decoded == [1]


def test_a_photo_stands_upright_by_its_exif_tag(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise to be seen
    _sheet().rotate(90, expand=True).save(path, exif=exif, quality=95)
    (page,) = _pages(path)
    assert isinstance(page, PageImage)
    assert page.scan_size_px == A4_PX
    assert np.abs(page.pixels.astype(int) - np.asarray(_sheet())).mean() < 3


def test_sixteen_bit_and_transparent_images_become_black_on_white(tmp_path: Path) -> None:
    deep, clear = tmp_path / "deep.tif", tmp_path / "clear.png"
    Image.fromarray(np.full((200, 200), 65535, np.uint16)).save(deep)
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(clear)
    for path in (deep, clear):
        (page,) = _pages(path)
        assert isinstance(page, PageImage)
        assert page.pixels.dtype == np.uint8
        assert page.pixels.min() == 255


@pytest.mark.parametrize("limits", [{"max_pages": 2}, {"pages": "9"}])
def test_too_many_or_no_pages_are_said_at_once(tmp_path: Path, limits: dict[str, object]) -> None:
    path = tmp_path / "scan.tif"
    _sheet().save(path, save_all=True, append_images=[_sheet()] * 2)
    with pytest.raises(InputError, match="--pages"):
        load(path, Options(**limits))  # type: ignore[arg-type]


def test_truncated_images_are_failures_not_half_pages(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    _sheet().save(buffer, "PNG")
    path = tmp_path / "half.png"
    path.write_bytes(buffer.getvalue()[: len(buffer.getvalue()) // 2])
    (page,) = _pages(path)
    assert isinstance(page, PageText)
    assert page.failed


@pytest.mark.parametrize("seed", range(30))
def test_no_garbage_escapes_as_another_error(tmp_path: Path, seed: int) -> None:
    noise = random.Random(seed)
    heads = [b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"\xff\xd8\xff\xe0", b"BM", b""]
    tail = b"\nstartxref\n0\n%%EOF" if seed % 2 else b""
    path = tmp_path / "noise"
    path.write_bytes(heads[seed % 6] + noise.randbytes(noise.randrange(1, 3000)) + tail)
    try:
        pages = _pages(path)
    except InputError:
        return
    assert all(isinstance(page, PageText) for page in pages)


SENTENCE = "Ủy ban nhân dân xã Đồi Sim yêu cầu các thôn rà soát đường đê, báo cáo trước ngày 05/6/2026"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_of_every_unicode_encoding_is_the_same(encoding: str) -> None:
    assert decode_text(SENTENCE.encode(encoding), "x.txt") == SENTENCE


def test_windows_1258_and_decomposed_text_are_composed() -> None:
    import unicodedata

    # Windows-1258 knows â and the tone, but not both in one.
    partly = unicodedata.normalize("NFD", SENTENCE)
    for letter in "âêôăơưÂÊÔƠƯ":
        partly = partly.replace(unicodedata.normalize("NFD", letter), letter)
    assert decode_text(partly.encode("cp1258"), "x.txt") == SENTENCE
    assert decode_text(unicodedata.normalize("NFD", SENTENCE).encode(), "x.txt") == SENTENCE
