"""What a command is: its name, its options, who may ask it, and what answers.

Names here are the English ones, and the keys of every other language's: ``name.fact``, ``option.query``.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from unicodedata import combining, normalize

from bot.commands.reply import Reply
from bot.domain.errors import OptionValueError
from bot.domain.identity import Role
from bot.i18n import Language, Text, text_in

# What "yes" may be spelled as, in every language of ours: people do not switch languages for a flag.
YES = frozenset({"yes", "y", "true", "1", "oui", "o", "vrai"})
NO = frozenset({"no", "n", "false", "0", "non", "faux"})


class Kind(StrEnum):
    """What an option's value is."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    FILE = "file"


class Suggest(StrEnum):
    """What an option's value is completed from while it is typed."""

    FACTS = "facts"
    ARTICLES = "articles"
    COMMANDS = "commands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody hands over, read when it is needed."""

    name: str
    read: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a command."""

    name: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    choices: tuple[str, ...] = ()
    suggest: Suggest | None = None

    def parse(self, value: object, text: Text) -> object:
        """Return *value* as the handler takes it. Raises OptionValueError."""
        if self.kind is Kind.NUMBER and isinstance(value, str):
            digits = value.strip().lstrip("#")
            if not digits.isascii() or not digits.isdigit() or len(digits) > 18:  # noqa: PLR2004 (64 bits)
                raise self._wrong(value, text("kind.number"), text)
            return int(digits)
        if self.kind is Kind.FLAG and isinstance(value, str):
            word = value.strip().casefold()
            if word not in YES | NO:
                raise self._wrong(value, f"{text('word.yes')}, {text('word.no')}", text)
            return word in YES
        if self.kind is Kind.CHOICE and str(value).strip().casefold() not in self.choices:
            raise self._wrong(str(value), ", ".join(self.choices), text)
        return str(value).strip().casefold() if self.kind is Kind.CHOICE else value

    def _wrong(self, value: str, allowed: str, text: Text) -> OptionValueError:
        return OptionValueError(option=option_name(self.name, text), value=value, allowed=allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command, on every front."""

    name: str  # with its group: "article add"
    handler: Callable[..., Awaitable[Reply]]
    options: tuple[Option, ...] = ()
    bare: str | None = None  # the option that takes words typed without an option's name
    role: Role = Role.MEMBER
    cooldown: timedelta = timedelta(0)

    def option(self, name: str) -> Option | None:
        """Return the option called *name*."""
        return next((option for option in self.options if option.name == name), None)


def command_name(name: str, text: Text) -> str:
    """Return how the command *name* is called in the language of *text*: ``article ajouter``."""
    return " ".join(text(f"name.{'.'.join(name.split()[: depth + 1])}") for depth in range(len(name.split())))


def option_name(name: str, text: Text) -> str:
    """Return how the option *name* is called in the language of *text*."""
    return text(f"option.{name}")


def fold(name: str) -> str:
    """Return *name* as people may type it: without accents or capitals."""
    decomposed = normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if not combining(character))


def folded_names(command: Command) -> set[str]:
    """Return what *command* is called in every language, folded."""
    return {command.name, *(fold(command_name(command.name, text_in(language))) for language in Language)}
