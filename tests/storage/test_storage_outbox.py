"""Tests for bot.storage.outbox: in order within a stream, each step one holder's, whoever looks."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from stored_rows import stored

from bot.domain.identity import LOCAL_GUILD, GuildId, OutboxId
from bot.domain.outbox import POSTING, OutboxRow, Step
from bot.storage.store import Store, open_store

GUILD, OTHER = GuildId(2**62), GuildId(2**62 + 1)
NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HELD = timedelta(seconds=90)
RIVALS = 4


class Box:
    """The outbox, a transaction for each act."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def add(
        self,
        stream: str,
        *subjects: int,
        guild: GuildId = GUILD,
        at: datetime = NOON,
        step: Step = Step.PROMPT,
    ) -> None:
        async with self.store.write() as tx:
            await tx.outbox.add(stream, [(step, subject) for subject in subjects], guild=guild, at=at)

    async def claim(
        self, stream: str, *, holder: str = "a", at: datetime = NOON, by_hand: bool = False
    ) -> OutboxRow | None:
        async with self.store.write() as tx:
            return await tx.outbox.claim(stream, holder=holder, at=at, until=at + HELD, by_hand=by_hand)

    async def must_claim(self, stream: str, *, holder: str = "a", at: datetime = NOON) -> OutboxRow:
        row = await self.claim(stream, holder=holder, at=at)
        assert row is not None
        return row

    async def done(self, row: OutboxRow, *, at: datetime = NOON, message: int | None = None) -> None:
        async with self.store.write() as tx:
            await tx.outbox.done(row.id, at=at, message=message, planned_at=row.planned_at)

    async def failed(self, row: OutboxRow, *, at: datetime = NOON, problem: str = "lacks") -> None:
        async with self.store.write() as tx:
            await tx.outbox.failed(
                row.id,
                at=at,
                next_at=at + HELD,
                problem=problem,
                details={"channel": "#talk"},
                attempts=row.attempts,
            )

    async def arm(self, subject: int, *, at: datetime = NOON) -> None:
        async with self.store.write() as tx:
            await tx.outbox.arm("card", Step.HEALTH, subject, guild=GUILD, at=at)

    async def ready(
        self,
        *,
        holder: str = "a",
        at: datetime = NOON,
        guild: GuildId | None = None,
        but: Collection[GuildId] = (),
    ) -> list[str]:
        async with self.store.read() as tx:
            found = await tx.outbox.ready(holder=holder, at=at, guild=guild, but=but, limit=10)
        return [stream for stream, _ in found]


@pytest.fixture
def box(store: Store) -> Box:
    return Box(store)


