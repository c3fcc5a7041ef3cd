"""Articles looked over before they are kept: page by page, dropped, reworded, kept or thrown away."""

import pytest
from api_stub.seen import Answer, children_of
from api_stub.stub import Stub
from lighthouse import EN, Lighthouse, add, open_lighthouse, options_of, pack_of
from running import Running
from under_way import PACK


def long_pack(facts: int, *, title: str = "A long one") -> str:
    """Return a pack with so many facts."""
    parts = [f'id = "long"\ntitle = "{title}"\nlanguage = "en"\n']
    parts += [
        f'[[facts]]\nid = "f{number}"\ntext = "Fact {number} is about the number {number}."\n'
        for number in range(1, facts + 1)
    ]
    return "\n".join(parts)


async def listed(server: Lighthouse, draft: Answer) -> Answer:
    """Return the first page of the facts and questions of a draft."""
    label = next(one for one in draft.buttons if one in {EN("action.draft_facts"), EN("action.draft_all")})
    return await server.ann.click(draft, label)


async def test_a_draft_is_shown_page_by_page_in_its_place(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    draft = await add(server, long_pack(14))

    first = await listed(server, draft)
    second = await server.ann.click(first, EN("action.following"))
    shown = second.text
    third = await server.ann.click(second, EN("action.following"))

    assert draft.message is third.message
    assert "7. Fact 7" in shown
    assert "12. Fact 12" in shown
    assert EN("word.page", number=2, of=3) in shown
    assert "13. Fact 13" in third.text
    assert third.buttons == [
        EN("action.keep_article"),
        EN("action.previous"),
        EN("action.overview"),
        EN("action.add_fact"),
        EN("action.add_question"),
        EN("action.discard"),
    ]
    first = await server.ann.click(third, EN("action.previous"))
    assert options_of(first) == [f"Fact {number} is about the number {number}." for number in range(7, 13)]


async def test_what_is_dropped_is_not_kept(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    draft = await add(server, long_pack(14))

    page = await server.ann.click(await listed(server, draft), EN("action.following"))
    item = await server.ann.choose(page, EN("pick.item"), "Fact 8 is about the number 8.")
    page = await server.ann.click(item, EN("action.drop"))

    assert EN("draft.dropped", item="Fact 8 is about the number 8.") in page.text
    assert EN("word.page", number=2, of=3) in page.text
    await server.ann.click(page, EN("action.keep_article"))
    _, pack = await pack_of(server, "long")
    assert [fact["id"] for fact in pack["facts"]] == [f"f{number}" for number in range(1, 15) if number != 8]


async def test_what_is_reworded_keeps_its_id_and_passage(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    draft = await add(server, PACK)

    item = await server.ann.choose(await listed(server, draft), EN("pick.item"), "f:f1")
    form = await server.ann.click(item, EN("action.reword"))
    assert form.fields["text"]["value"] == "The mill on the river burned down in 1901."
    page = await server.ann.submit(form, text="The   mill burned\ndown in 1901.")
    assert EN("draft.reworded") in page.text
    assert page.message is draft.message
    await server.ann.click(page, EN("action.keep_article"))

    _, pack = await pack_of(server, "mill")
    (fact,) = pack["facts"]
    assert (fact["id"], fact["text"]) == ("f1", "The mill burned down in 1901.")
    assert fact["passage"] == "The mill on the river burned down in 1901."


async def test_a_fact_that_is_longer_than_a_form_takes_can_be_reworded(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    long = "A fact about the mill that goes on and on and on. " * 100
    draft = await add(server, PACK.replace("The mill on the river burned down in 1901.", long.strip()))

    item = await server.ann.choose(await listed(server, draft), EN("pick.item"), "f:f1")
    form = await server.ann.click(item, EN("action.reword"))
    page = await server.ann.submit(form, text="It goes on.")

    assert EN("draft.reworded") in page.text


async def test_an_item_can_be_left_as_it_is(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    page = await listed(server, await add(server, PACK))
    before = page.text

    item = await server.ann.choose(page, EN("pick.item"), "q:q2")
    assert EN("draft.question", number=2, of=2) in item.text
    again = await server.ann.click(item, EN("action.back"))

    assert again.text == before
    assert EN("article.preview") in (await server.ann.click(again, EN("action.overview"))).text


async def test_the_last_item_cannot_be_dropped(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    page = await listed(server, await add(server, PACK))
    for one in ("f:f1", "q:q1"):
        page = await server.ann.click(await server.ann.choose(page, EN("pick.item"), one), EN("action.drop"))

    item = await server.ann.choose(page, EN("pick.item"), "q:q2")
    refused = await server.ann.click(item, EN("action.drop"))

    assert refused.text == EN("error.draft_empty")
    assert refused.message is not item.message


async def test_what_is_thrown_away_is_not_kept(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    draft = await add(server, PACK)

    thrown = await server.ann.click(draft, EN("action.discard"))

    assert thrown.text == EN("draft.discarded")
    assert thrown.message is draft.message
    assert (await server.bea.run("articles", channel=server.place)).text == EN("error.no_article")


@pytest.mark.parametrize("first", ["action.keep_article", "action.discard"])
@pytest.mark.parametrize("second", ["action.keep_article", "action.discard", "action.draft_facts"])
async def test_a_draft_that_is_done_with_is_said_to_be(
    stub: Stub, bot: Running, first: str, second: str
) -> None:
    server = await open_lighthouse(stub)
    draft = await add(server, long_pack(14))
    assert draft.message is not None
    ids = {one["label"]: one["custom_id"] for one in children_of(draft.message)}
    # Max has the number of Ann's draft, as where both look at it in two windows.
    (welcome,) = server.messages
    await server.max.click_id(welcome, ids[EN(first)].replace("|u|", "||"))

    late = await server.ann.click(draft, EN(second))

    assert late.is_private
    assert late.text == EN("error.unknown_draft")
    listed = await server.bea.run("articles", channel=server.place)
    assert listed.text.count("A long one") == (first == "action.keep_article")


async def test_a_draft_is_for_its_own_servers_moderators(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await add(server, PACK)
    other = await open_lighthouse(stub)
    (welcome,), (elsewhere,) = server.messages, other.messages

    for command in ("draft_show", "draft_keep", "draft_discard"):
        refused = await other.ann.click_id(elsewhere, f"c1||{command}|draft=1")
        assert refused.text == EN("error.unknown_draft")
        forbidden = await server.bea.click_id(welcome, f"c1||{command}|draft=1")
        assert forbidden.is_private
        assert "moderators" in forbidden.text
        assert "mill" not in forbidden.text
    assert "mill" in (await server.max.click_id(welcome, "c1||draft_show|draft=1")).text
