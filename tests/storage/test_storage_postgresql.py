"""Tests for bot.storage.postgresql: servers that are no use, connections that are lost, what is not shown."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from postgres_server import VARIABLE, Server, needs_postgres
from sqlalchemy import text

from bot.domain.storage_errors import (
    DiskFullError,
    StoreAbsentError,
    StoreBusyError,
    StoreCrowdedError,
    StoreDriverError,
    StoreEncodingError,
    StoreError,
    StorePasswordError,
    StoreRefusedError,
    StoreRightsError,
    StoreUnreachableError,
    StoreUrlError,
)
from bot.storage.engine import Database
from bot.storage.postgresql import to_server_error
from bot.storage.store import open_store

PATIENCE = timedelta(seconds=0.5)
SECRET = "not-to-be-shown"  # noqa: S105 (nobody's)
KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@pytest.fixture
async def database(postgres: Server) -> AsyncIterator[Database]:
    async with postgres.database() as url:
        opened = Database(url, patience=PATIENCE)
        yield opened
        await opened.close()


@asynccontextmanager
async def role(server: Server, name: str, rights: str) -> AsyncIterator[None]:
    await server.execute(f"CREATE ROLE {name} LOGIN {rights}")
    try:
        yield
    finally:
        await server.execute(f"DROP ROLE {name}")


async def refusal(url: str) -> StoreError:
    """What opening the database at *url* raises."""
    with pytest.raises(StoreError) as caught:
        async with open_store(url, keep_backups=1, patience=PATIENCE):
            pass
    said = f"{caught.value} {caught.value.__cause__} {caught.value.data}"
    assert SECRET not in said
    return caught.value


async def lose_connections(database: Database) -> None:
    """Let the server end every connection to *database*, as it does when it is stopped."""
    other = Database(str(database.url.render_as_string(hide_password=False)))
    async with other.read() as connection:
        await connection.execute(text(KILL))
    await other.close()


async def remember(database: Database, name: str) -> None:
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO marks VALUES (:name, 'here')"), {"name": name})


async def remembered(database: Database) -> list[str]:
    async with database.read() as connection:
        return list((await connection.execute(text("SELECT name FROM marks ORDER BY name"))).scalars())


@needs_postgres
@pytest.mark.skipif(VARIABLE in os.environ, reason="whom that server asks for a password, nobody knows here")
async def test_a_wrong_password_is_refused_and_not_shown(postgres: Server) -> None:
    async with role(postgres, "guarded", "PASSWORD 'another'"):
        error = await refusal(postgres.of("postgres", who=f"guarded:{SECRET}"))

    assert type(error) is StoreRefusedError
    assert "password authentication failed" in str(error.data["reason"])


@needs_postgres
async def test_a_role_that_is_not_there_is_refused(postgres: Server) -> None:
    error = await refusal(postgres.of("postgres", who=f"nobody_of_this_name:{SECRET}"))

    assert type(error) is StoreRefusedError


@needs_postgres
async def test_a_database_that_is_not_there_is_absent(postgres: Server) -> None:
    error = await refusal(postgres.of("nowhere"))

    assert type(error) is StoreAbsentError
    assert "/nowhere" in str(error.data["where"])


@needs_postgres
async def test_a_server_that_takes_no_more_connections_is_crowded(postgres: Server) -> None:
    async with role(postgres, "causerie_lonely", "CONNECTION LIMIT 0"):
        error = await refusal(postgres.of("postgres", who="causerie_lonely"))

    assert type(error) is StoreCrowdedError


@needs_postgres
async def test_a_role_that_may_not_make_tables_is_told_so(postgres: Server) -> None:
    async with postgres.bare_database() as url, role(postgres, "causerie_reader", ""):
        error = await refusal(postgres.of(url.partition("?")[0].rpartition("/")[2], who="causerie_reader"))

    assert type(error) is StoreRightsError


@needs_postgres
async def test_a_database_in_another_encoding_is_refused(postgres: Server) -> None:
    latin = "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
    async with postgres.bare_database(more=latin) as url:
        error = await refusal(url)

    assert type(error) is StoreEncodingError
    assert error.data["encoding"] == "LATIN1"


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"postgresql://ann:{SECRET}@127.0.0.1:1/causerie", id="port"),
        pytest.param(f"postgresql://ann:{SECRET}@/causerie?host=/nowhere/at/all", id="socket"),
        pytest.param(f"postgres://ann@127.0.0.1:1/causerie?password={SECRET}", id="another-spelling"),
    ],
)
async def test_a_server_that_does_not_answer_is_unreachable(address: str) -> None:
    error = await refusal(address)

    assert type(error) is StoreUnreachableError
    assert str(error.data["where"]).startswith("postgres")


async def test_an_address_with_something_in_it_that_means_nothing_is_said_to_have_it() -> None:
    error = await refusal(f"postgresql://ann:{SECRET}@127.0.0.1:1/causerie?sslmode=perhaps")

    assert type(error) is StoreError
    assert "sslmode" in str(error.data["reason"])


@pytest.mark.parametrize("address", ["postgresql://", "postgresql://host", "postgresql://ann:pw@host/"])
def test_an_address_without_a_database_is_refused(address: str) -> None:
    with pytest.raises(StoreUrlError) as caught:
        Database(address)

    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("sign", [*"@/?#[]"])
@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_a_password_that_is_not_written_as_addresses_want_it_is_refused_and_not_shown(
    scheme: str, sign: str
) -> None:
    with pytest.raises(StorePasswordError) as caught:
        Database(f"{scheme}://ann:not{sign}to-be-shown@host:5432/causerie")

    assert caught.value.data == {"where": f"{scheme}://…"}


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:n%40t%2Fto%3Fbe%23shown@host:5432/causerie",
        "postgresql://ann@/causerie?host=/var/run/@postgres",
        "postgresql:///causerie?options=-csearch_path%3Da@b",
    ],
)
def test_signs_elsewhere_in_an_address_are_no_reason_to_refuse_it(address: str) -> None:
    assert "causerie" in Database(address).where


async def test_what_is_wrong_with_an_address_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # There is no certificate to compare the server's with, and the driver says so in two lines.
    for home in ("HOME", "APPDATA"):
        monkeypatch.setenv(home, str(tmp_path))

    error = await refusal(f"postgresql://ann:{SECRET}@127.0.0.1:1/causerie?sslmode=verify-full")

    assert type(error) is StoreError
    assert len(str(error.data["reason"]).splitlines()) == 1


def test_without_the_driver_what_to_install_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)

    with pytest.raises(StoreDriverError) as caught:
        Database(f"postgresql://ann:{SECRET}@host/causerie")

    assert caught.value.data["where"] == "postgresql://ann:***@host/causerie"


async def write_half(database: Database, *, goes_on: bool) -> None:
    """Lose the connection in the middle of a transaction: before another statement, or before the end."""
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO marks VALUES ('half', 'here')"))
        await lose_connections(database)
        if goes_on:
            await connection.execute(text("INSERT INTO marks VALUES ('other half', 'here')"))


@needs_postgres
@pytest.mark.parametrize("goes_on", [True, False], ids=["in-the-middle", "at-the-end"])
async def test_a_connection_that_is_lost_before_the_commit_leaves_nothing(
    database: Database, goes_on: bool
) -> None:
    with pytest.raises(StoreUnreachableError):
        await write_half(database, goes_on=goes_on)

    assert await remembered(database) == []


@needs_postgres
async def test_after_a_restart_of_the_server_nobody_notices(database: Database) -> None:
    await asyncio.gather(*(remembered(database) for _ in range(8)))
    await lose_connections(database)

    assert await asyncio.gather(*(remembered(database) for _ in range(8))) == [[]] * 8
    await remember(database, "later")
    assert await remembered(database) == ["later"]


@needs_postgres
async def test_what_another_process_is_writing_is_waited_for_as_long_as_patience_lasts(
    database: Database,
) -> None:
    address = database.url.render_as_string(hide_password=False)
    writing, patient = (Database(address, patience=timedelta(seconds=30)) for _ in range(2))
    async with writing.write():
        with pytest.raises(StoreBusyError):
            await remember(database, "impatient")
        waiting = asyncio.create_task(remember(patient, "patient"))
        await asyncio.sleep(0.05)  # long enough for it to be waiting, most times
    await waiting

    assert await remembered(database) == ["patient"]
    for one in (writing, patient):
        await one.close()


@needs_postgres
async def test_whoever_only_reads_cannot_write(database: Database) -> None:
    with pytest.raises(StoreRightsError):
        async with database.read() as connection:
            await connection.execute(text("INSERT INTO marks VALUES ('sly', 'here')"))

    await remember(database, "open")
    assert await remembered(database) == ["open"]


@needs_postgres
async def test_nul_which_its_texts_cannot_have_becomes_a_mark(database: Database) -> None:
    await remember(database, "a\x00b")

    assert await remembered(database) == ["a\ufffdb"]


@needs_postgres
async def test_what_breaks_a_rule_is_not_quoted(database: Database) -> None:
    await remember(database, SECRET)
    with pytest.raises(StoreError) as caught:
        await remember(database, SECRET)

    assert type(caught.value) is StoreError
    assert "pk_marks" in str(caught.value.data["reason"])
    assert SECRET not in f"{caught.value} {caught.value.__cause__}"


class ServerError(Exception):
    """An error as the driver raises it."""

    def __init__(self, sqlstate: str | None, message: str) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("08006", StoreUnreachableError),
        ("25006", StoreRightsError),
        ("25P03", StoreUnreachableError),
        ("28P01", StoreRefusedError),
        ("3D000", StoreAbsentError),
        ("40001", StoreBusyError),
        ("40P01", StoreBusyError),
        ("42501", StoreRightsError),
        ("53100", DiskFullError),
        ("53300", StoreCrowdedError),
        ("55P03", StoreBusyError),
        ("57014", StoreBusyError),
        ("57P01", StoreUnreachableError),
        ("57P03", StoreUnreachableError),
        ("23505", StoreError),
        ("XX000", StoreError),
    ],
)
def test_what_the_server_says_becomes_an_error_of_ours(code: str, expected: type[StoreError]) -> None:
    found = to_server_error(ServerError(code, "as it says it"), where="there")

    assert type(found) is expected
    assert found.data == {"where": "there", "reason": f"as it says it ({code})"}


@pytest.mark.parametrize("code", ["22000", "22P02"])
def test_what_is_about_a_value_does_not_quote_it(code: str) -> None:
    found = to_server_error(ServerError(code, f"invalid input: {SECRET}"), where="there")

    assert found.data["reason"] == f"ServerError ({code})"


@pytest.mark.parametrize(("is_lost", "expected"), [(True, StoreUnreachableError), (False, StoreError)])
def test_what_the_driver_says_by_itself_is_not_quoted(is_lost: bool, expected: type[StoreError]) -> None:
    found = to_server_error(ServerError(None, f"cannot take {SECRET}"), where="there", is_lost=is_lost)

    assert (type(found), found.data["reason"]) == (expected, "ServerError")
