"""What members do with what is held about them, on Discord: by boxes in the form, and by buttons."""

import json
from collections import deque
from collections.abc import Mapping

import pytest
from api_stub.faults import Fault
from api_stub.people import NoAnswerError
from api_stub.stub import Stub
from on_disk import table
from running import Running
from under_way import SAY, Talk, talk_of, unescaped

from bot.commands.dispatch import Cooldowns
from bot.discord_front.handlers import finish
from bot.discord_front.mentions import Mentions
from bot.discord_front.recent import Recent
from bot.discord_front.render import Rendered
from bot.discord_front.requests import Requests
from bot.discord_front.typed import TypedAnswers
from bot.domain.consent import TERMS, Purpose
from bot.services.gaps import GapBook

CALLBACK = "/interactions/.*/callback"


@pytest.fixture
async def talk(stub: Stub, bot: Running) -> Talk:
    return await talk_of(stub, bot, records_typed=True)


async def test_the_form_asks_for_each_use_and_nothing_is_ticked_beforehand(talk: Talk) -> None:
    form = await talk.bea.click(talk.prompt, SAY("button.answer"))

    boxes = form.fields["uses"]
    assert [one["value"] for one in boxes["options"]] == ["quote", "publish"]
    assert not any(one.get("default") for one in boxes["options"])
    assert not boxes["required"]
    await talk.bea.submit(form, text="None of it.", agreed=True)
    await talk.form("Both of it.", uses=[SAY("choice.quote"), SAY("choice.publish")])

    assert [(row["may_quote"], row["may_publish"]) for row in talk.rows()] == [(0, 0), (1, 1)]
    purposes = table(talk.bot.folder, "SELECT purpose FROM consents ORDER BY purpose")
    assert [row["purpose"] for row in purposes] == ["publish", "quote", "record"]


