"""The commands by which members report answers, and moderators look after them and see what was done."""

from datetime import timedelta

from bot.commands.log import log
from bot.commands.moderation import (
    MUTES,
    alert,
    before_alert,
    before_decision,
    before_flag,
    flag,
    responses_hide,
    responses_mute,
    responses_reported,
    responses_restore,
    responses_stand,
)
from bot.commands.options import PAGE
from bot.commands.responses import responses_list
from bot.commands.spec import Command, Kind, Option, Shown, Suggest
from bot.domain.identity import Role

RESPONSE = Option(name="response", kind=Kind.NUMBER, is_required=True)
WHY = Option(name="reason", is_required=True, in_form=True, limit=500)

FOR_REPORTING = (
    Command(
        name="flag",
        handler=flag,
        bare="reason",
        options=(RESPONSE, WHY),
        prefill=before_flag,
        cooldown=timedelta(seconds=10),
        burst=3,
    ),
    Command(
        name="alert",
        handler=alert,
        options=(Option(name="message", kind=Kind.NUMBER, is_required=True, is_hidden=True), WHY),
        prefill=before_alert,
        cooldown=timedelta(seconds=10),
        burst=3,
        shown=Shown.MENU,
    ),
)

FOR_MODERATION = (
    Command(
        name="responses list",
        handler=responses_list,
        bare="question",
        options=(
            Option(name="question", kind=Kind.NUMBER, suggest=Suggest.QUESTIONS),
            Option(name="after", kind=Kind.NUMBER),
        ),
        role=Role.MODERATOR,
    ),
    Command(
        name="responses reported",
        handler=responses_reported,
        bare="page",
        options=(PAGE,),
        role=Role.MODERATOR,
    ),
    *(
        Command(
            name=f"responses {name}",
            handler=handler,
            bare="reason",
            options=(RESPONSE, WHY),
            prefill=before_decision,
            role=Role.MODERATOR,
        )
        for name, handler in (("hide", responses_hide), ("restore", responses_restore))
    ),
    Command(
        name="responses stand",
        handler=responses_stand,
        bare="response",
        options=(RESPONSE, PAGE),
        role=Role.MODERATOR,
        shown=Shown.BUTTON,
        is_typed=True,
    ),
    Command(
        name="responses mute",
        handler=responses_mute,
        bare="response",
        options=(RESPONSE, Option(name="days", kind=Kind.CHOICE, choices=MUTES)),
        role=Role.MODERATOR,
    ),
    Command(
        name="log",
        handler=log,
        bare="page",
        options=(PAGE, Option(name="csv", kind=Kind.FLAG)),
        role=Role.MODERATOR,
        cooldown=timedelta(seconds=1),
        burst=5,
    ),
)
