"""Gaps on Discord: listed, answered in a form, and whoever chose it told in private, once."""

import os
import signal
from pathlib import Path

import pytest
from api_stub.faults import Fault
from api_stub.people import Member
from api_stub.seen import Answer
from api_stub.stub import Stub
from lighthouse import EN, FR, Lighthouse, answers_of, asking, keep, live, open_lighthouse
from on_disk import table
from running import Running
from served import Served
from under_way import PACK

QUERY = "Who founded the yeast factory?"
FACT = "Odile Brandt founded the yeast factory in 1960."
MESSAGES = r"^/channels/\d+/messages$"
OTHER = """\
id = "harbour"
title = "The harbour of Lisse"
language = "en"

[[facts]]
id = "f1"
text = "The harbour of Lisse was closed on 3 May."
"""


async def asked(server: Lighthouse, member: Member, *, query: str = QUERY) -> Answer:
    """Let *member* look something up in vain, and ask to be told."""
    nothing = await member.run("fact", channel=server.place, query=query)
    return await member.click(nothing, (FR if member.locale == "fr" else EN)("action.follow"))


async def opened(server: Lighthouse, *, query: str = QUERY) -> Answer:
    """Let Ann pick a gap from the list."""
    listed = await server.ann.run("gaps", channel=server.place)
    return await server.ann.choose(listed, EN("pick.gap"), query)


async def answered(server: Lighthouse, **filled: str) -> Answer:
    """Let Ann answer the gap in the form."""
    shown = await opened(server)
    form = await server.ann.click(shown, EN("action.answer_gap"))
    return await server.ann.submit(form, text=FACT, **filled)


