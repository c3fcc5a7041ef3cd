"""Looking after answers: reported by members; hidden, restored or left alone by moderators; authors muted."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.decisions import hidden_reason
from bot.commands.reply import Action, Card, Reply
from bot.commands.responses import author_of, response_card
from bot.commands.spec import Prefilled
from bot.commands.words import brief
from bot.domain.discussion import Kept, Response
from bot.domain.identity import NOBODY, ResponseId
from bot.domain.moderation import Reported

WEEK = "7"
MUTES = (WEEK, "30", "90")
REASON = 200  # characters of a reported reason that are shown


async def flag(ctx: Context, *, response: int, reason: str) -> Reply:
    """Let the moderators look at somebody's answer."""
    found = await ctx.cases.moderation.report(reason=reason, response=ResponseId(response), at=ctx.at)
    ctx.cases.health.wanted.set()
    return Reply(text=ctx.text("flag.done", id=str(found.id)))


async def before_flag(ctx: Context, *, response: int, **_given: object) -> Prefilled:
    """Raise where that cannot be reported, before anybody writes."""
    await ctx.cases.moderation.reportable(response=ResponseId(response), at=ctx.at)
    return Prefilled()


async def alert(ctx: Context, *, message: int, reason: str) -> Reply:
    """Let the moderators look at the answer that a message is."""
    found = await ctx.cases.moderation.report(reason=reason, message=message, at=ctx.at)
    ctx.cases.health.wanted.set()
    return Reply(text=ctx.text("flag.done", id=str(found.id)))


async def before_alert(ctx: Context, *, message: int, **_given: object) -> Prefilled:
    """Raise where a message is no answer, or none to be reported, before anybody writes."""
    await ctx.cases.moderation.reportable(message=message, at=ctx.at)
    return Prefilled()


async def responses_hide(ctx: Context, *, response: int, reason: str) -> Reply:
    """Keep an answer out of sight and out of exports, with a reason for its author and the log."""
    hidden = await ctx.cases.moderation.hide(ResponseId(response), reason=reason, at=ctx.at)
    return _decided("responses.hidden", hidden, ctx)


async def responses_restore(ctx: Context, *, response: int, reason: str) -> Reply:
    """Put a hidden answer back, with a reason for its author and the log."""
    restored = await ctx.cases.moderation.restore(ResponseId(response), reason=reason, at=ctx.at)
    return _decided("responses.restored", restored, ctx)


async def before_decision(ctx: Context, *, response: int, **_given: object) -> Prefilled:
    """Raise where there is nothing to decide about, before anybody writes a reason."""
    await ctx.cases.moderation.get(ResponseId(response), at=ctx.at)
    return Prefilled()


async def responses_reported(ctx: Context, *, page: int = 1) -> Reply:
    """Show the answers that wait for a moderator one by one, those most reported first."""
    return await _queue(ctx, page=page)


async def responses_stand(ctx: Context, *, response: int, page: int = 1) -> Reply:
    """Leave an answer that waits as it is, and show the next one."""
    found = await ctx.cases.moderation.stand(ResponseId(response), at=ctx.at)
    ctx.cases.health.wanted.set()
    key = "reported.stays_hidden" if found.is_hidden else "reported.stands"
    return await _queue(ctx, page=page, said=ctx.text(key, id=str(found.id)))


async def responses_mute(ctx: Context, *, response: int, days: str = WEEK) -> Reply:
    """Let whoever gave an unlinked answer give no others for a time, without learning who it is."""
    until = await ctx.cases.moderation.mute(ResponseId(response), days=int(days), at=ctx.at)
    return Reply(text=ctx.text("responses.muted", id=str(response), day=ctx.text.day(until)))


async def _queue(ctx: Context, *, page: int, said: str = "") -> Reply:
    waiting = await ctx.cases.moderation.waiting(ctx.at.guild)
    if not waiting:
        nothing = ctx.text("reported.none")
        return Reply(text=f"{said} {nothing}" if said else nothing)
    number = min(max(page, 1), len(waiting))
    found = await ctx.cases.moderation.reported(waiting[number - 1], at=ctx.at)
    title = ctx.text("reported.title", number=number, of=len(waiting))
    before = (ctx.turn("action.previous_one", "responses reported", page=number - 1),) if number > 1 else ()
    after = (
        (ctx.turn("action.next_one", "responses reported", page=number + 1),) if number < len(waiting) else ()
    )
    card = response_card(found.response, ctx)
    lines = (
        ctx.text("decided.question", number=found.response.prompt_number, question=brief(found.question)),
    )
    about = Card(title=title, lines=(*lines, *_why(found, ctx)))
    return Reply(text=said, cards=(about, card), actions=(*_offers(found, ctx, page=number), *before, *after))


def _why(found: Reported, ctx: Context) -> tuple[str, ...]:
    text = ctx.text
    lines = []
    if found.people:
        lines.append(text("reported.by", n=found.people))
    if found.before:
        lines.append(text("reported.before", n=found.before))
    lines += [text("reported.reason", reason=brief(one, limit=REASON)) for one in found.reasons]
    response = found.response
    if response.hidden_at is not None:
        reason = hidden_reason(response, text)
        lines.append(text("reported.changed", day=text.day(response.hidden_at), reason=reason))
    return tuple(lines)


def _offers(found: Reported, ctx: Context, *, page: int) -> tuple[Action, ...]:
    response = found.response
    key = int(response.id)
    if response.is_hidden:
        first = ctx.turn("action.restore", "responses restore", response=key)
        stand = ctx.turn("action.keep_hidden", "responses stand", response=key, page=page)
    else:
        first = ctx.turn("action.hide", "responses hide", response=key)
        stand = ctx.turn("action.let_stand", "responses stand", response=key, page=page)
    mute = (
        (replace(ctx.action("action.mute_author", "responses mute", response=key), is_risky=True),)
        if response.kept is Kept.UNLINKED
        else ()
    )
    return (first, stand, *mute)


def _decided(key: str, response: Response, ctx: Context) -> Reply:
    ctx.cases.health.wanted.set()
    said = ctx.text(key, id=str(response.id), author=author_of(response, ctx))
    if response.kept is Kept.UNLINKED:
        told = ctx.text("decided.told_by_key")
    elif response.author in {NOBODY, ctx.at.person.id}:
        told = ""
    else:
        told = ctx.text("decided.told")
    queue = ctx.turn("action.reported", "responses reported")
    return Reply(text=f"{said} {told}".strip(), actions=(queue,))
