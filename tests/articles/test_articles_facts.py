"""Tests for the facts found in texts."""

import pytest

from bot.articles.read import read_article


def facts_of(text: str, *, name: str = "a.txt") -> list[str]:
    return [fact.text for fact in read_article(text.encode(), name=name).facts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le quai compte 12 grues.Selon M. Lind, il est vide.",
            ["Le quai compte 12 grues.", "Selon M. Lind, il est vide."],
        ),
        ("Le quai mesure 1,80 m. Il pèse 60 kg.", ["Le quai mesure 1,80 m.", "[Le quai] pèse 60 kg."]),
        (
            "« Le quai est vide. Il pleut. »Les 12 grues rouillent.",
            ["« Le quai est vide. Il pleut. »", "Les 12 grues rouillent."],
        ),
        (
            "It has 12 cranes. See no. 4 on p. 3 of Smith et al. (2020). It ended in May.",
            ["It has 12 cranes.", "See no. 4 on p. 3 of Smith et al. (2020).", "It ended in May."],
        ),
        (
            "The U.S. Navy met at 9 a.m. on Friday. They left at 3 p.m. The quay shut.",
            ["The U.S. Navy met at 9 a.m. on Friday.", "They left at 3 p.m.", "The quay shut."],
        ),
        (
            "Its port, ann.Lind@port.example and https://port.example/a.B, has 12 cranes.",
            ["Its port, ann.Lind@port.example and https://port.example/a.B, has 12 cranes."],
        ),
        (
            "It has quays.12 cranes rust there, e.g. Smith's.",
            ["It has quays.", "12 cranes rust there, e.g. Smith's."],
        ),
        (
            "« Le quai est vide. ». Les 12 grues rouillent.",
            ["« Le quai est vide. ».", "Les 12 grues rouillent."],
        ),
        (
            'It has 12 cranes."They rust now," said Ann Lee.',
            ["It has 12 cranes.", '"They rust now," said Ann Lee.'],
        ),
        ("Près de Brisac Le bas, 12 grues rouillent.", ["Près de Brisac Le bas, 12 grues rouillent."]),
        ("The tag #quays was used 12 times.", ["The tag #quays was used 12 times."]),
        ("Yahoo! Japan sold 12 cranes.", ["Yahoo! Japan sold 12 cranes."]),
        ("The iPhone sold 15 units. iPhones sold out.", ["The iPhone sold 15 units.", "iPhones sold out."]),
        ("Des grues à vendre sur les quais Le port en vend 12.", ["Le port en vend 12."]),
    ],
)
def test_sentences_are_told_apart(text: str, expected: list[str]) -> None:
    assert facts_of(text) == expected


@pytest.mark.parametrize(
    "noise",
    [
        "Partager sur LinkedIn",
        "Abonnez-vous à notre newsletter.",
        "Share this page",
        "Read more: why 12 quays shut",
        "By Harriet Lowe, May 14, 2025",
        "Par Lucie Marchetti",
        "Publié le 3 février 2025",
        "© 2025 Le Quai, tous droits réservés.",
        "Ann Lee is a reporter at the Lunden Post.",
        "About the author\n\nAnn Lee lives near 12 quays.",
        "L'avenir dira ce que valent les grues.",
        "Time will tell.",
        "Barely.",
        "Quel pari !",
        "We sat down with the keeper of the quay.",
        "What happens next",
        "12 quays to see! https://t.co/abc — Ann (@ann) May 6, 2025",
        "Only 12 quays left #harbour",
        "Mais qui paiera les 12 grues ?",
        "Related stories\nTwelve quays to see",
        "Related stories\n\nTwelve quays to see\nHow 12 quays shut",
        "The quays, once more, are:",
        "Comments\n\nTom: 12 quays? No.",
        "Source: Reuters",
        "date 2024-03",
    ],
)
def test_what_states_nothing_is_left_out(noise: str) -> None:
    text = f"Lunden shuts its port\n\nThe port of Lunden closed in 1998.\n\n{noise}\n"

    assert facts_of(text) == ["The port of Lunden closed in 1998."]


