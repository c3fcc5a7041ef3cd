"""Answers: given, changed and withdrawn by their authors, listed for moderators."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.decisions import hidden_reason, note_hidden
from bot.commands.reply import Action, Card, Reply
from bot.commands.spec import Prefilled
from bot.domain.consent import Purpose, from_shown, to_shown
from bot.domain.discussion import Kept, Response
from bot.domain.identity import PromptId, ResponseId
from bot.services.responses import Receipt

LISTED = 20


async def answer(
    ctx: Context,
    *,
    text: str,
    kept: str = Kept.NAMED,
    agreed: bool | None = None,
    uses: tuple[str, ...] | None = None,
    question: int | None = None,
    prompt: int | None = None,
    terms: str | None = None,
) -> Reply:
    """Record an answer to a question of the open discussion, the latest unless it is named."""
    receipt = await ctx.cases.responses.give(
        text,
        given=ctx.given,
        at=ctx.at,
        number=question,
        prompt=None if prompt is None else PromptId(prompt),
        kept=Kept(kept),
        message=ctx.message,
        reply_to=ctx.reply_to,
        agreed=agreed,
        uses=None if uses is None else frozenset(map(Purpose, uses)),
        shown=from_shown(terms),
    )
    return acknowledged(receipt, ctx, kept=Kept(kept))


async def before_answer(
    ctx: Context, *, question: int | None = None, prompt: int | None = None, **_given: object
) -> Prefilled:
    """Keep to the prompt that is answered, and to the words that are shown.

    Raises where nothing could be recorded, before anybody writes.
    """
    answered = await ctx.cases.responses.answered(
        at=ctx.at, number=question, prompt=None if prompt is None else PromptId(prompt)
    )
    options = {"prompt": int(answered.id), "question": None, "terms": to_shown()}
    return Prefilled(options=options)


async def edit(ctx: Context, *, text: str, response: int | None = None, key: str | None = None) -> Reply:
    """Change one's own answer, the latest unless it is named."""
    changed = await ctx.cases.responses.edit(text, at=ctx.at, response=_id(response), key=key)
    said = ctx.text("response.edited", id=str(changed.id))
    if changed.is_hidden:
        said = f"{said} {note_hidden(changed, ctx.text)}"
    return Reply(text=said, actions=_changes(changed.id, ctx, key=key))


async def before_edit(
    ctx: Context, *, response: int | None = None, key: str | None = None, **_given: object
) -> Prefilled:
    """Show the answer as it stands, to be changed, and keep to it."""
    own = await ctx.cases.responses.own(at=ctx.at, response=_id(response), key=key)
    return Prefilled(fields={"text": own.text or ""}, options={"response": int(own.id)})


async def withdraw(ctx: Context, *, response: int | None = None, key: str | None = None) -> Reply:
    """Take one's own answer back for good, the latest unless it is named."""
    taken_back = await ctx.cases.responses.withdraw(at=ctx.at, response=_id(response), key=key)
    said = ctx.text("response.withdrawn", id=str(taken_back.id))
    if taken_back.is_hidden:
        said = f"{said} {ctx.text('decided.was_hidden', reason=hidden_reason(taken_back, ctx.text))}"
    return Reply(text=said)


async def responses_list(ctx: Context, *, question: int | None = None, after: int = 0) -> Reply:
    """List answers of the open discussion, hidden ones too."""
    found = await ctx.cases.responses.page(at=ctx.at, number=question, limit=LISTED + 1, after=after)
    if not found:
        return Reply(text=ctx.text("responses.none"))
    shown = found[:LISTED]
    more: tuple[Action, ...] = ()
    if len(found) > LISTED:
        options = {"question": question} if question is not None else {}
        more = (ctx.turn("action.more", "responses list", **options, after=int(shown[-1].id)),)
    return Reply(cards=tuple(response_card(response, ctx) for response in shown), actions=more)


def acknowledged(receipt: Receipt, ctx: Context, *, kept: Kept = Kept.NAMED) -> Reply:
    """Return the receipt of a response that is on disk."""
    id_ = str(receipt.response)
    number = receipt.prompt.number
    if kept is Kept.UNLINKED and receipt.key is not None:
        said = ctx.text("response.recorded_unlinked", id=id_, number=number, key=receipt.key)
    else:
        said = ctx.text("response.recorded", id=id_, number=number)
    if kept is Kept.PSEUDONYMOUS:
        said = f"{said} {ctx.text('response.pseudonymous')}"
    return Reply(text=said, actions=_changes(receipt.response, ctx, key=receipt.key))


def _changes(response: ResponseId, ctx: Context, *, key: str | None) -> tuple[Action, ...]:
    options: dict[str, object] = {"response": int(response)}
    if key is not None:
        options["key"] = key
    take_back = replace(ctx.turn("action.withdraw", "withdraw", **options), is_risky=True)
    return ctx.turn("action.edit", "edit", **options), take_back


def _id(response: int | None) -> ResponseId | None:
    return None if response is None else ResponseId(response)


def author_of(response: Response, ctx: Context) -> str:
    """Return what moderators call whoever gave *response*."""
    return response.author_name or ctx.text("responses.unlinked")


def response_card(response: Response, ctx: Context) -> Card:
    """Return *response* as moderators see it."""
    parts = [
        f"#{response.id}",
        author_of(response, ctx),
        ctx.text("responses.to", number=response.prompt_number),
        ctx.text.moment(response.created_at),
    ]
    if response.edited_at is not None:
        parts.append(ctx.text("responses.edited"))
    if response.is_hidden:
        key = "responses.is_changed" if response.changed_hidden else "responses.is_hidden"
        parts.append(ctx.text(key))
    return Card(lines=(response.text or "",), footer=" · ".join(parts))
