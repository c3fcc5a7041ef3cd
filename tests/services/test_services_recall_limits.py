"""Tests for bot.services.recall: what is no answer, or not any more, becomes none by being read back."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from being_told import AT, THREAD, prepare, rows, told
from model_of_discord import CHANNEL, CROSS, GUILD, Discord, ModelHistory, Written

from bot.domain.discord_errors import UnreadableError
from bot.domain.discussion import Given
from bot.domain.identity import MemberId
from bot.services import recall
from bot.storage.columns import to_utc_text


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


def texts(path: Path) -> list[str | None]:
    return [row["text"] for row in rows(path)]


def execute(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement, values)
        connection.commit()


def expire(path: Path, message: Written) -> None:
    """Delete for good what was recorded of *message*, as when its time is over."""
    execute(path, "DELETE FROM responses WHERE message = ?", message.id)


async def test_a_change_that_is_missed_makes_no_answer_of_what_is_older(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    expired = world.write(THREAD, author=0, text="Over.")
    stands = world.write(THREAD, author=0, text="First.")
    async with told(path, history) as process:
        await process.cases.recall.work()
        expire(path, expired)
        world.edit(stands, "Second.")

        process.cases.recall.miss(THREAD)  # the edit, and somebody's reaction to what is over
        await process.cases.recall.work()

    assert texts(path) == ["Second."]


async def test_what_is_missed_in_one_place_makes_nothing_of_what_is_older_in_another(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    expired = world.write(THREAD, author=0, text="Over.")
    async with told(path, history) as process:
        await process.cases.discussions.next(at=AT)
        await process.cases.recall.work()
        expire(path, expired)
        missed = world.write(THREAD + 1, author=0, text="Missed.")

        process.cases.recall.miss(THREAD, message=missed.id)
        process.cases.recall.miss(CHANNEL + 7, message=1)  # somewhere else, and long ago
        await process.cases.recall.work()

    assert texts(path) == ["Missed."]


async def test_a_reply_that_was_missed_is_read_back_though_what_is_typed_is_recorded_from_now_on(
    world: Discord, history: ModelHistory, tmp_path: Path
) -> None:
    path = tmp_path / "causerie.db"
    await prepare(path, records_typed=False)
    async with told(path, history) as process:
        await process.cases.recall.work()
        process.cases.recall.begin(GUILD)
        world.write(CHANNEL, author=0, text="An answer.", reply_to=THREAD)
        world.write(THREAD, author=0, text="Only talking.")
        world.tick()
        await process.cases.guilds.change(at=AT, records_typed=True)  # before anything was read
        world.write(THREAD, author=0, text="And now an answer.")
        await process.cases.recall.work()

    assert texts(path) == ["An answer.", "And now an answer."]


async def test_what_was_missed_before_typing_was_recorded_is_not_recorded(
    world: Discord, history: ModelHistory, tmp_path: Path
) -> None:
    path = tmp_path / "causerie.db"
    await prepare(path, records_typed=False)
    async with told(path, history) as process:
        await process.cases.recall.work()
        process.cases.recall.miss(THREAD, message=world.write(THREAD, author=0, text="Only talking.").id)
        world.tick()
        await process.cases.guilds.change(at=AT, records_typed=True)
        await process.cases.recall.work()

    assert texts(path) == []


async def test_where_it_was_not_written_down_since_when_typing_is_recorded_the_last_choice_counts(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    world.write(THREAD, author=0, text="Before.")
    execute(path, "DELETE FROM marks WHERE name LIKE 'typed:%'")
    execute(path, "UPDATE guilds SET changed_at = ?", to_utc_text(world.tick()))
    world.write(THREAD, author=0, text="After.")
    async with told(path, history) as process:
        await process.cases.recall.work()

    assert texts(path) == ["After."]


async def test_what_is_older_than_answers_are_kept_is_not_read_back(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    history.fails[THREAD] = UnreadableError(reason="lacks_history")
    async with told(path, history) as process:
        await process.cases.guilds.change(at=AT, retention_days=7)
        world.write(THREAD, author=0, text="Too old.")
        await process.cases.recall.work()
        world.time += timedelta(days=8)
        world.write(THREAD, author=0, text="Recent.")
        del history.fails[THREAD]
        process.cases.recall.wake(GUILD)
        await process.cases.recall.work()

    assert texts(path) == ["Recent."]


async def test_replies_to_one_question_are_not_recorded_anew_for_another_that_was_read_less_far(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    async with told(path, history) as process:
        await process.cases.discussions.next(at=AT)
        expired = world.write(CHANNEL, author=0, text="Over.", reply_to=THREAD)
        await process.cases.recall.work()
        expire(path, expired)
        execute(path, "UPDATE prompts SET seen = NULL WHERE number = 2")

        process.cases.recall.begin(GUILD)
        await process.cases.recall.work()

    assert texts(path) == []


async def test_of_a_channel_no_more_is_read_than_was_said_until_the_discussion_was_over(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    first = world.write(CHANNEL, author=0, text="In time.", reply_to=THREAD)
    execute(path, "UPDATE discussions SET state = 'closed', closed_at = ?", to_utc_text(world.tick()))
    for _ in range(60):
        world.write(CHANNEL, author=0, text="Lunch?")
    async with told(path, history) as process:
        assert (await process.cases.recall.recall_for_export(GUILD)).is_complete
        assert texts(path) == ["In time."]
        assert len([place for place, _ in history.asked if place == CHANNEL]) <= 2

    history.asked.clear()
    world.edit(first, "In time, but changed.")
    async with told(path, history) as process:
        assert (await process.cases.recall.recall_for_export(GUILD)).is_complete
    assert texts(path) == ["In time, but changed."]
    assert len([place for place, _ in history.asked if place == CHANNEL]) == 1


async def test_what_is_taken_back_in_a_gap_after_the_end_is_taken_back(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    deleted = world.write(THREAD, author=0, text="Better not.")
    crossed = world.write(CHANNEL, author=1, text="Nor this.", reply_to=THREAD)
    stands = world.write(THREAD, author=2, text="But this.")
    async with told(path, history) as process:
        await process.cases.recall.work()
        execute(path, "UPDATE discussions SET state = 'closed', closed_at = ?", to_utc_text(world.tick()))
        world.delete(deleted)
        world.react(crossed, CROSS, by=1)
        world.write(THREAD, author=0, text="Too late.")

        process.cases.recall.begin(GUILD)
        await process.cases.recall.work()

        assert [(row["message"], row["text"]) for row in rows(path) if row["text"]] == [
            (stands.id, "But this.")
        ]
        history.fails[THREAD] = UnreadableError(reason="refused")
        process.cases.recall.begin(GUILD)
        assert await process.cases.recall.work() is None  # nobody asks again and again for what is over


async def test_what_was_over_long_ago_is_read_for_an_export_and_not_for_every_gap(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    deleted = world.write(THREAD, author=0, text="Better not.")
    async with told(path, history) as process:
        await process.cases.recall.work()
        closed_at = world.tick() - recall.OVER - timedelta(days=1)
        execute(path, "UPDATE discussions SET state = 'closed', closed_at = ?", to_utc_text(closed_at))
        world.delete(deleted)
        history.asked.clear()

        process.cases.recall.begin(GUILD)
        await process.cases.recall.work()
        assert history.asked == []
        assert texts(path) == ["Better not."]
        await process.cases.recall.recall_for_export(GUILD)

        assert texts(path) == [None]


@pytest.mark.parametrize("place", [THREAD, CHANNEL])
async def test_what_was_picked_from_a_menu_is_changed_and_taken_back_as_well_wherever_it_stands(
    path: Path, world: Discord, history: ModelHistory, place: int
) -> None:
    async with told(path, history) as process:
        changed, crossed = [world.write(place, author=one, text="Picked.") for one in (0, 1)]
        for message in (changed, crossed):
            author = replace(AT.person, id=MemberId(message.author))
            await process.cases.responses.give(
                message.text, given=Given.MENU, at=replace(AT, person=author), message=message.id
            )
        for _ in range(7):
            world.write(place, author=2, text="Lunch?", is_persons=False)
        await process.cases.recall.work()
        world.edit(changed, "Picked, and changed.")
        world.react(crossed, CROSS, by=1)

        process.cases.recall.begin(GUILD)
        await process.cases.recall.work()

    assert texts(path) == ["Picked, and changed.", None]


async def test_replies_to_a_question_whose_thread_is_gone_are_not_read_again_and_again(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    history.fails[THREAD] = UnreadableError(reason="thread_gone")
    world.write(CHANNEL, author=0, text="An answer.", reply_to=THREAD)
    for _ in range(30):
        world.write(CHANNEL, author=0, text="Lunch?")
    async with told(path, history) as process:
        await process.cases.recall.work()
        history.asked.clear()
        world.write(CHANNEL, author=0, text="Another answer.", reply_to=THREAD)

        process.cases.recall.begin(GUILD)
        await process.cases.recall.work()

    assert texts(path) == ["An answer.", "Another answer."]
    assert len([place for place, _ in history.asked if place == CHANNEL]) <= 3
