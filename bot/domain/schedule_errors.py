"""Every reason for which a schedule cannot be what was asked."""

from bot.domain.errors import BotError

# -- rules -------------------------------------------------------------------------------------


class RulePartError(BotError):
    """A part of a recurrence rule is malformed, unknown, beyond all measure, or at odds with the others.

    Data: *part*, such as ``BYDAY=MX``.
    """

    code = "rule_part"


class RuleCountError(RulePartError):
    """A rule has not so many days within the years that schedules look ahead. Data: *part*."""

    code = "rule_count"


class RuleTooOftenError(BotError):
    """A recurrence rule speaks of hours, minutes or seconds. Data: *part*."""

    code = "rule_too_often"


class RuleNotAloneError(BotError):
    """A recurrence rule came with other lines of a calendar. Data: *part*, such as ``DTSTART``."""

    code = "rule_not_alone"


class RuleNeverError(BotError):
    """No day of the next years is one of the rule's. Data: *rule*."""

    code = "rule_never"


class RuleOverError(BotError):
    """A recurrence rule ends before it starts. Data: *part*."""

    code = "rule_over"


class FarDayError(BotError):
    """A day lies outside the years that schedules are for. Data: *day*, *first*, *last*."""

    code = "far_day"


# -- what people type --------------------------------------------------------------------------


class SpokenTooLongError(BotError):
    """More was typed than a time takes. Data: *length*, *limit* (characters)."""

    code = "spoken_too_long"


class WhenUnclearError(BotError):
    """When a schedule opens was not understood. Data: *part*, as it was typed."""

    code = "when_unclear"


class WhenAmbiguousError(WhenUnclearError):
    """What was said of the days may mean several things. Data: *part*, as it was typed."""

    code = "when_ambiguous"


class WhenAnotherError(WhenUnclearError):
    """A second time of day, or a second rule, was said. Data: *part*, as it was typed."""

    code = "when_another"


class WhenElsewhereError(WhenUnclearError):
    """Something was said that another option is for. Data: *part*, as it was typed, *option*."""

    code = "when_elsewhere"


class WhenNoDaysError(BotError):
    """Nothing was said of the days on which a schedule opens, or not all. Data: *part*, as it was typed."""

    code = "when_no_days"


class WhenNoTimeError(BotError):
    """It was said on which days a schedule opens, and not at what time. Data: *part*, as it was typed."""

    code = "when_no_time"


class DaysUnclearError(BotError):
    """Which days are excluded was not understood. Data: *part*, as it was typed."""

    code = "days_unclear"


class DaysBackwardsError(BotError):
    """A range of days ends before it starts. Data: *first*, *last*."""

    code = "days_backwards"


class HoursUnclearError(BotError):
    """Between which hours it is quiet was not understood. Data: *part*, as it was typed."""

    code = "hours_unclear"


class HoursEmptyError(BotError):
    """Quiet hours start and end at the same time. Data: *time*."""

    code = "hours_empty"


class StayUnclearError(BotError):
    """How long a discussion stays open was not understood. Data: *part*, as it was typed."""

    code = "stay_unclear"


class StayRangeError(BotError):
    """A discussion would stay open for too short or too long a time. Data: *part*, as it was typed."""

    code = "stay_range"


# -- times -------------------------------------------------------------------------------------


class QuietTimeError(BotError):
    """A schedule would open within its own quiet hours. Data: *time*, *start*, *end*."""

    code = "quiet_time"


# -- what is asked of schedules and of the queue -----------------------------------------------


class UnknownScheduleError(BotError):
    """There is no schedule of this number in the guild, or not any more. Data: *number*."""

    code = "unknown_schedule"


class ScheduleOverError(BotError):
    """A schedule has no opening before it, so there is none to be skipped or waited for."""

    code = "schedule_over"


class NothingToOpenError(BotError):
    """A schedule was told to open at once, and there is nothing to open."""

    code = "nothing_to_open"


class TooManySchedulesError(BotError):
    """A guild has as many schedules as it may. Data: *limit*."""

    code = "too_many_schedules"


class NotQueuedError(BotError):
    """An article is not in the queue. Data: *title*."""

    code = "not_queued"


class SchedulePausedError(BotError):
    """A schedule is paused, so that it has no next opening. Data: *number*."""

    code = "schedule_paused"


class ArticleAndQueueError(BotError):
    """A schedule was to open the next article of the queue, and one that was named."""

    code = "article_and_queue"


class PingEverybodyError(BotError):
    """A schedule was to ping everybody, which a role cannot."""

    code = "ping_everybody"
