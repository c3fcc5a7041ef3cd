"""What may be changed of an article before it is kept: each function takes one and returns another.

Items go by the names that ``item_of`` gives them. What is made of others gets an id of its own, from *fresh*,
so that a button made for the old ones cannot mean the new one.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import chain
from typing import Any

from bot.domain.article import (
    FACT,
    QUESTION,
    Article,
    Doubt,
    Doubtful,
    Fact,
    FactState,
    Question,
    SetAside,
    item_of,
)
from bot.domain.draft_errors import (
    DraftDateError,
    DraftEdgeError,
    DraftFollowUpError,
    DraftHeadingError,
    DraftLanguageError,
    DraftMergeError,
    DraftSpeakerError,
    DraftSplitError,
    UnknownItemError,
)
from bot.domain.errors import DraftEmptyError, DraftTextError

Part = Fact | Question | SetAside
Fresh = Callable[[str], str]  # "f:" or "q:" → an id that nothing of the draft ever had

TEXT_LIMIT = 600  # characters of a fact or a question
HEADING_LIMIT = 200  # of a title, a source or a name
# How much a reader would call it a key fact, where a moderator wrote it, or took it in.
WRITTEN, TAKEN_IN = 1.0, 0.5
# What buttons have room for; longer ids of packs, or stranger ones, go by a hash.
SHORT_ITEM = re.compile(r"[fqs]:[\w.-]{1,22}", re.ASCII)
# Of two facts made one, the worse of their states.
STATES = (FactState.STATED, FactState.CORRECTED, FactState.DISPUTED, FactState.WITHDRAWN)
_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)
_CLOSING = r"[.!?…]*(?:\s?[»”\"])?"


def handle(item: str) -> str:
    """Return a short name of *item*, by which ``find`` finds it too."""
    return item if SHORT_ITEM.fullmatch(item) else f"#{sha256(item.encode()).hexdigest()[:10]}"


def find(article: Article, item: str) -> Part:
    """Return what is called *item*: by its name, by ``handle``'s, or by its id where only one has it.

    Raises UnknownItemError.
    """
    parts = (*article.parts, *article.set_aside)
    for part in parts:
        if item in {item_of(part), handle(item_of(part))}:
            return part
    named = [part for part in article.parts if part.id == item]
    if len(named) == 1:
        return named[0]
    raise UnknownItemError


def stamp(part: Part) -> str:
    """Return what is another one whenever *part* says something else."""
    said = f"{part.text}\0{getattr(part, 'speaker', None)}\0{getattr(part, 'follow_ups', ())}"
    return sha256(said.encode(errors="surrogatepass")).hexdigest()[:6]


def heading_stamp(article: Article) -> str:
    """Return what is another one whenever the title, source, author, date or language is."""
    said = (article.title, article.source, article.author, article.date, article.language)
    return sha256(repr(said).encode()).hexdigest()[:6]


def dropped(article: Article, item: str) -> Article:
    """Return *article* without *item*. Raises UnknownItemError, DraftEmptyError."""
    left_out = _stated(article, item)
    if len(article.parts) == 1:
        raise DraftEmptyError
    return _with(article, {item_of(left_out): ()})


def reworded(article: Article, item: str, text: str) -> Article:
    """Return *article* with *item* in other words. Raises UnknownItemError, DraftTextError."""
    meant = _stated(article, item)
    return _with(article, {item_of(meant): (replace(meant, text=clean(text)),)})


def attributed(article: Article, item: str, speaker: str) -> Article:
    """Return *article* in which *speaker* says the fact *item*; nobody where it is blank.

    Raises UnknownItemError, DraftSpeakerError, DraftHeadingError.
    """
    fact = _stated(article, item)
    if not isinstance(fact, Fact):
        raise DraftSpeakerError
    return _with(article, {item_of(fact): (replace(fact, speaker=_line(speaker)),)})


def merged(article: Article, item: str, other: str, *, fresh: Fresh) -> Article:
    """Return *article* with two facts made one, or with the question *item* as a follow-up of *other*.

    Raises UnknownItemError, DraftMergeError, DraftTextError.
    """
    one, two = _stated(article, item), _stated(article, other)
    if item_of(one) == item_of(two):
        raise DraftMergeError
    if isinstance(one, Question) and isinstance(two, Question):
        hung = replace(two, follow_ups=(*two.follow_ups, one.text, *one.follow_ups))
        return _with(article, {item_of(one): (), item_of(two): (hung,)})
    if not isinstance(one, Fact) or not isinstance(two, Fact):
        raise DraftMergeError
    if article.facts.index(one) > article.facts.index(two):
        one, two = two, one
    together = _together(one, two, article.text, id_=fresh(FACT))
    return _with(article, {item_of(one): (together,), item_of(two): ()})


def split(article: Article, item: str, pieces: Sequence[str], *, fresh: Fresh) -> Article:
    """Return *article* with a fact cut into *pieces*, each with its part of the passage where it is found.

    Raises UnknownItemError, DraftSplitError, DraftTextError.
    """
    fact = _stated(article, item)
    if not isinstance(fact, Fact) or len(pieces) < 2:  # noqa: PLR2004 (one piece is no cut)
        raise DraftSplitError
    source, offset = _source(fact, article.text)
    cut, begin = [], 0
    for piece in pieces:
        part = replace(fact, id=fresh(FACT), text=clean(piece))
        found = _found(piece, source, begin)
        if found is not None:
            begin = found.end()
            part = replace(part, passage=found[0])
            if offset is not None:
                part = replace(part, start=offset + found.start(), end=offset + found.end())
        cut.append(part)
    return _with(article, {item_of(fact): tuple(cut)})


def moved(article: Article, item: str, *, by: int) -> Article:
    """Return *article* with *item* one place further up (-1) or down (1).

    Raises UnknownItemError, DraftEdgeError.
    """
    part = _stated(article, item)
    same = article.facts if isinstance(part, Fact) else article.questions
    place = same.index(part) + by
    if not 0 <= place < len(same):
        raise DraftEdgeError
    other = same[place]
    order = (part, other) if by < 0 else (other, part)
    return _with(article, {item_of(part): (), item_of(other): order})


def with_follow_ups(article: Article, item: str, follow_ups: Sequence[str]) -> Article:
    """Return *article* with these hanging on the question *item*, and no others.

    Raises UnknownItemError, DraftFollowUpError, DraftTextError.
    """
    question = _question(article, item)
    asked = replace(question, follow_ups=tuple(clean(text) for text in follow_ups))
    return _with(article, {item_of(question): (asked,)})


def promoted(article: Article, item: str, number: int, *, fresh: Fresh) -> Article:
    """Return *article* with follow-up *number*, from 1, of a question as a question behind it.

    Raises UnknownItemError, DraftFollowUpError.
    """
    question = _question(article, item)
    if not 1 <= number <= len(question.follow_ups):
        raise DraftFollowUpError
    text = question.follow_ups[number - 1]
    rest = (*question.follow_ups[: number - 1], *question.follow_ups[number:])
    behind = Question(id=fresh(QUESTION), text=text)
    return _with(article, {item_of(question): (replace(question, follow_ups=rest), behind)})


def with_fact(article: Article, text: str, *, speaker: str = "", passage: str = "", fresh: Fresh) -> Article:
    """Return *article* with one more fact, behind the others. Raises DraftTextError, DraftHeadingError."""
    said = clean(text)
    fact = Fact(
        id=fresh(FACT), text=said, passage=passage.strip() or said, speaker=_line(speaker), score=WRITTEN
    )
    return _settled(article, replace(article, facts=(*article.facts, fact)))


def with_question(article: Article, text: str, *, follow_ups: Sequence[str] = (), fresh: Fresh) -> Article:
    """Return *article* with one more question, behind the others. Raises DraftTextError."""
    question = Question(id=fresh(QUESTION), text=clean(text), follow_ups=tuple(map(clean, follow_ups)))
    return _settled(article, replace(article, questions=(*article.questions, question)))


def taken_in(article: Article, item: str, *, as_question: bool, fresh: Fresh) -> Article:
    """Return *article* with what was set aside as a fact, where it stands in the text, or as a question.

    Raises UnknownItemError, DraftTextError.
    """
    part = find(article, item)
    if not isinstance(part, SetAside):
        raise UnknownItemError
    left = replace(article, set_aside=tuple(one for one in article.set_aside if one is not part))
    if as_question:
        return with_question(left, part.text, fresh=fresh)
    fact = Fact(
        id=fresh(FACT),
        text=clean(part.text),
        passage=part.text,
        start=part.start,
        end=part.end,
        score=TAKEN_IN,
    )
    begun = (place for place, one in enumerate(left.facts) if (one.start or 0) > part.start)
    place = next(begun, len(left.facts))
    return _settled(left, replace(left, facts=(*left.facts[:place], fact, *left.facts[place:])))


def accepted(article: Article, item: str) -> Article:
    """Return *article* with no doubt about *item* any more. Raises UnknownItemError."""
    name = item_of(find(article, item))
    return replace(article, doubts=tuple(doubt for doubt in article.doubts if doubt.item != name))


def headed(article: Article, heading: Mapping[str, str]) -> Article:
    """Return *article* with the title, source, author, date or language in *heading*; blank ones go.

    A language stays where it is blank: every article has one.
    Raises DraftHeadingError, DraftDateError, DraftLanguageError.
    """
    values: dict[str, Any] = {name: _line(value) for name, value in heading.items()}
    if (day := values.get("date")) is not None and not _is_date(day):
        raise DraftDateError(value=day)
    values["language"] = values.get("language") or article.language
    if not _LANGUAGE.fullmatch(values["language"]):
        raise DraftLanguageError(value=values["language"])
    return _settled(article, replace(article, **values))


def doubts_about(article: Article, item: str) -> tuple[Doubt, ...]:
    """Return what there is to doubt about *item*."""
    return tuple(doubt.doubt for doubt in article.doubts if doubt.item == item)


def pieces_of(text: str) -> tuple[str, ...]:
    """Return the lines of *text* in which there is something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def clean(text: str) -> str:
    """Return *text* in one line. Raises DraftTextError where that is nothing, or too much."""
    said = " ".join(text.split())
    if not said or len(said) > TEXT_LIMIT:
        raise DraftTextError(limit=TEXT_LIMIT)
    return said


