"""Tests for bot.commands.setup, bot.commands.doctor and bot.commands.privacy."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from askers import ADA, CHANNEL, MAX, SAM, Askers, all_text, labelled, open_askers

from bot.commands.reply import Pick, PickKind, Reply
from bot.domain.discord_errors import PostingDelayedError
from bot.domain.guild import Finding, Severity
from bot.domain.identity import LOCAL_GUILD
from bot.i18n import Language
from bot.services.place import Place

OTHER = 1_199_999_999_999_999_555
LACKS = Finding(
    code="lacks",
    severity=Severity.BROKEN,
    data={"permission": "create_public_threads", "channel": "#news"},
)
LESS = Finding(
    code="lacks", severity=Severity.NOTICE, data={"permission": "add_reactions", "channel": "#news"}
)
FINE = Finding(code="may_all", severity=Severity.FINE, data={"channel": "#news"})


@pytest.fixture
async def askers(tmp_path: Path) -> AsyncIterator[Askers]:
    async with open_askers(tmp_path) as opened:
        yield opened


def pick(reply: Reply, option: str) -> Pick:
    (found,) = [one for one in reply.picks if one.option == option]
    return found


async def test_setup_shows_how_things_stand_and_changes_nothing(askers: Askers) -> None:
    reply = await askers.ask("setup", by=ADA)

    assert reply.cards[0].lines[0] == "Channel for discussions: wherever one is started"
    assert "Language of what everybody sees: the server’s own" in reply.cards[0].lines
    assert pick(reply, "language").picked is None
    assert [one.kind for one in reply.picks[:2]] == [PickKind.CHANNEL, PickKind.ROLE]
    assert [one.option for one in reply.picks] == ["channel", "role", "language", "retention"]
    assert all(one.updates for one in reply.picks)
    assert len(reply.actions) <= 5
    assert not (await askers.cases.guilds.get(askers.context().at.guild)).is_set_up


async def test_only_who_manages_the_server_sets_it_up(askers: Askers) -> None:
    for person in (SAM, MAX):
        for command in ("setup", "rehearse"):
            assert (await askers.ask(command, by=person)).error == "not_admin"
    assert (await askers.ask("zone", by=MAX, zone="UTC")).error == "not_admin"


async def test_a_channel_is_made_ready_and_looked_over_as_soon_as_it_is_chosen(askers: Askers) -> None:
    askers.posts.findings = (LACKS,)
    channels = pick(await askers.ask("setup", by=ADA), "channel")

    reply = await askers.ask(channels.command, by=ADA, channel=str(OTHER))

    assert [one.channel for one in askers.posts.prepared] == [OTHER]
    assert askers.posts.looked_at[-1] == OTHER
    assert reply.text.startswith("Saved.")
    assert reply.cards[0].lines[0] == "Channel for discussions: #news"
    assert reply.cards[1].title == "To be mended:"
    assert "“Create Public Threads”" in reply.cards[1].lines[0]
    assert pick(reply, "channel").picked == str(OTHER)


async def test_each_choice_is_saved_at_once_and_shown(askers: Askers) -> None:
    await askers.ask("setup", by=ADA, role=str(OTHER))
    await askers.ask("setup", by=ADA, language="fr")
    await askers.ask("setup", by=ADA, retention="90")
    reply = await askers.ask("setup", by=ADA, zone="paris")

    saved = await askers.cases.guilds.get(askers.context().at.guild)
    assert (saved.moderators, saved.language, saved.retention_days) == (OTHER, "fr", 90)
    assert saved.time_zone == "Europe/Paris"
    assert pick(reply, "role").picked == str(OTHER)
    assert pick(reply, "language").picked == "fr"
    assert pick(reply, "retention").picked == "90"
    assert "Time zone: Europe/Paris" in all_text(reply)
    assert "Answers are kept: 90 days" in all_text(reply)
    await askers.ask("setup", by=ADA, retention="none")
    assert (await askers.cases.guilds.get(askers.context().at.guild)).retention_days is None


async def test_all_of_it_can_be_given_in_one_command(askers: Askers) -> None:
    await askers.ask(
        "setup", by=ADA, channel=OTHER, role=OTHER, language="fr", zone="UTC", typed=True, retention="30"
    )

    saved = await askers.cases.guilds.get(askers.context().at.guild)
    assert (saved.channel, saved.moderators, saved.language) == (OTHER, OTHER, "fr")
    assert (saved.time_zone, saved.records_typed, saved.retention_days) == ("UTC", True, 30)


@pytest.mark.parametrize("language", list(Language))
async def test_who_sets_up_first_gives_the_server_their_language(askers: Askers, language: Language) -> None:
    ctx = askers.context(ADA, language=language)
    await askers.dispatcher.dispatch("setup", {"zone": "UTC"}, context=ctx)

    assert (await askers.cases.guilds.get(ctx.at.guild)).language == language.value


async def test_recording_what_is_typed_is_switched_on_and_off_with_an_honest_word(askers: Askers) -> None:
    switch = labelled(await askers.ask("setup", by=ADA), "Record what is typed, too")

    on = await askers.do(switch, by=ADA)
    assert "Message Content Intent" in on.text
    assert "what is typed in a prompt’s thread" in all_text(Reply(cards=on.cards))
    off = await askers.do(labelled(on, "Stop recording what is typed"), by=ADA)

    assert "not recorded any more" in off.text
    assert not (await askers.cases.guilds.get(askers.context().at.guild)).records_typed


async def test_the_time_zone_is_asked_in_a_form(askers: Askers) -> None:
    button = labelled(await askers.ask("setup", by=ADA), "Time zone")
    assert await askers.prefilled(button, by=ADA) == {"zone": "UTC"}

    wrong = await askers.do(button, by=ADA, zone="Europe/Pariss")
    right = await askers.do(button, by=ADA, zone="Europe/Brussels")

    assert wrong.error == "unknown_zone"
    assert "Europe/Paris" in wrong.text
    assert "Time zone: Europe/Brussels" in all_text(right)


async def test_a_trial_is_posted_where_discussions_are_held(askers: Askers) -> None:
    await askers.ask("setup", by=ADA, channel=OTHER)
    button = labelled(await askers.ask("setup", by=ADA), "Try a prompt")

    reply = await askers.do(button, by=ADA)

    assert reply.text.startswith("It works")
    assert askers.posts.rehearsed == [OTHER]


async def test_no_trial_is_posted_where_it_would_be_refused(askers: Askers) -> None:
    askers.posts.findings = (LACKS, LESS)

    reply = await askers.ask("rehearse", by=ADA)

    assert reply.error == "cannot_post"
    assert askers.posts.rehearsed == []
    assert [card.title for card in reply.cards] == ["To be mended:"]


async def test_the_doctor_says_in_words_how_bad_it_is(askers: Askers) -> None:
    askers.posts.findings = (FINE, LESS, LACKS)

    reply = await askers.ask("doctor", by=MAX)

    titles = [card.title for card in reply.cards]
    assert titles == ["To be mended:", "Works, but could be better:", "In order:"]
    assert reply.text == "Something keeps discussions from being held here."
    assert any("“Add Reactions”" in line for line in reply.cards[1].lines)
    assert "• No channel is chosen" in "\n".join(reply.cards[1].lines)
    assert any("database" in line for line in reply.cards[2].lines)


async def test_the_doctor_finds_all_well(askers: Askers) -> None:
    await askers.ask("setup", by=ADA, channel=OTHER)
    askers.posts.findings = (FINE,)

    reply = await askers.ask("doctor", by=MAX)
    french = await askers.ask("doctor", by=MAX, speaks=Language.FRENCH)

    assert reply.text == "Everything is in order."
    assert french.text == "Tout est en ordre."
    assert [card.title for card in reply.cards] == ["In order:"]
    assert (await askers.ask("doctor")).error == "not_allowed"


async def test_a_discussion_is_not_started_where_it_could_not_be_posted(askers: Askers) -> None:
    await askers.load()
    askers.posts.findings = (LACKS, LESS, FINE)

    reply = await askers.ask("discuss start", by=MAX)

    assert reply.error == "cannot_post"
    assert "“Create Public Threads”" in all_text(reply)
    assert (await askers.ask("discuss status", by=MAX)).text == "No discussion is open."
    assert askers.posts.posted == []


async def test_what_is_delayed_is_said_not_to_be_lost(askers: Askers) -> None:
    await askers.load()
    askers.posts.refuses = PostingDelayedError()

    reply = await askers.ask("discuss start", by=MAX)
    assert reply.error == "posting_delayed"
    assert "Nothing is lost" in reply.text

    askers.posts.refuses = None
    await askers.cases.discussions.post_pending()
    assert askers.posts.posted == ["Should the mill have been rebuilt?"]


async def test_what_is_kept_is_said_as_it_is_set(askers: Askers) -> None:
    before = all_text(await askers.ask("privacy"))
    await askers.ask("setup", by=ADA, typed=True, retention="30")
    after = all_text(await askers.ask("privacy"))

    assert "no end has been set" in before
    assert "What you merely type in a thread is not recorded." in before
    assert "Answers are erased after 30 days." in after
    assert "❌" in after


async def test_at_a_terminal_there_is_no_channel_to_choose(askers: Askers) -> None:
    ctx = askers.context(ADA)
    local = replace(ctx, at=Place(guild=LOCAL_GUILD, channel=CHANNEL, person=ADA))

    refused = await askers.dispatcher.dispatch("setup", {"channel": str(OTHER)}, context=local)
    panel = await askers.dispatcher.dispatch("setup", {"zone": "paris"}, context=local)
    trial = await askers.dispatcher.dispatch("rehearse", {}, context=local)

    assert refused.error == "discord_only"
    assert trial.error == "discord_only"
    assert panel.cards[0].lines == (
        "Time zone: Europe/Paris",
        "Answers are kept: until they are withdrawn",
        "Members who leave: what is kept of them stays",
        "Fewest people ever shown apart: 5",
    )
    assert [one.option for one in panel.picks] == ["retention"]


@pytest.mark.parametrize(("floor", "error"), [("4", "option_value"), ("101", "option_value"), ("5", None)])
async def test_how_few_are_shown_apart_is_five_or_more(askers: Askers, floor: str, error: str | None) -> None:
    said = await askers.dispatcher.dispatch("setup", {"floor": floor}, context=askers.context(ADA))

    assert said.error == error
    if error is not None:
        assert "5–100" in said.text


async def test_a_higher_floor_may_be_taken_back_to_the_lowest(askers: Askers) -> None:
    ctx = askers.context(ADA)

    await askers.dispatcher.dispatch("setup", {"floor": 12}, context=ctx)
    said = await askers.dispatcher.dispatch("setup", {"floor": 5}, context=ctx)

    assert said.error is None
    assert "Fewest people ever shown apart: 5" in said.cards[0].lines


async def test_what_becomes_of_leavers_is_chosen_at_a_terminal_too(askers: Askers) -> None:
    local = replace(askers.context(ADA), at=Place(guild=LOCAL_GUILD, channel=CHANNEL, person=ADA))

    said = await askers.dispatcher.dispatch("setup", {"leavers": "erase"}, context=local)
    privacy = await askers.dispatcher.dispatch("privacy", {}, context=local)

    assert "Members who leave: what is kept of them is erased after 7 days" in said.cards[0].lines
    assert "Whoever left before is erased as well" in said.text
    assert not any("leave" in line for line in privacy.cards[0].lines)  # nobody leaves a terminal
