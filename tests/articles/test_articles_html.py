"""Tests for bot.articles.html, by way of reading pages: what is kept of a page."""

import json

import pytest
from lxml.html import document_fromstring
from mill_page import BODY, asked, page, read

from bot.articles.html_layout import lay_out, render
from bot.domain.errors import BotError, NothingUnderstoodError
from bot.domain.reading_errors import PageTangledError, TextTooLongError


def test_a_page_gives_its_article_and_nothing_else() -> None:
    article = read(
        page(
            BODY + '<div class="share-tools"><a href="#">Share</a> this mill with a friend?</div>',
            before='<div role="dialog">We use cookies. Do you accept cookies?</div>',
            after='<section class="comments"><h3>2 comments</h3><p>Who wrote this? What is it for?</p>'
            "</section>",
        )
    )

    assert article.text == (
        "# The mill at Lisse grinds on\n\n"
        "The mill at Lisse has ground flour since 1842, and it employs 34 people from three villages.\n\n"
        "A flood carried off 600 sacks of grain in March, according to the owner, Odile Brandt.\n\n"
        "“We will be grinding again before the harvest,” said Brandt, who has run it for eleven years.\n\n"
        "The county has lent her 90,000 euros, to be paid back by the end of 2031."
    )
    assert len(article.facts) == 4
    assert article.questions == ()


def test_facts_point_into_the_text_that_was_found() -> None:
    article = read(page(BODY))

    for fact in article.facts:
        assert article.text[fact.start : fact.end] == fact.passage
        assert fact.passage in BODY


LISTED = "<li>Should the county lend money to mills? Why?</li><li>What would you have saved first?</li>"


@pytest.mark.parametrize(
    ("main", "after"),
    [
        pytest.param(f"<h2>Discussion questions</h2><ol>{LISTED}</ol>", "", id="list"),
        pytest.param(f"<aside><h3>Discussion questions</h3><ul>{LISTED}</ul></aside>", "", id="aside"),
        pytest.param("", f"<aside><h3>Discussion questions</h3><ul>{LISTED}</ul></aside>", id="aside-behind"),
        pytest.param(
            "",
            f'<section class="class-box"><h3>Discussion questions</h3><ol>{LISTED}</ol></section>',
            id="box",
        ),
        pytest.param(
            "<h2>Discussion questions</h2><p>Should the county lend money to mills? Why?<br>"
            "What would you have saved first?</p>",
            "",
            id="lines",
        ),
        pytest.param(
            "<h2>Discussion questions</h2><table><tr><th>No</th><th>Question</th><th>Points</th></tr>"
            "<tr><td>1</td><td>Should the county lend money to mills? Why?</td><td>(2 points)</td></tr>"
            "<tr><td>2.</td><td>What would you have saved first?</td><td>____</td></tr></table>",
            "",
            id="table",
        ),
        pytest.param(
            f"<form><fieldset><legend>Discussion questions</legend><ol>{LISTED}</ol></fieldset></form>",
            "",
            id="form",
        ),
        pytest.param(
            '<div class="h2">Discussion questions</div>'
            "<div>1. Should the county lend money to mills? Why?</div>"
            "<div>2. What would you have saved first?</div>",
            "",
            id="only-divs",
        ),
        pytest.param(
            '<div role="heading" aria-level="3">Discussion questions</div>'
            f"<details><ol>{LISTED}</ol></details>",
            "",
            id="details",
        ),
    ],
)
def test_questions_are_found_wherever_the_page_has_them(main: str, after: str) -> None:
    article = read(page(BODY + main, after=after))

    assert asked(article) == [
        "Should the county lend money to mills? Why?",
        "What would you have saved first?",
    ]
    assert len(article.facts) == 4


