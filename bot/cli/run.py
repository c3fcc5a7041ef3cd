"""``causerie run``: the bot on Discord, until it is told to stop."""

import asyncio
import logging
import os
import platform
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import click

from bot.app import open_use_cases
from bot.chat_front.terminal import Terminal
from bot.cli.desk import prepared, run
from bot.cli.tree import Leaf
from bot.config import Settings
from bot.discord_front.history import DiscordHistory
from bot.discord_front.invitation import application_of, invitation
from bot.discord_front.members import DiscordMembers
from bot.discord_front.notices import DiscordNotices
from bot.discord_front.run import stay_connected
from bot.discord_front.scheduled_events import DiscordEvents
from bot.discord_front.service import Service, use_api
from bot.discord_front.telling import DiscordTelling
from bot.discord_front.threads import DiscordThreads
from bot.domain.discord_errors import TokenMissingError
from bot.domain.shards import Shards, to_shards
from bot.i18n import Text
from bot.services.clock import now
from bot.services.use_cases import UseCases


def command(text: Text) -> click.Command:
    """Return the command."""
    guild = click.Option(["--guild"], type=click.IntRange(min=1), metavar="ID", help=text("cli.run.guild"))
    return Leaf("run", text=text, params=[guild], callback=run_bot)


@click.pass_context
def run_bot(ctx: click.Context, /, guild: int | None, **_shared: Any) -> int:
    """Run the bot."""
    settings, text = prepared(ctx)
    if not settings.discord.token.get_secret_value().strip():
        raise TokenMissingError
    quieten_libraries()
    return run(_serve(settings, text, guild=guild))


async def _serve(settings: Settings, text: Text, *, guild: int | None) -> int:
    terminal = Terminal(sys.stdout, text=text)
    stop = asyncio.Event()
    stop_on_signals(stop)
    token = settings.discord.token.get_secret_value().strip()
    shards = to_shards(settings.discord.shards)
    application = application_of(token)
    if settings.discord.api_url:
        use_api(settings.discord.api_url)

    def started(name: str, guilds: int) -> None:
        terminal.say(text("cli.run.started", name=name, servers=text("count.servers", n=guilds)))
        if not guilds and application is not None:
            terminal.say(text("cli.run.invite", link=invitation(application)))

    threads = DiscordThreads()
    notices = DiscordNotices(threads)
    telling = DiscordTelling(threads)
    async with (
        open_use_cases(
            settings,
            threads=threads,
            history=DiscordHistory(threads, shards=shards),
            notices=notices,
            events=DiscordEvents(threads),
            members=DiscordMembers(threads),
            tell=telling,
            decisions=telling,
            holder=holder(shards),
            shards=shards,
        ) as cases,
        metrics_served(settings, cases=cases, threads=threads),
    ):
        service = Service(
            cases=cases,
            threads=threads,
            exports=settings.exports.folder,
            keep_exports=settings.exports.keep,
            clock=now,
            guild=guild,
            shards=shards,
            started=started,
        )
        await stay_connected(
            service,
            cases=cases,
            token=token,
            content=settings.discord.message_content,
            stop=stop,
        )
    terminal.say(text("cli.run.stopped"))
    return 0


@asynccontextmanager
async def metrics_served(
    settings: Settings, *, cases: UseCases, threads: DiscordThreads
) -> AsyncIterator[None]:
    """Serve metrics as long as the block lasts, where an operator wants them. Raises PortTakenError."""
    wanted = settings.metrics
    if not wanted.port:
        yield
        return
    # Loaded only where it is wanted.
    from bot.discord_front.metrics import serve_metrics  # noqa: PLC0415

    async with serve_metrics(cases.metrics, threads=threads, host=wanted.host, port=wanted.port):
        yield


def holder(shards: Shards | None = None) -> str:
    """Return who runs: what another process is told that wants the same database, or the same *shards*."""
    which = "" if shards is None else f", {shards}"
    return f"{platform.node() or 'localhost'} ({os.getpid()}{which})"


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set *stop* at Ctrl-C and at what a service manager sends."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


def quieten_libraries() -> None:
    """Keep what people write out of the log: at level "debug", discord.py logs every event whole."""
    for name in ("discord", "aiohttp", "aiosqlite"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))
