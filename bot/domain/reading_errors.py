"""Every reason why a text that could be opened is not read as an article, each with what to do instead."""

from bot.domain.errors import BotError


class TextTooLongError(BotError):
    """The text is longer than an article can be. Data: *name*, *length*, *limit* (characters)."""

    code = "text_too_long"


class PageTangledError(BotError):
    """The page holds more than any article's has to. Data: *name*."""

    code = "page_tangled"


class ReadingTimeoutError(BotError):
    """The file took too long to read. Data: *name*."""

    code = "reading_timeout"


class ReadingFailedError(BotError):
    """Whatever read the file broke down over it, most likely for want of memory. Data: *name*."""

    code = "reading_failed"


class FilePdfError(BotError):
    """The file is a PDF. Data: *name*."""

    code = "file_pdf"


class WallError(BotError):
    """A page shows something else in place of an article. Data: *name*.

    ``code`` is one of ``wall_login``, ``wall_cookies``, ``wall_robots`` (it wants proof of being human),
    ``wall_video``, ``wall_pdf``, ``wall_script`` (JavaScript would have to fetch the text).
    """

    def __init__(self, code: str, **data: object) -> None:
        self.code = code
        super().__init__(**data)