def _line(text: str) -> str | None:
    said = " ".join(text.split())
    if len(said) > HEADING_LIMIT:
        raise DraftHeadingError(limit=HEADING_LIMIT)
    return said or None


def _is_date(text: str) -> bool:
    if not _ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _stated(article: Article, item: str) -> Fact | Question:
    part = find(article, item)
    if isinstance(part, SetAside):
        raise UnknownItemError
    return part


def _question(article: Article, item: str) -> Question:
    part = _stated(article, item)
    if not isinstance(part, Question):
        raise DraftFollowUpError
    return part


def _with(article: Article, changed: Mapping[str, Iterable[Fact | Question]]) -> Article:
    """Return *article* with other parts, or none, in the place of some, by their names."""
    parts = chain.from_iterable(changed.get(item_of(part), (part,)) for part in article.parts)
    return _settled(article, article.with_parts(parts))


def _settled(before: Article, after: Article) -> Article:
    """Return *after*, which was *before*, without the doubts that the change put an end to."""
    was = {item_of(part): part for part in before.parts}
    now = {item_of(part): part for part in after.parts}
    left = []
    for doubtful in after.doubts:
        name = doubtful.item
        stays = (
            _stays(doubtful, after)
            if name is None
            else name in now and (now[name] == was.get(name) or _still(doubtful.doubt, now[name]))
        )
        if stays:
            left.append(doubtful)
    return replace(after, doubts=tuple(left))


