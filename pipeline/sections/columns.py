"""Roles of the columns of a table: by the words of the head, or by what the cells hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from pipeline.page import Column, Passage
from pipeline.sections.lexicon import bare, begins_with, load, plain, words

COUNT = regex.compile(r"\(?\s*\[?\d{1,2}\]?\s*\)?|\(?[a-h]\)|[A-H]")
_NUMBER = regex.compile(r"\W*\d{1,3}(?:\.\d{1,2})*\W*")
_WHEN = regex.compile(r"(?<!\d)20\d{2}(?!\d)|\b(?:quy|qui|thang|hang|thuong xuyen|dinh ky)\b")
_BOTH = regex.compile(r"(?<![a-z])chu tri(?![a-z]).*(?<![a-z])phoi hop(?![a-z])")
_FEWEST = 3  # cells that tell what a column holds
_MOST = 0.6  # share of a column's cells that tell what it holds


def role_of(head: str) -> str:
    """Return the role that the words of a column head give it, `other` where they give none."""
    book, key = load("columns"), bare(head)
    for role, phrases in book["whole"].items():
        if key in phrases:
            return str(role)
    if _BOTH.search(key):  # "Cơ quan chủ trì, phối hợp": whose cells name both, the lead first
        return "lead"
    for role in book["order"]:
        if _holds(key, book["words"].get(role, ())):
            return "other" if role == "task" and _holds(key, book["no_tasks"]) else str(role)
    return "other"


def _holds(key: str, phrases: Sequence[str]) -> bool:
    return any(f" {bare(phrase)} " in f" {key} " for phrase in phrases)


def columns_of(
    heads: Sequence[Sequence[Passage]], body: Sequence[Sequence[Passage]], count: int
) -> tuple[Column, ...]:
    """Return the columns of a table by its head, or by what its cells hold where the head was not read.

    Args:
        heads: Cells of the rows of the head; empty without one.
        body: Cells of the rows below.
        count: Columns.
    """
    if not heads:
        return tuple(Column("", role) for role in _guessed(body, count))
    texts = []
    for index in range(count):
        seen = [h[index].text for h in heads if h[index].text and not COUNT.fullmatch(h[index].text.strip())]
        texts.append(" ".join(dict.fromkeys(seen)))
    roles = [role_of(t) if t else "other" for t in texts]
    return tuple(Column(t, r) for t, r in zip(texts, _settled(texts, roles, body), strict=True))


def _settled(texts: Sequence[str], roles: list[str], body: Sequence[Sequence[Passage]]) -> list[str]:
    """Settle heads that mean two things by their neighbours; each of the main roles stands once."""
    if not any(roles) or not any(texts):
        return roles
    roles = _by_cells(texts, _without_watchers(texts, roles), body)
    for index, text in enumerate(texts):
        key = bare(text)
        if key in ("don vi", "don vi thuc hien", "thuc hien", "co quan"):
            roles[index] = "target" if "target" in roles and key == "don vi" else "lead"
        if key in ("don vi tinh", "dvt"):
            roles[index] = "target"
    listed = any(_names_things(text) for text in texts)  # people of a committee, goods of an estimate
    if "lead" not in roles and "coordination" not in roles and not listed:
        _promote(texts, roles, ("don vi", "co quan", "can bo", "bo phan", "nguoi"), "lead")
    if "task" not in roles:
        for stand_in in ("output", "indicator", "target"):
            if stand_in in roles and "lead" in roles:
                break
        else:
            free = [
                i for i, r in enumerate(roles) if r == "other" and texts[i] and not _names_things(texts[i])
            ]
            if free and {"lead", "coordination", "deadline", "output"} & set(roles):
                roles[_fullest(body, free)] = "task"
    tasks = [i for i, r in enumerate(roles) if r == "task"]
    if len(tasks) > 1:  # "Thuộc nhóm nhiệm vụ | Nội dung nhiệm vụ": the narrower one is a label
        grouped = [i for i in tasks if any(w in bare(texts[i]) for w in ("nhom", "linh vuc", "thuoc", "ma "))]
        fullest = _fullest(body, tasks)
        kept = fullest if _tells_more(body, fullest, tasks[0]) else tasks[0]
        for index in grouped or [i for i in tasks if i != kept]:
            roles[index] = "other"
    return roles


def _by_cells(texts: Sequence[str], roles: list[str], body: Sequence[Sequence[Passage]]) -> list[str]:
    """Return the roles with who acts and by when told by the cells, where no head tells them.

    A column of units leads, one of times sets limits: "Nơi thực hiện | Công việc | Khi nào".
    """
    if "task" not in roles or len(body) < _FEWEST:
        return roles
    settled = list(roles)
    for role, holds in (("lead", _is_unit), ("deadline", _is_time)):
        for index, text in enumerate(texts) if role not in settled else ():
            cells = [row[index].text for row in body if index < len(row) and row[index].text.strip()]
            free = settled[index] == "other" and not _names_things(text)
            if free and len(cells) >= _FEWEST and _share(cells, holds) >= _MOST:
                settled[index] = role
                break
    return settled


def _without_watchers(texts: Sequence[str], roles: list[str]) -> list[str]:
    """Return the roles without who watches over the work, beside who does it: "Lãnh đạo phụ trách"."""
    if roles.count("lead") < 2:
        return roles
    heads = zip(texts, roles, strict=True)
    return ["note" if r == "lead" and bare(t).startswith("lanh dao") else r for t, r in heads]


def _letters(body: Sequence[Sequence[Passage]], column: int) -> int:
    return sum(len(row[column].text) for row in body if column < len(row))


def _fullest(body: Sequence[Sequence[Passage]], columns: Sequence[int]) -> int:
    """Return the column whose cells hold the most text."""
    return max(columns, key=lambda column: _letters(body, column))


def _tells_more(body: Sequence[Sequence[Passage]], column: int, than: int) -> bool:
    """Return whether a column's cells are so much longer that the other only names them ("Hoạt động")."""
    longer, shorter = (_letters(body, index) for index in (column, than))
    return longer >= 2 * shorter > 0


