"""One request of a person: who asks and where, the one door, and the reply made fit for Discord."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import discord

from bot.articles.decode import MAX_BYTES
from bot.commands.cancel import cancelled, to_cancel
from bot.commands.context import Context
from bot.commands.dispatch import Dispatcher
from bot.commands.reply import Card, Document, Reply
from bot.commands.spec import Command, Prefilled, Upload
from bot.commands.under_way import UnderWay
from bot.commands.words import explain
from bot.discord_front.acknowledge import answer, open_form
from bot.discord_front.custom_id import Intention
from bot.discord_front.failures import FAILURES
from bot.discord_front.forms import asked, to_modal
from bot.discord_front.handing_over import Parcel
from bot.discord_front.people import guild_language, may_write, parent_of, to_language, to_person, to_place
from bot.discord_front.progress import Line
from bot.discord_front.recent import Recent
from bot.discord_front.render import Rendered, render, to_view
from bot.discord_front.times import words_in
from bot.domain.discord_errors import AttachmentGoneError, OldButtonError
from bot.domain.discussion import Given
from bot.domain.errors import BotError, FileTooLargeError
from bot.domain.identity import GuildId, MemberId
from bot.i18n import Language, Text
from bot.services.clock import Clock
from bot.services.export_files import fresh_folder
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)

# A form has to be there within Discord's three seconds; without what it would show at first, if need be.
PREFILL_PATIENCE = 1.5
FILE_PATIENCE = 60.0
UNSAID = 1_000  # answers
UNSAID_FOR = 900.0  # seconds, as long as Discord lets an answer wait


class Requests:
    """What people ask, whichever way: slash command, menu, button, list, form or mention."""

    def __init__(self, *, dispatcher: Dispatcher, cases: UseCases, exports: Path, clock: Clock) -> None:
        self.dispatcher = dispatcher
        self.cases = cases
        self._exports = exports
        self._clock = clock
        self.under_way = UnderWay()
        self._seen: Recent[int, bool] = Recent()
        # What forms did and could not say: whoever is told by Discord to try again sends the same again.
        self._unsaid: Recent[tuple[object, ...], Rendered] = Recent(UNSAID)

    async def run(
        self,
        interaction: discord.Interaction,
        intention: Intention,
        *,
        options: Mapping[str, object] | None = None,
        given: Given = Given.COMMAND,
        message: int | None = None,
        reply_to: int | None = None,
    ) -> bool:
        """Answer *interaction* with what *intention* asks for, in a form first where something is missing.

        Return whether it came for the first time; otherwise nothing is done.
        """
        if not self.is_new(interaction):
            return False
        if intention.shares and not may_write(interaction):
            text = self.words(interaction)
            await answer(interaction, _ready(_said(text("front.may_not_write"), text)))
            return True
        command = self.dispatcher.commands[intention.command]
        full = {**intention.options, **(options or {})}
        is_form = interaction.type is discord.InteractionType.modal_submit
        if not is_form and asked(command, full):
            await self._ask(interaction, command, replace(intention, options=_written(full)))
            return True
        filled = (interaction.guild_id, interaction.user.id, command.name, *sorted(_written(full).items()))
        unsaid = self._unsaid.pop(filled) if is_form else None
        line = None if command.progress is None else Line(command.progress, text=self.words(interaction))
        work = (
            _ready(unsaid)
            if unsaid is not None
            else self._work(
                interaction,
                command,
                full,
                intention=intention,
                given=given,
                message=message,
                reply_to=reply_to,
                line=line,
            )
        )
        unsaid = await answer(
            interaction, work, updates=intention.updates, is_public=intention.shares, line=line
        )
        if is_form and unsaid is not None and not unsaid.is_error:
            self._unsaid.put(filled, unsaid)
            # It says whose answer it is, of unlinked ones too.
            asyncio.get_running_loop().call_later(UNSAID_FOR, self._unsaid.pop, filled)
        return True

    def forget_member(self, guild: GuildId, member: MemberId, _messages: object) -> None:
        """Remember nothing of what a member wrote."""
        self._unsaid.forget(lambda filled, _: filled[:2] == (guild, member))

    def is_new(self, interaction: discord.Interaction) -> bool:
        """Return whether *interaction* comes for the first time: events can be doubled."""
        is_new = interaction.id not in self._seen
        self._seen.put(interaction.id, True)  # noqa: FBT003 (a value)
        return is_new

    async def refuse(self, interaction: discord.Interaction) -> None:
        """Say that a button or a command is none of this release's."""
        if self.is_new(interaction):
            text = self.words(interaction)
            await answer(interaction, _ready(_said(explain(OldButtonError(), text), text)))

    async def context(
        self, interaction: discord.Interaction, *, is_public: bool = False, given: Given = Given.COMMAND
    ) -> Context:
        """Return who asks, where, and the words to answer in. Raises a StoreError."""
        guild = interaction.guild_id or 0
        settings = await self.cases.guilds.get(GuildId(guild))
        public = guild_language(settings, interaction.guild)
        language = public if is_public else to_language(interaction.locale, fallback=public)
        person = to_person(interaction.user, interaction.permissions, settings)
        at = await to_place(
            person,
            guild=guild,
            here=interaction.channel_id or 0,
            parent=parent_of(interaction.channel),
            cases=self.cases,
        )
        return Context(
            at=at,
            text=words_in(language),
            public=public,
            cases=self.cases,
            exports=fresh_folder(self._exports, at=self._clock()),
            given=given,
            guild_name=interaction.guild.name if interaction.guild else "",
            upload_limit=interaction.filesize_limit,
            under_way=self.under_way,
        )

    def words(self, interaction: discord.Interaction) -> Text:
        """Return the words for *interaction*'s person, without asking the database."""
        return words_in(to_language(interaction.locale, fallback=Language.ENGLISH))

    async def _work(
        self,
        interaction: discord.Interaction,
        command: Command,
        options: Mapping[str, object],
        *,
        intention: Intention,
        given: Given,
        message: int | None,
        reply_to: int | None,
        line: Line | None,
    ) -> Rendered:
        text = self.words(interaction)
        try:
            if interaction.guild_id is None:
                return render(Reply(text=text("front.dm")), text=text)
            asked = await self.context(interaction, is_public=intention.shares, given=given)
            ctx = replace(asked, message=message, reply_to=reply_to)
            text = ctx.text
            read = {name: _read(value) for name, value in options.items()}
            reply = await self._reply(command, read, ctx, line=line, is_shared=intention.shares)
        except BotError as error:
            reply = Reply(text=explain(error, text), error=error.code)
        except Exception:
            # Whatever it is, the person gets an answer and the operator the details.
            logger.exception("Interaction %s failed", interaction.id)
            reply = Reply(text=explain(BotError(), text), error=BotError.code)
        typed = options.get("text")
        if (
            reply.error
            and isinstance(typed, str)
            and interaction.type is discord.InteractionType.modal_submit
        ):
            # What somebody wrote is theirs to copy, whatever was wrong with it.
            reply = replace(reply, cards=(*reply.cards, Card(quote=typed)))
        limit = interaction.filesize_limit
        if not reply.parts:
            return to_rendered(reply, limit=limit, text=text)
        work, by = self.under_way, MemberId(interaction.user.id)
        parcel = Parcel(
            parts=reply.parts, limit=limit, text=text, under_way=work, number=work.number(), by=by
        )
        return to_rendered(reply, limit=limit, text=text, parcel=parcel)

    async def _reply(
        self,
        command: Command,
        options: Mapping[str, object],
        ctx: Context,
        *,
        line: Line | None,
        is_shared: bool,
    ) -> Reply:
        """Let the command be carried out; what takes long is shown in *line*, and may be cancelled."""
        if line is None:
            return await self.dispatcher.dispatch(command.name, options, context=ctx, is_shared=is_shared)
        ctx = replace(ctx, progress=line)
        handler = self.dispatcher.dispatch(command.name, options, context=ctx, is_shared=is_shared)
        number = self.under_way.number()
        work = self.under_way.begin(handler, number=number, by=ctx.at.person.id)
        line.begin(ctx, number)
        try:
            return await work.result() or cancelled(ctx.text, is_interrupted=work.is_interrupted)
        finally:
            self.under_way.end(number)

    async def _ask(self, interaction: discord.Interaction, command: Command, intention: Intention) -> None:
        text = self.words(interaction)
        prefilled = Prefilled()
        try:
            async with asyncio.timeout(PREFILL_PATIENCE):
                ctx = await self.context(interaction)
                text = ctx.text
                prefilled = await self._prefilled(ctx, command, intention)
        except BotError as error:
            await answer(interaction, _ready(_said(explain(error, text), text)))
            return
        except TimeoutError:
            logger.warning("The form of %s is shown empty: the database took too long", command.name)
        # What the form is about is settled as it opens: another answer, or a question, may come meanwhile.
        options = {**intention.options, **prefilled.options}
        kept = {name: value for name, value in options.items() if value is not None}
        intention = replace(intention, options=_written(kept))
        modal = to_modal(command, intention, prefilled=prefilled.fields, text=text)
        if modal is None:
            await answer(interaction, _ready(_said(text("front.too_long"), text)))
            return
        await open_form(interaction, modal)

    async def _prefilled(self, ctx: Context, command: Command, intention: Intention) -> Prefilled:
        self.dispatcher.allow(command, ctx)
        if command.prefill is None:
            return Prefilled()
        read = {
            name: option.parse(value, ctx.text)
            for name, value in intention.options.items()
            if (option := command.option(name)) is not None
        }
        return await command.prefill(ctx, **read)


