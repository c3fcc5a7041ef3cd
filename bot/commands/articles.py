"""Articles: what is loaded, what it says and asks, and how one is added, corrected and taken away."""

from bot.commands.context import Context
from bot.commands.reply import Card, Reply
from bot.commands.spec import Upload
from bot.commands.words import extent, origin
from bot.domain.article import Article, Question
from bot.domain.errors import NoArticleError
from bot.services.articles import Changes, Preview

KEY_FACTS = 8


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
    return Reply(cards=(article_card(found.article, ctx, facts=len(found.article.served_facts)),))


async def article_add(ctx: Context, *, file: Upload, yes: bool = False) -> Reply:
    """Show what is understood of an article, and keep it once that is confirmed."""
    content = await file.read()
    if not yes:
        preview = await ctx.cases.articles.preview(content, name=file.name, guild=ctx.at.guild)
        keep = ctx.action("action.keep_article", "article add", file=file.name, yes=ctx.text("word.yes"))
        return Reply(
            text=_announce(preview, ctx),
            cards=(article_card(preview.article, ctx, facts=KEY_FACTS),),
            actions=(keep,),
        )
    stored, preview = await ctx.cases.articles.add(content, name=file.name, at=ctx.at)
    how = "article.updated" if preview.is_update else "article.added"
    counts = extent(len(stored.article.served_facts), len(stored.article.questions), ctx.text)
    following = () if preview.is_update else (ctx.action("action.start", "discuss start", article=stored.id),)
    return Reply(text=ctx.text(how, title=stored.title, id=stored.id, counts=counts), actions=following)


async def article_pack(ctx: Context, *, article: str | None = None) -> Reply:
    """Hand an article back as a file that can be edited and added again."""
    name, content = await ctx.cases.articles.pack(article, guild=ctx.at.guild, here=await ctx.here())
    return Reply(text=ctx.text("article.pack", name=name), document=(name, content))


async def article_remove(ctx: Context, *, article: str, yes: bool = False) -> Reply:
    """Take an article out of sight, once that is confirmed."""
    if not yes:
        found = await ctx.cases.articles.get(article, guild=ctx.at.guild)
        remove = ctx.action("action.remove", "article remove", article=found.id, yes=ctx.text("word.yes"))
        return Reply(text=ctx.text("article.remove_what", title=found.title), actions=(remove,))
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


def _announce(preview: Preview, ctx: Context) -> str:
    text = ctx.text
    if preview.is_update:
        changes = [
            text(f"changes.{part}.{how}", n=count)
            for part, changed in (("facts", preview.facts), ("questions", preview.questions))
            for how, count in _counts(changed)
            if count
        ]
        return text("article.preview_update", changes=", ".join(changes) or text("changes.heading"))
    sentences = [text("article.preview")]
    if not preview.had_title:
        sentences.append(text("article.no_title"))
    if not preview.article.questions:
        sentences.append(text("article.no_questions"))
    return " ".join(sentences)


def _counts(changes: Changes) -> tuple[tuple[str, int], ...]:
    return ("added", changes.added), ("changed", changes.changed), ("removed", changes.removed)
