"""Who wrote the article: lines about somebody of whom the article itself does not speak."""

from collections.abc import Sequence

from bot.articles.blocks import Block, Kind
from bot.articles.lexicon import Lexicon
from bot.articles.people import People
from bot.articles.quotes import Quotes
from bot.articles.sentences import Sentence

_LATE = 0.55  # of the text: what comes before is the article
_VERY_LATE = 0.7
_REACH = 90
# "Ann Lee is a potter", "Ann Lee writes about clay".
_WHO = (
    r"\b(?:is|are|was|writes|lives|teaches|covers|runs|est|écrit|enseigne|dirige|vit|travaille|es|escribe|vive|enseña|"
    r"ist|schreibt|lebt|arbeitet|lehrt|hat|è|scrive|insegna|lavora|é|escreve|ensina|trabalha|is|schrijft|jest|collabore)\b"
)
_MAX_LENGTH = 420


def find_biographies(
    text: str,
    *,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    quotes: Quotes,
    people: People,
    lexicon: Lexicon,
) -> frozenset[int]:
    """Return the sentences of late blocks that begin with a person whom nothing else names but a byline."""
    found: set[int] = set()
    for number, block in enumerate(blocks):
        is_late = block.start > _LATE * len(text)
        if not is_late or block.kind is not Kind.PARAGRAPH or block.end - block.start > _MAX_LENGTH:
            continue
        if quotes.within(block.start, block.end):
            continue
        name = people.first_name(block.start, block.start + 3)
        if name is None or people.is_named_outside(name, block.start, block.end):
            continue
        says_who = lexicon.pattern(_WHO).search(text, block.start, block.start + _REACH)
        if name in people.authors or (says_who and block.start > _VERY_LATE * len(text)):
            found.update(index for index, one in enumerate(sentences) if one.block == number)
    return frozenset(found)