async def test_a_gap_is_answered_in_a_form_and_is_the_answer_from_then_on(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    await server.bea.run("fact", channel=server.place, query=QUERY)
    await server.max.run("fact", channel=server.place, query="who founded the yeast factroy")

    shown = await opened(server)
    assert EN("gap.asked", n=2, first="-", last="-").partition(",")[0] in shown.text
    assert "Bea" not in shown.text
    form = await server.ann.click(shown, EN("action.answer_gap"))
    assert set(form.fields) == {"text", "passage"}  # the only article is no question
    done = await server.ann.submit(form, text=FACT, passage="")

    assert FACT in done.text
    found = await server.bea.run("fact", channel=server.place, query=QUERY)
    assert FACT in found.text
    assert "not in the article" in str(found.message and found.message.embeds)
    again = await server.ann.run("gaps", channel=server.place)
    assert EN("gaps.none") in again.text
    assert live(stub) == []


async def test_the_form_asks_for_the_article_where_there_are_several(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    await keep(server, OTHER)
    await server.bea.run("fact", channel=server.place, query=QUERY)

    shown = await opened(server)
    form = await server.ann.click(shown, EN("action.answer_gap"))
    assert set(form.fields) == {"text", "passage", "article"}
    refused = await server.ann.submit(form, text=FACT, article="no such thing at all")
    assert "harbour" in refused.text or refused.message is not shown.message
    form = await server.ann.click(shown, EN("action.answer_gap"))
    done = await server.ann.submit(form, text=FACT, article="harbour")

    assert "The harbour of Lisse" in str(done.message and done.message.embeds)


async def test_an_article_whose_id_is_too_long_for_a_form_to_carry_stands_in_it(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK.replace('"mill"', f'"{"mill-" * 30}"', 1))
    await server.bea.run("fact", channel=server.place, query=QUERY)

    form = await server.ann.click(await opened(server), EN("action.answer_gap"))
    assert set(form.fields) == {"text", "passage", "article"}
    done = await server.ann.submit(form, text=FACT)

    assert FACT in done.text


async def test_a_fact_that_is_there_is_picked_or_named(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    await server.bea.run("fact", channel=server.place, query="When was the flour store on fire?")

    shown = await opened(server, query="When was the flour store on fire?")
    form = await server.ann.click(shown, EN("action.point_gap"))
    done = await server.ann.submit(form, fact="The mill on the river burned down in 1901")

    assert "1901" in done.text
    found = await server.bea.run("fact", channel=server.place, query="when was the flour store on fire")
    assert "1901" in found.text


async def test_what_is_dismissed_can_be_brought_back(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    await server.bea.run("fact", channel=server.place, query=QUERY)

    gone = await server.ann.click(await opened(server), EN("action.dismiss_gap"))
    assert EN("gaps.none") in (await server.ann.run("gaps", channel=server.place)).text
    back = await server.ann.click(gone, EN("action.undo"))

    assert QUERY in back.text
    assert QUERY in (await server.ann.run("gaps", channel=server.place)).text


async def test_whoever_chose_it_is_told_once_in_their_language(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    zoe = server.guild.member("Zoé", locale="fr")
    assert EN("gap.follows") in (await asked(server, server.bea)).text
    assert EN("gap.follows_already") in (await asked(server, server.bea)).text
    assert FR("gap.follows") in (await asked(server, zoe)).text
    changed = await asked(server, server.max)
    assert EN("gap.follows_no_more") in (await server.max.click(changed, EN("action.unfollow"))).text

    await answered(server)
    await stub.gateway.until(lambda: server.bea.told() and zoe.told())
    await server.ann.run("doctor", channel=server.place)

    (to_bea,), (to_zoe,) = server.bea.told(), zoe.told()
    assert to_bea.content == EN("gap.told")
    assert to_zoe.content == FR("gap.told")
    (embed,) = to_bea.embeds
    assert embed["title"] == FACT
    assert "The mill" in embed["footer"]["text"]
    assert not to_bea.components
    assert server.max.told() == []
    assert live(stub) == []


async def test_who_reads_a_look_up_of_somebody_else_may_want_to_be_told_too(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    mention = await server.bea.send(server.place, asking(stub, QUERY))
    (said,) = await answers_of(stub, server, place=server.place, after=mention)

    noted = await server.max.click(said, EN("action.follow"))

    assert noted.is_private
    assert EN("gap.follows") in noted.text


async def test_somebody_who_takes_no_messages_is_dropped_and_others_are_told(
    stub: Stub, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot.services.telling")
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    for member in (server.bea, server.max, server.ann):
        await asked(server, member)
    server.bea.takes_messages(False)
    server.guild.leaves(server.max)
    stub.server.expect(50007, 10007)

    await answered(server)
    await stub.gateway.until(server.ann.told)
    await stub.gateway.until(lambda: caplog.text.count("takes no messages") == 2)

    assert server.bea.told() == server.max.told() == []
    assert str(server.bea.id) not in caplog.text
    assert "Bea" not in caplog.text


@pytest.mark.parametrize("fault", [Fault.RESET_AFTER, Fault.STATUS])
async def test_nobody_is_told_twice_where_no_answer_came(stub: Stub, bot: Running, fault: Fault) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    await asked(server, server.bea)
    stub.server.faults.next("POST", MESSAGES, fault, status=503, times=1)

    await answered(server)
    await stub.gateway.until(server.bea.told)
    await bot.cases.delivery.run(at_once=True)

    assert len(server.bea.told()) == 1


@pytest.mark.skipif(os.name != "posix", reason="signals are another matter on this system")
@pytest.mark.parametrize("fault", [Fault.HANG, Fault.HANG_AFTER])
@pytest.mark.parametrize("nonce_window", [300.0, 0.0])
async def test_who_waits_is_told_once_though_the_bot_is_killed_while_it_does(
    stub: Stub, tmp_path: Path, fault: Fault, nonce_window: float
) -> None:
    served = Served(stub, tmp_path)
    try:
        await served.start()
        server = await open_lighthouse(stub)
        await keep(server, PACK)
        await asked(server, server.bea)
        stub.messages.nonce_window = nonce_window
        struck = stub.server.faults.struck
        stub.server.faults.next("POST", MESSAGES, fault)
        await answered(server)
        await stub.gateway.until(lambda: stub.server.faults.struck > struck)
        await served.stop(signal.SIGKILL)

        await served.start()
        await stub.gateway.until(server.bea.told)
        await stub.gateway.until(lambda: not table(tmp_path, "SELECT key FROM gap_waiters"))
        await served.stop()
    finally:
        await served.close()

    assert len(server.bea.told()) == 1
