"""Numbers in whatever dress they were typed, brought to one token each.

``100 000``, ``100.000`` and ``100,000`` become ``100000``; ``8 M€`` becomes ``8000000 million euro``, and
``8 millions`` ``8000000 million``; ``12,5 %`` and ``12.5 per cent`` become ``12.5%``. Works on folded text.
"""

import re
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.lookup.number_words import spell_ordinals

# Powers of ten, whatever the language; a French *billion* is a thousand times an English one, and rare.
_SCALES: dict[str, int] = {
    "k": 3,
    "thousand": 3,
    "mille": 3,
    "mil": 3,
    "tausend": 3,
    "m": 6,
    "mio": 6,
    "million": 6,
    "millions": 6,
    "millon": 6,
    "millones": 6,
    "millionen": 6,
    "bn": 9,
    "md": 9,
    "mds": 9,
    "mrd": 9,
    "milliard": 9,
    "milliards": 9,
    "billion": 9,
    "billions": 9,
    "milliarde": 9,
    "milliarden": 9,
}
_SCALE_WORDS = {3: "thousand", 6: "million", 9: "milliard"}
# Letters alone, which are mostly no scales.
_LETTERS = frozenset("km")
_CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}

_DRESSED = re.compile(
    r"\d[.,' ]\d|\d ?[%$€£¥]|\d(?:e|er|ere|eme|ieme|re|st|nd|rd|th)\b"
    r"|\d[ -]?(?:[kmb][a-z]*|t[ha]ou?[a-z]+|p[eor][a-z]+)\b"
)
# "24h", "18h30", "5kg": the unit is a word of its own.
_UNITS = "h|min|mn|kg|mg|g|km|cm|mm|ha|ml|cl|kwh|mwh|gwh|twh|kw|mw|gw|go|gb|mo|mb|to|tb|ghz|mhz|hz"
_STUCK = re.compile(rf"(?<![^\W\d_])(\d)({_UNITS})(?=\b|\d\d?\b)")
_AFTER_UNIT = re.compile(r"(?<=\d )h(?=\d\d?\b)")
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*(?![\d]|[.,]\d{3})")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PERCENT = re.compile(r"(\d) ?(?:%|(?:pour ?cents?|per ?cent|prozent|por ciento)\b)")
_SCALED = re.compile(
    r"(?<![\w.])(\d{1,6}(?:\.\d{1,6})?)([ -]?)("
    + "|".join(sorted(_SCALES, key=len, reverse=True))
    + r")\b ?([$€£¥])?"
)
# "8 milions": behind a number, a word that is one slip away from a scale is meant as one.
_AFTER_NUMBER = re.compile(r"(?<=\d)( ?)([a-z]{5,11})\b")
_SPELT_OUT = tuple(word for word in _SCALES if len(word) >= len("million"))
_MONEY = re.compile(r"[$€£¥]")
_MONEY_FIRST = re.compile(r"([$€£¥]) ?(\d[\d.,]*(?: ?(?:m|k|bn|million|billion|thousand)\b)?)")


def unify(text: str) -> str:
    """Return folded *text* with each number and its unit written one way."""
    is_money = not _CURRENCIES.keys().isdisjoint(text)
    if is_money:
        # "$8 million" reads like "8 million $", and "US$8 million" like "US 8 million $".
        text = _MONEY_FIRST.sub(r" \2 \1", text)
    if _STUCK.search(text):
        text = _AFTER_UNIT.sub("h ", _STUCK.sub(r"\1 \2", text))
    # Most numbers are years and are dressed already.
    if not _DRESSED.search(text):
        return text
    text = _GROUPS.sub(lambda match: match[0].replace(match[1], ""), text)
    text = _DECIMAL_COMMA.sub(".", text)
    text = _PERCENT.sub(r"\1% ", text)
    text = _AFTER_NUMBER.sub(_respelt, text)
    text = _SCALED.sub(_scaled, text)
    text = spell_ordinals(text)
    return _MONEY.sub(lambda match: f" {_CURRENCIES[match[0]]} ", text) if is_money else text


def _respelt(match: re.Match[str]) -> str:
    """Write a misspelt scale rightly, and leave any other word."""
    return f"{match[1]}{_meant(match[2])}"


@lru_cache(maxsize=5_000)
def _meant(word: str) -> str:
    """Return the scale that *word* is one slip away from, or the word."""
    if word in _SCALES:
        return word
    meant = process.extractOne(word, _SPELT_OUT, scorer=OSA.distance, score_cutoff=1)
    return meant[0] if meant and meant[0][0] == word[0] else word


def _scaled(match: re.Match[str]) -> str:
    """Write a number with its scale in digits, and keep the scale as a word to be searched by."""
    number, space, scale, currency = match[1], match[2], match[3], match[4] or ""
    # "8 m$" is money; "8 m" is eight metres, and "420k" can be nothing else.
    if scale in _LETTERS and not currency and (scale != "k" or space):
        return match[0]
    power = _SCALES[scale]
    whole = Decimal(number).scaleb(power).normalize()
    return f"{whole:f} {_SCALE_WORDS[power]} {currency}"
