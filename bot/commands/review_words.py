"""What was understood of an article, as cards: what a moderator reads before it goes live, doubts first."""

from collections.abc import Iterable

from bot.commands.reply import Card
from bot.commands.words import brief, extent, origin, state_of
from bot.domain.article import Article, Doubtful, Fact, FactState, Question, Reason, SetAside, item_of
from bot.i18n import Text

# As many as are read at a glance.
KEY_FACTS = 8


def reading_cards(
    article: Article,
    text: Text,
    *,
    has_facts: bool = True,
    has_passages: bool = False,
    key_facts: int = KEY_FACTS,
) -> tuple[Card, ...]:
    """Return the cards of an article that has been read.

    What it is; doubts; key facts; questions; with *has_facts* all facts in the article's order; what was set
    aside, by reason, with *has_passages* in its own words, as are then facts that were put in other ones.
    """
    cards = (
        Card(title=article.title or text("article.untitled"), lines=about(article, text)),
        doubts_card(article, text),
        key_facts_card(article, text, most=key_facts),
        questions_card(article, text),
        facts_card(article, text, has_passages=has_passages) if has_facts else Card(),
        set_aside_card(article.set_aside, text, has_passages=has_passages),
    )
    return tuple(card for card in cards if card != Card())


def about(article: Article, text: Text) -> tuple[str, ...]:
    """Return where an article is from, its language, and how much was found in it."""
    written = text("reading.author", author=article.author) if article.author else ""
    whence = (origin(article, text), written, text.language_name(article.language))
    counts = [extent(len(article.facts), len(article.questions), text)]
    if article.set_aside:
        counts.append(text("count.set_aside", n=len(article.set_aside)))
    if article.doubts:
        counts.append(text("count.doubts", n=len(article.doubts)))
    return _line(*whence), _line(*counts)


def doubts_card(article: Article, text: Text) -> Card:
    """Return what a person should look at, what concerns the whole article first; empty without doubts."""
    if not article.doubts:
        return Card()
    names = _names(article, text)
    ordered = sorted(article.doubts, key=lambda one: one.item is not None)
    lines = [_doubt_line(one, names, text) for one in ordered]
    return Card(title=text("reading.doubts"), lines=tuple(lines))


def key_facts_card(article: Article, text: Text, *, most: int = KEY_FACTS) -> Card:
    """Return the facts that matter most, as they are numbered; empty where nothing was ranked."""
    # As in a pack: the first ones are then not the ones that matter most.
    key = [fact for fact in article.key_facts[:most] if fact.score]
    if not key:
        return Card()
    numbers = {fact.id: number for number, fact in enumerate(article.facts, 1)}
    lines = tuple(f"{numbers[fact.id]}. {statement(fact, text)}" for fact in key)
    return Card(title=text("article.key_facts", n=len(key)), lines=lines)


def questions_card(article: Article, text: Text) -> Card:
    """Return the questions, each with what hangs on it below it, or that there are none."""
    lines = []
    for number, question in enumerate(article.questions, 1):
        lines.append(f"{number}. {_line(question.text)}")
        lines += [f"   – {_line(follow_up)}" for follow_up in question.follow_ups]
    return Card(
        title=text("article.questions"),
        lines=tuple(lines) or (text("article.no_questions"),),
    )


def facts_card(article: Article, text: Text, *, has_passages: bool = False) -> Card:
    """Return every fact in the article's order; empty without facts."""
    if not article.facts:
        return Card()
    lines = []
    for number, fact in enumerate(article.facts, 1):
        lines.append(f"{number}. {statement(fact, text)}")
        if has_passages and fact.has_passage and _bare(fact.passage) != _bare(fact.text):
            lines.append(f"   {text('word.quoted', words=_line(fact.passage))}")
    return Card(title=text("reading.facts"), lines=tuple(lines))


def set_aside_card(parts: Iterable[SetAside], text: Text, *, has_passages: bool = False) -> Card:
    """Return what was left out, by reason with how often, in the article's order; maybe the passages."""
    groups: dict[Reason, list[SetAside]] = {}
    for part in parts:
        groups.setdefault(part.reason, []).append(part)
    if not groups:
        return Card()
    lines = []
    for reason, group in groups.items():
        lines.append(f"• {reason_in_words(reason, text, number=len(group))} ({text.number(len(group))})")
        if has_passages:
            lines += [f"   – {_line(part.text)}" for part in group]
    return Card(title=text("reading.set_aside"), lines=tuple(lines))


def statement(fact: Fact, text: Text) -> str:
    """Return a fact with who says it, and its state where that is no longer what the article states.

    Where a fact's own first words say who, they are not said twice.
    """
    is_named = fact.speaker and not fact.text.startswith(fact.speaker)
    speaker = f"{_line(fact.speaker or '')}{text('word.colon')}" if is_named else ""
    state = "" if fact.state is FactState.STATED else f" ({state_of(fact, text)})"
    return f"{speaker}{_line(fact.text)}{state}"


def doubt_in_words(doubtful: Doubtful, text: Text) -> str:
    """Return a doubt as a sentence that says what to look at."""
    return text(f"doubt.{doubtful.doubt}")


def reason_in_words(reason: Reason, text: Text, *, number: int = 1) -> str:
    """Return why *number* parts of a source were left out."""
    return text(f"reason.{reason}", n=number)


def _doubt_line(doubtful: Doubtful, names: dict[str, tuple[str, str]], text: Text) -> str:
    words = doubt_in_words(doubtful, text)
    if doubtful.item not in names:
        return f"• {words}"
    name, begins = names[doubtful.item]
    return f"• {name}{text('word.colon')}{words} {text('word.quoted', words=begins)}"


def _names(article: Article, text: Text) -> dict[str, tuple[str, str]]:
    """Return what each fact and question is called, and how it begins."""
    numbered: list[tuple[str, int, Fact | Question]] = [
        *(("page.fact_label", number, fact) for number, fact in enumerate(article.facts, 1)),
        *(("page.prompt_label", number, question) for number, question in enumerate(article.questions, 1)),
    ]
    return {item_of(part): (text(key, number=number), brief(part.text)) for key, number, part in numbered}


def _line(*parts: str) -> str:
    """Return *parts* in one line: a part that has several would look like several."""
    return " · ".join(" ".join(part.split()) for part in parts if part)


def _bare(words: str) -> str:
    """Return the letters of *words*: a fact that has but other quotation marks says what its passage says."""
    return "".join(filter(str.isalnum, words)).casefold()
