"""An article as it is to be once its page was read again: what was found in it stays, whatever became of it.

Nothing is dropped: what the page does not say any more is marked, and a moderator decides. Nor does anything
come back that a moderator left out: what the page said before, word by word, is not new.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from rapidfuzz import fuzz

from bot.articles.anchors import Anchor, Folded, Span, anchor, fold
from bot.domain.article import FACT, Article, Fact, FactState, Question

# Of 100: a question with a word or two changed.
_SAME_QUESTION = 85.0
# A moderator has looked at these: what they say stays, whatever the page says.
_SETTLED = frozenset({FactState.CORRECTED, FactState.WITHDRAWN})


def refreshed(
    stored: Article, page: Article, *, at: datetime, taken: frozenset[str] = frozenset()
) -> Article:
    """Return *stored* as *page*, the same article read at *at*, makes it.

    Facts keep their ids, their states and their corrections. New ones get ids that none had before: *taken*
    are those of facts that are gone.
    """
    old, new = Folded(stored.text), Folded(page.text)
    passages = [Span(words=one.passage, start=one.start, end=one.end) for one in page.facts]
    passages += [Span(words=one.text, start=one.start, end=one.end) for one in page.set_aside]
    anchors = anchor([_span(fact) for fact in stored.facts], old=old, new=new, passages=passages)
    facts = [
        _kept(fact, found, page=page, passages=passages, at=at)
        for fact, found in zip(stored.facts, anchors, strict=True)
    ]
    standing = _union((found.start, found.end) for found in anchors if found is not None)
    unclaimed = [fact for fact in page.facts if not _is_claimed(fact, standing)]
    ids = _free("f", taken | {fact.id for fact in stored.facts})
    names = {fact.id: next(ids) for fact in unclaimed if not old.places(fold(fact.passage))}
    fresh = [replace(fact, id=names[fact.id]) for fact in unclaimed if fact.id in names]
    for fact, found in zip(stored.facts, anchors, strict=True):
        if found is not None and found.passage is not None and found.passage < len(page.facts):
            names[page.facts[found.passage].id] = fact.id
    doubts = [
        replace(doubt, item=FACT + names[doubt.item.removeprefix(FACT)])
        for doubt in page.doubts
        if doubt.item is not None and doubt.item.removeprefix(FACT) in names
    ]
    return replace(
        stored,
        title=stored.title or page.title,
        source=stored.source or page.source,
        author=stored.author or page.author,
        url=stored.url or page.url,
        date=stored.date or page.date,
        text=page.text,
        facts=tuple(_merged(facts, fresh)),
        questions=_questions(stored.questions, page.questions, old=old, new=new),
        set_aside=page.set_aside,
        doubts=tuple(doubts),
    )


def _span(fact: Fact) -> Span:
    return Span(words=fact.passage, start=fact.start, end=fact.end, was_there=_was_there(fact))


def _was_there(fact: Fact) -> bool:
    """Return whether its passage ever stood on the page; that of a moderator's own fact did not."""
    return fact.start is not None or fact.orphaned_at is not None


def _kept(fact: Fact, found: Anchor | None, *, page: Article, passages: Sequence[Span], at: datetime) -> Fact:
    if found is None:
        gone_at = (fact.orphaned_at or at) if _was_there(fact) else None
        return replace(fact, start=None, end=None, orphaned_at=gone_at)
    placed = replace(fact, start=found.start, end=found.end, orphaned_at=None)
    if found.passage is None:
        return placed
    placed = replace(placed, passage=passages[found.passage].words)
    if fact.state in _SETTLED or fact.added_at is not None:
        return placed
    if found.passage >= len(page.facts):  # the page says it where facts are not looked for
        return replace(placed, text=placed.passage)
    said = page.facts[found.passage]
    return replace(placed, text=said.text, speaker=said.speaker, score=said.score)


def _union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *spans* in their order, those that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_claimed(fact: Fact, standing: Sequence[tuple[int, int]]) -> bool:
    """Return whether more than half of what *fact* rests on is that of facts which are known."""
    if fact.start is None or fact.end is None:
        return False
    covered = 0
    for first, last in standing[max(0, bisect_right(standing, (fact.start, 0)) - 1) :]:
        if first >= fact.end:
            break
        covered += max(0, min(fact.end, last) - max(fact.start, first))
    return 2 * covered > fact.end - fact.start


def _merged(facts: Sequence[Fact], fresh: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the facts in their order, which a moderator may have chosen, new ones behind their neighbours."""
    starts = sorted((fact.start, number) for number, fact in enumerate(facts) if fact.start is not None)
    behind: dict[int, list[Fact]] = defaultdict(list)
    for one in fresh:
        place = bisect_right(starts, (one.start or 0, len(facts)))
        behind[starts[place - 1][1] if place else -1].append(one)
    yield from behind[-1]
    for number, fact in enumerate(facts):
        yield fact
        yield from behind[number]


def _questions(
    stored: Sequence[Question], asked: Sequence[Question], *, old: Folded, new: Folded
) -> tuple[Question, ...]:
    """Return the questions: those that were there, in the page's new words unless they were a moderator's."""
    by_words = {fold(question.text): question for question in asked}
    kept = []
    for question in stored:
        same = by_words.pop(fold(question.text), None)
        is_untouched = all(old.places(fold(part)) for part in (question.text, *question.follow_ups))
        if same is None and not new.places(fold(question.text)):
            same = _nearest(question, list(by_words.values()))
            if same is not None:
                del by_words[fold(same.text)]
        kept.append(replace(same, id=question.id) if same is not None and is_untouched else question)
    ids = _free("q", frozenset(question.id for question in stored))
    fresh = (question for question in by_words.values() if not old.places(fold(question.text)))
    return (*kept, *(replace(question, id=next(ids)) for question in fresh))


def _nearest(question: Question, asked: Sequence[Question]) -> Question | None:
    scored = [(fuzz.ratio(question.text, one.text), -number) for number, one in enumerate(asked)]
    best = max(scored, default=(0.0, 0))
    return asked[-best[1]] if best[0] >= _SAME_QUESTION else None


def _free(prefix: str, taken: frozenset[str]) -> Iterator[str]:
    return (name for number in count(1) if (name := f"{prefix}{number}") not in taken)
