"""``causerie report``: what people answered, written where an operator wants it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import CommandLine, Here, is_one_clear_line
from PIL import Image

from bot.i18n import Language, text_in

FRENCH = text_in(Language.FRENCH)
PEOPLE = ("Ann", "Bo", "Cy", "Dee", "Eve", "Flo")


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def here(line: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(line, monkeypatch, capsys)


@pytest.fixture
def discuss(here: Here, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What lets people answer the first question of a discussion."""

    def talk(*people: str) -> None:
        here.add_mill()
        lines = ["/discuss start"]
        for name in people:
            lines += [f"/as {name} role:member", "Yes, it should have been."]
        typed = here.line.write("typed", "\n".join(lines) + "\n")
        with typed.open(encoding="utf-8") as piped, monkeypatch.context() as patch:
            patch.setattr("sys.stdin", piped)
            assert here("chat").code == 0
        typed.unlink()

    return talk


def test_the_numbers_at_a_glance_are_shown(here: Here, discuss: Callable[..., None]) -> None:
    discuss(*PEOPLE)

    ran = here("report")

    assert (ran.code, ran.err) == (0, "")
    assert "The mill on the river" in ran.out
    assert "6 people answered · 6 answers · 1 question · 1 day" in ran.out


def test_it_says_where_there_are_too_few_people(here: Here, discuss: Callable[..., None]) -> None:
    discuss(*PEOPLE[:4])

    ran = here("report", "--language", "fr")

    assert ran.code == 0
    assert FRENCH("report.too_few", n=5).translate(str.maketrans("\u00a0\u202f", "  ")) in ran.out


def test_each_kind_of_file_is_written(here: Here, discuss: Callable[..., None]) -> None:
    discuss(*PEOPLE)

    ran = here("report", "--html", "r.html", "--markdown", "r.md", "--picture", "r.png", "--language", "fr")

    assert (ran.code, ran.err) == (0, "")
    assert [row for row in ran.out.splitlines() if row.startswith("Écrit : ")] == [
        "Écrit : r.html",
        "Écrit : r.md",
        "Écrit : r.png",
    ]
    page = (here.line.home / "r.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert '<html lang="fr"' in page
    assert "# The mill on the river" in (here.line.home / "r.md").read_text("utf-8")
    with Image.open(io.BytesIO((here.line.home / "r.png").read_bytes())) as picture:
        picture.load()
        assert picture.format == "PNG"
    assert "6" in page


def test_it_may_be_of_an_article_or_a_discussion(here: Here, discuss: Callable[..., None]) -> None:
    discuss(*PEOPLE)

    assert here("report", "--article", "mill").out == here("report", "--discussion", "1").out


@pytest.mark.parametrize("kind", ["html", "markdown", "picture"])
def test_what_is_there_is_written_over_only_when_that_is_meant(
    here: Here, discuss: Callable[..., None], kind: str
) -> None:
    discuss(*PEOPLE)
    mine = here.line.write("mine", "mine")

    refused = here("report", f"--{kind}", "mine")

    assert refused.code == 1
    assert is_one_clear_line(refused)
    assert "mine is already there. Choose another name, or add --force" in refused.err
    assert mine.read_text("utf-8") == "mine"
    assert here("report", f"--{kind}", "mine", "--force").code == 0
    assert mine.read_bytes() != b"mine"


def test_nothing_is_written_where_one_of_the_files_is_there(here: Here, discuss: Callable[..., None]) -> None:
    discuss(*PEOPLE)
    here.line.write("r.png", "mine")

    refused = here("report", "--html", "r.html", "--markdown", "r.md", "--picture", "r.png")

    assert refused.code == 1
    assert is_one_clear_line(refused)
    assert refused.out == ""
    assert not (here.line.home / "r.html").exists()
    assert not (here.line.home / "r.md").exists()


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param(".", "is not a file", id="a-folder"),
        pytest.param("no/such/folder/r.html", "cannot be written", id="no-such-folder"),
        pytest.param("causerie.db/r.html", "cannot be written", id="a-file-for-a-folder"),
        pytest.param("x\0y", "", id="no-name"),
    ],
)
def test_a_file_that_cannot_be_written(
    here: Here, discuss: Callable[..., None], name: str, said: str, force: tuple[str, ...]
) -> None:
    discuss(*PEOPLE)
    before = sorted(path.name for path in here.line.home.iterdir())

    ran = here("report", "--html", name, *force)

    assert ran.code == 1
    assert is_one_clear_line(ran)
    assert said in ran.err
    assert sorted(path.name for path in here.line.home.iterdir()) == before


@pytest.mark.parametrize(
    "options", [(), ("--discussion", "9"), ("--guild", "77"), ("--html", "r.html"), ("--language", "fr")]
)
def test_before_any_discussion_there_is_nothing_to_report(here: Here, options: tuple[str, ...]) -> None:
    here.add_mill()

    ran = here("report", *options)

    assert ran.code == 1
    assert is_one_clear_line(ran)
    assert ("nothing to report on" in ran.err) or ("pas de quoi faire un rapport" in ran.err)
    assert not (here.line.home / "r.html").exists()


def test_an_article_that_there_is_not_is_named(here: Here) -> None:
    here.add_mill()

    ran = here("report", "--article", "atlantis")

    assert ran.code == 1
    assert is_one_clear_line(ran)
    assert "atlantis" in ran.err


@pytest.mark.parametrize("options", [("--discussion", "many"), ("--picture",), ("mill",)])
def test_wrong_usage(here: Here, options: tuple[str, ...]) -> None:
    assert here("report", *options).code == 2


def test_help_names_the_files_in_both_languages(here: Here) -> None:
    english, french = here("report", "--help"), here("--language", "fr", "report", "--help")

    assert (english.code, french.code) == (0, 0)
    for option in ("--html", "--markdown", "--picture", "--article", "--discussion", "--guild", "--force"):
        assert option in english.out
        assert option in french.out
    assert "The web page to write." in english.out
    assert FRENCH("cli.report_html") in french.out
