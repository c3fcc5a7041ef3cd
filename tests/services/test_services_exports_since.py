"""Tests for exports that go on from the last: nothing twice, nothing missed, and what is gone is named."""

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from copied_exports import WHOLE, Copy, assert_equal
from stored_rows import stored
from taken_exports import AT, give

from bot.domain.consent import Purpose
from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.errors import BotError
from bot.domain.export import Choice
from bot.domain.export_errors import NoEarlierExportError
from bot.domain.identity import DiscussionId, GuildId, MemberId, ResponseId
from bot.services import export_files
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.storage.store import Store


async def test_only_what_is_new_or_changed_comes_and_what_is_gone_is_named(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    copy = Copy(exports, place, tmp_path)
    ids = await give(store, prompt, *"abcdefgh", message=500)
    await copy.update()

    (new,) = await give(store, prompt, "new")
    async with store.write() as tx:
        await tx.responses.change(ids[0], text="edited", edited_at=AT)
        await tx.messages.react(501, "👍", change=1)
        await tx.responses.change(ids[2], may_quote=True)
        await tx.responses.change(ids[3], text=None, withdrawn_at=AT)
        await tx.messages.delete([504], at=AT)
        await tx.responses.change(ids[5], hidden_at=AT, hidden_because="rude")
    said = await copy.update()

    assert copy.came == {ids[0]: "changed", ids[1]: "changed", ids[2]: "changed", new: "new"}
    assert copy.gone == {ids[3]: "withdrawn", ids[4]: "deleted", ids[5]: "hidden"}
    assert said["tombstones"] == {
        "file": "tombstones.jsonl",
        "count": 3,
        "by_reason": {"withdrawn": 1, "deleted": 1, "hidden": 1},
    }
    assert said["counts"] == {"responses": 4, "prompts": 1}
    assert said["asked"]["since_export"] == 1
    await assert_equal(copy)

    async with store.write() as tx:
        await tx.responses.change(ids[5], hidden_at=None, hidden_because=None)
        await tx.messages.clear_reactions(501, emoji=None)
    await copy.update()

    assert (copy.came, copy.gone) == ({ids[1]: "changed", ids[5]: "changed"}, {})
    await assert_equal(copy)

    said = await copy.update()

    assert (copy.came, copy.gone) == ({}, {})
    assert said["tombstones"]["count"] == 0
    await assert_equal(copy)


async def test_what_does_not_match_any_more_is_named_too(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    about_quays = Copy(exports, place, tmp_path, Choice(text="QUAY"))
    to_quote = Copy(exports, place, tmp_path, Choice(purpose=Purpose.QUOTE))
    ids = await give(store, prompt, "the quay", "a quayside", "quays", may_quote=True)
    await give(store, prompt, "boats")
    for copy in (about_quays, to_quote):
        await copy.update()

    async with store.write() as tx:
        await tx.responses.change(ids[0], text="the harbour", edited_at=AT)
        await tx.responses.change(ids[1], may_quote=False)
        await tx.responses.change(ids[2], text=None, withdrawn_at=AT)
    for copy in (about_quays, to_quote):
        await copy.update()
        await assert_equal(copy)

    assert (about_quays.gone, set(about_quays.came)) == (
        {ids[0]: "not_chosen", ids[2]: "withdrawn"},
        {ids[1]},
    )
    assert (to_quote.gone, set(to_quote.came)) == ({ids[1]: "not_agreed", ids[2]: "withdrawn"}, {ids[0]})


async def test_what_is_not_even_a_row_any_more_is_named(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    database_url: str,
) -> None:
    copy = Copy(exports, place, tmp_path)
    ids = await give(store, prompt, "erased", "expired", "stays")
    await copy.update()

    await bury(database_url, prompt, place, erased=ids[0], expired=ids[1])
    said = await copy.update()

    assert copy.gone == {ids[0]: "erased", ids[1]: "expired"}
    assert said["tombstones"]["by_reason"] == {"erased": 1, "expired": 1}
    await assert_equal(copy)
    await copy.update()
    assert copy.gone == {}


async def bury(url: str, prompt: Prompt, place: Place, **buried: ResponseId) -> None:
    """Delete responses as erasing and retention do."""
    await stored(url, "UPDATE counters SET value = value + 1 WHERE name = 'changes'")
    for why, id_ in buried.items():
        await stored(url, f"DELETE FROM responses WHERE key = {id_}")  # noqa: S608 (numbers of ours)
        await stored(
            url,
            "INSERT INTO tombstones (response, guild, prompt, why, changed) "  # noqa: S608 (as above)
            f"SELECT {id_}, {place.guild}, {prompt.id}, '{why}', value FROM counters WHERE name = 'changes'",
        )


async def walk(
    chance: random.Random, store: Store, prompt: Prompt, ids: list[ResponseId], messages: list[int]
) -> None:
    """Do one thing that people and moderators do, to anybody's response in any state."""
    step = chance.randrange(10)
    if step < 3 or not ids:
        kept = chance.choice(list(Kept))
        message = 10_000 + len(ids) * 10 if kept is Kept.NAMED else None
        texts = [chance.choice(("sea", "Sea and land", "land"))] * chance.randint(1, 3)
        new = await give(store, prompt, *texts, author=chance.randint(1, 4), kept=kept, message=message)
        ids += new
        messages += [] if message is None else list(range(message, message + len(texts)))
        return
    id_ = chance.choice(ids)
    async with store.write() as tx:
        if step == 3:
            # As whoever edits sees to it: what was taken back has no words any more.
            found = await tx.responses.get(id_, guild=GuildId(1_199_999_999_999_999_100))
            if found is not None and not found.is_gone:
                await tx.responses.change(id_, text=chance.choice(("sea", "land")), edited_at=AT)
        elif step == 4:
            await tx.responses.change(id_, text=None, withdrawn_at=AT)
        elif step == 5:
            await tx.responses.change(id_, hidden_at=AT)
        elif step == 6:
            await tx.responses.change(id_, hidden_at=None)
        elif step == 7:
            await tx.responses.change(id_, may_quote=chance.choice((True, False)))
        elif messages:
            message = chance.choice(messages)
            if step == 8:
                await tx.messages.react(message, "👍", change=chance.choice((1, -1)))
            else:
                await tx.messages.delete([message], at=AT)


CHOICES = (
    WHOLE,
    Choice(text="SEA"),
    Choice(purpose=Purpose.QUOTE),
    Choice(given=Given.BUTTON, names=True, reason="to compare"),
)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_people_do_a_copy_that_goes_on_equals_a_whole_export(
    *, exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    copies = [Copy(exports, place, tmp_path, choice) for choice in CHOICES]
    ids: list[ResponseId] = []
    messages: list[int] = []
    for _ in range(8):
        for _ in range(chance.randrange(12)):
            await walk(chance, store, prompt, ids, messages)
        for copy in chance.sample(copies, k=2):
            await copy.update()
            await assert_equal(copy)
    for copy in copies:
        await copy.update()
        await assert_equal(copy)
        await copy.update()
        # Linked ones never come twice for nothing; unlinked ones may, as none of them tells when it came.
        assert all(id_ >= 10**9 for id_ in (*copy.came, *copy.gone))


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_missed_that_happens_while_an_export_is_taken(
    *, exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    copy = Copy(exports, place, tmp_path)
    ids: list[ResponseId] = []
    messages: list[int] = []

    is_over = asyncio.Event()

    async def live() -> None:
        while not is_over.is_set():
            await walk(chance, store, prompt, ids, messages)
            await asyncio.sleep(0)

    living = asyncio.create_task(live())
    for _ in range(8):
        await copy.update()
    is_over.set()
    await living
    await copy.update()

    assert len(ids) > 8
    await assert_equal(copy)


async def test_unlinked_responses_come_again_rather_than_not_at_all(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    copy = Copy(exports, place, tmp_path)
    before = await give(store, prompt, "before", kept=Kept.UNLINKED)
    await copy.update()
    after = await give(store, prompt, "after", "after", kept=Kept.UNLINKED)
    await copy.update()

    assert copy.came == dict.fromkeys(after, "new")
    async with store.write() as tx:
        await tx.responses.change(before[0], text=None, withdrawn_at=AT)
        await tx.responses.change(after[0], text="edited", edited_at=AT)
    await copy.update()

    assert (copy.came, copy.gone) == ({after[0]: "changed"}, {before[0]: "withdrawn"})
    await assert_equal(copy)


async def test_a_clock_that_jumps_backwards_hides_nothing(
    store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    times = iter(AT - timedelta(days=number) for number in range(1_000))
    copy = Copy(ExportService(store, clock=lambda: next(times)), place, tmp_path)
    (first,) = await give(store, prompt, "first")
    await copy.update()

    row = NewResponse(
        prompt=prompt.id,
        author=MemberId(1),
        author_name="Bo",
        text="long ago",
        given=Given.BUTTON,
        created_at=datetime(1999, 1, 1, tzinfo=UTC),
    )
    async with store.write() as tx:
        (second,) = await tx.responses.add_all([row])
        await tx.responses.change(first, text="edited", edited_at=datetime(1998, 1, 1, tzinfo=UTC))
    await copy.update()

    assert copy.came == {first: "changed", second: "new"}
    await assert_equal(copy)


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param(Choice(), id="all"),
        pytest.param(Choice(text="Quay"), id="other-words"),
        pytest.param(Choice(article="harbour"), id="an-article"),
        pytest.param(Choice(discussion=DiscussionId(1), text="quay"), id="a-discussion"),
        pytest.param(Choice(question="1", text="quay"), id="a-question"),
        pytest.param(Choice(purpose=Purpose.PUBLISH, text="quay"), id="another-purpose"),
        pytest.param(Choice(first_day=AT.date(), text="quay"), id="from-a-day"),
        pytest.param(Choice(last_day=AT.date(), text="quay"), id="up-to-a-day"),
        pytest.param(Choice(given=Given.BUTTON, text="quay"), id="a-way"),
    ],
)
async def test_an_export_of_another_choice_is_not_gone_on_from(
    *, exports: ExportService, prompt: Prompt, place: Place, tmp_path: Path, choice: Choice
) -> None:
    await exports.take(["csv"], folder=tmp_path / "out", at=place, choice=Choice(text="quay"))

    with pytest.raises(NoEarlierExportError):
        await exports.take(["csv"], folder=tmp_path / "next", at=place, choice=choice, goes_on=True)

    assert not (tmp_path / "next").exists()


@pytest.mark.usefixtures("prompt")
async def test_names_formulas_and_formats_do_not_make_another_choice(
    exports: ExportService, place: Place, tmp_path: Path
) -> None:
    await exports.take(["csv"], folder=tmp_path / "out", at=place)

    with_names = Choice(names=True, reason="to thank them", is_raw=True)
    taken = await exports.take(["jsonl"], folder=tmp_path / "next", at=place, choice=with_names, goes_on=True)

    assert taken.manifest.asked["since_export"] == 1


@pytest.mark.usefixtures("prompt")
async def test_what_others_took_and_what_was_taken_elsewhere_is_not_gone_on_from(
    exports: ExportService, place: Place, member_place: Place, tmp_path: Path
) -> None:
    await exports.take(["csv"], folder=tmp_path / "hers", at=place)
    elsewhere = replace(place, guild=GuildId(5))

    for at in (member_place, elsewhere):
        with pytest.raises(NoEarlierExportError):
            await exports.take(["csv"], folder=tmp_path / "next", at=at, goes_on=True)


async def test_an_export_that_never_was_whole_is_not_gone_on_from(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = Copy(exports, place, tmp_path)
    await copy.update()
    (id_,) = await give(store, prompt, "words")

    def fail(*_: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(export_files.ExportFolder, "publish", fail)
        with pytest.raises((OSError, BotError)):
            await copy.update()
    await copy.update()

    assert copy.came == {id_: "new"}
    await assert_equal(copy)
