"""Tests for bot.domain.errors."""

import pickle
from datetime import time

import pytest

from bot.domain.errors import BotError, EmptyQueryError, PackError, SettingsError, UsageError
from bot.domain.reading_errors import WallError
from bot.domain.schedule_errors import QuietTimeError
from bot.domain.storage_errors import KeyFileError, StoreBusyError


def every_error(base: type[BotError] = BotError) -> list[type[BotError]]:
    below = [found for error in base.__subclasses__() for found in every_error(error)]
    return [base, *below]


def test_each_error_has_a_code_of_its_own() -> None:
    without = {BotError, UsageError, PackError, SettingsError, WallError, KeyFileError}
    codes = [error.code for error in every_error() if error not in without]

    assert len(codes) == len(set(codes))
    assert BotError.code not in codes


def test_an_error_carries_its_data() -> None:
    error = StoreBusyError(where="causerie.db")

    assert (error.code, error.data) == ("store_busy", {"where": "causerie.db"})
    assert str(error) == "('store_busy', {'where': 'causerie.db'})"
    assert EmptyQueryError().data == {}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(PackError("pack_empty", name="a.toml", where=""), "pack_empty", id="pack"),
        pytest.param(SettingsError("settings_value", where="", key="log"), "settings_value", id="settings"),
    ],
)
def test_an_error_of_several_kinds_says_which(error: BotError, code: str) -> None:
    assert error.code == code
    assert error.args[0] == code


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(StoreBusyError(where="causerie.db"), id="data"),
        pytest.param(QuietTimeError(time=time(23), start=time(22), end=time(8)), id="more-data"),
        pytest.param(PackError("pack_empty", name="a.toml", where=""), id="several-kinds"),
    ],
)
def test_an_error_travels_between_processes(error: BotError) -> None:
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)

    assert type(arrived) is type(error)
    assert (arrived.code, arrived.data, arrived.args) == (error.code, error.data, error.args)
