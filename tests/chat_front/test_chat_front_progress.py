"""Tests for bot.chat_front.progress."""

import io

import pytest

from bot.chat_front.progress import CLEAR, bar, bar_in_words
from bot.i18n import Language, text_in

ENGLISH, FRENCH = text_in(Language.ENGLISH), text_in(Language.FRENCH)
KEY = "export.progress"


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_person_sees_a_bar_and_then_nothing_of_it() -> None:
    screen = Screen()
    with bar(screen, key=KEY, text=ENGLISH) as progress:
        progress(3_000, 12_000)
        progress(3_000, 12_000)  # what does not change is not written again
        progress(12_000, 12_000)
    assert screen.getvalue().split(CLEAR) == [
        "",
        "[#####---------------] 25% · 3,000 answers written…",
        "[####################] 100% · 12,000 answers written…",
        "",
    ]


def test_what_is_done_before_may_be_something_else() -> None:
    screen = Screen()
    with bar(screen, key=KEY, text=ENGLISH) as progress:
        progress(5, 20, key="export.asking")
        progress(5, 20)
    assert screen.getvalue().split(CLEAR)[1:3] == [
        "[#####---------------] 25% · 5 people asked about on Discord…",
        "[#####---------------] 25% · 5 answers written…",
    ]


def test_where_nobody_knows_how_much_there_is_it_is_a_number() -> None:
    assert bar_in_words(KEY, 1, None, text=ENGLISH) == "1 answer written…"
    assert bar_in_words(KEY, 0, 0, text=ENGLISH) == "0 answers written…"


def test_a_hundred_per_cent_is_all_of_it_and_no_more() -> None:
    assert "] 99% " in bar_in_words(KEY, 999, 1_000, text=ENGLISH)
    assert "[####################] 100% " in bar_in_words(KEY, 1_001, 1_000, text=ENGLISH)


def test_it_speaks_french() -> None:
    shown = bar_in_words(KEY, 3_000, 12_000, text=FRENCH)
    assert shown == "[#####---------------] 25\u00a0% · 3\u202f000 réponses écrites…"


def test_it_is_taken_away_when_what_it_shows_fails() -> None:
    screen = Screen()

    def fail() -> None:
        with bar(screen, key=KEY, text=ENGLISH) as progress:
            progress(1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert screen.getvalue().endswith(CLEAR)


def test_it_fits_into_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "31")
    screen = Screen()
    with bar(screen, key=KEY, text=ENGLISH) as progress:
        progress(3_000, 12_000)
    assert screen.getvalue() == f"{CLEAR}[#####---------------] 25% · 3{CLEAR}"


def test_where_nobody_watches_there_is_none() -> None:
    stream = io.StringIO()
    with bar(stream, key=KEY, text=ENGLISH) as progress:
        progress(3_000, 12_000)
    assert not stream.getvalue()


def test_what_shows_nothing_takes_nothing_away() -> None:
    screen = Screen()
    with bar(screen, key=KEY, text=ENGLISH):
        pass
    assert not screen.getvalue()
