"""Answers given by the button, and by a reply to the prompt."""

import re
from pathlib import Path
from typing import Any

import pytest
from api_stub.stub import Stub
from on_disk import responses, standing, table
from running import Running
from under_way import SAY, Talk, begin, latest_prompt, talk_of, unescaped

RECEIPT = SAY("response.recorded", id="1", number=1)


@pytest.fixture
async def talk(stub: Stub, bot: Running) -> Talk:
    return await talk_of(stub, bot)


async def test_an_answer_by_the_button_gets_a_private_receipt(talk: Talk) -> None:
    receipt = await talk.form("It was part of the town.")

    assert receipt.is_private
    assert RECEIPT in unescaped(receipt.text)
    assert receipt.buttons == [SAY("action.edit"), SAY("action.withdraw")]
    (row,) = talk.rows()
    assert (row["text"], row["given"], row["kept"]) == ("It was part of the town.", "button", "named")
    assert (row["author"], row["author_name"]) == (talk.bea.id, "Bea")
    consents = table(talk.bot.folder, "SELECT guild, member, purpose FROM consents")
    assert consents == [{"guild": talk.under_way.guild.id, "member": talk.bea.id, "purpose": "record"}]


@pytest.mark.parametrize("options", [{}, {"question": 1}], ids=["latest", "numbered"])
async def test_the_form_of_a_command_answers_the_question_it_was_opened_for(
    talk: Talk, options: dict[str, Any]
) -> None:
    place = talk.under_way.place
    form = await talk.bea.run("answer", channel=place, **options)
    await talk.under_way.ann.run("discuss next", channel=place)

    receipt = await talk.bea.submit(form, text="It was part of the town.", agreed=True)

    assert RECEIPT in unescaped(receipt.text)
    (row,) = talk.rows()
    assert row["given"] == "command"


async def test_the_form_of_an_edit_changes_the_answer_that_it_shows(talk: Talk) -> None:
    await talk.form("One.")
    form = await talk.bea.run("edit", channel=talk.under_way.place)
    await talk.form("Two.")

    edited = await talk.bea.submit(form, text="One, and more.")

    assert SAY("response.edited", id="1") in unescaped(edited.text)
    assert talk.texts() == ["One, and more.", "Two."]


async def test_an_answer_is_edited_and_withdrawn_by_its_receipt(talk: Talk) -> None:
    receipt = await talk.form("Firts thoughts.")

    form = await talk.bea.click(receipt, SAY("action.edit"))
    assert form.fields["text"]["value"] == "Firts thoughts."
    edited = await talk.bea.submit(form, text="First thoughts.")
    assert SAY("response.edited", id="1") in unescaped(edited.text)
    assert talk.texts() == ["First thoughts."]

    withdrawn = await talk.bea.click(edited, SAY("action.withdraw"))
    assert SAY("response.withdrawn", id="1") in unescaped(withdrawn.text)
    assert not withdrawn.buttons
    assert talk.texts() == []


async def test_the_receipts_buttons_work_after_a_restart(talk: Talk) -> None:
    receipt = await talk.form("Before the restart.")
    await talk.bot.stop()
    await talk.bot.start()

    form = await talk.bea.click(receipt, SAY("action.edit"))
    await talk.bea.submit(form, text="After the restart.")

    assert talk.texts() == ["After the restart."]


async def test_nobody_else_changes_an_answer_by_its_button(talk: Talk) -> None:
    receipt = await talk.form("Mine.")
    assert receipt.message is not None
    taken = [one["custom_id"] for one in receipt.message.components[0]["components"]]
    cem = talk.joins("Cem")

    for custom_id in taken:
        refused = await cem.click_id(talk.prompt, custom_id)
        assert refused.modal is None
        assert SAY("error.not_your_response", response="1") in unescaped(refused.text)

    assert talk.texts() == ["Mine."]


async def test_without_the_tick_nothing_is_recorded_and_the_text_comes_back(talk: Talk) -> None:
    form = await talk.bea.click(talk.prompt, SAY("button.answer"))
    box = form.fields["agreed"]
    assert box["required"]  # Discord does not let people send it otherwise
    assert not any(option["default"] for option in box["options"])
    box["required"] = False  # as it might with a client of another make

    refused = await talk.bea.submit(form, text="A long thought, *carefully* worded.", agreed=False)

    assert refused.is_private
    assert SAY("error.not_agreed") in unescaped(refused.text)
    assert "A long thought, *carefully* worded." in unescaped(refused.text)
    assert talk.rows() == []
    assert table(talk.bot.folder, "SELECT * FROM consents") == []


