"""Tests for bot.domain.opening: what a due schedule opens, decision by decision."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.article import Question
from bot.domain.discussion import Discussion, DiscussionState
from bot.domain.identity import (
    ArticleId,
    ChannelId,
    DiscussionId,
    GuildId,
    MemberId,
    QuestionId,
    ScheduleId,
)
from bot.domain.opening import (
    DISCUSSION_OPEN,
    Ask,
    Asked,
    Begin,
    Decision,
    Nothing,
    Under,
    Wait,
    decide,
    openings_left,
)
from bot.domain.recurrence import weekly
from bot.domain.schedule import Opens, Schedule, Timing

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HARBOUR, MILL, BARE = ArticleId(1), ArticleId(2), ArticleId(3)


def asked(*keys: int) -> tuple[Asked, ...]:
    return tuple(Asked(key=QuestionId(key), question=Question(id=f"q{key}", text=f"{key}?")) for key in keys)


QUESTIONS: Mapping[ArticleId, Sequence[Asked]] = {HARBOUR: asked(11, 12, 13), MILL: asked(21), BARE: ()}


def schedule(opens: Opens, article: ArticleId | None = None) -> Schedule:
    timing = Timing(recurrence=weekly({0}, starts_on=date(2026, 1, 1)), at=time(18), zone="Europe/Paris")
    return Schedule(
        id=ScheduleId(1),
        guild=GuildId(1),
        channel=ChannelId(1),
        timing=timing,
        opens=opens,
        article=article,
        made_by=MemberId(1),
        made_at=NOON,
    )


def under(article: ArticleId, *keys: int, by_hand: bool = False) -> Under:
    discussion = Discussion(
        id=DiscussionId(7),
        guild=GuildId(1),
        article=article,
        channel=ChannelId(1),
        state=DiscussionState.OPEN,
        opened_at=NOON,
        by_hand=by_hand,
    )
    return Under(discussion=discussion, asked=frozenset(QuestionId(key) for key in keys), last=len(keys))


def decided(
    opens: Opens,
    article: ArticleId | None = None,
    *,
    here: Under | None = None,
    queue: Sequence[ArticleId] = (),
) -> Decision:
    return decide(schedule(opens, article), under=here, queue=queue, questions=QUESTIONS)


class TestQuestions:
    def test_the_next_question_is_put_in_the_discussion_that_is_open(self) -> None:
        here = under(HARBOUR, 11)

        decision = decided(Opens.QUESTION, here=here, queue=[MILL])

        assert decision == Ask(discussion=here.discussion, question=asked(12)[0], is_last=False)

    def test_the_last_one_is_known_as_that(self) -> None:
        decision = decided(Opens.QUESTION, here=under(HARBOUR, 11, 12), queue=[MILL])

        assert isinstance(decision, Ask)
        assert (decision.question.key, decision.is_last) == (13, True)

    def test_it_is_put_in_somebodys_discussion_as_well(self) -> None:
        here = under(HARBOUR, 11, by_hand=True)

        assert isinstance(decided(Opens.QUESTION, here=here), Ask)

    def test_a_question_that_came_later_is_put_though_others_after_it_were(self) -> None:
        decision = decided(Opens.QUESTION, here=under(HARBOUR, 11, 13))

        assert isinstance(decision, Ask)
        assert (decision.question.key, decision.is_last) == (12, True)

    def test_after_the_last_the_queue_goes_on_with_one_question(self) -> None:
        here = under(MILL, 21)

        assert decided(Opens.QUESTION, here=here, queue=[HARBOUR]) == Begin(
            article=HARBOUR, questions=asked(11), is_last=False, from_queue=True, ends=here.discussion
        )

    def test_an_article_of_one_question_begins_with_its_last(self) -> None:
        assert decided(Opens.QUESTION, queue=[MILL, HARBOUR]) == Begin(
            article=MILL, questions=asked(21), is_last=True, from_queue=True, ends=None
        )

    def test_of_its_own_article_it_begins_at_the_first(self) -> None:
        assert decided(Opens.QUESTION, HARBOUR, queue=[MILL]) == Begin(
            article=HARBOUR, questions=asked(11), is_last=False, from_queue=False, ends=None
        )

    def test_of_its_own_article_it_ends_with_the_last(self) -> None:
        here = under(HARBOUR, 11, 12, 13)

        assert decided(Opens.QUESTION, HARBOUR, here=here, queue=[MILL]) == Nothing()

    def test_its_own_article_follows_another_that_all_was_asked_of(self) -> None:
        here = under(MILL, 21)

        assert decided(Opens.QUESTION, HARBOUR, here=here) == Begin(
            article=HARBOUR, questions=asked(11), is_last=False, from_queue=False, ends=here.discussion
        )

    def test_an_article_that_is_not_there_any_more_is_not_asked_about(self) -> None:
        assert decide(
            schedule(Opens.QUESTION), under=under(ArticleId(99), 5), queue=[], questions=QUESTIONS
        ) == (Nothing())


class TestArticles:
    @pytest.mark.parametrize("opens", [Opens.ARTICLE, Opens.QUEUE])
    def test_the_queues_next_is_opened_with_all_its_questions(self, opens: Opens) -> None:
        assert decided(opens, queue=[HARBOUR, MILL]) == Begin(
            article=HARBOUR, questions=asked(11, 12, 13), is_last=True, from_queue=True, ends=None
        )

    def test_its_own_is_opened_again_and_again(self) -> None:
        here = under(HARBOUR, 11, 12, 13)

        assert decided(Opens.ARTICLE, HARBOUR, here=here, queue=[MILL]) == Begin(
            article=HARBOUR,
            questions=asked(11, 12, 13),
            is_last=True,
            from_queue=False,
            ends=here.discussion,
        )

    def test_it_does_not_go_on_with_what_is_left_to_be_asked(self) -> None:
        here = under(HARBOUR, 11)

        decision = decided(Opens.QUEUE, here=here, queue=[MILL])

        assert isinstance(decision, Begin)
        assert (decision.article, decision.ends) == (MILL, here.discussion)

    def test_an_article_without_questions_is_passed_over(self) -> None:
        decision = decided(Opens.QUEUE, queue=[BARE, ArticleId(99), MILL])

        assert isinstance(decision, Begin)
        assert decision.article == MILL


@pytest.mark.parametrize("opens", list(Opens))
class TestInTheWay:
    def test_nobodys_discussion_is_closed_for_them(self, opens: Opens) -> None:
        here = under(MILL, 21, by_hand=True)

        assert decided(opens, here=here, queue=[HARBOUR]) == Wait(problem=DISCUSSION_OPEN)

    def test_what_nobody_has_seen_yet_is_not_closed(self, opens: Opens) -> None:
        here = replace(under(MILL, 21), is_posted=False)

        assert decided(opens, here=here, queue=[HARBOUR]) == Wait(problem=None)

    def test_with_nothing_to_open_there_is_nothing_in_the_way(self, opens: Opens) -> None:
        here = under(MILL, 21, by_hand=True)

        assert decided(opens, here=here) == Nothing()

    def test_an_empty_queue_opens_nothing(self, opens: Opens) -> None:
        assert decided(opens) == Nothing()
        assert decided(opens, queue=[BARE]) == Nothing()

    def test_an_article_of_its_own_without_questions_opens_nothing(self, opens: Opens) -> None:
        assert decided(opens, BARE, queue=[HARBOUR]) == Nothing()
        assert decided(opens, ArticleId(99), queue=[HARBOUR]) == Nothing()


class TestOpeningsLeft:
    def left(
        self,
        opens: Opens,
        article: ArticleId | None = None,
        *,
        here: Under | None = None,
        queue: Sequence[ArticleId] = (),
    ) -> int | None:
        return openings_left(schedule(opens, article), under=here, queue=queue, questions=QUESTIONS)

    def test_one_article_over_and_over_never_ends(self) -> None:
        assert self.left(Opens.ARTICLE, HARBOUR) is None

    @pytest.mark.parametrize("opens", [Opens.ARTICLE, Opens.QUEUE])
    def test_of_articles_each_with_questions_is_one(self, opens: Opens) -> None:
        assert self.left(opens, here=under(HARBOUR), queue=[HARBOUR, BARE, MILL, ArticleId(99)]) == 2

    def test_of_questions_each_that_waits_is_one(self) -> None:
        assert self.left(Opens.QUESTION, queue=[HARBOUR, BARE, MILL]) == 4

    def test_those_of_the_discussion_come_first(self) -> None:
        assert self.left(Opens.QUESTION, here=under(HARBOUR, 11), queue=[MILL]) == 3

    def test_of_its_own_article_all_are_left_before_it_begins(self) -> None:
        assert self.left(Opens.QUESTION, HARBOUR, queue=[MILL]) == 3

    def test_and_fewer_once_it_has(self) -> None:
        assert self.left(Opens.QUESTION, HARBOUR, here=under(HARBOUR, 11), queue=[MILL]) == 2

    def test_before_its_own_article_the_other_is_finished(self) -> None:
        assert self.left(Opens.QUESTION, HARBOUR, here=under(MILL)) == 4

    def test_nothing_is_left_of_an_article_that_is_gone(self) -> None:
        assert self.left(Opens.QUESTION, ArticleId(99)) == 0
