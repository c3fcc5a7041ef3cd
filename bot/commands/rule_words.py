"""A schedule's rule in words, as people say it: "every Monday", « le premier lundi du mois »."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.recurrence import Recurrence
from bot.domain.recurrence_rule import Frequency, Rule, to_rule
from bot.domain.schedule import Timing
from bot.i18n import Text

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
DAYS_IN_WEEK = 7
OTHER = 2  # every other
NTHS = {
    1: "rule.first",
    2: "rule.second",
    3: "rule.third",
    4: "rule.fourth",
    5: "rule.fifth",
    -1: "rule.last",
    -2: "rule.before_last",
}


def timing_in_words(timing: Timing, text: Text, *, today: date) -> str:
    """Return when a schedule opens: "every Monday at 18:00, Paris time"."""
    recurrence = timing.recurrence
    rule = to_rule(recurrence.rule)
    days = _days(rule, text)
    said = text(
        "rule.at",
        days=text("rule.other", rule=recurrence.rule) if days is None else days,
        time=text.clock(timing.at),
        zone=text.zone(timing.zone),
    )
    if _starts_late(recurrence, rule, today=today):
        said = text("rule.from", rule=said, day=text.day(recurrence.starts_on))
    if days is not None and rule.until is not None:
        said = text("rule.until", rule=said, day=text.day(rule.until))
    return said


def capitalised(sentence: str) -> str:
    """Return *sentence* as it stands at the beginning."""
    return sentence[:1].upper() + sentence[1:]


def _days(rule: Rule, text: Text) -> str | None:
    """Return the days of *rule* in words; None where there are none that anybody would say."""
    if rule.weeks or rule.year_days or rule.positions:
        return None
    if rule.frequency is Frequency.YEARLY:
        return _yearly(rule, text)
    if rule.weekdays and (rule.month_days or rule.frequency is Frequency.DAILY):
        return None
    if rule.frequency is Frequency.DAILY:
        said = None if rule.month_days else _daily(rule.interval, text)
    elif rule.frequency is Frequency.WEEKLY:
        said = _weekly([day for day, _ in rule.weekdays], rule.interval, text) if rule.weekdays else None
    else:
        said = _monthly(rule, text)
    if said is None or not rule.months:
        return said
    return text("rule.in_months", days=said, months=text.listed([text.month(one) for one in rule.months]))


def _daily(interval: int, text: Text) -> str:
    if interval == 1:
        return text("rule.daily")
    if interval == OTHER:
        return text("rule.daily_other")
    return text("rule.daily_every", number=interval)


def _weekly(days: Sequence[int], interval: int, text: Text) -> str:
    if interval == 1:
        return _each_week(days, text)
    names = [text.weekday(day) for day in days]
    if interval == OTHER and len(names) == 1:
        return text("rule.weekly_other_day", day=names[0])
    listed = text.listed([text("rule.on_day", day=name) for name in names])
    if interval == OTHER:
        return text("rule.weekly_other", days=listed)
    return text("rule.weekly_every", number=interval, days=listed)


def _each_week(days: Sequence[int], text: Text) -> str:
    if len(days) == DAYS_IN_WEEK:
        return text("rule.daily")
    names = [text.weekday(day) for day in days]
    if tuple(days) == MONDAY_TO_FRIDAY:
        return text("rule.weekdays", first=names[0], last=names[-1])
    return text("rule.weekly", days=text.listed([text("rule.each", day=name) for name in names]))


def _monthly(rule: Rule, text: Text) -> str | None:
    days = _of_month(rule, text)
    if days is None:
        return None
    if rule.interval == 1:
        return text("rule.monthly", days=days)
    return text("rule.monthly_every", number=rule.interval, days=days)


def _of_month(rule: Rule, text: Text) -> str | None:
    """Return days within a month: "the first and third Monday", « le 1er et le 15 »."""
    if rule.month_days:
        if rule.month_days[0] < 0 and rule.month_days[0] != -1:
            return None
        # The last day of a month is said last.
        counted = [text("rule.month_day", day=text.ordinal(day)) for day in rule.month_days if day > 0]
        return text.listed([*counted, *([text("rule.last_day")] if -1 in rule.month_days else [])])
    if not rule.weekdays or any(nth not in NTHS for _, nth in rule.weekdays):
        return None
    parts = []
    for weekday in dict.fromkeys(day for day, _ in rule.weekdays):
        nths = sorted((nth for day, nth in rule.weekdays if day == weekday), key=lambda nth: (nth < 0, nth))
        listed = text.listed([text(NTHS[nth]) for nth in nths])
        parts.append(text("rule.nth_days", nths=listed, day=text.weekday(weekday)))
    return text.listed(parts)


def _yearly(rule: Rule, text: Text) -> str | None:
    if rule.weekdays or len(rule.months) != 1 or len(rule.month_days) != 1 or rule.month_days[0] < 0:
        return None
    day = text.month_day(rule.months[0], rule.month_days[0])
    if rule.interval == 1:
        return text("rule.yearly", day=day)
    return text("rule.yearly_every", number=rule.interval, day=day)


def _starts_late(recurrence: Recurrence, rule: Rule, *, today: date) -> bool:
    """Return whether it was said from which day on, as days of the rule go by before that."""
    if recurrence.starts_on <= today:
        return False
    without = Recurrence(rule=_each(rule), starts_on=today)
    first = without.next_on(after=today - timedelta(days=1))
    return first is not None and first < recurrence.starts_on


def _each(rule: Rule) -> str:
    """Return *rule* with every period counted: from which of them it counts is what is asked."""
    return ";".join(part for part in str(rule).split(";") if not part.startswith("INTERVAL="))
