"""Tests for bot.services.delivery: each step once, whatever fails, whoever dies, however many work on it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from shared_work import NOON, Work
from stored_rows import stored

from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.guild import Finding, Severity
from bot.domain.identity import ChannelId, GuildId
from bot.domain.outbox import FIRST_PAUSE, OutboxRow, Step
from bot.domain.storage_errors import StoreBusyError
from bot.services import rounds
from bot.services.delivery import BATCH, HELD, Delivery, to_problem
from bot.services.rounds import SHARE, TOGETHER
from bot.services.steps import Steps
from bot.storage.outbox import Outbox
from bot.storage.store import Store, open_store

GUILD, OTHER = GuildId(2**62), GuildId(2**62 + 1)
SECRET = "marmalade"  # noqa: S105 (a word to look for)
FINE = Finding(code="may_all", severity=Severity.FINE, data={})
LACKS = Finding(code="lacks", severity=Severity.BROKEN, data={"permission": "send_messages"})
REFUSED = CannotPostError(findings=(FINE, LACKS), channel=ChannelId(1))

Perform = Callable[[OutboxRow], Awaitable[int | None]]


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def delivery(store: Store, work: Work) -> Delivery:
    return work.process(store, "a")


@pytest.fixture
async def elsewhere(database_url: str, store: Store, work: Work) -> AsyncIterator[Delivery]:
    """Another process on the same database."""
    async with open_store(database_url, keep_backups=1, patience=timedelta(seconds=20)) as other:
        yield work.process(other, "b")


@pytest.fixture
async def steps(store: Store) -> None:
    """Three steps in a stream, and one in each of two others, the last of another guild."""
    async with store.write() as tx:
        await tx.outbox.add("one", [(Step.PROMPT, key) for key in (1, 2, 3)], guild=GUILD, at=NOON)
        await tx.outbox.add("two", [(Step.PROMPT, 4)], guild=GUILD, at=NOON)
        await tx.outbox.add("three", [(Step.PROMPT, 5)], guild=OTHER, at=NOON)


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")


async def arm(store: Store, *, at: datetime) -> None:
    async with store.write() as tx:
        await tx.outbox.arm("card", Step.HEALTH, 1, guild=GUILD, at=at)


async def row_of(database_url: str, subject: int, columns: str) -> tuple[Any, ...]:
    rows = await stored(database_url, f"SELECT subject, {columns} FROM outbox")  # noqa: S608 (the test's)
    return next(row[1:] for row in rows if row[0] == subject)


@pytest.mark.usefixtures("steps")
class TestRun:
    async def test_all_is_done_in_order_once(self, delivery: Delivery, work: Work, database_url: str) -> None:
        for _ in range(2):
            assert await delivery.run() == set()

        assert sorted(work.done) == [1, 2, 3, 4, 5]
        assert [one for one in work.done if one <= 3] == [1, 2, 3]
        assert await row_of(database_url, 3, "state, message, holder") == ("done", 1_003, None)
        assert await delivery.next_at() is None

    async def test_of_one_guild_only(self, delivery: Delivery, work: Work) -> None:
        await delivery.run(guild=OTHER)

        assert work.done == [5]

    async def test_what_fails_keeps_its_own_stream_waiting_and_no_other(
        self, delivery: Delivery, work: Work, database_url: str
    ) -> None:
        work.fails[2] = PostingDelayedError()

        assert await delivery.run() == set()

        assert sorted(work.done) == [1, 4, 5]
        assert await row_of(database_url, 2, "problem, attempts") == ("posting_delayed", 1)
        assert await delivery.next_at() == NOON + timedelta(seconds=5)

    async def test_why_it_failed_is_noted_with_what_fills_its_words(
        self, delivery: Delivery, work: Work, database_url: str
    ) -> None:
        work.fails[1] = REFUSED

        assert await delivery.run() == {GUILD}

        problem, details = await row_of(database_url, 1, "problem, details")
        assert (problem, details) == ("lacks", '{"permission": "send_messages"}')
        assert delivery.failing == {GUILD}

    async def test_what_nobody_foresaw_is_noted_without_its_words(
        self, delivery: Delivery, work: Work, database_url: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        work.fails[1] = ValueError(SECRET)

        await delivery.run()

        assert await row_of(database_url, 1, "problem, details") == ("internal", '{"kind": "ValueError"}')
        assert "Step prompt of one failed: ValueError" in caplog.text
        assert SECRET not in caplog.text

    async def test_each_failure_is_followed_by_a_longer_pause(self, delivery: Delivery, work: Work) -> None:
        work.fails[1] = PostingDelayedError()
        pauses = []
        for _ in range(5):
            await delivery.run()
            next_at = await delivery.next_at()
            assert next_at is not None
            pauses.append((next_at - work.now).total_seconds())
            work.now = next_at - timedelta(milliseconds=1)
            await delivery.run()  # it is not time yet
            work.now = next_at

        assert pauses == [5, 10, 20, 40, 80]
        assert [row.attempts for row in work.rows if row.subject == 1] == [1, 2, 3, 4, 5]

    async def test_at_once_is_whatever_pauses_are_left(self, delivery: Delivery, work: Work) -> None:
        work.fails[1] = PostingDelayedError()
        await delivery.run()
        work.fails.clear()

        await delivery.run()
        assert 1 not in work.done
        await delivery.run(at_once=True)

        assert [one for one in work.done if one <= 3] == [1, 2, 3]

    async def test_at_once_is_once(self, delivery: Delivery, work: Work) -> None:
        work.fails[1] = PostingDelayedError()

        await delivery.run(at_once=True)

        assert [row.subject for row in work.rows].count(1) == 1

    async def test_one_that_hangs_keeps_no_other_stream_waiting(self, delivery: Delivery, work: Work) -> None:
        work.waits[1] = asyncio.Event()

        running = asyncio.create_task(delivery.run())
        await until(lambda: sorted(work.done) == [4, 5])
        work.waits[1].set()
        await running

        assert sorted(work.done) == [1, 2, 3, 4, 5]

    async def test_so_many_are_worked_on_at_once(self, store: Store, delivery: Delivery, work: Work) -> None:
        gate = asyncio.Event()
        guilds = TOGETHER // SHARE + 1
        async with store.write() as tx:
            for key in range(10, 10 + guilds * SHARE):
                work.waits[key] = gate
                guild = GuildId(GUILD + key % guilds)
                await tx.outbox.add(f"of {key}", [(Step.PROMPT, key)], guild=guild, at=NOON - HELD)

        running = asyncio.create_task(delivery.run())
        await until(lambda: len(work.rows) >= TOGETHER)
        assert len(work.rows) == TOGETHER
        gate.set()
        await running

        assert len(work.done) == 5 + guilds * SHARE

    async def test_one_guild_has_its_share_however_much_it_wants(
        self, store: Store, delivery: Delivery, work: Work
    ) -> None:
        gate = asyncio.Event()
        many = BATCH + TOGETHER
        async with store.write() as tx:
            for key in range(10, 10 + many):
                work.waits[key] = gate
                await tx.outbox.add(f"of {key}", [(Step.PROMPT, key)], guild=GUILD, at=NOON - HELD)

        running = asyncio.create_task(delivery.run())
        await until(lambda: work.done == [5])
        assert len(work.rows) == 1 + SHARE
        # Whoever comes later does not wait until they are done either.
        async with store.write() as tx:
            await tx.outbox.add("later", [(Step.PROMPT, 6)], guild=OTHER, at=NOON)
        await until(lambda: work.done == [5, 6])
        gate.set()
        await running

        assert len(work.done) == 5 + 1 + many

    async def test_a_guild_by_itself_has_all_places(
        self, store: Store, delivery: Delivery, work: Work
    ) -> None:
        gate = asyncio.Event()
        async with store.write() as tx:
            for key in range(10, 10 + 2 * TOGETHER):
                work.waits[key] = gate
                await tx.outbox.add(f"of {key}", [(Step.PROMPT, key)], guild=GUILD, at=NOON - HELD)

        running = asyncio.create_task(delivery.run(guild=GUILD))
        await until(lambda: len(work.rows) >= TOGETHER)
        assert len(work.rows) == TOGETHER
        gate.set()
        await running

    async def test_what_fails_in_a_way_nobody_foresaw_lets_the_others_finish(
        self, delivery: Delivery, work: Work, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        claim = Outbox.claim

        async def broken(self: Outbox, stream: str, **more: Any) -> OutboxRow | None:
            if stream == "two":
                raise StoreBusyError
            return await claim(self, stream, **more)

        monkeypatch.setattr(Outbox, "claim", broken)
        with pytest.raises(StoreBusyError):
            await delivery.run()

        assert sorted(work.done) == [1, 2, 3, 5]

    async def test_a_round_comes_to_its_end_where_there_is_always_more(
        self, store: Store, delivery: Delivery, work: Work, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rounds, "LONGEST", 0.0)

        await delivery.run()

        assert work.done == []


@pytest.mark.usefixtures("steps")
class TestDeliver:
    async def test_whoever_waits_gets_all_of_the_stream_now(self, delivery: Delivery, work: Work) -> None:
        await delivery.deliver("one")

        assert work.done == [1, 2, 3]

    async def test_or_hears_what_keeps_it_from_being_done(self, delivery: Delivery, work: Work) -> None:
        work.fails[2] = REFUSED
        raised = []
        for _ in range(2):
            with pytest.raises(CannotPostError) as one:
                await delivery.deliver("one")
            raised.append(one.value)

        assert raised == [REFUSED, REFUSED]
        assert [row.attempts for row in work.rows if row.subject == 2] == [1, 2]

    async def test_what_another_process_is_at_work_on_is_delayed(
        self, delivery: Delivery, elsewhere: Delivery, work: Work
    ) -> None:
        work.waits[1] = asyncio.Event()
        working = asyncio.create_task(delivery.deliver("one"))
        await work.begun.wait()

        with pytest.raises(PostingDelayedError):
            await elsewhere.deliver("one")
        work.waits[1].set()
        await working

        await elsewhere.deliver("one")
        assert work.done == [1, 2, 3]

    async def test_a_command_and_what_runs_by_itself_take_turns(self, delivery: Delivery, work: Work) -> None:
        await asyncio.gather(delivery.deliver("one"), delivery.run(), delivery.deliver("one"))

        assert sorted(work.done) == [1, 2, 3, 4, 5]
        assert all(row.attempts == 1 for row in work.rows)


@pytest.mark.usefixtures("steps")
class TestWaking:
    async def test_what_failed_is_tried_once_something_has_changed(
        self, delivery: Delivery, work: Work
    ) -> None:
        work.fails[1] = REFUSED
        await delivery.run()
        work.fails.clear()
        delivery.wanted.clear()

        assert not await delivery.wake(OTHER)
        assert not delivery.wanted.is_set()
        assert await delivery.wake(GUILD)
        assert delivery.wanted.is_set()
        await delivery.run()

        assert [one for one in work.done if one <= 3] == [1, 2, 3]

    async def test_what_changes_during_an_attempt_is_not_missed(self, delivery: Delivery, work: Work) -> None:
        work.fails[1] = REFUSED
        for _ in range(9):
            await delivery.run(at_once=True)
        work.waits[1] = asyncio.Event()
        work.begun.clear()
        trying = asyncio.create_task(delivery.run(at_once=True))
        await work.begun.wait()
        await delivery.wake(GUILD)
        work.waits[1].set()
        await trying
        work.fails.clear()

        assert delivery.wanted.is_set()
        work.now += FIRST_PAUSE
        await delivery.run()

        assert [one for one in work.done if one <= 3] == [1, 2, 3]

    async def test_where_all_is_well_nothing_is_looked_for_again(
        self, delivery: Delivery, work: Work
    ) -> None:
        work.fails[1] = REFUSED
        await delivery.run()
        work.fails.clear()
        await delivery.run(at_once=True)

        assert [await delivery.wake(GUILD) for _ in range(2)] == [False, False]
        assert delivery.failing == set()


@pytest.mark.usefixtures("steps")
class TestDeaths:
    async def test_what_a_dead_process_held_is_done_when_its_time_is_over(
        self, delivery: Delivery, elsewhere: Delivery, work: Work
    ) -> None:
        await self.die(delivery, work)

        work.now = NOON + HELD - timedelta(seconds=1)
        await elsewhere.run(at_once=True)
        assert work.done == [4, 5]

        work.now = NOON + HELD
        await elsewhere.run()
        assert sorted(work.done) == [1, 2, 3, 4, 5]
        assert work.rows[-3].is_retry

    async def test_one_that_serves_alone_takes_it_over_at_once(
        self, delivery: Delivery, elsewhere: Delivery, work: Work
    ) -> None:
        await self.die(delivery, work)

        await elsewhere.take_over()
        await elsewhere.run()

        assert sorted(work.done) == [1, 2, 3, 4, 5]

    async def test_one_that_ends_lets_nobody_wait(
        self, delivery: Delivery, elsewhere: Delivery, work: Work
    ) -> None:
        await self.die(delivery, work)
        await elsewhere.let_go()
        await elsewhere.run()
        assert 1 not in work.done

        await delivery.let_go()
        await elsewhere.run()

        assert sorted(work.done) == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("fails", [False, True])
    async def test_one_that_stood_still_too_long_does_no_harm(
        self, *, delivery: Delivery, elsewhere: Delivery, work: Work, database_url: str, fails: bool
    ) -> None:
        work.waits[1] = asyncio.Event()
        slow = asyncio.create_task(delivery.deliver("one"))
        await work.begun.wait()
        gate, work.waits[1], work.now = work.waits[1], asyncio.Event(), NOON + HELD
        work.begun.clear()
        other = asyncio.create_task(elsewhere.deliver("one"))
        await work.begun.wait()

        if fails:
            work.fails[1] = PostingDelayedError()
        gate.set()
        await asyncio.gather(slow, return_exceptions=True)
        if fails:
            # Nobody else may begin: another is at work on it now.
            assert await row_of(database_url, 1, "holder, problem") == ("b", None)
        work.fails.clear()
        work.waits[1].set()
        await other

        assert await row_of(database_url, 1, "state, problem") == ("done", None)
        assert work.done.count(2) == work.done.count(3) == 1

    async def die(self, delivery: Delivery, work: Work) -> None:
        """Let *delivery* end at work on the first step."""
        work.waits[1] = asyncio.Event()
        working = asyncio.create_task(delivery.deliver("one"))
        await work.begun.wait()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        work.waits.clear()


@pytest.mark.usefixtures("steps")
async def test_two_processes_do_each_step_once(
    delivery: Delivery, elsewhere: Delivery, work: Work, store: Store
) -> None:
    async with store.write() as tx:
        for stream in range(10, 20):
            keys = [(Step.PROMPT, stream * 10 + key) for key in range(2)]
            await tx.outbox.add(f"of {stream}", keys, guild=GUILD, at=NOON)

    await asyncio.gather(delivery.run(), elsewhere.run())
    # What each held when the other looked last.
    await delivery.run()

    assert len(work.done) == len(set(work.done)) == 25


async def test_what_changes_while_it_is_shown_is_shown_as_well(
    delivery: Delivery, work: Work, store: Store
) -> None:
    work.waits[1] = asyncio.Event()
    await arm(store, at=NOON)
    working = asyncio.create_task(delivery.run())
    await work.begun.wait()
    await arm(store, at=NOON + timedelta(seconds=1))
    work.now += timedelta(seconds=1)
    work.waits[1].set()
    await working

    assert work.done == [1, 1]
    assert [row.message for row in work.rows] == [None, 1_001]


class TestProblems:
    @pytest.mark.parametrize(
        ("error", "expected"),
        [
            (REFUSED, ("lacks", {"permission": "send_messages"})),
            (CannotPostError(findings=(FINE,), channel=ChannelId(1)), ("cannot_post", {})),
            (CannotPostError(channel=ChannelId(1)), ("cannot_post", {})),
            (PostingDelayedError(), ("posting_delayed", {})),
            (KeyError(SECRET), ("internal", {"kind": "KeyError"})),
        ],
    )
    def test_what_is_written_down_of_an_error(self, error: Exception, expected: object) -> None:
        assert to_problem(error) == expected


async def test_a_step_of_somebody_else_is_performed_by_them(store: Store, work: Work) -> None:
    steps = Steps(store, clock=work.clock, threads=None)  # type: ignore[arg-type]  # it has none to open
    steps.add(Step.HEALTH, work.perform)
    delivery = Delivery(store, clock=work.clock, steps=steps, holder="a")
    await arm(store, at=NOON)

    await delivery.run()

    assert work.done == [1]
