"""Tests for the stub's gateway, with clients that do what discord.py never would."""

import json
import zlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from api_stub.gateway import Gateway
from small_gateway import ANN, FIRST_GUILD, close_code, identify, message, open_gateway, raw_client


@pytest.fixture
async def gateway(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    async with open_gateway(monkeypatch) as opened:
        yield opened


@pytest.mark.parametrize("compression", ["zlib-stream", "zstd-stream", ""])
async def test_each_compression_is_one_stream(gateway: Gateway, compression: str) -> None:
    received = _decoder(compression)
    text = {"text": "naïve " * 2000}
    async with raw_client(query=f"v=10&encoding=json&compress={compression}", hello=False) as socket:
        assert received(await socket.receive())["op"] == 10
        await socket.send_json(identify(intents=0))
        assert received(await socket.receive())["t"] == "READY"
        gateway.send_raw({"op": 0, "t": "A", "s": 9, "d": text})
        gateway.send_raw({"op": 0, "t": "B", "s": 10, "d": text})

        assert received(await socket.receive())["d"] == text
        assert received(await socket.receive())["t"] == "B"


def _decoder(compression: str) -> Callable[[aiohttp.WSMessage], Any]:
    if not compression:
        return lambda received: json.loads(received.data)
    if compression == "zlib-stream":
        stream: Any = zlib.decompressobj()
    else:
        stream = pytest.importorskip("zstandard").ZstdDecompressor().decompressobj()
    return lambda received: json.loads(stream.decompress(received.data))


async def test_messages_need_their_intent(gateway: Gateway) -> None:
    async with raw_client() as socket:
        await socket.send_json(identify(intents=1 << 12))
        assert (await socket.receive_json())["t"] == "READY"
        gateway.dispatch("MESSAGE_CREATE", message(1, "in a guild"))
        direct = message(2, "direct")
        del direct["guild_id"]
        gateway.dispatch("MESSAGE_CREATE", direct)

        assert (await socket.receive_json())["d"]["content"] == "direct"


async def test_a_gateway_that_stops_acking(gateway: Gateway) -> None:
    gateway.stop_acking()
    async with raw_client() as socket:
        await socket.send_json({"op": 1, "d": None})
        await gateway.until(lambda: gateway.heartbeats == 1)
        gateway.start_acking()
        await socket.send_json({"op": 1, "d": None})

        assert (await socket.receive_json())["op"] == 11


async def test_a_client_without_heartbeat_is_closed(gateway: Gateway) -> None:
    gateway.heartbeat_interval = 0.05
    async with raw_client() as socket:
        assert await close_code(socket) == 4009


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"op": 77}, 4001),
        ("nonsense", 4002),
        ({"op": 3, "d": {}}, 4003),
        (identify(token="another"), 4004),  # noqa: S106 (nor is this)
        (identify(shard=[2, 2]), 4010),
        (identify(intents=1 << 40), 4013),
        (identify(intents=1 << 1), 4014),
        ({"op": 6, "d": {"token": "another", "session_id": "x", "seq": 1}}, 4004),
    ],
)
async def test_mistakes_have_their_close_codes(gateway: Gateway, sent: object, code: int) -> None:
    async with raw_client() as socket:
        await socket.send_str(sent if isinstance(sent, str) else json.dumps(sent))

        assert await close_code(socket) == code
    assert gateway.refused == [code]


async def test_a_wrong_version_is_refused(gateway: Gateway) -> None:
    async with raw_client(query="v=5&encoding=json", hello=False) as socket:
        assert await close_code(socket) == 4012
    assert gateway.sessions == {}


async def test_identifying_twice_is_refused(gateway: Gateway) -> None:
    async with raw_client() as socket:
        await socket.send_json(identify())
        await socket.send_json(identify())

        assert await close_code(socket) == 4005
    assert len(gateway.identifies) == 2


async def test_identifies_too_close_together_are_refused(gateway: Gateway) -> None:
    gateway.identify_window = 5.0
    async with raw_client() as first, raw_client() as second:
        await first.send_json(identify())
        assert (await first.receive_json())["t"] == "READY"
        await second.send_json(identify())

        assert await second.receive_json() == {"t": None, "s": None, "op": 9, "d": False}


async def test_more_than_120_sends_a_minute_are_refused(gateway: Gateway) -> None:
    async with raw_client() as socket:
        for _ in range(121):
            await socket.send_json({"op": 1, "d": None})

        assert await close_code(socket) == 4008
    assert gateway.heartbeats == 120


async def test_members_are_sent_in_chunks_to_those_who_may_see_them(gateway: Gateway) -> None:
    gateway.portal_members = True
    async with raw_client() as socket:
        await socket.send_json(identify(intents=1 << 1))
        assert (await socket.receive_json())["t"] == "READY"
        wanted = {"guild_id": str(FIRST_GUILD), "query": "", "limit": 0, "nonce": "n"}
        await socket.send_json({"op": 8, "d": wanted})

        chunk = (await socket.receive_json())["d"]
        assert [one["user"]["username"] for one in chunk["members"]] == ["causerie", "ann"]
        assert (chunk["chunk_index"], chunk["chunk_count"], chunk["nonce"]) == (0, 1, "n")


async def test_named_members_need_no_intent(gateway: Gateway) -> None:
    async with raw_client() as socket:
        await socket.send_json(identify())
        assert (await socket.receive_json())["t"] == "READY"
        await socket.send_json({"op": 8, "d": {"guild_id": str(FIRST_GUILD), "query": "", "limit": 0}})
        await socket.send_json({"op": 8, "d": {"guild_id": str(FIRST_GUILD), "user_ids": [str(ANN), "5"]}})

        chunk = (await socket.receive_json())["d"]
        assert [one["user"]["username"] for one in chunk["members"]] == ["ann"]
        assert chunk["not_found"] == ["5"]
