"""Tests for bot.services.reports: the numbers are those of the database, and tell of no few people."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import update

from bot.domain.article import Article, StoredArticle, fingerprint
from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.export_errors import NothingToReportError
from bot.domain.identity import ChannelId, DiscussionId, GapId, GuildId, MemberId, PromptId, ResponseId
from bot.domain.report import Report
from bot.services.clock import Clock
from bot.services.place import Place
from bot.services.reports import ReportService
from bot.storage.schema import guilds
from bot.storage.store import Store

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MODERATORS = ChannelId(1_199_999_999_999_999_108)  # where nothing is discussed
ELSEWHERE = GuildId(1_199_999_999_999_999_200)
LONG = "I would rather have {} in the harbour than another empty car park, said my aunt."
THINGS = ("boats", "a market", "music", "swimming", "benches", "an orchard", "a library", "kites")


@dataclass(slots=True)
class Community:
    """People who answer."""

    store: Store
    place: Place
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def answer(self, prompt: Prompt | PromptId, *people: int, **more: Any) -> list[ResponseId]:
        """Let each of *people* give an answer; return the answers' ids."""
        key = prompt.id if isinstance(prompt, Prompt) else prompt
        given = {"text": "Yes.", "given": Given.BUTTON, "created_at": NOON, **more}
        rows = [
            NewResponse(prompt=key, author=MemberId(2**60 + one), author_name=f"Zoë {one}", **given)
            for one in people
        ]
        async with self.store.write() as tx:
            return [ResponseId(key) for key in await tx.responses.add_all(rows)]

    async def liked(self, prompt: Prompt, person: int, text: str, *, by: dict[str, int], **more: Any) -> None:
        """Let an answer be typed that people react to."""
        message = 10**18 + next(self.numbers)
        await self.answer(prompt, person, text=text, message=message, given=Given.THREAD, **more)
        async with self.store.write() as tx:
            for emoji, times in by.items():
                await tx.messages.react(message, emoji, change=times)

    async def discuss(
        self, article: StoredArticle, *, channel: int = 900, at: datetime = NOON, questions: int = 1
    ) -> list[PromptId]:
        """Hold a discussion with so many of the article's questions, and close it; return its prompts."""
        async with self.store.write() as tx:
            held = await tx.discussions.open(
                article.key,
                guild=self.place.guild,
                channel=ChannelId(channel),
                at=at,
                by=self.place.person.id,
                title=article.title,
            )
            keys = await tx.articles.question_keys(article.key)
            for question in article.article.questions[:questions]:
                planned = await tx.discussions.plan_prompt(
                    held.id, question=question, key=keys[question.id], at=at
                )
                await tx.discussions.posted(planned.id, thread=channel + next(self.numbers), at=at)
            await tx.discussions.close(held.id, at=at + DAY)
            return [one.id for one in await tx.discussions.prompts(held.id)]

    async def close(self, prompt: Prompt, *, at: datetime) -> None:
        """Close the discussion of *prompt*."""
        async with self.store.write() as tx:
            await tx.discussions.close(prompt.discussion, at=at)

    async def choose(self, **values: object) -> None:
        """Set what the guild's moderators chose."""
        async with self.store.write() as tx:
            await tx.guilds.change(self.place.guild, at=NOON, records_typed=True)
        async with self.store._database.write() as connection:
            await connection.execute(
                update(guilds).where(guilds.c.guild == self.place.guild).values(**values)
            )


@pytest.fixture
def community(store: Store, place: Place) -> Community:
    return Community(store, place)


@pytest.fixture
def reports(store: Store, clock: Clock) -> ReportService:
    return ReportService(store, clock=clock)


@pytest.fixture
def make(reports: ReportService, place: Place) -> Any:
    """What makes a report of the place of Ann."""

    async def made(**options: Any) -> Report:
        return await reports.make(**{"at": place, "guild_name": "The Lighthouse", **options})

    return made


async def test_people_are_counted_and_not_their_answers(
    community: Community, prompt: Prompt, make: Any
) -> None:
    await community.answer(prompt, *range(6))
    await community.answer(prompt, *range(5))

    made = await make()

    (question,) = made.questions
    assert (question.number, question.text, question.people) == (1, "Should the harbour move?", 6)
    assert (made.people.number, made.people.is_exact) == (6, True)
    assert made.title == "The harbour of Lisse closes"
    assert (made.guild, made.language) == ("The Lighthouse", "en")


