"""Answering an interaction in time, once, whatever the network does.

Discord gives three seconds, and forgets the rest after fifteen minutes
(https://discord.com/developers/docs/interactions/receiving-and-responding). What is ready soon is the answer;
for what takes longer Discord is told to wait, and the answer is put in place. Nothing is sent as a follow-up:
a repeated follow-up doubles, while a repeated answer is refused and a repeated edit does no harm.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.discord_front.failures import FAILURES
from bot.discord_front.render import Rendered

logger = logging.getLogger(__name__)

SOON = 0.6  # seconds
ALREADY_ACKNOWLEDGED = 40060
# How long Discord may take to take something, and how often it is tried: a second answer to whoever got
# the first is refused, and no harm is done.
PATIENCE = 2.5
UPLOAD_PATIENCE = 120.0
TRIES = 3


async def answer(
    interaction: discord.Interaction,
    work: Awaitable[Rendered],
    *,
    updates: bool = False,
    is_public: bool = False,
) -> None:
    """Answer *interaction* with what *work* returns; with *updates* in place of the message it came from."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=SOON)
    # Files take as long as they are large, so Discord is told to wait before they are sent.
    if done and not task.result().files:
        rendered = task.result()
        is_fine = not rendered.is_error
        await deliver(interaction, rendered, updates=updates and is_fine, is_public=is_public and is_fine)
        return
    is_waiting = await _wait(interaction, updates=updates, is_public=is_public)
    rendered = await task
    if is_waiting:
        await _edit(interaction, rendered)


async def deliver(
    interaction: discord.Interaction,
    rendered: Rendered,
    *,
    updates: bool = False,
    is_public: bool = False,
    pings: discord.AllowedMentions | None = None,
) -> bool:
    """Answer *interaction* with *rendered* at once; return whether it got there. Only *pings* are pinged."""

    async def send() -> None:
        if updates:
            await interaction.response.edit_message(
                content=rendered.content or None,
                embeds=rendered.embeds,
                view=rendered.view,
                attachments=rendered.open_files(),
            )
        else:
            await interaction.response.send_message(
                content=rendered.content or None,
                embeds=rendered.embeds,
                view=rendered.view or discord.utils.MISSING,
                files=rendered.open_files(),
                ephemeral=not is_public,
                allowed_mentions=pings or discord.utils.MISSING,
            )

    return await _insist(interaction, send, patience=PATIENCE)


async def open_form(interaction: discord.Interaction, modal: discord.ui.Modal) -> None:
    """Answer *interaction* with a form: it cannot follow a wait."""
    await _insist(interaction, lambda: interaction.response.send_modal(modal), patience=PATIENCE)


async def _wait(interaction: discord.Interaction, *, updates: bool, is_public: bool) -> bool:
    if updates:
        return await _insist(interaction, interaction.response.defer, patience=PATIENCE)
    return await _insist(
        interaction,
        lambda: interaction.response.defer(ephemeral=not is_public, thinking=True),
        patience=PATIENCE,
    )


async def _edit(interaction: discord.Interaction, rendered: Rendered) -> None:
    await _insist(
        interaction,
        lambda: interaction.edit_original_response(
            content=rendered.content or None,
            embeds=rendered.embeds,
            view=rendered.view,
            attachments=rendered.open_files(),
        ),
        patience=UPLOAD_PATIENCE,
    )


async def _insist(
    interaction: discord.Interaction, send: Callable[[], Awaitable[Any]], *, patience: float
) -> bool:
    """Do *send* until Discord says something to it; return whether it is done."""
    for _ in range(TRIES):
        try:
            async with asyncio.timeout(patience):
                await send()
        except discord.InteractionResponded:
            return True
        except discord.HTTPException as error:
            if error.code == ALREADY_ACKNOWLEDGED:
                return True  # the answer to the first time got lost: the first one counts
            logger.warning("Interaction %s is refused: %s (%s)", interaction.id, error.status, error.code)
            return False
        except FAILURES as error:
            logger.warning("Interaction %s is not through: %s", interaction.id, type(error).__name__)
        except (KeyError, TypeError, ValueError) as error:
            # discord.py could not read what Discord answered, which it does once it has taken ours.
            logger.warning("Interaction %s is answered strangely: %s", interaction.id, type(error).__name__)
            return True
        else:
            return True
    return False
