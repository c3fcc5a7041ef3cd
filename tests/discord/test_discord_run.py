"""``causerie run`` as operators have it: a process that is started, stopped, killed and refused."""

import asyncio
import os
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from api_stub.faults import Fault
from api_stub.seen import Answer
from api_stub.stub import Stub
from api_stub.world import Message
from on_disk import responses, standing
from running import Running
from served import Served
from under_way import SAY, UnderWay, begin

from bot.i18n import Language, text_in

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals are another matter on this system"),
    pytest.mark.timeout(90),
]

READS = {"CAUSERIE_DISCORD__MESSAGE_CONTENT": "on"}
Serving = Callable[..., Served]
WITHIN = 10.0  # seconds: how long a stop may take


@pytest.fixture
async def serving(stub: Stub, tmp_path: Path) -> AsyncIterator[Serving]:
    """What makes a process, which the test has yet to start."""
    made: list[Served] = []

    def make(**variables: str) -> Served:
        made.append(Served(stub, tmp_path, **variables))
        return made[-1]

    yield make
    for process in made:
        await process.close()


class Crowd:
    """People who answer without a pause, and what they were given for it."""

    def __init__(self, stub: Stub, under_way: UnderWay) -> None:
        self._stub = stub
        self._under_way = under_way
        self._members = [under_way.guild.member(name) for name in ("Bea", "Cem", "Dia")]
        self._tasks: list[asyncio.Task[None]] = []
        # Whoever got no receipt because of a kill says something else afterwards: both may be on disk.
        self._numbers = count()
        self.typed: list[Message] = []
        self.receipts: dict[str, Answer] = {}

    @property
    def signed(self) -> list[Message]:
        """What was typed and got its sign."""
        return [one for one in self.typed if one.reactions.get("✅")]

    def begin(self) -> None:
        """Begin to type, and to fill in forms."""
        self._tasks = [asyncio.create_task(self._type()), asyncio.create_task(self._fill_in())]

    async def end(self) -> None:
        """Let nobody answer any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _type(self) -> None:
        while True:
            bea, cem, _ = self._members
            text = f"Typed thought {len(self.typed)}"
            self.typed.append(await (bea, cem)[len(self.typed) % 2].send(self._under_way.thread, text))
            await asyncio.sleep(0.01)

    async def _fill_in(self) -> None:
        dia = self._members[2]
        while True:
            text = f"Written thought {next(self._numbers)}"
            form = await dia.click(self._under_way.prompt, SAY("button.answer"))
            self.receipts[text] = await dia.submit(form, text=text, agreed=True)


def missing(crowd: Crowd, rows: list[dict[str, Any]]) -> list[str]:
    """Return what was acknowledged and is not in *rows* exactly once."""
    texts = [row["text"] for row in rows]
    acknowledged = [one.content for one in crowd.signed]
    acknowledged += [text for text, receipt in crowd.receipts.items() if "Recorded" in receipt.text]
    return [text for text in acknowledged if texts.count(text) != 1]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_until_it_is_told_to_stop(
    *, stub: Stub, tmp_path: Path, serving: Serving, how: signal.Signals
) -> None:
    served = serving(**READS, CAUSERIE_LOG__LEVEL="debug")
    await served.start()
    assert "as causerie, on 0 servers" in served.out
    under_way = await begin(stub, records_typed=True)
    crowd = Crowd(stub, under_way)
    crowd.begin()
    await stub.gateway.until(lambda: len(crowd.signed) >= 3 and len(crowd.receipts) >= 3)
    # One who asks is kept waiting by Discord: the stop must not wait for it for ever.
    stub.server.faults.next("POST", r"/channels/\d+/messages", Fault.HANG)
    await under_way.ann.send(under_way.elsewhere, f"<@{stub.world.bot}> what of the mill?")
    await stub.gateway.until(lambda: stub.server.faults.struck)

    began = time.monotonic()
    code = await served.stop(how)

    assert code == 0
    assert time.monotonic() - began < WITHIN
    await crowd.end()
    assert SAY("cli.run.stopped") in served.out
    assert missing(crowd, responses(tmp_path)) == []
    for words in ("thought", "what of the mill", "river", "Bea", "Dia"):
        assert words not in served.err, words
    assert "Traceback" not in served.err, served.err


async def test_whatever_was_acknowledged_survives_kill_9(
    stub: Stub, tmp_path: Path, serving: Serving
) -> None:
    served = serving(**READS)
    await served.start()
    under_way = await begin(stub, records_typed=True)
    crowd = Crowd(stub, under_way)
    for kill in range(2):
        signed, receipts = len(crowd.signed), len(crowd.receipts)
        crowd.begin()
        await stub.gateway.until(
            lambda: len(crowd.signed) > signed + 2 and len(crowd.receipts) > receipts + 5  # noqa: B023
        )
        assert await served.stop(signal.SIGKILL) == -signal.SIGKILL
        await crowd.end()
        await served.start()
        assert missing(crowd, responses(tmp_path)) == [], f"after kill {kill + 1}"
    rows = responses(tmp_path)
    assert len({row["message"] for row in rows if row["message"]}) == sum(
        row["message"] is not None for row in rows
    )
    assert await served.stop() == 0


@pytest.mark.parametrize(
    ("language", "is_told_by_the_gateway"),
    [
        pytest.param(Language.ENGLISH, False, id="en-401"),
        pytest.param(Language.FRENCH, True, id="fr-4004"),
    ],
)
async def test_a_wrong_token_ends_it_at_once(
    *, stub: Stub, serving: Serving, language: Language, is_told_by_the_gateway: bool
) -> None:
    stub.server.expect(401)
    variables = {"CAUSERIE_LANGUAGE": language.value}
    if is_told_by_the_gateway:
        stub.gateway.token = "another"  # noqa: S105 (a token of the stub's own)
    else:
        variables["CAUSERIE_DISCORD__TOKEN"] = "wrong"  # noqa: S105 (likewise)
    served = serving(**variables)
    await served.start(is_ready=False)

    code = await served.ended()

    assert (code, served.out) == (1, "")
    assert served.err == spaced(text_in(language)("error.token_wrong")) + "\n"
    assert "portal" in served.err or "portail" in served.err
    assert len(stub.gateway.identifies) == int(is_told_by_the_gateway)


async def test_a_refused_intent_ends_it_where_it_is_insisted_on(stub: Stub, serving: Serving) -> None:
    stub.gateway.portal_message_content = False
    served = serving(**READS)
    await served.start(is_ready=False)

    assert (await served.ended(), served.out) == (1, "")
    assert served.err == spaced(SAY("error.intent_refused")) + "\n"


async def test_a_refused_intent_is_done_without_otherwise_and_said_so(
    stub: Stub, tmp_path: Path, serving: Serving
) -> None:
    before = Running(stub, folder=tmp_path)
    await before.start()
    under_way = await begin(stub, records_typed=True)
    await before.until_ready(2)
    await before.stop()
    stub.gateway.portal_message_content = False

    served = serving()
    await served.start()

    assert "allow the message content intent in the developer portal" in served.err
    bea = under_way.guild.member("Bea")
    await bea.send(under_way.thread, "Typed.")
    reply = await bea.send(under_way.place, "Replied.", reply_to=under_way.prompt)
    await stub.gateway.until(lambda: reply.reactions.get("✅"))
    assert standing(tmp_path) == ["Replied."]
    assert await served.stop() == 0


async def test_without_a_token_it_says_what_to_do(stub: Stub, serving: Serving) -> None:
    served = serving(CAUSERIE_DISCORD__TOKEN=" ")  # noqa: S106 (that there is none)
    await served.start(is_ready=False)

    assert (await served.ended(), served.out) == (1, "")
    assert served.err == spaced(SAY("error.token_missing")) + "\n"
    assert "CAUSERIE_DISCORD__TOKEN" in served.err
    assert stub.server.requests == []


async def test_a_second_process_is_told_who_serves_the_database(
    stub: Stub, tmp_path: Path, serving: Serving
) -> None:
    served, second = serving(), serving()
    await served.start()
    await second.start(is_ready=False)

    assert (await second.ended(), second.out) == (1, "")
    assert f"({served.process.pid})" in second.err
    assert len(second.err.splitlines()) == 1
    assert len(stub.gateway.identifies) == 1
    guild = stub.guild("The Lighthouse")
    general = guild.text("general")
    guild.invite_bot()
    assert "/fact" in (await guild.member("Ann").run("help", channel=general)).text

    # Whoever holds it lets go of it, even when killed.
    await served.stop(signal.SIGKILL)
    await second.start()
    assert await second.stop() == 0


async def test_it_waits_for_a_discord_that_cannot_be_reached(stub: Stub, serving: Serving) -> None:
    gate = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = gate.sockets[0].getsockname()[1]
    gate.close()  # nobody listens there now
    await gate.wait_closed()
    url = stub.url.replace(stub.url.split(":")[2].split("/")[0], str(port))
    served = serving(CAUSERIE_DISCORD__API_URL=url)
    await served.start(is_ready=False)
    await served.until_said("the next one is made in")
    assert served.process.returncode is None

    relay = await asyncio.start_server(passing_on(stub), "127.0.0.1", port)
    await served.until_said("Signed in to Discord")

    assert await served.stop() == 0
    assert "Traceback" not in served.err, served.err
    relay.close()


def passing_on(stub: Stub) -> Any:
    """Return what passes a connection on to the stub."""
    port = int(stub.url.split(":")[2].split("/")[0])

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while content := await reader.read(65_536):
            writer.write(content)
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pump(reader, back), pump(there, writer), return_exceptions=True)

    return serve


async def test_commands_are_registered_again_when_they_have_changed(stub: Stub, bot: Running) -> None:
    assert stub.commands.syncs == 1
    await bot.stop()
    with closing(sqlite3.connect(bot.folder / "causerie.db")) as connection, connection:
        connection.execute("UPDATE marks SET value = 'of another release' WHERE name LIKE 'commands:%'")
    await bot.start()
    assert stub.commands.syncs == 2
    await bot.stop()
    await bot.start()
    assert stub.commands.syncs == 2


async def test_commands_are_registered_with_one_server_for_development(
    stub: Stub, tmp_path: Path, serving: Serving
) -> None:
    guild, other = stub.guild("The Workshop"), stub.guild("The Lighthouse")
    general = guild.text("general")
    for one in (guild, other):
        one.invite_bot()

    served = serving()
    await served.start("--guild", str(guild.id))

    assert stub.commands.everywhere == []
    assert set(stub.commands.in_guild) == {guild.id}
    assert "/fact" in (await guild.member("Ann").run("help", channel=general)).text
    assert await served.stop() == 0
    await served.start("--guild", str(guild.id))
    assert stub.commands.syncs == 1
    assert await served.stop() == 0


@pytest.mark.parametrize("language", list(Language))
async def test_its_help_is_in_ones_language(serving: Serving, language: Language) -> None:
    served = serving(CAUSERIE_LANGUAGE=language.value)
    await served.start("--help", is_ready=False)

    assert (await served.ended(), served.err) == (0, "")
    words = text_in(language)
    folded = " ".join(served.out.split())
    assert spaced(words("cli.run")) in folded
    assert spaced(words("cli.run.guild")) in folded
    assert "--guild" in folded


def spaced(text: str) -> str:
    """Return *text* with plain spaces where French has others."""
    return text.translate(str.maketrans("\u00a0\u202f", "  "))
