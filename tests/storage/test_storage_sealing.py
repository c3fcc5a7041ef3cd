"""Tests for bot.storage.sealing: names and texts are in the database by keys alone, and change keys whole."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, select, type_coerce

from bot.domain.consent import Purpose
from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.export import Choice
from bot.domain.identity import GuildId, MemberId, ResponseId
from bot.domain.storage_errors import StoreError, StoreKeyError
from bot.services.place import Place
from bot.storage.columns import Sealed
from bot.storage.engine import Database
from bot.storage.keyring import KEY_BYTES, PREFIX, Keyring, id_of
from bot.storage.schema import TABLES
from bot.storage.sealing import PLAIN, SEALED, decrypt, encrypt, keys_in, settle_keys
from bot.storage.store import Store, open_store

OLD, NEW = b"o" * KEY_BYTES, b"n" * KEY_BYTES
PATIENCE = timedelta(seconds=5)
AT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
WORDS = "The quays are too small, « vraiment »."
NAME = "Zoë Quilombo"
REASON = "rude to the mayor"


@asynccontextmanager
async def opened(url: str, *keys: bytes) -> AsyncIterator[Store]:
    async with open_store(url, keep_backups=1, patience=PATIENCE, keyring=Keyring(keys)) as store:
        yield store


@asynccontextmanager
async def as_it_is(url: str, *keys: bytes) -> AsyncIterator[Database]:
    database = Database(url, patience=PATIENCE, keyring=Keyring(keys))
    try:
        yield database
    finally:
        await database.close()


async def give(store: Store, prompt: Prompt, *texts: str, kept: Kept = Kept.NAMED) -> list[ResponseId]:
    rows = [
        NewResponse(
            prompt=prompt.id,
            author=MemberId(0 if kept is Kept.UNLINKED else 7),
            author_name="" if kept is Kept.UNLINKED else NAME,
            text=text,
            given=Given.BUTTON,
            created_at=AT,
            kept=kept,
        )
        for text in texts
    ]
    async with store.write() as tx:
        return [ResponseId(id_) for id_ in await tx.responses.add_all(rows)]


async def say_something_everywhere(store: Store, prompt: Prompt, place: Place) -> ResponseId:
    """Put something into every column that is encrypted."""
    (first, *_) = await give(store, prompt, WORDS, *(f"{WORDS} {number}" for number in range(300)))
    await give(store, prompt, WORDS, kept=Kept.UNLINKED)
    async with store.write() as tx:
        await tx.guilds.secret(place.guild)
        await tx.responses.change(first, hidden_at=AT, hidden_because=REASON)
        await tx.log.add(
            "response.hide", target=str(first), guild=place.guild, at=AT, by=MemberId(7), reason=REASON
        )
        await tx.flags.add(first, guild=place.guild, member_hash="x", reason=REASON, at=AT)
        asked = Choice(names=True, reason=REASON).to_dict()
        await tx.exports.log({"asked": asked}, guild=place.guild, at=AT, by=MemberId(7))
    return first


async def raw_values(url: str) -> list[str]:
    """Return what stands in the columns, as the database has it."""
    found: list[str] = []
    async with as_it_is(url) as database, database.read() as connection:
        for columns in SEALED.values():
            rows = await connection.execute(select(*(type_coerce(column, Text) for column in columns)))
            found += [value for row in rows for value in row if value is not None]
    return found


def bytes_of(path: Path) -> bytes:
    """Return all that is on the disk of a database: its file and what SQLite keeps beside it."""
    return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))


async def texts_of(store: Store, prompt: Prompt) -> list[tuple[str | None, str]]:
    async with store.read() as tx:
        page = await tx.responses.page(discussion=prompt.discussion, number=None, limit=1_000)
    return sorted(((one.text, one.author_name) for one in page), key=repr)


def test_names_texts_and_what_members_are_recognised_by_are_encrypted() -> None:
    found = {f"{table.name}.{column.name}" for table, columns in SEALED.items() for column in columns}

    assert found == {
        "exports.reason",
        "fact_history.changed_by_name",
        "flags.reason",
        "guilds.secret",
        "moderation_log.reason",
        "responses.author_name",
        "responses.hidden_because",
        "responses.text",
    }
    # Whoever moved a value from one column to another would not be found out otherwise.
    types = {str(column): column.type for columns in SEALED.values() for column in columns}
    assert {name: type_.column for name, type_ in types.items() if isinstance(type_, Sealed)} == {
        name: name for name in found
    }
    # A column that is called like a person's name is one.
    names = {
        str(column) for table in TABLES.tables.values() for column in table.c if column.name.endswith("_name")
    }
    assert names <= found


async def test_nothing_of_it_stands_in_the_database(
    store: Store, database_url: str, prompt: Prompt, place: Place
) -> None:
    async with opened(database_url, NEW) as sealed:
        await say_something_everywhere(sealed, prompt, place)
        values = await raw_values(database_url)

        assert len(values) > 600
        assert [value for value in values if not value.startswith(f"{PREFIX}{id_of(NEW)}:")] == []
        assert (WORDS, NAME) in await texts_of(sealed, prompt)


async def test_nothing_of_it_stands_in_the_file(
    store: Store, database_path: Path, prompt: Prompt, place: Place
) -> None:
    async with opened(f"sqlite:///{database_path}", NEW) as sealed:
        await say_something_everywhere(sealed, prompt, place)

        written = bytes_of(database_path)
        for words in (WORDS, NAME, REASON):
            assert words.encode() not in written


async def test_what_was_there_before_is_encrypted_with_nothing_left_of_it(
    store: Store, database_path: Path, prompt: Prompt, place: Place
) -> None:
    url = f"sqlite:///{database_path}"
    await say_something_everywhere(store, prompt, place)
    assert WORDS.encode() in bytes_of(database_path)

    async with as_it_is(url, NEW) as database:
        await settle_keys(database)
        assert await encrypt(database) > 300

        written = bytes_of(database_path)
        for words in (WORDS, NAME, REASON):
            assert words.encode() not in written


async def test_keys_change_and_everything_can_be_read_all_along(
    store: Store, database_url: str, prompt: Prompt, place: Place
) -> None:
    await say_something_everywhere(store, prompt, place)
    before = await texts_of(store, prompt)
    async with store.read() as tx:
        secret = await tx.guilds.secret(place.guild)

    for keys in ((OLD,), (NEW, OLD), (NEW,)):
        async with opened(database_url, *keys) as sealed:
            assert await texts_of(sealed, prompt) == before
            async with sealed.read() as tx:
                assert await tx.guilds.secret(place.guild) == secret
        async with as_it_is(database_url, *keys) as database:
            await encrypt(database)
        prefix = f"{PREFIX}{id_of(keys[0])}:"
        assert [value for value in await raw_values(database_url) if not value.startswith(prefix)] == []

    async with as_it_is(database_url, NEW) as database:
        await decrypt(database)
    assert [value for value in await raw_values(database_url) if value.startswith(PREFIX)] == []
    assert await texts_of(store, prompt) == before


async def test_encrypting_again_writes_nothing(store: Store, database_url: str, prompt: Prompt) -> None:
    await give(store, prompt, WORDS)
    async with as_it_is(database_url, NEW) as database:
        await settle_keys(database)
        assert await encrypt(database) == 1
        values = await raw_values(database_url)

        assert await encrypt(database) == 0
        assert await raw_values(database_url) == values


async def test_what_was_stopped_in_the_middle_can_be_read_and_is_gone_on_with(
    store: Store, database_url: str, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.sealing.LOT", 10)
    await give(store, prompt, *(f"answer {number}" for number in range(50)))
    before = await texts_of(store, prompt)

    def stop(done: int, total: int) -> None:
        assert total == 50
        if done == 30:
            raise KeyboardInterrupt

    async with as_it_is(database_url, NEW) as database:
        await settle_keys(database)
        with pytest.raises(KeyboardInterrupt):
            await encrypt(database, progress=stop)

        async with database.read() as connection:
            assert await keys_in(connection) == (id_of(NEW), PLAIN)
    async with opened(database_url, NEW) as sealed:
        assert await texts_of(sealed, prompt) == before
    async with as_it_is(database_url, NEW) as database:
        assert await encrypt(database) == 20
        async with database.read() as connection:
            assert await keys_in(connection) == (id_of(NEW),)


@pytest.mark.parametrize("keys", [(), (b"x" * KEY_BYTES,)])
async def test_nobody_is_let_in_without_the_keys(
    keys: tuple[bytes, ...], store: Store, database_url: str
) -> None:
    async with opened(database_url, NEW):
        pass

    with pytest.raises(StoreKeyError) as raised:
        async with opened(database_url, *keys):
            pass

    assert raised.value.data["keys"] == id_of(NEW)


async def test_a_key_is_needed_as_long_as_something_may_be_encrypted_by_it(
    store: Store, database_url: str, prompt: Prompt
) -> None:
    await give(store, prompt, WORDS)
    async with opened(database_url, OLD), opened(database_url, NEW, OLD):
        pass
    with pytest.raises(StoreKeyError):
        async with opened(database_url, NEW):
            pass

    async with as_it_is(database_url, NEW, OLD) as database:
        await encrypt(database)

    async with opened(database_url, NEW) as sealed:
        assert await texts_of(sealed, prompt) == [(WORDS, NAME)]


async def test_a_new_database_is_whole_from_the_beginning(database_url: str) -> None:
    async with opened(database_url, NEW), as_it_is(database_url) as database, database.read() as connection:
        assert await keys_in(connection) == (id_of(NEW),)


async def test_an_answer_is_changed_and_withdrawn_as_ever(
    store: Store, database_url: str, prompt: Prompt, place: Place
) -> None:
    async with opened(database_url, NEW) as sealed:
        (first, second) = await give(sealed, prompt, WORDS, WORDS)
        async with sealed.write() as tx:
            await tx.responses.change(first, text="Better so.", edited_at=AT)
            await tx.responses.change(second, text=None, withdrawn_at=AT)
        async with sealed.read() as tx:
            changed, withdrawn = [await tx.responses.get(one, guild=place.guild) for one in (first, second)]

    assert changed is not None
    assert changed.text == "Better so."
    assert withdrawn is not None
    assert withdrawn.text is None


async def test_a_text_that_no_database_takes_is_refused_in_words_of_ours(
    store: Store, database_url: str, prompt: Prompt
) -> None:
    async with opened(database_url, NEW) as sealed:
        (first,) = await give(sealed, prompt, WORDS)
        with pytest.raises(StoreError) as raised:
            await give(sealed, prompt, "half \ud83d a pair")
        with pytest.raises(StoreError) as changed:
            async with sealed.write() as tx:
                await tx.responses.change(first, text="secret half \ud83d a pair")

        assert await texts_of(sealed, prompt) == [(WORDS, NAME)]
    assert changed.value.__suppress_context__
    assert "secret" not in str(changed.value.data)
    assert raised.value.code == changed.value.code == "store_failed"


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param(Choice(), id="pseudonyms"),
        pytest.param(Choice(names=True, reason="to compare"), id="names"),
        pytest.param(Choice(text="VRAIMENT", names=True, reason="to compare"), id="words"),
        pytest.param(Choice(text="nobody said so"), id="words-of-nobody"),
        pytest.param(Choice(purpose=Purpose.QUOTE), id="purpose"),
    ],
)
async def test_exports_hold_the_same(
    choice: Choice, store: Store, database_url: str, prompt: Prompt, place: Place
) -> None:
    await give(store, prompt, WORDS, "Something else.", "=1+1", "ünd 🦀")
    plain = await exported(store, place.guild, choice)

    async with as_it_is(database_url, NEW) as database:
        await settle_keys(database)
        await encrypt(database)
    async with opened(database_url, NEW) as sealed:
        assert await exported(sealed, place.guild, choice) == plain


async def exported(store: Store, guild: GuildId, choice: Choice) -> list[Any]:
    async with store.extract() as extract, extract.of(guild, choice) as chosen:
        census = await chosen.census()
        rows = [row for page in [page async for page in chosen.rows(page=3)] for row in page]
        report = [row.text async for page in chosen.report_rows().pages(page=3) for row in page]
    assert census.responses == len(rows) == len(report)
    return [census.left_out, rows, report]


async def test_what_moderators_wrote_reads_as_ever(
    store: Store, database_url: str, prompt: Prompt, place: Place
) -> None:
    async with opened(database_url, NEW) as sealed:
        first = await say_something_everywhere(sealed, prompt, place)
        async with sealed.read() as tx:
            (line,) = await tx.log.lines(place.guild, limit=10)
            hidden = await tx.responses.get(first, guild=place.guild)
            reported = await tx.flags.reasons(first, limit=1)
            own = await tx.my_data.responses(MemberId(7), guild=place.guild)
            (export,) = await tx.my_data.exports(own, guild=place.guild)

    assert hidden is not None
    assert (line.reason, hidden.hidden_because, *reported, export.reason) == (REASON,) * 4
