"""Plain text made fit for Discord: shown as it was written, whatever it holds.

Discord's Markdown: https://support.discord.com/hc/en-us/articles/210298617. A backslash before a mark is not
shown, so that escaping too much does no harm; addresses are left alone, as one in them would be.
"""

import re

ADDRESS = re.compile(r"https?://[^\s<>|*`\\]+")
MARKS = re.compile(r"([\\*_~|`\[\]<>])")
# Headings, lists, quotes and small print begin a line.
AT_LINE_START = re.compile(r"^(\s*)(#{1,3}\s|-#\s|[-+]\s|>)", re.MULTILINE)
# Everybody, and anybody by number; the words alone ping nobody as long as allowed_mentions forbids it too.
MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")
BREAK = "\u200b"  # of no width
ESCAPED = re.compile(r"\\([\\*_~|`\[\]<>#+-])")


def escape(text: str) -> str:
    """Return *text* so that Discord shows it as it is, and nobody is pinged."""
    parts = []
    end = 0
    for address in ADDRESS.finditer(text):
        parts += [_escape(text[end : address.start()]), address.group()]
        end = address.end()
    parts.append(_escape(text[end:]))
    joined = AT_LINE_START.sub(r"\1\\\2", "".join(parts))
    return MENTION.sub(f"@{BREAK}", joined)


def unescape(escaped: str) -> str:
    """Return what ``escape`` made *escaped* of."""
    return ESCAPED.sub(r"\1", escaped).replace(f"@{BREAK}", "@")


def shorten(text: str, limit: int) -> str:
    """Return *text*, cut to *limit* characters; never in the middle of an escape."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip("\\ \n") + "…"


def quote(text: str) -> str:
    """Return escaped *text* as a quotation, line by line."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _escape(text: str) -> str:
    return MARKS.sub(r"\\\1", text)
