"""Slash commands, menus, buttons, lists and forms: each becomes one request."""

import logging
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.spec import Command, Kind, Option
from bot.commands.suggest import complete
from bot.discord_front.asking import Asking
from bot.discord_front.custom_id import Intention, decode
from bot.discord_front.find import custom_ids
from bot.discord_front.forms import read
from bot.discord_front.render import to_label
from bot.discord_front.requests import Requests
from bot.domain.discord_errors import OldButtonError
from bot.domain.discussion import Given
from bot.domain.errors import BotError

logger = logging.getLogger(__name__)

# Discord's limit for what is suggested and for what it stands for.
CHOICE = 100


class Interactions(commands.Cog):
    """Answers whatever people click, type as a command or fill in."""

    def __init__(self, requests: Requests, *, asking: Asking) -> None:
        self._requests = requests
        self._asking = asking

    async def run(
        self, interaction: discord.Interaction, command: Command, options: dict[str, object]
    ) -> None:
        """Answer a slash command."""
        await self._requests.run(interaction, Intention(command=command.name), options=options)

    async def menu(
        self, interaction: discord.Interaction, command: Command, message: discord.Message
    ) -> None:
        """Answer an entry of a message's menu."""
        if command.name == "record":
            await self._asking.record(interaction, message)
            return
        is_about = command.option("message") is not None
        options = {"message": message.id} if is_about else {"text": message.content}
        await self._requests.run(interaction, Intention(command=command.name), options=options)

    async def complete(
        self, interaction: discord.Interaction, option: Option, typed: str
    ) -> list[app_commands.Choice[Any]]:
        """Return what *option* may become; nothing where that cannot be told."""
        try:
            ctx = await self._requests.context(interaction)
            known = self._requests.dispatcher.commands.values()
            found = await complete(option, typed, ctx=ctx, commands=known)
        except BotError as error:
            logger.info("Nothing is suggested for %s: %s", option.name, error.code)
            return []
        is_number = option.kind is Kind.NUMBER
        return [
            app_commands.Choice(
                name=to_label(one.label, value=one.value), value=int(one.value) if is_number else one.value
            )
            for one in found
            if len(one.value) <= CHOICE
        ]

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a click on a button or a list, or a form that was sent."""
        is_form = interaction.type is discord.InteractionType.modal_submit
        if not is_form and interaction.type is not discord.InteractionType.component:
            return  # discord.py's tree runs the commands
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        clicked = None if is_form else interaction.message
        is_forged = clicked is not None and custom_id not in custom_ids(clicked)
        try:
            intention = decode(custom_id)
            command = self._requests.dispatcher.commands[intention.command]
        except (OldButtonError, KeyError):
            await self._requests.refuse(interaction)
            return
        if is_forged:
            # Whatever it asks for, the message takes no part in it: it may be everybody's.
            intention = replace(intention, updates=False)
        if intention.command == "record":
            if is_forged:
                await self._requests.refuse(interaction)
                return
            await self._asking.answered(interaction, intention)
            return
        options: dict[str, object] = {}
        if is_form:
            options = read(data, command)
        elif intention.picks is not None:
            options = {intention.picks: next(iter(data.get("values", ())), None)}
        # A form that a command opened is about a prompt too, but came from no message.
        is_button = interaction.message is not None and "prompt" in intention.options
        given = Given.BUTTON if is_button else Given.COMMAND
        await self._requests.run(interaction, intention, options=options, given=given)
