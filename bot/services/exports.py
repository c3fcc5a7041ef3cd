"""Taking an export: one state of the database, streamed into files that are whole or not there."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from bot.domain.discussion import RESPONSE_LIMIT
from bot.domain.export import Census, Choice, Fitting, Point
from bot.domain.export_errors import ExportDisturbedError, NoEarlierExportError, RoleSinceError
from bot.domain.storage_errors import StoreError
from bot.exports import FORMATS
from bot.exports.manifest import NAME, ExportedFile, Manifest, Tombstones, UnreadPrompt
from bot.exports.tables import RESPONSES
from bot.services.ahead import ahead
from bot.services.clock import Clock
from bot.services.export_files import ExportFolder
from bot.services.export_parts import FormatFiles, size_of
from bot.services.export_roles import EVERYBODY, Holders, RoleService
from bot.services.leaving import MemberPort, NoGuilds
from bot.services.place import Place
from bot.services.recall import Recall, Recalled, Unread
from bot.storage.columns import to_utc_text
from bot.storage.extract import Chosen
from bot.storage.store import Store

logger = logging.getLogger(__name__)

Step = ParamSpec("Step")
Result = TypeVar("Result")
# Told how many responses have been written, and how many there are.
Progress = Callable[[int, int], None]

# Lines made at once, at most: storage takes fewer where they are long, as more take memory and save no time.
PAGE = 10_000
# Rows that come through Python, and lines where a file must not get too large: fewer where so many might be.
FEW = 1_000
TOMBSTONES = "tombstones.jsonl"
# What a response takes in a file beside its text and that of its question, roughly.
OVERHEAD = 600
# What a character takes at most: a control in JSON. UTF-8 takes four for a picture.
IN_BYTES = 6
# How often an export begins anew because somebody's answers were erased meanwhile.
TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An export that is there, whole."""

    manifest: Manifest
    folder: Path
    paths: tuple[Path, ...]  # the manifest is the last
    unread: tuple[Unread, ...] = ()  # what could not be read back before
    fitting: Fitting | None = None  # where nothing was taken, what there is


