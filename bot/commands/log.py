"""What moderators did: a page at a time in words, or all of it as a file."""

from bot.commands.context import Context
from bot.commands.reply import Card, Document, Reply
from bot.commands.words import brief
from bot.domain.identity import NOBODY
from bot.domain.moderation import ErasedLeavers, LogLine
from bot.exports.log import to_log_csv
from bot.i18n import Text

LINES_SHOWN = 15
# Of what it is about, and of why, in a list.
TARGET, REASON = 60, 150
# Of which only the day is known: see docs/privacy.md.
WITHOUT_A_TIME = frozenset({"response.mute", ErasedLeavers.ACTION})


async def log(ctx: Context, *, page: int = 1, csv: bool = False) -> Reply:
    """Say what moderators did, the newest first; with *csv* as a file."""
    text = ctx.text
    if csv:
        lines = await ctx.cases.moderation.take_log(at=ctx.at)
        content = to_log_csv(lines, in_words=lambda action: deed(action, text))
        name = f"{text('log.file_name')}.csv"
        return Reply(text=text("log.taken", n=len(lines)), documents=(Document(name=name, content=content),))
    number = max(page, 1)
    shown, total = await ctx.cases.moderation.log(
        ctx.at.guild, limit=LINES_SHOWN, offset=(number - 1) * LINES_SHOWN
    )
    take = ctx.action("action.log_file", "log", csv=True)
    if not shown:
        return Reply(text=text("log.none"))
    pages = -(-total // LINES_SHOWN)
    before = (ctx.turn("action.previous", "log", page=number - 1),) if number > 1 else ()
    after = (ctx.turn("action.following", "log", page=number + 1),) if number < pages else ()
    footer = text("word.page", number=number, of=pages) if pages > 1 else None
    card = Card(title=text("log.title"), lines=tuple(_line(one, ctx) for one in shown), footer=footer)
    return Reply(cards=(card,), actions=(take, *before, *after))


def deed(action: str, text: Text) -> str:
    """Return what was done in words; as it is written down where another release did it."""
    return text(f"deed.{action}") if text.has(f"deed.{action}") else action


def _line(one: LogLine, ctx: Context) -> str:
    text = ctx.text
    when = text.day(one.at) if one.action in WITHOUT_A_TIME else text.moment(one.at)
    what = deed(one.action, text)
    if (erased := ErasedLeavers.of(one)) is not None:
        answers = text("count.responses", n=erased.answers)
        what = text("log.leavers", n=erased.members, answers=answers)
    elif one.target:
        what = text("log.about", deed=what, target=brief(one.target, limit=TARGET))
    if one.reason:
        what = text("state.with_note", state=what, note=brief(one.reason, limit=REASON))
    return text("log.line", when=when, who=_who(one, ctx), what=what)


def _who(one: LogLine, ctx: Context) -> str:
    """Return who it was: by the id, for nothing else is kept of moderators, and an id pings nobody."""
    if one.moderator == NOBODY:
        return ctx.text("log.nobody")
    return ctx.text("log.you") if one.moderator == ctx.at.person.id else str(one.moderator)
