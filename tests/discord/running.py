"""The bot as ``causerie run`` has it, in the test's own process."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from api_stub.stub import Stub
from pydantic import SecretStr

from bot.app import open_use_cases, to_fetch
from bot.config import Settings
from bot.discord_front.history import DiscordHistory
from bot.discord_front.members import DiscordMembers
from bot.discord_front.notices import DiscordNotices
from bot.discord_front.run import Content, stay_connected
from bot.discord_front.scheduled_events import DiscordEvents
from bot.discord_front.service import Service
from bot.discord_front.telling import DiscordTelling
from bot.discord_front.threads import DiscordThreads
from bot.fetch.page import Fetch, Page
from bot.services.clock import now
from bot.services.use_cases import UseCases

PATIENCE = 10.0


class Running:
    """A bot that can be started, stopped and started again on the same database."""

    cases: UseCases
    service: Service
    threads: DiscordThreads
    task: asyncio.Task[None]
    fetch: Fetch  # as the bot has it, unless a test has another

    def __init__(
        self, stub: Stub, *, folder: Path, content: Content = "auto", guild: int | None = None
    ) -> None:
        self.stub = stub
        self.folder = folder
        self.content: Content = content
        self.guild = guild
        self.ready = 0
        self._stop = asyncio.Event()
        self._open = AsyncExitStack()

    @property
    def path(self) -> Path:
        """Where its database is."""
        return self.folder / "causerie.db"

    async def start(self, *, is_ready: bool = True) -> None:
        """Start; wait until it is connected, unless the test has other plans."""
        self._stop = asyncio.Event()
        self.threads = DiscordThreads()
        url = SecretStr(f"sqlite:///{self.path}")
        settings = Settings(database={"url": url})  # type: ignore[arg-type]  # pydantic reads it
        self.fetch = to_fetch(settings)
        notices = DiscordNotices(self.threads)
        telling = DiscordTelling(self.threads)
        opened = open_use_cases(
            settings,
            threads=self.threads,
            history=DiscordHistory(self.threads),
            notices=notices,
            events=DiscordEvents(self.threads),
            members=DiscordMembers(self.threads),
            tell=telling,
            decisions=telling,
            fetch=self._fetch,
            holder="test",
        )
        self.cases = await self._open.enter_async_context(opened)
        self.service = Service(
            cases=self.cases,
            threads=self.threads,
            exports=self.folder / "exports",
            keep_exports=settings.exports.keep,
            clock=now,
            guild=self.guild,
            started=self._started,
        )
        before = self.ready
        self.task = asyncio.create_task(
            stay_connected(
                self.service, cases=self.cases, token=self.stub.token, content=self.content, stop=self._stop
            )
        )
        if is_ready:
            await self.until_ready(before + 1)

    async def until_ready(self, times: int) -> None:
        """Wait until it has connected so many times."""
        async with asyncio.timeout(PATIENCE):
            while self.ready < times:
                if self.task.done():
                    await self.task
                await asyncio.sleep(0.01)

    async def end(self) -> None:
        """End what is connected, as at SIGTERM; the database stays open."""
        self._stop.set()
        await self.task

    async def stop(self) -> None:
        """Stop as at SIGTERM, and close the database."""
        try:
            await self.end()
        finally:
            await self._open.aclose()

    async def _fetch(self, address: str) -> Page:
        return await self.fetch(address)

    def _started(self, _name: str, _guilds: int) -> None:
        self.ready += 1
