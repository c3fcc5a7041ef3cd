"""The keys by which names and texts are encrypted before they reach the database.

AES-256 in Galois/Counter Mode (NIST SP 800-38D): what was changed in the file, or moved to another column,
does not open. Nonces are drawn by lot, which that standard allows for 2^32 texts by one key. Nothing says
when a text was encrypted, as the tokens of easier recipes do: that would tell who gave an unlinked answer.
"""

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from bot.domain.storage_errors import EncryptionMissingError, StoreCorruptError

KEY_BYTES = 32
NONCE_BYTES = 12
# What an encrypted value looks like: this, the id of its key, and base64.
PREFIX = "sealed:"
_SEALED = re.compile(rf"{PREFIX}([0-9a-f]{{8}}):([A-Za-z0-9+/]+={{0,2}})")


class Cipher(Protocol):
    """What a key encrypts by."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return *data* encrypted."""
        ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return *data* decrypted; raise where it is not as it was encrypted."""
        ...


class Keyring:
    """Keys, the newest first: it encrypts, all of them decrypt. Without any, texts stay as they are."""

    def __init__(self, keys: Iterable[bytes] = ()) -> None:
        self._ciphers = {id_of(key): _cipher(key) for key in keys}

    def __bool__(self) -> bool:
        """Return whether there is a key."""
        return bool(self._ciphers)

    @property
    def ids(self) -> tuple[str, ...]:
        """What the keys are known by, the newest first: eight digits that tell nothing of them."""
        return tuple(self._ciphers)

    def sealer(self, column: str) -> Callable[[str], str]:
        """Return what encrypts a text of *column* by the newest key."""
        newest = self.ids[0]
        return partial(_seal, self._ciphers[newest], f"{PREFIX}{newest}:", column.encode())

    def opener(self, column: str) -> Callable[[str], str]:
        """Return what decrypts a text of *column*; one that is not encrypted, by no key here, is itself.

        It raises StoreCorruptError where the text is not as it was encrypted.
        """
        return partial(self._open, column)

    def _open(self, column: str, text: str) -> str:
        if not text.startswith(PREFIX):
            return text
        found = _SEALED.fullmatch(text)
        cipher = None if found is None else self._ciphers.get(found[1])
        if found is None or cipher is None:
            return text  # somebody's own words: whose keys are not there is not let in
        try:
            sealed = base64.b64decode(found[2])
            return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], column.encode()).decode()
        except (_invalid_tag(), ValueError) as error:
            raise StoreCorruptError(where=column) from error


def _seal(cipher: Cipher, prefix: str, column: bytes, text: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, text.encode(), column)
    return prefix + binascii.b2a_base64(sealed, newline=False).decode()


def new_key() -> bytes:
    """Return a key nobody else has."""
    return os.urandom(KEY_BYTES)


def id_of(key: bytes) -> str:
    """Return what *key* is known by."""
    return hashlib.sha256(b"causerie key id\0" + key).hexdigest()[:8]


def _cipher(key: bytes) -> Cipher:
    """Return the cipher of *key*. Raises EncryptionMissingError where there is no library for it."""
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise EncryptionMissingError from error
    return AESGCM(key)


def _invalid_tag() -> type[Exception]:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 (an extra)

    return InvalidTag
