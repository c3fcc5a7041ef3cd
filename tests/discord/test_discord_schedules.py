"""Schedules on Discord: typed as people say it, looked over, kept, and opened once."""

import re
from typing import Any

import discord
import pytest
from api_stub.actors import GuildActor
from api_stub.seen import Answer
from api_stub.stub import Stub
from api_stub.typed_commands import NotShownError
from lighthouse import EN, FR, Lighthouse, custom_ids, keep, live, open_lighthouse
from running import Running
from under_way import PACK, unescaped

TAGS = re.compile(r"\(<t:(\d+):F>, <t:(\d+):R>\)")


async def planned(server: Lighthouse, when: str = "every Monday at 18:00", /, **options: Any) -> Answer:
    """Let Ann plan something, and see what was understood."""
    given = {"when": when, "zone": "Europe/Paris", **options}
    return await server.ann.run("schedule add", channel=server.place, **given)


async def queued(server: Lighthouse) -> Answer:
    """Let Ann keep an article and put it into the queue."""
    return await server.ann.click(await keep(server, PACK), server.say("action.enqueue"))


def prompts(server: Lighthouse, place: int | None = None) -> list[str]:
    """Return the titles of the prompts in a channel."""
    found = server.guild.messages(server.place if place is None else place)
    titles = [embed.get("title") or "" for one in found for embed in one.embeds]
    return [title for title in titles if "The mill" in title]


def let_mention(stub: Stub, guild: GuildActor, role: int) -> None:
    """Let everybody mention *role*."""
    guild.guild.roles[role]["mentionable"] = True
    payload = {"guild_id": str(guild.id), "role": guild.guild.roles[role]}
    stub.gateway.dispatch("GUILD_ROLE_UPDATE", payload)


async def test_what_was_understood_is_shown_with_five_openings_in_everybodys_own_time(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)

    draft = await planned(server, stays="3 days", quiet="22:00-08:00", missed="ask")

    shown = unescaped(draft.text)
    assert draft.is_private
    assert EN("schedule.draft") in shown
    assert "Every Monday at 18:00, Paris time" in shown
    assert "Where: #talk" in shown
    assert "Pings: nobody" in shown
    assert "Quiet hours: 22:00 to 08:00" in shown
    found = TAGS.findall(shown)
    assert len(found) == 5
    assert all(full == distance for full, distance in found)
    times = [int(full) for full, _ in found]
    assert times == sorted(set(times))
    assert re.search(r"1\. Monday, \w+ \d+, \d+ at 18:00 \(<t:", shown)
    assert draft.buttons == [EN("action.keep_schedule"), EN("action.discard")]
    assert custom_ids(draft) == ["c1|u|schedule_keep|schedule=1", "c1|u|schedule_discard|schedule=1"]
    assert prompts(server) == []
    assert live(stub) == []


