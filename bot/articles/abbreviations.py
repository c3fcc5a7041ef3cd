"""Dots that do not end a sentence."""

import re

from bot.articles.words import starts_sentence, word_set

# After these a name or a number follows: never an end.
_TITLES = word_set(
    "m mm mr mrs ms dr pr prof me mgr st ste gov sen rep gen gén lt col sgt capt cmdr maj hon rev fr "
    "sr jr mt ft messrs supt insp cf vs approx env dept"
)
# Before a number only.
_NUMBERED = word_set(
    "no nos n nr art arts p pp vol ch chap fig figs sec par al § éd ed tab réf ref tel tél eq"
)
# These may end a sentence as well; the next word tells.
_EITHER = word_set(
    "etc inc corp ltd co cie llc plc bros al univ assn intl natl mfg ave blvd rd jan feb mar apr jun "
    "jul aug sep sept oct nov dec janv févr fév avr juil déc mon tue tues wed thu thur thurs fri sat "
    "sun lun mer jeu ven sam dim phd ph.d b.a m.a a.m p.m am pm e.g i.e ex"
)
_ALWAYS_INSIDE = word_set("e.g i.e p.ex cf vs")
_SEPARATOR = re.compile(r"[\s«»“”\"()\[\]]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.-?){1,8}[^\W\d_]|[A-ZÀ-ÖØ-Þ]")
_LETTER_AND_DOT = re.compile(r"[A-ZÀ-ÖØ-Þ]\.")
_SHORT = 3
_REACH = 60
_ELISION = re.compile(r"\A[^\W\d_]{1,2}['’]")
_MAILBOX = re.compile(r"[\w.+-]{1,60}@")
_ADDRESS = re.compile(r"[@\\/]|\A(?:www\.|https?:)", re.IGNORECASE)


def is_inside(text: str, dot: int, *, start: int, following: int) -> bool:
    """Whether the dot at *dot* belongs to its word; its sentence is from *start*, *following* comes next."""
    word = _SEPARATOR.split(text[max(start, dot - _REACH) : dot])[-1]
    if not word:
        return False
    token = _ELISION.sub("", word)
    is_glued = following == dot + 1
    if is_glued and (
        _ADDRESS.search(token)
        or _MAILBOX.match(text, following)
        or (len(token) <= _SHORT and _LETTER_AND_DOT.match(text, following))
    ):
        return True
    return _is_abbreviation(token, text=text, following=following, is_glued=is_glued)


def _is_abbreviation(token: str, *, text: str, following: int, is_glued: bool) -> bool:
    word = token.casefold()
    next_is_digit = text[following].isdigit()
    if word in _ALWAYS_INSIDE:
        return True
    if word in _TITLES and (token[0].isupper() or word in ("env", "approx")):
        # "Le 3 m. Elle": the title has a capital.
        return not (is_glued and next_is_digit)
    if word in _NUMBERED and next_is_digit:
        return True
    if is_glued and next_is_digit:
        return token[-1].isdigit() or len(token) < _SHORT or "." in token
    if _ACRONYM.fullmatch(token):
        return is_glued or not starts_sentence(text, following)
    return word in _EITHER and not is_glued and not starts_sentence(text, following)
