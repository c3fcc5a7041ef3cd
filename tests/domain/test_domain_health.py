"""Tests for bot.domain.health."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.guild import Finding, Severity
from bot.domain.health import TELL_AFTER, Problem, digest, is_low, is_worth_telling, severity_of
from bot.domain.outbox import Step

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
CAUSE = Finding(code="lacks", severity=Severity.BROKEN, data={"permission": "send_messages"})
PROBLEM = Problem(
    code="prompt", severity=Severity.BROKEN, since=NOON, data={"title": "Quays"}, subject=7, cause=CAUSE
)


@pytest.mark.parametrize(
    ("attempts", "ago", "expected"),
    [
        pytest.param(1, timedelta(seconds=5), False, id="once-a-moment-ago"),
        pytest.param(2, timedelta(seconds=5), True, id="twice"),
        pytest.param(1, TELL_AFTER, True, id="long-ago"),
        pytest.param(0, TELL_AFTER - timedelta(seconds=1), False, id="not-yet"),
    ],
)
def test_what_failed_once_is_told_once_that_lasts(attempts: int, ago: timedelta, expected: bool) -> None:
    assert is_worth_telling(attempts=attempts, since=NOON - ago, now=NOON) is expected


def test_what_people_answer_to_matters_most() -> None:
    assert {step for step in Step if severity_of(step) is Severity.BROKEN} == {Step.PROMPT, Step.THREAD}


@pytest.mark.parametrize(
    ("left", "ahead", "expected"),
    [
        pytest.param(None, 4, False, id="never-ends"),
        pytest.param(4, 4, False, id="enough"),
        pytest.param(3, 4, True, id="three-ahead"),
        pytest.param(0, 4, True, id="empty"),
        pytest.param(2, 2, False, id="as-many-as-planned"),
        pytest.param(1, 2, True, id="fewer-than-planned"),
    ],
)
def test_few_openings_are_few(left: int | None, ahead: int, expected: bool) -> None:
    assert is_low(left, ahead=ahead) is expected


def test_a_problem_is_told_from_others_by_what_it_is_about() -> None:
    assert PROBLEM.key == "prompt:7"
    assert replace(PROBLEM, subject=8).key != PROBLEM.key


@pytest.mark.parametrize(
    "other",
    [
        replace(PROBLEM, code="thread"),
        replace(PROBLEM, severity=Severity.NOTICE),
        replace(PROBLEM, since=NOON + timedelta(minutes=1)),
        replace(PROBLEM, data={"title": "Boats"}),
        replace(PROBLEM, subject=8),
        replace(PROBLEM, cause=None),
        replace(PROBLEM, cause=replace(CAUSE, data={"permission": "embed_links"})),
    ],
)
def test_whatever_is_said_otherwise_has_another_digest(other: Problem) -> None:
    assert digest([other]) != digest([PROBLEM])


def test_the_digest_stays_as_long_as_the_same_is_said() -> None:
    assert digest([PROBLEM], "en") == digest([replace(PROBLEM)], "en")
    assert digest([PROBLEM], "en") != digest([PROBLEM], "fr")
    assert digest([PROBLEM, PROBLEM]) != digest([PROBLEM])
    assert digest([], "en") == ""
