"""Tests for bot.config and for config.example.toml, which explains it."""

import os
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.config import (
    CONFIG_VARIABLE,
    PREFIX,
    DatabaseSettings,
    Settings,
    default_database_url,
    find_config,
    load_settings,
    read_config,
    setting_keys,
)
from bot.domain.errors import FileMissingError, SettingsError

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
SECRET = "hunter2-never-shown"  # noqa: S105 (it is here to be looked for)
# Their defaults depend on the machine, or are secret.
COMMENTED_OUT = {"database.url", "database.key_file", "discord.token", "lookup.folder"}


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is set, the working folder is empty, and so is the home folder."""
    for name in list(os.environ):
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home" / "cache"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def refused(content: str | bytes, *, at: Path) -> SettingsError:
    path = at / "wrong.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SettingsError) as raised:
        load_settings(path)
    return raised.value


def nested(settings: Settings) -> dict[str, Any]:
    """Return the settings by their names, secrets in clear."""
    flat: dict[str, Any] = {}
    for key in setting_keys():
        value: Any = settings
        for name in key.split("."):
            value = getattr(value, name)
        flat[key] = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    return flat


def flattened(content: dict[str, Any], *, within: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in content.items():
        flat |= (
            flattened(value, within=f"{within}{name}.") if isinstance(value, dict) else {within + name: value}
        )
    return flat


def test_without_a_file_everything_has_its_default(bare_machine: Path) -> None:
    assert nested(load_settings()) == {
        "language": "auto",
        "database.url": f"sqlite:///{bare_machine / 'home' / 'data' / 'causerie' / 'causerie.db'}",
        "database.key_file": None,
        "database.keep_backups": 5,
        "database.patience_seconds": 5.0,
        "discord.api_url": "",
        "discord.message_content": "auto",
        "discord.shards": "",
        "discord.token": "",
        "exports.folder": Path("exports"),
        "exports.keep_days": 7,
        "fetch.contact": "",
        "fetch.enabled": True,
        "log.level": "warning",
        "lookup.folder": bare_machine / "home" / "cache" / "causerie" / "facts",
        "lookup.idle_minutes": 30.0,
        "lookup.memory_mb": 256,
        "metrics.host": "127.0.0.1",
        "metrics.port": 0,
    }


def test_a_file_sets_what_it_says_and_nothing_else() -> None:
    path = write(Path("other.toml"), "\ufefflanguage = 'fr'\n[database]\npatience_seconds = 0.5\n")

    settings = load_settings(path)

    assert settings.language == "fr"
    assert settings.database.patience == timedelta(milliseconds=500)
    assert settings.database.keep_backups == 5


def test_variables_win_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write(Path("config.toml"), "language = 'fr'\n[database]\nurl = 'sqlite:///file.db'\nkeep_backups = 9\n")
    monkeypatch.setenv("CAUSERIE_LANGUAGE", "en")
    monkeypatch.setenv("CAUSERIE_DATABASE__URL", "sqlite:///variable.db")
    monkeypatch.setenv("causerie_discord__token", SECRET)

    settings = load_settings()

    assert settings.language == "en"
    assert settings.database.url.get_secret_value() == "sqlite:///variable.db"
    assert settings.database.keep_backups == 9
    assert settings.discord.token.get_secret_value() == SECRET


@pytest.mark.parametrize("key", list(setting_keys()))
def test_every_setting_can_be_a_variable(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "language": "fr",
        "fetch.enabled": "False",
        "log.level": "debug",
        "lookup.memory_mb": "64",
        "discord.message_content": "off",
        "discord.shards": "0-1/4",
        "discord.api_url": "http://localhost:8080/api/v10",
    }
    value = values.get(key, "3")
    monkeypatch.setenv(f"CAUSERIE_{key.upper().replace('.', '__')}", value)

    assert str(nested(load_settings())[key]) in {value, f"{value}.0"}


def test_the_working_folder_comes_before_the_configuration_folder(bare_machine: Path) -> None:
    assert find_config() is None
    own = write(bare_machine / "home" / "config" / "causerie" / "config.toml", "language = 'fr'")
    assert find_config() == own
    assert load_settings().language == "fr"
    here = write(bare_machine / "here" / "config.toml", "language = 'en'")
    assert find_config() == here
    assert load_settings().language == "en"


def test_a_folder_called_like_the_file_is_passed_over() -> None:
    Path("config.toml").mkdir()

    assert find_config() is None


def test_a_variable_may_name_the_file_and_an_argument_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    write(Path("config.toml"), "log.level = 'error'")
    monkeypatch.setenv(CONFIG_VARIABLE, str(write(Path("named.toml"), "log.level = 'info'")))
    asked = write(Path("asked.toml"), "log.level = 'debug'")

    assert load_settings().log.level == "info"
    assert load_settings(asked).log.level == "debug"


@pytest.mark.parametrize("name", ["missing.toml", "missing/config.toml", "."])
def test_a_file_that_was_asked_for_has_to_be_there(name: str) -> None:
    with pytest.raises(FileMissingError) as raised:
        load_settings(Path(name))

    assert raised.value.data == {"name": name}


def test_a_file_that_a_variable_names_has_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONFIG_VARIABLE, "missing.toml")

    with pytest.raises(FileMissingError):
        load_settings()


@pytest.mark.parametrize(
    ("content", "key", "kind", "nearest"),
    [
        pytest.param("langauge = 'fr'", "langauge", "text", "language", id="key"),
        pytest.param("[databse]\nurl = 'a'", "databse", "table", "database", id="table"),
        pytest.param(
            "[database]\nkeep_backup = 3",
            "database.keep_backup",
            "number",
            "database.keep_backups",
            id="in-table",
        ),
        pytest.param("[log]\nwhatsoever = true", "log.whatsoever", "flag", "", id="nothing-near"),
        pytest.param("[log.lvel]", "log.lvel", "table", "log.level", id="table-in-table"),
        pytest.param("_env_prefix = 'X_'", "_env_prefix", "text", "", id="a-word-of-pydantic-settings"),
        pytest.param("_cli_parse_args = true", "_cli_parse_args", "flag", "", id="another"),
        pytest.param("__pydantic_self__ = 1.5", "__pydantic_self__", "float", "", id="pydantic-itself"),
        pytest.param(f"tokn = ['{SECRET}']", "tokn", "list", "", id="a-secret-in-the-wrong-place"),
    ],
)
def test_an_unknown_setting_is_refused(
    content: str, key: str, kind: str, nearest: str, tmp_path: Path
) -> None:
    error = refused(content, at=tmp_path)

    where = str(tmp_path / "wrong.toml")
    assert error.code == "settings_unknown"
    assert error.data == {"where": where, "key": key, "kind": kind, "nearest": nearest}


@pytest.mark.parametrize(
    ("content", "key", "expected", "found"),
    [
        pytest.param("language = 'de'", "language", "auto, en, fr", "text", id="language"),
        pytest.param("language = 2024-01-01", "language", "auto, en, fr", "other", id="date"),
        pytest.param("database = 5", "database", "model", "number", id="no-table"),
        pytest.param("[database]\nurl = 5", "database.url", "string", "number", id="url"),
        pytest.param("[database]\nkeep_backups = 0", "database.keep_backups", "≥ 1", "number", id="too-few"),
        pytest.param(
            "[database]\nkeep_backups = 1001", "database.keep_backups", "≤ 1000", "number", id="too-many"
        ),
        pytest.param(
            "[database]\nkeep_backups = 2.5", "database.keep_backups", "int", "float", id="fraction"
        ),
        pytest.param("[database]\nkeep_backups = 'a'", "database.keep_backups", "int", "text", id="word"),
        pytest.param(
            "[database]\npatience_seconds = 0", "database.patience_seconds", "> 0", "number", id="zero"
        ),
        pytest.param(
            "[database]\npatience_seconds = inf", "database.patience_seconds", "≤ 300", "float", id="inf"
        ),
        pytest.param(
            "[database]\npatience_seconds = {}", "database.patience_seconds", "float", "table", id="table"
        ),
        pytest.param("[lookup]\nidle_minutes = inf", "lookup.idle_minutes", "≤ 525600", "float", id="ever"),
        pytest.param("[discord]\ntoken = ['a']", "discord.token", "string", "list", id="token"),
        pytest.param("[exports]\nfolder = 3", "exports.folder", "path", "number", id="folder"),
        pytest.param("[log]\nlevel = true", "log.level", "debug, info, warning, error", "flag", id="level"),
    ],
)
def test_a_wrong_value_is_refused(content: str, key: str, expected: str, found: str, tmp_path: Path) -> None:
    error = refused(content, at=tmp_path)

    where = str(tmp_path / "wrong.toml")
    assert error.code == "settings_value"
    assert error.data == {"where": where, "key": key, "expected": expected, "found": found}


def test_not_a_number_is_no_time_to_wait(tmp_path: Path) -> None:
    assert refused("[database]\npatience_seconds = nan", at=tmp_path).code == "settings_value"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("language = \n", "line 1, column 12", id="no-value"),
        pytest.param("\n\nlanguage", "end of document", id="no-equals-sign"),
        pytest.param("a = 1\na = 2\n", "line 2, column 6", id="twice"),
        pytest.param(b"language = '\xe9'", "UTF-8", id="encoding"),
        pytest.param(f"a = {'9' * 5_000}", "ValueError", id="number-of-too-many-digits"),
        pytest.param(f"a = {'[' * 5_000}", "RecursionError", id="too-deep"),
    ],
)
def test_a_file_that_is_no_toml_is_refused_with_the_place(
    content: str | bytes, reason: str, tmp_path: Path
) -> None:
    error = refused(content, at=tmp_path)

    assert error.code == "settings_syntax"
    assert error.data == {"where": str(tmp_path / "wrong.toml"), "key": "", "reason": reason}


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("CAUSERIE_LANGUGE", "CAUSERIE_LANGUAGE"),
        ("CAUSERIE_DISCORD_TOKEN", "CAUSERIE_DISCORD__TOKEN"),
        ("causerie_database_url", "CAUSERIE_DATABASE__URL"),
        ("CAUSERIE_WHATSOEVER_IT_IS", ""),
    ],
)
def test_an_unknown_variable_is_refused(name: str, nearest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, SECRET)

    with pytest.raises(SettingsError) as raised:
        load_settings()

    error = raised.value
    assert error.code == "settings_unknown"
    assert error.data == {"where": "CAUSERIE_*", "key": name, "kind": "text", "nearest": nearest}


def test_a_table_cannot_be_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUSERIE_DISCORD", f'{{"token": "{SECRET}"}}')

    with pytest.raises(SettingsError) as raised:
        load_settings()

    assert raised.value.code == "settings_unknown"


def test_a_wrong_variable_is_named_not_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(Path("config.toml"), "log.level = 'info'")
    monkeypatch.setenv("CAUSERIE_LOG__LEVEL", "loud")

    with pytest.raises(SettingsError) as raised:
        load_settings(path)

    assert raised.value.data["where"] == "CAUSERIE_LOG__LEVEL"


@pytest.mark.parametrize(
    "content",
    [
        f"[discord]\ntoken = ['{SECRET}']",
        f"[discord]\ntoken = {{ '{SECRET}' = 1 }}",
        f"[discord]\ntokn = '{SECRET}'",
        f"[discord]\ntoken = '{SECRET}",
        f"[discord]\ntoken = {SECRET}",
        f"[database]\nurl = 'postgresql://me:{SECRET}@host/db'\nkeep_backups = '{SECRET}'",
        f"language = '{SECRET}'",
    ],
)
def test_no_error_shows_a_value(content: str, tmp_path: Path) -> None:
    error = refused(content, at=tmp_path)

    seen: BaseException | None = error
    while seen is not None and not seen.__suppress_context__:
        assert SECRET not in f"{seen!r} {seen}"
        seen = seen.__cause__ or seen.__context__
    assert SECRET not in f"{error!r} {error}"


def test_settings_never_show_what_is_secret() -> None:
    path = write(
        Path("config.toml"),
        f"[database]\nurl = 'postgresql://me:{SECRET}@host/db'\n[discord]\ntoken = '{SECRET}'",
    )

    settings = load_settings(path)

    shown = [settings, settings.database, settings.discord, settings.model_dump(), settings.model_dump_json()]
    assert all(SECRET not in f"{one!r} {one}" for one in shown)


def test_settings_do_not_change() -> None:
    settings = load_settings()

    with pytest.raises(ValidationError):
        settings.language = "fr"
    with pytest.raises(ValidationError):
        settings.database.keep_backups = 1


def test_the_default_address_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))

    address = default_database_url()

    assert str(tmp_path / "elsewhere") in address
    assert DatabaseSettings().url.get_secret_value() == address
    assert load_settings().database.url.get_secret_value() == address


def test_the_example_loads_as_it_is() -> None:
    assert nested(load_settings(EXAMPLE)) == nested(load_settings())


def test_the_example_holds_every_setting_with_its_default() -> None:
    stated = flattened(read_config(EXAMPLE))
    defaults = {key: value for key, value in nested(load_settings()).items() if key not in COMMENTED_OUT}

    assert stated == {
        key: str(value) if isinstance(value, Path) else value for key, value in defaults.items()
    }


def test_the_example_holds_the_other_settings_as_comments() -> None:
    content = EXAMPLE.read_text("utf-8")

    switched_on = flattened(tomllib.loads(re.sub(r"^# (?=\w+ = )", "", content, flags=re.MULTILINE)))

    assert list(switched_on) == list(setting_keys())
    assert switched_on["discord.token"] == ""


def test_the_example_explains_every_setting() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    places = [place for place, line in enumerate(lines) if re.match(r"(?:# )?\w+ = ", line)]

    assert len(places) == len(list(setting_keys()))
    for place in places:
        start = max(earlier for earlier, line in enumerate(lines[:place]) if not line.startswith("#"))
        comment = " ".join(lines[start + 1 : place])
        assert len(comment) > 60, lines[place]
        assert "Default: " in comment, lines[place]


@pytest.mark.parametrize(
    ("key", "unit"),
    [("database.patience_seconds", "in seconds"), ("database.keep_backups", "a number")],
)
def test_the_example_names_units(key: str, unit: str) -> None:
    before, _, _ = EXAMPLE.read_text("utf-8").partition(f"\n{key.split('.')[1]} = ")

    assert unit in " ".join(before.rsplit("\n\n", 1)[-1].split())
