"""Tests for bot.services.leavers: who left is erased where the guild wants that, and nobody else ever."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from all_of_a_member import anywhere, leave
from old_rows import BEGAN, BO, CY, DAY, Time, respond
from stored_rows import stored

from bot.domain.article import StoredArticle
from bot.domain.discord_errors import MembersUnknownError
from bot.domain.discussion import Kept, Prompt
from bot.domain.identity import LOCAL_GUILD, NOBODY, GuildId, MemberId, RoleId
from bot.domain.leavers import GRACE, Leavers
from bot.domain.moderation import ErasedLeavers
from bot.services import leavers as leavers_module
from bot.services.consents import ConsentService
from bot.services.guilds import GuildService
from bot.services.leavers import REST, TROUBLE, LeaverService
from bot.services.leaving import NoGuilds
from bot.services.my_data import MyDataService
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.storage.absences import Absences
from bot.storage.store import Store

ZOE, NAME = MemberId(1_234_567_890_123_456_789), "Zoé-Séléné Ötvös"
DAYS = GRACE.days + 1


class Members(NoGuilds):
    """Says that those whom it was told of have left, or that it cannot say; remembers who was asked about."""

    def __init__(self) -> None:
        self.gone: set[MemberId] = set()
        self.unknown: set[MemberId] = set()
        self.asked: list[MemberId] = []

    async def roles_of(self, member: MemberId, *, guild: GuildId) -> frozenset[RoleId] | None:
        self.asked.append(member)
        if member in self.unknown:
            raise MembersUnknownError
        return None if member in self.gone else frozenset({RoleId(guild)})


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def members() -> Members:
    return Members()


@pytest.fixture
def guilds(store: Store, clock: Time) -> GuildService:
    return GuildService(store, clock=clock)


@pytest.fixture
def leavers(store: Store, clock: Time, members: Members) -> LeaverService:
    return made(store, clock, members)


def made(store: Store, clock: Time, members: Members) -> LeaverService:
    """Return the service as a program has it that has just been started."""
    recorder = Recorder(store)
    consents = ConsentService(store, clock=clock, recorder=recorder)
    my_data = MyDataService(store, clock=clock, recorder=recorder, consents=consents)
    return LeaverService(store, clock=clock, members=members, my_data=my_data)


@pytest.fixture
async def erases(guilds: GuildService, place: Place) -> None:
    """The guild has what is held about those who leave erased."""
    await guilds.change(at=place, leavers=Leavers.ERASE)


async def a_round(leavers: LeaverService) -> int:
    """Do all that there is to do today; return in how many lots."""
    lots = 0
    while await leavers.work() is not None:
        lots += 1
    return lots


async def rounds(leavers: LeaverService, clock: Time, *, days: int) -> None:
    """Let *days* go by."""
    for _ in range(days):
        await a_round(leavers)
        clock.now += DAY


async def authors(url: str) -> list[int]:
    rows = await stored(url, "SELECT DISTINCT author FROM responses ORDER BY author")
    return [author for (author,) in rows]


async def absent(url: str) -> list[int]:
    return [member for (member,) in await stored(url, "SELECT member FROM absences ORDER BY member")]


async def answered(store: Store, prompt: Prompt, members: Iterable[int]) -> None:
    for member in members:
        await respond(store, prompt, at=BEGAN, author=MemberId(member))


class TestTheRule:
    @pytest.mark.parametrize("chosen", [None, Leavers.KEEP])
    async def test_where_all_is_kept_nobody_is_asked_about(
        self,
        *,
        chosen: Leavers | None,
        leavers: LeaverService,
        guilds: GuildService,
        members: Members,
        store: Store,
        place: Place,
        prompt: Prompt,
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        if chosen is not None:
            await guilds.change(at=place, leavers=chosen)

        assert await leavers.work() is None

        assert members.asked == []

    async def test_the_local_chat_has_no_leaving(
        self, leavers: LeaverService, guilds: GuildService, members: Members, place: Place
    ) -> None:
        local = Place(guild=LOCAL_GUILD, channel=place.channel, person=place.person)
        await guilds.change(at=local, leavers=Leavers.ERASE)

        assert await leavers.work() is None

    async def test_a_guild_that_the_bot_was_removed_from_is_left_alone(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        store: Store,
        place: Place,
        prompt: Prompt,
        erases: None,
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        async with store.write() as tx:
            await tx.departures.left(place.guild, at=BEGAN)

        assert await leavers.work() is None

        assert members.asked == []

    async def test_a_guild_that_changes_its_mind_begins_from_nothing(
        self,
        *,
        leavers: LeaverService,
        guilds: GuildService,
        members: Members,
        clock: Time,
        store: Store,
        place: Place,
        prompt: Prompt,
        database_url: str,
        erases: None,
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        members.gone = {BO}
        await rounds(leavers, clock, days=DAYS - 1)
        await guilds.change(at=place, leavers=Leavers.KEEP)
        assert await absent(database_url) == []
        clock.now += 10 * DAY
        await guilds.change(at=place, leavers=Leavers.ERASE)

        await rounds(leavers, clock, days=DAYS - 1)

        assert await authors(database_url) == [BO]


@pytest.mark.usefixtures("erases")
class TestErasing:
    async def test_whoever_left_is_erased_after_the_grace_and_nobody_else(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await answered(store, prompt, [BO, CY])
        members.gone = {BO}

        await rounds(leavers, clock, days=DAYS - 1)
        assert await authors(database_url) == [BO, CY]
        await rounds(leavers, clock, days=1)

        assert await authors(database_url) == [CY]
        assert await absent(database_url) == []

    async def test_nothing_of_them_is_found_anywhere_in_the_database(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        place: Place,
        prompt: Prompt,
        loaded: StoredArticle,
        database_url: str,
    ) -> None:
        await leave(store, ZOE, NAME, place=place, prompt=prompt, loaded=loaded)
        members.gone = {ZOE}

        await rounds(leavers, clock, days=DAYS)

        # Her words and her name, as /my-data erase leaves nothing of them either.
        needles = [NAME, f"typed by {NAME}", f"hidden of {NAME}", str(ZOE)]
        assert await anywhere(database_url, needles, path=store.path, member=ZOE) == []

    async def test_whoever_comes_back_within_the_week_begins_from_nothing(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        members.gone = {BO}
        await rounds(leavers, clock, days=DAYS - 1)
        members.gone = set()
        await rounds(leavers, clock, days=1)
        assert await absent(database_url) == []

        members.gone = {BO}
        await rounds(leavers, clock, days=DAYS - 1)

        assert await authors(database_url) == [BO]

    async def test_a_clock_that_jumps_a_year_erases_nobody(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        members.gone = {BO}
        await a_round(leavers)
        clock.now += timedelta(days=365)
        await a_round(leavers)
        assert await authors(database_url) == [BO]

    async def test_a_clock_that_was_ahead_keeps_nobody_from_being_erased(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        members.gone = {BO}
        clock.now = BEGAN + timedelta(days=365)
        await a_round(leavers)
        clock.now = BEGAN

        await rounds(leavers, clock, days=DAYS)

        assert await authors(database_url) == []

    async def test_a_clock_that_jumps_to_and_fro_erases_nobody(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        members.gone = {BO}
        for jump in (0, 365, 0, 365, 0, 365):
            clock.now = BEGAN + jump * DAY
            await a_round(leavers)

        assert await authors(database_url) == [BO]

    async def test_whoever_is_back_once_others_were_asked_about_is_erased_before_or_not_at_all(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        prompt: Prompt,
        database_url: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        await answered(store, prompt, [BO, CY])
        members.gone = {BO}
        await rounds(leavers, clock, days=DAYS - 1)
        held: list[list[int]] = []

        async def asked(member: MemberId, *, guild: GuildId) -> frozenset[RoleId] | None:
            held.append(await authors(database_url))
            return None if member in members.gone else frozenset({RoleId(guild)})

        monkeypatch.setattr(members, "roles_of", asked)
        await a_round(leavers)

        assert held == [[BO, CY], [CY]]

    async def test_a_rule_that_is_changed_in_the_middle_of_a_lot_holds_for_the_rest_of_it(
        self,
        *,
        leavers: LeaverService,
        guilds: GuildService,
        members: Members,
        clock: Time,
        store: Store,
        place: Place,
        prompt: Prompt,
        database_url: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        await answered(store, prompt, [BO, CY])
        members.gone = {BO, CY}
        await rounds(leavers, clock, days=DAYS - 1)
        erase_leaver = MyDataService.erase_leaver

        async def erased(my_data: MyDataService, member: MemberId, *, guild: GuildId) -> None:
            await erase_leaver(my_data, member, guild=guild)
            await guilds.change(at=place, leavers=Leavers.KEEP)

        monkeypatch.setattr(MyDataService, "erase_leaver", erased)
        await a_round(leavers)

        assert await authors(database_url) == [CY]
        assert await absent(database_url) == []

    async def test_the_log_counts_them_by_the_day_and_names_nobody(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        place: Place,
        prompt: Prompt,
    ) -> None:
        await answered(store, prompt, [BO, BO, CY])
        members.gone = {BO, CY}

        await rounds(leavers, clock, days=DAYS)

        async with store.read() as tx:
            lines = await tx.log.lines(place.guild, limit=9)
        (line,) = [one for one in lines if one.action == ErasedLeavers.ACTION]
        assert ErasedLeavers.of(line) == ErasedLeavers(members=2, answers=3)
        assert line.moderator == NOBODY
        assert line.at.time().isoformat() == "00:00:00"

    async def test_each_day_has_a_line_of_its_own(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        place: Place,
        prompt: Prompt,
    ) -> None:
        await answered(store, prompt, [BO, CY])
        members.gone = {BO}
        await rounds(leavers, clock, days=1)
        members.gone = {BO, CY}
        await rounds(leavers, clock, days=DAYS)

        async with store.read() as tx:
            lines = await tx.log.lines(place.guild, limit=9)
        assert [one.target for one in lines if one.action == ErasedLeavers.ACTION] == ["1 (1)", "1 (1)"]

    async def test_earlier_exports_are_told_by_tombstones(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        place: Place,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        async with store.write() as tx:
            await tx.exports.log({}, guild=place.guild, at=BEGAN, by=place.person.id)
        members.gone = {BO}

        await rounds(leavers, clock, days=DAYS)

        assert await stored(database_url, "SELECT why FROM tombstones") == [("erased",)]

    async def test_unlinked_answers_stay_for_nobody_knows_whose_they_are(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        await respond(store, prompt, at=BEGAN, author=NOBODY, kept=Kept.UNLINKED)
        members.gone = {BO, NOBODY}

        await rounds(leavers, clock, days=DAYS)

        assert NOBODY not in members.asked
        assert await authors(database_url) == [NOBODY]

    async def test_whoever_only_agreed_or_waits_is_asked_about_as_well(
        self, *, leavers: LeaverService, members: Members, store: Store, place: Place, prompt: Prompt
    ) -> None:
        async with store.write() as tx:
            await tx.consents.add("quote", version=1, guild=place.guild, member=CY, on=BEGAN.date())
            gap = await tx.gaps.count("rain", folded="rain", guild=place.guild, on=BEGAN.date())
            await tx.waiters.add(gap, guild=place.guild, member=ZOE, language="en", at=BEGAN)

        await a_round(leavers)

        assert members.asked == [CY, ZOE]

    async def test_of_whom_nothing_is_held_any_more_it_is_not_kept_that_they_left(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        place: Place,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        async with store.write() as tx:
            await tx.absences.note(CY, guild=place.guild, on=date(2025, 12, 31))

        await a_round(leavers)

        assert await absent(database_url) == []


@pytest.mark.usefixtures("erases")
class TestAsking:
    @pytest.fixture(autouse=True)
    def small_lots(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(leavers_module, "LOT", 2)

    async def test_members_are_asked_about_some_at_a_time_and_once_a_day(
        self, *, leavers: LeaverService, members: Members, clock: Time, store: Store, prompt: Prompt
    ) -> None:
        await answered(store, prompt, range(1, 6))

        assert await leavers.work() == REST
        assert members.asked == [1, 2]
        assert await a_round(leavers) == 2
        assert members.asked == [1, 2, 3, 4, 5]
        clock.now += timedelta(hours=11)
        assert await leavers.work() is None

        clock.now += timedelta(hours=1)
        await a_round(leavers)
        assert members.asked == [1, 2, 3, 4, 5] * 2

    async def test_a_program_that_is_started_again_goes_on_where_it_was(
        self, *, leavers: LeaverService, members: Members, clock: Time, store: Store, prompt: Prompt
    ) -> None:
        await answered(store, prompt, range(1, 6))
        await leavers.work()

        await a_round(made(store, clock, members))

        assert members.asked == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("leaves", [True, False])
    async def test_whoever_was_asked_about_last_is_not_remembered_by_that_once_they_are_erased(
        self,
        *,
        leaves: bool,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        place: Place,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await answered(store, prompt, [1, ZOE, ZOE + 1, ZOE + 2, ZOE + 3])
        members.gone = {ZOE} if leaves else set()
        await rounds(leavers, clock, days=DAYS - 1)
        await leavers.work()
        if not leaves:
            await leavers._my_data.erase(at=replace(place, person=replace(place.person, id=ZOE)))

        assert await anywhere(database_url, [str(ZOE)], path=store.path, member=ZOE) == []
        await a_round(leavers)
        assert members.asked[-3:] == [ZOE + 1, ZOE + 2, ZOE + 3]

    async def test_nor_is_anybody_where_the_rule_was_changed_in_the_middle_of_a_round(
        self,
        *,
        leavers: LeaverService,
        guilds: GuildService,
        store: Store,
        place: Place,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await answered(store, prompt, [1, 2, 3])
        await leavers.work()
        await guilds.change(at=place, leavers=Leavers.KEEP)

        assert await stored(database_url, "SELECT name FROM marks WHERE name LIKE 'leavers:%'") == []

    async def test_one_that_is_cut_short_asks_about_the_same_ones_again(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        prompt: Prompt,
        database_url: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        await answered(store, prompt, range(1, 5))
        members.gone = {MemberId(3)}
        await leavers.work()

        async def cut(*_: object, **__: object) -> None:
            raise asyncio.CancelledError

        with monkeypatch.context() as patched:
            patched.setattr(Absences, "found", cut)
            with pytest.raises(asyncio.CancelledError):
                await leavers.work()
        await a_round(made(store, clock, members))

        assert members.asked == [1, 2, 3, 4, 3, 4]
        assert await stored(database_url, "SELECT member, days FROM absences") == [(3, 1)]

    async def test_what_nobody_can_say_counts_for_nobodys_leaving(
        self,
        *,
        leavers: LeaverService,
        members: Members,
        clock: Time,
        store: Store,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        await answered(store, prompt, range(1, 4))
        members.unknown = {MemberId(1), MemberId(2), MemberId(3)}

        await rounds(leavers, clock, days=3 * DAYS)

        assert await authors(database_url) == [1, 2, 3]
        assert await absent(database_url) == []

    async def test_after_trouble_a_guild_rests_and_one_member_keeps_no_others_from_being_asked_about(
        self, *, leavers: LeaverService, members: Members, clock: Time, store: Store, prompt: Prompt
    ) -> None:
        await answered(store, prompt, range(1, 4))
        members.unknown = {MemberId(1)}

        assert await a_round(leavers) == 1
        assert members.asked == [1]
        clock.now += TROUBLE
        await a_round(leavers)

        assert members.asked == [1, 2, 3]
