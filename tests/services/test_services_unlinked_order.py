"""Nothing in the database tells in which order unlinked answers of a day were given, once the day is over."""

from datetime import UTC, datetime, timedelta

from stored_rows import stored
from telling_authors import Moderated

from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.identity import NOBODY, MemberId
from bot.services.clock import Clock
from bot.services.place import Place
from bot.services.responses import to_day, unlinked
from bot.services.retention import RetentionService
from bot.storage.store import Store

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


async def give(store: Store, prompt: Prompt, number: int, *, at: datetime, kept: Kept) -> None:
    said = NewResponse(
        prompt=prompt.id,
        author=MemberId(7),
        author_name="Ann",
        text=f"answer {number}",
        given=Given.BUTTON,
        created_at=at,
        kept=kept,
    )
    async with store.write() as tx:
        await tx.responses.add_all([unlinked(said, key=f"k{number}") if kept is Kept.UNLINKED else said])


async def test_no_transaction_tells_them_apart(store: Store, prompt: Prompt, database_url: str) -> None:
    for number in range(12):
        kept = Kept.UNLINKED if number % 2 else Kept.NAMED
        await give(store, prompt, number, at=NOON + timedelta(minutes=number), kept=kept)

    await RetentionService(store, clock=lambda: NOON + timedelta(days=1)).expire()
    await give(store, prompt, 99, at=NOON + timedelta(days=1), kept=Kept.UNLINKED)

    assert {NOBODY} == {MemberId(row[0]) for row in await stored(database_url, UNLINKED)}
    if database_url.startswith("postgresql"):
        day = f"created_at = '{to_day(NOON).isoformat()}'"
        ((count, writers),) = await stored(
            database_url,
            f"SELECT count(*), count(DISTINCT xmin::text) FROM responses WHERE {day}",  # noqa: S608
        )
        assert (count, writers) == (6, 1)
        places = await stored(database_url, f"SELECT key FROM responses WHERE {day} ORDER BY ctid")  # noqa: S608
        assert places == sorted(places)
    else:
        places = await stored(database_url, "SELECT key FROM responses ORDER BY rowid")
        assert places == sorted(places)


async def test_a_change_to_one_leaves_no_gap_among_the_numbers_of_others(
    store: Store, clock: Clock, place: Place, prompt: Prompt, database_url: str
) -> None:
    moderated = Moderated(store, clock=clock)
    responses, moderation = moderated.responses, moderated.moderation
    linked = await responses.give("One.", given=Given.BUTTON, at=place)
    secret = await responses.give("Two.", given=Given.BUTTON, at=place, kept=Kept.UNLINKED)

    await responses.edit("One!", at=place, response=linked.response)
    await responses.edit("Two!", at=place, response=secret.response, key=secret.key)
    await moderation.hide(secret.response, reason="rude", at=place)
    await moderation.restore(secret.response, reason="it is not", at=place)
    await responses.withdraw(at=place, response=secret.response, key=secret.key)
    await responses.edit("One?", at=place, response=linked.response)

    changed = f"SELECT changed FROM responses WHERE key = {linked.response}"  # noqa: S608 (ours)
    assert await stored(database_url, changed) == [(2,)]


async def test_a_day_is_written_anew_once(store: Store, prompt: Prompt, database_url: str) -> None:
    await give(store, prompt, 1, at=NOON, kept=Kept.UNLINKED)
    tomorrow = RetentionService(store, clock=lambda: NOON + timedelta(days=1))

    await tomorrow.expire()
    before = await stored(database_url, WRITTEN) if database_url.startswith("postgresql") else []
    await tomorrow.expire()

    assert before == (await stored(database_url, WRITTEN) if database_url.startswith("postgresql") else [])


UNLINKED = "SELECT author FROM responses WHERE kept = 'unlinked'"
WRITTEN = "SELECT xmin::text FROM responses"