async def test_all_answers_are_counted_where_that_tells_of_nobody(
    community: Community, prompt: Prompt, make: Any
) -> None:
    await community.answer(prompt, *range(12))
    await community.answer(prompt, *range(6))

    (question,) = (await make()).questions

    assert (question.people, question.answers.number, question.answers.is_exact) == (12, 18, True)


async def test_whoever_answers_by_name_and_by_pseudonym_is_one_person(
    community: Community, prompt: Prompt, make: Any
) -> None:
    await community.answer(prompt, *range(6))
    await community.answer(prompt, *range(6), kept=Kept.PSEUDONYMOUS)

    assert (await make()).questions[0].people == 6


async def test_each_unlinked_answer_is_a_person_of_its_own(
    community: Community, prompt: Prompt, make: Any
) -> None:
    await community.answer(prompt, *range(6))
    # Nothing tells whose they are: that is what unlinked means.
    await community.answer(prompt, *[0] * 5, kept=Kept.UNLINKED)

    assert (await make()).questions[0].people == 11


async def test_nobody_knows_more_than_the_day_of_an_unlinked_answer(
    community: Community, prompt: Prompt, make: Any
) -> None:
    await community.answer(prompt, *range(6))
    await community.answer(prompt, *[0] * 6, kept=Kept.UNLINKED)

    made = await make()

    assert sum(bar.count for bar in made.days) == 12
    assert sum(bar.count for bar in made.hours) == 6


async def test_what_does_not_stand_is_not_counted(
    community: Community, store: Store, prompt: Prompt, make: Any
) -> None:
    ids = await community.answer(prompt, *range(9))
    async with store.write() as tx:
        await tx.responses.change(ids[0], text=None, withdrawn_at=NOON)
        await tx.responses.change(ids[1], hidden_at=NOON)
        await tx.responses.change(ids[2], text=None, deleted_at=NOON)

    made = await make()

    assert (made.questions[0].people, made.people.number, made.answers.number) == (6, 6, 6)


async def test_a_question_that_few_answered_is_counted_nowhere(
    community: Community, loaded: StoredArticle, make: Any
) -> None:
    first, second, _ = await community.discuss(loaded, questions=3)
    await community.answer(first, *range(7))
    await community.answer(second, *range(100, 104))

    made = await make(article="harbour")

    assert [one.people for one in made.questions] == [7, None, 0]
    assert made.people.number == made.answers.number == 7
    assert made.questions[1].answers is None


@pytest.mark.parametrize(("chosen", "people"), [(5, 7), (7, 7), (8, None), (1, 7)])
async def test_the_guild_may_raise_the_floor(
    *, community: Community, prompt: Prompt, make: Any, chosen: int, people: int | None
) -> None:
    await community.choose(floor=chosen)
    await community.answer(prompt, *range(7))

    made = await make()

    assert made.questions[0].people == people
    assert made.floor == max(5, chosen)


async def test_no_guild_can_lower_the_floor(community: Community, prompt: Prompt, make: Any) -> None:
    await community.choose(floor=1)
    await community.answer(prompt, *range(4))

    made = await make()

    assert made.questions[0].people is None
    assert made.is_empty


class TestQuotations:
    async def test_only_those_are_quoted_who_let_themselves_be(
        self, community: Community, prompt: Prompt, make: Any
    ) -> None:
        for number, thing in enumerate(THINGS):
            may = number < 5
            await community.liked(prompt, number, LONG.format(thing), by={"👍": 9 + number}, may_quote=may)

        (question,) = (await make()).questions

        said = [one.text for one in (*question.agreed, *question.typical)]
        assert [one.reactions for one in question.agreed] == [13, 12, 11]
        assert [one.text for one in question.agreed] == [LONG.format(THINGS[place]) for place in (4, 3, 2)]
        assert set(said) <= {LONG.format(thing) for thing in THINGS[:5]}

    async def test_nobody_is_quoted_where_few_would_be(
        self, community: Community, prompt: Prompt, make: Any
    ) -> None:
        for number, thing in enumerate(THINGS):
            await community.liked(prompt, number, LONG.format(thing), by={"👍": 20}, may_quote=number < 4)

        (question,) = (await make()).questions

        assert (question.agreed, question.typical) == ((), ())

    async def test_what_was_taken_back_or_hidden_is_not_quoted(
        self, community: Community, store: Store, prompt: Prompt, make: Any
    ) -> None:
        for number, thing in enumerate(THINGS):
            await community.liked(prompt, number, LONG.format(thing), by={"👍": 9}, may_quote=True)
        (hidden,) = await community.answer(prompt, 50, text="Hide me. " * 5, may_quote=True, message=77)
        async with store.write() as tx:
            await tx.messages.react(77, "👍", change=99)
            await tx.responses.change(hidden, hidden_at=NOON)

        assert "Hide me" not in str(await make())

    async def test_one_person_with_many_emoji_is_not_many_people(
        self, community: Community, prompt: Prompt, make: Any
    ) -> None:
        await community.answer(prompt, *range(10, 16), may_quote=True)
        await community.liked(
            prompt, 1, LONG.format("boats"), by=dict.fromkeys("👍🎉🔥🌊👏", 1), may_quote=True
        )
        await community.liked(prompt, 2, LONG.format("kites"), by={"👍": 6, "🎉": 3}, may_quote=True)

        (question,) = (await make()).questions

        assert [(one.text, one.reactions) for one in question.agreed] == [(LONG.format("kites"), 6)]


