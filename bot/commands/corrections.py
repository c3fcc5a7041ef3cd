"""What an article turned out to have wrong: facts corrected, disputed or withdrawn, and what they said."""

from bot.articles.editing import TEXT_LIMIT, stamp
from bot.commands.context import Context
from bot.commands.fact import REFERENCE, answered, reference
from bot.commands.reply import Card, Pick, Reply
from bot.commands.spec import Prefilled
from bot.commands.words import attribution, brief, standing, state_in_words
from bot.domain.draft_errors import DraftChangedError
from bot.domain.errors import DraftTextError, UnknownFactError, UnsureFactError
from bot.domain.identity import ArticleId
from bot.domain.lookup import Verdict
from bot.services.corrections import FactHistory
from bot.services.lookup import Hit

LISTED = 25
# Versions shown, of a fact that is changed every day: the newest.
VERSIONS = 10


async def article_correct(
    ctx: Context, *, fact: str, text: str, reason: str, seen: str | None = None
) -> Reply:
    """Say a fact as it should have been said; its passage stays beside it."""
    hit = await meant(ctx, fact)
    if seen not in {None, stamp(hit.fact)}:
        raise DraftChangedError
    words = " ".join(text.split())
    if not words or len(words) > TEXT_LIMIT:
        raise DraftTextError(limit=TEXT_LIMIT)
    corrected = await ctx.cases.corrections.correct(
        hit.article.key, hit.fact, text=words, reason=" ".join(reason.split()), at=ctx.at
    )
    shown = answered(Hit(fact=corrected, article=hit.article, score=1.0), ctx)
    said = "fact.corrected" if corrected.has_passage else "fact.corrected_own"
    return Reply(text=ctx.text(said), cards=shown.cards)


async def article_dispute(ctx: Context, *, fact: str, reason: str) -> Reply:
    """Let look-ups say that a fact is disputed."""
    hit = await meant(ctx, fact)
    disputed = await ctx.cases.corrections.dispute(
        hit.article.key, hit.fact, reason=" ".join(reason.split()), at=ctx.at
    )
    shown = answered(Hit(fact=disputed, article=hit.article, score=1.0), ctx)
    return Reply(text=ctx.text("fact.disputed"), cards=shown.cards)


async def article_withdraw(ctx: Context, *, fact: str, reason: str) -> Reply:
    """Let no look-up quote a fact any more."""
    hit = await meant(ctx, fact)
    await ctx.cases.corrections.withdraw(
        hit.article.key, hit.fact, reason=" ".join(reason.split()), at=ctx.at
    )
    return Reply(text=ctx.text("fact.withdrawn", fact=brief(hit.fact.text), article=hit.article.id))


async def article_history(ctx: Context, *, fact: str | None = None, article: str | None = None) -> Reply:
    """Show what a fact said before, when that changed, why and by whom; or which facts were changed."""
    if fact is not None:
        return _history(await _past(ctx, fact), ctx)
    stored = await ctx.cases.articles.get(article, guild=ctx.at.guild, here=await ctx.here(), has_facts=False)
    changed = await ctx.cases.corrections.changed(stored.key)
    if not changed:
        return Reply(text=ctx.text("history.none", title=stored.title))
    choices = tuple((f"#{stored.key}:{one.id}", brief(one.text)) for one in changed[:LISTED])
    pick = Pick(
        label=ctx.text("pick.fact_history"), command="article history", option="fact", choices=choices
    )
    lines = tuple(f"• {one.text} ({standing(one, ctx.text)})" for one in changed[:LISTED])
    footer = ctx.text("count.facts", n=len(changed))
    return Reply(cards=(Card(title=stored.title, lines=lines, footer=footer),), picks=(pick,))


async def before_correct(ctx: Context, *, fact: str, **_given: object) -> Prefilled:
    """Show the fact as it stands, to be changed. Raises UnknownFactError."""
    hit = await meant(ctx, fact)
    shown = {"text": hit.fact.text, "reason": hit.fact.note or ""}
    return Prefilled(fields=shown, options={"fact": reference(hit), "seen": stamp(hit.fact)})


async def before_withdraw(ctx: Context, *, fact: str, **_given: object) -> Prefilled:
    """Keep to the fact that is meant. Raises UnknownFactError where there is nothing to withdraw."""
    return Prefilled(options={"fact": reference(await meant(ctx, fact))})


async def meant(ctx: Context, wanted: str) -> Hit:
    """Return the one fact that *wanted* refers to, or that its words can only mean."""
    if REFERENCE.fullmatch(wanted.strip()):
        return await ctx.cases.lookup.get(wanted.strip(), guild=ctx.at.guild, counts=False)
    found = await ctx.cases.lookup.find(wanted, guild=ctx.at.guild, first=await ctx.here(), counts=False)
    if found.verdict is Verdict.NOTHING:
        raise UnknownFactError
    if found.verdict is Verdict.CHOICES:
        raise UnsureFactError(fact=brief(found.hits[0].fact.text))
    return found.hits[0]


async def _past(ctx: Context, wanted: str) -> FactHistory:
    """Return what the fact that *wanted* means said before; by its reference, one that is withdrawn too."""
    name = wanted.strip()
    if not REFERENCE.fullmatch(name):
        name = reference(await meant(ctx, wanted))
    key, _, id_ = name.removeprefix("#").partition(":")
    return await ctx.cases.corrections.history(ArticleId(int(key)), id_, guild=ctx.at.guild)


def _history(past: FactHistory, ctx: Context) -> Reply:
    text, fact = ctx.text, past.fact
    lines: list[str] = []
    # What each version became: the next one, or what the fact is now.
    became = [*((one.state, one.note) for one in past.versions), (fact.state, fact.note)][1:]
    for version, (state, note) in list(zip(past.versions, became, strict=True))[-VERSIONS:]:
        moment = text.moment(version.changed_at)
        who = text("history.by", moment=moment, name=version.name) if version.name else moment
        words = state_in_words(state, note, text)
        lines.append(text("history.change", who=who, state=words))
        lines.append(f"    {text('history.before', text=version.text)}")
    if not lines:
        lines.append(text("history.never"))
    card = Card(
        title=fact.text,
        lines=tuple(lines),
        quote=fact.passage if fact.has_passage else None,
        footer=attribution(fact, past.article, text),
    )
    return Reply(cards=(card,))
