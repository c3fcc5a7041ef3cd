"""Tests for bot.commands.review_words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.reply import Card
from bot.commands.review_words import KEY_FACTS, about, reading_cards
from bot.domain.article import Article, Doubt, Doubtful, Fact, FactState, Question, Reason, SetAside
from bot.i18n import Language, text_in

ENGLISH = text_in(Language.ENGLISH)

QUAY = Article(
    title="The quay",
    language="en",
    source="Lisse Courier",
    author="Ines Robert",
    date="2026-05",
    facts=(
        Fact(id="f1", text="“It shut.”", passage="it\nshut.", speaker="Ann Lee", score=0.2),
        Fact(
            id="f2",
            text="[The quay] rusts.",
            passage="It rusts,\nthey said",
            score=0.9,
            state=FactState.CORRECTED,
            note="a little",
        ),
    ),
    questions=(Question(id="q1", text="Why?", follow_ups=("Since\n when?",)), Question(id="q2", text="Who?")),
    set_aside=(
        SetAside(text="Read\nalso", reason=Reason.RELATED, start=0, end=9),
        SetAside(text="The harbour", reason=Reason.HEADING, start=20, end=31),
        SetAside(text="More", reason=Reason.RELATED, start=40, end=44),
    ),
    doubts=(
        Doubtful(doubt=Doubt.NO_SPEAKER, item="f:f2"),
        Doubtful(doubt=Doubt.UNANNOUNCED, item="q:q1"),
        Doubtful(doubt=Doubt.LONG, item="f:gone"),
        Doubtful(doubt=Doubt.LITTLE),
    ),
)


def titles(cards: tuple[Card, ...]) -> list[str]:
    return [card.title for card in cards]


def test_a_reading_has_what_it_is_then_doubts_then_the_rest() -> None:
    cards = reading_cards(QUAY, ENGLISH)

    assert cards == (
        Card(
            title="The quay",
            lines=(
                "Source: Lisse Courier · May 2026 · By Ines Robert · English",
                "2 facts · 2 questions · 3 parts set aside · 4 doubts",
            ),
        ),
        Card(
            title="To check first",
            lines=(
                "• Hardly anything was understood. Is this the article itself?",
                "• Fact 2: Whose words are these? “[The quay] rusts.”",
                f"• Question 1: {ENGLISH('doubt.unannounced')} “Why?”",
                "• It is long and could not be cut. Shorten it.",
            ),
        ),
        Card(
            title="Key facts:", lines=("2. [The quay] rusts. (corrected: a little)", "1. Ann Lee: “It shut.”")
        ),
        Card(title="Questions:", lines=("1. Why?", "   – Since when?", "2. Who?")),
        Card(
            title="All facts, in the article’s order:",
            lines=("1. Ann Lee: “It shut.”", "2. [The quay] rusts. (corrected: a little)"),
        ),
        Card(title="Set aside", lines=("• Lead to other articles (2)", "• Heading (1)")),
    )


def test_passages_are_shown_where_they_are_asked_for_and_say_something_else() -> None:
    *_, facts, aside = reading_cards(QUAY, ENGLISH, has_passages=True)

    assert facts.lines == (
        "1. Ann Lee: “It shut.”",
        "2. [The quay] rusts. (corrected: a little)",
        "   “It rusts, they said”",
    )
    assert aside.lines == (
        "• Lead to other articles (2)",
        "   – Read also",
        "   – More",
        "• Heading (1)",
        "   – The harbour",
    )


def test_a_glance_leaves_the_long_list_out() -> None:
    assert titles(reading_cards(QUAY, ENGLISH, has_facts=False, key_facts=1)) == [
        "The quay",
        "To check first",
        "Key fact:",
        "Questions:",
        "Set aside",
    ]


def test_only_as_many_facts_are_key_as_are_read_at_a_glance() -> None:
    facts = tuple(Fact(id=str(n), text=f"No. {n}", passage="", score=n / 100) for n in range(1, 30))
    key = reading_cards(Article(title="T", language="en", facts=facts), ENGLISH)[1]

    assert len(key.lines) == KEY_FACTS
    assert key.lines[0] == "29. No. 29"


def test_a_pack_with_nothing_in_it_says_so() -> None:
    cards = reading_cards(Article(title=None, language="xx"), ENGLISH)

    assert titles(cards) == ["Untitled", "Questions:"]
    assert cards[0].lines == ("xx", "0 facts · 0 questions")
    assert cards[1].lines == (ENGLISH("article.no_questions"),)


def test_facts_that_were_never_ranked_have_no_best_ones() -> None:
    facts = (Fact(id="a", text="One.", passage="One."),)

    assert "Key fact:" not in titles(reading_cards(Article(title="T", language="en", facts=facts), ENGLISH))


@pytest.mark.parametrize("language", list(Language))
def test_every_doubt_and_every_reason_has_its_words(language: Language) -> None:
    article = Article(
        title="T",
        language="fr",
        set_aside=tuple(SetAside(text="x", reason=reason, start=0, end=1) for reason in Reason),
        doubts=tuple(Doubtful(doubt=doubt) for doubt in Doubt),
    )
    said = text_in(language)
    _, doubts, _, aside = reading_cards(article, said)

    assert len(set(doubts.lines)) == len(Doubt)
    assert len(set(aside.lines)) == len(Reason)
    assert about(article, said)[0] == said.language_name("fr")


@given(st.text(), st.text(), st.text())
def test_no_line_of_an_article_can_look_like_several(words: str, speaker: str, passage: str) -> None:
    article = Article(
        title="T",
        language="en",
        author=words,
        facts=(Fact(id="f", text=words, passage=passage, speaker=speaker, score=1),),
        questions=(Question(id="q", text=words, follow_ups=(speaker,)),),
        set_aside=(SetAside(text=passage, reason=Reason.POST, start=0, end=1),),
        doubts=(Doubtful(doubt=Doubt.LONG, item="f:f"),),
    )
    for card in reading_cards(article, ENGLISH, has_passages=True):
        for line in card.lines:
            assert len(line.splitlines()) <= 1
