"""Labels whose values follow on lines or items of their own: "2. Cơ quan chủ trì", below it the organs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extraction.shares import names_only_units
from pipeline.extraction.trailers import Trailer, TrailerRole, label_role
from pipeline.page import Node, Paragraph, Passage


@dataclass(frozen=True, slots=True)
class OpenLabel:
    """A label that awaits its values, and the paragraph that it is."""

    role: TrailerRole
    label: str
    item: Paragraph

    def takes(self, item: Paragraph) -> bool:
        """Return whether the paragraph is a value of the label: units, or bullets below "Sản phẩm:"."""
        if self.role in ("lead", "coordination"):
            return names_only_units(item.passage.text)
        return item.bullet is not None and item.depth > self.item.depth


def open_label(item: Paragraph, trailers: Sequence[Trailer]) -> OpenLabel | None:
    """Return the label that stands alone on the paragraph; None where it has its value or is none."""
    if len(trailers) != 1 or trailers[0].value.text:
        return None
    role = label_role(trailers[0].label)
    known = role in ("lead", "coordination", "output")
    return OpenLabel(role, trailers[0].label, item) if known and role is not None else None


def listed_units(label: Trailer, values: Sequence[Passage]) -> list[Trailer]:
    """Return the units below a heading that only labels them, as its trailers; none where other text is."""
    role = label_role(label.label)
    named = [value for value in values if not _is_remark(value.text)]
    if role not in ("lead", "coordination") or not all(names_only_units(v.text) for v in named):
        return []
    return [Trailer(role, label.label, value) for value in named]


def _is_remark(text: str) -> bool:
    return text.startswith("(") and text.rstrip(" .;").endswith(")")


def are_parts(nodes: Sequence[Node]) -> bool:
    """Return whether items are parts of one task: "1. Nội dung", "2. Cơ quan chủ trì", "3. Thời gian"."""
    roles = {label_role(node.title.text) for node in nodes if node.title is not None}
    return "text" in roles and bool(roles & {"lead", "coordination"})