def to_rendered(reply: Reply, *, limit: int, text: Text, parcel: Parcel | None = None) -> Rendered:
    """Return *reply* for Discord, with what is said where Discord refuses its files.

    While *parcel* is handed over, there is a button that cancels that.
    """
    if parcel is not None:
        shown = replace(reply, actions=(*reply.actions, to_cancel(parcel.number, text)))
        rendered = to_rendered(shown, limit=limit, text=text)
        return replace(rendered, parcel=parcel, afterwards=to_view(reply, text=text))
    fits = without_large_files(reply, limit=limit, text=text)
    instead = None
    if fits.files or documents_of(fits):
        instead = render(without_large_files(reply, limit=-1, text=text), text=text)
    return replace(render(fits, text=text), instead=instead)


def without_large_files(reply: Reply, *, limit: int, text: Text) -> Reply:
    """Return *reply* without files that Discord would refuse, saying where they are, if anywhere.

    It is the last resort: files that may be more than a message carries come in parts.
    """
    on_disk = sum(path.stat().st_size for path in reply.files)
    made = documents_of(reply)
    in_memory = sum(len(one.content) for one in made)
    if on_disk + in_memory <= limit:
        return reply
    said = []
    if reply.files:
        names = ", ".join(f"{path.parent.name}/{path.name}" for path in reply.files)
        said.append(text("front.file_too_large", size=text.size(on_disk), names=names))
    if made:
        names = ", ".join(one.name for one in made)
        said.append(text("front.document_too_large", size=text.size(in_memory), names=names))
    cards = (*reply.cards, Card(lines=tuple(said)))
    return replace(reply, files=(), documents=(), picture=None, cards=cards)


def documents_of(reply: Reply) -> tuple[Document, ...]:
    """Return what is handed over of which there is no file."""
    return reply.documents if reply.picture is None else (*reply.documents, reply.picture)


def to_upload(attachment: discord.Attachment) -> Upload:
    """Return *attachment* as a file that is read when it is needed."""

    async def read() -> bytes:
        if attachment.size > MAX_BYTES:
            raise FileTooLargeError(name=attachment.filename, size=attachment.size, limit=MAX_BYTES)
        try:
            async with asyncio.timeout(FILE_PATIENCE):
                return await attachment.read()
        except FAILURES as error:
            raise AttachmentGoneError(name=attachment.filename) from error

    return Upload(name=attachment.filename, read=read)


def _said(sentence: str, text: Text) -> Rendered:
    return render(Reply(text=sentence), text=text)


async def _ready(rendered: Rendered) -> Rendered:
    return rendered


def _read(value: object) -> object:
    if isinstance(value, discord.Attachment):
        return to_upload(value)
    if isinstance(value, discord.abc.Snowflake):
        return value.id
    return value


def _written(options: Mapping[str, object]) -> dict[str, str]:
    return {name: str(_read(value)) for name, value in options.items()}
