"""Tests for bot.commands.dispatch."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from bot.commands import COMMANDS, dispatch
from bot.commands.context import Context
from bot.commands.dispatch import Cooldowns, Dispatcher
from bot.commands.reply import Pick, Reply
from bot.commands.spec import Command, Kind, Option
from bot.domain.discord_errors import CannotPostError
from bot.domain.errors import NoDiscussionError, NotAllowedError, TooSoonError
from bot.domain.guild import Finding, Severity
from bot.domain.identity import ChannelId, GuildId, MemberId, Person, Role
from bot.domain.storage_errors import StoreBusyError
from bot.i18n import Language, text_in
from bot.services.place import Place
from bot.services.use_cases import UseCases

MEMBER = Person(id=MemberId(1), name="Sam", role=Role.MEMBER)
MODERATOR = Person(id=MemberId(2), name="Alex", role=Role.MODERATOR)
NO_CASES = cast(UseCases, None)  # these commands do nothing that needs any


def context(person: Person = MEMBER, *, guild: int = 1, language: Language = Language.ENGLISH) -> Context:
    at = Place(guild=GuildId(guild), channel=ChannelId(1), person=person)
    return Context(at=at, text=text_in(language), cases=NO_CASES, exports=Path("exports"))


async def echo(ctx: Context, **options: object) -> Reply:
    return Reply(text=f"{ctx.at.person.name} {sorted(options.items())}")


async def no_discussion(ctx: Context) -> Reply:
    raise NoDiscussionError


async def busy_store(ctx: Context) -> Reply:
    raise StoreBusyError(where="causerie.db")


async def bug(ctx: Context) -> Reply:
    raise KeyError(ctx.at.person.name)


async def cancelled(ctx: Context) -> Reply:
    raise asyncio.CancelledError


async def unread(ctx: Context) -> Reply:
    raise BrokenPipeError


FACT = Command(
    name="fact",
    handler=echo,
    options=(
        Option(name="query", is_required=True),
        Option(name="question", kind=Kind.NUMBER),
        Option(name="yes", kind=Kind.FLAG),
        Option(name="format", kind=Kind.CHOICE, choices=("csv", "jsonl")),
    ),
    cooldown=timedelta(seconds=5),
)
GAPS = Command(name="gaps", handler=echo, role=Role.MODERATOR, cooldown=timedelta(seconds=5))
TABLE = (
    FACT,
    GAPS,
    Command(name="articles", handler=no_discussion),
    Command(name="questions", handler=busy_store),
    Command(name="help", handler=bug),
    Command(name="export", handler=cancelled),
    Command(name="article pack", handler=unread),
)


async def ask(name: str, options: Mapping[str, object] | None = None, *, ctx: Context | None = None) -> Reply:
    return await Dispatcher(TABLE).dispatch(name, options or {}, context=ctx or context())


class Watch:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_command_is_answered_by_its_handler() -> None:
    assert await ask("fact", {"query": "8 millions"}) == Reply(text="Sam [('query', '8 millions')]")


async def test_a_command_that_there_is_not_is_refused() -> None:
    reply = await ask("dance")

    assert reply.error == "unknown_command"
    assert reply.is_usage_error
    assert reply.text == "There is no command “dance”. /help lists them."


async def test_a_member_may_not_do_what_moderators_do() -> None:
    refused = await ask("gaps")
    allowed = await ask("gaps", ctx=context(MODERATOR))

    assert refused.error == "not_allowed"
    assert not refused.is_usage_error
    assert refused.text.startswith("/gaps ")
    assert allowed.error is None


async def test_a_refusal_does_not_show_what_the_options_are() -> None:
    assert (await ask("gaps", {"nonsense": "1"})).error == "not_allowed"


async def test_what_changes_the_guild_takes_more_than_a_moderator() -> None:
    dispatcher = Dispatcher((replace(GAPS, name="setup", is_admin=True),))

    refused = await dispatcher.dispatch("setup", {}, context=context(MODERATOR))
    allowed = await dispatcher.dispatch("setup", {}, context=context(replace(MODERATOR, is_admin=True)))

    assert refused.error == "not_admin"
    assert refused.text.startswith("/setup ")
    assert allowed.error is None


async def test_who_may_ask_can_be_found_out_beforehand() -> None:
    dispatcher = Dispatcher(TABLE)

    dispatcher.allow(GAPS, context(MODERATOR))
    dispatcher.allow(FACT, context())
    with pytest.raises(NotAllowedError):
        dispatcher.allow(GAPS, context())


async def test_only_what_is_meant_for_it_is_shared() -> None:
    async def offer(ctx: Context, **options: object) -> Reply:
        action = ctx.action("action.help", "help")
        pick = Pick(label="?", command="fact", option="query", choices=(("a", "a"),))
        return Reply(text="said", actions=(action,), picks=(pick,), share=action)

    shareable = replace(FACT, handler=offer, is_shareable=True)
    dispatcher = Dispatcher((shareable, *TABLE[1:]))

    shared = await dispatcher.dispatch("fact", {"query": "a"}, context=context(), is_shared=True)
    private = await dispatcher.dispatch("fact", {"query": "a"}, context=context())
    refused = await dispatcher.dispatch("help", {}, context=context(), is_shared=True)

    assert shared == Reply(text="said")
    assert private.actions
    assert private.picks
    assert private.share is not None
    assert refused.error == "not_shareable"
    assert refused.text.startswith("What /help says")


async def test_what_keeps_from_posting_is_said_with_what_mends_it() -> None:
    async def refused(ctx: Context) -> Reply:
        data: dict[str, object] = {"permission": "send_messages", "channel": "#news"}
        finding = Finding(code="lacks", severity=Severity.BROKEN, data=data)
        raise CannotPostError(findings=(finding,), channel=ChannelId(5))

    dispatcher = Dispatcher((Command(name="discuss start", handler=refused),))
    reply = await dispatcher.dispatch("discuss start", {}, context=context())

    assert reply.error == "cannot_post"
    (card,) = reply.cards
    assert card.title == "To be mended:"
    assert card.lines[0].startswith("• In #news I lack “Send Messages”.")


async def test_an_error_becomes_a_reply_in_the_language_asked() -> None:
    english = await ask("articles")
    french = await ask("articles", ctx=context(language=Language.FRENCH))

    assert (english.error, french.error) == ("no_discussion", "no_discussion")
    assert english.text == text_in(Language.ENGLISH)("error.no_discussion")
    assert french.text == text_in(Language.FRENCH)("error.no_discussion")


async def test_an_error_of_the_store_says_where() -> None:
    reply = await ask("questions")

    assert reply.error == "store_busy"
    assert "causerie.db" in reply.text


async def test_a_bug_becomes_a_reply_and_details_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    reply = await ask("help")

    assert reply.error == "internal"
    assert not reply.is_usage_error
    assert reply.text == text_in(Language.ENGLISH)("error.internal")
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None


@pytest.mark.parametrize(
    ("name", "end"), [("export", asyncio.CancelledError), ("article pack", BrokenPipeError)]
)
async def test_the_end_of_the_program_passes_through(name: str, end: type[BaseException]) -> None:
    with pytest.raises(end):
        await ask(name)


async def test_what_was_typed_does_not_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    await ask("fact", {"query": "my secret", "question": "my secret"})

    assert caplog.records
    assert "secret" not in caplog.text


async def test_somebody_must_wait_until_the_cooldown_is_over() -> None:
    watch = Watch()
    dispatcher = Dispatcher(TABLE, cooldowns=Cooldowns(monotonic=watch))

    async def fact(ctx: Context) -> str | None:
        return (await dispatcher.dispatch("fact", {"query": "a"}, context=ctx)).error

    assert await fact(context()) is None
    assert await fact(context()) == "too_soon"
    assert await fact(context(MODERATOR)) is None
    assert await fact(context(guild=2)) is None
    watch.seconds += 4.999
    assert await fact(context()) == "too_soon"
    watch.seconds += 0.001
    assert await fact(context()) is None
    assert await fact(context()) == "too_soon"


async def test_a_cooldown_says_how_long_in_whole_seconds() -> None:
    watch = Watch()
    dispatcher = Dispatcher(TABLE, cooldowns=Cooldowns(monotonic=watch))
    options = {"query": "a"}

    await dispatcher.dispatch("fact", options, context=context())
    watch.seconds += 0.5
    first = await dispatcher.dispatch("fact", options, context=context())
    watch.seconds += 4.2
    last = await dispatcher.dispatch("fact", options, context=context())

    assert first.text == "Please wait 5 seconds and ask again."
    assert last.text == "Please wait 1 second and ask again."


async def test_a_refused_command_costs_no_waiting() -> None:
    dispatcher = Dispatcher(TABLE, cooldowns=Cooldowns(monotonic=Watch()))
    promoted = replace(MEMBER, role=Role.MODERATOR)

    assert (await dispatcher.dispatch("gaps", {}, context=context())).error == "not_allowed"
    assert (await dispatcher.dispatch("gaps", {}, context=context(promoted))).error is None


async def test_a_command_without_a_cooldown_is_answered_at_once_every_time() -> None:
    dispatcher = Dispatcher(TABLE, cooldowns=Cooldowns(monotonic=Watch()))

    codes = [(await dispatcher.dispatch("articles", {}, context=context())).error for _ in range(3)]

    assert codes == ["no_discussion"] * 3


def test_those_who_still_wait_are_never_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "REMEMBERED", 2)
    watch = Watch()
    cooldowns = Cooldowns(monotonic=watch)

    for member in range(4):
        watch.seconds += 2
        cooldowns.spend(FACT, at=place(member))

    for member in (2, 3):
        with pytest.raises(TooSoonError):
            cooldowns.spend(FACT, at=place(member))
    cooldowns.spend(FACT, at=place(0))


def test_a_channel_has_to_wait_when_many_in_it_ask_at_once() -> None:
    watch = Watch()
    cooldowns = Cooldowns(monotonic=watch)
    for member in range(dispatch.CHANNEL_ASKS):
        watch.seconds += 0.25
        cooldowns.spend(FACT, at=place(member))

    with pytest.raises(TooSoonError) as refused:
        cooldowns.spend(FACT, at=place(100))
    assert refused.value.data == {"n": 6}
    cooldowns.spend(FACT, at=place(100, channel=2))
    cooldowns.spend(FACT, at=place(100, guild=2))
    cooldowns.spend(replace(FACT, cooldown=timedelta(0)), at=place(101))

    watch.seconds += 5.25
    cooldowns.spend(FACT, at=place(100))
    with pytest.raises(TooSoonError):
        cooldowns.spend(FACT, at=place(101))


def test_channels_are_forgotten_once_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "REMEMBERED", 3)
    watch = Watch()
    cooldowns = Cooldowns(monotonic=watch)

    for member in range(50):
        watch.seconds += dispatch.CHANNEL_SECONDS
        cooldowns.spend(FACT, at=place(member, channel=member))

    assert len(cooldowns._asked) <= 3


def place(member: int, *, guild: int = 1, channel: int = 1) -> Place:
    person = Person(id=MemberId(member), name="Sam", role=Role.MEMBER)
    return Place(guild=GuildId(guild), channel=ChannelId(channel), person=person)


@pytest.mark.parametrize("options", [{}, {"query": ""}, {"query": " \n"}, {"query": None}, {"question": "1"}])
async def test_an_option_that_is_needed_is_asked_for(options: dict[str, object]) -> None:
    reply = await ask("fact", options, ctx=context(language=Language.FRENCH))

    assert reply.error == "missing_option"
    assert reply.is_usage_error
    assert "requête" in reply.text


async def test_an_option_that_there_is_not_is_refused_with_those_there_are() -> None:
    reply = await ask("fact", {"query": "a", "colour": "red"}, ctx=context(language=Language.FRENCH))

    assert reply.error == "unknown_option"
    assert reply.is_usage_error
    assert "colour" in reply.text
    assert "requête, question, oui, format" in reply.text


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        pytest.param("question", "12", 12, id="number"),
        pytest.param("question", " #12 ", 12, id="number-with-its-sign"),
        pytest.param("question", 12, 12, id="number-already"),
        pytest.param("question", "0", 0, id="zero"),
        pytest.param("question", str(2**63 - 1), 2**63 - 1, id="largest-number"),
        pytest.param("yes", "Yes", True, id="yes"),
        pytest.param("yes", " OUI ", True, id="oui"),
        pytest.param("yes", "o", True, id="o"),
        pytest.param("yes", "non", False, id="non"),
        pytest.param("yes", True, True, id="flag-already"),
        pytest.param("format", " JSONL ", "jsonl", id="choice"),
    ],
)
async def test_values_are_read(name: str, typed: object, read: object) -> None:
    reply = await ask("fact", {"query": "a", name: typed})

    assert reply.text == f"Sam {sorted({'query': 'a', name: read}.items())}"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("CSV", id="value"),
        pytest.param(" spreadsheet (csv) ", id="words"),
        pytest.param("tableur", id="a-word-of-another-language"),
        pytest.param("Tableùr\u00a0(CSV)", id="with-other-accents-and-spaces"),
    ],
)
@pytest.mark.parametrize("language", list(Language))
async def test_a_choice_is_said_by_its_value_or_its_words(typed: str, language: Language) -> None:
    reply = await ask("fact", {"query": "a", "format": typed}, ctx=context(language=language))

    assert "('format', 'csv')" in reply.text


@pytest.mark.parametrize("language", list(Language))
def test_every_choice_is_told_from_the_others_by_its_words(language: Language) -> None:
    text = text_in(language)
    for option in (option for command in COMMANDS for option in command.options if option.choices):
        assert [option.chosen(name) for name in option.choice_names(text)] == list(option.choices)
        assert [option.chosen(value) for value in option.choices] == list(option.choices)


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        pytest.param("question", "", "a whole number", id="nothing"),
        pytest.param("question", "two", "a whole number", id="word"),
        pytest.param("question", "-1", "a whole number", id="negative"),
        pytest.param("question", "1.5", "a whole number", id="fraction"),
        pytest.param("question", "٣", "a whole number", id="other-digits"),
        pytest.param("question", "²", "a whole number", id="superscript"),
        pytest.param("question", str(2**63), "a whole number", id="past-64-bits"),
        pytest.param("question", "9" * 5_000, "a whole number", id="very-long"),
        pytest.param("yes", "perhaps", "yes, no", id="flag"),
        pytest.param("format", "", "Spreadsheet (CSV) · For programs (JSON Lines)", id="no-choice"),
        pytest.param("format", "xlsx", "Spreadsheet (CSV) · For programs (JSON Lines)", id="choice"),
    ],
)
async def test_values_of_the_wrong_kind_are_refused(name: str, typed: str, expected: str) -> None:
    reply = await ask("fact", {"query": "a", name: typed})

    assert reply.error == "option_value"
    assert reply.is_usage_error
    assert reply.text == f"“{typed}” will not do for “{name}”. Expected: {expected}."
