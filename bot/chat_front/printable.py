"""What a terminal may be shown: nothing that it would obey, nothing that it cannot encode."""

import re
from unicodedata import normalize

# Everything a terminal or its user could be misled by: control characters but the line feed, C1 controls,
# marks that turn the direction of text (Unicode TR 9), line separators, and lone surrogates.
UNSAFE = re.compile(
    "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff]"
)
SURROGATE = re.compile("[\\ud800-\\udfff]")
CONTROL_PICTURES = 0x2400
DELETE_PICTURE = "\u2421"

# How our own typography looks where only an older encoding can be shown.
PLAIN = str.maketrans(
    {
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "’": "'",
        "‘": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "•": "*",
        "·": "-",
        "│": "|",
        "─": "-",
        "›": ">",
        "→": "->",
        "✓": "*",
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "\u00a0": " ",
        "\u202f": " ",
    }
)


def to_printable(text: str) -> str:
    """Return *text* with whatever a terminal would obey made visible; line feeds stay."""
    return UNSAFE.sub(_picture, text.replace("\r\n", "\n"))


def to_storable(text: str) -> str:
    """Return *text* with U+FFFD for bytes that were not UTF-8, which Python hands on as lone surrogates."""
    return SURROGATE.sub("\ufffd", text)


def to_encodable(text: str, *, encoding: str) -> str:
    """Return *text* as near as *encoding* comes to it: without its accents rather than as question marks."""
    if _fits(text, encoding):
        return text
    return "".join(
        character if _fits(character, encoding) else _plain(character, encoding) for character in text
    )


def _picture(match: re.Match[str]) -> str:
    character = match.group()
    if character == "\t":
        return "    "
    if character == "\x7f":
        return DELETE_PICTURE
    return chr(CONTROL_PICTURES + ord(character)) if ord(character) < ord(" ") else "\ufffd"


def _plain(character: str, encoding: str) -> str:
    near = character.translate(PLAIN)
    base = near if near != character else normalize("NFKD", character)[0]
    return base if _fits(base, encoding) else "?"


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
