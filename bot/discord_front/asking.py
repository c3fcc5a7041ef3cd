"""*Record as answer* in a message's menu: at once for one's own, with the author's leave for another's."""

import asyncio
import logging
from collections.abc import Sequence

import discord

from bot.commands.context import Context
from bot.commands.reply import Reply
from bot.commands.words import explain
from bot.discord_front.acknowledge import deliver
from bot.discord_front.custom_id import Intention, encode
from bot.discord_front.failures import FAILURES
from bot.discord_front.markdown import escape, quote, unescape
from bot.discord_front.people import is_persons, may_write, public_words
from bot.discord_front.recent import Recent
from bot.discord_front.render import DESCRIPTION, Rendered, render, to_rows
from bot.discord_front.requests import Requests
from bot.discord_front.typed import said
from bot.domain.discussion import Given, Kept
from bot.domain.errors import BotError, NeverRecordedError, UnknownPromptError
from bot.domain.identity import GuildId, MemberId, PromptId
from bot.i18n import Text

logger = logging.getLogger(__name__)

# What comes before the first word to Discord has to be done well within its three seconds.
PATIENCE = 1.5


class Asking:
    """Records a message as an answer, and asks its author first where somebody else wants it recorded."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        # The question about each message that waits for its author's answer, once it is known.
        self._questions: Recent[int, int | None] = Recent()
        self._refused: Recent[int, bool] = Recent()

    async def record(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Answer the menu's entry on *message*."""
        text = public = self._requests.words(interaction)
        prompt: PromptId | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                ctx = await self._requests.context(interaction)
                text = ctx.text
                public = await self._public_words(interaction)
                refusal = await self._refusal(ctx, message)
                if refusal is None and message.author.id == interaction.user.id:
                    prompt = await self._replied_to(message, interaction)
                elif refusal is None:
                    refusal = self._refusal_to_ask(ctx, message, interaction)
        except BotError as error:
            await self._say(interaction, explain(error, text), text)
            return
        except TimeoutError:
            refusal = "front.busy"
        if refusal is not None:
            await self._say(interaction, text(refusal), text)
        elif message.author.id == interaction.user.id:
            await self._record(interaction, message=message, content=said(message), prompt=prompt)
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
            self._refuse(intention)
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
            prompt = await self._replied_to(message, interaction)
        except BotError as error:
            await self._say(interaction, explain(error, text), text)
            return
        if is_known:
            await self._update(interaction, public("record.already"), public)
            return
        content = said(message) or _quoted(interaction)
        if await self._record(interaction, message=message, content=content, prompt=prompt):
            self._questions.pop(message.id)
            await self._take_away(interaction.message)

    def forget(self, messages: Sequence[int]) -> list[int]:
        """Return the questions about *messages*, which are deleted, to be deleted too."""
        return [one for message in messages if (one := self._questions.pop(message)) is not None]

    async def _refusal(self, ctx: Context, message: discord.Message) -> str | None:
        """Return why *message* cannot be recorded, as the key of a text."""
        self._requests.dispatcher.allow(self._requests.dispatcher.commands["record"], ctx)
        if not is_persons(message):
            return "record.bot"
        if not message.content.strip():
            return "record.empty"
        if await ctx.cases.responses.has_message(message.id):
            return "record.already"
        if (await ctx.cases.consents.get(ctx.at.guild)).forbids(MemberId(message.author.id)):
            if message.author.id == ctx.at.person.id:
                raise NeverRecordedError
            return "record.not_this_one"  # whose wish that is concerns nobody
        if await ctx.cases.discussions.status(at=ctx.at) is None:
            return "record.no_discussion"
        return None

    def _refusal_to_ask(
        self, ctx: Context, message: discord.Message, interaction: discord.Interaction
    ) -> str | None:
        """Return why the author of *message* is not asked, as the key of a text. Raises TooSoonError."""
        if not may_write(interaction):
            return "front.may_not_write"
        if message.id in self._refused:
            return "record.refused"
        if message.id in self._questions:
            return "record.asked"
        self._requests.dispatcher.spend(self._requests.dispatcher.commands["record"], ctx)
        return None

    async def _replied_to(
        self, message: discord.Message, interaction: discord.Interaction
    ) -> PromptId | None:
        """Return the prompt that *message* replies to. Raises a StoreError."""
        reference = message.reference.message_id if message.reference is not None else None
        if reference is None or interaction.guild_id is None:
            return None
        guild = GuildId(interaction.guild_id)
        return await self._requests.cases.discussions.thread_prompt(reference, guild=guild)

    async def _record(
        self,
        interaction: discord.Interaction,
        *,
        message: discord.Message,
        content: str,
        prompt: PromptId | None,
    ) -> bool:
        # Whoever picks this for a message of their own agrees to its being kept; the receipt takes it back.
        # What else may be done with it nobody asked, so that it is what they said of all of theirs.
        options: dict[str, object] = {"text": content, "kept": Kept.NAMED.value, "agreed": True, "uses": None}
        reference = message.reference.message_id if message.reference is not None else None
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
        quoted = quote(escape(said(message)))
        embeds = [discord.Embed(description=quoted)] if len(quoted) <= DESCRIPTION else []
        rendered = Rendered(
            content=text("record.ask", name=message.author.mention), embeds=embeds, view=to_rows([buttons])
        )
        pings = discord.AllowedMentions(everyone=False, roles=False, users=[message.author])
        self._questions.put(message.id, None)
        if not await deliver(interaction, rendered, is_public=True, pings=pings):
            self._questions.pop(message.id)
            return
        try:
            async with asyncio.timeout(PATIENCE):
                question = await interaction.original_response()
        except FAILURES as error:
            logger.info("A question to an author is not known: %s", type(error).__name__)
            return
        if message.id in self._questions:
            self._questions.put(message.id, question.id)
        else:
            await self._take_away(question)  # its message was deleted before the question was there

    def _refuse(self, intention: Intention) -> None:
        """Remember that an author does not want a message recorded."""
        message = intention.options.get("message", "")
        if message.isascii() and message.isdigit():
            self._refused.put(int(message), True)  # noqa: FBT003 (a value)

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
        return public_words(settings, interaction.guild)

    async def _say(self, interaction: discord.Interaction, sentence: str, text: Text) -> None:
        if self._requests.is_new(interaction):
            await deliver(interaction, render(Reply(text=sentence), text=text))

    async def _update(self, interaction: discord.Interaction, sentence: str, text: Text) -> None:
        if self._requests.is_new(interaction):
            await deliver(interaction, render(Reply(text=sentence), text=text), updates=True)

    async def _take_away(self, question: discord.Message | None) -> None:
        try:
            if question is not None:
                await question.delete()
        except FAILURES as error:
            logger.info("A question to an author stays: %s", type(error).__name__)


def _quoted(interaction: discord.Interaction) -> str:
    """Return what the question to the author quotes: without the intent, it is to be had nowhere else."""
    embeds = interaction.message.embeds if interaction.message is not None else []
    lines = (embeds[0].description or "").split("\n") if embeds else []
    return unescape("\n".join(line.removeprefix("> ") for line in lines))
