"""Tests for bot.storage.responses, exports and gaps: ids in order, pages without gaps, counts without who."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from stored_rows import stored

from bot.domain.discussion import Given, NewResponse, Prompt
from bot.domain.export import Choice
from bot.domain.identity import DiscussionId, GuildId, MemberId, PromptId, ResponseId
from bot.domain.storage_errors import StoreError
from bot.exports import FORMATS
from bot.services.place import Place
from bot.storage.schema import TABLES
from bot.storage.store import Store

AT = datetime(2026, 5, 4, 12, 30, 0, 250, tzinfo=UTC)


def new(prompt: Prompt, text: str, *, author: int = 1) -> NewResponse:
    return NewResponse(
        prompt=prompt.id,
        author=MemberId(author),
        author_name="Ann",
        text=text,
        given=Given.THREAD,
        created_at=AT,
    )


async def add(store: Store, *responses: NewResponse) -> list[ResponseId]:
    async with store.write() as tx:
        return [ResponseId(id_) for id_ in await tx.responses.add_all(responses)]


async def lines(store: Store, prompt: Prompt, place: Place, *, page: int) -> list[dict[str, Any]]:
    """What an export reads, a page at a time."""
    made = FORMATS["jsonl"].lines
    assert made is not None
    choice = Choice(names=True, reason="to compare")
    async with store.extract() as extract, extract.of(place.guild, choice) as chosen:
        pages = [read async for read in chosen.lines(made, page=page)]
    found: list[dict[str, Any]] = []
    for part in pages:
        assert part.responses <= page
        text = part.lines.decode()
        found.extend(json.loads(line) for line in text.split("\n") if line)
    assert len(found) == sum(part.responses for part in pages)
    return found


async def exported(store: Store, prompt: Prompt, place: Place, *, page: int) -> list[tuple[int, str]]:
    return [(line["response_id"], line["text"]) for line in await lines(store, prompt, place, page=page)]


@pytest.mark.parametrize("count", [1, 249, 250, 251, 1_300])
async def test_a_batch_is_stored_in_its_order(store: Store, prompt: Prompt, place: Place, count: int) -> None:
    ids = await add(store, *(new(prompt, f"text {number}") for number in range(count)))

    assert ids == list(range(1, count + 1))
    assert await exported(store, prompt, place, page=5_000) == [
        (number + 1, f"text {number}") for number in range(count)
    ]


async def test_concurrent_batches_get_ids_of_their_own_in_their_order(
    store: Store, prompt: Prompt, place: Place
) -> None:
    sizes = (3, 1, 260, 7, 2)
    batches = await asyncio.gather(
        *(
            add(store, *(new(prompt, f"{batch} {number}") for number in range(size)))
            for batch, size in enumerate(sizes)
        )
    )

    kept = dict(await exported(store, prompt, place, page=1_000))
    assert sorted(id_ for ids in batches for id_ in ids) == list(range(1, sum(sizes) + 1))
    for batch, ids in enumerate(batches):
        assert ids == list(range(ids[0], ids[0] + len(ids)))
        assert [kept[id_] for id_ in ids] == [f"{batch} {number}" for number in range(len(ids))]


async def test_ids_are_never_given_twice_even_if_the_last_are_gone(
    store: Store, prompt: Prompt, database_url: str
) -> None:
    await add(store, new(prompt, "one"), new(prompt, "two"))
    await stored(database_url, "DELETE FROM responses WHERE key = 2")

    assert await add(store, new(prompt, "three")) == [3]


async def test_a_batch_that_fails_leaves_nothing_and_takes_no_ids(store: Store, prompt: Prompt) -> None:
    bad = replace(new(prompt, "bad"), prompt=PromptId(999))
    with pytest.raises(StoreError):
        await add(store, new(prompt, "good"), bad)

    assert await add(store, new(prompt, "next")) == [1]


async def test_a_response_comes_back_as_it_was_given(store: Store, prompt: Prompt, place: Place) -> None:
    (id_,) = await add(store, new(prompt, "so\r\nsaid I 🦀", author=2**63 - 1))

    async with store.read() as tx:
        found = await tx.responses.get(id_, guild=place.guild)
        elsewhere = await tx.responses.get(id_, guild=GuildId(1))

    assert found is not None
    assert (found.text, found.author, found.created_at, found.given) == (
        "so\r\nsaid I 🦀",
        2**63 - 1,
        AT,
        Given.THREAD,
    )
    assert (found.prompt, found.prompt_number, found.is_gone, found.is_hidden) == (prompt.id, 1, False, False)
    assert elsewhere is None


async def test_the_latest_is_the_newest_of_ones_own_that_stands(store: Store, prompt: Prompt) -> None:
    first, second, *_ = await add(
        store, new(prompt, "first"), new(prompt, "second"), new(prompt, "hers", author=2)
    )

    async def latest(author: int = 1, discussion: DiscussionId = prompt.discussion) -> ResponseId | None:
        async with store.read() as tx:
            found = await tx.responses.latest_of(MemberId(author), discussion=discussion)
            return found.id if found else None

    assert await latest() == second
    async with store.write() as tx:
        await tx.responses.change(second, text=None, withdrawn_at=AT)
    assert await latest() == first
    assert await latest(author=3) is None
    assert await latest(discussion=DiscussionId(99)) is None


async def test_a_text_cannot_vanish_unless_it_was_taken_back(store: Store, prompt: Prompt) -> None:
    (id_,) = await add(store, new(prompt, "words"))

    with pytest.raises(StoreError):
        async with store.write() as tx:
            await tx.responses.change(id_, text=None)


async def test_pages_go_on_where_the_last_ended(store: Store, prompt: Prompt) -> None:
    ids = await add(store, *(new(prompt, str(number)) for number in range(7)))
    async with store.write() as tx:
        await tx.responses.change(ids[1], text=None, withdrawn_at=AT)
        await tx.responses.change(ids[2], hidden_at=AT)

    seen: list[ResponseId] = []
    async with store.read() as tx:
        while page := await tx.responses.page(
            discussion=prompt.discussion, number=None, limit=2, after=seen[-1] if seen else 0
        ):
            seen.extend(response.id for response in page)
        by_number = await tx.responses.page(discussion=prompt.discussion, number=2, limit=9)

    assert seen == [ids[0], *ids[2:]]
    assert by_number == ()


@pytest.mark.parametrize("page", [1, 2, 3, 4, 100])
async def test_exported_rows_are_all_there_once_in_order_whatever_the_page(
    store: Store, prompt: Prompt, place: Place, page: int
) -> None:
    ids = await add(store, *(new(prompt, str(number)) for number in range(12)))
    async with store.write() as tx:
        await tx.responses.change(ids[0], text=None, withdrawn_at=AT)
        await tx.responses.change(ids[5], text=None, deleted_at=AT)
        await tx.responses.change(ids[11], hidden_at=AT)
        await tx.responses.change(ids[7], text="changed", edited_at=AT)

    expected = [
        (id_, "changed" if number == 7 else str(number))
        for number, id_ in enumerate(ids)
        if number not in {0, 5, 11}
    ]
    assert await exported(store, prompt, place, page=page) == expected


async def test_a_line_of_an_export_says_it_all(store: Store, prompt: Prompt, place: Place) -> None:
    (id_,) = await add(store, new(prompt, "words", author=2**63 - 1))

    (line,) = await lines(store, prompt, place, page=10)

    assert (line["response_id"], line["author_id"], line["author"]) == (id_, str(2**63 - 1), "Ann")
    assert (line["text"], line["given"], line["question_id"]) == ("words", "thread", "q1")
    assert (line["created_at"], line["edited_at"]) == ("2026-05-04T12:30:00.000250Z", None)


@pytest.mark.parametrize("page", [1, 100])
async def test_what_is_left_out_is_counted_once_each(
    store: Store, prompt: Prompt, place: Place, page: int
) -> None:
    ids = await add(store, *(new(prompt, str(number)) for number in range(6)))
    async with store.write() as tx:
        await tx.responses.change(ids[0], text=None, withdrawn_at=AT, hidden_at=AT)
        await tx.responses.change(ids[1], text=None, withdrawn_at=AT, deleted_at=AT)
        await tx.responses.change(ids[2], text=None, deleted_at=AT)
        await tx.responses.change(ids[3], hidden_at=AT)
    lines = FORMATS["csv"].lines
    assert lines is not None
    async with store.extract() as extract, extract.of(place.guild, Choice()) as chosen:
        census = await chosen.census()
        pages = [read async for read in chosen.lines(lines, page=page)]

    assert {why: count for why, count in census.left_out.items() if count} == {
        "withdrawn": 2,
        "deleted": 1,
        "hidden": 1,
    }
    assert census.responses == sum(part.responses for part in pages) == 2


@pytest.mark.parametrize(
    ("named", "discussion", "is_in"),
    [
        pytest.param(None, None, True, id="the-guild"),
        pytest.param("harbour", None, True, id="its-article"),
        pytest.param("another", None, False, id="another-article"),
        pytest.param("harbour", 1, True, id="its-discussion"),
        pytest.param(None, 2, False, id="another-discussion"),
    ],
)
async def test_a_scope_takes_in_what_it_names(
    *, store: Store, prompt: Prompt, place: Place, named: str | None, discussion: int | None, is_in: bool
) -> None:
    choice = Choice(article=named, discussion=None if discussion is None else DiscussionId(discussion))
    async with store.extract() as extract:
        async with extract.of(place.guild, choice) as chosen:
            found = chosen.prompts
        async with extract.of(GuildId(1), choice) as chosen:
            elsewhere = chosen.prompts

    assert list(found) == ([prompt.id] if is_in else [])
    assert elsewhere == {}


async def test_gaps_are_counted_by_what_was_asked(store: Store, place: Place) -> None:
    async with store.write() as tx:
        await tx.gaps.count("When?", folded="when", guild=place.guild, on=date(2026, 5, 1))
        await tx.gaps.count("Who paid?", folded="paid who", guild=place.guild, on=date(2026, 5, 1))
        await tx.gaps.count("who PAID", folded="paid who", guild=place.guild, on=date(2026, 5, 3))
        await tx.gaps.count("Elsewhere?", folded="elsewhere", guild=GuildId(1), on=date(2026, 5, 1))
        gaps = await tx.gaps.most_asked(place.guild, limit=10)
        most = await tx.gaps.most_asked(place.guild, limit=1)

    assert [(gap.query, gap.asked, gap.last_on) for gap in gaps] == [
        ("Who paid?", 2, date(2026, 5, 3)),
        ("When?", 1, date(2026, 5, 1)),
    ]
    assert most == gaps[:1]


def test_no_column_of_a_gap_leads_to_who_asked() -> None:
    assert list(TABLES.tables["gaps"].columns.keys()) == [
        "key",
        "guild",
        "folded",
        "query",
        "asked",
        "first_on",
        "last_on",
        "dismissed_at",
    ]
    assert list(TABLES.tables["gap_wordings"].columns.keys()) == ["guild", "folded", "gap", "query"]
