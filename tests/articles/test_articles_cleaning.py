"""Tests for bot.articles.cleaning: damage is mended where it is, and the way back is kept."""

import pytest

from bot.articles.cleaning import clean

TEXT = "L’été dernier, « la minoterie » a coûté 12 400 €. Où ? À Lisse."


def misread(text: str, *, as_latin_1: bool = False) -> str:
    """Return *text* as it looks when its UTF-8 is read as something else."""
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") if byte < 0xA0 and not as_latin_1 else chr(byte)
        for byte in text.encode()
    )


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(misread(TEXT), id="windows-1252"),
        pytest.param(misread(TEXT, as_latin_1=True), id="latin-1"),
        pytest.param(misread(misread(TEXT)), id="twice"),
        pytest.param(TEXT[:40] + misread(TEXT[40:]), id="in-part"),
    ],
)
def test_damage_is_mended(damaged: str) -> None:
    assert clean(damaged).text == TEXT


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        pytest.param("un caf\u00c3\u00a9 noir", "un café noir", id="one-letter"),
        pytest.param("elle co\u00c3\u00bbte", "elle coûte", id="inside-a-word"),
        pytest.param(
            "\u00c3\u00a9t\u00c3\u00a9 \u00e0\u20ac\u20ac", "été \u00e0\u20ac\u20ac", id="no-damage-beside"
        ),
    ],
)
def test_a_little_damage_is_mended(damaged: str, mended: str) -> None:
    assert clean(damaged).text == mended


@pytest.mark.parametrize("text", ["« DÉJÀ VU É» dit-il", "AMANHÃ… «NÃO»", "MANHÃ»", "Â° et 3 à 5 €", TEXT])
def test_what_only_looks_like_damage_stays(text: str) -> None:
    assert clean(text).text == text


def test_the_way_back_leads_to_the_damaged_characters() -> None:
    damaged = f"a {misread(misread('été'))} b"
    cleaned = clean(damaged)
    start = cleaned.text.index("été")

    first, last = cleaned.locate(start, start + 3)

    assert damaged[first:last] == misread(misread("été"))
