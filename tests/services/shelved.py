"""A server whose facts are looked up: its articles, those who serve it, what they say of their work."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.article import Article, Fact, FactState
from bot.domain.identity import ArticleId
from bot.services.indexes import Keeping
from bot.services.lookup import Found, LookupService
from bot.services.place import Place
from bot.storage.store import Store, open_store

BEGAN = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
# What is said on the way, with what stands where the number is.
MADE_ELSEWHERE = r"are indexed by process (\d+)"
READ = r"an index of (\d+) facts is read from its file"
CHANGED = r"(\d+) articles have changed since"


@dataclass(kw_only=True)
class Time:
    """A clock that stands still until it is put forward."""

    now: datetime = BEGAN

    def __call__(self) -> datetime:
        return self.now


@dataclass(kw_only=True)
class Library:
    """The articles of a server, changed by whoever has *store*."""

    store: Store
    place: Place
    article: Article
    clock: Time = field(default_factory=Time)
    services: list[LookupService] = field(default_factory=list)

    def service(self, *, keeping: Keeping | None = None) -> LookupService:
        """Return what a process answers with that has begun just now."""
        self.services.append(LookupService(self.store, clock=self.clock, keeping=keeping))
        return self.services[-1]

    async def close(self) -> None:
        """End what goes on."""
        for service in self.services:
            await service.close()

    async def add(self, id_: str, *texts: str) -> ArticleId:
        """Add an article of these facts."""
        facts = tuple(Fact(id=f"f{number}", text=text, passage=text) for number, text in enumerate(texts, 1))
        async with self.store.write() as tx:
            return await tx.articles.add(
                replace(self.article, id=id_, title=id_.title(), facts=facts),
                guild=self.place.guild,
                fingerprint=id_,
                at=self.clock(),
                by=self.place.person.id,
            )

    async def change(
        self,
        key: ArticleId,
        fact: str,
        *,
        state: FactState = FactState.CORRECTED,
        text: str | None = None,
        store: Store | None = None,
    ) -> None:
        """Correct a fact, or let it have another state; as another process where it is another *store*."""
        async with (store or self.store).write() as tx:
            await tx.articles.change_fact(
                key,
                fact,
                state=state,
                note="-",
                text=text,
                guild=self.place.guild,
                at=self.clock(),
                by=self.place.person,
            )

    async def remove(self, key: ArticleId, *, store: Store | None = None) -> None:
        """Take an article away."""
        async with (store or self.store).write() as tx:
            await tx.articles.remove(key, guild=self.place.guild, at=self.clock())

    async def find(
        self,
        lookup: LookupService,
        query: str,
        *,
        only: ArticleId | None = None,
        first: ArticleId | None = None,
    ) -> list[str]:
        """Return the texts that are found."""
        return texts(await lookup.find(query, guild=self.place.guild, only=only, first=first, counts=False))


def texts(found: Found) -> list[str]:
    """Return what is quoted."""
    return [hit.fact.text for hit in found.hits]


def said(caplog: pytest.LogCaptureFixture, pattern: str) -> list[int]:
    """Return the numbers in what was logged that has *pattern*."""
    return [int(number) for number in re.findall(pattern, caplog.text)]


def everything(folder: Path) -> list[Path]:
    """Return what is in *folder*, which may not be there."""
    return sorted(folder.iterdir()) if folder.exists() else []


def rights(path: Path) -> int:
    """Return who may do what with *path*."""
    return path.stat().st_mode & 0o777


async def turns() -> AsyncIterator[None]:
    """Let others have a turn, again and again."""
    while True:
        await asyncio.sleep(0)
        yield


@asynccontextmanager
async def another_process(database_url: str) -> AsyncIterator[Store]:
    """Open what another process has of the same database."""
    async with open_store(database_url, keep_backups=1, patience=timedelta(seconds=5)) as opened:
        yield opened
