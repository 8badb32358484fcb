"""From blocks to the tree of sections: paths, titles, kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.page import Node, Paragraph, Passage, Table
from pipeline.sections import headings
from pipeline.sections.blocks import Block
from pipeline.sections.enumerators import Reading, readings, with_lost_strokes
from pipeline.sections.lexicon import begins_with
from pipeline.sections.numbering import Numbered, Numbering
from pipeline.sections.tables import Grid

_MAJOR = ("I.", "A.", "part", "chapter", "division")
_UNITS = (
    "so",
    "cac so",
    "ubnd",
    "uy ban",
    "cong an",
    "van phong",
    "thu truong",
    "chu tich",
    "giam doc",
    "de nghi",
)


@dataclass(slots=True)
class Draft:
    """A node in the making; `first` holds its heading or sentence, `depth` its place in the open lists."""

    path: str
    level: int
    depth: float
    first: Block | None = None
    number: Numbered | None = None
    kind: str | None = None
    title: Passage | None = None
    content: list[Paragraph | Table] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)
    label: str | None = None
    surface: str | None = None


@dataclass(slots=True)
class Tree:
    """Builds one tree; `taken` keeps the paths unique over the whole document."""

    taken: set[str]
    prefix: str = ""
    root: Draft = field(init=False)
    stack: list[Draft] = field(init=False)

    def __post_init__(self) -> None:
        self.root = Draft(self.prefix, 0, -1.0)
        self.stack = [self.root]

    def add(self, block: Block) -> None:
        """Put a block where it belongs: a new node, or the content of the open one."""
        if block.number is not None:
            self._open_numbered(block, block.number)
        elif block.heading:
            self._open_heading(block)
        elif block.table is not None:
            self.stack[-1].content.append(block.table)
        elif block.passage.text:
            self.stack[-1].content.append(_paragraph(block, self.stack[-1]))

    def open_untitled(self, kind: str | None) -> None:
        """Open a node without title for text that no heading covers."""
        draft = Draft(self._free_head(self.prefix), 1, 0.0, kind=kind)
        self._push(draft, None)

    def open_appendix(self, path: str, label: str, surface: str, title: Passage) -> None:
        """Open the node of an appendix; all that follows stands below it."""
        named = title.slice(0, headings.title_end(title.text)) if title.text else None
        draft = Draft(self._free(path), 1, 0.0, kind="appendix", title=named, label=label)
        draft.surface = surface or None
        self._push(draft, None)

    def _open_numbered(self, block: Block, number: Numbered) -> None:
        while len(self.stack) > 1 and (
            self.stack[-1].depth >= number.depth or self._is_passed(self.stack[-1], number)
        ):
            passed = self.stack.pop()
            if self._is_preamble(passed, number):
                passed.kind = "basis"
        parent = self.stack[-1]
        path = ".".join([parent.path, *number.steps]) if parent.path else ".".join(number.steps)
        reading = number.reading
        self._push(Draft(self._free(path), parent.level + 1, number.depth, block, number), reading)

    def _is_passed(self, draft: Draft, number: Numbered) -> bool:
        """Whether an unnumbered head ends here: the item goes on with a list that began before it."""
        if draft.number is not None or draft.kind == "appendix":
            return False
        if self._is_preamble(draft, number):
            return True
        begun = [c.number.reading for c in draft.children if c.number is not None]
        inside = any(r.style == number.reading.style and r.value < number.reading.value for r in begun)
        return draft.first is None or (number.reading.value != 1 and not inside)

    def _is_preamble(self, draft: Draft, number: Numbered) -> bool:
        """Whether the head stands over the text above the first division: a stamp's line or a lost title."""
        first = number.reading.style in _MAJOR and number.reading.value == 1
        unnumbered = draft.number is None and draft.kind is None and bool(draft.content)
        return first and unnumbered and not self.prefix and not draft.children

    def _open_heading(self, block: Block) -> None:
        loud = headings.is_loud(block.text) and not self._awaits_content()
        while len(self.stack) > 1 and self.stack[-1].kind != "appendix":
            if not loud and self.stack[-1].number is not None:
                break
            self.stack.pop()
        parent = self.stack[-1]
        depth = 0.0 if loud else parent.depth + 0.5
        path = self._free_head(parent.path)
        self._push(Draft(path, parent.level + 1, depth, block), None)

    def _awaits_content(self) -> bool:
        """Whether a lesser heading was just opened: "2. Chương trình", below it "NGÀY 1: THỨ HAI"."""
        top = self.stack[-1]
        minor = top.number is not None and top.number.reading.style not in _MAJOR
        return minor and not top.content and not top.children

    def _push(self, draft: Draft, reading: Reading | None) -> None:
        if reading is not None:
            draft.label, draft.surface = reading.label, reading.surface
        self.stack[-1].children.append(draft)
        self.stack.append(draft)

    def _free(self, path: str) -> str:
        free, count = path, 1
        while free in self.taken:
            count += 1
            free = f"{path}-{count}"
        self.taken.add(free)
        return free

    def _free_head(self, parent: str) -> str:
        count = 1
        while f"{parent}-{count}" in self.taken:
            count += 1
        self.taken.add(f"{parent}-{count}")
        return f"{parent}-{count}"

    def add_grid(self, grid: Grid, number: int) -> Table:
        """Put a table into the open node, its group rows as nodes below; returns the table."""
        holder = self.stack[-1]
        numbering = Numbering()
        rows: list[tuple[Passage, ...]] = []
        paths: list[str | None] = []
        tops: list[Draft] = [holder]
        for group in grid.groups:
            path: str | None = holder.path or None
            if group.title is not None:
                signs = readings(f"{group.ordinal.strip('. ')}. X")
                if grid.rows[0].box is not None:
                    signs = with_lost_strokes(signs)
                found = numbering.accept(signs, unfinished=False, lead_in=False)
                draft = self._group(tops, group.title, found, group.ordinal)
                path = draft.path
            rows += group.body
            paths += [path] * len(group.body)
        table = Table(
            f"T{number}", holder.path or None, grid.columns, tuple(rows), tuple(paths), grid.passage
        )
        holder.content.append(table)
        return table

    def _group(self, tops: list[Draft], title: Passage, found: Numbered | None, surface: str) -> Draft:
        depth = tops[0].depth + (found.depth if found else 1)
        while len(tops) > 1 and tops[-1].depth >= depth:
            tops.pop()
        parent = tops[-1]
        if found is None:
            path = self._free_head(parent.path)
        else:
            path = self._free(".".join([parent.path, *found.steps]).strip("."))
        cut = headings.title_end(title.text)
        draft = Draft(path, parent.level + 1, depth, title=title.slice(0, cut))
        draft.label = found.reading.label if found else None
        draft.surface = surface or None
        parent.children.append(draft)
        tops.append(draft)
        return draft

    def close(self, kind: str | None = None) -> tuple[Node, ...]:
        """Return the finished nodes; `kind` is what the top nodes inherit."""
        return _freeze_all(self.root.children, kind)


