"""Tests for bot.commands.fact and bot.commands.suggest: look-ups, lists of facts, completions."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from askers import ADA, KIM, MAX, PACK, SAM, Askers, all_text, labelled, open_askers

from bot.commands import COMMANDS
from bot.commands.fact import FACTS_SHOWN, SHARED_LENGTH
from bot.commands.reply import Card
from bot.commands.spec import Option, Suggest
from bot.commands.suggest import complete
from bot.i18n import Language, text_in


@pytest.fixture
async def askers(tmp_path: Path) -> AsyncIterator[Askers]:
    async with open_askers(tmp_path) as opened:
        await opened.load()
        yield opened


async def values(askers: Askers, suggest: Suggest, typed: str, **who: object) -> list[str]:
    option = Option(name="option", suggest=suggest)
    ctx = askers.context(who.get("by", SAM), language=who.get("language", Language.ENGLISH))  # type: ignore[arg-type]
    return [one.value for one in await complete(option, typed, ctx=ctx, commands=COMMANDS)]


async def test_an_answer_comes_with_its_passage_and_can_be_shared(askers: Askers) -> None:
    found = await askers.ask("fact", query="when did the mill burn down")

    assert found.cards[0].quote is not None
    assert found.share is not None
    assert found.share.options == {"query": "#1:f1"}
    shared = await askers.ask("fact", by=KIM, query=found.share.options["query"], is_shared=True)
    assert shared.cards == found.cards
    assert shared.share is None
    assert not shared.actions
    assert not shared.picks


async def test_what_is_shared_is_in_the_language_of_the_server(askers: Askers) -> None:
    french = await askers.ask("fact", query="#1:f1", speaks=Language.FRENCH, is_shared=True)

    assert (french.cards[0].footer or "").endswith(text_in(Language.FRENCH)("state.stated"))
    assert french.cards[0].title == "The mill on the river burned down in 1901."


async def test_a_long_passage_is_not_put_before_everybody(askers: Askers) -> None:
    long = PACK.replace("It was in 1901", "It was " + "very " * (SHARED_LENGTH // 5) + "early in 1901")
    await askers.load(long)

    assert (await askers.ask("fact", query="#1:f1")).share is None


@pytest.mark.parametrize("reference", ["#1:f9", "#9:f1", "#999999999999999999:x"])
async def test_a_fact_that_is_gone_is_said_to_be(askers: Askers, reference: str) -> None:
    assert (await askers.ask("fact", query=reference)).error == "unknown_fact"


async def test_what_the_articles_do_not_say_is_counted_and_nothing_is_shared(askers: Askers) -> None:
    none = await askers.ask("fact", query="zebras in orbit")

    assert none.text.endswith("The moderators will see that it was asked, not by whom.")
    assert none.share is None
    only = await askers.ask("fact", query="zebras in orbit", article="mill")
    assert only.actions[0].command == "facts"
    listed = await askers.do(only.actions[0])
    assert listed.cards[0].lines[0] == "1. The mill on the river burned down in 1901."


async def test_near_ones_are_picked_from_a_list(askers: Askers) -> None:
    pack = """id = "inn"
