"""The sentences of a paragraph that are tasks, with what the paragraph tells of them besides."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extraction.brackets import bracket_trailers, is_time, roles_at_end, time_label, units_at_end
from pipeline.extraction.drafts import Context, Draft
from pipeline.extraction.orders import closes, weight
from pipeline.extraction.scope import Scope, trail_all
from pipeline.extraction.sentences import split_sentences, without_end_mark
from pipeline.extraction.subjects import subject
from pipeline.extraction.trailers import Trailer, read_trailers
from pipeline.page import Paragraph, Passage

BUDGET = {"budget"}


def add_sentences(item: Paragraph, context: Context, scope: Scope) -> None:
    """Add a draft for each sentence of the paragraph that is a task; read trailers that stand among them."""
    subject_of: Passage | None = None
    first = len(scope.drafts)
    prose, told = bracket_trailers(without_end_mark(item.passage))
    prose, dated = time_label(prose)
    for sentence in split_sentences(prose):
        trailers = read_trailers(sentence)
        if trailers and trailers[0].role == "text" and trailers[0].value.text:
            sentence = trailers[0].value  # noqa: PLW2901
        elif trailers and len(scope.drafts) > first:  # within a paragraph they are that paragraph's own
            for trailer in trailers:
                _trail_within(trailer, scope.drafts[first:])
            continue
        elif trailers:
            trail_all(trailers, scope)
            continue
        if closes(sentence.text):
            return
        if len(scope.drafts) > first and is_time(sentence.text.strip(" .;")):  # "… ghe ngo. Ngày 28/6."
            scope.drafts[-1].trailers.append(Trailer("deadline", "", sentence.strip(" .;")))
            continue
        budget = context.kind in BUDGET
        planned = budget or (bool(dated) and context.kind == "timetable")  # "Từ 01/4 đến 25/4: Cao điểm …"
        rule = weight(sentence.text, "tasks" if planned else context.kind, described=context.describes)
        if rule <= 0:
            continue
        text, roles = roles_at_end(sentence.strip(" ;,"))
        scope.add(Draft(text, context, roles, subject_of=subject_of, rule=rule, needs_trailer=budget))
        if subject(sentence.text) is not None:
            subject_of = sentence
    for draft in scope.drafts[first:]:
        draft.trailers += told + dated
        if not draft.has("lead") and subject(draft.passage.text) is None:
            draft.trailers += units_at_end(draft.passage)


def _trail_within(trailer: Trailer, drafts: Sequence[Draft]) -> None:
    """Give a trailer to the sentences of its paragraph: units to all of them, a time to the last."""
    if trailer.role in ("ignored", "group"):
        return
    for draft in drafts if trailer.role in ("lead", "coordination") else drafts[-1:]:
        draft.trailers.append(trailer)
