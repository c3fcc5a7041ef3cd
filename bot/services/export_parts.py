"""One format of an export, in as many parts as whoever gets it can be handed: each readable by itself.

Everything here blocks on the disk; use-cases call it from a thread.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from bot.exports.formats import Format, LineWriter
from bot.exports.manifest import ExportedFile
from bot.exports.tables import RESPONSES, Output, Row, Table, Writer
from bot.services.export_files import ExportFolder, OutputFile

About = Sequence[tuple[str, str]]

# A sixteenth of a part is left free for what comes at its end: what describes a Parquet file, say.
FOR_ITS_END = 16
# What a row takes beside its words, roughly. Questions are said once by the formats that come as rows.
OVERHEAD = 200
TEXT = next(number for number, column in enumerate(RESPONSES.columns) if column.name == "text")


class FormatFiles:
    """The files of one format while they grow.

    With *limit* no part gets larger than so many bytes, as far as one page of rows allows: each goes into a
    part that has room for all of it. Text is then compressed. With *is_packed* files in folders are put into
    one. *about* says what the export is, with the number of the part.
    """

    def __init__(
        self,
        folder: ExportFolder,
        format_: Format,
        *,
        is_raw: bool,
        limit: int | None,
        is_packed: bool,
        about: Callable[[int], About],
    ) -> None:
        self.format = format_
        self.rows = 0
        self._folder = folder
        self._is_raw = is_raw
        self._limit = limit
        self._is_packed = is_packed
        self._about = about
        self._parts: list[_Part] = []
        self._table: Table | None = None

    def begin(self, table: Table) -> None:
        """Begin *table*."""
        self._table = table
        self._writer().begin(table)

    def add(self, rows: Sequence[Row]) -> None:
        """Append *rows* to the table that was begun."""
        # What is in the rows is looked at only where it matters.
        size = 0
        if self._limit is not None:
            size = sum(map(_size if self._table is RESPONSES else size_of, rows))
        self._grow(lambda writer: writer.add(rows), len(rows), size=size)

    def append(self, lines: bytes, *, rows: int) -> None:
        """Append *lines* that hold so many *rows* of responses."""
        self._grow(lambda writer: cast(LineWriter, writer).append(lines), rows, size=len(lines))

    def finish(self) -> tuple[ExportedFile, ...]:
        """Bring every file to the disk under its final name, and return what the manifest says of them."""
        self._writer()
        self._parts[-1].finish(self._about(len(self._parts)))
        files = []
        for number, part in enumerate(self._parts, start=1):
            for name, file in part.files.items():
                final = name if len(self._parts) == 1 else part_name(name, number, of=len(self._parts))
                if final != name:
                    self._folder.rename(name, final)
                files.append(
                    ExportedFile(
                        name=final,
                        format=self.format.name,
                        rows=part.rows_of(name),
                        bytes=file.size,
                        sha256=part.digests[name],
                        part=number,
                        parts=len(self._parts),
                    )
                )
        return tuple(files)

    def _grow(self, write: Callable[[Writer], None], rows: int, *, size: int) -> None:
        if self._table is None:
            raise AssertionError("rows of no table")
        if self._is_full(size):
            self._parts[-1].finish(self._about(len(self._parts)))
            self._begin_part().begin(self._table)
        writer, part = self._writer(), self._parts[-1]
        before = part.size
        write(writer)
        # Some writers and compressors hold back what they have, and then write all of it at once.
        part.held = size if part.size > before else part.held + size
        part.rows[self._table.name] += rows
        if self._table is RESPONSES:
            self.rows += rows

    def _is_full(self, more: int) -> bool:
        """Return whether there is no room for *more* bytes, if all of them came uncompressed."""
        if self._limit is None or not self._parts or not self._parts[-1].rows.total():
            return False
        part = self._parts[-1]
        return part.size + part.held + more > self._limit - self._limit // FOR_ITS_END

    def _writer(self) -> Writer:
        return self._parts[-1].writer if self._parts else self._begin_part()

    def _begin_part(self) -> Writer:
        number = len(self._parts) + 1
        part = _Part()
        self._parts.append(part)

        def create(name: str) -> BinaryIO:
            wanted = name if number == 1 else part_name(name, number)
            is_zipped = self._limit is not None and self.format.is_text
            stored = f"{wanted}.zip" if is_zipped else wanted
            zipped_as = PurePosixPath(wanted).name if is_zipped else None
            part.files[stored] = self._folder.create(stored, zipped_as=zipped_as)
            return cast(BinaryIO, part.files[stored])

        if self._is_packed and self.format.is_tree:
            archive = self._folder.archive(f"{self.format.name}.zip")
            part.files = {f"{self.format.name}.zip": archive}
            create = archive.entry
        output = Output(create=create, spool=self._folder.spool, is_raw=self._is_raw)
        part.writer = self.format.open(output)
        return part.writer


def _size(row: Row) -> int:
    return len(str(row[TEXT]).encode(errors="replace")) + OVERHEAD


def size_of(row: Row) -> int:
    """Return what *row* takes in a file, roughly: more rather than less."""
    return OVERHEAD + sum(len(value.encode(errors="replace")) for value in row if isinstance(value, str))


class _Part:
    """One part: files that stand for themselves."""

    writer: Writer

    def __init__(self) -> None:
        self.files: dict[str, OutputFile] = {}
        self.rows: Counter[str] = Counter()
        self.held = 0  # bytes at most that are still to be written
        self.digests: dict[str, str] = {}

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files.values())

    def finish(self, about: About) -> None:
        self.writer.finish(about)
        self.digests = {name: file.finish() for name, file in self.files.items()}

    def rows_of(self, name: str) -> int:
        """Return how many rows the file *name* has: of the table it is named after, or of responses."""
        stem = PurePosixPath(name).name.partition(".")[0]
        return self.rows[stem] if stem in self.rows else self.rows[RESPONSES.name]


def part_name(name: str, number: int, *, of: int | None = None) -> str:
    """Return what part *number* of the file *name* is called: ``responses.part2of5.csv``."""
    path = PurePosixPath(name)
    stem, dot, rest = path.name.partition(".")
    if rest.startswith("part"):  # it was named before it was known how many there would be
        rest = rest.partition(".")[2]
    mark = f"part{number}" if of is None else f"part{number}of{of}"
    return str(path.with_name(f"{stem}.{mark}{dot}{rest}"))
