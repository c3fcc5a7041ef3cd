"""Schedules as events of a server: one for the next opening, whatever happens on the way."""

from datetime import UTC, datetime, timedelta

import pytest
from announced import EVENT, EVENTS, Programme, open_programme
from api_stub.faults import Fault
from api_stub.rest_events import ACTIVE, MOST_OPEN, SCHEDULED
from api_stub.stub import Stub
from api_stub.world import snowflake
from on_disk import table
from running import Running

from bot.discord_front import scheduled_events
from bot.i18n import Language, text_in
from bot.services.events import LASTS

LOST = [
    (Fault.STATUS, 500),
    (Fault.LOST_AFTER, 502),
    (Fault.RESET, 0),
    (Fault.RESET_AFTER, 0),
    (Fault.HANG, 0),
    (Fault.HANG_AFTER, 0),
]


@pytest.fixture
async def programme(stub: Stub, bot: Running) -> Programme:
    return await open_programme(stub, bot, "create_events")


class TestOne:
    @pytest.mark.parametrize("language", list(Language))
    async def test_the_next_opening_is_shown(self, stub: Stub, bot: Running, language: Language) -> None:
        locale = "fr" if language is Language.FRENCH else "en-US"
        programme = await open_programme(stub, bot, "create_events", locale=locale)
        await programme.schedule()

        (event,) = programme.events
        say = text_in(language)
        link = f"https://discord.com/channels/{programme.guild.id}/{programme.at.channel}"
        assert event["name"] == say("event.name_any")
        assert event["description"] == f"{say('event.about_any', link=link)}\n\nCauserie #{programme.id}"
        assert event["entity_metadata"] == {"location": "#talk"}
        assert programme.starts == [await programme.next_at()]
        assert datetime.fromisoformat(event["scheduled_end_time"]) == programme.starts[0] + LASTS
        assert programme.waits_for == []

    @pytest.mark.parametrize("title", ["The mill on the river", "A long story " * 15])
    async def test_it_is_called_after_its_article(self, programme: Programme, title: str) -> None:
        pack = f'title = "{title.strip()}"\nlanguage = "en"\n[[questions]]\nid = "q1"\ntext = "Why?"\n'
        articles = programme.bot.cases.articles
        stored, _ = await articles.add(pack.encode(), name="mill.toml", at=programme.at)

        await programme.schedule(article=stored.key)

        (event,) = programme.events
        assert event["name"].startswith(f"Discussion: {title[:60].strip()}")
        assert title[:60].strip() in event["description"]

    async def test_it_lasts_as_long_as_the_discussion(self, programme: Programme) -> None:
        await programme.schedule(stays=timedelta(hours=5))

        (event,) = programme.events
        ends_at = datetime.fromisoformat(event["scheduled_end_time"])
        assert ends_at - programme.starts[0] == timedelta(hours=5)

    async def test_one_that_is_left_out_moves_it(self, programme: Programme) -> None:
        await programme.schedule()
        (before,) = programme.events
        before["name"] = "what a moderator calls it"

        await programme.skip()

        (after,) = programme.events
        assert after["id"] == before["id"]
        assert programme.starts == [await programme.next_at()]
        assert after["name"] == "what a moderator calls it"

    async def test_it_is_told_nothing_that_it_knows(self, programme: Programme) -> None:
        await programme.schedule()

        await programme.again()

        assert len(programme.events) == 1
        assert programme.sent("PATCH", EVENT) == 0

    async def test_a_pause_takes_it_back_and_its_end_shows_it_again(self, programme: Programme) -> None:
        await programme.schedule()

        await programme.bot.cases.schedules.pause(programme.id, at=programme.at)
        await programme.deliver()
        assert programme.events == []

        await programme.bot.cases.schedules.resume(programme.id, at=programme.at)
        await programme.deliver()
        assert programme.starts == [await programme.next_at()]

    async def test_a_removal_takes_it_back(self, programme: Programme) -> None:
        await programme.schedule()

        await programme.bot.cases.schedules.remove(programme.id, at=programme.at)
        await programme.deliver()

        assert programme.events == []
        assert programme.waits_for == []

    @pytest.mark.parametrize("minutes", [0, -5])  # by which Discord's clock is ahead of ours
    async def test_what_has_begun_stays_and_the_next_is_shown_beside_it(
        self, programme: Programme, minutes: int
    ) -> None:
        programme.stub.server.clock_skew = timedelta(minutes=minutes)
        await programme.schedule()
        (begun,) = programme.events
        begun["scheduled_start_time"] = datetime.now(UTC).isoformat()

        await programme.skip()

        assert [one["id"] for one in programme.events][:1] == [begun["id"]]
        assert begun["status"] == (SCHEDULED if minutes else ACTIVE)
        assert programme.starts[1:] == [await programme.next_at()]

        await programme.bot.cases.schedules.remove(programme.id, at=programme.at)
        await programme.deliver()
        assert [one["id"] for one in programme.events] == [begun["id"]]

    async def test_one_that_a_moderator_deleted_is_not_made_again_for_that_opening(
        self, programme: Programme
    ) -> None:
        await programme.schedule()
        programme.stub.events.remove(programme.events[0])

        await programme.again()
        assert programme.events == []

        await programme.skip()
        assert programme.starts == [await programme.next_at()]

    async def test_without_a_channel_there_is_nothing_to_announce(self, programme: Programme) -> None:
        programme.guild.remove_channel(programme.at.channel)
        await programme.stub.gateway.flushed()

        await programme.schedule()

        assert programme.waits_for == ["channel_gone"]
        assert programme.sent("POST", EVENTS) == 0


