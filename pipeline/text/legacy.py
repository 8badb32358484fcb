"""Vietnamese text in the encodings of the years before Unicode: TCVN3 (ABC), VNI, VISCII, VPS."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.text.orthography import is_syllable, nfc

# Letters at their bytes, from TCVN 5712:1993 (the VN3 set of the ABC fonts), RFC 1456 (VISCII)
# and the VPS fonts; a dot is no letter.
# The fonts whose names end in H draw the small letters as capitals; the text alone cannot tell.
_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_VISCII = {
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư",
    0xE0: "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
}
_VPS = {
    0x80: "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ··ỀỂỄỐỒỔỖýỷỵỚỜỞ·ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕựầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ",
    0xE0: "àáâãảạă·èéêẽìí·ĩ·Đòóôõ·Ơụùúủ·ỶẼỳ",
}

# VNI writes the letter and then a sign for its marks; đ, ơ, ư and i with a tone are single signs.
_VNI_SINGLE = dict(zip("ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", "đơưíìỉĩịỵĐƠƯÍÌỈĨỊỴ", strict=True))
_VNI_MARKS = {
    "ù": "\u0301",
    "ø": "\u0300",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_SIGNS = "".join(_VNI_MARKS)
_VNI_PAIR = re.compile(f"([aeouyôöAEOUYÔÖ])([{_VNI_SIGNS}{_VNI_SIGNS.upper()}])")
_VNI_LETTERS = {ord(sign): letter for sign, letter in _VNI_SINGLE.items()}

# What stands for 0xAD, the ư of TCVN3, once a PDF's fonts were read as Western: a soft hyphen drawn as minus.
_WESTERN = {0x2212: 0xAD, 0x2010: 0xAD, 0x3BC: 0xB5}
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~“”‘’…–]+")

ENCODINGS = ("tcvn3", "vni", "viscii", "vps")
_LEAST_MARKED_WORDS = 8
_LEAST_SHARE = 0.75
# Two words in three bear a mark in Vietnamese. A broken OCR layer with a stray sign here and there was taken
# for VISCII before this was asked.
_LEAST_MARKED_SHARE = 0.3
_LEAST_SIGNS = 6


def _table(blocks: dict[int, str]) -> dict[int, str]:
    return {
        start + i: letter
        for start, letters in blocks.items()
        for i, letter in enumerate(letters)
        if letter != "·"
    }


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[int, str]]:
    tcvn3 = _table(_TCVN3)
    tcvn3 |= {alias: tcvn3[byte] for alias, byte in _WESTERN.items() if byte in tcvn3}
    viscii = _table(_VISCII) | {2: "Ẳ", 5: "Ẵ", 6: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
    vps = _table(_VPS)
    return {
        "tcvn3": tcvn3,
        "viscii": viscii | _by_windows_1252(viscii),
        "vps": vps | _by_windows_1252(vps),
    }


def _by_windows_1252(table: dict[int, str]) -> dict[int, str]:
    """The same letters at the signs that Windows shows for bytes 0x80 to 0x9F."""
    found = {}
    for byte in range(0x80, 0xA0):
        sign = bytes([byte]).decode("cp1252", errors="ignore")
        if sign and byte in table:
            found[ord(sign)] = table[byte]
    return found


def from_legacy(text: str, encoding: str) -> str:
    """Return the text in Unicode (NFC).

    Args:
        text: Bytes of the old encoding shown as Latin-1 or Windows-1252, as a PDF's text layer or an old
            file gives them.
        encoding: One of `ENCODINGS`.

    Raises:
        ValueError: There is no such encoding.
    """
    if encoding == "vni":
        return _from_vni(text)
    if encoding not in ENCODINGS:
        raise ValueError(f"no such encoding: {encoding}")
    return nfc(text.translate(_tables()[encoding]))


def _from_vni(text: str) -> str:
    def marked(match: re.Match[str]) -> str:
        letter, sign = match.groups()
        return _VNI_SINGLE.get(letter, letter) + _VNI_MARKS[sign.lower()]

    parts, end = [], 0
    for match in _VNI_PAIR.finditer(text):
        parts += [text[end : match.start()].translate(_VNI_LETTERS), marked(match)]
        end = match.end()
    parts.append(text[end:].translate(_VNI_LETTERS))
    return nfc("".join(parts))


def syllable_share(text: str) -> tuple[float, int]:
    """Return the share (0..1) of the marked words that are Vietnamese syllables, and how many are marked."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    sound = sum(is_syllable(nfc(word)) for word in words)
    return (sound / len(words) if words else 0.0), len(words)


def legacy_encoding(text: str) -> str | None:
    """Return the old encoding that makes Vietnamese of this text; None where it is not in one.

    Decided by counting: only a table under which most marked words become syllables, and clearly more
    than are syllables as they stand, is believed. A French quotation or a name does not reach that.
    """
    share, count = syllable_share(text)
    words = sum(any(c.isalpha() for c in word) for word in text.split())
    signs = {c for c in text if not c.isascii()}
    if count < max(_LEAST_MARKED_WORDS, _LEAST_MARKED_SHARE * words) or len(signs) < _LEAST_SIGNS:
        return None
    scores = {name: syllable_share(from_legacy(text, name))[0] for name in ENCODINGS}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= max(_LEAST_SHARE, share + 0.2) else None
