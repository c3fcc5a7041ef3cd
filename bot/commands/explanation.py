"""Why a look-up was answered as it was: which word was taken for which."""

from bot.commands.context import Context
from bot.commands.reply import Card, Reply
from bot.domain.lookup import MatchedWord
from bot.services.lookup import Found, Hit


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
