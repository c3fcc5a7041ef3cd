"""Tests for bot.storage.export_lines: the same rows make the same bytes, whichever database they are in."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from into_files import Files, write
from postgres_server import Server, needs_postgres

from bot.domain.article import Article, Question
from bot.domain.consent import Purpose
from bot.domain.discussion import Given, Kept, NewResponse, to_response_text
from bot.domain.export import Choice
from bot.domain.identity import ChannelId, GuildId, MemberId, PromptId, ResponseId
from bot.exports import FORMATS
from bot.exports.jsonl import JSON_LINES
from bot.exports.tables import RESPONSES, Row
from bot.storage.store import Store, open_store

GUILD = GuildId(1_199_999_999_999_999_100)
WITH_NAMES = Choice(names=True, reason="to compare")
LINED = [name for name, format_ in FORMATS.items() if format_.lines is not None]
# The id of an unlinked response, wherever it stands.
LOT = re.compile(r"(?<![\d.])[1-9]\d{9}(?!\d)")
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


async def exported(store: Store, name: str, *, page: int, choice: Choice = WITH_NAMES) -> list[str]:
    """Return the lines of an export, without the ids of unlinked responses, which are drawn by lot."""
    lines = FORMATS[name].lines
    assert lines is not None
    async with store.extract() as extract, extract.of(GUILD, choice) as chosen:
        pages = [one async for one in chosen.lines(lines, page=page)]
        census = await chosen.census()
    assert sum(one.responses for one in pages) == census.responses
    made = b"".join(one.lines for one in pages).decode()
    end = "\r\n" if lines.line.endswith("\r\n") else "\n"
    assert made.count(end) >= census.responses
    return sorted(LOT.sub("0", made).split(end))


async def rows(store: Store, *, choice: Choice = WITH_NAMES) -> list[Row]:
    """Return the rows of an export, those of unlinked responses without their ids."""
    async with store.extract() as extract, extract.of(GUILD, choice) as chosen:
        found = [row async for page in chosen.rows(page=7) for row in page]
    return sorted(([LOT.sub("0", str(row[0])), *row[1:]] for row in found), key=repr)


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
@pytest.mark.parametrize("name", LINED)
@pytest.mark.parametrize("page", [1, 7, 1000])
async def test_both_write_the_same_bytes(both: list[Store], name: str, page: int) -> None:
    on_sqlite, on_postgresql = [await exported(store, name, page=page) for store in both]

    assert on_postgresql == on_sqlite
    assert len(on_sqlite) > len(Kept) * len(TEXTS) - 3


@needs_postgres
async def test_both_yield_the_same_rows_as_they_write_lines(both: list[Store]) -> None:
    on_sqlite, on_postgresql = [await rows(store) for store in both]

    assert on_postgresql == on_sqlite
    files = Files()
    write(JSON_LINES.open(files.output), (RESPONSES, on_sqlite))
    lines = await exported(both[0], "jsonl", page=7)
    shown = LOT.sub("0", files.made["responses.jsonl"].getvalue().decode())
    assert [json.loads(line) for line in sorted(shown.split("\n")) if line] == [
        json.loads(line) for line in lines if line
    ]


@needs_postgres
async def test_both_count_alike_why_responses_are_left_out(both: list[Store]) -> None:
    for store in both:
        async with store.extract() as extract, extract.of(GUILD, Choice(purpose=Purpose.QUOTE)) as chosen:
            census = await chosen.census()
        assert (census.responses, census.left_out) == (
            0,
            {
                "withdrawn": 1,
                "deleted": 1,
                "hidden": 1,
                "not_agreed": len(Kept) * len(TEXTS) - 3,
                "erased": 0,
                "expired": 0,
            },
        )


@needs_postgres
@pytest.mark.parametrize(
    ("choice", "count"),
    [
        pytest.param(Choice(text="ZOË"), 3, id="text-whatever-its-case"),
        pytest.param(Choice(text="100 %"), 3, id="text-with-signs-of-a-pattern"),
        pytest.param(Choice(given=Given.BUTTON), 2 * len(TEXTS), id="given"),
        pytest.param(Choice(question="1"), 3 * 5, id="number-of-a-question"),
        pytest.param(Choice(question="q1"), 3 * 4 - 1, id="id-of-a-question"),
        pytest.param(Choice(question="q9"), 0, id="no-such-question"),
        pytest.param(Choice(first_day=AT.date(), last_day=AT.date()), 3 * len(TEXTS) - 3, id="one-day"),
        pytest.param(Choice(first_day=AT.date() + timedelta(days=1)), 0, id="from-the-day-after"),
        pytest.param(Choice(last_day=AT.date() - timedelta(days=1)), 0, id="up-to-the-day-before"),
        pytest.param(Choice(article="b"), 0, id="another-article"),
    ],
)
async def test_both_choose_alike(both: list[Store], choice: Choice, count: int) -> None:
    found = [await rows(store, choice=choice) for store in both]

    assert [len(one) for one in found] == [count, count]


@needs_postgres
@pytest.mark.parametrize("name", LINED)
async def test_an_export_without_prompts_is_empty_on_both(both: list[Store], name: str) -> None:
    for store in both:
        assert await exported(store, name, page=5, choice=Choice(article="nothing")) == [""]


@needs_postgres
async def test_pages_that_nobody_reads_to_the_end_leave_the_transaction_in_order(both: list[Store]) -> None:
    lines = FORMATS["csv"].lines
    assert lines is not None
    for store in both:
        async with store.extract() as extract:
            for _ in range(2):
                async with extract.of(GUILD, Choice()) as chosen:
                    pages = chosen.lines(lines, page=2)
                    assert (await anext(pages)).responses > 0
                    await pages.aclose()
