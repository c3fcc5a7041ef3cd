"""The link by which a server invites the bot, with exactly the permissions and scopes that it needs."""

import base64
import binascii

import discord

from bot.discord_front.inspect import NEEDED, NEEDED_IN_TEXT, USEFUL

# The bot itself, and its commands.
SCOPES = ("bot", "applications.commands")
# A forum gets the tags that it lacks from us.
FOR_TAGS = ("manage_channels",)
# Schedules are shown among a server's events, where moderators want that.
FOR_EVENTS = ("create_events",)
ASKED_FOR = (*NEEDED, *NEEDED_IN_TEXT, *USEFUL, *FOR_TAGS, *FOR_EVENTS)


def permissions() -> discord.Permissions:
    """Return what the bot is invited with; a channel may take of it what it likes, and the doctor says so."""
    return discord.Permissions(**dict.fromkeys(ASKED_FOR, True))


def invitation(application: int) -> str:
    """Return the link that invites the bot of *application*."""
    query = f"client_id={application}&scope={'+'.join(SCOPES)}&permissions={permissions().value}"
    return f"https://discord.com/oauth2/authorize?{query}"


def application_of(token: str) -> int | None:
    """Return the application that *token* signs in, or None where it does not look like a bot's token.

    Up to its first dot a token is the bot's id in base64, and a bot has the id of its application.
    """
    first = token.partition(".")[0]
    try:
        decoded = base64.b64decode(first + "=" * (-len(first) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError):  # the latter where there is more than ASCII
        return None
    return int(decoded) if decoded.isdigit() else None
