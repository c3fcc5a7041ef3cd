"""Tests for bot.services.fresh_cache."""

from bot.domain.identity import PromptId
from bot.services.fresh_cache import FreshCache


def test_an_answer_from_before_a_change_is_not_remembered() -> None:
    cache = FreshCache[int, PromptId | None]()
    asked = cache.cleared

    cache.clear()  # the discussion was closed while the database was being asked
    cache.put(1, PromptId(7), cleared=asked)

    assert cache.get(1) is None
    cache.put(1, None, cleared=cache.cleared)
    held = cache.get(1)
    assert held is not None
    assert held.value is None
