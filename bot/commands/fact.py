"""Look-ups: what the articles say, and what they do not."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.reply import Card, Reply
from bot.commands.words import attribution
from bot.domain.lookup import Verdict
from bot.services.lookup import Found, Hit

CHOICES = 3
GAPS_SHOWN = 15


async def fact(ctx: Context, *, query: str, article: str | None = None) -> Reply:
    """Answer with the fact closest to *query*, a few near ones when unsure, or an honest no."""
    here = await ctx.here()
    only = await ctx.cases.articles.get(article, guild=ctx.at.guild, here=here) if article else None
    found = await ctx.cases.lookup.find(
        query, guild=ctx.at.guild, only=only.key if only else None, first=here, limit=CHOICES
    )
    reply = told(found, ctx, only=only.title if only else None)
    if found.verdict is not Verdict.NOTHING:
        return reply
    return replace(reply, text=f"{reply.text} {ctx.text('fact.counted')}")


def told(found: Found, ctx: Context, *, only: str | None) -> Reply:
    """Return what is said of a look-up's answer; *only* is the title of the one article that was asked."""
    if found.verdict is Verdict.NOTHING:
        no = ctx.text("fact.not_in_article", title=only) if only else ctx.text("fact.not_in_articles")
        return Reply(text=no)
    if found.verdict is Verdict.CHOICES and len(found.hits) > 1:
        return Reply(text=ctx.text("fact.unsure"), cards=tuple(_choice(hit, ctx) for hit in found.hits))
    unsure = ctx.text("fact.unsure_one") if found.verdict is Verdict.CHOICES else ""
    return Reply(text=unsure, cards=(_card(found.hits[0], ctx),))


async def gaps(ctx: Context) -> Reply:
    """List what people asked that the articles do not say, the most asked first."""
    found = await ctx.cases.lookup.gaps(ctx.at.guild, limit=GAPS_SHOWN)
    if not found:
        return Reply(text=ctx.text("gaps.none"))
    lines = tuple(
        ctx.text("gaps.line", query=gap.query, n=gap.asked, day=ctx.text.day(gap.last_on)) for gap in found
    )
    return Reply(cards=(Card(title=ctx.text("gaps.title"), lines=lines, footer=ctx.text("gaps.how")),))


def _card(hit: Hit, ctx: Context) -> Card:
    return replace(_choice(hit, ctx), quote=hit.fact.passage)


def _choice(hit: Hit, ctx: Context) -> Card:
    """Return a fact among others: without its passage, for people read them on a phone."""
    return Card(title=hit.fact.text, footer=attribution(hit.fact, hit.article, ctx.text))
