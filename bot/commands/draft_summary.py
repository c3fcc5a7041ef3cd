"""What was understood of an article, at a glance: doubts first, key facts, questions, what was set aside."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.context import Context
from bot.commands.reply import Card
from bot.commands.review_words import (
    about,
    doubt_in_words,
    doubts_card,
    reason_in_words,
    set_aside_card,
    statement,
)
from bot.commands.words import brief, state_of
from bot.domain.article import Article, Doubt, Doubtful, Fact, FactState, Question, Reason, item_of
from bot.i18n import Text
from bot.services.articles import Changes, Preview

KEY_FACTS = 5
QUESTIONS = 10
DOUBTS = 8
# Characters of a fact, a question or a passage where several are shown.
LINE = 220


def announce(preview: Preview, ctx: Context) -> str:
    """Return what is said above a draft: that nothing is kept yet, and what keeping it would change."""
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
    # Unless that is among the doubts, which are shown in a moment.
    doubted = {one.doubt for one in preview.article.doubts}
    if not preview.had_title and Doubt.NO_TITLE not in doubted:
        sentences.append(text("article.no_title"))
    if not preview.article.questions and Doubt.NO_QUESTIONS not in doubted:
        sentences.append(text("article.no_questions"))
    return " ".join(sentences)


def summary(article: Article, text: Text) -> tuple[Card, ...]:
    """Return the cards that say what was understood of *article*."""
    cards = (_doubts(article, text), _understood(article, text), set_aside_card(article.set_aside, text))
    return tuple(card for card in cards if card != Card())


def doubt_about(doubtful: Doubtful, article: Article, text: Text) -> str:
    """Return what there is to look at, and the beginning of what it is about."""
    said = doubt_in_words(doubtful, text)
    part = next((one for one in article.parts if item_of(one) == doubtful.item), None)
    return said if part is None else f"{said} {text('word.quoted', words=brief(part.text))}"


def asides(article: Article) -> Counter[Reason]:
    """Return how much of *article* was set aside for which reason."""
    return Counter(part.reason for part in article.set_aside)


def said(part: Fact | Question, text: Text, *, limit: int | None = None) -> str:
    """Return a fact with who says it, or a question with what hangs on it."""
    if isinstance(part, Fact):
        whole = statement(replace(part, state=FactState.STATED), text)
    else:
        whole = " ".join((part.text, *part.follow_ups))
    return whole if limit is None else brief(whole, limit=limit)


def marked(part: Fact | Question, text: Text, *, limit: int | None = None) -> str:
    """Return what ``said`` does; of what moderators corrected, disputed or withdrew, that too."""
    words = said(part, text, limit=limit)
    if isinstance(part, Question) or part.state is FactState.STATED:
        return words
    return f"{words} ({state_of(part, text)})"


def _doubts(article: Article, text: Text) -> Card:
    ordered = sorted(article.doubts, key=lambda one: one.item is not None)
    card = doubts_card(replace(article, doubts=tuple(ordered[:DOUBTS])), text)
    return replace(card, lines=(*card.lines, *_rest(ordered, DOUBTS, text)))


def _understood(article: Article, text: Text) -> Card:
    facts, questions = article.key_facts[:KEY_FACTS], article.questions[:QUESTIONS]
    lines = [*(line for line in about(article, text) if line)]
    if facts:
        lines += ["", text("article.key_facts", n=len(facts))]
        lines += [f"• {brief(statement(fact, text), limit=LINE)}" for fact in facts]
    if questions:
        lines += ["", text("article.questions")]
        lines += [f"{place}. {said(one, text, limit=LINE)}" for place, one in enumerate(questions, 1)]
        lines += _rest(article.questions, QUESTIONS, text)
    return Card(title=article.title or "", lines=tuple(lines))


def aside_in_words(reason: Reason, count: int, text: Text) -> str:
    """Return how much was set aside for *reason*: ``Headings (4)``."""
    return f"{reason_in_words(reason, text, number=count)} ({text.number(count)})"


def _rest(items: Sequence[object], shown: int, text: Text) -> list[str]:
    return [text("draft.more", n=len(items) - shown)] if len(items) > shown else []


def _counts(changes: Changes) -> tuple[tuple[str, int], ...]:
    return (
        ("added", changes.added),
        ("changed", changes.changed),
        ("orphaned", changes.orphaned),
        ("removed", changes.removed),
    )
