"""Articles looked over before they are kept: facts and questions dropped or reworded one by one."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.article import Article, Fact, FactState, Question, StoredArticle, item_of
from bot.domain.errors import DraftEmptyError, DraftTextError, UnknownFactError
from bot.domain.identity import DraftId
from bot.services.articles import ArticleService, Preview, preview_article, store_article
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.drafts import StoredDraft
from bot.storage.store import Store, Transaction

KEPT_FOR = timedelta(days=7)
TEXT_LIMIT = 600  # characters of a fact or a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article that is being looked over, and what keeping it would change."""

    id: DraftId
    name: str
    preview: Preview


class DraftService:
    """What can be done with drafts. Each belongs to a guild; its moderators share it."""

    def __init__(self, store: Store, *, clock: Clock, articles: ArticleService) -> None:
        self._store = store
        self._clock = clock
        self._articles = articles

    async def make(self, content: bytes, name: str, *, at: Place) -> Draft:
        """Understand a file and keep it as a draft. Raises what ``ArticleService.preview`` raises."""
        article = await self._articles.read(content, name=name)
        now = self._clock()
        async with self._store.write() as tx:
            await tx.drafts.remove_older(now - KEPT_FOR)
            preview = await preview_article(tx, article, guild=at.guild)
            draft = await tx.drafts.add(
                article, name=name, had_title=preview.had_title, guild=at.guild, by=at.person.id, at=now
            )
        return Draft(id=draft, name=name, preview=preview)

    async def get(self, draft: DraftId, *, at: Place) -> Draft:
        """Return a draft. Raises UnknownDraftError."""
        async with self._store.read() as tx:
            return await _to_draft(tx, await tx.drafts.get(draft, guild=at.guild), at=at)

    async def drop(self, draft: DraftId, item: str, *, at: Place) -> Draft:
        """Leave a fact or a question out. Raises UnknownDraftError, UnknownFactError, DraftEmptyError."""
        async with self._store.write() as tx:
            stored = await tx.drafts.get(draft, guild=at.guild)
            article = dropped(stored.article, item)
            await tx.drafts.drop(draft, item)
            return await _to_draft(tx, replace(stored, article=article), at=at)

    async def reword(self, draft: DraftId, item: str, text: str, *, at: Place) -> Draft:
        """Say a fact or a question in other words; a fact's passage stays.

        Raises UnknownDraftError, UnknownFactError, DraftTextError.
        """
        async with self._store.write() as tx:
            stored = await tx.drafts.get(draft, guild=at.guild)
            article = reworded(stored.article, item, " ".join(text.split()))
            await tx.drafts.put(draft, _find(article, item))
            return await _to_draft(tx, replace(stored, article=article), at=at)

    async def keep(self, draft: DraftId, *, at: Place) -> tuple[StoredArticle, Preview]:
        """Load the article as the draft has it. Raises UnknownDraftError, ArticleKnownError."""
        async with self._store.write() as tx:
            stored = await tx.drafts.get(draft, guild=at.guild)
            kept = await store_article(tx, stored.article, at=at, now=self._clock())
            await tx.drafts.remove(draft)
        return kept

    async def restored(self, draft: DraftId, *, at: Place) -> tuple[Fact, ...]:
        """Return the corrected or withdrawn facts of the article that keeping the draft would put back.

        It may have been made before they were. Raises UnknownDraftError.
        """
        async with self._store.read() as tx:
            article = (await tx.drafts.get(draft, guild=at.guild)).article
            same = None if article.id is None else await tx.articles.find(guild=at.guild, id=article.id)
            now = () if same is None else (await tx.articles.get(same)).article.facts
        stated = {fact.id for fact in article.facts if fact.state is FactState.STATED}
        return tuple(fact for fact in now if fact.state is not FactState.STATED and fact.id in stated)

    async def discard(self, draft: DraftId, *, at: Place) -> None:
        """Forget a draft. Raises UnknownDraftError."""
        async with self._store.write() as tx:
            await tx.drafts.get(draft, guild=at.guild)
            await tx.drafts.remove(draft)


def dropped(article: Article, item: str) -> Article:
    """Return *article* without *item*. Raises UnknownFactError, DraftEmptyError."""
    left_out = _find(article, item)
    facts = tuple(fact for fact in article.facts if fact is not left_out)
    questions = tuple(question for question in article.questions if question is not left_out)
    if not facts and not questions:
        raise DraftEmptyError
    return replace(article, facts=facts, questions=questions)


def reworded(article: Article, item: str, text: str) -> Article:
    """Return *article* with *item* in other words. Raises UnknownFactError, DraftTextError."""
    if not text or len(text) > TEXT_LIMIT:
        raise DraftTextError(limit=TEXT_LIMIT)
    meant = _find(article, item)
    return replace(
        article,
        facts=tuple(replace(one, text=text) if one is meant else one for one in article.facts),
        questions=tuple(replace(one, text=text) if one is meant else one for one in article.questions),
    )


def _find(article: Article, item: str) -> Fact | Question:
    for part in article.parts:
        if item_of(part) == item:
            return part
    raise UnknownFactError


async def _to_draft(tx: Transaction, stored: StoredDraft, *, at: Place) -> Draft:
    preview = await preview_article(tx, stored.article, guild=at.guild)
    return Draft(id=stored.id, name=stored.name, preview=replace(preview, had_title=stored.had_title))
