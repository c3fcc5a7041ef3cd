"""What somebody typed before all of theirs was erased is not recorded by reading it back afterwards."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from being_told import AT, THREAD, prepare, rows, told
from model_of_discord import AUTHOR, CHANNEL, GUILD, Discord, ModelHistory

from bot.domain.discussion import Given
from bot.domain.errors import NeverRecordedError
from bot.domain.identity import MemberId, Person, Role
from bot.services import recorder
from bot.services.my_data import REMEMBERED

ZOE = replace(AT, person=Person(id=MemberId(AUTHOR), name="Zoë", role=Role.MEMBER))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("prepared") / "causerie.db"
    asyncio.run(prepare(path))
    return path


@pytest.fixture
def path(prepared: Path, tmp_path: Path) -> Path:
    found = tmp_path / "causerie.db"
    shutil.copy(prepared, found)
    return found


@pytest.fixture
def world() -> Discord:
    return Discord()


@pytest.fixture
def history(world: Discord) -> ModelHistory:
    return ModelHistory(world)


def remembered(path: Path) -> list[str]:
    """Return who is known to have been erased."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name FROM marks WHERE name LIKE 'erased:%'").fetchall()
    return [name for (name,) in found]


def texts(path: Path) -> list[str]:
    return [row["text"] for row in rows(path)]


async def test_what_was_typed_in_an_outage_and_erased_is_not_recorded_by_reading_it_back(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    world.write(THREAD, author=0, text="Typed in the outage.")
    world.write(CHANNEL, author=0, text="Replied in the outage.", reply_to=THREAD)
    world.write(THREAD, author=1, text="Another's.")
    async with told(path, history) as process:
        await process.cases.my_data.erase(at=ZOE)
        world.tick()
        world.write(THREAD, author=0, text="Typed since.")
        await process.cases.recall.work()

    assert texts(path) == ["Another's.", "Typed since."]


async def test_nor_is_it_by_another_process_later(path: Path, world: Discord, history: ModelHistory) -> None:
    world.write(THREAD, author=0, text="Typed in the outage.")
    async with told(path, history) as process:
        await process.cases.my_data.erase(at=ZOE)
    async with told(path, history) as process:
        await process.cases.recall.work()

    assert texts(path) == []


async def test_nor_if_it_is_being_read_at_that_moment(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    for number in range(9):  # pages of three
        world.write(THREAD, author=0, text=f"Typed in the outage: {number}.")
    async with told(path, history) as process:
        history.take_turns()
        process.read_back()
        for _ in range(6):
            history.turn()
            await asyncio.sleep(0)
        erasing = asyncio.create_task(process.cases.my_data.erase(at=ZOE))
        while not erasing.done():
            history.turn()
            await asyncio.sleep(0)
        await process.quiet()
        await process.cases.recall.work()

    assert [row["text"] for row in rows(path) if row["text"] is not None] == []


async def test_nor_if_its_event_comes_in_late(path: Path, world: Discord, history: ModelHistory) -> None:
    async with told(path, history) as process:
        world.write(THREAD, author=0, text="Typed.")
        await process.cases.my_data.erase(at=ZOE)
        process.tell(world.events.pop())
        await process.quiet()

    assert texts(path) == []


async def test_nor_if_it_is_a_reply_that_is_dealt_with_late(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    reply = world.write(CHANNEL, author=0, text="Replied.", reply_to=THREAD)
    async with told(path, history) as process:
        await process.cases.my_data.erase(at=ZOE)
        give = partial(process.cases.responses.give, "Replied.", at=ZOE, message=reply.id)
        with pytest.raises(NeverRecordedError):
            await give(given=Given.REPLY)
        assert texts(path) == []

        await give(given=Given.MENU)  # she picks it herself, now

    assert texts(path) == ["Replied."]


async def test_nor_if_whoever_reads_it_back_had_to_wait_for_room(
    path: Path, world: Discord, history: ModelHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.write(THREAD, author=0, text="Typed in the outage.")
    world.write(THREAD, author=1, text="Another's.")
    waits, has_room = asyncio.Event(), asyncio.Event()

    async def room(_: recorder.Recorder) -> None:
        waits.set()
        await has_room.wait()
        monkeypatch.undo()

    settled = recorder.Recorder.settled

    async def waiting(one: recorder.Recorder) -> None:
        if one._coming:
            has_room.set()
        await settled(one)

    async with told(path, history) as process:
        monkeypatch.setattr(recorder, "WAITING", 0)
        monkeypatch.setattr(recorder.Recorder, "room", room)
        monkeypatch.setattr(recorder.Recorder, "settled", waiting)
        process.read_back()
        await waits.wait()
        await process.cases.my_data.erase(at=ZOE)
        has_room.set()  # at the latest
        await process.quiet()

    assert [row["text"] for row in rows(path) if row["text"] is not None] == ["Another's."]


async def test_who_it_was_is_known_by_a_hash_and_until_all_is_read_back_and_a_day_is_over(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    async with told(path, history) as process:
        await process.cases.my_data.erase(at=ZOE)
        (name,) = remembered(path)
        assert str(AUTHOR) not in name
        assert name.endswith(f":{GUILD}")

        world.time += REMEMBERED + timedelta(hours=1)
        await process.cases.my_data.forget_messages()
        assert remembered(path) == [name]  # nothing was read back

        await process.cases.recall.work()
        await process.cases.my_data.forget_messages()
        assert remembered(path) == []

        await process.cases.my_data.erase(at=ZOE)
        await process.cases.recall.work()
        await process.cases.my_data.forget_messages()
        assert len(remembered(path)) == 1  # it is of today


async def test_a_clock_that_was_ahead_keeps_nothing_from_being_recorded_once_it_is_right(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    async with told(path, history) as process:
        world.time += timedelta(days=365)
        await process.cases.my_data.erase(at=ZOE)
        world.time -= timedelta(days=365)
        await process.cases.my_data.forget_messages()
        world.tick()
        world.write(THREAD, author=0, text="Typed since.")
        await process.cases.recall.work()

    assert texts(path) == ["Typed since."]


async def test_of_a_discussion_that_is_over_what_was_said_until_then_has_to_be_read(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    async with told(path, history) as process:
        await process.cases.recall.work()
        world.time += timedelta(hours=1)
        await process.cases.discussions.close(at=AT)
        await process.cases.recall.work()
        world.time += timedelta(hours=1)

        await process.cases.my_data.erase(at=ZOE)

    assert remembered(path) == []


async def test_where_nothing_can_be_read_back_nothing_is_remembered(
    path: Path, history: ModelHistory, world: Discord
) -> None:
    world.time += timedelta(hours=1)
    async with told(path, history) as process:
        await process.cases.my_data.erase(at=replace(ZOE, guild=type(GUILD)(GUILD + 1)))

    assert remembered(path) == []
