"""Ends without a mark: a heading, a source line or a button glued to the sentence behind it."""

import re
from collections.abc import Iterator

from bot.articles.lexicon import Lexicon
from bot.articles.phrases import question_heading, social_signature
from bot.articles.quotes import Quotes

_CAPITAL = re.compile(
    r"(?<=[\w»”\")%€$]) "
    r"{0,2}(?<![A-ZÀ-Þ])(?P<word>[A-ZÀ-ÖØ-Þ][\wà-ÿ]{0,24})(?=(?P<after>['’ -]?)(?P<next>\S?))"
)
_LAST_WORD = re.compile(r"[\w'’-]{1,40}\s{0,3}\Z")
_INVERSION = re.compile(r"[A-ZÀ-Þ][\wà-ÿ’']{1,24}-(?:t-)?(?:vous|tu|nous|on|il|elle|ils|elles|ce|je)\b")
_NUMBERED = re.compile(r"(?<=[^\d(,:/-])(?P<number>\d{1,2})[.)]\s?(?=[A-ZÀ-ÖØ-Þ¿«“\"„])")
_GLUED_NUMBER = re.compile(r"(?<=[^\d(,:/-])(?P<number>\d{1,2})\Z")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9)»”])(?=[A-ZÀ-Þ©])")
# Title, byline and date are often glued to the first sentence: "…the LineBy Ann Lee14 May".
_GLUED_WORDS = re.compile(
    r"(?<=[a-zà-ÿ]{2})(?=[A-ZÀ-Þ][a-zà-ÿ’']|[A-ZÀ-Þ]{3,}\b|[«“])|(?<=[a-zà-ÿ]{3})(?=\d{1,2} )|"
    r"(?<=\d{4})(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=\d\d[h:]\d\d)(?=[A-ZÀ-Þ])"
)
_GLUED_TITLE = 600
_TOP = 50  # blanks that may stand before a title
_INLINE_NUMBER = re.compile(r"(?<=\s)\((?P<number>\d{1,2})\)\s(?=\S)")
_LONG = 120  # what is longer and asks nothing has no heading of questions in it
_NEIGHBOUR = 6_000  # characters a list of questions may take
_MAX_HEADING_WORDS = 14
_MAX_MARKS = 200


def cuts(text: str, start: int, end: int, quotes: Quotes, lexicon: Lexicon) -> Iterator[int]:
    """Return the places inside the sentence from *start* to *end* where another one starts unmarked."""
    is_source = bool(lexicon.pattern(r"\(?<source>\s?:").match(text[start : start + 20].lstrip()))
    found = {
        *_phrases(text, start, end, lexicon),
        *_openings(text, start, end, quotes, is_source=is_source, lexicon=lexicon),
        *_numbers(text, start, end),
        *_buttons(text, start, end, lexicon),
    }
    if (
        start < _TOP
        and not text[:start].strip()
        and len(text) > _GLUED_TITLE
        and "\n" not in text[start:end].strip()
    ):
        found.update(
            match.end() for match in _GLUED_WORDS.finditer(text, start, min(end, start + _GLUED_TITLE))
        )
    return iter(sorted(found))


def _numbers(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the numbers of a list stand that was glued together."""
    for match in _INLINE_NUMBER.finditer(text, start, end):
        if _is_counted(text, match):
            yield match.start()
    for match in _NUMBERED.finditer(text, start, end):
        if opens_item(text, match.end("number")):
            yield match.start()


def _buttons(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[int]:
    """Yield where a button or a link is glued to what comes before it: "…nrÀ voir aussi : …"."""
    for count, match in enumerate(_CAMEL.finditer(text, start, end)):
        if count >= _MAX_MARKS:
            return
        if lexicon.pattern(r"<furniture>").match(text, match.end()):
            yield match.end()


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """Whether a number in brackets is one of several: "(1) … (2) …"."""
    number = int(match["number"])
    around = text[max(0, match.start() - _NEIGHBOUR) : match.start() + _NEIGHBOUR]
    return any(f"({other}) " in around for other in (number - 1, number + 1) if other)


def opens_item(text: str, at: int) -> bool:
    """Whether the number before *at*, glued to what comes before it, is one of a list: "talk1. … ?2. …"."""
    match = _GLUED_NUMBER.search(text, max(0, at - 3), at)
    if not match:
        return False
    number = int(match["number"])
    is_apart = text[match.start() - 1].isspace()
    if is_apart and text[at + 1 : at + 2].isspace():
        return False
    around = text[max(0, at - _NEIGHBOUR) : at + _NEIGHBOUR]
    return any(
        re.search(rf"[^\s\d(,:/-]{other}[.)]\s?[A-ZÀ-ÖØ-Þ¿«“\"„]", around)
        for other in (number - 1, number + 1)
        if other
    )


def _phrases(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[int]:
    if end - start > _LONG and text.find("?", start, end) < 0 and text.find(":", start, end) < 0:
        return
    for match in question_heading(lexicon).finditer(text, start, end):
        if match.start() > start and text[match.start()].isupper():
            yield match.start()
        if (
            match.start() >= start
            and match.end() < end
            and text[match.start()].isupper()
            and _is_capital_behind(text, match.end(), end)
        ):
            yield match.end()
    for match in social_signature(lexicon).finditer(text, start, end):
        if match.end() < end:
            yield match.end()


def _is_capital_behind(text: str, at: int, end: int) -> bool:
    rest = text[at : min(end, at + 4)].lstrip(" :")
    return bool(rest) and rest[0].isupper()


def _openings(
    text: str, start: int, end: int, quotes: Quotes, *, is_source: bool, lexicon: Lexicon
) -> Iterator[int]:
    is_question = text[start:end].rstrip().endswith("?")
    seen = start
    for count, match in enumerate(_CAPITAL.finditer(text, start + 1, end)):
        if count >= _MAX_MARKS:
            return
        at = match.start("word")
        if quotes.around(at) or text[at - 1] in "-'’":
            continue
        opens = _opens_question(text, match, lexicon) if is_question else False
        if opens or _opens_statement(text, match, seen=seen, is_source=is_source, lexicon=lexicon):
            yield at
            seen = at


def _opens_question(text: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    word = match["word"].casefold()
    if _INVERSION.match(text, match.start("word")):
        return True
    if word in lexicon.question_words or (word == "est" and match["after"] == "-"):
        return not match["next"].isupper() or word in ("qu", "que")
    return word in lexicon.question_verbs and text[match.end("word")] == " "


def _opens_statement(
    text: str, match: re.Match[str], *, seen: int, is_source: bool, lexicon: Lexicon
) -> bool:
    """Whether a capital article behind a plain word starts a sentence: "ans Le port", not "rue Le Guen"."""
    word = match["word"].casefold()
    is_article = word in lexicon.determiners or (is_source and word in lexicon.function_words)
    if not is_article or not match["next"].islower() or match["after"] in ("", "-"):
        return False
    before = _LAST_WORD.search(text, max(seen, match.start("word") - 44), match.start("word"))
    if is_source:
        return before is not None
    if before is None or (not before[0][0].islower() and not before[0][0].isdigit()):
        return False
    words = text[seen : match.start("word")].split()
    return before[0].strip().casefold() not in lexicon.function_words | {"de", "à"} and len(words) > 1
