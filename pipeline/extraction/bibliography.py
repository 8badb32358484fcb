"""One reference for each document that is cited, its mentions together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import regex

from pipeline.document import Mention, Named, Reference
from pipeline.extraction.lexicons import load
from pipeline.extraction.references import Citation, Role, find_references, mend_text
from pipeline.extraction.reliability import reliability_of
from pipeline.extraction.sources import Frames, source_of
from pipeline.page import Passage


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with the words that bear it."""

    citation: Citation
    passage: Passage


def collect(
    passages: Sequence[Passage],
    own_number: str | None,
    frames: Frames,
    grounds: Collection[int] = (),
) -> tuple[Reference, ...]:
    """Return one reference for each distinct document, the fullest mention telling what is known of it.

    Args:
        passages: All text of the document, in order.
        own_number: Number and symbol of the document itself, which is no reference.
        frames: Way back to the scan.
        grounds: Indices of the passages under a heading such as "CĂN CỨ": what they cite is a basis.
    """
    groups: list[list[Cited]] = []
    for index, passage in enumerate(passages):
        for citation in find_references(passage.text):
            if own_number and citation.number_symbol == mend_text(own_number):
                continue
            if citation.role == "cite" and index in grounds:
                citation = replace(citation, role="basis")  # noqa: PLW2901
            cited = Cited(citation, passage.slice(citation.start, citation.end))
            home = next((g for g in groups if _same(g[0].citation, citation, g)), None)
            groups.append([cited]) if home is None else home.append(cited)
    return tuple(_reference(group, frames) for group in _joined(groups))


def _joined(groups: list[list[Cited]]) -> list[list[Cited]]:
    """Give a law's mentions by name alone to the law that is cited with its number."""
    numbered: dict[str | None, list[Cited]] = {
        g[0].citation.title: g for g in groups if g[0].citation.number_symbol and g[0].citation.title
    }
    kept = []
    for group in groups:
        first = group[0].citation
        home = numbered.get(first.title) or _by_number(first, groups) if first.number_symbol is None else None
        if home is None:
            kept.append(group)
        else:
            home += group
    return kept


def _by_number(short: Citation, groups: Sequence[list[Cited]]) -> list[Cited] | None:
    """Return the group that "Nghị quyết 59" is short for: the only one of its kind and number."""
    number = regex.fullmatch(r"\D+?(?:số\s+)?(\d+)", short.title or "")
    if number is None:
        return None
    fits = [
        g
        for g in groups
        if g[0].citation.type_name == short.type_name
        and regex.match(rf"{number.group(1)}[-/]", g[0].citation.number_symbol or "")
    ]
    return fits[0] if len(fits) == 1 else None


def _same(first: Citation, other: Citation, group: Sequence[Cited]) -> bool:
    if first.number_symbol is None or other.number_symbol is None:
        return (
            first.number_symbol is other.number_symbol
            and (first.title or "").lower() == (other.title or "").lower()
        )
    if first.number_symbol.lower() != other.number_symbol.lower():
        return False
    dates = {c.citation.issue_date for c in group} - {None}
    # numbers begin anew each year: two years tell two documents
    return other.issue_date is None or not dates or other.issue_date[:4] in {d[:4] for d in dates if d}


def _reference(group: Sequence[Cited], frames: Frames) -> Reference:
    best = max(group, key=lambda cited: cited.citation.fullness).citation
    order: tuple[Role, ...] = ("basis", "implement", "attached_to", "amend", "cite")
    roles = {cited.citation.role for cited in group}
    mentions = tuple(
        Mention(
            surface=c.passage.text,
            source=source_of(c.passage, frames),
            confidence=reliability_of(c.passage, "reference"),
        )
        for c in group
    )
    issuers = [c.citation.issuer for c in group if c.citation.issuer]
    dates = [c.citation.issue_date for c in group if c.citation.issue_date]
    return Reference(
        type=Named(code=_code(best), name=best.type_name),
        number_symbol=best.number_symbol,
        issue_date=best.issue_date or (dates[0] if dates else None),
        issuer=best.issuer or (issuers[0] if issuers else None),
        title=best.title,
        role=next(role for role in order if role in roles),
        party=best.party,
        mentions=mentions,
        confidence=max(m.confidence for m in mentions),
    )


def _code(citation: Citation) -> str | None:
    codes: dict[str, str] = load("references")["types"]
    if citation.number_symbol and citation.number_symbol.startswith(("TCVN", "QCVN")):
        return citation.number_symbol[:4]
    return codes.get(citation.type_name)


def keys_in(text: str) -> tuple[str, ...]:
    """Return the numbers, or titles where there is none, of the documents that a text cites, each once."""
    keys = [c.number_symbol or c.title for c in find_references(text)]
    return tuple(dict.fromkeys(key for key in keys if key))
