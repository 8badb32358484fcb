"""Who signed (Nghị định 30/2020, Phụ lục I, ô 7): authority, position and name, a seal over them or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import regex
from rapidfuzz.distance import Levenshtein

from pipeline.page import Authority, Field, Passage, Signature
from pipeline.sections.lexicon import bare, begins_with, in_capitals, load, plain, words

MARK = regex.compile(r"(?<![\w.])(?P<mark>T/?M|K/?T|T/?L|TUQ|Q)(?:\s*[.,]|(?<=/\p{Lu}))\s*(?=\p{Lu}{2})")
_NAME = regex.compile(r"(?:\p{Lu}\p{Ll}*\.?\s+){1,4}\p{Lu}\p{Ll}+")
_BEHEADED = regex.compile(r"\p{Ll}{2,}(?:\s+\p{Lu}\p{Ll}*\.?){1,3}\s+\p{Lu}\p{Ll}+")
_ROMAN = regex.compile(r"[IVX]+")
_STRAY = " \t/⁄\\|-–—_~:;,'`*[]{}„“”\"<>"  # what a seal or a pen leaves around words
_MOST_LOST = 0.3
_DOUBTFUL = 0.6


def is_name(text: str) -> bool:
    """Return whether the text is a full name and nothing else."""
    return person_of(Passage(text, ())) is not None


def person_of(passage: Passage) -> Passage | None:
    """Return the full name that the passage is, without rank; None where it is none."""
    text = passage.text.strip()
    cut = len(passage.text) - len(passage.text.lstrip())
    while rank := begins_with(text, words("ranks")):
        step = len(text) - len(text[len(rank) :].lstrip(" ."))
        cut, text = cut + step, text[step:]
    whole = _NAME.fullmatch(text) and begins_with(text, words("surnames"))
    if not whole and not (_BEHEADED.fullmatch(text) and _spelt(text.split()[0])):
        return None
    return passage.slice(cut, cut + len(text))


def _named(passage: Passage) -> Field:
    """Return the name with the marks of its surname, and the capital that a seal lay over, put right."""
    first, _, rest = passage.text.partition(" ")
    surname = _spelt(first) or first
    sure = passage.confidence if surname[:1] == first[:1] else min(_DOUBTFUL, passage.confidence)
    return Field(f"{surname} {rest}", passage, sure)


@lru_cache(maxsize=1000)
def _spelt(word: str) -> str | None:
    """Return the one surname that a worn word is: Đỗ for "Đồ", Trần for "trần" and "rần"; else None."""
    key, known = plain(word), words("surnames_spelt")
    found = [name for name in known if plain(name) == key]
    if not found and word.islower() and len(word) > 1:
        found = [name for name in known if name[1:] == word] or [n for n in known if plain(n[1:]) == key]
    return found[0] if len(found) == 1 else None


def read_signature(pieces: Sequence[Passage]) -> Signature:
    """Read authority, position and name from the pieces of the block, top to bottom."""
    authority: list[Authority] = []
    position: Field | None = None
    name: Field | None = None
    for part in (part for piece in pieces for part in _parts(piece)):
        mark = MARK.match(part.text)
        rest = part.slice(mark.end(), len(part.text)).strip() if mark else part
        head, tail = _split_case(rest)
        if mark:
            of, own = _split_position(head)
            authority.append(Authority(f"{mark['mark'].replace('/', '')}.", cased(of.text)))
            head = own
        elif authority and not authority[-1].of.strip():
            authority[-1] = Authority(authority[-1].mark, cased(head.text))
            continue
        found = _position(head, authority)
        further = position is not None and mark is None and (_is_deputy(position) or not _is_deputy(found))
        if found is not None and not further:
            position = found  # "PHÓ TRƯỞNG BAN", not the office beside it that the same person holds
        elif head.text and authority and position is None and in_capitals(head.text) and not mark:
            last = authority[-1]
            authority[-1] = Authority(last.mark, cased(f"{last.of.upper()} {head.text}"))
        person = person_of(tail) or person_of(rest)
        if person is not None:
            name = _named(person)
    return Signature(tuple(authority), position, name)


def _is_deputy(position: Field | None) -> bool:
    return position is not None and bare(position.value).startswith("pho ")


def _position(head: Passage, authority: Sequence[Authority]) -> Field | None:
    """Return the position that words in capitals are, though a seal lie over some of its letters."""
    text = _without_strokes(head.text)
    if not in_capitals(text):
        return None
    headed = begins_with(text, words("position_heads")) is not None
    near, lost = _nearest(bare(text))
    if not headed and lost > _MOST_LOST:
        return None
    shown = text if headed and lost else near
    # a deputy signs for the head, never the head himself: the seal lies over "PHÓ"
    deputy = bool(authority) and authority[-1].mark == "KT." and bare(authority[-1].of) == bare(shown)
    shown = f"PHÓ {shown}" if deputy else shown
    sure = head.confidence if bare(shown) == bare(text) else min(_DOUBTFUL, head.confidence)
    return Field(cased(shown), head, sure)


@lru_cache(maxsize=1000)
def _nearest(key: str) -> tuple[str, float]:
    """Return the position that bare words are nearest to, and the share of its letters lost or misread."""
    costs = [(Levenshtein.distance(key, bare(title)) / len(title), title) for title in words("positions")]
    cost, title = min(costs)
    return title, cost


def _without_strokes(text: str) -> str:
    """Return words in capitals without what a pen left behind them: "HIỆU TRƯỞNG z-"."""
    parts = text.split(" ")
    while len(parts) > 1 and len(bare(parts[-1])) < 2 and not _ROMAN.fullmatch(parts[-1]):
        parts.pop()
    return " ".join(parts)


def _parts(piece: Passage) -> list[Passage]:
    """Cut a run at its signing marks."""
    cuts = [0, *(m.start() for m in MARK.finditer(piece.text) if m.start()), len(piece.text)]
    return [p for a, b in pairwise(cuts) if (p := piece.slice(a, b).strip(_STRAY)).text]


def _split_case(passage: Passage) -> tuple[Passage, Passage]:
    """Part the words in capitals from the name after them."""
    at = 0
    for word in passage.text.split(" "):
        if (
            not in_capitals(word, 0.75)
            and any(c.isalpha() for c in word)
            and (len(word) > 1 or word.islower())
        ):
            break
        at += len(word) + 1
    at = min(at, len(passage.text))
    return passage.slice(0, at).strip(), passage.slice(at, len(passage.text)).strip()


def _split_position(passage: Passage) -> tuple[Passage, Passage]:
    """Part whom one signs for from the own position: "CHỦ TỊCH | PHÓ CHỦ TỊCH"."""
    parts = passage.text.split(" ")
    heads = words("position_heads")
    for index in range(1, len(parts)):
        rest = " ".join(parts[index:])
        if not begins_with(rest, heads):
            continue
        own = bare(rest)
        of = bare(" ".join(parts[:index]))
        if (
            own.startswith(("pho ", "thu truong", "quyen "))
            or of.startswith(words("organ_signers"))
            or own == of
        ):
            at = len(" ".join(parts[:index])) + 1
            return passage.slice(0, at).strip(), passage.slice(at, len(passage.text))
    return passage, Passage("", ())


# known ones with vowels, and letters that are no syllable: BHXH, HĐND, BHYT
_ACRONYM = regex.compile(r"UBND|UBMTTQ|UB|[B-DGHK-NP-TVXZĐ&]{2,}|[B-DGHK-NP-TVX-ZĐ]{4,}")


def cased(text: str) -> str:
    """Return a position or organ printed in capitals in the case of running text."""
    text = text.strip(" .,;")
    if "," in text and in_capitals(text):
        return ", ".join(cased(part) for part in text.split(","))
    if not in_capitals(text):
        return text
    key, low = bare(text), " ".join(w if _ACRONYM.fullmatch(w) else w.lower() for w in text.split())
    if key.startswith("pho ") and len(low.split()) > 1:
        return f"Phó {cased(text.split(' ', 1)[1])}"
    for phrase, spelt in sorted(load("words")["cased"].items(), key=lambda item: -len(item[0])):
        if f"{key} ".startswith(f"{phrase} "):
            rest = low.split()[len(phrase.split()) :]
            known = spelt if bare(spelt) == phrase else phrase
            return " ".join([known, *(w if w.isupper() else w.capitalize() for w in rest)])
    return low[:1].upper() + low[1:]
