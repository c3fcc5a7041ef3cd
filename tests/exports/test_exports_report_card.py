"""Tests for the picture of a report: what can be read off it by a program, and the words beside it."""

from dataclasses import replace
from io import BytesIO

import pytest
from example_reports import empty, hostile, one_day, report_of
from PIL import Image, ImageFont

from bot.domain.report import Figure, Report
from bot.exports.report_card import HEIGHT, MOST_ALT, WIDTH, card_alt, to_report_card
from bot.i18n import Language, text_in

ENGLISH, FRENCH = (text_in(language) for language in Language)


def picture(report: Report) -> Image.Image:
    image = Image.open(BytesIO(to_report_card(report, ENGLISH)))
    image.load()
    return image.convert("RGB")


@pytest.mark.parametrize(
    "report", [report_of("en"), hostile(), one_day(), empty(), replace(empty(), questions=())]
)
def test_a_picture_has_the_size_that_is_shown_whole(report: Report) -> None:
    content = to_report_card(report, FRENCH)

    assert content.startswith(b"\x89PNG")
    assert picture(report).size == (WIDTH, HEIGHT)
    assert len(content) < 100_000
    assert content == to_report_card(report, FRENCH)


def test_nothing_reaches_the_edge() -> None:
    long = replace(
        report_of("en"),
        title="Wordswithoutend" * 20,
        guild="of a guild with a name as long as can be " * 9,
        people=Figure(number=10**15, is_exact=False),
        questions=report_of("en").questions * 4,
    )
    for report in (long, replace(long, title="One of several words " * 20)):
        image = picture(report)
        paper = image.getpixel((5, HEIGHT // 2))

        assert {image.getpixel((x, y)) for x in (20, WIDTH - 20) for y in range(20, HEIGHT)} == {paper}
        assert {image.getpixel((x, HEIGHT - 8)) for x in range(WIDTH)} == {paper}


def test_what_the_font_has_no_letters_for_is_left_out() -> None:
    plain = picture(replace(report_of("en"), title="Port"))

    assert picture(replace(report_of("en"), title="Port 日本語 עברית 🙂\u202e\x00")) == plain
    assert picture(replace(report_of("en"), title="Pört")) != plain
    assert picture(replace(report_of("en"), title="日本語")) == picture(replace(report_of("en"), title=""))


@pytest.mark.parametrize("letters", ["éèêëàâçùûîïôœæÉÀÇŒ", "«»“”‘’–—…·%€", "ñßøłšžąęğışțЖяΑω"])
def test_european_letters_are_drawn(letters: str) -> None:
    drawn = [to_report_card(replace(report_of("en"), title=f"x{letter}"), ENGLISH) for letter in letters]

    assert len(set(drawn)) == len(letters)
    assert to_report_card(replace(report_of("en"), title="x"), ENGLISH) not in drawn


def test_a_narrow_space_is_a_space() -> None:
    assert picture(replace(report_of("en"), title="1\u202f234\u00a0?")) == picture(
        replace(report_of("en"), title="1 234 ?")
    )


def test_the_words_beside_it_say_what_it_shows() -> None:
    said = card_alt(report_of("en"), ENGLISH).splitlines()

    assert said[0] == "What should become of the old harbour?"
    assert said[1] == "Lisse & surroundings · March 2, 2026 to March 15, 2026"
    assert said[2].endswith("people answered, 10,000 answers, 4 questions and 14 days")
    assert said[3].startswith("Question 1 (2,746 people · 52%), Question 2 (")


def test_the_words_beside_it_are_never_too_many() -> None:
    long = card_alt(replace(report_of("en"), title="Long " * 900), ENGLISH)

    assert len(long) == MOST_ALT
    assert long.endswith("…")
    assert "fewer than 5" in card_alt(empty(), ENGLISH)


@pytest.mark.parametrize("title", ["é" * 5_000, "a " * 5_000])
def test_a_title_of_any_length_is_measured_a_few_times_only(
    title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[str] = []
    measure = ImageFont.FreeTypeFont.getlength

    def counted(font: ImageFont.FreeTypeFont, text: str) -> float:
        measured.append(text)
        return measure(font, text)

    monkeypatch.setattr(ImageFont.FreeTypeFont, "getlength", counted)

    assert picture(replace(report_of("en"), title=title)).size == (WIDTH, HEIGHT)
    assert len(measured) < 200
