"""*Record as answer* in a message's menu: at once for one's own, with the author's leave for another's."""

import asyncio
import logging

import discord

from bot.commands.context import Context
from bot.commands.reply import Reply
from bot.commands.words import explain
from bot.discord_front.acknowledge import deliver
from bot.discord_front.custom_id import Intention, encode
from bot.discord_front.failures import FAILURES
from bot.discord_front.markdown import escape, quote, unescape
from bot.discord_front.people import guild_language
from bot.discord_front.render import DESCRIPTION, Rendered, render, to_rows
from bot.discord_front.requests import Requests
from bot.discord_front.times import words_in
from bot.domain.discussion import Given, Kept
from bot.domain.errors import BotError, UnknownPromptError
from bot.domain.identity import GuildId
from bot.i18n import Text

logger = logging.getLogger(__name__)

# What comes before the first word to Discord has to be done well within its three seconds.
PATIENCE = 1.5
PEOPLE = frozenset({discord.MessageType.default, discord.MessageType.reply})


class Asking:
    """Records a message as an answer, and asks its author first where somebody else wants it recorded."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    async def record(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Answer the menu's entry on *message*."""
        text = public = self._requests.words(interaction)
        try:
            async with asyncio.timeout(PATIENCE):
                ctx = await self._requests.context(interaction)
                text = ctx.text
                public = await self._public_words(interaction)
                refusal = await self._refusal(ctx, message)
        except BotError as error:
            await self._say(interaction, explain(error, text), text)
            return
        except TimeoutError:
            refusal = "front.busy"
        if refusal is not None:
            await self._say(interaction, text(refusal), text)
        elif message.author.id == interaction.user.id:
            await self._record(interaction, message=message, content=message.content)
        elif self._requests.is_new(interaction):
            await self._ask(interaction, message, text=public)

    async def answered(self, interaction: discord.Interaction, intention: Intention) -> None:
        """Answer the author's yes or no, and nobody else's."""
        text = self._requests.words(interaction)
        if intention.options.get("author") != str(interaction.user.id):
            await self._say(interaction, text("record.not_yours"), text)
            return
        try:
            public = await self._public_words(interaction)
        except BotError:
            public = text
        if intention.options.get("is") != "yes":
            await self._update(interaction, public("record.declined"), public)
            return
        try:
            message = await self._fetch(interaction, int(intention.options["message"]))
        except (discord.NotFound, KeyError, ValueError):
            await self._update(interaction, public("record.gone"), public)
            return
        except (*FAILURES, UnknownPromptError):
            await self._say(interaction, text("front.busy"), text)
            return
        try:
            is_known = await self._requests.cases.responses.has_message(message.id)
        except BotError as error:
            await self._say(interaction, explain(error, text), text)
            return
        if is_known:
            await self._update(interaction, public("record.already"), public)
            return
        content = message.content or _quoted(interaction)
        if await self._record(interaction, message=message, content=content):
            await self._take_away(interaction)

    async def _refusal(self, ctx: Context, message: discord.Message) -> str | None:
        """Return why *message* cannot be recorded, as the key of a text."""
        self._requests.dispatcher.allow(self._requests.dispatcher.commands["record"], ctx)
        if message.author.bot or message.webhook_id is not None or message.type not in PEOPLE:
            return "record.bot"
        if not message.content.strip():
            return "record.empty"
        if await ctx.cases.responses.has_message(message.id):
            return "record.already"
        if await ctx.cases.discussions.status(at=ctx.at) is None:
            return "record.no_discussion"
        return None

    async def _record(
        self, interaction: discord.Interaction, *, message: discord.Message, content: str
    ) -> bool:
        # Whoever picks this for a message of their own agrees to its being kept; the receipt takes it back.
        options: dict[str, object] = {"text": content, "kept": Kept.NAMED.value, "agreed": True}
        reference = message.reference.message_id if message.reference is not None else None
        if reference is not None and interaction.guild_id is not None:
            guild = GuildId(interaction.guild_id)
            prompt = await self._requests.cases.discussions.thread_prompt(reference, guild=guild)
            if prompt is not None:
                options["prompt"] = str(prompt)
                reference = None
        return await self._requests.run(
            interaction,
            Intention(command="answer"),
            options=options,
            given=Given.MENU,
            message=message.id,
            reply_to=reference,
        )

    async def _ask(self, interaction: discord.Interaction, message: discord.Message, *, text: Text) -> None:
        author = str(message.author.id)
        answers = {"yes": discord.ButtonStyle.primary, "no": discord.ButtonStyle.secondary}
        buttons: list[discord.ui.Item[discord.ui.View]] = []
        for word, style in answers.items():
            options = {"message": str(message.id), "author": author, "is": word}
            custom_id = encode(Intention(command="record", options=options))
            buttons.append(discord.ui.Button(label=text(f"record.{word}"), custom_id=custom_id, style=style))
        quoted = quote(escape(message.content))
        embeds = [discord.Embed(description=quoted)] if len(quoted) <= DESCRIPTION else []
        rendered = Rendered(
            content=text("record.ask", name=message.author.mention), embeds=embeds, view=to_rows([buttons])
        )
        pings = discord.AllowedMentions(everyone=False, roles=False, users=[message.author])
        await deliver(interaction, rendered, is_public=True, pings=pings)

    async def _fetch(self, interaction: discord.Interaction, message: int) -> discord.Message:
        """Return the message that the author agreed to; what a click says is not taken on trust."""
        channel = interaction.channel
        if not isinstance(channel, discord.abc.Messageable):
            raise UnknownPromptError
        async with asyncio.timeout(PATIENCE):
            found = await channel.fetch_message(message)
        if found.author.id != interaction.user.id:
            raise UnknownPromptError
        return found

    async def _public_words(self, interaction: discord.Interaction) -> Text:
        settings = await self._requests.cases.guilds.get(GuildId(interaction.guild_id or 0))
        return words_in(guild_language(settings, interaction.guild))

    async def _say(self, interaction: discord.Interaction, sentence: str, text: Text) -> None:
        if self._requests.is_new(interaction):
            await deliver(interaction, render(Reply(text=sentence), text=text))

    async def _update(self, interaction: discord.Interaction, sentence: str, text: Text) -> None:
        if self._requests.is_new(interaction):
            await deliver(interaction, render(Reply(text=sentence), text=text), updates=True)

    async def _take_away(self, interaction: discord.Interaction) -> None:
        try:
            if interaction.message is not None:
                await interaction.message.delete()
        except FAILURES as error:
            logger.info("A question to an author stays: %s", type(error).__name__)


def _quoted(interaction: discord.Interaction) -> str:
    """Return what the question to the author quotes: without the intent, it is to be had nowhere else."""
    embeds = interaction.message.embeds if interaction.message is not None else []
    lines = (embeds[0].description or "").split("\n") if embeds else []
    return unescape("\n".join(line.removeprefix("> ") for line in lines))
