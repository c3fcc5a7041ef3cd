"""From a file's bytes to its characters, or the reason they cannot be had."""

import codecs
import re

from bot.domain.errors import FileBinaryError, FileEmptyError, FileTooLargeError, FileUndecodableError
from bot.domain.reading_errors import FilePdfError

MAX_BYTES = 5 * 1024 * 1024
# What the names of web pages end in.
PAGES = frozenset({".html", ".htm", ".xhtml"})

_BOMS = (("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"))
_PDF = b"%PDF-"
_MAGIC = (
    _PDF,
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)
_SAMPLE = 65_536
# Stray NULs happen in saved pages; a file with more control characters than this is no text.
_MAX_CONTROL_SHARE = 0.02
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# The five bytes Windows-1252 leaves undefined: no text saved in it can hold them.
_UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# How a page says what it is in (https://html.spec.whatwg.org/#determining-the-character-encoding).
_META_CHARSET = re.compile(
    rb"<meta\b[^>]{0,200}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}(?P<charset>[\w:.-]{1,40})", re.IGNORECASE
)
_META_SAMPLE = 4_096  # bytes; browsers look at the first 1,024
# Python knows encodings besides that are none of any text, and some that are traps.
_CHARSET = re.compile(
    r"utf-?8|(?:iso|windows|cp|latin|koi8|mac|gb|big5|euc|shift|sjis|tis)[\w-]{0,30}",
    re.IGNORECASE | re.ASCII,
)
_ALSO_CALLED = {"iso8859-1": "cp1252"}
# They leave no byte that UTF-8 would stumble over.
_SEVEN_BITS = frozenset({"iso2022_jp", "iso2022_kr", "hz"})
_MAX_BROKEN = 3


def decode(data: bytes, *, name: str, charset: str | None = None) -> str:
    """Return the text of *data*, its newlines and its byte order mark untouched.

    UTF-8 is tried first, then UTF-16 where a mark or its NULs give it away, then *charset*, which is what
    somebody says it is in, then Windows-1252, which Western files of unknown origin are in.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLargeError(name=name, size=len(data), limit=MAX_BYTES)
    text = _decode(data, name=name, charset=charset)
    if not text.strip("\ufeff\u200b\u00ad\x00 \t\r\n\f\v\u00a0"):
        raise FileEmptyError(name=name)
    return text


def decode_page(data: bytes, *, name: str, charset: str | None = None) -> str:
    """Return the text of a page, which may say itself what it is in; *charset* is what its server says."""
    said = _META_CHARSET.search(data[:_META_SAMPLE])
    return decode(data, name=name, charset=charset or (said["charset"].decode("ascii") if said else None))


def _decode(data: bytes, *, name: str, charset: str | None) -> str:
    marked = next((codec for codec, bom in _BOMS if data.startswith(bom)), None)
    codec = marked or _utf16_without_mark(data) or "utf-8"
    if codec == "utf-8" and _is_binary(data):
        raise (FilePdfError if data.startswith(_PDF) else FileBinaryError)(name=name)
    said = None if marked else _known(charset)
    if said in _SEVEN_BITS:
        codec = said
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if said and (text := _as_said(data, said)) is not None:
            return text
        undefined = _UNDEFINED_1252.search(data)
        if codec != "utf-8" or marked:
            raise FileUndecodableError(name=name, offset=error.start) from error
        if undefined:
            raise FileUndecodableError(name=name, offset=undefined.start()) from error
    return data.decode("cp1252")


def _known(charset: str | None) -> str | None:
    """Return Python's name for *charset*, or None where that is no encoding pages are in."""
    if not charset or not _CHARSET.fullmatch(charset.strip()):
        return None
    try:
        # What the web calls Latin-1 is Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
        return _ALSO_CALLED.get(found := codecs.lookup(charset.strip()).name, found)
    except LookupError:
        return None


def _as_said(data: bytes, codec: str) -> str | None:
    """Return the text of *data* in *codec*, or None where that cannot be true.

    A page of which next to nothing is broken is what it says: one comment was pasted in, or its end cut off.
    """
    text = data.decode(codec, "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return text if broken <= (_MAX_BROKEN if codec == "utf-8" else 0) else None


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    # Western text in UTF-16 has a NUL as every second byte.
    if half and not len(data) % 2:
        if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.1 * half:
            return "utf-16-le"
        if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
            return "utf-16-be"
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return data.startswith(_MAGIC) or len(_CONTROL.findall(sample)) > max(2, _MAX_CONTROL_SHARE * len(sample))
