"""The same findings as spaCy components, for pipelines that speak spaCy.

`extract` does not go through spaCy: it works on passages, whose characters keep their words on the page, and
a spaCy `Doc` holds no place for them. The components here wrap the same pure functions over plain text.

The language is `xx`, with a tokenizer of our own: `vi` wants pyvi, which joins syllables into words that a
model trained on clean text guesses at, while everything here is found by characters and needs tokens only as
the edges of spans. Tokens are runs of letters, numbers with inner signs (141/KH-UBND, 15/11/2025), signs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import regex
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans, registry

from pipeline.extraction.deadlines import DateContext, find_deadlines
from pipeline.extraction.indicators import find_indicators
from pipeline.extraction.orders import weight
from pipeline.extraction.predicates import list_end
from pipeline.extraction.references import find_references
from pipeline.extraction.sentences import split_sentences
from pipeline.extraction.unit_heads import head_kind
from pipeline.extraction.unit_names import normalize_unit
from pipeline.extraction.units import split_units
from pipeline.page import Passage, Word

_TOKEN = regex.compile(
    r"\d[\p{L}\d]*(?:[/.:&-][\p{L}\d]+)*|\p{L}[\p{L}\p{M}\d]*(?:[&-][\p{L}\d]+)*|\s+|.", regex.DOTALL
)
Found = Iterable[tuple[int, int, str, dict[str, Any]]]


class Tokenizer:
    """Cuts text into runs of letters, numbers with their inner signs, and signs; nothing is lost."""

    def __init__(self, vocab: spacy.vocab.Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the text as a Doc whose text is the text again."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            token = match.group()
            if token.isspace() and words and not spaces[-1]:
                spaces[-1], token = True, token[1:] if token[0] == " " else token
                if match.group()[0] != " ":
                    spaces[-1] = False
            if token:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> Tokenizer:
        """Return the tokenizer itself: it has no state."""
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        """Write nothing."""

    def from_disk(self, *_: object, **__: object) -> Tokenizer:
        """Return the tokenizer itself."""
        return self


@registry.tokenizers("vnplan_tokenizer")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return the factory of the tokenizer, for configs."""
    return lambda nlp: Tokenizer(nlp.vocab)


def _spans(doc: Doc, key: str, found: Found) -> Doc:
    """Set `doc.spans[key]`; its attributes go to `doc.user_data`, span by span."""
    spans: list[tuple[Span, dict[str, Any]]] = []
    for start, end, label, attributes in found:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None:
            spans.append((span, attributes))
    kept = set(filter_spans([span for span, _ in spans]))
    spans = [(span, attributes) for span, attributes in spans if span in kept]
    doc.spans[key] = [span for span, _ in spans]
    doc.user_data[f"vnplan_{key}"] = [attributes for _, attributes in spans]
    return doc


def attributes_of(doc: Doc, key: str) -> list[tuple[Span, dict[str, Any]]]:
    """Return the spans of a component with their attributes.

    Raises:
        KeyError: The component did not run on the document.
    """
    return list(zip(doc.spans[key], doc.user_data[f"vnplan_{key}"], strict=True))


@Language.factory("vnplan_deadlines", default_config={"issue_date": None, "plan_year": None})
def make_deadlines(
    nlp: Language, name: str, issue_date: str | None, plan_year: int | None
) -> Callable[[Doc], Doc]:
    """Return the component that sets `doc.spans["deadlines"]`; the dates are the document's own."""
    context = DateContext(date.fromisoformat(issue_date) if issue_date else None, plan_year)

    def component(doc: Doc) -> Doc:
        matches = find_deadlines(doc.text, context)
        return _spans(
            doc, "deadlines", ((m.start, m.end, m.deadline.kind, m.deadline.model_dump()) for m in matches)
        )

    return component


@Language.factory("vnplan_units", default_config={"province": None})
def make_units(nlp: Language, name: str, province: str | None) -> Callable[[Doc], Doc]:
    """Return the component that sets `doc.spans["units"]`; `province` ("tỉnh X") completes "UBND tỉnh"."""

    def component(doc: Doc) -> Doc:
        return _spans(doc, "units", _units(doc.text, province))

    return component


def _units(text: str, province: str | None) -> Found:
    at = 0
    for word in regex.finditer(r"(?<![\p{L}\d])\p{L}", text):
        if word.start() < at or head_kind(text, word.start()) not in ("named", "role", "collective"):
            continue
        end = list_end(text, word.start())
        for unit in split_units(text[word.start() : end]):
            start = word.start() + unit.start
            attributes = {
                "text": unit.text,
                "normalized": normalize_unit(unit.text, province),
                "kind": unit.kind,
            }
            yield start, word.start() + unit.end, unit.kind, attributes
        at = end


@Language.factory("vnplan_indicators")
def make_indicators(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that sets `doc.spans["indicators"]`."""

    def component(doc: Doc) -> Doc:
        found = find_indicators(doc.text)
        return _spans(
            doc,
            "indicators",
            ((m.start, m.end, m.id, {"component": m.component, "year": m.year}) for m in found),
        )

    return component


@Language.factory("vnplan_references")
def make_references(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that sets `doc.spans["references"]`."""

    def component(doc: Doc) -> Doc:
        return _spans(doc, "references", _citations(doc.text))

    return component


def _citations(text: str) -> Found:
    for c in find_references(text):
        attributes = {
            "number_symbol": c.number_symbol,
            "issue_date": c.issue_date,
            "issuer": c.issuer,
            "title": c.title,
            "role": c.role,
            "party": c.party,
        }
        yield c.start, c.end, c.type_name, attributes


@Language.factory("vnplan_tasks", default_config={"section_kind": "tasks"})
def make_tasks(nlp: Language, name: str, section_kind: str) -> Callable[[Doc], Doc]:
    """Return the component that sets `doc.spans["tasks"]`: the sentences that order something.

    The section decides what is a task, and a Doc has none: `section_kind` says under which the text stands.
    """

    def component(doc: Doc) -> Doc:
        return _spans(doc, "tasks", _orders(doc.text, section_kind))

    return component


def _orders(text: str, kind: str) -> Found:
    at = 0
    for sentence in split_sentences(Passage.of([(1, 1, Word(w, w)) for w in text.split()])):
        first = regex.escape(sentence.text).replace(r"\ ", r"\s+")
        place = regex.compile(first).search(text, at)
        rule = weight(sentence.text, kind, described=False)
        if place is not None:
            at = place.end()
            if rule > 0:
                yield place.start(), place.end(), "task", {"confidence": rule}


def blank() -> Language:
    """Return an empty pipeline of language `xx` with the tokenizer of this module."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    return nlp
