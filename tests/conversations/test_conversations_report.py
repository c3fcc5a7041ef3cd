"""The report by conversation, in both languages: what is said, and files that others can open."""

import io
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image
from talk import Talk, open_mill, open_talk

from bot.i18n import Language

PEOPLE = ("Ann", "Bo", "Cy", "Dee", "Eve", "Flo")
VOID = {"meta", "link", "br", "hr", "img", "input", "col"}


class Page(HTMLParser):
    """What a browser would make of a page: its language, its headings, whether its elements are closed."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.language = ""
        self.text = ""
        self.headings: list[str] = []
        self._open: list[str] = []
        self.feed(content)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs)["lang"] or ""
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text += data
        if self._open and self._open[-1] in {"h1", "h2", "h3"}:
            self.headings.append(data)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path) as opened:
        yield opened


@pytest.fixture
async def french(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path, Language.FRENCH) as opened:
        yield opened


async def answered(talk: Talk, *people: str, line: str = "/as {} role:member") -> None:
    """Let *people* answer, and Alex speak again."""
    for name in people:
        await talk(line.format(name))
        await talk(f"{name} would keep the old mill wheel.")
    await talk(line.format("Alex").replace("member", "moderator").replace("membre", "modérateur"))


def pages(talk: Talk) -> tuple[Page, str, Image.Image]:
    """Return the page, the Markdown and the picture that were handed over last, opened."""
    newest = [max(talk.folder.glob(f"report*.{kind}"), key=order) for kind in ("html", "md", "png")]
    page, markdown, picture = (path.read_bytes() for path in newest)
    image = Image.open(io.BytesIO(picture))
    image.load()
    return Page(page.decode("utf-8")), markdown.decode("utf-8"), image


def order(path: Path) -> tuple[int, str]:
    return len(path.name), path.name


async def test_of_fewer_than_five_people_only_that_is_said(talk: Talk) -> None:
    await answered(talk, *PEOPLE[:4])

    said = await talk("/report")

    assert "The mill on the river" in said
    assert "No question was answered by as many as 5 people: there is nothing to show yet." in said
    page, markdown, _ = pages(talk)
    for told in (said, page.text, markdown):
        assert not re.search(r"\b[04] (people|answer)", told)
        assert not any(name in told for name in PEOPLE)


async def test_of_enough_people_the_numbers_are_said(talk: Talk) -> None:
    await answered(talk, *PEOPLE)
    await talk("/as Ann role:member")
    await talk("Ann says it again.")
    await talk("/as Alex role:moderator")

    said = await talk("/report")

    assert "6 people answered" in said
    # Seven answers would tell of the one who gave two.
    assert "at least 6 answers" in said
    page, markdown, picture = pages(talk)
    assert page.language == "en"
    assert "The mill on the river" in page.headings
    assert markdown.startswith("# The mill on the river\n")
    assert "6 people" in markdown
    assert picture.format == "PNG"
    assert picture.width >= 600


async def test_nobody_who_did_not_agree_is_quoted(talk: Talk) -> None:
    await answered(talk, *PEOPLE)
    await talk("/report")

    _, markdown, _ = pages(talk)
    assert "wheel." not in markdown


async def test_where_the_files_are_is_said(talk: Talk) -> None:
    await answered(talk, *PEOPLE)

    first, again = await talk.all("/report", "/report")

    for name in ("report.html", "report.md", "report.png"):
        assert str(talk.folder / name) in first
    for name in ("report-2.html", "report-2.md", "report-2.png"):
        assert str(talk.folder / name) in again
        assert (talk.folder / name).exists()


async def test_the_language_may_be_another(talk: Talk) -> None:
    await answered(talk, *PEOPLE)

    said = await talk("/report language:français")

    assert "6 personnes ont répondu" in said
    page, markdown, _ = pages(talk)
    assert page.language == "fr"
    assert "6 personnes" in markdown
    assert "people" not in markdown


async def test_the_same_in_french(french: Talk) -> None:
    await answered(french, *PEOPLE[:4], line="/comme {} rôle:membre")
    assert "d’au moins 5 personnes" in await french("/rapport")
    await answered(french, *PEOPLE[4:], line="/comme {} rôle:membre")

    said = await french("/rapport")

    assert "6 personnes ont répondu" in said
    page, markdown, picture = pages(french)
    assert page.language == "fr"
    assert "6 personnes" in markdown
    assert picture.format == "PNG"
    assert "6 people answered" in await french("/rapport langue:English")
    assert pages(french)[0].language == "en"


async def test_it_may_be_of_an_article_or_of_one_discussion(talk: Talk) -> None:
    await answered(talk, *PEOPLE)
    await talk("/discuss close")
    await talk("/discuss start mill")
    await answered(talk, *PEOPLE[:2])

    assert "nothing to show yet" in await talk("/report")
    assert "6 people answered" in await talk("/report discussion:1")
    both = await talk("/report mill")
    assert "6 people answered" in both
    assert "2 questions" in both


async def test_before_any_discussion_that_is_said(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        assert "nothing to report on" in await talk("/report")
        assert "nothing to report on" in await talk("/report discussion:4")
        assert not list(talk.folder.glob("report*"))


async def test_a_closed_discussion_is_reported_too(talk: Talk) -> None:
    await answered(talk, *PEOPLE)
    await talk("/discuss close")

    assert "6 people answered" in await talk("/report")


async def test_it_is_not_for_members(talk: Talk) -> None:
    await answered(talk, *PEOPLE)
    await talk("/as Bo role:member")

    said = await talk("/report")

    assert "people answered" not in said
    assert not list(talk.folder.glob("report*"))
