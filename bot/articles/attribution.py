"""The words that say who said it."""

import re

from bot.articles.lexicon import Lexicon

_NAMED = r"(?-i:(?:[A-ZÀ-Þ][\w.'’-]{0,30}\s(?:[a-z]{2,12}\s)?){1,4})<speech>\b"


def speech_verb(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds a verb of saying."""
    return lexicon.pattern(r"\b(?:s[’'])?<speech>\b")


def pronoun_behind(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds a verb of saying with its pronoun behind a quotation: "a-t-il ajouté", "she said"."""
    return lexicon.pattern(r"<speech_behind>\b")


def follows_quote(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether the words at *at* name the speaker of the quotation just closed: ``"Stop!" Mr. Lind said``."""
    return bool(lexicon.pattern(_NAMED).match(text, at))
