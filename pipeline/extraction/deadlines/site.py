"""A reading of a time limit in its sentence: what stands before and behind it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extraction.deadlines.lexicon import Phrase, among, load_lexicon, words_of
from pipeline.extraction.deadlines.limits import Reading
from pipeline.extraction.deadlines.tokens import Tokens

_HARD = frozenset({";", ".", "end"})
_SOFT = frozenset({",", ";", ".", ":", "(", ")", "end"})
_OPENERS = frozenset({",", ";", ".", ":", "(", "end", "and", '"', "“", "-", "+"})


@dataclass(frozen=True, slots=True)
class Site:
    """A reading in its sentence.

    Attributes:
        tokens: The sentence.
        reading: What was read.
        before: Folded words of the sentence before the reading.
        clause: Those after the last comma or bracket.
    """

    tokens: Tokens
    reading: Reading
    before: Phrase
    clause: Phrase

    def ends(self, guard: str) -> bool:
        """Return whether a phrase of the guard stands right before the reading."""
        return any(
            self.before[-len(phrase) :] == phrase for phrase in load_lexicon().guards[guard] if self.before
        )

    @property
    def has_paper(self) -> bool:
        """Whether another paper than the plan stands before the reading."""
        return holds(self.before, "papers")

    @property
    def first_symbol(self) -> str:
        """Symbol of the reading's first token."""
        return self.tokens.symbol(self.reading.first)

    @property
    def opens(self) -> bool:
        """Whether the reading begins its clause."""
        return self.tokens.symbol(self.reading.first - 1) in _OPENERS

    @property
    def closes(self) -> bool:
        """Whether the reading ends its clause."""
        return self.tokens.symbol(self.reading.last) in _SOFT

    @property
    def bracketed(self) -> bool:
        """Whether the reading is all that stands in its brackets."""
        first = self.reading.first - (self.tokens.symbol(self.reading.first - 1) == "unbroken")
        return self.tokens.symbol(first - 1) == "(" and self.tokens.symbol(self.reading.last) == ")"


def holds(words: Phrase, guard: str) -> bool:
    """Return whether a phrase of the guard stands among the words."""
    cited = tuple(word for at, word in enumerate(words) if words[max(at - 1, 0) : at + 1] != _LEGAL)
    return among(cited, load_lexicon().guards[guard])


_LEGAL = words_of("pháp luật")  # its "luật" is no law that is cited


def site_of(tokens: Tokens, reading: Reading) -> Site:
    """Return the reading with the words before it."""
    hard = soft = reading.first
    while hard > 0 and tokens.symbol(hard - 1) not in _HARD:
        hard -= 1
    while soft > hard and tokens.symbol(soft - 1) not in _SOFT:
        soft -= 1
    return Site(tokens, reading, tokens.words(hard, reading.first), tokens.words(soft, reading.first))
