"""The commands by which moderators plan: schedules, and the queue of articles that those take."""

from bot.commands.options import ARTICLE, PAGE, WHICH_ARTICLE, YES, ZONE
from bot.commands.queue import queue_add, queue_move, queue_remove, queue_show
from bot.commands.schedules import (
    schedule_add,
    schedule_decide,
    schedule_discard,
    schedule_keep,
    schedule_list,
    schedule_pause,
    schedule_preview,
    schedule_remove,
    schedule_resume,
    schedule_run_now,
    schedule_skip,
)
from bot.commands.spec import Command, Kind, Option, Shown, Suggest
from bot.domain.identity import Role
from bot.domain.schedule import Missed, Opens

# As much as is read of a time that somebody says.
SAID = 200
SCHEDULE = Option(name="schedule", kind=Kind.NUMBER, is_required=True, suggest=Suggest.SCHEDULES)
PLACE = Option(name="place", kind=Kind.NUMBER, limit=10_000)

FOR_SCHEDULES = (
    Command(
        name="schedule add",
        handler=schedule_add,
        bare="when",
        options=(
            Option(name="when", is_required=True, limit=SAID),
            Option(name="opens", kind=Kind.CHOICE, choices=tuple(Opens)),
            ARTICLE,
            Option(name="channel", kind=Kind.CHANNEL, is_discords=True),
            Option(name="stays", limit=SAID),
            Option(name="ping", kind=Kind.ROLE, is_discords=True),
            Option(name="event", kind=Kind.FLAG, is_discords=True),
            Option(name="without", limit=SAID),
            Option(name="quiet", limit=SAID),
            Option(name="missed", kind=Kind.CHOICE, choices=tuple(Missed)),
            Option(name="grace", limit=SAID),
            ZONE,
            YES,
        ),
        role=Role.MODERATOR,
    ),
    Command(name="schedule list", handler=schedule_list, bare="page", options=(PAGE,), role=Role.MODERATOR),
    *(
        Command(
            name=f"schedule {name}",
            handler=handler,
            bare="schedule",
            options=(SCHEDULE,),
            role=Role.MODERATOR,
        )
        for name, handler in (
            ("preview", schedule_preview),
            ("pause", schedule_pause),
            ("resume", schedule_resume),
            ("skip", schedule_skip),
            ("run-now", schedule_run_now),
        )
    ),
    Command(
        name="schedule remove",
        handler=schedule_remove,
        bare="schedule",
        options=(SCHEDULE, YES),
        role=Role.MODERATOR,
    ),
    *(
        Command(
            name=f"schedule {name}",
            handler=handler,
            bare="schedule",
            options=(SCHEDULE,),
            role=Role.MODERATOR,
            shown=Shown.BUTTON,
        )
        for name, handler in (("keep", schedule_keep), ("discard", schedule_discard))
    ),
    Command(
        name="schedule decide",
        handler=schedule_decide,
        bare="occurrence",
        options=(
            Option(name="occurrence", kind=Kind.NUMBER, is_required=True),
            Option(name="opens", kind=Kind.FLAG),
        ),
        role=Role.MODERATOR,
        shown=Shown.BUTTON,
    ),
)

FOR_THE_QUEUE = (
    Command(name="queue show", handler=queue_show, bare="page", options=(PAGE,), role=Role.MODERATOR),
    Command(
        name="queue add",
        handler=queue_add,
        bare="article",
        options=(WHICH_ARTICLE, PLACE),
        role=Role.MODERATOR,
    ),
    Command(
        name="queue move",
        handler=queue_move,
        bare="article",
        options=(WHICH_ARTICLE, Option(name="place", kind=Kind.NUMBER, is_required=True, limit=10_000)),
        role=Role.MODERATOR,
    ),
    Command(
        name="queue remove",
        handler=queue_remove,
        bare="article",
        options=(WHICH_ARTICLE,),
        role=Role.MODERATOR,
    ),
)
