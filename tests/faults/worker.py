"""One process of several that follow schedules and post on one database: no commands, nobody is recorded.

Started as a program of its own, as often as a test wants.
"""

import asyncio
import os
import signal
from contextlib import suppress
from datetime import timedelta

from hurried import hurry
from naive import NaiveThreads

from bot.app import holder_name
from bot.config import Settings, load_settings
from bot.discord_front.client import Client
from bot.discord_front.service import use_api
from bot.discord_front.threads import DiscordThreads
from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Prompt
from bot.domain.errors import BotError
from bot.domain.guild import GuildSettings
from bot.services.clock import now
from bot.services.delivery import Delivery
from bot.services.scheduler import Scheduler
from bot.services.steps import Steps
from bot.storage.store import open_store

# Read from the environment: how long a step is claimed for, in seconds; none for who knows of no claims.
HELD = "HELD"
NAIVE = "NAIVE"
FREEZES = "FREEZES"  # stops itself as it is about to post, as a machine may that is put to sleep
PAUSE = 0.05  # seconds


class FreezingThreads(DiscordThreads):
    """Stands still before the first prompt is posted, until it is told to go on."""

    _is_first = True

    async def post_prompt(
        self,
        prompt: Prompt,
        *,
        discussion: Discussion,
        article: StoredArticle,
        settings: GuildSettings,
        nonce: str,
        is_retry: bool,
    ) -> int:
        """Stand still, then post *prompt*."""
        is_first, self._is_first = self._is_first, False
        if is_first:
            say("stands still")
            os.kill(os.getpid(), signal.SIGSTOP)
        try:
            return await super().post_prompt(
                prompt,
                discussion=discussion,
                article=article,
                settings=settings,
                nonce=nonce,
                is_retry=is_retry,
            )
        finally:
            if is_first:
                say("goes on")


async def work(settings: Settings) -> None:
    """Follow the schedules and post, until killed."""
    kind = (
        NaiveThreads if NAIVE in os.environ else FreezingThreads if FREEZES in os.environ else DiscordThreads
    )
    threads = kind()
    url = settings.database.url.get_secret_value()
    async with open_store(url, keep_backups=1, patience=settings.database.patience) as store:
        delivery = Delivery(
            store,
            clock=now,
            steps=Steps(store, clock=now, threads=threads),
            holder=holder_name(),
            held=timedelta(seconds=float(os.environ[HELD])),
        )
        scheduler = Scheduler(store, clock=now, threads=threads, delivery=delivery)
        threads.client = client = Client(reads_content=False, set_up=_nothing)
        await client.login(settings.discord.token.get_secret_value())
        connection = asyncio.create_task(client.connect())
        await client.wait_until_ready()
        say("ready")
        while not connection.done():
            with suppress(BotError):  # the database's, which is busy
                await scheduler.tick()
                await delivery.run()
            await asyncio.sleep(PAUSE)
        await connection


def say(words: str) -> None:
    """Tell whoever started this process."""
    print(words, flush=True)  # noqa: T201 (that is how)


async def _nothing(_client: Client) -> None:
    """Add nothing to a client."""


if __name__ == "__main__":
    hurry()
    loaded = load_settings()
    use_api(loaded.discord.api_url)
    asyncio.run(work(loaded))
