"""Erasing a member reaches what is under way and what stands elsewhere, and disturbs nobody else."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from stored_rows import stored

from bot.domain.article import StoredArticle
from bot.domain.consent import Purpose
from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.identity import GuildId, ResponseId
from bot.services.clock import Clock
from bot.services.consents import ConsentService
from bot.services.my_data import MyDataService
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.storage.store import Store

AT = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
PICKED = 1_300_000_000_000_000_000


@pytest.fixture
def recorder(store: Store) -> Recorder:
    return Recorder(store)


@pytest.fixture
def consents(store: Store, clock: Clock, recorder: Recorder) -> ConsentService:
    return ConsentService(store, clock=clock, recorder=recorder)


@pytest.fixture
def my_data(store: Store, clock: Clock, recorder: Recorder, consents: ConsentService) -> MyDataService:
    return MyDataService(store, clock=clock, recorder=recorder, consents=consents)


async def test_an_answer_in_a_form_that_was_sent_before_is_erased_as_well(
    *,
    store: Store,
    clock: Clock,
    recorder: Recorder,
    consents: ConsentService,
    my_data: MyDataService,
    member_place: Place,
    prompt: Prompt,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record, settled = recorder.record, recorder.settled
    waits, waited = asyncio.Event(), asyncio.Event()
    erasing: list[asyncio.Task[object]] = []

    async def settle() -> None:
        waits.set()
        await settled()
        waited.set()

    async def erase_first(response: NewResponse) -> ResponseId:
        """Its author agreed, but it is not recorded yet, when all of theirs is erased."""
        erasing.append(asyncio.create_task(my_data.erase(at=member_place)))
        await waits.wait()
        if waited.is_set():  # which leaves it out
            await erasing[0]
        return await record(response)

    monkeypatch.setattr(recorder, "settled", settle)
    monkeypatch.setattr(recorder, "record", erase_first)
    responses = ResponseService(store, clock=clock, recorder=recorder, consents=consents)
    uses = {Purpose.QUOTE}
    await responses.give(
        "Sent.", given=Given.BUTTON, at=member_place, prompt=prompt.id, agreed=True, uses=uses
    )
    await erasing[0]

    for table in ("responses", "consents"):
        assert await stored(database_url, f"SELECT * FROM {table}") == []  # noqa: S608 (ours)


async def test_nobody_answers_any_more_what_was_picked_elsewhere(
    *,
    store: Store,
    my_data: MyDataService,
    member_place: Place,
    place: Place,
    prompt: Prompt,
    loaded: StoredArticle,
    database_url: str,
) -> None:
    question = loaded.article.questions[1]
    picked = NewResponse(
        prompt=prompt.id,
        author=member_place.person.id,
        author_name="Bo",
        text="Picked in another question's thread.",
        given=Given.MENU,
        created_at=AT,
        message=PICKED,
    )
    async with store.write() as tx:
        key = (await tx.articles.question_keys(loaded.key))[question.id]
        another = await tx.discussions.plan_prompt(prompt.discussion, question=question, key=key, at=AT)
        ann, message = place.person.id, PICKED + 1
        reply = replace(picked, prompt=another.id, author=ann, message=message, reply_to=PICKED)
        await tx.responses.add_all([picked, replace(reply, given=Given.THREAD)])

    await my_data.erase(at=member_place)

    replies = "SELECT reply_to FROM responses WHERE given = 'thread'"
    assert await stored(database_url, replies) == [(None,)]


@pytest.mark.usefixtures("prompt")
async def test_no_export_is_begun_anew_in_another_guild_or_for_somebody_without_answers(
    *,
    store: Store,
    clock: Clock,
    recorder: Recorder,
    my_data: MyDataService,
    place: Place,
    member_place: Place,
) -> None:
    responses = ResponseService(store, clock=clock, recorder=recorder)
    await responses.give("One.", given=Given.COMMAND, at=place, kept=Kept.NAMED)
    elsewhere = replace(place, guild=GuildId(5))

    for whose in (elsewhere, member_place, place):
        await my_data.erase(at=whose)

    async with store.read() as tx:
        assert await tx.exports.erasures(place.guild) == 1
        assert await tx.exports.erasures(elsewhere.guild) == 0


async def test_no_reaction_comes_to_what_was_erased(
    *,
    store: Store,
    clock: Clock,
    recorder: Recorder,
    my_data: MyDataService,
    member_place: Place,
    prompt: Prompt,
    database_url: str,
) -> None:
    responses = ResponseService(store, clock=clock, recorder=recorder)
    await responses.give("Typed.", given=Given.THREAD, at=member_place, prompt=prompt.id, message=PICKED)

    await my_data.erase(at=member_place)
    assert await stored(database_url, "SELECT message FROM responses") == [(PICKED,)]
    await responses.count_reaction(PICKED, "👍", change=1)

    assert await stored(database_url, "SELECT * FROM reactions") == []