class TestOrder:
    async def test_steps_of_a_stream_are_claimed_one_after_another(self, box: Box) -> None:
        await box.add("one", 1, 2, 3)

        done = []
        while (row := await box.claim("one")) is not None:
            done.append(row.subject)
            await box.done(row)

        assert done == [1, 2, 3]

    async def test_the_second_waits_for_the_first_even_for_its_holder(self, box: Box) -> None:
        await box.add("one", 1, 2)
        first = await box.must_claim("one")

        again = await box.must_claim("one")
        assert again.id == first.id
        await box.failed(again)
        assert await box.claim("one") is None

    async def test_streams_know_nothing_of_each_other(self, box: Box) -> None:
        await box.add("one", 1)
        await box.add("two", 2)
        await box.failed(await box.must_claim("one"))

        assert await box.ready() == ["two"]
        assert (await box.must_claim("two")).subject == 2

    async def test_the_longest_waiting_is_ready_first(self, box: Box) -> None:
        await box.add("late", 1, at=NOON + SECOND)
        await box.add("early", 2, at=NOON)
        await box.add("tomorrow", 3, at=NOON + timedelta(days=1))

        assert await box.ready(at=NOON + SECOND) == ["early", "late"]

    async def test_all_can_be_made_ready_before_its_time(self, box: Box) -> None:
        await box.add("here", 1, at=NOON + SECOND)
        await box.add("there", 2, guild=OTHER, at=NOON + SECOND)

        async with box.store.write() as tx:
            await tx.outbox.hasten(guild=OTHER, at=NOON)
        assert await box.ready() == ["there"]
        async with box.store.write() as tx:
            await tx.outbox.hasten(guild=None, at=NOON)
        assert await box.ready() == ["here", "there"]

    async def test_a_guild_has_its_own_and_the_local_chat_is_nobody_elses(self, box: Box) -> None:
        await box.add("here", 1)
        await box.add("there", 2, guild=OTHER)
        await box.add("local", 3, guild=LOCAL_GUILD)

        assert await box.ready() == ["here", "there"]
        assert await box.ready(guild=OTHER) == ["there"]
        assert await box.ready(but=[GUILD]) == ["there"]
        assert await box.ready(guild=LOCAL_GUILD) == ["local"]

    async def test_of_a_guild_that_was_left_nothing_is_ready(self, box: Box) -> None:
        await box.add("here", 1, at=NOON)
        async with box.store.write() as tx:
            await tx.guilds.change(GUILD, at=NOON, left_at=NOON)

        assert await box.ready() == []
        async with box.store.read() as tx:
            assert await tx.outbox.next_at(after=NOON - SECOND) is None

    async def test_the_same_step_is_written_down_once(self, box: Box) -> None:
        await box.add("one", 1)

        with pytest.raises(Exception, match=r"(?i)unique"):
            await box.add("two", 1)

    async def test_adding_nothing_adds_nothing(self, box: Box) -> None:
        await box.add("one")

        assert await box.ready() == []


class TestClaims:
    async def test_what_one_is_at_work_on_no_other_takes(self, box: Box) -> None:
        await box.add("one", 1)
        await box.must_claim("one", holder="a")

        assert await box.claim("one", holder="b") is None
        assert await box.claim("one", holder="b", by_hand=True) is None
        assert await box.ready(holder="b") == []
        assert await box.ready(holder="a") == ["one"]

    async def test_whoever_dies_loses_it_once_its_time_is_over(self, box: Box) -> None:
        await box.add("one", 1)
        await box.must_claim("one", holder="a")

        assert await box.claim("one", holder="b", at=NOON + HELD - SECOND) is None
        row = await box.must_claim("one", holder="b", at=NOON + HELD)
        assert (row.attempts, row.is_retry, row.held_until) == (2, True, NOON + 2 * HELD)

    async def test_its_holder_may_take_it_again_at_once(self, box: Box) -> None:
        await box.add("one", 1)

        assert [(await box.must_claim("one")).attempts for _ in range(3)] == [1, 2, 3]

    async def test_before_its_time_only_somebody_who_waits_for_it_takes_it(self, box: Box) -> None:
        await box.add("one", 1, at=NOON + SECOND)

        assert await box.claim("one") is None
        assert await box.claim("one", by_hand=True) is not None

    async def test_there_is_nothing_to_claim_in_a_stream_that_is_done(self, box: Box) -> None:
        await box.add("one", 1)
        await box.done(await box.must_claim("one"))

        assert await box.claim("one", by_hand=True) is None
        async with box.store.read() as tx:
            assert not await tx.outbox.waits("one")

    @pytest.mark.parametrize(("others", "taken_by"), [(False, "b"), (True, "c")])
    async def test_nobody_waits_for_whoever_lets_go(self, box: Box, taken_by: str, *, others: bool) -> None:
        await box.add("one", 1)
        await box.must_claim("one", holder="a")
        async with box.store.write() as tx:
            await tx.outbox.let_go("c" if others else "a", others=others)

        assert await box.claim("one", holder=taken_by) is not None

    @pytest.mark.parametrize(("holder", "others"), [("b", False), ("a", True)])
    async def test_letting_go_is_of_ones_own(self, box: Box, holder: str, *, others: bool) -> None:
        await box.add("one", 1)
        await box.must_claim("one", holder="a")
        async with box.store.write() as tx:
            await tx.outbox.let_go(holder, others=others)

        assert await box.claim("one", holder="c") is None


