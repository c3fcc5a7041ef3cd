"""Registering the commands with Discord: when they have changed, and only then.

Discord allows 200 new commands a day for a server, and each registration takes a while to show.
"""

import asyncio
import logging

import discord

from bot.discord_front.client import Client
from bot.discord_front.failures import FAILURES
from bot.discord_front.tree import fingerprint, to_payload
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds; what takes longer is tried again


async def sync(client: Client, *, cases: UseCases, guild: int | None) -> str:
    """Register the commands, for all servers or for *guild* alone; return why that failed, or nothing.

    Raises a StoreError.
    """
    mark = f"commands:{client.application_id}:{guild or 'all'}"
    payload = await to_payload(client.tree)
    wanted = fingerprint(payload)
    if await cases.guilds.mark(mark) == wanted:
        return ""
    application = client.application_id or 0
    try:
        async with asyncio.timeout(PATIENCE):
            if guild is None:
                made = await client.http.bulk_upsert_global_commands(application, payload=payload)
            else:
                made = await client.http.bulk_upsert_guild_commands(application, guild, payload=payload)
    except FAILURES as error:
        reason = str(error.code) if isinstance(error, discord.HTTPException) else type(error).__name__
        logger.warning("The commands could not be registered: %s", reason)
        return reason
    await cases.guilds.set_mark(mark, wanted)
    logger.info("%d commands are registered", len(made))
    return ""
