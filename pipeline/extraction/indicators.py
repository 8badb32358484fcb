"""Finds governance indices (chỉ số) and their components, by acronym, name or content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any

import regex
from rapidfuzz import fuzz

from pipeline.document import Component, Indicator, Mention
from pipeline.extraction.lexicons import load, skeleton
from pipeline.extraction.sources import Frames, confidence_of, source_of
from pipeline.page import Passage

_ALIKE_AT_LEAST = 86.0


@dataclass(frozen=True, slots=True)
class IndicatorMatch:
    """A mention: characters `start` to `end`; `component` is "PAPI.2" or None; `year` if it is there."""

    start: int
    end: int
    id: str
    component: str | None = None
    year: int | None = None


@lru_cache(maxsize=1)
def _entries() -> tuple[dict[str, Any], ...]:
    return tuple(load("indicators")["indicator"])


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, regex.Pattern[str], regex.Pattern[str] | None], ...]:
    found = []
    for entry in _entries():
        acronyms = "|".join(entry["acronyms"]) or r"(?!)"
        names = "|".join(entry["patterns"])
        by_name = regex.compile(rf"(?<![\p{{L}}])(?:{names})(?![\p{{L}}])") if names else None
        found.append((entry["id"], regex.compile(rf"(?<![\p{{L}}])(?:{acronyms})(?![\p{{L}}])"), by_name))
    return tuple(found)


def find_indicators(text: str) -> list[IndicatorMatch]:
    """Return the indices that a text names, in order; a name and the acronym behind it are one mention."""
    plain = skeleton(text)
    found: list[IndicatorMatch] = []
    for index, by_acronym, by_name in _patterns():
        spans = [m.span() for m in by_acronym.finditer(text)]
        for match in by_name.finditer(plain) if by_name else ():
            bracket = regex.match(r"[^.;()]{0,40}\(\s*[^()]{2,20}\)", text[match.end() :])
            near = [s for s in spans if bracket and match.end() <= s[0] < match.end() + bracket.end()]
            spans = [s for s in spans if s not in near]
            spans.append((match.start(), near[0][1] if near else match.end()))
        found += [IndicatorMatch(a, _closed(text, a, b), index, None, _year(text, b)) for a, b in spans]
    found += _quoted_components(text, plain, within_papi=any(match.id == "PAPI" for match in found))
    return _shared_years(text, sorted(found, key=lambda m: (m.start, m.end)))


_LISTED = regex.compile(
    r"\s*(?:\([^()]*\))?\s*(?:[,;]|(?:[,;]\s*)?và)\s*(?:(?:các )?chỉ số\s*)?", regex.IGNORECASE
)


def _shared_years(text: str, found: list[IndicatorMatch]) -> list[IndicatorMatch]:
    """Give the indices of a list the year behind its last ("PAR INDEX, SIPAS và PAPI của tỉnh năm 2026")."""
    for i in range(len(found) - 2, -1, -1):
        between = text[found[i].end : found[i + 1].start]
        if found[i].year is None and _LISTED.fullmatch(between):
            found[i] = replace(found[i], year=found[i + 1].year)
    return found


def _closed(text: str, start: int, end: int) -> int:
    """Return the end of a mention, its closing bracket included."""
    return end + 1 if text[end : end + 1] == ")" and "(" in text[start:end] else end


def _year(text: str, at: int) -> int | None:
    near = regex.match(
        r"\s*\)?(?:\s+(?:của\s+)?(?:tỉnh|thành phố|Thanh tra|Sở|Văn phòng)(?:\s+\p{L}[\p{L}\s-]{0,30}?)?)?"
        r",?\s+năm\s+([0-9]{4})|\s(20[0-9]{2})(?![\d.,/]|\s*[-–])",
        text[at:],
    )
    return int(near.group(1) or near.group(2)) if near else None


_CONTENT = regex.compile(
    r"(?:chi so (?:noi dung|thanh phan)|truc noi dung|noi dung thanh phan|linh vuc noi dung)"
    r"\s*(?:so \d+\s*)?[:,-]?\s*[“\"”]?\s*([^“”\".;:]{6,90})"
)


_QUOTED = regex.compile(r"noi dung\s*[“\"]([^“”\"]{6,90})[”\"]")


def _quoted_components(text: str, plain: str, *, within_papi: bool) -> list[IndicatorMatch]:
    """Return PAPI's components that are named after "Chỉ số nội dung", in quotes or not.

    Where the text names PAPI a bare "nội dung “…”" does as well.
    """
    found = []
    quoted = _QUOTED.finditer(plain) if within_papi else ()
    for match in (*_CONTENT.finditer(plain), *quoted):
        component = component_of("PAPI", text[match.start(1) : match.end(1)])
        if component:
            found.append(IndicatorMatch(match.start(), match.end(), "PAPI", component))
    return found


def component_of(index: str, title: str) -> str | None:
    """Return the component of an index that a heading is about, by content; None where it fits none.

    Args:
        index: Id of the index, e.g. "PAPI".
        title: The heading or name, quoted or not, marks right or not.
    """
    plain = regex.sub(r"\s+", " ", skeleton(title)).strip()
    best: tuple[float, int, int] = (0.0, 0, 0)
    for component in next((e.get("component", ()) for e in _entries() if e["id"] == index), ()):
        for phrase in component["phrases"]:
            score = (
                fuzz.partial_ratio(phrase, plain) if len(plain) >= len(phrase) else fuzz.ratio(phrase, plain)
            )
            if score >= _ALIKE_AT_LEAST:
                best = max(best, (round(score), len(phrase), component["n"]))
    return f"{index}.{best[2]}" if best[2] else None


def component_name(component_id: str) -> str:
    """Return the name of "PAPI.2".

    Raises:
        KeyError: There is no such component.
    """
    index, _, number = component_id.partition(".")
    for entry in _entries():
        for component in entry.get("component", ()):
            if entry["id"] == index and component["n"] == int(number):
                return str(component["name"])
    raise KeyError(component_id)


def index_name(index: str) -> str:
    """Return the name of an index by its id."""
    return next(str(entry["name"]) for entry in _entries() if entry["id"] == index)


def index_of_plan(subject: str | None) -> str | None:
    """Return the one index with components that a plan is about by its title; None for none or several."""
    named = dict.fromkeys(match.id for match in find_indicators(subject or ""))
    parted = [entry["id"] for entry in _entries() if entry["id"] in named and entry.get("component")]
    return parted[0] if len(parted) == 1 else None


_LONGEST_NAME = 16  # words
_SHARE = 0.6  # of a heading's letters that are the component's name
_BEFORE_NAME = regex.compile(
    r"(?:(?:ve|chi so(?: thanh phan)?|noi dung(?: thanh phan)?|truc noi dung|linh vuc|nang cao|cai thien|so)"
    r"\s+|\d+[.:]?\s*|[“\":-]\s*)*"
)


def _component_named(index: str, title: str, *, whole: bool = False) -> str | None:
    """Return the component whose name a heading begins with: "3. Tính minh bạch (5,71 điểm, hạng 47)".

    With `whole` the name must be most of it.
    """
    plain = regex.sub(r"\s+", " ", skeleton(regex.sub(r"\([^()]*\)", " ", title))).strip()
    start = _BEFORE_NAME.match(plain)
    names = (plain, plain[start.end() :] if start else plain)
    for component in next((e.get("component", ()) for e in _entries() if e["id"] == index), ()):
        for name, phrase in product(names, component["phrases"]):
            at, most = name.find(phrase), len(phrase) >= _SHARE * len(name)
            if (at == 0 and (most or not whole)) or (at > 0 and most and not whole):
                return f"{index}.{component['n']}"
    return None


def ids_under(
    passage: Passage, titles: Sequence[Passage], of_plan: str | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the indices and components of a sentence: of the headings above, then its own.

    Args:
        passage: The sentence.
        titles: Of the headings above, outermost first.
        of_plan: The index that the plan is about: headings may name its components without it.
    """
    indices: list[str] = []
    components: list[str] = []
    for title in titles:
        own = find_indicators(title.text)
        implied = _component_named(of_plan, title.text) if of_plan and not own and not indices else None
        if of_plan and implied:
            indices, components = [of_plan], [implied]
            continue
        if own:
            indices, components = list(dict.fromkeys(m.id for m in own)), []
        named = [m.component for m in own if m.component]
        for index in indices:
            by_content = component_of(index, title.text)
            if by_content and not any(m.id == index and not m.component for m in own):
                named.append(by_content)
        if named:
            components = list(dict.fromkeys(named))
    for match in find_indicators(passage.text):
        indices.append(match.id)
        if match.component:
            components.append(match.component)
    return tuple(dict.fromkeys(indices)), tuple(dict.fromkeys(components))


