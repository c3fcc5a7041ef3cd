"""Who and where: the identifiers that every layer passes on, and the people behind requests.

Discord's ids are snowflakes, 64-bit integers; the local chat derives its own from names.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import NewType

GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
MemberId = NewType("MemberId", int)
RoleId = NewType("RoleId", int)
ArticleId = NewType("ArticleId", int)
QuestionId = NewType("QuestionId", int)
FactId = NewType("FactId", int)
DiscussionId = NewType("DiscussionId", int)
PromptId = NewType("PromptId", int)
ResponseId = NewType("ResponseId", int)
DraftId = NewType("DraftId", int)
OutboxId = NewType("OutboxId", int)
OccurrenceId = NewType("OccurrenceId", int)
ScheduleId = NewType("ScheduleId", int)
GapId = NewType("GapId", int)
WaiterId = NewType("WaiterId", int)

# The local chat and the operator's commands act in one guild of their own; no snowflake is that small.
LOCAL_GUILD = GuildId(0)
LOCAL_CHANNEL = ChannelId(0)
# Who did what the bot does by itself, and who gave what leads to nobody.
NOBODY = MemberId(0)


class Role(StrEnum):
    """What a person may do in a guild."""

    MEMBER = "member"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks to the bot."""

    id: MemberId
    name: str
    role: Role
    is_admin: bool = False  # may change how the bot behaves in the guild

    @property
    def is_moderator(self) -> bool:
        """Whether the person looks after the guild's articles and discussions."""
        return self.role is Role.MODERATOR


def local_member(name: str) -> MemberId:
    """Return the id by which the local chat knows *name*: the same in every session."""
    # A name typed at a terminal of another encoding holds halves of surrogate pairs (PEP 383).
    digest = sha256(" ".join(name.split()).casefold().encode(errors="surrogatepass")).digest()
    return MemberId(int.from_bytes(digest[:8]) >> 1)
