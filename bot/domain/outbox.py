"""What the bot does by itself, step by step: each step is written down before it is done.

Steps of one stream are done in order; streams know nothing of each other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.identity import DiscussionId, GuildId, OutboxId, ResponseId, ScheduleId, WaiterId

# The first pause after a failure, and the longest: Discord's own troubles last minutes, at times hours.
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)


class Step(StrEnum):
    """What is done, and to what: the subject of its row."""

    PROMPT = "prompt"  # a prompt's message, in a forum its post
    THREAD = "thread"  # the thread on a prompt's message
    PIN = "pin"  # a prompt's message
    RECALL = "recall"  # a discussion's threads are read once more before they are shut
    CARD = "card"  # a discussion's closing card
    LOCK = "lock"  # a prompt's thread is tagged, locked and put away
    UNPIN = "unpin"  # a discussion's prompts
    EVENT = "event"  # a schedule's next opening among Discord's scheduled events
    HEALTH = "health"  # a guild's card of what is wrong
    TELL = "tell"  # whoever waits for a gap's answer
    DECIDED = "decided"  # an answer's author: that moderators hid it, or put it back


# What members are told in private: none of the moderators' business.
PRIVATE = (Step.TELL, Step.DECIDED)

# How a prompt is posted, and how a discussion ends.
POSTING = (Step.PROMPT, Step.THREAD, Step.PIN)


class OutboxState(StrEnum):
    """How far a step is."""

    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A step that waits, as whoever does it takes it on."""

    id: OutboxId
    stream: str
    step: Step
    subject: int
    guild: GuildId
    attempts: int  # this one included
    planned_at: datetime
    held_until: datetime  # nobody else takes it on before
    message: int | None = None  # what Discord gave back the last time, where a step is done anew

    @property
    def is_retry(self) -> bool:
        """Whether it may have taken effect before, without our being told."""
        return self.attempts > 1

    @property
    def nonce(self) -> str:
        """What keeps Discord from taking the same message twice: at most 25 characters, once for each row.

        The time makes it another where a step is done anew: a deleted message still blocks its nonce.
        """
        return f"{self.id:x}.{int(self.planned_at.timestamp()):x}"


def discussion_stream(discussion: DiscussionId) -> str:
    """Return the stream in which a discussion is opened, goes on and ends."""
    return f"discussion:{discussion}"


def schedule_stream(schedule: ScheduleId) -> str:
    """Return the stream in which what Discord shows of a schedule is brought up to date."""
    return f"schedule:{schedule}"


def guild_stream(guild: GuildId) -> str:
    """Return the stream in which a guild's moderators are told what is wrong."""
    return f"guild:{guild}"


def waiter_stream(waiter: WaiterId) -> str:
    """Return the stream in which somebody is told what they wait for; nobody else waits for that."""
    return f"waiter:{waiter}"


def response_stream(response: ResponseId) -> str:
    """Return the stream in which the author of a response is told what moderators decide."""
    return f"response:{response}"


def pause_after(attempts: int, *, jitter: float) -> timedelta:
    """Return how long to wait after as many failed *attempts*: twice as long each time, up to a limit.

    *jitter*, from 0 to 1, keeps what failed together from coming back together.
    """
    longest = min(FIRST_PAUSE * (1 << min(attempts - 1, 16)), LONGEST_PAUSE)
    return longest * (0.5 + jitter / 2)
