"""Limits of a text: found, judged, and put together where several make one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import Deadline
from pipeline.extraction.deadlines.guards import accepts, is_horizon, with_own_anchor
from pipeline.extraction.deadlines.limits import Reading, is_bare_period, read_limit
from pipeline.extraction.deadlines.nodes import (
    Continuous,
    Event,
    Fixed,
    Node,
    Recurring,
    Relative,
    Schedule,
    Span,
)
from pipeline.extraction.deadlines.resolution import resolve, split_rules
from pipeline.extraction.deadlines.tokens import Tokens
from pipeline.extraction.deadlines.values import DateContext, DeadlineMatch

_JOINTS = frozenset({",", "and", "(", ")", "sudden", "/"})


@dataclass(frozen=True, slots=True)
class Found:
    """An accepted reading with the words it was read from."""

    reading: Reading
    surface: str


def scan(tokens: Tokens, context: DateContext, *, whole: bool) -> list[Found]:
    """Return the limits in order; readings that name a day that does not exist are passed over as a whole."""
    found: list[Found] = []
    at = 0
    while at < len(tokens):
        reading = read_limit(tokens, at, whole=whole)
        if reading is None:
            at += 1
            continue
        kept = _judge(
            tokens, reading, context, whole=whole, joined=_follows(tokens, found, at), recurs=_recurs(found)
        )
        if kept is not None:
            found.append(kept)
        dated = isinstance(reading.nodes[0], Fixed | Span | Relative)
        at = reading.last if kept is not None or dated else at + 1
    return found


def _recurs(found: list[Found]) -> bool:
    """Return whether the sentence has stated days that come round."""
    return any(isinstance(node, Recurring) and node.rules for each in found for node in each.reading.nodes)


def _follows(tokens: Tokens, found: list[Found], at: int) -> bool:
    """Return whether only joints stand between the last limit and this place."""
    if not found:
        return False
    gap = range(found[-1].reading.last, at)
    return len(gap) <= 3 and all(tokens.symbol(place) in _JOINTS for place in gap)


def _judge(
    tokens: Tokens, reading: Reading, context: DateContext, *, whole: bool, joined: bool, recurs: bool
) -> Found | None:
    reading = with_own_anchor(tokens, _recurring_reading(tokens, reading, recurs=recurs))
    surface = tokens.slice(reading.first, reading.last)
    values = tuple(resolve(node, surface, context) for node in reading.nodes)
    sound = tuple(value for value in values if value is not None)
    if len(sound) < len(values):
        return None
    beside = joined and isinstance(reading.nodes[0], Event)  # "… hằng năm hoặc theo đề nghị"
    if is_horizon(tokens, reading) or _is_of_week(tokens, reading):
        return None
    if whole or beside or accepts(tokens, reading, sound, context):
        return Found(reading, surface)
    return None


def _is_of_week(tokens: Tokens, reading: Reading) -> bool:
    """Return whether a month only tells which week is meant: "tuần thứ 3 của tháng 6/2026"."""
    node, at = reading.nodes[0], reading.first - 1
    if not isinstance(node, Fixed) or node.point.precision != "month":
        return False
    at -= tokens.symbol(at) == "of"
    at -= tokens.is_one(at, "weekday", "number", "begin", "late")
    return tokens.symbol(at) == "week"


def _recurring_reading(tokens: Tokens, reading: Reading, *, recurs: bool) -> Reading:
    """Return "định kỳ … trước ngày 20/11", a day without a year in a sentence that recurs, as recurring."""
    start = reading.first
    while start > 0 and tokens.symbol(start - 1) not in (";", "."):
        start -= 1
    places = range(start, reading.first)
    periodic = recurs or any(tokens.symbol(at) == "periodic" for at in places)
    yearly = any(tokens.symbol(at) == "every" and tokens.symbol(at + 1) == "year" for at in places)
    monthly = any(tokens.symbol(at) == "every" and tokens.symbol(at + 1) == "month" for at in places)
    days = [node.point for node in reading.nodes if isinstance(node, Fixed)]
    first = reading.nodes[0]
    if periodic and isinstance(first, Fixed) and first.point.precision == "year" and not first.point.year:
        return replace(reading, nodes=(Recurring("yearly", None, (), None),))  # "định kỳ … vào cuối năm"
    unfit = len(days) < len(reading.nodes) or any(point.year or point.precision != "day" for point in days)
    if unfit or not isinstance(first, Fixed):
        return reading
    if monthly and len(days) == 1 and days[0].number is None:
        return replace(reading, nodes=(Recurring("monthly", first.op, (f"{days[0].day:02d}",), "day"),))
    again = periodic or yearly or len(days) > 2  # "trước ngày 20/3, 20/6, 20/9, 20/12"
    if not again or first.op == "on" or not all(point.number for point in days):
        return reading
    rules = tuple(f"{point.number:02d}-{point.day:02d}" for point in days)
    return replace(reading, nodes=(Recurring("yearly", first.op, rules, "day"),))


def merge_days(found: list[Found]) -> list[Found]:
    """Give frequencies their days where the sentence tells them apart.

    "Định kỳ 6 tháng, năm báo cáo …, trước ngày 15/6 và 15/12" is half-yearly by 15/6 and yearly by 15/12.
    """
    bare = [each for each in found if all(_is_dayless(node) for node in each.reading.nodes)]
    ruled = [each for each in found if any(_is_ruled(node) for node in each.reading.nodes)]
    if len(bare) != 1 or len(ruled) != 1 or len(ruled[0].reading.nodes) != 1:
        return found
    (day,) = ruled[0].reading.nodes
    beats = [node for node in bare[0].reading.nodes if isinstance(node, Recurring)]
    assert isinstance(day, Recurring)
    if len(beats) == 1 and (beats[0].frequency == day.frequency or _halves(beats[0], day)):
        nodes: tuple[Node, ...] = (replace(day, frequency=beats[0].frequency),)
    elif len(beats) == len(day.rules):
        pairs = zip(beats, day.rules, strict=True)
        nodes = tuple(replace(day, frequency=beat.frequency, rules=(rule,)) for beat, rule in pairs)
    else:
        return found
    merged = replace(ruled[0], reading=replace(ruled[0].reading, nodes=nodes))
    return [merged if each is ruled[0] else each for each in found if each is not bare[0]]


def _is_dayless(node: Node) -> bool:
    return isinstance(node, Recurring) and not node.rules and not is_bare_period(node)


def _is_ruled(node: Node) -> bool:
    return isinstance(node, Recurring) and node.frequency in ("yearly", "monthly") and bool(node.rules)


def _halves(beat: Recurring, day: Recurring) -> bool:
    return beat.frequency == "half_yearly" and day.frequency == "yearly"


def group(tokens: Tokens, found: list[Found]) -> list[list[Found]]:
    """Return the limits that stand together, such as "hằng năm hoặc theo đề nghị"."""
    groups: list[list[Found]] = []
    for each in found:
        if groups and _follows(tokens, groups[-1], each.reading.first):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def combine(found: list[Found], surface: str, context: DateContext) -> Deadline | None:
    """Return what several limits state together: one value, or a multi of them."""
    found = _folded(found)
    pairs = [(node, each.surface) for each in found for node in each.reading.nodes]
    pairs = _essential(pairs)
    if len(pairs) > 1:
        pairs = [(part, words) for node, words in pairs for part in split_rules(node)]
    values = [value for node, words in pairs if (value := resolve(node, words, context)) is not None]
    if len(values) > 1:
        parts = tuple(values)
        return Deadline(
            surface=surface,
            kind="multi",
            parts=parts,
            source=None,
            confidence=min(p.confidence for p in parts),
        )
    if not values:
        return None
    return _with_year(values[0], found).model_copy(update={"surface": surface})


def _folded(found: list[Found]) -> list[Found]:
    """Fold what goes on without a sign: "trong vòng 24 giờ khi có tai nạn", "thường xuyên vào ngày 10 …"."""
    out: list[Found] = []
    for each in found:
        last = out[-1] if out else None
        if last is None or last.reading.last != each.reading.first:
            out.append(each)
            continue
        first, second = last.reading.nodes[-1], each.reading.nodes[0]
        if isinstance(first, Relative) and first.anchor is None and isinstance(second, Event):
            nodes = (*last.reading.nodes[:-1], replace(first, anchor=second.anchor))
            out[-1] = Found(replace(last.reading, nodes=nodes, last=each.reading.last), last.surface)
        elif isinstance(first, Continuous) and isinstance(second, Recurring) and second.rules:
            out[-1] = each
        else:
            out.append(each)
    return out


def distinct(values: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Return the limits that say different things, however they are worded."""
    unique: dict[str, Deadline] = {}
    for value in values:
        said = value.model_dump_json(exclude={"surface", "source", "confidence", "scope", "year_source"})
        unique.setdefault(said, value)
    return tuple(unique.values())


