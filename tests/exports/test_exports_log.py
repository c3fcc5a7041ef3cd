"""Tests for bot.exports.log: opened by Python's own reader, and nothing in it is run by a spreadsheet."""

import csv
import io
from datetime import UTC, datetime

from bot.domain.identity import MemberId
from bot.domain.moderation import LogLine
from bot.exports.log import to_log_csv

AT = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
ID = 1_199_999_999_999_999_001


def line(reason: str | None, *, target: str = "7") -> LogLine:
    return LogLine(key=1, at=AT, moderator=MemberId(ID), action="response.hide", target=target, reason=reason)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_line_says_when_who_what_and_why() -> None:
    content = to_log_csv([line('rude, "very"\nrude é'), line(None)], in_words=lambda action: f"<{action}>")

    assert content.startswith(b"\xef\xbb\xbfat,")
    first, second = rows(content)
    assert first == {
        "at": "2026-03-29T12:00:00.000000Z",
        "moderator": f"#{ID}",
        "action": "response.hide",
        "in_words": "<response.hide>",
        "target": "7",
        "reason": 'rude, "very"\nrude é',
    }
    assert second["reason"] == ""


def test_what_a_spreadsheet_would_run_is_defused() -> None:
    content = to_log_csv([line("=1+1", target="@SUM(A1)")], in_words=str)

    (row,) = rows(content)
    assert (row["target"], row["reason"]) == ("'@SUM(A1)", "'=1+1")


def test_a_log_with_nothing_in_it_has_its_header() -> None:
    assert rows(to_log_csv([], in_words=str)) == []
