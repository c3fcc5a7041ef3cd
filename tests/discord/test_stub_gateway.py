"""Tests for the stub's gateway, with discord.py as its client."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import discord
import pytest
from api_stub.gateway import Gateway
from discord.gateway import DiscordWebSocket
from discord.http import Route
from small_gateway import (
    ANN,
    BOT,
    FIRST_GUILD,
    TOKEN,
    Listener,
    Run,
    ShardedListener,
    message,
    open_gateway,
    running_clients,
    user,
)


@pytest.fixture
async def gateway(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    async with open_gateway(monkeypatch) as opened:
        yield opened


@pytest.fixture
async def run(gateway: Gateway) -> AsyncIterator[Run]:
    async with running_clients(gateway) as start:
        yield start


async def test_a_client_identifies_and_hears_messages(gateway: Gateway, run: Run) -> None:
    client, _ = await run(Listener())

    gateway.dispatch("MESSAGE_CREATE", message(1, "good morning"))
    await gateway.until(lambda: client.heard)

    assert client.heard == ["good morning"]
    assert {one.name for one in client.guilds} == {"Lisse"}
    assert len(client.guilds) == 2
    assert gateway.intents == client.intents.value
    assert gateway.identifies[0]["large_threshold"] == 250
    assert gateway.identifies_left == 999


async def test_discord_py_reads_a_stream_that_is_longer_than_a_frame(gateway: Gateway, run: Run) -> None:
    client, _ = await run(Listener())
    texts = [f"{number} " + "é" * 1990 for number in range(50)]

    took = await gateway.flood(message(number, text) for number, text in enumerate(texts, 1))
    await gateway.until(lambda: len(client.heard) == len(texts))

    assert client.heard == texts
    assert took < 10


async def test_a_dropped_connection_resumes_and_misses_nothing(gateway: Gateway, run: Run) -> None:
    client, _ = await run(Listener())
    gateway.dispatch("MESSAGE_CREATE", message(1, "before"))
    await gateway.until(lambda: client.heard)

    gateway.drop()
    gateway.dispatch("MESSAGE_CREATE", message(2, "meanwhile"))
    await gateway.wait_resumed()
    gateway.dispatch("MESSAGE_CREATE", message(3, "after"))
    await gateway.until(lambda: len(client.heard) == 3)

    assert client.heard == ["before", "meanwhile", "after"]
    assert len(gateway.identifies) == 1
    assert gateway.resumes[0].replayed >= 1


@pytest.mark.parametrize("fault", ["drop", "reset", "reconnect", "resumable", "close"])
async def test_what_can_be_resumed_is_resumed(gateway: Gateway, run: Run, fault: str) -> None:
    await run(Listener())
    faults: dict[str, Callable[[], None]] = {
        "drop": gateway.drop,
        "reset": lambda: gateway.drop(reset=True),
        "reconnect": gateway.reconnect,
        "resumable": lambda: gateway.invalidate(resumable=True),
        "close": lambda: gateway.close(4000),
    }

    faults[fault]()
    await gateway.wait_resumed()

    assert len(gateway.identifies) == 1


async def test_an_invalid_session_is_begun_anew_and_what_came_between_is_lost(
    gateway: Gateway, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = await run(Listener())
    monkeypatch.setattr(client, "before_identify_hook", _no_wait)
    first = set(gateway.sessions)

    gateway.invalidate()
    gateway.dispatch("MESSAGE_CREATE", message(1, "lost"))
    await gateway.wait_identified(2)
    await gateway.wait_ready()
    gateway.dispatch("MESSAGE_CREATE", message(2, "heard"))
    await gateway.until(lambda: client.heard)

    assert client.heard == ["heard"]
    assert gateway.closes == [1000]
    assert not first & set(gateway.sessions)


async def _no_wait(_shard: int | None, *, initial: bool = False) -> None:
    """discord.py waits five seconds here, so that Discord accepts the next identify."""


async def test_a_resume_after_too_much_has_happened_is_refused(
    gateway: Gateway, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.buffer_size = 5
    client, _ = await run(Listener())
    monkeypatch.setattr(client, "before_identify_hook", _no_wait)

    gateway.drop()
    for number in range(1, 7):
        gateway.dispatch("MESSAGE_CREATE", message(number, "too many"))
    await gateway.wait_identified(2)
    await gateway.wait_ready()

    assert [resume.is_accepted for resume in gateway.resumes] == [False]
    assert client.heard == []


async def test_a_sharded_client_that_is_refused_while_it_resumes_begins_anew(
    gateway: Gateway, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = await run(ShardedListener())
    monkeypatch.setattr(client, "before_identify_hook", _no_wait)

    gateway.refuse_connections(1)
    gateway.drop()
    await gateway.wait_identified(2)

    assert gateway.resumes == []


async def test_guilds_are_divided_among_shards(
    gateway: Gateway, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.shards = 2
    gateway.max_concurrency = 2
    client = ShardedListener()
    monkeypatch.setattr(client, "before_identify_hook", _no_wait)
    await run(client)

    await gateway.wait_ready(shards=2)
    await gateway.until(lambda: len(client.guilds) == 2)

    assert [one.shard for one in gateway.live_sessions] == [(0, 2), (1, 2)]
    assert {one.shard_id for one in client.guilds} == {0, 1}


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({}, ""),
        ({"author": BOT}, "words"),
        ({"mentions": [user(BOT, "causerie")]}, "words"),
        ({"mentions": [user(ANN, "ann")]}, ""),
        (
            {"mentions": [user(BOT, "causerie")], "referenced_message": message(9, "prompt", author=BOT)},
            "words",
        ),
        (
            {
                "mentions": [user(BOT, "causerie")],
                "referenced_message": message(9, "reply", author=BOT, interaction_metadata={"id": "1"}),
            },
            "",
        ),
    ],
    ids=["plain", "own", "mention", "mention-of-another", "reply-with-ping", "reply-to-an-interaction"],
)
async def test_content_is_blank_without_the_intent(
    gateway: Gateway, run: Run, more: dict[str, Any], shown: str
) -> None:
    client, _ = await run(Listener(content=False))

    gateway.dispatch("MESSAGE_CREATE", message(1, "words", **more))
    await gateway.until(lambda: client.heard)

    assert client.heard == [shown]


async def test_a_refused_intent_ends_the_client(gateway: Gateway) -> None:
    gateway.portal_message_content = False
    client = Listener()

    with pytest.raises(discord.PrivilegedIntentsRequired):
        await client.start(TOKEN)
    await client.close()

    assert gateway.refused == [4014]


async def test_a_wrong_token_ends_the_client(gateway: Gateway) -> None:
    client = Listener()

    with pytest.raises(discord.ConnectionClosed) as refused:
        await client.start("another")

    await client.close()
    assert refused.value.code == 4004


async def test_events_can_come_twice(gateway: Gateway, run: Run) -> None:
    client, _ = await run(Listener())

    gateway.duplicate_next(2)
    for number, text in enumerate(("one", "two", "three"), 1):
        gateway.dispatch("MESSAGE_CREATE", message(number, text))
    await gateway.until(lambda: "three" in client.heard)

    assert client.heard == ["one", "one", "two", "two", "three"]


async def test_events_can_come_late_and_in_another_order(gateway: Gateway, run: Run) -> None:
    client, _ = await run(Listener())
    texts = [str(number) for number in range(1, 6)]

    gateway.hold("MESSAGE_CREATE")
    for number, text in enumerate(texts, 1):
        gateway.dispatch("MESSAGE_CREATE", message(number, text))
    await gateway.flushed()
    assert client.heard == []
    assert gateway.release(shuffle=True) == 5
    await gateway.until(lambda: len(client.heard) == 5)

    assert client.heard != texts
    assert sorted(client.heard) == texts


@pytest.mark.parametrize(
    "payload",
    [
        {"op": 0, "t": "MESSAGE_CREATE", "s": 99, "d": {"id": ["not an id"]}},
        {"op": 0, "t": "MESSAGE_CREATE", "s": 99, "d": None},
        [1, 2],
        "not json",
    ],
    ids=["wrong-types", "no-data", "a-list", "no-json"],
)
async def test_one_malformed_payload_ends_the_client(gateway: Gateway, run: Run, payload: object) -> None:
    _, task = await run(Listener())

    gateway.send_raw(payload)
    await asyncio.wait([task], timeout=10)

    assert task.done()
    assert isinstance(task.exception(), AttributeError | KeyError | TypeError | ValueError)


async def test_an_outage_of_a_guild_silences_it(gateway: Gateway, run: Run) -> None:
    client, _ = await run(Listener())

    gateway.unavailable(FIRST_GUILD)
    await gateway.until(lambda: any(one.unavailable for one in client.guilds))
    gateway.dispatch("MESSAGE_CREATE", message(1, "lost"))
    gateway.available(FIRST_GUILD)
    gateway.dispatch("MESSAGE_CREATE", message(2, "heard"))
    await gateway.until(lambda: client.heard)

    assert client.heard == ["heard"]
    assert not any(one.unavailable for one in client.guilds)


async def test_a_presence_is_remembered(gateway: Gateway, run: Run) -> None:
    client, _ = await run(Listener())

    await client.change_presence(status=discord.Status.idle)
    await gateway.until(lambda: gateway.presences)

    assert gateway.presences[0]["status"] == "idle"


# discord.py chooses its compression when it is imported, so the other one needs a process of its own.
WITHOUT_ZSTD = """
import sys
sys.modules["zstandard"] = None
sys.path.insert(0, sys.argv[1])
import discord, yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from small_gateway import TOKEN, Listener
Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = sys.argv[2], yarl.URL(sys.argv[3])

class OneMessage(Listener):
    async def on_message(self, heard):
        print(discord.utils._ActiveDecompressionContext.COMPRESSION_TYPE, heard.content)
        await self.close()

OneMessage().run(TOKEN, log_handler=None)
"""


async def test_discord_py_without_zstd_reads_zlib(gateway: Gateway) -> None:
    here = str(Path(__file__).parent)
    arguments = ["-c", WITHOUT_ZSTD, here, Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", *arguments, stdout=asyncio.subprocess.PIPE
    )
    await gateway.wait_ready()
    gateway.dispatch("MESSAGE_CREATE", message(1, "good morning"))

    output, _ = await process.communicate()

    assert output.split() == [b"zlib-stream", b"good", b"morning"]
