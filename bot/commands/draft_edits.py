"""What a moderator changes in an article before it is kept. Whatever it is, it can be undone."""

from collections.abc import Mapping
from dataclasses import replace

from bot.articles import editing
from bot.articles.editing import Part, find, heading_stamp, pieces_of, stamp
from bot.commands.context import Context
from bot.commands.draft_panels import aside_panel, item_panel, overview, panel_at
from bot.commands.drafts import to_id
from bot.commands.reply import Reply
from bot.commands.spec import Prefilled
from bot.commands.words import brief
from bot.domain.article import Article, Fact, Question, SetAside, item_of
from bot.domain.errors import MissingOptionError
from bot.i18n import language_code
from bot.services.drafts import HEADING, Change, Draft

UP, DOWN = "up", "down"
DIRECTIONS = {UP: -1, DOWN: 1}
AS_FACT, AS_QUESTION = "as_fact", "as_question"
# What stands for a line break at a terminal, and what takes a value away there.
BREAK, NOTHING = " | ", "-"


async def draft_drop(ctx: Context, *, item: str, draft: int | None = None) -> Reply:
    """Leave a fact or a question out."""
    before = await ctx.cases.drafts.get(to_id(draft), at=ctx.at)
    part = find(before.article, item)
    after = await _edit(ctx, draft, "drop", lambda article, _: editing.dropped(article, item))
    said = ctx.text("draft.dropped", item=brief(part.text))
    return panel_at(after, _beside(before.article, part), ctx, text=said)


async def draft_reword(
    ctx: Context, *, item: str, text: str, seen: str | None = None, draft: int | None = None
) -> Reply:
    """Say a fact or a question in other words; the passage stays as it is."""
    after = await _edit(
        ctx, draft, "reword", lambda article, _: editing.reworded(article, item, text), seen={item: seen}
    )
    return _at(after, item, ctx, "draft.reworded")


async def draft_speaker(
    ctx: Context,
    *,
    item: str,
    speaker: str | None = None,
    seen: str | None = None,
    draft: int | None = None,
) -> Reply:
    """Say who says a fact, or that nobody in particular does."""
    if speaker is None:
        raise MissingOptionError(command="draft speaker", option="speaker")
    name = _blank(speaker)
    after = await _edit(
        ctx, draft, "speaker", lambda article, _: editing.attributed(article, item, name), seen={item: seen}
    )
    return _at(after, item, ctx, "draft.attributed" if name else "draft.unattributed")


async def draft_merge(ctx: Context, *, item: str, other: str, draft: int | None = None) -> Reply:
    """Make one of two facts, or ask a question as a follow-up of another one."""
    after = await _edit(
        ctx, draft, "merge", lambda article, fresh: editing.merged(article, item, other, fresh=fresh)
    )
    return _at(after, other, ctx, "draft.merged")


async def draft_split(
    ctx: Context, *, item: str, text: str, seen: str | None = None, draft: int | None = None
) -> Reply:
    """Cut a fact where a line ends."""
    pieces = _lines(text, ctx)
    after = await _edit(
        ctx,
        draft,
        "split",
        lambda article, fresh: editing.split(article, item, pieces, fresh=fresh),
        seen={item: seen},
    )
    return _at(after, item, ctx, "draft.split")


async def draft_move(ctx: Context, *, item: str, direction: str, draft: int | None = None) -> Reply:
    """Let a fact or a question change places with its neighbour."""
    by = DIRECTIONS[direction]
    after = await _edit(ctx, draft, "move", lambda article, _: editing.moved(article, item, by=by))
    return item_panel(after, item, ctx, text=ctx.text("draft.moved"))


async def draft_follow_ups(
    ctx: Context,
    *,
    item: str,
    follow_ups: str | None = None,
    seen: str | None = None,
    draft: int | None = None,
) -> Reply:
    """Say what hangs on a question, a line each."""
    if follow_ups is None:
        raise MissingOptionError(command="draft follow-ups", option="follow_ups")
    asked = _lines(follow_ups, ctx)
    after = await _edit(
        ctx,
        draft,
        "follow_ups",
        lambda article, _: editing.with_follow_ups(article, item, asked),
        seen={item: seen},
    )
    return _at(after, item, ctx, "draft.followed_up")


async def draft_promote(ctx: Context, *, item: str, number: int, draft: int | None = None) -> Reply:
    """Make a follow-up a question of its own."""
    after = await _edit(
        ctx,
        draft,
        "promote",
        lambda article, fresh: editing.promoted(article, item, number, fresh=fresh),
    )
    return _at(after, item, ctx, "draft.promoted")


async def draft_add_fact(
    ctx: Context,
    *,
    text: str,
    speaker: str | None = None,
    passage: str | None = None,
    draft: int | None = None,
) -> Reply:
    """Write a fact."""
    after = await _edit(
        ctx,
        draft,
        "add_fact",
        lambda article, fresh: editing.with_fact(
            article, text, speaker=_blank(speaker), passage=_blank(passage), fresh=fresh
        ),
    )
    return _at(after, "", ctx, "draft.added_fact")


