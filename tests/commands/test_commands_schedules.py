"""Tests for bot.commands.schedules and bot.commands.queue, as on Discord: channels, pings, long lists."""

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from askers import CHANNEL, GUILD, MAX, PACK, SAM, Askers, all_text, labelled, open_askers, upload

from bot.commands.planning import SCHEDULE
from bot.commands.reply import Reply
from bot.commands.suggest import complete
from bot.domain.discord_errors import PostingDelayedError
from bot.domain.guild import Finding, Severity
from bot.domain.identity import ScheduleId
from bot.domain.schedule import Schedule, ScheduleState
from bot.i18n import Language
from bot.services.schedules import LIMIT

TUESDAY = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)
READERS = 1_199_999_999_999_999_556
OTHER = 1_199_999_999_999_999_555
LACKS = Finding(
    code="lacks", severity=Severity.BROKEN, data={"permission": "send_messages", "channel": "#news"}
)
MAY_PING = Finding(code="may_ping", severity=Severity.FINE, data={"role": "@Readers"})
CANNOT_PING = Finding(code="cannot_ping", severity=Severity.NOTICE, data={"role": "@Readers"})
PING_GONE = Finding(code="ping_gone", severity=Severity.NOTICE)


@pytest.fixture
async def askers(tmp_path: Path) -> AsyncIterator[Askers]:
    async with open_askers(tmp_path, clock=lambda: TUESDAY) as opened:
        yield opened


async def plan(askers: Askers, when: str = "every Monday at 18:00", /, **options: object) -> Reply:
    return await askers.ask("schedule add", {"when": when, "zone": "paris", **options}, by=MAX)


async def kept(askers: Askers, number: int = 1) -> Schedule:
    return await askers.cases.schedules.get(ScheduleId(number), guild=GUILD)


async def load_many(askers: Askers, count: int) -> None:
    for number in range(count):
        pack = PACK.replace('id = "mill"', f'id = "mill-{number:02}"')
        await askers.load(pack.replace("The mill", f"Mill {number}"))


async def test_a_schedule_is_for_where_it_is_asked_for_or_for_the_channel_that_is_named(
    askers: Askers,
) -> None:
    here = await plan(askers, yes="yes")
    there = await plan(askers, channel=str(OTHER), yes="yes")

    assert (await kept(askers, 1)).channel == CHANNEL
    assert (await kept(askers, 2)).channel == OTHER
    assert f"Where: #{CHANNEL}" in all_text(here)
    assert f"Where: #{OTHER}" in all_text(there)
    assert askers.posts.looked_at[-1] == OTHER


async def test_nothing_is_planned_where_it_could_not_be_posted(askers: Askers) -> None:
    askers.posts.findings = (LACKS,)

    reply = await plan(askers, yes="yes")

    assert reply.error == "cannot_post"
    assert "“Send Messages”" in all_text(reply)
    assert await askers.cases.schedules.all(guild=GUILD) == ()


async def test_a_role_is_pinged_by_its_name_and_only_if_it_is_asked_for(askers: Askers) -> None:
    askers.posts.pings = (MAY_PING,)

    quiet = await plan(askers)
    loud = await plan(askers, ping=str(READERS))

    assert "Pings: nobody" in all_text(quiet)
    assert "Pings: @Readers" in all_text(loud)
    assert "I cannot ping" not in all_text(loud)
    assert (await kept(askers, 2)).ping == READERS


async def test_a_role_that_cannot_be_pinged_is_told_of_before_it_is_kept(askers: Askers) -> None:
    askers.posts.pings = (CANNOT_PING,)
    reply = await plan(askers, ping=str(READERS))
    assert "I cannot ping @Readers: nobody will be told." in all_text(reply)
    assert [action.command for action in reply.actions] == ["schedule keep", "schedule discard"]

    # It is no less true of what is kept at once.
    assert "I cannot ping @Readers" in all_text(await plan(askers, ping=str(READERS), yes="yes"))

    askers.posts.pings = (PING_GONE,)
    gone = all_text(await plan(askers, ping=str(READERS)))
    assert f"Pings: @{READERS}" in gone
    assert "does not exist any more" in gone


async def test_everybody_is_never_pinged(askers: Askers) -> None:
    assert (await plan(askers, ping=str(GUILD))).error == "ping_everybody"


