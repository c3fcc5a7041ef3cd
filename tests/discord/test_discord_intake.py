"""Messages that come by the hundred: recorded in their order, whatever is among them."""

from dataclasses import dataclass

import pytest
from api_stub.stub import Stub
from api_stub.world import Message, Payload, snowflake
from on_disk import responses, standing
from running import Running
from under_way import UnderWay, begin

CROWD = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A discussion, and messages that come all at once."""

    stub: Stub
    bot: Running
    under_way: UnderWay

    def payload(self, text: str, **changes: object) -> Payload:
        guild = self.under_way.guild
        message = Message(
            id=snowflake(),
            channel=self.under_way.thread,
            guild=guild.id,
            author=self.under_way.ann.id,
            content=text,
        )
        self.stub.world.messages[message.channel][message.id] = message
        return {**self.stub.world.message_payload(message), "guild_id": str(guild.id), **changes}

    async def send(self, payloads: list[Payload]) -> None:
        (await self.stub.gateway.burst(payloads))()

    async def recorded(self, count: int) -> None:
        await self.stub.gateway.until(lambda: len(responses(self.bot.folder)) >= count)


@pytest.fixture
async def burst(stub: Stub, bot: Running) -> Burst:
    under_way = await begin(stub, records_typed=True)
    await bot.until_ready(2)  # with the intent for what is typed
    return Burst(stub=stub, bot=bot, under_way=under_way)


async def test_a_crowd_is_recorded_in_its_order(burst: Burst) -> None:
    texts = [f"Answer {number}" for number in range(CROWD)]

    await burst.send([burst.payload(text) for text in texts])
    await burst.recorded(CROWD)

    assert standing(burst.bot.folder) == texts


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"author": None}, id="no-author"),
        pytest.param({"author": {"id": "7"}}, id="no-name"),
        pytest.param({"content": 7}, id="no-text"),
        pytest.param({"channel_id": "here"}, id="no-channel"),
        pytest.param({"id": None}, id="no-id"),
    ],
)
async def test_a_malformed_message_keeps_nobody_waiting(burst: Burst, changes: dict[str, object]) -> None:
    payloads = [burst.payload("Before it."), burst.payload("Strange.", **changes), burst.payload("After it.")]

    await burst.send(payloads)  # while it is being looked up what the thread is
    await burst.recorded(2)
    await burst.send([burst.payload("Later."), burst.payload("Strange.", **changes)])
    await burst.send([burst.payload("Later still.")])
    await burst.recorded(4)

    assert standing(burst.bot.folder) == ["Before it.", "After it.", "Later.", "Later still."]


async def test_names_are_those_that_the_server_shows(burst: Burst) -> None:
    author = burst.stub.world.users[burst.under_way.ann.id]
    payloads = [
        burst.payload("One.", member={"nick": "Captain Ann", "roles": []}),
        burst.payload("Two.", member={"nick": None, "roles": []}),
        burst.payload("Three.", author={**author, "global_name": None}),
    ]

    await burst.send(payloads)
    await burst.recorded(3)

    assert [row["author_name"] for row in responses(burst.bot.folder)] == ["Captain Ann", "Ann", "ann"]
