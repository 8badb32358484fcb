"""Headings: what the first paragraph of a unit is, a title, a run-in head with text, or a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from pipeline.sections.lexicon import bare, begins_with, in_capitals, load, words

_SENTENCE_BREAK = regex.compile(r"(?<!\b\p{Lu}{1,3})[.!?]\s+\p{Lu}")
_RUN_IN = regex.compile(r"(?P<head>[^:;]{3,90}):\s+(?P<rest>\S.*)", regex.DOTALL)
_UNITS_RUN_IN = regex.compile(r"(?P<head>[^:]{3,160}):\s+(?P<rest>\p{Lu}.*)", regex.DOTALL)
# "Về việc hỗ trợ xe cứu thương: Tỉnh căn cứ …": the matter, however long, and what is said of it
_ABOUT = regex.compile(r"(?P<head>Về\s[^:;]{3,400}):\s+(?P<rest>\p{Lu}.*)", regex.DOTALL)
# who acts begins the paragraph: "Sở Y tế …", "Đề nghị Hội Nông dân …", "Các sở, ngành …"
_ACTOR = regex.compile(
    r"(?:(?:Đề nghị|Giao|Yêu cầu)\s+)?(?:[Cc]ác\s+)?(?:"
    r"(?:Sở|Bộ|Ban|Phòng|Hội|Cục|Chi cục|Vụ|Viện|Đài|Thanh tra|Trung tâm|Đoàn)\s+\p{Lu}"
    r"|(?:Ủy ban|Uỷ ban|UBND|Công an|Văn phòng|Liên đoàn|Mặt trận)(?!\p{L})"
    r"|(?<=[Cc]ác\s)(?:sở|bộ|ban|ngành|cơ quan|đơn vị|địa phương|Sở|Bộ)[, ])"
)
# "Bước 2: Kiểm tra hiện trạng nhà ở." over what is done in it
_STEP = regex.compile(r"Bước\s+\d{1,2}\s*[:.]\s+\S")
_END = regex.compile(r"(?:\s*\.\s*/\s*\.|[\s:.;,]|\s[-–—_])+$")
_OPENING = regex.compile(r"^(?:(?:ve|cong tac|cac|mot so|nhung|viec) )*")
_ORDERED = regex.compile(
    r" (?:de nghi |yeu cau )(?:so|cac|ubnd|uy ban|thu truong|giam doc|chu tich|nguoi|don vi) "
)
# a component of an index, papers of a file: no participants
_COMPONENT = regex.compile(r" thanh phan (?!tham |du |doan |va |doi tuong |hoi dong |ban |to |gom |tiep )\S")
_PERSONS = ("dong chi", "cac dong chi", "ong", "ba", "thay", "co giao")
_ORDERS = ("de nghi", "giao", "yeu cau", "doi voi", "phan cong")
# "Các Sở: Tài chính, Xây dựng …"
_DISTRIBUTES = regex.compile(r"(?:cac )?(?:so|bo|ban|hoi|xa|phuong)(?: ban| nganh| co quan)*")
_ENDS_WITH_CLASS = regex.compile(r",\s+các\s+(?:[Ss]ở|[Bb]ộ)\s*$")  # "Ngân hàng X, các Bộ: Tài chính, Y tế …"
# These announce no list though they end with "cụ thể:"
_SPECIFIC = regex.compile(
    r"(?:cac )?(?:muc tieu|nhiem vu|noi dung|chi tieu|yeu cau|giai phap)[a-z, ]{0,20} cu the"
)
_KIND_WORDS = frozenset(
    {"muc dich", "yeu cau", "muc tieu", "nhiem vu", "kinh phi", "kinh phi thuc hien", "doi tuong", "pham vi"}
)


_SHORT_REMARK = 8  # words behind a colon that only tell what the unit before it is


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a unit when its title is judged.

    `followed` by text or bullets of its own, `parent` of enumerated units; `peers` is the share (0..1) of its
    siblings that are titles beyond doubt, `bold` as measured. It `heads` others where titles beyond doubt, or
    paragraphs that begin with who acts, stand below.
    """

    text: str
    followed: bool
    parent: bool
    peers: float = 0.0
    bold: bool | None = None
    major: bool = False
    heads: bool = False


