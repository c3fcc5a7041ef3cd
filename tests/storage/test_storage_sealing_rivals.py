"""Tests for bot.storage.sealing: processes with other keys, or none, beside each other on one database."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.discussion import Given, NewResponse, Prompt
from bot.domain.identity import MemberId
from bot.domain.storage_errors import StoreBusyError, StoreKeyError
from bot.storage.engine import Database
from bot.storage.keyring import KEY_BYTES, Keyring, id_of
from bot.storage.schema import responses
from bot.storage.sealing import PLAIN, decrypt, encrypt, keys_in, settle_keys
from bot.storage.store import Store, open_store

OLD, NEW = b"o" * KEY_BYTES, b"n" * KEY_BYTES
PATIENCE = timedelta(seconds=5)
AT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


@asynccontextmanager
async def opened(url: str, *keys: bytes) -> AsyncIterator[Store]:
    async with open_store(url, keep_backups=1, patience=PATIENCE, keyring=Keyring(keys)) as store:
        yield store


@asynccontextmanager
async def settled(url: str, *keys: bytes, patience: timedelta = PATIENCE) -> AsyncIterator[Database]:
    database = Database(url, patience=patience, keyring=Keyring(keys))
    try:
        await settle_keys(database)
        yield database
    finally:
        await database.close()


async def give(store: Store, prompt: Prompt, *texts: str) -> None:
    rows = [
        NewResponse(
            prompt=prompt.id,
            author=MemberId(7),
            author_name="Zoë",
            text=text,
            given=Given.BUTTON,
            created_at=AT,
        )
        for text in texts
    ]
    async with store.write() as tx:
        await tx.responses.add_all(rows)


async def texts_of(store: Store, prompt: Prompt) -> list[str | None]:
    async with store.read() as tx:
        page = await tx.responses.page(discussion=prompt.discussion, number=None, limit=1_000)
    return [one.text for one in page]


async def mark_of(url: str, *keys: bytes) -> tuple[str, ...]:
    database = Database(url, keyring=Keyring(keys))
    try:
        async with database.read() as connection:
            return await keys_in(connection)
    finally:
        await database.close()


@pytest.mark.parametrize("keys", [(), (OLD,)])
async def test_whoever_has_not_the_keys_that_others_came_with_is_let_in_no_longer(
    keys: tuple[bytes, ...], store: Store, database_url: str, prompt: Prompt
) -> None:
    async with opened(database_url, *keys) as behind:
        await give(behind, prompt, "one")
        async with settled(database_url, NEW, *keys) as database:
            await encrypt(database)

        with pytest.raises(StoreKeyError) as read:
            await texts_of(behind, prompt)
        with pytest.raises(StoreKeyError) as written:
            await give(behind, prompt, "two")

    assert read.value.data["keys"] == written.value.data["keys"] == id_of(NEW)
    async with opened(database_url, NEW) as ahead:
        assert await texts_of(ahead, prompt) == ["one"]


async def test_whoever_writes_by_an_older_key_has_it_in_the_mark(
    store: Store, database_url: str, prompt: Prompt
) -> None:
    async with opened(database_url, OLD, NEW) as behind:
        await give(behind, prompt, "one")
        async with settled(database_url, NEW, OLD) as database:
            await encrypt(database)
        assert await mark_of(database_url) == (id_of(NEW),)

        await give(behind, prompt, "two")

        assert set(await mark_of(database_url)) == {id_of(NEW), id_of(OLD)}
        with pytest.raises(StoreKeyError):
            async with opened(database_url, NEW):
                pass
        assert await texts_of(behind, prompt) == ["one", "two"]


async def test_what_others_write_otherwise_meanwhile_is_encrypted_too(
    store: Store, database_url: str, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    await give(store, prompt, "one")
    async with AsyncExitStack() as stack:
        behind = await stack.enter_async_context(opened(database_url, OLD, NEW))
        database = await stack.enter_async_context(settled(database_url, NEW, OLD))
        rewrite, times = database.rewrite, 0

        async def rewrite_late(*, tables: tuple[str, ...] = ()) -> None:
            nonlocal times
            times += 1
            if times == 1:  # every table was gone through
                await give(behind, prompt, "two")
            await rewrite(tables=tables)

        monkeypatch.setattr(database, "rewrite", rewrite_late)
        assert await encrypt(database) == 2
        assert times == 2

    async with opened(database_url, NEW) as ahead:
        assert await texts_of(ahead, prompt) == ["one", "two"]


async def test_keys_in_another_order_are_the_only_ones_in_the_end(
    store: Store, database_url: str, prompt: Prompt
) -> None:
    await give(store, prompt, "one")
    for keys in ((OLD,), (NEW, OLD), (OLD, NEW)):
        async with opened(database_url, *keys) as sealed:
            await give(sealed, prompt, "more")

    async with settled(database_url, OLD, NEW) as database:
        await encrypt(database)

    assert await mark_of(database_url) == (id_of(OLD),)
    async with opened(database_url, OLD) as sealed:
        assert await texts_of(sealed, prompt) == ["one", "more", "more", "more"]


async def test_whoever_still_has_keys_once_all_is_decrypted_says_so_in_the_mark(
    store: Store, database_url: str, prompt: Prompt
) -> None:
    async with opened(database_url, NEW) as behind:
        await give(behind, prompt, "one")
        async with settled(database_url, NEW) as database:
            await decrypt(database)
        assert await mark_of(database_url) == ()

        await give(behind, prompt, "two")

        assert await mark_of(database_url) == (id_of(NEW), PLAIN)
        assert await texts_of(behind, prompt) == ["one", "two"]


async def test_what_looks_encrypted_but_is_somebodys_words_is_never_the_end_of_it(
    store: Store, database_url: str, prompt: Prompt
) -> None:
    words = ["sealed:", f"sealed:{id_of(OLD)}:QUJD", "sealed:1234abcd:QUJD"]
    await give(store, prompt, *words)

    async with settled(database_url, NEW) as database:
        await encrypt(database)
    async with opened(database_url, NEW) as sealed:
        assert await texts_of(sealed, prompt) == words
    async with settled(database_url, NEW) as database:
        await decrypt(database)

    assert await texts_of(store, prompt) == words


async def test_a_log_that_a_reader_keeps_is_not_said_to_be_empty(
    store: Store, database_path: Path, prompt: Prompt
) -> None:
    await give(store, prompt, "one")
    url = f"sqlite:///{database_path}"
    async with settled(url, NEW, patience=timedelta(0)) as database, settled(url, NEW) as reader:
        async with reader.read() as connection:
            await connection.execute(select(responses))
            with pytest.raises(StoreBusyError):
                await encrypt(database)

        assert await mark_of(url) == (id_of(NEW), PLAIN)
        assert await encrypt(database) == 0
        assert await mark_of(url) == (id_of(NEW),)
