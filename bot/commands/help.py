"""What one may do, in one's own language."""

from collections.abc import Iterable

from bot.commands.context import Context
from bot.commands.reply import Card, Reply
from bot.commands.spec import Command, Option, Shown, command_name, fold, folded_names, option_name
from bot.domain.errors import UnknownCommandError

# Commands in a card; Discord takes some four thousand characters in each.
TOGETHER = 32
# Options that are named in the list of all commands, where there are no more.
FEW = 2


def help_on(commands: Iterable[Command], ctx: Context, *, command: str | None = None) -> Reply:
    """Return what the person may ask, or how one command is asked. Raises UnknownCommandError."""
    allowed = [one for one in commands if one.is_open_to(ctx.at.person) and is_listed(one, ctx)]
    if command is not None:
        wanted = " ".join(fold(command.strip().lstrip("/")).split())
        chosen = [one for one in allowed if _is_meant(one, wanted)]
        if not chosen:
            raise UnknownCommandError(command=command, nearest="")
        return Reply(cards=tuple(_page(one, ctx) for one in chosen))
    lines = [f"{brief_usage(one, ctx)} — {ctx.text(describes(one))}" for one in allowed]
    pages = [tuple(lines[start : start + TOGETHER]) for start in range(0, len(lines), TOGETHER)]
    return Reply(text=ctx.text("help.intro"), cards=tuple(Card(lines=page) for page in pages))


def is_listed(command: Command, ctx: Context) -> bool:
    """Return whether *command* is one that people ask for by itself where *ctx* is."""
    if command.shown is Shown.MENU:
        return not ctx.is_local or command.bare is not None
    return command.shown is Shown.SLASH or (ctx.is_local and command.is_typed)


def brief_usage(command: Command, ctx: Context) -> str:
    """Return how *command* is typed without what may be left out, which its own help has."""
    options = _typed(command, ctx)
    if not (ctx.is_local or command.shown is not Shown.MENU) or len(options) <= FEW:
        return usage(command, ctx)
    needed = [f"{option_name(one.name, ctx.text)}:…" for one in options if one.is_required]
    return " ".join((f"/{command_name(command.name, ctx.text)}", *needed, "[…]"))


def usage(command: Command, ctx: Context) -> str:
    """Return how *command* is typed, options that may be left out in brackets; or the menu it is in."""
    text = ctx.text
    if command.shown is Shown.MENU and not ctx.is_local:
        return text("help.menu", name=text(f"menu.{command.name}"))
    parts = [f"/{command_name(command.name, text)}"]
    for option in _typed(command, ctx):
        name = f"{option_name(option.name, text)}:…"
        parts.append(name if option.is_required else f"[{name}]")
    return " ".join(parts)


def describes(command: Command) -> str:
    """Return the key of what *command* does, in a line."""
    return f"describe.{command.name.replace(' ', '.')}"


def _typed(command: Command, ctx: Context) -> tuple[Option, ...]:
    """Return the options of *command* that people type: on Discord forms ask the others."""
    return tuple(
        option
        for option in command.options
        if not option.is_hidden
        and not (ctx.is_local and option.is_discords)
        and (ctx.is_local or not option.in_form)
    )


def _is_meant(command: Command, wanted: str) -> bool:
    return any(name == wanted or name.startswith(f"{wanted} ") for name in folded_names(command))


def _page(command: Command, ctx: Context) -> Card:
    text = ctx.text
    lines = [text(describes(command))]
    for option in _typed(command, ctx):
        described = text(f"describe.{command.name.replace(' ', '.')}.{option.name}")
        choices = f" — {' · '.join(option.choice_names(text))}" if option.choices else ""
        lines.append(f"  {option_name(option.name, text)}{text('word.colon')}{described}{choices}")
    return Card(title=usage(command, ctx), lines=tuple(lines))
