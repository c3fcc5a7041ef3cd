"""Why an answer is not reported, its author not muted, or an unlinked one not taken."""

from bot.domain.errors import BotError


class MutedError(BotError):
    """Somebody gives no unlinked answers until a day. Data: *day*."""

    code = "muted"


class AuthorForgottenError(BotError):
    """Who gave an unlinked answer is not known any more, nor ever will be. Data: *response*."""

    code = "author_forgotten"


class NotUnlinkedError(BotError):
    """An answer is linked to its author, who is not muted: what they say can be hidden. Data: *response*."""

    code = "not_unlinked"


class OwnResponseReportedError(BotError):
    """Somebody reports what they said themselves. Data: *response*."""

    code = "own_response_reported"


class AlreadyReportedError(BotError):
    """Somebody reports an answer again: a person counts once. Data: *response*."""

    code = "already_reported"


class AlreadyHiddenError(BotError):
    """Somebody reports an answer that moderators hide. Data: *response*."""

    code = "already_hidden"


class NotRecordedError(BotError):
    """A message that is reported is no recorded answer."""

    code = "not_recorded"