def _essential(pairs: list[tuple[Node, str]]) -> list[tuple[Node, str]]:
    """Drop what adds nothing: "định kỳ" beside a frequency, "hằng năm" beside "thường xuyên"."""
    firm = [pair for pair in pairs if not is_bare_period(pair[0])]
    if not firm or not all(isinstance(node, Event) for node, _ in firm):  # but "định kỳ và đột xuất"
        pairs = firm or pairs[:1]
    if any(isinstance(node, Continuous) for node, _ in pairs):
        pairs = [pair for pair in pairs if not _adds_nothing_to_continuous(*pair)]
    if any(isinstance(node, Recurring) for node, _ in pairs):
        pairs = [pair for pair in pairs if not _tells_since_when(pair[0])]
    if any(not isinstance(node, Schedule) for node, _ in pairs):
        pairs = [pair for pair in pairs if not isinstance(pair[0], Schedule)]
    if any(isinstance(node, Fixed) for node, _ in pairs):  # "Tháng 11/2025 (sau khi có hướng dẫn)"
        pairs = [pair for pair in pairs if not (isinstance(pair[0], Event) and pair[0].op == "after")]
    unique: list[tuple[Node, str]] = []
    for pair in pairs:
        if all(pair[0] != node for node, _ in unique):
            unique.append(pair)
    return unique


