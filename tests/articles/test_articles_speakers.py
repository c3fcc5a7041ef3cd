"""Tests for who is said to have said what."""

import pytest

from bot.articles.read import read_article


def speakers_of(text: str) -> list[str | None]:
    return [fact.speaker for fact in read_article(text.encode(), name="a.txt").facts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Le quai est vide depuis mai », a déclaré Mme Inès Corbel.", ["Inès Corbel"]),
        (
            "« Le quai est vide depuis mai », déplore Corbel.\n\nInès Corbel dirige 12 grues.",
            ["Inès Corbel", None],
        ),
        (
            "« Le quai est vide », dit M. Rault. « Nous attendons. Rien ne vient », a-t-il ajouté.",
            ["Rault", "Rault"],
        ),
        ("« Le quai est vide », dit Inès Corbel. « Nous attendons. »", ["Inès Corbel", "Inès Corbel"]),
        ("« Nous avons vu 12 quais », sifflote Inès Corbel.", ["Inès Corbel"]),
        ("« Nous avons vu 12 quais », sifflote Calais.", [None]),
        ("Inès Corbel gère 12 quais. « Ils sont vides », sifflote-t-elle.", [None, "Inès Corbel"]),
        ("Luc Bel, maire de Brest, y va. « Ils sont vides », sifflote le maire.", [None, "Luc Bel"]),
        ("« Le quai est vide », a déclaré la ministre de la Mer, Inès Corbel.", ["Inès Corbel"]),
        (
            "« Le quai est vide », a déclaré mardi à la presse un porte-parole du port.",
            ["un porte-parole du port"],
        ),
        (
            "Inès Corbel, maire de Lunden, y croit.\n\n« Le quai est vide », explique la maire.",
            [None, "Inès Corbel"],
        ),
        (
            "Le chercheur Paul Ander a vu 12 quais. « Ils sont vides », note le scientifique.",
            [None, "Paul Ander"],
        ),
        ("Inès Corbel a répondu : « Le quai est vide depuis mai. »", ["Inès Corbel"]),
        ("Selon Inès Corbel, « le quai est vide depuis mai ».", ["Inès Corbel"]),
        ("« Le quai est vide depuis mai », selon Inès Corbel.", ["Inès Corbel"]),
        (
            "Dominique de Brisac gère 12 quais. « Ils sont vides », se plaint Brisac.",
            [None, "Dominique de Brisac"],
        ),
        ("Mme Ada Roux et M. Luc Bel gèrent 12 quais. « Ils sont vides », dit-elle.", [None, "Ada Roux"]),
        ("Luc Bel a vu 12 quais. Il a écrit que « les quais sont tous vides ».", [None, "Luc Bel"]),
        ("Depuis mai, 12 ports ont leur « plan bleu ».", [None]),
        ("« Le quai est vide depuis mai. »", [None]),
        ("Le « plan bleu » coûte 12 euros.", [None]),
        ("Le port : « vide ».", [None]),
        ("Sur le quai, on lit « vide et bleu ».", [None]),
        ("« Le quai est vide », a déclaré un proche de M. Bel.", ["un proche de M. Bel"]),
        ("Luc Roux vend 12 quais. Le maire y croit. « Ils sont vides », dit le maire.", [None, "Luc Roux"]),
        ("Ada Roux vend 12 quais. « Ils sont vides », dit le maire.", [None, "le maire"]),
        (
            "« Le quai est vide », dit Luc Bel. Il pleut en mai 1998. « Les 12 grues rouillent. »",
            ["Luc Bel", None, "Luc Bel"],
        ),
        ("« Le quai est vide », dit Mme Ada Roux. « Nous partons », a-t-il ajouté.", ["Ada Roux", None]),
        (
            "« Le quai est vide », dit Luc Bel. Ada Roux n'en croit rien. « Il y a 12 grues. »",
            ["Luc Bel", None, "Ada Roux"],
        ),
    ],
)
def test_french_speakers(text: str, expected: list[str | None]) -> None:
    assert speakers_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We saw 12 cranes," said Mayor Tess Arlo. "They all rust."', ["Tess Arlo", "Tess Arlo"]),
        ('"We saw 12 cranes," Council member Tess Arlo told reporters.', ["Tess Arlo"]),
        ('Tess Arlo runs 12 cranes. "They rust," she said.', [None, "Tess Arlo"]),
        ('Tess Arlo runs 12 cranes. "They rust," said he.', [None, "Tess Arlo"]),
        ('"We saw 12 cranes!" Mrs. Arlo said.', ["Arlo"]),
        (
            'Clerks at Barlow, including Tess Arlo, said the cranes "rust in the rain all year".',
            ["Tess Arlo"],
        ),
        ('"They rust in the rain," according to Tess Arlo.', ["Tess Arlo"]),
        ('"We saw 12 cranes," said the head of the port, Tess Arlo.', ["Tess Arlo"]),
        ('"We saw 12 cranes," said an official.', ["an official"]),
        ('"In May," Tess Arlo said, "we saw 12 cranes."', ["Tess Arlo"]),
        ("‘We saw 12 cranes,’ said Tess Arlo.", ["Tess Arlo"]),
        ('"The cranes of 1911 rust," it reads.', [None]),
        ('"The cranes of 1911" pleased Tess Arlo.', [None]),
        ('Tess Arlo runs 12 cranes. "We saw them fall," she whistled.', [None, "Tess Arlo"]),
        ('Tess Arlo runs 12 cranes. "We saw them fall," Arlo whistled.', [None, "Tess Arlo"]),
        (
            'Superior Court Judge Tess Arlo ruled on Monday. "We saw 12 cranes," Arlo wrote.',
            [None, "Tess Arlo"],
        ),
        ('Near Barlow, a sign said: "The cranes of 1911 rust."', [None]),
        ('Walkers said "the cranes of 1911 rust".', ["Walkers"]),
    ],
)
def test_english_speakers(text: str, expected: list[str | None]) -> None:
    assert speakers_of(text) == expected
