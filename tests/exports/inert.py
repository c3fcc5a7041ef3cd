"""What a spreadsheet would make of a text in a CSV file, whatever it takes for the end of a cell."""

import re

SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
BLANKS = "".join(character for character in map(chr, range(0x10000)) if character.isspace()) + "\ufeff"
# The file's own separator is the comma, before which quotes protect.
SEPARATORS = r"[;\t\r\n]"


def runs(shown: str) -> bool:
    """Return whether a cell would be run that begins with *shown* or, for somebody, within it."""
    first, *others = re.split(SEPARATORS, shown)
    cells = [first.lstrip(BLANKS), *(other.lstrip(BLANKS + '"') for other in others)]
    return any(one[:1] in SIGNS for one in cells)


def undone(shown: str, *, original: str) -> str:
    """Return *original* if *shown* is that but for apostrophes that were put in, and *shown* otherwise."""
    left = iter(original)
    wanted = next(left, None)
    for character in shown:
        if character == wanted:
            wanted = next(left, None)
        elif character != "'":
            return shown
    return original if wanted is None else shown
