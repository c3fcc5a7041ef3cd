"""What a person may ask, free of any chat platform."""

from datetime import timedelta

from bot.commands.articles import article_add, article_pack, article_remove, article_show, articles, questions
from bot.commands.context import Context
from bot.commands.discuss import discuss_close, discuss_next, discuss_start, discuss_status
from bot.commands.export import export
from bot.commands.fact import fact, gaps
from bot.commands.help import help_on
from bot.commands.reply import Reply
from bot.commands.responses import answer, edit, responses_hide, responses_list, responses_restore, withdraw
from bot.commands.spec import Command, Kind, Option, Suggest
from bot.domain.identity import Role
from bot.exports import FORMATS

ARTICLE = Option(name="article", suggest=Suggest.ARTICLES)
RESPONSE = Option(name="response", kind=Kind.NUMBER)
QUESTION = Option(name="question", kind=Kind.NUMBER)
TEXT = Option(name="text", is_required=True)
REASON = Option(name="reason", is_required=True)
YES = Option(name="yes", kind=Kind.FLAG)


async def help_(ctx: Context, *, command: str | None = None) -> Reply:
    """Say what the person may ask."""
    return help_on(COMMANDS, ctx, command=command)


COMMANDS = (
    Command(
        name="fact",
        handler=fact,
        bare="query",
        options=(Option(name="query", is_required=True, suggest=Suggest.FACTS), ARTICLE),
        cooldown=timedelta(seconds=1),
    ),
    Command(name="articles", handler=articles, cooldown=timedelta(seconds=1)),
    Command(
        name="questions", handler=questions, bare="article", options=(ARTICLE,), cooldown=timedelta(seconds=1)
    ),
    Command(name="answer", handler=answer, bare="text", options=(TEXT, QUESTION)),
    Command(name="edit", handler=edit, bare="text", options=(TEXT, RESPONSE)),
    Command(name="withdraw", handler=withdraw, bare="response", options=(RESPONSE,)),
    Command(
        name="help",
        handler=help_,
        bare="command",
        options=(Option(name="command", suggest=Suggest.COMMANDS),),
    ),
    Command(
        name="article add",
        handler=article_add,
        bare="file",
        options=(Option(name="file", kind=Kind.FILE, is_required=True), YES),
        role=Role.MODERATOR,
    ),
    Command(
        name="article show", handler=article_show, bare="article", options=(ARTICLE,), role=Role.MODERATOR
    ),
    Command(
        name="article pack", handler=article_pack, bare="article", options=(ARTICLE,), role=Role.MODERATOR
    ),
    Command(
        name="article remove",
        handler=article_remove,
        bare="article",
        options=(Option(name="article", is_required=True, suggest=Suggest.ARTICLES), YES),
        role=Role.MODERATOR,
    ),
    Command(
        name="discuss start", handler=discuss_start, bare="article", options=(ARTICLE,), role=Role.MODERATOR
    ),
    Command(name="discuss next", handler=discuss_next, role=Role.MODERATOR),
    Command(name="discuss close", handler=discuss_close, role=Role.MODERATOR),
    Command(name="discuss status", handler=discuss_status, role=Role.MODERATOR),
    Command(
        name="responses list",
        handler=responses_list,
        bare="question",
        options=(QUESTION, Option(name="after", kind=Kind.NUMBER)),
        role=Role.MODERATOR,
    ),
    Command(
        name="responses hide",
        handler=responses_hide,
        bare="reason",
        options=(Option(name="response", kind=Kind.NUMBER, is_required=True), REASON),
        role=Role.MODERATOR,
    ),
    Command(
        name="responses restore",
        handler=responses_restore,
        bare="reason",
        options=(Option(name="response", kind=Kind.NUMBER, is_required=True), REASON),
        role=Role.MODERATOR,
    ),
    Command(name="gaps", handler=gaps, role=Role.MODERATOR),
    Command(
        name="export",
        handler=export,
        bare="format",
        options=(Option(name="format", kind=Kind.CHOICE, choices=tuple(FORMATS)), ARTICLE),
        role=Role.MODERATOR,
        cooldown=timedelta(seconds=10),
    ),
)
