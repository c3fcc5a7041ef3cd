"""Discussions by rule: planned, looked over, kept; then paused, resumed, skipped, opened at once, removed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from bot.commands.context import Context
from bot.commands.health import decisions
from bot.commands.paging import page_of, turns
from bot.commands.reply import Action, Card, Pick, Reply
from bot.commands.rule_words import timing_in_words
from bot.commands.schedule_words import (
    Outlook,
    full_card,
    line_of,
    list_card,
    opening_of,
    state_of,
)
from bot.commands.words import finding_in_words, problem_in_words
from bot.domain.article import StoredArticle
from bot.domain.discord_errors import CannotPostError, DiscordOnlyError, PostingDelayedError
from bot.domain.errors import NoQuestionsError, UnknownZoneError
from bot.domain.guild import Finding, Severity
from bot.domain.health import Problem
from bot.domain.identity import ArticleId, ChannelId, OccurrenceId, RoleId, ScheduleId
from bot.domain.schedule import (
    GRACE,
    Missed,
    Occurrence,
    OccurrenceState,
    Opening,
    Opens,
    Schedule,
    ScheduleState,
    Timing,
)
from bot.domain.schedule_errors import (
    ArticleAndQueueError,
    PingEverybodyError,
    SchedulePausedError,
    UnknownScheduleError,
    WhenNoTimeError,
)
from bot.domain.spoken import parse_days, parse_hours, parse_stay, parse_when
from bot.services.guilds import to_zone
from bot.services.schedules import Plan

OPENINGS_SHOWN = 5
HISTORY_SHOWN = 5
SCHEDULES_SHOWN = 8
WORTH_SAYING = frozenset({"cannot_ping", "ping_gone", "lacks_events"})
SUPPLY = frozenset({"queue_low", "queue_empty"})
QUOTES = ' "“”«»\u00a0\u202f'  # some put around what they are asked to type


async def schedule_add(
    ctx: Context,
    *,
    when: str,
    opens: str = Opens.QUESTION,
    article: str | None = None,
    channel: int | None = None,
    stays: str | None = None,
    ping: int | None = None,
    event: bool = False,
    without: str | None = None,
    quiet: str | None = None,
    missed: str = Missed.ONCE,
    grace: str | None = None,
    zone: str | None = None,
    yes: bool = False,
) -> Reply:
    """Show what is understood of a schedule, to be looked over before it is kept."""
    for option, value in (("channel", channel), ("ping", ping), ("event", event or None)):
        if ctx.is_local and value is not None:
            raise DiscordOnlyError(option=option)
    if ping == ctx.at.guild:
        # Discord's id for everybody, who would not be pinged by it.
        raise PingEverybodyError
    settings = await ctx.cases.guilds.get(ctx.at.guild)
    name = settings.time_zone if zone is None else to_zone(zone)
    timing = to_timing(ctx, when=when, zone=name, without=without, quiet=quiet)
    chosen = await _article(ctx, article, opens=Opens(opens))
    where = ctx.at.channel if channel is None else ChannelId(channel)
    role = None if ping is None else RoleId(ping)
    findings = await ctx.cases.schedules.examine(
        guild=ctx.at.guild, channel=where, ping=role, has_event=event
    )
    broken = tuple(one for one in findings if one.severity is Severity.BROKEN)
    if broken:
        raise CannotPostError(findings=broken, channel=where)
    plan = Plan(
        timing=timing,
        channel=where,
        opens=Opens(opens),
        article=None if chosen is None else chosen.key,
        stays=None if stays is None else parse_stay(stays),
        ping=role,
        has_event=event,
        missed=Missed(missed),
        grace=GRACE if grace is None else parse_stay(grace),
    )
    drafted = await ctx.cases.schedules.draft(plan, at=ctx.at)
    shown = await (
        schedule_keep(ctx, schedule=drafted.id) if yes else schedule_preview(ctx, schedule=drafted.id)
    )
    notes = [finding_in_words(one, ctx.text) for one in findings if one.code in WORTH_SAYING]
    if zone is None and name == "UTC":
        notes.append(ctx.text("schedule.zone_utc" if settings.is_set_up else "schedule.zone_unset"))
    unsaid = ctx.cases.health.unsaid(ctx.at.guild, settings=settings)
    notes += [finding_in_words(one, ctx.text) for one in unsaid]
    if not notes:
        return shown
    return replace(shown, cards=(*shown.cards, Card(lines=tuple(f"• {note}" for note in notes))))


async def schedule_keep(ctx: Context, *, schedule: int) -> Reply:
    """Follow a schedule from now on, as it was shown."""
    found = await ctx.cases.schedules.get(ScheduleId(schedule), guild=ctx.at.guild)
    if found.state is not ScheduleState.DRAFT:
        shown = await schedule_preview(ctx, schedule=schedule)
        return replace(shown, text=ctx.text("schedule.kept_already", number=str(schedule)))
    kept = await ctx.cases.schedules.keep(ScheduleId(schedule), at=ctx.at)
    outlook = await _look(ctx, kept)
    said = ctx.text("schedule.kept", number=str(kept.id), state=state_of(kept, ctx.text))
    return Reply(text=said, cards=(full_card(outlook, ctx.text),), actions=_actions(ctx, outlook))


async def schedule_discard(ctx: Context, *, schedule: int) -> Reply:
    """Forget a schedule that was shown and is not wanted."""
    if await ctx.cases.schedules.discard(ScheduleId(schedule), at=ctx.at):
        return Reply(text=ctx.text("draft.discarded"))
    shown = await schedule_preview(ctx, schedule=schedule)
    return replace(shown, text=ctx.text("schedule.kept_already", number=str(schedule)))


async def schedule_list(ctx: Context, *, page: int = 1) -> Reply:
    """List the guild's schedules: when each opens, what, and what keeps it from that."""
    found = await ctx.cases.schedules.all(guild=ctx.at.guild)
    if not found:
        return Reply(text=ctx.text("schedule.none"))
    problems = await _problems(ctx)
    shown = page_of(found, page=page, size=SCHEDULES_SHOWN)
    outlooks = [await _sketch(ctx, one, problems=problems.get(str(one.id), ())) for one in shown.items]
    show = Pick(
        label=ctx.text("pick.schedule"),
        command="schedule preview",
        option="schedule",
        choices=tuple(
            (str(one.schedule.id), line_of(one.schedule, ctx.text, today=one.today)) for one in outlooks
        ),
        updates=False,
    )
    return Reply(
        text=ctx.text("schedule.count", n=len(found)),
        cards=tuple(list_card(one, ctx.text) for one in outlooks),
        picks=(show,),
        actions=(*turns(shown, ctx, "schedule list"), ctx.action("action.queue", "queue show")),
    )


