"""Tests for bot.commands.responses: how an answer is kept is its author's to choose, and to undo."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from askers import KIM, MAX, SAM, Askers, all_text, labelled, open_askers

from bot.domain.discussion import Given, Kept
from bot.domain.errors import (
    BotError,
    DiscussionClosedError,
    NoDiscussionError,
    UnknownPromptError,
    UnknownQuestionError,
)
from bot.domain.identity import PromptId


@pytest.fixture
async def askers(tmp_path: Path) -> AsyncIterator[Askers]:
    async with open_askers(tmp_path) as opened:
        await opened.discuss()
        yield opened


async def listed(askers: Askers) -> str:
    return all_text(await askers.ask("responses list", by=MAX))


async def prompt(askers: Askers) -> int:
    running = await askers.cases.discussions.status(at=askers.context().at)
    assert running is not None
    return int(running.prompts[-1].id)


async def test_a_receipt_offers_to_edit_and_to_withdraw(askers: Askers) -> None:
    receipt = await askers.ask("answer", text="Yes, it was right.", kept="named", agreed=True)

    assert receipt.text.startswith("Recorded: your answer #1 to question 1.")
    edit, withdraw = receipt.actions
    assert (edit.command, withdraw.command) == ("edit", "withdraw")
    assert withdraw.is_risky
    assert edit.updates
    assert withdraw.updates
    assert await askers.prefilled(edit) == {"text": "Yes, it was right."}
    changed = await askers.do(edit, text="No, it was wrong.")
    assert changed.text == "Your answer #1 has been changed."
    assert "No, it was wrong." in await listed(askers)
    assert "withdrawn" in (await askers.do(changed.actions[1])).text
    assert "wrong" not in await listed(askers)


async def test_nobody_elses_button_changes_an_answer(askers: Askers) -> None:
    receipt = await askers.ask("answer", text="Yes.", agreed=True)

    assert (await askers.do(receipt.actions[0], by=KIM, text="No.")).error == "not_your_response"
    assert (await askers.do(receipt.actions[1], by=MAX)).error == "not_your_response"
    with pytest.raises(BotError):
        await askers.prefilled(receipt.actions[0], by=KIM)


async def test_moderators_see_a_pseudonym_the_same_throughout_a_discussion(askers: Askers) -> None:
    for text in ("One.", "Two."):
        receipt = await askers.ask("answer", text=text, kept="pseudonymous", agreed=True)
        assert "pseudonym" in receipt.text
    await askers.ask("answer", by=KIM, text="Three.", kept="pseudonymous", agreed=True)

    shown = await askers.ask("responses list", by=MAX)

    first, second, third = [(card.footer or "").split(" · ")[1] for card in shown.cards]
    assert first == second != third
    assert first.startswith("P-")
    assert "Sam" not in all_text(shown)
    assert "changed" in (await askers.ask("edit", text="Four.")).text


async def test_only_the_key_changes_an_answer_without_a_link(askers: Askers) -> None:
    receipt = await askers.ask("answer", text="My secret view.", kept="unlinked", agreed=True)
    edit, withdraw = receipt.actions
    key = str(edit.options["key"])

    assert key in receipt.text
    assert "without a name" in await listed(askers)
    assert "Sam" not in await listed(askers)
    number = edit.options["response"]
    assert (await askers.ask("edit", text="No.", response=number, key="guess")).error == "wrong_key"
    assert (await askers.ask("edit", text="No.", response=number)).error is not None
    assert await askers.prefilled(edit, by=KIM) == {"text": "My secret view."}
    changed = await askers.do(edit, by=KIM, text="Another view.")
    assert changed.error is None
    assert changed.actions[1].options["key"] == key
    assert "withdrawn" in (await askers.do(withdraw)).text


async def test_nothing_is_kept_without_agreement(askers: Askers) -> None:
    reply = await askers.ask("answer", text="Yes.", kept="named", agreed=False)

    assert reply.error == "not_agreed"
    assert (await askers.ask("responses list", by=MAX)).text == "There are no answers here yet."


async def test_an_answer_says_how_it_came(askers: Askers) -> None:
    ctx = askers.context(SAM, given=Given.MENU, message=1_199_999_999_999_999_777)
    options = {"text": "From a message.", "kept": Kept.NAMED.value, "agreed": "true"}

    first = await askers.dispatcher.dispatch("answer", options, context=ctx)
    again = await askers.dispatcher.dispatch("record", options, context=ctx)

    assert "answer #1" in first.text
    assert "answer #1" in again.text
    assert await askers.cases.responses.has_message(1_199_999_999_999_999_777)


async def test_a_button_of_an_earlier_prompt_answers_that_one(askers: Askers) -> None:
    first = await prompt(askers)
    await askers.ask("discuss next", by=MAX)

    button = await askers.ask("answer", text="To the first.", prompt=str(first), agreed="True")
    plain = await askers.ask("answer", text="To the latest.", agreed="True")
    named = await askers.ask("answer", text="To the first.", question="1", agreed="True")

    assert "to question 1." in button.text
    assert "to question 2." in plain.text
    assert "to question 1." in named.text


async def test_no_form_opens_where_nothing_could_be_recorded(askers: Askers) -> None:
    command = askers.dispatcher.commands["answer"]
    ctx = askers.context()
    latest = await prompt(askers)
    assert command.prefill is not None
    assert not (await command.prefill(ctx, prompt=latest)).fields
    with pytest.raises(UnknownQuestionError):
        await command.prefill(ctx, question=2)

    with pytest.raises(UnknownPromptError):
        await command.prefill(ctx, prompt=PromptId(99))
    await askers.ask("discuss close", by=MAX)
    with pytest.raises(DiscussionClosedError):
        await command.prefill(ctx, prompt=latest)
    with pytest.raises(NoDiscussionError):
        await command.prefill(ctx)
    reply = await askers.ask("answer", text="Too late.", prompt=str(latest), agreed=True)
    assert reply.error == "discussion_closed"
    assert "is over" in reply.text


@pytest.mark.parametrize("given", [{}, {"question": 1}, {"prompt": 1}], ids=["latest", "number", "prompt"])
async def test_the_form_of_an_answer_keeps_to_its_prompt(askers: Askers, given: dict[str, int]) -> None:
    command = askers.dispatcher.commands["answer"]
    first = await prompt(askers)
    assert command.prefill is not None

    form = await command.prefill(askers.context(), **given)

    assert form.options["prompt"] == first
    assert form.options["question"] is None


async def test_the_form_of_an_edit_keeps_to_its_answer(askers: Askers) -> None:
    command = askers.dispatcher.commands["edit"]
    assert command.prefill is not None
    await askers.ask("answer", text="One.", agreed=True)

    form = await command.prefill(askers.context())
    await askers.ask("answer", text="Two.", agreed=True)

    assert form.fields == {"text": "One."}
    assert form.options == {"response": 1}
    changed = await askers.ask("edit", form.options, text="One, and more.")
    assert "#1" in changed.text
    said = await listed(askers)
    assert "One, and more." in said
    assert "Two." in said


async def test_hiding_and_restoring_name_whom_moderators_may_know(askers: Askers) -> None:
    receipt = await askers.ask("answer", text="Yes.", kept="unlinked", agreed=True)
    number = receipt.actions[0].options["response"]

    hidden = await askers.ask("responses hide", by=MAX, response=number, reason="spam")
    restored = await askers.ask("responses restore", by=MAX, response=number, reason="no spam")

    assert hidden.text.startswith(f"Answer #{number} (without a name) is hidden")
    assert restored.text.startswith(f"Answer #{number} (without a name) is back")


async def test_more_answers_than_a_page_are_turned_in_place(askers: Askers) -> None:
    for number in range(21):
        await askers.ask("answer", text=f"View {number}.", agreed=True)

    first = await askers.ask("responses list", by=MAX, question=1)
    more = labelled(first, "Show more")

    assert len(first.cards) == 20
    assert more.updates
    assert "View 20." in all_text(await askers.do(more, by=MAX))
