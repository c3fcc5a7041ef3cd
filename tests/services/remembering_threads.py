"""A thread port that behaves like Discord: it knows what was posted, and forgets nonces in some minutes."""

from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from quiet_threads import QuietThreads

from bot.domain.article import StoredArticle
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.discussion import Discussion, Prompt
from bot.domain.guild import GuildSettings, Severity
from bot.domain.identity import PromptId
from bot.services.claims import may_be_sent

NONCES_LAST = timedelta(minutes=5)


class Killed(BaseException):
    """The process ends here and now: nothing after this runs."""


class Fate(StrEnum):
    """What befalls a post."""

    REFUSED = "refused"  # for now: nothing is posted
    SILENT = "silent"  # it is posted, and no answer comes
    KILLED_BEFORE = "killed before"
    KILLED_AFTER = "killed after"
    UNFORESEEN = "unforeseen"


class RememberingThreads(QuietThreads):
    """One Discord for all processes of a test. *now* is the time as Discord has it."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.fates: deque[Fate] = deque()
        self.sent: Counter[PromptId] = Counter()
        self._now = now
        self._nonces: dict[str, tuple[int, datetime]] = {}

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
        """Post *prompt* unless it is there, or something befalls it."""
        if any(one.severity is Severity.BROKEN for one in self.findings):
            raise CannotPostError(findings=self.findings, channel=discussion.channel)
        fate = self.fates.popleft() if self.fates else None
        if fate is Fate.KILLED_BEFORE:
            raise Killed
        if fate is Fate.UNFORESEEN:
            raise ValueError
        if fate is Fate.REFUSED or not may_be_sent():
            raise PostingDelayedError
        if is_retry and prompt.id in self.there:
            return self.there[prompt.id]
        posted = self._take(nonce)
        if posted is None:
            posted = await super().post_prompt(
                prompt,
                discussion=discussion,
                article=article,
                settings=settings,
                nonce=nonce,
                is_retry=is_retry,
            )
            self.sent[prompt.id] += 1
            self.there[prompt.id] = posted
            self._nonces[nonce] = posted, self._now()
        if fate is Fate.KILLED_AFTER:
            raise Killed
        if fate is Fate.SILENT:
            raise PostingDelayedError
        return posted

    def _take(self, nonce: str) -> int | None:
        known = self._nonces.get(nonce)
        return None if known is None or self._now() - known[1] > NONCES_LAST else known[0]
