"""Files that want to crash, hang, fill or leave: drawn from a seed, for the test and the benchmark."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw


def _page(text: str = "KE HOACH 12/KH-UBND") -> Image.Image:
    image = Image.new("L", (420, 594), 255)
    ImageDraw.Draw(image).text((40, 60), text, fill=0)
    return image


def sound_pdf(pages: int = 2) -> bytes:
    out = io.BytesIO()
    sheets = [_page(f"trang {n}") for n in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=50)
    return out.getvalue()


def sound_tiff(pages: int = 2) -> bytes:
    out = io.BytesIO()
    sheets = [_page(f"trang {n}") for n in range(pages)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_lzw")
    return out.getvalue()


def sound_image(kind: str) -> bytes:
    out = io.BytesIO()
    _page().save(out, kind)
    return out.getvalue()


def _flipped(content: bytes, rng: random.Random, flips: int) -> bytes:
    damaged = bytearray(content)
    for _ in range(flips):
        at = rng.randrange(len(damaged))
        damaged[at] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def _saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def _encrypted() -> bytes:
    with pikepdf.open(io.BytesIO(sound_pdf())) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(owner="chu", user="khach"))


def _without_pages() -> bytes:
    return _saved(pikepdf.new())


def _sized_page(width: float, height: float) -> bytes:
    return _raw_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]>>",
    )


def _raw_pdf(*objects: str) -> bytes:
    """A PDF of objects as they are given, the first its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()


def _deep_tree(depth: int) -> bytes:
    nodes = [f"<</Type/Pages/Count 1/Kids[{n + 3} 0 R]>>" for n in range(depth)]
    return _raw_pdf("<</Type/Catalog/Pages 2 0 R>>", *nodes, "<</Type/Page/MediaBox[0 0 100 100]>>")


def _circle() -> bytes:
    return _raw_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 2/Kids[3 0 R]>>",
        "<</Type/Pages/Count 2/Parent 2 0 R/Kids[2 0 R]>>",
    )


def _false_count() -> bytes:
    return _raw_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 2000000000/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
    )


def _form_in_itself() -> bytes:
    form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    return _raw_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        "<</Length 5>>stream\n/F Do\nendstream",
        f"<<{form}/Length 5>>stream\n/F Do\nendstream",
    )


def _stream_bomb() -> bytes:
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 5_000_000, 6).decode("latin-1")
    return _raw_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>",
        f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n{packed}\nendstream",
    )


def _image_in_pdf(width: int, height: int) -> bytes:
    packed = zlib.compress(b"\0" * 1000).decode("latin-1")
    image = (
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    draw = "300 0 0 300 0 0 cm /I Do"
    return _raw_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        f"<</Length {len(draw)}>>stream\n{draw}\nendstream",
        f"<<{image}/Filter/FlateDecode/Length {len(packed)}>>stream\n{packed}\nendstream",
    )


def _png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


def _png_real(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (width, height), 1).save(out, "PNG")
    return out.getvalue()


def _tiff_in_a_circle() -> bytes:
    """A TIFF whose first directory says that it is also the next."""
    entry = struct.pack("<HHII", 256, 3, 1, 100) + struct.pack("<HHII", 257, 3, 1, 100)
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 2) + entry + struct.pack("<I", 8)


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _named() -> dict[str, bytes]:
    """What is bad in a way of its own, by file name."""
    return {
        "empty.pdf": b"",
        "encrypted.pdf": _encrypted(),
        "no-pages.pdf": _without_pages(),
        "deep-tree.pdf": _deep_tree(5000),
        "circle.pdf": _circle(),
        "false-count.pdf": _false_count(),
        "form-in-itself.pdf": _form_in_itself(),
        "stream-bomb.pdf": _stream_bomb(),
        "huge-page.pdf": _sized_page(14_400_000, 14_400_000),
        "flat-page.pdf": _sized_page(0.01, 500),
        "image-30000.pdf": _image_in_pdf(30_000, 30_000),
        "image-billions.pdf": _image_in_pdf(2_000_000_000, 2_000_000_000),
        "claims-30000.png": _png_claiming(30_000, 30_000),
        "really-30000.png": _png_real(30_000, 30_000),
        "circle.tif": _tiff_in_a_circle(),
        "text-as.pdf": "Đây không phải là PDF.".encode() * 20,
        "pdf-as.png": sound_pdf(),
        "png-as.pdf": sound_image("PNG"),
        "jpeg-as.tif": sound_image("JPEG"),
        "zip-as.pdf": _zip(a=b"x"),
        "elf-as.pdf": b"\x7fELF" + bytes(range(256)) * 9,
        "office-as.doc": b"\xd0\xcf\x11\xe0" + bytes(500),
        "zeros.pdf": bytes(100_000),
        "zeros.txt": bytes(100_000),
        "one-line.txt": b"a" * 3_000_000,
        "form-feeds.txt": b"\f" * 5000,
        "name\nwith a new line.pdf": b"%PDF-1.4 x",
        "=cmd|' C calc'!A0.pdf": b"%PDF-1.4 x",
        "-rf.pdf": b"%PDF-1.4 x",
        "%s%n${HOME}`id`.pdf": b"%PDF-1.4 x",
        "%2e%2e%2fescape.pdf": b"%PDF-1.4 x",
        "x" * 240 + ".pdf": b"%PDF-1.4 x",
        "\u202etxt.fdp.pdf": b"%PDF-1.4 x",
    }


def make(folder: Path, seed: int, *, each: int) -> tuple[list[str], int]:
    """Fill a folder with hostile files; return their names that convert should meet, and how many.

    Args:
        folder: Exists and is empty.
        seed: Of truncations and bit flips.
        each: Truncations and flips of each sound file.
    """
    rng = random.Random(seed)
    sound = {"pdf": sound_pdf(), "tif": sound_tiff(), "png": sound_image("PNG"), "jpg": sound_image("JPEG")}
    files = _named()
    for kind, content in sound.items():
        for n in range(each):
            files[f"cut-{n}.{kind}"] = content[: (len(content) * (n + 1)) // (each + 1)]
            files[f"flip-{n}.{kind}"] = _flipped(content, rng, 1 << (n % 7))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    odd = os.fsencode(folder) + b"/not-utf8-\xff\xfe.pdf"
    with open(odd, "wb") as out:  # noqa: PTH123 - a name that is no text
        out.write(b"%PDF-1.4 x")
    _special(folder)
    return sorted(files), len(files) + 1


def _special(folder: Path) -> None:
    """What is no file at all, and must be passed over."""
    (folder / "loop").symlink_to(folder)
    (folder / "outside.txt").symlink_to("/etc/passwd")
    (folder / "nowhere.pdf").symlink_to(folder / "not-there")
    (folder / "self.pdf").symlink_to(folder / "self.pdf")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "device.pdf").symlink_to("/dev/zero")
    (folder / "folder.pdf").mkdir()


def make_archives(folder: Path) -> list[Path]:
    """Write hostile archives, each an argument of its own; the first two hold sound names as well."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "escape.zip", "w") as archive:
        archive.writestr("../../../../tmp/vnplan-escaped.txt", "KE HOACH\nI. NHIEM VU\n1. Mot.\n")
        archive.writestr("/etc/vnplan-escaped.txt", "KE HOACH\nI. NHIEM VU\n1. Hai.\n")
    (folder / "bomb.zip").write_bytes(_zip(**{"a.txt": b"0" * 100_000_000}))
    (folder / "cut.zip").write_bytes(_zip(**{"a.txt": os.urandom(5000)})[:3000])
    (folder / "none.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    return sorted(folder.iterdir())
