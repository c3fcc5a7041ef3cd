"""What a person may ask, free of any chat platform."""

from datetime import timedelta

from bot.articles.editing import TEXT_LIMIT
from bot.commands.articles import article_add, article_pack, article_remove, article_show, articles, questions
from bot.commands.cancel import cancel
from bot.commands.context import Context
from bot.commands.corrections import (
    article_correct,
    article_dispute,
    article_history,
    article_withdraw,
    before_correct,
    before_withdraw,
)
from bot.commands.discuss import discuss_close, discuss_next, discuss_start, discuss_status
from bot.commands.doctor import doctor
from bot.commands.drafting import FOR_DRAFTS, SEEN
from bot.commands.export import export
from bot.commands.export_options import FOR_EXPORTS
from bot.commands.fact import check, fact, facts
from bot.commands.gap_table import FOR_GAPS
from bot.commands.help import help_on
from bot.commands.moderation_table import FOR_MODERATION, FOR_REPORTING
from bot.commands.my_data_table import FOR_ONESELF
from bot.commands.options import ARTICLE, PAGE, WHICH_ARTICLE, YES, ZONE
from bot.commands.planning import FOR_SCHEDULES, FOR_THE_QUEUE
from bot.commands.privacy import privacy
from bot.commands.record import record
from bot.commands.refresh import article_refresh
from bot.commands.reply import Reply
from bot.commands.report import report
from bot.commands.responses import (
    answer,
    before_answer,
    before_edit,
    edit,
    withdraw,
)
from bot.commands.retention import ARTICLE_RETENTIONS, article_retention
from bot.commands.setup import LANGUAGES, RETENTIONS, before_zone, notices, rehearse, setup, zone
from bot.commands.spec import Command, Kind, Option, Shown, Suggest
from bot.domain.consent import USES
from bot.domain.discussion import RESPONSE_LIMIT, Kept
from bot.domain.guild import HIGHEST_FLOOR
from bot.domain.identity import Role
from bot.domain.leavers import Leavers
from bot.domain.report import LOWEST_FLOOR
from bot.i18n import Language

RESPONSE = Option(name="response", kind=Kind.NUMBER)
QUESTION = Option(name="question", kind=Kind.NUMBER, suggest=Suggest.QUESTIONS)
WHY = Option(name="reason", is_required=True, in_form=True, limit=500)
TEXT = Option(name="text", is_required=True, in_form=True, limit=RESPONSE_LIMIT)
KEPT = Option(name="kept", kind=Kind.CHOICE, choices=tuple(Kept), in_form=True)
AGREED = Option(name="agreed", kind=Kind.FLAG, in_form=True, is_discords=True)
USED = Option(name="uses", kind=Kind.CHOICES, choices=USES, in_form=True)
KEY = Option(name="key", limit=100)
FACT = Option(name="fact", is_required=True, suggest=Suggest.FACTS, limit=300)
# As much as a fact may be, wherever it is written.
REWORDED = Option(name="text", is_required=True, in_form=True, limit=TEXT_LIMIT)

SECOND = timedelta(seconds=1)


async def help_(ctx: Context, *, command: str | None = None) -> Reply:
    """Say what the person may ask."""
    return help_on(COMMANDS, ctx, command=command)


FOR_MEMBERS = (
    Command(
        name="fact",
        handler=fact,
        bare="query",
        options=(Option(name="query", is_required=True, suggest=Suggest.FACTS), ARTICLE),
        cooldown=SECOND,
        burst=3,
        is_shareable=True,
    ),
    Command(name="facts", handler=facts, bare="article", options=(ARTICLE, PAGE), cooldown=SECOND, burst=3),
    Command(name="articles", handler=articles, cooldown=SECOND),
    Command(name="questions", handler=questions, bare="article", options=(ARTICLE,), cooldown=SECOND),
    Command(
        name="answer",
        handler=answer,
        bare="text",
        options=(
            TEXT,
            KEPT,
            AGREED,
            USED,
            QUESTION,
            Option(name="prompt", kind=Kind.NUMBER, is_hidden=True),
            Option(name="terms", limit=20, is_hidden=True),
        ),
        prefill=before_answer,
    ),
    Command(name="edit", handler=edit, bare="text", options=(TEXT, RESPONSE, KEY), prefill=before_edit),
    Command(name="withdraw", handler=withdraw, bare="response", options=(RESPONSE, KEY)),
    Command(name="privacy", handler=privacy),
    Command(
        name="cancel",
        handler=cancel,
        bare="work",
        options=(Option(name="work", kind=Kind.NUMBER, is_required=True),),
        shown=Shown.BUTTON,
    ),
    Command(
        name="help",
        handler=help_,
        bare="command",
        options=(Option(name="command", suggest=Suggest.COMMANDS),),
    ),
    Command(
        name="check",
        handler=check,
        bare="text",
        options=(Option(name="text", is_required=True, limit=RESPONSE_LIMIT),),
        cooldown=SECOND,
        shown=Shown.MENU,
    ),
    # The cooldown is for asking others, who are pinged.
    Command(
        name="record",
        handler=record,
        options=(TEXT, KEPT, AGREED, USED),
        cooldown=timedelta(seconds=10),
        burst=2,
        shown=Shown.MENU,
    ),
)

