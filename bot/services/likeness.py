"""Is an article loaded already, under another address or in nearly the same words?"""

import asyncio
from dataclasses import dataclass

from bot.articles.sketch import Sketch, containment, resemblance, sketch
from bot.domain.address import comparable
from bot.domain.article import Article
from bot.domain.errors import ArticleAlikeError, BotError, SameAddressError
from bot.domain.identity import ArticleId, GuildId
from bot.storage.store import Store, Transaction

# How much of what two articles say must be in both, of all of it or of the shorter one. An article with one
# word in eight changed is over the first, its own first half over the second; two of one source that have
# a third of their passages in common are at half of each.
RESEMBLES, CONTAINS = 0.4, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """An article that another one seems to be."""

    key: ArticleId
    id: str
    title: str
    has_address: bool  # whether it was at the same address
    percent: int  # of the shorter one, in the other

    @property
    def refusal(self) -> BotError:
        """Why it is not loaded again without being asked for."""
        if self.has_address:
            return SameAddressError(article=self.id, title=self.title)
        return ArticleAlikeError(article=self.id, title=self.title, percent=self.percent)


async def sketch_missing(store: Store, *, guild: GuildId) -> None:
    """Work out by what the guild's articles of older releases are known."""
    async with store.read() as tx:
        missing = await tx.likeness.unsketched(guild)
    for key in missing:
        async with store.read() as tx:
            article = (await tx.articles.get(key)).article
        made = await to_sketch(article)
        async with store.write() as tx:
            await tx.likeness.put(key, address=comparable(article.url), sketch=made)


async def find_alike(tx: Transaction, article: Article, *, guild: GuildId) -> Alike | None:
    """Return the article that a new one seems to be: the one at its address, or the most alike.

    One in another language at its address is its translation.
    """
    made = await to_sketch(article)
    address = comparable(article.url)
    best: tuple[tuple[bool, float], Alike] | None = None
    for known in await tx.likeness.known(guild):
        has_address = address is not None and (known.address, known.language) == (address, article.language)
        shared = containment(made, known.sketch)
        if not has_address and resemblance(made, known.sketch) < RESEMBLES and shared < CONTAINS:
            continue
        rank = (has_address, shared)
        if best is None or rank > best[0]:
            best = (
                rank,
                Alike(
                    key=known.key,
                    id=known.id,
                    title=known.title,
                    has_address=has_address,
                    percent=round(100 * shared),
                ),
            )
    return None if best is None else best[1]


async def to_sketch(article: Article) -> Sketch:
    """Return the sketch of *article*, made in a thread: it may be megabytes long."""
    return await asyncio.to_thread(sketch, article)
