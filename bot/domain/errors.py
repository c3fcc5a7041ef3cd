"""Every reason a request can fail, as a code and data; the fronts turn the code into words."""


class BotError(Exception):
    """A request cannot be honoured, and the person asking should be told why.

    ``code`` selects the text ``error.<code>`` in the locale files; ``data`` fills its placeholders.
    """

    code = "internal"

    def __init__(self, **data: object) -> None:
        super().__init__(self.code, data)
        self.data = data

    def __reduce__(self) -> tuple[object, ...]:
        """Let what goes wrong in one process be raised in another."""
        return _remake, (type(self), self.code, self.data)


def _remake(kind: type[BotError], code: str, data: dict[str, object]) -> BotError:
    error = kind.__new__(kind)
    error.code = code
    BotError.__init__(error, **data)
    return error


class UsageError(BotError):
    """The request itself is badly formed: the person has to ask differently."""


# -- articles and packs ------------------------------------------------------------------------


class FileMissingError(BotError):
    """There is no such file, or it cannot be opened. Data: *name*."""

    code = "file_missing"


class FileUnreadableError(BotError):
    """The file is there and the system refuses to let us read it. Data: *name*, *reason*."""

    code = "file_unreadable"


class FileNotPlainError(BotError):
    """The path leads to a folder or a device. Data: *name*."""

    code = "file_not_plain"


class FileTooLargeError(BotError):
    """The file is larger than an article can be. Data: *name*, *size*, *limit* (bytes)."""

    code = "file_too_large"


class FileEmptyError(BotError):
    """The file holds nothing to read. Data: *name*."""

    code = "file_empty"


class FileBinaryError(BotError):
    """The file is not text. Data: *name*."""

    code = "file_binary"


class FileUndecodableError(BotError):
    """The file's characters cannot be made out. Data: *name*, *offset* (byte)."""

    code = "file_undecodable"


class FileKindError(BotError):
    """The file is of a kind that is not read. Data: *name*, *suffix*."""

    code = "file_kind"


class NothingUnderstoodError(BotError):
    """The text was read, and neither a fact nor a question was found in it. Data: *name*."""

    code = "nothing_understood"


class PackSyntaxError(BotError):
    """A pack is not valid TOML, YAML or JSON. Data: *name*, *form*, *line* (or 0), *reason*."""

    code = "pack_syntax"


class PackError(BotError):
    """A pack is well-formed and says something it may not. Data: *name*, *where*, and the kind's own.

    ``code`` is one of ``pack_type`` (*expected*, *found*), ``pack_missing``, ``pack_unknown_key``
    (*nearest*, possibly empty), ``pack_value`` (*allowed*), ``pack_duplicate`` (*id*), ``pack_empty``,
    ``pack_too_deep``.
    """

    def __init__(self, code: str, **data: object) -> None:
        self.code = code
        super().__init__(**data)


class ArticleKnownError(BotError):
    """The very same article is already loaded. Data: *article*, *title*."""

    code = "article_known"


class ArticleAlikeError(BotError):
    """An article that is loaded says nearly the same. Data: *article*, *title*, *percent* (of it)."""

    code = "article_alike"


class SameAddressError(BotError):
    """An article that is loaded has the same address. Data: *article*, *title*."""

    code = "same_address"


class NoPageError(BotError):
    """The article has no address that could be opened again. Data: *title*, *article*."""

    code = "no_page"


class PackIsNoPageError(BotError):
    """A pack says what facts there are; it is no text in which they could be found again."""

    code = "pack_is_no_page"


class FactsPutBackError(BotError):
    """This would state anew what moderators corrected, disputed or withdrew. Data: *n*."""

    code = "facts_put_back"


class UnknownArticleError(BotError):
    """No article has this id or title. Data: *article*, *nearest* (possibly empty)."""

    code = "unknown_article"


class NoArticleError(BotError):
    """Nothing has been loaded yet, so there is nothing to answer from."""

    code = "no_article"


class UnknownDraftError(BotError):
    """The article that was being looked over is not there any more: kept, dropped or forgotten."""

    code = "unknown_draft"


class UnknownFactError(BotError):
    """The fact is not there, or not any more."""

    code = "unknown_fact"


class UnsureFactError(BotError):
    """What was typed may mean a fact, or may not: too little to change it. Data: *fact* (its beginning)."""

    code = "unsure_fact"


class DraftTextError(BotError):
    """A fact or a question was to be reworded to nothing, or to too much. Data: *limit*."""

    code = "draft_text"


