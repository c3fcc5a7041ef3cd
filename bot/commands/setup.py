"""How the bot behaves in a guild: shown, and changed one thing at a time, each at once."""

from collections.abc import Iterator

from bot.commands.context import Context
from bot.commands.reply import Action, Card, Pick, PickKind, Reply
from bot.commands.spec import Prefilled
from bot.commands.words import finding_cards
from bot.domain.discord_errors import CannotPostError, DiscordOnlyError
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.identity import ChannelId, RoleId
from bot.domain.leavers import GRACE, Leavers
from bot.i18n import Language

FOR_EVER = "none"
# In place of a channel: none is chosen any more.
NOWHERE = 0
RETENTIONS = (FOR_EVER, "30", "90", "180", "365")
LANGUAGES = tuple(language.value for language in Language)


async def setup(
    ctx: Context,
    *,
    channel: int | None = None,
    notices: int | None = None,
    role: int | None = None,
    language: str | None = None,
    zone: str | None = None,
    typed: bool | None = None,
    retention: str | None = None,
    leavers: str | None = None,
    floor: int | None = None,
) -> Reply:
    """Change what is given, and show how things stand."""
    on_discord = {"channel": channel, "notices": notices, "role": role, "language": language, "typed": typed}
    for option, value in on_discord.items():
        if ctx.is_local and value is not None:
            raise DiscordOnlyError(option=option)
    changes: dict[str, object] = {
        "channel": None if channel is None else ChannelId(channel),
        "notices": None if notices is None else ChannelId(notices),
        "moderators": None if role is None else RoleId(role),
        "language": language,
        "time_zone": zone,
        "records_typed": typed,
        "retention_days": int(retention) if retention is not None and retention != FOR_EVER else retention,
        "leavers": leavers,
        "floor": floor,
    }
    changes = {name: value for name, value in changes.items() if value is not None}
    # Discord's id for everybody, who cannot all be moderators, is how their role is let go again.
    for name, value in (("notices", NOWHERE), ("moderators", ctx.at.guild), ("retention_days", FOR_EVER)):
        if changes.get(name) == value:
            changes[name] = None
    if not changes:
        return await _panel(await ctx.cases.guilds.get(ctx.at.guild), ctx, said="")
    if not ctx.is_local and not (await ctx.cases.guilds.get(ctx.at.guild)).is_set_up:
        # English is what Discord takes a server to speak that never said; whoever begins knows better.
        own = ctx.text.language if ctx.public is Language.ENGLISH else ctx.public
        changes.setdefault("language", own.value)
    settings = await ctx.cases.guilds.change(at=ctx.at, **changes)
    if channel is not None:
        await ctx.cases.doctor.prepare(at=ctx.at)
    if notices is not None:
        ctx.cases.health.wanted.set()
    return await _panel(settings, ctx, said=" ".join(_said(ctx, typed=typed, leavers=leavers)))


def _said(ctx: Context, *, typed: bool | None, leavers: str | None) -> Iterator[str]:
    """Yield that it is stored, and what comes of it that nobody may expect."""
    yield ctx.text("setup.saved")
    if typed is not None:
        yield ctx.text("setup.typed_on" if typed else "setup.typed_off")
    if leavers == Leavers.ERASE:
        yield ctx.text("setup.leavers_on")


async def zone(ctx: Context, *, zone: str) -> Reply:
    """Change the time zone, and show how things stand."""
    return await setup(ctx, zone=zone)


async def before_zone(ctx: Context, **_given: object) -> Prefilled:
    """Show the time zone as it is."""
    return Prefilled(fields={"zone": (await ctx.cases.guilds.get(ctx.at.guild)).time_zone})


async def notices(ctx: Context) -> Reply:
    """Ask where moderators are to be told what is wrong."""
    if ctx.is_local:
        raise DiscordOnlyError(option="notices")
    settings = await ctx.cases.guilds.get(ctx.at.guild)
    chosen = None if settings.notices is None else str(settings.notices)
    pick = Pick(
        label=ctx.text("pick.notices"),
        command="setup",
        option="notices",
        kind=PickKind.TEXT_CHANNEL,
        picked=chosen,
    )
    actions = [ctx.turn("action.setup", "setup")]
    if chosen is not None:
        actions.append(ctx.turn("action.no_notices", "setup", notices=NOWHERE))
    return Reply(text=ctx.text("setup.notices_intro"), picks=(pick,), actions=tuple(actions))


