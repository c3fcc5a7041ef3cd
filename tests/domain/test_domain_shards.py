"""Tests for bot.domain.shards: what an operator may write, and which guilds it means."""

import pytest

from bot.domain.discord_errors import ShardsWrongError
from bot.domain.identity import GuildId
from bot.domain.shards import Shards, to_shards


@pytest.mark.parametrize(
    ("said", "shards"),
    [
        ("", None),
        ("  ", None),
        ("0/1", Shards((0,), 1)),
        ("0-3/8", Shards((0, 1, 2, 3), 8)),
        (" 2, 0 , 4 - 6 / 8 ", Shards((0, 2, 4, 5, 6), 8)),
        ("1,1-2,2/3", Shards((1, 2), 3)),
        ("9999/10000", Shards((9999,), 10_000)),
    ],
)
def test_what_is_read(said: str, shards: Shards | None) -> None:
    assert to_shards(said) == shards


@pytest.mark.parametrize(
    "said",
    ["0", "0-3", "/4", "0/", "0/0", "4/4", "3-1/4", "0-4/4", "-1/4", "a/4", "0/b", "0,/4", "0//4", "0/10001"],
)
def test_what_means_nothing(said: str) -> None:
    with pytest.raises(ShardsWrongError) as caught:
        to_shards(said)

    assert caught.value.data["said"] == said


def test_they_are_said_as_they_are_written() -> None:
    shards = Shards((0, 2), 4)

    assert to_shards(str(shards)) == shards


def test_a_guild_is_in_one_of_them() -> None:
    # Of Discord's documentation: (guild_id >> 22) % num_shards.
    guild = GuildId(1_199_999_999_999_999_100)
    number = (1_199_999_999_999_999_100 // 4_194_304) % 5

    assert [Shards((one,), 5).has(guild) for one in range(5)] == [one == number for one in range(5)]
