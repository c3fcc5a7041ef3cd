"""What an article turned out to have wrong: facts corrected, or withdrawn, each with a reason."""

from collections.abc import Mapping

from bot.commands.context import Context
from bot.commands.fact import REFERENCE, answered
from bot.commands.reply import Reply
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


async def before_correct(ctx: Context, *, fact: str, **_given: object) -> Mapping[str, str]:
    """Return the fact as it stands, to be changed. Raises UnknownFactError."""
    found = (await _meant(ctx, fact)).fact
    return {"text": found.text, "reason": found.note or ""}


async def before_withdraw(ctx: Context, *, fact: str, **_given: object) -> Mapping[str, str]:
    """Raise UnknownFactError where there is nothing to withdraw."""
    await _meant(ctx, fact)
    return {}


async def _meant(ctx: Context, wanted: str) -> Hit:
    """Return the one fact that *wanted* refers to, or that its words can only mean."""
    if REFERENCE.fullmatch(wanted.strip()):
        return await ctx.cases.lookup.get(wanted.strip(), guild=ctx.at.guild)
    found = await ctx.cases.lookup.find(wanted, guild=ctx.at.guild, first=await ctx.here(), counts=False)
    if found.verdict is not Verdict.ANSWER:
        raise UnknownFactError
    return found.hits[0]
