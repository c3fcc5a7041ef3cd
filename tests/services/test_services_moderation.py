"""Tests for bot.services.moderation and bot.services.deciding: decided aloud, told once, reported unseen."""

import logging
from dataclasses import replace

import pytest
from stored_rows import stored
from telling_authors import Moderated

from bot.domain.discord_errors import PostingDelayedError
from bot.domain.discussion import Given, Kept
from bot.domain.errors import ResponseGoneError, UnknownResponseError
from bot.domain.guild import GuildSettings
from bot.domain.identity import ChannelId, GuildId, MemberId, ResponseId
from bot.domain.moderation import Decision
from bot.domain.moderation_errors import (
    AlreadyHiddenError,
    AlreadyReportedError,
    NotRecordedError,
    OwnResponseReportedError,
)
from bot.services.clock import Clock
from bot.services.deciding import NoDecisions
from bot.services.place import Place
from bot.services.telling import CannotTellError
from bot.storage.store import Store

pytestmark = pytest.mark.usefixtures("prompt")


@pytest.fixture
def scene(store: Store, clock: Clock) -> Moderated:
    return Moderated(store, clock=clock)


def as_(place: Place, number: int) -> Place:
    return replace(place, person=replace(place.person, id=MemberId(5_000 + number), name=f"M{number}"))


async def given(scene: Moderated, at: Place, text: str = "so it is", kept: Kept = Kept.NAMED) -> ResponseId:
    return (await scene.responses.give(text, given=Given.BUTTON, at=at, kept=kept)).response


async def told(scene: Moderated) -> list[Decision]:
    """What authors were told by now, each once."""
    await scene.delivery.run(at_once=True)
    return scene.authors.told


# -- telling the author ------------------------------------------------------------------------------