class TestLookUps:
    async def test_facts_are_those_that_were_quoted_meanwhile(
        self, *, community: Community, store: Store, loaded: StoredArticle, prompt: Prompt, make: Any
    ) -> None:
        await community.answer(prompt, *range(6))
        await community.close(prompt, at=NOON + 3 * DAY)
        days = [NOON.date() + timedelta(days=number) for number in range(-1, 5)]
        async with store.write() as tx:
            await tx.lookups.count({(loaded.key, "f2", day): 10 for day in days})
            await tx.lookups.count({(loaded.key, "f1", day): 2 for day in days})
            await tx.lookups.count({(loaded.key, "f3", days[1]): 4})
            await tx.lookups.count({(loaded.key, "f3", days[0]): 400})

        made = await make()

        assert [(one.text[:12], one.times) for one in made.facts] == [
            ("Mayor Odile ", 40),
            ("The harbour ", 8),
        ]

    async def test_those_of_other_articles_are_not_there(
        self, *, community: Community, store: Store, article: Article, prompt: Prompt, make: Any, place: Place
    ) -> None:
        await community.answer(prompt, *range(6))
        other = replace(article, id="bakery", title="The bakery")
        async with store.write() as tx:
            key = await tx.articles.add(
                other, guild=place.guild, fingerprint=fingerprint(other), at=NOON, by=place.person.id
            )
            await tx.lookups.count({(key, "f1", NOON.date()): 50})

        assert (await make()).facts == ()

    async def test_gaps_are_those_of_the_guild_and_the_time(
        self, *, community: Community, store: Store, loaded: StoredArticle, prompt: Prompt, make: Any
    ) -> None:
        await community.answer(prompt, *range(6))
        await community.close(prompt, at=NOON + 3 * DAY)

        async def ask(
            query: str, *, day: date, guild: GuildId = community.place.guild, times: int = 6
        ) -> GapId:
            async with store.write() as tx:
                asked = [await tx.gaps.count(query, folded=query, guild=guild, on=day) for _ in range(times)]
            return asked[-1]

        during, answered = NOON.date() + DAY, NOON.date() + 3 * DAY
        await ask("who owns it", day=during)
        known = await ask("what it cost", day=answered, times=9)
        await ask("few asked", day=during, times=4)
        await ask("before", day=NOON.date() - DAY)
        await ask("after", day=NOON.date() + 4 * DAY)
        await ask("elsewhere", day=during, guild=ELSEWHERE)
        dismissed = await ask("dismissed", day=during)
        async with store.write() as tx:
            await tx.gaps.answer(known, article=loaded.key, fact="f2", at=NOON)
            await tx.gaps.dismiss(dismissed, at=NOON)

        made = await make()

        assert [(one.query, one.times, one.is_answered) for one in made.gaps] == [
            ("what it cost", 9, True),
            ("who owns it", 6, False),
        ]


