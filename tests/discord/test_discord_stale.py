"""What is clicked or kept after things have changed hits nothing else, and brings nothing back unnoticed."""

import asyncio
import sqlite3
from contextlib import closing

from api_stub.seen import text_of
from api_stub.stub import Stub
from api_stub.world import Message
from lighthouse import EN, add, answered, custom_ids, keep, open_lighthouse, start
from on_disk import standing
from running import Running
from under_way import PACK

TWIN = PACK.replace('"mill"', '"mill-2"').replace("The mill on the river", "The mill on the river again")


async def test_a_button_of_an_article_that_is_gone_hits_no_other(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    kept = await keep(server, PACK)
    await keep(server, TWIN)
    sure = await server.ann.run("article remove", channel=server.place, article="mill")
    (remove,) = custom_ids(sure)
    await server.ann.click_id(sure, remove)

    again = await server.ann.click_id(sure, remove)
    begun = await server.ann.click(kept, server.say("action.start"))

    assert again.text == begun.text == EN("error.unknown_article", article="mill", nearest="")
    assert "mill-2" in (await server.ann.run("articles", channel=server.place)).text
    assert server.guild.threads(server.place) == []
    assert bot.ready


async def test_a_withdrawn_fact_is_not_put_back_unnoticed(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    draft = await add(server, PACK.replace("1901.", "1901, in May."))
    form = await server.max.run("article withdraw", channel=server.place, fact="#1:f1")
    await server.max.submit(form, reason="A court said so.")

    asked = await server.ann.click(draft, server.say("action.keep_article"))

    assert EN("draft.restores", n=1) in asked.text
    assert "A court said so." in asked.text
    assert "1901" not in (await server.bea.run("facts", channel=server.place)).text
    await server.ann.click(asked, server.say("action.keep_all_the_same"))
    assert "1901, in May." in (await server.bea.run("facts", channel=server.place)).text
    assert bot.ready


async def test_an_article_whose_facts_are_withdrawn_does_not_say(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    form = await server.ann.run("article withdraw", channel=server.place, fact="#1:f1")
    await server.ann.submit(form, reason="It was wrong.")

    said = await server.bea.run("fact", channel=server.place, query="when did the mill burn")

    assert EN("fact.not_in_articles") in said.text
    assert bot.ready


async def test_an_answer_is_changed_and_withdrawn_after_the_end(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    await answered(server.bea, prompt, "Perhaps.")
    await server.ann.run("discuss close", channel=server.place)

    form = await server.bea.run("edit", channel=server.place)
    await server.bea.submit(form, text="Certainly.")
    assert standing(bot.folder) == ["Certainly."]
    await server.bea.run("withdraw", channel=server.place)
    assert standing(bot.folder) == []


async def test_an_error_after_a_wait_leaves_the_panel(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    draft = await add(server, PACK)
    before = draft.text
    path = bot.folder / "causerie.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        # Not in the loop's own thread: the bot may be writing, and needs its turn to finish.
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        clicked = asyncio.create_task(server.ann.click(draft, server.say("action.keep_article")))
        # Whatever else the bot wants to write may be waited for first, and refused as late.
        await stub.gateway.until(lambda: said_of_the_database(server.ann.sees(server.place)), timeout=20.0)
        other.execute("ROLLBACK")
    clicked.cancel()  # Discord shows the panel as it was, and nothing is waited for
    await asyncio.gather(clicked, return_exceptions=True)

    assert draft.text == before
    (said,) = said_of_the_database(server.ann.sees(server.place))
    assert said.seen_by == server.ann.id
    assert str(bot.folder) not in said.content
    await server.ann.click(draft, server.say("action.keep_article"))
    assert "mill" in (await server.ann.run("articles", channel=server.place)).text


def said_of_the_database(messages: list[Message]) -> list[Message]:
    return [one for one in messages if "causerie.db" in text_of(one)]


async def test_a_web_address_that_is_none_does_not_keep_a_prompt_from_being_posted(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, 'url = "example.org/mill"\n' + PACK))

    assert "url" not in prompt.embeds[0]
    assert bot.ready


async def test_how_to_answer_and_what_is_kept_are_never_cut(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    long = ", ".join(f'"{number} {"and why " * 35}?"' for number in range(20))
    pack = PACK.replace('id = "q1"', f'id = "q1"\nfollow_ups = [{long}]')
    prompt = await start(server, await keep(server, pack))

    assert EN("prompt.how_discord") in text_of(prompt)
    assert EN("prompt.kept") in text_of(prompt)
    assert bot.ready


async def test_a_pseudonym_is_counted_as_somebody_of_its_own(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    await answered(server.bea, prompt, "With my name.")
    await answered(server.bea, prompt, "With another.", kept="pseudonymous")
    await server.ann.run("discuss close", channel=server.place)

    closing_card = next(one for one in server.messages if "has ended" in text_of(one))
    assert "2 answers from 2 people" in text_of(closing_card)
    assert bot.ready


async def test_everybody_is_no_role_of_moderators(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    panel = await server.ann.run("setup", channel=server.place)

    panel = await server.ann.choose(panel, server.say("pick.role"), server.guild.id)

    assert server.say("setup.no_role") in panel.text
    refused = await server.bea.click_id(server.messages[0], "c1||gaps|")
    assert refused.text == EN("error.not_allowed", command="/gaps")
    assert bot.ready


async def test_a_servers_own_language_is_not_changed_by_who_sets_it_up(stub: Stub, bot: Running) -> None:
    guild = stub.guild("Le Phare", locale="fr")
    general = guild.text("general")
    ann = guild.member("Ann", locale="en-GB", manage_guild=True)
    guild.invite_bot()
    await stub.gateway.until(lambda: guild.messages(general))

    panel = await ann.choose(await ann.run("setup", channel=general), EN("pick.channel"), general)

    assert EN("setup.language", language=EN("choice.fr")) in panel.text
    assert bot.ready
