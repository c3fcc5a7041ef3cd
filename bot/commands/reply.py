"""What the bot says to a command, whatever shows it.

Every string in a reply is plain text, members' words among them: a front escapes all of it for its medium.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A piece of a reply that stands out: on Discord an embed."""

    title: str = ""
    lines: tuple[str, ...] = ()
    quote: str | None = None  # words of the article, untouched
    footer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the reply offers to do next: on Discord a button. The first one is what "yes" means."""

    label: str
    command: str
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the bot says to a command."""

    text: str = ""
    cards: tuple[Card, ...] = ()
    files: tuple[Path, ...] = ()
    document: tuple[str, str] | None = None  # a file's name and content, to be handed over
    actions: tuple[Action, ...] = ()
    is_private: bool = True
    error: str | None = None  # the code of the error that the text explains
    is_usage_error: bool = False
