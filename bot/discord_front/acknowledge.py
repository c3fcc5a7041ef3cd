"""Answering an interaction in time, once, whatever the network does.

Discord gives three seconds, and forgets the rest after fifteen minutes
(https://discord.com/developers/docs/interactions/receiving-and-responding). What is ready soon is the answer;
for what takes longer Discord is told to wait, and the answer is put in place. No answer is a follow-up: a
repeated one doubles, while a repeated answer is refused and a repeated edit does no harm.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord

from bot.discord_front.failures import FAILURES, is_final
from bot.discord_front.render import Rendered

logger = logging.getLogger(__name__)

SOON = 0.6  # seconds
# Once Discord is told to wait for something public, what comes is public, even that it went wrong; so an
# answer for everybody is waited for as long as Discord lets us.
SOON_FOR_ALL = 2.0
ALREADY_ACKNOWLEDGED = 40060
# How long Discord may take to take something, and how often it is tried: a second answer to whoever got
# the first is refused, and no harm is done. All tries of a first answer have to fit into three seconds.
PATIENCE = 0.8
TRIES = 3
# What takes the place of the wait may be tried for minutes, with longer and longer pauses in between.
LATER_PATIENCE = 10.0
UPLOAD_PATIENCE = 120.0
LATER_TRIES = 8
LATER_PAUSE = 1.0


async def answer(
    interaction: discord.Interaction,
    work: Awaitable[Rendered],
    *,
    updates: bool = False,
    is_public: bool = False,
) -> Rendered | None:
    """Answer *interaction* with what *work* returns; with *updates* in place of the message it came from.

    Return what did not get there.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=SOON_FOR_ALL if is_public else SOON)
        # Files take as long as they are large, so Discord is told to wait before they are sent.
        if done and not task.result().files:
            rendered = task.result()
            is_fine = not rendered.is_error
            is_there = await deliver(
                interaction, rendered, updates=updates and is_fine, is_public=is_public and is_fine
            )
        else:
            is_there = await _wait(interaction, updates=updates, is_public=is_public)
            rendered = await task
            put = _say_beside if rendered.is_error and (updates or is_public) else _edit
            is_there = is_there and await put(interaction, rendered)
    finally:
        task.cancel()  # where this is cancelled: nobody waits for it any more
    return None if is_there else rendered


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


async def _edit(interaction: discord.Interaction, rendered: Rendered) -> bool:
    return await _insist(
        interaction,
        lambda: interaction.edit_original_response(
            content=rendered.content or None,
            embeds=rendered.embeds,
            view=rendered.view,
            attachments=rendered.open_files(),
        ),
        patience=UPLOAD_PATIENCE if rendered.files else LATER_PATIENCE,
        pauses=tuple(LATER_PAUSE * 2**number for number in range(LATER_TRIES)),
    )


async def _say_beside(interaction: discord.Interaction, rendered: Rendered) -> bool:
    """Say what went wrong privately, leaving alone what was clicked; what is public takes its waiting away.

    It is the one follow-up of ours: doubled, it would do no harm.
    """
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await _insist(interaction, interaction.delete_original_response, patience=LATER_PATIENCE)
    return await _insist(
        interaction,
        lambda: interaction.followup.send(
            rendered.content, embeds=rendered.embeds, files=rendered.open_files(), ephemeral=True
        ),
        patience=LATER_PATIENCE,
        pauses=(0.0,),
    )


async def _insist(
    interaction: discord.Interaction,
    send: Callable[[], Awaitable[Any]],
    *,
    patience: float,
    pauses: Sequence[float] = (0.0,) * TRIES,
) -> bool:
    """Do *send* until Discord says something to it, with *pauses* between; return whether it is done."""
    for pause in pauses:
        try:
            async with asyncio.timeout(patience):
                await send()
        except discord.InteractionResponded:
            return True
        except discord.HTTPException as error:
            if error.code == ALREADY_ACKNOWLEDGED:
                return True  # the answer to the first time got lost: the first one counts
            logger.warning("Interaction %s is refused: %s (%s)", interaction.id, error.status, error.code)
            if is_final(error):
                return False
        except FAILURES as error:
            logger.warning("Interaction %s is not through: %s", interaction.id, type(error).__name__)
        except (KeyError, TypeError, ValueError) as error:
            # discord.py could not read what Discord answered, which it does once it has taken ours.
            logger.warning("Interaction %s is answered strangely: %s", interaction.id, type(error).__name__)
            return True
        else:
            return True
        await asyncio.sleep(pause)
    return False
