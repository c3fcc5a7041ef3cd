"""From a web page to the text of its article, and what the page says about it."""

import re
from dataclasses import dataclass

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document

from bot.articles.html_choice import choose
from bot.articles.html_layout import Element, lay_out, render
from bot.articles.html_metadata import read_page_metadata
from bot.articles.html_walls import refuse_wall
from bot.articles.metadata import Metadata
from bot.domain.errors import NothingUnderstoodError
from bot.domain.reading_errors import PageTangledError

# What an extractor is given at most: these take it a second, and all that 5 MiB can hold a minute.
_MAX_EXTRACTED = 30_000  # elements
# What is looked at at all; an article of 200,000 words has a tenth of these.
_MAX_ELEMENTS = 100_000
_MAX_TEXT = 4_000_000  # characters, of the page with all that surrounds an article

# Unclosed elements stand in one another, and what stands deeper than 255 the parser leaves out.
_TOO_DEEP = "Excessive depth"
_WRAPPING = re.compile(
    r"</?(?:article|aside|blockquote|center|dd|div|dl|dt|li|main|ol|section|table|tbody|td|th|tr|ul)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_STYLING = re.compile(r"</?(?:b|big|em|font|i|small|span|strong|tt|u)\b[^<>]{0,2000}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article as a page has it: its text, laid out as Markdown is, and what is known about it."""

    text: str
    known: Metadata


def read_page(markup: str, *, name: str, url: str | None = None) -> Page:
    """Return the article of a page found at *url*.

    Raises PageTangledError, and WallError where it shows something else.
    """
    # Each element takes two of these, and there are comments.
    if markup.count("<") > 3 * _MAX_ELEMENTS:
        raise PageTangledError(name=name)
    root = _parse(markup, name=name)
    count = sum(1 for _ in root.iter())
    if count > _MAX_ELEMENTS:
        raise PageTangledError(name=name)
    pieces = lay_out(root)
    if sum(len(piece.text) for piece in pieces) > _MAX_TEXT:
        raise PageTangledError(name=name)
    chosen = choose(pieces, extracted=_extract(root) if count <= _MAX_EXTRACTED else "")
    refuse_wall(root, chosen, pieces, name=name)
    return Page(text=render(chosen), known=read_page_metadata(root, url=url))


def _parse(markup: str, *, name: str) -> Element:
    try:
        root, is_whole = _parsed(markup)
        if not is_whole:
            root, _ = _parsed(_STYLING.sub("", _WRAPPING.sub("<p>", markup)))
    except ParserError as error:  # it is empty, but for comments
        raise NothingUnderstoodError(name=name) from error
    return root


def _parsed(markup: str) -> tuple[Element, bool]:
    # Bytes, as lxml refuses to be told an encoding twice.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    return root, not any(_TOO_DEEP in error.message for error in parser.error_log)


def _extract(root: Element) -> str:
    """Return what an extractor takes for the article; nothing where that is lost."""
    try:
        found = bare_extraction(root, include_comments=False)
    except Exception:  # noqa: BLE001 (whatever it stumbles over, the page is there to be read without it)
        return ""
    return (found.text or "") if isinstance(found, Document) else ""
