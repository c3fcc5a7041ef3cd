"""The bot as a whole on Discord: what listens, what answers, and what each new connection is given."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import discord

from bot.commands import COMMANDS
from bot.commands.dispatch import Cooldowns, Dispatcher
from bot.discord_front.asking import Asking
from bot.discord_front.client import Client
from bot.discord_front.cogs.answers import Answers
from bot.discord_front.cogs.channels import Channels
from bot.discord_front.cogs.departures import Departures
from bot.discord_front.cogs.gaps import Gaps
from bot.discord_front.cogs.guilds import Guilds
from bot.discord_front.cogs.interactions import Interactions
from bot.discord_front.cogs.permissions import Permissions
from bot.discord_front.cogs.upkeep import Upkeep
from bot.discord_front.intake import Intake
from bot.discord_front.mentions import Mentions
from bot.discord_front.requests import Requests
from bot.discord_front.sync import sync
from bot.discord_front.threads import DiscordThreads
from bot.discord_front.tree import Translator, entries
from bot.discord_front.typed import TypedAnswers
from bot.domain.errors import BotError
from bot.domain.shards import Shards
from bot.services.clock import Clock
from bot.services.export_keeping import ExportKeeping
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)


class Service:
    """Everything that outlives a connection, and the making of the next one."""

    def __init__(
        self,
        *,
        cases: UseCases,
        threads: DiscordThreads,
        exports: Path,
        keep_exports: timedelta,
        clock: Clock,
        guild: int | None,
        shards: Shards | None = None,
        started: Callable[[str, int], None],
    ) -> None:
        self.wants_restart = asyncio.Event()
        self.may_read_content = True  # until Discord refuses
        self._cases = cases
        self._threads = threads
        self._clock = clock
        self._kept_exports = ExportKeeping(exports, keep=keep_exports, clock=clock)
        self._guild = guild
        self._shards = shards
        self._started = started
        cooldowns = Cooldowns()
        dispatcher = Dispatcher(COMMANDS, cooldowns=cooldowns)
        self._requests = Requests(dispatcher=dispatcher, cases=cases, exports=exports, clock=clock)
        self._mentions = Mentions(dispatcher=dispatcher, cases=cases, exports=exports, clock=clock)
        self._typed = TypedAnswers(cases)
        self._asking = Asking(self._requests)
        holders = (cooldowns, self._requests, self._mentions, self._typed)
        cases.my_data.forgets.extend(one.forget_member for one in holders)

    def make_client(self, *, reads_content: bool) -> Client:
        """Return a new client, and let prompts be posted through it once it is ready."""
        client = Client(reads_content=reads_content, set_up=self._set_up, shards=self._shards)
        if self._threads.client is None or self._threads.client.is_closed():
            self._threads.client = client
        return client

    async def interrupt(self) -> bool:
        """Cancel what takes long, since the program ends; return whether there was anything."""
        return await self._requests.under_way.interrupt()

    async def _set_up(self, client: Client) -> None:
        interactions = Interactions(self._requests, asking=self._asking)
        for entry in entries(
            COMMANDS, run=interactions.run, menu=interactions.menu, complete=interactions.complete
        ):
            client.tree.add_command(entry)
        client.refuse = self._requests.refuse
        await client.tree.set_translator(Translator())
        await client.add_cog(interactions)
        answers = Answers(
            client,
            cases=self._cases,
            typed=self._typed,
            mentions=self._mentions,
            asking=self._asking,
        )
        await client.add_cog(answers)
        intake = Intake(self._typed, read=client.read_message, answers=answers, recall=self._cases.recall)
        client.let_in(intake.put)
        await client.add_cog(Gaps(cases=self._cases))
        await client.add_cog(Channels(cases=self._cases))
        await client.add_cog(Guilds(cases=self._cases, clock=self._clock))
        await client.add_cog(Departures(client, cases=self._cases))
        await client.add_cog(Permissions(cases=self._cases))
        await client.add_cog(
            Upkeep(
                client,
                cases=self._cases,
                exports=self._kept_exports,
                clock=self._clock,
                check=lambda: self._check(client),
            )
        )

        async def tell() -> None:
            self._threads.client = client
            name = client.user.name if client.user is not None else ""
            self._started(name, len(client.guilds))

        client.add_listener(tell, "on_ready")
        await self._sync(client)

    async def _sync(self, client: Client) -> None:
        try:
            self._threads.sync = await sync(client, cases=self._cases, guild=self._guild)
        except BotError as error:
            self._threads.sync = error.code

    async def _check(self, client: Client) -> None:
        """Mend what can be mended: commands not registered, content wanted since."""
        if self._threads.sync:
            await self._sync(client)
        wants_content = self.may_read_content and not client.reads_content
        if wants_content and await self._cases.guilds.records_anywhere():
            logger.info("A server records what is typed now, so Discord is asked for it")
            self.wants_restart.set()


def use_api(url: str) -> None:
    """Send every request to *url*, which speaks for Discord: a proxy that keeps to its rate limits."""
    discord.http.Route.BASE = url.rstrip("/")
