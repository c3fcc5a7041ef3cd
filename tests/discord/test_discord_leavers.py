"""Members who leave servers that want what is kept of them erased, and all that is no leaving."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from api_stub.faults import Fault
from api_stub.people import Member
from api_stub.stub import Stub
from lighthouse import EN, FR
from on_disk import table
from running import Running
from served import Served
from under_way import SAY, Talk, begin, talk_of, unescaped

from bot.discord_front import members
from bot.domain.identity import GuildId

MEMBER = r"^/guilds/\d+/members/\d+$"
# What Discord says of somebody who is no member any more: Unknown Member, Unknown User.
LEFT = [(404, 10007), (404, 10013)]
# What it says that is about something else: the bot, the server, the network.
ANYTHING_ELSE = [(403, 50001), (403, 40001), (404, 10004), (404, 0), (401, 0), (400, 50035), (503, 0)]


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "causerie.db", timeout=30.0)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


async def days_go_by(folder: Path) -> None:
    """Let everybody who was not found have been so for weeks, and let there be another round."""
    await asyncio.to_thread(
        change,
        folder,
        "UPDATE absences SET since = '2020-01-01', last_on = '2020-01-03', days = 3",
        "DELETE FROM marks WHERE name LIKE 'leavers:%'",
    )


def absent(folder: Path) -> list[int]:
    return [row["member"] for row in table(folder, "SELECT member FROM absences ORDER BY member")]


@pytest.fixture
async def talk(stub: Stub, bot: Running) -> Talk:
    """Bea has answered on a server that has what is kept of leavers erased."""
    talk = await talk_of(stub, bot)
    await talk.under_way.ann.run("setup", channel=talk.under_way.place, leavers="erase")
    await talk.form("It should stand.")
    return talk


async def ask(talk: Talk) -> None:
    """Let the bot ask about everybody of whom something is kept."""
    while await talk.bot.cases.leavers.work() is not None:
        pass


async def again(talk: Talk) -> None:
    """Let weeks go by, and the bot ask once more."""
    await days_go_by(talk.bot.folder)
    talk.bot.cases.leavers._resting.clear()
    await ask(talk)


async def test_whoever_left_is_erased_after_a_while_and_the_log_says_how_many(stub: Stub, talk: Talk) -> None:
    cem = talk.joins("Cem")
    await talk.form("It should not.", by=cem)
    stub.server.expect(10007)
    talk.under_way.guild.leaves(talk.bea)

    await ask(talk)
    assert talk.texts() == ["It should stand.", "It should not."]
    assert absent(talk.bot.folder) == [talk.bea.id]
    await again(talk)

    assert talk.texts() == ["It should not."]
    assert absent(talk.bot.folder) == []
    said = unescaped((await talk.under_way.ann.run("log", channel=talk.under_way.place)).text)
    assert EN("log.leavers", n=1, answers=EN("count.responses", n=1)) in said
    assert EN("log.nobody") in said
    assert str(talk.bea.id) not in said
    assert "Bea" not in said


@pytest.mark.parametrize(("status", "code"), LEFT)
async def test_whose_account_is_deleted_has_left_as_well(
    stub: Stub, talk: Talk, status: int, code: int
) -> None:
    stub.server.faults.next("GET", MEMBER, Fault.STATUS, status=status, code=code, times=2)

    await ask(talk)
    await again(talk)

    assert talk.texts() == []


async def test_whoever_is_back_in_time_has_all_that_they_had(stub: Stub, talk: Talk) -> None:
    stub.server.faults.next("GET", MEMBER, Fault.STATUS, status=404, code=10007)
    await ask(talk)
    assert absent(talk.bot.folder) == [talk.bea.id]

    await again(talk)

    assert talk.texts() == ["It should stand."]
    assert absent(talk.bot.folder) == []


@pytest.mark.parametrize(("status", "code"), ANYTHING_ELSE)
async def test_no_other_answer_is_taken_for_leaving(stub: Stub, talk: Talk, status: int, code: int) -> None:
    stub.server.faults.next("GET", MEMBER, Fault.STATUS, status=status, code=code, times=9)

    await ask(talk)
    assert stub.server.sent("GET", MEMBER)
    await again(talk)

    assert absent(talk.bot.folder) == []
    assert talk.texts() == ["It should stand."]


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault.STATUS, 500), (Fault.STATUS, 429), (Fault.HANG, 0), (Fault.RESET, 0)],
    ids=["error", "rate-limit", "silence", "cut"],
)
async def test_an_answer_that_does_not_come_is_no_leaving(
    stub: Stub, talk: Talk, monkeypatch: pytest.MonkeyPatch, fault: Fault, status: int
) -> None:
    monkeypatch.setattr(members, "PATIENCE", 0.2)
    stub.server.faults.next("GET", MEMBER, fault, status=status, retry_after=30.0, times=99)

    await ask(talk)

    assert stub.server.sent("GET", MEMBER)
    assert absent(talk.bot.folder) == []


async def test_a_short_rate_limit_is_waited_for(stub: Stub, talk: Talk) -> None:
    stub.server.faults.next("GET", MEMBER, Fault.STATUS, status=429, retry_after=0.01)
    stub.server.expect(10007)
    talk.under_way.guild.leaves(talk.bea)

    await ask(talk)

    assert absent(talk.bot.folder) == [talk.bea.id]


async def test_in_an_outage_nobody_is_asked_about(stub: Stub, talk: Talk) -> None:
    talk.under_way.guild.leaves(talk.bea)
    stub.gateway.unavailable(talk.under_way.guild.id)
    await stub.gateway.flushed()

    await ask(talk)

    assert stub.server.sent("GET", MEMBER) == []
    assert absent(talk.bot.folder) == []


async def test_on_a_server_that_keeps_all_nobody_is_asked_about(stub: Stub, talk: Talk) -> None:
    await talk.under_way.ann.run("setup", channel=talk.under_way.place, leavers="keep")
    talk.under_way.guild.leaves(talk.bea)

    await ask(talk)

    assert stub.server.sent("GET", MEMBER) == []


@pytest.mark.parametrize(
    ("rule", "key"), [("erase", "privacy.leavers_erase"), ("keep", "privacy.leavers_keep")]
)
async def test_members_are_told_the_rule_where_they_ask_what_is_kept(talk: Talk, rule: str, key: str) -> None:
    place = talk.under_way.place
    await talk.under_way.ann.run("setup", channel=place, leavers=rule)
    said = EN(key, n=7) if rule == "erase" else EN(key)

    assert said in unescaped((await talk.bea.run("my-data show", channel=place)).text)
    assert said in unescaped((await talk.bea.run("privacy", channel=place)).text)


async def test_the_panel_says_the_rule_and_how_few_are_shown_apart(stub: Stub, bot: Running) -> None:
    here = await begin(stub)

    before = unescaped((await here.ann.run("setup", channel=here.place)).text)
    after = unescaped((await here.ann.run("setup", channel=here.place, leavers="erase", floor=8)).text)

    assert EN("setup.leavers_keep") in before
    assert EN("setup.floor", number=5) in before
    assert EN("setup.leavers_erase", n=7) in after
    assert EN("setup.floor", number=8) in after
    settings = await bot.cases.guilds.get(GuildId(here.guild.id))
    assert (settings.leavers, settings.floor) == ("erase", 8)


async def test_french_says_it_too(stub: Stub, bot: Running) -> None:
    here = await begin(stub)
    eva: Member = here.guild.member("Eva", locale="fr", manage_guild=True)

    said = unescaped((await eva.run("configurer", channel=here.place, départs="effacer", seuil=6)).text)

    assert FR("setup.leavers_erase", n=7) in said
    assert FR("setup.floor", number=6) in said


async def test_a_member_who_was_not_found_sees_that_this_is_noted(stub: Stub, talk: Talk) -> None:
    stub.server.faults.next("GET", MEMBER, Fault.STATUS, status=404, code=10007)
    await ask(talk)

    said = await talk.bea.run("my-data show", channel=talk.under_way.place)

    assert EN("mydata.absent_since", day="|").partition("|")[0] in unescaped(said.text)


@pytest.fixture
async def served(stub: Stub, tmp_path: Path) -> AsyncIterator[Served]:
    process = Served(stub, tmp_path)
    yield process
    await process.close()


@pytest.mark.skipif(os.name != "posix", reason="signals are another matter on this system")
@pytest.mark.timeout(90)
async def test_a_program_killed_in_the_middle_of_a_round_erases_nobody_and_asks_again(
    stub: Stub, served: Served
) -> None:
    await served.start()
    here = await begin(stub)
    await here.ann.run("setup", channel=here.place, leavers="erase")
    gone = [here.guild.member(f"Member {number}") for number in range(9)]
    assert await served.stop() == 0
    today = datetime.now(UTC).date()
    agreed = ", ".join(f"({here.guild.id}, {one.id}, 'quote', 1, '{today}')" for one in gone)
    await asyncio.to_thread(
        change,
        served.folder,
        f"INSERT INTO consents (guild, member, purpose, version, given_on) VALUES {agreed}",  # noqa: S608 (ours)
    )
    for one in gone:
        here.guild.leaves(one)
    stub.server.expect(10007)
    last = rf"^/guilds/\d+/members/{gone[4].id}$"
    stub.server.faults.next("GET", last, Fault.HANG)

    await served.start()
    await stub.gateway.until(lambda: stub.server.sent("GET", last))
    await served.stop(signal.SIGKILL)
    stub.server.faults.clear()
    await served.start()
    await stub.gateway.until(lambda: len(absent(served.folder)) == len(gone))

    assert [row["days"] for row in table(served.folder, "SELECT days FROM absences")] == [1] * len(gone)
    assert len(table(served.folder, "SELECT member FROM consents")) == len(gone)
    assert SAY("setup.leavers_erase", n=7) in (await here.ann.run("setup", channel=here.place)).text
