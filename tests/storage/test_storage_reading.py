"""Tests for what the fourth migration does to what was there, on each database."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from postgres_server import Server, needs_postgres

from bot.domain.article import FactState, Question, Reason, SetAside
from bot.domain.identity import ArticleId, DraftId, GuildId, MemberId
from bot.storage.engine import Database
from bot.storage.store import Store
from bot.storage.upgrade import alembic_config, migrate, upgrade

GUILD = GuildId(1)
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
HEADING = {
    "id": None,
    "title": "The mill",
    "language": "en",
    "source": "Courier",
    "url": None,
    "date": "2024",
}
ROWS = (
    "INSERT INTO articles (guild, id, title, language, text, fingerprint, added_at, added_by) "
    "VALUES (1, 'mill', 'The mill', 'en', 'It burned.', 'x', '2026-01-01T00:00:00.000000Z', 1)",
    "INSERT INTO facts (article, id, position, text, passage, score, state, note) "
    "VALUES (1, 'f1', 0, 'It burned.', 'It burned.', 0.5, 'corrected', 'sic')",
    "INSERT INTO questions (article, id, position, text, follow_ups) VALUES (1, 'q1', 0, 'Why?', '[]')",
    "INSERT INTO drafts (guild, made_by, created_at, name, had_title, heading, text) "  # noqa: S608 (ours)
    f"VALUES (1, 1, '2026-01-01T00:00:00.000000Z', 'a.md', TRUE, '{json.dumps(HEADING)}', 'Words.')",
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
async def earlier(request: pytest.FixtureRequest, database_path: Path) -> AsyncIterator[Database]:
    """A database of the release before, with an article and a draft."""
    if request.param == "sqlite":
        async for database in filled(f"sqlite:///{database_path}"):
            yield database
    else:
        server: Server = request.getfixturevalue("postgres")
        async with server.bare_database() as url:
            async for database in filled(url):
                yield database


async def filled(url: str) -> AsyncIterator[Database]:
    database = Database(url, patience=timedelta(seconds=10))
    facts = [("f:f9", {"id": "f9", "text": "It burned.", "passage": "It burned.", "score": 0.5})]
    facts += [("f:f2", {"id": "f2", "text": "It was rebuilt.", "passage": "It was rebuilt."})]
    items = [*facts, ("q:q1", {"id": "q1", "text": "Why?", "follow_ups": ["When?"]})]
    async with database.write() as connection:
        await connection.run_sync(migrate, to="0003")
        for statement in ROWS:
            await connection.exec_driver_sql(statement)
        for position, (item, content) in enumerate(items):
            await connection.exec_driver_sql(
                "INSERT INTO draft_items (draft, item, position, content) "  # noqa: S608 (ours)
                f"VALUES (1, '{item}', {position}, '{json.dumps(content)}')"
            )
    yield database
    await database.close()


async def test_what_was_there_is_there_after_the_upgrade(earlier: Database) -> None:
    await upgrade(earlier, keep_backups=1)

    async with Store(earlier).read() as tx:
        article = (await tx.articles.get(ArticleId(1))).article
    assert (article.title, article.text, article.author, article.set_aside) == (
        "The mill",
        "It burned.",
        None,
        (),
    )
    assert [(fact.state, fact.note) for fact in article.facts] == [(FactState.CORRECTED, "sic")]


async def test_a_draft_of_the_release_before_is_looked_over_further(earlier: Database) -> None:
    await upgrade(earlier, keep_backups=1)
    store = Store(earlier)
    async with store.write() as tx:
        draft = await tx.drafts.get(DraftId(1), guild=GUILD)
        before = draft.article
        cut = (replace(before.facts[0], id="f10"), replace(before.facts[0], id="f11"), before.facts[1])
        after = replace(before, facts=cut)
        await tx.drafts.change(draft, after, action="split", numbered=11, by=MemberId(1), at=NOON)
    async with store.read() as tx:
        changed = await tx.drafts.get(DraftId(1), guild=GUILD)

    assert [fact.id for fact in before.facts] == ["f9", "f2"]
    assert before.questions == (Question(id="q1", text="Why?", follow_ups=("When?",)),)
    assert changed.article == after
    # What stood beside it has its row as it was.
    assert {name for name, row in changed.rows.items() if draft.rows.get(name) != row} == {"f:f10", "f:f11"}


async def test_a_step_back_and_forth_again_loses_nothing_of_before(earlier: Database) -> None:
    await upgrade(earlier, keep_backups=1)
    store = Store(earlier)
    aside = SetAside(text="Share!", reason=Reason.FURNITURE, start=0, end=6)
    async with store.write() as tx:
        before = await tx.drafts.get(DraftId(1), guild=GUILD)
        after = replace(before.article, set_aside=(aside,))
        await tx.drafts.change(before, after, action="take", numbered=1, by=MemberId(1), at=NOON)
    async with earlier.write() as connection:
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "0003"))
    await upgrade(earlier, keep_backups=1)

    async with store.read() as tx:
        found = await tx.drafts.get(DraftId(1), guild=GUILD)
        assert (await tx.articles.get(ArticleId(1))).article.facts[0].text == "It burned."
    assert found.article == before.article
    assert (found.article.set_aside, found.step) == ((), None)
