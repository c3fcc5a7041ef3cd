"""What was acknowledged survives ``kill -9``, at any moment, and the next start needs no help.

The real program answers a scripted conversation over a pipe until it is killed. ``CAUSERIE_KILLS`` says how
often; ``-rA`` shows the figures.
"""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from quiet_threads import QuietThreads

from bot.app import open_use_cases
from bot.articles.pack import write_pack
from bot.config import Settings
from bot.domain.article import Article
from bot.domain.identity import LOCAL_CHANNEL, LOCAL_GUILD, Person, Role, local_member
from bot.i18n import Language, text_in
from bot.services.place import Place

KILLS = int(os.environ.get("CAUSERIE_KILLS", "12"))
ANN = Person(id=local_member("Ann"), name="Ann", role=Role.MODERATOR)
WORDS = text_in(Language.ENGLISH)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL on this system")


@dataclass
class Ledger:
    """What was acknowledged: the last text of each response, None once it was withdrawn."""

    texts: dict[int, str | None] = field(default_factory=dict)
    receipts: int = 0

    @property
    def standing(self) -> dict[int, str]:
        return {id_: text for id_, text in self.texts.items() if text is not None}


@dataclass(frozen=True)
class Step:
    """One line of the conversation, and what it does to which response once it is acknowledged."""

    line: str
    response: int
    text: str | None

    @property
    def receipts(self) -> tuple[str, ...]:
        """How the program acknowledges it."""
        if not self.line.startswith("/"):
            return (WORDS("response.recorded", id=str(self.response), number=1),)
        key = "response.withdrawn" if self.text is None else "response.edited"
        return (WORDS(key, id=str(self.response)),)


def next_step(ledger: Ledger, chance: random.Random) -> Step:
    """Return a line that records, changes or withdraws a response."""
    kind = chance.random()
    standing = list(ledger.standing)
    words = f"answer {chance.getrandbits(48):x} " + "é🦀 " * chance.choice((0, 1, 300))
    if not standing or kind < 0.6:
        return Step(line=words, response=max(ledger.texts, default=0) + 1, text=words.strip())
    chosen = chance.choice(standing)
    if kind < 0.85:
        return Step(line=f"/edit response:{chosen} {words}", response=chosen, text=words.strip())
    return Step(line=f"/withdraw response:{chosen}", response=chosen, text=None)


def problems(path: Path, ledger: Ledger, in_flight: Step | None) -> list[str]:
    """Return what of *ledger* is not in the database at *path*, or there and not in it."""
    with closing(sqlite3.connect(path)) as connection:
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
        rows = connection.execute("SELECT key, text, withdrawn_at IS NOT NULL FROM responses").fetchall()
    found = [] if sound == "ok" else [f"integrity_check: {sound}"]
    stored = {key: None if is_withdrawn else text for key, text, is_withdrawn in rows}
    for key in sorted({*ledger.texts, *stored}):
        allowed = [ledger.texts[key]] if key in ledger.texts else []
        if in_flight is not None and key == in_flight.response:
            allowed.append(in_flight.text)
            if key not in ledger.texts and key not in stored:
                continue
        if key not in stored:
            found.append(f"response {key} was acknowledged and is not there")
        elif stored[key] not in allowed:
            found.append(f"response {key} is {stored[key]!r}, acknowledged {allowed!r}")
    return found


