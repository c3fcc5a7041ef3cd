"""What a typed line means: a command with its options, as Discord shows it, or what a member says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize

from rapidfuzz import fuzz, process

from bot.commands.spec import Command, Kind, Option, command_name, option_name
from bot.domain.errors import IncompleteCommandError, NoOptionsError, UnknownCommandError, UnknownOptionError
from bot.i18n import Language, text_in

# "name:" at the start of a word. Ours are letters, like Discord's.
NAMED = re.compile(r"(?:^|(?<=\s))([^\W\d_][\w-]{1,31}):")
# A name at the very start, its value hard against it: "qeury:8 millions", but not "Note: …" nor an address.
LOOKS_NAMED = re.compile(r"([^\W\d_][\w-]{1,31}):(?=[^\s/])")
# Options in which people write sentences, where a word with a colon means nothing.
PROSE = frozenset({"text", "reason"})
# What a mistyped name must share with one of ours to be taken for it, of 100.
CLOSE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A command as it was typed: options by their names, values not yet read."""

    command: str
    options: dict[str, str]


def fold(name: str) -> str:
    """Return *name* as people may type it: without accents or capitals."""
    decomposed = normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if not combining(character))


class Grammar:
    """The commands by every name they have."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self.names: dict[str, Command] = {}
        for command in commands:
            self.names[command.name] = command
            for language in Language:
                self.names[fold(command_name(command.name, text_in(language)))] = command

    def parse(self, line: str) -> Typed:
        """Return what *line*, without its slash, asks for.

        Raises UnknownCommandError, IncompleteCommandError, UnknownOptionError.
        """
        command, rest = self._command(line.strip())
        return Typed(command=command.name, options=_options(command, rest))

    def _command(self, line: str) -> tuple[Command, str]:
        words = line.split(maxsplit=2)
        for count in (2, 1):
            name = " ".join(fold(word) for word in words[:count])
            if len(words) >= count and name in self.names:
                return self.names[name], line.split(maxsplit=count)[count] if len(words) > count else ""
        group = fold(words[0]) if words else ""
        choices = sorted({name.split()[1] for name in self.names if name.startswith(f"{group} ")})
        if group and choices:
            raise IncompleteCommandError(command=group, choices=", ".join(choices))
        typed = " ".join(words[:2]) if len(words) > 1 else group
        close = process.extractOne(fold(typed), list(self.names), scorer=fuzz.ratio, score_cutoff=CLOSE)
        close = close or process.extractOne(group, list(self.names), scorer=fuzz.ratio, score_cutoff=CLOSE)
        raise UnknownCommandError(command=words[0] if words else "", nearest=f"/{close[0]}" if close else "")


def option_names(option: Option) -> set[str]:
    """Return every name of *option*, folded."""
    return {fold(option.name), *(fold(option_name(option.name, text_in(language))) for language in Language)}


def _options(command: Command, rest: str) -> dict[str, str]:
    names = {name: option.name for option in command.options for name in option_names(option)}
    options: dict[str, str] = {}
    name, start = None, 0
    for match in NAMED.finditer(rest):
        found = names.get(fold(match.group(1)))
        before = rest[start : match.start()].strip()
        # Said twice it is a word of the text, and so it is after bare words that are this option's value.
        is_said = found in options or found == name or (name is None and before and found == command.bare)
        if found is None or is_said:
            continue
        _keep(options, name, before, command)
        name, start = found, match.end()
    _keep(options, name, rest[start:].strip(), command)
    return options


def _keep(options: dict[str, str], name: str | None, value: str, command: Command) -> None:
    if name is None:
        _keep_bare(options, value, command)
        return
    option = command.option(name)
    if option is not None and option.kind in {Kind.NUMBER, Kind.FLAG, Kind.CHOICE}:
        # One word is its value; what follows is bare: "/edit response:3 what I meant".
        value, _, bare = value.partition(" ")
        if command.bare != name:
            _keep_bare(options, bare.strip(), command)
    options[name] = value


def _keep_bare(options: dict[str, str], value: str, command: Command) -> None:
    if not value:
        return
    _refuse_unknown(command, value)
    if command.bare is None:
        raise NoOptionsError(command=command.name)
    before = options.get(command.bare)
    options[command.bare] = f"{before} {value}" if before else value


def _refuse_unknown(command: Command, bare: str) -> None:
    match = LOOKS_NAMED.match(bare)
    if match is None:
        return
    names = sorted(name for option in command.options for name in option_names(option))
    close = process.extractOne(fold(match.group(1)), names, scorer=fuzz.ratio, score_cutoff=CLOSE)
    if close or command.bare not in PROSE:
        shown = ", ".join(option.name for option in command.options)
        raise UnknownOptionError(
            command=command.name, option=match.group(1), options=shown, nearest=close[0] if close else ""
        )
