"""Answering an interaction in time, once, whatever the network does.

Discord gives three seconds, and forgets the rest after fifteen minutes
(https://discord.com/developers/docs/interactions/receiving-and-responding). What is ready soon is the answer;
for what takes longer Discord is told to wait, and the answer is put in place. No answer is a follow-up: a
repeated one doubles, while a repeated answer is refused and a repeated edit does no harm. What does not fit
into the answer follows it: see bot.discord_front.handing_over.
"""

import asyncio
import time
from collections.abc import Awaitable

import discord

from bot.discord_front.handing_over import HandingOver
from bot.discord_front.insist import Outcome, insist
from bot.discord_front.progress import Line
from bot.discord_front.render import Rendered

SOON = 0.6  # seconds
# Once Discord is told to wait for something public, what comes is public, even that it went wrong; so an
# answer for everybody is waited for as long as Discord lets us.
SOON_FOR_ALL = 2.0
# How long Discord lets an answer wait, with what follows it.
LIFE = 900.0
# How long Discord may take to take something: a second answer to whoever got the first is refused, and no
# harm is done. All tries of a first answer have to fit into three seconds.
PATIENCE = 0.8
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
    line: Line | None = None,
) -> Rendered | None:
    """Answer *interaction* with what *work* returns; with *updates* in place of the message it came from.

    While that takes long, *line* says how far it is. Return what did not get there.
    """
    ends_at = time.monotonic() + LIFE
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=SOON_FOR_ALL if is_public else SOON)
        # Files take as long as they are large, so Discord is told to wait before they are sent.
        if done and not task.result().has_files:
            rendered = task.result()
            is_fine = not rendered.is_error
            is_there = await deliver(
                interaction, rendered, updates=updates and is_fine, is_public=is_public and is_fine
            )
        else:
            is_waiting = await _wait(interaction, updates=updates, is_public=is_public)
            if line is not None and is_waiting and not updates:
                await line.show(interaction, task, ends_at=ends_at)
            rendered = await task
            put = _say_beside if rendered.is_error and (updates or is_public) else _edit
            is_there = is_waiting and await put(interaction, rendered)
            if rendered.parcel is not None and is_waiting:
                await HandingOver(interaction, rendered.parcel, is_public=is_public, ends_at=ends_at).run()
                await _take_cancel_away(interaction, rendered)
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

    return await insist(interaction, send, patience=PATIENCE) is Outcome.DONE


async def open_form(interaction: discord.Interaction, modal: discord.ui.Modal) -> None:
    """Answer *interaction* with a form: it cannot follow a wait."""
    await insist(interaction, lambda: interaction.response.send_modal(modal), patience=PATIENCE)


async def _wait(interaction: discord.Interaction, *, updates: bool, is_public: bool) -> bool:
    async def defer() -> None:
        if updates:
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=not is_public, thinking=True)

    return await insist(interaction, defer, patience=PATIENCE) is Outcome.DONE


async def _edit(interaction: discord.Interaction, rendered: Rendered) -> bool:
    outcome = await insist(
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
    if outcome is Outcome.TOO_LARGE and rendered.instead is not None:
        return await _edit(interaction, rendered.instead)
    return outcome is Outcome.DONE


async def _take_cancel_away(interaction: discord.Interaction, rendered: Rendered) -> None:
    """Leave the buttons that are of use once everything is handed over."""
    await insist(
        interaction,
        lambda: interaction.edit_original_response(view=rendered.afterwards),
        patience=LATER_PATIENCE,
    )


async def _say_beside(interaction: discord.Interaction, rendered: Rendered) -> bool:
    """Say what went wrong privately, leaving alone what was clicked; what is public takes its waiting away.

    It is a follow-up: doubled, it would do no harm.
    """
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await insist(interaction, interaction.delete_original_response, patience=LATER_PATIENCE)
    outcome = await insist(
        interaction,
        lambda: interaction.followup.send(
            rendered.content, embeds=rendered.embeds, files=rendered.open_files(), ephemeral=True
        ),
        patience=LATER_PATIENCE,
        pauses=(0.0,),
    )
    return outcome is Outcome.DONE
