"""A text cut where its marks begin and end, so that marks may lie over and within each other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# From as many code points on, a stretch is ended where the next mark begins rather than at a blank line:
# about ten lines, with which what is said of them still stands beside them.
LONG = 700

# Atomic: both characters of Windows are one end.
_LINE_END = r"(?>\r\n|[\n\r\v\f\x85\u2028\u2029])"
_BLANK_LINES = re.compile(rf"{_LINE_END}[^\S\n\r\v\f\x85\u2028\u2029]*{_LINE_END}\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of a text that something is to be said of."""

    name: str
    start: int  # code points
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A span of a text that the same marks lie on from its beginning to its end."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()  # in the order in which they were given


def cut(marks: Sequence[Mark], *, start: int, end: int) -> list[Segment]:
    """Return the segments of a text from *start* to *end*, without a gap; each mark as far as it reaches."""
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, mark in enumerate(marks):
        first, last = max(start, mark.start), min(end, mark.end)
        if first < last:
            begins.setdefault(first, []).append(number)
            ends.setdefault(last, []).append(number)
    segments = []
    lying: dict[int, None] = {}
    for here, following in pairwise(sorted({start, end, *begins, *ends})):
        for number in ends.get(here, ()):
            del lying[number]
        lying |= dict.fromkeys(begins.get(here, ()))
        on_it = tuple(marks[number] for number in sorted(lying))
        segments.append(Segment(start=here, end=following, marks=on_it))
    return segments


def stretches(text: str, marks: Iterable[Mark]) -> list[tuple[int, int]]:
    """Return the spans that *text* falls into: its paragraphs, long ones in pieces, no mark ever in two."""
    spans = sorted((mark.start, mark.end) for mark in marks)
    blanks = [match.end() for match in _BLANK_LINES.finditer(text)]
    places = {**{start: False for start, _ in spans}, **dict.fromkeys(blanks, True)}
    found = []
    begun = reached = index = 0
    for place in sorted(places):
        while index < len(spans) and spans[index][0] < place:
            reached = max(reached, spans[index][1])
            index += 1
        if begun < place < len(text) and reached <= place and (places[place] or place - begun >= LONG):
            found.append((begun, place))
            begun = place
    return [*found, (begun, len(text))] if text else []
