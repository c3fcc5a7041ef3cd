"""Articles looked over before they are kept: changed one thing at a time, each of which can be undone."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.articles.editing import Fresh, find, heading_stamp, stamp
from bot.domain.article import Article, Fact, StoredArticle
from bot.domain.draft_errors import DraftChangedError, DraftLaterStepError, DraftUndoneError, UnknownItemError
from bot.domain.errors import FactsPutBackError
from bot.domain.identity import DraftId
from bot.services.articles import ArticleService, Preview, preview_article, store_article
from bot.services.clock import Clock
from bot.services.corrections import put_back
from bot.services.place import Place
from bot.storage.drafts import StoredDraft
from bot.storage.store import Store, Transaction

KEPT_FOR = timedelta(days=7)
HEADING = ""  # the item that is the title, the source, the date and so on
# Longer numbers in a pack's ids are none that we gave.
_NUMBERED = re.compile(r"\w?(\d{1,6})", re.ASCII)

Change = Callable[[Article, Fresh], Article]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article that is being looked over, and what keeping it would change."""

    id: DraftId
    name: str
    preview: Preview
    step: int | None = None  # the number of what was changed last; None where nothing can be undone
    new: tuple[str, ...] = ()  # what the last change made, in order

    @property
    def article(self) -> Article:
        """The article as it would be kept."""
        return self.preview.article


class DraftService:
    """What can be done with drafts. Each belongs to a guild; its moderators share it."""

    def __init__(self, store: Store, *, clock: Clock, articles: ArticleService) -> None:
        self._store = store
        self._clock = clock
        self._articles = articles

    async def make(self, content: bytes, name: str, *, at: Place) -> Draft:
        """Understand a file and keep it as a draft. Raises what ``ArticleService.preview`` raises."""
        return await self.begin(await self._articles.read(content, name=name), name, at=at)

    async def begin(self, article: Article, name: str, *, at: Place) -> Draft:
        """Keep *article* as a draft. Raises ArticleKnownError."""
        now = self._clock()
        async with self._store.write() as tx:
            await tx.drafts.remove_older(now - KEPT_FOR)
            preview = await preview_article(tx, article, guild=at.guild)
            draft = await tx.drafts.add(
                article, name=name, had_title=preview.had_title, guild=at.guild, by=at.person.id, at=now
            )
        return Draft(id=draft, name=name, preview=preview)

    async def get(self, draft: DraftId | None, *, at: Place) -> Draft:
        """Return a draft; None is the guild's newest. Raises UnknownDraftError, NoDraftError."""
        async with self._store.read() as tx:
            return await _to_draft(tx, await _stored(tx, draft, at=at), at=at)

    async def edit(
        self,
        draft: DraftId | None,
        action: str,
        change: Change,
        *,
        at: Place,
        seen: Mapping[str, str] | None = None,
    ) -> Draft:
        """Change a draft as it now is; *action* says in undoing it what was done.

        *seen* has the stamps of items as they were shown to whoever writes them anew: what somebody else
        wrote meanwhile is not written over. Raises UnknownDraftError, NoDraftError, DraftChangedError, and
        what *change* raises.
        """
        async with self._store.write() as tx:
            stored = await _stored(tx, draft, at=at)
            _refuse_stale(stored.article, seen or {})
            id_ = stored.article.id
            taken = frozenset() if id_ is None else await tx.drafts.taken_ids(id_, guild=at.guild)
            numbers = _Numbers(stored, taken=taken)
            article = change(stored.article, numbers.fresh)
            changed = await tx.drafts.change(
                stored, article, action=action, numbered=numbers.last, by=at.person.id, at=self._clock()
            )
            new = tuple(item for item in changed.rows if item not in stored.rows)
            return replace(await _to_draft(tx, changed, at=at), new=new)

    async def undo(self, draft: DraftId | None, *, at: Place, step: int | None = None) -> tuple[Draft, str]:
        """Take back the last change, or the one with the number *step* where that is the last.

        Return the draft and the change's action.
        Raises UnknownDraftError, NoDraftError, DraftUndoneError, DraftLaterStepError.
        """
        async with self._store.write() as tx:
            stored = await _stored(tx, draft, at=at)
            if step is not None and step != stored.step:
                raise DraftLaterStepError if step < (stored.step or 0) else DraftUndoneError
            action = await tx.drafts.undo(stored.id)
            return await _to_draft(tx, await tx.drafts.get(stored.id, guild=at.guild), at=at), action

    async def keep(
        self, draft: DraftId | None, *, at: Place, anyway: bool = True
    ) -> tuple[StoredArticle, Preview]:
        """Load the article as the draft has it.

        Raises UnknownDraftError, NoDraftError, ArticleKnownError and, unless it is to be kept *anyway*,
        FactsPutBackError where there is something ``restored``, DraftChangedError where it ``is_overtaken``.
        """
        async with self._store.write() as tx:
            stored = await _stored(tx, draft, at=at)
            if not anyway and (undone := await put_back(tx, stored.article, guild=at.guild)):
                raise FactsPutBackError(n=len(undone))
            if not anyway and await tx.drafts.is_overtaken(stored, guild=at.guild):
                raise DraftChangedError
            kept = await store_article(tx, stored.article, at=at, now=self._clock())
            await tx.drafts.remove(stored.id)
        return kept

    async def restored(self, draft: DraftId | None, *, at: Place) -> tuple[Fact, ...]:
        """Return the corrected, disputed or withdrawn facts that keeping the draft would put back.

        It may have been made before they were changed. Raises UnknownDraftError, NoDraftError.
        """
        async with self._store.read() as tx:
            return await put_back(tx, (await _stored(tx, draft, at=at)).article, guild=at.guild)

    async def is_overtaken(self, draft: DraftId | None, *, at: Place) -> bool:
        """Return whether somebody else changed its article after the draft was begun.

        Keeping it then takes away what they added. Raises UnknownDraftError, NoDraftError.
        """
        async with self._store.read() as tx:
            return await tx.drafts.is_overtaken(await _stored(tx, draft, at=at), guild=at.guild)

    async def discard(self, draft: DraftId | None, *, at: Place) -> None:
        """Forget a draft. Raises UnknownDraftError, NoDraftError."""
        async with self._store.write() as tx:
            stored = await _stored(tx, draft, at=at)
            await tx.drafts.remove(stored.id)
            await tx.log.add(
                "draft.discard", target=stored.name, guild=at.guild, at=self._clock(), by=at.person.id
            )


