"""Tests for bot.storage.keyring and key_file: what is encrypted opens by its key, where it stood."""

import base64
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.storage_errors import EncryptionMissingError, KeyFileError, StoreCorruptError
from bot.storage.key_file import add_key, is_open_to_others, read_keyring
from bot.storage.keyring import KEY_BYTES, PREFIX, Keyring, id_of, new_key

OLD, NEW = b"o" * KEY_BYTES, b"n" * KEY_BYTES
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_what_is_encrypted_opens_and_shows_nothing(text: str) -> None:
    keyring = Keyring([NEW])

    sealed = keyring.sealer("responses.text")(text)

    assert sealed.isascii()
    assert sealed.startswith(f"{PREFIX}{id_of(NEW)}:")
    assert keyring.opener("responses.text")(sealed) == text


@given(TEXTS)
def test_what_is_not_encrypted_stays_as_it_is(text: str) -> None:
    assert Keyring([NEW]).opener("responses.text")(text) == text


@pytest.mark.parametrize("text", [PREFIX, f"{PREFIX}1234abcd:", f"{PREFIX}1234abcd:QUJD", f"{PREFIX}x\n"])
def test_words_that_look_encrypted_are_somebodys_words(text: str) -> None:
    assert Keyring([NEW]).opener("responses.text")(text) == text


def test_equal_texts_are_not_equal_when_encrypted() -> None:
    seal = Keyring([NEW]).sealer("responses.text")

    assert len({seal("yes") for _ in range(100)}) == 100


def test_older_keys_open_and_the_newest_encrypts() -> None:
    before = Keyring([OLD]).sealer("responses.text")("Zoë")
    keyring = Keyring([NEW, OLD])

    assert keyring.ids == (id_of(NEW), id_of(OLD))
    assert keyring.opener("responses.text")(before) == "Zoë"
    assert keyring.sealer("responses.text")("Zoë").startswith(f"{PREFIX}{id_of(NEW)}:")


def test_what_was_moved_to_another_column_does_not_open() -> None:
    keyring = Keyring([NEW])

    with pytest.raises(StoreCorruptError):
        keyring.opener("responses.author_name")(keyring.sealer("responses.text")("Zoë"))


@pytest.mark.parametrize("place", [0, 5, 11, 12, 20, -1])
def test_what_was_changed_does_not_open(place: int) -> None:
    keyring = Keyring([NEW])
    sealed = keyring.sealer("responses.text")("I would never say that.")
    head, _, tail = sealed.rpartition(":")
    content = bytearray(base64.b64decode(tail))
    content[place] ^= 1

    with pytest.raises(StoreCorruptError):
        keyring.opener("responses.text")(f"{head}:{base64.b64encode(content).decode()}")


def test_what_was_cut_short_does_not_open() -> None:
    keyring = Keyring([NEW])
    sealed = keyring.sealer("responses.text")("I would never say that.")
    head, _, tail = sealed.rpartition(":")

    for length in range(4, len(tail) - 4, 4):
        with pytest.raises(StoreCorruptError):
            keyring.opener("responses.text")(f"{head}:{tail[:length]}")


def test_what_no_database_takes_is_refused_as_it_would_be_without_keys() -> None:
    with pytest.raises(UnicodeEncodeError):
        Keyring([NEW]).sealer("responses.text")("half \ud83d a pair")


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cryptography.hazmat.primitives.ciphers.aead", None)

    with pytest.raises(EncryptionMissingError):
        Keyring([NEW])


def test_without_a_setting_there_are_no_keys() -> None:
    assert not read_keyring(None)


def test_a_new_key_comes_first_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys"

    first = add_key(path)
    second = add_key(path)

    assert read_keyring(path).ids == (second, first)
    assert not is_open_to_others(path)
    assert list(tmp_path.iterdir()) == [path]


def test_what_stands_in_the_file_beside_keys_stays(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(f"# made in May\n\n{base64.b64encode(OLD).decode()}\n", "ascii")
    path.chmod(0o640)

    new = add_key(path)

    assert read_keyring(path).ids == (new, id_of(OLD))
    assert "# made in May\n" in path.read_text("ascii")
    assert path.stat().st_mode & 0o777 == 0o640
    assert is_open_to_others(path)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        pytest.param("", "key_file_empty", None, id="empty"),
        pytest.param("# nothing but this\n\n", "key_file_empty", None, id="comments"),
        pytest.param(f"{base64.b64encode(OLD).decode()}\nsecret\n", "key_file_wrong", 2, id="no-base64"),
        pytest.param(base64.b64encode(b"short").decode(), "key_file_wrong", 1, id="too-short"),
        pytest.param(base64.b64encode(b"l" * 33).decode(), "key_file_wrong", 1, id="too-long"),
        pytest.param("clé", "key_file_wrong", 1, id="no-ascii"),
    ],
)
def test_a_file_that_is_no_file_of_keys_is_refused(
    content: str, code: str, line: int | None, tmp_path: Path
) -> None:
    path = tmp_path / "keys"
    path.write_text(content, "utf-8")

    with pytest.raises(KeyFileError) as raised:
        read_keyring(path)

    assert (raised.value.code, raised.value.data.get("line")) == (code, line)
    assert content == "" or content not in str(raised.value.data)


def test_a_wrong_file_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text("what was this?\n", "ascii")

    with pytest.raises(KeyFileError):
        add_key(path)

    assert path.read_text("ascii") == "what was this?\n"


def test_a_file_that_is_not_there_or_cannot_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="key_file_unreadable"):
        read_keyring(tmp_path / "keys")
    with pytest.raises(KeyFileError, match="key_file_unwritable"):
        add_key(tmp_path / "no folder" / "keys")
    with pytest.raises(KeyFileError, match="key_file_unreadable"):
        read_keyring(tmp_path)


def test_a_key_goes_to_where_a_link_leads(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    link = tmp_path / "keys"
    link.symlink_to(kept / "keys")

    ids = [add_key(link), add_key(link)]

    assert link.is_symlink()
    assert read_keyring(kept / "keys").ids == (ids[1], ids[0])
    assert list(kept.iterdir()) == [kept / "keys"]


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="key_file_unwritable"):
        add_key(tmp_path / ("k" * 300))


def test_lines_may_end_as_another_system_has_them(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_bytes(b" " + base64.b64encode(OLD) + b" \r\n\r\n" + base64.b64encode(NEW))

    assert read_keyring(path).ids == (id_of(OLD), id_of(NEW))


def test_a_key_that_could_not_be_written_whole_leaves_those_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys"
    first = add_key(path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyFileError, match="key_file_unwritable"):
        add_key(path)

    assert read_keyring(path).ids == (first,)
    assert list(tmp_path.iterdir()) == [path]


def test_new_keys_are_as_long_as_the_cipher_has_them_and_differ() -> None:
    assert {len(new_key()) for _ in range(10)} == {KEY_BYTES}
    assert len({new_key() for _ in range(10)}) == 10
