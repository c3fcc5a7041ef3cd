"""How long answers are, in words."""

from bisect import bisect_right
from collections import Counter
from itertools import accumulate

from bot.domain.report import Lengths
from bot.insight.disclosure import Cell, bars

# A remark, a sentence, a few, a paragraph, several.
EDGES = (1, 6, 11, 21, 51, 101, 201)
# Longer ones are counted as so long: the answer of most words that Discord takes has 2,000 (4,000
# characters).
MOST = 2_000


def cell_of(length: int) -> int:
    """Return the number of the bar that an answer of so many words belongs to."""
    return max(0, bisect_right(EDGES, length) - 1)


def lengths(counts: Counter[int], *, floor: int) -> Lengths:
    """Return what is told of answers of which so many have so many words, each of another person."""
    people = counts.total()
    cells = [Cell() for _ in EDGES]
    for length, count in counts.items():
        # They are all different people: as many as the floor of them are enough to tell.
        cell = cells[cell_of(length)]
        cell.people.update((length, number) for number in range(min(count, floor)))
        cell.count += count
    return Lengths(
        median=_quantile(counts, people // 2) if people >= 2 * floor else None,
        quartiles=(
            (_quantile(counts, people // 4), _quantile(counts, (3 * people) // 4))
            if people >= 8 * floor
            else None
        ),
        bars=bars(cells, (*EDGES, None), floor=floor),
    )


def _quantile(counts: Counter[int], place: int) -> int:
    ordered = sorted(counts)
    return ordered[bisect_right(list(accumulate(counts[length] for length in ordered)), place)]
