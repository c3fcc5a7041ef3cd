"""The client: as few intents and caches as will do."""

import logging
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket, KeepAliveHandler

from bot.discord_front.cogs.upkeep import Upkeep
from bot.discord_front.events import MESSAGE, Read, guard, guarded
from bot.discord_front.trace import Trace
from bot.domain.shards import Shards

logger = logging.getLogger(__name__)

# Longer waits for a rate limit end in an error, which what can wait treats like any other delay.
RATE_LIMIT_PATIENCE = 60.0  # seconds
# How long after the last of its servers a connection is taken for ready.
READY_PATIENCE = 2.0  # seconds
# How long a connection may be silent, its heartbeats' answers included, before it is taken for dead.
HEARTBEAT_PATIENCE = 60.0  # seconds


class Tree(app_commands.CommandTree["Client"]):
    """The tree of commands; what goes wrong before a command is reached is refused."""

    async def on_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Say that the command is not known in this form any more; no text of a person is logged."""
        logger.warning("Interaction %s has no command: %s", interaction.id, type(error).__name__)
        if self.client.refuse is not None and not interaction.response.is_done():
            await self.client.refuse(interaction)


class Client(commands.AutoShardedBot):
    """A connection to Discord. A new one is made whenever it has to begin afresh."""

    def __init__(
        self,
        *,
        reads_content: bool,
        set_up: Callable[["Client"], Awaitable[None]],
        shards: Shards | None = None,
    ) -> None:
        self.trace = Trace()
        # We do not speak, so nobody needs to hear that the libraries for it are not there.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        self.refuse: Callable[[discord.Interaction], Awaitable[None]] | None = None
        self._set_up = set_up
        divided: dict[str, Any] = {}
        if shards is not None:
            divided = {"shard_ids": list(shards.ids), "shard_count": shards.of}
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=intents(reads_content=reads_content),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=READY_PATIENCE,
            heartbeat_timeout=HEARTBEAT_PATIENCE,
            max_ratelimit_timeout=RATE_LIMIT_PATIENCE,
            http_trace=self.trace.config,
            **divided,
        )
        self.trace.limit_is_over = self._limit_is_over
        # There is no public way to its readers of events.
        parsers = self._connection.parsers
        guard(parsers)
        self.read_message: Read = parsers[MESSAGE]

    @property
    def reads_content(self) -> bool:
        """Whether Discord gives us what is typed."""
        return self.intents.message_content

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Let an event be dealt with; the one that tells of every other one is of no use to anybody."""
        if event != "socket_event_type":
            super().dispatch(event, *args, **kwargs)

    def _limit_is_over(self) -> None:
        """Let everything be sent again. discord.py leaves that to the request that met the limit.

        Where nobody waits for that one any more, all others would wait for ever.
        """
        self.http._global_over.set()  # noqa: SLF001 (there is no public way)

    def let_in(self, read: Read) -> None:
        """Let *read* have messages as the gateway sends them; ``read_message`` takes what it does not."""
        self._connection.parsers[MESSAGE] = guarded(MESSAGE, read)

    async def retire(self) -> None:
        """Hear and begin nothing any more: another client does. What is under way can still be answered."""
        self._connection.parsers.clear()
        await self.remove_cog(Upkeep.__cog_name__)

    async def still(self) -> None:
        """End the sessions that were still beginning when this was closed: nobody else knows of them.

        A thread of each sends heartbeats, and would go on when the loop is gone.
        """
        for thread in threading.enumerate():
            if isinstance(thread, KeepAliveHandler) and thread.ws._connection is self._connection:  # noqa: SLF001 (there is no public way)
                thread.stop()
                await thread.ws.close()

    async def setup_hook(self) -> None:
        """Make ready what answers people, before the first event comes in."""
        await self._set_up(self)
        # A session that begins anew is looked for at an address that discord.py knows by heart; it has to be
        # where Discord, or what speaks for it, says that the gateway is.
        recommended, gateway, _ = await self.http.get_bot_gateway()
        self.shard_count = self.shard_count or recommended
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)

    async def on_message(self, message: discord.Message, /) -> None:
        """Look for no text commands: there are none. Messages are the business of a cog."""

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log what went wrong without what it was about, which may be a person's words."""
        logger.exception("An event was not dealt with: %s", event_method)  # noqa: LOG004 (called while one is)


def intents(*, reads_content: bool) -> discord.Intents:
    """Return what Discord is asked to send."""
    return discord.Intents(
        guilds=True, guild_messages=True, guild_reactions=True, message_content=reads_content
    )