async def test_an_event_is_said_to_be_shown(askers: Askers) -> None:
    assert "Shown among the events of the server" in all_text(await plan(askers, event="yes"))
    assert (await kept(askers)).has_event


async def test_buttons_carry_the_number_and_nothing_else(askers: Askers) -> None:
    draft = await plan(askers)
    assert [action.options for action in draft.actions] == [{"schedule": 1}, {"schedule": 1}]
    assert [action.is_risky for action in draft.actions] == [False, True]
    assert all(action.updates for action in draft.actions)

    reply = await askers.do(labelled(draft, "Keep it"), by=MAX)
    assert (await kept(askers)).state is ScheduleState.ON
    assert [action.command for action in reply.actions] == [
        "queue show",
        "schedule skip",
        "schedule pause",
        "schedule run-now",
        "schedule remove",
    ]
    paused = await askers.do(labelled(reply, "Pause it"), by=MAX)
    shown = await askers.do(labelled(paused, "Show it"), by=MAX)
    assert "Paused. Once it is resumed, it opens:" in all_text(shown)
    resumed = await askers.do(labelled(shown, "Resume it"), by=MAX)
    assert resumed.text.startswith("Schedule 1 goes on.")
    asked = await askers.do(labelled(reply, "Remove it"), by=MAX)
    assert len(await askers.cases.schedules.all(guild=GUILD)) == 1
    await askers.do(labelled(asked, "Remove it"), by=MAX)
    assert await askers.cases.schedules.all(guild=GUILD) == ()


async def test_members_cannot_use_moderators_buttons(askers: Askers) -> None:
    for action in (await plan(askers)).actions:
        assert (await askers.do(action, by=SAM)).error == "not_allowed"


async def test_where_the_clocks_are_put_forward_it_is_said_when_it_opens(askers: Askers) -> None:
    when = "every Sunday from 14 March 2027 at 2:30"

    english = all_text(await plan(askers, when))
    french = all_text(
        await askers.ask("schedule add", by=MAX, speaks=Language.FRENCH, when=when, zone="paris")
    )

    assert "3. Sunday, March 28, 2027 at 03:30" in english
    assert "On March 28, 2027 the clocks skip 02:30: it opens at 03:30." in english
    assert "stays 02:30" not in english
    assert "Le 28 mars 2027, les horloges sautent 2\u00a0h\u00a030" in french


async def test_where_the_clocks_are_put_back_it_opens_once(askers: Askers) -> None:
    shown = all_text(await plan(askers, "daily at 2:30"))

    assert "5. Sunday, October 25, 2026 at 02:30" in shown
    assert "On October 25, 2026 it is 02:30 twice: it opens once, the first time." in shown


async def test_schedules_are_suggested_by_number_and_words(askers: Askers) -> None:
    await plan(askers, yes="yes")
    await plan(askers, "le premier mardi du mois à midi", yes="yes")
    await plan(askers)
    await askers.ask("schedule pause", by=MAX, schedule=1)

    async def suggested(typed: str, *, speaks: Language = Language.ENGLISH) -> list[tuple[str, str]]:
        ctx = askers.context(MAX, language=speaks)
        found = await complete(SCHEDULE, typed, ctx=ctx, commands=())
        return [(one.value, one.label.replace("\u00a0", " ")) for one in found]

    assert await suggested("") == [
        ("1", "1. every Monday at 18:00, Paris time · paused"),
        ("2", "2. on the first Tuesday of the month at 12:00, Paris time · Nov 3, 2026"),
    ]
    assert [value for value, _ in await suggested("#2")] == ["2"]
    assert await suggested("premier", speaks=Language.FRENCH) == [
        ("2", "2. le premier mardi du mois à 12 h, heure de Paris · 3 nov. 2026")
    ]
    assert await suggested("never") == []


async def test_a_long_list_is_shown_page_by_page(askers: Askers) -> None:
    for _ in range(10):
        await plan(askers, yes="yes")

    first = await askers.ask("schedule list", by=MAX)
    second = await askers.do(labelled(first, "Next page"), by=MAX)

    assert first.text == "10 schedules:"
    assert [card.title.split(".")[0] for card in first.cards] == [str(one) for one in range(1, 9)]
    assert [card.title.split(".")[0] for card in second.cards] == ["9", "10"]
    assert [value for value, _ in second.picks[0].choices] == ["9", "10"]
    shown = await askers.choose(second.picks[0], "10", by=MAX)
    assert shown.cards[0].footer == "Schedule 10"


