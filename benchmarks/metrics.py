"""Error rates and matching, by the words of CONTRACT section 6."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import regex
from rapidfuzz.distance import Levenshtein

from pipeline.text import fold, nfc

_SAME = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Rates:
    """Character and word error rate (0..1, may pass 1) and the words of the gold."""

    cer: float
    wer: float
    words: int


def error_rates(gold: str, read: str) -> Rates:
    """Return CER over grapheme clusters and WER over white-space tokens, white space collapsed."""
    truth, hypothesis = nfc(gold).translate(_SAME).split(), nfc(read).translate(_SAME).split()
    characters = regex.findall(r"\X", " ".join(truth))
    wrong = Levenshtein.distance(characters, regex.findall(r"\X", " ".join(hypothesis)))
    words = Levenshtein.distance(truth, hypothesis)
    return Rates(wrong / max(1, len(characters)), words / max(1, len(truth)), len(truth))


def token_f1(first: str, second: str) -> float:
    """Return the F1 of the two texts' bags of words, case and tone placement apart."""
    a, b = (Counter(regex.findall(r"\w+", fold(text))) for text in (first, second))
    shared = sum((a & b).values())
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


def match(gold: list[str], predicted: list[str], threshold: float = 0.8) -> list[tuple[int, int]]:
    """Pair texts one to one, best token F1 first, none under the threshold."""
    scored = sorted(
        ((token_f1(g, p), -abs(i - j), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)),
        reverse=True,
    )
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for score, _, i, j in scored:
        if score < threshold:
            break
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return pairs


def f1(right: int, predicted: int, gold: int) -> float:
    """Return the F1 of counts."""
    return 2 * right / (predicted + gold) if right else 0.0
