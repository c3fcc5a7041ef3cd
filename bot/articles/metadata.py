"""An article's title, source and date, from where pages put them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.blocks import Block, Kind, looks_like_heading
from bot.articles.lexicon import Lexicon
from bot.articles.noise import is_source_line
from bot.articles.phrases import source_line
from bot.articles.sentences import Sentence

_DATE_LINE = re.compile(r"\A\s{0,10}(?:date\s?[: ]\s?)(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)\b", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>()«»\"]{1,2000}[^\s<>()«»\".,;:]")
_MAX_SOURCE = 160
_MAX_TITLE = 140
_GOOD_LENGTH = 10  # words: more make no better title
_MAX_KICKER = 5
_LATER = 0.5
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
    """Return the line above the article that reads most like its title: no kicker, no date, no byline."""
    openers = [number for number, one in enumerate(sentences) if one.opens_block]
    best: tuple[float, int] | None = None
    for index, (block, first) in enumerate(zip(blocks[:_MAX_BLOCKS], openers, strict=False)):
        shown = " ".join(text[block.start : block.end].split())
        if block.kind is Kind.HEADING:
            return shown, index
        if len(blocks) == 1 or is_source_line(sentences[first], lexicon) or block.kind is Kind.ITEM:
            continue
        if first in noise:
            continue
        if not _is_title_like(shown):
            # The first paragraph: what comes behind is inside of the article.
            break
        score = _score_title(shown, lexicon) - index * _LATER
        if best is None or score > best[0]:
            best = score, index
    if best is None:
        return None, None
    block = blocks[best[1]]
    return " ".join(text[block.start : block.end].split()), best[1]


def _is_title_like(shown: str) -> bool:
    is_quoted = shown[:1] in '«“„"' and shown[-1:] in '»”“"'
    return looks_like_heading(shown) or (is_quoted and len(shown) <= _MAX_TITLE)


def _score_title(shown: str, lexicon: Lexicon) -> float:
    words = shown.split()
    score = float(min(len(words), _GOOD_LENGTH))
    if shown.isupper() and len(words) <= _MAX_KICKER:
        score -= 6
    if (
        lexicon.pattern(r"DATE|\d{1,2}[:h]\d\d|\b(?:19|20)\d\d\b").search(shown)
        and len(words) <= _GOOD_LENGTH
    ):
        score -= 5
    if "|" in shown or "@" in shown or "____" in shown:
        score -= 6
    return score
