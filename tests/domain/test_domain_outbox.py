"""Tests for bot.domain.outbox."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.identity import DiscussionId, GuildId, OutboxId, ScheduleId
from bot.domain.outbox import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    OutboxRow,
    Step,
    discussion_stream,
    guild_stream,
    pause_after,
    schedule_stream,
)

NONCE_LIMIT = 25  # Discord's, in characters
LARGEST = 2**63 - 1
NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
ROW = OutboxRow(
    id=OutboxId(1),
    stream="discussion:1",
    step=Step.PROMPT,
    subject=1,
    guild=GuildId(1),
    attempts=1,
    planned_at=NOON,
    held_until=NOON + timedelta(seconds=90),
)


class TestRow:
    @pytest.mark.parametrize(("attempts", "is_retry"), [(1, False), (2, True), (40, True)])
    def test_what_was_taken_on_before_is_a_retry(self, attempts: int, *, is_retry: bool) -> None:
        assert replace(ROW, attempts=attempts).is_retry is is_retry

    @given(
        id_=st.integers(1, LARGEST),
        planned_at=st.datetimes(datetime(2026, 1, 1), datetime(2105, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (as the strategy wants them)
    )
    def test_a_nonce_is_no_longer_than_discord_takes(self, id_: int, planned_at: datetime) -> None:
        nonce = replace(ROW, id=OutboxId(id_), planned_at=planned_at).nonce

        assert 0 < len(nonce) <= NONCE_LIMIT

    @given(rows=st.lists(st.tuples(st.integers(1, LARGEST), st.integers(0, 2**31)), min_size=2, unique=True))
    def test_no_two_rows_share_a_nonce_nor_does_one_that_is_armed_anew(
        self, rows: list[tuple[int, int]]
    ) -> None:
        nonces = {
            replace(ROW, id=OutboxId(id_), planned_at=NOON + timedelta(seconds=seconds)).nonce
            for id_, seconds in rows
        }

        assert len(nonces) == len(rows)

    def test_a_nonce_is_the_same_at_each_attempt(self) -> None:
        assert replace(ROW, attempts=7).nonce == ROW.nonce


class TestPauses:
    def test_they_double_up_to_a_limit(self) -> None:
        pauses = [pause_after(attempts, jitter=1).total_seconds() for attempts in range(1, 11)]

        assert pauses == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]

    @given(attempts=st.integers(1, 10**9), jitter=st.floats(0, 1))
    def test_they_keep_within_bounds(self, attempts: int, jitter: float) -> None:
        assert FIRST_PAUSE / 2 <= pause_after(attempts, jitter=jitter) <= LONGEST_PAUSE

    @given(attempts=st.integers(1, 100), jitters=st.tuples(st.floats(0, 1), st.floats(0, 1)))
    def test_jitter_halves_them_at_most_and_never_more_than_the_next_is_long(
        self, attempts: int, jitters: tuple[float, float]
    ) -> None:
        low, high = sorted(jitters)

        assert pause_after(attempts, jitter=low) <= pause_after(attempts, jitter=high)
        assert pause_after(attempts, jitter=0) * 2 == pause_after(attempts, jitter=1)
        assert pause_after(attempts, jitter=high) <= pause_after(attempts + 1, jitter=1)


def test_streams_are_each_of_their_own() -> None:
    streams = {discussion_stream(DiscussionId(7)), schedule_stream(ScheduleId(7)), guild_stream(GuildId(7))}

    assert streams == {"discussion:7", "schedule:7", "guild:7"}
