"""Schedules in words: the card that shows what was understood of one, the line it has in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from bot.commands.reply import Card
from bot.commands.rule_words import capitalised, timing_in_words
from bot.commands.words import brief
from bot.domain.errors import UnknownZoneError
from bot.domain.health import LOW
from bot.domain.schedule import (
    Days,
    Missed,
    Occurrence,
    OccurrenceState,
    Opening,
    Opens,
    Schedule,
    ScheduleState,
    Timing,
    zone_of,
)
from bot.i18n import Text

OPENS = {
    Opens.QUESTION: "schedule.opens_question",
    Opens.ARTICLE: "schedule.opens_article",
    Opens.QUEUE: "schedule.opens_queue",
}
MISSED = {
    Missed.ONCE: "schedule.missed_once",
    Missed.SKIP: "schedule.missed_skip",
    Missed.ASK: "schedule.missed_ask",
}
BECAME = {
    OccurrenceState.DUE: "occurrence.due",
    OccurrenceState.ASKED: "occurrence.asked",
    OccurrenceState.OPENED: "occurrence.opened",
    OccurrenceState.MISSED: "occurrence.missed",
    OccurrenceState.SKIPPED: "occurrence.skipped",
    OccurrenceState.EMPTY: "occurrence.empty",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A schedule with what is told of it besides."""

    schedule: Schedule
    today: date
    openings: tuple[Opening, ...] = ()
    left: int | None = None  # for how many openings there is something to open; None is for all
    article: str | None = None  # the title of the one it is for, as long as that is there
    channel: str | None = None  # what people call it; None where there is but one
    role: str | None = None  # what the role is called that is pinged
    history: tuple[Occurrence, ...] = ()
    problems: tuple[str, ...] = ()


def full_card(outlook: Outlook, text: Text) -> Card:
    """Return the card that says all of a schedule."""
    schedule = outlook.schedule
    lines = [
        *_what(outlook, text),
        *_when_not(schedule, text),
        *_openings(outlook, text),
        *_lately(outlook, text),
    ]
    if last := [*_supply(outlook, text), *outlook.problems]:
        lines += ["", *last]
    return Card(title=_title(outlook, text), lines=tuple(lines), footer=_footer(schedule, text))


def list_card(outlook: Outlook, text: Text) -> Card:
    """Return what is said of a schedule among others."""
    schedule = outlook.schedule
    opens = _opens(outlook, text)
    if outlook.channel is not None:
        opens = text("schedule.opens_in", opens=opens, channel=outlook.channel)
    lines = [text("schedule.opens", opens=opens), state_of(schedule, text)]
    if outlook.left is not None and outlook.left <= LOW:
        lines += _supply(outlook, text)
    lines += outlook.problems
    title = text("schedule.numbered", number=str(schedule.id), rule=_title(outlook, text))
    return Card(title=title, lines=tuple(lines))


def state_of(schedule: Schedule, text: Text) -> str:
    """Return when *schedule* opens next, or why it does not."""
    if schedule.state is ScheduleState.PAUSED:
        return text("schedule.paused")
    if schedule.next is None:
        return text("schedule.over")
    return text("schedule.next", opening=opening_of(schedule.next, schedule.timing, text))


def opening_of(opening: Opening, timing: Timing, text: Text) -> str:
    """Return when *opening* is, by the clock of the schedule's zone and, on Discord, of whoever reads it."""
    return f"{_local(opening.at, timing, text)}{text.beside(opening.at)}"


def line_of(schedule: Schedule, text: Text, *, today: date) -> str:
    """Return *schedule* in a line, for where one is chosen."""
    rule = timing_in_words(schedule.timing, text, today=today)
    parts = [f"{schedule.id}. {brief(rule, limit=70)}"]
    if schedule.state is ScheduleState.PAUSED:
        parts.append(text("schedule.is_paused"))
    elif schedule.next is not None:
        parts.append(text.short_day(schedule.next.on))
    return " · ".join(parts)


def _title(outlook: Outlook, text: Text) -> str:
    return capitalised(timing_in_words(outlook.schedule.timing, text, today=outlook.today))


