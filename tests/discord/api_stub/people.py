"""A member: commands, clicks, forms, messages; and what of all this they see."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

import discord

from api_stub.filled_forms import CHANNEL_SELECT, ROLE_SELECT, submitted
from api_stub.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    SUBMIT,
    Interaction,
    InteractionRoutes,
)
from api_stub.permissions import permissions_of
from api_stub.places import EVERYTHING, Places
from api_stub.resolved import Resolved
from api_stub.rest_commands import MESSAGE, SLASH, CommandRoutes
from api_stub.seen import Answer, find_button, find_list, text_of, value_of
from api_stub.typed_commands import NotShownError, check_channel, command_data, find, names, spellings
from api_stub.validate import upload_limit
from api_stub.world import FORUM, PUBLIC_THREAD, REPLY, Guild, Message, Payload, snowflake, timestamp

PATIENCE = 20.0


class NoAnswerError(Exception):
    """The application did not respond."""


class Member:
    """Somebody in a server."""

    def __init__(
        self,
        id_: int,
        *,
        name: str,
        locale: str,
        guild: Guild,
        places: Places,
        interactions: InteractionRoutes,
        commands: Callable[[], CommandRoutes],
    ) -> None:
        self.id = id_
        self.name = name
        self.locale = locale
        self._guild = guild
        self._places = places
        self._world = places.world
        self._interactions = interactions
        self._commands = commands

    # -- commands ------------------------------------------------------------------------------

    def offered(self, channel: int) -> list[str]:
        """Return the slash commands that Discord shows to this person, as it names them to them."""
        shown = [one for one in self._known() if self._may(one, channel) and one["type"] == SLASH]
        return [name for one in shown for name in names(one, self.locale)]

    async def run(
        self, name: str, *, channel: int, file: tuple[str, bytes] | None = None, **options: Any
    ) -> Answer:
        """Type a slash command, by its name in English or in the person's language."""
        given = options if file is None else {**options, "file": file}
        data = self._typed(name, given, channel=channel)
        return await self._done(await self._interact(COMMAND, data, channel=channel))

    async def autocomplete(
        self, name: str, *, channel: int, focused: str, **options: Any
    ) -> tuple[list[tuple[str, Any]], float]:
        """Return what is suggested while the option *focused* is typed, and after how many seconds."""
        data = self._typed(name, options, channel=channel, focused=focused)
        began = monotonic()
        interaction = await self._interact(AUTOCOMPLETE, data, channel=channel)
        await self._wait(interaction)
        found = [(one["name"], one["value"]) for one in interaction.suggestions or []]
        return found, monotonic() - began

    async def menu(self, name: str, message: Message) -> Answer:
        """Choose *name* in the menu of *message*."""
        for command in self._known():
            if command["type"] == MESSAGE and name in spellings(command, self.locale):
                break
        else:
            raise NotShownError(name)
        if not self._may(command, message.channel):
            raise NotShownError(f"{name} is not shown to {self.name}")
        shown = {**self._world.message_payload(message), "guild_id": str(message.guild)}
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": MESSAGE,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): shown}},
        }
        return await self._done(await self._interact(COMMAND, data, channel=message.channel))

    # -- buttons, lists, forms -----------------------------------------------------------------

    async def click(self, on: Answer | Message, label: str) -> Answer:
        """Click a button."""
        message = self._clickable(on)
        data = {"component_type": 2, "custom_id": find_button(message, label)["custom_id"], "id": 1}
        return await self._component(message, data)

    async def click_id(self, on: Answer | Message, custom_id: str) -> Answer:
        """Click a button with this custom_id, as an old message or a forger might."""
        return await self._component(
            self._clickable(on), {"component_type": 2, "custom_id": custom_id, "id": 1}
        )

    async def choose(self, on: Answer | Message, which: str | int, wanted: Any) -> Answer:
        """Choose *wanted* in a list, found by its placeholder or its place."""
        message = self._clickable(on)
        menu = find_list(message, which)
        value = value_of(menu, wanted)
        data = {"component_type": menu["type"], "custom_id": menu["custom_id"], "id": 1, "values": [value]}
        resolved = self._resolved()
        if menu["type"] == CHANNEL_SELECT:
            check_channel(menu, resolved.partial_channel(int(resolved.channel(int(value)))))
        elif menu["type"] == ROLE_SELECT:
            resolved.role(int(value))
        if resolved.payload:
            data["resolved"] = resolved.payload
        return await self._component(message, data)

    async def submit(self, form: Answer, **values: Any) -> Answer:
        """Fill in a form and send it; what is not given stays as it is shown."""
        if form.modal is None:
            raise AssertionError(f"no form, but: {form.text}")
        resolved = self._resolved()
        components = submitted(form.modal, values, resolved=resolved)
        data = {"custom_id": form.modal["custom_id"], "components": components}
        if resolved.payload:
            data["resolved"] = resolved.payload
        source = form.message
        channel = form.modal["channel"]
        return await self._done(await self._interact(SUBMIT, data, channel=channel, source=source))

    # -- messages ------------------------------------------------------------------------------

    async def send(
        self,
        channel: int,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        files: int = 0,
    ) -> Message:
        """Write a message."""
        place = self._places.channel(channel)
        if place["type"] == FORUM:
            raise AssertionError("nobody writes in a forum itself")
        allowed = self._allowed(channel)
        is_thread = place["type"] == PUBLIC_THREAD
        if is_thread and place["thread_metadata"]["locked"] and not allowed.manage_threads:
            raise NotShownError("the thread is locked")
        if not (allowed.send_messages_in_threads if is_thread else allowed.send_messages):
            raise NotShownError("this person may not write here")
        if reply_to is not None and reply_to.channel != channel:
            raise AssertionError("nobody can reply to a message of another channel")
        message = Message(
            id=snowflake(),
            channel=channel,
            guild=self._guild.id,
            author=self.id,
            content=text,
            type=REPLY if reply_to is not None else 0,
            reference=None if reply_to is None else reply_to.id,
            attachments=self._places.attach({str(one): ("picture.png", b"png") for one in range(files)}),
        )
        self._places.ping(message, {**EVERYTHING, "replied_user": ping})
        self._world.messages[channel][message.id] = message
        self._places.count(message)
        self._places.unarchive(channel)
        self._places.told("MESSAGE_CREATE", message)
        return message

    async def edit(self, message: Message, text: str) -> None:
        """Change one's own message."""
        message.content = text
        message.edited_at = timestamp()
        self._places.told("MESSAGE_UPDATE", message)

    async def delete(self, message: Message) -> None:
        """Delete a message."""
        self._places.remove(message)

    async def react(self, message: Message, emoji: str) -> None:
        """React to a message."""
        self._places.reacted(message, emoji, by=self.id, is_there=True)

    async def unreact(self, message: Message, emoji: str) -> None:
        """Take a reaction away."""
        self._places.reacted(message, emoji, by=self.id, is_there=False)

    def sees(self, channel: int) -> list[Message]:
        """Return what this person sees in *channel*, what is theirs alone too."""
        found = self._world.messages.get(channel, {}).values()
        return sorted((one for one in found if one.seen_by in {None, self.id}), key=lambda one: one.id)

    def reads(self, channel: int) -> str:
        """Return all that this person can read in *channel*."""
        return "\n\n".join(text_of(one) for one in self.sees(channel))

    def told(self) -> list[Message]:
        """Return what the bot wrote to this person in private, the oldest first."""
        channels = [channel for channel, user in self._world.directs.items() if user == self.id]
        found = [one for channel in channels for one in self._world.messages[channel].values()]
        return sorted(found, key=lambda one: one.id)

    def takes_messages(self, does: bool) -> None:
        """Take direct messages from now on, or none any more."""
        (self._world.closed.discard if does else self._world.closed.add)(self.id)

    # -- what Discord does of it ---------------------------------------------------------------

    def _known(self) -> list[Payload]:
        return list(self._commands().commands(self._guild.id))

    def _may(self, command: Payload, channel: int) -> bool:
        allowed = self._allowed(channel)
        needed = command.get("default_member_permissions")
        if not allowed.view_channel or not allowed.use_application_commands:
            return False
        if needed is None or allowed.administrator:
            return True
        # None at all are for administrators alone.
        return int(needed) != 0 and allowed.value & int(needed) == int(needed)

    def _allowed(self, channel: int) -> discord.Permissions:
        return permissions_of(self._world, self._guild, self.id, channel)

    def _resolved(self) -> Resolved:
        return Resolved(self._places, guild=self._guild, user=self.id)

    def _typed(
        self, name: str, options: dict[str, Any], *, channel: int, focused: str | None = None
    ) -> Payload:
        command, parts = find(self._known(), name, locale=self.locale)
        if not self._may(command, channel):
            raise NotShownError(f"/{name} is not shown to {self.name}")
        if self._is_archived(channel):
            raise NotShownError("the thread is archived: there is no room for a command")
        return command_data(
            command,
            parts,
            options=options,
            locale=self.locale,
            resolved=self._resolved(),
            focused=focused,
        )

    def _is_archived(self, channel: int) -> bool:
        place = self._places.channel(channel)
        return place["type"] == PUBLIC_THREAD and bool(place["thread_metadata"]["archived"])

    def _clickable(self, on: Answer | Message) -> Message:
        message = on.message if isinstance(on, Answer) else on
        if message is None:
            raise AssertionError("there is nothing to click on")
        if message.seen_by not in {None, self.id}:
            raise NotShownError("this message is somebody else's alone")
        if message.id not in self._world.messages.get(message.channel, {}):
            raise NotShownError("the message is gone")
        return message

    async def _component(self, message: Message, data: Payload) -> Answer:
        interaction = await self._interact(COMPONENT, data, channel=message.channel, source=message)
        return await self._done(interaction)

    async def _interact(
        self, kind: int, data: Payload, *, channel: int, source: Message | None = None
    ) -> Interaction:
        interaction = self._interactions.begin(
            kind=kind, user=self.id, channel=channel, guild=self._guild.id, source=source, data=data
        )
        allowed = self._allowed(channel)
        bots = permissions_of(self._world, self._guild, self._world.bot, channel)
        payload: Payload = {
            "id": str(interaction.id),
            "application_id": str(self._world.application),
            "type": kind,
            "token": interaction.token,
            "version": 1,
            "guild_id": str(self._guild.id),
            "guild": {"id": str(self._guild.id), "locale": self._guild.locale, "features": []},
            "channel_id": str(channel),
            "channel": self._resolved().partial_channel(channel),
            "member": {**self._guild.members[self.id], "permissions": str(allowed.value)},
            "locale": self.locale,
            "guild_locale": self._guild.locale,
            "app_permissions": str(bots.value),
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(self._guild.id)},
            "context": 0,
            "attachment_size_limit": upload_limit(self._guild),
            "data": data,
        }
        if source is not None:
            payload["message"] = self._world.message_payload(source)
        # Interactions come whatever the bot listens to.
        self._places.gateway.dispatch("INTERACTION_CREATE", payload, guild=self._guild.id)
        return interaction

    async def _wait(self, interaction: Interaction) -> None:
        try:
            async with asyncio.timeout(interaction.deadline):
                await interaction.acknowledged.wait()
        except TimeoutError as error:
            raise NoAnswerError(f"The application did not respond: {interaction.summary}") from error
        try:
            async with asyncio.timeout(PATIENCE):
                await interaction.done.wait()
        except TimeoutError as error:
            raise NoAnswerError(f"The application is thinking for ever: {interaction.summary}") from error

    async def _done(self, interaction: Interaction) -> Answer:
        await self._wait(interaction)
        message, modal = interaction.original, interaction.modal
        if modal is not None:
            # What a form needs to be sent later on.
            modal = {**modal, "channel": interaction.channel}
            message = interaction.source
        files = (
            {}
            if message is None
            else {one["filename"]: self._world.files[one["id"]] for one in message.attachments}
        )
        return Answer(
            kind=interaction.answer or 0,
            message=message,
            modal=modal,
            is_private=interaction.is_private or (message is not None and message.seen_by is not None),
            acknowledged_after=(interaction.acknowledged_at or 0) - interaction.asked_at,
            files=files,
        )