class DraftEmptyError(BotError):
    """Dropping this would leave an article without a fact or a question."""

    code = "draft_empty"


class AmbiguousArticleError(BotError):
    """Several articles are loaded and none was named. Data: *articles* (their ids)."""

    code = "ambiguous_article"


class ArticleInUseError(BotError):
    """The article has an open discussion and so cannot be removed. Data: *article*."""

    code = "article_in_use"


# -- discussions and responses -----------------------------------------------------------------


class DiscussionOpenError(BotError):
    """A discussion is already open here. Data: *title*."""

    code = "discussion_open"


class NoDiscussionError(BotError):
    """No discussion is open here."""

    code = "no_discussion"


class NoQuestionsError(BotError):
    """The article has no question to discuss. Data: *title*."""

    code = "no_questions"


class NoQuestionLeftError(BotError):
    """Every question of the discussion has been asked. Data: *title*."""

    code = "no_question_left"


class UnknownQuestionError(BotError):
    """No question with this number has been asked. Data: *question*, *highest*."""

    code = "unknown_question"


class UnknownResponseError(BotError):
    """There is no such response here. Data: *response*."""

    code = "unknown_response"


class NoOwnResponseError(BotError):
    """The person has given no response that still stands."""

    code = "no_own_response"


class NotYourResponseError(BotError):
    """A response can be changed by its author only. Data: *response*."""

    code = "not_your_response"


class ResponseGoneError(BotError):
    """The response was withdrawn or deleted, for good. Data: *response*."""

    code = "response_gone"


class NeverRecordedError(BotError):
    """The person asked that nothing they say is ever recorded."""

    code = "never_recorded"


class EmptyResponseError(BotError):
    """A response without a word in it."""

    code = "empty_response"


class ResponseTooLongError(BotError):
    """A response over the limit. Data: *length*, *limit* (characters)."""

    code = "response_too_long"


class DiscussionClosedError(BotError):
    """The discussion that this belongs to is over. Data: *title*."""

    code = "discussion_closed"


class UnknownPromptError(BotError):
    """There is no such prompt here, or no more."""

    code = "unknown_prompt"


class WrongKeyError(BotError):
    """An unlinked response is changed with the key of its receipt only. Data: *response*."""

    code = "wrong_key"


class NotAgreedError(BotError):
    """An answer is kept only if its author agrees to that."""

    code = "not_agreed"


class EmptyQueryError(BotError):
    """A look-up without a word that could be found."""

    code = "empty_query"


# -- commands ----------------------------------------------------------------------------------


class UnknownCommandError(UsageError):
    """No command has this name. Data: *command*, *nearest* (possibly empty)."""

    code = "unknown_command"


class IncompleteCommandError(UsageError):
    """The beginning of several commands. Data: *command*, *choices*."""

    code = "incomplete_command"


class MissingOptionError(UsageError):
    """A command lacks an option it needs. Data: *command*, *option*."""

    code = "missing_option"


class UnknownOptionError(UsageError):
    """A command has no such option. Data: *command*, *option*, *options* (those it has)."""

    code = "unknown_option"


class NoOptionsError(UsageError):
    """Words after a command that takes none. Data: *command*."""

    code = "no_options"


class OptionValueError(UsageError):
    """An option's value is not of its kind. Data: *option*, *value*, *allowed*."""

    code = "option_value"


class NotAllowedError(BotError):
    """The command is for moderators. Data: *command*."""

    code = "not_allowed"


class NotAdminError(BotError):
    """The command is for those who manage the guild. Data: *command*."""

    code = "not_admin"


class NotShareableError(BotError):
    """What the command says is for whoever asked only. Data: *command*."""

    code = "not_shareable"


class TooSoonError(BotError):
    """The person must wait a little. Data: *n*, in seconds."""

    code = "too_soon"


class UnknownZoneError(BotError):
    """No time zone has this name. Data: *zone*, *nearest* (possibly empty)."""

    code = "unknown_zone"


# -- settings ----------------------------------------------------------------------------------


class SettingsError(BotError):
    """A setting is unknown or wrong. Data: *where*, *key*, and the kind's own.

    ``code`` is one of ``settings_unknown`` (*kind*, *nearest*, possibly empty), ``settings_value``
    (*expected*, *found*), ``settings_syntax`` (*reason*).
    """

    def __init__(self, code: str, **data: object) -> None:
        self.code = code
        super().__init__(**data)


# -- the program -------------------------------------------------------------------------------


class PortTakenError(BotError):
    """Nothing can listen where metrics are to be served. Data: *host*, *port*, *reason* (the system's)."""

    code = "port_taken"
