"""Labels in a plan's own words ("Làm chính: …", "Xong: …"), told by the values that stand behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from pipeline.extraction.deadlines import names_time
from pipeline.extraction.shares import names_only_units, shares_of
from pipeline.extraction.trailers import LABEL, NEXT_LABEL, TrailerRole, lexical_role, plain_label
from pipeline.extraction.unit_heads import head_kind
from pipeline.page import Node, Paragraph, Passage

_FEWEST = 3  # times that a label stands in the plan
_MOST = 0.8  # share of its values that are units, or times
_LONGEST = 4  # words of a label
_BESIDE = regex.compile(r"(?<![a-z])(?:phoi hop|cung|ho tro|tham gia|giup|lien quan|dong hanh|kem)(?![a-z])")


def learn_labels(nodes: Sequence[Node]) -> dict[str, TrailerRole]:
    """Return the roles of the labels that the lexicon does not know, by their letters without marks.

    Of several labels of units the one that stands most often names the lead; others tell nothing.
    """
    values = _unknown(nodes)
    units = [label for label, told in values.items() if _mostly(told, _names_units)]
    times = [label for label, told in values.items() if _mostly(told, _names_time)]
    leading = [label for label in units if not _BESIDE.search(label)]
    first = max(leading, key=lambda label: len(values[label]), default=None)
    found: dict[str, TrailerRole] = dict.fromkeys(times, "deadline")
    for label in units:
        found[label] = "coordination" if _BESIDE.search(label) else "lead" if label == first else "ignored"
    return found


def _unknown(nodes: Sequence[Node]) -> dict[str, list[Passage]]:
    """Return the values of each short label without a role of its own; units and times label nothing."""
    values: dict[str, list[Passage]] = {}
    items = (item for node in nodes for below in node.walk() for item in below.content)
    lines = (item.passage for item in items if isinstance(item, Paragraph))
    for label, value in (pair for line in lines for pair in _pairs(line)):
        if len(label.split()) > _LONGEST or lexical_role(label) is not None:
            continue
        if value.text and head_kind(label) is None and not names_time(label):
            values.setdefault(plain_label(label), []).append(value)
    return {label: told for label, told in values.items() if len(told) >= _FEWEST}


def _pairs(line: Passage) -> list[tuple[str, Passage]]:
    """Return the labels of a line with their values: "Đơn vị lo chính: Sở X; cùng lo: Sở Y" has two."""
    first = LABEL.match(line.text)
    if first is None:
        return []
    labels = [first, *(found for found in NEXT_LABEL.finditer(line.text, first.end()))]
    ends = [*(label.start() for label in labels[1:]), len(line.text)]
    return [(m[1], line.slice(m.end(), end).strip(" .;")) for m, end in zip(labels, ends, strict=True)]


def _mostly(values: Sequence[Passage], holds: Callable[[Passage], bool]) -> bool:
    return sum(map(holds, values)) >= _MOST * len(values)


def _names_units(value: Passage) -> bool:
    return all(names_only_units(units.text) for _, units in shares_of(value))


def _names_time(value: Passage) -> bool:
    return names_time(value.text)
