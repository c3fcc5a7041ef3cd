"""A thread port that shows nothing, remembers what it was given, and fails when it is told to."""

from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Ending, Prompt
from bot.domain.guild import Finding, GuildSettings
from bot.domain.identity import ChannelId, GuildId, PromptId, RoleId


class QuietThreads:
    """Posts nowhere. Threads are numbered from 101 on."""

    def __init__(self) -> None:
        self.posted: list[str] = []
        self.retries: list[bool] = []
        self.nonces: list[str] = []
        self.opened: list[PromptId] = []
        self.shut: list[PromptId] = []
        self.taken_away: list[PromptId] = []
        self.fails_opening: Exception | None = None
        self.closed: list[Ending] = []
        self.prepared: list[GuildSettings] = []
        self.findings: tuple[Finding, ...] = ()
        self.pings: tuple[Finding, ...] = ()
        self.fails: Exception | None = None
        self.fails_closing: Exception | None = None
        self.fails_finding: Exception | None = None
        self.there: dict[PromptId, int] = {}  # what was posted although no answer came
        self.gone: set[ChannelId] = set()

    async def inspect(
        self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings
    ) -> tuple[Finding, ...]:
        """Return what it was told to find."""
        return self.findings

    async def inspect_events(self, *, guild: GuildId) -> tuple[Finding, ...]:
        """Return nothing: whether events can be made is a matter of Discord's."""
        return ()

    async def inspect_ping(self, *, guild: GuildId, channel: ChannelId, role: RoleId) -> tuple[Finding, ...]:
        """Return what it was told to find."""
        return self.pings

    async def prepare(self, *, guild: GuildId, settings: GuildSettings) -> None:
        """Remember that it was asked to."""
        self.prepared.append(settings)

    async def rehearse(self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings) -> None:
        """Fail if it is told to."""
        if self.fails is not None:
            raise self.fails

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
        """Remember *prompt*, unless it is told to fail."""
        if self.fails is not None:
            raise self.fails
        self.posted.append(f"{article.id} {prompt.question}")
        self.retries.append(is_retry)
        self.nonces.append(nonce)
        return 100 + len(self.posted)

    async def open_thread(
        self, prompt: Prompt, *, discussion: Discussion, article: StoredArticle, settings: GuildSettings
    ) -> None:
        """Remember that the thread of *prompt* was opened, unless it is told to fail."""
        if self.fails_opening is not None:
            raise self.fails_opening
        self.opened.append(prompt.id)

    async def pin(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Pin nothing."""

    async def take_away(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Remember that the post of *prompt* was taken away."""
        self.taken_away.append(prompt.id)

    async def find_prompt(self, prompt: Prompt, *, discussion: Discussion) -> int | None:
        """Return what it was told is there, unless it is told to fail."""
        if self.fails_finding is not None:
            raise self.fails_finding
        return self.there.get(prompt.id)

    async def is_gone(self, *, guild: GuildId, channel: ChannelId) -> bool:
        """Return whether it was told that *channel* is gone."""
        return channel in self.gone

    async def put_closing_card(self, ending: Ending, *, settings: GuildSettings, nonce: str) -> None:
        """Remember how it ended, unless it is told to fail."""
        if self.fails_closing is not None:
            raise self.fails_closing
        self.closed.append(ending)

    def reach(self, *, guild: GuildId, channel: ChannelId) -> int | None:
        return None

    async def shut_thread(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Remember that the thread of *prompt* was shut."""
        self.shut.append(prompt.id)

    async def unpin(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Unpin nothing."""
