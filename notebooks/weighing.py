"""What the restorer weighs for one word: how it looks, and what its neighbours say."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.restoration import Evidence
from pipeline.restoration.language_model import BOUNDARY, UNKNOWN
from pipeline.restoration.restorer import TrigramRestorer

Weight = tuple[str, float, float]


def weigh(
    restorer: TrigramRestorer, words: Sequence[str], place: int, channel: str, most: int = 6
) -> list[Weight]:
    """Return the likeliest words for one reading, the best first.

    Args:
        restorer: The packaged one.
        words: A sentence as read, without punctuation.
        place: Of the word to weigh.
        channel: `worn`, `stripped` or `wrong_language`.
        most: Words to return.

    Returns:
        (word, log P(reading | word), log P(word and its neighbours)), natural logarithms. A split has
        no place here and is left out.
    """
    lexicon = restorer.lexicon
    slot = lexicon.choice(words[place], channel, code=False, capitals=False, opening=False).slot
    around = [lexicon.index.get(word.lower(), UNKNOWN) for word in words]
    found = [
        (lexicon.model.words[i], score, _context(restorer, around, place, i))
        for i, last, score in zip(slot.first, slot.last, slot.score, strict=True)
        if i == last and i != UNKNOWN
    ]
    return sorted(found, key=lambda weight: -(weight[1] + weight[2]))[:most]


def _context(restorer: TrigramRestorer, around: Sequence[int], place: int, word: int) -> float:
    """Return log P of the trigrams that the word stands in."""
    line = [BOUNDARY, BOUNDARY, *around[:place], word, *around[place + 1 :], BOUNDARY]
    language = restorer.lexicon.model.language
    return sum(
        float(language.three(*line[at - 2 : at + 1])) for at in range(place + 2, min(place + 5, len(line)))
    )


def kept_from(restorer: TrigramRestorer, words: Sequence[str], place: int) -> float:
    """Return from which confidence (0.5..1, in steps of 0.01) on the OCR's reading of a word is believed.

    Returns:
        1 where the word is changed however sure the OCR is.
    """
    for step in range(50, 100):
        line = [Evidence(word, step / 100 if at == place else 0.96) for at, word in enumerate(words)]
        if restorer([line])[0][place].text == words[place]:
            return step / 100
    return 1.0


def mended(restorer: TrigramRestorer, words: Sequence[str], place: int) -> str:
    """Return what becomes of a word that the OCR doubted, amid words that it did not."""
    line = [Evidence(word, 0.5 if at == place else 0.96) for at, word in enumerate(words)]
    return restorer([line])[0][place].text