async def test_a_pseudonym_is_stable_within_a_discussion_and_another_in_the_next(talk: Talk) -> None:
    dia = talk.joins("Dia")
    receipt = await talk.form("One.", kept="pseudonymous")
    await talk.form("Two.", kept="pseudonymous")
    await talk.form("Three.", by=dia, kept="pseudonymous")
    assert SAY("response.pseudonymous") in unescaped(receipt.text)

    ann, place = talk.under_way.ann, talk.under_way.place
    await ann.run("discuss close", channel=place)
    await ann.run("discuss start", channel=place, article="mill")
    form = await talk.bea.click(latest_prompt(talk.under_way.guild, place), SAY("button.answer"))
    await talk.bea.submit(form, text="Four.", kept="pseudonymous", agreed=True)

    first, second, other, later = [row["author_name"] for row in talk.rows()]
    assert re.fullmatch(r"P-[0-9A-F]{6}", first)
    assert first == second
    assert len({first, other, later}) == 3
    listed = await ann.run("responses list", channel=place)
    assert later in unescaped(listed.text)
    assert "Bea" not in listed.text


async def test_an_unlinked_answer_leaves_nothing_that_leads_to_its_author(talk: Talk) -> None:
    receipt = await talk.form("Nobody knows me.", kept="unlinked")

    (row,) = talk.rows()
    assert (row["author"], row["author_name"], row["message"], row["reply_to"]) == (0, "", None, None)
    assert row["created_at"].endswith("T00:00:00.000000Z")
    await talk.bot.stop()
    traces = (b"Bea", str(talk.bea.id).encode(), talk.bea.id.to_bytes(8, "big"))
    for path in talk.bot.folder.glob("causerie.db*"):
        content = path.read_bytes()
        assert not [trace for trace in traces if trace in content], path.name
    assert b"Nobody knows me." in (talk.bot.folder / "causerie.db").read_bytes()
    assert not list(talk.bot.folder.glob("*-wal"))
    await talk.bot.start()

    # The key on the receipt is all that is left, and it is its button that has it.
    withdrawn = await talk.bea.click(receipt, SAY("action.withdraw"))
    assert SAY("response.withdrawn", id=str(row["key"])) in unescaped(withdrawn.text)
    assert talk.texts() == []
    assert talk.rows()[0]["withdrawn_at"].endswith("T00:00:00.000000Z")


async def test_traces_of_a_named_author_would_be_found(talk: Talk) -> None:
    await talk.form("Everybody knows me.")
    await talk.bot.stop()

    content = (talk.bot.folder / "causerie.db").read_bytes()
    assert b"Bea" in content
    assert talk.bea.id.to_bytes(8, "big") in content


async def test_the_key_on_the_receipt_edits_an_unlinked_answer_and_no_other_does(talk: Talk) -> None:
    receipt = await talk.form("Nobody knows me.", kept="unlinked")
    key = re.search(r"Its key is (\S+)", unescaped(receipt.text))
    assert key is not None
    number = talk.rows()[0]["key"]

    refused = await talk.bea.run("withdraw", channel=talk.under_way.place, response=number, key="wrong")
    assert SAY("error.wrong_key", response=str(number)) in unescaped(refused.text)
    form = await talk.bea.click(receipt, SAY("action.edit"))
    assert form.fields["text"]["value"] == "Nobody knows me."
    edited = await talk.bea.submit(form, text="Nobody ever will.")
    assert edited.is_private
    done = await talk.bea.run("withdraw", channel=talk.under_way.place, response=number, key=key[1])

    assert SAY("response.withdrawn", id=str(number)) in unescaped(done.text)
    assert talk.texts() == []


async def test_a_doubled_click_and_a_doubled_form_record_one_answer(talk: Talk) -> None:
    talk.stub.gateway.duplicate_next(20)

    receipt = await talk.form("Once.")
    await talk.form("Twice is meant.")

    assert RECEIPT in unescaped(receipt.text)
    assert talk.texts() == ["Once.", "Twice is meant."]


