"""The three ways to write a pack, read into plain values, whatever harm they were meant to do."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Literal

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from bot.domain.errors import PackError, PackSyntaxError

Form = Literal["toml", "yaml", "json"]

# An article's pack is four levels deep.
_MAX_DEPTH = 50
_LINE = re.compile(r"\bline (\d{1,9})")
# Ten times faster, where it was built.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TooDeepError(Exception):
    """The values are nested deeper than a pack's can be."""


def load_form(text: str, *, name: str, form: Form) -> object:
    """Return the value written in *text*; what cannot be read is a ``PackSyntaxError`` that says where."""
    loaders: dict[Form, Callable[[str], object]] = {
        "toml": tomllib.loads,
        "json": json.loads,
        "yaml": _load_yaml,
    }
    try:
        return loaders[form](text)
    except (RecursionError, _TooDeepError) as error:
        raise PackError("pack_too_deep", name=name, where="") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise PackSyntaxError(name=name, form=form, line=line, reason=error.problem or "") from error
    # Numbers of too many digits and impossible dates are plain value errors in all three libraries.
    except (ValueError, yaml.YAMLError) as error:
        found = _LINE.search(str(error))
        raise PackSyntaxError(
            name=name, form=form, line=int(found[1]) if found else 0, reason=str(error)
        ) from error


def _load_yaml(text: str) -> object:
    # Events come before anything is built, so a bomb is refused while it is still small.
    _check(yaml.parse(text, Loader=_LOADER))
    return yaml.load(text, Loader=_LOADER)  # noqa: S506


def _check(events: Iterator[Event]) -> None:
    """Refuse depth, aliases, tags, and keys said twice, which YAML would pass over in silence."""
    keys: list[set[str] | None] = []
    expects_key: list[bool] = []
    for event in events:
        _refuse(event)
        if isinstance(event, CollectionEndEvent):
            keys.pop()
            expects_key.pop()
        elif isinstance(event, NodeEvent):
            seen = keys[-1] if keys else None
            if seen is not None and expects_key[-1] and isinstance(event, ScalarEvent):
                _refuse_twice(event, seen)
            if keys:
                expects_key[-1] = seen is not None and not expects_key[-1]
            if isinstance(event, CollectionStartEvent):
                is_mapping = isinstance(event, MappingStartEvent)
                keys.append(set() if is_mapping else None)
                expects_key.append(is_mapping)
        if len(keys) > _MAX_DEPTH:
            raise _TooDeepError


def _refuse(event: Event) -> None:
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        raise _refusal("anchors and aliases are refused", event)
    if getattr(event, "tag", None):
        raise _refusal("tags are refused", event)


def _refusal(reason: str, event: Event) -> yaml.YAMLError:
    line = event.start_mark.line + 1 if event.start_mark else 0
    return yaml.YAMLError(f"{reason}, line {line}")


def _refuse_twice(event: ScalarEvent, seen: set[str]) -> None:
    if event.value in seen:
        raise _refusal(f"{event.value!r} is there twice", event)
    seen.add(event.value)
