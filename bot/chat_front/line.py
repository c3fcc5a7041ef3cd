"""What a typed line means: a command with its options, as Discord shows it, or what a member says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.commands.spec import Command, Kind, Option, Shown, command_name, fold, folded_names, option_name
from bot.domain.errors import IncompleteCommandError, NoOptionsError, UnknownCommandError, UnknownOptionError
from bot.i18n import Language, Text, text_in

# "name:" at the start of a word. Ours are letters, like Discord's.
NAMED = re.compile(r"(?:^|(?<=\s))([^\W\d_][\w-]{1,31}):")
# A name at the very start, its value hard against it: "qeury:8 millions", but not "Note: …" nor an address.
LOOKS_NAMED = re.compile(r"(?:^|(?<=\s))([^\W\d_][\w-]{1,31}):(?=[^\s/])")
WORD = re.compile(r"\S+")
# Options in which people write sentences, where a word with a colon means nothing.
PROSE = frozenset({"text", "reason", "follow_ups", "passage"})
# Options whose values have no spaces.
ONE_WORD_KINDS = frozenset({Kind.NUMBER, Kind.FLAG, Kind.CHOICE, Kind.CHOICES})
ONE_WORD = frozenset({"item", "other", "key"})
# What follows "question:" where it is a word of a sentence and not the option: a space, and no number.
SPACED = re.compile(r"\s+(?!#?\d)|\s*$")
# What whoever knows a shell puts around words that belong together, and French around what is said.
QUOTED = re.compile(r"\"([^\"]*)\"|“([^”]*)”|«\s*([^»]*?)\s*»")
# With this calendars begin a rule: "RRULE:FREQ=WEEKLY".
CALENDARS = "rrule"
# What a mistyped name must share with one of ours to be taken for it, of 100.
CLOSE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A command as it was typed: options by their names, values not yet read."""

    command: str
    options: dict[str, str]


class Grammar:
    """The commands by every name they have, and the words in which to say what is wrong."""

    def __init__(self, commands: Iterable[Command], *, text: Text) -> None:
        self.names = {name: command for command in commands for name in folded_names(command)}
        self._text = text

    def parse(self, line: str) -> Typed:
        """Return what *line*, without its slash, asks for.

        Raises UnknownCommandError, IncompleteCommandError, UnknownOptionError, NoOptionsError.
        """
        command, rest = self._command(line.strip())
        return Typed(command=command.name, options=_options(command, rest, self._text))

    def _command(self, line: str) -> tuple[Command, str]:
        words = line.split(maxsplit=2)
        for count in (2, 1):
            name = " ".join(fold(word) for word in words[:count])
            if len(words) >= count and name in self.names:
                return self.names[name], line.split(maxsplit=count)[count] if len(words) > count else ""
        group = fold(words[0]) if words else ""
        begun = [command.name for name, command in self.names.items() if name.startswith(f"{group} ")]
        if group and begun:
            choices = dict.fromkeys(command_name(name, self._text).split()[1] for name in begun)
            raise IncompleteCommandError(command=begun[0].split()[0], choices=", ".join(choices))
        typed = " ".join(words[:2]) if len(words) > 1 else group
        close = process.extractOne(fold(typed), list(self.names), scorer=fuzz.ratio, score_cutoff=CLOSE)
        close = close or process.extractOne(group, list(self.names), scorer=fuzz.ratio, score_cutoff=CLOSE)
        nearest = f"/{command_name(self.names[close[0]].name, self._text)}" if close else ""
        raise UnknownCommandError(command=words[0] if words else "", nearest=nearest)


def typeable(commands: Iterable[Command]) -> tuple[Command, ...]:
    """Return those of *commands* that mean something at a terminal, which shows no messages to point at."""
    return tuple(command for command in commands if command.shown is not Shown.MENU or command.bare)


def option_names(option: Option) -> set[str]:
    """Return every name of *option*, folded."""
    return {fold(option.name), *(fold(option_name(option.name, text_in(language))) for language in Language)}


def _options(command: Command, rest: str, text: Text) -> dict[str, str]:
    names = {name: option.name for option in command.options for name in option_names(option)}
    options: dict[str, str] = {}
    called = frozenset(names.get(fold(match.group(1)), "") for match in NAMED.finditer(rest))
    name, start = None, 0
    for match in NAMED.finditer(rest):
        found = names.get(fold(match.group(1)))
        before = rest[start : match.start()].strip()
        # Said twice it is a word of the text, and so it is after bare words that are this option's value.
        is_bare = name is None and len(before.split()) > len(_needed_words(command, options, called))
        is_said = found in options or found == name or (is_bare and found == command.bare)
        in_prose = (name or command.bare or "") in PROSE and found not in PROSE
        is_word = in_prose and SPACED.match(rest, match.end()) is not None
        if found is None or is_said or is_word:
            continue
        _keep(options, name, before, command, text, called=called)
        name, start = found, match.end()
    _keep(options, name, rest[start:].strip(), command, text, called=called)
    return options


