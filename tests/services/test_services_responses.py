"""Tests for bot.services.responses: acknowledged once on disk, changed by their authors only."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from stored_rows import stored
from telling_authors import moderation_over

from bot.domain.article import StoredArticle
from bot.domain.discussion import RESPONSE_LIMIT, Given, Prompt
from bot.domain.errors import (
    BotError,
    EmptyResponseError,
    NoDiscussionError,
    NoOwnResponseError,
    NotYourResponseError,
    ResponseGoneError,
    ResponseTooLongError,
    UnknownQuestionError,
    UnknownResponseError,
)
from bot.domain.identity import ChannelId, GuildId, ResponseId
from bot.services.clock import Clock
from bot.services.moderation import ModerationService
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.storage.store import Store


@pytest.fixture
def responses(store: Store, clock: Clock) -> ResponseService:
    return ResponseService(store, clock=clock, recorder=Recorder(store))


@pytest.fixture
def moderation(store: Store, clock: Clock) -> ModerationService:
    return moderation_over(store, clock=clock)


async def kept(url: str) -> list[tuple[Any, ...]]:
    """What another program sees of the responses."""
    return await stored(url, "SELECT key, text FROM responses ORDER BY key")


@pytest.mark.usefixtures("prompt")
async def test_a_receipt_comes_once_others_can_see_the_response(
    responses: ResponseService, prompt: Prompt, place: Place, database_url: str
) -> None:
    for number in range(1, 20):
        receipt = await responses.give(f"answer {number}", given=Given.BUTTON, at=place)

        assert (await kept(database_url))[-1] == (receipt.response, f"answer {number}")
        assert receipt.prompt == prompt


@pytest.mark.usefixtures("prompt")
async def test_a_response_is_kept_as_it_was_written_but_for_the_blanks_around_it(
    responses: ResponseService, place: Place
) -> None:
    await responses.give("  two\n\nparagraphs 🦀 é \n", given=Given.REPLY, at=place)

    (response,) = await responses.page(at=place, limit=5)
    assert response.text == "two\n\nparagraphs 🦀 é"
    assert (response.author, response.author_name) == (place.person.id, "Ann")
    assert response.given is Given.REPLY


@pytest.mark.usefixtures("prompt")
async def test_half_a_surrogate_pair_does_not_keep_a_response_from_being_kept(
    responses: ResponseService, place: Place
) -> None:
    await responses.give("broken \ud83d emoji", given=Given.THREAD, at=place)

    (response,) = await responses.page(at=place, limit=5)
    assert response.text == "broken \ufffd emoji"


async def test_it_answers_the_question_that_is_named_else_the_latest(
    *,
    responses: ResponseService,
    store: Store,
    loaded: StoredArticle,
    prompt: Prompt,
    place: Place,
    clock: Clock,
) -> None:
    async with store.write() as tx:
        keys = await tx.articles.question_keys(loaded.key)
        second = await tx.discussions.plan_prompt(
            prompt.discussion, question=loaded.article.questions[1], key=keys["q2"], at=clock()
        )

    latest = await responses.give("to the second", given=Given.COMMAND, at=place)
    first = await responses.give("to the first", given=Given.COMMAND, at=place, number=1)

    assert (latest.prompt, first.prompt) == (second, prompt)
    (only,) = await responses.page(at=place, number=1, limit=5)
    assert only.text == "to the first"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("", EmptyResponseError, id="empty"),
        pytest.param(" \n\t\u200b\u2800", EmptyResponseError, id="nothing-to-be-seen"),
        pytest.param("x" * (RESPONSE_LIMIT + 1), ResponseTooLongError, id="too-long"),
    ],
)
@pytest.mark.usefixtures("prompt")
async def test_a_text_that_is_no_answer_is_neither_given_nor_put_in_place_of_one(
    responses: ResponseService, place: Place, database_url: str, text: str, error: type[BotError]
) -> None:
    await responses.give("words", given=Given.THREAD, at=place)

    with pytest.raises(error):
        await responses.give(text, given=Given.THREAD, at=place)
    with pytest.raises(error):
        await responses.edit(text, at=place)

    assert await kept(database_url) == [(1, "words")]


@pytest.mark.usefixtures("prompt")
async def test_the_longest_text_is_kept_whole(
    responses: ResponseService, place: Place, database_url: str
) -> None:
    await responses.give("🦀" * RESPONSE_LIMIT, given=Given.THREAD, at=place)

    assert await kept(database_url) == [(1, "🦀" * RESPONSE_LIMIT)]


@pytest.mark.usefixtures("prompt")
async def test_a_question_that_was_not_asked_cannot_be_answered(
    responses: ResponseService, place: Place
) -> None:
    for number in (0, 2, -1):
        with pytest.raises(UnknownQuestionError) as caught:
            await responses.give("words", given=Given.THREAD, at=place, number=number)
        assert caught.value.data == {"question": str(number), "highest": 1}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda service, at: service.give("a", given=Given.THREAD, at=at), id="give"),
        pytest.param(lambda service, at: service.edit("a", at=at), id="edit"),
        pytest.param(lambda service, at: service.withdraw(at=at), id="withdraw"),
        pytest.param(lambda service, at: service.page(at=at, limit=5), id="page"),
    ],
)
async def test_without_a_discussion_there_is_nothing_to_answer(
    responses: ResponseService, place: Place, ask: Callable[[ResponseService, Place], Awaitable[object]]
) -> None:
    with pytest.raises(NoDiscussionError):
        await ask(responses, place)


@pytest.mark.usefixtures("prompt")
async def test_an_edit_changes_ones_latest_or_the_one_that_is_named(
    responses: ResponseService, place: Place, member_place: Place, database_url: str
) -> None:
    first = await responses.give("first", given=Given.THREAD, at=place)
    await responses.give("second", given=Given.THREAD, at=place)
    await responses.give("his", given=Given.THREAD, at=member_place)

    await responses.edit("second, changed", at=place)
    await responses.edit("first, changed", at=place, response=first.response)

    assert await kept(database_url) == [(1, "first, changed"), (2, "second, changed"), (3, "his")]
    edited = [response.edited_at is not None for response in await responses.page(at=place, limit=5)]
    assert edited == [True, True, False]


@pytest.mark.usefixtures("prompt")
async def test_what_is_withdrawn_is_erased_and_then_gone(
    responses: ResponseService, moderation: ModerationService, place: Place, database_url: str
) -> None:
    receipt = await responses.give("a secret", given=Given.THREAD, at=place)

    await responses.withdraw(at=place)

    assert await kept(database_url) == [(receipt.response, None)]
    assert await responses.page(at=place, limit=5) == ()
    for ask in (
        responses.edit("again", at=place, response=receipt.response),
        responses.withdraw(at=place, response=receipt.response),
        moderation.hide(receipt.response, reason="r", at=place),
        moderation.restore(receipt.response, reason="r", at=place),
    ):
        with pytest.raises(ResponseGoneError):
            await ask
    with pytest.raises(NoOwnResponseError):
        await responses.withdraw(at=place)


@pytest.mark.usefixtures("prompt")
async def test_somebody_elses_response_is_theirs_even_to_a_moderator(
    responses: ResponseService, place: Place, member_place: Place, database_url: str
) -> None:
    receipt = await responses.give("his", given=Given.THREAD, at=member_place)

    with pytest.raises(NotYourResponseError):
        await responses.edit("mine", at=place, response=receipt.response)
    with pytest.raises(NotYourResponseError):
        await responses.withdraw(at=place, response=receipt.response)
    with pytest.raises(NoOwnResponseError):
        await responses.edit("mine", at=place)

    assert await kept(database_url) == [(1, "his")]


@pytest.mark.usefixtures("prompt")
async def test_a_response_that_is_not_there_or_of_another_guild_is_unknown(
    responses: ResponseService, moderation: ModerationService, place: Place
) -> None:
    receipt = await responses.give("words", given=Given.THREAD, at=place)
    beside = replace(place, guild=GuildId(1), channel=ChannelId(1))

    for at, response in ((place, ResponseId(99)), (beside, receipt.response)):
        with pytest.raises(UnknownResponseError):
            await responses.withdraw(at=at, response=response)
        with pytest.raises(UnknownResponseError):
            await moderation.hide(response, reason="r", at=at)


@pytest.mark.usefixtures("prompt")
async def test_a_hidden_response_can_be_put_back_and_both_are_in_the_log(
    responses: ResponseService, moderation: ModerationService, place: Place, database_url: str
) -> None:
    receipt = await responses.give("words", given=Given.THREAD, at=place)

    await moderation.hide(receipt.response, reason="rude", at=place)
    (hidden,) = await responses.page(at=place, limit=5)
    await moderation.restore(receipt.response, reason="a mistake", at=place)
    (restored,) = await responses.page(at=place, limit=5)

    assert (hidden.is_hidden, hidden.text, restored.is_hidden) == (True, "words", False)
    log = await stored(database_url, "SELECT action, target, moderator, reason FROM moderation_log")
    assert log == [
        ("response.hide", "1", place.person.id, "rude"),
        ("response.restore", "1", place.person.id, "a mistake"),
    ]


@pytest.mark.usefixtures("prompt")
async def test_an_edit_does_not_bring_a_hidden_response_back(
    responses: ResponseService, moderation: ModerationService, place: Place
) -> None:
    receipt = await responses.give("rude words", given=Given.THREAD, at=place)
    await moderation.hide(receipt.response, reason="rude", at=place)

    await responses.edit("other words", at=place)

    (response,) = await responses.page(at=place, limit=5)
    assert response.is_hidden


@pytest.mark.usefixtures("prompt")
@pytest.mark.parametrize("how", ["withdraw", "edit"])
async def test_words_that_were_taken_back_are_nowhere_on_disk_once_that_is_scrubbed(
    responses: ResponseService, place: Place, database_path: Path, how: str
) -> None:
    await responses.give("a secret of mine", given=Given.THREAD, at=place)
    await (responses.withdraw(at=place) if how == "withdraw" else responses.edit("something else", at=place))
    assert b"a secret of mine" in on_disk(database_path)  # in the write-ahead log

    await responses.scrub()

    assert b"a secret of mine" not in on_disk(database_path)


@pytest.mark.usefixtures("prompt")
async def test_what_somebody_reads_meanwhile_is_scrubbed_the_next_time(
    responses: ResponseService, place: Place, database_path: Path
) -> None:
    await responses.give("a secret of mine", given=Given.THREAD, at=place)
    with closing(sqlite3.connect(database_path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM responses").fetchone()
        await responses.withdraw(at=place)
        await responses.scrub()
        reader.execute("COMMIT")
    assert b"a secret of mine" in on_disk(database_path)

    await responses.scrub()

    assert b"a secret of mine" not in on_disk(database_path)


def on_disk(database_path: Path) -> bytes:
    return b"".join(path.read_bytes() for path in database_path.parent.glob(f"{database_path.name}*"))
