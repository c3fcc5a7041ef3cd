"""Tests for Markdown: its marks, its front matter, and what a text says of itself."""

import pytest

from bot.articles.read import read_article
from bot.domain.article import Article, Reason

FACT = "The port has 12 cranes."


def read(text: str, *, name: str = "a.md") -> Article:
    return read_article(text.encode(), name=name)


@pytest.mark.parametrize(
    "source",
    [
        "The **port** has _12_ cranes.",
        "The [port](https://a.example/b_(c)) has `12` cranes.",
        "The [port][1] has ~~12~~ cranes.[^2]\n\n[1]: https://a.example\n[^2]: A note of 3 words.",
        "> The port has 12 cranes.",
        "![A photo](a.png)\n\nThe port <em>has</em> 12 cranes.<!-- 13? -->",
        "The port has 12 cranes\\.\n\n```\nIt has 13 cranes.\n```\n\n| It has | 14 cranes. |\n\n***",
        "* The port has\n  12 cranes.",
    ],
)
def test_marks_are_taken_off_and_spans_stay_true(source: str) -> None:
    article = read(source)

    assert [fact.text for fact in article.facts] == [FACT]
    fact = article.facts[0]
    assert source[fact.start : fact.end] == fact.passage


@pytest.mark.parametrize("heading", ["# The port", "The port\n========", "## The port ##"])
def test_the_first_heading_is_the_title(heading: str) -> None:
    article = read(f"{heading}\n\n{FACT}\n\n## More\n\nIt was built in 1911.")

    assert article.title == "The port"
    assert len(article.facts) == 2


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: The port\nsource: Lunden Post\nurl: https://a.example\ndate: "
        "2024-03-25\nlang: en-GB\ntags: [a]\n---",
        "---\ntitle: The port\nsource: 'Lunden Post'\nurl: https://a.example\ndate: "
        "2024-03-25\nlang: en\nbad: [\n---",
        '+++\ntitle = "The port"\nsource = "Lunden Post"\nurl = "https://a.example"\ndate = 2024-03-25\n'
        'lang = "en"\n+++',
    ],
)
def test_front_matter_says_what_the_text_does_not(front: str) -> None:
    article = read(f"{front}\n\n# Another title\n\n{FACT}")

    assert (article.title, article.source, article.url) == ("The port", "Lunden Post", "https://a.example")
    assert (article.date, article.language) == ("2024-03-25", "en")
    assert [fact.text for fact in article.facts] == [FACT]


def test_front_matter_that_is_a_list_says_nothing() -> None:
    article = read(f"---\n- a\n---\n{FACT}")

    assert article.title is None
    assert [fact.text for fact in article.facts] == [FACT]


@pytest.mark.parametrize(
    ("line", "source", "url"),
    [
        ("Source : Agence Nord", "Agence Nord", None),
        ("Sources: Reuters, The Lunden Post", "Reuters, The Lunden Post", None),
        ("(Source: AFP.)", "AFP", None),
        ("Source: Lunden Post (https://a.example/b)", "Lunden Post", "https://a.example/b"),
        ("Source: https://a.example/b", None, "https://a.example/b"),
    ],
)
def test_the_source_line(line: str, source: str | None, url: str | None) -> None:
    article = read(f"{FACT}\n\n{line}", name="a.txt")

    assert (article.source, article.url) == (source, url)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"The port\n\n{FACT}", "The port"),
        (f"Is the port shut?\n\n{FACT}", "Is the port shut?"),
        (f"It was built in 1911.\n\n{FACT}", None),
        (f"- The port\n\n{FACT}", None),
        (FACT, None),
        (f"Source: AFP\n\n{FACT}", None),
    ],
)
def test_the_title_of_a_plain_text(text: str, title: str | None) -> None:
    assert read(text, name="a.txt").title == title


def test_a_date_line() -> None:
    assert read(f"date 2024-03\n\n{FACT}", name="a.txt").date == "2024-03"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le port a douze grues et les quais sont vides depuis 1998.", "fr"),
        ("The port has twelve cranes and the quays have been empty since 1998.", "en"),
        ("El puerto tiene doce grúas y los muelles están vacíos desde 1998.", "es"),
        ("Der Hafen hat zwölf Kräne und die Kais sind seit 1998 leer.", "de"),
        ("1998: 12, 13, 14.", "en"),
    ],
)
def test_the_language(text: str, language: str) -> None:
    assert read(text, name="a.txt").language == language


def test_a_bold_line_inside_a_paragraph_is_no_heading() -> None:
    article = read("The port opened in 1998.\n**Nobody came to see it**\nThe town paid 3 million euros.\n")

    assert [fact.text for fact in article.facts] == [
        "The port opened in 1998.",
        "The town paid 3 million euros.",
    ]
    assert [part.reason for part in article.set_aside] == [Reason.FRAGMENT]
