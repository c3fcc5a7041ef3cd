"""Tests for bot.services.leaving: whoever returns finds all as it was; after a while nothing is left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from old_rows import BEGAN, DAY, Time
from stored_rows import stored
from whole_guild import everything, fill

from bot.domain.article import Article, Fact
from bot.domain.identity import LOCAL_GUILD, GuildId, ScheduleId
from bot.domain.lookup import Verdict
from bot.domain.storage_errors import StoreBusyError
from bot.services.leaving import GRACE, LeavingService, NoGuilds
from bot.services.lookup import LookupService
from bot.storage.departures import PARTS, Departures
from bot.storage.engine import SLICE
from bot.storage.schema import TABLES, reactions
from bot.storage.store import Store

HERE, ELSEWHERE = GuildId(1_199_999_999_999_999_100), GuildId(1_199_999_999_999_999_200)


class Members(NoGuilds):
    """Says of guilds what it is told to, and remembers which it was asked about."""

    def __init__(self) -> None:
        self.says: dict[GuildId, bool | None] = {}
        self.asked: list[GuildId] = []

    async def is_member(self, guild: GuildId) -> bool | None:
        self.asked.append(guild)
        return self.says.get(guild)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def members() -> Members:
    made = Members()
    made.says[HERE] = False
    return made


@pytest.fixture
def forgotten() -> list[GuildId]:
    return []


@pytest.fixture
def leaving(store: Store, clock: Time, members: Members, forgotten: list[GuildId]) -> LeavingService:
    return LeavingService(store, clock=clock, members=members, forgets=[forgotten.append])


@pytest.fixture
async def schedule(store: Store, article: Article) -> ScheduleId:
    """All that there can be of a guild; the same of another, and of the local chat."""
    await fill(store, ELSEWHERE, article)
    await fill(store, LOCAL_GUILD, article)
    return await fill(store, HERE, article)


async def left_at(url: str) -> list[GuildId]:
    rows = await stored(url, "SELECT guild FROM guilds WHERE left_at IS NOT NULL ORDER BY guild")
    return [GuildId(guild) for (guild,) in rows]


async def due(store: Store, guild: GuildId | None, *, at: Time) -> tuple[int, ...]:
    """Return how much there is to do: schedules, occurrences, discussions that are over, streams."""
    async with store.read() as tx:
        return (
            len(await tx.schedules.due(at.now, guild=guild, limit=9)),
            len(await tx.occurrences.due_in(at.now, guild=guild, limit=9)),
            len(await tx.discussions.over(at.now, guild=guild, limit=9)),
            len(await tx.outbox.ready(holder="test", at=at.now, guild=guild, limit=9)),
        )


class TestErasing:
    def test_every_table_is_a_part_of_it(self) -> None:
        assert {table.name for table, _ in PARTS} == set(TABLES.tables) - {reactions.name}

    async def test_all_of_a_guild_goes_and_nothing_else(
        self,
        *,
        store: Store,
        leaving: LeavingService,
        clock: Time,
        article: Article,
        forgotten: list[GuildId],
        database_url: str,
    ) -> None:
        await fill(store, ELSEWHERE, article)
        await fill(store, LOCAL_GUILD, article)
        before = await everything(database_url)
        await fill(store, HERE, article)
        full = await everything(database_url)
        assert [name for name in full if len(full[name]) <= len(before[name])] == []
        await leaving.left(HERE)

        clock.now = BEGAN + GRACE + DAY
        assert await leaving.erase_left() == 1

        assert await everything(database_url) == before
        assert forgotten == [HERE]
        assert await leaving.erase_left() == 0

    @pytest.mark.usefixtures("schedule")
    async def test_nothing_goes_before_its_time(
        self, *, leaving: LeavingService, clock: Time, members: Members, database_url: str
    ) -> None:
        await leaving.left(HERE)
        before = await everything(database_url)

        clock.now = BEGAN + GRACE
        assert await leaving.erase_left() == 0

        assert await everything(database_url) == before
        assert members.asked == []

    @pytest.mark.usefixtures("schedule")
    async def test_the_first_time_it_was_left_counts(
        self, *, leaving: LeavingService, clock: Time, database_url: str
    ) -> None:
        await leaving.left(HERE)
        clock.now = BEGAN + 20 * DAY
        await leaving.left(HERE)

        clock.now = BEGAN + GRACE + DAY

        assert await leaving.erase_left() == 1

    @pytest.mark.usefixtures("schedule")
    @pytest.mark.parametrize(("says", "still_left"), [(True, []), (None, [HERE])])
    async def test_nothing_goes_unless_discord_says_so_once_more(
        self,
        *,
        leaving: LeavingService,
        clock: Time,
        members: Members,
        database_url: str,
        says: bool | None,
        still_left: list[GuildId],
    ) -> None:
        await leaving.left(HERE)
        members.says[HERE] = says

        clock.now = BEGAN + GRACE + DAY
        assert await leaving.erase_left() == 0

        assert await stored(database_url, f"SELECT count(*) FROM articles WHERE guild = {HERE}") == [(1,)]  # noqa: S608 (ours)
        assert await left_at(database_url) == still_left

    @pytest.mark.usefixtures("schedule")
    async def test_the_local_chat_is_never_erased(
        self, *, store: Store, leaving: LeavingService, clock: Time, members: Members, database_url: str
    ) -> None:
        members.says[LOCAL_GUILD] = False
        await leaving.left(LOCAL_GUILD)
        await leaving.reconcile([], is_ours=lambda _guild: True)
        before = await everything(database_url)

        clock.now = BEGAN + GRACE + DAY
        async with store.erase() as tx:
            for part in range(len(PARTS)):
                assert await tx.departures.erase(LOCAL_GUILD, part, before=clock.now, limit=SLICE) == 0
        members.says[HERE] = None
        await leaving.erase_left()

        assert LOCAL_GUILD not in members.asked
        assert await everything(database_url) == before

    @pytest.mark.usefixtures("schedule")
    @pytest.mark.parametrize("fails_at", [0, 5, 9, 14, len(PARTS) - 1])
    async def test_one_that_is_cut_short_is_finished_the_next_time(
        self,
        *,
        leaving: LeavingService,
        clock: Time,
        database_url: str,
        monkeypatch: pytest.MonkeyPatch,
        fails_at: int,
    ) -> None:
        await leaving.left(HERE)
        clock.now = BEGAN + GRACE + DAY
        erase = Departures.erase

        async def cut_short(self: Departures, guild: GuildId, part: int, **more: object) -> int:
            if part == fails_at:
                raise StoreBusyError
            return await erase(self, guild, part, **more)  # type: ignore[arg-type]  # as it was called

        with monkeypatch.context() as patched:
            patched.setattr(Departures, "erase", cut_short)
            with pytest.raises(StoreBusyError):
                await leaving.erase_left()
        assert await left_at(database_url) == [HERE]

        assert await leaving.erase_left() == 1
        left = await everything(database_url)
        assert str(HERE) not in str(left)

    @pytest.mark.usefixtures("schedule")
    async def test_what_returns_meanwhile_loses_no_more(
        self, *, store: Store, leaving: LeavingService, clock: Time, database_url: str
    ) -> None:
        await leaving.left(HERE)
        clock.now = BEGAN + GRACE + DAY
        await leaving.returned(HERE)

        async with store.erase() as tx:
            for part in range(len(PARTS)):
                assert await tx.departures.erase(HERE, part, before=clock.now, limit=SLICE) == 0

    @pytest.mark.usefixtures("schedule")
    async def test_much_of_it_goes_in_slices(
        self,
        *,
        store: Store,
        leaving: LeavingService,
        clock: Time,
        database_url: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        async with store.write() as tx:
            for number in range(SLICE + 1):
                await tx.gaps.count("it", folded=f"{number}", guild=HERE, on=BEGAN.date())
        await leaving.left(HERE)
        clock.now = BEGAN + GRACE + DAY
        deleted: list[int] = []
        erase = Departures.erase

        async def counted(self: Departures, guild: GuildId, part: int, **more: object) -> int:
            deleted.append(await erase(self, guild, part, **more))  # type: ignore[arg-type]  # as it was called
            return deleted[-1]

        monkeypatch.setattr(Departures, "erase", counted)
        await leaving.erase_left()

        assert max(deleted) == SLICE
        assert await stored(database_url, f"SELECT count(*) FROM gaps WHERE guild = {HERE}") == [(0,)]  # noqa: S608 (ours)


class TestMeanwhile:
    @pytest.mark.usefixtures("schedule")
    async def test_nothing_is_done_there_until_it_returns_and_nothing_is_lost(
        self, *, store: Store, leaving: LeavingService, clock: Time, database_url: str
    ) -> None:
        clock.now = BEGAN + 8 * DAY
        there = await due(store, HERE, at=clock)
        assert there == (1, 1, 1, 1)
        before = await everything(database_url)

        await leaving.left(HERE)
        assert await due(store, HERE, at=clock) == (0, 0, 0, 0)
        assert await due(store, ELSEWHERE, at=clock) == there
        assert await due(store, None, at=clock) == there

        await leaving.returned(HERE)
        after = await everything(database_url)
        assert {name: rows for name, rows in after.items() if name != "outbox"} == {
            name: rows for name, rows in before.items() if name != "outbox"
        }
        assert set(before["outbox"]) <= set(after["outbox"])
        assert (await due(store, HERE, at=clock))[:3] == there[:3]

    async def test_nobody_wakes_up_for_it(
        self, *, store: Store, leaving: LeavingService, clock: Time, article: Article
    ) -> None:
        await fill(store, HERE, article)
        await leaving.left(HERE)

        async with store.read() as tx:
            times: Sequence[object] = [
                await tx.schedules.next_at(guild=None),
                await tx.occurrences.next_at(guild=None),
                await tx.discussions.next_over(guild=None),
                await tx.outbox.next_at(after=BEGAN - DAY),
            ]
            assert not await tx.guilds.records_anywhere()
        assert times == [None] * 4

    async def test_events_are_looked_at_again_when_it_returns(
        self, *, leaving: LeavingService, schedule: ScheduleId, database_url: str
    ) -> None:
        await leaving.left(HERE)
        await leaving.returned(HERE)

        events = await stored(database_url, "SELECT subject, state FROM outbox WHERE step = 'event'")
        assert events == [(schedule, "waiting")]

    @pytest.mark.usefixtures("schedule")
    async def test_one_that_never_left_does_not_return(
        self, *, leaving: LeavingService, database_url: str
    ) -> None:
        before = await everything(database_url)

        await leaving.returned(HERE)

        assert await everything(database_url) == before


@pytest.mark.usefixtures("schedule")
class TestAfterAStart:
    @pytest.mark.parametrize(("says", "expected"), [(False, [HERE]), (True, []), (None, [])])
    async def test_one_that_is_missing_was_left_if_discord_says_so(
        self,
        *,
        leaving: LeavingService,
        members: Members,
        database_url: str,
        says: bool | None,
        expected: list[GuildId],
    ) -> None:
        members.says[HERE] = says

        await leaving.reconcile([ELSEWHERE], is_ours=lambda _guild: True)

        assert await left_at(database_url) == expected
        assert members.asked == [HERE]

    async def test_those_of_other_processes_are_none_of_our_business(
        self, *, leaving: LeavingService, members: Members, database_url: str
    ) -> None:
        await leaving.reconcile([], is_ours=lambda guild: guild == ELSEWHERE)

        assert members.asked == [ELSEWHERE]
        assert await left_at(database_url) == []

    async def test_one_that_was_left_is_not_asked_about_again_and_returns_when_it_is_there(
        self, *, leaving: LeavingService, members: Members, database_url: str
    ) -> None:
        for _ in range(2):
            await leaving.reconcile([ELSEWHERE], is_ours=lambda _guild: True)
        assert members.asked == [HERE]

        await leaving.reconcile([ELSEWHERE, HERE], is_ours=lambda _guild: True)

        assert await left_at(database_url) == []

    async def test_one_that_was_greeted_and_nothing_more_is_known_too(
        self, *, store: Store, leaving: LeavingService, members: Members, database_url: str
    ) -> None:
        greeted = GuildId(1_199_999_999_999_999_300)
        members.says[greeted] = False
        async with store.write() as tx:
            await tx.marks.put(f"welcomed:{greeted}", "1")

        await leaving.reconcile([HERE, ELSEWHERE], is_ours=lambda _guild: True)

        assert await left_at(database_url) == [greeted]


async def test_no_look_up_is_answered_from_what_was_erased(
    *, store: Store, clock: Time, members: Members, article: Article
) -> None:
    lookup = LookupService(store, clock=clock)
    leaving = LeavingService(store, clock=clock, members=members, forgets=[lookup.forget])
    await fill(store, HERE, article)
    assert (await lookup.find("crane", guild=HERE)).verdict is Verdict.ANSWER
    await leaving.left(HERE)
    clock.now = BEGAN + GRACE + timedelta(seconds=1)
    await leaving.erase_left()

    # As often changed as the one before.
    other = Fact(id="f1", text="A bakery opened.", passage="A bakery opened.")
    await fill(store, HERE, replace(article, title="The bakery", facts=(other,)))

    assert (await lookup.find("bakery", guild=HERE)).verdict is Verdict.ANSWER
    assert (await lookup.find("crane", guild=HERE)).verdict is Verdict.NOTHING
