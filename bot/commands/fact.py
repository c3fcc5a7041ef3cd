"""Look-ups: what the articles say, and what they do not."""

import re
from dataclasses import replace

from bot.commands.context import Context
from bot.commands.paging import page_of, turns
from bot.commands.reply import Action, Card, Pick, Reply
from bot.commands.words import attribution, brief
from bot.domain.article import Fact, FactState
from bot.domain.lookup import Verdict
from bot.i18n import Text
from bot.services.lookup import Found, Hit

CHOICES = 3
FACTS_SHOWN = 8
# A fact with its passage that is longer is for whoever asked: nobody wants a page put before a whole channel.
SHARED_LENGTH = 1_500
# "#12:f3", fact f3 of the article with the key 12: what lists and completions stand for.
REFERENCE = re.compile(r"#\d{1,18}:\S.*")


async def fact(ctx: Context, *, query: str, article: str | None = None) -> Reply:
    """Answer with the fact closest to *query*, a few near ones when unsure, or an honest no."""
    if REFERENCE.fullmatch(query.strip()):
        return answered(await ctx.cases.lookup.get(query.strip(), guild=ctx.at.guild), ctx)
    here = await ctx.here()
    only = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False) if article else None
    found = await ctx.cases.lookup.find(
        query,
        guild=ctx.at.guild,
        only=only.key if only else None,
        first=here,
        limit=CHOICES,
        by=ctx.at.person.id,
    )
    reply = told(found, ctx, only=only.title if only else None)
    if found.verdict is not Verdict.NOTHING:
        return reply
    more = {"article": only.id} if only else {}
    actions = [ctx.action("action.what_it_says", "facts", **more)] if only or here else []
    if found.gap is None:
        return replace(reply, actions=tuple(actions))
    actions.append(ctx.action("action.follow", "gap follow", gap=found.gap))
    return replace(reply, text=f"{reply.text} {ctx.text('fact.counted')}", actions=tuple(actions))


def told(found: Found, ctx: Context, *, only: str | None) -> Reply:
    """Return what is said of a look-up's answer; *only* is the title of the one article that was asked."""
    if found.verdict is Verdict.NOTHING:
        no = ctx.text("fact.not_in_article", title=only) if only else ctx.text("fact.not_in_articles")
        return Reply(text=no)
    if found.verdict is Verdict.CHOICES and len(found.hits) > 1:
        return Reply(
            text=ctx.text("fact.unsure"),
            cards=tuple(_choice(hit, ctx.text) for hit in found.hits),
            picks=(pick_fact(found.hits, ctx, updates=True),),
        )
    unsure = ctx.text("fact.unsure_one") if found.verdict is Verdict.CHOICES else ""
    return replace(answered(found.hits[0], ctx), text=unsure)


def answered(hit: Hit, ctx: Context) -> Reply:
    """Return a fact with its passage, which may be shown to everybody unless it is long."""
    return Reply(cards=(fact_card(hit, ctx.text),), share=sharing(hit, ctx))


def sharing(hit: Hit, ctx: Context) -> Action | None:
    """Return what shows *hit* to everybody in the channel, unless it is long."""
    if len(hit.fact.text) + len(hit.fact.passage) > SHARED_LENGTH:
        return None
    return ctx.action("button.share", "fact", query=reference(hit))


def reference(hit: Hit) -> str:
    """Return what stands for *hit* in a list, in a completion, in a button."""
    return f"#{hit.article.key}:{hit.fact.id}"


def pick_fact(hits: tuple[Hit, ...], ctx: Context, *, updates: bool) -> Pick:
    """Return a list of *hits*, of which one is shown with its passage."""
    choices = tuple((reference(hit), brief(hit.fact.text)) for hit in hits)
    return Pick(label=ctx.text("pick.fact"), command="fact", option="query", choices=choices, updates=updates)


async def facts(ctx: Context, *, article: str | None = None, page: int = 1) -> Reply:
    """List what an article says, a page at a time."""
    found = await ctx.cases.articles.get(article, guild=ctx.at.guild, here=await ctx.here())
    all_facts = found.article.served_facts
    if not all_facts:
        return Reply(text=ctx.text("facts.none", title=found.title))
    shown = page_of(all_facts, page=page, size=FACTS_SHOWN)
    lines = tuple(f"{number}. {_listed(one, ctx)}" for number, one in enumerate(shown.items, shown.first))
    footer = ctx.text("count.facts", n=len(all_facts))
    if shown.of > 1:
        footer = f"{footer} · {ctx.text('word.page', number=shown.number, of=shown.of)}"
    hits = tuple(Hit(fact=one, article=found, score=one.score) for one in shown.items)
    return Reply(
        cards=(Card(title=found.title, lines=lines, footer=footer),),
        picks=(pick_fact(hits, ctx, updates=False),),
        actions=turns(shown, ctx, "facts", article=found.id),
    )


async def check(ctx: Context, *, text: str) -> Reply:
    """Say which facts bear on a message, each with its passage, and whether there are none."""
    hits = await ctx.cases.lookup.check(text, guild=ctx.at.guild, first=await ctx.here())
    if not hits:
        return Reply(text=ctx.text("check.none"))
    cards = tuple(fact_card(hit, ctx.text) for hit in hits)
    return Reply(text=ctx.text("check.found", n=len(hits)), cards=cards)


def _listed(fact: Fact, ctx: Context) -> str:
    """Return a fact in a list, with its state where it is not as the article states it."""
    if fact.state is not FactState.STATED:
        return f"{fact.text} ({ctx.text(f'state.{fact.state}')})"
    if fact.added_at is not None and not fact.has_passage:
        return f"{fact.text} ({ctx.text('fact.added', day=ctx.text.day(fact.added_at))})"
    return fact.text


def fact_card(hit: Hit, text: Text) -> Card:
    """Return a fact with the passage that it rests on, if there is one."""
    return replace(_choice(hit, text), quote=hit.fact.passage if hit.fact.has_passage else None)


def _choice(hit: Hit, text: Text) -> Card:
    """Return a fact among others: without its passage, for people read them on a phone."""
    return Card(title=hit.fact.text, footer=attribution(hit.fact, hit.article, text))
