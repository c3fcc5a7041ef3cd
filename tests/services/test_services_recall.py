"""Tests for bot.services.recall: whatever was missed, doubled or late, the rows end as Discord is."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from being_told import AT, THREAD, Told, counts, differences, prepare, prompts, rows, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_of_discord import CHANNEL, CROSS, GUILD, START, Discord, ModelHistory, Written, at

from bot.discord_front import intake
from bot.domain.discord_errors import PostingDelayedError, UnreadableError
from bot.domain.identity import ChannelId
from bot.domain.snowflake import to_snowflake
from bot.services import recall, reconcile, recorder
from bot.services.reconcile import ENDLESS
from bot.storage.columns import to_utc_text

PEOPLE, EMOJI, TEXTS = 3, ("👍", "🔥", CROSS), ("Rebuild it.", "Burn it again.", "Let it be.")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("prepared") / "causerie.db"
    asyncio.run(prepare(path))
    return path


@pytest.fixture
def impatient() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reconcile, "PAUSES", (0.0,) * 4)
        patched.setattr(recall, "pause_after", lambda _attempts, *, jitter: timedelta(0) * jitter)
        yield


class Interleaving:
    """What happens on Discord and to the program, one thing after another."""

    def __init__(self, path: Path, *, is_orderly: bool = False) -> None:
        self.path = path
        self.is_orderly = is_orderly
        self.world = Discord()
        self.history = ModelHistory(self.world)
        self.process: Told

    async def run(self, actions: list[tuple[str, int, int, int]]) -> list[str]:
        """Let *actions* happen, and return in what the database is not as Discord is when all is quiet.

        Where events come in their order, what is read back by itself is enough; else it is read once more.
        """
        left = list(actions)
        while True:
            async with told(self.path, self.history) as self.process:
                has_died = await self._live(left)
                if not has_died:
                    await self._end()
                    return differences(self.path, self.world)

    async def _live(self, left: list[tuple[str, int, int, int]]) -> bool:
        """Go on until the end, or until the process dies."""
        self.history.take_turns()
        while left:
            name, *numbers = left.pop(0)
            if name == "die":
                await self.process.die()
                self._lose()
                return True
            await self._act(name, *numbers)
            await asyncio.sleep(0)
        return False

    async def _end(self) -> None:
        """Let what is under way come to its end, and read back once more."""
        await self.process.quiet()
        while self.world.events:
            self.process.tell(self.world.events.pop(0))
        await self.process.quiet()
        if not self.is_orderly:
            self.process.cases.recall.begin(GUILD)
        while await self.process.cases.recall.work() is not None:
            pass

    def _lose(self) -> None:
        """Lose what is on its way; in order, nothing of it comes again later."""
        self.world.events.clear()
        if self.is_orderly:
            self.world.told.clear()

    async def _act(self, name: str, one: int, two: int, three: int) -> None:
        world, process = self.world, self.process
        acts: dict[str, Callable[[], object]] = {
            "write": lambda: world.write(THREAD, author=one % PEOPLE, text=TEXTS[two % 3]),
            "reply": lambda: world.write(CHANNEL, author=one % PEOPLE, text=TEXTS[two % 3], reply_to=THREAD),
            "chat": lambda: world.write(CHANNEL, author=one % PEOPLE, text="Lunch?"),
            "robot": lambda: world.write(THREAD, author=one % PEOPLE, text="Beep.", is_persons=False),
            "picture": lambda: world.write(THREAD, author=one % PEOPLE, text=""),
            "tell": self._tell(one),
            "double": self._double(one),
            "miss": self._miss,
            "read": process.read_back,
            "turn": self.history.turn,
        }
        if name in acts:
            acts[name]()
        elif name == "cut":
            await process.cut()
        elif name == "gap":
            self._lose()
            process.cases.recall.begin(GUILD)
        elif name == "wait":
            await asyncio.sleep(0.002)
        elif answers := [message for message in world.messages if message.text]:
            self._happen(name, answers[one % len(answers)], two, three)

    def _happen(self, name: str, message: Written, two: int, three: int) -> None:
        world, emoji = self.world, EMOJI[three % len(EMOJI)]
        author = message.author - min(one.author for one in world.messages)
        happenings: dict[str, Callable[[], None]] = {
            "edit": lambda: world.edit(message, f"{TEXTS[two % 3]} {three}"),
            "delete": lambda: world.delete(message),
            "cross": lambda: world.react(message, CROSS, by=author),
            "react": lambda: world.react(message, emoji, by=two % PEOPLE),
            "unreact": lambda: world.unreact(message, EMOJI[three % 2], by=two % PEOPLE),
            "clear": lambda: world.clear(message, None if two % 2 else EMOJI[three % 2]),
        }
        happenings[name]()

    def _tell(self, one: int) -> Callable[[], None]:
        def act() -> None:
            if self.world.events:
                place = 0 if self.is_orderly else one % min(4, len(self.world.events))
                event = self.world.events.pop(place)
                self.world.told.append(event)
                self.process.tell(event)

        return act

    def _miss(self) -> None:
        """Let go of an event: there is no room for it, or the disk does not take what it asks for."""
        if self.world.events:
            event = self.world.events.pop(0)
            message = event.message.id if event.kind == "write" else ENDLESS
            self.process.cases.recall.miss(event.message.place, message=message)

    def _double(self, one: int) -> Callable[[], None]:
        def act() -> None:
            if self.world.told:
                place = -1 if self.is_orderly else one % len(self.world.told)
                self.process.tell(self.world.told[place])

        return act


# What happens more often comes more often.
NAMES = (
    *("write",) * 6,
    *("reply", "chat", "robot", "picture"),
    *("edit",) * 3,
    *("delete",) * 2,
    *("cross", "react", "react", "react", "unreact", "unreact", "clear"),
    *("tell",) * 12,
    *("double",) * 2,
    *("miss",) * 2,
    *("read",) * 4,
    *("turn",) * 12,
    *("gap", "gap", "cut", "die"),
    *("wait",) * 3,
)
numbers = st.integers(0, 50)
# Nothing here tells in which order a reaction and the clearing of all were.
ORDERLY = tuple(name for name in NAMES if name != "clear")


def actions(names: tuple[str, ...]) -> st.SearchStrategy[list[tuple[str, int, int, int]]]:
    return st.lists(st.tuples(st.sampled_from(names), numbers, numbers, numbers), min_size=10, max_size=60)


def ends(prepared: Path, happened: list[tuple[str, int, int, int]], *, is_orderly: bool) -> list[str]:
    """Return in what a fresh database is not as Discord is, after what *happened*."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "causerie.db"
        shutil.copy(prepared, path)
        return asyncio.run(Interleaving(path, is_orderly=is_orderly).run(happened))


