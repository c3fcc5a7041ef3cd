"""Ends without a mark: a heading, a source line or a button glued to the sentence behind it."""

import re
from collections.abc import Iterator

from bot.articles.phrases import QUESTION_HEADING, SOCIAL_SIGNATURE
from bot.articles.quotes import Quotes
from bot.articles.words import DETERMINERS, FUNCTION_WORDS, QUESTION_WORDS, word_set

_CAPITAL = re.compile(
    r"(?<=[\w»”\")%€$]) "
    r"{0,2}(?<![A-ZÀ-Þ])(?P<word>[A-ZÀ-ÖØ-Þ][\wà-ÿ]{0,24})(?=(?P<after>['’ -]?)(?P<next>\S?))"
)
_LAST_WORD = re.compile(r"[\w'’-]{1,40}\s{0,3}\Z")
_INVERSION = re.compile(r"[A-ZÀ-Þ][\wà-ÿ’']{1,24}-(?:t-)?(?:vous|tu|nous|on|il|elle|ils|elles|ce|je)\b")
_ENGLISH_OPENERS = word_set(
    "should do does did is are was were can could would will have has had may might shall if"
)
_SOURCE = re.compile(r"\(?sources?\s?:", re.IGNORECASE)
_MAX_HEADING_WORDS = 14
_MAX_MARKS = 200


def cuts(text: str, start: int, end: int, quotes: Quotes) -> Iterator[int]:
    """Return the places inside the sentence from *start* to *end* where another one starts unmarked."""
    is_question = text[start:end].rstrip().endswith("?")
    is_source = bool(_SOURCE.match(text[start : start + 12].lstrip()))
    openings = _openings(text, start, end, quotes, is_question=is_question, is_source=is_source)
    return iter(sorted({*_phrases(text, start, end), *openings}))


def _phrases(text: str, start: int, end: int) -> Iterator[int]:
    for match in QUESTION_HEADING.finditer(text, start, end):
        if match.start() > start and text[match.start()].isupper():
            yield match.start()
        if (
            match.start() >= start
            and match.end() < end
            and text[match.start()].isupper()
            and _is_capital_behind(text, match.end(), end)
        ):
            yield match.end()
    for match in SOCIAL_SIGNATURE.finditer(text, start, end):
        if match.end() < end:
            yield match.end()


def _is_capital_behind(text: str, at: int, end: int) -> bool:
    rest = text[at : min(end, at + 4)].lstrip(" :")
    return bool(rest) and rest[0].isupper()


def _openings(
    text: str, start: int, end: int, quotes: Quotes, *, is_question: bool, is_source: bool
) -> Iterator[int]:
    seen = start
    for count, match in enumerate(_CAPITAL.finditer(text, start + 1, end)):
        if count >= _MAX_MARKS:
            return
        at = match.start("word")
        if quotes.around(at) or text[at - 1] in "-'’":
            continue
        opens = _opens_question(text, match) if is_question else False
        if opens or _opens_statement(text, match, seen=seen, is_source=is_source):
            yield at
            seen = at


def _opens_question(text: str, match: re.Match[str]) -> bool:
    word = match["word"].casefold()
    if _INVERSION.match(text, match.start("word")):
        return True
    if word in QUESTION_WORDS or (word == "est" and match["after"] == "-"):
        return not match["next"].isupper() or word in ("qu", "que")
    return word in _ENGLISH_OPENERS and text[match.end("word")] == " "


def _opens_statement(text: str, match: re.Match[str], *, seen: int, is_source: bool) -> bool:
    """Whether a capital article behind a plain word starts a sentence: "ans Le port", not "rue Le Guen"."""
    word = match["word"].casefold()
    is_article = word in DETERMINERS or (is_source and word in FUNCTION_WORDS)
    if not is_article or not match["next"].islower() or match["after"] in ("", "-"):
        return False
    before = _LAST_WORD.search(text, max(seen, match.start("word") - 44), match.start("word"))
    if is_source:
        return before is not None
    if before is None or (not before[0][0].islower() and not before[0][0].isdigit()):
        return False
    words = text[seen : match.start("word")].split()
    return before[0].strip().casefold() not in FUNCTION_WORDS | {"de", "à"} and len(words) > 1
