"""The source of an article, stretch by stretch, each with its marks in it and its notes beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.exports.markup import Html, element, joined
from bot.exports.reading_marks import SPEAKER, Entry, Naming
from bot.exports.segments import Mark, Segment, cut, stretches

# What a note says, given the class of what is lit together with it, and what its place in the text is called.
Note = Callable[[Entry, str], Html]
Label = Callable[[Entry], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a page, and how many entries the fullest of them has."""

    rows: tuple[Html, ...]
    fullest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A stretch of the text with the entries that begin in it, which also end in it."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    namings: tuple[Naming, ...]
    begins_paragraph: bool


def rows_of(
    text: str,
    entries: Sequence[Entry],
    namings: Sequence[Naming],
    *,
    note: Note,
    label: Label,
    lang: str | None,
) -> Rows:
    """Return *text* as rows; their texts, put together, are *text* as it can be shown."""
    rows = list(_split(text, entries, namings))
    return Rows(
        rows=tuple(_to_html(text, row, note=note, label=label, lang=lang) for row in rows),
        fullest=max((len(row.entries) for row in rows), default=0),
    )


def _split(text: str, entries: Sequence[Entry], namings: Sequence[Naming]) -> Iterator[_Row]:
    placed = sorted(
        ((entry, mark) for entry in entries if (mark := entry.mark) is not None),
        key=lambda pair: (pair[1].start, -pair[1].end),
    )
    named = [(one, Mark(name=SPEAKER, start=one.span[0], end=one.span[1])) for one in namings]
    spans = stretches(text, [mark for _, mark in (*placed, *named)])
    next_entry = next_naming = before = 0
    for start, end in spans:
        first_entry, first_naming = next_entry, next_naming
        while next_entry < len(placed) and placed[next_entry][1].start < end:
            next_entry += 1
        while next_naming < len(named) and named[next_naming][1].start < end:
            next_naming += 1
        yield _Row(
            start=start,
            end=end,
            entries=tuple(entry for entry, _ in placed[first_entry:next_entry]),
            namings=tuple(naming for naming, _ in named[first_naming:next_naming]),
            begins_paragraph=bool(start) and "\n" in text[before:start],
        )
        before = start + len(text[start:end].rstrip())


def _to_html(text: str, row: _Row, *, note: Note, label: Label, lang: str | None) -> Html:
    places = {entry.name: f"i{number}" for number, entry in enumerate(row.entries)}
    passage = element("div", *_marked(text, row, places, label=label), class_="text", lang=lang, dir="auto")
    notes = [
        element("li", note(entry, place), class_=f"note {entry.kind} {place}", id=f"n-{entry.name}")
        for entry, place in zip(row.entries, places.values(), strict=True)
    ]
    return element(
        "div",
        passage,
        element("ol", *notes, class_="notes") if notes else Html(),
        class_="row begins" if row.begins_paragraph else "row",
    )


def _marked(text: str, row: _Row, places: dict[str, str], *, label: Label) -> Iterator[Html]:
    stretch = text[row.start : row.end]
    start = row.start + len(stretch) - len(stretch.lstrip())
    end = max(start, row.start + len(stretch.rstrip()))
    yield from _gap(text[row.start : start])
    entries = {entry.name: entry for entry in row.entries}
    namings = {f"{SPEAKER}{number}": one for number, one in enumerate(row.namings)}
    marks = [mark for entry in row.entries if (mark := entry.mark) is not None]
    marks += [Mark(name=name, start=one.span[0], end=one.span[1]) for name, one in namings.items()]
    waiting = dict(entries)
    for segment in cut(marks, start=start, end=end) if start < end else ():
        for mark in segment.marks:
            if entry := waiting.pop(mark.name, None):
                yield _place(entry, places[entry.name], label=label)
        yield _piece(text, segment, entries, namings, places)
    yield from _gap(text[end : row.end])


def _piece(
    text: str,
    segment: Segment,
    entries: dict[str, Entry],
    namings: dict[str, Naming],
    places: dict[str, str],
) -> Html:
    words = text[segment.start : segment.end]
    if not segment.marks:
        return joined(words)
    kinds: dict[str, None] = {}
    lit: dict[str, None] = {}
    for mark in segment.marks:
        if naming := namings.get(mark.name):
            kinds[SPEAKER] = None
            lit |= dict.fromkeys(places[name] for name in sorted(naming.of) if name in places)
        else:
            kinds |= dict.fromkeys(entries[mark.name].kind.split())
            lit[places[mark.name]] = None
    return element("span", words, class_=" ".join(["seg", *kinds, *lit]))


def _place(entry: Entry, place: str, *, label: Label) -> Html:
    """Return the number before a mark, by which it is left for its note; nothing that would be copied."""
    return element(
        "a",
        class_=f"place {entry.kind} {place}",
        id=f"t-{entry.name}",
        href=f"#n-{entry.name}",
        aria_label=label(entry),
        data_label=entry.number,
    )


def _gap(blank: str) -> Iterator[Html]:
    """Yield what is between two rows, which the rows themselves set apart."""
    if blank:
        yield element("span", blank, class_="gap")
