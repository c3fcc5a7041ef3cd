"""What a community answered, in numbers that may be shown to anybody, and as files to pass on."""

import asyncio

from bot.commands.context import Context
from bot.commands.reply import Card, Document, Reply
from bot.domain.identity import DiscussionId
from bot.domain.report import Report
from bot.exports.report_card import card_alt, to_report_card
from bot.exports.report_markdown import to_report_markdown
from bot.exports.report_page import to_report_page
from bot.exports.report_words import Words
from bot.i18n import Language, Text, text_in


async def report(
    ctx: Context,
    *,
    article: str | None = None,
    discussion: int | None = None,
    language: str | None = None,
) -> Reply:
    """Report on a discussion, on all of an article's, or on the last one here."""
    found = None
    if article is not None:
        found = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False)
    made = await ctx.cases.reports.make(
        at=ctx.at,
        guild_name=ctx.guild_name or ctx.text("report.here"),
        article=found.id if found else None,
        discussion=None if discussion is None else DiscussionId(discussion),
        progress=ctx.progress,
    )
    # It is made to be passed on, so it speaks the guild's language unless another one is asked for.
    own = ctx.text if ctx.is_local else text_in(ctx.public)
    words = own if language is None else text_in(Language(language))
    return await asyncio.to_thread(reported, made, words)


def reported(made: Report, text: Text) -> Reply:
    """Return *made* as a card, a picture, a page and Markdown."""
    documents = (
        Document(name="report.html", content=to_report_page(made, text)),
        Document(name="report.md", content=to_report_markdown(made, text)),
    )
    picture = Document(name="report.png", content=to_report_card(made, text), alt=card_alt(made, text))
    return Reply(cards=(to_card(made, text),), documents=documents, picture=picture)


def to_card(made: Report, text: Text) -> Card:
    """Return the numbers at a glance."""
    words = Words(made, text)
    figures = " · ".join(f"{figure} {label}" for figure, label in words.figures())
    return Card(title=made.title, lines=(words.about(), figures, *words.participation()))
