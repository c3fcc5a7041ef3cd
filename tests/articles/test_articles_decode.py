"""Tests for bot.articles.decode, by way of reading files."""

import pytest

from bot.articles.decode import MAX_BYTES
from bot.articles.read import read_article
from bot.domain.errors import (
    BotError,
    FileBinaryError,
    FileEmptyError,
    FileTooLargeError,
    FileUndecodableError,
)
from bot.domain.reading_errors import FilePdfError

TEXT = "Le musée de Corvant a reçu 12 400 visiteurs en août. L'entrée coûte 7 €."


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="utf-8-with-mark"),
        pytest.param(TEXT.encode("utf-16"), id="utf-16-with-mark"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="utf-16-big-endian-with-mark"),
        pytest.param(TEXT.replace("€", "F").encode("utf-16-le"), id="utf-16-without-mark"),
        pytest.param(TEXT.replace("€", "F").encode("utf-16-be"), id="utf-16-big-endian-without-mark"),
        pytest.param(TEXT.encode("cp1252"), id="windows-1252"),
        pytest.param(TEXT.encode() + b"\x00", id="a-stray-nul"),
    ],
)
def test_encodings_are_told_apart(data: bytes) -> None:
    article = read_article(data, name="a.txt")

    assert article.facts[0].text == "Le musée de Corvant a reçu 12 400 visiteurs en août."


def test_spans_count_the_byte_order_mark_and_both_characters_of_a_windows_newline() -> None:
    source = "\ufeffThe lake rose by 4 cm.\r\n\r\nIt froze in 1987."

    article = read_article(source.encode(), name="a.txt")

    assert [(fact.start, fact.end) for fact in article.facts] == [(1, 23), (27, 44)]
    assert article.text == source


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", FileEmptyError, id="empty"),
        pytest.param(b" \n\t\r\n\xc2\xa0", FileEmptyError, id="blank"),
        pytest.param(b"\xef\xbb\xbf", FileEmptyError, id="only-a-mark"),
        pytest.param(bytes(range(256)) * 8, FileBinaryError, id="binary"),
        pytest.param(b"%PDF-1.7 and so on", FilePdfError, id="pdf"),
        pytest.param(b"PK\x03\x04 and so on", FileBinaryError, id="zip"),
        pytest.param(b"\xff\xfea", FileUndecodableError, id="half-a-utf-16-character"),
        pytest.param(b"\xef\xbb\xbfcaf\xe9", FileUndecodableError, id="marked-utf-8-that-is-not"),
        pytest.param(b"caf\xe9 \x81", FileUndecodableError, id="no-encoding-at-all"),
        pytest.param(b"a" * (MAX_BYTES + 1), FileTooLargeError, id="too-large"),
    ],
)
def test_files_that_cannot_be_read_say_why(data: bytes, error: type[BotError]) -> None:
    with pytest.raises(error) as raised:
        read_article(data, name="a.txt")

    assert raised.value.data["name"] == "a.txt"


def test_an_undecodable_file_says_where() -> None:
    with pytest.raises(FileUndecodableError) as raised:
        read_article(b"caf\xe9 \x81", name="a.txt")

    assert raised.value.data["offset"] == 5
