"""The learned numbers of the engine: ``weights.toml``, as ``benchmarks/lookup_learning.py`` writes it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.lookup.features import FEATURES
from bot.lookup.signs import SIGNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How facts are ranked, how sure the first is, and from which probability on something is said."""

    rank: NDArray[np.float32]  # of each feature
    told: NDArray[np.float32]  # of each sign, for *the facts hold the answer*; the last one stands alone
    right: tuple[float, float, float]  # ceiling, slope and place of the curve that makes a probability of it
    answer_from: float
    choices_from: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One policy for the facts of an article, one for those of a server."""

    article: Policy
    server: Policy
    server_from: int  # facts


def from_table(table: Mapping[str, Any]) -> Weights:
    """Return the weights that a table in the form of ``weights.toml`` holds. Raises KeyError."""
    article, server = (_to_policy(table[name]) for name in ("article", "server"))
    return Weights(article=article, server=server, server_from=table["server_from"])


@cache
def standard() -> Weights:
    """Return the weights that come with the program."""
    return from_table(tomllib.loads((files(__package__) / "weights.toml").read_text(encoding="utf-8")))


def _to_policy(table: Mapping[str, Any]) -> Policy:
    told = table["told"]
    return Policy(
        rank=np.array([table["rank"][name] for name in FEATURES], np.float32),
        told=np.array([*(told[name] for name in SIGNS), told["always"]], np.float32),
        right=(table["right"]["ceiling"], table["right"]["slope"], table["right"]["place"]),
        answer_from=table["answer_from"],
        choices_from=table["choices_from"],
    )
