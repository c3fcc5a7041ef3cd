"""Servers that remove the bot, and take it back; and what is no removal, though it looks like one."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from api_stub.actors import GuildActor
from api_stub.faults import Fault
from api_stub.stub import Stub
from lighthouse import EN, open_lighthouse
from on_disk import table
from running import Running

from bot.discord_front.handlers import finish
from bot.domain.identity import GuildId

GUILD = r"^/guilds/\d+$"
# What Discord says of a server that the bot is not in.
GONE = [(404, 10004), (403, 50001)]


def left(folder: Path) -> list[int]:
    """Return the servers that were left."""
    rows = table(folder, "SELECT guild FROM guilds WHERE left_at IS NOT NULL ORDER BY guild")
    return [row["guild"] for row in rows]


def known(folder: Path) -> set[int]:
    """Return the servers of which something is known."""
    return {row["guild"] for row in table(folder, "SELECT guild FROM moderation_log")}


async def set_up(stub: Stub) -> GuildActor:
    """Let a server invite the bot, and choose something."""
    server = await open_lighthouse(stub)
    await server.ann.run("setup", channel=server.place, retention="30 days")
    return server.guild


async def quiet(stub: Stub) -> None:
    """Wait until everything that was told of is dealt with."""
    await stub.gateway.flushed()
    assert await finish(patience=5.0)


async def age(folder: Path) -> None:
    """Let what was left have been left long ago."""
    long_ago = "UPDATE guilds SET left_at = '2020-01-01T00:00:00.000000Z' WHERE left_at IS NOT NULL"

    def change() -> None:
        with closing(sqlite3.connect(folder / "causerie.db", timeout=30.0)) as connection, connection:
            connection.execute(long_ago)

    await asyncio.to_thread(change)  # the bot, in this thread, may be writing


async def test_a_removal_is_noted_and_a_return_as_well(stub: Stub, bot: Running) -> None:
    guild = await set_up(stub)

    guild.remove_bot()
    await stub.gateway.until(lambda: left(bot.folder) == [guild.id])
    guild.invite_bot()
    await stub.gateway.until(lambda: left(bot.folder) == [])

    rows = table(bot.folder, "SELECT retention_days FROM guilds")
    assert rows == [{"retention_days": 30}]


async def test_removed_and_invited_in_one_breath_it_is_there(stub: Stub, bot: Running) -> None:
    guild = await set_up(stub)

    guild.remove_bot()
    guild.invite_bot()
    await quiet(stub)

    assert left(bot.folder) == []


async def test_an_outage_is_no_removal(stub: Stub, bot: Running) -> None:
    guild = await set_up(stub)

    stub.gateway.unavailable(guild.id)
    await quiet(stub)
    assert left(bot.folder) == []
    assert await bot.cases.leaving.erase_left() == 0

    stub.gateway.available(guild.id)
    await quiet(stub)
    assert left(bot.folder) == []


async def test_what_comes_too_late_is_no_removal(stub: Stub, bot: Running) -> None:
    guild = await set_up(stub)
    client = bot.threads.client
    assert client is not None
    known = client.get_guild(guild.id)

    client.dispatch("guild_remove", known)
    await quiet(stub)

    assert left(bot.folder) == []


async def test_nobody_has_to_be_asked_about_one_in_an_outage(stub: Stub, bot: Running) -> None:
    guild = await set_up(stub)
    stub.gateway.unavailable(guild.id)
    await quiet(stub)
    await bot.cases.leaving.left(GuildId(guild.id))
    await age(bot.folder)

    assert await bot.cases.leaving.erase_left() == 0

    assert left(bot.folder) == []
    assert stub.server.sent("GET", GUILD) == []


async def test_a_removal_during_an_outage_is_one(stub: Stub, bot: Running) -> None:
    guild = await set_up(stub)
    stub.gateway.unavailable(guild.id)
    await quiet(stub)

    stub.gateway.unavailable_guilds.clear()
    guild.remove_bot()

    await stub.gateway.until(lambda: left(bot.folder) == [guild.id])


@pytest.mark.parametrize(("status", "code"), GONE)
async def test_a_removal_while_it_was_away_is_learned_after_the_start(
    stub: Stub, bot: Running, status: int, code: int
) -> None:
    guild, stays = await set_up(stub), await set_up(stub)
    await bot.stop()
    guild.remove_bot()
    stub.server.faults.next("GET", GUILD, Fault.STATUS, status=status, code=code)

    await bot.start()

    await stub.gateway.until(lambda: left(bot.folder) == [guild.id])
    assert len(stub.server.sent("GET", GUILD)) == 1  # nobody is asked about what is there
    assert {guild.id, stays.id} <= known(bot.folder)


@pytest.mark.parametrize(("status", "code"), [(503, 0), (404, 0), (403, 40001), (429, 0)])
async def test_no_other_answer_is_taken_for_a_removal(
    stub: Stub, bot: Running, status: int, code: int
) -> None:
    guild = await set_up(stub)
    await bot.stop()
    guild.remove_bot()
    stub.server.faults.next("GET", GUILD, Fault.STATUS, status=status, code=code, times=50, retry_after=0.01)

    await bot.start()
    await bot.cases.leaving.reconcile(frozenset(), is_ours=lambda _guild: True)

    assert stub.server.sent("GET", GUILD)
    assert left(bot.folder) == []


async def test_a_list_without_a_server_that_it_is_in_proves_nothing(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(stub)
    await bot.stop()
    monkeypatch.setattr(stub.world, "ready_guilds", list)

    await bot.start()
    await stub.gateway.until(lambda: stub.server.sent("GET", GUILD))
    await quiet(stub)

    assert left(bot.folder) == []


async def test_a_start_in_an_outage_is_no_removal(stub: Stub, bot: Running) -> None:
    guild = await set_up(stub)
    await bot.stop()
    stub.gateway.unavailable_guilds.add(guild.id)

    await bot.start()
    await quiet(stub)

    assert stub.server.sent("GET", GUILD) == []
    assert left(bot.folder) == []


async def test_a_return_while_it_was_away_is_learned_before_anything_is_erased(
    stub: Stub, bot: Running
) -> None:
    guild = await set_up(stub)
    guild.remove_bot()
    await stub.gateway.until(lambda: left(bot.folder) == [guild.id])
    await bot.stop()
    await age(bot.folder)
    guild.invite_bot()

    await bot.start()
    await bot.cases.leaving.erase_left()
    await stub.gateway.until(lambda: left(bot.folder) == [])

    assert known(bot.folder) == {guild.id}


async def test_of_one_that_was_left_long_ago_nothing_is_left(stub: Stub, bot: Running) -> None:
    stub.server.expect(50001)
    guild, stays = await set_up(stub), await set_up(stub)
    guild.remove_bot()
    await stub.gateway.until(lambda: left(bot.folder) == [guild.id])
    await age(bot.folder)
    before = len(stub.server.requests)

    assert await bot.cases.leaving.erase_left() == 1

    assert known(bot.folder) == {stays.id}
    assert [row["guild"] for row in table(bot.folder, "SELECT guild FROM guilds")] == [stays.id]
    # It is told nowhere: one question is all that Discord hears of it.
    assert [one.method for one in stub.server.requests[before:]] == ["GET"]


async def test_whoever_invites_it_after_that_is_greeted_as_everybody(stub: Stub, bot: Running) -> None:
    stub.server.expect(50001)
    server = await open_lighthouse(stub)
    guild = server.guild
    guild.remove_bot()
    await stub.gateway.until(lambda: left(bot.folder) == [guild.id])
    await age(bot.folder)
    await bot.cases.leaving.erase_left()

    posts = rf"^/channels/{server.place}/messages$"
    assert len(stub.server.sent("POST", posts)) == 1

    guild.invite_bot()
    await stub.gateway.until(lambda: len(stub.server.sent("POST", posts)) == 2)

    kept = await server.bea.run("privacy", channel=server.place)
    assert EN("privacy.for_ever") in kept.text


async def test_nothing_is_erased_while_nobody_is_connected(stub: Stub, bot: Running) -> None:
    guild = await set_up(stub)
    await bot.cases.leaving.left(GuildId(guild.id))
    await age(bot.folder)
    guild.remove_bot()
    await quiet(stub)
    bot.threads.client = None

    assert await bot.cases.leaving.erase_left() == 0

    assert known(bot.folder) == {guild.id}
