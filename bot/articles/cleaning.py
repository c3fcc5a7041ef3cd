"""Plain characters for the rules: none invisible, one kind of space and of newline, no mojibake."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from bot.articles.traced import Traced, deletions

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_CARRIAGE_RETURN = re.compile(r"\r(?=\n)")
_SAME_LENGTH = str.maketrans(
    dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n")
    | dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
        " ",
    )
)
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]{1,4}")

# UTF-8 read as Windows-1252, or as Latin-1: each byte shows as one of these characters.
_AS_1252 = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
_BYTES = _AS_1252 | {chr(byte): byte for byte in range(0x80, 0xA0)}
_LEAD_BYTES = 0xC0
_TRAIL = "".join(re.escape(character) for character, byte in _BYTES.items() if byte < _LEAD_BYTES)
_MOJIBAKE = re.compile(
    f"[\u00c2-\u00df][{_TRAIL}]|[\u00e0-\u00ef][{_TRAIL}]{{2}}|[\u00f0-\u00f4][{_TRAIL}]{{3}}"
)
# "É»" is good French and looks like mojibake; these two are not, and damaged text is full of them. One alone
# is enough, save where it could be a Portuguese capital before a closing mark.
_TELLTALE = re.compile(f"\u00c3[{_TRAIL}]|\u00e2[\u20ac\u0080][{_TRAIL}]")
_CERTAIN = re.compile(f"\u00c3(?![\u00a0»”’…–—](?!\\w))[{_TRAIL}]|\u00e2[\u20ac\u0080][{_TRAIL}]")
_MIN_TELLTALES = 2
_MAX_DAMAGE = 2  # times that a text was damaged; more has not been seen


def clean(source: str) -> Traced:
    """Return *source* as the rules want it, with the way back to it."""
    traced = Traced(text=source)
    for _ in range(_MAX_DAMAGE):
        if _is_damaged(traced.text):
            traced = traced.edit(_repairs(traced.text))
    for pattern in (_INVISIBLE, _CARRIAGE_RETURN):
        traced = traced.edit(list(deletions(pattern, traced.text)))
    traced = traced.edit(list(_compositions(traced.text)))
    return traced.replaced(traced.text.translate(_SAME_LENGTH))


def _is_damaged(text: str) -> bool:
    telltales = islice(_TELLTALE.finditer(text), _MIN_TELLTALES)
    return sum(1 for _ in telltales) == _MIN_TELLTALES or _CERTAIN.search(text) is not None


def _repairs(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _MOJIBAKE.finditer(text):
        try:
            yield match.start(), match.end(), bytes(_BYTES[character] for character in match[0]).decode()
        except UnicodeDecodeError:
            continue


def _compositions(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _DECOMPOSED.finditer(text):
        yield match.start(), match.end(), unicodedata.normalize("NFC", match[0])
