"""Charts of a report as plain SVG: bars that lie, with a line each, and bars that stand.

Widths are per cent and heights are pixels, so that words keep their size however wide the page is. What a
chart shows is in its description too, and the page has it as a table besides. Colours are the style sheet's.
"""

from collections.abc import Sequence
from itertools import count

from bot.domain.report import Bar
from bot.exports.markup import Html, element, joined
from bot.exports.report_words import Line

LINE_HEIGHT = 46
ROW_HEIGHT = 27
LONGEST = 16  # characters of a word beside its bar; the table has all of it
BESIDE, WIDE = 38.0, 44.0  # per cent: where such a bar begins, and how far it may reach
HEIGHT = 190
TOP, BASE = 26, 164  # of standing bars: room for a number above and for words below
LEAST = 1.5  # pixels: what there is of something is seen
GAP = 0.12  # of a bar's place
FULL = 100.0
# Of so many bars each has its number; of more only the highest has one.
ALL_LABELLED = 8


class Charts:
    """Draws the charts of one page, which need names that are there once."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def lying(self, lines: Sequence[Line], *, title: str, description: str) -> Html:
        """Return a bar for each line, below its label and what it counts."""
        parts: list[Html] = []
        for number, line in enumerate(lines):
            top = number * LINE_HEIGHT
            parts += [
                element("text", line.label, x="0", y=str(top + 17), class_="label", lang=line.language),
                element("text", line.shown, x="100%", y=str(top + 17), class_="value end"),
                _rect(0, FULL, top + 25, 12, class_="track"),
                *([_rect(0, line.share * FULL, top + 25, 12, class_="bar")] if line.count else []),
            ]
        height = len(lines) * LINE_HEIGHT - 4
        return self._drawn(parts, height=height, title=title, description=description)

    def listed(self, lines: Sequence[Line], *, title: str, description: str) -> Html:
        """Return a bar for each of many lines, beside its label, which is a word, and its count."""
        parts: list[Html] = []
        for number, line in enumerate(lines):
            top = number * ROW_HEIGHT
            label = line.label if len(line.label) <= LONGEST else f"{line.label[: LONGEST - 1]}…"
            parts += [
                element("text", label, x="0", y=str(top + 17), class_="label", lang=line.language),
                _rect(BESIDE, WIDE, top + 6, 12, class_="track"),
                _rect(BESIDE, line.share * WIDE, top + 6, 12, class_="bar"),
                element("text", line.shown, x="100%", y=str(top + 17), class_="value end"),
            ]
        return self._drawn(parts, height=len(lines) * ROW_HEIGHT, title=title, description=description)

    def standing(
        self,
        bars: Sequence[Bar],
        lines: Sequence[Line],
        *,
        title: str,
        description: str,
        ticks: Sequence[str],
    ) -> Html:
        """Return bars side by side, as wide as their spans, and as high as people in a unit of them.

        *ticks* stand below, from one end to the other.
        """
        begun = bars[0].start
        whole = (bars[-1].end or 0) - begun
        heights = [bar.count / ((bar.end or 0) - bar.start) for bar in bars]
        places = [
            ((bar.start - begun) / whole * FULL, ((bar.end or 0) - bar.start) / whole * FULL) for bar in bars
        ]
        parts = [*_bars(places, heights, lines, gap=GAP * FULL / whole), _axis()]
        last = len(ticks) - 1
        for number, tick in enumerate(ticks):
            side = "start" if number == 0 else "end" if number == last else "middle"
            at = number / last * FULL if last else 0.0
            parts.append(_text(tick, at, BASE + 20, class_=f"tick {side}"))
        return self._drawn(parts, height=HEIGHT, title=title, description=description)

    def ranked(self, lines: Sequence[Line], *, title: str, description: str, labels: Sequence[str]) -> Html:
        """Return bars side by side, each as wide as the others, with its number above and its label below."""
        wide = FULL / len(lines)
        places = [(number * wide, wide) for number in range(len(lines))]
        parts = [*_bars(places, [line.count for line in lines], lines, gap=GAP * wide), _axis()]
        for (left, _), label in zip(places, labels, strict=True):
            parts.append(_text(label, left + wide / 2, BASE + 20, class_="tick narrow middle"))
        return self._drawn(parts, height=HEIGHT, title=title, description=description)

    def _drawn(self, parts: Sequence[Html], *, height: int, title: str, description: str) -> Html:
        name = f"chart-{next(self._numbers)}"
        return element(
            "svg",
            element("title", title, id=f"{name}-title"),
            element("desc", description, id=f"{name}-desc"),
            joined(*parts),
            class_="chart",
            role="img",
            width="100%",
            height=str(height),
            aria_labelledby=f"{name}-title",
            aria_describedby=f"{name}-desc",
        )


def _bars(
    places: Sequence[tuple[float, float]], heights: Sequence[float], lines: Sequence[Line], *, gap: float
) -> list[Html]:
    highest = max(heights) or 1.0
    parts = []
    for (left, wide), height, line in zip(places, heights, lines, strict=True):
        if not line.count:
            continue
        tall = max(LEAST, height / highest * (BASE - TOP))
        parts.append(_rect(left + gap / 2, wide - gap, BASE - tall, tall, class_="bar"))
        if len(lines) <= ALL_LABELLED or height == highest:
            # The highest of many may stand at an end, where its number would reach beyond the picture.
            middle = min(96.0, max(4.0, left + wide / 2))
            parts.append(_text(line.shown, middle, BASE - tall - 7, class_="value middle"))
    return parts


def _axis() -> Html:
    return _rect(0, FULL, BASE, 1, class_="axis")


def _rect(left: float, wide: float, top: float, tall: float, *, class_: str) -> Html:
    return element(
        "rect", x=f"{left:.4g}%", width=f"{wide:.4g}%", y=f"{top:.4g}", height=f"{tall:.4g}", class_=class_
    )


def _text(words: str, at: float, y: float, *, class_: str) -> Html:
    return element("text", words, x=f"{at:.4g}%", y=f"{y:.4g}", class_=class_)
