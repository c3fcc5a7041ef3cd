"""Why an article that is being looked over cannot be changed as somebody wants it."""

from bot.domain.errors import BotError


class NoDraftError(BotError):
    """No article is being looked over."""

    code = "no_draft"


class UnknownItemError(BotError):
    """A draft has no such fact, question or passage, or not any more: dropped, merged, cut or taken in."""

    code = "unknown_item"


class DraftChangedError(BotError):
    """Somebody changed the same thing after it was shown to whoever changes it now."""

    code = "draft_changed"


class DraftUndoneError(BotError):
    """There is nothing to undo, or not any more."""

    code = "draft_undone"


class DraftLaterStepError(BotError):
    """What was to be undone is not what was done last."""

    code = "draft_later_step"


class DraftMergeError(BotError):
    """Only two facts can be made one; and only a question can hang on another one."""

    code = "draft_merge"


class DraftSplitError(BotError):
    """A fact was to be cut, and it was not said where. Only facts can be."""

    code = "draft_split"


class DraftSpeakerError(BotError):
    """Only of a fact it can be said who says it."""

    code = "draft_speaker"


class DraftFollowUpError(BotError):
    """Only a question has follow-ups, and this one has none of that number."""

    code = "draft_follow_up"


class DraftEdgeError(BotError):
    """What is first cannot be moved up, nor what is last down."""

    code = "draft_edge"


class DraftHeadingError(BotError):
    """A title, a source or an author was too long. Data: *limit*."""

    code = "draft_heading"


class DraftDateError(BotError):
    """This is no day, month or year in figures. Data: *value*."""

    code = "draft_date"


class DraftLanguageError(BotError):
    """This is no language of which the code or the name is known. Data: *value*."""

    code = "draft_language"
