"""What one sentence says about units: who does it, with whom, who gets the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from pipeline.extraction.predicates import MANNERS, leading_verb, modal_start, predicate_start
from pipeline.extraction.reports import receivers, through
from pipeline.extraction.subjects import (
    ASSIGN,
    GIVEN,
    agent,
    behind_then,
    introduced_subject,
    labelled_subject,
    shifted,
    subject,
)
from pipeline.extraction.unit_heads import head_kind
from pipeline.extraction.units import UnitMatch, Units, list_at, units_between


@dataclass(frozen=True, slots=True)
class Roles:
    """What one sentence says about units; places are characters of the sentence.

    `predicate` is where the order itself begins, behind the subject.
    """

    lead: Units = ()
    coordination: Units = ()
    report_to: Units = ()
    via: Units = ()
    predicate: int = 0
    verb: str | None = None


# "(Sở X chủ trì; Sở Y, UBND các xã phối hợp; quý III)": who helps, within brackets
_BRACKET_PARTNERS = regex.compile(
    r"(?<=\([^()]{0,200})[;,]\s*([^();:]{3,160}?)\s+phối hợp(?:\s+thực hiện)?\s*[;,)]"
)
# "Ban A chủ trì, Vụ B và Văn phòng phối hợp khẩn trương …"
_BESIDE_LEAD = regex.compile(
    r"(?<!\p{L})chủ trì\s*[,;]\s*(?:mời\s+)?([^();:.]{3,120}?)\s+"
    r"(?:phối hợp(?!\s+(?:với|cùng))(?!\p{L})|cùng\s+(?!với|kỳ|cấp)\p{Ll})"
)
_WITH = regex.compile(
    rf"(?<![\p{{L}}])(?:phối hợp|kết hợp){MANNERS}(?:\s+cùng)?(?:\s+với){{0,2}}\s+(?=\S)"
    r"|(?<![\p{L}])(?:làm việc|thống nhất|trao đổi|bàn|(?:với|có) sự (?:tham gia|phối hợp|hỗ trợ) của)"
    r"(?:\s+với)?\s+(?=\S)"
    r"|(?<![\p{L}])cùng(?:\s+với)?\s+(?!cấp|kỳ|lúc|thời)(?=\S)",
    regex.IGNORECASE,
)
_MEETS = ("làm việc", "thống nhất", "trao đổi", "bàn")  # with whom, only where it is an organ by its name
_ORGANS = ("named", "role", "collective", "generic", "people", "place")


def partners(text: str, begin: int = 0) -> Units:
    """Return the units that the sentence names as partners ("phối hợp với Bộ X, doanh nghiệp …").

    Args:
        text: One sentence.
        begin: Where its subject begins, or the order where it has none.
    """
    found: list[UnitMatch] = []
    for match in _WITH.finditer(text):
        at = match.end()
        beside = regex.fullmatch(r"cùng\s+", match.group(), regex.IGNORECASE)
        if beside and not _joins(text, begin, match.start(), at):
            continue
        organs = ("named",) if match.group().lower().startswith(_MEETS) else _ORGANS
        if head_kind(text, at) not in organs or _is_other_subject(text, match.start()):
            continue
        if not regex.search(r"(?:với|phối hợp|của|cùng)\s+$", match.group().lower()):
            continue
        found += [u for u in list_at(text, at) if head_kind(u.text) is not None]
    beside = _BESIDE_LEAD.search(text)
    for bracket in (*_BRACKET_PARTNERS.finditer(text), *([beside] if beside else [])):
        if head_kind(text, bracket.start(1)) is not None:
            found += units_between(text, bracket.start(1), bracket.end(1))
    once: dict[str, UnitMatch] = {}
    for unit in found:
        once.setdefault(regex.sub(r"^các\s+", "", unit.text.lower()), unit)
    return tuple(once.values())


def _joins(text: str, begin: int, cung: int, at: int) -> bool:
    """Return whether the "cùng" at `cung` names a partner at `at`; "… đồng hành cùng chính quyền" does not.

    It does behind the subject, at the very beginning, behind "chủ trì", and behind a comma before a name.
    """
    before = text[:cung].rstrip().lower()
    if cung == begin or before.rstrip(",").endswith("chủ trì"):
        return True
    if before.endswith(",") and head_kind(text, at) == "named" and text[at].isupper():
        return True
    return head_kind(text, begin) is not None and predicate_start(text, begin) >= cung


def _is_other_subject(text: str, at: int) -> bool:
    """Return whether the partner is another's: "tham mưu UBND tỉnh phối hợp với Bộ X", "sự phối hợp với"."""
    before = text[:at]
    if regex.search(r"(?:sự|công tác|quy chế|cơ chế|việc|tăng cường|liên kết)\s+$", before.lower()):
        return not before.lower().endswith(("tăng cường ", "việc "))
    advised = regex.search(
        r"(?:tham mưu|trình|đề nghị|đôn đốc|hướng dẫn|chỉ đạo)\s+(?=\S)((?:[^,;.]*chủ trì,)?[^,;.]*)\s$",
        before,
        regex.IGNORECASE,
    )
    if advised is None or (advised.start() == 0 and ASSIGN.match(text)):  # "Đề nghị Hội X phối hợp với Y"
        return False
    return head_kind(advised.group(1)) is not None


