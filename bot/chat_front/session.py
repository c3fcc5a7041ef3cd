"""A local chat: one person after another speaks, by the same commands and use-cases as on Discord."""

import sys
from collections.abc import AsyncIterable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.chat_front.files import is_address, save, upload
from bot.chat_front.line import Grammar, typeable
from bot.chat_front.printable import to_storable
from bot.chat_front.progress import bar
from bot.chat_front.terminal import FAINT, INDENT, Terminal
from bot.commands.context import Context
from bot.commands.decisions import told_decision
from bot.commands.dispatch import Dispatcher, failed
from bot.commands.gaps import told_answer
from bot.commands.reply import Action, Card, Pick, Reply
from bot.commands.responses import acknowledged
from bot.commands.spec import Kind, fold
from bot.domain.discussion import Given
from bot.domain.errors import BotError, IncompleteCommandError, OptionValueError
from bot.domain.identity import LOCAL_CHANNEL, LOCAL_GUILD, Person, Role, local_member
from bot.i18n import Language, Text, text_in
from bot.services.clock import Clock
from bot.services.export_files import fresh_folder
from bot.services.place import Place
from bot.services.use_cases import UseCases

NAME_LIMIT = 32  # a Discord nickname's
RECEIPTS = frozenset({"answer", "edit"})  # whose texts say how an answer is changed


