"""What a command is: its name, its options, who may ask it, and what answers.

Names here are the English ones, and the keys of every other language's: ``name.fact``, ``option.query``.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from unicodedata import combining, normalize

from bot.commands.reply import Reply
from bot.domain.errors import OptionValueError
from bot.domain.identity import Person, Role
from bot.i18n import Language, Text, text_in

# What "yes" may be spelled as, in every language of ours: people do not switch languages for a flag.
YES = frozenset({"yes", "y", "true", "1", "oui", "o", "vrai"})
NO = frozenset({"no", "n", "false", "0", "non", "faux"})

_WORD = re.compile(r"\w+")
_SEVERAL = re.compile(r"[,;]")

# A number may be one of Discord's ids, and those have 64 bits.
HIGHEST = 2**63 - 1
DIGITS = len(str(HIGHEST))


class Kind(StrEnum):
    """What an option's value is."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"  # any number of them
    FILE = "file"
    ADDRESS = "address"  # of a page of the web
    CHANNEL = "channel"  # this one and the next two are Discord's alone: the id of what was chosen
    TEXT_CHANNEL = "text_channel"  # no forum
    ROLE = "role"


NUMBERS = frozenset({Kind.NUMBER, Kind.CHANNEL, Kind.TEXT_CHANNEL, Kind.ROLE})


class Suggest(StrEnum):
    """What an option's value is completed from while it is typed."""

    FACTS = "facts"
    ARTICLES = "articles"
    COMMANDS = "commands"
    QUESTIONS = "questions"
    DISCUSSIONS = "discussions"
    SCHEDULES = "schedules"
    ZONES = "zones"


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
    choices: tuple[str, ...] = ()  # the text ``choice.<choice>`` names each
    suggest: Suggest | None = None
    in_form: bool = False  # on Discord it is asked in a form that opens, not while the command is typed
    is_hidden: bool = False  # carried by buttons; nobody types it on Discord
    may_be_blank: bool = False  # a form takes it empty, and that means something
    limit: int | None = None  # characters of a text, or the highest number
    least: int = 0  # the lowest number; where there is one, the highest is kept to as well
    is_discords: bool = False  # means something on Discord only

    def parse(self, value: object, text: Text) -> object:
        """Return *value* as the handler takes it. Raises OptionValueError."""
        if self.kind in NUMBERS:
            return self._number(value, text)
        if self.kind is Kind.FLAG and isinstance(value, str):
            word = value.strip().casefold()
            if word not in YES | NO:
                raise self._wrong(value, f"{text('word.yes')}, {text('word.no')}", text)
            return word in YES
        if self.kind is Kind.CHOICE:
            chosen = self.chosen(str(value))
            if chosen is None:
                raise self._wrong(str(value), " · ".join(self.choice_names(text)), text)
            return chosen
        if self.kind is Kind.CHOICES and isinstance(value, str):
            several = self.all_chosen(value)
            if several is None:
                raise self._wrong(value, " · ".join(self.choice_names(text)), text)
            return several
        return value

    def _number(self, value: object, text: Text) -> object:
        number = value
        if isinstance(value, str):
            digits = value.strip().lstrip("#")
            if not digits.isascii() or not digits.isdigit() or len(digits) > DIGITS or int(digits) > HIGHEST:
                raise self._wrong(value, text("kind.number"), text)
            number = int(digits)
        highest = self.limit or HIGHEST
        if self.least and isinstance(number, int) and not self.least <= number <= highest:
            raise self._wrong(str(value), f"{self.least}–{highest}", text)
        return number

    def all_chosen(self, typed: str) -> tuple[str, ...] | None:
        """Return the choices that *typed* says, with commas between them; None where one of them is none."""
        said = [part for part in _SEVERAL.split(typed) if part.strip()]
        found = [self.chosen(part) for part in said]
        if any(one is None for one in found):
            return None
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def choice_names(self, text: Text) -> list[str]:
        """Return how the choices are called in the language of *text*, in their order."""
        return [text(f"choice.{one}") for one in self.choices]

    def chosen(self, typed: str) -> str | None:
        """Return the choice that *typed* says, in any language of ours; None where it is none, or several.

        It is said by its value, by its words, or by some of these that stand in no other: "queue", « file ».
        """
        words = _words(typed)
        if not words:
            return None
        called = {
            one: [_words(one), *(_words(text_in(language)(f"choice.{one}")) for language in Language)]
            for one in self.choices
        }
        found = [one for one, names in called.items() if words in names] or [
            one for one, names in called.items() if any(_stand_in(words, name) for name in names)
        ]
        return found[0] if len(found) == 1 else None

    def _wrong(self, value: str, allowed: str, text: Text) -> OptionValueError:
        return OptionValueError(option=option_name(self.name, text), value=value, allowed=allowed)


class Shown(StrEnum):
    """How a command is reached on Discord."""

    SLASH = "slash"
    MENU = "menu"  # in the menu of a message, whose text is the command's option *text*
    BUTTON = "button"  # only by buttons and lists of other replies


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefilled:
    """A form as it opens: what its fields show, and what it is about from then on.

    *options* are given to the command beside what is filled in, whatever happens meanwhile; None takes back
    one that was given.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command, on every front.

    *prefill* returns the form of a command as it opens; it raises where there is no use in asking.
    """

    name: str  # with its group: "article add"
    handler: Callable[..., Awaitable[Reply]]
    options: tuple[Option, ...] = ()
    bare: str | None = None  # the option that takes words typed without an option's name
    role: Role = Role.MEMBER
    is_admin: bool = False  # whether it takes somebody who may change the guild itself
    is_shareable: bool = False  # whether its reply may be shown to everybody
    cooldown: timedelta = timedelta(0)
    burst: int = 1  # so many in a row before the cooldown counts: a look-up, a pick from it and its sharing
    shown: Shown = Shown.SLASH
    is_typed: bool = False  # at a terminal by people, though it is no slash command on Discord
    prefill: Callable[..., Awaitable[Prefilled]] | None = None
    # The text that says how far it is, with *n* for how much is done: what has one takes long, is shown on
    # its way, and may be cancelled at any moment; its handler cleans up then.
    progress: str | None = None
    form_unless: tuple[str, ...] = ()  # the options of which any makes the form needless

    def option(self, name: str) -> Option | None:
        """Return the option called *name*."""
        return next((option for option in self.options if option.name == name), None)

    def is_open_to(self, person: Person) -> bool:
        """Return whether *person* may ask it."""
        if self.is_admin:
            return person.is_admin
        return self.role is Role.MEMBER or person.is_moderator


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


def _words(typed: str) -> list[str]:
    return _WORD.findall(fold(typed))


def _stand_in(words: list[str], others: list[str]) -> bool:
    """Return whether *words* stand in *others*, one after another."""
    return any(others[at : at + len(words)] == words for at in range(len(others)))


def folded_names(command: Command) -> set[str]:
    """Return what *command* is called in every language, folded."""
    return {command.name, *(fold(command_name(command.name, text_in(language))) for language in Language)}