def _keep(
    options: dict[str, str],
    name: str | None,
    value: str,
    command: Command,
    text: Text,
    *,
    called: frozenset[str],
) -> None:
    """Keep *value* as the option *name*, or as what stands bare; *called* are the options that are named."""
    if name is None:
        _keep_bare(options, value, command, text, called=called)
        return
    option = command.option(name)
    value = value if name in PROSE else _unquoted(value)
    if option is not None and (option.kind in ONE_WORD_KINDS or (name in ONE_WORD and command.bare != name)):
        # One word is its value; what follows is bare: "/edit response:3 what I meant".
        value, bare = _first(value, option)
        if command.bare != name:
            _keep_bare(options, bare, command, text, called=called)
    options[name] = value


def _first(value: str, option: Option) -> tuple[str, str]:
    """Return the first word of *value*, or all that say choices of *option*; and what follows."""
    ends = [match.end() for match in WORD.finditer(value)]
    said = (end for end in reversed(ends) if _says_choice(value[:end], option))
    end = next(said, ends[0] if ends else 0)
    return value[:end], value[end:].strip()


def _says_choice(words: str, option: Option) -> bool:
    if option.kind is Kind.CHOICES:
        return bool(option.all_chosen(words))
    return option.kind is Kind.CHOICE and option.chosen(words) is not None


def _unquoted(value: str) -> str:
    """Return *value* without the quotation marks around all of it, if there are."""
    quoted = QUOTED.fullmatch(value)
    return value if quoted is None else quoted[quoted.lastindex or 0]


def _keep_bare(
    options: dict[str, str], value: str, command: Command, text: Text, *, called: frozenset[str]
) -> None:
    for name in _needed_words(command, options, called) if value else ():
        # A word that the command needs comes first: "/draft reword f3 The mill burned".
        options[name], value = (*value.split(maxsplit=1), "")[:2]
    if not value:
        return
    value = value if command.bare in PROSE else _unquoted(value)
    _refuse_unknown(command, value, text)
    number = _needed_number(command, options)
    if number is not None:
        # A number that the command needs comes first, or behind a name: "/responses hide 3 off topic",
        # "/queue move mill 1".
        first, _, behind = value.partition(" ")
        name, _, last = value.rpartition(" ")
        if name and command.bare not in PROSE and _is_number(last):
            options[number], value = last, name.strip()
        elif _is_number(first):
            options[number], value = first, behind.strip()
    if not value:
        return
    if command.bare is None:
        raise NoOptionsError(command=command.name)
    before = options.get(command.bare)
    options[command.bare] = f"{before} {value}" if before else value


def _is_number(word: str) -> bool:
    return word.lstrip("#").isdigit()


def _needed_words(command: Command, options: dict[str, str], called: frozenset[str]) -> list[str]:
    """Return the options that are one word, needed, and named nowhere."""
    return [
        option.name
        for option in command.options
        if option.is_required
        and option.name in ONE_WORD
        and option.name not in {*options, *called, command.bare}
    ]


def _needed_number(command: Command, options: dict[str, str]) -> str | None:
    needed = (option for option in command.options if option.kind is Kind.NUMBER and option.is_required)
    return next((option.name for option in needed if option.name not in options), None)


def _refuse_unknown(command: Command, bare: str, text: Text) -> None:
    """Raise UnknownOptionError where a word of *bare* was meant as an option's name, and is none."""
    if command.bare is None:
        return
    is_prose = command.bare in PROSE
    names = {name: option.name for option in command.options for name in option_names(option)}
    for match in LOOKS_NAMED.finditer(bare):
        if fold(match.group(1)) in {*names, CALENDARS}:
            continue  # said twice, hence a word
        close = process.extractOne(fold(match.group(1)), sorted(names), scorer=fuzz.ratio, score_cutoff=CLOSE)
        # In a sentence only its first word can have been meant so, and only if it comes near a name.
        if is_prose and (match.start() or not close):
            return
        if close or not match.start():
            raise UnknownOptionError(
                command=command.name,
                option=match.group(1),
                options=", ".join(option_name(option.name, text) for option in command.options),
                nearest=option_name(names[close[0]], text) if close else "",
            )
