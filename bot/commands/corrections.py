"""What an article turned out to have wrong: facts corrected, or withdrawn, each with a reason."""

from bot.commands.context import Context
from bot.commands.fact import REFERENCE, answered, reference
from bot.commands.reply import Reply
from bot.commands.spec import Prefilled
from bot.commands.words import brief
from bot.domain.errors import DraftTextError, UnknownFactError
from bot.domain.lookup import Verdict
from bot.services.drafts import TEXT_LIMIT
from bot.services.lookup import Hit


async def article_correct(ctx: Context, *, fact: str, text: str, reason: str) -> Reply:
    """Say a fact as it should have been said; its passage stays beside it."""
    hit = await _meant(ctx, fact)
    said = " ".join(text.split())
    if not said or len(said) > TEXT_LIMIT:
        raise DraftTextError(limit=TEXT_LIMIT)
    corrected = await ctx.cases.articles.correct(
        hit.article.key, hit.fact, text=said, reason=" ".join(reason.split()), at=ctx.at
    )
    shown = answered(Hit(fact=corrected, article=hit.article, score=1.0), ctx)
    return Reply(text=ctx.text("fact.corrected"), cards=shown.cards)


async def article_withdraw(ctx: Context, *, fact: str, reason: str) -> Reply:
    """Let no look-up quote a fact any more."""
    hit = await _meant(ctx, fact)
    await ctx.cases.articles.withdraw(hit.article.key, hit.fact, reason=" ".join(reason.split()), at=ctx.at)
    return Reply(text=ctx.text("fact.withdrawn", fact=brief(hit.fact.text), article=hit.article.id))


async def before_correct(ctx: Context, *, fact: str, **_given: object) -> Prefilled:
    """Show the fact as it stands, to be changed. Raises UnknownFactError."""
    hit = await _meant(ctx, fact)
    shown = {"text": hit.fact.text, "reason": hit.fact.note or ""}
    return Prefilled(fields=shown, options={"fact": reference(hit)})


async def before_withdraw(ctx: Context, *, fact: str, **_given: object) -> Prefilled:
    """Keep to the fact that is meant. Raises UnknownFactError where there is nothing to withdraw."""
    return Prefilled(options={"fact": reference(await _meant(ctx, fact))})


async def _meant(ctx: Context, wanted: str) -> Hit:
    """Return the one fact that *wanted* refers to, or that its words can only mean."""
    if REFERENCE.fullmatch(wanted.strip()):
        return await ctx.cases.lookup.get(wanted.strip(), guild=ctx.at.guild)
    found = await ctx.cases.lookup.find(wanted, guild=ctx.at.guild, first=await ctx.here(), counts=False)
    if found.verdict is not Verdict.ANSWER:
        raise UnknownFactError
    return found.hits[0]