class ExportService:
    """What can be taken out of a guild."""

    def __init__(
        self, store: Store, *, clock: Clock, recall: Recall | None = None, members: MemberPort | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._recall = recall
        self.roles = RoleService(store, members=members or NoGuilds())

    async def take(
        self,
        formats: Sequence[str],
        *,
        folder: Path,
        at: Place,
        choice: Choice | None = None,
        goes_on: bool = False,
        limit: int | None = None,
        progress: Progress = lambda done, total: None,
        asking: Progress = lambda done, total: None,
    ) -> Exported:
        """Write the responses of *choice* that stand into *folder*, which must be empty or not exist.

        What was missed is read back before; the manifest says where that could not be done. With *goes_on*
        only what is new or changed since the person's last export of the same choice is taken, and what is
        gone since is named. With *limit* files come in parts of at most so many bytes. Where a role is chosen
        *asking* is told of how many authors Discord was asked. Raises RoleSinceError, FewHoldersError,
        MembersUnknownError,
        FolderNotEmptyError, FolderUnwritableError, DiskFullError, NoEarlierExportError, ExportDisturbedError,
        a StoreError; then, as when it is cancelled before it is whole, nothing is left behind.
        """
        chosen = choice or Choice()
        if goes_on and chosen.role is not None:
            raise RoleSinceError
        if goes_on:
            chosen = replace(chosen, since=await self._point(chosen, at=at))
        files = ExportFolder(folder)
        recalled = Recalled()
        if self._recall is not None:
            recalled = await self._recall.recall_for_export(
                at.guild, article=chosen.article, discussion=chosen.discussion
            )
        holders = await self.roles.holders(chosen, guild=at.guild, progress=asking)
        taking = _Taking(
            self._store,
            files,
            formats=list(dict.fromkeys(formats)),
            at=at,
            choice=chosen,
            holders=holders,
            recalled=recalled,
            limit=limit,
            progress=progress,
            clock=self._clock,
        )
        try:
            await _to_its_end(files.open)
            manifest = await taking.to_its_end()
            await _in_spite_of_cancelling(taking.publish(manifest))
        finally:
            await asyncio.shield(asyncio.to_thread(files.discard))
        names = [*(file.name for file in manifest.files), NAME]
        return Exported(
            manifest=manifest,
            folder=folder,
            paths=tuple(folder / name for name in names),
            unread=recalled.unread,
            fitting=taking.fitting,
        )

    async def _point(self, choice: Choice, *, at: Place) -> Point:
        async with self._store.read() as tx:
            taken = await tx.exports.taken(at.guild, by=at.person.id)
        for one in taken:
            if one.point is not None and choice.is_alike(one.manifest.get("asked", {})):
                return one.point
        raise NoEarlierExportError


class _Taking:
    """One export while it is taken."""

    def __init__(
        self,
        store: Store,
        folder: ExportFolder,
        *,
        formats: Sequence[str],
        at: Place,
        choice: Choice,
        holders: Holders = EVERYBODY,
        recalled: Recalled,
        limit: int | None,
        progress: Progress,
        clock: Clock,
    ) -> None:
        self._store = store
        self._folder = folder
        self._formats = [FORMATS[name] for name in formats]
        self._at = at
        self._choice = choice
        self._holders = holders
        self._recalled = recalled
        self._limit = limit
        self._progress = progress
        self._clock = clock
        self._taken_at = to_utc_text(clock())
        self._database = ""
        self.fitting: Fitting | None = None
        self._noted: tuple[int, Point] | None = None  # its number, and up to where it goes

    async def to_its_end(self) -> Manifest:
        """Write the files and note the export; begin anew where somebody's answers are erased meanwhile."""
        for _ in range(TRIES):
            mark, self._database = await _to_the_end_of(self._mark())
            self._taken_at = to_utc_text(self._clock())
            async with self._store.extract() as extract:
                point = await extract.point(0, unlinked_from=mark)
                erasures = await extract.erasures(self._at.guild)
                holding = self._holders.members
                async with extract.of(self._at.guild, self._choice, holding=holding) as chosen:
                    await self._holders.check(chosen)
                    manifest = await self._write(chosen)
            # Noted before it is there: a member who erases something must not miss an export that was taken.
            number = await _to_the_end_of(self._note(manifest, erasures=erasures))
            if number is not None:
                self._noted = number, point
                return manifest
            await _to_its_end(self._folder.begin_again)
        raise ExportDisturbedError

    async def _mark(self) -> tuple[int, str]:
        async with self._store.write() as tx:
            return await tx.exports.mark(), await tx.exports.database()

    async def _note(self, manifest: Manifest, *, erasures: int) -> int | None:
        """Return the number of the export, or None where somebody's answers were erased since *erasures*."""
        guild, at, by = self._at.guild, self._clock(), self._at.person.id
        async with self._store.write() as tx:
            if await tx.exports.erasures(guild) != erasures:
                return None
            action = "export.names" if self._choice.names else "export.take"
            target, reason = self._choice.article or "", self._choice.reason
            await tx.log.add(action, target=target, guild=guild, at=at, by=by, reason=reason)
            return await tx.exports.log(manifest.to_dict(), guild=guild, at=at, by=by)

    async def publish(self, manifest: Manifest) -> None:
        """Have the files there; and only then let another export go on from this one."""
        await _to_its_end(self._folder.publish, manifest)
        if self._noted is None:
            raise AssertionError("published before it was noted")
        number, point = self._noted
        try:
            async with self._store.write() as tx:
                await tx.exports.reached(number, point)
        except StoreError as error:
            # It is there, whole. The next one goes on from an earlier one, and says some things again.
            logger.warning("export %s is not gone on from: %s", number, error.code)

    async def _write(self, chosen: Chosen) -> Manifest:
        census = await chosen.census(measured=self._limit is not None)
        self.fitting = None if census.responses else await chosen.fitting()
        limit = self._limit if self._limit and await self._is_large(census, chosen) else None
        files: list[ExportedFile] = []
        counts = {"prompts": len(chosen.prompts), "responses": census.responses}
        total = census.responses * len(self._formats)
        done = 0
        for format_ in self._formats:
            made = FormatFiles(
                self._folder,
                format_,
                is_raw=self._choice.is_raw,
                limit=limit,
                is_packed=self._limit is not None,
                about=lambda part: self._about(census, part=part),
            )
            for table in format_.tables:
                await self._in_thread(made.begin, table)
                if table is RESPONSES:
                    page = PAGE if limit is None else max(1, min(FEW, limit // (RESPONSE_LIMIT * IN_BYTES)))
                    await self._write_responses(made, chosen, done=done, total=total, page=page)
                    continue
                rows = await chosen.table(table)
                counts[table.name] = len(rows)
                at_once = FEW // 10 if limit is not None else max(1, len(rows))
                for start in range(0, len(rows), at_once):
                    await self._in_thread(made.add, rows[start : start + at_once])
            done += made.rows
            counts["responses"] = made.rows
            files.extend(await self._in_thread(made.finish))
        tombstones = await self._write_tombstones(chosen, files)
        return Manifest(
            program=f"causerie {version('causerie')}",
            taken_at=self._taken_at,
            database=self._database,
            asked=self._choice.to_dict(),
            complete=self._recalled.is_complete,
            unread=tuple(
                UnreadPrompt(prompt=one.prompt, question=one.question, reason=one.reason)
                for one in self._recalled.unread
            ),
            counts=counts,
            left_out=census.left_out,
            tables=tuple({table.name: table for one in self._formats for table in one.tables}.values()),
            files=tuple(files),
            tombstones=tombstones,
        )

    async def _write_responses(
        self, made: FormatFiles, chosen: Chosen, *, done: int, total: int, page: int
    ) -> None:
        lines = made.format.lines
        if lines is not None and chosen.has_lines:
            line_pages = chosen.lines(lines, page=page)
            async with aclosing(line_pages), aclosing(ahead(line_pages)) as read:
                async for read_page in read:
                    await self._in_thread(made.append, read_page.lines, rows=read_page.responses)
                    self._progress(done + made.rows, total)
            return
        row_pages = chosen.rows(page=min(FEW, page))
        async with aclosing(row_pages), aclosing(ahead(row_pages)) as found:
            async for rows in found:
                await self._in_thread(made.add, rows)
                self._progress(done + made.rows, total)

    async def _write_tombstones(self, chosen: Chosen, files: list[ExportedFile]) -> Tombstones | None:
        if self._choice.since is None:
            return None
        file = await self._in_thread(self._folder.create, TOMBSTONES)
        by_reason: Counter[str] = Counter()
        pages = chosen.tombstones(page=PAGE)
        async with aclosing(pages):
            async for page in pages:
                by_reason.update(why for _, why in page)
                lines = "".join(f"{json.dumps({'response_id': id_, 'why': why})}\n" for id_, why in page)
                await self._in_thread(file.write, lines.encode())
        digest = await self._in_thread(file.finish)
        count = by_reason.total()
        files.append(
            ExportedFile(name=TOMBSTONES, format="tombstones", rows=count, bytes=file.size, sha256=digest)
        )
        return Tombstones(file=TOMBSTONES, count=count, by_reason=dict(by_reason))

    async def _is_large(self, census: Census, chosen: Chosen) -> bool:
        """Return whether the files may be larger than the limit; rather too often than not."""
        question = max((len(one.text) + len(one.title) for one in chosen.prompts.values()), default=0)
        largest = census.characters * IN_BYTES + census.responses * (OVERHEAD + IN_BYTES * question)
        for table in {table for one in self._formats for table in one.tables} - {RESPONSES}:
            largest += IN_BYTES * sum(map(size_of, await chosen.table(table)))
        return self._limit is not None and len(self._formats) * largest > self._limit

    def _about(self, census: Census, *, part: int) -> Sequence[tuple[str, str]]:
        asked = {name: value for name, value in self._choice.to_dict().items() if value not in {None, False}}
        return (
            ("program", f"causerie {version('causerie')}"),
            ("taken_at", self._taken_at),
            ("complete", str(self._recalled.is_complete).lower()),
            *((name, str(value)) for name, value in asked.items()),
            ("responses", str(census.responses)),
            *((f"left_out_{why}", str(count)) for why, count in census.left_out.items() if count),
            ("part", str(part)),
        )

    async def _in_thread(
        self, step: Callable[Step, Result], /, *args: Step.args, **kwargs: Step.kwargs
    ) -> Result:
        """Run *step* in a thread to its end. Raises what ExportFolder's errors are."""
        with self._folder.errors():
            return await _to_its_end(step, *args, **kwargs)


async def _in_spite_of_cancelling(steps: Coroutine[Any, Any, None]) -> None:
    """Run *steps*; whoever cancels meanwhile, however often, is too late, and told what came of it."""
    running = asyncio.ensure_future(steps)
    while not running.done():
        try:
            await asyncio.wait([running])
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
    running.result()


async def _to_its_end(step: Callable[Step, Result], /, *args: Step.args, **kwargs: Step.kwargs) -> Result:
    """Run *step* in a thread, and when cancelled wait for it: what is discarded must not grow any more."""
    return await _to_the_end_of(asyncio.to_thread(step, *args, **kwargs))


async def _to_the_end_of(steps: Coroutine[Any, Any, Result]) -> Result:
    """Run *steps*, and when cancelled wait for them: one that writes to a database may leave it locked."""
    running = asyncio.ensure_future(steps)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
