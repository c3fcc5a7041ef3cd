"""Connections come and go, one takes another's place: nobody notices, and nothing is missed or doubled."""

import asyncio
import importlib.util
import logging
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
import yarl
from api_stub.gateway_codes import Close
from api_stub.gateway_intents import INTENTS
from api_stub.stub import Stub
from api_stub.world import Message
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from on_disk import responses, standing
from running import Running
from served import Served
from under_way import SAY, UnderWay, begin, is_answered

from bot.discord_front import client, handlers, receipts, run
from bot.domain.storage_errors import StoreUnreachableError
from bot.services import fresh_cache

NOWHERE = yarl.URL("ws://127.0.0.1:9/")


class Bustle:
    """People who reply to the prompt, type in its thread and ask without a pause."""

    def __init__(self, stub: Stub, under_way: UnderWay) -> None:
        self._stub = stub
        self._under_way = under_way
        self._bea, self._cem, self._dia = (under_way.guild.member(name) for name in ("Bea", "Cem", "Dia"))
        self._is_over = False
        self._tasks: list[asyncio.Task[None]] = []
        self.readable: list[Message] = []  # in time to be read by one who may read
        self.asked = 0

    def begin(self) -> None:
        """Begin."""
        self._tasks = [asyncio.create_task(work) for work in (self._reply(), self._type(), self._ask())]

    async def end(self) -> None:
        """Let everybody finish. Raises NoAnswerError where somebody got no answer."""
        self._is_over = True
        await asyncio.gather(*self._tasks)

    async def _reply(self) -> None:
        while not self._is_over:
            text = f"Reply {len(self.readable)}"
            place, prompt = self._under_way.place, self._under_way.prompt
            self.readable.append(await self._bea.send(place, text, reply_to=prompt))
            await asyncio.sleep(0.01)

    async def _type(self) -> None:
        while not self._is_over:
            may_read = reads_content(self._stub)
            message = await self._cem.send(self._under_way.thread, f"Typed {len(self.readable)}")
            if may_read:
                self.readable.append(message)
            await asyncio.sleep(0.01)

    async def _ask(self) -> None:
        while not self._is_over:
            form = await self._dia.click(self._under_way.prompt, SAY("button.answer"))
            receipt = await self._dia.submit(form, text=f"Written {self.asked}", agreed=True)
            assert "Recorded" in receipt.text
            self.asked += 1


def reads_content(stub: Stub) -> bool:
    """Return whether a connection is given what people type."""
    wanted = INTENTS["message_content"]
    return any(session.intents & wanted and session.sequence > 1 for session in stub.gateway.live_sessions)


@pytest.mark.timeout(60)
async def test_another_connection_takes_over_and_nothing_is_missed_or_doubled(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "READY_PATIENCE", 0.5)  # as long do both hear everything
    monkeypatch.setattr(receipts, "PACE", 0.01)
    under_way = await begin(stub)
    bustle = Bustle(stub, under_way)
    panel = await under_way.ann.run("setup", channel=under_way.place)
    bustle.begin()
    await stub.gateway.until(lambda: bustle.asked >= 3)

    await under_way.ann.click(panel, SAY("action.typed_on"))
    await bot.until_ready(2)
    await stub.gateway.until(lambda: len(stub.gateway.live_sessions) == 1)  # the old one is gone
    asked = bustle.asked
    await stub.gateway.until(lambda: bustle.asked >= asked + 3)
    await bustle.end()

    assert reads_content(stub)
    expected = Counter(one.id for one in bustle.readable)
    await stub.gateway.until(lambda: not expected - recorded(bot.folder))
    assert max(recorded(bot.folder).values()) == 1
    written = [text for text in standing(bot.folder) if text.startswith("Written")]
    assert sorted(written) == sorted(f"Written {number}" for number in range(bustle.asked))
    assert any(one.content.startswith("Typed") for one in bustle.readable)


