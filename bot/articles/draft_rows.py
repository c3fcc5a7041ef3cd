"""An article that is being looked over as rows, so that a change touches few of them and can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.articles.editing import Part
from bot.domain.article import Article, Doubt, Doubtful, Fact, Question, SetAside, item_of

# Between two rows there is room for others.
SPACING = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fact, a question, or what was set aside, where it stands, and what there is to doubt about it."""

    position: int
    part: Part
    doubts: tuple[Doubt, ...] = ()


def rows_of(article: Article, *, before: Mapping[str, Row] | None = None) -> dict[str, Row]:
    """Return *article* in rows, by their names; each stays where it was *before*, as far as it can."""
    parts: dict[str, Part] = {item_of(part): part for part in (*article.parts, *article.set_aside)}
    places = _placed(list(parts), before or {})
    doubts: dict[str, list[Doubt]] = {}
    for one in article.doubts:
        doubts.setdefault(one.item or "", []).append(one.doubt)
    return {
        name: Row(position=places[name], part=part, doubts=tuple(doubts.get(name, ())))
        for name, part in parts.items()
    }


def heading_of(article: Article) -> Article:
    """Return what of *article* is in none of its rows: all but its text, too."""
    whole = tuple(one for one in article.doubts if one.item is None)
    return replace(article, text="", facts=(), questions=(), set_aside=(), doubts=whole)


def article_of(heading: Article, rows: Mapping[str, Row], *, text: str) -> Article:
    """Return the article that ``rows_of`` and ``heading_of`` took apart."""
    held = sorted(rows.items(), key=lambda named: named[1].position)
    about = (Doubtful(doubt=doubt, item=name) for name, row in held for doubt in row.doubts)
    parts = [row.part for _, row in held]
    return replace(
        heading,
        text=text,
        facts=tuple(part for part in parts if isinstance(part, Fact)),
        questions=tuple(part for part in parts if isinstance(part, Question)),
        set_aside=tuple(part for part in parts if isinstance(part, SetAside)),
        doubts=(*heading.doubts, *about),
    )


def difference(before: Mapping[str, Row], after: Mapping[str, Row]) -> dict[str, Row | None]:
    """Return the rows of *before* that are others in *after*, or None where there were none."""
    names = [*before, *(name for name in after if name not in before)]
    return {name: before.get(name) for name in names if before.get(name) != after.get(name)}


def undone(rows: Mapping[str, Row], step: Mapping[str, Row | None]) -> dict[str, Row]:
    """Return *rows* as they were before a change: *step* is what ``difference`` said of it."""
    restored: dict[str, Row | None] = {**rows, **step}
    return {name: row for name, row in restored.items() if row is not None}


def _placed(names: Sequence[str], before: Mapping[str, Row]) -> dict[str, int]:
    """Return where each of *names* stands: further and further, and where it did if that is possible."""
    last, stays = 0, {}
    for name in names:
        row = before.get(name)
        if row is not None and row.position > last:
            last = stays[name] = row.position
    places: dict[str, int] = {}
    low = 0
    runs = [(is_new, list(run)) for is_new, run in groupby(names, key=lambda name: name not in stays)]
    for number, (is_new, run) in enumerate(runs):
        if not is_new:
            places |= {name: stays[name] for name in run}
            low = stays[run[-1]]
            continue
        is_last = number + 1 == len(runs)
        high = low + SPACING * (len(run) + 1) if is_last else stays[runs[number + 1][1][0]]
        if high - low <= len(run):
            # No room is left between two of them, so all get some again.
            return {name: (place + 1) * SPACING for place, name in enumerate(names)}
        places |= {
            name: low + (high - low) * place // (len(run) + 1) for place, name in enumerate(run, start=1)
        }
    return places
