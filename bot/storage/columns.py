"""What tables are made of: their names, keys and times."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from bot.storage.keyring import Keyring

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Only an INTEGER primary key is SQLite's row id; PostgreSQL needs the 64 bits spelled out.
Key = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time.

    SQLite's own type hands naive times back, so there it is text, ``2026-03-29T01:30:00.000000Z``: of one
    width, hence in the order of time, and the very form that exports write.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """Return text on SQLite, a time with its zone elsewhere."""
        is_sqlite = dialect.name == "sqlite"
        return (
            dialect.type_descriptor(Text()) if is_sqlite else dialect.type_descriptor(DateTime(timezone=True))
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | datetime | None:
        """Return what the driver takes; refuse a naive time, which is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise AssertionError("a time without a zone cannot be stored")
        return to_utc_text(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: str | datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the aware time."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


class Sealed(TypeDecorator[str]):
    """A text that is encrypted in the database, where there are keys; *column* is where it may be decrypted.

    To the database it is a text that says nothing: conditions on what it says cannot be put in SQL.
    """

    impl = Text
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Return what encrypts; None without keys, so that nothing is done at all."""
        keyring = keyring_of(dialect)
        return _unless_null(keyring.sealer(self.column)) if keyring else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what decrypts; None without keys."""
        keyring = keyring_of(dialect)
        return _unless_null(keyring.opener(self.column)) if keyring else None


def keyring_of(dialect: Dialect) -> Keyring:
    """Return the keys of the database that *dialect* speaks to."""
    return getattr(dialect, _KEYRING, _NO_KEYS)


def give_keys(dialect: Dialect, keyring: Keyring) -> None:
    """Have *dialect* encrypt and decrypt by *keyring*. To be called before anything is asked."""
    setattr(dialect, _KEYRING, keyring)


_KEYRING = "causerie_keyring"
_NO_KEYS = Keyring()


def _unless_null(change: Callable[[str], str]) -> Callable[[str | None], str | None]:
    return lambda text: None if text is None else change(text)


def to_utc_text(time: datetime) -> str:
    """Return *time* in UTC, to the microsecond, in ISO 8601's form with ``Z``."""
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
