"""From sentences to facts: quotations kept whole, long ones cut, repeats merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.articles.blocks import Block, Kind
from bot.articles.clauses import MAX_LENGTH, cut
from bot.articles.names import Names
from bot.articles.quotes import Quotes
from bot.articles.referents import Referents
from bot.articles.salience import Salience
from bot.articles.sentences import Sentence
from bot.articles.speakers import Speakers
from bot.articles.statements import is_statement
from bot.articles.words import fold_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A fact before it has an id: where it stands in the cleaned text, and how it reads alone."""

    start: int
    end: int
    text: str
    speaker: str | None
    score: float


@dataclass(frozen=True, slots=True)
class _Draft:
    start: int
    end: int
    text: str
    speaker: str | None
    before: str | None  # what its sentence starts with, where it is a later clause of it


_OPPOSITE = {"«": "»", "“": "”", "„": "“", '"': '"', "‘": "’"}
_SAME_SHARE = 0.85
_MAX_ALIKE = 20


def build_facts(
    text: str,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    *,
    quotes: Quotes,
    names: Names,
    skipped: frozenset[int],
    title: str | None,
) -> list[Statement]:
    """Return what the sentences that are not *skipped* state, in order."""
    speakers = Speakers(text, sentences, quotes, names)
    drafts = []
    for start, end, before in _spans(text, blocks, sentences, quotes, skipped):
        drafts.append(
            _Draft(start, end, _balanced(text, start, end, quotes), speakers.of(start, end), before)
        )
    drafts = _without_repeats(drafts)
    salience = Salience([draft.text for draft in drafts], title=title, names=names)
    referents = Referents(names)
    return [
        Statement(
            start=draft.start,
            end=draft.end,
            text=referents.clarify(
                draft.text, speaker=draft.speaker, start=draft.start, end=draft.end, before=draft.before
            ),
            speaker=draft.speaker,
            score=salience.score(
                draft.text,
                position=position,
                is_quote=draft.speaker is not None,
                start=draft.start,
                end=draft.end,
            ),
        )
        for position, draft in enumerate(drafts)
    ]


def _spans(
    text: str, blocks: Sequence[Block], sentences: Sequence[Sentence], quotes: Quotes, skipped: frozenset[int]
) -> Iterator[tuple[int, int, str | None]]:
    kept = [
        one
        for index, one in enumerate(sentences)
        if index not in skipped and blocks[one.block].kind is not Kind.HEADING
    ]
    unit: list[Sentence] = []
    for sentence in kept:
        if unit and not (sentence.block == unit[-1].block and _is_one_quote(unit[-1], sentence, quotes)):
            yield from _pieces(text, unit, quotes, is_item=blocks[unit[0].block].kind is Kind.ITEM)
            unit = []
        unit.append(sentence)
    if unit:
        yield from _pieces(text, unit, quotes, is_item=blocks[unit[0].block].kind is Kind.ITEM)


def _is_one_quote(before: Sentence, after: Sentence, quotes: Quotes) -> bool:
    return quotes.around(before.end) is not None and quotes.around(before.end) == quotes.around(after.start)


def _pieces(
    text: str, unit: Sequence[Sentence], quotes: Quotes, *, is_item: bool
) -> Iterator[tuple[int, int, str | None]]:
    """Yield a quotation of several sentences in few pieces, a long sentence in its clauses."""
    if not is_statement(" ".join(one.text for one in unit), is_item=is_item):
        return
    parts = [(unit[0].start, unit[0].end)]
    for sentence in unit[1:]:
        if sentence.end - parts[-1][0] > MAX_LENGTH:
            parts.append((sentence.start, sentence.end))
        else:
            parts[-1] = (parts[-1][0], sentence.end)
    for first, last in parts:
        for start, end in cut(text, first, last, quotes):
            yield start, end, text[first:start] if start > first else None


def _balanced(text: str, start: int, end: int, quotes: Quotes) -> str:
    """Return the words of a span, with the quotation marks it lacks."""
    shown = " ".join(text[start:end].split())
    opened, closed = quotes.around(start), quotes.around(end)
    if opened and opened.end > start + 1:
        mark = text[opened.start]
        shown = f"{mark} {shown}" if mark == "«" else f"{mark}{shown}"
    if closed and closed.start < end:
        mark = _OPPOSITE[text[closed.start]]
        shown = f"{shown} {mark}" if mark == "»" else f"{shown}{mark}"
    return shown


def _without_repeats(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Return *drafts* without those that say again, in nearly the same words, what an earlier one says."""
    kept: list[_Draft] = []
    seen: set[tuple[str, ...]] = set()
    alike: dict[tuple[str, ...], list[frozenset[str]]] = {}
    for draft in drafts:
        words = tuple(fold_words(draft.text))
        bag = frozenset(words)
        keys = (words[:4], words[-4:])
        if words in seen or any(_is_same(bag, other) for key in keys for other in alike.get(key, ())):
            continue
        seen.add(words)
        for key in keys:
            if len(alike.setdefault(key, [])) < _MAX_ALIKE:
                alike[key].append(bag)
        kept.append(draft)
    return kept


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two facts share nearly all their words, and all their figures."""
    if {word for word in one ^ other if any(character.isdigit() for character in word)}:
        return False
    return len(one & other) >= _SAME_SHARE * len(one | other)
