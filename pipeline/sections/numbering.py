"""The open lists of a document: which reading of an enumerator goes on with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.sections.enumerators import LETTERS, Reading

_RANKS = {
    "part": 0.0,
    "chapter": 1.0,
    "division": 2.0,
    "subdivision": 2.5,
    "A.": 3.0,
    "I.": 4.0,
    "article": 4.5,
    "1.": 5.0,
    "dotted1": 5.0,
    "dotted2": 5.2,
    "dotted3": 5.3,
    "dotted4": 5.4,
    "dotted5": 5.5,
    "a)": 6.0,
    "a.": 6.1,
    "1)": 6.2,
    "(1)": 6.3,
    "(a)": 6.4,
    "i)": 6.5,
    "(i)": 6.6,
}
_NEVER = 9.0
_MAJOR = 5.0  # below this rank a new list never opens inside a lower one


@dataclass(frozen=True, slots=True)
class Open:
    """A list that is open: its style, the last value, and the sign path of that item."""

    style: str
    value: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A reading that was accepted, with the number of lists it stands in (1 is the top).

    `steps` are the steps from the path of the item above to this one: ("1",) for 1.1 under 1.
    """

    reading: Reading
    depth: int
    steps: tuple[str, ...]


@dataclass(slots=True)
class Numbering:
    """Follows the lists of one run of text.

    A reading costs what its sign costs and what it costs to go on with an open list (nothing for the next
    item) or to open a new one (nothing for item 1). The cheapest reading below the limit is taken.
    """

    stack: list[Open] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def accept(self, found: list[Reading], *, unfinished: bool, lead_in: bool) -> Numbered | None:
        """Take the best reading into the open lists; None where all are unlikely.

        Args:
            found: Readings of the line's enumerator.
            unfinished: The line before broke off within a sentence, so this may go on with it.
            lead_in: The line before ends with a colon, so a list may open.
        """
        priced = sorted(((self._cost(r, unfinished, lead_in), i) for i, r in enumerate(found)))
        if not priced or priced[0][0] >= 1.5:
            return None
        return self._take(self._repaired(found[priced[0][1]]), lead_in)

    def _cost(self, reading: Reading, unfinished: bool, lead_in: bool) -> float:
        at = self._open(reading.style)
        if reading.stroke and (at is None or self.stack[at].value + 1 != reading.value):
            return _NEVER  # a stroke is only lost where the numeral goes on with its list
        if reading.style.startswith("dotted"):
            return reading.cost + (0.0 if at is not None or reading.value <= 2 else 0.4) + 0.6 * unfinished
        if at is None:
            start = 0.0 if reading.value == 1 else 0.7 if not self.seen & {reading.style} else 0.9
            if reading.cost >= 0.4 and reading.value != 1:
                start += 1.0  # a misread sign never opens a list elsewhere than at its beginning
            if reading.style == "A." and reading.value != 1:
                start += 0.6  # "H." is II misread rather than the eighth of letters that nobody began
            return reading.cost + start + (1.0 if unfinished and reading.value != 1 else 0.3 * unfinished)
        last = self.stack[at].value
        if reading.value in _following(reading.style, last):
            return reading.cost
        if reading.style in ("a)", "a.", "(a)") and _second_d(reading, last):
            return reading.cost + 0.05
        misread = 2.0 if reading.cost >= 0.4 else 0.0
        if reading.value == 1:
            again = 1.2 if reading.style == "I." else 0.3  # a part begins anew only under another division
            return reading.cost + misread + again + 0.4 * unfinished - 0.2 * lead_in
        jump = 0.6 if reading.value > last else 1.0
        return reading.cost + misread + jump + (0.9 if unfinished else 0.0)

    def _repaired(self, reading: Reading) -> Reading:
        at = self._open(reading.style)
        if at is not None and reading.label == "d" and _second_d(reading, self.stack[at].value):
            return replace(reading, value=LETTERS.index("đ") + 1, label="đ", parts=("đ",))
        return reading

    def _open(self, style: str) -> int | None:
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index].style == style:
                return index
        return None

    def _take(self, reading: Reading, lead_in: bool) -> Numbered:
        at = self._open(reading.style)
        nested = (
            at is not None
            and reading.value == 1
            and lead_in
            and at < len(self.stack) - 1
            and _RANKS[reading.style] >= _MAJOR
        )
        steps = reading.parts
        if reading.style.startswith("dotted"):
            steps = reading.parts[-1:] if self._seat_dotted(reading) else reading.parts
        elif at is not None and not nested:
            del self.stack[at:]
        else:
            self._seat_new(reading, nested)
        self.stack.append(Open(reading.style, reading.value, reading.parts))
        self.seen.add(reading.style)
        return Numbered(reading, len(self.stack), steps)

    def _seat_new(self, reading: Reading, nested: bool) -> None:
        """Close the lists that cannot hold a new list of this style."""
        rank = _RANKS[reading.style]
        minor = rank > _MAJOR and reading.value == 1
        first_letters = reading.style == "A." and reading.value == 1 and "A." not in self.seen
        while self.stack and not nested:
            top = self.stack[-1].style
            if _RANKS[top] < rank or (minor and _RANKS[top] > _MAJOR):
                break
            if first_letters and top == "I.":
                break
            self.stack.pop()

    def _seat_dotted(self, reading: Reading) -> bool:
        """Close the lists down to the one whose number the dotted number continues, if any."""
        prefix = reading.parts[:-1]
        for index in range(len(self.stack) - 1, -1, -1):
            above = self.stack[index]
            tail = above.style in ("1.", "dotted1") and above.parts[-1:] == prefix
            if above.parts == prefix or tail:
                del self.stack[index + 1 :]
                return True
        rank = _RANKS.get(reading.style, 5.5)
        while self.stack and _RANKS.get(self.stack[-1].style, 5.5) >= rank:
            self.stack.pop()
        return False


def _following(style: str, last: int) -> tuple[int, ...]:
    """Values that go on with an item; after d) both đ) and e) are sound."""
    if style in ("a)", "a.", "(a)") and LETTERS[last - 1] == "d":
        return (last + 1, last + 2)
    return (last + 1,)


def _second_d(reading: Reading, last: int) -> bool:
    return reading.label == "d" and reading.value == last
