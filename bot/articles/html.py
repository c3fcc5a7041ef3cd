"""From a web page to the text of its article, and what the page says about it."""

from dataclasses import dataclass

from lxml.html import HTMLParser, document_fromstring
from trafilatura import bare_extraction

from bot.articles.html_choice import choose
from bot.articles.html_layout import Element, lay_out, render
from bot.articles.html_metadata import read_page_metadata
from bot.articles.html_walls import refuse_wall
from bot.articles.metadata import Metadata

# What an extractor is given at most: it takes a second for these, and would take minutes for a page of 5 MiB.
_MAX_ELEMENTS = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article as a page has it: its text, laid out as Markdown is, and what is known about it."""

    text: str
    known: Metadata


def read_page(markup: str, *, name: str, url: str | None = None) -> Page:
    """Return the article of a page found at *url*. Raises WallError, where it shows something else."""
    root = _parse(markup)
    pieces, extracted = lay_out(root), _extract(root)
    chosen = choose(pieces, extracted=extracted)
    refuse_wall(root, chosen, pieces, name=name)
    return Page(text=render(chosen), known=read_page_metadata(root, url=url))


def _parse(markup: str) -> Element:
    # Bytes, as lxml refuses to be told an encoding twice.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return document_fromstring(markup.encode("utf-8", "replace"), parser=parser)


def _extract(root: Element) -> str:
    """Return what an extractor takes for the article, nothing where it is lost or would take too long."""
    if sum(1 for _ in root.iter()) > _MAX_ELEMENTS:
        return ""
    try:
        found = bare_extraction(root, include_comments=False)
    except Exception:  # noqa: BLE001 (whatever it stumbles over, the page is there to be read without it)
        return ""
    return (found.text if found else None) or ""
