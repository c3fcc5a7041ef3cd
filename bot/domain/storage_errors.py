"""Every reason for which the database or the disk keeps a request from being honoured."""

from bot.domain.errors import BotError


class StoreError(BotError):
    """The database cannot serve. Data: *where*, *reason*."""

    code = "store_failed"


class StoreBusyError(StoreError):
    """Another program holds the database locked. Data: *where*."""

    code = "store_busy"


class StoreReadOnlyError(StoreError):
    """The database, or its folder, may not be written. Data: *where*."""

    code = "store_read_only"


class StoreCorruptError(StoreError):
    """The file is damaged, or is no database of ours. Data: *where*."""

    code = "store_corrupt"


class StoreMissingError(StoreError):
    """The database's folder, or a backup asked for, is not there. Data: *where*."""

    code = "store_missing"


class StoreNewerError(StoreError):
    """A newer Causerie wrote this database. Data: *where*, *revision*."""

    code = "store_newer"


class StoreUrlError(StoreError):
    """The address in the settings is no database that can be used. Data: *where*."""

    code = "store_url"


class StorePasswordError(StoreError):
    """The address has signs in its password that have to be written otherwise there. Data: *where*."""

    code = "store_password"


class StoreServerError(StoreError):
    """What was asked for is done to files, and the database is on a server. Data: *where*."""

    code = "store_server"


class StoreDriverError(StoreError):
    """What speaks to a server of this kind is not installed. Data: *where*."""

    code = "store_driver"


class StoreUnreachableError(StoreError):
    """The database's server does not answer, or not any more. Data: *where*, *reason*."""

    code = "store_unreachable"


class StoreRefusedError(StoreError):
    """The server does not know the name, or the password is wrong. Data: *where*, *reason*."""

    code = "store_refused"


class StoreAbsentError(StoreError):
    """The server has no database of this name. Data: *where*."""

    code = "store_absent"


class StoreCrowdedError(StoreError):
    """The server takes no more connections. Data: *where*, *reason*."""

    code = "store_crowded"


class StoreRightsError(StoreError):
    """The server does not let us make tables, or write. Data: *where*, *reason*."""

    code = "store_rights"


class StoreEncodingError(StoreError):
    """The server keeps the database's texts in another encoding than UTF-8. Data: *where*, *encoding*."""

    code = "store_encoding"


class StoreKeyError(StoreError):
    """Names and texts are encrypted by keys that are not at hand. Data: *where*, *keys* (their ids)."""

    code = "store_key"


class KeyFileError(StoreError):
    """The file of keys cannot be used. Data: *path*, and the kind's own.

    ``code`` is one of ``key_file_unreadable`` (*reason*), ``key_file_unwritable`` (*reason*),
    ``key_file_wrong`` (*line*), ``key_file_empty``, ``key_file_unset``.
    """

    def __init__(self, code: str, **data: object) -> None:
        self.code = code
        super().__init__(**data)


class EncryptionMissingError(StoreError):
    """What encrypts names and texts is not installed."""

    code = "encryption_missing"


class DiskFullError(StoreError):
    """There is no room left where we write. Data: *where*."""

    code = "disk_full"


class FileThereError(BotError):
    """A file would have to be overwritten. Data: *name*."""

    code = "file_exists"


class PageThereError(BotError):
    """A page would be written over a file that is there. Data: *name*."""

    code = "page_exists"


class FolderNotEmptyError(BotError):
    """An export goes to a folder of its own. Data: *folder*."""

    code = "folder_not_empty"


class FolderUnwritableError(BotError):
    """Files cannot be written there. Data: *folder*, *reason*."""

    code = "folder_unwritable"


class ParquetMissingError(BotError):
    """What writes Parquet files is not installed."""

    code = "parquet_missing"
