"""The settings: ``config.toml``, then ``CAUSERIE_*`` variables; frozen, and nothing unknown is let through.

What people read about each setting stands in ``config.example.toml``; a test holds the two together.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_cache_path, user_config_path, user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.domain.errors import FileMissingError, SettingsError

APPLICATION = "causerie"
FILE_NAME = "config.toml"
PREFIX = "CAUSERIE_"
NESTING = "__"
CONFIG_VARIABLE = "CAUSERIE_CONFIG"


def default_database_url() -> str:
    """Return the address of the SQLite file that is used unless another is set."""
    return f"sqlite:///{user_data_path(APPLICATION) / 'causerie.db'}"


class Section(BaseModel):
    """A table of ``config.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(Section):
    """Where everything is kept."""

    url: SecretStr = Field(default_factory=lambda: SecretStr(default_database_url()))
    key_file: Path | None = None
    keep_backups: int = Field(default=5, ge=1, le=1000)
    patience_seconds: float = Field(default=5.0, gt=0, le=300)

    @property
    def patience(self) -> timedelta:
        """How long to wait for another program that holds the database."""
        return timedelta(seconds=self.patience_seconds)


class DiscordSettings(Section):
    """How the bot signs in to Discord."""

    token: SecretStr = SecretStr("")
    message_content: Literal["auto", "on", "off"] = "auto"
    shards: str = ""
    api_url: str = Field(default="", pattern=r"^(https?://[^\s]+)?$")


class FetchSettings(Section):
    """Reading articles from their addresses on the web."""

    enabled: bool = True
    contact: str = Field(default="", pattern=r"^[!-~]*$", max_length=200)


class ExportSettings(Section):
    """Where exports go unless they are told otherwise."""

    folder: Path = Path("exports")
    keep_days: int = Field(default=7, ge=1, le=36_500)  # a century

    @property
    def keep(self) -> timedelta:
        """How long each is kept there by the bot on Discord."""
        return timedelta(days=self.keep_days)


class LookupSettings(Section):
    """How the indexes are kept that look-ups are answered from."""

    folder: Path = Field(default_factory=lambda: user_cache_path(APPLICATION) / "facts")
    memory_mb: int = Field(default=256, ge=16)
    idle_minutes: float = Field(default=30.0, gt=0, le=525_600)  # a year

    @property
    def idle(self) -> timedelta:
        """How long one is held that nobody uses."""
        return timedelta(minutes=self.idle_minutes)


class MetricsSettings(Section):
    """Where programs that watch over the bot find its numbers."""

    port: int = Field(default=0, ge=0, le=65535)
    host: str = Field(default="127.0.0.1", min_length=1)


class LogSettings(Section):
    """What the program says about itself on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "warning"


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter=NESTING, case_sensitive=False
    )

    language: Literal["auto", "en", "fr"] = "auto"
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    discord: DiscordSettings = Field(default_factory=DiscordSettings)
    fetch: FetchSettings = Field(default_factory=FetchSettings)
    exports: ExportSettings = Field(default_factory=ExportSettings)
    lookup: LookupSettings = Field(default_factory=LookupSettings)
    log: LogSettings = Field(default_factory=LogSettings)
    metrics: MetricsSettings = Field(default_factory=MetricsSettings)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the variables win over the file, whose content is handed in as arguments."""
        return env_settings, init_settings


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings from *path*, or from the first ``config.toml`` found.

    Raises SettingsError, FileMissingError where *path* is not there.
    """
    found = path or _named_by_environment() or find_config()
    content = {} if found is None else read_config(found)
    where = str(found) if found is not None else PREFIX + "*"
    refuse_unknown_variables(os.environ)
    refuse_unknown_tables(content, where=where)
    try:
        return Settings(**content)
    except ValidationError as error:
        raise to_settings_error(
            error, where=where
        ) from None  # the cause would show values, secrets among them


def find_config() -> Path | None:
    """Return the ``config.toml`` of the working folder, else that of the user's configuration folder."""
    for folder in (Path.cwd(), user_config_path(APPLICATION)):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    return None


