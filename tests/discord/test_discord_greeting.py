"""The first message in a server, help, and what is kept: what people meet before anything else."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest
from api_stub.actors import INVITED_WITH, GuildActor
from api_stub.faults import Fault
from api_stub.seen import text_of
from api_stub.stub import Stub
from api_stub.world import timestamp
from lighthouse import EN, FR, keep, live, open_lighthouse, start
from running import Running
from under_way import PACK

from bot.discord_front.cogs.guilds import RECENT
from bot.i18n import Text


def greetings(stub: Stub, guild: GuildActor) -> list[int]:
    """Return the channels in which the bot tried to write, once for each time."""
    channels = guild.guild.channels
    return [
        channel for channel in channels for _ in stub.server.sent("POST", f"/channels/{channel}/messages$")
    ]


# -- the first message -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "say"),
    [("en-US", EN), ("en-GB", EN), ("fr", FR), ("de", EN)],
)
async def test_a_server_is_greeted_in_its_language(stub: Stub, bot: Running, locale: str, say: Text) -> None:
    server = await open_lighthouse(stub, locale=locale)

    (welcome,) = server.messages
    for part in ("welcome.title", "welcome.what", "welcome.begin"):
        assert say(part) in text_of(welcome)
    for button in ("action.setup", "action.help", "button.kept"):
        assert say(button) in text_of(welcome)
    assert not live(stub)


async def test_a_server_that_invites_it_while_it_is_away_is_greeted_on_its_return(
    stub: Stub, tmp_path: Path
) -> None:
    guild = stub.guild("Le Phare", locale="fr")
    place = guild.text("général")
    guild.invite_bot()
    bot = Running(stub, folder=tmp_path)

    await bot.start()
    await stub.gateway.until(lambda: guild.messages(place))
    await bot.stop()

    assert FR("welcome.title") in text_of(guild.messages(place)[0])


async def test_a_server_it_has_been_in_for_long_is_not_greeted(stub: Stub, tmp_path: Path) -> None:
    old, new = stub.guild("Old"), stub.guild("New")
    old.text("general")
    place = new.text("general")
    old.invite_bot()
    new.invite_bot()
    long_ago = datetime.now(UTC) - RECENT - timedelta(minutes=1)
    old.guild.members[stub.world.bot]["joined_at"] = timestamp(long_ago)
    bot = Running(stub, folder=tmp_path)

    await bot.start()
    await stub.gateway.until(lambda: new.messages(place))
    await bot.stop()

    assert greetings(stub, old) == []


async def test_a_server_is_greeted_once_whatever_comes_twice(stub: Stub, bot: Running) -> None:
    guild = stub.guild("The Lighthouse")
    place = guild.text("talk")
    stub.gateway.duplicate_next(2)
    guild.invite_bot()
    await stub.gateway.until(lambda: guild.messages(place))

    await bot.stop()
    await bot.start()
    other = await open_lighthouse(stub)

    assert greetings(stub, guild) == [place]
    assert len(other.messages) == 1


async def test_whoever_invites_it_again_is_not_greeted_again(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    stub.gateway.dispatch("GUILD_DELETE", {"id": str(server.guild.id)})
    await stub.gateway.flushed()

    server.guild.invite_bot()
    await open_lighthouse(stub)

    assert greetings(stub, server.guild) == [server.place]


async def test_it_greets_in_the_system_channel_or_the_first_it_may_write_in(stub: Stub, bot: Running) -> None:
    with_system, without = stub.guild("With"), stub.guild("Without")
    with_system.text("first")
    system = with_system.text("system")
    with_system.guild.system_channel = system
    silent, second = without.text("silent"), without.text("second")
    without.guild.system_channel = silent
    # An overwrite before the invitation is already there when the bot comes.
    stub.world.channel(silent)["permission_overwrites"] = [  # type: ignore[index]  # it was just made
        {
            "id": str(without.id),
            "type": 0,
            "allow": "0",
            "deny": str(discord.Permissions(send_messages=True).value),
        }
    ]

    with_system.invite_bot()
    without.invite_bot()
    await stub.gateway.until(lambda: with_system.messages(system) and without.messages(second))

    assert greetings(stub, with_system) == [system]
    assert greetings(stub, without) == [second]


async def test_without_a_channel_to_write_in_it_waits_for_somebody_to_ask(stub: Stub, bot: Running) -> None:
    guild = stub.guild("Quiet")
    place = guild.text("talk")
    ann = guild.member("Ann", manage_guild=True)
    guild.guild.roles[guild.id]["permissions"] = str(
        discord.Permissions(view_channel=True, use_application_commands=True).value
    )
    guild.invite_bot(discord.Permissions(view_channel=True))
    other = await open_lighthouse(stub)

    panel = await ann.run("setup", channel=place)

    assert guild.messages(place) == []
    assert len(other.messages) == 1
    assert EN("finding.lacks", channel="#talk", permission=EN("permission.send_messages")) in panel.text


async def test_a_greeting_that_fails_is_made_up_for_at_the_next_start(stub: Stub, bot: Running) -> None:
    guild = stub.guild("The Lighthouse")
    place = guild.text("talk")
    stub.server.faults.next("POST", f"/channels/{place}/messages$", Fault.STATUS, status=403, code=50013)
    guild.invite_bot()
    await stub.gateway.until(lambda: stub.server.faults.struck)
    assert guild.messages(place) == []

    await bot.stop()
    await bot.start()
    await stub.gateway.until(lambda: guild.messages(place))

    assert len(guild.messages(place)) == 1


async def test_many_servers_at_once_are_greeted_each_once(stub: Stub, bot: Running) -> None:
    servers = await asyncio.gather(*(open_lighthouse(stub) for _ in range(10)))

    assert all(len(server.messages) == 1 for server in servers)


# -- help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("locale", "say"), [("en-US", EN), ("fr", FR)])
async def test_a_member_reads_what_a_member_may_do(stub: Stub, bot: Running, locale: str, say: Text) -> None:
    server = await open_lighthouse(stub, locale=locale)

    helped = await server.bea.click(server.messages[0], say("action.help"))

    assert helped.is_private
    for command in ("fact", "answer", "withdraw", "privacy"):
        assert f"/{say(f'name.{command}')}" in helped.text
    for menu in ("menu.check", "menu.record"):
        assert say("help.menu", name=say(menu)) in helped.text
    for command in ("discuss", "setup", "export", "doctor"):
        assert f"/{say(f'name.{command}')} " not in helped.text.replace("\n", " \n")


async def test_a_moderator_and_whoever_manages_the_server_read_more(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    moderators = await server.max.run("help", channel=server.place)
    managers = await server.ann.run("help", channel=server.place)

    assert "/discuss start" in moderators.text
    assert "/setup" not in moderators.text
    assert "/discuss start" in managers.text
    assert "/setup" in managers.text
    # What only buttons and forms ask is nothing that people type.
    for hidden in ("/draft", "/rehearse", "agreed", "prompt:"):
        assert hidden not in managers.text


@pytest.mark.parametrize("typed", ["fact", "/fact", "FAIT", "/fait "])
async def test_one_command_is_explained_under_any_of_its_names(stub: Stub, bot: Running, typed: str) -> None:
    server = await open_lighthouse(stub, locale="fr")

    explained = await server.bea.run("aide", channel=server.place, commande=typed)

    assert explained.message is not None
    assert len(explained.message.embeds) == 1
    assert FR("describe.fact") in explained.text
    assert FR("describe.fact.query") in explained.text


async def test_a_command_that_is_not_ones_own_is_not_explained(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    refused = await server.bea.run("help", channel=server.place, command="setup")

    assert EN("error.unknown_command", command="setup").split("setup")[0] in refused.text


# -- what is kept ----------------------------------------------------------------------------------


async def test_what_is_kept_is_one_click_away_from_wherever_one_answers(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    zoe = server.guild.member("Zoé", locale="fr")

    answers = [
        await zoe.click(server.messages[0], EN("button.kept")),
        await zoe.click(prompt, EN("button.kept")),
        await zoe.run("confidentialité", channel=server.place),
    ]

    for answer in answers:
        assert answer.is_private
        assert FR("privacy.title") in answer.text
        for part in ("answers", "ways", "not_typed", "who", "for_ever", "change", "lookups", "never"):
            assert FR(f"privacy.{part}") in answer.text


async def test_what_is_kept_follows_what_is_set(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await server.ann.run("setup", channel=server.place, typed=True, retention="30 days")

    kept = await server.bea.run("privacy", channel=server.place)

    assert EN("privacy.typed") in kept.text
    assert EN("privacy.days", n=30) in kept.text


async def test_the_greeting_needs_nothing_that_the_invitation_does_not_give(stub: Stub, bot: Running) -> None:
    guild = stub.guild("Bare")
    place = guild.text("talk")
    guild.guild.roles[guild.id]["permissions"] = "0"

    guild.invite_bot(INVITED_WITH)
    await stub.gateway.until(lambda: guild.messages(place))

    assert EN("welcome.begin") in text_of(guild.messages(place)[0])