def _tells_since_when(node: Node) -> bool:
    """Return whether a span only says when a rhythm begins: "hằng năm (từ năm 2026)"."""
    return isinstance(node, Span) and node.op == "after" and node.end is None and node.anchor is None


def _adds_nothing_to_continuous(node: Node, surface: str) -> bool:
    if isinstance(node, Recurring):
        return not node.rules and "kỳ" not in surface.lower()
    if isinstance(node, Event):
        return True
    return isinstance(node, Fixed) and node.point.precision == "year" and node.op == "on"


def _with_year(value: Deadline, found: list[Found]) -> Deadline:
    """Give "thường xuyên, liên tục trong năm 2025" its year."""
    if value.kind != "continuous":
        return value
    for each in found:
        for node in each.reading.nodes:
            if isinstance(node, Fixed) and node.point.precision == "year" and node.point.year:
                year = str(node.point.year)
                return value.model_copy(
                    update={"start": f"{year}-01-01", "end": f"{year}-12-31", "precision": "year"}
                )
    return value


def matches(tokens: Tokens, context: DateContext, *, merged: bool) -> list[DeadlineMatch]:
    """Return the limits that a running sentence states, those that stand together as one.

    Args:
        tokens: The sentence.
        context: The document's own time.
        merged: Whether a frequency and its days may stand apart in the sentence.
    """
    result: list[DeadlineMatch] = []
    found = scan(tokens, context, whole=False)
    for members in group(tokens, merge_days(found) if merged else found):
        start, end = _extent(tokens, members)
        deadline = combine(members, tokens.text[start:end], context)
        if deadline is not None:
            result.append(DeadlineMatch(start, end, deadline))
    return result


def _extent(tokens: Tokens, members: list[Found]) -> tuple[int, int]:
    """Return the characters of a group, with the bracket that it opened."""
    start, last = tokens[members[0].reading.first].start, members[-1].reading.last
    words = tokens.text[start : tokens[last - 1].end]
    if words.count("(") > words.count(")") and tokens.symbol(last) == ")":
        last += 1
    return start, tokens[last - 1].end


def _clauses(tokens: Tokens) -> list[tuple[int, int]]:
    """Return the character spans of the clauses between semicolons outside brackets."""
    cuts, depth = [0], 0
    for token in tokens.items:
        depth = max(depth + (token.symbol == "(") - (token.symbol == ")"), 0)
        if token.symbol == ";" and depth == 0:
            cuts.append(token.end)
    spans = list(zip(cuts, [*cuts[1:], len(tokens.text)], strict=True))
    return [(first, last) for first, last in spans if tokens.text[first:last].strip(" ;.")]


def scoped(tokens: Tokens, match: DeadlineMatch) -> Deadline:
    """Return the match's deadline with its scope: clause where one of several clauses bears it."""
    spans = _clauses(tokens)
    leads = not tokens.text[: match.start].strip(' -+"“')
    if len(spans) < 2 or leads:
        return match.deadline
    return match.deadline.model_copy(update={"scope": "clause"})
