"""How long answers to an article are kept: no longer than all of the guild's, but maybe less."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.reply import Card, Pick, Reply
from bot.domain.article import StoredArticle
from bot.domain.guild import GuildSettings, kept_days

AS_ALL = "default"
ARTICLE_RETENTIONS = (AS_ALL, "7", "30", "90", "180", "365")


async def article_retention(
    ctx: Context, *, article: str | None = None, retention: str | None = None
) -> Reply:
    """Change how long answers to an article are kept, if that is given, and say how long it is."""
    here = await ctx.here()
    found = await ctx.cases.articles.get(article, guild=ctx.at.guild, here=here, has_facts=False)
    if retention is not None:
        days = None if retention == AS_ALL else int(retention)
        found = await ctx.cases.articles.retain(found.key, days=days, at=ctx.at)
    settings = await ctx.cases.guilds.get(ctx.at.guild)
    lines = [ctx.text("retention.article", title=found.title, kept=kept(found, settings, ctx))]
    if settings.retention_days is not None and (found.retention_days or 0) > settings.retention_days:
        lines.append(ctx.text("retention.shorter", n=settings.retention_days))
    return Reply(text=" ".join(lines), picks=(_pick(found, ctx),))


def with_retention(card: Card, article: StoredArticle, settings: GuildSettings, ctx: Context) -> Card:
    """Return the *card* of *article* with how long answers to it are kept."""
    line = ctx.text("setup.retention", kept=kept(article, settings, ctx))
    first, *rest = card.lines
    return replace(card, lines=(first, line, *rest))


def kept(article: StoredArticle, settings: GuildSettings, ctx: Context) -> str:
    """Return in words how long answers to *article* are kept."""
    days = kept_days(settings.retention_days, article.retention_days)
    return ctx.text("setup.kept_until") if days is None else ctx.text("count.days", n=days)


def _pick(article: StoredArticle, ctx: Context) -> Pick:
    text = ctx.text
    return Pick(
        label=text("pick.retention"),
        command="article retention",
        option="retention",
        options={"article": article.id},
        choices=tuple((one, text("pick.kept", kept=text(f"choice.{one}"))) for one in ARTICLE_RETENTIONS),
        picked=AS_ALL if article.retention_days is None else str(article.retention_days),
    )
