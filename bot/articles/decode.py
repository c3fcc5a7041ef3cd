"""From a file's bytes to its characters, or the reason they cannot be had."""

import re

from bot.domain.errors import FileBinaryError, FileEmptyError, FileTooLargeError, FileUndecodableError

MAX_BYTES = 5 * 1024 * 1024

_BOMS = (("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"))
_MAGIC = (
    b"%PDF-",
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


def decode(data: bytes, *, name: str) -> str:
    """Return the text of *data*, its newlines and its byte order mark untouched.

    UTF-8 is tried first, then UTF-16 where a mark or its NULs give it away, then Windows-1252, which
    Western files of unknown origin are in.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLargeError(name=name, size=len(data), limit=MAX_BYTES)
    text = _decode(data, name=name)
    if not text.strip("\ufeff\u200b\u00ad\x00 \t\r\n\f\v\u00a0"):
        raise FileEmptyError(name=name)
    return text


def _decode(data: bytes, *, name: str) -> str:
    marked = next((codec for codec, bom in _BOMS if data.startswith(bom)), None)
    codec = marked or _utf16_without_mark(data) or "utf-8"
    if codec == "utf-8" and _is_binary(data):
        raise FileBinaryError(name=name)
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        undefined = _UNDEFINED_1252.search(data)
        if codec != "utf-8" or marked:
            raise FileUndecodableError(name=name, offset=error.start) from error
        if undefined:
            raise FileUndecodableError(name=name, offset=undefined.start()) from error
    return data.decode("cp1252")


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
