"""An article whose page may have changed is read again, and what changed is looked over before it is kept."""

import asyncio
from dataclasses import replace
from datetime import datetime

from bot.articles.editing import Fresh, find
from bot.articles.refreshed import refreshed
from bot.domain.article import Article, Fact, SetAside, StoredArticle, item_of
from bot.domain.changes import Change, differences
from bot.domain.draft_errors import UnknownItemError
from bot.domain.errors import NoPageError, PackIsNoPageError
from bot.domain.identity import DraftId
from bot.services.articles import ArticleService
from bot.services.clock import Clock
from bot.services.drafts import Draft, DraftService
from bot.services.place import Place
from bot.storage.store import Store


class RefreshService:
    """What can be done when the page of an article has changed."""

    def __init__(self, store: Store, *, clock: Clock, articles: ArticleService, drafts: DraftService) -> None:
        self._store = store
        self._clock = clock
        self._articles = articles
        self._drafts = drafts

    async def page(self, stored: StoredArticle, *, at: Place, address: str | None = None) -> Draft | None:
        """Open the article's page again, and return a draft of what that changes; None where it is nothing.

        Where it has moved to another *address*, that is its own from then on.
        Raises NoPageError, and what ``begin`` and ``ArticleService.read_address`` raise.
        """
        opened = address or stored.article.url
        if not opened:
            raise NoPageError(title=stored.title, article=stored.id)
        page = await self._articles.read_address(opened, guild=at.guild)
        return await self.begin(stored, page, name=opened, at=at, has_moved=address is not None)

    async def begin(
        self, stored: StoredArticle, page: Article, *, name: str, at: Place, has_moved: bool = False
    ) -> Draft | None:
        """Return a draft of what *page*, the same article read again, changes in *stored*; None for nothing.

        Raises PackIsNoPageError, ArticleKnownError.
        """
        if not page.text:
            raise PackIsNoPageError
        stored = await self._articles.get(stored.id, guild=at.guild)
        async with self._store.read() as tx:
            taken = await tx.drafts.taken_ids(stored.id, guild=at.guild)
        article = await asyncio.to_thread(refreshed, stored.article, page, at=self._clock(), taken=taken)
        if has_moved:
            article = replace(article, url=page.url or name)
        if not differences(stored.article, article) and article.url == stored.article.url:
            return None
        return await self._drafts.begin(article, name, at=at)

    async def of_draft(self, draft: DraftId, stored: StoredArticle, *, at: Place) -> Draft | None:
        """Take a draft for *stored* read again. Raises UnknownDraftError, and what ``begin`` raises."""
        page = await self._drafts.get(draft, at=at)
        begun = await self.begin(stored, page.article, name=page.name, at=at)
        await self._drafts.discard(draft, at=at)
        return begun

    async def keep_wording(self, draft: DraftId | None, item: str, *, at: Place) -> Draft:
        """Let a fact or question of a draft say what it says now in its article, whatever the page says.

        Raises UnknownDraftError, NoDraftError, UnknownItemError.
        """
        found = await self._drafts.get(draft, at=at)
        before = {one.item: one.before for one in found.preview.differences if one.change is Change.CHANGED}
        now = self._clock()

        def as_it_was(article: Article, _fresh: Fresh) -> Article:
            part = find(article, item)
            old = None if isinstance(part, SetAside) else before.get(item_of(part))
            if old is None:
                raise UnknownItemError
            if isinstance(old, Fact):
                old = replace(old, start=None, end=None, orphaned_at=_gone_at(old, now))
            return article.with_parts(old if one is part else one for one in article.parts)

        return await self._drafts.edit(found.id, "wording", as_it_was, at=at)


def _gone_at(fact: Fact, now: datetime) -> datetime | None:
    """Return since when the page does not say *fact*; None where it never did."""
    return fact.orphaned_at or (None if fact.start is None else now)
