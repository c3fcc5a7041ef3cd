"""From sentences to facts: quotations kept whole, long ones cut, repeats merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.articles.blocks import Block, Kind
from bot.articles.clauses import MAX_LENGTH, cut
from bot.articles.lexicon import Lexicon
from bot.articles.names import Names
from bot.articles.people import People
from bot.articles.quotes import Quotes
from bot.articles.referents import Referents
from bot.articles.salience import Salience
from bot.articles.sentences import Sentence
from bot.articles.speakers import Speakers
from bot.articles.statements import is_opinion as is_opinion_of
from bot.articles.statements import why_no_statement
from bot.articles.words import fold_words
from bot.domain.article import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A fact before it has an id: where it stands in the cleaned text, and how it reads alone."""

    start: int
    end: int
    text: str
    speaker: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    start: int
    end: int
    text: str
    speaker: str | None
    before: str | None  # what its sentence starts with, where it is a later clause of it
    sentence: int
    is_voiced: bool  # whether it is somebody's words without quotation marks


_DASHES = ("—", "–")
_OPPOSITE = {"«": "»", "'": "'", "“": "”", "„": "“", '"': '"', "‘": "’"}
_SAME_SHARE = 0.85
_MAX_ALIKE = 20


def build_facts(
    text: str,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    *,
    quotes: Quotes,
    names: Names,
    people: People,
    lexicon: Lexicon,
    skipped: frozenset[int],
    voices: dict[int, str],
    title: str | None,
    date: str | None,
) -> tuple[list[Statement], dict[int, Reason]]:
    """Return what the sentences that are not *skipped* state, in order, and which state nothing, and why.

    *voices* says whose words a block is as a whole.
    """
    speakers = Speakers(text, sentences=sentences, quotes=quotes, names=names, people=people, lexicon=lexicon)
    dropped: dict[int, Reason] = {}
    drafts: list[_Draft] = []
    kept = [index for index in range(len(sentences)) if index not in skipped]
    is_opinion = not voices and is_opinion_of([one.text for one in sentences], lexicon)
    for unit in _units(sentences, kept, quotes, voices):
        said = [sentences[index] for index in unit]
        is_item = blocks[said[0].block].kind is Kind.ITEM
        block = blocks[said[0].block]
        voice = voices.get(said[0].block)
        if voice is None and (block.marker in _DASHES or text[block.start] in _DASHES):
            voice = speakers.in_dashes(block.start, block.end)
        reason = (
            None
            if voice and len(unit) > 1
            else why_no_statement(
                " ".join(one.text for one in said), lexicon, is_item=is_item, is_opinion=is_opinion
            )
        )
        if reason is not None:
            dropped.update(dict.fromkeys(unit, reason))
            continue
        for start, end, before in _pieces(text, said, quotes, lexicon):
            drafts.append(
                _Draft(
                    start=start,
                    end=end,
                    text=_balanced(text, start, end, quotes),
                    speaker=voice or speakers.of(start, end),
                    before=before,
                    sentence=unit[0],
                    is_voiced=voice is not None,
                )
            )
    drafts, repeats = _without_repeats(drafts)
    dropped.update((draft.sentence, Reason.REPEAT) for draft in repeats)
    return _to_statements(drafts, names, people, lexicon, title=title, date=date), dropped


def _to_statements(
    drafts: Sequence[_Draft],
    names: Names,
    people: People,
    lexicon: Lexicon,
    *,
    title: str | None,
    date: str | None,
) -> list[Statement]:
    salience = Salience([draft.text for draft in drafts], title=title, lexicon=lexicon)
    referents = Referents(names, people, lexicon, date=date)
    return [
        Statement(
            start=draft.start,
            end=draft.end,
            text=draft.text
            if draft.is_voiced
            else referents.clarify(
                draft.text, speaker=draft.speaker, start=draft.start, end=draft.end, before=draft.before
            ),
            speaker=draft.speaker,
            score=salience.score(
                draft.text,
                position=position,
                is_quote=draft.speaker is not None,
            ),
        )
        for position, draft in enumerate(drafts)
    ]


def _units(
    sentences: Sequence[Sentence], kept: Sequence[int], quotes: Quotes, voices: dict[int, str]
) -> Iterator[list[int]]:
    """Yield the sentences that make one statement: a quotation of several belongs together, and an answer."""
    unit: list[int] = []
    for index in kept:
        if unit:
            last, this = sentences[unit[-1]], sentences[index]
            is_together = this.block in voices or _is_one_quote(last, this, quotes)
            if index != unit[-1] + 1 or this.block != last.block or not is_together:
                yield unit
                unit = []
        unit.append(index)
    if unit:
        yield unit


def _is_one_quote(before: Sentence, after: Sentence, quotes: Quotes) -> bool:
    return quotes.around(before.end) is not None and quotes.around(before.end) == quotes.around(after.start)


def _pieces(
    text: str, unit: Sequence[Sentence], quotes: Quotes, lexicon: Lexicon
) -> Iterator[tuple[int, int, str | None]]:
    """Yield a quotation of several sentences in few pieces, a long sentence in its clauses."""
    parts = [(unit[0].start, unit[0].end)]
    for sentence in unit[1:]:
        if sentence.end - parts[-1][0] > MAX_LENGTH:
            parts.append((sentence.start, sentence.end))
        else:
            parts[-1] = (parts[-1][0], sentence.end)
    for first, last in parts:
        for start, end in cut(text, first, last, quotes, lexicon):
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


def _without_repeats(drafts: Sequence[_Draft]) -> tuple[list[_Draft], list[_Draft]]:
    """Return *drafts* without those that repeat an earlier one in nearly its words; and those that do."""
    kept: list[_Draft] = []
    repeats: list[_Draft] = []
    seen: set[tuple[str, ...]] = set()
    alike: dict[tuple[str, ...], list[frozenset[str]]] = {}
    for draft in drafts:
        words = tuple(fold_words(draft.text))
        bag = frozenset(words)
        keys = (words[:4], words[-4:])
        if words in seen or any(_is_same(bag, other) for key in keys for other in alike.get(key, ())):
            repeats.append(draft)
            continue
        seen.add(words)
        for key in keys:
            if len(alike.setdefault(key, [])) < _MAX_ALIKE:
                alike[key].append(bag)
        kept.append(draft)
    return kept, repeats


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two facts share nearly all their words, and all their figures."""
    shared = len(one & other)
    if shared < _SAME_SHARE * (len(one) + len(other) - shared):
        return False
    return not any(character.isdigit() for word in one ^ other for character in word)
