"""What a handler is given besides its options."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.commands.progress import Progress, unseen
from bot.commands.reply import Action
from bot.commands.spec import command_name, option_name
from bot.commands.under_way import UnderWay
from bot.domain.discussion import Given
from bot.domain.identity import LOCAL_GUILD, ArticleId
from bot.i18n import Language, Text
from bot.services.place import Place
from bot.services.use_cases import UseCases


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who asks, where, in which words the answer is given, and what can be done."""

    at: Place
    text: Text
    cases: UseCases
    exports: Path  # the folder in which exports get a folder each
    public: Language = Language.ENGLISH  # what everybody in the guild is spoken to in
    guild_name: str = ""  # empty where there is none
    given: Given = Given.COMMAND  # how what the person says reached us
    message: int | None = None  # the message it was typed as
    reply_to: int | None = None  # the message that one answers
    progress: Progress = unseen  # told by what takes long; shown where the command has words for it
    upload_limit: int | None = None  # bytes that one message may carry; None is no limit, at a terminal
    under_way: UnderWay = field(default_factory=UnderWay)

    @property
    def is_local(self) -> bool:
        """Whether the person types at a terminal rather than on Discord."""
        return self.at.guild == LOCAL_GUILD

    async def here(self) -> ArticleId | None:
        """Return the article under discussion where the person asks."""
        return await self.cases.discussions.article_here(at=self.at)

    def action(self, label: str, command: str, **options: object) -> Action:
        """Return an offer to run *command* next."""
        return Action(label=self.text(label), command=command, options=options)

    def turn(self, label: str, command: str, **options: object) -> Action:
        """Return an offer to run *command* in place of this reply, as one turns a page."""
        return Action(label=self.text(label), command=command, options=options, updates=True)

    def line(self, command: str, **options: object) -> str:
        """Return *command* as a person would type it: ``/fact query:8 millions``."""
        return to_line(command, options, self.text)


def to_line(command: str, options: dict[str, object], text: Text) -> str:
    """Return a command as a person would type it, in the language of *text*."""
    typed = "".join(f" {option_name(name, text)}:{to_typed(value, text)}" for name, value in options.items())
    return f"/{command_name(command, text)}{typed}"


def to_typed(value: object, text: Text) -> str:
    """Return the value of an option as a person would type it: a flag is a word."""
    if isinstance(value, bool):
        return text("word.yes" if value else "word.no")
    return str(value)