async def test_a_draft_is_kept_or_thrown_away_in_its_place(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    draft = await planned(server)
    discarded = await server.ann.click(draft, EN("action.discard"))
    assert EN("draft.discarded") in discarded.text
    assert discarded.message is draft.message
    assert discarded.buttons == []
    assert EN("schedule.none") in (await server.ann.run("schedule list", channel=server.place)).text

    kept = await server.ann.click(await planned(server), EN("action.keep_schedule"))
    assert "Kept as schedule 2." in kept.text
    listed = await server.ann.run("schedule list", channel=server.place)
    assert "2. Every Monday at 18:00, Paris time" in unescaped(listed.text)
    assert "in #talk" in listed.text
    shown = await server.ann.choose(listed, EN("pick.schedule"), "2")
    assert "Schedule 2" in shown.text
    assert shown.message is not listed.message


async def test_what_is_opened_at_once_is_posted_exactly_once(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await queued(server)
    kept = await planned(server, yes=True)

    opened = await server.ann.click(kept, EN("action.run_now"))

    assert unescaped(opened.text) == "Opened in #talk: question 1 of “The mill on the river”."
    assert len(prompts(server)) == 1
    assert len(server.guild.threads(server.place)) == 1
    await server.ann.run("schedule run-now", channel=server.place, schedule=1)
    assert len(prompts(server)) == 2
    refused = await server.ann.run("schedule run-now", channel=server.place, schedule=1)
    assert EN("error.nothing_to_open") in refused.text
    assert len(prompts(server)) == 2
    assert not any(one.mentions_roles for one in server.messages)


async def test_a_prompt_pings_the_role_that_was_chosen_and_nobody_else(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    elsewhere = server.guild.text("readers")
    role = server.guild.role("Readers")
    server.guild.member("Kim", roles=(role,))
    await queued(server)

    refused = await planned(server, ping=role)
    assert "I cannot ping @Readers: nobody will be told." in unescaped(refused.text)
    let_mention(stub, server.guild, role)
    await stub.gateway.flushed()
    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.choose(panel, EN("pick.channel"), elsewhere)
    kept = await planned(server, ping=role, yes=True)
    assert "Pings: @Readers" in kept.text
    assert "Where: #readers" in kept.text
    assert "I cannot ping" not in kept.text
    await server.ann.click(kept, EN("action.run_now"))

    (prompt,) = [one for one in server.guild.messages(elsewhere) if one.embeds]
    assert prompt.mentions_roles == [role]
    assert not prompt.mentions_everyone
    assert prompts(server) == []
    everybody = await planned(server, ping=server.guild.id)
    assert EN("error.ping_everybody") in everybody.text


async def test_nothing_is_planned_where_the_bot_could_not_post(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    server.guild.forbid(server.place, create_public_threads=True)
    await stub.gateway.flushed()

    refused = await planned(server)

    assert EN("error.cannot_post") in refused.text
    assert EN("permission.create_public_threads") in refused.text
    assert refused.buttons == []


async def test_a_schedule_is_skipped_paused_resumed_and_removed_by_its_buttons(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)
    await queued(server)
    kept = await planned(server, yes=True)
    first, second = (full for full, _ in TAGS.findall(kept.text)[1:3])

    skipped = await server.ann.click(kept, EN("action.skip"))
    assert [full for full, _ in TAGS.findall(skipped.text)] == [first, second]
    shown = await server.ann.click(skipped, EN("action.show_schedule"))
    assert EN("occurrence.skipped") in shown.text
    paused = await server.ann.click(shown, EN("action.pause"))
    resumed = await server.ann.click(paused, EN("action.resume"))
    assert [full for full, _ in TAGS.findall(resumed.text)] == [second]
    asked = await server.ann.run("schedule remove", channel=server.place, schedule=1)
    removed = await server.ann.click(asked, EN("action.remove"))
    assert "Schedule 1 is removed" in removed.text
    gone = await server.ann.run("schedule preview", channel=server.place, schedule=1)
    assert EN("error.unknown_schedule", number="1") in gone.text
    assert not gone.buttons


async def test_schedules_are_suggested_while_a_number_is_typed(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    other = await open_lighthouse(stub)
    await planned(server, yes=True)
    await planned(server, "first Tuesday of the month at noon", yes=True)

    every, _ = await server.ann.autocomplete(
        "schedule skip", channel=server.place, focused="schedule", schedule=""
    )
    some, _ = await server.ann.autocomplete(
        "schedule remove", channel=server.place, focused="schedule", schedule="tuesday"
    )
    elsewhere, _ = await other.ann.autocomplete(
        "schedule skip", channel=other.place, focused="schedule", schedule=""
    )

    assert [value for _, value in every] == [1, 2]
    assert re.fullmatch(r"1\. every Monday at 18:00, Paris time · \w+ \d+, \d+", every[0][0])
    assert [value for _, value in some] == [2]
    assert elsewhere == []
    refused = await other.ann.run("schedule skip", channel=other.place, schedule=1)
    assert EN("error.unknown_schedule", number="1") in refused.text


async def test_members_are_not_shown_it_and_their_clicks_are_refused(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await planned(server)
    greeting = server.messages[0]

    with pytest.raises(NotShownError):
        await server.bea.run("schedule list", channel=server.place)
    for name in ("keep", "discard", "remove", "run-now"):
        refused = await server.bea.click_id(greeting, f"c1|u|schedule_{name}|schedule=1")
        assert refused.is_private
        assert EN("error.not_allowed", command=f"/schedule {name}") in refused.text
    assert (
        EN("schedule.draft")
        in (await server.ann.run("schedule preview", channel=server.place, schedule=1)).text
    )


async def test_a_french_moderator_plans_in_french(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    salon = server.guild.text("lecture")
    await queued(server)

    draft = await server.ann.run(
        "planning ajouter",
        channel=server.place,
        quand="un lundi sur deux à 18 h 30",
        ouvre="queue",
        durée="une semaine",
        fuseau="Europe/Brussels",
        salon=salon,
        événement=False,
    )

    shown = unescaped(draft.text)
    assert FR("schedule.draft") in shown
    assert "Un lundi sur deux à 18\u00a0h\u00a030, heure de Bruxelles" in shown
    assert "Où\u00a0: #lecture" in shown
    assert re.search(r"1\. lundi \d+(er)? \w+ \d+ à 18\u00a0h\u00a030 \(<t:\d+:F>, <t:\d+:R>\)", shown)
    kept = await server.ann.click(draft, FR("action.keep_schedule"))
    opened = await server.ann.click(kept, FR("action.run_now"))
    assert unescaped(opened.text) == (
        "C’est ouvert dans #lecture\u00a0: «\u00a0The mill on the river\u00a0», 2 questions."
    )
    assert [title.split(" · ")[0] for title in prompts(server, salon)] == [
        FR("prompt.number", number=number, n=2) for number in (1, 2)
    ]
    queue = await server.ann.run("file montrer", channel=server.place)
    assert FR("queue.empty") in queue.text


async def test_the_queue_is_put_in_order_by_its_lists(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await queued(server)
    other = PACK.replace('id = "mill"', 'id = "loom"').replace("The mill", "The loom")
    queue = await server.ann.click(await keep(server, other), EN("action.enqueue"))
    assert "2. The loom on the river" in unescaped(queue.text)

    queue = await server.ann.choose(queue, EN("pick.queue_first"), "loom")
    assert "1. The loom on the river" in unescaped(queue.text)
    queue = await server.ann.choose(queue, EN("pick.queue_out"), "loom")
    assert "1. The mill on the river" in unescaped(queue.text)
    assert EN("queue.undrawn") in queue.text


async def test_a_new_server_is_told_that_no_zone_was_chosen(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    unset = await server.ann.run("schedule add", channel=server.place, when="daily at 9:00")
    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.choose(panel, EN("pick.retention"), "90")
    still = await server.ann.run("schedule add", channel=server.place, when="daily at 9:00")

    assert EN("schedule.zone_unset") in unescaped(unset.text)
    assert EN("schedule.zone_utc") in unescaped(still.text)


async def test_what_keeps_events_from_being_shown_is_said_before_it_is_kept(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    told = EN("finding.lacks_events", permission=EN("permission.create_events"))
    assert told not in unescaped((await planned(server, event=True)).text)
    (role,) = (one for one in server.guild.guild.roles.values() if one["name"] == "causerie")
    without = discord.Permissions(int(role["permissions"]))
    without.update(create_events=False)
    role["permissions"] = str(without.value)
    stub.gateway.dispatch("GUILD_ROLE_UPDATE", {"guild_id": str(server.guild.id), "role": role})
    await stub.gateway.flushed()

    assert told in unescaped((await planned(server, event=True)).text)
    assert told not in unescaped((await planned(server)).text)