async def schedule_preview(ctx: Context, *, schedule: int) -> Reply:
    """Show all of a schedule: its next openings, and what came of the last ones."""
    found = await ctx.cases.schedules.get(ScheduleId(schedule), guild=ctx.at.guild)
    if found.state is ScheduleState.DRAFT:
        return await _draft_panel(ctx, found)
    problems = (await _problems(ctx)).get(str(found.id), ())
    outlook = replace(
        await _look(ctx, found, problems=problems),
        history=await ctx.cases.schedules.history(found.id, limit=HISTORY_SHOWN),
    )
    asked = decisions(problems, text=ctx.text)
    return Reply(cards=(full_card(outlook, ctx.text),), actions=(*asked, *_actions(ctx, outlook)))


async def schedule_pause(ctx: Context, *, schedule: int) -> Reply:
    """Let nothing open by a schedule until it is resumed."""
    await _kept(ctx, schedule)
    await ctx.cases.schedules.pause(ScheduleId(schedule), at=ctx.at)
    return Reply(
        text=ctx.text("schedule.is_paused_now", number=str(schedule)),
        actions=(
            ctx.turn("action.resume", "schedule resume", schedule=schedule),
            ctx.turn("action.show_schedule", "schedule preview", schedule=schedule),
        ),
    )


async def schedule_resume(ctx: Context, *, schedule: int) -> Reply:
    """Follow a schedule again, from now on."""
    await _kept(ctx, schedule)
    resumed = await ctx.cases.schedules.resume(ScheduleId(schedule), at=ctx.at)
    said = ctx.text("schedule.resumed", number=str(schedule), state=state_of(resumed, ctx.text))
    show = ctx.turn("action.show_schedule", "schedule preview", schedule=schedule)
    return Reply(text=said, actions=(show,))


