"""Buttons, lists and forms: for ever, for those whose they are, and once."""

import asyncio

import pytest
from api_stub.interactions import COMPONENT
from api_stub.stub import Stub
from lighthouse import EN, FR, add, answered, custom_ids, keep, keep_sample, open_lighthouse, start
from on_disk import standing
from running import Running
from under_way import PACK

from bot.discord_front.custom_id import LIMIT, Intention, decode, encode


async def restarted(bot: Running) -> None:
    await bot.stop()
    await bot.start()


# -- for ever ----------------------------------------------------------------------------------


async def test_a_prompts_buttons_work_after_a_restart(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    await restarted(bot)

    facts = await server.bea.click(prompt, EN("button.facts"))
    privacy = await server.bea.click(prompt, EN("button.kept"))
    receipt = await answered(server.bea, prompt, "Yes, by all means.")

    assert "burned down in 1901" in facts.text
    assert EN("privacy.title") in privacy.text
    assert receipt.is_private
    assert standing(bot.folder) == ["Yes, by all means."]


async def test_a_receipts_buttons_work_after_a_restart(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    named = await answered(server.bea, prompt, "Yes.")
    unlinked = await answered(server.max, prompt, "No.", kept="unlinked")
    await restarted(bot)

    form = await server.bea.click(named, EN("action.edit"))
    assert form.fields["text"]["value"] == "Yes."
    await restarted(bot)
    edited = await server.bea.submit(form, text="Yes, but not like that.")
    withdrawn = await server.max.click(unlinked, EN("action.withdraw"))

    assert EN("response.edited", id="1") in edited.text
    said, _ = EN("response.withdrawn", id="|").split("|")
    assert withdrawn.text.startswith(said)  # its number is drawn by lot
    assert standing(bot.folder) == ["Yes, but not like that."]


async def test_a_drafts_and_a_panels_buttons_work_after_a_restart(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    draft = await add(server, PACK)
    panel = await server.ann.run("setup", channel=server.place)
    await restarted(bot)

    kept = await server.ann.click(draft, EN("action.keep_article"))
    panel = await server.ann.click(panel, EN("action.typed_on"))

    assert "mill" in kept.text
    assert EN("setup.records_typed") in panel.text


async def test_a_first_messages_buttons_work_after_a_restart(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    (welcome,) = server.messages
    await restarted(bot)

    panel = await server.ann.click(welcome, FR("action.setup"))
    assert panel.is_private
    assert FR("setup.intro") in panel.text
    assert FR("help.intro") in (await server.bea.click(welcome, FR("action.help"))).text


# -- when what they are about is gone ------------------------------------------------------------


async def test_an_answer_to_a_closed_discussion_is_refused_before_it_is_written(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    form = await server.bea.click(prompt, EN("button.answer"))
    await server.ann.run("discuss close", channel=server.place)

    late = await server.bea.click(prompt, EN("button.answer"))
    written = await server.bea.submit(form, text="What I had written **at length**.", agreed=True)

    closed = EN("error.discussion_closed", title="The mill on the river")
    assert late.modal is None
    assert late.text == closed
    assert closed in written.text
    # What somebody wrote is theirs to copy.
    assert r"> What I had written \*\*at length\*\*." in written.text


async def test_a_receipt_still_changes_and_withdraws_after_the_end(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    receipt = await answered(server.bea, prompt, "Yes.")
    await server.ann.run("discuss close", channel=server.place)

    form = await server.bea.click(receipt, EN("action.edit"))
    receipt = await server.bea.submit(form, text="No.")
    assert standing(bot.folder) == ["No."]
    await server.bea.click(receipt, EN("action.withdraw"))

    assert standing(bot.folder) == []


async def test_facts_of_an_article_that_was_removed_are_said_to_be_gone(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    await keep_sample(server)
    shown = await server.bea.run("facts", channel=server.place)
    found = await server.bea.run("fact", channel=server.place, query="mill burned")
    await server.ann.run("discuss close", channel=server.place)
    await server.ann.run("article remove", channel=server.place, article="mill", yes=True)

    gone = await server.bea.click(prompt, EN("button.facts"))
    fact = await server.bea.choose(shown, EN("pick.fact"), "#1:f1")
    shared = await server.max.click_id(server.messages[0], custom_ids(found)[-1])

    assert gone.text == EN("error.unknown_article", article="mill")
    assert fact.text == EN("error.unknown_fact")
    assert shared.is_private
    assert shared.text == EN("error.unknown_fact")


async def test_the_buttons_of_an_answer_that_is_withdrawn_say_so(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    receipt = await answered(server.bea, prompt, "Yes.")
    edit, withdraw = custom_ids(receipt)
    await server.bea.click(receipt, EN("action.withdraw"))

    for custom_id in (edit, withdraw):
        gone = await server.bea.click_id(receipt, custom_id)
        assert gone.is_private
        assert gone.modal is None
        assert gone.text == EN("error.response_gone", response="1")


@pytest.mark.parametrize(
    "custom_id",
    [
        pytest.param("c2||answer|prompt=1", id="of-a-later-version"),
        pytest.param("c0|answer", id="of-an-earlier-version"),
        pytest.param("c1||no_such_command|", id="a-command-that-is-gone"),
        pytest.param("c1||", id="cut"),
        pytest.param("c1|u|a|b|c|d|e", id="too-many-parts"),
        pytest.param("vote_up_17", id="of-another-bot"),
        pytest.param("\u202e|\ufffd\u0000|||", id="garbage"),
        pytest.param("x" * LIMIT, id="long"),
    ],
)
async def test_what_cannot_be_read_is_refused_kindly(stub: Stub, bot: Running, custom_id: str) -> None:
    server = await open_lighthouse(stub)
    zoe = server.guild.member("Zoé", locale="fr")
    (welcome,) = server.messages

    refused = await server.bea.click_id(welcome, custom_id)
    theirs = await zoe.click_id(welcome, custom_id)

    assert refused.is_private
    assert refused.text == EN("error.old_button")
    assert theirs.text == FR("error.old_button")


@pytest.mark.parametrize(
    "options",
    [
        pytest.param("response=", id="nothing"),
        pytest.param("response=-1", id="negative"),
        pytest.param("response=99999999999999999999", id="more-than-64-bits"),
        pytest.param("response=1'--", id="no-number"),
        pytest.param("response=%00", id="nul"),
        pytest.param("response=1&response=2&nonsense=3", id="an-option-it-has-not"),
        pytest.param("response=%FF%FE", id="no-utf-8"),
    ],
)
async def test_an_option_that_makes_no_sense_is_refused(stub: Stub, bot: Running, options: str) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep(server, PACK))
    (welcome, *_) = server.messages

    for command in ("withdraw", "edit"):
        refused = await server.bea.click_id(welcome, f"c1||{command}|{options}")
        assert refused.is_private
        assert refused.text
        assert refused.text != EN("error.internal")


# -- what fits -----------------------------------------------------------------------------------


def test_every_custom_id_with_the_largest_ids_fits() -> None:
    largest = str(2**63 - 1)
    intentions = [
        Intention(command="answer", options={"prompt": largest}),
        Intention(command="edit", options={"response": largest, "key": "A" * 11}, updates=True),
        Intention(command="withdraw", options={"response": largest, "key": "A" * 11}, updates=True),
        Intention(command="record", options={"message": largest, "author": largest, "is": "yes"}),
        Intention(command="draft reword", options={"draft": largest, "item": "f:" + "x" * 40}, updates=True),
        Intention(command="draft item", options={"draft": largest}, updates=True, picks="item"),
        Intention(command="responses list", options={"question": largest, "after": largest}, updates=True),
        Intention(command="fact", options={"query": f"#{largest}:f99999"}, shares=True),
        Intention(command="setup", options={}, updates=True, picks="retention"),
    ]

    for intention in intentions:
        custom_id = encode(intention)
        assert custom_id is not None
        assert len(custom_id) <= LIMIT
        assert decode(custom_id) == intention


def test_a_custom_id_holds_whatever_its_options_hold() -> None:
    options = {"query": "a|b&c=d%20é\n@", "empty": ""}
    custom_id = encode(Intention(command="fact", options=options))

    assert custom_id is not None
    assert decode(custom_id).options == options
    # A title in letters of another script, which would be six times as long in an address, fits.
    assert encode(Intention(command="facts", options={"article": "η-γλώσσα-των-πουλιών-και-των-ανέμων"}))
    assert encode(Intention(command="facts", options={"article": "x" * LIMIT})) is None


async def test_ids_that_are_too_long_for_a_button_leave_it_out_and_break_nothing(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)
    long = "mill-" * 40
    pack = PACK.replace('"mill"', f'"{long}"').replace('"f1"', f'"{long}"')
    for number in (1, 2):
        pack = pack.replace(f'"q{number}"', f'"{long}{number}"')
    draft = await add(server, pack)

    kept = await server.ann.click(draft, EN("action.keep_article"))
    assert kept.message is not None
    await server.ann.run("discuss start", channel=server.place)
    answers = [
        await server.bea.run("fact", channel=server.place, query="mill burned"),
        await server.bea.run("facts", channel=server.place),
        await server.ann.run("article show", channel=server.place),
        await server.ann.run("article remove", channel=server.place, article=long[:100]),
    ]
    (thread,) = server.guild.threads(server.place)
    prompt = next(one for one in server.messages if one.id == int(thread["id"]))
    receipt = await answered(server.bea, prompt, "Yes.")

    assert all(answer.is_private for answer in answers)
    assert receipt.buttons == [EN("action.edit"), EN("action.withdraw")]


# -- once ----------------------------------------------------------------------------------------


async def test_a_double_click_withdraws_once_and_says_so_twice(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    receipt = await answered(server.bea, prompt, "Yes.")
    _, withdraw = custom_ids(receipt)

    first, second = await asyncio.gather(
        server.bea.click_id(receipt, withdraw), server.bea.click_id(receipt, withdraw)
    )

    assert {first.text, second.text} == {
        EN("response.withdrawn", id="1"),
        EN("error.response_gone", response="1"),
    }
    assert standing(bot.folder) == []


async def test_two_moderators_keep_a_draft_once(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    draft = await add(server, PACK)

    await asyncio.gather(*(server.ann.click(draft, EN("action.keep_article")) for _ in range(4)))

    listed = await server.bea.run("articles", channel=server.place)
    assert EN("articles.count", n=1) in listed.text


async def test_a_discussion_is_started_once_however_often_it_is_clicked(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    kept = await keep(server, PACK)

    await asyncio.gather(*(server.ann.click(kept, EN("action.start")) for _ in range(4)))

    assert len(server.guild.threads(server.place)) == 1


async def test_an_event_that_comes_twice_is_answered_once(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    form = await server.bea.click(prompt, EN("button.answer"))
    stub.gateway.duplicate_next(1)

    await server.bea.submit(form, text="Once.", agreed=True)
    await server.bea.run("privacy", channel=server.place)

    assert standing(bot.folder) == ["Once."]
    submitted = [one for one in stub.interactions.all.values() if one.data.get("components")]
    assert len(submitted) == 1
    assert COMPONENT in {one.kind for one in stub.interactions.all.values()}