def test_posts_are_left_out_with_the_paragraphs_above_their_signature() -> None:
    text = (
        "Le port ferme\n\nWe are closing\n\n1. No more ships\n\nAll is said https://t.co/x — Port "
        "(@port) May 6, 2025\n\n"
        "Le port de Lunden a fermé ses quais en 1998, et les navires sont partis vers les quais "
        "voisins, dont celui de Brisac. BREAKING 12 quays — Ann (@ann) "
        "May 6, 2025 Les 12 grues sont à vendre."
    )

    assert facts_of(text) == [
        "Le port de Lunden a fermé ses quais en 1998, et les navires sont partis vers les quais voisins, "
        "dont celui de Brisac.",
        "Les 12 grues sont à vendre.",
    ]


def test_a_text_may_start_with_a_post_in_another_language() -> None:
    text = (
        "We are closing the quay\n\nAll is said https://t.co/x — Port (@port) May 6, 2025\n\n"
        "Le port de Lunden a fermé ses quais en 1998, et les navires sont partis."
    )

    assert facts_of(text) == ["Le port de Lunden a fermé ses quais en 1998, et les navires sont partis."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee runs 12 quays. She plans two more.", "[Ann Lee] plans two more."),
        ("The quay holds 12 cranes. It closed in 1998.", "[The quay] closed in 1998."),
        ("The quays hold 12 cranes. They closed in 1998.", "[The quays] closed in 1998."),
        ("Les quais ont 12 grues. Ils ont fermé en 1998.", "[Les quais] ont fermé en 1998."),
        ("La grue a 12 bras. Elle a servi en 1998.", "[La grue] a servi en 1998."),
        ("En mai 1998, la grue a cédé. Cela a coûté 12 euros.", "[la grue] Cela a coûté 12 euros."),
        ("Luc Bel vend 12 grues. Cette vente date de 1998.", "Cette vente date de 1998."),
        ("Le port a 12 grues. Il y a deux quais.", "Il y a deux quais."),
        ("Les quais ont 12 grues. Il a servi en 1998.", "Il a servi en 1998."),
        ("Les 12 quais. Elle a servi en 1998.", "Elle a servi en 1998."),
        ("Mme Ada Roux vend 12 grues. Il a plu en 1998.", "Il a plu en 1998."),
    ],
)
def test_a_dangling_first_word_is_explained_in_brackets(text: str, expected: str) -> None:
    article = read_article(text.encode(), name="a.txt")

    assert article.facts[-1].text == expected
    assert article.facts[-1].passage in text


def test_long_sentences_are_cut_between_clauses_and_stay_clear() -> None:
    text = (
        "Lunden Marine, which ran the twelve cranes of the northern quay for more than forty years "
        "under three names, has no "
        "buyer for the dry dock that it opened in 1961 beside the old ropewalk, but has sold the "
        "two tugs and the pilot boat "
        "that it kept at Arlo to a rival, which wants to run tours of the estuary from the spring "
        "of next year onwards."
    )

    assert facts_of(text) == [
        "Lunden Marine, which ran the twelve cranes of the northern quay for more than forty years "
        "under three names, has no "
        "buyer for the dry dock that it opened in 1961 beside the old ropewalk",
        "[Lunden Marine] has sold the two tugs and the pilot boat that it kept at Arlo to a rival, "
        "which wants to run tours of "
        "the estuary from the spring of next year onwards.",
    ]


def test_a_relative_clause_cut_off_says_what_it_is_about() -> None:
    text = (
        "The old port of Lunden on the northern shore of the long estuary has been bought by the "
        "town council of Arlo and a "
        "group of forty small investors from the hills behind it after two years of talks about "
        "the price of the dry dock, "
        "which opened in 1961 beside the old ropewalk and has been shut since the great flood of "
        "the winter of 1998."
    )

    assert facts_of(text)[-1].startswith("[the dry dock] which opened in 1961")