title = "The inns"
language = "en"
[[facts]]
id = "a"
text = "The inn at Hallow was sold for 300,000 euros."
[[facts]]
id = "b"
text = "The inn at Barrow was sold for 310,000 euros."
"""
    await askers.load(pack)

    unsure = await askers.ask("fact", query="inn sold")

    if len(unsure.cards) > 1:
        (pick,) = unsure.picks
        assert pick.updates
        chosen = await askers.choose(pick, pick.choices[0][0])
        assert chosen.cards[0].title == unsure.cards[0].title
        assert chosen.cards[0].quote is not None


async def test_facts_are_listed_page_by_page(askers: Askers) -> None:
    many = 'id = "sacks"\ntitle = "Sacks"\nlanguage = "en"\n' + "".join(
        f'[[facts]]\nid = "f{number}"\ntext = "In {1900 + number} there were {number} sacks."\n'
        for number in range(1, 20)
    )
    await askers.load(many)

    first = await askers.ask("facts", article="sacks")
    assert len(first.cards[0].lines) == FACTS_SHOWN
    assert [action.label for action in first.actions] == ["Next page"]
    second = await askers.do(first.actions[0])
    assert [action.label for action in second.actions] == ["Previous page", "Next page"]
    assert second.cards[0].lines[0].startswith("9. ")
    beyond = await askers.ask("facts", article="sacks", page=99)
    assert (beyond.cards[0].footer or "").endswith("page 3 of 3")
    assert (await askers.ask("facts", article="sacks", page=0)).cards == first.cards
    (pick,) = second.picks
    shown = await askers.choose(pick, pick.choices[0][0])
    assert shown.cards[0].title == "In 1909 there were 9 sacks."


async def test_a_message_is_checked_against_the_articles(askers: Askers) -> None:
    message = "I read that the mill on the river burned down in 1901! And I like trains."

    found = await askers.ask("check", text=message)
    none = await askers.ask("check", text="I had soup today.")

    assert found.text.startswith("1 fact bears on this message.")
    assert found.cards[0].title == "The mill on the river burned down in 1901."
    assert found.cards[0].quote is not None
    assert "neither right nor wrong" in none.text
    assert not none.cards
    assert not none.share
    assert (await askers.ask("gaps", by=MAX)).text.startswith("So far")


async def test_facts_are_completed_by_what_stands_for_them(askers: Askers) -> None:
    assert await values(askers, Suggest.FACTS, "bakery") == ["#1:f2"]


async def test_articles_and_questions_are_completed(askers: Askers) -> None:
    assert await values(askers, Suggest.ARTICLES, "RIVER") == ["mill"]
    assert await values(askers, Suggest.ARTICLES, "sea") == []
    assert await values(askers, Suggest.QUESTIONS, "") == []
    await askers.ask("discuss start", by=MAX)
    await askers.ask("discuss next", by=MAX)
    assert await values(askers, Suggest.QUESTIONS, "") == ["2", "1"]
    assert await values(askers, Suggest.QUESTIONS, "rebuilt") == ["1"]
    assert await values(askers, Suggest.QUESTIONS, "#2") == ["2"]


async def test_zones_and_commands_are_completed(askers: Askers) -> None:
    assert (await values(askers, Suggest.ZONES, "paris"))[0] == "Europe/Paris"
    assert await values(askers, Suggest.ZONES, "")
    assert await values(askers, Suggest.COMMANDS, "/fac") == ["fact", "facts"]
    assert await values(askers, Suggest.COMMANDS, "set", by=MAX) == []
    assert await values(askers, Suggest.COMMANDS, "set", by=ADA) == ["setup"]
    assert await values(askers, Suggest.COMMANDS, "fai", language=Language.FRENCH) == ["fait", "faits"]
    assert await values(askers, Suggest.COMMANDS, "draft", by=ADA) == []


async def test_an_option_that_nothing_completes(askers: Askers) -> None:
    assert await complete(Option(name="text"), "a", ctx=askers.context(), commands=COMMANDS) == ()


async def test_an_article_without_facts_says_so(askers: Askers) -> None:
    await askers.load('id = "empty"\ntitle = "Empty"\nlanguage = "en"\n[[questions]]\ntext = "Why?"\n')

    assert (await askers.ask("facts", article="empty")).text == "No facts were found in “Empty”."


async def test_a_list_of_facts_holds_what_it_says(askers: Askers) -> None:
    reply = await askers.ask("facts")

    assert reply.cards[0] == Card(
        title="The mill on the river",
        lines=(
            "1. The mill on the river burned down in 1901.",
            "2. A bakery has used the rebuilt mill since 1950.",
        ),
        footer="2 facts",
    )
    assert labelled(await askers.ask("article show", by=MAX), "All its facts").command == "facts"
    assert "burned" in all_text(reply)