def read_config(path: Path) -> dict[str, Any]:
    """Return the content of the configuration file *path*. Raises FileMissingError, SettingsError."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise FileMissingError(name=str(path)) from error
    except UnicodeDecodeError as error:
        raise SettingsError("settings_syntax", where=str(path), key="", reason="UTF-8") from error
    except (ValueError, RecursionError) as error:  # a number of too many digits is a plain ValueError
        # The parser names the place; it quotes nothing of the line, which may hold a secret.
        raise SettingsError("settings_syntax", where=str(path), key="", reason=_place_of(error)) from None


def refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    """Raise SettingsError at the first ``CAUSERIE_*`` variable that means nothing."""
    known = {_to_variable(key) for key in setting_keys()} | {CONFIG_VARIABLE}
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(
                "settings_unknown",
                where=PREFIX + "*",
                key=name,
                kind="text",
                nearest=nearest(name.upper(), known),
            )


def refuse_unknown_tables(content: Mapping[str, object], *, where: str) -> None:
    """Raise SettingsError at the first key of a file that is none of ours.

    pydantic-settings would take some, such as ``_env_prefix``, for directions to itself.
    """
    for key, value in content.items():
        if key not in Settings.model_fields:
            close = nearest(key, {*setting_keys(), *Settings.model_fields})
            raise SettingsError("settings_unknown", where=where, key=key, kind=_kind_of(value), nearest=close)


def setting_keys(model: type[BaseModel] = Settings, *, within: str = "") -> Iterator[str]:
    """Yield the name of every setting, as in ``database.url``."""
    for name, field in model.model_fields.items():
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, Section):
            yield from setting_keys(annotation, within=f"{within}{name}.")
        else:
            yield f"{within}{name}"


def nearest(name: str, known: set[str]) -> str:
    """Return the known name that *name* was probably meant to be, or nothing."""
    from rapidfuzz import process  # noqa: PLC0415 (only when something is wrong)
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = process.extractOne(name, sorted(known), scorer=OSA.normalized_similarity, score_cutoff=0.6)
    return found[0] if found else ""


def to_settings_error(error: ValidationError, *, where: str) -> SettingsError:
    """Return the first thing wrong, by its name and its value's kind, never by its value."""
    first = error.errors(include_url=False, include_context=True)[0]
    key = ".".join(str(part) for part in first["loc"])
    variable = _to_variable(key)
    if any(name.upper() == variable for name in os.environ):
        where = variable  # it won over the file
    found = _kind_of(first.get("input"))
    if first["type"] == "extra_forbidden":
        close = nearest(key, set(setting_keys()))
        return SettingsError("settings_unknown", where=where, key=key, kind=found, nearest=close)
    context = first.get("ctx", {})
    limits = [f"{sign} {context[name]:g}" for name, sign in _LIMITS.items() if name in context]
    # pydantic lists choices in English: 'auto', 'en' or 'fr'.
    choices = ", ".join(_CHOICE.findall(str(context.get("expected", ""))))
    expected = choices or " ".join(limits) or first["type"].split("_")[0]
    return SettingsError("settings_value", where=where, key=key, expected=expected, found=found)


_CHOICE = re.compile(r"'(\w+)'")
_LIMITS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def _to_variable(key: str) -> str:
    return PREFIX + key.upper().replace(".", NESTING)


def _named_by_environment() -> Path | None:
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else None


def _kind_of(value: object) -> str:
    kinds = {str: "text", bool: "flag", int: "number", float: "float", list: "list", dict: "table"}
    return kinds.get(type(value), "other")


def _place_of(error: Exception) -> str:
    _, found, place = str(error).rpartition("(at ")
    return place.rstrip(")") if found else type(error).__name__