def _what(outlook: Outlook, text: Text) -> list[str]:
    """Return what opens, where, for how long, and who is told."""
    schedule = outlook.schedule
    lines = [text("schedule.opens", opens=_opens(outlook, text))]
    if outlook.channel is not None:
        lines.append(text("schedule.channel", channel=outlook.channel))
    if schedule.stays is None:
        lines.append(text("schedule.stays_open"))
    else:
        lines.append(text("schedule.stays", length=text.length(schedule.stays)))
    lines.append(text("schedule.ping", role=outlook.role) if outlook.role else text("schedule.pings_nobody"))
    if schedule.has_event:
        lines.append(text("schedule.event"))
    lines.append(text(MISSED[schedule.missed], length=text.length(schedule.grace)))
    return lines


def _opens(outlook: Outlook, text: Text) -> str:
    opens = outlook.schedule.opens
    if outlook.schedule.article is not None and outlook.article is None:
        return text("schedule.article_removed")
    if opens is Opens.QUESTION and outlook.article is not None:
        return text("schedule.opens_question_of", title=outlook.article)
    return text(OPENS[opens], title=outlook.article or "")


def _when_not(schedule: Schedule, text: Text) -> list[str]:
    timing = schedule.timing
    lines = []
    if timing.quiet is not None:
        start, end = text.clock(timing.quiet.start), text.clock(timing.quiet.end)
        lines.append(text("schedule.quiet", start=start, end=end))
    if timing.excluded:
        lines.append(text("schedule.without", days=" · ".join(_days(one, text) for one in timing.excluded)))
    return lines


def _days(days: Days, text: Text) -> str:
    first = text.day(days.first)
    if days.first == days.last:
        return text("schedule.one_day", day=first)
    return text("schedule.days", first=first, last=text.day(days.last))


def _openings(outlook: Outlook, text: Text) -> list[str]:
    schedule = outlook.schedule
    if not outlook.openings:
        return ["", state_of(schedule, text)]
    is_paused = schedule.state is ScheduleState.PAUSED
    lines = ["", text("schedule.paused_openings" if is_paused else "schedule.openings")]
    lines += [
        f"{number}. {opening_of(opening, schedule.timing, text)}"
        for number, opening in enumerate(outlook.openings, 1)
    ]
    return [*lines, *_clock_changes(outlook.openings, schedule.timing, text)]


def _clock_changes(openings: Sequence[Opening], timing: Timing, text: Text) -> list[str]:
    """Return where the clocks have a say in when a schedule opens."""
    zone = zone_of(timing.zone)
    notes = []
    at = text.clock(timing.at)
    for opening in openings:
        local = opening.at.astimezone(zone)
        if local.replace(tzinfo=None).time() != timing.at:
            shown = text.clock(local.time())
            notes.append(text("schedule.clock_skips", day=text.day(opening.on), time=at, later=shown))
        elif local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
            notes.append(text("schedule.clock_repeats", day=text.day(opening.on), time=at))
    for before, after in pairwise(openings):
        if before.at.astimezone(zone).utcoffset() != after.at.astimezone(zone).utcoffset() and not notes:
            notes.append(text("schedule.clock_changes", day=text.day(after.on), time=at))
    return notes


def _lately(outlook: Outlook, text: Text) -> list[str]:
    if not outlook.history:
        return []
    timing = outlook.schedule.timing
    return ["", text("schedule.history"), *(f"• {_became(one, timing, text)}" for one in outlook.history)]


def _became(occurrence: Occurrence, timing: Timing, text: Text) -> str:
    day = _local(occurrence.at, timing, text)
    return text("schedule.became", day=day, became=text(BECAME[occurrence.state]))


def _local(at: datetime, timing: Timing, text: Text) -> str:
    try:
        return text.local(at.astimezone(zone_of(timing.zone)))
    except UnknownZoneError:  # the machine does not know it any more, which is told elsewhere
        return text.moment(at)


def _supply(outlook: Outlook, text: Text) -> list[str]:
    """Return for how long there is something to open, and what to do where there is nothing."""
    if outlook.left is None:
        return []
    if outlook.left:
        return [text("schedule.enough", n=outlook.left)]
    return [text("schedule.queue_empty" if outlook.schedule.article is None else "schedule.article_done")]


def _footer(schedule: Schedule, text: Text) -> str | None:
    if schedule.state is ScheduleState.DRAFT:
        return None
    return text("schedule.number", number=str(schedule.id))
