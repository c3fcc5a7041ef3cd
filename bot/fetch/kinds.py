"""What there is at an address, and under which name it is read as an article."""

import re
from pathlib import PurePosixPath

from yarl import URL

from bot.domain.errors import BotError
from bot.domain.fetch_errors import (
    PageAudioError,
    PageDocumentError,
    PageFeedError,
    PageImageError,
    PageKindError,
    PagePdfError,
    PageVideoError,
)

ACCEPTED = "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,*/*;q=0.1"
PAGE, PLAIN = ".html", ".txt"
_TYPES = {
    "text/html": PAGE,
    "application/xhtml+xml": PAGE,
    "text/markdown": ".md",
    "text/x-markdown": ".md",
}
# Types that say little: the name tells more, and a pack is read by no other.
_BY_NAME = frozenset(
    {
        "",
        "text/plain",
        "application/octet-stream",
        "application/json",
        "text/json",
        "application/toml",
        "text/toml",
        "text/x-toml",
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml",
    }
)
_SUFFIXES = {
    ".htm": PAGE,
    ".xhtml": PAGE,
    ".text": PLAIN,
    ".markdown": ".md",
    **{suffix: suffix for suffix in (PAGE, PLAIN, ".md", ".toml", ".yaml", ".yml", ".json")},
}
_FAMILIES = {"video": PageVideoError, "audio": PageAudioError, "image": PageImageError}
_PDF = frozenset({"application/pdf", "application/x-pdf"})
_FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_DOCUMENTS = re.compile(
    r"application/(?:msword|rtf|epub\+zip|vnd\.(?:openxmlformats-officedocument|oasis\.opendocument|ms-).*)"
    r"|text/rtf"
)
# Comments are gone through once: in how many ways a row of them may be cut up is beyond counting.
_LOOKS_LIKE_PAGE = re.compile(
    rb"\s*+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_LOOKED_AT = 1_024  # bytes
_LONGEST_NAME = 120
_LONGEST_KIND = 80  # of a header that may be thousands of characters long


def refuse_kind(media: str) -> None:
    """Raise the reason why nothing of the type *media* is read, if there is one: before it is sent."""
    if media in _TYPES or media in _BY_NAME:
        return
    family = media.partition("/")[0]
    refusal: BotError
    if media in _PDF:
        refusal = PagePdfError()
    elif media in _FEEDS:
        refusal = PageFeedError()
    elif _DOCUMENTS.fullmatch(media):
        refusal = PageDocumentError()
    elif family in _FAMILIES:
        refusal = _FAMILIES[family]()
    else:
        refusal = PageKindError(kind=media[:_LONGEST_KIND])
    raise refusal


def looks_like_page(content: bytes) -> bool:
    """Return whether *content*, of which nothing is said, begins as a web page does."""
    return _LOOKS_LIKE_PAGE.match(content[:_LOOKED_AT]) is not None


def to_name(url: URL, media: str, content: bytes) -> str:
    """Return the name under which *content*, of the type *media*, is read. Raises a reason why it is not."""
    if content.startswith(b"%PDF-"):
        raise PagePdfError
    return _named(url, _TYPES.get(media) or _suffix(url, media, content))


def _suffix(url: URL, media: str, content: bytes) -> str:
    by_name = _SUFFIXES.get(PurePosixPath(url.path).suffix.casefold())
    if media == "text/plain":
        return by_name or PLAIN
    # Nothing is said of what it is, so it may be looked at (RFC 9110, section 8.3).
    if media in {"", "application/octet-stream"} and looks_like_page(content):
        return PAGE
    if by_name is None and media:
        raise PageKindError(kind=media[:_LONGEST_KIND])
    return by_name or PLAIN


def _named(url: URL, suffix: str) -> str:
    """Return a name for people: the host and the path, with the suffix that says how it is read."""
    shown = f"{url.host}{url.path.rstrip('/')}"
    name = shown.removesuffix(PurePosixPath(url.path).suffix) or shown
    # A path may hold anything, each byte as %XX: line ends and NUL are nothing to be called by.
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name[:_LONGEST_NAME]) + suffix
