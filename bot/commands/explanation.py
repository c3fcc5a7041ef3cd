"""Why a look-up was answered as it was: which word was taken for which."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.reply import Card, Reply
from bot.domain.lookup import MatchedWord
from bot.services.lookup import Found, Hit

NEAREST = 3


async def why(ctx: Context, *, query: str, article: str | None = None) -> Reply:
    """Say by which words *query* finds what it finds, for whoever wonders; nothing is counted."""
    only = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False) if article else None
    found = await ctx.cases.lookup.find(
        query,
        guild=ctx.at.guild,
        only=only.key if only else None,
        first=await ctx.here(),
        limit=NEAREST,
        counts=False,
        nearest=True,
    )
    reply = explained(found, ctx)
    return replace(reply, text=ctx.text(f"explain.verdict.{found.verdict}")) if found.hits else reply


def explained(found: Found, ctx: Context) -> Reply:
    """Return the facts that came nearest to a query, even if none was given, and what each was found by."""
    if not found.hits:
        return Reply(text=ctx.text("explain.nothing"))
    return Reply(text=ctx.text("explain.title"), cards=tuple(_card(hit, ctx) for hit in found.hits))


def _card(hit: Hit, ctx: Context) -> Card:
    lines = tuple(_line(word, ctx) for word in hit.words) or (ctx.text("explain.by_others"),)
    return Card(
        title=hit.fact.text, lines=lines, footer=ctx.text("explain.certainty", percent=round(100 * hit.score))
    )


def _line(word: MatchedWord, ctx: Context) -> str:
    return ctx.text(
        "explain.word",
        typed=word.typed,
        found=word.found,
        how=ctx.text(f"explain.how.{word.how}"),
        where=ctx.text(f"explain.where.{word.where}"),
    )
