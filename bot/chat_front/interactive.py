"""Typing at a terminal: a history, and commands, articles and facts completed on the way."""

import re
from collections.abc import AsyncGenerator, AsyncIterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory

from bot.chat_front.line import option_names, typeable
from bot.chat_front.printable import to_printable
from bot.chat_front.session import Chat
from bot.commands.help import is_listed
from bot.commands.spec import Command, Option, Suggest, command_name, fold, option_name
from bot.commands.suggest import complete
from bot.i18n import Text

# What is completed last: an option's name and what was typed of its value.
LAST_OPTION = re.compile(r"(?:^|\s)([^\W\d_][\w-]*):((?:(?!\s[^\W\d_][\w-]*:).)*)$")


# What a terminal has room for below the line.
SUGGESTED = 8


class ChatCompleter(Completer):
    """Completes a line that begins with a slash; what a member says is nobody's to complete."""

    def __init__(self, chat: Chat, *, commands: tuple[Command, ...]) -> None:
        self._chat = chat
        self._commands = typeable(commands)

    def get_completions(self, document: Document, _event: CompleteEvent) -> list[Completion]:
        """Return nothing: completing asks the database, and that is done without waiting for it."""
        return []

    async def get_completions_async(
        self, document: Document, _event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Yield what the word before the cursor may become."""
        typed = document.text_before_cursor
        if not typed.startswith("/"):
            return
        text = self._chat.text
        for name in self._names(text):
            if fold(name).startswith(fold(typed[1:])) and name != typed[1:]:
                yield Completion(name, start_position=-len(typed[1:]))
        for command in self._commands:
            name = command_name(command.name, text)
            if fold(typed[1:]).startswith(fold(name) + " "):
                async for completion in self._options(command, typed[len(name) + 2 :]):
                    yield completion

    def _names(self, text: Text) -> list[str]:
        ctx = self._chat.context()
        allowed = [one for one in self._commands if one.is_open_to(self._chat.person) and is_listed(one, ctx)]
        return [
            *(command_name(command.name, text) for command in allowed),
            *(text(f"chat.{own}") for own in ("as", "yes", "quit")),
        ]

    async def _options(self, command: Command, typed: str) -> AsyncIterator[Completion]:
        last = LAST_OPTION.search(typed)
        name, value = (last.group(1), last.group(2)) if last else (command.bare, typed)
        option = next((one for one in command.options if name and fold(name) in option_names(one)), None)
        if option is not None:
            for suggestion in await self._values(option, value.strip()):
                yield Completion(to_printable(suggestion), start_position=-len(value.lstrip()))
        if typed.endswith(" ") or not typed:
            for one in command.options:
                is_offered = not one.is_hidden and not one.is_discords
                if is_offered and not any(fold(f"{known}:") in fold(typed) for known in option_names(one)):
                    yield Completion(f"{option_name(one.name, self._chat.text)}:")

    async def _values(self, option: Option, typed: str) -> tuple[str, ...]:
        if option.choices:
            wanted, names = fold(typed), option.choice_names(self._chat.text)
            called = zip(option.choices, names, strict=True)
            return tuple(name for value, name in called if value.startswith(wanted) or wanted in fold(name))
        if option.suggest is Suggest.COMMANDS:
            return tuple(name for name in self._names(self._chat.text) if fold(name).startswith(fold(typed)))
        if option.suggest is Suggest.FACTS and not typed:
            return ()
        found = await complete(option, typed, ctx=self._chat.context(), commands=(), limit=SUGGESTED)
        # A fact is looked up by its words as well as by what stands for it, and words are what people read.
        is_fact = option.suggest is Suggest.FACTS
        return tuple(one.label if is_fact else one.value for one in found)


async def typed_lines(chat: Chat, *, commands: tuple[Command, ...]) -> AsyncIterator[str]:
    """Yield what is typed, line by line, until the person leaves (Ctrl-D, Ctrl-C on an empty line).

    The history stays in memory: what members say is kept in the database and nowhere else.
    """
    session: PromptSession[str] = PromptSession(
        history=InMemoryHistory(),
        completer=ChatCompleter(chat, commands=commands),
        complete_while_typing=True,
    )
    while True:
        try:
            yield await session.prompt_async(to_printable(f"{chat.person.name} › "))
        except EOFError:
            return
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                return
