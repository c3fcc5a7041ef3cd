"""Tests for bot.storage.export_lines: the same rows make the same bytes, whichever database they are in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from postgres_server import Server, needs_postgres

from bot.domain.article import Article, Question
from bot.domain.discussion import Given, Kept, NewResponse, to_response_text
from bot.domain.identity import ChannelId, GuildId, MemberId, PromptId, ResponseId
from bot.exports import FORMATS
from bot.storage.exports import ExportScope
from bot.storage.store import Store, open_store

GUILD = GuildId(1_199_999_999_999_999_100)
AT = datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=UTC)
CONTROLS = "".join(map(chr, range(1, 32)))
TEXTS = (
    "Zoë’s naïve café, « déjà vu »\u00a0!",
    'She said "no", twice: ""',
    "two\nlines\r\nand\rthree",
    "=1+1",
    "\t=HYPERLINK()",
    "\u3000\uff1d2",
    "- no\n- yes",
    "@all",
    "100 % %s %w %d %%",
    "back\\slash \\n \\\\ \\u0041 / </script>",
    f"controls {CONTROLS}\x7f\x80\x9f end",
    "a\x00b",  # replaced, as is half a pair
    "half \ud83d a pair",
    "🦀 👩‍👩‍👧‍👦 e\u0301 \U0010ffff \ufffe",
    "lines \u2028 \u2029 \ufeff \u202e",
    "'; DROP TABLE responses; --",
    "words, " * 400,
)


async def fill(store: Store) -> None:
    """Put the same responses into *store*, in every state there is."""
    async with store.write() as tx:
        questions = tuple(
            Question(id=f"q{number}", text=f"{text[:30]}?".replace("\x00", ""))
            for number, text in enumerate(TEXTS[:4])
        )
        article = Article(id="a", title='The "title", é', language="fr", text="x", questions=questions)
        key = await tx.articles.add(article, guild=GUILD, fingerprint="x", at=AT, by=MemberId(1))
        discussion = await tx.discussions.open(
            key, guild=GUILD, channel=ChannelId(1), at=AT, by=MemberId(1), title="x"
        )
        keys = await tx.articles.question_keys(key)
        prompts: list[PromptId] = []
        for number, question in enumerate(questions):
            prompt = await tx.discussions.plan_prompt(
                discussion.id, question=question, key=keys[question.id], at=AT
            )
            await tx.discussions.posted(prompt.id, thread=number + 10, at=AT)
            prompts.append(prompt.id)
        responses = [
            NewResponse(
                prompt=prompts[number % 4],
                author=MemberId(0 if kept is Kept.UNLINKED else 2**63 - 1 - number),
                author_name="" if kept is Kept.UNLINKED else f'Ann "{number}", é',
                text=to_response_text(text),
                given=Given.THREAD if kept is Kept.NAMED else Given.BUTTON,
                created_at=(AT + timedelta(hours=number)).astimezone(timezone(timedelta(hours=-9.5))),
                kept=kept,
                message=1_000 + number if kept is Kept.NAMED else None,
                reply_to=999 + number if kept is Kept.NAMED and number % 3 else None,
            )
            for kept in Kept
            for number, text in enumerate(TEXTS)
        ]
        ids = [ResponseId(id_) for id_ in await tx.responses.add_all(responses)]
        await tx.responses.change(ids[1], text=None, withdrawn_at=AT)
        await tx.responses.change(ids[2], text=None, deleted_at=AT, hidden_at=AT)
        await tx.responses.change(ids[3], hidden_at=AT)
        await tx.responses.change(ids[4], text="edited", edited_at=AT.replace(microsecond=0))
        for emoji, times in (("👍", 3), ("é", 2)):
            await tx.messages.react(1_005, emoji, change=times)


async def exported(store: Store, name: str, *, page: int) -> tuple[bytes, list[tuple[int, int, int, int]]]:
    async with store.read() as tx:
        prompts = await tx.exports.prompts(ExportScope(guild=GUILD))
        pages = [one async for one in tx.exports.lines(FORMATS[name], prompts=prompts, page=page)]
    counts = [(one.responses, one.withdrawn, one.deleted, one.hidden) for one in pages]
    return b"".join(FORMATS[name].finish(one.lines) for one in pages), counts


@pytest.fixture
async def both(postgres: Server, tmp_path: Path) -> AsyncIterator[list[Store]]:
    """A store on SQLite and one on PostgreSQL, filled alike."""
    async with AsyncExitStack() as stack:
        urls = [f"sqlite:///{tmp_path / 'causerie.db'}", await stack.enter_async_context(postgres.database())]
        stores = [
            await stack.enter_async_context(open_store(url, keep_backups=1, patience=timedelta(seconds=5)))
            for url in urls
        ]
        for store in stores:
            await fill(store)
        yield stores


@needs_postgres
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("page", [1, 7, 1000])
async def test_both_write_the_same_bytes_and_count_alike(both: list[Store], name: str, page: int) -> None:
    on_sqlite, on_postgresql = [await exported(store, name, page=page) for store in both]

    assert on_postgresql == on_sqlite
    assert sum(responses for responses, *_ in on_sqlite[1]) == len(Kept) * len(TEXTS) - 3


@needs_postgres
@pytest.mark.parametrize("name", FORMATS)
async def test_an_export_without_prompts_is_empty_on_both(both: list[Store], name: str) -> None:
    for store in both:
        async with store.read() as tx:
            assert [one async for one in tx.exports.lines(FORMATS[name], prompts={}, page=5)] == []


@needs_postgres
async def test_pages_that_nobody_reads_to_the_end_leave_the_transaction_in_order(both: list[Store]) -> None:
    for store in both:
        async with store.read() as tx:
            prompts = await tx.exports.prompts(ExportScope(guild=GUILD))
            for _ in range(2):
                pages = tx.exports.lines(FORMATS["csv"], prompts=prompts, page=2)
                assert (await anext(pages)).responses > 0
                await pages.aclose()
