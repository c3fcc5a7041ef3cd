"""What the bot says to a command, whatever shows it.

Every string in a reply is plain text, members' words among them: a front escapes all of it for its medium.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
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
    """Something the reply offers to do next: on Discord a button. The first one is what "yes" means.

    What the command still needs is asked in a form. With *updates* the reply to it takes this one's place.
    """

    label: str
    command: str
    options: Mapping[str, object] = field(default_factory=dict)
    updates: bool = False
    is_risky: bool = False  # what it does cannot be undone


class PickKind(StrEnum):
    """What there is to pick from."""

    LIST = "list"  # the choices that the pick names
    CHANNEL = "channel"  # the guild's text channels and forums
    TEXT_CHANNEL = "text_channel"
    ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A list of which one thing is picked: *command* is run with it as *option*. On Discord a menu."""

    label: str
    command: str
    option: str
    options: Mapping[str, object] = field(default_factory=dict)
    kind: PickKind = PickKind.LIST
    choices: tuple[tuple[str, str], ...] = ()  # value and label; 25 at most are shown
    picked: str | None = None
    updates: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Files that are handed over together, after the reply and after the parts before.

    On Discord each is a message of its own. One that is more than a message may carry is divided there; so
    whatever makes parts asks the context's *upload_limit* first.
    """

    files: tuple[Path, ...]
    caption: str  # "part 2 of 5", in the person's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that is nowhere but in a reply."""

    name: str
    content: bytes
    alt: str | None = None  # what a picture shows, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the bot says to a command. Private, unless it was asked to be shared."""

    text: str = ""
    cards: tuple[Card, ...] = ()
    files: tuple[Path, ...] = ()
    parts: tuple[Part, ...] = ()
    documents: tuple[Document, ...] = ()  # files made in memory, to be handed over
    picture: Document | None = None  # shown with the first card
    actions: tuple[Action, ...] = ()
    picks: tuple[Pick, ...] = ()
    share: Action | None = None  # says the same to everybody in the channel, in the guild's language
    error: str | None = None  # the code of the error that the text explains
    is_usage_error: bool = False
