"""Tests for what files that mean harm do to bot.articles.read: they are answered, or refused with the reason.

``CAUSERIE_FUZZ=10000`` lets the search for such files go on for as many examples.
"""

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.articles.cleaning import clean
from bot.articles.read import read_article
from bot.domain.article import Article
from bot.domain.errors import BotError

EXAMPLES = int(os.environ.get("CAUSERIE_FUZZ", "150"))
TEXTS = ("", ".txt", ".md")
PAGES = (".html", ".xhtml")
PACKS = (".toml", ".yaml", ".json")


def refusal(data: bytes, name: str) -> str | None:
    """Return why the file is refused; None where it is read."""
    try:
        read_article(data, name=name)
    except BotError as error:
        return error.code
    return None


# -- known harm --------------------------------------------------------------------------------

SENTENCE = "Le port a ouvert en 2020."
BOMB = b"a: &a [x,x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 110))
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
    '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        pytest.param("a.html", b"<div>" * 20_000 + SENTENCE.encode() + b"</div>" * 20_000, None, id="divs"),
        pytest.param("a.html", b"<p><a href='x'>lien</a></p>" * 40_000, "nothing_understood", id="links"),
        pytest.param("a.html", b"<table><tr><td>" * 4_000 + SENTENCE.encode(), None, id="tables"),
        pytest.param("a.html", b"<ul><li>" * 4_000 + SENTENCE.encode(), None, id="lists"),
        pytest.param("a.html", b"<b><i><font>" * 4_000 + SENTENCE.encode(), None, id="styles"),
        pytest.param("a.html", b"<" * 240_000, "nothing_understood", id="brackets"),
        pytest.param("a.html", b"<!--" * 60_000, "nothing_understood", id="comments"),
        pytest.param("a.html", b"<![CDATA[" * 30_000, "nothing_understood", id="cdata"),
        pytest.param("a.html", b"<p>" + b"A.B." * 20_000, "nothing_understood", id="initials"),
        pytest.param("a.html", b"<p>" + b"&amp;&#233;" * 20_000, "nothing_understood", id="references"),
        pytest.param("a.html", b"<p>a b?</p>" * 9_000 + b"<p>" + SENTENCE.encode() * 9, None, id="questions"),
        pytest.param(
            "a.html",
            b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>" + SENTENCE.encode(),
            None,
            id="deep-json-ld",
        ),
        pytest.param(
            "a.html",
            b"<script type='application/ld+json'>[" + b"{}," * 90_000 + b"{}]</script>" + SENTENCE.encode(),
            None,
            id="wide-json-ld",
        ),
        pytest.param("a.html", f"{ENTITIES}<p>&c; &x; {SENTENCE}".encode(), None, id="entities"),
        pytest.param("a.xhtml", f"{ENTITIES}<p>&c; &x; {SENTENCE}".encode(), None, id="entities-in-xhtml"),
        pytest.param("a.html", f"<p>\0&#0;&#xD800;&#x110000; {SENTENCE}".encode(), None, id="no-characters"),
        pytest.param("a.txt", f"\0\u202e{SENTENCE}\u202c".encode(), None, id="nul-and-bidi"),
        pytest.param("a.yaml", BOMB, "pack_syntax", id="aliases"),
        pytest.param("a.yaml", b"title: !!python/object/apply:os.getcwd []", "pack_syntax", id="tags"),
        pytest.param("a.yaml", b"[" * 100_000, "pack_too_deep", id="deep-yaml"),
        pytest.param("a.yaml", b"? " * 100_000, "pack_too_deep", id="deep-keys"),
        pytest.param("a.json", b"[" * 100_000, "pack_too_deep", id="deep-json"),
        pytest.param("a.json", b"[" + b"9" * 100_000 + b"]", "pack_syntax", id="long-number"),
        pytest.param("a.json", b'{"title": "a\\ud800"}', "pack_value", id="lone-surrogate"),
        pytest.param("a.toml", b"a = " + b"[" * 100_000, "pack_too_deep", id="deep-toml"),
        pytest.param(
            "a.md", b"---\n" + b"a: [" * 4_000 + b"\n---\n" + SENTENCE.encode(), None, id="front-matter"
        ),
        pytest.param("a.txt", b"word " * 500_000, "text_too_long", id="long-text"),
        pytest.param("a.pdf.txt", b"%PDF-1.7 ", "file_pdf", id="pdf"),
    ],
)
def test_harm_is_answered(name: str, data: bytes, expected: str | None) -> None:
    assert refusal(data, name) == expected


