"""Articles read again on Discord, recognised when they come twice; and facts that are served no more."""

import pytest
from api_stub.seen import Answer
from api_stub.stub import Stub
from lighthouse import EN, FR, Lighthouse, add, custom_ids, keep, open_lighthouse, options_of
from running import Running
from under_way import PACK
from web_on_loopback import Web

CLOSED = "The harbour of Lisse was closed on 3 May after a crane fell on the quay."
QUAYS = "Mayor Odile Brandt promised 40 million euros for new quays by 2030."
MORE = "Mayor Odile Brandt promised 45 million euros for new quays by 2030."
BOATS = "The storm of April sank eleven fishing boats off the coast of Zeeland."
NEW = "A court in The Hague will hear the harbour master in September 2027."
OTHERS = (
    "The union of fishermen asked for a meeting with the minister before the end of June.",
    "About four hundred people work in the harbour and in the two fish markets beside it.",
    "The last time that it was closed for as long was in the winter of the year 1963.",
)


def said(*sentences: str) -> str:
    return "\n\n".join(("Harbour closes after a crane falls", *sentences, *OTHERS)) + "\n"


async def add_page(server: Lighthouse, address: str) -> Answer:
    """Let Ann add a page, in her language."""
    if server.say is FR:
        return await server.ann.run("article ajouter", channel=server.place, adresse=address)
    return await server.ann.run("article add", channel=server.place, url=address)


async def keep_page(server: Lighthouse, web: Web, *sentences: str) -> str:
    """Let Ann keep a page that says *sentences*; return its address."""
    address = web.page("/harbour", said(*sentences), media="text/plain")
    draft = await add_page(server, address)
    await server.ann.click(draft, server.say("action.keep_article"))
    return address


async def test_a_page_is_read_again_compared_and_kept(stub: Stub, bot: Running, web: Web) -> None:
    server = await open_lighthouse(stub)
    bot.fetch = web.fetcher().fetch
    await keep_page(server, web, CLOSED, QUAYS, BOATS)
    same = await server.ann.run("article refresh", channel=server.place)
    assert same.text == EN("refresh.unchanged", title="Harbour closes after a crane falls")
    web.page("/harbour", said(NEW, CLOSED, MORE), media="text/plain")

    shown = await server.ann.run("article refresh", channel=server.place)

    assert shown.is_private
    for words in (BOATS, QUAYS, f"→ {MORE}", NEW):
        assert words in shown.text
    assert [EN(f"change.{one}", n=1) in shown.text for one in ("orphaned", "changed", "added")] == [True] * 3
    before = await server.bea.run("fact", channel=server.place, query=MORE)
    assert "45 million" not in before.text
    compared = await server.ann.choose(shown, EN("pick.change"), "f:f2")
    assert QUAYS in compared.text
    assert MORE in compared.text
    again = await server.ann.click(compared, EN("action.back"))
    assert again.message is shown.message
    kept = await server.ann.click(again, EN("action.keep_article"))
    assert "Harbour closes" in kept.text

    found = await server.bea.run("fact", channel=server.place, query=MORE)
    assert "45 million" in found.text
    gone = await server.bea.run("fact", channel=server.place, query=BOATS)
    assert "the article no longer says this (" in gone.text


async def test_the_old_wording_is_kept_once(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, said(CLOSED, QUAYS), name="harbour.txt")
    new = ("new.txt", said(CLOSED, MORE).encode())
    shown = await server.ann.run("article refresh", channel=server.place, file=new)

    compared = await server.ann.choose(shown, EN("pick.change"), "f:f2")
    old = _id_of(compared, "wording")
    left = await server.ann.click(compared, EN("action.keep_wording"))
    assert EN("refresh.wording_kept") in left.text
    assert EN("change.orphaned", n=1) in left.text
    overview = await server.ann.click(left, EN("action.overview"))
    back = await server.ann.click(overview, EN("action.changes"))
    assert EN("change.orphaned", n=1) in back.text
    # The button of the comparison is old by now.
    late = await server.ann.click_id(server.messages[0], old)
    assert EN("error.unknown_item") in late.text


def _id_of(answer: Answer, command: str) -> str:
    (found,) = (one for one in custom_ids(answer) if f"draft_{command}|" in one)
    return found.replace("|u|", "||")


@pytest.mark.parametrize("locale", ["en-US", "fr"])
async def test_the_same_article_twice_is_asked_about(stub: Stub, bot: Running, web: Web, locale: str) -> None:
    server = await open_lighthouse(stub, locale=locale)
    bot.fetch = web.fetcher().fetch
    say = server.say
    await keep_page(server, web, CLOSED, QUAYS, BOATS)
    other = web.page("/harbour/amp/?utm_source=x", said(CLOSED, MORE, NEW), media="text/plain")

    asked = await add_page(server, other)

    assert asked.is_private
    assert asked.buttons == [
        say("action.refresh_that"),
        say("action.open_that"),
        say("action.add_all_the_same"),
        say("action.discard"),
    ]
    opened = await server.ann.click(asked, say("action.open_that"))
    assert QUAYS in opened.text
    changes = await server.ann.click(asked, say("action.refresh_that"))
    assert f"→ {MORE}" in changes.text
    await server.ann.click(changes, say("action.keep_article"))
    listed = await server.bea.run("articles", channel=server.place)
    assert listed.text.count("Harbour closes") == 1


