"""Tokens, characters, and which of them stand for which."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from rapidfuzz.distance import Levenshtein

from pipeline.text import nfc, strip_marks

Pair = tuple[int | None, int | None]
_CELL_RULE = "|"


def tokens(text: str) -> list[str]:
    """Return the white-space tokens in NFC; the " | " between cells is notation and no token."""
    return [token for token in nfc(text).split() if token != _CELL_RULE]


def characters(words: Sequence[str]) -> list[str]:
    """Return the grapheme clusters of the words with one space between them."""
    clusters: list[str] = regex.findall(r"\X", " ".join(words))
    return clusters


def distance(gold: Sequence[str], read: Sequence[str]) -> int:
    """Return the Levenshtein distance."""
    return Levenshtein.distance(gold, read)


def right_positions(gold: Sequence[str], read: Sequence[str]) -> frozenset[int]:
    """Return the positions in `gold` of what came out right, by one shortest alignment."""
    blocks = Levenshtein.opcodes(gold, read)
    return frozenset(k for op in blocks if op.tag == "equal" for k in range(op.src_start, op.src_end))


def align(gold: Sequence[str], read: Sequence[str]) -> list[Pair]:
    """Return pairs of positions, None where one side has nothing.

    Among the shortest alignments the plain algorithm takes any. Here, between two stretches that are
    right, words are paired by their base letters, so that a word with wrong marks meets its own.
    """
    pairs: list[Pair] = []
    i = j = 0
    for block in Levenshtein.editops(gold, read).as_matching_blocks():
        pairs += _pair_gap(gold, read, (i, block.a), (j, block.b))
        pairs += [(block.a + k, block.b + k) for k in range(block.size)]
        i, j = block.a + block.size, block.b + block.size
    return pairs


def _pair_gap(
    gold: Sequence[str], read: Sequence[str], span: tuple[int, int], other: tuple[int, int]
) -> list[Pair]:
    bare = [strip_marks(word) for word in gold[slice(*span)]]
    bare_read = [strip_marks(word) for word in read[slice(*other)]]
    pairs: list[Pair] = []
    for op in Levenshtein.opcodes(bare, bare_read):
        left: list[int | None] = list(range(span[0] + op.src_start, span[0] + op.src_end))
        right: list[int | None] = list(range(other[0] + op.dest_start, other[0] + op.dest_end))
        longest = max(len(left), len(right))
        left += [None] * (longest - len(left))
        right += [None] * (longest - len(right))
        pairs += zip(left, right, strict=True)
    return pairs
