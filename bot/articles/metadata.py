"""An article's title, source and date, from where pages put them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.blocks import Block, Kind, looks_like_heading
from bot.articles.noise import is_source_line
from bot.articles.lexicon import Lexicon
from bot.articles.phrases import source_line
from bot.articles.sentences import Sentence

_DATE_LINE = re.compile(r"\A\s{0,10}(?:date\s?[: ]\s?)(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)\b", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>()«»\"]{1,2000}[^\s<>()«»\".,;:]")
_MAX_SOURCE = 160
_MAX_BLOCKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about an article besides what it says."""

    title: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    date: str | None = None
    language: str | None = None
    title_block: int | None = None


def read_metadata(
    text: str,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    noise: frozenset[int],
    lexicon: Lexicon,
    *,
    known: Metadata,
) -> Metadata:
    """Return what the text tells, *known* first."""
    title, block = known.title, None
    if title is None:
        title, block = _title(text, blocks, sentences, noise, lexicon)
    named = [one for one in sentences if is_source_line(one, lexicon)]
    line = source_line(lexicon).match(named[-1].text) if named else None
    source = line["source"].rstrip(" .") if line else ""
    url = _URL.search(source)
    source = _URL.sub("", source).strip(" ,;()")
    date = _DATE_LINE.match(text)
    return Metadata(
        title=title,
        source=known.source or source[:_MAX_SOURCE] or None,
        author=known.author,
        url=known.url or (url[0] if url else None),
        date=known.date or (date["date"] if date else None),
        language=known.language,
        title_block=block,
    )


def _title(
    text: str, blocks: Sequence[Block], sentences: Sequence[Sentence], noise: frozenset[int], lexicon: Lexicon
) -> tuple[str | None, int | None]:
    openers = [number for number, one in enumerate(sentences) if one.opens_block]
    for index, (block, first) in enumerate(zip(blocks[:_MAX_BLOCKS], openers, strict=False)):
        if block.kind is Kind.HEADING:
            return " ".join(text[block.start : block.end].split()), index
        if index or first in noise or len(blocks) == 1 or block.kind is Kind.ITEM:
            continue
        shown = " ".join(text[block.start : block.end].split())
        if looks_like_heading(shown) and not is_source_line(sentences[first], lexicon):
            return shown, index
    return None, None
