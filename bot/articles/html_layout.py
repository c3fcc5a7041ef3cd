"""How a page is laid out: its headings, paragraphs, list items and table rows, in their order.

Whatever a page means by its tags is told here in lines that the rules for Markdown understand. Nothing is
judged: which of the pieces are the article's is for others to say.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.articles.word_sets import word_set

# What lxml gives; it comes without types.
Element = Any


_BLOCKS = word_set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section "
    "summary table tbody td tfoot th thead tr ul"
)
_SKIPPED = word_set(
    "audio button canvas datalist embed figcaption frame frameset head iframe input map noframes noscript "
    "object option picture rp rt script select style svg template textarea title video"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = word_set("b strong")
_LISTS = word_set("ol ul menu dir dl")
_ITEMS = word_set("li dd")
_BOLD_HEADING = "#### "
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_HIDDEN = re.compile(r"(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\s{0,5}[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?\s{0,5}\Z")
_ORDINAL = re.compile(r"(?:Q(?:uestion)?\s?)?(?P<mark>\d{1,2}|[A-Za-z])\s?[.):°]?\Z")
# What a worksheet leaves beside a question: blanks to fill in, ticks, points.
_BLANK = re.compile(
    r"[\s_.…·☐□✓✔✗-]*(?:[(/]\s?\d{1,3}\s?(?:points?|pts?|marks?)?\s?\)?|\d{1,3}\s?(?:points?|pts?|marks?))?\Z",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…][»”\"’')\]]{0,3}\Z")
_MIN_CELL_WORDS = 4
_MAX_FIGURE = 100
_MAX_BOLD_HEADING = 90
_MAX_ORDINAL = 2  # digits
_BREAK = "\n"
_INDENT = 3  # columns; as many as "1. " takes, so that an item below one stands under its first word


@dataclass(slots=True, kw_only=True)
class Piece:
    """What stands together on a page: a heading, a paragraph, a list item, a row of a table."""

    text: str  # one line; more where the page breaks them
    element: Element  # the innermost block it stands in
    mark: str = ""  # "## ", "1. ", "- "
    depth: int = 0  # how many lists its list stands in
    linked: int = 0  # characters that lead elsewhere
    follows: bool = False  # whether it goes on where the piece before broke off: no blank line between

    @property
    def is_heading(self) -> bool:
        """Whether the page shows it as a heading."""
        return self.mark.startswith("#")

    @property
    def is_item(self) -> bool:
        """Whether an item of a list begins with it."""
        return bool(self.mark) and not self.is_heading

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table of figures."""
        return self.text.startswith("| ")


@dataclass(slots=True)
class _Run:
    text: str
    is_bold: bool
    is_linked: bool


@dataclass(frozen=True, slots=True)
class _State:
    """What the elements around say about the text inside."""

    heading: str = ""  # the mark of the heading it stands in
    depth: int = -1
    is_bold: bool = False
    is_linked: bool = False
    is_plain: bool = False  # in <pre>: line ends are the author's


@dataclass(slots=True)
class _Layout:
    pieces: list[Piece] = field(default_factory=list)
    _runs: list[_Run] = field(default_factory=list)
    _mark: str = ""  # of the item that has begun; stands before its first line only

    def visit(self, element: Element, state: _State) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element):
            return
        if tag == "br":
            self._add(_BREAK, state)
        elif tag == "tr":
            self._visit_row(element, state)
        elif tag == "sup" and _NOTE_MARK.match(_text_of(element)) and element.find(".//a") is not None:
            return  # leads to a footnote
        else:
            self._visit_children(element, _inside(element, state))

    def _visit_children(self, element: Element, state: _State) -> None:
        if element.tag == "q":
            self._add("“", state)
        self._add(element.text, state)
        ordinal = _first_ordinal(element)
        for child in element:
            if child.tag not in _BLOCKS:
                self.visit(child, state)
            else:
                self.flush(element, state)
                if child.tag in _ITEMS:
                    self._mark = f"{ordinal}. " if element.tag == "ol" else "- "
                    ordinal += 1
                self.visit(child, state)
                self.flush(child, _inside(child, state))
                if child.tag in _ITEMS:
                    self._mark = ""
            self._add(child.tail, state)
        if element.tag == "q":
            self._add("”", state)

    def _visit_row(self, row: Element, state: _State) -> None:
        """Show a row that only lays out a page cell by cell, and one of figures as a row."""
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = [" ".join(_text_of(cell).split()) for cell in cells]
        told = [index for index, text in enumerate(texts) if text and not _BLANK.match(text)]
        ordinal = _ORDINAL.match(texts[told[0]]) if len(told) > 1 else None
        if ordinal:
            self._mark = f"{ordinal['mark']}. "
            del told[0]
        if len(told) > 1 and not any(_is_told(texts[at]) or _has_blocks(cells[at]) for at in told):
            shown = " | ".join(texts)
            self.pieces.append(Piece(text=f"| {shown} |", element=row, linked=_linked_in(row)))
        else:
            for at in told:
                self._visit_children(cells[at], _inside(cells[at], state))
                self.flush(cells[at], state)
        self._mark = ""

    def _add(self, text: str | None, state: _State) -> None:
        if text:
            if text != _BREAK and not state.is_plain:
                text = _SPACE.sub(" ", text)
            self._runs.append(_Run(text, state.is_bold, state.is_linked))

    def flush(self, element: Element, state: _State) -> None:
        """Make pieces of what was gathered."""
        for lines in _paragraphs(self._runs):
            follows = False
            for line in lines:
                piece = _to_piece(line, element, state, mark=state.heading or self._mark)
                piece.follows = follows and not piece.is_heading
                follows = not piece.is_heading
                self.pieces.append(piece)
                self._mark = ""
        self._runs.clear()


