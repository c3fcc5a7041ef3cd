"""Dots that do not end a sentence."""

import re

from bot.articles.lexicon import Lexicon
from bot.articles.word_sets import word_set
from bot.articles.words import starts_sentence

# Dotted on the way, whatever comes next.
_ALWAYS_INSIDE = word_set("e.g i.e p.ex cf vs z.b d.h u.a v.a p.ej")
_SEPARATOR = re.compile(r"[\s«»“”\"()\[\]]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.-?){1,8}[^\W\d_]|[A-ZÀ-ÖØ-Þ]")
_LETTER_AND_DOT = re.compile(r"[A-ZÀ-ÖØ-Þ]\.")
_EXCHANGE = re.compile(r"[A-Z]{1,2}\)")  # "(MILL.PA)": a share, and where it is traded
_SMALL_TITLES = word_set("env approx sig sigg dott prof profa avv ing lic arq dr dra sr sra srta d dña")
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
        or (token.isupper() and _EXCHANGE.match(text, following))
    ):
        return True
    return _is_abbreviation(token, text=text, following=following, is_glued=is_glued, lexicon=lexicon)


def _is_abbreviation(token: str, *, text: str, following: int, is_glued: bool, lexicon: Lexicon) -> bool:
    word = token.casefold()
    next_is_digit = text[following].isdigit()
    if word in _ALWAYS_INSIDE or _is_half(text, word, following):
        return True
    if word in lexicon.titles and (token[0].isupper() or word in _SMALL_TITLES):
        # "Le 3 m. Elle": the title has a capital.
        return not (is_glued and next_is_digit)
    if next_is_digit and (is_glued or _is_before_number(token, is_glued=False, lexicon=lexicon)):
        return _is_before_number(token, is_glued=is_glued, lexicon=lexicon)
    if not is_glued and _is_cut(token, text=text, following=following, lexicon=lexicon):
        return True
    if _ACRONYM.fullmatch(token):
        return is_glued or not starts_sentence(text, following, lexicon)
    return word in lexicon.abbreviations and not is_glued and not starts_sentence(text, following, lexicon)


def _is_before_number(token: str, *, is_glued: bool, lexicon: Lexicon) -> bool:
    """Whether *token*'s dot goes on to the number behind it: "no. 5", "Bleichstr. 14", "1.5"."""
    word = token.casefold()
    if word in lexicon.numbered:
        return True
    if is_glued:
        return token[-1].isdigit() or len(token) < _SHORT or "." in token
    # What has no vowel is no word: "blz. 48".
    return word.isalpha() and (word.endswith("str") or not _VOWEL.search(word))


def _is_cut(token: str, *, text: str, following: int, lexicon: Lexicon) -> bool:
    """Whether *token* is a German ordinal, or the short name of a state: "3. Mai", "HALVORD, Nev. —"."""
    if token.isdigit():
        return len(token) < _SHORT and _is_ordinal(text, following, lexicon)
    return text[following] in "—–" and token[0].isupper() and len(token) < _PLACE


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