class TestWhatItIsOf:
    async def test_all_discussions_of_an_article_are_numbered_through(
        self, community: Community, loaded: StoredArticle, make: Any
    ) -> None:
        before = await community.discuss(loaded, channel=900, questions=2)
        after = await community.discuss(loaded, channel=901, questions=1, at=NOON + DAY)
        for number, prompt in enumerate((*before, *after), 6):
            await community.answer(prompt, *range(number))

        made = await make(article="harbour")

        assert [(one.number, one.people) for one in made.questions] == [(1, 6), (2, 7), (3, 8)]
        # What their own reports tell of each of them; a few who took part in one only would be left over.
        assert (made.days, made.hours, made.given, made.kept, made.changed) == ((), (), (), (), ())
        assert not made.people.is_exact
        assert made.questions[0].text == made.questions[2].text
        assert made.title == "The harbour of Lisse closes"

    async def test_one_discussion_may_be_asked_for(
        self, community: Community, loaded: StoredArticle, prompt: Prompt, make: Any
    ) -> None:
        (before,) = await community.discuss(loaded)
        await community.answer(before, *range(7))
        await community.answer(prompt, *range(9))

        async with community.store.read() as tx:
            (_, held) = await tx.discussions.held(community.place.guild, limit=2)
        made = {
            one: [question.people for question in (await make(discussion=one)).questions]
            for one in (held.id, DiscussionId(held.id + 1))
        }

        assert sorted(made.values()) == [[7], [9]]

    async def test_it_is_of_the_channels_last_one(
        self, *, community: Community, loaded: StoredArticle, place: Place, make: Any
    ) -> None:
        for number, channel in enumerate((place.channel, place.channel, 900), 6):
            (prompt,) = await community.discuss(loaded, channel=channel)
            await community.answer(prompt, *range(number))

        assert (await make()).questions[0].people == 7

    async def test_in_a_channel_that_never_had_one_it_is_of_the_guilds(
        self, *, community: Community, loaded: StoredArticle, place: Place, make: Any
    ) -> None:
        for number, channel in enumerate((900, 901), 6):
            (prompt,) = await community.discuss(loaded, channel=channel)
            await community.answer(prompt, *range(number))

        assert (await make(at=replace(place, channel=MODERATORS))).questions[0].people == 7

    @pytest.mark.usefixtures("prompt")
    @pytest.mark.parametrize("options", [{"discussion": DiscussionId(99)}, {"article": "bakery"}])
    async def test_what_never_was_cannot_be_reported(self, make: Any, options: dict[str, Any]) -> None:
        with pytest.raises(NothingToReportError):
            await make(**options)

    @pytest.mark.usefixtures("loaded")
    async def test_nor_can_anything_before_the_first(self, make: Any) -> None:
        with pytest.raises(NothingToReportError):
            await make()

    async def test_another_guilds_discussion_is_none_of_ours(
        self, prompt: Prompt, place: Place, make: Any
    ) -> None:
        elsewhere = replace(place, guild=ELSEWHERE)
        for options in ({"discussion": prompt.discussion}, {"article": "harbour"}, {}):
            with pytest.raises(NothingToReportError):
                await make(at=elsewhere, **options)


@pytest.mark.usefixtures("prompt")
async def test_a_discussion_that_nobody_answered_is_reported(make: Any) -> None:
    made = await make()

    assert [one.people for one in made.questions] == [0]
    assert made.is_empty
    assert made.began_on == made.ended_on == NOON.date()


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [("UTC", 29, 22), ("Pacific/Auckland", 30, 11), ("America/New_York", 29, 18), ("Asia/Kolkata", 30, 3)],
)
async def test_days_and_hours_are_those_of_the_guild(
    *, community: Community, prompt: Prompt, make: Any, zone: str, day: int, hour: int
) -> None:
    await community.choose(time_zone=zone)
    await community.answer(prompt, *range(6), created_at=NOON.replace(hour=22, minute=10))
    await community.close(prompt, at=NOON.replace(hour=22, minute=30))

    made = await make()

    assert made.zone == zone
    assert made.ended_on == date(2026, 3, day)
    assert [(bar.start, bar.count) for bar in made.hours if bar.count] == [(hour, 6)]


async def test_when_the_last_answer_came_is_not_told(
    community: Community, loaded: StoredArticle, make: Any
) -> None:
    asked, hardly_answered = await community.discuss(loaded, questions=2)
    await community.answer(asked, *range(6))
    await community.answer(asked, 7, created_at=NOON + 9 * DAY)
    await community.answer(hardly_answered, 8, created_at=NOON + 11 * DAY)

    made = await make(article="harbour")

    closed_on = NOON.date() + timedelta(days=1)
    assert (made.ended_on, made.days[-1].end) == (closed_on, closed_on.toordinal() + 1)
    assert sum(bar.count for bar in made.days) == 7


async def test_a_discussion_that_is_open_goes_on_until_today(
    community: Community, prompt: Prompt, make: Any
) -> None:
    await community.answer(prompt, *range(6), created_at=NOON - 3 * DAY)

    assert (await make()).ended_on == NOON.date()


async def test_how_far_it_is_can_be_seen(
    community: Community, prompt: Prompt, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.reports.PAGE", 4)
    await community.answer(prompt, *range(10))
    seen: list[tuple[int, int | None]] = []

    made = await make(progress=lambda done, total: seen.append((done, total)))

    assert seen == [(4, 10), (8, 10), (10, 10)]
    assert made.questions[0].people == 10