_DEMANDS = regex.compile(r"(?:yêu cầu|chỉ đạo)\s", regex.IGNORECASE)


def roles_of(text: str, *, has_heading: bool) -> Roles:
    """Return what the sentence says about units.

    Args:
        text: One sentence.
        has_heading: A heading above names the lead; then only a subject at the very beginning counts.
    """
    # a unit that "yêu cầu" others acts itself, where a heading names it
    found = None if has_heading and _DEMANDS.match(text) else subject(text) or labelled_subject(text)
    if found is not None and head_kind(found[0][0].text) in ("generic", "people", "place"):
        told = leading_verb(text[found[1] :].lstrip()) is not None
        found = found if told else behind_then(text) or found  # "Cơ sở chưa đạt thì chủ nhà trọ phải …"
    found = found or introduced_subject(text, nearest=has_heading) or behind_then(text)
    lead, predicate = found if found else ((), 0)
    if not lead and not has_heading:
        lead = agent(text)
    verb = _verb(text[predicate:].lstrip(" ,:"))
    begin = lead[0].start if found else 0
    beside, helping = _later_subjects(text, predicate) if found else ((), ())
    lead = _once((*lead, *beside))
    own = {unit.text.lower() for unit in lead}
    return Roles(
        lead=lead,
        coordination=_once(u for u in (*partners(text, begin), *helping) if u.text.lower() not in own),
        report_to=receivers(text),
        via=through(text),
        predicate=predicate,
        verb=verb[1] if verb else None,
    )


_TAIL = 3  # words in which a unit at the end of a list is told by its capital


def _ends_with_unit(text: str) -> bool:
    """Return whether a list of units goes on behind the text: "chỉ đạo các bệnh viện, Sở Y tế phối hợp"."""
    words = text.split()
    tails = [words[-1:], words[-2:]]
    if len(words) > _TAIL and words[-_TAIL][0].isupper():  # "Bộ Y tế", but not "trường trồng cây"
        tails.append(words[-_TAIL:])
    return any(head_kind(" ".join(tail)) is not None for tail in tails)


_NEXT_CLAUSE = regex.compile(r"[,;]\s+(?=\p{Lu}|giao|đề nghị)")
_HELPS = regex.compile(r"\s*phối hợp(?!\p{L})")


def _later_subjects(text: str, behind: int) -> tuple[Units, Units]:
    """Return who acts and who helps in the later clauses: "Sở A chỉ đạo …; Sở B lập …, Sở C phối hợp."."""
    acting: list[UnitMatch] = []
    helping: list[UnitMatch] = []
    for sign in _NEXT_CLAUSE.finditer(text, behind):
        at = sign.end()
        if text.count("(", 0, at) > text.count(")", 0, at):
            continue
        handed = GIVEN.match(text, at)
        begin = handed.end() if handed else at
        if head_kind(text, begin) != "named" or not text[begin].isupper():
            continue  # "…; thường trực Ban Chỉ đạo" tells what the first one is
        found = shifted(subject(text[at:]), at)
        if found is None:
            continue
        if _HELPS.match(text, found[0][-1].end):
            goes_on = sign.group().startswith(",") and _ends_with_unit(text[: sign.start()])
            helping.extend(() if goes_on else found[0])
        elif sign.group().startswith(";"):
            acting.extend(found[0])
    return tuple(acting), tuple(helping)


def _once(units: Iterable[UnitMatch]) -> Units:
    """Return the units without those that stand there before, whatever their case."""
    unique: dict[str, UnitMatch] = {}
    for unit in units:
        unique.setdefault(unit.text.lower(), unit)
    return tuple(unique.values())


def _verb(order: str) -> tuple[int, str] | None:
    """Return the first verb of the order, "trong phạm vi nhiệm vụ của mình" and the like passed over."""
    found = leading_verb(order)
    if found is None and modal_start(f" {order}") == 1:
        at = predicate_start(order)
        return leading_verb(order[at:]) if at > 0 else None
    return found
