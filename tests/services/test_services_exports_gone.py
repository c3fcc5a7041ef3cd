"""Tests for what goes, or comes back, between two exports and while one is taken."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from copied_exports import Copy, assert_equal
from taken_exports import AT, give

from bot.domain.discussion import Given, NewResponse, Prompt
from bot.domain.export import Choice
from bot.domain.identity import MemberId
from bot.exports.jsonl import JSON_LINES
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.storage.expiry import Old
from bot.storage.export_lines import PAGE_BYTES
from bot.storage.extract import Chosen, Extract
from bot.storage.schema import responses
from bot.storage.store import Store


async def test_an_answer_to_what_is_gone_or_back_comes_again(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    copy = Copy(exports, place, tmp_path)
    (asked,) = await give(store, prompt, "asked", message=500)
    row = NewResponse(
        prompt=prompt.id,
        author=MemberId(1),
        author_name="Bo",
        text="answered",
        given=Given.THREAD,
        created_at=AT,
        message=501,
        reply_to=500,
    )
    async with store.write() as tx:
        (answer,) = await tx.responses.add_all([row])
    await copy.update()

    for hidden_at in (AT, None):
        async with store.write() as tx:
            await tx.responses.change(asked, hidden_at=hidden_at)
        await copy.update()

        assert copy.came[answer] == "changed"
        await assert_equal(copy)
    await copy.update()
    assert copy.came == {}


async def test_what_expires_while_the_first_export_is_taken_is_named_in_the_next(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = Copy(exports, place, tmp_path)
    ids = await give(store, prompt, "old", "stays")
    open_ = Extract.of

    @asynccontextmanager
    async def while_old_ones_go(self: Extract, *args: Any, **more: Any) -> AsyncIterator[Chosen]:
        async with open_(self, *args, **more) as chosen:
            async with store.erase() as tx:
                await tx.expiry.delete(Old(table=responses, keys=ids[:1]))
            async with store.write() as tx:
                await tx.expiry.tombstones()
            yield chosen

    monkeypatch.setattr(Extract, "of", while_old_ones_go)
    await copy.update()
    monkeypatch.undo()
    await copy.update()

    assert copy.gone == {ids[0]: "expired"}
    await assert_equal(copy)


async def test_long_answers_come_in_small_pages(store: Store, prompt: Prompt, place: Place) -> None:
    await give(store, prompt, *(["é" * 4_000] * 1_500))
    lines = JSON_LINES.lines
    assert lines is not None
    pages = []

    async with store.extract() as extract, extract.of(place.guild, Choice()) as chosen:
        async for page in chosen.lines(lines, page=10_000):
            pages.append(page)

    assert sum(page.responses for page in pages) == 1_500
    assert all(len(page.lines) < 3 * PAGE_BYTES for page in pages)