def test_no_other_file_is_read_by_way_of_a_page() -> None:
    article = read_article(f"{ENTITIES}<p>&x; {SENTENCE}".encode(), name="a.xhtml")

    assert article.text.endswith(SENTENCE)
    assert len(article.text) < 100


MEANT_FOR_DISCORD = (
    "Le port a dit @everyone et <@123> en 2020 : `code`, **gras**, ||secret||, [lien](https://a.example/) et "
    "discord.gg/port, pour 12 euros."
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.txt", MEANT_FOR_DISCORD, id="text"),
        pytest.param("a.html", f"<p>{MEANT_FOR_DISCORD.replace('<', '&lt;')}", id="page"),
    ],
)
def test_what_means_something_to_discord_is_kept_as_written(name: str, data: str) -> None:
    article = read_article(data.encode(), name=name)

    assert [fact.text for fact in article.facts] == [MEANT_FOR_DISCORD]


def cost(data: bytes, name: str) -> float:
    began = time.process_time()
    with suppress(BotError):
        read_article(data, name=name)
    return time.process_time() - began


@pytest.mark.parametrize(
    ("name", "make"),
    [
        pytest.param("a.txt", lambda n: "A.B." * n, id="initials"),
        pytest.param(
            "a.txt", lambda n: f"« Le quai {n} est vide », a dit Ann Lee. " * (n // 8), id="one-line"
        ),
        pytest.param("a.txt", lambda n: "Le quai est-il vide ?\n" * (n // 5), id="questions"),
        pytest.param("a.html", lambda n: "<p>Le quai compte 12 grues.</p>" * (n // 20), id="paragraphs"),
        pytest.param("a.html", lambda n: "<p><a href=x>a</a> b?</p>" * (n // 20), id="links"),
        pytest.param("a.html", lambda n: "<table><tr><td>a b?<td>1</table>" * (n // 20), id="tables"),
        pytest.param("a.html", lambda n: "<div class=comment><p>Why?</div>" * (n // 20), id="furniture"),
        pytest.param(
            "a.html", lambda n: f"<p>{SENTENCE}</p>" + "<aside>Et vous ?</aside>" * (n // 20), id="asides"
        ),
    ],
)
def test_four_times_as_much_takes_no_sixteen_times_as_long(name: str, make: Callable[[int], str]) -> None:
    small = max(min(cost(make(5_000).encode(), name) for _ in range(2)), 0.02)

    assert cost(make(20_000).encode(), name) < 12 * small


# -- harm that is looked for -------------------------------------------------------------------

# What files are put together from.
WORDS = (
    '« | »|"|“|”|‘|’|.|?|!|:|;|\n|\n\n| |- |1. |a) |# |Source : |Et vous ?|Discussion questions|'
    "Ann Lee|said|a déclaré|a-t-il|il|She|This|Le port|en 2020|12 %|— Ann (@ann) May 3, 2024|"
    "Lire aussi|M.|U.S.|Why|Pourquoi|> |[a](b)|**|---|\xad|Ã©|é|\r\n|qui|, |(|\u202e|\u200b|"
    "\ufeff|\x00|@everyone|<@1>|`|| |https://a.b/?c=1|A.B.|…|€|ﬁ|ß|İ|\u2028|¿|¡|„|"
    "said Ann Lee, who|, a dit Ann Lee. |Décrivez|title: |+++\n|```\n"
)
TAGS = (
    "<p>|</p>|<div>|</div>|<div class=comment>|<ul>|<li>|</ul>|<ol start=9>|</ol>|<table>|<tr>|"
    "<td>|</table>|<br>|<br><br>|<h1>|</h1>|<h2>|</h2>|<b>|</b>|<a href=x>|</a>|<aside>|</aside>|"
    "<article>|</article>|<q>|</q>|<pre>|</pre>|<sup>|</sup>|<dl>|<dt>|<dd>|</dl>|<nav>|</nav>|"
    "<form>|<input type=radio>|</form>|<span hidden>|</span>|<!--|-->|<script>|</script>|"
    "<noscript>|<meta charset=latin1>|<meta property=og:title content=T>|<html lang=fr>|<title>|"
    "</title>|<link rel=canonical href=//[>|<time datetime=2020>|&amp;|&#0;|&#xD800;|&lt;|"
    "<![CDATA[|<?x|<template>|<svg>|<frameset>|"
    '<script type=application/ld+json>{"@type":"Article","author":[{}]}</script>|<video>|<body>|'
    "</body>"
)
PACKED = (
    "title|facts|questions|text|follow_ups|speaker|language|start| = |: |[[facts]]\n|"
    "[[questions]]\n|- |{|}|[|]|,|\"|'|\n|  |3|null|true|&a |*a|!!str |? |# |\"a b.\"|'''|\\ud800|"
    '\\u0000|1e999|2020-01-01|a.b|"title": |"facts": [|{"text": "A is b."}|\x00|\x85'
)


def files(parts: str, suffixes: tuple[str, ...]) -> st.SearchStrategy[tuple[bytes, str]]:
    text = st.lists(st.sampled_from(parts.split("|")), max_size=60).map("".join)
    encodings = st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
    data = st.builds(lambda written, encoding: written.encode(encoding, "replace"), text, encodings)
    return st.tuples(st.one_of(data, data, data, st.binary(max_size=500)), st.sampled_from(suffixes))


def letters(text: str) -> str:
    return "".join(character for character in clean(text).text.casefold() if character.isalnum())


def is_within(part: str, whole: str) -> bool:
    """Whether the letters of *part* stand in *whole*, in their order."""
    rest = iter(letters(whole))
    return all(letter in rest for letter in letters(part))


def check(article: Article) -> None:
    for fact in article.facts:
        assert fact.start is not None
        assert fact.end is not None
        assert article.text[fact.start : fact.end] == fact.passage != ""
        assert is_within(re.sub(r"\[[^\]]*\]", " ", fact.text), article.text)
        assert 0 <= fact.score <= 1
    for question in article.questions:
        assert is_within(question.text, article.text)
        assert all(is_within(follow_up, article.text) for follow_up in question.follow_ups)
    assert len({part.id for part in article.facts}) == len(article.facts)
    assert len({part.id for part in article.questions}) == len(article.questions)


fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None if EXAMPLES > 1_000 else 4_000,
    suppress_health_check=[HealthCheck.too_slow],
)


@fuzzed
@given(file=files(WORDS, TEXTS))
@pytest.mark.timeout(0)
def test_any_text_is_read_or_refused(file: tuple[bytes, str]) -> None:
    with suppress(BotError):
        check(read_article(file[0], name=f"a{file[1]}"))


@fuzzed
@given(file=files(f"{WORDS}|{TAGS}", PAGES))
@pytest.mark.timeout(0)
def test_any_page_is_read_or_refused(file: tuple[bytes, str]) -> None:
    with suppress(BotError):
        check(read_article(file[0], name=f"a{file[1]}", url="https://a.example/b"))


@fuzzed
@given(file=files(PACKED, PACKS))
@example(file=(b'title = "a"\n"" = 1', ".toml"))
@pytest.mark.timeout(0)
def test_any_pack_is_read_or_refused(file: tuple[bytes, str]) -> None:
    with suppress(BotError):
        article = read_article(file[0], name=f"a{file[1]}")
        assert article.facts or article.questions
        repr(article).encode()
