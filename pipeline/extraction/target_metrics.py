"""What a target measures, and what its neighbours in a list share with it."""

from __future__ import annotations

import regex

from pipeline.document import Target
from pipeline.extraction.deadlines import DateContext, parse_deadline
from pipeline.extraction.indicators import find_indicators
from pipeline.extraction.lexicons import alternation, compiled, load

_HEADS = load("targets")["metrics"]
_METRIC = compiled(_HEADS["heads"])
_TAIL = regex.compile(rf"(?:[\s,]+{alternation(_HEADS['tails'])})*[\s,]*$", regex.IGNORECASE)
# what ends the words behind a number: a stop, a comparison, the next year's value, the next count
_END = regex.compile(
    r"[;:(]|\.\s|,?\s?so với|(?:,|\svà)\s+năm\s+\d{4}\s+(?:phấn đấu\s+)?(?:đạt|là)(?!\p{L})"
    r"|(?:,|(?:^|\s)và)\s+\d[\d.,]*(?:%|\s+\p{L})"
)


def metric_of(before: str, after: str) -> str:
    """Return what is measured: "Tỷ lệ … " before the number, else the words after a share ("100% các xã")."""
    clause = regex.split(r"[;:(]", before.strip(" -+"))[-1]
    named = list(_METRIC.finditer(clause))
    if named:
        name = regex.split(r"\d[\d.,]*\s?(?:%|điểm|tỷ|tỉ|triệu|nghìn|ngàn)", clause[named[-1].start() :])[0]
        return str(_TAIL.sub("", name))
    following = _END.split(after.strip(" ;."))[0].strip(" ,")
    if len(following.split()) >= 2:
        return str(following)
    return str(regex.split(r",\s", clause)[-1].strip(" -+") or following)


_YEAR_AT_END = regex.compile(r"(?<=\S)[\s,]+(?:đến\s+)?(năm\s+\d{4})$", regex.IGNORECASE)
_OF_YEAR = regex.compile(
    r"(?<=,\s|và\s|;\s)(năm\s+\d{4})\s+(?:phấn đấu\s+)?(?:đạt\s+|là\s+)?(?:đạt\s+)?$", regex.IGNORECASE
)


def in_series(text: str, start: int, target: Target, first: Target | None, context: DateContext) -> Target:
    """Read on in a list: "Tỷ lệ … năm 2025 đạt 80%, năm 2026 đạt 90%"; the first says of what."""
    own = _YEAR_AT_END.search(target.metric)
    named = own is not None and not find_indicators(target.metric)  # "chỉ số PCI năm 2023" has one a year
    if own is not None and named and "so với" not in target.metric.lower():
        due = target.deadline or parse_deadline(own.group(1), context)
        target = target.model_copy(update={"metric": target.metric[: own.start()], "deadline": due})
    if first is None or first.surface != target.surface:
        return target
    year = _OF_YEAR.search(text[:start])
    if target.metric.startswith(f"{first.metric} ") and target.metric.endswith(","):
        return target.model_copy(update={"metric": first.metric})
    if year is None:
        return target
    due = parse_deadline(year.group(1), context)
    return target.model_copy(update={"metric": first.metric, "deadline": due or target.deadline})