async def draft_add_question(
    ctx: Context, *, text: str, follow_ups: str | None = None, draft: int | None = None
) -> Reply:
    """Write a question, with what hangs on it."""
    asked = _lines(follow_ups or "", ctx)
    after = await _edit(
        ctx,
        draft,
        "add_question",
        lambda article, fresh: editing.with_question(article, text, follow_ups=asked, fresh=fresh),
    )
    return _at(after, "", ctx, "draft.added_question")


async def draft_heading(
    ctx: Context,
    *,
    title: str | None = None,
    source: str | None = None,
    author: str | None = None,
    date: str | None = None,
    language: str | None = None,
    seen: str | None = None,
    draft: int | None = None,
) -> Reply:
    """Say what an article is called, where and when it appeared, who wrote it, in which language."""
    given = {"title": title, "source": source, "author": author, "date": date, "language": language}
    heading = {name: _blank(value) for name, value in given.items() if value is not None}
    if not heading:
        raise MissingOptionError(command="draft heading", option="title")
    if heading.get("language"):
        heading["language"] = language_code(heading["language"])
    after = await _edit(
        ctx, draft, "heading", lambda article, _: editing.headed(article, heading), seen={HEADING: seen}
    )
    return overview(after, ctx, text=ctx.text("draft.headed"))


async def draft_take(ctx: Context, *, item: str, kind: str, draft: int | None = None) -> Reply:
    """Take in what was set aside, as a fact or as a question."""
    as_question = kind == AS_QUESTION
    before = await ctx.cases.drafts.get(to_id(draft), at=ctx.at)
    part = find(before.article, item)
    after = await _edit(
        ctx,
        draft,
        "take",
        lambda article, fresh: editing.taken_in(article, item, as_question=as_question, fresh=fresh),
    )
    reason = part.reason if isinstance(part, SetAside) else None
    said = ctx.text("draft.taken_as_question" if as_question else "draft.taken_as_fact")
    return aside_panel(after, ctx, reason=reason, text=f"{said} {brief(part.text)}")


async def draft_accept(ctx: Context, *, item: str, draft: int | None = None) -> Reply:
    """Say that there is nothing to doubt about a fact or a question."""
    after = await _edit(ctx, draft, "accept", lambda article, _: editing.accepted(article, item))
    return _at(after, item, ctx, "draft.accepted")


async def before_reword(ctx: Context, *, item: str, draft: int | None = None, **_given: object) -> Prefilled:
    """Show the words as they stand, to be changed."""
    part = await _part(ctx, item, draft)
    return Prefilled(fields={"text": part.text}, options={"seen": stamp(part)})


async def before_speaker(ctx: Context, *, item: str, draft: int | None = None, **_given: object) -> Prefilled:
    """Show who says it, as far as that is known."""
    part = await _part(ctx, item, draft)
    speaker = part.speaker if isinstance(part, Fact) else None
    return Prefilled(fields={"speaker": speaker or ""}, options={"seen": stamp(part)})


async def before_follow_ups(
    ctx: Context, *, item: str, draft: int | None = None, **_given: object
) -> Prefilled:
    """Show the follow-ups, a line each."""
    part = await _part(ctx, item, draft)
    follow_ups = part.follow_ups if isinstance(part, Question) else ()
    return Prefilled(fields={"follow_ups": "\n".join(follow_ups)}, options={"seen": stamp(part)})


async def before_heading(ctx: Context, *, draft: int | None = None, **_given: object) -> Prefilled:
    """Show what is known of the article."""
    found = await ctx.cases.drafts.get(to_id(draft), at=ctx.at)
    # What stands in for a title is none.
    article = found.article if found.preview.had_title else replace(found.article, title=None)
    fields = {
        "title": article.title or "",
        "source": article.source or "",
        "author": article.author or "",
        "date": article.date or "",
        "language": article.language,
    }
    return Prefilled(fields=fields, options={"seen": heading_stamp(article)})


async def _edit(
    ctx: Context,
    draft: int | None,
    action: str,
    change: Change,
    *,
    seen: Mapping[str, str | None] | None = None,
) -> Draft:
    shown = {item: stamped for item, stamped in (seen or {}).items() if stamped is not None}
    return await ctx.cases.drafts.edit(to_id(draft), action, change, seen=shown, at=ctx.at)


async def _part(ctx: Context, item: str, draft: int | None) -> Part:
    return find((await ctx.cases.drafts.get(to_id(draft), at=ctx.at)).article, item)


def _at(after: Draft, item: str, ctx: Context, said: str) -> Reply:
    """Return the page on which there is what the change made, or else *item*."""
    shown = after.new[0] if after.new else item_of(find(after.article, item))
    return panel_at(after, shown, ctx, text=ctx.text(said))


def _beside(article: Article, part: Part) -> str:
    """Return the name of what stands behind *part*, or before it where it is the last."""
    names = [item_of(one) for one in article.parts]
    place = names.index(item_of(part))
    return names[place + 1] if place + 1 < len(names) else names[place - 1]


def _blank(value: str | None) -> str:
    """Return *value*, or nothing where somebody at a terminal said so."""
    said = (value or "").strip()
    return "" if said == NOTHING else said


def _lines(text: str, ctx: Context) -> tuple[str, ...]:
    """Return the lines of *text*, which somebody at a terminal can type in one."""
    return pieces_of(_blank(text).replace(BREAK, "\n") if ctx.is_local else text)
