"""Corpus, gazetteers and drawn pairs -> arrays of word ids, split into train, tune and test."""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import regex
from numpy.typing import NDArray

from pipeline.restoration.language_model import BOUNDARY, NUMBER, SPECIALS, UNKNOWN
from pipeline.restoration.tokens import CORPUS_TOKEN, canonical
from pipeline.text import is_syllable, nfc

BLOCK_LINES = 1000  # whole stretches are held out, so that no document stands on both sides
BLOCKS = 40
TEST_BLOCK, TUNE_BLOCK = 7, 8
ADMIN_LINES = 113_600  # the administrative part of vi_admin comes first
CHUNK_CHARS = 1 << 22
MIN_COUNT = 3
MAX_WORDS = 65_000
MIN_CODE = 2
MIN_ACRONYM = 3
_ACRONYM = regex.compile(r"(?<![\p{L}\d])\p{Lu}{2,10}(?![\p{L}])")
_SYMBOL = regex.compile(r"\d\p{L}?/((?:[\p{Lu}\d&]|Tr|TTg|Tg)+(?:[-–](?:[\p{Lu}\d&]|TTg|Tg)+)*)(?!\p{L})")
_ETH = str.maketrans("\u00d0", "Đ")  # the Icelandic letter that old fonts put for Đ


@dataclass(frozen=True)
class Corpus:
    """Token ids of the training text (a line end is BOUNDARY), and the vocabulary."""

    ids: NDArray[np.int64]
    words: list[str]
    counts: NDArray[np.int64]
    heavy: NDArray[np.bool_]


def part_of(line: int) -> str:
    """Return `train`, `tune` or `test` for a line number from 0."""
    block = line // BLOCK_LINES % BLOCKS
    return {TEST_BLOCK: "test", TUNE_BLOCK: "tune"}.get(block, "train")


def corpus_lines(path: Path, part: str) -> Iterator[str]:
    """Yield the lines of one part of an .xz corpus file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if part_of(number) == part:
                yield line


def count_codes(path: Path) -> dict[str, int]:
    """Return the parts of numbers-and-symbols in the training part (77/KH-UBND: KH, UBND), by count."""
    counts: Counter[str] = Counter()
    for line in corpus_lines(path, "train"):
        if "/" in line:
            for match in _SYMBOL.finditer(nfc(line).translate(_ETH)):
                counts.update(part for part in re.split(r"[-–&/]", match[1]) if part.isalpha())
    return {code: n for code, n in counts.most_common() if n >= MIN_CODE}


def count_acronyms(path: Path) -> dict[str, int]:
    """Return the acronyms of running text in capitals (no syllables) in the training part, by count."""
    counts: Counter[str] = Counter()
    for line in corpus_lines(path, "train"):
        text = nfc(line).translate(_ETH)
        found = _ACRONYM.findall(text)
        if found and sum(c.islower() for c in text) > 2 * sum(c.isupper() for c in text):
            counts.update(name for name in found if not is_syllable(name))
    return {name: n for name, n in counts.most_common() if n >= MIN_ACRONYM}


class _Numbering(dict[str, int]):
    def __missing__(self, token: str) -> int:
        self[token] = number = len(self)
        return number


def _encode(text: str, numbering: _Numbering) -> NDArray[np.int32]:
    parts, position = [], 0
    while position < len(text):
        end = text.find("\n", min(len(text), position + CHUNK_CHARS))
        end = len(text) if end < 0 else end + 1
        tokens = CORPUS_TOKEN.findall(text, position, end)
        parts.append(np.fromiter((numbering[t] for t in tokens), np.int32, len(tokens)))
        position = end
    return np.concatenate(parts)


def gazetteer_text(folder: Path) -> str:
    """Return the full names of all places, one a line."""
    names = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            names += [row["full_name"] for row in csv.DictReader(file) if row.get("full_name")]
    return "\n".join(names) + "\n"


def load_corpus(corpus: Path, gazetteer: Path | None) -> Corpus:
    """Read all training text and number its words by falling frequency.

    Args:
        corpus: Folder with vi_admin.txt.xz and vi_wiki.txt.xz.
        gazetteer: Folder with the CSV files of places; None to do without.
    """
    numbering = _Numbering()
    texts = ["".join(corpus_lines(corpus / name, "train")) for name in ("vi_admin.txt.xz", "vi_wiki.txt.xz")]
    if gazetteer is not None:
        texts.append(gazetteer_text(gazetteer))
    raw = [_encode(text.lower(), numbering) for text in texts]
    heavy = np.zeros(sum(map(len, raw)), bool)
    train_share = 1 - 2 / BLOCKS
    newlines = np.flatnonzero(raw[0] == numbering["\n"])
    heavy[: newlines[min(int(ADMIN_LINES * train_share), len(newlines) - 1)]] = True
    ids, words, counts = _renumber(np.concatenate(raw), list(numbering))
    return Corpus(ids, words, counts, heavy)


def _renumber(
    raw: NDArray[np.int32], surfaces: list[str]
) -> tuple[NDArray[np.int64], list[str], NDArray[np.int64]]:
    merged: dict[str, int] = {}
    to_merged = np.array([merged.setdefault(canonical(s), len(merged)) for s in surfaces])
    names = list(merged)
    counts = np.bincount(to_merged[raw], minlength=len(names))
    special = {i for i, n in enumerate(names) if not n.isalpha()}
    order = [int(i) for i in np.argsort(-counts, kind="stable") if int(i) not in special]
    kept = [i for i in order if counts[i] >= MIN_COUNT][:MAX_WORDS]
    new_id = np.full(len(names), UNKNOWN, np.int64)
    for i in special:
        new_id[i] = NUMBER if names[i][0].isdigit() else BOUNDARY
    new_id[kept] = np.arange(len(kept)) + len(SPECIALS)
    words = [*SPECIALS, *(names[i] for i in kept)]
    ids = new_id[to_merged][raw]
    return ids, words, np.bincount(ids, minlength=len(words))


@dataclass(frozen=True)
class Pair:
    """One drawn line: what was drawn and what Tesseract read."""

    model: str
    truth: str
    read: str


def load_pairs(paths: Iterable[Path], part: str) -> list[Pair]:
    """Return the pairs of one part of some files; whole pages are held out."""
    pairs = []
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                if page_part(row["page"]) == part:
                    pairs.append(Pair(row["model"], row["truth"], row["read"]))
    return pairs


def page_part(page: str) -> str:
    """Return the part of a drawn page by its number."""
    number = sum(int(n) * 31**i for i, n in enumerate(re.findall(r"\d+", page)))
    return {0: "test", 1: "tune"}.get(number % 20, "train")
