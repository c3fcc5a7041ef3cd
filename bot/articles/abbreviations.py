"""Dots that do not end a sentence."""

import re

from bot.articles.lexicon import Lexicon
from bot.articles.words import starts_sentence

# Dotted on the way, whatever comes next.
_ALWAYS_INSIDE = frozenset("e.g i.e p.ex cf vs z.b d.h u.a v.a p.ej".split())
_SEPARATOR = re.compile(r"[\s«»“”\"()\[\]]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.-?){1,8}[^\W\d_]|[A-ZÀ-ÖØ-Þ]")
_LETTER_AND_DOT = re.compile(r"[A-ZÀ-ÖØ-Þ]\.")
_SMALL_TITLES = frozenset("env approx sig sigg dott prof avv ing sr sra d dña".split())
_SHORT = 3
_PLACE = 6  # "HALVORD, Nev. —"
_VOWEL = re.compile(r"[aeiouyà-ÿ]")
_OTHER_HALF = re.compile(r"[^\W\d_]\.")
_REACH = 60
_ELISION = re.compile(r"\A[^\W\d_]{1,2}['’]")
_NEXT_WORD = re.compile(r"[^\W\d_]{2,30}")
_MAILBOX = re.compile(r"[\w.+-]{1,60}@")
_WHOLE_ADDRESS = re.compile(r"@[\w-]{1,40}\.\w{2,6}\Z")
_ADDRESS = re.compile(r"[@\\/]|\A(?:www\.|https?:)", re.IGNORECASE)


def is_inside(text: str, dot: int, *, start: int, following: int, lexicon: Lexicon) -> bool:
    """Whether the dot at *dot* belongs to its word; its sentence is from *start*, *following* comes next."""
    word = _SEPARATOR.split(text[max(start, dot - _REACH) : dot])[-1]
    if not word:
        return False
    token = _ELISION.sub("", word)
    is_glued = following == dot + 1
    if _WHOLE_ADDRESS.search(token) and text[following].isupper():
        return False
    if is_glued and (
        _ADDRESS.search(token)
        or _MAILBOX.match(text, following)
        or (len(token) <= _SHORT and _LETTER_AND_DOT.match(text, following))
    ):
        return True
    return _is_abbreviation(token, text=text, following=following, is_glued=is_glued, lexicon=lexicon)


def _is_abbreviation(token: str, *, text: str, following: int, is_glued: bool, lexicon: Lexicon) -> bool:
    word = token.casefold()
    next_is_digit = text[following].isdigit()
    if word in _ALWAYS_INSIDE:
        return True
    if word in lexicon.titles and (token[0].isupper() or word in _SMALL_TITLES):
        # "Le 3 m. Elle": the title has a capital.
        return not (is_glued and next_is_digit)
    if word.isdigit() and len(word) < _SHORT and not is_glued and _is_ordinal(text, following, lexicon):
        return True
    if _is_half(text, word, following) or (
        text[following] in "—–" and token[0].isupper() and len(token) < _PLACE
    ):
        return True
    if (
        next_is_digit
        and not is_glued
        and word.isalpha()
        and (word.endswith("str") or not _VOWEL.search(word))
    ):
        return True
    if word in lexicon.numbered and next_is_digit:
        return True
    if is_glued and next_is_digit:
        return token[-1].isdigit() or len(token) < _SHORT or "." in token
    if _ACRONYM.fullmatch(token):
        return is_glued or not starts_sentence(text, following, lexicon)
    return word in lexicon.abbreviations and not is_glued and not starts_sentence(text, following, lexicon)


def _is_half(text: str, word: str, following: int) -> bool:
    """Whether a letter and its dot are the first half of an abbreviation with a space: "z. B."."""
    return len(word) == 1 and word.isalpha() and word.islower() and bool(_OTHER_HALF.match(text, following))


def _is_ordinal(text: str, following: int, lexicon: Lexicon) -> bool:
    """Whether what follows a number and a dot makes it a date or a rank: "3. Mai", "2. Platz"."""
    if lexicon.code != "de":
        return False
    match = _NEXT_WORD.match(text, following)
    return match is not None and (
        lexicon.pattern(r"\A<months>\Z").match(match[0]) is not None
        or not starts_sentence(text, following, lexicon)
    )
