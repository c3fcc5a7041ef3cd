"""Tests for bot.storage.upgrade on PostgreSQL: the same steps, by one process at a time, without a backup."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from postgres_server import Server, needs_postgres
from sqlalchemy import Connection, inspect, text

from bot.domain.storage_errors import StoreCorruptError, StoreNewerError, StoreServerError
from bot.storage.backup import path_of
from bot.storage.checking import check_database
from bot.storage.engine import Database
from bot.storage.schema import HEAD, TABLES
from bot.storage.store import upgrade_store
from bot.storage.upgrade import alembic_config, known_revisions, migrate, upgrade

pytestmark = needs_postgres

PATIENCE = timedelta(seconds=10)


@pytest.fixture
async def bare_url(postgres: Server) -> AsyncIterator[str]:
    """The address of a database without any tables."""
    async with postgres.bare_database() as url:
        yield url


@pytest.fixture
async def bare(bare_url: str) -> AsyncIterator[Database]:
    opened = Database(bare_url, patience=PATIENCE)
    yield opened
    await opened.close()


def drift(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return list(compare_metadata(context, TABLES))


async def execute(database: Database, *statements: str) -> None:
    async with database.write() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def test_a_fresh_database_is_what_the_schema_says(bare: Database) -> None:
    assert await upgrade(bare, keep_backups=1) is None

    async with bare.read() as connection:
        assert await connection.run_sync(drift) == []
    await execute(bare, "ALTER TABLE gaps DROP COLUMN asked")
    async with bare.read() as connection:
        assert len(await connection.run_sync(drift)) == 1


async def test_each_step_leads_back_and_forth_again(bare: Database) -> None:
    async with bare.write() as connection:
        for revision in sorted(known_revisions()):
            await connection.run_sync(migrate, to=revision)
    async with bare.write() as connection:
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "base"))
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await upgrade(bare, keep_backups=1)

    assert left == ["alembic_version"]
    assert (await check_database(bare)).revision == HEAD


async def test_what_waited_under_an_earlier_release_waits_in_the_outbox(bare: Database) -> None:
    async with bare.write() as connection:
        await connection.run_sync(migrate, to="0002")
    await execute(
        bare,
        "INSERT INTO articles (guild, id, language, text, fingerprint, added_at, added_by) "
        "VALUES (1, 'a', 'en', '', '', now(), 1)",
        "INSERT INTO questions (article, id, position, text, follow_ups) VALUES (1, 'q', 0, '?', '[]')",
        "INSERT INTO discussions (guild, channel, article, state, opened_at, opened_by) "
        "VALUES (1, 1, 1, 'open', now(), 1)",
        "INSERT INTO prompts (discussion, question, number, text, follow_ups, planned_at) "
        "VALUES (1, 1, 1, '?', '[]', now())",
    )

    await upgrade(bare, keep_backups=1)

    async with bare.read() as connection:
        found = await connection.execute(text("SELECT stream, step, subject FROM outbox ORDER BY key"))
        assert [tuple(row) for row in found] == [
            ("discussion:1", step, 1) for step in ("prompt", "thread", "pin")
        ]


async def test_why_an_export_named_people_goes_to_its_own_column_and_back(bare: Database) -> None:
    asked = {"asked": {"names": True, "reason": "to compare"}, "complete": True}
    written = text(
        "INSERT INTO exports (guild, at, taken_by, manifest) VALUES (1, now(), 1, CAST(:said AS json))"
    )
    async with bare.write() as connection:
        await connection.run_sync(migrate, to="0006")
        await connection.execute(written, [{"said": json.dumps(asked)}, {"said": "{}"}])

    await upgrade(bare, keep_backups=1)

    async with bare.write() as connection:
        rows = await connection.execute(text("SELECT manifest, reason FROM exports ORDER BY key"))
        assert [tuple(row) for row in rows] == [
            ({"asked": {"names": True}, "complete": True}, "to compare"),
            ({}, None),
        ]
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "0006"))
        back = await connection.execute(text("SELECT manifest FROM exports ORDER BY key"))
        assert list(back.scalars()) == [asked, {}]


async def test_programs_that_make_the_database_at_once_all_succeed(bare_url: str, bare: Database) -> None:
    await asyncio.gather(*(upgrade_store(bare_url, keep_backups=1, patience=PATIENCE) for _ in range(4)))

    assert (await check_database(bare)).revision == HEAD


async def test_a_database_from_a_newer_release_is_left_alone(bare: Database) -> None:
    await upgrade(bare, keep_backups=1)
    await execute(bare, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreNewerError):
        await upgrade(bare, keep_backups=1)


async def test_a_database_of_another_program_is_left_alone(bare: Database) -> None:
    await execute(bare, "CREATE TABLE recipes (name TEXT)")

    with pytest.raises(StoreCorruptError):
        await upgrade(bare, keep_backups=1)


async def test_a_migration_that_fails_leaves_the_database_as_it_was(bare: Database) -> None:
    async with bare.write() as connection:
        await connection.run_sync(migrate, to="0001")

    with pytest.raises(ZeroDivisionError):
        await fail_after_migrating(bare)

    assert (await check_database(bare)).revision == "0001"


async def fail_after_migrating(database: Database) -> None:
    async with database.write() as connection:
        await connection.run_sync(migrate)
        raise ZeroDivisionError


async def test_a_check_counts_what_is_there_and_vouches_for_no_file(bare: Database) -> None:
    before = await check_database(bare)
    await upgrade(bare, keep_backups=1)
    after = await check_database(bare)

    assert (before.revision, before.rows) == (None, {})
    assert (after.revision, after.problems, after.is_file) == (HEAD, (), False)
    assert after.rows["responses"] == 0


async def test_it_has_no_file(bare: Database) -> None:
    with pytest.raises(StoreServerError) as caught:
        path_of(bare)

    assert caught.value.data["where"] == bare.where
