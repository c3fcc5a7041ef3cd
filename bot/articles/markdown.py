"""Markdown without its marks: what stays are the words, the headings' signs and the lists'."""

import re
from collections.abc import Iterator

from bot.articles.blocks import BOLD
from bot.articles.traced import Traced, deletions

_FENCE = re.compile(
    r"^(?P<fence>```|~~~)[^\n]{0,200}\n(?:(?!(?P=fence))[^\n]*\n){0,2000}(?:(?P=fence)[^\n]{0,200}|\Z)",
    re.MULTILINE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_AUTOLINK = re.compile(r"<(?P<kept>https?://[^\s<>]{1,2000})>")
_IMAGE = re.compile(r"(?:^[ \t]*)?!\[[^\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_LINK = re.compile(
    r"\[(?P<kept>[^\[\]]{1,1000})\](?:\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)|\[[^\]\n]{0,200}\])"
)
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:[^\n]{0,2000}$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,50}\]")
_STRONG = re.compile(r"(?<!\\)(?P<mark>\*\*|__|~~)(?=\S)(?P<kept>[^\n*_~]{1,2000}?)(?<=\S)(?P=mark)")
_EMPHASIS = re.compile(
    r"(?<![\\\w*_])(?P<mark>[*_])(?=[^\s*_])(?P<kept>[^\n*]{1,2000}?)(?<=[^\s*\\])(?P=mark)(?![\w*_])"
)
_CODE = re.compile(r"(?P<mark>`{1,2})(?P<kept>[^`\n]{1,500})(?P=mark)")
_ESCAPE = re.compile(r"\\(?P<kept>[\\`*_{}\[\]()#+.!|~>-])")
_QUOTE = re.compile(r"^(?: {0,3}> ?){1,5}", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\|[^\n]*$", re.MULTILINE)

# A line that is bold as a whole stands above what follows, as an interviewer's question does.
_BOLD_LINE = re.compile(
    r"^ {0,3}(?P<mark>\*\*|__)(?=[^\s*_\d(])"
    r"(?P<kept>[^\n*_]{2,200}(?:[?:]|\.\.\.|…|[^.!\s]))(?P=mark)[ \t]*$",
    re.MULTILINE,
)

_DROPPED = (_FENCE, _IMAGE, _REFERENCE, _FOOTNOTE, _TABLE, _QUOTE)
# Links first: their addresses may hold any of the marks that come after.
_UNWRAPPED = (_LINK, _AUTOLINK, _STRONG, _EMPHASIS, _CODE, _ESCAPE)


def strip_markdown(traced: Traced) -> Traced:
    """Return *traced* without inline marks, images, code blocks, tables and HTML tags."""
    traced = traced.edit(list(_comments(traced.text)))
    for pattern in _DROPPED:
        traced = traced.edit(list(deletions(pattern, traced.text)))
    traced = traced.edit(list(_headings(traced.text)))
    for pattern in _UNWRAPPED:
        traced = _unwrap(pattern, traced)
    return traced.edit(list(deletions(_TAG, traced.text)))


def _comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what removes comments: no pattern, which would look for the end of each that is never closed."""
    start, end = text.find("<!--"), 0
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield start, end + 3, ""
        start = text.find("<!--", end + 3)


def _headings(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _BOLD_LINE.finditer(text):
        if not match.start() or text.startswith("\n\n", match.start() - 2):
            yield match.start(), match.start("kept"), f"{BOLD} "
            yield match.end("kept"), match.end(), ""


def strip_tables(traced: Traced) -> Traced:
    """Return *traced* without the rows of tables."""
    return traced.edit(list(deletions(_TABLE, traced.text)))


def _unwrap(pattern: re.Pattern[str], traced: Traced) -> Traced:
    edits = []
    for match in pattern.finditer(traced.text):
        edits.append((match.start(), match.start("kept"), ""))
        if match.end("kept") < match.end():
            edits.append((match.end("kept"), match.end(), ""))
    return traced.edit(edits)
