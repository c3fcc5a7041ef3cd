"""The bots that are measured, each a process of its own that answers questions about itself.

    python benchmarks/bots.py KIND API_URL GATEWAY_URL TOKEN DATABASE

A line on its standard input is a question, a line of JSON on its output the answer. *KIND* is ``causerie``,
the program as ``causerie run`` has it; or a bot of discord.py alone: ``bare``, which does nothing with what
it is told, ``defaults``, with the intents and caches that discord.py's documentation begins with, or
``static``, which answers everything with the same words.
"""

import asyncio
import contextlib
import gc
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from pydantic import SecretStr

NAP = 0.005  # seconds; whatever it is longer, the loop was busy with something else
INTENTS = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True, message_content=True)
WORDS = "Always the same words."
FORM = 5  # Discord's type of an interaction that sends a form


class Self:
    """What a process knows of itself."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def watch(self) -> None:
        """Notice how long the loop lets a nap wait for its end, for ever."""
        while True:
            due = time.perf_counter() + NAP
            await asyncio.sleep(NAP)
            self.worst = max(self.worst, time.perf_counter() - due)

    def lateness(self) -> float:
        """Return the longest wait since the last time this was asked, in seconds."""
        worst, self.worst = self.worst, 0.0
        return worst

    @staticmethod
    def memory() -> int:
        """Return the bytes that are resident once what is of no use is thrown away."""
        for _ in range(3):
            gc.collect()
        status = Path("/proc/self/statm").read_text("ascii").split()
        return int(status[1]) * os.sysconf("SC_PAGE_SIZE")


class Bare(discord.Client):
    """A client that does nothing with what it is told."""

    def __init__(self) -> None:
        super().__init__(intents=INTENTS)

    async def received(self, message: int) -> float:
        """Wait until *message* has come; return when that was noticed."""
        while not self.cached_messages or self.cached_messages[-1].id != message:  # noqa: ASYNC110 (no event)
            await asyncio.sleep(0.01)
        return time.monotonic()


class Static(discord.Client):
    """A client that answers at once."""

    def __init__(self) -> None:
        super().__init__(intents=INTENTS)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer with what needs no thought."""
        respond = interaction.response
        data: Any = interaction.data
        if interaction.type is discord.InteractionType.autocomplete:
            await respond.autocomplete([discord.app_commands.Choice(name=WORDS, value=WORDS)] * 25)
        elif interaction.type is discord.InteractionType.component and "answer" in data["custom_id"]:
            modal = discord.ui.Modal(title="Answer", custom_id="answer")
            modal.add_item(discord.ui.TextInput(label="Text", custom_id="text"))
            modal.stop()
            await respond.send_modal(modal)
        else:
            await respond.send_message(WORDS, ephemeral=True)


async def causerie(api: str, token: str, database: str, *, ready: Callable[[int], None]) -> None:
    """Run the program."""
    from bot.app import open_use_cases  # noqa: PLC0415 (none of it weighs on the others)
    from bot.config import Settings  # noqa: PLC0415
    from bot.discord_front.history import DiscordHistory  # noqa: PLC0415
    from bot.discord_front.run import stay_connected  # noqa: PLC0415
    from bot.discord_front.service import Service, use_api  # noqa: PLC0415
    from bot.discord_front.threads import DiscordThreads  # noqa: PLC0415
    from bot.services.clock import now  # noqa: PLC0415

    use_api(api)
    settings = Settings(database={"url": SecretStr(f"sqlite:///{database}")})  # type: ignore[arg-type]  # pydantic reads it
    threads = DiscordThreads()
    history = DiscordHistory(threads)
    async with open_use_cases(settings, threads=threads, history=history, holder="a benchmark") as cases:
        service = Service(
            cases=cases,
            threads=threads,
            exports=Path(database).parent / "exports",
            keep_exports=timedelta(days=7),
            clock=now,
            guild=None,
            started=lambda _name, guilds: ready(guilds),
        )
        stop = asyncio.Event()
        try:
            await stay_connected(service, cases=cases, token=token, content="on", stop=stop)
        except asyncio.CancelledError:
            stop.set()


async def alone(client: discord.Client, token: str, *, ready: Callable[[int], None]) -> None:
    """Run a bot of discord.py alone."""

    async def on_ready() -> None:
        ready(len(client.guilds))

    client.event(on_ready)
    async with client:
        await client.start(token)


async def converse(bot: Coroutine[Any, Any, None], client: discord.Client | None) -> None:
    """Run *bot*, and answer questions until there are no more."""
    own = Self()
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    running = asyncio.create_task(bot)
    watching = asyncio.create_task(own.watch())
    running.add_done_callback(lambda _: reader.feed_eof())
    while question := (await reader.readline()).decode().split():
        if question[0] == "received" and isinstance(client, Bare):
            say(await client.received(int(question[1])))
        else:
            answers: dict[str, Callable[[], float]] = {
                "lateness": own.lateness,
                "memory": own.memory,
                "cpu": time.process_time,
            }
            say(answers[question[0]]())
    running.cancel()
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


def say(answer: float) -> None:
    """Write *answer*."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run one bot."""
    kind, api, gateway, token, database = sys.argv[1:]
    discord.http.Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    client: discord.Client | None = None
    if kind == "causerie":
        bot = causerie(api, token, database, ready=say)
    else:
        client = {"bare": Bare, "static": Static, "defaults": defaults}[kind]()
        bot = alone(client, token, ready=say)
    asyncio.run(converse(bot, client))


def defaults() -> commands.AutoShardedBot:
    """Return a bot with what discord.py's documentation begins with."""
    return commands.AutoShardedBot(command_prefix="!", intents=discord.Intents.default())


if __name__ == "__main__":
    main()