def collect(
    passages: Sequence[tuple[Passage, tuple[Passage, ...]]], frames: Frames, of_plan: str | None = None
) -> tuple[Indicator, ...]:
    """Return one indicator for each distinct index and component.

    Args:
        passages: All text in order, each with the headings above it (a heading may name a component).
        frames: Way back to the scan.
        of_plan: The index that the plan is about by its title, from `index_of_plan`.
    """
    groups: dict[tuple[str, str | None], list[Mention]] = {}
    years: dict[tuple[str, str | None], int] = {}
    for passage, titles in passages:
        for index, component, year, words in _mentions(passage, titles, of_plan):
            key = (index, component)
            mention = Mention(
                surface=words.text, source=source_of(words, frames), confidence=confidence_of(words)
            )
            groups.setdefault(key, []).append(mention)
            if year is not None:
                years.setdefault(key, year)
    return tuple(
        Indicator(
            id=index,
            name=index_name(index),
            component=Component(id=component, name=component_name(component)) if component else None,
            year=years.get((index, component)),
            mentions=tuple(mentions),
        )
        for (index, component), mentions in groups.items()
    )


def _mentions(
    passage: Passage, titles: tuple[Passage, ...], of_plan: str | None
) -> list[tuple[str, str | None, int | None, Passage]]:
    found = [
        (m.id, m.component, m.year, passage.slice(m.start, m.end)) for m in find_indicators(passage.text)
    ]
    if titles and passage == titles[-1] and not found:
        _, components = ids_under(Passage("", ()), titles, of_plan)
        _, above = ids_under(Passage("", ()), titles[:-1], of_plan)
        found += [(c.partition(".")[0], c, None, passage) for c in components if c not in above]
    elif of_plan and not found and len(passage.text.split()) <= _LONGEST_NAME and passage.text[-1:] != ".":
        named = _component_named(of_plan, passage.text, whole=True)  # a cell of the column of components
        found += [(of_plan, named, None, passage)] if named else []
    return found