async def rehearse(ctx: Context) -> Reply:
    """Post a prompt for a trial, which goes away again by itself."""
    if ctx.is_local:
        raise DiscordOnlyError(option="channel")
    findings = await ctx.cases.doctor.look(at=ctx.at)
    broken = tuple(one for one in findings if one.severity is Severity.BROKEN)
    if broken:
        raise CannotPostError(findings=broken, channel=ctx.at.channel)
    await ctx.cases.doctor.rehearse(at=ctx.at)
    return Reply(text=ctx.text("rehearsal.done"))


async def _panel(settings: GuildSettings, ctx: Context, *, said: str) -> Reply:
    text = ctx.text
    findings = await ctx.cases.doctor.examine(at=ctx.at)
    worth_saying = [one for one in findings if one.severity is not Severity.FINE]
    lines = [text("setup.zone", zone=settings.time_zone), text("setup.retention", kept=_kept(settings, ctx))]
    erases = settings.leavers is Leavers.ERASE
    rules = [
        text("setup.leavers_erase", n=GRACE.days) if erases else text("setup.leavers_keep"),
        text("setup.floor", number=settings.floor),
    ]
    if not ctx.is_local:
        lines = [
            _channel(settings, findings, ctx),
            _notices(settings, ctx),
            text("setup.role" if settings.moderators is not None else "setup.no_role"),
            _language(settings, ctx),
            lines[0],
            text("setup.records_typed" if settings.records_typed else "setup.records_given"),
            lines[1],
        ]
    lines += rules
    return Reply(
        text=said or text("setup.intro"),
        cards=(Card(title=text("setup.title"), lines=tuple(lines)), *finding_cards(worth_saying, text)),
        picks=_picks(settings, ctx),
        actions=_actions(settings, ctx),
    )


def _channel(settings: GuildSettings, findings: tuple[Finding, ...], ctx: Context) -> str:
    if settings.channel is None:
        return ctx.text("setup.no_channel")
    names = (finding.data["channel"] for finding in findings if "channel" in finding.data)
    return ctx.text("setup.channel", channel=next(names, f"#{settings.channel}"))


def _notices(settings: GuildSettings, ctx: Context) -> str:
    health = ctx.cases.health
    if health.tells_nobody(ctx.at.guild, settings=settings):
        return ctx.text("setup.no_notices")
    if settings.notices is None:
        return ctx.text("setup.own_notices")
    return ctx.text("setup.notices", channel=health.name_of(settings.notices, ctx.at.guild))


def _language(settings: GuildSettings, ctx: Context) -> str:
    if not settings.is_set_up:
        return ctx.text("setup.own_language")
    return ctx.text("setup.language", language=ctx.text(f"choice.{settings.language}"))


def _kept(settings: GuildSettings, ctx: Context) -> str:
    days = settings.retention_days
    return ctx.text("setup.kept_until") if days is None else ctx.text("count.days", n=days)


def _picks(settings: GuildSettings, ctx: Context) -> tuple[Pick, ...]:
    text = ctx.text
    kept = FOR_EVER if settings.retention_days is None else str(settings.retention_days)
    retention = Pick(
        label=text("pick.retention"),
        command="setup",
        option="retention",
        choices=tuple((one, text("pick.kept", kept=text(f"choice.{one}"))) for one in RETENTIONS),
        picked=kept,
    )
    if ctx.is_local:
        return (retention,)
    channel, role = settings.channel, settings.moderators
    return (
        Pick(
            label=text("pick.channel"),
            command="setup",
            option="channel",
            kind=PickKind.CHANNEL,
            picked=None if channel is None else str(channel),
        ),
        Pick(
            label=text("pick.role"),
            command="setup",
            option="role",
            kind=PickKind.ROLE,
            picked=None if role is None else str(role),
        ),
        Pick(
            label=text("pick.language"),
            command="setup",
            option="language",
            choices=tuple((one, text(f"choice.{one}")) for one in LANGUAGES),
            picked=settings.language if settings.is_set_up else None,
        ),
        retention,
    )


def _actions(settings: GuildSettings, ctx: Context) -> tuple[Action, ...]:
    if ctx.is_local:
        return (ctx.turn("action.zone", "zone"),)
    other = ctx.text("word.no" if settings.records_typed else "word.yes")
    typed = ctx.turn(
        "action.typed_off" if settings.records_typed else "action.typed_on", "setup", typed=other
    )
    return (
        ctx.action("action.rehearse", "rehearse"),
        ctx.turn("action.zone", "zone"),
        ctx.turn("action.notices", "notices"),
        typed,
        ctx.action("action.doctor", "doctor"),
    )
