"""Tests for the pictures in the documentation: there, small, described in words, and can be made anew."""

import re
from pathlib import Path

import discord
import pytest

from bot.discord_front import client
from bot.i18n import Language

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
LARGEST = 80_000  # bytes
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHOWN = re.compile(r"!\[(.*?)\]\((\S+?)\)", re.DOTALL)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def shown() -> list[tuple[Path, str, str]]:
    """Return each picture that a page shows: the page, the words in its place, where it is."""
    return [(page, *found) for page in PAGES for found in SHOWN.findall(page.read_text("utf-8"))]


def test_every_picture_that_is_shown_is_there() -> None:
    assert len(shown()) > 5
    for page, _, where in shown():
        assert (page.parent / where).is_file(), f"{page.name}: {where}"


def test_every_picture_is_described_in_words() -> None:
    for page, words, where in shown():
        assert len(words.split()) > 7, f"{page.name}: {where}"
        assert not re.match(r"(?i)(picture|image|screenshot) of", words), "what it is, is known"


def test_every_picture_is_shown_somewhere_and_small() -> None:
    used = {(page.parent / where).resolve() for page, _, where in shown()}

    for path in IMAGES.iterdir():
        assert path.resolve() in used, path.name
        assert path.stat().st_size <= LARGEST, path.name
        assert path.read_bytes().startswith(SIGNATURE), path.name


@pytest.mark.timeout(60)
async def test_the_program_that_makes_them_gets_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)  # which it changes
    monkeypatch.setattr(client, "READY_PATIENCE", 0.05)
    from screenshots import take_all  # noqa: PLC0415 (found by now)

    albums = await take_all()

    made = {f"{name}.{album.language}.png" for album in albums for name in album.pages}
    assert made == {path.name for path in IMAGES.iterdir()}
    assert [album.language for album in albums] == list(Language)
    for album in albums:
        assert album.words.answer in album.pages["answer"]
        assert album.words.channel in album.pages["setup"]
