"""Plain text made fit for Discord: shown as it was written, whatever it holds.

Discord's Markdown: https://support.discord.com/hc/en-us/articles/210298617. A backslash before a mark is not
shown, so that escaping too much does no harm; addresses are left alone, as one in them would be, and times.
"""

import re

from bot.discord_front.times import TAG

LEFT_ALONE = re.compile(rf"https?://[^\s<>|*`\\]+|{TAG.pattern}")
# What turns the direction of the text after it, and so of ours (Unicode TR 9); scripts that run to the left
# need none of them.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A tag that is cut is none.
CUT_TIME = re.compile(r"<t?:?\d*:?[fFR]?$")
MARKS = re.compile(r"([\\*_~|`\[\]<>])")
# Headings, lists, quotes and small print begin a line.
AT_LINE_START = re.compile(r"^(\s*)(#{1,3}\s|-#\s|[-+]\s|>)", re.MULTILINE)
# Everybody, and anybody by number; the words alone ping nobody as long as allowed_mentions forbids it too.
MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")
BREAK = "\u200b"  # of no width
ESCAPED = re.compile(r"\\([\\*_~|`\[\]<>#+-])")


def escape(text: str) -> str:
    """Return *text* so that Discord shows it as it is, and nobody is pinged."""
    text = straight(text)
    parts = []
    end = 0
    for left in LEFT_ALONE.finditer(text):
        parts += [_escape(text[end : left.start()]), left.group()]
        end = left.end()
    parts.append(_escape(text[end:]))
    joined = AT_LINE_START.sub(r"\1\\\2", "".join(parts))
    return MENTION.sub(f"@{BREAK}", joined)


def unescape(escaped: str) -> str:
    """Return what ``escape`` made *escaped* of."""
    return ESCAPED.sub(r"\1", escaped).replace(f"@{BREAK}", "@")


def straight(text: str) -> str:
    """Return *text* without what turns its direction: all that is to be feared where there is no Markdown."""
    return TURNS.sub("", text)


def shorten(text: str, limit: int) -> str:
    """Return *text*, cut to *limit* characters; never in the middle of an escape or of a time."""
    if len(text) <= limit:
        return text
    return CUT_TIME.sub("", text[: limit - 1]).rstrip("\\ \n") + "…"


def quote(text: str) -> str:
    """Return escaped *text* as a quotation, line by line."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _escape(text: str) -> str:
    return MARKS.sub(r"\\\1", text)