async def schedule_skip(ctx: Context, *, schedule: int) -> Reply:
    """Leave out the next opening of a schedule, and say which comes then."""
    if (await _kept(ctx, schedule)).state is ScheduleState.PAUSED:
        raise SchedulePausedError(number=str(schedule))
    skipped, left = await ctx.cases.schedules.skip(ScheduleId(schedule), at=ctx.at)
    opening = opening_of(skipped, left.timing, ctx.text)
    said = ctx.text("schedule.skipped", opening=opening, state=state_of(left, ctx.text))
    show = ctx.turn("action.show_schedule", "schedule preview", schedule=schedule)
    return Reply(text=said, actions=(show,))


async def schedule_run_now(ctx: Context, *, schedule: int) -> Reply:
    """Open at once what a schedule would open next."""
    found = await _kept(ctx, schedule)
    opened = await ctx.cases.schedules.run_now(found.id, at=ctx.at)
    return await _opened(ctx, opened, found)


async def schedule_remove(ctx: Context, *, schedule: int, yes: bool = False) -> Reply:
    """Follow a schedule no more, once that is confirmed."""
    found = await _kept(ctx, schedule)
    number, rule = str(schedule), _rule(ctx, found)
    if not yes:
        remove = ctx.turn("action.remove", "schedule remove", schedule=schedule, yes=ctx.text("word.yes"))
        said = ctx.text("schedule.remove_what", number=number, rule=rule)
        return Reply(text=said, actions=(replace(remove, is_risky=True),))
    await ctx.cases.schedules.remove(found.id, at=ctx.at)
    return Reply(text=ctx.text("schedule.removed", number=number, rule=rule))


async def schedule_decide(ctx: Context, *, occurrence: int, opens: bool = False) -> Reply:
    """Open after all what was missed, or leave it out."""
    decided = await ctx.cases.schedules.decide(OccurrenceId(occurrence), opens=opens, at=ctx.at)
    schedule = await ctx.cases.schedules.get(decided.schedule, guild=ctx.at.guild)
    if opens and decided.state is OccurrenceState.OPENED:
        return await _opened(ctx, decided, schedule)
    if decided.state is OccurrenceState.SKIPPED and not opens:
        return Reply(text=ctx.text("schedule.left_out", state=state_of(schedule, ctx.text)))
    return Reply(text=ctx.text("schedule.decided", state=state_of(schedule, ctx.text)))


def to_timing(
    ctx: Context, *, when: str, zone: str, without: str | None = None, quiet: str | None = None
) -> Timing:
    """Return when a schedule opens, as it was typed. Raises WhenNoTimeError, and what reading it raises."""
    today = ctx.cases.schedules.today(zone)
    typed = when.strip(QUOTES)
    said = parse_when(typed, today=today)
    if said.at is None:
        raise WhenNoTimeError(part=typed)
    return Timing(
        recurrence=said.recurrence,
        at=said.at,
        zone=zone,
        excluded=() if without is None else parse_days(without.strip(QUOTES), today=today),
        quiet=None if quiet is None else parse_hours(quiet.strip(QUOTES)),
    )


async def _article(ctx: Context, article: str | None, *, opens: Opens) -> StoredArticle | None:
    """Return the article that a schedule is for, if any."""
    if opens is Opens.QUEUE and article is not None:
        raise ArticleAndQueueError
    if article is None and opens is not Opens.ARTICLE:
        return None
    found = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False)
    if not found.article.questions:
        raise NoQuestionsError(title=found.title)
    return found


async def _kept(ctx: Context, schedule: int) -> Schedule:
    """Return a schedule that is followed, or would be if it were not paused. Raises UnknownScheduleError."""
    found = await ctx.cases.schedules.get(ScheduleId(schedule), guild=ctx.at.guild)
    if found.state is ScheduleState.DRAFT:
        raise UnknownScheduleError(number=str(schedule))
    return found


async def _look(ctx: Context, schedule: Schedule, *, problems: Sequence[Problem] = ()) -> Outlook:
    """Return all that is told of a schedule, but for what became of it so far."""
    sketch = await _sketch(ctx, schedule, problems=problems)
    openings: tuple[Opening, ...] = ()
    with suppress(UnknownZoneError):  # which is among the problems
        openings = await ctx.cases.schedules.upcoming(schedule, count=OPENINGS_SHOWN)
    role = None
    if schedule.ping is not None:
        found = await ctx.cases.schedules.examine(
            guild=schedule.guild, channel=schedule.channel, ping=schedule.ping
        )
        role = _role_name(found, schedule.ping)
    return replace(sketch, openings=openings, role=role)


