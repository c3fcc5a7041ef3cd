"""Where the card of what is wrong is, and how it is changed there."""

import pytest
from api_stub.faults import Fault
from api_stub.stub import Stub
from running import Running
from trouble import prepared
from watched import Watched, age, failed, low, mend, ours, plain, remember, watched

from bot.discord_front import notices
from bot.domain.identity import ScheduleId

PATCH = r"/channels/\d+/messages/\d+$"


@pytest.fixture
async def server(stub: Stub, bot: Running) -> Watched:
    return await watched(stub, bot)


# -- where it is -------------------------------------------------------------------------------------


async def test_a_card_that_a_moderator_deleted_comes_again_when_there_is_something_new(
    server: Watched,
) -> None:
    words = await low(server)
    card = await server.says(words)
    await server.scene.ann.delete(card)
    await server.settled()
    assert server.cards == []

    server.stub.server.expect(10008)
    again = await low(server)
    other = await server.says(words, again)

    assert other.id != card.id
    await mend(server, again)
    await server.stub.gateway.until(lambda: again not in plain(server.cards[0]))
    assert [one.id for one in server.cards] == [other.id]


async def test_the_channel_of_notices_is_deleted(server: Watched) -> None:
    words = await low(server)
    await server.says(words)

    server.scene.guild.remove_channel(server.desk)
    await server.stub.gateway.flushed()
    await server.settled()

    doctor = await server.scene.ann.run("doctor", channel=server.scene.general)
    assert server.say("finding.no_notices") in plain(doctor)
    assert words in plain(doctor)
    panel = await server.scene.ann.run("setup", channel=server.scene.general)
    assert server.say("setup.no_notices") in plain(panel)
    assert server.say("finding.no_notices") in plain(panel)

    # Whatever is chosen instead has the card at once.
    other = server.scene.guild.text("other-desk")
    await server.stub.gateway.flushed()
    await server.scene.ann.run("setup", channel=server.scene.general, notices=other)
    await server.stub.gateway.until(lambda: server.scene.guild.messages(other))
    (card,) = server.scene.guild.messages(other)
    assert words in plain(card)


async def test_another_channel_of_notices_takes_the_card(server: Watched) -> None:
    words = await low(server)
    await server.says(words)
    other = server.scene.guild.text("other-desk")
    await server.stub.gateway.flushed()

    await server.scene.ann.run("setup", channel=server.scene.general, notices=other)
    await server.stub.gateway.until(lambda: server.scene.guild.messages(other) and not server.cards)

    (card,) = server.scene.guild.messages(other)
    assert words in plain(card)


async def test_where_nothing_is_chosen_discords_own_channel_for_moderators_serves(
    stub: Stub, bot: Running
) -> None:
    scene = await prepared(stub)
    updates = scene.guild.text("mod-news")
    scene.guild.guild.updates_channel = updates
    stub.gateway.dispatch("GUILD_UPDATE", stub.world.guild_payload(scene.guild.guild))
    await stub.gateway.flushed()
    panel = await scene.ann.run("setup", channel=scene.general)
    assert scene.say("setup.own_notices") in plain(panel)
    server = Watched(bot=bot, stub=stub, scene=scene, desk=updates, schedule=ScheduleId(1))

    words = await low(server)
    await server.says(words)

    # Where it may not write, it is nobody's.
    server.forbid(updates, send_messages=True)
    await stub.gateway.flushed()
    panel = await scene.ann.run("setup", channel=scene.general)
    assert scene.say("setup.no_notices") in plain(panel)


async def test_a_server_with_nowhere_to_be_told_is_told_so(stub: Stub, bot: Running) -> None:
    scene = await prepared(stub)
    server = Watched(bot=bot, stub=stub, scene=scene, desk=scene.general, schedule=ScheduleId(1))
    before = len(server.cards)
    words = await low(server)
    await server.settled()

    doctor = await scene.ann.run("doctor", channel=scene.general)

    assert len(server.cards) == before
    assert scene.say("finding.no_notices") in plain(doctor)
    assert words in plain(doctor)


