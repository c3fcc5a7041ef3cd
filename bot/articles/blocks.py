"""The paragraphs, headings and list items a text is laid out in.

Lines tell more than sentences do: which questions stand apart, what hangs on what. Hard-wrapped lines
are put back together, so that a paragraph is one block whatever its source's width.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise


class Kind(Enum):
    """What a block is, by its layout alone."""

    PARAGRAPH = auto()
    HEADING = auto()
    ITEM = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of text that belongs together."""

    kind: Kind
    start: int
    end: int
    indent: int = 0  # columns before the text's marker; more than the item before hangs on it
    marker: str = ""  # of a list item: "1", "a", "-"
    is_bold: bool = False  # a heading by its bold letters only
    is_apart: bool = True  # whether a blank line, or the top of the text, comes before


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    marker: str
    is_heading: bool
    is_apart: bool
    is_bold: bool = False


_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(
    r"(?P<indent>[ \t]{0,40})(?:(?P<mark>"
    r"[-*+•‣▪●◦–—►→>■□✓👉❓]|\d{1,2}\.\d{1,2}\.?|\(?\d{1,2}\*?[.)°]|\d{1,2}\*|\(?[a-zA-Z]\)|[a-zA-H]\.|"
    r"Q ?\d{1,2}[.:)]?|(?i:question|frage|pregunta|domanda|pergunta) \d{1,2} ?[.:)–-]|\d{1,2}(?=[ \t]{2})"
    r")[ \t]+"
    r"(?P<letter>[a-z]\)[ \t]+)?)?(?=\S)"
)
_SUBNUMBER = re.compile(r"\d{1,2}\.\d")
_INDENT = re.compile(r"(?P<indent>[ \t]{0,40})(?P<mark>)(?P<letter>)(?=\S)")
_CAPITAL = re.compile(r"^[ \t]{0,8}(?P<letter>[A-H])\.[ \t]", re.MULTILINE)
_BARE_NUMBER = re.compile(r"^[ \t]{0,8}(?P<number>\d{1,2})[ \t](?=[A-ZÀ-Þ¿«“\"][^\n]{8,})", re.MULTILINE)
_NUMBER = re.compile(r"\d{1,2}")
_MARKDOWN_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>\S.{0,300}?)[ \t]*#{0,6}[ \t]*\Z")
# What a line that is bold as a whole is turned into: a heading of the lowest level.
BOLD = "######"
_UNDERLINE = re.compile(r"\s{0,3}(?:={3,}|-{3,})\s*\Z")
_RULE = re.compile(r"[ \t]{0,3}(?:[-*_=~·•#][ \t]{0,3}){3,200}\Z")
_ENDS_SENTENCE = re.compile(r"[.!?…:;»”\"')\]]\s*\Z")
_MAX_WRAPPED = 120
_MIN_REGULAR = 3
_MIN_WRAPPED = 50
_MAX_HEADING = 140
_MAX_HEADING_WORDS = 18


def split_blocks(text: str, *, markdown: bool = False) -> list[Block]:
    """Return the blocks of *text*, first to last; their spans leave out list and heading marks."""
    blocks: list[Block] = []
    group: list[_Line] = []
    counted = _listed_marks(text)
    for line in [*_read_lines(text, markdown=markdown, counted=counted), None]:
        if group and (
            line is None or line.is_apart or line.marker or line.is_heading or group[-1].is_heading
        ):
            blocks += _to_blocks(group, text)
            group = []
        if line is not None:
            group.append(line)
    return blocks


def looks_like_heading(text: str) -> bool:
    """Whether *text*, standing by itself, reads as a title: short, and not ended as a sentence is."""
    return (
        len(text) <= _MAX_HEADING
        and len(text.split()) <= _MAX_HEADING_WORDS
        and not re.search(r"[.;:,…»]\s*\Z", text)
    )


def _listed_marks(text: str) -> frozenset[str]:
    """Return the capitals and bare numbers that count a list: without a "B.", an "A." is a name's."""
    found = {match["letter"] for match in _CAPITAL.finditer(text)}
    bare = {int(match["number"]) for match in _BARE_NUMBER.finditer(text)}
    return frozenset(
        [one for one in found if {chr(ord(one) - 1), chr(ord(one) + 1)} & found]
        + [str(one) for one in bare if {one - 1, one + 1} & bare]
    )


