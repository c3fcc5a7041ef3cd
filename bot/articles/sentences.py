"""Where sentences end, in texts whose paragraphs were glued together without a space as well.

Everything is decided by looking at most some sixty characters to either side of a mark, so that the
time taken grows with the length of the text and nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.articles.abbreviations import is_inside
from bot.articles.attribution import follows_quote
from bot.articles.blocks import Block
from bot.articles.lexicon import Lexicon
from bot.articles.quotes import Quotes
from bot.articles.unmarked import cuts, opens_item
from bot.articles.words import starts_question


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a block, and how it is joined to what comes before."""

    start: int
    end: int
    text: str  # its words, with single spaces
    block: int  # index of its block
    opens_block: bool
    is_glued: bool  # no space before, where a sentence of the same block comes before


_END = re.compile(r"[.!?…]{1,8}|(?<=[»”\"])(?=[A-ZÀ-ÖØ-Þ«“])")
_CLOSERS = re.compile(r"(?: ?[»”]|[\"'’“)\]*_]|\[\d{1,3}\]){0,4}(?:(?<=[»”\"]) ?\.(?![.\w]))?")
_GAP = re.compile(r"\s*")
_ENUMERATOR = re.compile(r"\s{0,3}\(?(?:\d{1,2}|[a-zA-Z])\Z")
_BULLETS = "•‣▪●◦"
_NEAR = 8  # characters, of a mark to the sentence behind it
_CAMEL = re.compile(r"[a-z][A-Z]")
# Names that end in a mark, and never a sentence.
_MARKED_NAMES = re.compile(r"\b(?:Yahoo|Jeopardy|Wham|Yum)!\Z")


def split_sentences(text: str, blocks: list[Block], quotes: Quotes, lexicon: Lexicon) -> list[Sentence]:
    """Return the sentences of each block, in order; those inside a quotation of several too."""
    sentences: list[Sentence] = []
    for index, block in enumerate(blocks):
        edge = block.start
        opens = True
        for start, end in _spans(text, block, quotes, lexicon):
            words = " ".join(text[start:end].split())
            sentences.append(
                Sentence(
                    start=start,
                    end=end,
                    text=words,
                    block=index,
                    opens_block=opens,
                    is_glued=not opens and start == edge,
                )
            )
            opens, edge = False, end
    return sentences


def _spans(text: str, block: Block, quotes: Quotes, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    start = block.start
    for end in [*_ends(text, block, quotes, lexicon), block.end]:
        for cut in [*cuts(text, start, end, quotes, lexicon), end]:
            first, last = start, cut
            while first < last and text[first].isspace():
                first += 1
            while first < last and text[last - 1].isspace():
                last -= 1
            if first < last:
                yield first, last
            start = cut


def _ends(text: str, block: Block, quotes: Quotes, lexicon: Lexicon) -> Iterator[int]:
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        if match.start() < start:
            continue
        end = match.end()
        if match[0]:
            closers = _CLOSERS.match(text, end, block.end)
            end = _close(text, end, closers.end() if closers else end, quotes)
        gap = _GAP.match(text, end, block.end)
        following = gap.end() if gap else end
        if following < block.end and _is_end(
            text, match, end, following, start=start, quotes=quotes, lexicon=lexicon
        ):
            yield end
            start = end


def _close(text: str, end: int, limit: int, quotes: Quotes) -> int:
    """Return where the closing marks behind a sentence stop: a straight one may open the next quotation."""
    for at in range(end, limit):
        if text[at] in '"“' and quotes.opens_at(at):
            return at
    return limit


def _is_end(
    text: str,
    match: re.Match[str],
    end: int,
    following: int,
    *,
    start: int,
    quotes: Quotes,
    lexicon: Lexicon,
) -> bool:
    if not match[0]:
        return quotes.closes_at(match.start() - 1) or quotes.opens_at(match.start())
    if not _can_start(text, following, quotes, lexicon, is_glued=following == end):
        return False
    if match[0] == "." and end == match.end():
        is_number = opens_item(text, match.start()) or (
            end < following and _ENUMERATOR.match(text, start, match.start())
        )
        return not is_number and not is_inside(
            text, match.start(), start=start, following=following, lexicon=lexicon
        )
    if match[0] in ("!", "?") and end > match.end():
        return not follows_quote(text, following, lexicon)
    return not (match[0] == "!" and _MARKED_NAMES.search(text, max(0, end - 12), end))


def _can_start(text: str, at: int, quotes: Quotes, lexicon: Lexicon, *, is_glued: bool) -> bool:
    character = text[at]
    if character.isupper() or character in _BULLETS or quotes.opens_at(at) or character in "«“¿¡©":
        return True
    if character.isdigit():
        return not is_glued or text[at - 1] != "." or text[max(0, at - 4) : at - 1].isalpha()
    is_asked_before = text[max(0, at - _NEAR) : at].rstrip().endswith("?")
    if character.islower() and is_asked_before and starts_question(text, at, lexicon):
        return True
    if character in "([—–-/|":
        return not is_glued or character == "("
    return not is_glued and bool(_CAMEL.match(text, at))
