"""What headings and lead-ins hand down to the sentences under them: units, titles, a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from pipeline.extraction.brackets import is_time
from pipeline.extraction.drafts import Context, PlacedUnit
from pipeline.extraction.leads import partners
from pipeline.extraction.lexicons import alternation, load
from pipeline.extraction.orders import describes
from pipeline.extraction.predicates import names_end
from pipeline.extraction.sentences import STEP, split_sentences
from pipeline.extraction.subjects import introduced_subject, subject
from pipeline.extraction.trailers import label_role, read_trailers
from pipeline.extraction.unit_heads import head_kind
from pipeline.extraction.units import UnitMatch, looks_like_units, split_units
from pipeline.page import Node, Paragraph, Passage, Table


@dataclass(frozen=True, slots=True)
class LeadIn:
    """A paragraph that announces a list: its depth, what it hands down, and whether prose follows it."""

    depth: int
    context: Context
    over_prose: bool


# "Hoàn thành trước ngày 30/6 các việc sau:"; not "Để … đưa vào sử dụng trước ngày 30/6, … lưu ý:"
_ORDERS_BY_DATE = regex.compile(
    r"^(?!để|nhằm|căn cứ|thực hiện|theo)(?:[^,;]{0,60}\s)?(?:hoàn thành|xong|chậm nhất|trước ngày)(?![\p{L}])"
    r"[^;:]{0,90}$",
    regex.IGNORECASE,
)


# behind more than a label's bare noun: "Đơn vị thực hiện" names nobody
_ACT = regex.compile(
    r"(?<!^(?:cơ quan|đơn vị|tổ chức|cá nhân|thời gian))"
    r"\s+(?:(?:tổ chức|triển khai|chủ trì)\s+)?thực hiện\s*:?\s*$",
    regex.IGNORECASE,
)


def whole_title(node: Node) -> Passage | None:
    """Return title and first paragraph as one where "3. Các Sở: Tài chính, Xây dựng" was cut at its colon."""
    first = next((item for item in node.content if isinstance(item, Paragraph)), None)
    if node.title is None or first is None or first.bullet is not None:
        return None
    if not regex.search(
        r"(?:^|\s)(?:các\s+(?:sở|bộ|ban|hội)|đề nghị|gồm)\s*:?$", node.title.text.strip().lower()
    ):
        return None
    joined = Passage.join([node.title.strip(" :"), first.passage], ": ")
    return joined if looks_like_units(joined.text) else None


def under_heading(node: Node, above: Context) -> Context:
    """Return what the heading hands down: its units replace those above, its kind decides."""
    title = whole_title(node) or (node.title.strip() if node.title else Passage("", ()))
    leads, coordination = heading_units(title)
    orders = node.kind == "organisation" or " phụ trách " in title.text
    if not leads and orders and _names_people(title.text):
        leads = _placed(title, split_units(title.text))
    return Context(
        path=node.path,
        kind=node.kind,
        leads=leads or above.leads,
        coordination=coordination if leads else above.coordination,
        titles=(*above.titles, title),
        dated=title if _is_time_title(title) else above.dated if _is_time_title(above.dated) else None,
        describes=above.describes or (node.kind in ("other", "timetable") and describes(title.text)),
    )


# "1.1. Tháng 01", "Quý IV" over the tasks of that time; a stage or the year of a plan dates nothing
_TIME_TITLE = regex.compile(r"(?:trong\s+)?(?:tháng|quý|tuần)\s", regex.IGNORECASE)


def _is_time_title(title: Passage | None) -> bool:
    return title is not None and _TIME_TITLE.match(title.text) is not None and is_time(title.text)


def _names_people(title: str) -> bool:
    """Return whether a heading names people that are told to act: "7. Học sinh và cha mẹ học sinh"."""
    units = split_units(title)
    return bool(units) and len(title.split()) <= 16 and all(head_kind(u.text) == "people" for u in units)


def heading_units(title: Passage) -> tuple[tuple[PlacedUnit, ...], tuple[PlacedUnit, ...]]:
    """Return the leads and partners that a heading or lead-in names.

    "3. Sở X", "6. Đề nghị: A, B, C", "Nội dung giám sát của chủ dự án", "4. Sở X chủ trì, phối hợp với Y:".
    """
    title = _units_before(_units_before(title, _ACT), _REMARK)
    text = title.text
    if label_role(text) is not None:  # "IV. CƠ QUAN THỰC HIỆN": a label, no organ
        return (), ()
    if text.isupper() and regex.match(r"TRÁCH NHIỆM|NHIỆM VỤ|.*PHÂN CÔNG", text):  # of one and another
        return (), ()
    if _CONCERNED.match(text):
        return (), ()
    if looks_like_units(text) and not regex.search(r"phối hợp|có trách nhiệm|chịu trách nhiệm", text.lower()):
        head = _before_modal(title)
        return _placed(head, split_units(head.text)), ()
    if text.isupper():
        return (), ()
    of = regex.match(rf"(?:{'|'.join(load('tasks')['heads_of_unit'])})\s*:?\s+(?=\S)", text, regex.IGNORECASE)
    if of and looks_like_units(text[of.end() :]):
        rest = _before_modal(title.slice(of.end(), len(text)))
        return _placed(rest, split_units(rest.text)), ()
    found = subject(text)
    if found and head_kind(found[0][0].text) in ("named", "role", "collective"):
        return _placed(title, found[0]), _placed(title, partners(text))
    return (), ()


# people whom a rule is about, not who acts: "Đối với giáo viên giảng dạy"
_CONCERNED = regex.compile(
    rf"đối với\s+{alternation([*load('units')['staff'], *load('units')['people']])}", regex.IGNORECASE
)


# "Sở X: Cơ quan chủ trì quản lý Chương trình"
_REMARK = regex.compile(
    r":\s+(?=(?:là\s+)?(?:cơ quan|đơn vị|thường trực|đầu mối)(?!\p{L}))", regex.IGNORECASE
)


def _units_before(title: Passage, more: regex.Pattern[str]) -> Passage:
    """Return the title without what is told of its units: "Nhà trường thực hiện", "Sở X: Cơ quan …"."""
    found = more.search(title.text)
    if found is None or not looks_like_units(title.text[: found.start()]):
        return title
    return title.slice(0, found.start())


def _before_modal(passage: Passage) -> Passage:
    """Return the units of "Sở X, Ban Y theo chức năng, nhiệm vụ chịu trách nhiệm" alone."""
    end = names_end(passage.text)
    return passage.slice(0, end).strip(" ,;") if end > 0 else passage


def _placed(passage: Passage, units: Sequence[UnitMatch]) -> tuple[PlacedUnit, ...]:
    return tuple(PlacedUnit(unit, passage.slice(unit.start, unit.end)) for unit in units)


def unwind(stack: list[LeadIn], item: Paragraph) -> list[LeadIn]:
    """Drop the lead-ins that the item does not stand under."""
    if item.bullet is None and any(entry.over_prose for entry in stack):
        return stack
    return [entry for entry in stack if entry.depth < item.depth]


def lead_in(
    item: Paragraph, following: Paragraph | Table | None, has_children: bool, here: Context
) -> Context | None:
    """Return the context for the items that a lead-in announces; None where the item is no lead-in."""
    text = item.passage.text.rstrip(" -–—_")  # dirt behind a line off a scan
    if isinstance(following, Paragraph) and read_trailers(following.passage) and not text.endswith(":"):
        return None
    if not _announces(item, text, following, has_children):
        return None
    last = split_sentences(item.passage)[-1].strip(" :.")
    leads, coordination = heading_units(last)
    if not leads and (behind := introduced_subject(last.text)):
        leads = _placed(last, behind[0])
    leads = leads or _told(last)
    dated = last if _ORDERS_BY_DATE.search(last.text) else here.dated
    return replace(
        here,
        leads=leads or here.leads,
        coordination=coordination if leads else here.coordination,
        dated=dated,
        titles=(*here.titles, last),
    )


# "…, Bộ X yêu cầu các đơn vị:", "Sở Y tế đề nghị UBND các xã triển khai các nội dung sau:"
_ORDER = regex.compile(r"(?<!\p{L})(?:yêu cầu|đề nghị|giao|chỉ thị)\s+(?:cho\s+)?(?=\S)", regex.IGNORECASE)


def _told(sentence: Passage) -> tuple[PlacedUnit, ...]:
    """Return the units to which a lead-in gives its orders, wherever in it they stand."""
    for order in _ORDER.finditer(sentence.text):
        rest = sentence.slice(order.end(), len(sentence.text))
        if not _gives_orders(sentence.text[: order.start()]):
            continue
        if head_kind(rest.text) not in ("named", "role", "collective"):
            continue
        if found := subject(rest.text):
            return _placed(rest, found[0])
        if looks_like_units(rest.text):
            return _placed(rest, split_units(rest.text))
    return ()


_BESIDES = regex.compile(r"(?:trong đó|đồng thời|riêng|cụ thể)[,:]?\s+", regex.IGNORECASE)


def _gives_orders(before: str) -> bool:
    """Return whether what stands before the order is nothing, or ends with the unit that gives it."""
    if _BESIDES.fullmatch(before):
        return True
    starts = [0, *(found.end() for found in regex.finditer(r"[,;]\s+", before))]
    return not before.strip() or any(looks_like_units(before[at:]) for at in starts)


def under_preamble(preamble: Sequence[Paragraph]) -> Context:
    """Return what the last words before the body hand down: "…, Bộ X yêu cầu các đơn vị:"."""
    last = preamble[-1].passage if preamble else Passage("", ())
    if not last.text.rstrip(" -–—_").endswith(":"):
        return Context()
    sentence = split_sentences(last)[-1].strip(" :.")
    return Context(leads=_told(sentence))


_STEP = regex.compile(rf"{STEP}\s*[.:]\s*\S")


def _announces(item: Paragraph, text: str, following: Paragraph | Table | None, has_children: bool) -> bool:
    if following is None and not has_children:
        return False
    if text.endswith(":"):
        return True
    if not isinstance(following, Paragraph):
        return False
    words = len(text.split())
    if _STEP.match(text) and item.bullet is None and following.bullet is not None:
        return words <= 15 and not text.endswith((".", ";"))
    if following.depth > item.depth and item.bullet is not None:
        return words <= 15
    unfinished = not text.endswith((".", ";", ",", "…"))
    return item.bullet is not None and following.bullet is None and unfinished and words <= 12


def before_lead_in(passage: Passage) -> Passage:
    """Return the sentences of a paragraph before the one that announces a list."""
    sentences = split_sentences(passage)
    return Passage.join(sentences[:-1])


def ends_with_colon(items: Sequence[Paragraph | Table]) -> bool:
    """Return whether the last paragraph announces what stands below it."""
    return isinstance(items[-1], Paragraph) and items[-1].passage.text.rstrip().endswith(":")
