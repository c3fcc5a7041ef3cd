"""Every reason why a page of the web is not read, each with what to do instead."""

from bot.domain.errors import BotError


class FetchOffError(BotError):
    """Whoever runs the program lets it open no addresses."""

    code = "fetch_off"


# -- the address -------------------------------------------------------------------------------


class AddressWrongError(BotError):
    """What was given is no address, or a page leads to what is none."""

    code = "address_wrong"


class AddressSchemeError(BotError):
    """The address is not one of the web. Data: *scheme*."""

    code = "address_scheme"


class AddressCredentialsError(BotError):
    """The address has a name or a password in it."""

    code = "address_credentials"


class AddressPortError(BotError):
    """The address names a port that pages are not served on. Data: *port*."""

    code = "address_port"


class AddressNotPublicError(BotError):
    """The address is one of a private network, or of this machine. Data: *host*."""

    code = "address_not_public"


# -- on the way --------------------------------------------------------------------------------


class HostUnknownError(BotError):
    """There is no such host. Data: *host*."""

    code = "host_unknown"


class HostUnreachableError(BotError):
    """The host takes no connection, or breaks it off. Data: *host*."""

    code = "host_unreachable"


class HostUnprovenError(BotError):
    """The host cannot prove to be who it says it is: its certificate is wrong. Data: *host*."""

    code = "host_unproven"


class FetchTimeoutError(BotError):
    """The page took too long. Data: *host*, *seconds*."""

    code = "fetch_timeout"


class TooManyRedirectsError(BotError):
    """One address leads to the next, and so on. Data: *limit*."""

    code = "too_many_redirects"


class DowngradeError(BotError):
    """The page is moved from https to http, where anybody on the way could change it. Data: *host*."""

    code = "downgrade"


class RobotsRefusedError(BotError):
    """The site asks programs to leave this page alone. Data: *host*."""

    code = "robots_refused"


class RobotsUnknownError(BotError):
    """Whether programs may read the site cannot be found out now. Data: *host*."""

    code = "robots_unknown"


# -- what comes back ---------------------------------------------------------------------------


class PageMissingError(BotError):
    """There is no such page, or no more. Data: *host*."""

    code = "page_missing"


class PageRefusedError(BotError):
    """The site does not show us the page. Data: *host*, *status*."""

    code = "page_refused"


class PageBusyError(BotError):
    """The site has been asked too often. Data: *host*."""

    code = "page_busy"


class PageFailingError(BotError):
    """The site is out of order. Data: *host*, *status*."""

    code = "page_failing"


class PageAnswerError(BotError):
    """What the host says is nothing that a web server says. Data: *host*."""

    code = "page_answer"


class PageIncompleteError(BotError):
    """The page broke off, or came damaged. Data: *host*."""

    code = "page_incomplete"


class PageTooLargeError(BotError):
    """The page is larger than an article can be. Data: *limit* (bytes)."""

    code = "page_too_large"


class PagePackingError(BotError):
    """The page comes packed in a way that was not asked for. Data: *host*, *packing*."""

    code = "page_packing"


class PagePdfError(BotError):
    """There is a PDF at the address."""

    code = "page_pdf"


class PageDocumentError(BotError):
    """There is a word processor's document, or a book, at the address."""

    code = "page_document"


class PageVideoError(BotError):
    """There is a video at the address."""

    code = "page_video"


class PageAudioError(BotError):
    """There is a recording at the address."""

    code = "page_audio"


class PageImageError(BotError):
    """There is a picture at the address."""

    code = "page_image"


class PageFeedError(BotError):
    """There is a list of articles for feed readers at the address."""

    code = "page_feed"


class PageKindError(BotError):
    """There is something else at the address that is not read. Data: *kind* (its media type)."""

    code = "page_kind"