async def test_an_author_is_told_once_of_each_decision_with_its_reason(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    response = await given(scene, member_place)

    await scene.moderation.hide(response, reason="rude", at=place)
    (hidden,) = await told(scene)
    await told(scene)
    await scene.moderation.restore(response, reason="a mistake", at=place)
    decisions = await told(scene)

    assert (hidden.is_hidden, hidden.reason, hidden.question) == (True, "rude", "Should the harbour move?")
    assert hidden.response.text == "so it is"
    assert [(one.is_hidden, one.reason) for one in decisions] == [(True, "rude"), (False, "a mistake")]


async def test_a_hidden_response_says_why(scene: Moderated, place: Place, database_url: str) -> None:
    response = await given(scene, place)
    query = "SELECT hidden_because FROM responses"

    await scene.moderation.hide(response, reason="rude", at=place)
    assert await stored(database_url, query) == [("rude",)]
    await scene.moderation.restore(response, reason="a mistake", at=place)

    assert await stored(database_url, query) == [(None,)]


async def test_who_goes_by_a_pseudonym_is_told_too(
    scene: Moderated, place: Place, member_place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    response = await given(scene, member_place, kept=Kept.PSEUDONYMOUS)

    hidden = await scene.moderation.hide(response, reason="rude", at=place)

    assert [one.response.author for one in await told(scene)] == [member_place.person.id]
    assert hidden.author_name != "Bo"
    assert str(member_place.person.id) not in caplog.text


async def test_nobody_is_told_of_an_unlinked_response_or_of_ones_own_decision(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    own, unlinked = await given(scene, place), await given(scene, member_place, kept=Kept.UNLINKED)

    await scene.moderation.hide(own, reason="a trial", at=place)
    await scene.moderation.hide(unlinked, reason="rude", at=place)

    assert await told(scene) == []


async def test_putting_back_what_was_not_hidden_tells_nobody(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    await scene.moderation.restore(await given(scene, member_place), reason="so", at=place)

    assert await told(scene) == []


async def test_what_was_undone_before_it_was_told_is_told_as_it_stands(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    response = await given(scene, member_place)

    await scene.moderation.hide(response, reason="rude", at=place)
    await scene.moderation.restore(response, reason="a mistake", at=place)

    assert [one.is_hidden for one in await told(scene)] == [False]


async def test_who_took_it_back_meanwhile_is_told_nothing(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    response = await given(scene, member_place)
    await scene.moderation.hide(response, reason="rude", at=place)

    await scene.responses.withdraw(at=member_place)

    assert await told(scene) == []


async def test_who_wants_nothing_of_the_bot_gets_no_message(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    response = await given(scene, member_place)
    await scene.consents.object(at=member_place, is_on=True)

    await scene.moderation.hide(response, reason="rude", at=place)

    assert await told(scene) == []


async def test_who_takes_no_messages_is_tried_once_and_named_nowhere(
    scene: Moderated,
    place: Place,
    member_place: Place,
    caplog: pytest.LogCaptureFixture,
    database_url: str,
) -> None:
    caplog.set_level(logging.INFO)
    scene.authors.raises = CannotTellError()
    await scene.moderation.hide(await given(scene, member_place), reason="rude", at=place)

    await scene.delivery.run()

    assert await stored(database_url, "SELECT state FROM outbox") == [("done",)]
    assert "takes no messages" in caplog.text
    assert str(member_place.person.id) not in caplog.text


async def test_where_discord_cannot_be_asked_it_is_told_later(
    scene: Moderated, store: Store, place: Place, member_place: Place
) -> None:
    scene.authors.raises = PostingDelayedError()
    await scene.moderation.hide(await given(scene, member_place), reason="rude", at=place)
    await scene.delivery.run(at_once=True)
    async with store.read() as tx:
        assert await tx.ailments.failing() == []  # it is no business of the moderators

    scene.authors.raises = None

    assert len(await told(scene)) == 1


async def test_at_a_terminal_it_waits_until_its_author_speaks(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    await scene.moderation.hide(await given(scene, member_place), reason="rude", at=place)

    assert await scene.deciding.untold(place) == ()
    ((row, decision),) = await scene.deciding.untold(member_place)
    with pytest.raises(PostingDelayedError):
        await NoDecisions().tell_decision(decision, settings=GuildSettings(), nonce="-", since=None)
    await scene.deciding.told(row)

    assert await scene.deciding.untold(member_place) == ()


async def test_a_decision_that_the_log_has_no_more_is_told_to_nobody(
    scene: Moderated, place: Place, member_place: Place, database_url: str
) -> None:
    await scene.moderation.hide(await given(scene, member_place), reason="rude", at=place)
    await stored(database_url, "DELETE FROM moderation_log")

    assert await told(scene) == []


# -- the queue ---------------------------------------------------------------------------------------


async def test_a_person_counts_once_and_the_most_reported_comes_first(scene: Moderated, place: Place) -> None:
    quiet, loud = await given(scene, as_(place, 1)), await given(scene, as_(place, 2))
    for number, response in ((3, quiet), (3, loud), (4, loud)):
        await scene.moderation.report(response=response, reason="rude", at=as_(place, number))
    with pytest.raises(AlreadyReportedError):
        await scene.moderation.report(response=quiet, reason="very rude", at=as_(place, 3))

    assert await scene.moderation.waiting(place.guild) == (loud, quiet)
    found = await scene.moderation.reported(loud, at=place)
    assert (found.people, found.before, found.reasons) == (2, 0, ("rude", "rude"))
    assert found.question == "Should the harbour move?"


async def test_nothing_that_is_kept_names_who_reported(
    scene: Moderated, place: Place, database_url: str
) -> None:
    who = as_(place, 3)
    await scene.moderation.report(response=await given(scene, as_(place, 1)), reason="rude", at=who)

    ((row,),) = [await stored(database_url, "SELECT * FROM flags")]
    assert str(who.person.id) not in map(str, row)
    assert await stored(database_url, "SELECT * FROM moderation_log") == []


async def test_what_a_moderator_decided_leaves_the_queue(scene: Moderated, place: Place) -> None:
    hidden, left = await given(scene, as_(place, 1)), await given(scene, as_(place, 2))
    for response in (hidden, left):
        await scene.moderation.report(response=response, reason="rude", at=as_(place, 3))

    await scene.moderation.hide(hidden, reason="rude", at=place)
    await scene.moderation.stand(left, at=place)

    assert await scene.moderation.waiting(place.guild) == ()
    with pytest.raises(AlreadyHiddenError):
        await scene.moderation.report(response=hidden, reason="rude", at=as_(place, 4))


async def test_somebody_else_brings_back_what_was_left_alone(scene: Moderated, place: Place) -> None:
    response = await given(scene, as_(place, 1))
    await scene.moderation.report(response=response, reason="rude", at=as_(place, 3))
    await scene.moderation.stand(response, at=place)

    with pytest.raises(AlreadyReportedError):
        await scene.moderation.report(response=response, reason="still", at=as_(place, 3))
    assert await scene.moderation.waiting(place.guild) == ()
    await scene.moderation.report(response=response, reason="rude", at=as_(place, 4))

    assert await scene.moderation.waiting(place.guild) == (response,)
    found = await scene.moderation.reported(response, at=place)
    assert (found.people, found.before) == (1, 1)


async def test_what_its_author_took_back_leaves_the_queue(scene: Moderated, place: Place) -> None:
    author = as_(place, 1)
    response = await given(scene, author)
    await scene.moderation.report(response=response, reason="rude", at=as_(place, 3))

    await scene.responses.withdraw(at=author)

    assert await scene.moderation.waiting(place.guild) == ()
    with pytest.raises(ResponseGoneError):
        await scene.moderation.report(response=response, reason="rude", at=as_(place, 4))


async def test_what_cannot_be_reported_is_refused(scene: Moderated, place: Place) -> None:
    response = await given(scene, place)
    elsewhere = replace(as_(place, 3), guild=GuildId(1), channel=ChannelId(1))

    with pytest.raises(OwnResponseReportedError):
        await scene.moderation.reportable(response=response, at=place)
    with pytest.raises(UnknownResponseError):
        await scene.moderation.report(response=ResponseId(77), reason="rude", at=as_(place, 3))
    with pytest.raises(UnknownResponseError):
        await scene.moderation.report(response=response, reason="rude", at=elsewhere)
    with pytest.raises(NotRecordedError):
        await scene.moderation.report(message=77, reason="rude", at=as_(place, 3))
    with pytest.raises(NotRecordedError):
        await scene.moderation.reportable(at=place)


async def test_a_message_is_reported_as_the_response_it_is(scene: Moderated, place: Place) -> None:
    typed = await scene.responses.give("typed", given=Given.THREAD, at=as_(place, 1), message=77)

    found = await scene.moderation.report(message=77, reason="rude", at=as_(place, 3))

    assert found.id == typed.response


async def test_a_hidden_response_that_is_changed_stays_hidden_and_comes_to_be_looked_at(
    scene: Moderated, place: Place, member_place: Place
) -> None:
    response = await given(scene, member_place)
    await scene.moderation.hide(response, reason="rude", at=place)
    assert await scene.moderation.waiting(place.guild) == ()

    await scene.responses.edit("so it may be", at=member_place)

    assert await scene.moderation.waiting(place.guild) == (response,)
    found = (await scene.moderation.reported(response, at=place)).response
    assert (found.is_hidden, found.changed_hidden, found.text) == (True, True, "so it may be")
    await scene.moderation.stand(response, at=place)
    assert await scene.moderation.waiting(place.guild) == ()


async def test_so_does_an_unlinked_one_changed_by_its_key_on_the_same_day(
    scene: Moderated, place: Place
) -> None:
    receipt = await scene.responses.give("rude", given=Given.BUTTON, at=place, kept=Kept.UNLINKED)
    await scene.responses.edit("ruder", at=place, response=receipt.response, key=receipt.key)
    await scene.moderation.hide(receipt.response, reason="rude", at=place)
    assert await scene.moderation.waiting(place.guild) == ()

    await scene.responses.edit("kind", at=place, response=receipt.response, key=receipt.key)

    assert await scene.moderation.waiting(place.guild) == (receipt.response,)


async def test_what_waits_is_counted_in_each_guild(
    scene: Moderated, store: Store, place: Place, member_place: Place
) -> None:
    hidden, reported = await given(scene, member_place), await given(scene, as_(place, 1))
    await scene.moderation.hide(hidden, reason="rude", at=place)
    await scene.responses.edit("so it may be", at=member_place)
    for number in (3, 4):
        await scene.moderation.report(response=reported, reason="rude", at=as_(place, number))

    async with store.read() as tx:
        assert await tx.flags.counts() == {place.guild: 2}
        assert await tx.flags.counts(place.guild) == {place.guild: 2}
        assert await tx.flags.counts(GuildId(7)) == {}


# -- the log -----------------------------------------------------------------------------------------


async def test_all_that_was_done_is_in_the_log_the_newest_first(scene: Moderated, place: Place) -> None:
    response = await given(scene, as_(place, 1))
    await scene.moderation.hide(response, reason="rude", at=place)
    await scene.moderation.restore(response, reason="a mistake", at=place)
    await scene.moderation.stand(response, at=place)

    lines, total = await scene.moderation.log(place.guild, limit=2, offset=0)
    rest, _ = await scene.moderation.log(place.guild, limit=2, offset=2)
    taken = await scene.moderation.take_log(at=place)

    assert total == 3
    assert [one.action for one in lines] == ["response.stand", "response.restore"]
    assert [(one.action, one.target, one.reason) for one in rest] == [("response.hide", "1", "rude")]
    assert [one.action for one in taken][:2] == ["log.take", "response.stand"]
    assert len(taken) == 4
