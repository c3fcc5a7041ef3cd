"""What a button, a list or a form will do, written into its ``custom_id``: nothing else is remembered.

So they work after a restart and after an upgrade. Nothing in them is trusted: the command they name passes
the dispatcher like one that was typed, by the person who clicked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote

from bot.domain.discord_errors import OldButtonError

# Raised if the form below ever changes; older ones are then still read, or refused kindly.
VERSION = "c1"
LIMIT = 100  # Discord's, for a custom_id
# What parts the options from each other, and what would not arrive as it was sent; the rest is left as it is,
# for there is little room.
RESERVED = re.compile(r"[%&=+|\s\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intention:
    """A command with its options, and where the reply goes."""

    command: str
    options: Mapping[str, str] = field(default_factory=dict)
    updates: bool = False  # the reply takes the place of the message that was clicked
    shares: bool = False  # the reply is for everybody
    picks: str | None = None  # the option that takes what is picked from a list


def encode(intention: Intention) -> str | None:
    """Return *intention* as a custom_id, or None where it is too long for one."""
    flags = ("u" if intention.updates else "") + ("s" if intention.shares else "")
    options = "&".join(f"{name}={_escape(value)}" for name, value in intention.options.items())
    parts = [VERSION, flags, intention.command.replace(" ", "_"), options]
    if intention.picks is not None:
        parts.append(intention.picks)
    custom_id = "|".join(parts)
    return custom_id if len(custom_id) <= LIMIT else None


def decode(custom_id: str) -> Intention:
    """Return the intention in *custom_id*. Raises OldButtonError."""
    version, *parts = custom_id.split("|")
    if version != VERSION or len(parts) not in {3, 4}:
        raise OldButtonError
    flags, command, options = parts[:3]
    return Intention(
        command=command.replace("_", " "),
        options=dict(parse_qsl(options, keep_blank_values=True)),
        updates="u" in flags,
        shares="s" in flags,
        picks=parts[3] if len(parts) > 3 else None,  # noqa: PLR2004 (the length is what is asked)
    )


def _escape(value: str) -> str:
    return RESERVED.sub(lambda found: quote(found[0], safe=""), value)
