"""Taking an export: one state of the database, streamed into files that are whole or not there."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, TypeVar

from bot.domain.identity import DiscussionId
from bot.exports import FORMATS
from bot.exports.manifest import NAME, Manifest, UnreadPrompt
from bot.services.clock import Clock
from bot.services.export_files import ExportFolder
from bot.services.place import Place
from bot.services.recall import Recall, Recalled, Unread
from bot.storage.columns import to_utc_text
from bot.storage.export_lines import Page
from bot.storage.exports import ExportScope
from bot.storage.store import Store

Step = ParamSpec("Step")
Result = TypeVar("Result")

# Lines made at once: two megabytes or so. More are no faster; 4,000 took a fifth longer.
PAGE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An export that is there, whole."""

    manifest: Manifest
    folder: Path
    paths: tuple[Path, ...]
    unread: tuple[Unread, ...] = ()  # what could not be read back before


class ExportService:
    """What can be taken out of a guild."""

    def __init__(self, store: Store, *, clock: Clock, recall: Recall | None = None) -> None:
        self._store = store
        self._clock = clock
        self._recall = recall

    async def take(
        self,
        formats: Sequence[str],
        *,
        folder: Path,
        at: Place,
        article: str | None = None,
        discussion: DiscussionId | None = None,
        progress: Callable[[int], None] = lambda rows: None,
    ) -> Exported:
        """Write the responses that stand into *folder*, which must be empty or not exist.

        What was missed is read back before; the manifest says where that could not be done. *progress* is
        told how many rows have been written. Raises FolderNotEmptyError, FolderUnwritableError,
        DiskFullError, a StoreError; then, as when it is cancelled before it is whole, nothing is left behind.
        """
        files = ExportFolder(folder)
        recalled = Recalled()
        if self._recall is not None:
            recalled = await self._recall.recall_for_export(at.guild, article=article, discussion=discussion)
        try:
            manifest = await self._write(
                files,
                formats=formats,
                scope=ExportScope(guild=at.guild, article=article, discussion=discussion),
                recalled=recalled,
                progress=progress,
            )
            # Noted before it is there: a member who erases something must not miss an export that was taken.
            async with self._store.write() as tx:
                await tx.exports.log(manifest.to_dict(), guild=at.guild, at=self._clock(), by=at.person.id)
            await _to_its_end(files.publish, manifest)
        finally:
            await asyncio.shield(asyncio.to_thread(files.discard))
        names = [*(file.name for file in manifest.files), NAME]
        return Exported(
            manifest=manifest,
            folder=folder,
            paths=tuple(folder / name for name in names),
            unread=recalled.unread,
        )

    async def _write(
        self,
        files: ExportFolder,
        *,
        formats: Sequence[str],
        scope: ExportScope,
        recalled: Recalled,
        progress: Callable[[int], None],
    ) -> Manifest:
        taken_at = self._clock()
        left_out = {"withdrawn": 0, "deleted": 0, "hidden": 0}
        async with self._store.read() as tx:
            prompts = await tx.exports.prompts(scope)
            chosen = [FORMATS[name] for name in dict.fromkeys(formats)]
            for file in await _to_its_end(files.open, chosen):
                left_out = dict.fromkeys(left_out, 0)
                pages = tx.exports.lines(file.format, prompts=prompts, page=PAGE)
                async with aclosing(pages), aclosing(_ahead(pages)) as read:
                    async for page in read:
                        await _to_its_end(files.add, file, page.lines, rows=page.responses)
                        progress(file.rows)
                        left_out["withdrawn"] += page.withdrawn
                        left_out["deleted"] += page.deleted
                        left_out["hidden"] += page.hidden
        written = await _to_its_end(files.finish)
        return Manifest(
            program=f"causerie {version('causerie')}",
            taken_at=to_utc_text(taken_at),
            filters={"article": scope.article, "discussion": scope.discussion},
            complete=recalled.is_complete,
            unread=tuple(
                UnreadPrompt(prompt=one.prompt, question=one.question, reason=one.reason)
                for one in recalled.unread
            ),
            responses=written[0].rows,
            prompts=len(prompts),
            left_out=left_out,
            files=written,
        )


async def _ahead(pages: AsyncGenerator[Page, None]) -> AsyncGenerator[Page, None]:
    """Yield what *pages* yields, having the next one made while this one is written."""
    making = asyncio.ensure_future(anext(pages, None))
    try:
        while (page := await making) is not None:
            making = asyncio.ensure_future(anext(pages, None))
            yield page
    finally:
        # Whoever stops early waits for the page under way: its connection is needed whole.
        await asyncio.wait([making])


async def _to_its_end(step: Callable[Step, Result], /, *args: Step.args, **kwargs: Step.kwargs) -> Result:
    """Run *step* in a thread, and when cancelled wait for it: what is discarded must not grow any more."""
    running = asyncio.ensure_future(asyncio.to_thread(step, *args, **kwargs))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