def test_what_is_asked_beside_the_article_is_not_its_question() -> None:
    article = read(
        page(
            BODY,
            after='<div class="box"><h3>Want the news by mail?</h3><p>Which mails? How often?</p>'
            '<form><input type="email"></form></div>'
            '<div class="box"><h3>Elsewhere</h3><ul><li><a href="/1">Who owns the river?</a></li>'
            '<li><a href="/2">Is the bridge safe?</a></li></ul></div>'
            '<div class="poll"><p>Do you bake? What do you bake?</p></div>'
            "<p>Looking for a flat?</p>",
        )
    )

    assert article.questions == ()
    assert "bake" not in article.text
    assert "flat" not in article.text


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        pytest.param(
            "<ol start=3><li>Flour<ol><li>white</li><li>brown</li></ol></li>"
            "<li><p>Bran</p><p>for cows</p></li></ol>",
            "3. Flour\n   1. white\n   2. brown\n4. Bran\n\nfor cows",
            id="nested-list",
        ),
        pytest.param("<ol start=x><li>a</li></ol>", "1. a", id="no-number"),
        pytest.param(
            "<ul><li>one<br>line</li><li>two</li></ul>", "- one\n   line\n- two", id="lines-of-an-item"
        ),
        pytest.param("<p><br><br>one<br>two<br><br>three<br></p>", "one\ntwo\n\nthree", id="line-breaks"),
        pytest.param("<h3>Its  <i>wheels</i></h3>", "### Its wheels", id="heading"),
        pytest.param("<p><b>Its wheels</b></p>", "#### Its wheels", id="bold-heading"),
        pytest.param("<p><b>Its wheels turn.</b></p>", "Its wheels turn.", id="bold-sentence"),
        pytest.param("<dl><dt>Bran</dt><dd>The husk.</dd></dl>", "Bran\n\n- The husk.", id="definitions"),
        pytest.param("<pre>one\n two</pre>", "one\ntwo", id="preformatted"),
        pytest.param("<p>It said <q>stop</q>.</p>", "It said “stop”.", id="quotation"),
        pytest.param(
            '<p>On <time>5 May</time>, 20 m<sup>2</sup><sup><a href="#n">[1]</a></sup>.</p>',
            "On 5 May, 20 m2.",
            id="inside-a-line",
        ),
        pytest.param(
            "<table><tr><th>Year</th><th>Sacks</th></tr><tr><td>2020</td><td>410</td></tr></table>",
            "| Year | Sacks |\n| 2020 | 410 |",
            id="figures",
        ),
        pytest.param(
            "<table><tr><td><p>Left.</p></td><td><p>Right.</p></td></tr><tr><td></td></tr></table>",
            "Left.\n\nRight.",
            id="laid-out-by-a-table",
        ),
        pytest.param(
            '<p>seen<span hidden> not</span><span style="display: none"> not</span></p><script>no()</script>'
            "<p><svg><text>not</text></svg>again</p>",
            "seen\n\nagain",
            id="hidden",
        ),
        pytest.param("<blockquote>He waits.</blockquote>", "He waits.", id="block-quotation"),
    ],
)
def test_the_layout_is_told_in_lines(markup: str, lines: str) -> None:
    assert render(lay_out(document_fromstring(markup))) == lines


def test_rows_of_figures_are_no_facts() -> None:
    rows = "".join(f"<tr><td>{year}</td><td>{year * 3} sacks</td></tr>" for year in range(2010, 2020))

    article = read(page(BODY + f"<table>{rows}</table>"))

    assert "| 2019 | 6057 sacks |" in article.text
    assert len(article.facts) == 4


def test_a_page_whose_links_were_never_closed_is_still_an_article() -> None:
    article = read(f'<body><a href="/"><b>{BODY}'.encode())

    assert len(article.facts) == 4


def test_names_that_a_page_gives_to_all_its_text_tell_nothing() -> None:
    article = read(f'<body class="comments"><div id="author">{BODY}</div></body>'.encode())

    assert len(article.facts) == 4


def test_text_that_only_a_script_would_show_is_read() -> None:
    told = {"@type": "NewsArticle", "articleBody": " ".join(BODY.replace("<p>", "").split("</p>"))}

    article = read(
        f'<body><script type="application/ld+json">{json.dumps(told)}</script><div>Loading</div>'.encode()
    )

    assert len(article.facts) == 4


def test_elements_that_were_never_closed_do_not_hide_the_text() -> None:
    article = read(("<div><font><b>" * 200 + BODY).encode())

    assert len(article.facts) == 4


def test_an_extractor_that_breaks_down_costs_its_help_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.setattr("bot.articles.html.bare_extraction", break_down)

    assert len(read(page(BODY)).facts) == 4


def test_a_page_too_large_for_the_extractor_is_read_without_it() -> None:
    article = read(page(BODY + "<i></i>" * 31_000))

    assert len(article.facts) == 4


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"<i></i>" * 101_000, PageTangledError, id="elements"),
        pytest.param(b"<" * 300_001, PageTangledError, id="marks"),
        pytest.param(b"<p>" + b"a word " * 600_000, PageTangledError, id="characters"),
        pytest.param(b"<article><p>" + b"the word " * 230_000, TextTooLongError, id="article"),
        pytest.param(b"<!-- nothing but this -->", NothingUnderstoodError, id="comment"),
    ],
)
def test_pages_that_hold_too_much_or_nothing_say_so(data: bytes, error: type[BotError]) -> None:
    with pytest.raises(error) as raised:
        read(data)

    assert raised.value.data["name"] == "mill.html"