async def test_there_is_an_end_to_schedules(askers: Askers) -> None:
    for _ in range(LIMIT):
        assert (await plan(askers, yes="yes")).error is None

    reply = await plan(askers)

    assert reply.error == "too_many_schedules"
    assert str(LIMIT) in reply.text


async def test_a_long_queue_is_shown_page_by_page_and_lists_fit_discord(askers: Askers) -> None:
    await load_many(askers, 32)
    for number in range(31):
        await askers.ask("queue add", by=MAX, article=f"mill-{number:02}")
    added = await askers.ask("queue add", by=MAX, article="mill-31")
    # The page with what was added, of which one can go back.
    assert added.text.endswith("at place 32.")
    assert "32. Mill 31 on the river" in all_text(added)

    first = await askers.ask("queue show", by=MAX)
    second = await askers.do(labelled(first, "Next page"), by=MAX)
    third = await askers.do(labelled(second, "Next page"), by=MAX)

    assert [len(one.picks[0].choices) for one in (first, second, third)] == [15, 15, 2]
    assert "page 3 of 3" in all_text(third)
    front = await askers.choose(third.picks[0], "mill-31", by=MAX)
    assert front.text == "“Mill 31 on the river” is at place 1 now."
    out = await askers.choose(front.picks[1], "mill-31", by=MAX)
    assert "1. Mill 0 on the river" in all_text(out)


async def test_a_zone_that_the_machine_knows_no_more_does_not_hide_the_others(
    askers: Askers, tmp_path: Path
) -> None:
    await plan(askers, yes="yes")
    await plan(askers, "daily at 9:00", yes="yes")
    with sqlite3.connect(tmp_path / "guild.db") as database:
        database.execute("UPDATE schedules SET zone = 'Mars/Base' WHERE key = 1")

    listed = all_text(await askers.ask("schedule list", by=MAX))
    preview = all_text(await askers.ask("schedule preview", by=MAX, schedule=1))

    assert "1. Every Monday at 18:00, Base time" in listed
    assert "Next: Oct 26, 2026, 17:00 UTC" in listed
    assert "2. Every day at 09:00, Paris time" in listed
    assert "Next: Oct 26, 2026, 17:00 UTC" in preview


async def test_what_cannot_be_posted_at_once_is_said_to_be_on_its_way(askers: Askers) -> None:
    await askers.load()
    await askers.ask("queue add", by=MAX, article="mill")
    await plan(askers, yes="yes")
    askers.posts.refuses = PostingDelayedError()

    reply = await askers.ask("schedule run-now", by=MAX, schedule=1)
    assert reply.error == "posting_delayed"

    askers.posts.refuses = None
    await askers.cases.discussions.post_pending()
    assert askers.posts.posted == ["Should the mill have been rebuilt?"]


async def test_what_is_opened_is_told_with_its_place(askers: Askers) -> None:
    await askers.load()
    await askers.ask("queue add", by=MAX, article="mill")
    await plan(askers, channel=str(OTHER), yes="yes")

    reply = await askers.ask("schedule run-now", by=MAX, schedule=1)

    assert reply.text == f"Opened in #{OTHER}: question 1 of “The mill on the river”."
    assert askers.posts.posted == ["Should the mill have been rebuilt?"]


async def test_an_article_that_was_just_kept_can_be_put_into_the_queue(askers: Askers) -> None:
    draft = await askers.ask("article add", by=MAX, file=upload("mill.toml", PACK))
    kept_article = await askers.do(labelled(draft, "Keep it"), by=MAX)

    reply = await askers.do(labelled(kept_article, "Put it into the queue"), by=MAX)

    assert "is in the queue, at place 1." in reply.text


async def test_an_article_that_was_removed_is_named_no_more(askers: Askers) -> None:
    await askers.load()
    await plan(askers, article="mill", yes="yes")
    await askers.ask("article remove", by=MAX, article="mill", yes="yes")

    listed = all_text(await askers.ask("schedule list", by=MAX))
    assert f"Opens: nothing, as its article was removed, in #{CHANNEL}" in listed
    assert (await askers.ask("schedule run-now", by=MAX, schedule=1)).error == "nothing_to_open"
