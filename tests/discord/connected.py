"""The bot as it runs, connected to the stub."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import yarl
from api_stub.stub import Stub
from discord.gateway import DiscordWebSocket
from empty_database import put_empty_database
from running import Running

from bot.discord_front import client, sync, tree

# Commands as Discord takes them, by what they are in English.
PAYLOADS: dict[str, list[dict[str, Any]]] = {}


async def to_payload(commands: discord.app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """Translate the same commands once: it is a tenth of a start, for each locale is asked for each word."""
    plain = json.dumps([command.to_dict(commands) for command in commands.get_commands()], default=str)
    if plain not in PAYLOADS:
        PAYLOADS[plain] = await tree.to_payload(commands)
    return PAYLOADS[plain]


@pytest.fixture
async def stub(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stub]:
    """Discord on loopback. A test that ends with a request that Discord would refuse has failed."""
    monkeypatch.setattr(client, "READY_PATIENCE", 0.05)
    monkeypatch.setattr(sync, "to_payload", to_payload)
    async with Stub() as opened:
        monkeypatch.setattr(discord.http.Route, "BASE", opened.url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(opened.gateway_url))
        opened.gateway.identify_window = 0
        opened.server.limits.is_on = False
        yield opened
        refusals = opened.server.refusals()
    assert not refusals, refusals


@pytest.fixture
async def bot(stub: Stub, tmp_path: Path) -> AsyncIterator[Running]:
    """The bot, ready."""
    running = Running(stub, folder=tmp_path)
    put_empty_database(running.path)
    await running.start()
    yield running
    await running.stop()
