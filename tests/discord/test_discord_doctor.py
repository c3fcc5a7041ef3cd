"""/doctor: each thing that can be wrong on Discord is found and named with its mend, in both languages."""

import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from api_stub.faults import Fault
from api_stub.stub import Stub
from api_stub.world import snowflake
from lighthouse import EN, FR, Lighthouse, keep, open_lighthouse
from running import Running
from under_way import PACK

from bot.discord_front.inspect import NEEDED, NEEDED_IN_TEXT, USEFUL
from bot.i18n import Text

Break = Callable[[Stub, Lighthouse], Awaitable[None]]
Finding = Callable[[Text], str]


async def choose(server: Lighthouse, place: int) -> None:
    """Let Ann choose where discussions are held."""
    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.choose(panel, server.say("pick.channel"), place)


async def tell_moderators(stub: Stub, server: Lighthouse) -> None:
    """Let Discord have a channel of its own for moderators, in which they are told what goes wrong."""
    server.guild.guild.updates_channel = server.guild.text("mod-news")
    stub.gateway.dispatch("GUILD_UPDATE", stub.world.guild_payload(server.guild.guild))
    await stub.gateway.flushed()


async def verdicts(server: Lighthouse) -> tuple[str, str]:
    """Return what Ann and Zoé are told, in English and in French."""
    zoe = server.guild.member("Zoé", locale="fr", manage_guild=True, manage_messages=True)
    english = await server.ann.run("doctor", channel=server.place)
    french = await zoe.run("diagnostic", channel=server.place)
    assert english.is_private
    assert french.is_private
    assert english.buttons == [EN("action.again")]
    return english.text, french.text


def lacks(permission: str, channel: str = "#talk") -> Finding:
    return lambda say: say("finding.lacks", permission=say(f"permission.{permission}"), channel=channel)


async def forbidding(stub: Stub, permission: str) -> Lighthouse:
    """Choose a channel in which the bot lacks *permission*."""
    server = await open_lighthouse(stub)
    await choose(server, server.place)
    server.guild.forbid(server.place, **{permission: True})
    await stub.gateway.flushed()
    return server