def _names_things(head: str) -> bool:
    """Return whether the column holds people, places or goods: none of them is a task."""
    return any(f" {bare(phrase)} " in f" {bare(head)} " for phrase in load("columns")["things"])


def _promote(texts: Sequence[str], roles: list[str], heads: tuple[str, ...], role: str) -> None:
    for index, text in enumerate(texts):
        if roles[index] == "other" and plain(text).startswith(heads):
            roles[index] = role
            return


def _guessed(body: Sequence[Sequence[Passage]], count: int) -> list[str]:
    """Return the roles of a table without head: numbers, the longest texts, units, times; else `other`."""
    columns = [[row[i].text for row in body if row[i].text.strip()] for i in range(count)]
    roles = ["other"] * count
    if len(body) < 2 or count < 3:
        return roles
    length = [sum(len(text) for text in texts) / max(1, len(texts)) for texts in columns]
    task = max(range(count), key=lambda i: length[i])
    units = [i for i, texts in enumerate(columns) if i != task and _share(texts, _is_unit) >= _MOST]
    if not units or length[task] < 25:
        return roles
    roles[task] = "task"
    for index, texts in enumerate(columns):
        if roles[index] == "other" and _share(texts, _is_number) >= _MOST and index < task:
            roles[index] = "ordinal"
        elif roles[index] == "other" and _share(texts, _is_time) >= _MOST and index not in units:
            roles[index] = "deadline"
    for index, role in zip(units, ("lead", "coordination"), strict=False):
        roles[index] = role
    return roles


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(holds(text) for text in texts) / len(texts) if texts else 0.0


def _is_unit(text: str) -> bool:
    key = plain(text).lstrip(" -")
    return begins_with(key.removeprefix("cac "), words("organ_heads")) is not None


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _is_time(text: str) -> bool:
    return len(text.split()) <= 14 and _WHEN.search(plain(text)) is not None
