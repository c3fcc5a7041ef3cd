"""A gateway that tells of a very small world, and clients for it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from aiohttp import web
from api_stub.gateway import Gateway
from discord.gateway import DiscordWebSocket
from discord.http import Route

TOKEN = "a-token-of-the-stub"  # noqa: S105 (not a secret: only the stub takes it)
BOT = 1_200_000_000_000_000_001
ANN = 1_200_000_000_000_000_002
FIRST_GUILD = 10 << 22
SECOND_GUILD = 11 << 22
CHANNEL = 1_200_000_000_000_000_010


def user(number: int, name: str) -> dict[str, Any]:
    return {"id": str(number), "username": name, "discriminator": "0", "global_name": None, "avatar": None}


def member(number: int, name: str) -> dict[str, Any]:
    return {
        "user": user(number, name),
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def guild(number: int) -> dict[str, Any]:
    everyone = {"id": str(number), "name": "@everyone", "permissions": "0", "position": 0, "color": 0}
    channel = {"id": str(CHANNEL), "type": 0, "name": "talk", "position": 0, "permission_overwrites": []}
    return {
        "id": str(number),
        "name": "Lisse",
        "owner_id": str(ANN),
        "roles": [everyone],
        "channels": [channel],
        "threads": [],
        "members": [member(BOT, "causerie"), member(ANN, "ann")],
        "member_count": 2,
        "emojis": [],
        "stickers": [],
        "features": [],
        "preferred_locale": "en-US",
    }


class SmallWorld:
    def ready_guilds(self) -> Sequence[Mapping[str, Any]]:
        return [guild(FIRST_GUILD), guild(SECOND_GUILD)]

    def bot_user_payload(self) -> Mapping[str, Any]:
        return {**user(BOT, "causerie"), "bot": True}

    def application_payload(self) -> Mapping[str, Any]:
        return {
            "id": str(BOT),
            "name": "Causerie",
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "",
            "owner": user(ANN, "ann"),
            "flags": 0,
        }


def message(number: int, content: str, *, author: int = ANN, **more: object) -> dict[str, Any]:
    return {
        "id": str(number),
        "channel_id": str(CHANNEL),
        "guild_id": str(FIRST_GUILD),
        "author": user(author, "somebody"),
        "content": content,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        **more,
    }


class Listener(discord.Client):
    """A client that keeps the text of each message."""

    def __init__(self, *, content: bool = True) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, message_content=content)
        super().__init__(intents=intents, guild_ready_timeout=0.05, max_messages=None)
        self.heard: list[str] = []

    async def on_message(self, heard: discord.Message) -> None:
        self.heard.append(heard.content)


class ShardedListener(Listener, discord.AutoShardedClient):
    """The same, on as many connections as the gateway recommends."""


def answer(payload: Mapping[str, Any]) -> web.Response:
    # discord.py takes an answer for JSON only if its type has no charset.
    return web.Response(body=json.dumps(payload).encode(), content_type="application/json")


Running = tuple[Listener, asyncio.Task[None]]
Run = Callable[[Listener], Awaitable[Running]]


@asynccontextmanager
async def open_gateway(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    """Serve a gateway, and what a client asks before it, where discord.py looks for Discord."""
    gateway = Gateway(SmallWorld(), TOKEN)
    gateway.identify_window = 0.0
    app = web.Application()

    async def me(_request: web.Request) -> web.Response:
        return answer(gateway.world.bot_user_payload())

    async def application(_request: web.Request) -> web.Response:
        return answer(gateway.world.application_payload())

    async def address(_request: web.Request) -> web.Response:
        return answer(gateway.bot_payload(url()))

    app.router.add_get("/api/v10/users/@me", me)
    app.router.add_get("/api/v10/oauth2/applications/@me", application)
    app.router.add_get("/api/v10/gateway/bot", address)
    app.router.add_get("/gateway", gateway.serve_websocket)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]

    def url() -> str:
        return f"ws://{host}:{port}/gateway"

    monkeypatch.setattr(Route, "BASE", f"http://{host}:{port}/api/v10")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(url()))
    yield gateway
    await gateway.stop()
    await runner.cleanup()


@asynccontextmanager
async def running_clients(gateway: Gateway) -> AsyncIterator[Run]:
    """Give a function that starts a client and waits until it is ready; stop them all in the end."""
    running: list[Running] = []

    async def start(client: Listener) -> Running:
        task = asyncio.create_task(client.start(TOKEN))
        running.append((client, task))
        await gateway.until(lambda: task.done() or gateway.live_sessions)
        if task.done():
            await task
        await asyncio.wait_for(client.wait_until_ready(), 10)
        return running[-1]

    yield start
    for client, task in running:
        await client.close()
        await asyncio.wait([task])
        task.exception() if not task.cancelled() else None


@asynccontextmanager
async def raw_client(
    *, query: str = "v=10&encoding=json", hello: bool = True
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A client that sends what discord.py never would."""
    address = str(DiscordWebSocket.DEFAULT_GATEWAY)
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{address}?{query}") as socket:
        if hello:
            assert (await socket.receive_json())["op"] == 10
        yield socket


def identify(**changes: object) -> dict[str, Any]:
    return {"op": 2, "d": {"token": TOKEN, "intents": 1 << 9, "properties": {}, **changes}}


async def close_code(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    while not socket.closed:
        await socket.receive(timeout=5)
    return socket.close_code