def _stays(doubtful: Doubtful, article: Article) -> bool:
    """Return whether a doubt about the whole of *article* is still one."""
    if doubtful.doubt is Doubt.NO_TITLE:
        return article.title is None
    if doubtful.doubt is Doubt.NO_QUESTIONS:
        return not article.questions
    return doubtful.doubt is not Doubt.UNANNOUNCED or bool(article.questions)


def _still(doubt: Doubt, part: Fact | Question) -> bool:
    """Return whether a doubt about *part* stays, though somebody changed it."""
    return doubt is Doubt.NO_SPEAKER and isinstance(part, Fact) and part.speaker is None


def _together(one: Fact, two: Fact, text: str, *, id_: str) -> Fact:
    """Return two facts as one, the earlier one first; the whole *text* is the article's."""
    worse = max(one, two, key=lambda fact: STATES.index(fact.state))
    speakers = dict.fromkeys(fact.speaker for fact in (one, two) if fact.speaker)
    spans = [span for fact in (one, two) if (span := _span(fact)) is not None]
    start, end = None, None
    if len(spans) == 2:  # noqa: PLR2004 (both)
        start, end = min(begin for begin, _ in spans), max(stop for _, stop in spans)
    passages = dict.fromkeys(fact.passage for fact in (one, two) if fact.has_passage)
    gone = [fact.orphaned_at for fact in (one, two) if fact.orphaned_at is not None]
    return Fact(
        id=id_,
        text=clean(f"{one.text} {two.text}"),
        passage=text[start:end] if text and start is not None else " ".join(passages),
        speaker=", ".join(speakers) or None,
        start=start,
        end=end,
        score=max(one.score, two.score),
        state=worse.state,
        note=worse.note,
        orphaned_at=min(gone, default=None),
        added_at=one.added_at or two.added_at,
    )


def _span(fact: Fact) -> tuple[int, int] | None:
    return None if fact.start is None or fact.end is None else (fact.start, fact.end)


def _source(fact: Fact, text: str) -> tuple[str, int | None]:
    """Return the passage of *fact*, and where it begins: as its span has it, where there is the *text*."""
    span = _span(fact)
    if text and span is not None:
        return text[span[0] : span[1]], span[0]
    is_whole = span is not None and span[1] - span[0] == len(fact.passage)
    return fact.passage, fact.start if is_whole else None


def _found(piece: str, passage: str, begin: int) -> re.Match[str] | None:
    """Return where the words of *piece* stand in *passage*, from *begin* on, with what closes them."""
    words = [re.escape(word) for word in piece.rstrip(" .,;:!?…").split()]
    if not words:
        return None
    return re.compile(r"\s+".join(words) + _CLOSING).search(passage, begin)
