"""Taking what people answered away, as files."""

from bot.commands.context import Context
from bot.commands.reply import Card, Reply
from bot.services.exports import Exported


async def export(ctx: Context, *, format: str = "csv", article: str | None = None) -> Reply:  # noqa: A002
    """Write the answers that stand, with a manifest, into a folder of their own."""
    found = None
    if article is not None:
        found = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False)
    taken = await ctx.cases.exports.take(
        [format],
        folder=ctx.exports,
        at=ctx.at,
        article=found.id if found else None,
        progress=ctx.progress,
    )
    return exported(taken, ctx)


def exported(taken: Exported, ctx: Context) -> Reply:
    """Return what is said of an export that is there."""
    manifest = taken.manifest
    left_out = [ctx.text(f"export.{why}", n=count) for why, count in manifest.left_out.items() if count]
    lines = [ctx.text("export.complete", answers=ctx.text("count.responses", n=manifest.responses))]
    if left_out:
        lines.append(ctx.text("export.left_out", what=", ".join(left_out)))
    for reason in dict.fromkeys(one.reason for one in taken.unread):
        questions = [
            ctx.text("export.unread_question", number=one.number, title=one.title)
            for one in taken.unread
            if one.reason == reason
        ]
        lines.append(ctx.text(f"export.unread_{reason}", questions=", ".join(questions)))
    title = ctx.text("export.title" if manifest.complete else "export.incomplete")
    return Reply(cards=(Card(title=title, lines=tuple(lines)),), files=taken.paths)