quick = settings(
    max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.mark.usefixtures("impatient")
@quick
@given(happened=actions(NAMES))
def test_whatever_happens_in_whatever_order_a_last_reading_makes_the_rows_as_discord_is(
    prepared: Path, happened: list[tuple[str, int, int, int]]
) -> None:
    assert ends(prepared, happened, is_orderly=False) == []


@pytest.mark.usefixtures("impatient")
@quick
@given(happened=actions(ORDERLY))
def test_while_events_come_in_their_order_nothing_is_lost_or_undone_by_reading_back(
    prepared: Path, happened: list[tuple[str, int, int, int]]
) -> None:
    assert ends(prepared, happened, is_orderly=True) == []


@pytest.fixture
def world() -> Discord:
    return Discord()


@pytest.fixture
def history(world: Discord) -> ModelHistory:
    return ModelHistory(world)


@pytest.fixture
def path(prepared: Path, tmp_path: Path) -> Path:
    found = tmp_path / "causerie.db"
    shutil.copy(prepared, found)
    return found


async def test_without_the_words_nothing_is_recorded_and_nothing_emptied(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    kept = world.write(THREAD, author=0, text="Before.")
    async with told(path, history) as process:
        await process.cases.recall.work()
        history.gives_texts = False
        world.edit(kept, "After.")
        world.write(THREAD, author=1, text="Unread.")
        process.cases.recall.begin(GUILD)
        await process.cases.recall.work()

    assert [row["text"] for row in rows(path)] == ["Before."]


async def test_what_was_typed_before_it_was_to_be_recorded_is_not_read_back(
    world: Discord, history: ModelHistory, tmp_path: Path
) -> None:
    path = tmp_path / "causerie.db"
    await prepare(path, records_typed=False)
    world.write(THREAD, author=0, text="Only talking.")
    world.write(CHANNEL, author=0, text="An answer.", reply_to=THREAD)
    async with told(path, history) as process:
        await process.cases.recall.work()
        world.write(THREAD, author=0, text="Still talking.")
        world.tick()
        await process.cases.guilds.change(at=AT, records_typed=True)
        world.write(THREAD, author=0, text="And now an answer.")
        process.cases.recall.begin(GUILD)
        await process.cases.recall.work()

    assert [row["text"] for row in rows(path)] == ["An answer.", "And now an answer."]


async def test_what_expired_or_was_passed_over_is_not_recorded_again(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    message = world.write(THREAD, author=0, text="An old answer.")
    world.write(THREAD, author=0, text="A newer one.")
    async with told(path, history) as process:
        await process.cases.recall.work()
        forget(path, message)
        process.cases.recall.begin(GUILD)
        await process.cases.recall.work()

    assert [row["text"] for row in rows(path)] == ["A newer one."]


async def test_all_that_is_known_without_a_gap_moves_on_and_only_then(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    async with told(path, history) as process:
        recall = process.cases.recall
        later = to_snowflake(START + timedelta(hours=1))
        recall.hear(GUILD, later)
        await recall.work()  # not read back yet when it was heard
        (prompt,) = prompts(path)
        assert prompt["seen"] == history.now()
        assert prompt["recalled_at"] is not None

        recall.hear(GUILD, later + 1)
        await recall.work()
        (prompt,) = prompts(path)
        assert history.now() < prompt["seen"] < later

        recall.begin(GUILD)
        history.fails[THREAD] = PostingDelayedError()
        recall.hear(GUILD, to_snowflake(START + timedelta(hours=2)))
        await recall.work()
        assert prompts(path)[0]["seen"] == prompt["seen"]


async def test_what_is_missed_is_read_back_even_if_it_is_older_than_what_is_known(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    async with told(path, history) as process:
        recall = process.cases.recall
        await recall.work()
        missed = world.write(THREAD, author=0, text="Missed.")
        recall.hear(GUILD, to_snowflake(START + timedelta(hours=1)))
        await recall.work()
        assert rows(path) == []

        recall.miss(THREAD, message=missed.id)
        await recall.work()

        assert [row["text"] for row in rows(path)] == ["Missed."]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(UnreadableError(reason="lacks_history"), "lacks_history", id="forbidden"),
        pytest.param(UnreadableError(reason="thread_gone"), "thread_gone", id="gone"),
        pytest.param(PostingDelayedError(), "delayed", id="delayed"),
        pytest.param(ValueError("strange"), "failed", id="strange"),
    ],
)
async def test_what_cannot_be_read_is_said_and_stops_no_other(
    path: Path, world: Discord, history: ModelHistory, error: Exception, reason: str
) -> None:
    noted = None if reason in recall.PASSING else reason  # what passes is not told at once
    history.fails[THREAD] = error
    async with told(path, history) as process:
        await process.cases.discussions.next(at=AT)
        world.write(THREAD + 1, author=0, text="To the second question.")

        rest = await process.cases.recall.work()

        assert [row["text"] for row in rows(path)] == ["To the second question."]
        assert [row["unrecalled"] for row in prompts(path)] == [noted, None]
        problems = await process.cases.recall.problems(GUILD)
        assert [one.reason for one in problems] == ([] if noted is None else [noted])
        assert (rest is None) is (reason == "thread_gone")  # which nothing mends
        found = await process.cases.recall.recall_for_export(GUILD)
        assert [(one.number, one.reason) for one in found.unread] == [(1, reason)]

        del history.fails[THREAD]
        world.write(THREAD, author=0, text="To the first.")
        (key,) = {row["discussion"] for row in prompts(path)}
        assert (await process.cases.recall.recall_discussion(key)).is_complete
        assert await process.cases.recall.problems(GUILD) == ()
        assert len(rows(path)) == 2
        assert [row["unrecalled"] for row in prompts(path)] == [None, None]


async def test_an_export_says_for_which_questions_it_may_not_be_up_to_date(
    path: Path, world: Discord, history: ModelHistory, tmp_path: Path
) -> None:
    world.write(THREAD, author=0, text="Read back before it is exported.")
    async with told(path, history) as process:
        taken = await process.cases.exports.take(["jsonl"], folder=tmp_path / "whole", at=AT)
        assert taken.manifest.complete
        assert (taken.manifest.counts["responses"], taken.unread) == (1, ())

        history.fails[CHANNEL] = UnreadableError(reason="lacks_view")
        taken = await process.cases.exports.take(["jsonl"], folder=tmp_path / "partly", at=AT)

    assert not taken.manifest.complete
    assert [(one.question, one.reason) for one in taken.manifest.unread] == [("q1", "lacks_view")]


async def test_what_is_typed_after_the_end_is_no_answer_and_what_came_before_is(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    async with told(path, history) as process:
        in_time = world.write(THREAD, author=0, text="In time.")
        close(path, at=at(in_time) + timedelta(milliseconds=1))
        world.write(THREAD, author=0, text="Too late.")

        assert (await process.cases.recall.recall_for_export(GUILD)).is_complete

    assert [row["text"] for row in rows(path)] == ["In time."]


async def test_messages_beyond_what_memory_holds_are_let_go_and_read_back(
    path: Path, world: Discord, history: ModelHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "WAITING", 20)
    monkeypatch.setattr(intake, "WAITING", 30)
    history.page_size = 100
    async with told(path, history) as process:
        await process.cases.recall.work()
        with closing(sqlite3.connect(path, isolation_level=None)) as stalled:
            stalled.execute("BEGIN IMMEDIATE")  # nobody else writes meanwhile
            for number in range(500):
                world.write(THREAD, author=number, text=f"Thought {number}")
            for event in world.events:
                process.tell(event)
                await asyncio.sleep(0)
            held = sum(1 for source in process.sources for _ in source.being_recorded())
            assert held <= 50
            assert process.acknowledged == []
            stalled.execute("ROLLBACK")
        await process.quiet()
        assert len(process.acknowledged) == len(rows(path)) < 500

        await process.cases.recall.work()

    assert sorted(row["text"] for row in rows(path)) == sorted(f"Thought {number}" for number in range(500))


async def test_what_the_disk_refused_is_read_back_once_it_takes_it(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    async with told(path, history) as process:
        await process.cases.recall.work()
        refuse(path, is_refused=True)
        world.write(THREAD, author=0, text="Refused at first.")
        process.tell(world.events.pop())
        await process.quiet()
        assert len(process.not_recorded) == 1
        refuse(path, is_refused=False)

        await process.cases.recall.work()

    assert [row["text"] for row in rows(path)] == ["Refused at first."]


async def test_the_newest_discussions_come_first_and_few_at_once(path: Path, history: ModelHistory) -> None:
    async with told(path, history) as process:
        for number in range(10):
            place = replace(AT, channel=ChannelId(CHANNEL + 1 + number))
            article = await process.cases.articles.get("mill", guild=GUILD)
            await process.cases.discussions.start(article, at=place)
        history.has_channel = False
        history.take_turns()
        process.read_back()
        for _ in range(200):
            await asyncio.sleep(0.001)
        assert history.waiting == recall.TOGETHER
        history.go_on()
        await process.quiet()

    threads = [place for place, _ in history.asked]
    newest = sorted(threads, reverse=True)
    assert set(threads[: recall.TOGETHER]) == set(newest[: recall.TOGETHER])
    assert sorted(threads[recall.TOGETHER :], reverse=True) == newest[recall.TOGETHER :]


async def step(process: Told, history: ModelHistory, turns: int) -> None:
    """Let what is read back go on by so many turns, each request takes two, and come to rest there."""
    for _ in range(turns):
        while not history.waiting:  # noqa: ASYNC110 (no event tells)
            await asyncio.sleep(0.001)
        history.turn()
        await asyncio.sleep(0.02)


async def dealt_with(process: Told, world: Discord) -> None:
    """Let every event be dealt with, whatever is being read back."""
    for event in world.events:
        process.tell(event)
    world.events.clear()
    while process.is_busy:  # noqa: ASYNC110 (as above)
        await asyncio.sleep(0.001)


async def test_what_is_deleted_after_its_page_was_read_does_not_come_back(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    history.has_channel = False
    message = world.write(THREAD, author=0, text="Think twice.")
    world.events.clear()
    async with told(path, history) as process:
        history.take_turns()
        process.read_back()
        await step(process, history, 1)  # it is on the page by now
        world.delete(message)
        await dealt_with(process, world)
        history.turn()
        await process.quiet()

    assert [row["text"] for row in rows(path) if row["text"] is not None] == []


async def test_an_edit_after_its_page_was_read_is_not_undone(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    history.has_channel = False
    message = world.write(THREAD, author=0, text="First.")
    async with told(path, history) as process:
        await dealt_with(process, world)
        world.edit(message, "Second.")
        world.events.clear()
        history.take_turns()
        process.read_back()
        await step(process, history, 1)
        world.edit(message, "Third.")
        await dealt_with(process, world)
        history.turn()
        await process.quiet()

    assert [row["text"] for row in rows(path)] == ["Third."]


async def test_a_reaction_while_its_message_is_read_back_counts_once(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    history.has_channel = False
    message = world.write(THREAD, author=0, text="Rebuild it.")
    world.events.clear()
    async with told(path, history) as process:
        history.take_turns()
        process.read_back()
        await asyncio.sleep(0.02)
        world.react(message, "👍", by=1)
        await step(process, history, 1)  # the page has it,
        await dealt_with(process, world)  # and the event comes after
        world.react(message, "👍", by=2)
        await dealt_with(process, world)
        history.turn()
        await process.quiet()

    assert counts(path) == {message.id: {"👍": 2}}


async def test_a_reaction_heard_of_before_its_message_counts_once(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    message = world.write(THREAD, author=0, text="Missed.")
    world.events.clear()
    async with told(path, history) as process:
        world.react(message, "👍", by=1)
        await dealt_with(process, world)
        await process.cases.recall.work()
        assert counts(path) == {message.id: {"👍": 1}}

        world.react(message, "👍", by=2)
        await dealt_with(process, world)

    assert counts(path) == {message.id: {"👍": 2}}


async def test_a_reaction_taken_away_in_a_gap_and_put_back_counts(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    message = world.write(THREAD, author=0, text="Rebuild it.")
    world.react(message, "👍", by=1)
    async with told(path, history) as process:
        await dealt_with(process, world)
        world.unreact(message, "👍", by=1)
        world.events.clear()
        process.cases.recall.begin(GUILD)
        await process.cases.recall.work()
        assert counts(path) == {}

        world.react(message, "👍", by=1)
        await dealt_with(process, world)

    assert counts(path) == {message.id: {"👍": 1}}


async def test_a_reaction_that_comes_late_has_its_message_read_again(
    path: Path, world: Discord, history: ModelHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recall, "pause_after", lambda _attempts, *, jitter: timedelta(0) * jitter)
    message = world.write(THREAD, author=0, text="Rebuild it.")
    async with told(path, history) as process:
        await dealt_with(process, world)
        world.react(message, "👍", by=1)
        await process.cases.recall.work()
        await dealt_with(process, world)  # what was read has it
        while await process.cases.recall.work() is not None:
            pass

    assert counts(path) == {message.id: {"👍": 1}}


async def test_what_begins_anew_while_it_is_read_is_read_again(
    path: Path, world: Discord, history: ModelHistory
) -> None:
    history.has_channel = False
    async with told(path, history) as process:
        history.take_turns()
        process.read_back()
        await step(process, history, 1)
        world.write(THREAD, author=0, text="After the page, before the session.")
        world.events.clear()
        process.cases.recall.begin(GUILD)
        history.go_on()
        await process.quiet()
        await process.cases.recall.work()

    assert [row["text"] for row in rows(path)] == ["After the page, before the session."]


def forget(path: Path, message: Written) -> None:
    """Delete for good what was recorded of *message*, as when its time is over."""
    execute(path, "DELETE FROM responses WHERE message = ?", message.id)


def close(path: Path, *, at: datetime) -> None:
    """Close every discussion *at* a time."""
    execute(path, "UPDATE discussions SET state = 'closed', closed_at = ?", to_utc_text(at))


def refuse(path: Path, *, is_refused: bool) -> None:
    """Let the database refuse every response, or take them again."""
    if is_refused:
        execute(
            path,
            "CREATE TRIGGER refuse BEFORE INSERT ON responses BEGIN SELECT RAISE(ABORT, 'refused'); END",
        )
    else:
        execute(path, "DROP TRIGGER refuse")


def execute(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement, values)
        connection.commit()
