"""What one may do, in one's own language."""

from collections.abc import Iterable

from bot.commands.context import Context
from bot.commands.reply import Card, Reply
from bot.commands.spec import Command, command_name, fold, folded_names, option_name
from bot.domain.errors import UnknownCommandError
from bot.domain.identity import Role
from bot.i18n import Text


def help_on(commands: Iterable[Command], ctx: Context, *, command: str | None = None) -> Reply:
    """Return what the person may ask, or how one command is asked. Raises UnknownCommandError."""
    allowed = [one for one in commands if one.role is Role.MEMBER or ctx.at.person.is_moderator]
    if command is not None:
        wanted = " ".join(fold(command.strip().lstrip("/")).split())
        chosen = [one for one in allowed if _is_meant(one, wanted)]
        if not chosen:
            raise UnknownCommandError(command=command, nearest="")
        return Reply(cards=tuple(_page(one, ctx.text) for one in chosen))
    lines = [f"{usage(one, ctx.text)} — {ctx.text(describes(one))}" for one in allowed]
    return Reply(text=ctx.text("help.intro"), cards=(Card(lines=tuple(lines)),))


def usage(command: Command, text: Text) -> str:
    """Return how *command* is typed, options that may be left out in brackets."""
    parts = [f"/{command_name(command.name, text)}"]
    for option in command.options:
        name = f"{option_name(option.name, text)}:…"
        parts.append(name if option.is_required else f"[{name}]")
    return " ".join(parts)


def describes(command: Command) -> str:
    """Return the key of what *command* does, in a line."""
    return f"describe.{command.name.replace(' ', '.')}"


def _is_meant(command: Command, wanted: str) -> bool:
    return any(name == wanted or name.startswith(f"{wanted} ") for name in folded_names(command))


def _page(command: Command, text: Text) -> Card:
    lines = [text(describes(command))]
    for option in command.options:
        described = text(f"describe.{command.name.replace(' ', '.')}.{option.name}")
        choices = f" ({', '.join(option.choices)})" if option.choices else ""
        lines.append(f"  {option_name(option.name, text)}{text('word.colon')}{described}{choices}")
    return Card(title=usage(command, text), lines=tuple(lines))
