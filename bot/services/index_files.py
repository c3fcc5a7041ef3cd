"""Indexes kept in files, so that a restart need not make them again.

They are a cache: whatever is wrong with a file, it is as if there were none. What it shows is told by the
revision of each article in it, which is compared with the database's before anything is answered from it.
"""

import logging
import os
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

import numpy as np
from numpy.typing import NDArray

from bot.domain.identity import ArticleId, GuildId
from bot.lookup.engine import FactIndex, Part
from bot.lookup.saved import UnreadableIndexError, pieces, unpacked
from bot.lookup.segment import Segment

logger = logging.getLogger(__name__)

ENDING = ".facts"
PARTIAL = ".partial"
# What a process left behind that was killed while it wrote; no writing takes as long.
ABANDONED = timedelta(hours=1)
_CHECKED_AT_ONCE = 1024 * 1024  # bytes
_SUM = 4  # bytes at the end of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """An index as a file has it, and at which revision each article was then."""

    index: FactIndex
    keys: NDArray[np.int64]
    revisions: NDArray[np.int64]

    def differing(self, current: Mapping[ArticleId, int]) -> frozenset[ArticleId]:
        """Return the articles that have other facts at *current* revisions, are new, or are gone."""
        then = dict(zip(self.keys.tolist(), self.revisions.tolist(), strict=True))
        changed = {key for key, revision in current.items() if then.get(key) != revision}
        return frozenset(changed | {ArticleId(key) for key in then if key not in current})


class IndexFiles:
    """The files of one database's indexes, in a *folder* that may hold those of others as well."""

    def __init__(self, folder: Path, *, where: str) -> None:
        self._folder = folder
        # A path counts from where the program was started.
        name = str(Path(where).absolute()) if "://" not in where else where
        self._database = sha256(name.encode()).hexdigest()[:16]
        self._is_told = False

    def path(self, guild: GuildId) -> Path:
        """Return where the index of *guild* is kept."""
        return self._folder / f"{guild}-{self._database}{ENDING}"

    def label(self, guild: GuildId) -> str:
        """Return what the file of *guild* says it is."""
        return f"{guild} {self._database}"

    def begin(self, guild: GuildId) -> Path | None:
        """Return where a new index can be written before it takes its place; None where nothing can be."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(self._folder, os.W_OK | os.X_OK):
                raise PermissionError
        except OSError as error:
            if not self._is_told:
                self._is_told = True
                logger.warning("Indexes cannot be kept in %s: %s", self._folder, type(error).__name__)
            return None
        return self._folder / f"{self.path(guild).name}.{token_hex(4)}{PARTIAL}"

    def abandon(self, partial: Path) -> None:
        """Remove what was begun and not finished."""
        with suppress(OSError):
            partial.unlink(missing_ok=True)

    def finish(self, partial: Path, *, guild: GuildId) -> None:
        """Let what was written be the index of *guild*, which it may not be if it cannot be moved."""
        with suppress(OSError):
            partial.replace(self.path(guild))

    def read(self, guild: GuildId) -> Saved | None:
        """Return what is kept of *guild*, mapped into memory; None where that is nothing, or no use."""
        path = self.path(guild)
        try:
            _refuse_damaged(path)
            content = np.memmap(path, dtype=np.uint8, mode="r")[:-_SUM]
            segment = unpacked(content, label=self.label(guild))
            told = segment.arrays
            return Saved(
                index=FactIndex([Part(segment=segment)]),
                keys=told["revised"].astype(np.int64),
                revisions=told["revisions"].astype(np.int64),
            )
        except FileNotFoundError:
            return None
        except (OSError, UnreadableIndexError, ValueError, KeyError, IndexError) as error:
            logger.info("What is kept of the facts of guild %s is of no use: %s", guild, error)
            return None

    def remove(self, guild: GuildId) -> None:
        """Keep nothing of *guild*; an operator is told where that cannot be."""
        try:
            self.path(guild).unlink(missing_ok=True)
        except NotADirectoryError:
            return  # nothing can be there
        except OSError as error:
            logger.warning(
                "The index of guild %s cannot be deleted: %s: %s",
                guild,
                self.path(guild),
                type(error).__name__,
            )

    def guilds(self) -> Iterator[GuildId]:
        """Yield of which guilds an index is kept."""
        ending = f"-{self._database}{ENDING}"
        for path in self._folder.glob(f"*{ending}"):
            with suppress(ValueError):
                yield GuildId(int(path.name.removesuffix(ending)))

    def clean(self, *, older: timedelta = ABANDONED) -> None:
        """Remove what was begun and never finished."""
        with suppress(OSError):
            for path in self._folder.glob(f"*-{self._database}{ENDING}.*{PARTIAL}"):
                if time.time() - path.stat().st_mtime >= older.total_seconds():
                    path.unlink(missing_ok=True)

    def remove_all(self) -> None:
        """Keep nothing of the database."""
        for guild in list(self.guilds()):
            self.remove(guild)
        self.clean(older=timedelta(0))


def write(partial: Path, segment: Segment, *, label: str, revisions: Mapping[ArticleId, int]) -> None:
    """Write *segment* to a new file, with the revision of each article; all of it is on disk then."""
    shown = {
        "revised": np.fromiter(revisions.keys(), np.int64, len(revisions)),
        "revisions": np.fromiter(revisions.values(), np.int64, len(revisions)),
    }
    total = 0
    # What members' servers have loaded is nobody else's to read.
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces(Segment({**segment.arrays, **shown}), label=label):
            file.write(piece)
            total = zlib.crc32(piece, total)
        file.write(total.to_bytes(_SUM))
        file.flush()
        os.fsync(file.fileno())


def _refuse_damaged(path: Path) -> None:
    """Raise UnreadableIndexError where a file is not as it was written: it could answer anything.

    It is read past the mapping, which would count as memory that is used.
    """
    total = 0
    with path.open("rb") as file:
        left = os.fstat(file.fileno()).st_size - _SUM
        while left > 0 and (piece := file.read(min(left, _CHECKED_AT_ONCE))):
            total = zlib.crc32(piece, total)
            left -= len(piece)
        if left != 0 or file.read() != total.to_bytes(_SUM):
            raise UnreadableIndexError("damaged")
