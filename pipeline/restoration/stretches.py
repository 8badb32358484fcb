"""Stretches of a page that are decoded together, and the parts of them that hold a choice."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.restoration.cutting import LABEL, Token
from pipeline.restoration.decoder import Slot
from pipeline.restoration.detection import WRONG_LANGUAGE
from pipeline.restoration.slots import STOPPED, Choice

CONTEXT = 2  # words on each side that settle a choice
Place = tuple[int, int, int]  # line, token, part
Placed = tuple[Place | None, Slot]
Run = tuple[list[Placed], str]  # slots in the page's order, and their channel


def runs_of(lines: Sequence[Sequence[Token]], channels: Sequence[str]) -> list[Run]:
    """Join lines into stretches that end at a stop, a blank line, a marker or a change of channel."""
    runs: list[Run] = []
    run: list[Placed] = []

    def close(channel: str) -> None:
        nonlocal run
        if run:
            runs.append(([*run, (None, STOPPED)], channel))
        run = []

    for i, line in enumerate(lines):
        if not line or (i and (channels[i] != channels[i - 1] or _starts_anew(line))):
            close(channels[max(i - 1, 0)])
        for j, token in enumerate(line):
            run += [((i, j, k), part.slot) for k, part in enumerate(token.parts) if isinstance(part, Choice)]
            if token.stops and not _goes_on(line, j, channels[i]):
                close(channels[i])
    if lines:
        close(channels[-1])
    return runs


def _starts_anew(line: Sequence[Token]) -> bool:
    token = line[0]
    return (
        bool(LABEL.match(token.before))
        or token.before[:1] in {"-", "+", "•", "*"}
        or (token.after[:1] in {")", "."} and len(token.parts) == 1 and _is_label(token.parts[0]))
    )


def _is_label(part: str | Choice) -> bool:
    text = part if isinstance(part, str) else part.surface
    return len(text) == 1 or text.isdigit() or set(text) <= set("IVX1|")


def _goes_on(line: Sequence[Token], j: int, channel: str) -> bool:
    """Return whether a stop is a misread comma: the next word is small (wrong language only)."""
    if channel != WRONG_LANGUAGE or "." not in line[j].after or j + 1 >= len(line):
        return False
    after = line[j + 1]
    first = after.parts[0] if after.parts else ""
    return isinstance(first, Choice) and not after.before and first.surface[:1].islower()


def windows_of(run: list[Placed]) -> list[list[Placed]]:
    """Return the parts of a run that hold a choice, each with the two words around that settle it."""
    found, start, end = [], -1, -1
    for i, (_, slot) in enumerate(run):
        if len(slot.first) < 2:
            continue
        if start < 0 or i - CONTEXT > end:
            if start >= 0:
                found.append(run[start:end])
            start = max(0, i - CONTEXT)
        end = min(len(run), i + CONTEXT + 1)
    if start >= 0:
        found.append(run[start:end])
    return found