def begins_with_actor(text: str) -> bool:
    """Return whether a paragraph begins with who acts: "Sở Y tế …", "Đề nghị Hội Nông dân …"."""
    return _ACTOR.match(text) is not None


def title_end(text: str) -> int:
    """Return where the title ends without its final colon or full stop."""
    match = _END.search(text)
    return match.start() if match else len(text)


def is_label(text: str) -> bool:
    """Return whether the text only labels what follows: "Cơ quan thực hiện:", "Thời gian thực hiện: ..."."""
    head = text.split(":", 1)[0]
    return ":" in text and bare(head) in words("labels")


def is_lead_in(text: str) -> bool:
    """Return whether the text announces a list: "... như sau:"."""
    tail = bare(text[-40:])
    return text.rstrip().endswith(":") and any(
        tail.endswith(f" {phrase}") or tail == phrase for phrase in map(bare, words("lead_ins"))
    )


def plain_verdict(shape: Shape) -> bool | None:
    """Return whether the text is a title, None where the siblings must tell."""
    text = shape.text.strip()
    if not text or (is_label(text) and not shape.parent):
        return False
    if in_capitals(text, 0.75) and len(text) > 3:
        return True
    count = len(text.split())
    if _SENTENCE_BREAK.search(text) or text.endswith(";") or count > 60:
        return False
    if text.endswith("./."):
        return False
    if shape.followed and _STEP.match(text):
        return True
    whole = _RUN_IN.fullmatch(text)
    if whole and whole["rest"][:1].isupper() and text.endswith(".") and len(whole["rest"].split()) > 6:
        return False  # "Đề nghị Hội Nông dân tỉnh: Vận động hội viên …." says it all in one sentence
    if text.endswith(":"):
        return (not is_lead_in(text) or _SPECIFIC.fullmatch(bare(text)) is not None) and count <= 35
    if text.endswith((".", "!", "?")) and not text.endswith(".."):
        return None if shape.followed or shape.parent or shape.bold else False
    if shape.followed or shape.parent or shape.bold:
        return count <= 60
    return True if shape.major and count <= 25 else None


def verdict(shape: Shape) -> bool:
    """Return whether the text is a title, with the siblings asked where it alone does not tell."""
    known = plain_verdict(shape)
    if known is not None:
        return known
    text = shape.text.strip()
    if text.endswith("."):
        heads = shape.heads and not begins_with_actor(text)
        sure = heads or shape.peers >= 0.5 or bool(shape.bold) or (shape.parent and len(text.split()) <= 25)
        return (shape.followed or shape.parent) and sure and len(text.split()) <= (60 if heads else 45)
    return shape.peers >= 0.5 or (len(text.split()) <= 12 and not any(c in text for c in ",;"))


def run_in(shape: Shape) -> tuple[int, int] | None:
    """Return where a run-in head ends and its text begins: "Các bệnh khác: cúm, ..."; None without one."""
    text = shape.text
    about = _ABOUT.fullmatch(text)
    if about is not None and not shape.parent and len(about["rest"].split()) >= 4:
        return about.end("head"), about.start("rest")
    match = _RUN_IN.fullmatch(text)
    several = _UNITS_RUN_IN.fullmatch(text) if match is None and not shape.parent else None
    if several is not None and _lists_units(several["head"]):
        return several.end("head"), several.start("rest")
    if match is None or is_label(text) or shape.parent:
        return None
    head, rest = match["head"], match["rest"]
    if _SENTENCE_BREAK.search(head) or any(c.isdigit() for c in head):
        return None
    if _DISTRIBUTES.fullmatch(bare(head)) or _ENDS_WITH_CLASS.search(head):
        return None
    if len(rest.split()) < 4 or not (rest[:1].isupper() or _is_office(head)):
        return None
    if shape.followed and not regex.search(r"[.;:]\s*$", text) and len(rest.split()) <= _SHORT_REMARK:
        return None  # "Sở X: Cơ quan thường trực" above its items
    if _names_units(head) or _lists_units(head) or bare(head) in _KIND_WORDS:
        return match.end("head"), match.start("rest")
    if len(head.split()) > 12 or begins_with(head, words("starters")):
        return None
    return match.end("head"), match.start("rest")


