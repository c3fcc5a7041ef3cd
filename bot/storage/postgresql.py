"""What PostgreSQL needs that SQLite does not: a way there, locks by number, its own words for what is wrong.

The driver is loaded by whoever uses it: it is an extra.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine, make_url

from bot.domain.storage_errors import (
    DiskFullError,
    StoreAbsentError,
    StoreBusyError,
    StoreCrowdedError,
    StoreDriverError,
    StoreEncodingError,
    StoreError,
    StoreRefusedError,
    StoreRightsError,
    StoreUnreachableError,
)

# How long a server may take to let us in.
CONNECTING = timedelta(seconds=10)
# A process that hangs in the middle of a transaction holds everybody up; after this the server ends it.
IDLE = timedelta(minutes=1)
# What stands between us and a server forgets quiet connections, some after 350 seconds, and does not say so.
RECYCLED = timedelta(minutes=4)
# The first half of the numbers of our locks: others may use the database's locks as well. "CAUS".
LOCKS = 0x43415553
# Those of shards, each by its number, and of how many there are.
SHARDS = LOCKS + 1
COUNTS = LOCKS + 2

# SQLSTATE codes, and their first two characters, which are their classes, as what they mean to an operator
# (https://www.postgresql.org/docs/current/errcodes-appendix.html).
ERRORS_BY_CODE: dict[str, type[StoreError]] = {
    "08": StoreUnreachableError,
    "25006": StoreRightsError,
    "25P03": StoreUnreachableError,
    "28": StoreRefusedError,
    "3D000": StoreAbsentError,
    "40": StoreBusyError,
    "42501": StoreRightsError,
    "53100": DiskFullError,
    "53300": StoreCrowdedError,
    "55P03": StoreBusyError,
    "57014": StoreBusyError,
    "57P": StoreUnreachableError,
}
PROGRAM = "causerie"
NAME_BYTES = 63
# The class of those that quote what was to be written.
ABOUT_VALUES = "22"


class Lock(IntEnum):
    """The locks that our processes meet at."""

    WRITING = 1
    SERVING = 2


def to_address(url: str) -> str:
    """Return *url* as PostgreSQL's own programs and its driver take it."""
    scheme, separator, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}{separator}{rest}"


Connect = Callable[[], Awaitable[Any]]


def connector(address: str, *, where: str, patience: timedelta, name: str | None = None) -> Connect:
    """Return what opens a connection to *address*. It raises a StoreError; so does this without a driver.

    Among the server's connections it goes by *name*, or else by that in the address, or by the program's.
    """
    try:
        import asyncpg  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise StoreDriverError(where=where) from error
    settings = {
        "lock_timeout": str(patience // timedelta(milliseconds=1)),
        "idle_in_transaction_session_timeout": str(IDLE // timedelta(milliseconds=1)),
        # What is acknowledged is on disk, whatever the server's default.
        "synchronous_commit": "on",
        "jit": "off",  # which takes longer than any of our statements
    }
    if name is not None or "application_name" not in make_url(address).query:
        settings["application_name"] = (name or PROGRAM).encode()[:NAME_BYTES].decode(errors="ignore")

    async def connect() -> Any:
        with server_errors(where):
            connection = await asyncpg.connect(
                address, timeout=CONNECTING.total_seconds(), server_settings=settings
            )
        encoding = connection.get_settings().server_encoding
        if encoding != "UTF8":
            await connection.close()
            raise StoreEncodingError(where=where, encoding=encoding)
        return connection

    return connect


@contextmanager
def server_errors(where: str) -> Iterator[None]:
    """Turn what the driver says, used by itself, into an error of ours about *where*."""
    import asyncpg  # noqa: PLC0415 (an extra)

    try:
        yield
    except asyncpg.PostgresError as error:
        raise to_server_error(error, where=where) from error
    except (OSError, TimeoutError) as error:
        # Where several addresses were tried, each has a line.
        reason = "; ".join(str(error).splitlines()) or type(error).__name__
        raise StoreUnreachableError(where=where, reason=reason) from error
    except (asyncpg.InterfaceError, ValueError) as error:
        # An address in which something is wrong; what to do about it may be a line of its own.
        raise StoreError(where=where, reason="; ".join(str(error).splitlines())) from error


def to_server_error(error: BaseException, *, where: str, is_lost: bool = False) -> StoreError:
    """Return what the server's, or the driver's, *error* means to an operator.

    Its details are left out, which quote rows, and all of it where it is about a value, which it would quote.
    """
    code = getattr(error, "sqlstate", None)
    cause = error.__cause__ or error
    if code is None:
        # The driver's own. On a connection that is lost it stumbles over several things.
        kind = StoreUnreachableError if is_lost else StoreError
        return kind(where=where, reason=type(cause).__name__)
    parts = (code, code[:3], code[:2])
    kind = next((ERRORS_BY_CODE[part] for part in parts if part in ERRORS_BY_CODE), StoreError)
    said = type(cause).__name__ if code.startswith(ABOUT_VALUES) else str(cause.args[0])
    return kind(where=where, reason=f"{said} ({code})")


def take(lock: Lock) -> str:
    """Return the statement that waits for *lock* and has it until the transaction ends."""
    return f"SELECT pg_advisory_xact_lock({LOCKS}, {lock})"


def replace_nuls(engine: Engine) -> None:
    """Let U+FFFD stand for NUL in whatever *engine* writes: PostgreSQL's texts have none."""

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def clean(
        _connection: Connection, _cursor: object, statement: str, parameters: Any, *_more: object
    ) -> tuple[str, Any]:
        return statement, _without_nuls(parameters)


def _without_nuls(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd") if "\x00" in value else value
    if isinstance(value, list | tuple):
        return type(value)(_without_nuls(one) for one in value)
    return value
