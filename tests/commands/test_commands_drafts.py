"""Tests for bot.commands.drafts and for how articles are added: looked over first, by moderators only."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from askers import ADA, MAX, PACK, SAM, Askers, all_text, labelled, open_askers, upload

from bot.commands.draft_panels import ITEMS_SHOWN
from bot.commands.reply import Reply
from bot.discord_front.custom_id import Intention, encode
from bot.i18n import Language

MANY = '[[questions]]\nid = "q1"\ntext = "Why?"\n' + "".join(
    f'[[facts]]\nid = "f{number}"\ntext = "In {1900 + number} the mill had {number} sacks of flour."\n'
    for number in range(1, 15)
)


@pytest.fixture
async def askers(tmp_path: Path) -> AsyncIterator[Askers]:
    async with open_askers(tmp_path) as opened:
        yield opened


async def draft(askers: Askers, pack: str = PACK) -> Reply:
    reply = await askers.ask("article add", by=MAX, file=upload("mill.toml", pack))
    assert reply.error is None, reply.text
    return reply


def buttons(reply: Reply) -> list[str]:
    return [action.label for action in reply.actions]


async def listed(askers: Askers, reply: Reply) -> Reply:
    """Return the first page of what a draft says."""
    (action,) = [one for one in reply.actions if one.label in {"Facts", "Facts and questions"}]
    return await askers.do(action, by=MAX)


async def opened(askers: Askers, reply: Reply, item: str) -> Reply:
    """Return the screen of a fact or a question."""
    pick = (await listed(askers, reply)).picks[0]
    return await askers.choose(pick, item, by=MAX)


async def test_what_was_understood_is_shown_before_it_is_kept(askers: Askers) -> None:
    reply = await draft(askers)

    (card,) = reply.cards
    assert "Nothing of it is used until you keep it." in reply.text
    assert card.title == "The mill on the river"
    assert "2 facts · 2 questions" in card.lines
    assert "• The mill on the river burned down in 1901." in card.lines
    assert "1. Should the mill have been rebuilt?" in card.lines
    assert buttons(reply) == [
        "Keep it",
        "Facts and questions",
        "Add a fact",
        "Add a question",
        "Title, source, date",
        "Throw it away",
    ]
    assert all(action.updates for action in reply.actions)
    assert (await askers.ask("articles")).error == "no_article"


async def test_facts_are_listed_with_their_passages(askers: Askers) -> None:
    page = await listed(askers, await draft(askers))

    (card,) = page.cards
    assert card.lines[0] == "1. The mill on the river burned down in 1901."
    assert "an old miller told us" in card.lines[1]
    assert "3. Should the mill have been rebuilt?" in card.lines


async def test_keeping_it_offers_to_discuss_it(askers: Askers) -> None:
    reply = await draft(askers)

    kept = await askers.do(reply.actions[0], by=MAX)

    assert kept.text == "Added “The mill on the river” as mill: 2 facts · 2 questions."
    assert kept.actions[0].command == "discuss start"
    again = await askers.do(reply.actions[0], by=MAX)
    assert again.error == "unknown_draft"


async def test_it_can_be_thrown_away(askers: Askers) -> None:
    reply = await draft(askers)
    throw_away = labelled(reply, "Throw it away")

    assert throw_away.is_risky
    assert (await askers.do(throw_away, by=MAX)).text == "Thrown away. Nothing of it is kept."
    assert (await askers.do(reply.actions[0], by=MAX)).error == "unknown_draft"


async def test_one_is_opened_from_the_list_and_dropped(askers: Askers) -> None:
    reply = await draft(askers)
    (pick,) = (await listed(askers, reply)).picks
    assert [value for value, _ in pick.choices] == ["f:f1", "f:f2", "q:q1", "q:q2"]

    item = await askers.choose(pick, "f:f2", by=MAX)
    assert item.cards[0].title == "A bakery has used the rebuilt mill since 1950."
    assert item.cards[0].footer == "Fact 2 of 2"
    dropped = await askers.do(labelled(item, "Drop it"), by=MAX)

    assert dropped.text == "Dropped: A bakery has used the rebuilt mill since 1950."
    assert "bakery" not in all_text(Reply(cards=dropped.cards))
    undone = await askers.do(labelled(dropped, "Undo"), by=MAX)
    assert undone.text == "Undone: something dropped"
    assert "bakery" in all_text(undone)
    kept = await askers.do(dropped.actions[0], by=MAX)
    assert "2 facts · 2 questions" in kept.text


async def test_one_is_reworded_and_its_passage_stays(askers: Askers) -> None:
    item = await opened(askers, await draft(askers), "f:f1")
    reword = labelled(item, "Reword it")

    assert await askers.prefilled(reword, by=MAX) == {"text": "The mill on the river burned down in 1901."}
    reworded = await askers.do(reword, by=MAX, text="The mill burned in 1901, to the ground.")

    assert reworded.cards[0].lines[0] == "1. The mill burned in 1901, to the ground."
    assert "an old miller told us" in reworded.cards[0].lines[1]
    await askers.do(reworded.actions[0], by=MAX)
    found = await askers.ask("fact", query="when did the mill burn")
    assert found.cards[0].title == "The mill burned in 1901, to the ground."
    assert "an old miller told us" in (found.cards[0].quote or "")


async def test_the_way_back_leads_to_the_page_that_the_item_is_on(askers: Askers) -> None:
    first = await listed(askers, await draft(askers, MANY))
    second = await askers.do(labelled(first, "Next page"), by=MAX)
    (pick,) = second.picks
    assert pick.choices[0][0] == f"f:f{ITEMS_SHOWN + 1}"

    item = await askers.choose(pick, pick.choices[0][0], by=MAX)
    back = await askers.do(labelled(item, "Back to the list"), by=MAX)

    assert back.cards == second.cards
    assert (await askers.do(labelled(back, "Previous page"), by=MAX)).cards == first.cards


async def test_every_item_is_on_a_page_and_on_one_only(askers: Askers) -> None:
    overview = await draft(askers, MANY)
    reply = await listed(askers, overview)
    seen = [value for value, _ in reply.picks[0].choices]
    while any(action.label == "Next page" for action in reply.actions):
        reply = await askers.do(labelled(reply, "Next page"), by=MAX)
        seen += [value for value, _ in reply.picks[0].choices]

    assert seen == [*(f"f:f{number}" for number in range(1, 15)), "q:q1"]
    assert "page 3 of 3" in (reply.cards[0].footer or "")
    questions = await askers.do(labelled(overview, "Questions"), by=MAX)
    assert questions.cards == reply.cards


async def test_the_last_thing_of_an_article_is_not_dropped(askers: Askers) -> None:
    await draft(askers, '[[facts]]\nid = "f1"\ntext = "The mill burned in 1901."\n')

    reply = await askers.ask("draft drop", by=MAX, item="f:f1")

    assert reply.error == "draft_empty"


@pytest.mark.parametrize("item", ["f:f9", "q:f1", "x", "f:", "s:0-1"])
@pytest.mark.parametrize("command", ["draft item", "draft drop", "draft accept"])
async def test_an_item_that_is_not_there(askers: Askers, command: str, item: str) -> None:
    await draft(askers)

    assert (await askers.ask(command, by=MAX, item=item)).error == "unknown_item"


async def test_long_and_strange_ids_of_a_pack_fit_into_buttons(askers: Askers) -> None:
    long = "f" * 300
    pack = PACK.replace('id = "f1"', f'id = "{long}"').replace('id = "f2"', 'id = "ünïcode & co | %"')
    page = await listed(askers, await draft(askers, pack))

    (first, _), (second, _) = page.picks[0].choices[:2]
    for value in (first, second):
        item = await askers.choose(page.picks[0], value, by=MAX)
        for action in item.actions:
            written = {name: str(option) for name, option in action.options.items()}
            assert encode(Intention(command=action.command, options=written, updates=True)), action
    merged = await askers.ask("draft move", by=MAX, item=second, direction="up")
    merged = await askers.do(labelled(merged, "Merge with the next"), by=MAX)
    assert merged.text == "Merged."


async def test_a_change_to_an_article_says_what_it_changes(askers: Askers) -> None:
    await askers.load()

    reply = await draft(askers, PACK.replace("since 1950", "since 1951"))
    kept = await askers.do(reply.actions[0], by=MAX)

    assert "1 fact changed" in reply.text
    assert kept.text.startswith("Updated “The mill on the river”")
    assert not kept.actions


async def test_a_text_pasted_into_the_form_is_an_article(askers: Askers) -> None:
    text = "The bridge of Lenn opens\n\nThe bridge of Lenn opened on 3 May 2024 and cost 12 million euros.\n"

    reply = await askers.ask("article add", by=MAX, text=text)

    assert "The bridge of Lenn opens" in [card.title for card in reply.cards]
    assert (await askers.do(reply.actions[0], by=MAX)).error is None


async def test_an_article_is_a_file_or_a_text(askers: Askers) -> None:
    reply = await askers.ask("article add", by=MAX, speaks=Language.FRENCH)

    assert reply.error == "missing_option"
    assert "fichier" in reply.text


@pytest.mark.parametrize("command", ["draft show", "draft keep", "draft discard"])
async def test_drafts_are_for_moderators(askers: Askers, command: str) -> None:
    reply = await draft(askers)
    number = int(str(reply.actions[0].options["draft"]))

    assert (await askers.ask(command, by=SAM, draft=number)).error == "not_allowed"
    assert (await askers.ask(command, by=ADA, draft=number + 1)).error == "unknown_draft"


async def test_an_article_is_removed_once_that_is_confirmed(askers: Askers) -> None:
    await askers.load()

    asked = await askers.ask("article remove", by=MAX, article="mill")
    assert asked.actions[0].is_risky
    removed = await askers.do(asked.actions[0], by=MAX)

    assert removed.text.startswith("Removed “The mill on the river”")


async def test_an_article_is_shown_and_handed_out_as_a_pack(askers: Askers) -> None:
    await askers.load()

    shown = await askers.ask("article show", by=MAX)
    pack = await askers.do(labelled(shown, "Its pack, as a file"), by=MAX)

    assert "1. Should the mill have been rebuilt?" in all_text(shown)
    (document,) = pack.documents
    assert document.name == "mill.toml"
    assert "an old miller told us" in document.content.decode()
