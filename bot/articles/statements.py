"""Whether a sentence states something a reader could look up."""

import re

from bot.articles.lexicon import Lexicon
from bot.articles.phrases import commentary
from bot.domain.article import Reason

_ENDED = re.compile(r"[.!?…»”\"][»”\"’')\]]*\.?\Z|\.[’')]\Z")
_ASKS = re.compile(r"\?[)\]]?\Z")
_QUOTED = re.compile(r"[«»“”\"]")
_NARRATOR = r"\A<narrator>\b"
_NUMBER = r"\d|\b<numerals>\b"
_CAPITAL = re.compile(r"(?<!\A)(?<=[\s'’(])[A-ZÀ-ÖØ-Þ][\w&]")
# Something happened: "Le maire a démissionné."
_EVENT = r"\b<events>\b"
_MIN_WORDS = 3
_SHORT = 7
_MAX_HEADING_LENGTH = 140


def why_no_statement(text: str, lexicon: Lexicon, *, is_item: bool = False) -> Reason | None:
    """Return why *text* is not worth keeping as a fact, None where it is; *is_item* is one point of a list."""
    words = text.split()
    if _ASKS.search(text):
        return Reason.RHETORIC
    if commentary(lexicon).match(text):
        return Reason.COMMENTARY
    if len(words) < _MIN_WORDS or text.endswith(":"):
        return Reason.FRAGMENT
    if not _ENDED.search(text) and not is_item and len(text) <= _MAX_HEADING_LENGTH:
        return Reason.FRAGMENT
    if lexicon.pattern(_NUMBER).search(text) or _QUOTED.search(text):
        return None
    if text.endswith("!") or lexicon.pattern(_NARRATOR).match(text):
        return Reason.COMMENTARY
    if len(words) > _SHORT or _CAPITAL.search(text) or lexicon.pattern(_EVENT).search(text):
        return None
    return Reason.COMMENTARY
