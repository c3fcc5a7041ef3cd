"""Tests for bot.services.doctor."""

from pathlib import Path

import pytest
from quiet_threads import QuietThreads

from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.identity import LOCAL_GUILD, ChannelId, GuildId
from bot.domain.storage_errors import DiskFullError, StoreReadOnlyError
from bot.services.clock import Clock
from bot.services.doctor import Doctor, examine_disk
from bot.services.guilds import GuildService
from bot.services.place import Place
from bot.storage.store import Store

FINE = Finding(code="may_all", severity=Severity.FINE, data={"channel": "#news"})


class Threads(QuietThreads):
    """A thread port that notes where it was asked to look."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int | None]] = []

    async def inspect(
        self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings
    ) -> tuple[Finding, ...]:
        self.asked.append(("inspect", channel))
        return (FINE,)

    async def prepare(self, *, guild: GuildId, settings: GuildSettings) -> None:
        self.asked.append(("prepare", settings.channel))

    async def rehearse(self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings) -> None:
        self.asked.append(("rehearse", channel))


@pytest.fixture
def threads() -> Threads:
    return Threads()


@pytest.fixture
def guilds(store: Store, clock: Clock) -> GuildService:
    return GuildService(store, clock=clock)


@pytest.fixture
def doctor(store: Store, threads: Threads, guilds: GuildService, database_path: Path) -> Doctor:
    return Doctor(store, threads=threads, guilds=guilds, database=database_path)


async def test_without_a_channel_it_looks_where_the_person_is(
    doctor: Doctor, threads: Threads, place: Place
) -> None:
    found = await doctor.examine(at=place)

    assert [one.code for one in found] == ["no_channel", "may_all", "database_fine"]
    assert found[0].severity is Severity.NOTICE
    assert threads.asked == [("inspect", place.channel)]


async def test_it_looks_at_the_channel_that_was_chosen(
    doctor: Doctor, threads: Threads, guilds: GuildService, place: Place
) -> None:
    chosen = ChannelId(place.channel + 1)
    await guilds.change(at=place, channel=chosen)

    found = await doctor.examine(at=place)
    await doctor.prepare(at=place)
    await doctor.rehearse(at=place)

    assert [one.code for one in found] == ["may_all", "database_fine"]
    assert threads.asked == [("inspect", chosen), ("prepare", chosen), ("rehearse", chosen)]


async def test_a_terminal_needs_no_channel(doctor: Doctor, place: Place) -> None:
    local = Place(guild=LOCAL_GUILD, channel=place.channel, person=place.person)

    assert "no_channel" not in {one.code for one in await doctor.examine(at=local)}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DiskFullError(where="causerie.db"), "database_full"),
        (StoreReadOnlyError(where="causerie.db"), "database_failed"),
    ],
)
async def test_a_database_that_takes_nothing_in(
    doctor: Doctor,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    *,
    place: Place,
    error: Exception,
    code: str,
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr(store, "write", refuse)

    (finding,) = [one for one in await doctor.examine(at=place) if one.severity is Severity.BROKEN]

    assert finding.code == code


def test_a_database_that_is_no_file_has_no_disk() -> None:
    assert list(examine_disk(None)) == []
    assert list(examine_disk(Path("/nowhere at all/causerie.db"))) == []
