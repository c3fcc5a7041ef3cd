"""What may be shown of people without telling of a few of them.

The rule, after what statistical offices do with tables of counts (A. Hundepool et al., *Statistical
Disclosure Control*, Wiley 2012, chapter 5: minimum frequency, complementary suppression, recoding):

1. **Floor.** A number of people is shown if it is 0 or at least the floor, which is five or more.
2. **Differences.** Where a group that is shown lies within a larger one that is, what is left of the larger
   one is also 0 or at least the floor; or the larger number is told as "at least", or one of both not at all.
   A total of 12 beside a part of 9 would show the 3.
3. **Everybody once.** What is broken down (days, hours, lengths, ways) counts each person once for each
   question, by their first answer to it. The parts then add up to what is shown of the questions anyway, and
   every part, so every sum and every difference of parts, is about at least as many people as the floor.
   Parts of fewer are put together with their neighbours, or with the smallest other part, until they are not.
4. **One level.** The same breakdown is never shown for single questions and for all of them: the difference
   of both would be what is shown nowhere. Lengths and words are told by question; days, hours and ways for
   all questions of a discussion, and not once more where a report is of several. Nor does that tell how many
   people there are, where how many took part in one of them would leave a few.
5. **Nothing of the few.** A question that fewer people answered than the floor is counted in no other number.
6. **Quantiles** are somebody's own number: one is shown where twice the floor of people lie on its shorter
   side for a quartile, and the floor for a median.
7. **Quotations** are shown where as many people as the floor agreed to be quoted, so that it stays open which
   of them speaks; without their names and times.
8. **Look-ups** are kept without who asked. They are shown from as many times on as the floor.
9. **The last day** is that of the discussion, not of the last answer, which is somebody's: it is the day on
   which it was closed, or today.

What it does not do: two reports of the same discussion differ by those who answered between the two, who
may be few; so do two with another floor or in another time zone, by those whom a bar lost. Whoever makes
reports should make a new one only when as many people as the floor have come or gone, and choose the floor
and the zone before the first. And somebody who gives several unlinked answers counts as several people:
nothing tells.
"""

from collections.abc import Hashable, Sequence

from bot.domain.report import Bar, Slice


def is_safe(number: int, *, floor: int) -> bool:
    """Return whether *number* of people may be told."""
    return number == 0 or number >= floor


def may_stand_beside(part: int, whole: int, *, floor: int) -> bool:
    """Return whether both numbers may be told, of a group and of a larger one that it lies within."""
    return is_safe(part, floor=floor) and is_safe(whole - part, floor=floor)


class Cell:
    """How many answers there are in a part of a breakdown, and whether they are enough people's.

    No more people are kept than it takes to tell, so the memory does not grow with the answers.
    """

    __slots__ = ("count", "people")

    def __init__(self) -> None:
        self.count = 0
        self.people: set[Hashable] = set()

    def add(self, person: Hashable, floor: int) -> None:
        """Count an answer of *person*."""
        self.count += 1
        if len(self.people) < floor:
            self.people.add(person)

    def take_in(self, other: "Cell") -> None:
        """Count all that *other* counts."""
        self.count += other.count
        self.people |= other.people


def bars(cells: Sequence[Cell], edges: Sequence[int | None], *, floor: int) -> tuple[Bar, ...]:
    """Return *cells* as bars, neighbours put together until each is of enough people, or of nobody.

    A cell reaches from its edge to the next one. Returns nothing where all together are too few, or nobody.
    """
    if not any(cell.count for cell in cells):
        return ()
    found: list[tuple[int, int, Cell]] = []  # from which cell to before which
    begun: int | None = None
    run = Cell()
    for place, cell in enumerate(cells):
        if begun is None and not cell.count:
            found.append((place, place + 1, cell))
            continue
        begun = place if begun is None else begun
        run.take_in(cell)
        if len(run.people) >= floor:
            found.append((begun, place + 1, run))
            begun, run = None, Cell()
    if begun is not None:
        # What is left over goes to the last bar that has people, and to the empty ones between.
        while found and len(run.people) < floor:
            begun, _, cell = found.pop()
            run.take_in(cell)
        if len(run.people) < floor:
            return ()
        found.append((begun, len(cells), run))
    return tuple(
        Bar(start=edges[first] or 0, end=edges[last], count=cell.count) for first, last, cell in found
    )


def slices(cells: dict[str, Cell], *, floor: int) -> tuple[Slice, ...]:
    """Return *cells* as slices, the largest first, those of too few people together as the last.

    Returns nothing where that leaves one which is not all of one kind.
    """
    ordered = sorted((item for item in cells.items() if item[1].count), key=lambda item: -item[1].count)
    shown = [(name, cell) for name, cell in ordered if len(cell.people) >= floor]
    rest = Cell()
    for _, cell in ordered:
        if len(cell.people) < floor:
            rest.take_in(cell)
    while shown and rest.count and len(rest.people) < floor:
        rest.take_in(shown.pop()[1])
    if not shown:
        return ()
    others = (Slice(name=None, count=rest.count),) if rest.count else ()
    return (*(Slice(name=name, count=cell.count) for name, cell in shown), *others)
