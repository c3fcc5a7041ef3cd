"""Tests for bot.services.consents: what members want counts for what they say, wherever it comes from."""

import asyncio
from datetime import date

import pytest
from stored_rows import stored

from bot.domain.consent import TERMS, USES, Purpose
from bot.domain.discussion import Given, Kept, Prompt
from bot.domain.errors import NeverRecordedError
from bot.domain.identity import ResponseId
from bot.services.clock import Clock
from bot.services.consents import ConsentService
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.storage.store import Store

pytestmark = pytest.mark.usefixtures("prompt")


@pytest.fixture
def recorder(store: Store) -> Recorder:
    return Recorder(store)


@pytest.fixture
def consents(store: Store, clock: Clock, recorder: Recorder) -> ConsentService:
    return ConsentService(store, clock=clock, recorder=recorder)


@pytest.fixture
def responses(store: Store, clock: Clock, recorder: Recorder, consents: ConsentService) -> ResponseService:
    return ResponseService(store, clock=clock, recorder=recorder, consents=consents)


async def may(url: str) -> list[tuple[bool, bool]]:
    rows = await stored(url, "SELECT may_quote, may_publish FROM responses ORDER BY key")
    return [(bool(quote), bool(publish)) for quote, publish in rows]


async def agreed(url: str) -> list[tuple[object, ...]]:
    rows = await stored(
        url, "SELECT purpose, version, withdrawn_on, is_standing FROM consents ORDER BY purpose"
    )
    return [(purpose, version, withdrawn, bool(standing)) for purpose, version, withdrawn, standing in rows]


async def test_what_is_ticked_counts_for_that_answer_only(
    responses: ResponseService, member_place: Place, database_url: str
) -> None:
    await responses.give("One.", given=Given.BUTTON, at=member_place, agreed=True, uses={Purpose.QUOTE})
    await responses.give("Two.", given=Given.BUTTON, at=member_place, agreed=True, uses=set())

    assert await may(database_url) == [(True, False), (False, False)]
    assert await agreed(database_url) == [("quote", 1, None, False), ("record", 2, None, False)]
    assert await stored(database_url, "SELECT DISTINCT terms FROM responses") == [(TERMS[Purpose.RECORD],)]


async def test_an_unlinked_answer_leaves_no_note_of_what_was_ticked(
    responses: ResponseService, member_place: Place, database_url: str
) -> None:
    await responses.give(
        "One.", given=Given.BUTTON, at=member_place, kept=Kept.UNLINKED, agreed=True, uses=set(USES)
    )

    assert await may(database_url) == [(True, True)]
    assert await agreed(database_url) == []


async def test_what_is_allowed_for_all_counts_for_earlier_answers_and_for_later_ones(
    consents: ConsentService, responses: ResponseService, member_place: Place, place: Place, database_url: str
) -> None:
    await responses.give("Before.", given=Given.REPLY, at=member_place)
    await responses.give("Another's.", given=Given.REPLY, at=place)

    await consents.allow(Purpose.QUOTE, at=member_place)
    await responses.give("After.", given=Given.REPLY, at=member_place)
    await responses.give("In a form.", given=Given.BUTTON, at=member_place, agreed=True, uses=set())

    assert await may(database_url) == [(True, False), (False, False), (True, False), (False, False)]
    await consents.forbid(Purpose.QUOTE, at=member_place)
    await responses.give("At last.", given=Given.REPLY, at=member_place)
    assert await may(database_url) == [(False, False)] * 5
    assert ("quote", 1, "2026-03-29", False) in await agreed(database_url)


async def test_each_change_of_mind_is_seen_by_the_next_export(
    consents: ConsentService, responses: ResponseService, member_place: Place, database_url: str
) -> None:
    await responses.give("One.", given=Given.REPLY, at=member_place)
    seen = []

    for change in (consents.allow, consents.allow, consents.forbid, consents.forbid):
        await change(Purpose.PUBLISH, at=member_place)
        seen += await stored(database_url, "SELECT changed FROM responses")

    # What changes nothing has no number of its own.
    assert seen == [(1,), (1,), (2,), (2,)]