async def test_whoever_asks_in_the_last_instant_of_a_connection_is_answered(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way = await begin(stub)
    stub.gateway.hold("INTERACTION_CREATE")
    asking = asyncio.create_task(is_answered(under_way.guild.member("Bea"), under_way.place))

    leaving = await replace_after_what_is_held(stub, bot, monkeypatch)

    assert await asking
    await stub.gateway.until(leaving.is_closed)  # once it has nothing left to answer


async def test_what_is_typed_in_the_last_instant_of_a_connection_gets_its_receipt(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way = await begin(stub, records_typed=True)
    await bot.until_ready(2)
    await stub.gateway.until(lambda: len(stub.gateway.live_sessions) == 1)
    monkeypatch.setattr(fresh_cache, "FRESH", 0.1)  # so that the thread has to be looked up again
    bea = under_way.guild.member("Bea")
    stub.gateway.hold("MESSAGE_CREATE")
    messages = [await bea.send(under_way.thread, f"Thought {number}") for number in range(3)]

    leaving = await replace_after_what_is_held(stub, bot, monkeypatch)

    await stub.gateway.until(leaving.is_closed)
    assert all(one.reactions.get("✅") for one in messages)


async def test_a_connection_that_stays_for_an_answer_asks_for_no_other_one(stub: Stub, bot: Running) -> None:
    under_way = await begin(stub)
    is_answered_at_last = asyncio.Event()
    answering = asyncio.create_task(is_answered_at_last.wait(), name="discord.py: on_interaction")
    panel = await under_way.ann.run("setup", channel=under_way.place)
    bot.cases.guilds.changed.clear()

    await under_way.ann.click(panel, SAY("action.typed_on"))
    await bot.until_ready(2)
    for _ in range(3):  # whatever settings are changed meanwhile
        bot.cases.guilds.changed.set()
        await stub.gateway.until(lambda: not bot.cases.guilds.changed.is_set())
        assert not bot.service.wants_restart.is_set()
    assert len(stub.gateway.live_sessions) == 2

    is_answered_at_last.set()
    await answering
    await stub.gateway.until(lambda: len(stub.gateway.live_sessions) == 1)
    assert bot.ready == 2


async def test_settings_changed_while_the_next_connection_gets_ready_bring_no_third(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "READY_PATIENCE", 0.5)
    under_way = await begin(stub)
    panel = await under_way.ann.run("setup", channel=under_way.place)
    panel = await under_way.ann.click(panel, SAY("action.typed_on"))
    await stub.gateway.wait_identified(2)

    bot.cases.guilds.changed.set()
    await stub.gateway.until(bot.service.wants_restart.is_set)  # the old one has noticed
    await bot.until_ready(2)
    await stub.gateway.until(lambda: len(stub.gateway.live_sessions) == 1)

    bot.cases.guilds.changed.set()
    await stub.gateway.until(lambda: not bot.cases.guilds.changed.is_set())
    assert await is_answered(under_way.guild.member("Bea"), under_way.place)
    assert (bot.ready, len(stub.gateway.identifies)) == (2, 2)


async def test_nothing_is_left_of_a_bot_that_stops_while_the_database_hangs(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FINISH_PATIENCE", "LEFT_PATIENCE"):
        monkeypatch.setattr(run, name, 0.1)
    under_way = await begin(stub, records_typed=True)
    await bot.until_ready(2)
    await stub.gateway.until(lambda: len(stub.gateway.live_sessions) == 1)
    bea = under_way.guild.member("Bea")
    with closing(sqlite3.connect(bot.folder / "causerie.db", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        for text in ("First.", "Second."):
            await bea.send(under_way.thread, text)
            assert await is_answered(bea, under_way.place)  # so the message is heard of, too
        assert handlers.under_way()
        bot.service.wants_restart.set()
        await bot.until_ready(3)

        await bot.end()

        assert not handlers.under_way()
        assert not stub.gateway.live_sessions
        database.execute("ROLLBACK")


async def test_where_the_intent_is_refused_the_old_connection_goes_on(
    stub: Stub, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    stub.gateway.portal_message_content = False
    under_way = await begin(stub)
    bustle = Bustle(stub, under_way)
    panel = await under_way.ann.run("setup", channel=under_way.place)
    bustle.begin()

    await under_way.ann.click(panel, SAY("action.typed_on"))
    await bot.until_ready(2)
    asked = bustle.asked
    await stub.gateway.until(lambda: bustle.asked >= asked + 3)
    await bustle.end()

    assert "allow the message content intent" in caplog.text
    assert Close.DISALLOWED_INTENTS in stub.gateway.refused
    assert not reads_content(stub)
    expected = Counter(one.id for one in bustle.readable)
    await stub.gateway.until(lambda: not expected - recorded(bot.folder))


@pytest.mark.parametrize("how", ["drop", "reset", "close", "reconnect"])
async def test_what_happens_while_the_connection_is_gone_is_made_up_for(
    stub: Stub, bot: Running, how: str
) -> None:
    under_way = await begin(stub, records_typed=True)
    await bot.until_ready(2)
    await stub.gateway.until(lambda: len(stub.gateway.live_sessions) == 1)
    bea = under_way.guild.member("Bea")
    before = await bea.send(under_way.thread, "Before.")
    await stub.gateway.until(lambda: before.reactions.get("✅"))

    match how:
        case "drop":
            stub.gateway.drop()
        case "reset":
            stub.gateway.drop(reset=True)
        case "close":
            stub.gateway.close(Close.UNKNOWN_ERROR)
        case _:
            stub.gateway.reconnect()
    meanwhile = await bea.send(under_way.thread, "Meanwhile.")
    await stub.gateway.wait_resumed()
    await stub.gateway.until(lambda: meanwhile.reactions.get("✅"))

    assert standing(bot.folder) == ["Before.", "Meanwhile."]
    assert bot.ready == 2
    assert await is_answered(bea, under_way.place)


async def test_an_invalid_session_is_followed_by_a_new_one_at_the_same_gateway(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.stop()
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", NOWHERE)
    await bot.start()
    under_way = await begin(stub)
    posted = len(under_way.guild.messages(under_way.place))

    stub.gateway.invalidate()
    await stub.gateway.wait_identified(3)
    await bot.until_ready(3)

    bea = under_way.guild.member("Bea")
    reply = await bea.send(under_way.place, "Still here.", reply_to=under_way.prompt)
    await stub.gateway.until(lambda: reply.reactions.get("✅"))
    assert await is_answered(bea, under_way.place)
    assert len(under_way.guild.messages(under_way.place)) == posted + 1  # nobody is greeted again


async def test_a_connection_that_ends_for_good_is_followed_by_another(stub: Stub, bot: Running) -> None:
    under_way = await begin(stub)

    stub.gateway.close(Close.INVALID_SHARD)
    await bot.until_ready(2)

    assert await is_answered(under_way.guild.member("Bea"), under_way.place)
    assert stub.commands.syncs == 1


async def test_a_connection_that_ends_while_the_database_is_away_is_followed_by_another(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way = await begin(stub)

    async def fail() -> bool:
        raise StoreUnreachableError(where="causerie", reason="test")

    monkeypatch.setattr(bot.cases.guilds, "records_anywhere", fail)
    stub.gateway.close(Close.INVALID_SHARD)
    await bot.until_ready(2)

    assert await is_answered(under_way.guild.member("Bea"), under_way.place)


async def test_as_many_shards_are_held_as_discord_recommends(stub: Stub, tmp_path: Path) -> None:
    stub.gateway.shards = 2
    stub.gateway.max_concurrency = 2
    bot = Running(stub, folder=tmp_path)
    await bot.start()
    assert [one["shard"] for one in stub.gateway.identifies] == [[0, 2], [1, 2]]
    talks: dict[int, UnderWay] = {}
    while len(talks) < 2:
        talk = await begin(stub)
        talks[(talk.guild.id >> 22) % 2] = talk
    for talk in talks.values():
        bea = talk.guild.member("Bea")
        reply = await bea.send(talk.place, "An answer.", reply_to=talk.prompt)
        await stub.gateway.until(lambda: reply.reactions.get("✅"))  # noqa: B023
        assert await is_answered(bea, talk.place)

    # One shard's trouble is not the other's.
    one = next(session for session in stub.gateway.live_sessions if session.shard[0] == 1)
    assert one.connection is not None
    one.connection.drop()
    assert await is_answered(talks[0].guild.member("Cem"), talks[0].place)
    await stub.gateway.wait_resumed()
    assert await is_answered(talks[1].guild.member("Cem"), talks[1].place)
    await bot.stop()


async def test_the_stream_is_as_small_as_what_is_installed_allows(stub: Stub, bot: Running) -> None:
    has_zstandard = importlib.util.find_spec("zstandard") is not None
    expected = "zstd-stream" if has_zstandard else "zlib-stream"

    assert [one.compression for one in stub.gateway.connections] == [expected]
    under_way = await begin(stub)
    assert await is_answered(under_way.guild.member("Bea"), under_way.place)


@pytest.mark.timeout(60)
async def test_it_does_without_what_makes_it_faster(stub: Stub, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    missing.mkdir()
    for name in ("orjson", "zstandard"):
        (missing / f"{name}.py").write_text("raise ModuleNotFoundError\n")
    served = Served(stub, tmp_path)
    served.hide(missing)
    await served.start()
    try:
        under_way = await begin(stub)
        reply = await under_way.guild.member("Bea").send(
            under_way.place, "Été, 🦀 & co.", reply_to=under_way.prompt
        )
        await stub.gateway.until(lambda: reply.reactions.get("✅"))

        assert [one.compression for one in stub.gateway.connections] == ["zlib-stream"]
        assert standing(tmp_path) == ["Été, 🦀 & co."]
        assert await served.stop() == 0
    finally:
        await served.close()


async def replace_after_what_is_held(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> client.Client:
    """Let another connection take over; the one that leaves reads what is held in its last instant."""
    retire = client.Client.retire
    leaving: list[client.Client] = []

    async def hear_and_retire(self: client.Client) -> None:
        if not leaving:
            for event, data in stub.gateway.drain():
                self._connection.parsers[event](data)
        leaving.append(self)
        await retire(self)

    monkeypatch.setattr(client.Client, "retire", hear_and_retire)
    bot.service.wants_restart.set()
    await bot.until_ready(bot.ready + 1)
    await stub.gateway.until(lambda: leaving)
    return leaving[0]


def recorded(folder: Path) -> Counter[int]:
    """Return how often each message is on disk."""
    return Counter(row["message"] for row in responses(folder) if row["message"] is not None)


def beating() -> set[threading.Thread]:
    """Return the threads that send heartbeats."""
    return {thread for thread in threading.enumerate() if isinstance(thread, KeepAliveHandler)}


async def test_a_stop_while_it_begins_anew_leaves_no_heart_beating(stub: Stub, bot: Running) -> None:
    before = beating()
    stub.gateway.invalidate()
    await stub.gateway.until(lambda: beating() - before)

    await bot.end()

    await stub.gateway.until(lambda: not beating() - before)
