"""What does a due schedule open? Decided from how things stand in its channel and in its guild's queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.article import Question
from bot.domain.discussion import Discussion
from bot.domain.identity import ArticleId, QuestionId
from bot.domain.schedule import Opens, Schedule

# Why an opening waits: the codes of findings.
DISCUSSION_OPEN = "discussion_open"  # somebody's, which nobody closes for them


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it is put: with the key of its row."""

    key: QuestionId
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """The discussion that is open in a schedule's channel, and what was asked in it."""

    discussion: Discussion
    asked: frozenset[QuestionId]
    last: int  # the number of its last prompt
    is_posted: bool = True  # whether people see all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Put *question* in the discussion that is open."""

    discussion: Discussion
    question: Asked
    is_last: bool  # whether nothing of the article is left to be asked then


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """Open a discussion of *article* with *questions*, once *ends* is closed."""

    article: ArticleId
    questions: tuple[Asked, ...]
    is_last: bool
    from_queue: bool
    ends: Discussion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Open nothing yet. *problem* is the code of what stands in the way, unless that passes by itself."""

    problem: str | None


@dataclass(frozen=True, slots=True)
class Nothing:
    """Open nothing: there is nothing to open."""


Decision = Ask | Begin | Wait | Nothing


def decide(
    schedule: Schedule,
    *,
    under: Under | None,
    queue: Sequence[ArticleId],
    questions: Mapping[ArticleId, Sequence[Asked]],
) -> Decision:
    """Return what *schedule* opens now.

    *under* is the discussion in its channel, *queue* the guild's articles in order; *questions* are those of
    every article that may be asked about. An article without any is passed over: there is nothing to discuss.
    """
    if schedule.opens is Opens.QUESTION and under is not None:
        left = _left(under, questions)
        if left:
            return Ask(discussion=under.discussion, question=left[0], is_last=len(left) == 1)
    chosen = _chosen(schedule, under=under, queue=queue, questions=questions)
    if chosen is None:
        return Nothing()
    if under is not None and under.discussion.by_hand:
        return Wait(problem=DISCUSSION_OPEN)
    if under is not None and not under.is_posted:
        # Closed now, it would have been opened for nobody.
        return Wait(problem=None)
    every = tuple(questions[chosen])
    asked = every[:1] if schedule.opens is Opens.QUESTION else every
    return Begin(
        article=chosen,
        questions=asked,
        is_last=len(asked) == len(every),
        from_queue=schedule.article is None,
        ends=None if under is None else under.discussion,
    )


def openings_left(
    schedule: Schedule,
    *,
    under: Under | None,
    queue: Sequence[ArticleId],
    questions: Mapping[ArticleId, Sequence[Asked]],
) -> int | None:
    """Return for how many openings of *schedule* there is something to open; None where it never ends."""
    if schedule.opens is Opens.ARTICLE and schedule.article is not None:
        return None
    waiting = [len(questions.get(article, ())) for article in queue]
    if schedule.opens is not Opens.QUESTION:
        return sum(1 for number in waiting if number)
    left = 0 if under is None else len(_left(under, questions))
    if schedule.article is not None:
        is_begun = under is not None and under.discussion.article == schedule.article
        return left if is_begun else left + len(questions.get(schedule.article, ()))
    return left + sum(waiting)


def _left(under: Under, questions: Mapping[ArticleId, Sequence[Asked]]) -> list[Asked]:
    article = questions.get(under.discussion.article, ())
    return [one for one in article if one.key not in under.asked]


def _chosen(
    schedule: Schedule,
    *,
    under: Under | None,
    queue: Sequence[ArticleId],
    questions: Mapping[ArticleId, Sequence[Asked]],
) -> ArticleId | None:
    """Return the article that *schedule* begins next."""
    if schedule.article is None:
        return next((article for article in queue if questions.get(article)), None)
    if not questions.get(schedule.article):
        return None
    if schedule.opens is Opens.QUESTION and under is not None:
        # Of its own article, all was asked.
        return schedule.article if under.discussion.article != schedule.article else None
    return schedule.article
