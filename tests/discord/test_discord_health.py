"""What goes wrong by itself reaches moderators: one card, in their language, without a ping."""

from datetime import UTC, datetime

import pytest
from api_stub.faults import Fault
from api_stub.seen import buttons_of
from api_stub.stub import Stub
from running import Running
from watched import (
    Watched,
    article_of,
    mondays,
    plain,
    store_of,
    watched,
)

from bot.domain.identity import GuildId
from bot.domain.schedule import Opens


@pytest.fixture
async def server(stub: Stub, bot: Running) -> Watched:
    return await watched(stub, bot)


# -- the card ----------------------------------------------------------------------------------------


async def test_a_permission_is_taken_away_and_comes_back(server: Watched) -> None:
    server.forbid(server.scene.place, send_messages=True, embed_links=True)
    await server.stub.gateway.flushed()
    await server.falls_due()

    card = await server.says(server.say("health.title"), server.waits, server.lacks("send_messages"))
    assert [one["label"] for one in buttons_of(card)] == [server.say("action.doctor")]
    assert server.scene.posts == []

    # It goes on, and something else comes to it: in place.
    async with store_of(server.bot).write() as tx:
        await tx.schedules.trouble(server.schedule, problem="unknown_zone", at=datetime.now(UTC))
    server.bot.cases.health.wanted.set()
    await server.says(
        server.waits,
        server.say("health.schedule", number="1", channel="#talk", reason="unknown_zone"),
        server.say("health.schedule.mend"),
    )
    async with store_of(server.bot).write() as tx:
        await tx.schedules.trouble(server.schedule, problem=None, at=datetime.now(UTC))

    server.forbid(server.scene.place, send_messages=False)
    await server.stub.gateway.until(lambda: server.scene.posts)
    last = await server.says(server.say("health.well"))

    assert last.id == card.id
    assert server.waits not in plain(last)
    assert last.content == ""
    assert not last.pinged
    assert not last.mentions_everyone
    await server.settled()
    assert len(server.scene.posts) == 1
    assert len(server.stub.server.sent("POST", f"/channels/{server.desk}/messages$")) == 1


async def test_a_prompt_that_discord_refuses_is_told_once_that_lasts(server: Watched) -> None:
    place = server.scene.place
    faults = server.stub.server.faults
    faults.next("POST", f"/channels/{place}/messages$", Fault.STATUS, status=403, code=50013, times=99)
    await server.falls_due()
    await server.stub.gateway.until(lambda: faults.struck)
    await server.settled()

    await server.says(
        server.say("health.prompt", title="The mill on the river"),
        server.say("finding.refused", channel="#talk", reason="50013"),
    )
    doctor = await server.scene.ann.run("doctor", channel=server.scene.general)
    assert server.say("health.prompt", title="The mill on the river") in plain(doctor)
    assert server.say("doctor.verdict_broken") in plain(doctor)

    faults.clear()
    await server.bot.cases.delivery.run(at_once=True)
    server.bot.cases.health.wanted.set()
    await server.says(server.say("health.well"))
    assert len(server.scene.posts) == 1


async def test_the_cards_button_asks_the_doctor(server: Watched) -> None:
    server.forbid(server.scene.place, send_messages=True)
    await server.stub.gateway.flushed()
    await server.falls_due()
    card = await server.says(server.waits)
    bea = server.scene.guild.member("Bea")

    found = await server.scene.ann.click(card, server.say("action.doctor"))
    refused = await bea.click(card, server.say("action.doctor"))

    assert found.is_private
    assert server.waits in plain(found)
    assert server.lacks("send_messages") in plain(found)
    assert refused.is_private
    assert server.waits not in plain(refused)
    assert len(server.cards) == 1


async def test_a_server_that_speaks_french_is_told_in_french(stub: Stub, bot: Running) -> None:
    server = await watched(stub, bot, locale="fr", desk="bureau")
    server.forbid(server.scene.place, create_public_threads=True)
    await stub.gateway.flushed()
    await server.falls_due()

    card = await server.says(
        "Quelque chose demande votre attention.", server.waits, server.lacks("create_public_threads")
    )
    assert "Depuis le <t:" in plain(card)

    server.forbid(server.scene.place, create_public_threads=False)
    await server.says("Tout va bien de nouveau")


async def test_many_problems_are_counted(server: Watched) -> None:
    async with store_of(server.bot).write() as tx:
        for number in range(30):
            name = f"<@&{server.scene.guild.id}> @everyone *{number}* " + "x" * 60
            channel = server.scene.guild.text(name)
            one = mondays(server.scene, article=None, opens=Opens.QUEUE, place=channel)
            await tx.schedules.add(one)
    await server.stub.gateway.flushed()
    server.bot.cases.health.wanted.set()

    card = await server.says(server.say("health.more", n=20))

    assert plain(card).count("•") == 10
    assert not card.attachments
    assert not card.pinged
    assert not card.mentions_everyone
    assert not card.mentions_roles
    doctor = await server.scene.ann.run("doctor", channel=server.scene.general)
    assert len(plain(doctor)) < 6_000
    assert "causerie.txt" in doctor.files


async def test_a_queue_that_runs_low_is_told_to_moderators_alone(server: Watched) -> None:
    async with store_of(server.bot).write() as tx:
        schedule = await tx.schedules.add(mondays(server.scene, article=None, opens=Opens.QUEUE))
    server.bot.cases.health.wanted.set()

    await server.says(server.say("health.queue_empty", number=str(schedule), channel="#talk"))

    assert server.scene.guild.messages(server.scene.place) == []
    async with store_of(server.bot).write() as tx:
        await tx.queue.put(await article_of(tx, server.scene), guild=GuildId(server.scene.guild.id))
    server.bot.cases.health.wanted.set()
    await server.says(server.say("health.queue_low", number=str(schedule), channel="#talk", n=1))


async def test_a_missed_opening_is_decided_on_the_card(server: Watched) -> None:
    now = datetime.now(UTC)
    row = {"schedule": server.schedule, "due_on": "2026-01-05", "due_at": now, "state": "asked"}
    async with store_of(server.bot).write() as tx:
        await tx.occurrences.add([{**row, "opens_at": None, "decided_at": None}])
    server.bot.cases.health.wanted.set()

    card = await server.says(server.say("health.asked.mend"))
    labels = [one["label"] for one in buttons_of(card)]
    ids = [one["custom_id"] for one in buttons_of(card)]
    assert labels == [
        server.say("action.open_missed", number="1"),
        server.say("action.leave_out", number="1"),
        server.say("action.doctor"),
    ]
    assert ids[:2] == [
        "c1||schedule_decide|occurrence=1&opens=yes",
        "c1||schedule_decide|occurrence=1&opens=no",
    ]

    opened = await server.scene.ann.click(card, labels[0])
    assert opened.is_private
    assert len(server.scene.posts) == 1
    server.bot.cases.health.wanted.set()
    last = await server.says(server.say("health.well"))
    assert [one["label"] for one in buttons_of(last)] == [server.say("action.doctor")]
