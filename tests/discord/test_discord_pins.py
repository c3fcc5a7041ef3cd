"""Prompts are pinned in a text channel as long as their discussion is open."""

import pytest
from api_stub.faults import Fault
from api_stub.stub import Stub
from api_stub.world import Message, snowflake
from lighthouse import keep_sample, open_lighthouse, start

pytestmark = pytest.mark.usefixtures("bot")
NOTICE = 6  # Discord's type of a message that says that one was pinned


async def test_open_prompts_are_pinned_and_closed_ones_are_not(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    first = await start(server, await keep_sample(server))
    await server.ann.run("discuss next", channel=server.place)

    assert len(pinned(server.messages)) == 2
    assert first in pinned(server.messages)
    await server.ann.run("discuss close", channel=server.place)
    assert pinned(server.messages) == []


async def test_the_notice_of_a_pin_is_taken_away(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep_sample(server))

    await stub.gateway.until(lambda: not [one for one in server.messages if one.type == NOTICE])
    assert pinned(server.messages)


async def test_a_notice_of_somebody_elses_pin_stays(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    said = await server.bea.send(server.place, "Read this first.")
    notice = Message(
        id=snowflake(),
        channel=server.place,
        guild=server.guild.id,
        author=server.max.id,
        type=NOTICE,
        reference=said.id,
    )
    stub.world.messages[server.place][notice.id] = notice
    stub.gateway.dispatch("MESSAGE_CREATE", stub.world.message_payload(notice), guild=server.guild.id)
    await server.bea.run("help", channel=server.place)

    assert notice in server.messages


async def test_without_the_permission_nothing_is_pinned(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    server.guild.forbid(server.place, pin_messages=True)
    await start(server, await keep_sample(server))

    assert pinned(server.messages) == []
    await server.ann.run("discuss close", channel=server.place)


@pytest.mark.parametrize("fault", [Fault.STATUS, Fault.RESET, Fault.RESET_AFTER])
async def test_a_prompt_that_cannot_be_pinned_is_posted_all_the_same(stub: Stub, fault: Fault) -> None:
    server = await open_lighthouse(stub)
    kept = await keep_sample(server)
    # Discord's for a channel that has its 250 pins.
    stub.server.faults.next("PUT", "/pins/", fault, status=400, code=30003, times=9)
    prompt = await start(server, kept)

    form = await server.bea.click(prompt, server.say("button.answer"))
    assert form.modal is not None


def pinned(messages: list[Message]) -> list[Message]:
    return [one for one in messages if one.pinned_at is not None]
