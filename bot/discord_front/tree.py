"""Slash commands and message menus, made from the table of commands: nothing about them is written twice."""

import inspect
import json
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from hashlib import sha256
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.commands.spec import Command, Kind, Option, Shown
from bot.domain.identity import Role
from bot.i18n import Language, text_in

# What a moderator is on a server that chose no role; Discord then hides moderators' commands from others.
# The dispatcher decides; this is for the eye.
MODERATES = discord.Permissions(manage_messages=True)
ADMINISTERS = discord.Permissions(manage_guild=True)
# Discord's limit for a text option.
TEXT = 6_000

Run = Callable[[discord.Interaction, Command, dict[str, object]], Awaitable[None]]
RunMenu = Callable[[discord.Interaction, Command, discord.Message], Awaitable[None]]
Choices = Coroutine[Any, Any, list[app_commands.Choice[Any]]]
Complete = Callable[[discord.Interaction, Option, str], Choices]
Entry = app_commands.Command[Any, ..., None] | app_commands.Group | app_commands.ContextMenu


class PlaceTransformer(app_commands.Transformer):
    """A channel in which discussions can be held."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """A text channel or a forum."""
        return [discord.ChannelType.text, discord.ChannelType.forum]

    async def transform(self, _interaction: discord.Interaction, value: Any, /) -> Any:
        """Return *value*, of which the id is all we need."""
        return value


class TextChannelTransformer(PlaceTransformer):
    """A text channel."""

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """A text channel, and no forum."""
        return [discord.ChannelType.text]


ANNOTATIONS: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.NUMBER: int,
    Kind.FLAG: bool,
    Kind.CHOICE: str,
    Kind.CHOICES: str,
    Kind.FILE: discord.Attachment,
    Kind.ADDRESS: str,
    Kind.CHANNEL: app_commands.Transform[Any, PlaceTransformer],
    Kind.TEXT_CHANNEL: app_commands.Transform[Any, TextChannelTransformer],
    Kind.ROLE: discord.Role,
}


def entries(commands: Iterable[Command], *, run: Run, menu: RunMenu, complete: Complete) -> list[Entry]:
    """Return what is registered with Discord for *commands*."""
    made: list[Entry] = []
    groups: dict[str, app_commands.Group] = {}
    for command in commands:
        if command.shown is Shown.MENU:
            made.append(to_menu(command, run=menu))
        elif command.shown is Shown.SLASH:
            group, _, name = command.name.rpartition(" ")
            slash = to_slash(command, name=name, run=run, complete=complete)
            if not group:
                made.append(slash)
                continue
            if group not in groups:
                groups[group] = to_group(group, command)
                made.append(groups[group])
            groups[group].add_command(slash)
    return made


def to_group(name: str, command: Command) -> app_commands.Group:
    """Return the group *name*, open to whom *command*, one of its own, is open."""
    return app_commands.Group(
        name=localised(f"name.{name}"),
        description=localised(f"describe.{name}"),
        guild_only=True,
        default_permissions=permissions(command),
    )


def to_slash(
    command: Command, *, name: str, run: Run, complete: Complete
) -> app_commands.Command[Any, ..., None]:
    """Return *command* as a slash command called *name*."""
    typed = [option for option in command.options if not option.in_form and not option.is_hidden]
    key = command.name.replace(" ", ".")

    async def callback(interaction: discord.Interaction, /, **given: object) -> None:
        await run(interaction, command, {name: value for name, value in given.items() if value is not None})

    # discord.py reads a command's options off its callback's signature.
    callback.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # functions take any attribute
        [
            inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD),
            *(to_parameter(option) for option in typed),
        ]
    )
    app_commands.describe(**{option.name: localised(f"describe.{key}.{option.name}") for option in typed})(
        callback
    )
    app_commands.rename(**{option.name: localised(f"option.{option.name}") for option in typed})(callback)
    chosen = {option.name: to_choices(option) for option in typed if option.choices}
    app_commands.choices(**chosen)(callback)
    completed = {option.name: completer(option, complete) for option in typed if option.suggest}
    app_commands.autocomplete(**completed)(callback)
    # Only what stands at the top has permissions of its own.
    is_top = " " not in command.name
    slash: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=localised(f"name.{key}"), description=localised(f"describe.{key}"), callback=callback
    )
    if is_top:
        slash.guild_only = True
        slash.default_permissions = permissions(command)
    return slash


def to_menu(command: Command, *, run: RunMenu) -> app_commands.ContextMenu:
    """Return *command* as an entry in the menu of messages."""

    async def callback(interaction: discord.Interaction, message: discord.Message) -> None:
        await run(interaction, command, message)

    menu = app_commands.ContextMenu(name=localised(f"menu.{command.name}"), callback=callback)
    menu.guild_only = True
    return menu


def to_parameter(option: Option) -> inspect.Parameter:
    """Return *option* as a parameter that discord.py understands."""
    annotation = ANNOTATIONS[option.kind]
    if option.kind in {Kind.TEXT, Kind.ADDRESS}:
        annotation = app_commands.Range[str, 1, min(option.limit or TEXT, TEXT)]
    elif option.kind is Kind.NUMBER and option.limit is not None:
        annotation = app_commands.Range[int, option.least, option.limit]
    return inspect.Parameter(
        option.name,
        inspect.Parameter.KEYWORD_ONLY,
        annotation=annotation if option.is_required else annotation | None,
        default=inspect.Parameter.empty if option.is_required else None,
    )


def to_choices(option: Option) -> list[app_commands.Choice[str]]:
    """Return what *option* may be."""
    return [app_commands.Choice(name=localised(f"choice.{one}"), value=one) for one in option.choices]


def completer(option: Option, complete: Complete) -> Callable[[discord.Interaction, str], Choices]:
    """Return what completes *option* while it is typed."""

    async def suggest(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[Any]]:
        return await complete(interaction, option, current)

    return suggest


def permissions(command: Command) -> discord.Permissions | None:
    """Return what a person needs for Discord to show *command*; None is nothing."""
    if command.is_admin:
        return ADMINISTERS
    return MODERATES if command.role is Role.MODERATOR else None


def localised(key: str) -> locale_str:
    """Return the text *key*: in English, and with its key for the translator."""
    return locale_str(text_in(Language.ENGLISH)(key), key=key)


class Translator(app_commands.Translator):
    """Gives Discord the names and descriptions in every other language of ours."""

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return *string* in *locale*, or None where it is not one of ours."""
        language = {discord.Locale.french: Language.FRENCH}.get(locale)
        key = string.extras.get("key")
        return text_in(language)(key) if language is not None and key else None


async def to_payload(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """Return all that *tree* would register, as Discord takes it."""
    translator = tree.translator
    payload: list[dict[str, Any]] = [
        dict(
            command.to_dict(tree)
            if translator is None
            else await command.get_translated_payload(tree, translator)
        )
        for command in tree.get_commands()
    ]
    return sorted(payload, key=lambda one: (int(one["type"]), str(one["name"])))


def fingerprint(payload: list[dict[str, Any]]) -> str:
    """Return a hash of *payload*."""
    return sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