def lay_out(root: Element) -> list[Piece]:
    """Return the pieces of the page, first to last; what is hidden or no text is left out."""
    layout = _Layout()
    state = _State()
    layout.visit(root, state)
    layout.flush(root, state)
    return layout.pieces


def render(pieces: Iterable[Piece]) -> str:
    """Return *pieces* as lines: blank lines between paragraphs, none between the items of a list."""
    lines: list[str] = []
    last: Piece | None = None
    in_list = False
    for piece in pieces:
        goes_on = (
            piece.follows
            or (piece.is_item and in_list)
            or (piece.is_row and last is not None and last.is_row)
        )
        if last is not None and not goes_on:
            lines.append("")
        in_list = piece.is_item or (in_list and piece.follows)
        columns = _INDENT * max(0, piece.depth + (not piece.is_item)) if in_list else 0
        lines.append(f"{' ' * columns}{piece.mark}{piece.text}")
        last = piece
    return "\n".join(lines)


def upwards(element: Element) -> Iterator[Element]:
    """Yield *element* and what it stands in, up to the whole page."""
    yield element
    yield from element.iterancestors()


def _inside(element: Element, state: _State) -> _State:
    tag = element.tag
    level = _level(element)
    return _State(
        heading="#" * level + " " if level else state.heading,
        depth=state.depth + (tag in _LISTS),
        is_bold=state.is_bold or tag in _BOLD,
        is_linked=state.is_linked or (tag == "a" and element.get("href") is not None),
        is_plain=state.is_plain or tag == "pre",
    )


def _level(element: Element) -> int | None:
    """Return how high a heading it is, by its tag, its role or the class that makes it look so."""
    if element.tag in _HEADINGS:
        return _HEADINGS[element.tag]
    if element.get("role") == "heading":
        return _HEADINGS.get(f"h{element.get('aria-level')}", 2)
    classes = element.get("class") if element.tag in ("div", "p") else None
    return next((_HEADINGS[name] for name in (classes or "").split() if name in _HEADINGS), None)


def _is_hidden(element: Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _first_ordinal(element: Element) -> int:
    start = element.get("start") or ""
    return int(start) if start.isascii() and start.isdigit() and len(start) <= _MAX_ORDINAL else 1


def _text_of(element: Element) -> str:
    return "".join(element.itertext())


def _linked_in(element: Element) -> int:
    return sum(len(_text_of(link)) for link in element.iter("a"))


def _is_told(text: str) -> bool:
    """Whether a cell holds text, and not a figure or a name."""
    return len(text) > _MAX_FIGURE or (bool(_ENDED.search(text)) and len(text.split()) >= _MIN_CELL_WORDS)


def _has_blocks(cell: Element) -> bool:
    return any(child.tag in _BLOCKS for child in cell.iterdescendants())


def _paragraphs(runs: list[_Run]) -> Iterator[list[list[_Run]]]:
    """Yield the paragraphs of what was gathered, as lines: one break ends a line, two a paragraph."""
    lines: list[list[_Run]] = []
    line: list[_Run] = []
    for run in runs:
        for index, text in enumerate(run.text.split(_BREAK)):
            if index:
                if any(one.text.strip() for one in line):
                    lines.append(line)
                elif lines:
                    yield lines
                    lines = []
                line = []
            line.append(_Run(text, run.is_bold, run.is_linked))
    if any(one.text.strip() for one in line):
        lines.append(line)
    if lines:
        yield lines


def _to_piece(line: list[_Run], element: Element, state: _State, *, mark: str) -> Piece:
    text = _SPACE.sub(" ", "".join(run.text for run in line)).strip(" ")
    if not mark and all(run.is_bold for run in line if run.text.strip()) and _reads_as_heading(text):
        mark = _BOLD_HEADING
    return Piece(
        text=text,
        element=element,
        mark=mark,
        depth=state.depth,
        linked=sum(len(run.text.strip()) for run in line if run.is_linked),
    )


def _reads_as_heading(text: str) -> bool:
    return len(text) <= _MAX_BOLD_HEADING and not re.search(r"[.?!;,…»”]\Z", text)
