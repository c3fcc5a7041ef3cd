"""Tests for bot.domain.identity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.identity import LOCAL_GUILD, MemberId, Person, Role, local_member


def test_a_local_member_is_the_same_in_every_session() -> None:
    assert local_member("Sam") == 8_410_192_394_422_555_966


@pytest.mark.parametrize("typed", ["sam lee", "SAM LEE", "  Sam   Lee\t", "Sam\u00a0Lee"])
def test_a_local_member_is_known_whatever_the_case_and_the_spaces(typed: str) -> None:
    assert local_member(typed) == local_member("Sam Lee")


def test_different_names_are_different_members() -> None:
    names = ["Sam", "Sam Lee", "SamLee", "Camille", "Élodie", "Elodie", "", "\udcff"]

    assert len({local_member(name) for name in names}) == len(names)


@given(name=st.text(st.characters()))
def test_a_local_member_fits_a_database_and_is_no_guild(name: str) -> None:
    assert LOCAL_GUILD < local_member(name) < 2**63


@pytest.mark.parametrize(("role", "expected"), [(Role.MEMBER, False), (Role.MODERATOR, True)])
def test_who_is_a_moderator(role: Role, expected: bool) -> None:
    assert Person(id=MemberId(1), name="Sam", role=role).is_moderator is expected
