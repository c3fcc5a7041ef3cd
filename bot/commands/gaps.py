"""Gaps: what people looked up in vain, what moderators make of it, and being told when it is answered."""

from bot.commands.context import Context
from bot.commands.corrections import meant
from bot.commands.fact import answered, fact_card
from bot.commands.paging import page_of, turns
from bot.commands.reply import Action, Card, Pick, Reply
from bot.commands.spec import Prefilled
from bot.commands.words import brief
from bot.domain.gap import Gap, GapState
from bot.domain.gap_errors import GapAnsweredError
from bot.domain.identity import GapId
from bot.i18n import Text
from bot.services.answering import KnownGap
from bot.services.lookup import Hit

GAPS_SHOWN = 10  # on a page
GAPS_LISTED = 500  # the most asked: nobody turns more pages
WORDINGS_SHOWN = 10
SUGGESTED = 10
# An article's id that a form carries along; a longer one, which only packs can give, is a field of it.
CARRIED = 40
# Of a query in a list, and where it is the heading.
LINE, HEADING = 150, 250


async def gaps(ctx: Context, *, state: str = GapState.OPEN, page: int = 1) -> Reply:
    """List what people asked that the articles do not say, the most asked first."""
    text, wanted = ctx.text, GapState(state)
    found = await ctx.cases.gaps.most_asked(ctx.at.guild, state=wanted, limit=GAPS_LISTED)
    if not found:
        return Reply(text=_none(wanted, ctx))
    shown = page_of(found, page=page, size=GAPS_SHOWN)
    lines = tuple(f"{number}. {_line(gap, ctx)}" for number, gap in enumerate(shown.items, shown.first))
    footer = [text("gaps.how")] if wanted is GapState.OPEN else []
    if shown.of > 1:
        footer.append(text("word.page", number=shown.number, of=shown.of))
    choices = tuple((str(gap.id), brief(gap.query)) for gap in shown.items)
    return Reply(
        cards=(Card(title=_title(wanted, ctx), lines=lines, footer=" · ".join(footer) or None),),
        picks=(Pick(label=text("pick.gap"), command="gap show", option="gap", choices=choices),),
        actions=turns(shown, ctx, "gaps", state=wanted),
    )


async def gap_show(ctx: Context, *, gap: int) -> Reply:
    """Show what is known of a gap, and what can be done about it."""
    return await _shown(await ctx.cases.gaps.get(GapId(gap), guild=ctx.at.guild), ctx)


async def gap_answer(
    ctx: Context, *, gap: int, text: str, passage: str = "", article: str | None = None
) -> Reply:
    """Answer a gap with a fact that is added to an article."""
    stored = await ctx.cases.articles.get(
        (article or "").strip() or None, guild=ctx.at.guild, here=await ctx.here(), has_facts=False
    )
    hit = await ctx.cases.gaps.answer(GapId(gap), text=text, where=passage, article=stored.id, at=ctx.at)
    noted = ctx.text("gap.noted_as_reason") if passage.strip() and hit.fact.note else ""
    return _settled(hit, ctx, noted=noted)


async def gap_point(ctx: Context, *, gap: int, fact: str) -> Reply:
    """Answer a gap with a fact that is there already."""
    hit = await ctx.cases.gaps.point(GapId(gap), await meant(ctx, fact), at=ctx.at)
    return _settled(hit, ctx)


async def gap_dismiss(ctx: Context, *, gap: int) -> Reply:
    """Take a gap out of the list, for it is no question to the articles."""
    dismissed = await ctx.cases.gaps.dismiss(GapId(gap), at=ctx.at)
    return Reply(
        text=ctx.text("gap.dismissed", query=brief(dismissed.query)),
        actions=(ctx.turn("action.undo", "gap reopen", gap=gap), _back(ctx)),
    )


async def gap_reopen(ctx: Context, *, gap: int) -> Reply:
    """Put a gap back among the open ones, dismissed or answered as it was."""
    await ctx.cases.gaps.reopen(GapId(gap), at=ctx.at)
    return await _shown(await ctx.cases.gaps.get(GapId(gap), guild=ctx.at.guild), ctx)


async def gap_follow(ctx: Context, *, gap: int) -> Reply:
    """Note that whoever asks wants to be told when the gap is answered."""
    noted = await ctx.cases.telling.follow(GapId(gap), language=ctx.text.language, at=ctx.at)
    if isinstance(noted, Hit):
        return answered(noted, ctx)
    if ctx.is_local:
        said = ctx.text("gap.follows_here") if noted else ctx.text("gap.follows_already")
    else:
        said = ctx.text("gap.follows") if noted else ctx.text("gap.follows_already")
    return Reply(text=said, actions=(ctx.turn("action.unfollow", "gap unfollow", gap=gap),))