async def test_where_all_is_well_it_says_so(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await tell_moderators(stub, server)
    await choose(server, server.place)

    for say, told in zip((EN, FR), await verdicts(server), strict=True):
        assert say("doctor.verdict_fine") in told
        for code in ("may_all", "clock_fine", "sync_fine", "database_fine"):
            assert say(f"finding.{code}", channel="#talk") in told
        assert say("doctor.broken") not in told
        assert say("doctor.notice") not in told


async def test_without_a_channel_of_its_own_it_looks_at_this_one(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    for say, told in zip((EN, FR), await verdicts(server), strict=True):
        assert say("doctor.verdict_notice") in told
        assert say("finding.no_channel") in told
        assert say("finding.may_all", channel="#talk") in told


@pytest.mark.parametrize("permission", [one for one in (*NEEDED, *NEEDED_IN_TEXT) if one != "view_channel"])
async def test_a_permission_that_a_discussion_needs_is_missed(
    stub: Stub, bot: Running, permission: str
) -> None:
    server = await forbidding(stub, permission)

    for say, told in zip((EN, FR), await verdicts(server), strict=True):
        assert say("doctor.verdict_broken") in told
        assert lacks(permission)(say) in told
    # What cannot be posted is told before, not after; and nothing of it is begun.
    kept = await keep(server, PACK)
    refused = await server.ann.click(kept, EN("action.start"))
    assert EN("error.cannot_post") in refused.text
    assert lacks(permission)(EN) in refused.text
    status = await server.ann.run("discuss status", channel=server.place)
    assert status.text == EN("discuss.none")


@pytest.mark.parametrize("permission", USEFUL)
async def test_a_permission_that_is_only_useful_is_missed_less(
    stub: Stub, bot: Running, permission: str
) -> None:
    server = await forbidding(stub, permission)

    for say, told in zip((EN, FR), await verdicts(server), strict=True):
        assert say("doctor.verdict_notice") in told
        assert lacks(permission)(say) in told


async def test_a_channel_out_of_sight_is_told_with_all_that_follows(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    hidden = server.guild.text("hidden")
    await choose(server, hidden)
    server.guild.forbid(hidden, view_channel=True)
    await stub.gateway.flushed()

    for say, told in zip((EN, FR), await verdicts(server), strict=True):
        assert say("doctor.verdict_broken") in told
        assert lacks("view_channel", "#hidden")(say) in told


async def gone(stub: Stub, server: Lighthouse) -> None:
    place = server.guild.text("old")
    await choose(server, place)
    server.guild.remove_channel(place)
    await stub.gateway.flushed()


async def role_gone(stub: Stub, server: Lighthouse) -> None:
    await choose(server, server.place)
    role = server.guild.role("Hosts")
    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.choose(panel, server.say("pick.role"), role)
    server.guild.remove_role(role)
    await stub.gateway.flushed()


async def untagged(stub: Stub, server: Lighthouse) -> None:
    forum = server.guild.forum("debates")
    server.guild.forbid(forum, manage_channels=True)
    await stub.gateway.flushed()
    await choose(server, forum)


async def wants_tags(stub: Stub, server: Lighthouse) -> None:
    forum = server.guild.forum("debates", requires_tag=True)
    server.guild.forbid(forum, manage_channels=True)
    await stub.gateway.flushed()
    await choose(server, forum)


async def nearly_full(stub: Stub, server: Lighthouse) -> None:
    await choose(server, server.place)
    await add_threads(stub, server, 950)


async def full(stub: Stub, server: Lighthouse) -> None:
    await choose(server, server.place)
    await add_threads(stub, server, 1_000)


async def add_threads(stub: Stub, server: Lighthouse, count: int) -> None:
    for number in range(count):
        thread = stub.world.add_thread(
            server.guild.guild, id_=snowflake(), parent=server.place, name=str(number), owner=server.ann.id
        )
        stub.gateway.dispatch("THREAD_CREATE", thread)
    await stub.gateway.flushed()


async def outage(stub: Stub, server: Lighthouse) -> None:
    await choose(server, server.place)
    stub.gateway.dispatch("GUILD_DELETE", {"id": str(server.guild.id), "unavailable": True})
    await stub.gateway.flushed()


async def clock_ahead(stub: Stub, server: Lighthouse) -> None:
    stub.server.clock_skew = timedelta(minutes=-2)
    await choose(server, server.place)


async def records_in_vain(stub: Stub, server: Lighthouse) -> None:
    stub.gateway.portal_message_content = False
    await choose(server, server.place)
    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.click(panel, server.say("action.typed_on"))


@pytest.mark.parametrize(
    ("happens", "expected", "verdict"),
    [
        pytest.param(
            gone,
            lambda say: say("finding.channel_gone", channel="#").split("#")[0],
            "broken",
            id="channel-gone",
        ),
        pytest.param(role_gone, lambda say: say("finding.role_gone"), "notice", id="role-gone"),
        pytest.param(
            untagged, lambda say: say("finding.tags_missing", channel="#debates"), "notice", id="no-tags"
        ),
        pytest.param(
            wants_tags,
            lambda say: say("finding.tag_required", channel="#debates"),
            "broken",
            id="tags-required",
        ),
        pytest.param(nearly_full, lambda say: say("finding.threads_full"), "notice", id="nearly-full"),
        pytest.param(full, lambda say: say("finding.threads_full"), "broken", id="full"),
        pytest.param(outage, lambda say: say("finding.guild_unavailable"), "broken", id="outage"),
        pytest.param(
            clock_ahead,
            lambda say: say("finding.clock_off", seconds=0).split("0")[-1],
            "notice",
            id="clock-ahead",
        ),
        pytest.param(records_in_vain, lambda say: say("finding.intent_missing"), "notice", id="no-intent"),
    ],
)
async def test_what_is_wrong_is_named_with_its_mend(
    stub: Stub, bot: Running, happens: Break, expected: Finding, verdict: str
) -> None:
    server = await open_lighthouse(stub)
    await happens(stub, server)

    for say, told in zip((EN, FR), await verdicts(server), strict=True):
        assert say(f"doctor.verdict_{verdict}") in told
        assert expected(say) in told


async def test_a_server_that_lets_it_read_is_told_that_it_reads(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.click(panel, EN("action.typed_on"))
    await bot.until_ready(2)

    for say, told in zip((EN, FR), await verdicts(server), strict=True):
        assert say("finding.intent_fine") in told


async def test_commands_that_could_not_be_registered_are_told_and_tried_again(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)
    known = list(stub.commands.everywhere)
    await bot.cases.guilds.set_mark(f"commands:{stub.world.application}:all", "another release's")
    stub.server.faults.next("PUT", r"/commands$", Fault.STATUS, status=400, code=30034, times=99)
    await bot.stop()
    await bot.start()
    stub.commands.everywhere[:] = known

    for say, told in zip((EN, FR), await verdicts(server), strict=True):
        assert say("finding.sync_failed", reason="30034") in told
    stub.server.faults.clear()
    await server.ann.run("setup", channel=server.place, zone="Europe/Paris")
    await stub.gateway.until(lambda: bot.threads.sync == "")
    assert stub.commands.syncs == 2


@pytest.mark.parametrize(("free", "code"), [(1_000_000, "disk_full"), (100_000_000, "disk_low")])
async def test_a_disk_that_fills_up_is_told(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    server = await open_lighthouse(stub)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))

    for say, told in zip((EN, FR), await verdicts(server), strict=True):
        assert say(f"finding.{code}", size=say.size(free)) in told


async def test_looking_again_shows_what_was_mended(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await tell_moderators(stub, server)
    await choose(server, server.place)
    server.guild.forbid(server.place, embed_links=True)
    await stub.gateway.flushed()
    found = await server.max.run("doctor", channel=server.place)
    assert lacks("embed_links")(EN) in found.text
    server.guild.forbid(server.place, embed_links=False)
    await stub.gateway.flushed()

    again = await server.ann.click_id(server.messages[0], "c1||doctor|")

    assert EN("doctor.verdict_fine") in again.text


async def test_a_member_is_not_told(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    refused = await server.bea.click_id(server.messages[0], "c1||doctor|")

    assert refused.text == EN("error.not_allowed", command="/doctor")
