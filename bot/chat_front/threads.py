"""Threads at a terminal: a prompt is shown, and what is typed next answers it."""

from bot.chat_front.terminal import BOLD, FAINT, INDENT, Terminal
from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Ending, Prompt
from bot.domain.guild import Finding, GuildSettings, kept_days
from bot.domain.identity import ChannelId, GuildId, RoleId


class TerminalThreads:
    """The thread port of the local chat, where nothing can keep a prompt from being shown."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    async def inspect(
        self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings
    ) -> tuple[Finding, ...]:
        """Return nothing: a terminal has no permissions."""
        return ()

    async def inspect_events(self, *, guild: GuildId) -> tuple[Finding, ...]:
        """Return nothing: a terminal has no events."""
        return ()

    async def inspect_ping(self, *, guild: GuildId, channel: ChannelId, role: RoleId) -> tuple[Finding, ...]:
        """Return nothing: a terminal has no roles."""
        return ()

    async def prepare(self, *, guild: GuildId, settings: GuildSettings) -> None:
        """Make nothing: a terminal lacks nothing."""

    async def rehearse(self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings) -> None:
        """Show nothing: what is shown at a terminal cannot be taken away again."""

    async def post_prompt(
        self,
        prompt: Prompt,
        *,
        discussion: Discussion,
        article: StoredArticle,
        settings: GuildSettings,
        nonce: str,
        is_retry: bool,
    ) -> int:
        """Show *prompt*; at a terminal a thread is known by its prompt."""
        text = self._terminal.text
        number = text("prompt.number", number=prompt.number, n=len(article.article.questions))
        self._terminal.say(f"── {number} · {article.title}", style=FAINT)
        self._terminal.say(prompt.text, style=BOLD)
        for follow_up in prompt.follow_ups:
            self._terminal.say(f"– {follow_up}", indent=INDENT)
        self._terminal.say(text("prompt.how"), style=FAINT)
        days = kept_days(settings.retention_days, article.retention_days)
        if days is not None:
            self._terminal.say(text("prompt.kept_days", n=days), style=FAINT)
        return prompt.id

    async def open_thread(
        self, prompt: Prompt, *, discussion: Discussion, article: StoredArticle, settings: GuildSettings
    ) -> None:
        """Open nothing: whatever is typed answers the prompt shown last."""

    async def pin(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Pin nothing: a terminal scrolls."""

    async def find_prompt(self, prompt: Prompt, *, discussion: Discussion) -> int | None:
        """Return None: what was shown at a terminal before is not looked for."""
        return None

    async def take_away(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Take nothing away: what is shown at a terminal stays."""

    async def is_gone(self, *, guild: GuildId, channel: ChannelId) -> bool:
        """Return False: a terminal is always there."""
        return False

    async def put_closing_card(self, ending: Ending, *, settings: GuildSettings, nonce: str) -> None:
        """Say that the discussion has ended."""
        text = self._terminal.text
        answers = text("count.responses", n=ending.progress.responses)
        people = text("count.people", n=ending.progress.people)
        self._terminal.say(
            f"── {text('prompt.closed', title=ending.title, answers=answers, people=people)}", style=FAINT
        )

    def reach(self, *, guild: GuildId, channel: ChannelId) -> int | None:
        """Return None: whoever looks at a terminal is not known."""
        return None

    async def shut_thread(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Shut nothing: nobody else writes at a terminal."""

    async def unpin(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Unpin nothing."""