async def gap_unfollow(ctx: Context, *, gap: int) -> Reply:
    """Forget that whoever asks wanted to be told."""
    was_noted = await ctx.cases.telling.unfollow(GapId(gap), at=ctx.at)
    said = ctx.text("gap.follows_no_more") if was_noted else ctx.text("gap.follows_not")
    return Reply(text=said, actions=(ctx.turn("action.follow", "gap follow", gap=gap),))


async def before_gap_answer(
    ctx: Context, *, gap: int, article: str | None = None, **_given: object
) -> Prefilled:
    """Ask for the article only where there are several. Raises UnknownGapError, GapAnsweredError."""
    await _unanswered(gap, ctx)
    lines = await ctx.cases.articles.lines(ctx.at.guild)
    if article is not None:
        return Prefilled(options={"article": article})
    if len(lines) == 1:
        known = {"article": lines[0].id}
        return Prefilled(options=known) if len(lines[0].id) <= CARRIED else Prefilled(fields=known)
    here = await ctx.here()
    return Prefilled(fields={"article": next((line.id for line in lines if line.key == here), "")})


async def before_gap_point(ctx: Context, *, gap: int, **_given: object) -> Prefilled:
    """Ask for a fact only where one is wanted. Raises UnknownGapError, GapAnsweredError."""
    await _unanswered(gap, ctx)
    return Prefilled()


def told_answer(hit: Hit, text: Text) -> Reply:
    """Return what somebody is told who waited for it, unasked: the fact, with where it comes from."""
    return Reply(text=text("gap.told"), cards=(fact_card(hit, text),))


async def _unanswered(gap: int, ctx: Context) -> None:
    known = await ctx.cases.gaps.get(GapId(gap), guild=ctx.at.guild)
    if known.hit is not None:
        raise GapAnsweredError(fact=known.hit.fact.text)


async def _shown(known: KnownGap, ctx: Context) -> Reply:
    text, gap = ctx.text, known.gap
    lines = [text("gap.asked", n=gap.asked, first=text.day(gap.first_on), last=text.day(gap.last_on))]
    lines += [text("gap.wording", query=brief(one, limit=LINE)) for one in known.wordings[:WORDINGS_SHOWN]]
    if gap.waiting:
        lines.append(text("gap.waiting", n=gap.waiting))
    if gap.state is GapState.DISMISSED:
        lines.append(text("gap.is_dismissed"))
    card = Card(title=brief(gap.query, limit=HEADING), lines=tuple(lines))
    if known.hit is not None:
        return Reply(
            text=text("gap.is_answered"),
            cards=(card, fact_card(known.hit, text)),
            actions=(ctx.turn("action.reopen_gap", "gap reopen", gap=gap.id), _back(ctx)),
        )
    answer = ctx.turn("action.answer_gap", "gap answer", gap=gap.id)
    point = ctx.turn("action.point_gap", "gap point", gap=gap.id)
    if gap.state is GapState.OPEN:
        last = ctx.turn("action.dismiss_gap", "gap dismiss", gap=gap.id)
    else:
        last = ctx.turn("action.reopen_gap", "gap reopen", gap=gap.id)
    return Reply(cards=(card,), picks=await _near(gap, ctx), actions=(answer, point, last, _back(ctx)))


async def _near(gap: Gap, ctx: Context) -> tuple[Pick, ...]:
    """Return a list of the facts that are about what was asked, of which one may be its answer after all."""
    found = await ctx.cases.lookup.suggest(
        gap.query, guild=ctx.at.guild, first=await ctx.here(), limit=SUGGESTED
    )
    if not found:
        return ()
    choices = tuple((one.reference, brief(one.text)) for one in found)
    label = ctx.text("pick.gap_fact")
    return (Pick(label=label, command="gap point", option="fact", options={"gap": gap.id}, choices=choices),)


def _settled(hit: Hit, ctx: Context, *, noted: str = "") -> Reply:
    said = ctx.text("gap.answered")
    return Reply(
        text=f"{said} {noted}" if noted else said,
        cards=(fact_card(hit, ctx.text),),
        actions=(_back(ctx),),
    )


def _back(ctx: Context) -> Action:
    return ctx.turn("action.back", "gaps")


def _line(gap: Gap, ctx: Context) -> str:
    query = brief(gap.query, limit=LINE)
    return ctx.text("gaps.line", query=query, n=gap.asked, day=ctx.text.day(gap.last_on))


def _title(state: GapState, ctx: Context) -> str:
    if state is GapState.OPEN:
        return ctx.text("gaps.title")
    return ctx.text("gaps.title_answered" if state is GapState.ANSWERED else "gaps.title_dismissed")


def _none(state: GapState, ctx: Context) -> str:
    if state is GapState.OPEN:
        return ctx.text("gaps.none")
    return ctx.text("gaps.none_answered" if state is GapState.ANSWERED else "gaps.none_dismissed")
