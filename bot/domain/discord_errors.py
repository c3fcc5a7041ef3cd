"""Every reason for which Discord, or the connection to it, keeps a request from being honoured."""

from datetime import datetime

from bot.domain.errors import BotError


class CannotPostError(BotError):
    """Something keeps the bot from posting in the channel. Data: *findings* (of Finding), *channel*."""

    code = "cannot_post"


class PostingDelayedError(BotError):
    """Discord does not answer; what was planned is posted as soon as it does."""

    code = "posting_delayed"


class QuietHoursError(PostingDelayedError):
    """What was planned is posted once quiet hours are over. Data: *until*."""

    code = "quiet_hours"

    def __init__(self, *, until: datetime) -> None:
        super().__init__(until=until)
        self.until = until


class TokenMissingError(BotError):
    """There is no token to sign in to Discord with."""

    code = "token_missing"


class TokenWrongError(BotError):
    """Discord does not know the token."""

    code = "token_wrong"


class IntentRefusedError(BotError):
    """Discord refuses what the bot asks to receive: it has to be allowed in the developer portal."""

    code = "intent_refused"


class AlreadyRunningError(BotError):
    """Another process serves this database. Data: *where*, *holder*."""

    code = "already_running"


class ShardsWrongError(BotError):
    """What is set as this process's shards means nothing. Data: *said*."""

    code = "shards_wrong"


class ShardsNeedServerError(BotError):
    """Several processes share the shards only where the database is on a server. Data: *where*."""

    code = "shards_need_server"


class ShardCountError(BotError):
    """Another process counts the shards otherwise. Data: *count*, *holder*, *theirs*."""

    code = "shard_count"


class AttachmentGoneError(BotError):
    """Discord does not hand an attachment over, or not any more. Data: *name*."""

    code = "attachment_gone"


class MembersUnknownError(BotError):
    """Discord does not say at the moment who is a member, or which roles they have."""

    code = "members_unknown"


class OldButtonError(BotError):
    """A button that this release cannot read: of another one, or not of ours."""

    code = "old_button"


class DiscordOnlyError(BotError):
    """What was asked has a meaning on Discord only. Data: *option*."""

    code = "discord_only"


class UnreadableError(BotError):
    """Something keeps the bot from reading back what people answered. Data: *reason*, a code."""

    code = "unreadable"


class RestlessError(BotError):
    """Too much happens where people answer to be sure of having read it as it is."""

    code = "restless"


class NothingUnderWayError(BotError):
    """What was to be cancelled is over, or was under way in a program that has ended since."""

    code = "nothing_under_way"


class NotYourWorkError(BotError):
    """Only whoever began something may cancel it."""

    code = "not_your_work"