def _read_lines(text: str, *, markdown: bool, counted: frozenset[str]) -> Iterator[_Line]:
    seen = 0
    last: _Line | None = None
    for match in _LINE.finditer(text):
        is_apart = (
            "\n\n" in text[max(0, seen - 1) : match.start()].replace(" ", "").replace("\t", "") or not seen
        )
        seen = match.end() + 1
        if not match[0].strip():
            # A line of spaces is as good as an empty one.
            seen = match.start()
            continue
        if markdown and last and not is_apart and _UNDERLINE.match(match[0]) and not last.marker:
            yield _Line(last.start, last.end, 0, "", is_heading=True, is_apart=last.is_apart)
            last = None
            continue
        if last:
            yield last
        last = (
            None
            if _RULE.match(match[0])
            else _read_line(match, is_apart=is_apart, markdown=markdown, counted=counted)
        )
    if last:
        yield last


def _read_line(match: re.Match[str], *, is_apart: bool, markdown: bool, counted: frozenset[str]) -> _Line:
    end = match.start() + len(match[0].rstrip())
    heading = _MARKDOWN_HEADING.match(match[0]) if markdown else None
    if heading:
        start = match.start() + heading.start("text")
        end = match.start() + heading.end("text")
        is_bold = match[0].lstrip().startswith(BOLD)
        return _Line(start, end, 0, "", is_heading=True, is_apart=is_apart, is_bold=is_bold)
    lead = _MARKER.match(match[0])
    bare = _BARE_NUMBER.match(match[0])
    if bare and not (lead and lead["mark"]) and bare["number"] in counted:
        start = match.start() + bare.end()
        return _Line(start, end, 0, bare["number"], is_heading=False, is_apart=is_apart)
    if (
        lead
        and lead["mark"]
        and lead["mark"][0].isupper()
        and lead["mark"][1:] == "."
        and lead["mark"][0] not in counted
    ):
        lead = _INDENT.match(match[0])
    indent, mark = (len(lead["indent"].expandtabs(4)), lead["mark"] or "") if lead else (0, "")
    start = match.start() + (lead.end() if lead else 0)
    number = _NUMBER.search(mark)
    # "5 a) …": the letters count from here on.
    letter = lead["letter"][0] if lead and lead["letter"] else ""
    if _SUBNUMBER.match(mark):
        # "5.1" hangs on 5 as "a)" would.
        return _Line(
            start,
            end,
            indent,
            chr(ord("a") + int(mark.split(".")[1]) % 26),
            is_heading=False,
            is_apart=is_apart,
        )
    marker = number[0] + letter if number else mark.strip("().: ") or mark
    return _Line(start, end, indent, marker, is_heading=False, is_apart=is_apart)


def _to_blocks(group: list[_Line], text: str) -> Iterator[Block]:
    """Join the lines that were only wrapped; any other line is a block."""
    if group[0].is_heading:
        yield _to_block(group, Kind.HEADING)
        return
    width = max(line.end - line.start for line in group)
    is_regular = len(group) >= _MIN_REGULAR and all(
        _is_full(line, after, text, width) for line, after in pairwise(group)
    )
    joined: list[_Line] = []
    for line in group:
        if joined and not _continues(joined[-1], line, text, width=width, is_regular=is_regular):
            yield _to_block(joined, Kind.ITEM if joined[0].marker else Kind.PARAGRAPH)
            joined = []
        joined.append(line)
    yield _to_block(joined, Kind.ITEM if joined[0].marker else Kind.PARAGRAPH)


def _continues(line: _Line, after: _Line, text: str, *, width: int, is_regular: bool) -> bool:
    if text[after.start].islower() or (
        line.marker
        and width > _MIN_WRAPPED
        and text[line.end - 1] == "."
        and _is_full(line, after, text, width)
    ):
        return True
    if width > _MAX_WRAPPED or not _is_full(line, after, text, width):
        return False
    return is_regular or not _ENDS_SENTENCE.search(text[line.start : line.end])


def _is_full(line: _Line, after: _Line, text: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted, so that the line end is nobody's choice."""
    word = text[after.start : after.end].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) > width


def _to_block(lines: list[_Line], kind: Kind) -> Block:
    first = lines[0]
    return Block(
        kind=kind,
        start=first.start,
        end=lines[-1].end,
        indent=first.indent,
        marker=first.marker,
        is_apart=first.is_apart,
        is_bold=first.is_bold,
    )