class Chat:
    """What is typed goes in, replies are shown; who speaks can change from line to line."""

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        cases: UseCases,
        terminal: Terminal,
        person: Person,
        clock: Clock,
        exports: Path,
        documents: Path,
    ) -> None:
        self.person = person
        self.terminal = terminal
        self.text = terminal.text
        self.has_ended = False
        self._dispatcher = dispatcher
        self._cases = cases
        self._clock = clock
        self._exports = exports
        self._documents = documents
        self._grammar = Grammar(typeable(dispatcher.commands.values()), text=self.text)
        self._offered: tuple[Action, ...] = ()
        # What only the local chat knows, by its names in every language.
        own = {"as": self._speak_as, "yes": self._accept, "quit": self._quit}
        self._own = {
            fold(text_in(language)(f"chat.{name}")): run for name, run in own.items() for language in Language
        }

    @property
    def at(self) -> Place:
        """Who speaks, and where."""
        return Place(guild=LOCAL_GUILD, channel=LOCAL_CHANNEL, person=self.person)

    async def run(self, lines: AsyncIterable[str], *, echo: bool) -> None:
        """Answer every line to the end, or until somebody leaves; *echo* shows what was typed."""
        async for line in lines:
            if echo and line.strip():
                self.terminal.say(f"{self.person.name}> {line.strip()}", style=FAINT)
            await self.answer(line)
            if self.has_ended:
                return

    async def answer(self, line: str) -> None:
        """Answer one line."""
        if not line.strip():
            return
        try:
            await self._keep_up()
            await self._tell()
            reply = await self._reply_to(to_storable(line).strip())
            self._offered = reply.actions
            self.terminal.show(self._with_gaps(reply))
            pictures = () if reply.picture is None else (reply.picture,)
            for document in (*reply.documents, *pictures):
                path = save(document.name, document.content, folder=self._documents)
                self.terminal.say(str(path), indent=INDENT)
        except BotError as error:
            self.terminal.show(failed(error, self.context()))
        self.terminal.say()

    async def _keep_up(self) -> None:
        """Open what schedules say is due by now: at a terminal nothing happens between two lines."""
        due = await self._cases.scheduler.next_at(guild=LOCAL_GUILD)
        if due is not None and due <= self._clock():
            await self._cases.scheduler.tick(guild=LOCAL_GUILD)
            await self._cases.discussions.post_pending(at=self.at)

    async def _tell(self) -> None:
        """Tell whoever speaks what they wait for, and what was decided about their answers."""
        for waiter, hit in await self._cases.telling.answered(self.at):
            self.terminal.show(told_answer(hit, self.text))
            self.terminal.say()
            await self._cases.telling.told(waiter)
        for row, decision in await self._cases.deciding.untold(self.at):
            self.terminal.show(told_decision(decision, self.text))
            self.terminal.say()
            await self._cases.deciding.told(row)

    async def _reply_to(self, line: str) -> Reply:
        if not line.startswith("/"):
            receipt = await self._cases.responses.give(line, given=Given.THREAD, at=self.at)
            return without_offers(acknowledged(receipt, self.context()))
        word, _, rest = line[1:].partition(" ")
        if word.isascii() and word.isdigit():
            return await self._accept(word)
        own = self._own.get(fold(word))
        if own is not None:
            return await own(rest.strip())
        typed = self._grammar.parse(line[1:])
        reply = await self._dispatch(typed.command, dict(typed.options))
        if typed.command in RECEIPTS and not reply.error:
            return without_offers(reply)
        if typed.command == "help" and not typed.options:
            return replace(reply, cards=(*reply.cards, Card(lines=(self.text("chat.help"),))))
        return reply

    async def _dispatch(self, name: str, options: dict[str, object]) -> Reply:
        command = self._dispatcher.commands[name]
        address = next((option.name for option in command.options if option.kind is Kind.ADDRESS), None)
        for option in command.options:
            if option.kind is Kind.FILE and isinstance(typed := options.get(option.name), str) and typed:
                if address is not None and is_address(typed):
                    options[address] = options.pop(option.name)
                else:
                    options[option.name] = upload(typed)
        if command.progress is None:
            return await self._dispatcher.dispatch(name, options, context=self.context())
        with bar(sys.stderr, key=command.progress, text=self.text) as progress:
            context = replace(self.context(), progress=progress)
            return await self._dispatcher.dispatch(name, options, context=context)

    async def _speak_as(self, rest: str) -> Reply:
        name, role = read_speaker(rest, default=self.person.role, text=self.text)
        if not name:
            command = f"/{self.text('chat.as')}"
            raise IncompleteCommandError(command=command, choices=self.text("chat.as_allowed"))
        self.person = local_person(name, role)
        return Reply(text=self.text("chat.now_as", name=name, role=self.text(f"role.{role}")))

    async def _accept(self, number: str) -> Reply:
        """Do what was just offered: the first thing, or the one with this number."""
        place = int(number[:3]) if number.isascii() and number.isdigit() else 1
        if not 1 <= place <= len(self._offered):
            return Reply(text=self.text("chat.nothing_offered"))
        offered = self._offered[place - 1]
        return await self._dispatch(offered.command, dict(offered.options))

    def _with_gaps(self, reply: Reply) -> Reply:
        """Return *reply* with a mark in its actions where something still has to be typed.

        Where one of a command's choices is picked, it is typed by its words.
        """
        shown = []
        for action in reply.actions:
            options = self._dispatcher.commands[action.command].options
            needed = (one.name for one in options if one.is_required or (one.in_form and one.may_be_blank))
            missing = (name for name in needed if name not in action.options)
            worded = self._in_words(action.command, action.options)
            shown.append(replace(action, options={**worded, **dict.fromkeys(missing, "…")}))
        return replace(reply, actions=tuple(shown), picks=tuple(map(self._with_words, reply.picks)))

    def _with_words(self, pick: Pick) -> Pick:
        pick = replace(pick, options=self._in_words(pick.command, pick.options))
        option = self._dispatcher.commands[pick.command].option(pick.option)
        if option is None or not option.choices:
            return pick
        names = dict(zip(option.choices, option.choice_names(self.text), strict=True))
        return replace(pick, choices=tuple((names[value], names[value]) for value, _ in pick.choices))

    def _in_words(self, command: str, options: Mapping[str, object]) -> dict[str, object]:
        """Return *options* of *command* with what is one of several called as people type it."""
        worded = dict(options)
        for option in self._dispatcher.commands[command].options:
            if worded.get(option.name) in option.choices:
                worded[option.name] = self.text(f"choice.{worded[option.name]}")
        return worded

    async def _quit(self, _rest: str) -> Reply:
        self.has_ended = True
        return Reply(text=self.text("chat.goodbye"))

    def context(self) -> Context:
        """Return who speaks, and what can be done."""
        return Context(
            at=self.at,
            text=self.text,
            cases=self._cases,
            exports=fresh_folder(self._exports, at=self._clock()),
        )


def without_offers(reply: Reply) -> Reply:
    """Return a receipt without what it offers: after each answer that would be most of what is shown."""
    return replace(reply, actions=())


def local_person(name: str, role: Role) -> Person:
    """Return *name* at a terminal, where who moderates may change everything."""
    return Person(id=local_member(name), name=name, role=role, is_admin=role is Role.MODERATOR)


def read_speaker(typed: str, *, default: Role, text: Text) -> tuple[str, Role]:
    """Return the name and the role of ``Sam role:member``, of which the role may be left out.

    Raises OptionValueError at a role that there is not.
    """
    words = []
    role = default
    names = [text(f"role.{known}") for known in Role]
    roles = {
        **{role.value: role for role in Role},
        **{fold(text_in(language)(f"role.{role}")): role for language in Language for role in Role},
    }
    for word in typed.split():
        option, found, value = word.partition(":")
        if found and fold(option) in {"role", "rôle"}:
            if fold(value) not in roles:
                raise OptionValueError(option="role", value=value, allowed=", ".join(names))
            role = roles[fold(value)]
        else:
            words.append(word)
    return " ".join(words)[:NAME_LIMIT], role
