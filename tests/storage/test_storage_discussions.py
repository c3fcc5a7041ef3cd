"""Tests for bot.storage.discussions: one open in a channel, prompts numbered, progress counted."""

from dataclasses import replace

import pytest

from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, DiscussionState, Given, NewResponse, Progress, Prompt
from bot.domain.errors import DiscussionOpenError
from bot.domain.export import Choice
from bot.domain.identity import ChannelId, DiscussionId, MemberId, PromptId, ResponseId
from bot.domain.storage_errors import StoreError
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.store import Store, Transaction


async def open_one(tx: Transaction, article: StoredArticle, *, place: Place, clock: Clock) -> Discussion:
    return await tx.discussions.open(
        article.key,
        guild=place.guild,
        channel=place.channel,
        at=clock(),
        by=place.person.id,
        title=article.title,
    )


async def plan(
    tx: Transaction, discussion: DiscussionId, article: StoredArticle, *, number: int, clock: Clock
) -> Prompt:
    question = article.article.questions[number - 1]
    keys = await tx.articles.question_keys(article.key)
    return await tx.discussions.plan_prompt(discussion, question=question, key=keys[question.id], at=clock())


async def test_a_channel_has_one_open_discussion(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        first = await open_one(tx, loaded, place=place, clock=clock)
    with pytest.raises(DiscussionOpenError) as caught:
        async with store.write() as tx:
            await open_one(tx, loaded, place=place, clock=clock)

    assert caught.value.data == {"title": loaded.title}
    async with store.read() as tx:
        assert await tx.discussions.current(guild=place.guild, channel=place.channel) == first


async def test_another_channel_has_its_own(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    beside = replace(place, channel=ChannelId(5))
    async with store.write() as tx:
        first = await open_one(tx, loaded, place=place, clock=clock)
        second = await open_one(tx, loaded, place=beside, clock=clock)

    assert first.id != second.id
    async with store.read() as tx:
        assert await tx.discussions.current(guild=place.guild, channel=ChannelId(5)) == second
        assert await tx.discussions.current(guild=place.guild, channel=ChannelId(6)) is None


async def test_once_closed_the_next_can_open(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        first = await open_one(tx, loaded, place=place, clock=clock)
        is_open = await tx.discussions.is_open_on(loaded.key)
        await tx.discussions.close(first.id, at=clock())
        is_still_open = await tx.discussions.is_open_on(loaded.key)
        second = await open_one(tx, loaded, place=place, clock=clock)

    assert (is_open, is_still_open) == (True, False)
    assert second.id != first.id
    assert second.state is DiscussionState.OPEN


async def test_prompts_are_numbered_in_the_order_they_are_planned(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        discussion = await open_one(tx, loaded, place=place, clock=clock)
        for number in (2, 3, 1):
            await plan(tx, discussion.id, loaded, number=number, clock=clock)
        prompts = await tx.discussions.prompts(discussion.id)

    assert [(prompt.number, prompt.question, prompt.follow_ups, prompt.thread) for prompt in prompts] == [
        (1, "q2", ("Why?",), None),
        (2, "q3", ("Why?",), None),
        (3, "q1", ("Why?",), None),
    ]


async def test_a_question_is_put_once_in_a_discussion(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        discussion = await open_one(tx, loaded, place=place, clock=clock)
        await plan(tx, discussion.id, loaded, number=1, clock=clock)

    with pytest.raises(StoreError):
        async with store.write() as tx:
            await plan(tx, discussion.id, loaded, number=1, clock=clock)


async def test_where_a_prompt_was_posted_is_remembered(store: Store, prompt: Prompt, clock: Clock) -> None:
    thread = 1_199_999_999_999_999_999
    async with store.write() as tx:
        await tx.discussions.posted(prompt.id, thread=thread, at=clock())
        prompts = await tx.discussions.prompts(prompt.discussion)

    assert prompts == (replace(prompt, thread=thread),)


async def test_a_prompt_says_what_it_said_whatever_the_article_says_later(
    store: Store, loaded: StoredArticle, prompt: Prompt, place: Place, clock: Clock
) -> None:
    reworded = replace(loaded.article.questions[0], text="Something else?", follow_ups=())
    changed = replace(loaded.article, title="New title", questions=(reworded,))
    async with store.write() as tx:
        await tx.articles.replace(loaded.key, changed, guild=place.guild, at=clock())
        assert await tx.discussions.prompts(prompt.discussion) == (prompt,)
        assert await tx.discussions.title(prompt.discussion) == "New title"


def response(prompt: PromptId, author: int, clock: Clock) -> NewResponse:
    return NewResponse(
        prompt=prompt,
        author=MemberId(author),
        author_name=f"member {author}",
        text="words",
        given=Given.BUTTON,
        created_at=clock(),
    )


async def test_progress_counts_what_stands(store: Store, prompt: Prompt, clock: Clock) -> None:
    async with store.write() as tx:
        ids = await tx.responses.add_all(
            [response(prompt.id, author, clock) for author in (1, 1, 2, 3, 4, 5)]
        )
        await tx.responses.change(ResponseId(ids[3]), text=None, withdrawn_at=clock())
        await tx.responses.change(ResponseId(ids[4]), text=None, deleted_at=clock())
        await tx.responses.change(ResponseId(ids[5]), hidden_at=clock())
        progress = await tx.discussions.progress(prompt.discussion)

    assert progress == Progress(asked=1, questions=3, responses=3, people=2)


async def test_progress_counts_a_question_that_was_asked_and_then_removed(
    store: Store, loaded: StoredArticle, prompt: Prompt, place: Place, clock: Clock
) -> None:
    without = replace(loaded.article, questions=loaded.article.questions[1:])
    async with store.write() as tx:
        await tx.articles.replace(loaded.key, without, guild=place.guild, at=clock())
        progress = await tx.discussions.progress(prompt.discussion)

    assert (progress.asked, progress.questions) == (1, 3)


async def test_what_was_never_posted_was_not_asked(
    store: Store, loaded: StoredArticle, prompt: Prompt, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        await plan(tx, prompt.discussion, loaded, number=2, clock=clock)
        progress = await tx.discussions.progress(prompt.discussion)
    async with store.extract() as extract, extract.of(place.guild, Choice()) as chosen:
        exported = chosen.prompts

    assert (progress.asked, progress.questions) == (1, 3)
    assert list(exported) == [prompt.id]


@pytest.mark.parametrize("trace", ["none", "a thread", "a response"])
async def test_a_prompt_is_forgotten_only_where_nobody_saw_it(
    store: Store, loaded: StoredArticle, prompt: Prompt, clock: Clock, trace: str
) -> None:
    async with store.write() as tx:
        second = await plan(tx, prompt.discussion, loaded, number=2, clock=clock)
        if trace == "a thread":
            await tx.discussions.posted(second.id, thread=5, at=clock())
        elif trace == "a response":
            await tx.responses.add_all([response(second.id, 1, clock)])
        is_forgotten = await tx.discussions.forget(second.id)
        left = await tx.discussions.prompts(prompt.discussion)

    assert is_forgotten == (trace == "none")
    assert len(left) == (1 if is_forgotten else 2)
