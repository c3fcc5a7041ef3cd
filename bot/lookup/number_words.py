"""Numbers in letters, French and English, brought into digits: *quatre-vingt-deux*, *three hundred*.

Works on folded text. ``un``, ``une`` and ``one`` count within a number (*vingt et un*), not alone: there they
are articles. Scales from a million on stay words, for ``bot.lookup.numerals`` reads them behind digits.
"""

import re

_VALUES: dict[str, int] = {
    word: value
    for value, words in {
        2: "deux two",
        3: "trois three",
        4: "quatre four",
        5: "cinq five",
        6: "six",
        7: "sept seven",
        8: "huit eight",
        9: "neuf nine",
        10: "dix ten",
        11: "onze eleven",
        12: "douze twelve",
        13: "treize thirteen",
        14: "quatorze fourteen",
        15: "quinze fifteen",
        16: "seize sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "vingt vingts twenty",
        30: "trente thirty",
        40: "quarante forty fourty",
        50: "cinquante fifty",
        60: "soixante sixty",
        70: "septante seventy",
        80: "huitante eighty",
        90: "nonante ninety",
        100: "cent cents hundred hundreds",
        1000: "mille thousand",
    }.items()
    for word in words.split()
}
_ONES = {"un": 1, "une": 1, "one": 1}
_TWENTY, _HUNDRED, _THOUSAND = 20, 100, 1000
_QUATRE = 4  # quatre-vingts
_BEFORE_TEENS = (60, 80)  # soixante-douze, quatre-vingt-douze
_BEFORE_UNITS = (10, 70, 90)  # dix-sept, soixante-dix-sept
_UNITS_AFTER_TEN = range(7, 10)
_ALONE = {word for word, value in _VALUES.items() if value < _HUNDRED}
_COUNTED = ("hundred", "thousand")
# Without one of these a text has no number in letters.
NUMBER_WORDS = frozenset({*_ALONE, "cent", "mille", *_COUNTED})
_ANY = "|".join(sorted({*_VALUES, *_ONES}, key=len, reverse=True))
_BEGINNING = "|".join(sorted(_ALONE, key=len, reverse=True))
# "hundreds" alone is no number, nor are "cents" of a euro; "3 mille" is left to ``bot.lookup.numerals``.
_RUN = re.compile(
    rf"(?<!pour )(?<!per )\b(?:{_BEGINNING}|(?<!\d )(?:cent|mille)|(?:one|a)[ -](?:{'|'.join(_COUNTED)}))\b"
    rf"(?:(?: et | and |[ -])(?:{_ANY})\b)*"
    r"(?!-(?:[a-z]*ieme|first|second|third|[a-z]+th)\b)"  # an ordinal's beginning is no number
)
_WORD = re.compile(r"[a-z]+")
_LINKS = frozenset({"et", "and", "a"})

_ORDINALS_FRENCH = """
    premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme
    onzieme douzieme treizieme quatorzieme quinzieme seizieme
"""
_ORDINALS_ENGLISH = """
    first second third fourth fifth sixth seventh eighth ninth tenth
    eleventh twelfth thirteenth fourteenth fifteenth sixteenth
"""
_ORDINAL = re.compile(r"\b(\d{1,2})(?:(st|nd|rd|th)|e|er|ere|eme|ieme|re)\b")


def to_digits(text: str) -> str:
    """Return folded *text* with its numbers in letters written in digits."""
    return _RUN.sub(_digits, text)


def spell_ordinals(text: str) -> str:
    """Return folded *text* with *7e*, *7th* as the words that they stand for, up to sixteen."""
    return _ORDINAL.sub(_ordinal, text)


def _digits(match: re.Match[str]) -> str:
    """Return the numbers of a run of number words: *deux cent trois* is one, *deux trois* are two."""
    numbers: list[int | str] = []
    whole = current = 0
    for word in _WORD.findall(match[0]):
        if word in _LINKS:
            continue
        value = _VALUES.get(word) or _ONES[word]
        if value == _THOUSAND and not whole:
            whole, current = max(1, current) * _THOUSAND, 0
        elif word.startswith("cent") and current >= _TWENTY:
            # No French hundreds are counted by tens: "fifty cents" is money.
            numbers += [whole + current, word]
            whole = current = 0
        elif value == _HUNDRED and current < _HUNDRED:
            current = max(1, current) * _HUNDRED
        elif word.startswith("vingt") and current % _HUNDRED == _QUATRE:
            current += _QUATRE * _TWENTY - _QUATRE
        elif _continues(current, value):
            current += value
        else:
            numbers.append(whole + current)
            whole, current = 0, value
    last = [whole + current] if whole + current else []
    return " ".join(map(str, [*numbers, *last]))


def _continues(current: int, value: int) -> bool:
    """Tell whether a number may go on from *current* with *value*: twenty-two, soixante-douze, dix-sept."""
    tens = current % _HUNDRED
    if tens == 0:
        return value < _HUNDRED
    if tens in _BEFORE_TEENS and value < _TWENTY:
        return True
    if tens in _BEFORE_UNITS:
        return value in _UNITS_AFTER_TEN
    return tens % 10 == 0 and value < _UNITS_AFTER_TEN.stop


def _ordinal(match: re.Match[str]) -> str:
    words = (_ORDINALS_ENGLISH if match[2] else _ORDINALS_FRENCH).split()
    number = int(match[1])
    return words[number - 1] if 1 <= number <= len(words) else match[0]
