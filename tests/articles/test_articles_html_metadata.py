"""Tests for what a page says of its article for machines, and for what it is written in."""

import pytest
from mill_page import BODY, TOLD, linked, page, read

META = (
    '<meta property="og:title" content="The mill at Lisse grinds on | The Lisse Courier">'
    '<meta property="og:site_name" content="The Lisse Courier">'
    '<meta name="author" content="Ida Vos, Jan Maas">'
    '<meta property="article:published_time" content="2026-03-25">'
    '<link rel="canonical" href="/mill">'
)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            linked(TOLD) + '<meta property="og:url" content="https://lisse.example/mill">', id="json-ld"
        ),
        pytest.param(
            linked({"@graph": [{"@type": "WebSite"}, TOLD]}) + '<link rel="canonical" href="/mill">',
            id="graph",
        ),
        pytest.param(META, id="open-graph"),
        pytest.param(
            "<title>The mill at Lisse grinds on - The Lisse Courier</title>"
            '<meta name="application-name" content="The Lisse Courier">'
            '<meta name="author" content="Ida Vos, Jan Maas">'
            '<meta name="DC.date" content="2026-03-25"><link rel="canonical" href="https://lisse.example/mill">',
            id="html",
        ),
        pytest.param(
            '<script type="application/ld+json">{broken</script>'
            + linked("x" * 300_001)
            + linked([3])
            + META,
            id="broken-json-ld",
        ),
    ],
)
def test_a_page_tells_what_it_is(head: str) -> None:
    article = read(page(BODY, head=head), url="https://lisse.example/mill?from=mail")

    assert article.title == "The mill at Lisse grinds on"
    assert article.author == "Ida Vos, Jan Maas"
    assert article.source == "The Lisse Courier"
    assert article.date == "2026-03-25"
    assert article.url == "https://lisse.example/mill"
    assert article.language == "en"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        pytest.param('<meta property="og:title" content="Mills are back">', "Mills are back", id="told"),
        pytest.param(
            '<meta property="og:title" content="The mill at Lisse grinds on, still">',
            "The mill at Lisse grinds on",
            id="as-the-page-shows-it",
        ),
        pytest.param(
            linked({"@type": "Report", "headline": "Tom &amp; Ann"}), "Tom & Ann", id="twice-escaped"
        ),
        pytest.param("<title>Any - Site</title>", "The mill at Lisse grinds on", id="only-heading"),
    ],
)
def test_the_title_is_the_one_that_readers_see(head: str, title: str) -> None:
    assert read(page(BODY, head=head)).title == title


def test_without_a_heading_the_title_is_the_pages_without_its_sites_name() -> None:
    head = '<title>Mills are back | Lisse Today</title><meta property="og:site_name" content="Lisse today">'

    assert read(f"<html><head>{head}</head><body><div>{BODY}".encode()).title == "Mills are back"
    assert (
        read(f"<html><head><title>Mills are back</title></head><body>{BODY}".encode()).title
        == "Mills are back"
    )


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        pytest.param("", "https://lisse.example/a", "https://lisse.example/a", id="none"),
        pytest.param("", None, None, id="nothing"),
        pytest.param(
            '<link rel=canonical href="https://lisse.example/">',
            "https://lisse.example/a",
            "https://lisse.example/a",
            id="front-page",
        ),
        pytest.param('<link rel=canonical href="javascript:x">', None, None, id="no-address"),
        pytest.param('<link rel=canonical href="https://[x">', None, None, id="broken-address"),
        pytest.param('<link rel=canonical href="/b">', None, None, id="of-no-site"),
        pytest.param(
            '<link rel=canonical href="/b">', "https://lisse.example/a", "https://lisse.example/b", id="part"
        ),
    ],
)
def test_the_address_is_the_canonical_one(head: str, url: str | None, expected: str | None) -> None:
    assert read(page(BODY, head=head), url=url).url == expected


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        pytest.param('<time datetime="2026-03-25T10:00">today</time>', "2026-03-25", id="only-time"),
        pytest.param(
            '<time datetime="2026-03-25">a</time><time datetime="2026-03-26">b</time>', None, id="two"
        ),
        pytest.param(
            '<time datetime="2026-03-25">a</time><time pubdate datetime="2026-03-26">b</time>',
            "2026-03-26",
            id="published",
        ),
        pytest.param('<meta name="date" content="2026-03">', "2026-03", id="month"),
        pytest.param('<meta name="date" content="2026-13-45">', None, id="impossible"),
        pytest.param('<meta name="date" content="last week">', None, id="words"),
    ],
)
def test_the_date_is_the_one_the_page_gives(markup: str, date: str | None) -> None:
    assert read(page(BODY, before=markup)).date == date


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        pytest.param({"name": ["Ida Vos"]}, "Ida Vos", id="list-of-names"),
        pytest.param("Ida Vos", "Ida Vos", id="plain"),
        pytest.param("https://lisse.example/ida", None, id="address"),
        pytest.param([{}], None, id="nobody"),
        pytest.param("x" * 301, None, id="too-long"),
        pytest.param("\ud800Ida\u202e Vos", "Ida Vos", id="broken-characters"),
    ],
)
def test_the_author_is_a_name(author: object, expected: str | None) -> None:
    assert read(page(BODY, head=linked({**TOLD, "author": author}))).author == expected


