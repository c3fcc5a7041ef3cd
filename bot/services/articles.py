"""Loading articles, correcting them by their packs, and finding the one that is meant."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rapidfuzz import fuzz, process, utils

from bot.articles.pack import write_pack
from bot.domain.article import Article, Fact, Question, StoredArticle, fingerprint, headline, slug
from bot.domain.changes import Change, Difference, differences
from bot.domain.errors import (
    AmbiguousArticleError,
    ArticleInUseError,
    ArticleKnownError,
    FactsPutBackError,
    NoArticleError,
    UnknownArticleError,
)
from bot.domain.identity import ArticleId, GuildId
from bot.services.clock import Clock
from bot.services.corrections import put_back
from bot.services.likeness import Alike, find_alike, sketch_missing, to_sketch
from bot.services.pages import Pages
from bot.services.place import Place
from bot.services.reading import read
from bot.storage.articles import ArticleLine
from bot.storage.drafts import EDITED
from bot.storage.store import Store, Transaction

# How much of a typed title must match before it is taken for one that is loaded. Tried on misspelt and
# shortened titles; a wrong article answered from is worse than being asked again.
TITLE_CUTOFF = 80
# And how much for it to be named as what may have been meant.
NEAREST_CUTOFF = 50
# Files that are read at once: a long one takes a core and some memory.
READ_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How many facts, or questions, would be added to an article, changed in it and removed from it."""

    added: int
    changed: int
    removed: int
    orphaned: int = 0  # which the article does not say any more

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return any((self.added, self.changed, self.removed, self.orphaned))


