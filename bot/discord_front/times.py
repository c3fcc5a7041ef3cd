"""Times as Discord shows them: everybody reads them in a zone of their own.

They are tags, ``<t:…:f>`` (https://discord.com/developers/docs/reference#message-formatting-timestamp-styles),
which Discord reads in the text of a message and of an embed; footers, labels and files take them spelled out.
"""

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import PurePath

import discord

from bot.i18n import Language, Text, text_in

TAG = re.compile(r"<t:\d{1,12}:[fFR]>")
TIME = re.compile(r"<t:(\d{1,12}):[fF]>")
# What an error of a database says of where it is and of who asks: "… for user "causerie" (28P01)",
# "Connect call failed ('10.0.0.5', 5432)", for several addresses one after the other.
ADDRESS = re.compile(r""" ?(?:\([^()]*'[^()]*\)|"[^"]*"|'[^']*')""")
# How far it is from now: said beside a time, and left out where that is spelled out.
DISTANCE = re.compile(r"(?:, )?<t:\d{1,12}:R>")


class DiscordText(Text):
    """The bot's words in one language, for Discord."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text *key*; where the operator's files and servers are is nobody's business there."""
        if "where" in values:
            place = str(values["where"])
            values["where"] = PurePath(place.partition("?")[0] if "://" in place else place).name
            if "reason" in values:
                values["reason"] = ADDRESS.sub("", str(values["reason"]))
        return super().__call__(key, **values)

    def moment(self, value: datetime) -> str:
        """Return a time as a tag."""
        return discord.utils.format_dt(value, "f")

    def beside(self, value: datetime) -> str:
        """Return a time as two tags: in the zone of whoever reads it, and how far it is from now."""
        return f" ({discord.utils.format_dt(value, 'F')}, {discord.utils.format_dt(value, 'R')})"


@cache
def words_in(language: Language) -> Text:
    """Return the bot's words in *language*, for what is sent to Discord."""
    return DiscordText(language)


def spelled_out(string: str, *, language: Language) -> str:
    """Return *string* with its times in words, for where Discord reads no tags."""
    words = text_in(language)
    return TIME.sub(
        lambda tag: words.moment(datetime.fromtimestamp(int(tag[1]), tz=UTC)), DISTANCE.sub("", string)
    )