async def test_a_form_that_was_open_as_the_words_changed_is_agreed_to_as_it_was_shown(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dict(TERMS)
    form = await talk.bea.click(talk.prompt, SAY("button.answer"))
    for purpose in (Purpose.RECORD, Purpose.QUOTE):  # the bot is upgraded
        monkeypatch.setitem(TERMS, purpose, before[purpose] + 1)

    uses = [SAY("choice.quote"), SAY("choice.publish")]
    await talk.bea.submit(form, text="In the words of before.", agreed=True, uses=uses)

    (row,) = talk.rows()
    assert (row["terms"], row["may_quote"], row["may_publish"]) == (before[Purpose.RECORD], 0, 1)
    agreed = table(talk.bot.folder, "SELECT purpose, version FROM consents")
    assert {one["purpose"]: one["version"] for one in agreed} == {
        purpose.value: version for purpose, version in before.items()
    }
    await talk.form("In the words of now.", uses=uses)
    assert [(one["terms"], one["may_quote"]) for one in talk.rows()][1] == (before[Purpose.RECORD] + 1, 1)


async def test_what_is_typed_may_be_used_for_what_its_author_let_be_done_with_all(talk: Talk) -> None:
    await talk.answer("Before.")
    shown = await talk.bea.run("my-data show", channel=talk.under_way.place)
    assert shown.is_private

    allowed = await talk.bea.click(shown, SAY("action.allow_quote"))
    assert SAY("mydata.allowed_quote") in unescaped(allowed.text)
    await talk.answer("After.")
    reply = await talk.bea.send(talk.under_way.place, "By reply.", reply_to=talk.prompt)
    await talk.until(lambda: reply.reactions.get("✅"))
    assert [row["may_quote"] for row in talk.rows()] == [1, 1, 1]

    await talk.bea.click(allowed, SAY("action.forbid_quote"))
    assert [row["may_quote"] for row in talk.rows()] == [0, 0, 0]


async def test_nobody_elses_button_changes_it(talk: Talk) -> None:
    await talk.answer("Mine.")
    shown = await talk.bea.run("my-data show", channel=talk.under_way.place)
    assert shown.message is not None
    ids = [one["custom_id"] for row in shown.message.components for one in row["components"]]

    for custom_id in ids:
        await talk.joins("Cem").click_id(talk.prompt, custom_id)

    (row,) = talk.rows()
    assert (row["text"], row["may_quote"], row["may_publish"]) == ("Mine.", 0, 0)


async def test_nothing_of_who_objects_is_recorded_whoever_asks(talk: Talk) -> None:
    explained = await talk.bea.run("my-data never", channel=talk.under_way.place)
    objected = await talk.bea.click(explained, SAY("action.never"))
    assert "nothing of yours is recorded here" in unescaped(objected.text)

    typed = await talk.bea.send(talk.thread, "Only talking.")
    replied = await talk.bea.send(talk.under_way.place, "A reply.", reply_to=talk.prompt)
    refused = await talk.bea.click(talk.prompt, SAY("button.answer"))
    assert refused.modal is None
    assert SAY("error.never_recorded") in unescaped(refused.text)
    own = await talk.bea.menu(SAY("menu.record"), typed)
    assert SAY("error.never_recorded") in unescaped(own.text)
    others = await talk.joins("Cem").menu(SAY("menu.record"), typed)
    assert others.is_private
    assert SAY("record.not_this_one") in unescaped(others.text)
    await talk.everything_is_heard()

    assert [row["text"] for row in talk.rows()] == ["And another thing."]
    assert not typed.reactions
    assert not replied.reactions
    await talk.bea.click(objected, SAY("action.record_me"))
    await talk.answer("Recorded again.")


async def test_nothing_of_who_objects_is_read_back_after_an_outage(talk: Talk) -> None:
    await talk.bea.run("my-data never", channel=talk.under_way.place, yes=True)
    cem = talk.joins("Cem")
    shown = await cem.run("my-data show", channel=talk.under_way.place)
    await cem.click(shown, SAY("action.allow_publish"))
    await talk.bot.stop()

    missed = await talk.bea.send(talk.thread, "While nobody listens.")
    read_back = await cem.send(talk.thread, "Read back.")
    await talk.bot.start()
    await talk.until(lambda: any(row["message"] == read_back.id for row in talk.rows()))

    (row,) = talk.rows()
    assert row["message"] != missed.id
    assert row["may_publish"] == 1


async def test_everything_is_handed_over_in_private_and_erased_for_good(talk: Talk) -> None:
    typed = await talk.answer("My words, *starred*.")
    await talk.form("More words.")
    await talk.joins("Cem").react(typed, "👍")
    await talk.until(lambda: talk.reactions() == {"👍": 1})
    shown = await talk.bea.run("my-data show", channel=talk.under_way.place)

    download = await talk.bea.click(shown, SAY("action.download"))
    assert download.is_private
    held = json.loads(download.files["my-data.json"])
    assert [one["text"] for one in held["answers"]] == ["My words, *starred*.", "More words."]
    assert b"My words, *starred*." in download.files["my-data.html"]

    asked = await talk.bea.click(shown, SAY("action.erase"))
    assert SAY("mydata.stays_discord") in unescaped(asked.text)
    assert len(talk.texts()) == 2
    erased = await talk.bea.click(asked, SAY("action.erase_all"))
    assert SAY("mydata.erased", n=2) in unescaped(erased.text)
    assert talk.texts() == []
    assert talk.reactions() == {}
    traces = (b"Bea", str(talk.bea.id).encode(), talk.bea.id.to_bytes(8, "big"), b"My words", b"More words")
    for path in talk.bot.folder.glob("causerie.db*"):
        assert not [trace for trace in traces if trace in path.read_bytes()], path.name


async def test_what_was_erased_is_not_read_back(talk: Talk) -> None:
    await talk.answer("Once said.")
    await talk.bea.run("my-data erase", channel=talk.under_way.place, yes=True)

    await talk.bot.stop()
    await talk.bot.start()
    await talk.everything_is_heard()

    assert talk.texts() == ["And another thing."]


async def test_the_log_names_nobody(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await talk.answer("Wordy words.")
    await talk.form("More of them.")
    await talk.bea.run("my-data show", channel=talk.under_way.place)
    await talk.bea.run("my-data never", channel=talk.under_way.place, yes=True)
    await talk.bea.click(talk.prompt, SAY("button.answer"))
    await talk.bea.run("my-data erase", channel=talk.under_way.place, yes=True)

    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert str(talk.bea.id) not in ours
    assert "Bea" not in ours
    assert "ordy" not in ours


def flattened(held: object, depth: int = 0) -> list[object]:
    """Return all that *held* holds in its mappings, sequences and attributes."""
    if depth > 8 or isinstance(held, str | bytes | int | float | None):
        return [held]
    if isinstance(held, Mapping):
        return [one for pair in held.items() for part in pair for one in flattened(part, depth + 1)]
    if isinstance(held, list | tuple | set | frozenset | deque):
        return [one for part in held for one in flattened(part, depth + 1)]
    if isinstance(held, Recent | Rendered | GapBook | Cooldowns | Mentions | TypedAnswers | Requests):
        return flattened([getattr(held, name) for name in names_of(held)], depth + 1)
    return []


def names_of(held: object) -> list[str]:
    return list(getattr(held, "__slots__", None) or vars(held))


async def test_nothing_that_the_program_remembers_leads_to_who_was_erased(talk: Talk) -> None:
    dia = talk.joins("Dia")
    mine, hers = await talk.answer("First words."), await dia.send(talk.thread, "Hers.")
    await talk.bea.edit(mine, "Second words.")
    await talk.until(lambda: talk.texts() == ["Second words.", "Hers."])
    await talk.bea.edit(await talk.bea.send(talk.under_way.place, "No answer."), "Still idle words.")
    await talk.bea.react(hers, "👍")
    await talk.bea.react(mine, "❌")
    await talk.until(lambda: talk.texts() == ["Hers."] and talk.reactions() == {"👍": 1})
    await talk.bea.run("fact", channel=talk.under_way.place, query="the price of marmalade in Spain")
    await talk.bea.send(talk.under_way.place, f"<@{talk.stub.world.bot}> marmalade?")
    form = await talk.bea.click(talk.prompt, SAY("button.answer"))
    talk.stub.server.expect(10062)
    talk.stub.interactions.deadline = 0.5
    talk.stub.server.faults.next("POST", CALLBACK, Fault.HANG, times=2)
    with pytest.raises(NoAnswerError):
        await talk.bea.submit(form, text="Unacknowledged words.", agreed=True)
    talk.stub.interactions.deadline = 3.0
    assert await finish(patience=5.0)
    holders = [forget.__self__ for forget in talk.bot.cases.my_data.forgets]  # type: ignore[attr-defined]  # methods
    gaps = talk.bot.cases.lookup._gaps
    assert flattened([*holders, gaps]).count(talk.bea.id) > 4

    await talk.bea.run("my-data erase", channel=talk.under_way.place, yes=True)

    left = flattened([*holders, gaps])
    assert talk.bea.id not in left
    assert not [one for one in left if isinstance(one, str) and "words" in one]