@pytest.mark.parametrize(
    ("lang", "head", "language"),
    [
        pytest.param("nl-BE", "", "nl", id="html"),
        pytest.param("", '<meta property="og:locale" content="en_GB">', "en", id="open-graph"),
        pytest.param(
            "nl", linked({"@type": "Article", "inLanguage": {"alternateName": "de"}}), "de", id="json-ld"
        ),
        pytest.param("english", "", "en", id="from-the-text"),
    ],
)
def test_the_language_is_the_one_the_page_gives(lang: str, head: str, language: str) -> None:
    assert read(page(BODY, head=head, lang=lang)).language == language


# -- what it is written in ---------------------------------------------------------------------

FRENCH = "<p>L’été dernier, le moulin de Lisse a reçu 12 400 visiteurs, soit 8 % de plus qu’en 2024.</p>"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        pytest.param(f'<meta charset="windows-1252">{FRENCH}'.encode("cp1252"), None, id="windows-1252"),
        pytest.param(
            f'<meta charset="iso-8859-1">{FRENCH}'.encode("cp1252"), None, id="latin-1-as-the-web-has-it"
        ),
        pytest.param(FRENCH.encode("cp1252"), None, id="undeclared"),
        pytest.param(f"<meta charset=mac-roman>{FRENCH}".encode("mac-roman"), None, id="mac"),
        pytest.param(FRENCH.encode("mac-roman"), "macintosh", id="said-by-the-server"),
        pytest.param(f"<meta charset=latin1>{FRENCH}".encode(), None, id="a-lie"),
        pytest.param(f"<meta charset=unicode_escape>{FRENCH}".encode("cp1252"), None, id="a-trap"),
        pytest.param(f"<meta charset=iso-0>{FRENCH}".encode("cp1252"), None, id="unknown"),
        pytest.param(FRENCH.encode("utf-16"), "utf-8", id="marked"),
        pytest.param(b"\xef\xbb\xbf" + FRENCH.encode(), "latin-1", id="marked-utf-8"),
        pytest.param(
            f"<meta charset=utf-8>{FRENCH}<p>Caf".encode() + b"\xe9 noir", None, id="one-byte-broken"
        ),
        pytest.param(FRENCH.encode().decode("latin-1").encode(), None, id="mojibake"),
    ],
)
def test_what_a_page_is_written_in_is_found_out(data: bytes, charset: str | None) -> None:
    article = read(data, charset=charset)

    assert article.facts[0].text == (
        "L’été dernier, le moulin de Lisse a reçu 12 400 visiteurs, soit 8 % de plus qu’en 2024."
    )


def test_encodings_that_look_like_plain_english_are_believed() -> None:
    text = "The mill in \u6771\u4eac was opened by 34 people in 1842."

    article = read(f"<meta charset=iso-2022-jp><p>{text}".encode("iso2022_jp"))

    assert [fact.text for fact in article.facts] == [text]
