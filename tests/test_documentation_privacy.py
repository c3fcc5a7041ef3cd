"""Tests for docs/privacy.md: what operators do by it reaches everything, what it explains is all there is."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.article import Article, StoredArticle
from bot.domain.consent import Consent, Purpose
from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.export import Point
from bot.domain.identity import GuildId, MemberId, ScheduleId
from bot.domain.my_data import Deed, ExportOfTheirs, Held, OwnResponse, Waiting
from bot.domain.outbox import Step
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import Opens, Schedule, Timing
from bot.exports.my_data import to_json
from bot.services.place import Place
from bot.storage.schema import TABLES
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
            await tx.consents.add("record", version=1, guild=place.guild, member=author, on=AT.date())
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
        for table in ("objections", "mutes"):
            connection.execute(f"INSERT INTO {table} VALUES (?, 'hash', '2026-11-27')", (place.guild,))  # noqa: S608 (ours)
        flag = (place.guild, AT.isoformat())
        connection.execute(
            "INSERT INTO flags (guild, response, member_hash, flagged_at) VALUES (?, 1, 'hash', ?)", flag
        )
        connection.execute("INSERT INTO tombstones VALUES (99, ?, ?, 'erased', 1)", (place.guild, prompt.id))
        connection.execute("UPDATE prompts SET seen = ?", (2 * MESSAGE,))
        connection.commit()
    return path


def test_the_page_says_how_to_forget_a_server_and_what_a_member_is_handed() -> None:
    (erases,) = BLOCKS
    # Some builds of SQLite do so by themselves, so that nothing but this would notice.
    assert erases.startswith("PRAGMA secure_delete = ON;")


def test_every_table_that_has_a_guild_is_in_what_erases_one() -> None:
    guilds = {name for name, table in TABLES.tables.items() if "guild" in table.columns}
    # With the gaps that they belong to.
    assert guilds - {"gap_wordings", "gap_waiters"} <= set(re.findall(r"DELETE FROM (\w+)", BLOCKS[0]))


def test_every_field_of_the_document_for_members_is_explained() -> None:
    response = OwnResponse(
        id=1,
        article="a",
        title="",
        discussion=1,
        question=1,
        question_text="",
        text=None,
        author_name="",
        kept=Kept.NAMED,
        given="button",
        created_at=AT,
        edited_at=None,
        withdrawn_at=None,
        deleted_at=None,
        hidden_at=None,
        hidden_because=None,
        message=None,
        reply_to=None,
        may_quote=False,
        may_publish=False,
        terms=None,
    )
    held = Held(
        guild=ELSEWHERE,
        member=ANN,
        responses=(response,),
        consents=(Consent(purpose=Purpose.QUOTE, version=1, given_on=AT.date()),),
        waiting=(Waiting(query="", language="en", asked_at=AT),),
        deeds=(Deed(kind="log", at=AT, what=""),),
        exports=(ExportOfTheirs(id=1, at=AT, purpose=Purpose.RECORD, has_names=True),),
    )
    section = PAGE.partition("### The document")[2].partition("###")[0]
    explained = set(re.findall(r"`(\w+)`", section))

    document = json.loads(to_json(held))

    names = set(document)
    for value in document.values():
        names |= set(value[0]) if isinstance(value, list) else set()
    assert names <= explained


def test_every_purpose_is_explained() -> None:
    section = PAGE.partition("## What answers may be used for")[2].partition("\n## ")[0]

    assert [purpose for purpose in Purpose if f"| {purpose} |" not in section] == []


async def test_erasing_a_server_leaves_the_others(answered: Path, place: Place) -> None:
    run(answered, BLOCKS[0], guild=place.guild)

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
                "consents",
                "objections",
                "mutes",
                "flags",
                "tombstones",
            )
        }
    left = dumped(answered)
    assert set(counts.values()) == {0}
    assert "words of" not in left
    assert b"words of" not in written(answered)
    assert str(ANN) not in left
    assert str(place.guild) not in left
    assert str(ELSEWHERE) in left
    assert run(answered, "PRAGMA foreign_key_check;\n") == []
