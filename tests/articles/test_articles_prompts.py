"""Tests for the discussion questions found in texts."""

import pytest

from bot.articles.read import read_article

BODY = "The harbour at Lunden closed in 1998. It reopened on May 2, 2021."
CORPS = "Le port de Lunden a fermé en 1998. Il a rouvert le 2 mai 2021."


def prompts_of(text: str, *, name: str = "a.txt") -> list[list[str]]:
    questions = read_article(text.encode(), name=name).questions
    return [[question.text, *question.follow_ups] for question in questions]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        pytest.param(
            "Source : Agence Nord Que pensez-vous de ce port ? Y croyez-vous ?Qui doit payer ?Où "
            "sont les autres ?",
            [
                ["Que pensez-vous de ce port ?", "Y croyez-vous ?"],
                ["Qui doit payer ?"],
                ["Où sont les autres ?"],
            ],
            id="glue-tells-prompts-from-follow-ups",
        ),
        pytest.param(
            "(Source : AFP.) L'État doit-il payer ? Pourquoi ? La ville peut-elle refuser ?",
            [["L'État doit-il payer ?", "Pourquoi ?"], ["La ville peut-elle refuser ?"]],
            id="words-tell-where-there-is-no-glue",
        ),
        pytest.param(
            "\n\nEt vous ?\n- Aimez-vous ce port ? À quelles conditions ?\n- Décrivez-le.\n- Le "
            "rôle de l'État",
            [["Aimez-vous ce port ?", "À quelles conditions ?"], ["Décrivez-le."], ["Le rôle de l'État"]],
            id="everything-listed-under-a-heading",
        ),
        pytest.param(
            "\n\nPour en débattre :\nVoici quelques pistes :\nFaut-il rouvrir d'autres ports "
            "?\nPourquoi ?\nQui paiera ?",
            [["Faut-il rouvrir d'autres ports ?", "Pourquoi ?"], ["Qui paiera ?"]],
            id="a-bare-why-on-its-line-hangs-on-the-line-above",
        ),
        pytest.param(
            "\n\nÀ lire aussi\nPourquoi les ports ferment-ils ?\nLes quais rénovés\n\nEt vous, "
            "qu'en pensez-vous ?\n"
            "- Fallait-il le fermer ?",
            [["Fallait-il le fermer ?"]],
            id="links-to-other-articles-are-none",
        ),
        pytest.param(
            "Source : Agence Nord La ville doit-elle payer ?",
            [["La ville doit-elle payer ?"]],
            id="an-article-behind-the-source",
        ),
        pytest.param(
            "Source : Agence Nord Prendriez-vous ce bateau ?",
            [["Prendriez-vous ce bateau ?"]],
            id="inversion",
        ),
        pytest.param("\n\nAlors, pourquoi ne pas essayer ailleurs ?", [], id="rhetoric-at-the-end"),
        pytest.param(" Mais qui paiera la facture ?", [], id="rhetoric-in-the-last-line"),
        pytest.param(" Qu'en pensez-vous ?", [["Qu'en pensez-vous ?"]], id="an-opinion-asked-at-the-end"),
    ],
)
def test_french_prompts(tail: str, expected: list[list[str]]) -> None:
    assert prompts_of(CORPS + tail) == expected


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        pytest.param(
            "\n\nDiscussion questions\n1. Should harbours close?\n   a. Why or why not?\n   b. "
            "What about piers?\n"
            "2. Ships pay nothing. Is that fair?",
            [
                ["Should harbours close?", "Why or why not?", "What about piers?"],
                ["Ships pay nothing. Is that fair?"],
            ],
            id="letters-hang-on-numbers",
        ),
        pytest.param(
            "\n\nFor discussion\n- Should harbours close?\n    - How would you decide?\n- Who should pay?",
            [["Should harbours close?", "How would you decide?"], ["Who should pay?"]],
            id="indents-hang-on-what-is-above",
        ),
        pytest.param(
            "\n\nSource: Reuters\n\nDiscussion questions:\n\nShould harbours close?\n\nShare this page",
            [["Should harbours close?"]],
            id="buttons-end-the-questions",
        ),
        pytest.param(
            "Discussion questions Should harbours close?Describe a harbour you know.",
            [["Should harbours close?"], ["Describe a harbour you know."]],
            id="glued-with-their-heading",
        ),
        pytest.param(
            "\n\nSource: Reuters\n1. Should harbours close?2. Who should pay?",
            [["Should harbours close?"], ["Who should pay?"]],
            id="numbers-glued-to-marks",
        ),
        pytest.param(
            "\n\n- Would you go there?\n- Who else would?\n\nSubscribe to our newsletter",
            [["Would you go there?"], ["Who else would?"]],
            id="a-list-that-ends-the-article",
        ),
        pytest.param(
            "\n\nWould you go there? If so, when? If not, why?",
            [["Would you go there?", "If so, when?", "If not, why?"]],
            id="a-paragraph-of-questions-to-the-reader",
        ),
        pytest.param("\n\nWho knew? Who cared?", [], id="a-paragraph-of-rhetoric"),
        pytest.param(
            " Who knew?What do you think of it?Should others follow?",
            [["What do you think of it?"], ["Should others follow?"]],
            id="rhetoric-before-an-opinion-asked",
        ),
        pytest.param(
            "\n\nSource: Reuters\n\nIs it safe?\n\nThe mayor says the quay holds 40 tonnes.",
            [],
            id="a-heading-that-asks",
        ),
        pytest.param("\n\nHow deep is it?\n\nAbout 9 metres, the port says.", [], id="an-interview"),
        pytest.param(
            "\n\nFAQ\n\nHow deep is it?\n\nAbout 9 metres.\n\nWill you open on Sundays?",
            [],
            id="questions-the-page-answers",
        ),
        pytest.param(
            "\n\nComments\n\nTom: who wrote this?\n\nDiscussion questions\n\n- Would you go there?",
            [["Would you go there?"]],
            id="comments-before-the-questions",
        ),
        pytest.param("\n\nComments\n\nTom: who wrote this?", [], id="comments"),
    ],
)
def test_english_prompts(tail: str, expected: list[list[str]]) -> None:
    assert prompts_of(BODY + tail) == expected


def test_a_text_of_questions_alone() -> None:
    assert prompts_of("1. Should you go?\n2. Who decides?") == [["Should you go?"], ["Who decides?"]]


def test_markdown_prompts() -> None:
    text = (
        f"# Lunden\n\n{BODY}\n\nWhat do you think?\n---\n* Would **you** go?\n    * Why?\n* Who "
        f"pays?\n\n## More\n\nTwo quays."
    )

    assert prompts_of(text, name="a.md") == [["Would you go?", "Why?"], ["Who pays?"]]


def test_lettered_questions_hang_on_the_numbered_one_above_without_an_indent() -> None:
    tail = "\n\nQuestions for discussion\n\n1. Was it right?\na) Who paid?\nb) Why?\n2. Who goes there?\n"

    assert prompts_of(BODY + tail) == [["Was it right?", "Who paid?", "Why?"], ["Who goes there?"]]


def test_questions_below_the_comments_are_found() -> None:
    body = (
        f"{BODY}\n\nIt has 12 cranes. The town paid for it all in 1998. It opens every day.\n\nIt shuts at 6."
    )
    tail = "\n\nComments\n\nGreat article!\n\nQuestions for readers\n\n1. Would you go?\n2. Who pays?\n"

    assert prompts_of(body + tail) == [["Would you go?"], ["Who pays?"]]
