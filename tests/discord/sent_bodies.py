"""A server that records what discord.py sends, and a client that is logged in there."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord
import pytest
from aiohttp import web
from api_stub.bodies import check
from discord.http import Route

BOT = 1_200_000_000_000_000_001
GUILD = 1_200_000_000_000_000_003
TEXT = 1_200_000_000_000_000_004
FORUM = 1_200_000_000_000_000_005
THREAD = 1_200_000_000_000_000_006
TAG = 1_200_000_000_000_000_007
MESSAGE = 1_200_000_000_000_000_008
PERSON = {"id": str(BOT), "username": "causerie", "discriminator": "0", "global_name": None, "avatar": None}
TALK = {"id": str(TEXT), "type": 0, "name": "talk", "position": 0, "permission_overwrites": []}
TAGS = [{"id": str(TAG), "name": "open", "moderated": False, "emoji_id": None, "emoji_name": None}]
POSTS = {**TALK, "id": str(FORUM), "type": 15, "available_tags": TAGS, "guild_id": str(GUILD)}


def message(number: int = MESSAGE, channel: int = TEXT) -> dict[str, Any]:
    lists = ("mentions", "mention_roles", "attachments", "embeds", "components")
    return {
        "id": str(number),
        "channel_id": str(channel),
        "author": PERSON,
        "content": "",
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "pinned": False,
        "type": 0,
        **{name: [] for name in lists},
    }


def thread(parent: int = TEXT) -> dict[str, Any]:
    return {
        "id": str(THREAD),
        "type": 11,
        "name": "a thread",
        "guild_id": str(GUILD),
        "parent_id": str(parent),
        "owner_id": str(BOT),
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "applied_tags": [],
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
        "message": message(THREAD, THREAD),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    method: str
    path: str
    body: object
    content_type: str

    @property
    def problems(self) -> tuple[str, ...]:
        return check(self.method, self.path, self.body, content_type=self.content_type)


class Recorder:
    """Notes each request and answers what discord.py expects of it."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    async def answer(self, request: web.Request) -> web.Response:
        body: object = None
        if request.content_type == "multipart/form-data":
            body = (await request.post())["payload_json"]
        elif request.can_read_body:
            body = await request.json()
        sent = Sent(method=request.method, path=request.path, body=body, content_type=request.content_type)
        self.sent.append(sent)
        reply = self._reply(sent)
        if reply is None:
            return web.Response(status=204)
        return web.Response(body=json.dumps(reply).encode(), content_type="application/json")

    def _reply(self, sent: Sent) -> object:
        if sent.body is None and sent.method != "GET":
            return None
        if isinstance(sent.body, list):
            made = {"application_id": str(BOT), "version": "1", "default_member_permissions": None}
            return [{"id": "1", "description": "", **one, **made} for one in sent.body]
        about = {"name": "Causerie", "description": "", "icon": None, "verify_key": "", "owner": PERSON}
        replies: dict[str, object] = {
            "/users/@me": PERSON,
            "/oauth2/applications/@me": {"id": str(BOT), "bot_public": True, "bot_require_code_grant": False}
            | about,
            "/callback": {"interaction": {"id": "1", "type": 2}},
            f"/channels/{FORUM}/threads": thread(FORUM),
            "/threads": thread(),
            f"/channels/{FORUM}": POSTS,
            f"/channels/{THREAD}": thread(),
            "/channels": POSTS,
        }
        return next((reply for end, reply in replies.items() if sent.path.endswith(end)), message())


@dataclass(frozen=True, slots=True, kw_only=True)
class Discord:
    """A client that is logged in, a guild it knows, and what it has sent."""

    client: discord.Client
    guild: discord.Guild
    recorder: Recorder

    @property
    def text(self) -> discord.TextChannel:
        channel = self.guild.get_channel(TEXT)
        assert isinstance(channel, discord.TextChannel)
        return channel

    @property
    def forum(self) -> discord.ForumChannel:
        channel = self.guild.get_channel(FORUM)
        assert isinstance(channel, discord.ForumChannel)
        return channel

    def interaction(self, kind: int = 2) -> discord.Interaction[discord.Client]:
        data: Any = {
            "id": "1",
            "application_id": str(BOT),
            "type": kind,
            "token": "a-token",
            "version": 1,
            "guild_id": str(GUILD),
            "channel": TALK,
            "user": PERSON,
            "locale": "fr",
            "attachment_size_limit": 1,
            "data": {"id": "1", "name": "lookup", "type": 1},
        }
        return discord.Interaction(data=data, state=self.client._connection)

    @property
    def problems(self) -> list[str]:
        return [problem for sent in self.recorder.sent for problem in sent.problems]


@asynccontextmanager
async def log_in(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    """Log a client in at a recorder."""
    recorder = Recorder()
    app = web.Application()
    app.router.add_route("*", "/api/v10/{rest:.*}", recorder.answer)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    monkeypatch.setattr(Route, "BASE", f"http://{host}:{port}/api/v10")
    client = discord.Client(
        intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none()
    )
    await client.login("a-token")
    data: Any = {"id": str(GUILD), "name": "Lisse", "owner_id": "1", "channels": [TALK, POSTS], "roles": []}
    guild = client._connection._add_guild_from_data(data)
    yield Discord(client=client, guild=guild, recorder=recorder)
    await client.close()
    await runner.cleanup()