@pytest.fixture
def environment(database_path: Path) -> dict[str, str]:
    ours = {"CAUSERIE_DATABASE__URL": f"sqlite:///{database_path}", "CAUSERIE_LANGUAGE": "en"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CAUSERIE_")}
    return {**inherited, **ours, "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
async def discussed(database_path: Path, article: Article) -> None:
    """A discussion that is open in the local chat."""
    settings = Settings(database={"url": f"sqlite:///{database_path}"})  # type: ignore[arg-type]
    at = Place(guild=LOCAL_GUILD, channel=LOCAL_CHANNEL, person=ANN)
    async with open_use_cases(settings, threads=QuietThreads()) as cases:
        stored, _ = await cases.articles.add(write_pack(article).encode(), name="pack.toml", at=at)
        await cases.discussions.start(stored, at=at)


def converse_until_killed(
    environment: dict[str, str], ledger: Ledger, chance: random.Random, *, is_killed_early: bool
) -> Step | None:
    """Run the program, kill it at a random moment and return the step that was under way."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--as", "Ann"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    delay = chance.uniform(0, 1.0) if is_killed_early else chance.uniform(0.01, 0.5)
    killer = threading.Timer(delay, process.send_signal, [signal.SIGKILL])
    step: Step | None = None
    with process:
        try:
            if is_killed_early:
                killer.start()
            lines = (line.rstrip("\n") for line in process.stdout)
            _skip_to(lines, "")  # the introduction ends with an empty line
            if not is_killed_early:
                killer.start()
            while True:
                step = next_step(ledger, chance)
                process.stdin.write(step.line + "\n")
                process.stdin.flush()
                if not _skip_to(lines, *step.receipts):
                    break
                ledger.texts[step.response] = step.text
                ledger.receipts += 1
                step = None
        except BrokenPipeError:
            pass
        finally:
            killer.cancel()
            process.kill()
            errors = process.stderr.read()
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
    assert errors == ""
    assert process.returncode == -signal.SIGKILL
    return step


def _skip_to(lines: Iterator[str], *wanted: str) -> bool:
    return any(line in wanted for line in lines)


def adopt(path: Path, ledger: Ledger, in_flight: Step) -> None:
    """Take what the step under way came to for what was acknowledged, as a person would who looks."""
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT text FROM responses WHERE key = ?", [in_flight.response]).fetchone()
    if row is not None:
        ledger.texts[in_flight.response] = row[0]


@pytest.mark.timeout(60 + 10 * KILLS)
@pytest.mark.usefixtures("discussed")
def test_nothing_acknowledged_is_lost_however_often_it_is_killed(
    environment: dict[str, str], database_path: Path, tmp_path: Path
) -> None:
    ledger = Ledger()
    chance = random.Random(KILLS)  # noqa: S311 (moments and words, no secrets)
    started, landed, under_way = time.monotonic(), 0, 0

    for kill in range(KILLS):
        in_flight = converse_until_killed(environment, ledger, chance, is_killed_early=kill % 4 == 3)
        assert problems(database_path, ledger, in_flight) == [], f"after kill {kill + 1}"
        if in_flight is not None:
            before = dict(ledger.texts)
            adopt(database_path, ledger, in_flight)
            under_way += 1
            landed += ledger.texts != before

    subprocess.run(
        [sys.executable, "-m", "bot", "export", "--format", "jsonl", "--out", str(tmp_path / "out")],
        env=environment,
        check=True,
        capture_output=True,
    )
    content = (tmp_path / "out" / "responses.jsonl").read_text("utf-8")
    exported = {row["response_id"]: row["text"] for row in map(json.loads, content.split("\n")[:-1])}
    assert exported == ledger.standing
    assert ledger.receipts > KILLS
    print(  # noqa: T201 (figures, for whoever asks for them)
        f"{KILLS} kills in {time.monotonic() - started:.0f} s: {ledger.receipts} receipts, none lost;"
        f" {len(ledger.texts)} responses, {len(exported)} stand; {under_way} steps under way, {landed} landed"
    )


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        pytest.param(
            "DELETE FROM responses WHERE key = 2", "response 2 was acknowledged and is not", id="lost"
        ),
        pytest.param(
            "UPDATE responses SET text = 'old' WHERE key = 1", "response 1 is 'old'", id="edit-lost"
        ),
        pytest.param(
            "UPDATE responses SET text = 'three', withdrawn_at = NULL WHERE key = 3",
            "response 3 is 'three'",
            id="withdrawal-lost",
        ),
        pytest.param(
            "INSERT INTO responses (key, prompt, author, author_name, text, given, created_at)"
            " SELECT 9, prompt, author, author_name, 'x', given, created_at FROM responses WHERE key = 1",
            "response 9 is 'x', acknowledged []",
            id="out-of-nowhere",
        ),
        pytest.param("SELECT 1", None, id="untouched"),
    ],
)
@pytest.mark.usefixtures("discussed")
def test_a_loss_would_be_seen(database_path: Path, tampering: str, found: str | None) -> None:
    ledger = Ledger(texts={1: "one", 2: "two", 3: None})
    with closing(sqlite3.connect(database_path)) as connection, connection:
        connection.executemany(
            "INSERT INTO responses (key, prompt, author, author_name, text, given, created_at, withdrawn_at)"
            " VALUES (?, 1, 1, 'Ann', ?, 'thread', '2026-05-04T12:30:00.000000Z', ?)",
            [(1, "one", None), (2, "two", None), (3, None, "2026-05-04T12:31:00.000000Z")],
        )
        connection.execute(tampering)

    seen = problems(database_path, ledger, None)

    assert [problem.startswith(found) for problem in seen] == [True] if found else seen == []


@pytest.mark.usefixtures("discussed")
def test_a_step_under_way_may_have_come_to_either_end(database_path: Path) -> None:
    ledger = Ledger(texts={})
    step = Step(line="words", response=1, text="words")

    assert problems(database_path, ledger, step) == []
    with closing(sqlite3.connect(database_path)) as connection, connection:
        connection.execute(
            "INSERT INTO responses (key, prompt, author, author_name, text, given, created_at)"
            " VALUES (1, 1, 1, 'Ann', 'words', 'thread', '2026-05-04T12:30:00.000000Z')"
        )
    assert problems(database_path, ledger, step) == []
    assert problems(database_path, ledger, None) != []
