"""Look-ups: by command, by the menu of a message, by mentioning the bot; answered, shared, refused."""

import pytest
from api_stub.seen import text_of
from api_stub.stub import Stub
from lighthouse import EN, FR, answers_of, asking, keep, keep_sample, live, open_lighthouse, start
from running import Running
from under_way import PACK

FACT = "The mill on the river burned down in 1901."
TWINS = """\
id = "twins"
title = "The two bridges"
language = "en"

[[facts]]
id = "f1"
text = "The old bridge of Ville was built in 1650 of stone."
passage = "In 1650, the chronicle says, the old bridge of Ville was built of stone."

[[facts]]
id = "f2"
text = "The new bridge of Ville was built in 1950 of steel."
"""


# -- by command ----------------------------------------------------------------------------------


async def test_a_sure_answer_is_quoted_with_its_passage_and_source(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep_sample(server)

    found = await server.bea.run("fact", channel=server.place, query="how much did they spend each month")

    assert found.is_private
    assert found.message is not None
    (embed,) = found.message.embeds
    assert "$8 million a month" in embed["title"]
    assert embed["description"].startswith("> ")
    assert "Stability AI" in embed["footer"]["text"]
    assert EN("state.stated") in embed["footer"]["text"]
    assert found.buttons == [EN("button.share")]


async def test_an_unsure_one_offers_a_few_of_which_one_is_picked(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, TWINS)

    unsure = await server.bea.run("fact", channel=server.place, query="bridge of ville")
    assert EN("fact.unsure") in unsure.text
    assert unsure.buttons == []
    picked = await server.bea.choose(
        unsure, EN("pick.fact"), "The old bridge of Ville was built in 1650 of stone."
    )

    assert picked.message is unsure.message
    assert "> In 1650, the chronicle says" in picked.text
    assert picked.buttons == [EN("button.share")]


async def test_what_no_article_says_is_said_to_be_missing(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)

    nothing = await server.bea.run("fact", channel=server.place, query="price of saffron")
    in_one = await server.max.run(
        "fact", channel=server.place, query="price of saffron", article="The mill on the river"
    )
    gaps = await server.ann.run("gaps", channel=server.place)

    assert nothing.message is not None
    assert nothing.message.content == f"{EN('fact.not_in_articles')} {EN('fact.counted')}"
    assert nothing.buttons == [EN("action.follow")]
    assert EN("fact.not_in_article", title="The mill on the river") in in_one.text
    assert in_one.buttons == [EN("action.what_it_says"), EN("action.follow")]
    assert FACT in (await server.max.click(in_one, EN("action.what_it_says"))).text
    assert "price of saffron" in gaps.text
    assert "Bea" not in gaps.text


async def test_french_without_accents_and_with_typos_is_understood(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    await keep_sample(server, "fr")

    found = await server.bea.run("fait", channel=server.place, requête="investiseurs de stabilité")

    assert "Coatue" in found.text


async def test_a_fact_is_shared_once_in_the_servers_language(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    await keep(server, PACK)
    zoe = server.guild.member("Zoe", locale="en-GB")

    found = await zoe.run("fact", channel=server.place, query="mill burned down")
    assert EN("state.stated") in found.text
    shared = await zoe.click(found, EN("button.share"))

    assert not shared.is_private
    assert FACT in shared.text
    assert FR("state.stated") in shared.text
    assert shared.buttons == []
    assert shared.message in server.messages


@pytest.mark.parametrize("locale", ["en-US", "fr"])
async def test_whoever_may_not_write_somewhere_shares_nothing_there(
    stub: Stub, bot: Running, locale: str
) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    zoe, say = server.guild.member("Zoe", locale=locale), FR if locale == "fr" else EN
    found = await zoe.run("fact", channel=server.place, query="mill burned down")
    server.guild.forbid_member(zoe, server.place, send_messages=True)

    refused = await zoe.click(found, say("button.share"))

    assert refused.is_private
    assert refused.text == say("front.may_not_write")
    assert not any(FACT in str(message.embeds) for message in server.messages)
    server.guild.forbid_member(zoe, server.place)
    assert not (await zoe.click(found, say("button.share"))).is_private


async def test_a_long_passage_is_not_put_before_a_whole_channel(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    long = "It burned and burned, all through the night and the day after. " * 30
    await keep(server, PACK.replace(f'text = "{FACT}"', f'text = "{FACT}"\npassage = "{long}"'))

    found = await server.bea.run("fact", channel=server.place, query="mill burned down")

    assert "It burned and burned" in found.text
    assert found.buttons == []


async def test_what_is_shared_neither_pings_nor_formats(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    mentions = f"@everyone @here <@{server.ann.id}> <@&{server.guild.id}> <#{server.place}>"
    nasty = f"{mentions} [here](https://evil.example) `x` ||y|| ~~z~~ </fact:1> <:a:1> \\u202e\\u2066turned"
    pack = PACK.replace(FACT, f"The mill burned down. {nasty}")
    await keep(server, pack.replace('language = "en"', f'language = "en"\nsource = "{nasty}"'))

    found = await server.bea.run("fact", channel=server.place, query="mill burned down")
    shared = await server.bea.click(found, EN("button.share"))
    asked = await server.bea.send(server.place, asking(stub, "when did the mill burn down"))
    (told,) = await answers_of(stub, server, place=server.place, after=asked)

    assert shared.message is not None
    for message in (shared.message, told):
        assert "The mill burned down" in text_of(message)
        assert not message.pinged
        assert not message.mentions_everyone
    assert not live(stub)


async def test_what_somebody_asked_is_repeated_harmlessly(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    nasty = f"saffron @everyone <@{server.ann.id}> `code` [x](https://evil.example) \u202egnp"

    await server.bea.run("fact", channel=server.place, query=nasty)
    gaps = await server.ann.run("gaps", channel=server.place)
    unknown = await server.bea.run("help", channel=server.place, command=nasty)
    wrong = await server.max.run("facts", channel=server.place, article=nasty)

    assert "saffron" in gaps.text
    assert "saffron" in unknown.text
    assert "saffron" in wrong.text
    assert not live(stub)


@pytest.mark.parametrize("query", ["?!", "\u202e", "   .", "💥"])
async def test_a_query_without_a_word_is_asked_for_one(stub: Stub, bot: Running, query: str) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)

    refused = await server.bea.run("fact", channel=server.place, query=query)

    assert refused.is_private
    assert refused.text in {
        EN("error.empty_query"),
        EN("error.missing_option", command="/fact", option="query"),
    }


async def test_the_facts_are_listed_page_by_page(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep_sample(server)

    first = await server.bea.run("facts", channel=server.place)
    assert "1. " in first.text
    assert EN("word.page", number=1, of=4) in first.text
    second = await server.bea.click(first, EN("action.following"))

    assert second.message is first.message
    assert EN("word.page", number=2, of=4) in second.text
    assert second.buttons == [EN("action.previous"), EN("action.following")]


# -- by the menu of a message ----------------------------------------------------------------------


async def test_a_message_is_checked_against_the_article_privately(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep_sample(server)
    claim = "They were spending 8 million a month! And the investors, like Coatue, were furious."
    message = await server.bea.send(server.place, claim)

    checked = await server.max.menu(EN("menu.check"), message)

    assert checked.is_private
    assert "$8 million a month" in checked.text
    assert "Coatue" in checked.text
    assert "> " in checked.text
    assert server.messages[-1] is message


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("I like turtles.", EN("check.none"), id="nothing-bears-on-it"),
        pytest.param("", EN("error.missing_option", command="/check", option="text"), id="a-picture"),
        pytest.param("!!!", EN("error.empty_query"), id="no-words"),
    ],
)
async def test_a_message_that_no_fact_bears_on_is_said_to_be_one(
    stub: Stub, bot: Running, content: str, expected: str
) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    message = await server.bea.send(server.place, content, files=1)

    checked = await server.max.menu(EN("menu.check"), message)

    assert checked.is_private
    assert checked.text == expected


async def test_a_bots_message_and_a_very_long_one_are_checked_like_any(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    prompt = await start(server, await keep(server, PACK))
    long = await server.bea.send(server.place, "The mill burned down in 1901. " * 120)

    of_the_bot = await server.bea.menu(FR("menu.check"), prompt)
    of_bea = await server.max.menu(FR("menu.check"), long)

    assert of_the_bot.is_private
    assert FACT in of_bea.text
