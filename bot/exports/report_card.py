"""A report as a picture, for where a page cannot be shown; what it says is also told in words.

The font is Inter, which has the Latin, Greek and Cyrillic scripts. What it has no letter for is left out,
never drawn as an empty box: the words beside the picture have all of it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from unicodedata import category, normalize

from PIL import Image, ImageDraw, ImageFont

from bot.domain.report import Report
from bot.exports.markup import shown
from bot.exports.report_words import Line, Words
from bot.i18n import Text

WIDTH, HEIGHT = 1200, 630  # what link previews and Discord show whole
_EDGE = 64
_PAPER, _INK, _QUIET, _BAR, _TRACK = "#fbfaf6", "#1f1d1a", "#5a564f", "#0b6b58", "#e7e3d9"
_TITLE, _FIGURE, _LABEL, _LINE = 52, 60, 23, 25  # pixels of letters
_MOST_LINES = 6  # questions that have room
# The narrow no-break space of French, and others like it, which the font may not have.
_SPACES = re.compile(r"\s")
# No text has it: what the font draws for it is what it draws for any letter it does not have.
_MISSING = "\U0010fffe"
REGULAR, BOLD = 450, 700
MOST_ALT = 1_024  # characters that Discord takes as the description of a file


def to_report_card(report: Report, text: Text) -> bytes:
    """Return the picture as a PNG."""
    words = Words(report, text)
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 12), fill=_BAR)
    title = _wrapped(report.title, _font(_TITLE, BOLD), width=WIDTH - 2 * _EDGE)
    top = 56 if len(title) > 1 else 84
    for line in title:
        draw.text((_EDGE, top), line, font=_font(_TITLE, BOLD), fill=_INK)
        top += round(_TITLE * 1.2)
    draw.text(
        (_EDGE, top + 8), _fitted(words.about(), _font(_LABEL), WIDTH - 2 * _EDGE), _QUIET, _font(_LABEL)
    )
    _figures(draw, words.figures(), top=top + 70)
    _lines(draw, words.question_lines()[:_MOST_LINES], top=top + 214)
    content = BytesIO()
    image.quantize(64).save(content, "PNG", optimize=True)
    return content.getvalue()


def card_alt(report: Report, text: Text) -> str:
    """Return what the picture says."""
    words = Words(report, text)
    figures = text.listed([f"{figure} {label}" for figure, label in words.figures()])
    lines = words.enumerated(words.question_lines()[:_MOST_LINES])
    said = "\n".join((shown(report.title), shown(words.about()), figures, lines))
    return said if len(said) <= MOST_ALT else f"{said[: MOST_ALT - 1]}…"


def _figures(draw: ImageDraw.ImageDraw, figures: Sequence[tuple[str, str]], *, top: int) -> None:
    wide = (WIDTH - 2 * _EDGE) // len(figures)
    for number, (figure, label) in enumerate(figures):
        left = _EDGE + number * wide
        size = _FIGURE
        while size > _LABEL and _font(size, BOLD).getlength(_drawable(figure)) > wide - 24:
            size -= 4
        draw.text((left, top + _FIGURE), _drawable(figure), font=_font(size, BOLD), fill=_BAR, anchor="ls")
        draw.text((left, top + 76), _fitted(label, _font(_LABEL), wide - 16), font=_font(_LABEL), fill=_QUIET)


def _lines(draw: ImageDraw.ImageDraw, lines: Sequence[Line], *, top: int) -> None:
    """Draw a bar for each question, between its name and its number."""
    if not lines:
        return
    label = max(_font(_LINE, BOLD).getlength(_drawable(line.label)) for line in lines) + 28
    value = max(_font(_LINE).getlength(_drawable(line.shown)) for line in lines) + 28
    high = min(52, (HEIGHT - top - 32) // len(lines))
    left, right = _EDGE + label, WIDTH - _EDGE - value
    for number, line in enumerate(lines):
        middle = top + number * high + high // 2
        draw.text((_EDGE, middle), _drawable(line.label), font=_font(_LINE, BOLD), fill=_INK, anchor="lm")
        draw.rounded_rectangle((left, middle - 10, right, middle + 10), 4, fill=_TRACK)
        if line.count:
            reached = left + max(4.0, (right - left) * min(1.0, line.share))
            draw.rounded_rectangle((left, middle - 10, reached, middle + 10), 4, fill=_BAR)
        draw.text((WIDTH - _EDGE, middle), _drawable(line.shown), font=_font(_LINE), fill=_QUIET, anchor="rm")


def _wrapped(text: str, font: ImageFont.FreeTypeFont, *, width: int) -> list[str]:
    """Return *text* in one line or two, the last one cut if there is more."""
    words = _drawable(text).split()
    fits = max(1, _most(len(words), lambda number: font.getlength(" ".join(words[:number])) <= width))
    rest = " ".join(words[fits:])
    lines = [_fitted(" ".join(words[:fits]), font, width), _fitted(rest, font, width)]
    return [line for line in lines if line]


def _fitted(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """Return as much of *text* as is so wide."""
    text = _drawable(text)
    if font.getlength(text) <= width:
        return text
    fits = _most(len(text), lambda number: font.getlength(f"{text[:number]}…") <= width)
    return f"{text[:fits].rstrip()}…"


def _most(number: int, is_fit: Callable[[int], bool]) -> int:
    """Return up to which number not above *number* all fit; a title may be of any length, so it is halved."""
    return bisect_left(range(1, number + 1), x=True, key=lambda some: not is_fit(some))


def _drawable(text: str) -> str:
    """Return what the font has letters for, with plain spaces."""
    composed = _SPACES.sub(" ", normalize("NFC", text))
    kept = "".join(letter for letter in composed if letter == " " or _has(letter))
    return re.sub(" +", " ", kept).strip()


@cache
def _has(letter: str) -> bool:
    # Controls, marks that turn the direction, what is no character: they have no picture of their own.
    if category(letter)[0] in "CZ":
        return False
    font = _font(_LINE)
    drawn, missing = font.getmask(letter), font.getmask(_MISSING)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


@cache
def _font(size: int, weight: int = REGULAR) -> ImageFont.FreeTypeFont:
    with (files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf").open("rb") as file:
        font = ImageFont.truetype(BytesIO(file.read()), size)
    font.set_variation_by_axes([min(32, max(14, size)), weight])
    return font