def _paragraph(block: Block, holder: Draft) -> Paragraph:
    return Paragraph(block.passage, block.bullet, _bullet_depth(block.bullet, holder.content))


def _bullet_depth(bullet: str | None, before: Sequence[Paragraph | Table]) -> int:
    """Depth by the sign: 1 for "-", 2 for "+"; another sign stands below the one it first follows."""
    if bullet is None:
        return 0
    if bullet in "-+":
        return 1 if bullet == "-" else 2
    marked = [p for p in before if isinstance(p, Paragraph) and p.bullet]
    same = next((p.depth for p in marked if p.bullet == bullet), None)
    if same is not None:
        return same
    return marked[-1].depth + 1 if marked else 1


def _freeze_all(drafts: Sequence[Draft], kind: str | None) -> tuple[Node, ...]:
    sure = [headings.plain_verdict(_shape(d)) for d in drafts if d.number is not None]
    peers = sum(v is True for v in sure) / len(sure) if sure else 0.0
    return tuple(_freeze(d, kind, peers) for d in drafts)


def _shape(draft: Draft, peers: float = 0.0) -> headings.Shape:
    assert draft.first is not None
    bold = draft.first.rows[0].line.bold if draft.first.rows else None
    major = draft.number is not None and draft.number.reading.style in _MAJOR
    heads = _heads(draft) if draft.first.text.endswith(".") else False
    followed, parent = bool(draft.content), bool(draft.children)
    return headings.Shape(draft.first.text, followed, parent, peers, bold, major, heads)


def _heads(draft: Draft) -> bool:
    """Return whether the unit only heads what stands below: titles, or paragraphs that say who acts."""
    below = draft.content[0] if draft.content else None
    if isinstance(below, Paragraph):
        return below.bullet is None and headings.begins_with_actor(below.passage.text)
    numbered = [child for child in draft.children if child.first is not None]
    return any(headings.plain_verdict(_shape(child)) is True for child in numbered)


def _freeze(draft: Draft, inherited: str | None, peers: float) -> Node:
    own: list[Paragraph | Table] = []
    if draft.first is not None:
        draft.title, own = _entitle(draft, peers)
    content = (*own, *draft.content)
    kind = draft.kind or _kind(draft, inherited)
    label = draft.first.whole if draft.first is not None else draft.title
    rest = [c.passage for c in (draft.content if draft.first else content) if isinstance(c, Paragraph)]
    passage = Passage.join([*([label] if label else []), *rest])
    children = _freeze_all(draft.children, kind)
    sure = round(passage.confidence, 4)
    return Node(
        draft.path,
        draft.level,
        draft.label,
        draft.surface,
        kind,
        draft.title,
        content,
        children,
        passage,
        sure,
    )


def _entitle(draft: Draft, peers: float) -> tuple[Passage | None, list[Paragraph | Table]]:
    """Return the title of a unit, and what of its first paragraph is text."""
    assert draft.first is not None
    passage = draft.first.passage
    if draft.number is None:
        return passage.slice(0, headings.title_end(passage.text)), []
    shape = _shape(draft, peers)
    cut = headings.run_in(shape)
    if cut is not None:
        return passage.slice(0, cut[0]).strip(), [Paragraph(passage.slice(cut[1], len(passage.text)))]
    if headings.verdict(shape):
        return passage.slice(0, headings.title_end(passage.text)), []
    return None, [Paragraph(passage)] if passage.text else []


def _kind(draft: Draft, inherited: str | None) -> str:
    if draft.title is not None:
        named = headings.kind_of(draft.title.text, draft.level)
        if named is not None:
            return named
        if inherited in (None, "other") and begins_with(draft.title.text, _UNITS):
            return "organisation"
        return inherited or "other"
    style = draft.number.reading.style if draft.number is not None else ""
    if style == "article" and draft.first is not None and headings.is_final_article(draft.first.text):
        return "closing"
    return inherited or "other"