class _Numbers:
    """The numbers that a draft's new facts and questions are named by: none twice, undone or not."""

    def __init__(self, stored: StoredDraft, *, taken: Collection[str]) -> None:
        self._taken = {part.id for part in stored.article.parts} | set(taken)
        found = (_NUMBERED.fullmatch(id_) for id_ in self._taken)
        self.last = max([stored.numbered, *(int(match[1]) for match in found if match)])

    def fresh(self, kind: str) -> str:
        """Return an id that nothing of the draft ever had."""
        self.last += 1
        return f"{kind.rstrip(':')}{self.last}"


def _refuse_stale(article: Article, seen: Mapping[str, str]) -> None:
    """Raise DraftChangedError where an item is another one than was *seen*, or gone."""
    for item, shown in seen.items():
        try:
            now = heading_stamp(article) if item == HEADING else stamp(find(article, item))
        except UnknownItemError:
            continue  # that it is gone is a better answer, and is given in a moment
        if now != shown:
            raise DraftChangedError


async def _stored(tx: Transaction, draft: DraftId | None, *, at: Place) -> StoredDraft:
    key = await tx.drafts.latest(guild=at.guild) if draft is None else draft
    return await tx.drafts.get(key, guild=at.guild)


async def _to_draft(tx: Transaction, stored: StoredDraft, *, at: Place) -> Draft:
    preview = await preview_article(tx, stored.article, guild=at.guild)
    return Draft(id=stored.id, name=stored.name, preview=preview, step=stored.step)
