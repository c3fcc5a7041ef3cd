"""What is marked in the source of an article that has been read, and what each mark is called on its page."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.article import Article, Fact, Question, SetAside, item_of
from bot.exports.places import Places, Span, speaker_in
from bot.exports.segments import Mark

Part = Fact | Question | SetAside | str  # a follow-up is its words

SPEAKER = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A part of an article on its page: a fact, a question, a follow-up or something set aside."""

    name: str  # unique on the page
    number: str  # as people read it
    kind: str  # the page's classes for it
    part: Part
    item: str | None = None  # as doubts name it
    span: Span | None = None  # where it stands in the source, if it does

    @property
    def mark(self) -> Mark | None:
        """Its mark in the source."""
        return None if self.span is None else Mark(name=self.name, start=self.span[0], end=self.span[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Where a speaker is named, and the entries whose speaker it is."""

    span: Span
    of: frozenset[str]


def entries_of(article: Article, *, key_facts: int) -> list[Entry]:
    """Return the parts of *article*: facts, questions each with its follow-ups, what was set aside."""
    return [*_facts(article, key_facts=key_facts), *_questions(article), *_set_aside(article)]


def namings_of(article: Article, entries: list[Entry]) -> list[Naming]:
    """Return where speakers are named, each place once."""
    found: dict[Span, set[str]] = {}
    for entry in entries:
        if entry.span is not None and isinstance(entry.part, Fact):
            span = speaker_in(article.text, entry.part)
            if span is not None:
                found.setdefault(span, set()).add(entry.name)
    return [Naming(span=span, of=frozenset(names)) for span, names in sorted(found.items())]


def _facts(article: Article, *, key_facts: int) -> Iterator[Entry]:
    # Where nothing was ranked, as in a pack, the first ones are not the ones that matter most.
    key = {fact.id for fact in article.key_facts[:key_facts] if fact.score}
    for number, fact in enumerate(article.facts, 1):
        yield Entry(
            name=f"f{number}",
            number=str(number),
            kind="fact key" if fact.id in key else "fact",
            part=fact,
            item=item_of(fact),
            span=_within(article, fact.start, fact.end),
        )


def _questions(article: Article) -> Iterator[Entry]:
    if not article.questions:
        return
    # A heading or a rhetorical question may have the very words of one that is put to readers.
    places = Places(article.text, avoid=[(one.start, one.end) for one in article.set_aside])
    behind = 0
    for number, question in enumerate(article.questions, 1):
        span = places.of(question.text, after=behind)
        behind = span[1] if span else behind
        yield Entry(
            name=f"q{number}",
            number=f"Q{number}",
            kind="prompt",
            part=question,
            item=item_of(question),
            span=span,
        )
        for letter, follow_up in enumerate(question.follow_ups, 1):
            span = places.of(follow_up, after=behind)
            behind = span[1] if span else behind
            yield Entry(
                name=f"q{number}-{letter}",
                number=f"Q{number}.{letter}",
                kind="follow",
                part=follow_up,
                span=span,
            )


def _set_aside(article: Article) -> Iterator[Entry]:
    for number, part in enumerate(article.set_aside, 1):
        span = _within(article, part.start, part.end)
        yield Entry(name=f"a{number}", number="–", kind="aside", part=part, span=span)


def _within(article: Article, start: int | None, end: int | None) -> Span | None:
    """Return the span, unless no word of the text lies in it: a pack's point into another file."""
    if start is None or end is None or not 0 <= start < end <= len(article.text):
        return None
    return (start, end) if article.text[start:end].strip() else None
