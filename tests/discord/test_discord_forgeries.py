"""Buttons and forms that somebody else clicks, or makes up: nobody gets further than by typing."""

import pytest
from api_stub.seen import text_of
from api_stub.stub import Stub
from lighthouse import EN, add, answered, custom_ids, keep, open_lighthouse, start
from on_disk import responses, standing
from running import Running
from under_way import PACK

DRAFTS = ("draft show", "draft item", "draft drop", "draft keep", "draft discard")


async def test_nobody_changes_anothers_answer_by_its_number(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    edit, withdraw = custom_ids(await answered(server.bea, prompt, "Mine."))

    for person in (server.max, server.ann):
        for custom_id in (edit, withdraw):
            refused = await person.click_id(prompt, custom_id)
            assert refused.is_private
            assert refused.modal is None
            assert refused.text == EN("error.not_your_response", response="1")
            assert "Mine." not in refused.text
    assert standing(bot.folder) == ["Mine."]


async def test_an_answer_without_a_link_needs_its_key(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    await answered(server.bea, prompt, "Nobody's.", kept="unlinked")
    number = responses(bot.folder)[0]["key"]

    for key in ("", "&key=guessed"):
        refused = await server.bea.click_id(prompt, f"c1||withdraw|response={number}{key}")
        assert refused.text == EN("error.wrong_key", response=str(number))
    assert standing(bot.folder) == ["Nobody's."]


async def test_a_form_that_is_sent_for_anothers_answer_changes_nothing(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    await answered(server.bea, prompt, "Bea's.")
    form = await server.bea.click_id(prompt, "c1||edit|response=1")

    # Max sends the form that Bea got.
    refused = await server.max.submit(form, text="Max was here.")

    assert EN("error.not_your_response", response="1") in refused.text
    assert standing(bot.folder) == ["Bea's."]


async def test_moderators_commands_pass_the_same_door_when_they_are_forged(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    await answered(server.max, prompt, "Max's.")
    await add(server, PACK.replace('"mill"', '"mill2"').replace("1901", "1902"))
    forged = {
        "discuss close": "",
        "discuss next": "",
        "discuss start": "article=mill",
        "responses hide": "response=1&reason=x",
        "responses stand": "response=1",
        "responses mute": "response=1",
        "log": "csv=yes",
        "responses list": "",
        "article remove": "article=mill&yes=yes",
        "article add": "text=x&yes=yes",
        "export": "",
        "gaps": "",
        "doctor": "",
        **dict.fromkeys(DRAFTS, "draft=1&item=f%3Af1"),
    }

    for command, options in forged.items():
        refused = await server.bea.click_id(prompt, f"c1||{command.replace(' ', '_')}|{options}")
        assert refused.is_private
        assert refused.text == EN("error.not_allowed", command=f"/{command}")
    for command, options in {"setup": "typed=yes", "zone": "zone=UTC", "rehearse": ""}.items():
        refused = await server.max.click_id(prompt, f"c1||{command}|{options}")
        assert refused.text == EN("error.not_admin", command=f"/{command}")
    assert standing(bot.folder) == ["Max's."]
    assert len(server.guild.threads(server.place)) == 1


@pytest.mark.parametrize("command", ["privacy", "help", "responses_list", "export", "article_pack"])
async def test_what_is_for_one_alone_is_not_shown_to_all(stub: Stub, bot: Running, command: str) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    before = len(server.messages)

    refused = await server.ann.click_id(prompt, f"c1|s|{command}|")

    name = command.replace("_", " ")
    assert refused.is_private
    assert refused.text == EN("error.not_shareable", command=f"/{name}")
    assert len(server.messages) == before


async def test_an_answer_is_never_given_for_another_servers_prompt(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep(server, PACK))
    other = await open_lighthouse(stub)
    (welcome,) = other.messages

    refused = await other.bea.click_id(welcome, "c1||answer|prompt=1")

    assert refused.modal is None
    assert refused.text == EN("error.unknown_prompt")


async def test_only_its_author_lets_a_message_be_recorded(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep(server, PACK))
    message = await server.bea.send(server.place, "I think so.")
    asked = await server.max.menu(EN("menu.record"), message)
    yes, no = custom_ids(asked)

    for custom_id in (yes, no, yes.replace(str(server.bea.id), str(server.ann.id))):
        refused = await server.ann.click_id(asked, custom_id)
        assert refused.is_private
    assert standing(bot.folder) == []
    await server.bea.click(asked, EN("record.yes"))

    assert standing(bot.folder) == ["I think so."]


@pytest.mark.parametrize(
    "custom_id",
    [
        pytest.param("c1|u|help|", id="a-reply-in-place"),
        pytest.param("c1||record|message=1&author={bea}&is=no", id="an-authors-no"),
        pytest.param("c1||record|message=1&author={bea}&is=yes", id="an-authors-yes"),
    ],
)
async def test_a_forged_click_changes_no_post(stub: Stub, bot: Running, custom_id: str) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    before = text_of(prompt)

    answer = await server.bea.click_id(prompt, custom_id.format(bea=server.bea.id))

    assert answer.is_private
    assert text_of(prompt) == before
    assert standing(bot.folder) == []