async def test_a_card_that_may_not_be_shown_waits_for_the_permission(server: Watched) -> None:
    server.forbid(server.desk, send_messages=True)
    await server.stub.gateway.flushed()
    words = await low(server)
    await server.settled()
    await server.settled()

    assert server.cards == []
    doctor = await server.scene.ann.run("doctor", channel=server.scene.general)
    assert server.say("health.health") in plain(doctor)
    assert server.lacks("send_messages", "#desk") in plain(doctor)

    server.forbid(server.desk, send_messages=False)
    await server.says(words)
    assert server.stub.server.sent("POST", f"/channels/{server.desk}/messages$")[0].status == 200


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.HANG_AFTER, Fault.HANG])
async def test_a_card_whose_answer_is_lost_is_posted_once(
    server: Watched, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setattr(notices, "PATIENCE", 0.4)
    # It is minutes later: no nonce helps any more.
    server.stub.messages.nonce_window = 0.0
    posts = f"/channels/{server.desk}/messages$"
    server.stub.server.faults.next("POST", posts, fault, status=502, times=1)
    words = await low(server)
    await server.stub.gateway.until(lambda: server.stub.server.faults.struck)
    await server.stub.gateway.until(lambda: failed(server))

    await server.settled()

    await server.says(words)
    await server.settled()
    assert len(server.cards) == 1


async def test_what_was_chosen_can_be_taken_back(server: Watched) -> None:
    words = await low(server)
    await server.says(words)
    panel = await server.scene.ann.run("setup", channel=server.scene.general)
    asked = await server.scene.ann.click(panel, server.say("action.notices"))

    taken_back = await server.scene.ann.click(asked, server.say("action.no_notices"))
    await server.stub.gateway.until(lambda: not server.cards)

    assert server.say("setup.no_notices") in plain(taken_back)
    again = await server.scene.ann.click(taken_back, server.say("action.notices"))
    assert server.say("action.no_notices") not in again.buttons

    # Discord's own channel for moderators has it as soon as there is one.
    updates = server.scene.guild.text("mod-news")
    server.scene.guild.guild.updates_channel = updates
    server.stub.gateway.dispatch("GUILD_UPDATE", server.stub.world.guild_payload(server.scene.guild.guild))
    await server.settled()
    (card,) = server.scene.guild.messages(updates)
    assert words in plain(card)


# -- how it is changed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "others", "is_posted_anew"),
    [
        pytest.param(0.9, 40, False, id="young"),
        pytest.param(3, 10, False, id="in-sight"),
        pytest.param(3, 40, True, id="out-of-sight"),
    ],
)
async def test_news_are_where_somebody_sees_them(
    server: Watched, *, days: float, others: int, is_posted_anew: bool
) -> None:
    words = await low(server)
    await server.says(words)
    await mend(server, words)
    card = await server.says(server.say("health.well"))
    age(server, card, days=days, others=others)
    await remember(server, card)

    news = await low(server)
    await server.stub.gateway.until(lambda: any(news in plain(one) for one in ours(server)))
    await server.settled()

    (shown,) = ours(server)
    assert (shown.id != card.id) is is_posted_anew


async def test_what_is_over_is_no_reason_for_a_new_card(server: Watched) -> None:
    words = await low(server)
    card = await server.says(words)
    age(server, card, days=3, others=40)
    await remember(server, card)

    await mend(server, words)
    await server.stub.gateway.until(lambda: server.say("health.well") in plain(card))

    assert [one.id for one in ours(server)] == [card.id]


@pytest.mark.parametrize("answer", ["refused", "told-to-wait"])
async def test_an_old_card_that_may_not_be_edited_any_more_is_replaced(server: Watched, answer: str) -> None:
    words = await low(server)
    card = await server.says(words)
    age(server, card, days=0.5, others=0)
    await remember(server, card)
    faults = server.stub.server.faults
    if answer == "refused":
        faults.next("PATCH", PATCH, Fault.STATUS, status=400, code=notices.TOO_MANY_EDITS, times=1)
    else:
        faults.next("PATCH", PATCH, Fault.STATUS, status=429, retry_after=1_800.0, times=1)

    news = await low(server)
    await server.stub.gateway.until(lambda: any(news in plain(one) for one in ours(server)))
    await server.stub.gateway.until(lambda: len(ours(server)) == 1)

    assert ours(server)[0].id != card.id


# -- for whom ----------------------------------------------------------------------------------------


async def test_only_those_who_manage_the_server_choose_where(server: Watched) -> None:
    max_ = server.scene.guild.member("Max", manage_messages=True)
    panel = await server.scene.ann.run("setup", channel=server.scene.general)
    assert panel.message is not None
    (greeting,) = server.scene.guild.messages(server.scene.general)[:1]

    refused = await max_.click_id(greeting, "c1||notices|")

    assert refused.is_private
    assert server.say("setup.notices_intro") not in plain(refused)
