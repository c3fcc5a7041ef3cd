"""What is left of a text once dress does not count: folded words, without those that carry no subject."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.lookup.initials import UNDECIDED
from bot.lookup.number_words import NUMBER_WORDS, to_digits
from bot.lookup.numerals import unify
from bot.lookup.stopwords import STOP_WORDS

# Nobody types more; what is pasted beyond it cannot make a query better, only slower.
MAX_QUERY_CHARACTERS = 2_000
MAX_QUERY_WORDS = 24
MAX_WORD_LETTERS = 40

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
_APOSTROPHES = "\u2019\u2018\u201b\u0060\u00b4\u02bc\u02b9\u2032\uff07\ua78c"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u2043"
_MARKS = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-"))
_DROPPED = frozenset({"Mn", "Mc", "Me", "Cf"})
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ELISION = re.compile(r"\b(?:jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|qu|[ldjmnstc])'(?=\w)")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_DIGIT = re.compile(r"\d")
# Digits keep their decimals and their per cent; letters keep nothing.
_WORD = re.compile(r"\d+(?:\.\d+)?%?(?!\w)|[^\W_]+")
# Only from a word's first letter on, or a long run of letters would be read from each of them.
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)+")
_CAPITALS = re.compile(r"[A-Z]\.?[A-Z]")
_DOTTED = re.compile(r"(?<![\w.])(?:[a-z]\.){2,}[a-z]?(?!\w)")
_INITIALS = re.compile(r"\b(?:[A-Z]{2,5}\b|(?:[A-Z]\.){2,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The words of a query that are worth looking up, in the order typed and each once."""

    words: tuple[str, ...]
    language: str  # "" where no stop word tells
    folded: str  # the whole of it, stop words included
    partial: str = ""  # the last word as typed so far, where it may still be growing


def fold(text: str) -> str:
    """Return *text* in lower case and plain letters: no accents, ligatures, elisions, nothing invisible.

    Initials lose their dots.
    """
    text = text.lower()
    if not text.isascii():
        text = _BEYOND_ASCII.sub(_to_plain, text)
    if "." in text:
        text = _DOTTED.sub(_without_dots, text)
    return _POSSESSIVE.sub("", _ELISION.sub("", text)) if "'" in text else text


def words(text: str) -> list[str]:
    """Return every word of *text*, folded, numbers in one dress."""
    return _split(fold(text))


def fact_words(text: str) -> list[str]:
    """Return the words of a fact, hyphenated ones in parts and once more as one, as people type them."""
    folded = fold(text)
    found = _split(folded)
    if "-" in folded:
        found += [compound.replace("-", "")[:MAX_WORD_LETTERS] for compound in _COMPOUND.findall(folded)]
    return found


def vote(found: list[str], *, default: str = "") -> str:
    """Return the language most of whose stop words are *found*, "" if none is; *default* settles ties."""
    votes = {
        language: sum(word in stop and word not in UNDECIDED for word in found)
        for language, stop in STOP_WORDS.items()
    }
    most = max(votes.values())
    if most == 0 or votes.get(default) == most:
        return default if most else ""
    return next(language for language, count in votes.items() if count == most)


def content_words(text: str, found: list[str], *, language: str) -> list[str]:
    """Return those of the words *found* in *text* that carry a subject, each once."""
    stop = STOP_WORDS.get(language, frozenset())
    distinct = dict.fromkeys(found)
    # WHO and AI in capitals are names, unless everything is in capitals.
    is_shouted = len(found) > 1 and text.isupper()
    if is_shouted or not _CAPITALS.search(text):
        return [word for word in distinct if word not in stop]
    initials = {match.replace(".", "").lower() for match in _INITIALS.findall(text)}
    return [word for word in distinct if word not in stop or word in initials]


def parse(text: str, *, default: str = "") -> Query:
    """Return what to look up for the query *text*; *default* is the language of most facts."""
    text = text[:MAX_QUERY_CHARACTERS]
    folded = fold(text)
    found = _split(folded)
    language = vote(found, default=default)
    return Query(
        words=tuple(content_words(text, found, language=language)[:MAX_QUERY_WORDS]),
        language=language,
        folded=" ".join(found),
        partial=found[-1] if found and folded[-1:].isalnum() else "",
    )


def has_words(query: str) -> bool:
    """Tell whether *query* holds any word that could be looked up."""
    return bool(parse(query).words)


def _split(folded: str) -> list[str]:
    """Cut folded text into words, its numbers in one dress."""
    found: list[str] = _WORD.findall(folded)
    if not NUMBER_WORDS.isdisjoint(found):
        found = _WORD.findall(unify(to_digits(folded)))
    elif _DIGIT.search(folded):
        found = _WORD.findall(unify(folded))
    if len(folded) > MAX_WORD_LETTERS:
        return [word[:MAX_WORD_LETTERS] for word in found]
    return found


def _without_dots(match: re.Match[str]) -> str:
    return match[0].replace(".", "")


def _to_plain(match: re.Match[str]) -> str:
    return _plain(match[0])


@lru_cache(maxsize=5_000)
def _plain(character: str) -> str:
    """Return what is left of a character beyond ASCII: plain letters, or nothing if it marks another one."""
    # Compatibility forms first: what they stand for may be a capital.
    found = unicodedata.normalize("NFKD", character.translate(_MARKS)).casefold()
    found = unicodedata.normalize("NFKD", found.translate(_LETTERS))
    # What is left of accents (M…) goes, and so do soft hyphens, joiners and changes of direction (Cf).
    return "".join(letter for letter in found if unicodedata.category(letter) not in _DROPPED)