async def test_whoever_sends_a_form_after_the_end_gets_their_text_back(talk: Talk) -> None:
    form = await talk.bea.click(talk.prompt, SAY("button.answer"))
    await talk.under_way.ann.run("discuss close", channel=talk.under_way.place)

    late = await talk.bea.submit(form, text="I was still writing.", agreed=True)

    assert late.is_private
    assert SAY("error.discussion_closed", title="The mill on the river") in unescaped(late.text)
    assert "I was still writing." in unescaped(late.text)
    assert talk.rows() == []


@pytest.mark.parametrize("reads_content", [False, True], ids=["without-intent", "with-intent"])
async def test_a_reply_with_a_ping_is_an_answer(stub: Stub, tmp_path: Path, *, reads_content: bool) -> None:
    bot = Running(stub, folder=tmp_path, content="on" if reads_content else "off")
    await bot.start()
    under_way = await begin(stub)
    bea = under_way.guild.member("Bea")

    reply = await bea.send(under_way.place, "It was part of the town.", reply_to=under_way.prompt)
    await stub.gateway.until(lambda: reply.reactions.get("✅"))
    await bea.edit(reply, "It was all of the town.")
    await stub.gateway.until(lambda: standing(bot.folder) == ["It was all of the town."])

    (row,) = responses(bot.folder)
    assert (row["given"], row["message"], row["reply_to"]) == ("reply", reply.id, None)
    await bot.stop()


async def test_a_reply_without_a_ping_is_explained_once(talk: Talk) -> None:
    place = talk.under_way.place
    for text in ("Quietly.", "Quietly again."):
        await talk.bea.send(place, text, reply_to=talk.prompt, ping=False)
    loud = await talk.bea.send(place, "Aloud.", reply_to=talk.prompt)
    await talk.until(lambda: loud.reactions.get("✅") and talk.said(place))

    (said,) = talk.said(place)
    assert SAY("front.reply_unread") in unescaped(said.content)
    assert not said.pinged
    assert talk.texts() == ["Aloud."]


async def test_a_reply_without_a_ping_counts_where_the_bot_reads_what_is_typed(
    stub: Stub, tmp_path: Path
) -> None:
    bot = Running(stub, folder=tmp_path, content="on")
    await bot.start()
    under_way = await begin(stub)
    reply = await under_way.guild.member("Bea").send(
        under_way.place, "Quietly.", reply_to=under_way.prompt, ping=False
    )
    await stub.gateway.until(lambda: reply.reactions.get("✅"))

    assert standing(bot.folder) == ["Quietly."]
    await bot.stop()


async def test_a_picture_alone_as_a_reply_is_passed_over_in_silence(talk: Talk) -> None:
    place = talk.under_way.place
    await talk.bea.send(place, "", reply_to=talk.prompt, files=1)
    await talk.bea.send(place, "", reply_to=talk.prompt)  # a sticker, say
    words = await talk.bea.send(place, "In words, then.", reply_to=talk.prompt)
    await talk.until(lambda: words.reactions.get("✅"))

    assert talk.said(place) == []
    assert talk.texts() == ["In words, then."]


async def test_being_told_of_one_thing_does_not_keep_another_from_being_told(talk: Talk) -> None:
    place = talk.under_way.place
    await talk.bea.send(place, "Quietly.", reply_to=talk.prompt, ping=False)
    await talk.until(lambda: talk.said(place))
    await talk.under_way.ann.run("discuss close", channel=place)

    await talk.bea.send(place, "Too late?", reply_to=talk.prompt)

    closed = SAY("error.discussion_closed", title="The mill on the river")
    await talk.until(lambda: closed in unescaped(talk.bea.reads(place)))


async def test_a_message_in_the_thread_is_no_answer_where_only_replies_are(talk: Talk) -> None:
    await talk.bea.send(talk.under_way.thread, "Just chatting.")
    reply = await talk.bea.send(talk.under_way.place, "An answer.", reply_to=talk.prompt)
    await talk.until(lambda: reply.reactions.get("✅"))

    assert talk.texts() == ["An answer."]
    assert [one.type for one in talk.said(talk.under_way.thread)] in ([], [21])
