"""Answers: given, changed and withdrawn by their authors, looked after by moderators."""

from bot.commands.context import Context
from bot.commands.reply import Action, Card, Reply
from bot.domain.discussion import Given, Response
from bot.domain.identity import ResponseId
from bot.services.responses import Receipt

LISTED = 20


async def answer(ctx: Context, *, text: str, question: int | None = None) -> Reply:
    """Record an answer to a question of the open discussion, the latest unless it is named."""
    receipt = await ctx.cases.responses.give(text, given=Given.COMMAND, at=ctx.at, number=question)
    return acknowledged(receipt, ctx)


async def edit(ctx: Context, *, text: str, response: int | None = None) -> Reply:
    """Change one's own answer, the latest unless it is named."""
    changed = await ctx.cases.responses.edit(text, at=ctx.at, response=_id(response))
    return Reply(text=ctx.text("response.edited", id=str(changed.id)))


async def withdraw(ctx: Context, *, response: int | None = None) -> Reply:
    """Take one's own answer back for good, the latest unless it is named."""
    taken_back = await ctx.cases.responses.withdraw(at=ctx.at, response=_id(response))
    return Reply(text=ctx.text("response.withdrawn", id=str(taken_back.id)))


async def responses_list(ctx: Context, *, question: int | None = None, after: int = 0) -> Reply:
    """List answers of the open discussion, hidden ones too."""
    found = await ctx.cases.responses.page(at=ctx.at, number=question, limit=LISTED + 1, after=after)
    if not found:
        return Reply(text=ctx.text("responses.none"))
    shown = found[:LISTED]
    more: tuple[Action, ...] = ()
    if len(found) > LISTED:
        options = {"question": question} if question is not None else {}
        more = (ctx.action("action.more", "responses list", **options, after=int(shown[-1].id)),)
    return Reply(cards=tuple(_card(response, ctx) for response in shown), actions=more)


async def responses_hide(ctx: Context, *, response: int, reason: str) -> Reply:
    """Keep an answer out of sight and out of exports, with a reason that goes into the log."""
    hidden = await ctx.cases.responses.hide(ResponseId(response), reason=reason, at=ctx.at)
    return Reply(text=ctx.text("responses.hidden", id=str(hidden.id), author=hidden.author_name))


async def responses_restore(ctx: Context, *, response: int, reason: str) -> Reply:
    """Put a hidden answer back, with a reason that goes into the log."""
    restored = await ctx.cases.responses.restore(ResponseId(response), reason=reason, at=ctx.at)
    return Reply(text=ctx.text("responses.restored", id=str(restored.id), author=restored.author_name))


def acknowledged(receipt: Receipt, ctx: Context) -> Reply:
    """Return the receipt of a response that is on disk."""
    id_ = str(receipt.response)
    return Reply(text=ctx.text("response.recorded", id=id_, number=receipt.prompt.number))


def _id(response: int | None) -> ResponseId | None:
    return None if response is None else ResponseId(response)


def _card(response: Response, ctx: Context) -> Card:
    parts = [
        f"#{response.id}",
        response.author_name,
        ctx.text("responses.to", number=response.prompt_number),
        ctx.text.moment(response.created_at),
    ]
    if response.edited_at is not None:
        parts.append(ctx.text("responses.edited"))
    if response.is_hidden:
        parts.append(ctx.text("responses.is_hidden"))
    return Card(lines=(response.text or "",), footer=" · ".join(parts))
