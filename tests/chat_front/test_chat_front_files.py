"""Tests for bot.chat_front.files."""

import errno
import os
from pathlib import Path

import pytest

from bot.articles.decode import MAX_BYTES
from bot.chat_front.files import read_file, save, upload, write_page
from bot.domain.errors import (
    BotError,
    FileMissingError,
    FileNotPlainError,
    FileTooLargeError,
    FileUnreadableError,
)
from bot.domain.storage_errors import DiskFullError, FolderUnwritableError, PageThereError


@pytest.mark.parametrize("typed", ["{}", '"{}"', "'{}'", "  {}  ", ' "{}" '])
async def test_a_path_with_or_without_what_terminals_put_around_it(tmp_path: Path, typed: str) -> None:
    path = tmp_path / "an article.txt"
    path.write_bytes(b"content")

    named = upload(typed.format(path))

    assert named.name == str(path)
    assert await named.read() == b"content"


def test_home_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert upload("~/a.txt").name == str(tmp_path / "a.txt")


async def test_the_home_of_nobody_is_a_name_like_any_other() -> None:
    named = upload("~nobody-of-that-name/a.txt")
    assert named.name == str(Path("~nobody-of-that-name/a.txt"))
    with pytest.raises(FileMissingError):
        await named.read()


def test_a_file_is_read_when_it_is_needed(tmp_path: Path) -> None:
    assert upload(str(tmp_path / "later.txt")).name.endswith("later.txt")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        pytest.param("nothing.txt", FileMissingError, id="missing"),
        pytest.param("", FileNotPlainError, id="folder"),
        pytest.param("large.txt", FileTooLargeError, id="too-large"),
        pytest.param("x" * 300, FileUnreadableError, id="name-too-long"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, error: type[BotError]) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(error) as raised:
        read_file(tmp_path / name)

    assert raised.value.data["name"] == str(tmp_path / name)


def test_what_is_too_large_is_said_with_its_size(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(FileTooLargeError) as raised:
        read_file(tmp_path / "large.txt")
    assert (raised.value.data["size"], raised.value.data["limit"]) == (MAX_BYTES + 1, MAX_BYTES)


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MAX_BYTES)
    assert len(read_file(tmp_path / "large.txt")) == MAX_BYTES


def test_a_loop_of_links_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises((FileUnreadableError, FileMissingError)):
        read_file(tmp_path / "a")


def test_a_file_the_system_refuses_to_open(tmp_path: Path) -> None:
    # Root may read everything, but nobody a name of this length.
    with pytest.raises(FileUnreadableError):
        read_file(tmp_path / ("n" * 5_000))


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileNotPlainError):
        read_file(tmp_path / "pipe")


def test_saving_never_overwrites(tmp_path: Path) -> None:
    saved = [save("mill.toml", content.encode(), folder=tmp_path) for content in ("one", "two\n", "three")]

    assert [path.name for path in saved] == ["mill.toml", "mill-2.toml", "mill-3.toml"]
    assert [path.read_text("utf-8") for path in saved] == ["one", "two\n", "three"]


def test_what_is_saved_is_utf_8_with_its_line_ends(tmp_path: Path) -> None:
    assert save("a.toml", "é\nb\r\n".encode(), folder=tmp_path).read_bytes() == "é\nb\r\n".encode()


@pytest.mark.parametrize("name", ["../../up.toml", "/etc/up.toml", "a/b/up.toml"])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    assert save(name, b"x", folder=tmp_path) == tmp_path / "up.toml"


@pytest.mark.parametrize("folder", ["nowhere", "file"])
def test_a_folder_that_cannot_be_written(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FolderUnwritableError) as raised:
        save("a.toml", b"x", folder=tmp_path / folder)
    assert raised.value.data["folder"] == str(tmp_path / folder)


def test_a_name_too_long_for_the_disk(tmp_path: Path) -> None:
    with pytest.raises(FolderUnwritableError):
        save("x" * 300, b"x", folder=tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_page_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert write_page(page, b"one") == page

    with pytest.raises(PageThereError):
        write_page(page, b"two")
    assert page.read_bytes() == b"one"

    write_page(page, b"three", replaces=True)
    assert page.read_bytes() == b"three"
    assert names(tmp_path) == ["page.html"]


def test_a_page_that_has_come_meanwhile_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"theirs")
    monkeypatch.setattr(Path, "exists", lambda _path: False)

    with pytest.raises(PageThereError):
        write_page(page, b"ours")

    assert page.read_bytes() == b"theirs"
    assert names(tmp_path) == ["page.html"]


def test_a_disk_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_partial: Path, _target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / f".page.{os.getpid()}.partial").write_bytes(b"left behind")

    write_page(tmp_path / "page.html", b"one")

    assert (tmp_path / "page.html").read_bytes() == b"one"
    assert names(tmp_path) == ["page.html"]


@pytest.mark.skipif(os.name != "posix", reason="links and devices as POSIX has them")
def test_a_link_stays_and_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "target.html").write_bytes(b"one")
    (tmp_path / "link.html").symlink_to("target.html")
    write_page(tmp_path / "link.html", b"two", replaces=True)

    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "target.html").read_bytes() == b"two"
    for path in (tmp_path, Path(os.devnull)):
        with pytest.raises(FileNotPlainError):
            write_page(path, b"three", replaces=True)


@pytest.mark.parametrize(
    ("code", "error"),
    [(errno.ENOSPC, DiskFullError), (errno.EIO, FolderUnwritableError)],
    ids=["full", "broken"],
)
def test_a_page_for_which_the_disk_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, error: type[BotError]
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(error):
        write_page(tmp_path / "page.html", b"one")

    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["nowhere/page.html", "x" * 300, "nul\0.html"])
def test_a_page_that_has_no_place(tmp_path: Path, name: str) -> None:
    with pytest.raises(FolderUnwritableError):
        write_page(tmp_path / name, b"one", replaces=True)
