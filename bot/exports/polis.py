"""The open format of Polis: a folder for each prompt, and in it the five CSV files of a conversation.

Names and columns are those of the conversations published at github.com/compdemocracy/openData. A prompt is a
conversation, its responses are the comments, and who wrote them are the participants, numbered anew in each.
No votes are held, and none are made up: an author agrees with what they wrote, as Polis counts it too, while
what a reaction means is not known. Names stay away, and nobody is put in a group of opinion.

There is no byte order mark, which readers of this format would take for a part of the first column's name.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.domain.discussion import UNSTORABLE
from bot.exports.csv import LINE_END, cell, defuse
from bot.exports.formats import Format
from bot.exports.tables import QUESTIONS, RESPONSES, Output, Row, Table, Value

FOLDER = "polis"
COMMENTS = (
    "timestamp",
    "datetime",
    "comment-id",
    "author-id",
    "agrees",
    "disagrees",
    "moderated",
    "comment-body",
)
VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
STATS = ("n-votes", "n-comments", "n-visitors", "n-voters", "n-commenters")
PARTICIPANTS = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")

AGREE = 1
ACCEPTED = 1  # by a moderator: what is hidden is in no export
# participants-votes.csv has a column for each comment, so its size grows with the square of a conversation's.
# Beyond this many it is left to its first columns: all votes are in votes.csv as well.
MOST_COLUMNS = 2_000
# As many characters wait in memory, over all conversations, before they are put off to the spool.
MOST_WAITING = 1_000_000
# As many bytes go to a file at once.
AT_ONCE = 1 << 18


class PolisWriter:
    """Responses as conversations of Polis; other tables are no part of that format.

    Responses come mixed over their prompts, whose files are written one after another. Until then they wait
    in a file without a name: so memory holds the numbers of one
    conversation at a time, and one file of the export is open, however many prompts there are.
    """

    def __init__(self, output: Output) -> None:
        self._create = output.create
        self._spool = output.spool()
        self._end = 0  # of the spool
        self._waiting = 0  # characters
        self._table = Table(name="", columns=())
        self._conversations: dict[tuple[str, str], _Conversation] = {}

    def begin(self, table: Table) -> None:
        """Begin *table*."""
        self._table = table

    def add(self, rows: Iterable[Row]) -> None:
        """Take what the responses or questions in *rows* say."""
        if self._table.name not in {RESPONSES.name, QUESTIONS.name}:
            return
        names = [column.name for column in self._table.columns]
        is_said = self._table.name == RESPONSES.name
        for row in rows:
            values = dict(zip(names, row, strict=True))
            if is_said:
                self._add_response(values)
            else:
                self._conversation(values).describe(values)

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """Write the files, without *about*, for which the format has no place; the manifest has it."""
        for conversation in self._conversations.values():
            self._write(conversation)

    def _conversation(self, values: dict[str, Value]) -> "_Conversation":
        key = _text(values["discussion_id"]), _text(values["question_number"])
        if key not in self._conversations:
            self._conversations[key] = _Conversation(
                folder=f"{FOLDER}/{'-'.join(key)}/",
                topic=_text(values["question"]),
                description=_text(values["article_title"]),
            )
        return self._conversations[key]

    def _add_response(self, values: dict[str, Value]) -> None:
        conversation = self._conversation(values)
        said = _text(values["text"])
        record = [_milliseconds(values["created_at"]), _author(values), said]
        conversation.waiting.append(json.dumps(record, ensure_ascii=False))
        # What goes with a record takes memory too, however short the text.
        self._waiting += len(said) + 100
        if self._waiting >= MOST_WAITING:
            self._put_off()

    def _put_off(self) -> None:
        for conversation in self._conversations.values():
            if conversation.waiting:
                content = ("\n".join(conversation.waiting) + "\n").encode()
                self._spool.seek(self._end)
                self._spool.write(content)
                conversation.blocks.append((self._end, len(content)))
                conversation.waiting = []
                self._end += len(content)
        self._waiting = 0

    def _records(self, conversation: "_Conversation") -> Iterator[tuple[int, str | None, str]]:
        for start, length in conversation.blocks:
            self._spool.seek(start)
            # A line end inside of a text is escaped, so each is one of ours.
            for line in self._spool.read(length).split(b"\n")[:-1]:
                yield _from_json(line)
        yield from map(_from_json, conversation.waiting)

    def _write(self, conversation: "_Conversation") -> None:
        times, authors = array("q"), array("I")
        numbers: dict[str, int] = {}
        counts = array("I")  # comments of each participant

        def comments() -> Iterator[str]:
            for number, (created, author, said) in enumerate(self._records(conversation)):
                # Of those whom nothing leads to, nobody can say which are the same person's.
                who = len(counts) if author is None else numbers.setdefault(author, len(counts))
                if who == len(counts):
                    counts.append(0)
                counts[who] += 1
                times.append(created)
                authors.append(who)
                yield (
                    f"{created},{_datetime(created)},{number},{who},{AGREE},0,{ACCEPTED},{_inert(said)}{LINE_END}"
                )

        folder = conversation.folder
        self._file(folder + "comments.csv", COMMENTS, comments())
        self._file(folder + "votes.csv", VOTES, _votes(times, authors))
        self._file(folder + "stats-history.csv", STATS, _stats(authors))
        columns = range(len(authors)) if len(authors) <= MOST_COLUMNS else range(0)
        names = (*PARTICIPANTS, *map(str, columns))
        self._file(folder + "participants-votes.csv", names, _participants(counts, authors, columns))
        summary = conversation.summary(comments=len(authors), people=len(counts))
        self._file(folder + "summary.csv", (), (f"{name},{value}{LINE_END}" for name, value in summary))

    def _file(self, name: str, header: Sequence[str], lines: Iterable[str]) -> None:
        with self._create(name) as file:
            if header:
                file.write((",".join(header) + LINE_END).encode())
            waiting: list[str] = []
            size = 0
            for line in lines:
                waiting.append(line)
                size += len(line)
                if size >= AT_ONCE:
                    file.write("".join(waiting).encode())
                    waiting, size = [], 0
            file.write("".join(waiting).encode())


@dataclass(slots=True, kw_only=True)
class _Conversation:
    """What is known of one prompt, and where its responses are."""

    folder: str
    topic: str
    description: str
    url: str = ""
    waiting: list[str] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)  # begin and length in the spool

    def describe(self, values: dict[str, Value]) -> None:
        """Take what the table of questions says of it."""
        self.url = _text(values["link"])
        if follow_ups := _text(values["follow_ups"]):
            self.description = f"{_text(values['article_title'])}\n\n{follow_ups}"

    def summary(self, *, comments: int, people: int) -> Iterator[tuple[str, str]]:
        """Yield the lines of its summary; who looked on without a word is not known."""
        yield "topic", _inert(self.topic)
        yield "url", _inert(self.url)
        yield "views", str(people)
        yield "voters", str(people)
        yield "voters-in-conv", "0"  # whom Polis has placed on its map
        yield "commenters", str(people)
        yield "comments", str(comments)
        yield "groups", "0"
        yield "conversation-description", _inert(self.description)


def _votes(times: Sequence[int], authors: Sequence[int]) -> Iterator[str]:
    for number, (created, who) in enumerate(zip(times, authors, strict=True)):
        yield f"{created},{_datetime(created)},{number},{who},{AGREE}{LINE_END}"


def _stats(authors: Sequence[int]) -> Iterator[str]:
    people = 0
    for number, who in enumerate(authors, start=1):
        people = max(people, who + 1)  # they are numbered as they come
        yield f"{number},{number},{people},{people},{people}{LINE_END}"


def _participants(counts: Sequence[int], authors: Sequence[int], columns: range) -> Iterator[str]:
    own: dict[int, set[int]] = {}
    for number in columns:
        own.setdefault(authors[number], set()).add(number)
    for who, count in enumerate(counts):
        votes = "".join(f",{AGREE}" if number in own[who] else "," for number in columns)
        yield f"{who},,{count},{count},{count},0{votes}{LINE_END}"


def _author(values: dict[str, Value]) -> str | None:
    """Return what tells an author from others: an id where there is one, else the name in the export."""
    if values["author_id"]:
        return f"#{values['author_id']}"
    return f"~{_text(values['author'])}" if values["author"] else None


def _from_json(line: bytes | str) -> tuple[int, str | None, str]:
    record: Any = json.loads(line)
    created, author, said = record
    return created, author, said


def _inert(text: str) -> str:
    """Return *text* as the last cell of a line, which no spreadsheet runs.

    By itself: in whole lines, a comma that ends such a cell and the quote behind it look like a beginning.
    """
    return defuse(f",{cell(text)}".encode())[1:].decode()


def _text(value: Value) -> str:
    return "" if value is None else UNSTORABLE.sub("\ufffd", str(value))


def _milliseconds(value: Value) -> int:
    if not isinstance(value, datetime):
        raise AssertionError("a response has a time")  # noqa: TRY004
    return int(value.timestamp()) * 1000 + value.microsecond // 1000


def _datetime(milliseconds: int) -> str:
    """Return a time as Polis writes it; ``ctime`` speaks English in every locale."""
    day, month, date, clock, year = datetime.fromtimestamp(milliseconds // 1000, UTC).ctime().split()
    return f"{day} {month} {date:0>2} {clock} UTC {year}"


POLIS = Format(name="polis", tables=(QUESTIONS, RESPONSES), open=PolisWriter, is_tree=True)
