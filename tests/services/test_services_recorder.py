"""Tests for bot.services.recorder: many at once, each acknowledged or refused, none left waiting."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from stored_rows import stored

from bot.domain.discussion import Given, NewResponse, Prompt
from bot.domain.identity import MemberId, PromptId, ResponseId
from bot.domain.storage_errors import StoreBusyError, StoreError
from bot.services.recorder import BATCH, WAITING, Recorder
from bot.storage.store import Store, Transaction, open_store

AT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


class CountedStore(Store):
    """A store that counts its transactions, waits before each, and raises what it is told to."""

    def __init__(self, store: Store) -> None:
        self.where = store.where
        self.transactions = 0
        self.error: BaseException | None = None
        self.may_write = asyncio.Event()
        self.may_write.set()
        self._store = store

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        await self.may_write.wait()
        self.transactions += 1
        if self.error is not None:
            raise self.error
        async with self._store.write() as tx:
            yield tx


@pytest.fixture
def counted(store: Store) -> CountedStore:
    return CountedStore(store)


def new(prompt: Prompt, number: int = 0) -> NewResponse:
    return NewResponse(
        prompt=prompt.id,
        author=MemberId(number),
        author_name="Ann",
        text=f"text {number}",
        given=Given.THREAD,
        created_at=AT,
    )


async def kept(url: str) -> dict[int, str]:
    return dict(await stored(url, "SELECT key, text FROM responses"))


async def test_thousands_at_once_get_ids_of_their_own_in_few_transactions(
    counted: CountedStore, prompt: Prompt, database_url: str
) -> None:
    recorder = Recorder(counted)
    many = WAITING + BATCH + 1

    ids = await asyncio.gather(*(recorder.record(new(prompt, number)) for number in range(many)))

    assert await kept(database_url) == {id_: f"text {number}" for number, id_ in enumerate(ids)}
    assert counted.transactions <= many / BATCH + 3


async def test_one_alone_goes_at_once(counted: CountedStore, prompt: Prompt) -> None:
    recorder = Recorder(counted)

    for number in range(5):
        await recorder.record(new(prompt, number))

    assert counted.transactions == 5


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"prompt": PromptId(999)}, id="to-a-prompt-that-is-not-there"),
        pytest.param({"author": MemberId(2**63)}, id="an-id-too-large"),
        pytest.param({"author_name": "\ud83d"}, id="a-name-that-no-encoding-takes"),
    ],
)
async def test_a_row_that_the_database_refuses_is_the_only_one_refused(
    counted: CountedStore, prompt: Prompt, database_url: str, change: dict[str, Any]
) -> None:
    recorder = Recorder(counted)
    rows = [new(prompt, number) for number in range(40)]
    rows[17] = replace(rows[17], **change)

    results = await asyncio.gather(*(recorder.record(row) for row in rows), return_exceptions=True)

    refused = [number for number, result in enumerate(results) if isinstance(result, BaseException)]
    assert refused == [17]
    assert type(results[17]) is StoreError
    assert sorted((await kept(database_url)).values()) == sorted(
        f"text {number}" for number in range(40) if number != 17
    )


async def test_the_response_of_one_who_is_gone_is_stored_all_the_same(
    counted: CountedStore, prompt: Prompt, database_url: str
) -> None:
    recorder = Recorder(counted)
    counted.may_write.clear()
    gone = asyncio.create_task(recorder.record(new(prompt, 1)))
    stays = asyncio.create_task(recorder.record(new(prompt, 2)))
    await asyncio.sleep(0.01)

    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    assert await kept(database_url) == {}

    counted.may_write.set()
    id_ = await stays
    assert gone.cancelled()
    assert sorted((await kept(database_url)).values()) == ["text 1", "text 2"]
    assert (await kept(database_url))[id_] == "text 2"


async def test_a_busy_database_refuses_and_the_next_response_is_taken(
    prompt: Prompt, store: Store, database_path: Path
) -> None:
    url = f"sqlite:///{database_path}"
    async with open_store(url, keep_backups=1, patience=timedelta(seconds=0.2)) as impatient:
        recorder = Recorder(impatient)
        with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            results = await asyncio.gather(
                *(recorder.record(new(prompt, number)) for number in range(10)), return_exceptions=True
            )
            other.execute("ROLLBACK")

        assert [type(result) for result in results] == [StoreBusyError] * 10
        assert await kept(url) == {}
        assert await recorder.record(new(prompt, 1)) == 1


async def test_what_comes_while_others_are_being_written_goes_next(
    counted: CountedStore, prompt: Prompt
) -> None:
    recorder = Recorder(counted)
    counted.may_write.clear()
    first = asyncio.create_task(recorder.record(new(prompt, 1)))
    await asyncio.sleep(0.01)
    rest = [asyncio.create_task(recorder.record(new(prompt, number))) for number in range(2, 30)]
    await asyncio.sleep(0.01)
    counted.may_write.set()

    assert await first == 1
    assert await asyncio.gather(*rest) == list(range(2, 30))
    assert counted.transactions == 2


async def test_close_waits_for_what_was_handed_in(
    counted: CountedStore, prompt: Prompt, database_url: str
) -> None:
    recorder = Recorder(counted)
    counted.may_write.clear()
    tasks = [asyncio.create_task(recorder.record(new(prompt, number))) for number in range(20)]
    await asyncio.sleep(0.01)
    closing_ = asyncio.create_task(recorder.close())
    await asyncio.sleep(0.01)
    assert not closing_.done()

    counted.may_write.set()
    await closing_

    assert len(await kept(database_url)) == 20
    await asyncio.gather(*tasks)


async def test_close_has_nothing_to_wait_for(counted: CountedStore) -> None:
    await Recorder(counted).close()

    assert counted.transactions == 0


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(ZeroDivisionError(), id="a-mistake"),
        pytest.param(asyncio.CancelledError(), id="cancelled"),
    ],
)
async def test_nobody_is_left_waiting_whatever_the_store_raises(
    counted: CountedStore, prompt: Prompt, error: BaseException
) -> None:
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    recorder = Recorder(counted)
    counted.error = error

    async with asyncio.timeout(5):
        results = await asyncio.gather(
            *(recorder.record(new(prompt, number)) for number in range(2 * BATCH + 1)), return_exceptions=True
        )

    assert {type(result) for result in results} == {StoreError}
    counted.error = None
    assert await recorder.record(new(prompt)) == ResponseId(1)


async def test_nobody_is_left_waiting_when_it_fails_between_rows(
    counted: CountedStore, prompt: Prompt, database_url: str
) -> None:
    class OnceMore(CountedStore):
        """Lets the batch and its first row through, and then makes a mistake."""

        @asynccontextmanager
        async def write(self) -> AsyncIterator[Transaction]:
            self.error = ZeroDivisionError() if self.transactions == 2 else None
            async with super().write() as tx:
                yield tx

    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    recorder = Recorder(OnceMore(counted))
    rows = [new(prompt, 0), new(prompt, 1), replace(new(prompt, 2), prompt=PromptId(999))]

    async with asyncio.timeout(5):
        results = await asyncio.gather(*(recorder.record(row) for row in rows), return_exceptions=True)

    assert results[0] == 1
    assert [type(result) for result in results[1:]] == [StoreError, StoreError]
    assert await kept(database_url) == {1: "text 0"}
