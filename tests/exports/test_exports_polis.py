"""Tests for bot.exports.polis; what it writes is read by csv, as the readers of that format do."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from attacks import FORMULAS
from hypothesis import given
from hypothesis import strategies as st
from inert import runs, undone
from into_files import Files, replaced, response, row, write

from bot.exports import polis
from bot.exports.polis import PolisWriter
from bot.exports.tables import FACTS, QUESTIONS, RESPONSES, Row

# As the files begin in the conversations published at github.com/compdemocracy/openData; where there are
# comments, a column for each follows those of participants-votes.csv.
PUBLISHED = {
    "comments.csv": "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body",
    "votes.csv": "timestamp,datetime,comment-id,voter-id,vote",
    "participants-votes.csv": "participant,group-id,n-comments,n-votes,n-agree,n-disagree",
    "stats-history.csv": "n-votes,n-comments,n-visitors,n-voters,n-commenters",
}
SUMMARY = [
    "topic",
    "url",
    "views",
    "voters",
    "voters-in-conv",
    "commenters",
    "comments",
    "groups",
    "conversation-description",
]
FOLDER = "polis/3-2/"

texts = st.text(st.characters(exclude_categories=[])) | st.text("a\"',;\n\r\t =+-@é今🙂\u202eש\ufeff\0\ud800")
authors = st.none() | st.sampled_from(["Quiet Heron", "Loud Wren", "=1"])

Lines = list[dict[str, str]]


def written(*rows: Row, questions: Iterable[Row] = ()) -> Files:
    files = Files()
    tables = ((QUESTIONS, questions), (RESPONSES, rows))
    write(PolisWriter(files.output), *tables, about=[("purpose", "record")])
    return files


def read(files: Files, name: str) -> Lines:
    text = io.StringIO(files[name].decode(), newline="")
    return list(csv.DictReader(text, strict=True))


def summary(files: Files, folder: str = FOLDER) -> dict[str, str]:
    rows = csv.reader(io.StringIO(files[folder + "summary.csv"].decode(), newline=""), strict=True)
    return dict(rows)


def question(**values: str | int | None) -> Row:
    usual: dict[str, str | int | None] = {
        "article_id": "rain",
        "article_title": "A title",
        "discussion_id": 3,
        "question_id": "q2",
        "question_number": 2,
        "question": "What then?",
        "follow_ups": None,
        "posted_at": None,
        "responses": 0,
        "link": None,
    }
    return row(QUESTIONS, {**usual, **values})


def stored(text: str) -> str:
    return "".join(
        "\ufffd" if character == "\0" or "\ud800" <= character <= "\udfff" else character
        for character in text
    )


def test_the_five_files_have_the_published_columns() -> None:
    files = written()
    assert not files.made

    files = written(response(), questions=[question()])

    assert {name.removeprefix(FOLDER) for name in files.made} == {*PUBLISHED, "summary.csv"}
    for name, header in PUBLISHED.items():
        columns = header + (",0" if name == "participants-votes.csv" else "")
        assert files[FOLDER + name].decode().split("\r\n")[0] == columns
    assert list(summary(files)) == SUMMARY


def test_comments_read_back() -> None:
    at = datetime(2025, 3, 4, 10, 0, 1, 234_567, tzinfo=UTC)

    files = written(
        response(7, "I think so.", created_at=at), response(9, "Été", author="Loud Wren", created_at=at)
    )

    assert read(files, FOLDER + "comments.csv") == [
        {
            "timestamp": "1741082401234",
            "datetime": "Tue Mar 04 10:00:01 UTC 2025",
            "comment-id": str(number),
            "author-id": str(number),
            "agrees": "1",
            "disagrees": "0",
            "moderated": "1",
            "comment-body": text,
        }
        for number, text in enumerate(["I think so.", "Été"])
    ]


def test_the_only_votes_are_of_authors_for_what_they_wrote() -> None:
    files = written(response(1), response(2, author="Loud Wren"), response(3))

    votes = [
        (line["comment-id"], line["voter-id"], line["vote"]) for line in read(files, FOLDER + "votes.csv")
    ]
    assert votes == [("0", "0", "1"), ("1", "1", "1"), ("2", "0", "1")]
    participants = [list(line.values()) for line in read(files, FOLDER + "participants-votes.csv")]
    assert participants == [
        ["0", "", "2", "2", "2", "0", "1", "", "1"],
        ["1", "", "1", "1", "1", "0", "", "1", ""],
    ]


def test_nobody_is_in_a_group_of_opinion() -> None:
    files = written(response(1), response(2, author=None))

    assert {line["group-id"] for line in read(files, FOLDER + "participants-votes.csv")} == {""}
    assert summary(files)["groups"] == "0"


def test_reactions_are_no_votes() -> None:
    (comment,) = read(written(response(reactions=12)), FOLDER + "comments.csv")

    assert (comment["agrees"], comment["disagrees"]) == ("1", "0")


def test_each_response_without_an_author_is_by_a_participant_of_its_own() -> None:
    files = written(
        *(response(number, author=author) for number, author in enumerate([None, "Wren", None, "", "Wren"]))
    )

    comments = read(files, FOLDER + "comments.csv")
    assert [comment["author-id"] for comment in comments] == ["0", "1", "2", "3", "1"]


def test_no_name_and_no_id_of_a_person_is_written() -> None:
    rows = [
        response(1, author="Alex Doe", author_id=987654321),
        response(2, author="Alex Doe, renamed", author_id=987654321),
        response(3, author="#987654321"),
    ]

    files = written(*rows)

    assert [comment["author-id"] for comment in read(files, FOLDER + "comments.csv")] == ["0", "0", "1"]
    content = b"".join(files[name] for name in files.made)
    assert b"Doe" not in content
    assert b"987654321" not in content


def test_the_history_of_counts_grows_with_each_comment() -> None:
    files = written(response(1), response(2), response(3, author="Loud Wren"))

    counts = [list(map(int, line.values())) for line in read(files, FOLDER + "stats-history.csv")]
    assert counts == [[1, 1, 1, 1, 1], [2, 2, 1, 1, 1], [3, 3, 2, 2, 2]]


def test_a_summary_says_what_was_asked_and_how_many_answered() -> None:
    asked = question(
        follow_ups="Why?\nWho says so?", link="https://discord.com/channels/1/2", question="“Été”, or not?"
    )

    found = summary(written(response(1), response(2), questions=[asked]))

    assert list(found.values()) == [
        "“Été”, or not?",
        "https://discord.com/channels/1/2",
        "1",
        "1",
        "0",
        "1",
        "2",
        "0",
        "A title\n\nWhy?\nWho says so?",
    ]


def test_a_summary_without_the_table_of_questions_says_what_responses_say() -> None:
    found = summary(written(response()))

    assert (found["topic"], found["conversation-description"], found["url"]) == ("What then?", "A title", "")


def test_a_question_that_nobody_answered_is_an_empty_conversation() -> None:
    files = written(questions=[question()])

    assert summary(files)["comments"] == "0"
    assert all(read(files, FOLDER + name) == [] for name in PUBLISHED)


def test_each_prompt_is_a_conversation_with_numbers_of_its_own_and_one_file_is_open() -> None:
    rows = [
        response(number, author=author, discussion_id=discussion, question_number=question_)
        for number, (author, discussion, question_) in enumerate(
            [("Wren", 1, 1), ("Heron", 1, 2), ("Wren", 1, 2), ("Heron", 2, 1), ("Heron", 1, 1)]
        )
    ]

    files = written(*rows)

    found = {
        folder: [line["author-id"] for line in read(files, f"polis/{folder}/comments.csv")]
        for folder in ("1-1", "1-2", "2-1")
    }
    assert found == {"1-1": ["0", "1"], "1-2": ["0", "1"], "2-1": ["0"]}
    assert len(files.made) == 5 * 3
    assert files.most_open == 1


def test_other_tables_are_no_part_of_the_format() -> None:
    files = Files()
    fact = dict.fromkeys((column.name for column in FACTS.columns), "x")

    write(PolisWriter(files.output), (FACTS, [row(FACTS, {**fact})]))

    assert not files.made


def test_a_conversation_too_large_for_a_table_of_votes_has_them_in_votes_alone() -> None:
    rows = [response(number) for number in range(4)]

    with replaced(polis, "MOST_COLUMNS", 3):
        files = written(*rows)

    assert read(files, FOLDER + "participants-votes.csv") == [
        {
            "participant": "0",
            "group-id": "",
            "n-comments": "4",
            "n-votes": "4",
            "n-agree": "4",
            "n-disagree": "0",
        }
    ]
    assert len(read(files, FOLDER + "votes.csv")) == 4


@given(
    said=st.lists(st.tuples(texts, authors, st.integers(1, 3)), max_size=12),
    topic=texts,
    waiting=st.integers(1, 900),
)
def test_every_text_reads_back(said: list[tuple[str, str | None, int]], topic: str, waiting: int) -> None:
    rows = [
        response(number, text, author=author, question_number=prompt, question=topic)
        for number, (text, author, prompt) in enumerate(said)
    ]

    with replaced(polis, "MOST_WAITING", waiting), replaced(polis, "AT_ONCE", 200):
        files = written(*rows)

    for prompt in {prompt for *_, prompt in said}:
        folder = f"polis/3-{prompt}/"
        expected = [(stored(text), author) for text, author, number in said if number == prompt]
        comments = read(files, folder + "comments.csv")
        shown = [
            undone(line["comment-body"], original=text)
            for line, (text, _) in zip(comments, expected, strict=True)
        ]
        assert shown == [text for text, _ in expected]
        numbers: dict[str, str] = {}
        for line, (_, author) in zip(comments, expected, strict=True):
            if author is not None:
                assert numbers.setdefault(author, line["author-id"]) == line["author-id"]
        assert len(set(numbers.values())) == len(numbers)
        assert undone(summary(files, folder)["topic"], original=stored(topic)) == stored(topic)
        votes = read(files, folder + "votes.csv")
        same = ("timestamp", "datetime", "comment-id")
        assert [[vote[name] for name in same] for vote in votes] == [
            [line[name] for name in same] for line in comments
        ]


@pytest.mark.parametrize("attack", FORMULAS)
def test_formulas_are_inert_and_readable(attack: str) -> None:
    files = written(response(text=attack, question=attack, article_title=attack))

    (comment,) = read(files, FOLDER + "comments.csv")
    found = summary(files)
    for shown in (comment["comment-body"], found["topic"], found["conversation-description"]):
        assert undone(shown, original=attack) == attack
        assert not runs(shown)