ABOUT_ARTICLES = (
    Command(
        name="article add",
        handler=article_add,
        bare="file",
        options=(
            Option(name="file", kind=Kind.FILE),
            Option(name="url", kind=Kind.ADDRESS, limit=2_000),
            Option(name="text", in_form=True, limit=4_000),
            YES,
            Option(name="anyway", kind=Kind.FLAG, is_hidden=True),
        ),
        form_unless=("file", "url"),
        role=Role.MODERATOR,
    ),
    Command(
        name="article show", handler=article_show, bare="article", options=(ARTICLE,), role=Role.MODERATOR
    ),
    Command(
        name="article pack", handler=article_pack, bare="article", options=(ARTICLE,), role=Role.MODERATOR
    ),
    Command(
        name="article retention",
        handler=article_retention,
        bare="article",
        options=(ARTICLE, Option(name="retention", kind=Kind.CHOICE, choices=ARTICLE_RETENTIONS)),
        role=Role.MODERATOR,
    ),
    Command(
        name="article correct",
        handler=article_correct,
        bare="fact",
        options=(FACT, REWORDED, WHY, SEEN),
        prefill=before_correct,
        role=Role.MODERATOR,
    ),
    Command(
        name="article dispute",
        handler=article_dispute,
        bare="fact",
        options=(FACT, WHY),
        prefill=before_withdraw,
        role=Role.MODERATOR,
    ),
    Command(
        name="article withdraw",
        handler=article_withdraw,
        bare="fact",
        options=(FACT, WHY),
        prefill=before_withdraw,
        role=Role.MODERATOR,
    ),
    Command(
        name="article history",
        handler=article_history,
        bare="fact",
        options=(Option(name="fact", suggest=Suggest.FACTS, limit=300), ARTICLE),
        role=Role.MODERATOR,
    ),
    Command(
        name="article refresh",
        handler=article_refresh,
        bare="article",
        options=(
            ARTICLE,
            Option(name="file", kind=Kind.FILE),
            Option(name="url", kind=Kind.ADDRESS, limit=2_000),
            Option(name="draft", kind=Kind.NUMBER, is_hidden=True),
        ),
        role=Role.MODERATOR,
        cooldown=SECOND,
        burst=3,
    ),
    Command(
        name="article remove",
        handler=article_remove,
        bare="article",
        options=(WHICH_ARTICLE, YES),
        role=Role.MODERATOR,
    ),
)

FOR_DISCUSSIONS = (
    Command(
        name="discuss start", handler=discuss_start, bare="article", options=(ARTICLE,), role=Role.MODERATOR
    ),
    Command(name="discuss next", handler=discuss_next, role=Role.MODERATOR),
    Command(name="discuss close", handler=discuss_close, role=Role.MODERATOR),
    Command(name="discuss status", handler=discuss_status, role=Role.MODERATOR),
    Command(
        name="export",
        handler=export,
        bare="format",
        options=FOR_EXPORTS,
        role=Role.MODERATOR,
        cooldown=timedelta(seconds=10),
        progress="export.progress",
    ),
)

REPORT = Command(
    name="report",
    handler=report,
    bare="article",
    options=(
        ARTICLE,
        Option(name="discussion", kind=Kind.NUMBER, suggest=Suggest.DISCUSSIONS),
        Option(name="language", kind=Kind.CHOICE, choices=tuple(Language)),
    ),
    role=Role.MODERATOR,
    cooldown=timedelta(seconds=10),
    progress="report.progress",
)

FOR_THE_GUILD = (
    Command(
        name="setup",
        handler=setup,
        bare="zone",
        options=(
            Option(name="channel", kind=Kind.CHANNEL, is_discords=True),
            Option(name="notices", kind=Kind.TEXT_CHANNEL, is_discords=True),
            Option(name="role", kind=Kind.ROLE, is_discords=True),
            Option(name="language", kind=Kind.CHOICE, choices=LANGUAGES, is_discords=True),
            ZONE,
            Option(name="typed", kind=Kind.FLAG, is_discords=True),
            Option(name="retention", kind=Kind.CHOICE, choices=RETENTIONS),
            Option(name="leavers", kind=Kind.CHOICE, choices=tuple(Leavers)),
            Option(name="floor", kind=Kind.NUMBER, least=LOWEST_FLOOR, limit=HIGHEST_FLOOR),
        ),
        role=Role.MODERATOR,
        is_admin=True,
    ),
    Command(
        name="zone",
        handler=zone,
        bare="zone",
        options=(Option(name="zone", is_required=True, in_form=True, limit=100),),
        prefill=before_zone,
        role=Role.MODERATOR,
        is_admin=True,
        shown=Shown.BUTTON,
    ),
    Command(name="notices", handler=notices, role=Role.MODERATOR, is_admin=True, shown=Shown.BUTTON),
    Command(name="rehearse", handler=rehearse, role=Role.MODERATOR, is_admin=True, shown=Shown.BUTTON),
    Command(name="doctor", handler=doctor, role=Role.MODERATOR, cooldown=SECOND),
)

COMMANDS = (
    *FOR_MEMBERS,
    *FOR_REPORTING,
    *FOR_ONESELF,
    *ABOUT_ARTICLES,
    *FOR_DRAFTS,
    *FOR_DISCUSSIONS,
    *FOR_MODERATION,
    REPORT,
    *FOR_GAPS,
    *FOR_SCHEDULES,
    *FOR_THE_QUEUE,
    *FOR_THE_GUILD,
)
