"""The lines a text would have if nothing had been glued together: what questions are told apart by."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.articles.blocks import Block, Kind
from bot.articles.sentences import Sentence

_NUMBER = re.compile(r"\A\(?(?P<number>\d{1,2})[.)](?=\s|[^\W\d])")
_HEADING = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Sentences that stand in one line, from *first* to before *last*."""

    first: int
    last: int
    kind: Kind
    marker: str  # "1", "a", "-"; empty where it is no item of a list
    indent: int
    is_apart: bool
    is_bold: bool
    is_glued: bool  # whether it had to be cut off the line before
    text: str


def split_lines(blocks: Sequence[Block], sentences: Sequence[Sentence], ends: frozenset[int]) -> list[Line]:
    """Return the lines of *sentences*; behind those in *ends* another one begins."""
    lines: list[Line] = []
    for block, group in groupby(range(len(sentences)), key=lambda index: sentences[index].block):
        indexes = list(group)
        starts = [indexes[0], *_starts(sentences, indexes, ends)]
        for place, (first, last) in enumerate(zip(starts, [*starts[1:], indexes[-1] + 1], strict=True)):
            text = " ".join(one.text for one in sentences[first:last])
            number = _NUMBER.match(text)
            marker = blocks[block].marker if not place else ""
            lines.append(
                Line(
                    first=first,
                    last=last,
                    kind=blocks[block].kind if not place or not number else Kind.ITEM,
                    marker=marker or (number["number"] if number else ""),
                    indent=blocks[block].indent,
                    is_apart=blocks[block].is_apart and not place,
                    is_bold=blocks[block].is_bold,
                    is_glued=bool(place),
                    text=text,
                )
            )
    return lines


def _starts(sentences: Sequence[Sentence], indexes: Sequence[int], ends: frozenset[int]) -> Iterator[int]:
    """Yield where a line starts inside a block: at a glued sentence, or at the next number of a list."""
    expected = 1
    for index in indexes:
        number = _NUMBER.match(sentences[index].text)
        counts = number is not None and int(number["number"]) in (1, expected)
        if number is not None and counts:
            expected = int(number["number"]) + 1
        is_cut = sentences[index].text.startswith(("/ ", "| ", "• ", "["))
        if index > indexes[0] and (is_cut or counts or sentences[index].is_glued or index - 1 in ends):
            yield index
