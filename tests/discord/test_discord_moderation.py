"""Moderation on Discord: authors told once in private, answers reported from their menu, all in the log."""

import re
from pathlib import Path

import pytest
from api_stub.faults import Fault
from api_stub.people import Member
from api_stub.seen import Answer
from api_stub.stub import Stub
from lighthouse import EN, FR, Lighthouse, answered, keep, live, open_lighthouse, start
from on_disk import table
from running import Running
from under_way import PACK, unescaped

from bot.commands.words import explain
from bot.domain.moderation_errors import NotRecordedError, OwnResponseReportedError

MESSAGES = r"^/channels/\d+/messages$"


async def rude(server: Lighthouse, **how: str) -> Answer:
    """Let Bea give an answer that somebody may mind."""
    prompt = await start(server, await keep(server, PACK))
    return await answered(server.bea, prompt, "They were *fools*, @everyone.", **how)


async def hide(server: Lighthouse, response: int = 1, reason: str = "no insults") -> Answer:
    """Let Max hide an answer in the form."""
    form = await server.max.run("responses hide", channel=server.place, response=response)
    assert set(form.fields) == {"reason"}
    return await server.max.submit(form, reason=reason)


def said(member: Member) -> str:
    (message,) = member.told()
    (embed,) = message.embeds
    return unescaped(f"{message.content}\n{embed['description']}")


