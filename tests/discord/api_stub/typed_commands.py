"""Slash commands as a person types them: found by their names in the person's language, options checked."""

from collections.abc import Iterable, Mapping
from typing import Any

from api_stub.resolved import Resolved
from api_stub.world import Payload

SLASH, SUBCOMMAND, GROUP = 1, 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)


class NotShownError(Exception):
    """Discord does not offer this to the person."""


def spellings(part: Payload, locale: str) -> set[str]:
    """Return the names of *part* that somebody with *locale* can type: theirs, and the first one."""
    return {part["name"], shown_name(part, locale)}


def shown_name(part: Payload, locale: str) -> str:
    """Return the name of *part* that somebody with *locale* sees."""
    return str((part.get("name_localizations") or {}).get(locale) or part["name"])


def names(command: Payload, locale: str) -> list[str]:
    """Return what *command* offers to somebody with *locale*: itself, or the commands in it."""
    below = [one for one in command.get("options") or [] if one["type"] == SUBCOMMAND]
    top = shown_name(command, locale)
    return [f"{top} {shown_name(one, locale)}" for one in below] or [top]


def find(commands: Iterable[Payload], name: str, *, locale: str) -> tuple[Payload, list[Payload]]:
    """Return the command that *name* begins with, and the parts of it that the other words name."""
    first, *rest = name.split()
    for command in commands:
        if command["type"] == SLASH and first in spellings(command, locale):
            break
    else:
        raise NotShownError(f"there is no /{name}")
    parts: list[Payload] = []
    for word in rest:
        here = (parts or [command])[-1].get("options") or []
        below = [one for one in here if one["type"] in {SUBCOMMAND, GROUP} and word in spellings(one, locale)]
        if not below:
            raise NotShownError(f"there is no /{name}")
        parts.append(below[0])
    leaf = (parts or [command])[-1]
    if any(one["type"] in {SUBCOMMAND, GROUP} for one in leaf.get("options") or []):
        raise NotShownError(f"/{name} is only the beginning of a command")
    return command, parts


def command_data(
    command: Payload,
    parts: list[Payload],
    *,
    options: Mapping[str, Any],
    locale: str,
    resolved: Resolved,
    focused: str | None = None,
) -> Payload:
    """Return the data of the interaction; *focused* is the option that is still being typed."""
    leaf = (parts or [command])[-1]
    given = dict(options)
    filled = []
    for option in leaf.get("options") or []:
        spelled = next((one for one in spellings(option, locale) if one in given), None)
        if spelled is not None:
            is_focused = focused in spellings(option, locale)
            value = given.pop(spelled)
            filled.append(option_data(option, value, locale=locale, resolved=resolved, is_focused=is_focused))
        elif option.get("required") and focused is None:
            raise AssertionError(f"/{leaf['name']} needs {option['name']}")
    if given:
        raise LookupError(f"/{leaf['name']} has no option {list(given)}")
    for part in reversed(parts):
        filled = [{"type": part["type"], "name": part["name"], "options": filled}]
    data = {"id": command["id"], "name": command["name"], "type": SLASH, "options": filled}
    return {**data, "resolved": resolved.payload} if resolved.payload else data


def option_data(option: Payload, value: Any, *, locale: str, resolved: Resolved, is_focused: bool) -> Payload:
    """Return *option* with *value*; refuse what Discord would not let people send."""
    kind = option["type"]
    made: Payload = {"name": option["name"], "type": kind}
    if is_focused:
        # What is being typed is text, whatever it is going to be.
        if not option.get("autocomplete"):
            raise AssertionError(f"nothing is suggested for {option['name']}")
        return {**made, "value": str(value), "focused": True}
    things = {CHANNEL: resolved.channel, ROLE: resolved.role, USER: resolved.member}
    if kind == ATTACHMENT:
        return {**made, "value": resolved.file(value)}
    if kind in things:
        number = int(value)
        if kind == CHANNEL:
            check_channel(option, resolved.partial_channel(number))
        return {**made, "value": things[kind](number)}
    choices = {name: one["value"] for one in option.get("choices") or [] for name in spellings(one, locale)}
    if choices:
        if value not in {*choices, *choices.values()}:
            raise LookupError(f"{option['name']}: {value!r} is not among {list(choices)}")
        return {**made, "value": choices.get(value, value)}
    check_value(option, value)
    return {**made, "value": value}


def check_value(option: Payload, value: Any) -> None:
    """Raise AssertionError where Discord would not let somebody send *value*."""
    name, kind = option["name"], option["type"]
    types: dict[int, type | tuple[type, ...]] = {
        STRING: str,
        BOOLEAN: bool,
        INTEGER: int,
        NUMBER: (int, float),
    }
    is_yes_or_no = isinstance(value, bool)
    if not isinstance(value, types[kind]) or (is_yes_or_no and kind != BOOLEAN):
        raise AssertionError(f"{name}: {value!r} is not of the right type")
    if isinstance(value, str):
        _check_range(name, len(value), option.get("min_length", 0), option.get("max_length", 6000))
    elif isinstance(value, int | float) and not is_yes_or_no:
        _check_range(name, value, option.get("min_value", value), option.get("max_value", value))


def check_channel(part: Payload, channel: Payload) -> None:
    """Raise AssertionError where *part*, an option or a list, does not offer *channel*."""
    kinds = part.get("channel_types")
    if kinds and channel["type"] not in kinds:
        raise AssertionError(f"#{channel['name']} is not offered here")


def _check_range(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise AssertionError(f"{name} is {value}, not {least} to {most}")
