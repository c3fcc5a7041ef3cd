"""Tests for muting: an abuser gives no more unlinked answers, and nobody learns who it is."""

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from stored_rows import stored
from telling_authors import Moderated

from bot.domain.discussion import Given, Kept
from bot.domain.errors import ResponseGoneError
from bot.domain.identity import GuildId, MemberId, ResponseId
from bot.domain.moderation_errors import AuthorForgottenError, MutedError, NotUnlinkedError
from bot.services import givers as givers_module
from bot.services.givers import Giver, Givers
from bot.services.place import Place
from bot.services.responses import Receipt
from bot.services.retention import RetentionService
from bot.storage.store import Store

pytestmark = pytest.mark.usefixtures("prompt")

NOON = datetime.fromisoformat("2026-03-26T12:00Z")  # a Thursday


class Time:
    """A clock that stands until it is put forward."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def scene(store: Store, time: Time) -> Moderated:
    return Moderated(store, clock=time)


async def unlinked(scene: Moderated, at: Place, text: str = "a slur") -> Receipt:
    return await scene.responses.give(text, given=Given.BUTTON, at=at, kept=Kept.UNLINKED)


async def test_who_is_muted_gives_no_unlinked_answers_until_the_day_is_over(
    scene: Moderated, place: Place, member_place: Place, time: Time
) -> None:
    receipt = await unlinked(scene, member_place)

    until = await scene.moderation.mute(receipt.response, days=7, at=place)

    assert until == date(2026, 4, 5)  # a Sunday, a week from then at least
    with pytest.raises(MutedError) as raised:
        await unlinked(scene, member_place)
    assert raised.value.data == {"day": until}
    for kept in (Kept.NAMED, Kept.PSEUDONYMOUS):
        await scene.responses.give("a name to it", given=Given.BUTTON, at=member_place, kept=kept)
    await unlinked(scene, place, "others go on")
    time.now = datetime.fromisoformat("2026-04-05T23:59Z")
    with pytest.raises(MutedError):
        await unlinked(scene, member_place)
    time.now = datetime.fromisoformat("2026-04-06T00:00Z")
    await unlinked(scene, member_place)


async def test_the_longer_of_two_counts(
    scene: Moderated, place: Place, member_place: Place, database_url: str
) -> None:
    first, second = await unlinked(scene, member_place), await unlinked(scene, member_place)

    await scene.moderation.mute(first.response, days=30, at=place)
    await scene.moderation.mute(second.response, days=7, at=place)

    assert await stored(database_url, "SELECT until FROM mutes") == [("2026-04-26",)]


async def test_neither_the_log_nor_any_table_says_which_answer_it_was_or_who(
    scene: Moderated,
    place: Place,
    member_place: Place,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    receipt = await unlinked(scene, member_place)
    await scene.moderation.hide(receipt.response, reason="a slur", at=place)

    await scene.moderation.mute(receipt.response, days=7, at=place)

    (row,) = await stored(database_url, "SELECT key, at, target, reason FROM moderation_log WHERE key < 0")
    assert row[1:] == ("2026-03-26T00:00:00.000000Z", "", None)
    ((_, member_hash, _),) = await stored(database_url, "SELECT * FROM mutes")
    assert str(member_place.person.id) not in member_hash
    for table in ("moderation_log", "responses", "flags", "outbox", "marks"):
        assert member_hash not in str(await stored(database_url, f"SELECT * FROM {table}"))  # noqa: S608
    assert member_hash not in caplog.text
    assert str(member_place.person.id) not in caplog.text
    assert member_hash not in repr(vars(scene.givers))


async def test_the_line_in_the_log_stands_beside_no_other(
    scene: Moderated, place: Place, database_url: str
) -> None:
    for number in range(8):
        who = replace(place, person=replace(place.person, id=MemberId(5_000 + number)))
        receipt = await unlinked(scene, who)
        await scene.moderation.hide(receipt.response, reason="a slur", at=place)
        await scene.moderation.mute(receipt.response, days=7, at=place)

    keys = [
        row[0]
        for row in await stored(
            database_url, "SELECT key FROM moderation_log WHERE action = 'response.hide' ORDER BY key"
        )
    ]
    assert keys == list(range(keys[0], keys[0] + 8))  # no number is missing between them
    lines, _ = await scene.moderation.log(place.guild, limit=20, offset=0)
    assert [one.action for one in lines] == ["response.hide"] * 8 + ["response.mute"] * 8


async def test_after_a_day_or_a_restart_nobody_knows_any_more(
    scene: Moderated, store: Store, place: Place, member_place: Place, time: Time
) -> None:
    receipt = await unlinked(scene, member_place)
    restarted = Moderated(store, clock=time)

    with pytest.raises(AuthorForgottenError):
        await restarted.moderation.mute(receipt.response, days=7, at=place)
    time.now += timedelta(hours=24)
    with pytest.raises(AuthorForgottenError):
        await scene.moderation.mute(receipt.response, days=7, at=place)
    assert len(scene.givers) == 0


async def test_it_is_forgotten_though_nobody_asks(scene: Moderated, member_place: Place, time: Time) -> None:
    await unlinked(scene, member_place)
    assert len(scene.givers) == 1

    time.now += timedelta(hours=24)
    scene.moderation.sweep()

    assert len(scene.givers) == 0


async def test_what_was_taken_back_by_its_key_is_forgotten(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    receipt = await unlinked(scene, member_place)

    await scene.responses.withdraw(at=member_place, response=receipt.response, key=receipt.key)

    assert len(scene.givers) == 0
    with pytest.raises(ResponseGoneError):
        await scene.moderation.mute(receipt.response, days=7, at=place)


async def test_only_so_many_are_known(monkeypatch: pytest.MonkeyPatch, time: Time) -> None:
    monkeypatch.setattr(givers_module, "MOST", 3)
    givers = Givers(clock=time)

    for number in range(5):
        givers.put(ResponseId(number), member_hash=f"h{number}")

    assert [givers.get(ResponseId(number)) for number in range(5)] == [None, None, "h2", "h3", "h4"]


async def test_a_clock_that_was_put_back_keeps_nobody_known_for_longer(time: Time) -> None:
    givers = Givers(clock=time)
    givers.put(ResponseId(1), member_hash="h")

    time.now -= timedelta(seconds=1)

    assert givers.get(ResponseId(1)) is None
    assert "h" not in repr(Giver(member_hash="h", at=NOON)).removeprefix("Giver")


async def test_the_author_of_a_linked_answer_is_not_muted(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    receipt = await scene.responses.give("rude", given=Given.BUTTON, at=member_place)

    with pytest.raises(NotUnlinkedError):
        await scene.moderation.mute(receipt.response, days=7, at=place)


async def test_who_is_muted_in_one_guild_is_not_in_another(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    receipt = await unlinked(scene, member_place)
    await scene.moderation.mute(receipt.response, days=7, at=place)

    wishes = await scene.consents.get(GuildId(7))

    assert wishes.muted_until(member_place.person.id, today=NOON.date()) is None


async def test_a_mute_whose_time_is_over_is_deleted(
    *,
    scene: Moderated,
    store: Store,
    place: Place,
    member_place: Place,
    time: Time,
    database_url: str,
) -> None:
    receipt = await unlinked(scene, member_place)
    until = await scene.moderation.mute(receipt.response, days=7, at=place)
    retention = RetentionService(store, clock=time)

    time.now = datetime.fromisoformat(f"{until}T23:00Z")
    await retention.expire()
    assert len(await stored(database_url, "SELECT * FROM mutes")) == 1
    time.now += timedelta(hours=1)
    await retention.expire()

    assert await stored(database_url, "SELECT * FROM mutes") == []


async def test_reports_are_kept_no_longer_than_the_log(
    *,
    scene: Moderated,
    store: Store,
    place: Place,
    member_place: Place,
    time: Time,
    database_url: str,
) -> None:
    receipt = await scene.responses.give("rude", given=Given.BUTTON, at=member_place)
    await scene.moderation.report(response=receipt.response, reason="rude", at=place)

    time.now += timedelta(days=731)
    await RetentionService(store, clock=time).expire()

    assert await stored(database_url, "SELECT * FROM flags") == []