class TestFailures:
    async def test_why_and_since_when_is_kept_until_it_is_done(self, box: Box, database_url: str) -> None:
        await box.add("one", 1)
        for minutes in (0, 5):
            at = NOON + timedelta(minutes=minutes)
            await box.failed(await box.must_claim("one", at=at), at=at, problem=f"after {minutes}")
        seen = "SELECT problem, failed_since, attempts, holder FROM outbox"
        assert await stored(database_url, seen) == [("after 5", "2026-03-29T12:00:00.000000Z", 2, None)]

        await box.done(await box.must_claim("one", at=NOON + timedelta(hours=1)))

        assert await stored(database_url, "SELECT problem, failed_since FROM outbox") == [(None, None)]

    async def test_it_is_let_go_and_waits_for_its_time(self, box: Box) -> None:
        await box.add("one", 1)
        await box.failed(await box.must_claim("one"))

        assert await box.ready(holder="b", at=NOON + HELD - SECOND) == []
        assert await box.ready(holder="b", at=NOON + HELD) == ["one"]
        async with box.store.read() as tx:
            assert await tx.outbox.next_at(after=NOON) == NOON + HELD
            assert await tx.outbox.next_at(after=NOON + HELD) is None

    async def test_what_failed_in_a_guild_is_woken_there_and_nothing_else(self, box: Box) -> None:
        await box.add("here", 1)
        await box.add("there", 2, guild=OTHER)
        await box.add("later", 3, at=NOON + timedelta(days=1))
        for stream in ("here", "there"):
            await box.failed(await box.must_claim(stream))

        async with box.store.write() as tx:
            woken = [await tx.outbox.wake(GUILD, at=NOON + SECOND) for _ in range(2)]

        assert woken == [True, False]
        assert await box.ready(at=NOON + SECOND) == ["here"]

    async def test_one_that_lost_its_claim_says_nothing_about_it(self, box: Box, database_url: str) -> None:
        await box.add("one", 1)
        first = await box.must_claim("one", holder="a")
        await box.must_claim("one", holder="b", at=NOON + HELD)

        await box.failed(first, at=NOON + HELD)

        assert await stored(database_url, "SELECT holder, problem FROM outbox") == [("b", None)]
        assert await box.claim("one", holder="c", at=NOON + HELD + SECOND) is None

    async def test_what_another_did_meanwhile_does_not_fail(self, box: Box, database_url: str) -> None:
        await box.add("one", 1)
        first = await box.must_claim("one", holder="a")
        await box.done(await box.must_claim("one", holder="b", at=NOON + HELD))

        await box.failed(first, at=NOON + HELD)

        assert await stored(database_url, "SELECT state, problem FROM outbox") == [("done", None)]


class TestArming:
    async def test_a_step_is_done_anew_with_what_discord_gave_back(self, box: Box) -> None:
        await box.arm(1)
        first = await box.must_claim("card")
        await box.done(first, message=77)
        assert await box.claim("card", by_hand=True) is None

        await box.arm(1, at=NOON + SECOND)

        again = await box.must_claim("card", at=NOON + SECOND)
        assert (again.id, again.message, again.attempts, again.is_retry) == (first.id, 77, 1, False)
        assert again.nonce != first.nonce

    async def test_nothing_changes_for_one_that_waits_but_its_time(self, box: Box) -> None:
        await box.arm(1)
        await box.failed(await box.must_claim("card"))

        await box.arm(1, at=NOON + SECOND)

        assert (await box.must_claim("card", at=NOON + SECOND)).attempts == 1

    async def test_what_changes_while_it_is_done_is_not_lost(self, box: Box) -> None:
        await box.arm(1)
        at_work = await box.must_claim("card")

        await box.arm(1, at=NOON + SECOND)
        await box.done(at_work, at=NOON + SECOND, message=77)

        again = await box.must_claim("card", holder="b", at=NOON + SECOND)
        assert again.message == 77

    async def test_nor_while_it_fails(self, box: Box) -> None:
        await box.arm(1)
        at_work = await box.must_claim("card")

        await box.arm(1, at=NOON + SECOND)
        await box.failed(at_work, at=NOON + SECOND)

        assert await box.claim("card", at=NOON + SECOND) is not None


