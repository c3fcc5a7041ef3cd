"""Whether a sentence states something a reader could look up."""

import re
from collections.abc import Sequence

from bot.articles.lexicon import Lexicon
from bot.articles.phrases import commentary
from bot.domain.article import Reason

_ENDED = re.compile(r"[.!?…»”“\"’'][»”\"’')\]]*\.?\Z|\.[’')]\Z")
_ASKS = re.compile(r"\?[)\]]?\Z")
_QUOTED = re.compile(r"[«»“”\"]")
_NARRATOR = r"\A<narrator>\b"
_NUMBER = r"\d|\b<numerals>\b"
_CAPITAL = re.compile(r"(?<!\A)(?<=[\s'’(])[A-ZÀ-ÖØ-Þ][\w&]")
# Something happened: "Le maire a démissionné."
_EVENT = r"\b<events>\b"
# What stands above a column, in any language.
_KICKER = re.compile(
    r"\W{0,4}(?:opinion|op-ed|tribune|comment(?:ary)?|chronique|humeurs?|billet|édito(?:rial)?|editorial|"
    r"columna|tribuna|opinión|kommentar|meinung|glosse|kolumne|opinione|editoriale|opinião|crónica|coluna|"
    r"column|point de vue|libre opinion|carte blanche|opinie)(?=\W*\Z|\s?[:|/–—-])",
    re.IGNORECASE,
)
_MAX_KICKER = 9
_FIRST = 6
_MIN_WORDS = 3
_SHORT = 7
_OPINION = 0.21  # of the sentences: reports that quote "we" have less, columns more
_MAX_HEADING_LENGTH = 140


def is_opinion(texts: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether an article of these sentences is somebody's opinion: outside of quotes it says "I" and "we"."""
    pattern = lexicon.pattern(r"(?<!\w)(?:<first_person>)(?!\w)|\b[jm][’']")
    if any(len(text.split()) <= _MAX_KICKER and _KICKER.match(text) for text in texts[:_FIRST]):
        return True
    own = [text for text in texts if not _QUOTED.search(text)]
    return bool(own) and sum(1 for text in own if pattern.search(text)) >= _OPINION * len(own)


def why_no_statement(
    text: str, lexicon: Lexicon, *, is_item: bool = False, is_opinion: bool = False
) -> Reason | None:
    """Return why *text* is not worth keeping as a fact, None where it is.

    *is_item* is one point of a list; what stands in an opinion has to say something that can be looked up.
    """
    if _ASKS.search(text):
        return Reason.RHETORIC
    if commentary(lexicon).match(text):
        return Reason.COMMENTARY
    if _is_fragment(text, is_item=is_item):
        return Reason.FRAGMENT
    if lexicon.pattern(_NUMBER).search(text) or _QUOTED.search(text):
        return None
    if text.endswith("!") or lexicon.pattern(_NARRATOR).match(text):
        return Reason.COMMENTARY
    is_named = _CAPITAL.search(text) is not None
    is_told = len(text.split()) > _SHORT or lexicon.pattern(_EVENT).search(text) is not None
    return None if is_named or (is_told and not is_opinion) else Reason.COMMENTARY


def _is_fragment(text: str, *, is_item: bool) -> bool:
    """Whether *text* is too little to be a sentence: a caption, a heading, the beginning of a list."""
    if len(text.split()) < _MIN_WORDS or text.endswith(":"):
        return True
    return not _ENDED.search(text) and not is_item and len(text) <= _MAX_HEADING_LENGTH
