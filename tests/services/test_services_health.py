"""Tests for bot.services.health and bot.services.problems: what is wrong is told, once, and where."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from programme import PARIS, Calendar, mondays
from quiet_notices import QuietNotices
from quiet_threads import QuietThreads

from bot.commands.words import problem_in_words
from bot.domain.article import Article, StoredArticle, fingerprint
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.discussion import Prompt
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.health import Problem
from bot.domain.identity import LOCAL_GUILD, ChannelId, GuildId, PromptId
from bot.domain.outbox import Step, discussion_stream, guild_stream
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import Missed, Opens, Schedule, Timing
from bot.i18n import Language, text_in
from bot.services.delivery import Delivery
from bot.services.health import PART_TELLS_AFTER, HealthService, survey
from bot.services.place import Place
from bot.services.problems import COUNT_AGAIN
from bot.services.recall import GONE
from bot.services.scheduler import Scheduler
from bot.services.schedules import ScheduleService
from bot.services.steps import Steps
from bot.storage import health as stored_health
from bot.storage.store import Store, Transaction

START = datetime.fromisoformat("2026-01-01T12:00Z")
MONDAY = datetime.fromisoformat("2026-01-05T17:00Z")
LACKS = Finding(
    code="lacks", severity=Severity.BROKEN, data={"permission": "send_messages", "channel": "#talk"}
)


class Town:
    """A guild, its schedules, and whoever tells its moderators what is wrong."""

    def __init__(self, store: Store, place: Place, *, now: datetime = START) -> None:
        self.store = store
        self.at = place
        self.clock = Calendar(now)
        self.threads = QuietThreads()
        self.notices = QuietNotices()
        self.start()

    def start(self, *, notices: bool = True) -> None:
        """Start, and start anew: nothing is remembered but what is on disk."""
        self.steps = Steps(self.store, clock=self.clock, threads=self.threads)
        self.delivery = Delivery(
            self.store, clock=self.clock, steps=self.steps, holder="test", jitter=lambda: 1.0
        )
        self.scheduler = Scheduler(self.store, clock=self.clock, threads=self.threads, delivery=self.delivery)
        self.schedules = ScheduleService(
            self.store,
            clock=self.clock,
            threads=self.threads,
            scheduler=self.scheduler,
            delivery=self.delivery,
        )
        self.health = HealthService(
            self.store,
            clock=self.clock,
            threads=self.threads,
            delivery=self.delivery,
            notices=self.notices if notices else None,
        )
        self.steps.add(Step.HEALTH, self.health.perform)

    async def round(self, *, later: timedelta = timedelta(0)) -> None:
        """Do what the program does again and again."""
        self.clock.now += later
        await self.scheduler.tick()
        await self.delivery.run()
        await self.health.refresh_all()
        await self.delivery.run()

    async def fails(self, step: Step = Step.PROMPT, *, error: Exception, times: int = 2) -> None:
        """Let a step that is not known to do anything fail so often."""

        async def fail(_row: object) -> None:
            raise error

        self.steps.add(step, fail)
        async with self.store.write() as tx:
            stream = discussion_stream((await tx.discussions.open_in(self.at.guild))[0].id)
            await tx.outbox.add(stream, [(step, 77)], guild=self.at.guild, at=self.clock())
        for _ in range(times):
            await self.delivery.run(at_once=True)

    async def mended(self, step: Step, *, at_once: bool = True) -> None:
        """Let the step be done, and if *at_once* everything else too."""

        async def do(_row: object) -> None:
            return None

        self.steps.add(step, do)
        if at_once:
            await self.delivery.run(at_once=True)
            return
        async with self.store.read() as tx:
            (discussion, *_) = await tx.discussions.open_in(self.at.guild)
        await self.delivery.deliver(discussion_stream(discussion.id))

    async def follow(self, **changes: object) -> Schedule:
        """Follow a schedule, every Monday at 18:00 in Paris unless it is said otherwise."""
        drafted = await self.schedules.draft(replace(mondays(self.at), **changes), at=self.at)  # type: ignore[arg-type]  # the caller's
        return await self.schedules.keep(drafted.id, at=self.at)

    async def codes(self) -> list[str]:
        """Return what is wrong."""
        return [one.code for one in await self.health.problems(self.at.guild)]

    async def is_planned(self, guild: GuildId | None = None) -> bool:
        """Return whether the card is about to be changed, or that of another *guild*."""
        async with self.store.read() as tx:
            return await tx.outbox.waits(guild_stream(guild or self.at.guild))

    async def add(self, article: Article) -> StoredArticle:
        """Add an article."""
        async with self.store.write() as tx:
            key = await tx.articles.add(
                article,
                guild=self.at.guild,
                fingerprint=fingerprint(article),
                at=self.clock(),
                by=self.at.person.id,
            )
            return await tx.articles.get(key)


@pytest.fixture
def town(store: Store, place: Place) -> Town:
    return Town(store, place)


def refused(place: Place) -> CannotPostError:
    return CannotPostError(findings=(LACKS,), channel=place.channel)


# -- what is wrong -----------------------------------------------------------------------------------


async def test_where_nothing_is_wrong_nothing_is_said(town: Town, prompt: Prompt) -> None:
    await town.round()

    assert await town.codes() == []
    assert town.notices.shown == []
    assert not await town.is_planned()


async def test_a_step_that_failed_once_a_moment_ago_is_nobodys_business(
    town: Town, prompt: Prompt, place: Place
) -> None:
    await town.fails(error=refused(place), times=1)
    assert await town.codes() == []

    town.clock.now += timedelta(minutes=2)
    assert await town.codes() == ["prompt"]


async def test_a_step_that_failed_twice_is_told_with_what_mends_it(
    town: Town, prompt: Prompt, place: Place
) -> None:
    await town.fails(error=refused(place))

    (problem,) = await town.health.problems(place.guild)

    assert problem == Problem(
        code="prompt",
        severity=Severity.BROKEN,
        since=START,
        data={"title": "The harbour of Lisse closes"},
        subject=77,
        cause=LACKS,
    )


@pytest.mark.parametrize(
    ("step", "severity"), [(Step.THREAD, Severity.BROKEN), (Step.PIN, Severity.NOTICE)], ids=str
)
async def test_what_keeps_people_from_answering_is_worse(
    town: Town, prompt: Prompt, step: Step, severity: Severity
) -> None:
    await town.fails(step, error=PostingDelayedError())

    (problem,) = await town.health.problems(town.at.guild)

    assert problem.severity is severity
    assert problem.cause is not None
    assert problem.cause.code == "posting_delayed"


async def test_the_worst_comes_first(town: Town, prompt: Prompt, place: Place) -> None:
    await town.follow(opens=Opens.QUEUE)
    await town.fails(error=refused(place))

    assert await town.codes() == ["prompt", "queue_empty"]


async def test_an_opening_that_waits_says_what_for(
    town: Town, loaded: StoredArticle, member_place: Place
) -> None:
    await town.follow(article=loaded.key)
    town.clock.now = MONDAY
    town.threads.findings = (LACKS,)
    await town.scheduler.tick()

    (problem, *_) = await town.health.problems(town.at.guild)
    assert (problem.code, problem.severity, problem.since) == ("opening", Severity.BROKEN, MONDAY)
    assert problem.cause == LACKS

    # It is as good as over: the scheduler has yet to notice.
    town.threads.findings = ()
    assert "opening" not in await town.codes()


async def test_a_discussion_that_somebody_began_is_waited_for(
    town: Town, prompt: Prompt, loaded: StoredArticle
) -> None:
    await town.follow(opens=Opens.ARTICLE, article=loaded.key)
    town.clock.now = MONDAY
    await town.scheduler.tick()

    (problem,) = await town.health.problems(town.at.guild)

    assert (problem.code, problem.severity, problem.since) == ("channel_taken", Severity.NOTICE, MONDAY)
    assert problem.data["channel"] == f"#c{town.at.channel}"


async def test_what_was_missed_is_asked_about(town: Town, loaded: StoredArticle) -> None:
    schedule = await town.follow(opens=Opens.ARTICLE, article=loaded.key, missed=Missed.ASK)
    town.clock.now = MONDAY + timedelta(hours=1)
    await town.scheduler.tick()

    (problem,) = await town.health.problems(town.at.guild)
    assert (problem.code, problem.data["due"]) == ("asked", MONDAY)
    (occurrence,) = await town.schedules.history(schedule.id, limit=1)
    assert problem.subject == occurrence.id

    await town.schedules.decide(occurrence.id, opens=False, at=town.at)
    assert await town.codes() == []


async def test_a_schedule_that_cannot_be_followed_is_told(town: Town, loaded: StoredArticle) -> None:
    schedule = await town.follow(opens=Opens.ARTICLE, article=loaded.key)
    async with town.store.write() as tx:
        await tx.schedules.trouble(schedule.id, problem="unknown_zone", at=MONDAY)

    (problem,) = await town.health.problems(town.at.guild)

    assert (problem.code, problem.since, problem.data["reason"]) == ("schedule", MONDAY, "unknown_zone")


@pytest.mark.parametrize(
    ("reason", "mends"),
    [
        ("lacks_view", "View Channel"),
        ("lacks_history", "Read Message History"),
        ("refused", "does not let me read"),
        ("delayed", "Discord does not answer"),
        ("restless", "once it is quieter"),
        ("failed", "fault of mine"),
    ],
)
async def test_threads_that_could_not_be_read_back_are_told_with_what_mends_that(
    town: Town, prompt: Prompt, reason: str, mends: str
) -> None:
    async with town.store.write() as tx:
        await tx.recalls.unrecalled(prompt.id, problem=reason)

    (problem,) = await town.health.problems(town.at.guild)

    assert (problem.code, problem.data["n"]) == ("unread", 1)
    assert mends in problem_in_words(problem, text_in(Language.ENGLISH))


async def test_a_thread_that_was_deleted_is_nothing_to_be_mended(town: Town, prompt: Prompt) -> None:
    async with town.store.write() as tx:
        await tx.recalls.unrecalled(prompt.id, problem=GONE)

    assert await town.codes() == []
    assert stored_health.GONE == GONE


@pytest.mark.parametrize(
    ("questions", "code", "left"),
    [(5, None, None), (4, None, None), (3, "queue_low", 3), (1, "queue_low", 1), (0, "queue_empty", None)],
)
async def test_a_queue_that_runs_low_is_told_three_openings_ahead(
    town: Town, article: Article, questions: int, code: str | None, left: int | None
) -> None:
    many = tuple(
        replace(article.questions[0], id=f"q{number}", text=f"{number}?") for number in range(questions)
    )
    stored = await town.add(replace(article, questions=many))
    await town.follow(article=stored.key)

    problems = await town.health.problems(town.at.guild)

    assert [one.code for one in problems] == ([] if code is None else [code])
    assert [one.data.get("n") for one in problems] == ([] if code is None else [left])


async def test_a_schedule_that_ends_before_its_queue_does_is_not_low(
    town: Town, loaded: StoredArticle
) -> None:
    rule = Recurrence(rule="FREQ=WEEKLY;BYDAY=MO;UNTIL=20260112", starts_on=date(2026, 1, 5))
    await town.follow(article=loaded.key, timing=Timing(recurrence=rule, at=time(18), zone=PARIS))

    assert await town.codes() == []


async def test_a_schedule_that_rests_needs_no_queue(town: Town) -> None:
    schedule = await town.follow(opens=Opens.QUEUE)
    await town.schedules.pause(schedule.id, at=town.at)

    assert await town.codes() == []


# -- the card ----------------------------------------------------------------------------------------


async def test_the_card_appears_once_and_is_changed_in_place(
    town: Town, prompt: Prompt, place: Place
) -> None:
    await town.fails(error=refused(place))
    for _ in range(3):
        await town.round()
    (card,) = town.notices.shown
    assert (card.codes, card.message, card.notice.is_news) == (["prompt"], None, True)

    await town.mended(Step.PROMPT)
    for _ in range(3):
        await town.round(later=timedelta(minutes=1))

    (_, well) = town.notices.shown
    assert (well.codes, well.message, well.notice.is_news) == ([], 501, False)
    assert well.notice.well_since == START + timedelta(minutes=1)


async def test_what_was_told_before_is_no_news(town: Town, prompt: Prompt, place: Place) -> None:
    await town.fails(error=refused(place))
    await town.round()
    await town.follow(opens=Opens.QUEUE)
    await town.round()
    await town.mended(Step.PROMPT)
    await town.round()

    assert [(one.codes, one.notice.is_news) for one in town.notices.shown] == [
        (["prompt"], True),
        (["prompt", "queue_empty"], True),
        (["queue_empty"], False),
    ]


async def test_a_program_that_starts_again_says_nothing_anew(
    town: Town, prompt: Prompt, place: Place
) -> None:
    await town.fails(error=refused(place))
    await town.round()

    town.start()
    await town.health.refresh_all()

    assert len(town.notices.shown) == 1
    assert not await town.is_planned()


async def test_where_nothing_changed_nothing_is_written(
    town: Town, prompt: Prompt, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.fails(error=refused(place))
    await town.follow(opens=Opens.QUEUE)
    await town.round()

    def refuse() -> None:
        raise AssertionError("nothing is to be written")

    monkeypatch.setattr(town.store, "write", refuse)

    await town.health.refresh_all()


async def test_a_card_that_cannot_be_shown_waits_and_doctor_says_so(
    town: Town, prompt: Prompt, place: Place
) -> None:
    await town.fails(error=refused(place))
    town.notices.fails = refused(place)
    await town.round()
    await town.round(later=timedelta(minutes=3))

    assert town.notices.shown == []
    assert await town.codes() == ["prompt", "health"]

    town.notices.fails = None
    await town.delivery.wake(place.guild)
    await town.round()
    (card,) = town.notices.shown
    # That it cannot be shown is not what it says.
    assert card.codes == ["prompt"]
    assert card.since is not None
    assert await town.codes() == ["prompt"]


async def test_another_language_is_another_card(town: Town, prompt: Prompt, place: Place) -> None:
    await town.fails(error=refused(place))
    await town.round()
    async with town.store.write() as tx:
        await tx.guilds.change(place.guild, at=town.clock(), language="fr")
    await town.round()

    assert [one.message for one in town.notices.shown] == [None, 501]


async def test_a_card_moves_with_the_channel_that_is_chosen(town: Town, prompt: Prompt, place: Place) -> None:
    await town.fails(error=refused(place))
    await town.round()
    async with town.store.write() as tx:
        await tx.guilds.change(place.guild, at=town.clock(), notices=10)
    await town.round()
    await town.round()

    assert [(one.channel, one.message) for one in town.notices.shown] == [(9, None), (10, None)]
    assert town.notices.taken_away == [501]


async def test_where_there_is_no_place_nothing_waits(town: Town, prompt: Prompt, place: Place) -> None:
    town.notices.where = None
    await town.fails(error=refused(place))
    await town.round()

    assert not await town.is_planned()
    assert town.health.tells_nobody(place.guild, settings=GuildSettings())
    findings = await town.health.findings(place.guild, settings=GuildSettings())
    assert [one.code for one in findings] == ["no_notices", "problem"]

    town.notices.where = ChannelId(9)
    await town.round()
    assert len(town.notices.shown) == 1


@pytest.mark.parametrize(("lets_go", "message"), [(True, None), (False, 501)], ids=["gone", "stays"])
async def test_a_card_that_nobody_would_keep_up_to_date_is_taken_away_once(
    *, town: Town, prompt: Prompt, place: Place, lets_go: bool, message: int | None
) -> None:
    town.notices.lets_go = lets_go
    await town.fails(error=refused(place))
    await town.round()

    town.notices.where = None
    for _ in range(3):
        await town.round()

    assert town.notices.taken_away == [501]
    assert not await town.is_planned()

    # Where it could not be taken away, it is the one that is changed later on.
    town.notices.where = ChannelId(9)
    await town.round()
    assert [(one.channel, one.message) for one in town.notices.shown] == [(9, None), (9, message)]


async def test_a_card_that_somebody_else_has_planned_meanwhile_is_not_begun_anew(
    town: Town, prompt: Prompt, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.fails(error=refused(place))
    town.notices.fails = PostingDelayedError()
    write = town.store.write

    @asynccontextmanager
    async def overtaken() -> AsyncIterator[Transaction]:
        """Begin to write once another has planned the card and posted it, without an answer."""
        monkeypatch.undo()
        await town.health.refresh(place.guild)
        await town.delivery.run()
        async with write() as tx:
            yield tx

    monkeypatch.setattr(town.store, "write", overtaken)

    await town.health.refresh(place.guild)

    async with town.store.read() as tx:
        assert await tx.outbox.attempts(Step.HEALTH, place.guild) == 1


async def test_as_long_as_discord_is_away_nothing_is_decided(
    town: Town, prompt: Prompt, place: Place
) -> None:
    town.notices.unknown = PostingDelayedError()
    await town.fails(error=refused(place))
    await town.round()

    assert not await town.is_planned()
    assert not town.health.tells_nobody(place.guild, settings=GuildSettings())


async def test_one_guild_is_refreshed_alone(town: Town, prompt: Prompt, place: Place) -> None:
    await town.fails(error=refused(place))

    await town.health.refresh(GuildId(5))
    assert not await town.is_planned(GuildId(5))
    assert not await town.is_planned()
    await town.health.refresh(place.guild)
    assert await town.is_planned()
    assert town.delivery.wanted.is_set()


async def test_a_terminal_has_no_card(town: Town, prompt: Prompt, place: Place) -> None:
    await town.fails(error=refused(place))
    town.start(notices=False)

    await town.health.refresh_all()
    await town.health.refresh(place.guild)

    assert not await town.is_planned()
    assert await town.codes() == ["prompt"]
    assert not town.health.tells_nobody(place.guild, settings=GuildSettings())
    assert town.health.name_of(ChannelId(3), place.guild) == "#3"
    assert town.health.name_of(ChannelId(3), LOCAL_GUILD) is None
    town.start()
    assert not town.health.tells_nobody(LOCAL_GUILD, settings=GuildSettings())


async def test_what_fell_well_before_the_card_was_shown_is_not_told(
    town: Town, prompt: Prompt, place: Place
) -> None:
    await town.fails(error=refused(place))
    await town.health.refresh_all()
    assert await town.is_planned()

    await town.mended(Step.PROMPT, at_once=False)
    await town.delivery.run()

    assert town.notices.shown == []
    assert not await town.is_planned()


# -- counting what is left ---------------------------------------------------------------------------


async def test_what_is_left_is_counted_anew_when_something_opened_or_was_queued(
    town: Town, loaded: StoredArticle
) -> None:
    await town.follow(opens=Opens.QUEUE)
    await town.round()
    assert [one.codes for one in town.notices.shown] == [["queue_empty"]]

    await town.schedules.enqueue(loaded, place=None, at=town.at)
    await town.round()
    town.clock.now = MONDAY
    await town.round()

    assert [one.codes for one in town.notices.shown] == [["queue_empty"], ["queue_low"], ["queue_empty"]]


async def test_what_else_changes_is_noticed_in_time(town: Town, article: Article) -> None:
    stored = await town.add(replace(article, questions=()))
    await town.follow(article=stored.key)
    await town.round()
    async with town.store.write() as tx:
        await tx.articles.replace(stored.key, article, guild=town.at.guild, at=town.clock())

    await town.round(later=COUNT_AGAIN / 2)
    assert len(town.notices.shown) == 1
    await town.round(later=COUNT_AGAIN)
    assert [one.codes for one in town.notices.shown] == [["queue_empty"], ["queue_low"]]


async def test_a_guild_whose_schedule_is_removed_needs_no_queue(town: Town) -> None:
    schedule = await town.follow(opens=Opens.QUEUE)
    await town.round()
    await town.schedules.remove(schedule.id, at=town.at)
    await town.round()

    assert [one.codes for one in town.notices.shown] == [["queue_empty"], []]


# -- the program itself ------------------------------------------------------------------------------


async def test_a_part_that_dies_is_told_after_a_while(town: Town, store: Store) -> None:
    town.health.report("post", "store_busy")
    town.clock.now += PART_TELLS_AFTER / 2
    assert await town.health.findings(town.at.guild, settings=GuildSettings()) == ()

    town.clock.now += PART_TELLS_AFTER
    town.health.report("post", "store_busy")
    (finding,) = await town.health.findings(town.at.guild, settings=GuildSettings())
    assert (finding.code, finding.data) == (
        "part_failing",
        {"part": "post", "reason": "store_busy", "since": START},
    )
    assert town.health.parts["post"].restarts == 2
    await town.health.refresh_all()
    assert [one.code for one in await survey(store) if one.severity is Severity.NOTICE] == ["part_failing"]

    town.health.well("post")
    await town.health.refresh_all()
    assert await town.health.findings(town.at.guild, settings=GuildSettings()) == ()
    assert [one for one in await survey(store) if one.severity is Severity.NOTICE] == []


async def test_operators_see_numbers_and_codes(
    town: Town, store: Store, prompt: Prompt, loaded: StoredArticle, place: Place
) -> None:
    schedule = await town.follow(opens=Opens.QUEUE)
    await town.fails(error=refused(place))
    async with store.write() as tx:
        await tx.schedules.trouble(schedule.id, problem="unknown_zone", at=MONDAY)
        await tx.outbox.add("local", [(Step.PIN, PromptId(1))], guild=LOCAL_GUILD, at=START)

    found = {one.code: one for one in await survey(store)}

    assert found["steps_waiting"].data == {"count": 1}
    assert found["steps_failing"].data == {
        "count": 1,
        "step": "prompt",
        "guild": str(place.guild),
        "since": START,
        "reason": "lacks",
    }
    assert found["schedules_troubled"].data == {"count": 1, "schedules": f"{schedule.id} (unknown_zone)"}
    assert found["guild_numbers"].data == {
        "guild": str(place.guild),
        "waiting": 1,
        "failing": 1,
        "schedules": 1,
        "troubled": 1,
    }
    assert "guilds_more" not in found
    assert "guilds_more" in {one.code for one in await survey(store, limit=0)}