async def _sketch(ctx: Context, schedule: Schedule, *, problems: Sequence[Problem] = ()) -> Outlook:
    """Return what a list tells of a schedule."""
    # How long there is something to open is said anyway.
    said = [problem_in_words(one, ctx.text) for one in problems if one.code not in SUPPLY]
    return Outlook(
        schedule=schedule,
        today=_today(ctx, schedule),
        left=await ctx.cases.schedules.openings_left(schedule),
        article=None if schedule.article is None else await _title(ctx, schedule.article),
        channel=None if ctx.is_local else ctx.cases.health.name_of(schedule.channel, schedule.guild),
        problems=tuple(ctx.text("schedule.trouble", problem=problem) for problem in said),
    )


def _today(ctx: Context, schedule: Schedule) -> date:
    with suppress(UnknownZoneError):
        return ctx.cases.schedules.today(schedule.timing.zone)
    return ctx.cases.schedules.today("UTC")


async def _title(ctx: Context, article: ArticleId) -> str | None:
    lines = await ctx.cases.articles.lines(ctx.at.guild)
    return next((line.title for line in lines if line.key == article), None)


def _role_name(findings: Sequence[Finding], role: RoleId) -> str:
    names = (str(one.data["role"]) for one in findings if "role" in one.data)
    return next(names, f"@{role}")


def _rule(ctx: Context, schedule: Schedule) -> str:
    return timing_in_words(schedule.timing, ctx.text, today=_today(ctx, schedule))


async def _problems(ctx: Context) -> Mapping[str, tuple[Problem, ...]]:
    """Return what is wrong with schedules, by their numbers."""
    found: defaultdict[str, tuple[Problem, ...]] = defaultdict(tuple)
    for one in await ctx.cases.health.problems(ctx.at.guild):
        if number := one.data.get("number"):
            found[str(number)] += (one,)
    return found


async def _draft_panel(ctx: Context, schedule: Schedule) -> Reply:
    outlook = await _look(ctx, schedule)
    keep = ctx.turn("action.keep_schedule", "schedule keep", schedule=int(schedule.id))
    discard = ctx.turn("action.discard", "schedule discard", schedule=int(schedule.id))
    return Reply(
        text=ctx.text("schedule.draft"),
        cards=(full_card(outlook, ctx.text),),
        actions=(keep, replace(discard, is_risky=True)),
    )


def _actions(ctx: Context, outlook: Outlook) -> tuple[Action, ...]:
    """Return what one may want to do with a schedule that was kept, the likeliest first."""
    number = int(outlook.schedule.id)
    is_paused = outlook.schedule.state is ScheduleState.PAUSED
    parts = []
    if outlook.left == 0 and outlook.schedule.article is None:
        parts.append(ctx.action("action.queue", "queue show"))
    if is_paused:
        parts.append(ctx.turn("action.resume", "schedule resume", schedule=number))
    else:
        parts += [
            ctx.turn("action.skip", "schedule skip", schedule=number),
            ctx.turn("action.pause", "schedule pause", schedule=number),
        ]
    parts.append(ctx.turn("action.run_now", "schedule run-now", schedule=number))
    parts.append(replace(ctx.turn("action.remove", "schedule remove", schedule=number), is_risky=True))
    return tuple(parts)


async def _opened(ctx: Context, occurrence: Occurrence, schedule: Schedule) -> Reply:
    """Say what was opened, and where."""
    at = replace(ctx.at, channel=schedule.channel)
    running = await ctx.cases.discussions.status(at=at)
    if running is None or running.discussion.id != occurrence.discussion:
        return Reply(text=ctx.text("schedule.opened_and_over"))
    if running.unposted is not None:
        raise PostingDelayedError
    title, number = running.article.title, running.prompts[-1].number
    if schedule.opens is Opens.QUESTION:
        what = ctx.text("schedule.question_of", title=title, number=number)
    else:
        what = ctx.text("schedule.all_of", title=title, questions=ctx.text("count.questions", n=number))
    if ctx.is_local:
        return Reply(text=ctx.text("schedule.opened", what=what))
    channel = ctx.cases.health.name_of(schedule.channel, schedule.guild)
    return Reply(text=ctx.text("schedule.opened_in", channel=channel, what=what))