async def test_what_is_on_its_way_as_somebody_forbids_something_is_no_exception(
    *,
    store: Store,
    consents: ConsentService,
    responses: ResponseService,
    prompt: Prompt,
    member_place: Place,
    database_url: str,
) -> None:
    async def type_(message: int) -> ResponseId:
        uses = (await consents.get(member_place.guild)).uses(member_place.person.id)
        assert uses == {Purpose.QUOTE}
        return await responses.hand_in(
            "Typed.",
            given=Given.THREAD,
            prompt=prompt.id,
            author=member_place.person.id,
            author_name="Bo",
            message=message,
            uses=uses,
        )

    await consents.allow(Purpose.QUOTE, at=member_place)
    await consents.get(member_place.guild)  # known from now on, as it is where much is typed
    async with store.write():  # others are at work on the database
        first = asyncio.create_task(type_(1))
        await asyncio.sleep(0)
        forbidding = asyncio.create_task(consents.forbid(Purpose.QUOTE, at=member_place))
        await asyncio.sleep(0)
        second = asyncio.create_task(type_(2))
        await asyncio.sleep(0)
    await asyncio.gather(first, second, forbidding)

    assert await may(database_url) == [(False, False)] * 2


async def test_an_answer_without_a_link_follows_nobodys_change_of_mind(
    consents: ConsentService, responses: ResponseService, member_place: Place, database_url: str
) -> None:
    await consents.allow(Purpose.QUOTE, at=member_place)

    await responses.give("One.", given=Given.COMMAND, at=member_place, kept=Kept.UNLINKED)

    assert await may(database_url) == [(False, False)]


async def test_what_was_agreed_to_in_other_words_counts_no_more(
    *,
    store: Store,
    consents: ConsentService,
    responses: ResponseService,
    member_place: Place,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await consents.allow(Purpose.QUOTE, at=member_place)
    consents.forget(member_place.guild)

    monkeypatch.setitem(TERMS, Purpose.QUOTE, 2)
    await responses.give("Since then.", given=Given.REPLY, at=member_place)
    assert await may(database_url) == [(False, False)]

    await consents.allow(Purpose.QUOTE, at=member_place)
    await responses.give("Agreed anew.", given=Given.REPLY, at=member_place)

    assert await may(database_url) == [(True, False), (True, False)]
    async with store.read() as tx:
        newest, older = await tx.consents.of(member_place.person.id, guild=member_place.guild)
    assert (newest.version, newest.is_current) == (2, True)
    assert (older.version, older.is_current) == (1, False)


async def test_a_later_tick_does_not_end_what_was_allowed_for_all(
    consents: ConsentService, responses: ResponseService, member_place: Place, database_url: str
) -> None:
    await consents.allow(Purpose.QUOTE, at=member_place)

    await responses.give("One.", given=Given.BUTTON, at=member_place, agreed=True, uses={Purpose.QUOTE})

    assert ("quote", 1, None, True) in await agreed(database_url)


async def test_nothing_of_who_objects_is_recorded_until_they_take_it_back(
    consents: ConsentService, responses: ResponseService, member_place: Place, place: Place, database_url: str
) -> None:
    await consents.object(at=member_place, is_on=True)

    for kept in Kept:
        with pytest.raises(NeverRecordedError):
            await responses.give("No.", given=Given.BUTTON, at=member_place, kept=kept)
    with pytest.raises(NeverRecordedError):
        await responses.answered(at=member_place)
    await responses.give("Another's.", given=Given.REPLY, at=place)
    await consents.object(at=member_place, is_on=False)
    await responses.give("Yes.", given=Given.REPLY, at=member_place)

    assert await stored(database_url, "SELECT text FROM responses ORDER BY key") == [
        ("Another's.",),
        ("Yes.",),
    ]


async def test_who_objects_is_named_nowhere(
    consents: ConsentService, member_place: Place, database_url: str
) -> None:
    await consents.object(at=member_place, is_on=True)
    await consents.object(at=member_place, is_on=True)

    ((_, hashed, since),) = await stored(database_url, "SELECT guild, member_hash, since FROM objections")
    assert len(hashed) == 64
    assert str(member_place.person.id) not in hashed
    assert since == date(2026, 3, 29).isoformat()


async def test_whoever_never_objected_anywhere_is_not_looked_for(
    store: Store,
    consents: ConsentService,
    member_place: Place,
    prompt: Prompt,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wishes = await consents.get(member_place.guild)
    monkeypatch.setattr(store, "read", None)  # nothing is asked of it again

    assert consents.known(member_place.guild) is wishes
    assert await consents.get(member_place.guild) is wishes
    assert not wishes.forbids(member_place.person.id)
    assert wishes.uses(member_place.person.id) == frozenset()