def _is_office(head: str) -> bool:
    """Return whether a head is who acts; its order may go on in small letters: "Công an tỉnh: chủ trì …"."""
    whole = head.strip()
    named = begins_with(whole, (*words("unit_heads"), *words("offices"))) is not None
    return named and whole[:1].isupper() and len(whole.split()) <= 25 and begins_with(whole, _ORDERS) is None


def _names_units(head: str) -> bool:
    """Return whether a head hands its text to units: "Đề nghị Hội Nông dân tỉnh", "Đối với các sở, ngành"."""
    order = begins_with(head, _ORDERS)
    after = head.strip()[len(order) :].strip(" :") if order else head
    return (
        order is not None and begins_with(after, words("unit_heads")) is not None and len(head.split()) <= 40
    )


def _lists_units(head: str) -> bool:
    """Return whether a head is a list of units or a person by office.

    "Đài Truyền hình, Thông tấn xã Việt Nam", "Đồng chí Phó Trưởng phòng - Phó Trưởng tiểu ban".
    """
    if begins_with(head, _PERSONS) is not None:
        return len(head.split()) <= 25
    parts = regex.split(r";\s*" if ";" in head else r",\s*|\svà\s", head)
    return (
        len(parts) > 1
        and all(begins_with(part, words("unit_heads")) for part in parts)
        and len(head.split()) <= 40
    )


def is_unnumbered(text: str, *, bold: bool | None, followed: bool, over_prose: bool = False) -> bool:
    """Return whether a paragraph without enumerator or bullet is a heading of its own.

    Args:
        text: The paragraph.
        bold: As measured; None where it was not.
        followed: Bullets or enumerated units stand below.
        over_prose: It stands by itself above a paragraph of sentences.
    """
    text = text.strip()
    count = len(text.split())
    if in_capitals(text, 0.85) and 2 <= count <= 40 and len(text) >= 8:
        return True
    if (
        not (followed or over_prose)
        or count > 14
        or is_label(text)
        or is_lead_in(text)
        or text.endswith((".", ";", ","))
    ):
        return False
    if bold:
        return text[:1].isupper()
    if over_prose and count >= 2 and text[:1].isupper() and not text.endswith(":"):
        return _RUN_IN.fullmatch(text) is None and not any(c.isdigit() for c in text)
    return followed and text.endswith(":") and begins_with(text, words("unit_heads")) is not None


def kind_of(title: str, level: int = 1) -> str | None:
    """Return the kind of section that a title names, None where it names none.

    Below the top level a long title only names a kind by its first words.
    """
    book, key = load("kinds"), f" {bare(title)} "
    loud = level == 1 and in_capitals(title)
    hits = [k for k in book["order"] if any(_named(key, bare(p), level, loud) for p in book["kinds"][k])]
    start = key.strip()
    if "tasks" in hits and "organisation" in hits:
        return "organisation" if start.startswith(("to chuc", "trach nhiem", "phan cong")) else "tasks"
    if "tasks" in hits and start.startswith(("noi dung", "nhiem vu", "giai phap", "cac nhiem vu")):
        return "tasks"
    return hits[0] if hits else None


def _named(key: str, phrase: str, level: int, loud: bool) -> bool:
    if f" {phrase} " not in key or (phrase == "yeu cau" and _ORDERED.match(key)):
        return False
    if phrase == "thanh phan" and _COMPONENT.search(key):
        return False
    return loud or len(key.split()) <= (8 if level == 1 else 4) or _opens(key, phrase)


def _opens(key: str, phrase: str) -> bool:
    return f"{_OPENING.sub('', key.strip())} ".startswith(f"{phrase} ")


def is_loud(text: str) -> bool:
    """Return whether an unnumbered heading is printed in capitals, so that it stands at the top."""
    return in_capitals(text, 0.85)


def is_final_article(text: str) -> bool:
    """Return whether an article only issues, dates or hands on the decision and orders nothing itself."""
    key = bare(text)
    return any(
        p in key for p in ("ban hanh kem theo", "co hieu luc", "chiu trach nhiem thi hanh", "phe duyet kem")
    )


def is_closing(text: str) -> bool:
    """Return whether a last paragraph is the closing boilerplate."""
    return begins_with(text, words("closings")) is not None
