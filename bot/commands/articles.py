"""Articles: what is loaded, what it says and asks, and how one is added, corrected and taken away."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.draft_panels import overview
from bot.commands.drafts import kept
from bot.commands.refresh import alike_question
from bot.commands.reply import Card, Document, Reply
from bot.commands.retention import with_retention
from bot.commands.spec import Upload
from bot.commands.words import extent, origin
from bot.domain.article import Article, Question
from bot.domain.errors import MissingOptionError, NoArticleError


async def articles(ctx: Context) -> Reply:
    """List the articles that are loaded."""
    lines = await ctx.cases.articles.lines(ctx.at.guild)
    if not lines:
        raise NoArticleError
    here = await ctx.here()
    cards = []
    for line in lines:
        parts = [line.id, extent(line.facts, line.questions, ctx.text)]
        if line.source:
            parts.insert(1, line.source)
        if line.key == here:
            parts.append(ctx.text("articles.open"))
        cards.append(Card(title=line.title, footer=" · ".join(parts)))
    return Reply(text=ctx.text("articles.count", n=len(lines)), cards=tuple(cards))


async def questions(ctx: Context, *, article: str | None = None) -> Reply:
    """List what an article asks."""
    found = await ctx.cases.articles.get(article, guild=ctx.at.guild, here=await ctx.here())
    asked = found.article.questions
    lines = tuple(_question_line(number, question) for number, question in enumerate(asked, 1))
    if not lines:
        return Reply(text=ctx.text("questions.none", title=found.title))
    return Reply(cards=(Card(title=found.title, lines=lines),))


async def article_show(ctx: Context, *, article: str | None = None) -> Reply:
    """Show an article's card: where it comes from, its key facts, its questions."""
    found = await ctx.cases.articles.get(article, guild=ctx.at.guild, here=await ctx.here())
    settings = await ctx.cases.guilds.get(ctx.at.guild)
    following = (
        ctx.action("action.facts", "facts", article=found.id),
        ctx.action("action.pack", "article pack", article=found.id),
        ctx.action("action.retention", "article retention", article=found.id),
    )
    card = article_card(found.article, ctx, facts=len(found.article.served_facts))
    return Reply(cards=(with_retention(card, found, settings, ctx),), actions=following)


async def article_add(
    ctx: Context,
    *,
    file: Upload | None = None,
    url: str | None = None,
    text: str | None = None,
    yes: bool = False,
    anyway: bool = False,
) -> Reply:
    """Show what is understood of an article, to be looked over before it is kept."""
    articles = ctx.cases.articles
    if file is not None:
        name = file.name
        article = await articles.read(await file.read(), name=name)
    elif url is not None:
        name = url
        article = await articles.read_address(url, guild=ctx.at.guild)
    elif text is not None:
        name = ctx.text("article.pasted")
        article = await articles.read(text.encode(errors="replace"), name=name)
    else:
        raise MissingOptionError(command="article add", option="file")
    if yes:
        stored, preview = await articles.keep(article, at=ctx.at, anyway=anyway)
        return kept(stored, ctx, is_update=preview.is_update)
    draft = await ctx.cases.drafts.begin(article, name, at=ctx.at)
    known = None if draft.preview.is_update else await articles.alike(article, guild=ctx.at.guild)
    return overview(draft, ctx) if known is None else alike_question(draft, known, ctx)


async def article_pack(ctx: Context, *, article: str | None = None) -> Reply:
    """Hand an article back as a file that can be edited and added again."""
    name, content = await ctx.cases.articles.pack(article, guild=ctx.at.guild, here=await ctx.here())
    document = Document(name=name, content=content.encode())
    return Reply(text=ctx.text("article.pack", name=name), documents=(document,))


async def article_remove(ctx: Context, *, article: str, yes: bool = False) -> Reply:
    """Take an article out of sight, once that is confirmed."""
    if not yes:
        found = await ctx.cases.articles.get(article, guild=ctx.at.guild)
        remove = ctx.turn("action.remove", "article remove", article=found.id, yes=ctx.text("word.yes"))
        said = ctx.text("article.remove_what", title=found.title)
        return Reply(text=said, actions=(replace(remove, is_risky=True),))
    removed = await ctx.cases.articles.remove(article, at=ctx.at)
    return Reply(text=ctx.text("article.removed", title=removed.title))


def article_card(article: Article, ctx: Context, *, facts: int, has_questions: bool = True) -> Card:
    """Return the card of an article with its first key facts, *facts* of them, and maybe its questions."""
    text = ctx.text
    lines = [text("article.language", language=text.language_name(article.language))]
    shown = article.key_facts[:facts]
    if shown:
        lines += ["", text("article.key_facts", n=len(shown)), *(f"• {fact.text}" for fact in shown)]
    if article.questions and has_questions:
        lines += ["", text("article.questions")]
        lines += [_question_line(number, question) for number, question in enumerate(article.questions, 1)]
    footer = " · ".join(
        part
        for part in (
            origin(article, text),
            extent(len(article.served_facts), len(article.questions), text),
        )
        if part
    )
    return Card(title=article.title or "", lines=tuple(lines), footer=footer)


def _question_line(number: int, question: Question) -> str:
    return f"{number}. " + " ".join((question.text, *question.follow_ups))