NO_CHANGES = Changes(added=0, changed=0, removed=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be stored: a new article or, with *is_update*, what changes in one that is loaded."""

    article: Article
    had_title: bool
    is_update: bool = False
    facts: Changes = NO_CHANGES
    questions: Changes = NO_CHANGES
    differences: tuple[Difference, ...] = field(default=(), repr=False)


class ArticleService:
    """What can be done with a guild's articles."""

    def __init__(self, store: Store, *, clock: Clock, pages: Pages | None = None) -> None:
        self._store = store
        self._clock = clock
        self._pages = pages or Pages()
        self._reading = asyncio.Semaphore(READ_AT_ONCE)

    async def read(self, content: bytes, *, name: str) -> Article:
        """Return what is understood of a file, without keeping it. Raises what ``read_article`` raises."""
        async with self._reading:
            return await read(content, name=name)

    async def read_address(self, address: str, *, guild: GuildId) -> Article:
        """Return what is understood of a page of the web, without keeping it.

        Raises what ``Pages.open`` and ``read_article`` raise.
        """
        page = await self._pages.open(address, guild=guild)
        async with self._reading:
            return await read(page.content, name=page.name, charset=page.charset, url=page.address)

    async def preview(self, content: bytes, *, name: str, guild: GuildId) -> Preview:
        """Return what ``add`` would store. Raises ArticleKnownError, and what ``read`` raises."""
        return await self.look(await self.read(content, name=name), guild=guild)

    async def look(self, article: Article, *, guild: GuildId) -> Preview:
        """Return what ``keep`` would store. Raises ArticleKnownError."""
        async with self._store.read() as tx:
            return await preview_article(tx, article, guild=guild)

    async def alike(self, article: Article, *, guild: GuildId) -> Alike | None:
        """Return the loaded article that a new one seems to be: at the same address, or nearly the same."""
        await sketch_missing(self._store, guild=guild)
        async with self._store.read() as tx:
            is_update = article.id is not None and await tx.articles.find(guild=guild, id=article.id)
            return None if is_update else await find_alike(tx, article, guild=guild)

    async def put_back(self, article: Article, *, guild: GuildId) -> tuple[Fact, ...]:
        """Return the facts that moderators changed and that storing *article* would state as they were."""
        async with self._store.read() as tx:
            return await put_back(tx, article, guild=guild)

    async def add(
        self, content: bytes, *, name: str, at: Place, anyway: bool = False
    ) -> tuple[StoredArticle, Preview]:
        """Store an article, or what its pack changes in it. Raises what ``preview`` and ``keep`` raise."""
        return await self.keep(await self.read(content, name=name), at=at, anyway=anyway)

    async def keep(
        self, article: Article, *, at: Place, anyway: bool = False
    ) -> tuple[StoredArticle, Preview]:
        """Store an article that has been read.

        Raises ArticleKnownError and, unless it is to be stored *anyway*, ArticleAlikeError or
        SameAddressError where it seems to be one that is loaded, and FactsPutBackError where it would undo
        what moderators changed.
        """
        if not anyway and (known := await self.alike(article, guild=at.guild)) is not None:
            await self.look(article, guild=at.guild)  # the very same one is a better answer
            raise known.refusal
        async with self._store.write() as tx:
            if not anyway and (undone := await put_back(tx, article, guild=at.guild)):
                raise FactsPutBackError(n=len(undone))
            return await store_article(tx, article, at=at, now=self._clock())

    async def lines(self, guild: GuildId) -> tuple[ArticleLine, ...]:
        """Return the guild's articles, the newest first."""
        async with self._store.read() as tx:
            return await tx.articles.lines(guild)

    async def get(
        self,
        wanted: str | None,
        *,
        guild: GuildId,
        here: ArticleId | None = None,
        has_facts: bool = True,
    ) -> StoredArticle:
        """Return the article meant by *wanted*; without it the one under discussion *here*, or the only one.

        Without its facts it is there sooner.
        Raises NoArticleError, UnknownArticleError, AmbiguousArticleError.
        """
        async with self._store.read() as tx:
            key = here if wanted is None and here is not None else await find_article(tx, wanted, guild=guild)
            return await tx.articles.get(key, only=None if has_facts else ())

    async def pack(
        self, wanted: str | None, *, guild: GuildId, here: ArticleId | None = None
    ) -> tuple[str, str]:
        """Return the name and the content of an article's pack, which can be edited and added again."""
        stored = await self.get(wanted, guild=guild, here=here)
        return f"{stored.id}.toml", write_pack(stored.article)

    async def retain(self, key: ArticleId, *, days: int | None, at: Place) -> StoredArticle:
        """Let answers to an article be kept for *days* at most; None is as long as in the whole guild."""
        async with self._store.write() as tx:
            await tx.articles.retain(key, days=days)
            stored = await tx.articles.get(key, only=())
            await tx.log.add(
                "article.retain", target=stored.id, guild=at.guild, at=self._clock(), by=at.person.id
            )
        return stored

    async def remove(self, wanted: str, *, at: Place) -> StoredArticle:
        """Take an article out of sight. Raises ArticleInUseError while it is being discussed."""
        async with self._store.erase() as tx:
            key = await find_article(tx, wanted, guild=at.guild)
            stored = await tx.articles.get(key)
            if await tx.discussions.is_open_on(key):
                raise ArticleInUseError(article=stored.title)
            await tx.articles.remove(key, guild=at.guild, at=self._clock())
            await tx.log.add(
                "article.remove", target=stored.id, guild=at.guild, at=self._clock(), by=at.person.id
            )
        return stored


async def store_article(
    tx: Transaction, article: Article, *, at: Place, now: datetime
) -> tuple[StoredArticle, Preview]:
    """Store *article*, or what its pack changes in it. Raises ArticleKnownError."""
    preview = await preview_article(tx, article, guild=at.guild)
    if not preview.is_update:
        key = await tx.articles.add(
            preview.article,
            guild=at.guild,
            fingerprint=await to_fingerprint(article),
            sketch=await to_sketch(article),
            at=now,
            by=at.person.id,
        )
    else:
        key = await find_article(tx, preview.article.id, guild=at.guild)
        await tx.articles.replace(
            key,
            preview.article,
            guild=at.guild,
            fingerprint=await to_fingerprint(article),
            sketch=await to_sketch(article),
            at=now,
            by=at.person,
        )
    stored = await tx.articles.get(key)
    action = EDITED if preview.is_update else "article.add"
    await tx.log.add(action, target=stored.id, guild=at.guild, at=now, by=at.person.id)
    return stored, preview


async def preview_article(tx: Transaction, article: Article, *, guild: GuildId) -> Preview:
    """Return what storing *article* would change. Raises ArticleKnownError."""
    had_title = article.title is not None
    article = replace(article, title=headline(article))
    same = None if article.id is None else await tx.articles.find(guild=guild, id=article.id)
    known = await tx.articles.find(guild=guild, fingerprint=await to_fingerprint(article))
    if same is not None:
        stored = await tx.articles.get(same)
        if article.text and known not in {None, same}:
            raise await _known(tx, known)
        if article in {stored.article, replace(stored.article, text="")}:
            raise ArticleKnownError(article=stored.id, title=stored.title)
        found = differences(stored.article, article)
        return Preview(
            article=article,
            had_title=had_title,
            is_update=True,
            facts=_counted(found, Fact),
            questions=_counted(found, Question),
            differences=found,
        )
    if known is not None:
        raise await _known(tx, known)
    taken = await tx.articles.taken_ids(guild)
    free = article.id if article.id and article.id not in taken else None
    named = replace(article, id=free or slug(article.id or article.title or "", taken=taken))
    return Preview(article=named, had_title=had_title)


async def _known(tx: Transaction, key: ArticleId) -> ArticleKnownError:
    stored = await tx.articles.get(key, only=())
    return ArticleKnownError(article=stored.id, title=stored.title)


async def to_fingerprint(article: Article) -> str:
    """Return the fingerprint of *article*, in a thread: it may be megabytes long."""
    return await asyncio.to_thread(fingerprint, article)


async def find_article(tx: Transaction, wanted: str | None, *, guild: GuildId) -> ArticleId:
    """Return the article meant by *wanted*, or the only one. Raises what ``ArticleService.get`` raises."""
    lines = await tx.articles.lines(guild)
    if not lines:
        raise NoArticleError
    if wanted is None:
        if len(lines) > 1:
            raise AmbiguousArticleError(articles=", ".join(line.id for line in lines[:5]))
        return lines[0].key
    for line in lines:
        if wanted.strip().casefold() in {line.id.casefold(), line.title.casefold()}:
            return line.key
    if wanted.strip() in await tx.articles.taken_ids(guild):
        # Of one that is gone, as a button may have it: what has a similar name is another article.
        raise UnknownArticleError(article=wanted, nearest="")
    return _closest(wanted, lines)


def _closest(wanted: str, lines: tuple[ArticleLine, ...]) -> ArticleId:
    by_name = {name: line for line in reversed(lines) for name in (line.id.replace("-", " "), line.title)}
    # Of its words, how many are in the title: a title is long, and people type a part of it.
    scored = process.extract(
        wanted, list(by_name), scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=None
    )
    best = scored[0][1]
    if best < TITLE_CUTOFF:
        raise UnknownArticleError(
            article=wanted, nearest=by_name[scored[0][0]].id if best >= NEAREST_CUTOFF else ""
        )
    meant = {by_name[name].id: by_name[name].key for name, score, _ in scored if score == best}
    if len(meant) > 1:
        raise AmbiguousArticleError(articles=", ".join(list(meant)[:5]))
    return next(iter(meant.values()))


def _counted(found: Sequence[Difference], kind: type[Fact | Question]) -> Changes:
    counts = Counter(one.change for one in found if isinstance(one.part, kind))
    return Changes(
        added=counts[Change.ADDED],
        changed=counts[Change.CHANGED] + counts[Change.FOUND],
        removed=counts[Change.REMOVED],
        orphaned=counts[Change.ORPHANED],
    )