class TestOthers:
    async def test_nobody_elses_is_touched(self, programme: Programme) -> None:
        await programme.schedule()
        own = programme.events[0]
        others = [
            {**own, "id": str(snowflake()), "creator_id": str(programme.at.person.id)},
            {**own, "id": str(snowflake()), "description": f"Causerie #{programme.id}0"},
            {**own, "id": str(snowflake()), "description": f"Causerie #{programme.id}\nno more"},
        ]
        programme.guild.guild.events |= {int(one["id"]): one for one in others}
        before = [dict(one) for one in others]

        await programme.skip()
        await programme.bot.cases.schedules.remove(programme.id, at=programme.at)
        await programme.deliver()

        assert programme.events == before

    async def test_two_schedules_have_one_each(self, programme: Programme) -> None:
        await programme.schedule()
        first = programme.id
        await programme.schedule(days=2)

        await programme.skip()

        assert len(programme.events) == 2
        assert {one["description"].splitlines()[-1] for one in programme.events} == {
            f"Causerie #{first}",
            f"Causerie #{programme.id}",
        }


class TestTrouble:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scheduled_events, "PATIENCE", 0.5)

    @pytest.mark.parametrize(("fault", "status"), LOST)
    async def test_whatever_becomes_of_the_answer_there_is_one(
        self, programme: Programme, fault: Fault, status: int
    ) -> None:
        programme.stub.server.faults.next("POST", EVENTS, fault, status=status)

        await programme.schedule()
        await programme.deliver()

        assert programme.starts == [await programme.next_at()]
        assert programme.waits_for == []

    async def test_it_is_looked_for_before_it_is_made_again(
        self, programme: Programme, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(scheduled_events, "PATIENCE", 10.0)  # discord.py tries again by itself
        programme.stub.server.faults.next("POST", EVENTS, Fault.LOST_AFTER, status=502)

        await programme.schedule()

        assert programme.starts == [await programme.next_at()]
        assert programme.sent("POST", EVENTS) == 1

    @pytest.mark.parametrize("fault", [Fault.HANG_AFTER, Fault.RESET_AFTER])
    async def test_one_whose_answer_was_lost_is_the_one_that_moves(
        self, programme: Programme, fault: Fault
    ) -> None:
        programme.stub.server.faults.next("POST", EVENTS, fault)
        programme.stub.server.faults.next("GET", EVENTS, Fault.STATUS, status=503, times=1)
        await programme.schedule()

        await programme.skip()

        assert programme.starts == [await programme.next_at()]

    @pytest.mark.parametrize(("fault", "status"), LOST)
    async def test_a_move_comes_to_its_end(self, programme: Programme, fault: Fault, status: int) -> None:
        await programme.schedule()
        programme.stub.server.faults.next("PATCH", EVENT, fault, status=status)

        await programme.skip()
        await programme.deliver()

        assert programme.starts == [await programme.next_at()]

    @pytest.mark.parametrize(("fault", "status"), LOST)
    async def test_an_end_comes_to_its_end(self, programme: Programme, fault: Fault, status: int) -> None:
        programme.stub.server.expect(10070)
        await programme.schedule()
        programme.stub.server.faults.next("DELETE", EVENT, fault, status=status)

        await programme.bot.cases.schedules.remove(programme.id, at=programme.at)
        for _ in range(2):
            await programme.deliver()

        assert programme.events == []
        assert programme.waits_for == []

    async def test_without_the_permission_it_waits_for_that_and_asks_for_nothing_in_vain(
        self, stub: Stub, bot: Running
    ) -> None:
        programme = await open_programme(stub, bot)
        await programme.schedule()
        assert programme.waits_for == ["lacks_events"]
        assert programme.sent("POST", EVENTS) == 0
        details = table(bot.folder, "SELECT details FROM outbox WHERE step = 'event'")
        assert "create_events" in details[0]["details"]

        programme.allow("create_events")
        await stub.gateway.flushed()
        await programme.deliver()

        assert programme.starts == [await programme.next_at()]
        assert programme.waits_for == []

    async def test_to_manage_events_is_enough_to_move_them_and_to_take_them_back(
        self, programme: Programme
    ) -> None:
        await programme.schedule()
        programme.allow("manage_events")
        await programme.stub.gateway.flushed()

        await programme.skip()
        assert programme.starts == [await programme.next_at()]

        programme.allow()
        await programme.stub.gateway.flushed()
        await programme.skip()
        assert programme.waits_for == ["lacks_events"]

    async def test_a_permission_that_is_taken_away_meanwhile_is_named(self, programme: Programme) -> None:

        programme.stub.server.faults.next("POST", EVENTS, Fault.STATUS, status=403, code=50013)

        await programme.schedule()

        assert programme.waits_for == ["lacks_events"]

    async def test_a_server_full_of_events_is_named_and_waits_for_room(self, programme: Programme) -> None:
        programme.stub.server.expect(30038)
        await programme.schedule()
        programme.stub.events.remove(own := programme.events[0])
        for _ in range(MOST_OPEN):
            number = snowflake()
            theirs = {"id": str(number), "creator_id": str(programme.at.person.id)}
            programme.guild.guild.events[number] = {**own, **theirs}

        await programme.skip()
        assert programme.waits_for == ["events_full"]

        programme.stub.events.remove(programme.events[0])
        await programme.deliver()
        assert programme.waits_for == []
        assert len(programme.events) == MOST_OPEN

    async def test_whatever_else_is_refused_is_said_with_discords_code(self, programme: Programme) -> None:
        programme.stub.server.faults.next("POST", EVENTS, Fault.STATUS, status=400, code=50035)

        await programme.schedule()

        assert programme.waits_for == ["refused"]

    async def test_nothing_is_done_in_an_outage(self, programme: Programme) -> None:
        await programme.schedule()
        programme.stub.gateway.unavailable(programme.guild.id)
        await programme.stub.gateway.flushed()

        await programme.skip()
        assert programme.waits_for == ["posting_delayed"]

        programme.stub.gateway.available(programme.guild.id)
        await programme.stub.gateway.flushed()
        await programme.deliver()
        assert programme.starts == [await programme.next_at()]
