"""Words that were taken away stay in no unused part of the file for longer than a day."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from old_rows import BEGAN, BO, DAY, Time, respond

from bot.domain.discussion import Given, NewResponse, Prompt
from bot.domain.identity import ResponseId
from bot.services.retention import RetentionService
from bot.storage import store as stores
from bot.storage.store import Store

WORD = b"harbourmaster"
NIGHT = BEGAN.replace(hour=3) + DAY


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def retention(store: Store, clock: Time) -> RetentionService:
    return RetentionService(store, clock=clock)


async def give(store: Store, prompt: Prompt, *, many: int = 60) -> list[ResponseId]:
    """Have answers that grow, each more than the one before: pages are divided for them."""
    response = NewResponse(
        prompt=prompt.id,
        author=BO,
        author_name="Bo",
        text=WORD.decode(),
        given=Given.BUTTON,
        created_at=BEGAN,
    )
    async with store.write() as tx:
        given = [ResponseId(key) for key in await tx.responses.add_all([response] * many)]
    for number, one in enumerate(given):
        async with store.write() as tx:
            await tx.responses.change(one, text=f"{WORD.decode()} " * (1 + number), edited_at=BEGAN)
    return given


async def take_back(store: Store, given: list[ResponseId]) -> None:
    async with store.erase() as tx:
        for one in given:
            await tx.responses.change(one, text=None, withdrawn_at=BEGAN)


async def change(store: Store, given: list[ResponseId]) -> None:
    async with store.erase() as tx:
        for one in given:
            await tx.responses.change(one, text="something else", edited_at=BEGAN)


def is_anywhere(path: Path) -> bool:
    return any(WORD in part.read_bytes() for part in path.parent.glob(f"{path.name}*"))


async def rounds(retention: RetentionService, clock: Time, *, at: datetime) -> None:
    clock.now = at
    await retention.expire()
    await retention.scrub()


@pytest.mark.parametrize("take_away", [take_back, change])
async def test_what_was_taken_away_is_nowhere_on_disk_after_the_next_night(
    *,
    store: Store,
    retention: RetentionService,
    clock: Time,
    prompt: Prompt,
    database_path: Path,
    take_away: Callable[[Store, list[ResponseId]], Coroutine[Any, Any, None]],
) -> None:
    await rounds(retention, clock, at=BEGAN)
    await take_away(store, await give(store, prompt))
    await rounds(retention, clock, at=NIGHT - timedelta(minutes=1))
    assert is_anywhere(database_path)

    await rounds(retention, clock, at=NIGHT)

    assert not is_anywhere(database_path)


@pytest.mark.usefixtures("database_path")
class TestHowOften:
    """Whoever writes waits while the file is written anew, so it is done seldom, and at night."""

    @pytest.fixture
    def written(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> list[None]:
        """One for each time that it is done."""
        done: list[None] = []
        rewrite = store._database.rewrite

        async def counted() -> None:
            done.append(None)
            await rewrite()

        monkeypatch.setattr(store._database, "rewrite", counted)
        monkeypatch.setattr(stores, "REST", 0)
        monkeypatch.setattr(stores, "LEAST", 0.0)
        return done

    async def take_one_back(self, store: Store, prompt: Prompt) -> None:
        await take_back(store, await give(store, prompt, many=1))

    async def test_it_is_done_once_a_night(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        written: list[None],
    ) -> None:
        for day in range(3):
            for hour in range(24):
                await self.take_one_back(store, prompt)
                await rounds(retention, clock, at=NIGHT + day * DAY + timedelta(hours=hour))

        assert len(written) == 3

    async def test_it_is_not_done_where_nothing_was_taken_away(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        written: list[None],
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        await self.take_one_back(store, prompt)
        for day in range(3):
            await rounds(retention, clock, at=NIGHT + day * DAY)

        assert len(written) == 1

    async def test_what_is_taken_away_meanwhile_is_for_the_next_night(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        written: list[None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        given = await give(store, prompt, many=2)
        await take_back(store, given[:1])
        rewrite = store._database.rewrite

        async def interrupted() -> None:
            await rewrite()
            monkeypatch.setattr(store._database, "rewrite", rewrite)
            await take_back(store, given[1:])

        monkeypatch.setattr(store._database, "rewrite", interrupted)
        for day in range(3):
            await rounds(retention, clock, at=NIGHT + day * DAY)

        assert len(written) == 2

    async def test_what_is_erased_for_good_as_it_ends_is_not_forgotten_should_the_program_end(
        self, *, store: Store, prompt: Prompt, written: list[None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, other = await give(store, prompt, many=2)
        rewrite = store._database.rewrite
        begun = asyncio.Event()
        erasing: list[asyncio.Task[None]] = []

        async def erase(one: ResponseId) -> None:
            async with store.erase(for_good=True) as tx:
                begun.set()
                await asyncio.sleep(0)
                await tx.responses.change(one, text=None, withdrawn_at=BEGAN)

        async def disturbed() -> None:
            await rewrite()
            erasing.append(asyncio.create_task(erase(other)))
            await begun.wait()

        await erase(first)
        begun.clear()
        monkeypatch.setattr(store._database, "rewrite", disturbed)
        await store.scrub()
        await asyncio.gather(*erasing)

        assert len(written) == 1
        async with store.read() as tx:
            assert await tx.marks.get(stores.LEFTOVERS) == "1"

    async def test_it_is_not_done_to_a_large_file(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        written: list[None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(stores, "LARGEST", 1)
        await self.take_one_back(store, prompt)

        await rounds(retention, clock, at=NIGHT)

        assert written == []
