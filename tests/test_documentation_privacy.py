"""Tests for docs/privacy.md: what it has operators do to the database reaches everything, and nobody else."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.article import Article, StoredArticle
from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.export import Point
from bot.domain.identity import GuildId, MemberId, ScheduleId
from bot.domain.outbox import Step
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import Opens, Schedule, Timing
from bot.services.place import Place
from bot.storage.store import Store

PAGE = (Path(__file__).parent.parent / "docs" / "privacy.md").read_text("utf-8")
BLOCKS = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
AT = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
ANN, BEN = MemberId(811_111_111_111_111_111), MemberId(822_222_222_222_222_222)
MESSAGE = 833_333_333_333_333_333
ELSEWHERE = GuildId(844_444_444_444_444_444)


def statements(block: str) -> list[str]:
    return [one.strip() for one in re.split(r";\s*\n", block) if one.strip()]


def run(path: Path, block: str, **values: int) -> list[tuple[object, ...]]:
    """Run a block as the command line of SQLite does, and return all that it shows."""
    shown: list[tuple[object, ...]] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements(block):
            names = {name: value for name, value in values.items() if f":{name}" in statement}
            shown += connection.execute(statement, names).fetchall()
    return shown


def dumped(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def written(path: Path) -> bytes:
    """Return every byte that the database has on disk."""
    return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))


@pytest.fixture
async def answered(
    store: Store, prompt: Prompt, place: Place, article: Article, loaded: StoredArticle
) -> Path:
    """A database in which two people have left whatever people can leave."""
    async with store.write() as tx:
        for author, name in ((ANN, "Ann-Sophie"), (BEN, "Benoît")):
            named = NewResponse(
                prompt=prompt.id,
                author=author,
                author_name=name,
                text=f"words of {name}",
                given=Given.THREAD,
                created_at=AT,
                message=MESSAGE + author,
                reply_to=author,
            )
            pseudonymous = NewResponse(
                prompt=prompt.id,
                author=author,
                author_name="P-123456",
                text=f"more words of {name}",
                given=Given.BUTTON,
                created_at=AT,
                kept=Kept.PSEUDONYMOUS,
            )
            await tx.responses.add_all([named, pseudonymous])
            await tx.messages.react(MESSAGE + author, "👍", change=1)
            await tx.consents.add("answers", version=1, guild=place.guild, member=author, on=AT.date())
            await tx.drafts.add(article, name="a.md", had_title=True, guild=place.guild, by=author, at=AT)
            await tx.log.add("response.hide", target="1", guild=place.guild, at=AT, by=author, reason="-")
            point = Point(export=0, last_response=0, last_change=0, unlinked_from=0)
            await tx.exports.log({}, guild=place.guild, at=AT, by=author, point=point)
        await tx.guilds.secret(place.guild)
        gap = await tx.gaps.count("the weather", folded="weather", guild=place.guild, on=date(2026, 11, 27))
        await tx.gaps.count("the wether", folded="w", guild=place.guild, on=date(2026, 11, 27), into=gap)
        await tx.gaps.answer(gap, article=loaded.key, fact=article.facts[0].id, at=AT)
        for author in (ANN, BEN):
            await tx.waiters.add(gap, guild=place.guild, member=author, language="en", at=AT)
        for mark in ("welcomed", "health", "typed", f"kept:{prompt.id}"):
            await tx.marks.put(f"{mark}:{place.guild}", "1")
        await tx.guilds.secret(ELSEWHERE)
        await tx.queue.put(loaded.key, guild=place.guild)
        await tx.outbox.add("discussion:1", [(Step.PIN, prompt.id)], guild=place.guild, at=AT)
        weekly = Recurrence(rule="FREQ=WEEKLY;BYDAY=MO", starts_on=AT.date())
        schedule = Schedule(
            id=ScheduleId(0),
            guild=place.guild,
            channel=place.channel,
            timing=Timing(recurrence=weekly, at=AT.time(), zone="UTC"),
            opens=Opens.QUEUE,
            made_by=ANN,
            made_at=AT,
        )
        row = {"schedule": await tx.schedules.add(schedule), "due_on": "2026-11-30", "due_at": AT}
        await tx.occurrences.add([{**row, "state": "skipped", "decided_at": AT, "decided_by": ANN}])
    path = store.path
    assert path is not None
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE articles SET added_by = ?", (ANN,))
        drafts = [row[0] for row in connection.execute("SELECT key FROM drafts ORDER BY key")]
        for author, name in ((ANN, "Ann-Sophie"), (BEN, "Benoît")):
            connection.execute(
                "INSERT INTO fact_history"
                " (article, fact, text, state, changed_at, changed_by, changed_by_name)"
                " VALUES (?, 'f1', 'as it was', 'stated', ?, ?, ?)",
                (loaded.key, AT.isoformat(), author, name),
            )
            connection.execute(
                "INSERT INTO draft_steps VALUES (?, 1, 'drop', ?, ?, '{}')",
                (drafts[-1], author, AT.isoformat())
                if author == BEN
                else (drafts[0], author, AT.isoformat()),
            )
        connection.execute("UPDATE discussions SET opened_by = ?", (ANN,))
        connection.execute("UPDATE prompts SET seen = ?", (2 * MESSAGE,))
        connection.commit()
    return path


def test_the_page_says_how_to_show_erase_and_forget_a_server() -> None:
    assert len(BLOCKS) == 3
    for erases in BLOCKS[1:]:
        # Some builds of SQLite do so by themselves, so that nothing but this would notice.
        assert erases.startswith("PRAGMA secure_delete = ON;")


async def test_all_there_is_of_a_member_is_shown(answered: Path) -> None:
    shown = run(answered, BLOCKS[0], member=ANN)

    with closing(sqlite3.connect(answered)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = [row for table in tables for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 (their names)
    assert len(shown) == len([row for row in rows if ANN in row])
    assert "words of Ann-Sophie" in str(shown)
    assert "Benoît" not in str(shown)


async def test_erasing_a_member_reaches_everything_and_nobody_else(answered: Path) -> None:
    before = dumped(answered)

    run(answered, BLOCKS[1], member=ANN)

    left = dumped(answered)
    assert str(ANN) not in left
    assert before.count(str(BEN)) == left.count(str(BEN)) > 4
    assert str(MESSAGE + ANN) not in left
    assert "Ann-Sophie" not in left
    assert b"words of Ann-Sophie" not in written(answered)
    assert "words of Benoît" in left
    assert run(answered, BLOCKS[0], member=ANN) == []
    assert run(answered, "PRAGMA foreign_key_check;\n") == []


@pytest.mark.parametrize(("seen", "keeps"), [(MESSAGE + ANN - 1, True), (MESSAGE + ANN, False)])
async def test_what_was_erased_of_a_member_is_not_read_back_anew(
    answered: Path,
    seen: int,
    keeps: bool,
) -> None:
    with closing(sqlite3.connect(answered)) as connection:
        connection.execute("UPDATE prompts SET seen = ?", (seen,))
        connection.commit()

    run(answered, BLOCKS[1], member=ANN)

    with closing(sqlite3.connect(answered)) as connection:
        left = connection.execute("SELECT text FROM responses WHERE message = ?", (MESSAGE + ANN,)).fetchall()
    assert left == ([(None,)] if keeps else [])
    assert run(answered, BLOCKS[0], member=ANN) == []


async def test_erasing_a_server_leaves_the_others(answered: Path, place: Place) -> None:
    run(answered, BLOCKS[2], guild=place.guild)

    with closing(sqlite3.connect(answered)) as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 (our constants)
            for table in (
                "responses",
                "reactions",
                "prompts",
                "discussions",
                "articles",
                "facts",
                "questions",
                "schedules",
                "occurrences",
                "queue",
                "outbox",
                "gaps",
                "gap_wordings",
                "gap_answers",
                "gap_waiters",
            )
        }
    left = dumped(answered)
    assert set(counts.values()) == {0}
    assert "words of" not in left
    assert str(ANN) not in left
    assert str(place.guild) not in left
    assert str(ELSEWHERE) in left
    assert run(answered, "PRAGMA foreign_key_check;\n") == []
