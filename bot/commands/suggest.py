"""What an option may become while it is typed, on every front."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.commands.context import Context
from bot.commands.schedule_words import line_of
from bot.commands.spec import Command, Option, Shown, Suggest, command_name, fold
from bot.commands.words import brief

SHOWN = 25  # Discord's limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A value that an option may take, and how it is shown."""

    value: str
    label: str


async def complete(
    option: Option, typed: str, *, ctx: Context, commands: Iterable[Command], limit: int = SHOWN
) -> tuple[Completion, ...]:
    """Return what *option* may become, of which *typed* is the beginning or a part; the nearest first."""
    if option.suggest is Suggest.FACTS:
        found = await _facts(typed, ctx, limit=limit)
    elif option.suggest is Suggest.ARTICLES:
        found = await _articles(typed, ctx)
    elif option.suggest is Suggest.QUESTIONS:
        found = await _questions(typed, ctx)
    elif option.suggest is Suggest.DISCUSSIONS:
        found = await _discussions(typed, ctx)
    elif option.suggest is Suggest.SCHEDULES:
        found = await _schedules(typed, ctx)
    elif option.suggest is Suggest.ZONES:
        zones = ctx.cases.guilds.zones(typed, limit=limit)
        found = [Completion(value=zone, label=zone) for zone in zones]
    elif option.suggest is Suggest.COMMANDS:
        found = _commands(typed, ctx, commands)
    else:
        found = []
    return tuple(found[:limit])


async def _facts(typed: str, ctx: Context, *, limit: int) -> list[Completion]:
    here = await ctx.here()
    suggested = await ctx.cases.lookup.suggest(typed, guild=ctx.at.guild, first=here, limit=limit)
    return [Completion(value=one.reference, label=brief(one.text)) for one in suggested]


async def _articles(typed: str, ctx: Context) -> list[Completion]:
    wanted = fold(typed)
    lines = await ctx.cases.articles.lines(ctx.at.guild)
    return [
        Completion(value=line.id, label=brief(line.title))
        for line in lines
        if wanted in fold(line.id) or wanted in fold(line.title)
    ]


async def _questions(typed: str, ctx: Context) -> list[Completion]:
    """Return the questions that have been asked, the latest first."""
    running = await ctx.cases.discussions.status(at=ctx.at)
    wanted = fold(typed.lstrip("#"))
    found = []
    for prompt in reversed(running.prompts if running else ()):
        label = brief(f"{prompt.number}. {prompt.text}")
        if wanted in fold(f"{prompt.number}. {prompt.text}"):
            found.append(Completion(value=str(prompt.number), label=label))
    return found


async def _discussions(typed: str, ctx: Context) -> list[Completion]:
    """Return the guild's discussions, the latest first, found by their titles or the days they began."""
    wanted = fold(typed.lstrip("#"))
    found = []
    for one in await ctx.cases.discussions.held(ctx.at.guild):
        label = brief(ctx.text("discussion.line", title=one.title, day=ctx.text.moment(one.opened_at)))
        if wanted in fold(f"{one.id} {label}"):
            found.append(Completion(value=str(one.id), label=label))
    return found


async def _schedules(typed: str, ctx: Context) -> list[Completion]:
    """Return the guild's schedules, found by their numbers or by any words of their rules."""
    wanted = fold(typed.lstrip("#"))
    found = []
    for schedule in await ctx.cases.schedules.all(guild=ctx.at.guild):
        line = line_of(schedule, ctx.text, today=ctx.cases.schedules.today("UTC"))
        if wanted in fold(line):
            found.append(Completion(value=str(schedule.id), label=line))
    return found


def _commands(typed: str, ctx: Context, commands: Iterable[Command]) -> list[Completion]:
    wanted = fold(typed.lstrip("/"))
    names = (
        command_name(command.name, ctx.text)
        for command in commands
        if command.is_open_to(ctx.at.person) and command.shown is Shown.SLASH
    )
    return [Completion(value=name, label=f"/{name}") for name in names if wanted in fold(name)]