def test_long_quotations_are_cut_between_sentences_only() -> None:
    first = "Nous avons " + "tout essayé, encore et encore, " * 6 + "en vain."
    second = "Les quais sont vides, " + "et les grues, une à une, " * 6 + "rouillent."
    text = f"« {first} {second} », a dit Luc Bel."

    facts = read_article(text.encode(), name="a.txt").facts

    assert [fact.text for fact in facts] == [f"« {first} »", f"« {second} », a dit Luc Bel."]
    assert [fact.speaker for fact in facts] == ["Luc Bel", "Luc Bel"]


def test_a_sentence_without_a_clause_to_cut_at_stays_whole() -> None:
    text = f"« {'encore ' * 60}douze grues », a dit Luc Bel."

    assert len(facts_of(text)) == 1


def test_repeats_are_merged_but_not_other_figures() -> None:
    text = (
        "The port has 12 old cranes.\n\nThe port has 12 old cranes!\n\nThe port has 14 old "
        "cranes.\n\nAnd the port has 12 old cranes."
    )

    assert facts_of(text) == ["The port has 12 old cranes.", "The port has 14 old cranes."]


def test_a_mark_that_is_not_closed_swallows_nothing() -> None:
    assert facts_of("« Le " + "quai " * 700 + "est vide ». Le port a 12 grues.")[-1] == "Le port a 12 grues."


def test_what_is_listed_may_lack_an_end() -> None:
    assert facts_of("The port has:\n- 12 cranes and two tugs\n- no ship") == ["12 cranes and two tugs"]


def test_the_news_outranks_the_rest() -> None:
    text = (
        "Lunden sells its 12 cranes\n\nThe port of Lunden sold its 12 cranes for $3 million on May "
        "3, 2024.\n\n"
        '"They were lovely," said Ann Lee.\n\nMaybe the gulls will stay.'
    )
    article = read_article(text.encode(), name="a.txt")

    assert article.key_facts[0].id == "f1"


def test_damaged_characters_are_mended_and_passages_left_alone() -> None:
    damaged = "Le quai est fermÃ© depuis lâ€™Ã©tÃ© 1998. Le cafe\u0301 a 11 ta\u00adbles."
    article = read_article(damaged.encode(), name="a.txt")

    assert [fact.text for fact in article.facts] == [
        "Le quai est fermé depuis l’été 1998.",
        "Le café a 11 tables.",
    ]
    assert article.facts[0].passage == "Le quai est fermÃ© depuis lâ€™Ã©tÃ© 1998."


def test_mojibake_that_cannot_be_undone_stays() -> None:
    assert facts_of("Ã© Ã© à€€ vu 12 fois.") == ["é é à€€ vu 12 fois."]


def test_hard_wrapped_lines_are_put_back_together() -> None:
    text = (
        "The port of Lunden closed in 1998 after the\nlast of its 12 cranes fell into the water "
        "on a\nstormy night.\nIt rusts.\n"
    )

    assert facts_of(text)[0].endswith("on a stormy night.")


def test_an_address_at_the_end_of_a_sentence_ends_it() -> None:
    text = "The port closed in 1998. Ask harbour@lunden.org. The town has kept its 12 cranes."

    assert facts_of(text) == ["The port closed in 1998.", "The town has kept its 12 cranes."]


def test_what_is_a_small_letter_to_unicode_alone_starts_no_sentence() -> None:
    assert facts_of("It closed in 1998? ⓐ the port has 12 cranes.") == [
        "It closed in 1998? ⓐ the port has 12 cranes."
    ]


def test_words_glued_to_words_without_end_are_looked_at_no_further() -> None:
    glued = "".join(f"quay{number}Port" for number in range(250))

    assert facts_of(f"The port closed in 1998.\n\nIt has 12 cranes, {glued}.")[0] == (
        "The port closed in 1998."
    )


def test_titles_in_small_letters_and_shares_end_no_sentence() -> None:
    text = "A bióloga era a dra. Célia Abrantes, que hoje coordena 12 projetos em duas praias do norte."
    share = "Calder Mining Corp. (CLDN.N) said on Monday that it has 12 mines."

    assert facts_of(text) == [text]
    assert facts_of(share) == [share]
