"""Shows replies at a terminal, or as plain text where there is none."""

import os
import re
import shutil
import sys
import textwrap
from typing import TextIO

from bot.chat_front.printable import to_encodable, to_printable
from bot.commands.context import to_line
from bot.commands.reply import Card, Pick, Reply
from bot.i18n import Text

WIDEST = 100
NARROWEST = 20
# Longer values of a list are nothing that anybody would type.
TYPEABLE = 30
# What a list's item begins with: its further lines begin below its words.
LIST_ITEM = re.compile(r" *(?:[•–] |\d{1,6}\. )?")
INDENT = "  "
QUOTE = "  │ "

BOLD = "1"
FAINT = "2"
WARNING = "33"


class Terminal:
    """Where the chat is shown. Nothing reaches it but through here."""

    def __init__(self, stream: TextIO, *, text: Text) -> None:
        self.text = text
        self._stream = stream
        self._is_terminal = stream.isatty()
        # https://no-color.org: set to anything but nothing, it means no colour.
        is_dumb = os.environ.get("TERM", "dumb" if os.name == "posix" else "") == "dumb"
        self._has_colour = self._is_terminal and not os.environ.get("NO_COLOR") and not is_dumb

    def say(self, line: str = "", *, style: str = "", indent: str = "") -> None:
        """Show a paragraph, wrapped to the width of a terminal and as it is elsewhere."""
        for part in to_printable(line).split("\n"):
            for row in self._wrapped(part, indent):
                self._write(row, style)
        self._stream.flush()

    def show(self, reply: Reply) -> None:
        """Show all of *reply* but the files it hands over as documents."""
        if reply.text:
            self.say(reply.text, style=WARNING if reply.error else "")
        for number, card in enumerate(reply.cards):
            if number or reply.text:
                self.say()
            self.card(card)
        for path in reply.files:
            self.say(str(path), indent=INDENT)
        for part in reply.parts:
            self.say(part.caption, indent=INDENT)
            for path in part.files:
                self.say(str(path), indent=INDENT * 2)
        if reply.actions or reply.picks:
            self.say()
        for number, action in enumerate(reply.actions, 1):
            line = to_line(action.command, dict(action.options), self.text)
            key = "chat.action" if number == 1 else "chat.other_action"
            self.say(self.text(key, label=action.label, line=line, number=number), style=FAINT)
        for pick in reply.picks:
            self.pick(pick)

    def pick(self, pick: Pick) -> None:
        """Show how one of *pick* is chosen, with the values where those can be typed."""
        line = to_line(pick.command, {**pick.options, pick.option: "…"}, self.text)
        values = [value for value, _ in pick.choices]
        if values and all(len(value) <= TYPEABLE for value in values):
            shown = self.text("chat.pick", label=pick.label, line=line, values=", ".join(values))
        else:
            shown = self.text("chat.pick_any", label=pick.label, line=line)
        self.say(shown, style=FAINT)

    def card(self, card: Card) -> None:
        """Show *card*."""
        if card.title:
            self.say(card.title, style=BOLD)
        for line in card.lines:
            self.say(line, indent=INDENT)
        if card.quote is not None:
            self.say(card.quote, indent=QUOTE)
        if card.footer:
            self.say(card.footer, style=FAINT, indent=INDENT)

    def _wrapped(self, line: str, indent: str) -> list[str]:
        if not self._is_terminal:
            return [(indent + line).rstrip()]
        width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))
        begins = LIST_ITEM.match(line)
        own = " " * (begins.end() if begins else 0)
        rows = textwrap.wrap(
            line,
            width,
            initial_indent=indent,
            subsequent_indent=indent + own,
            replace_whitespace=False,
            # A link or a path that is cut can be neither clicked nor copied.
            break_long_words=False,
            break_on_hyphens=False,
        )
        return rows or [""]

    def _write(self, row: str, style: str) -> None:
        shown = to_encodable(row, encoding=self._stream.encoding or "utf-8")
        if style and shown and self._has_colour:
            shown = f"\x1b[{style}m{shown}\x1b[0m"
        self._stream.write(shown + "\n")


def complain(sentence: str, *, text: Text) -> None:
    """Show a sentence on standard error."""
    Terminal(sys.stderr, text=text).say(sentence, style=WARNING)