class TestEnding:
    async def test_what_is_dropped_is_wanted_no_more_and_the_rest_goes_on(self, box: Box) -> None:
        async with box.store.write() as tx:
            steps = [(step, subject) for subject in (1, 2) for step in POSTING]
            await tx.outbox.add("one", steps, guild=GUILD, at=NOON)
            await tx.outbox.drop(POSTING, 1)
            assert await tx.outbox.attempts(Step.PROMPT, 1) == 0

        row = await box.must_claim("one")
        assert (row.step, row.subject) == (Step.PROMPT, 2)
        async with box.store.read() as tx:
            assert await tx.outbox.attempts(Step.PROMPT, 2) == 1

    async def test_done_ones_go_in_time_and_waiting_ones_never(self, box: Box, database_url: str) -> None:
        await box.add("one", 1, 2, 3, 4)
        for number in (0, 1, 2):
            at = NOON + number * HELD
            await box.done(await box.must_claim("one", at=at), at=at)
        await box.arm(9)
        await box.done(await box.must_claim("card"))

        async with box.store.write() as tx:
            removed = [await tx.outbox.expire(before=NOON + 2 * HELD, limit=1) for _ in range(3)]

        assert removed == [1, 1, 0]
        # The card stays as well: its message is edited later on.
        assert await stored(database_url, "SELECT step, subject FROM outbox ORDER BY key") == [
            ("prompt", 3),
            ("prompt", 4),
            ("health", 9),
        ]

    async def test_ids_never_come_back(self, box: Box) -> None:
        await box.add("one", 1)
        first = await box.must_claim("one")
        async with box.store.write() as tx:
            await tx.outbox.drop([Step.PROMPT], 1)
        await box.add("one", 1)

        again = await box.must_claim("one")

        assert again.id > first.id
        assert replace(again, planned_at=first.planned_at).nonce != first.nonce


class TestRivals:
    @pytest.fixture
    async def rivals(self, database_url: str, store: Store) -> AsyncIterator[list[Box]]:
        """Outboxes as several processes have them, all on the database of ``store``."""
        async with AsyncExitStack() as stack:
            patience = timedelta(seconds=20)
            yield [
                Box(
                    await stack.enter_async_context(
                        open_store(database_url, keep_backups=1, patience=patience)
                    )
                )
                for _ in range(RIVALS)
            ]

    async def test_a_step_is_taken_by_one(self, box: Box, rivals: list[Box]) -> None:
        await box.add("one", 1)

        rows = await asyncio.gather(
            *(rival.claim("one", holder=str(number)) for number, rival in enumerate(rivals))
        )

        assert [row.subject for row in rows if row is not None] == [1]

    async def test_every_step_is_done_once_and_in_order(self, box: Box, rivals: list[Box]) -> None:
        streams = {f"stream {number}": [number * 10 + step for step in range(3)] for number in range(6)}
        for stream, subjects in streams.items():
            await box.add(stream, *subjects)
        done: list[int] = []
        claimed: Counter[OutboxId] = Counter()

        async def work(rival: Box, holder: str) -> None:
            while ready := await rival.ready(holder=holder):
                for stream in ready:
                    row = await rival.claim(stream, holder=holder)
                    if row is not None:
                        claimed[row.id] += 1
                        await asyncio.sleep(0)
                        done.append(row.subject)
                        await rival.done(row)

        await asyncio.gather(*(work(rival, str(number)) for number, rival in enumerate(rivals)))
        # Whoever saw a stream held by another had nothing to do any more; what is left is anybody's.
        await work(box, "last")

        assert set(claimed.values()) == {1}
        assert sorted(done) == sorted(subject for subjects in streams.values() for subject in subjects)
        for subjects in streams.values():
            assert [one for one in done if one in subjects] == subjects