async def test_an_author_is_told_once_in_private_by_nobody_in_particular(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await rude(server)

    done = await hide(server)
    await stub.gateway.until(server.bea.told)
    await bot.cases.delivery.run(at_once=True)

    assert "Bea" in done.text
    assert EN("decided.told") in unescaped(done.text)
    words = said(server.bea)
    assert words.startswith("The Lighthouse: The moderators have hidden an answer of yours.")
    assert "Should the mill have been rebuilt?" in words
    assert "no insults" in words
    assert "/edit response:1" in words
    assert "Max" not in words
    assert server.ann.told() == server.max.told() == []
    assert live(stub) == []


async def test_it_is_in_the_servers_language(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    await rude(server)

    form = await server.max.run("réponses masquer", channel=server.place, réponse=1)
    await server.max.submit(form, reason="pas d’insultes")
    await stub.gateway.until(server.bea.told)

    assert FR("decided.hidden") in said(server.bea)
    assert "pas d’insultes" in said(server.bea)


async def test_who_goes_by_a_pseudonym_is_told_and_stays_unknown(
    stub: Stub, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot")
    server = await open_lighthouse(stub)
    await rude(server, kept="pseudonymous")

    done = await hide(server)
    await stub.gateway.until(server.bea.told)

    assert "Bea" not in done.text
    assert "no insults" in said(server.bea)
    assert str(server.bea.id) not in caplog.text


async def test_who_takes_no_messages_reads_it_in_their_data(
    stub: Stub, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot.services.deciding")
    server = await open_lighthouse(stub)
    await rude(server)
    server.bea.takes_messages(False)
    stub.server.expect(50007)

    done = await hide(server)
    await stub.gateway.until(lambda: "takes no messages" in caplog.text)

    assert EN("decided.told") in unescaped(done.text)  # the moderator does not learn that it was not
    assert server.bea.told() == []
    assert str(server.bea.id) not in caplog.text
    shown = await server.bea.run("my-data show", channel=server.place)
    assert "no insults" in shown.text


@pytest.mark.parametrize("fault", [Fault.RESET_AFTER, Fault.STATUS])
async def test_nobody_is_told_twice_where_no_answer_came(stub: Stub, bot: Running, fault: Fault) -> None:
    server = await open_lighthouse(stub)
    await rude(server)
    stub.server.faults.next("POST", MESSAGES, fault, status=503, times=1)

    await hide(server)
    await stub.gateway.until(server.bea.told)
    await bot.cases.delivery.run(at_once=True)

    assert len(server.bea.told()) == 1


async def test_the_author_is_told_when_it_is_back(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await rude(server)
    await hide(server)
    await stub.gateway.until(server.bea.told)

    form = await server.ann.run("responses restore", channel=server.place, response=1)
    await server.ann.submit(form, reason="a mistake")
    await stub.gateway.until(lambda: len(server.bea.told()) == 2)

    assert EN("decided.restored") in unescaped(server.bea.told()[1].content)


async def test_a_recorded_message_is_reported_from_its_menu(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep(server, PACK))
    message = await server.bea.send(server.place, "They were fools.")
    await server.bea.menu(EN("menu.record"), message)

    own = await server.bea.menu(EN("menu.alert"), message)
    form = await server.max.menu(EN("menu.alert"), message)
    assert set(form.fields) == {"reason"}
    done = await server.max.submit(form, reason="@here **rude**")
    queue = await server.ann.run("responses reported", channel=server.place)

    assert unescaped(own.text) == explain(OwnResponseReportedError(response="1"), EN)
    assert done.is_private
    assert EN("flag.done", id="1") in unescaped(done.text)
    assert "They were fools." in queue.text
    assert EN("reported.by", n=1) in unescaped(queue.text)
    assert "Max" not in queue.text
    assert str(server.max.id) not in str(table(bot.folder, "SELECT * FROM flags"))
    assert live(stub) == []


async def test_a_message_that_is_no_answer_is_not_reported(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep(server, PACK))
    message = await server.bea.send(server.place, "Good morning.")

    refused = await server.max.menu(EN("menu.alert"), message)

    assert unescaped(refused.text) == explain(NotRecordedError(), EN)
    assert table(bot.folder, "SELECT * FROM flags") == []


async def test_moderators_go_through_the_queue_by_its_buttons(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    for text in ("They were fools.", "I agree."):
        await answered(server.bea, prompt, text)
    for response in (1, 2):
        form = await server.max.run("flag", channel=server.place, response=response)
        await server.max.submit(form, reason="rude")

    queue = await server.ann.run("responses reported", channel=server.place)
    assert queue.buttons == [EN("action.hide"), EN("action.let_stand"), EN("action.next_one")]
    following = await server.ann.click(queue, EN("action.next_one"))
    assert "I agree." in following.text
    stood = await server.ann.click(following, EN("action.let_stand"))
    assert "They were fools." in stood.text
    form = await server.ann.click(stood, EN("action.hide"))
    hidden = await server.ann.submit(form, reason="no insults")
    empty = await server.ann.click(hidden, EN("action.reported"))

    assert EN("reported.none") in unescaped(empty.text)
    actions = [row["action"] for row in table(bot.folder, "SELECT action FROM moderation_log ORDER BY key")]
    assert actions[-2:] == ["response.stand", "response.hide"]


async def test_an_abuser_is_muted_from_the_queue_and_unmasked_by_nothing(
    stub: Stub, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot")
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    receipt = await answered(server.bea, prompt, "You fools.", kept="unlinked")
    found = re.search(r"#(\d{10})", unescaped(receipt.text))
    assert found is not None
    form = await server.max.run("flag", channel=server.place, response=int(found[1]))
    await server.max.submit(form, reason="rude")

    queue = await server.ann.run("responses reported", channel=server.place)
    muted = await server.ann.click(queue, EN("action.mute_author"))
    refused = await answered(server.bea, prompt, "You all.", kept="unlinked")

    assert muted.is_private
    assert "You are not told who it is." in unescaped(muted.text)
    assert "Bea" not in muted.text
    assert "they have not been told who you are" in unescaped(refused.text)
    assert str(server.bea.id) not in caplog.text
    for name in ("mutes", "moderation_log", "responses"):
        assert str(server.bea.id) not in str(table(bot.folder, f"SELECT * FROM {name}"))  # noqa: S608
    (line,) = table(bot.folder, "SELECT * FROM moderation_log WHERE action = 'response.mute'")
    assert (line["target"], line["reason"], line["at"][10:]) == ("", None, "T00:00:00.000000Z")
    await answered(server.bea, prompt, "Then with my name.")
    assert table(bot.folder, "SELECT text FROM responses WHERE author <> 0")


async def test_the_log_is_read_and_taken_as_a_file(stub: Stub, bot: Running, tmp_path: Path) -> None:
    server = await open_lighthouse(stub)
    await rude(server)
    await hide(server)

    log = await server.ann.run("log", channel=server.place)
    taken = await server.ann.click(log, EN("action.log_file"))

    assert str(server.max.id) in log.text
    assert f"<@{server.max.id}>" not in log.text
    assert "answer hidden" in log.text
    assert b"response.hide" in taken.files["log.csv"]
    assert f"#{server.max.id}".encode() in taken.files["log.csv"]
    assert live(stub) == []