async def test_it_is_added_all_the_same_where_that_is_meant(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, said(CLOSED, QUAYS, BOATS), name="harbour.txt")

    asked = await add(server, said(CLOSED, MORE, BOATS), name="copy.txt")
    assert "word for word" in asked.text
    overview = await server.ann.click(asked, EN("action.add_all_the_same"))
    assert overview.message is asked.message
    await server.ann.click(overview, EN("action.keep_article"))

    listed = await server.bea.run("articles", channel=server.place)
    assert listed.text.count("Harbour closes") == 2


async def test_what_is_withdrawn_is_served_by_no_old_button_or_list(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    query = "The mill on the river burned down in 1901"
    found = await server.bea.run("fact", channel=server.place, query=query)
    listed = await server.bea.run("facts", channel=server.place)
    (reference, *_), _ = await server.bea.autocomplete(
        "fact", channel=server.place, focused="query", query="mill"
    )
    before = len(server.messages)
    form = await server.ann.run("article withdraw", channel=server.place, fact=query)
    await server.ann.submit(form, reason="It was another mill.")

    shared = await server.bea.click(found, EN("button.share"))
    assert shared.is_private
    assert shared.text == EN("error.unknown_fact")
    assert len(server.messages) == before
    picked = await server.bea.choose(listed, EN("pick.fact"), options_of(listed)[0])
    assert picked.text == EN("error.unknown_fact")
    typed = await server.max.run("fact", channel=server.place, query=reference[1])
    assert typed.text == EN("error.unknown_fact")
    again = await server.bea.run("facts", channel=server.place)
    assert "1901" not in again.text
    checked = await server.max.menu(EN("menu.check"), await server.max.send(server.place, query))
    assert "1901" not in checked.text
    suggested, _ = await server.bea.autocomplete("fact", channel=server.place, focused="query", query="mill")
    assert "1901" not in str(suggested)
    card = await server.ann.run("article show", channel=server.place)
    assert "1901" not in card.text


async def test_a_draft_marks_what_was_withdrawn(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    form = await server.ann.run("article withdraw", channel=server.place, fact="#1:f1")
    await server.ann.submit(form, reason="It was another mill.")
    handed = await server.ann.run("article pack", channel=server.place)
    pack = handed.files["mill.toml"].decode().replace('The mill on the river"\n', 'The old mill"\n', 1)

    draft = await add(server, pack)
    page = await server.ann.click(draft, EN("action.draft_all"))
    assert "withdrawn on" in page.text
    kept = await server.ann.click(page, EN("action.keep_article"))
    assert "The old mill" in kept.text  # and nothing is asked: it stays withdrawn
    assert "1901" not in (await server.bea.run("facts", channel=server.place)).text


async def test_a_dispute_is_shown_to_all_and_histories_to_moderators(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    await keep(server, PACK)
    query = "The mill on the river burned down in 1901"
    form = await server.ann.run("article contester", channel=server.place, fait="#1:f1")
    noted = await server.ann.submit(form, reason="Les archives <@1> disent `1910`.")
    assert FR("fact.disputed") in noted.text

    found = await server.bea.run("fait", channel=server.place, requête=query)
    assert "contesté le " in found.text
    assert "Les archives <@1> disent `1910`." in found.text
    (welcome, *_) = server.messages
    forbidden = await server.bea.click_id(welcome, "c1||article_history|fact=#1:f1")
    assert "contesté" not in forbidden.text
    listed = await server.ann.run("article historique", channel=server.place)
    past = await server.ann.choose(listed, FR("pick.fact_history"), options_of(listed)[0])
    assert "par Ann – contesté : " in past.text.replace("\u00a0", " ")
    assert FR("history.before", text=query + ".") in past.text


async def test_a_refresh_is_for_its_own_servers_moderators(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, said(CLOSED, QUAYS), name="harbour.txt")
    new = ("new.txt", said(CLOSED, MORE).encode())
    await server.ann.run("article refresh", channel=server.place, file=new)
    other = await open_lighthouse(stub)
    (welcome, *_), (elsewhere, *_) = server.messages, other.messages

    for command in (
        "draft_changes|draft=1",
        "draft_compare|draft=1&item=f:f2",
        "draft_wording|draft=1&item=f:f2",
    ):
        refused = await other.ann.click_id(elsewhere, f"c1||{command}")
        assert refused.text == EN("error.unknown_draft")
        forbidden = await server.bea.click_id(welcome, f"c1||{command}")
        assert "45 million" not in forbidden.text
