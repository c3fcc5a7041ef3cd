"""Tests for a report's page, Markdown and words; the page in a browser: test_exports_report_browser.py."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape

import pytest
from example_reports import COUNT, empty, hostile, one_day, report_of, without_reach
from hypothesis import given
from hypothesis import strategies as st
from read_articles import ATTACKS

from bot.domain.report import Bar, Figure, Lengths, Report, Slice
from bot.exports.markup import shown
from bot.exports.report_markdown import escaped, to_report_markdown
from bot.exports.report_page import STYLE, to_report_page
from bot.exports.report_words import Words
from bot.i18n import Language, text_in

ENGLISH, FRENCH = (text_in(language) for language in Language)
LIMIT = 300_000
AA = 4.5  # WCAG 2.2, success criterion 1.4.3
AA_GRAPHICS = 3.0  # success criterion 1.4.11
CSS = STYLE.read_text("utf-8")
ALL = [report_of("en"), hostile(), one_day(), empty(), without_reach()]
NAMES = ["large", "hostile", "one-day", "empty", "without-reach"]
reports = pytest.mark.parametrize("report", ALL, ids=NAMES)
languages = pytest.mark.parametrize("language", list(Language))


def page(report: Report, language: Language = Language.ENGLISH) -> str:
    return to_report_page(report, text_in(language)).decode()


def markdown(report: Report, language: Language = Language.ENGLISH) -> str:
    return to_report_markdown(report, text_in(language)).decode()


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))


@languages
def test_a_page_of_ten_thousand_responses_is_small(language: Language) -> None:
    html = page(report_of(language.value), language)

    assert len(html.encode()) < LIMIT / 3
    assert f'<html lang="{language.value}">' in html
    assert (ENGLISH if language is Language.ENGLISH else FRENCH).number(COUNT) in words(html)


@reports
def test_what_a_page_says_of_itself_holds(report: Report) -> None:
    html = page(report)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = b64encode(sha256(style[1].encode()).digest()).decode()

    assert f"default-src &#x27;none&#x27;; style-src &#x27;sha256-{digest}&#x27;" in html
    assert not re.search(r"<[^>]*\sstyle=", html)
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= set(ids)
    for name in ("labelledby", "describedby"):
        assert set(re.findall(rf'aria-{name}="([^"]*)"', html)) <= set(ids)


@reports
def test_every_chart_has_its_words_and_a_table_with_its_numbers(report: Report) -> None:
    html = page(report)
    charts = re.findall(r"<svg\b.*?</svg>", html, re.DOTALL)

    for chart in charts:
        assert 'role="img"' in chart
        title, desc = (
            re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", chart, re.DOTALL) for tag in ("title", "desc")
        )
        assert title
        assert desc
        after = html.partition(chart)[2]
        assert title[1] in after.partition("</table>")[0]
    assert html.count("<table") >= len(charts)


def test_the_page_says_who_took_part_and_when() -> None:
    said = words(page(report_of("en")))

    assert "2,746 people answered, 52% of the 5,240 who could see the question." in said
    assert "They gave 4,072 answers." in said
    assert "The busiest day was March 4, with" in said
    assert "March 2, 2026 to March 15, 2026" in said
    assert "Half of the answers have" in said
    assert "Nothing is shown about fewer than 5 people" in said


def test_french_is_french() -> None:
    said = words(page(report_of("fr"), Language.FRENCH))

    assert re.search("2\u202f\\d{3} personnes ont répondu, soit \\d\\d\u00a0% des 5\u202f240 qui", said)
    assert "du 2 mars 2026 au 15 mars 2026" in said
    assert "Réponses selon l’heure (heure de Paris)" in said
    assert "People" not in said


def test_what_is_in_another_language_says_so() -> None:
    html = page(report_of("fr"), Language.ENGLISH)

    assert '<h1 lang="fr" dir="auto">' in html
    assert '<blockquote lang="fr" dir="auto">' in html
    assert '<blockquote dir="auto">' in html
    assert re.search(r'<text [^>]*lang="fr">', html)


def test_little_is_said_of_few() -> None:
    said = words(page(empty()))

    assert "No question was answered by as many as 5 people: there is nothing to show yet." in said
    assert "fewer than 5" in said
    assert "<svg" not in page(empty())
    assert "fewer than 5" in markdown(empty())
    assert "Markdown" not in said
    some = replace(report_of("en"), questions=(*report_of("en").questions, empty().questions[0]))
    assert "1 question was answered by fewer than 5 people and is counted in nothing else." in words(
        page(some)
    )


def test_numbers_that_are_not_exact_say_so() -> None:
    plain = report_of("en")
    first = replace(plain.questions[0], answers=Figure(number=2_746, is_exact=False), reach=None)
    report = replace(plain, people=Figure(number=3_000, is_exact=False), questions=(first,))

    for said in (words(page(report)), markdown(report)):
        assert "at least 3,000" in said
        assert "2,746 people answered." in said
        assert "They gave" not in said


def test_what_is_said_of_questions_without_people() -> None:
    few, nobody = empty().questions
    said = Words(empty(), ENGLISH)

    assert said.asked(few) == ["Fewer than 5 people answered: nothing more is said of it."]
    assert said.asked(nobody) == ["Nobody answered."]
    assert said.length(nobody) == ""
    assert said.length_lines(nobody) == []
    assert said.busiest_days() == said.busiest_hours() == ""


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1.0, "100%")]
)
def test_a_share_is_never_none_of_some_or_all_of_fewer(share: float, expected: str) -> None:
    assert Words(empty(), ENGLISH).percent(share) == expected


def test_lengths_are_told_as_far_as_they_are_known() -> None:
    question = replace(report_of("en").questions[0], lengths=Lengths(median=7, quartiles=(7, 7), bars=()))
    assert Words(report_of("en"), ENGLISH).length(question) == "Half of the answers have 7 words or more."

    two = (Bar(start=1, end=6, count=9), Bar(start=6, end=None, count=9))
    for lengths, sentence, table in (
        (Lengths(median=None, quartiles=None, bars=two), False, True),
        (Lengths(median=7, quartiles=None, bars=two[1:]), True, False),
        (Lengths(median=7, quartiles=None, bars=two), True, True),
        (Lengths(median=None, quartiles=None, bars=two[1:]), False, False),
    ):
        report = replace(report_of("en"), questions=(replace(question, lengths=lengths),))
        for said in (words(page(report)), markdown(report)):
            assert ("Half of the answers" in said) is sentence
            assert ("6 words or more" in said) is table
            assert ("How long the answers are" in said) is (sentence or table)


def test_one_bar_is_no_chart() -> None:
    plain = report_of("en")
    days = (Bar(start=plain.days[0].start, end=plain.days[-1].end, count=90),)
    hours = (Bar(start=0, end=24, count=90),)
    for report, headings in (
        (replace(plain, days=days), (False, True)),
        (replace(plain, hours=hours), (True, False)),
        (replace(plain, days=days, hours=hours), (False, False)),
    ):
        for said, days_have in ((words(page(report)), "Answers by day"), (markdown(report), "| Days |")):
            assert (days_have in said, "by time of day" in said) == headings
            assert ("When people answered" in said) is any(headings)


def test_days_put_together_are_told_as_days() -> None:
    first = report_of("en").days[0].start
    days = (Bar(start=first, end=first + 1, count=5), Bar(start=first + 1, end=first + 14, count=90))
    report = replace(report_of("en"), days=days)

    assert "The busiest days were March 3 to March 15, with 90 answers." in words(page(report))


def test_others_together_have_a_name() -> None:
    report = replace(report_of("en"), given=(Slice(name="thread", count=9), Slice(name=None, count=6)))

    assert "in the question’s thread (60%) and in other ways (40%)." in markdown(report)
    assert "in other ways" in page(report)


def test_what_there_is_nothing_of_has_no_heading() -> None:
    plain = report_of("en")
    question = replace(plain.questions[0], lengths=None, words=(), typical=(), agreed=())
    bare = replace(plain, questions=(question,), hours=(), given=(), kept=(), changed=(), facts=(), gaps=())

    for said in (words(page(bare)), markdown(bare)):
        for heading in (
            "time of day",
            "How long",
            "stand out",
            "Typical",
            "agreed with",
            "How people answered",
        ):
            assert heading not in said
        assert "looked up" not in said.lower()
    for only in (replace(bare, facts=plain.facts), replace(bare, gaps=plain.gaps)):
        said = words(page(only)).lower()
        assert ("facts most looked up" in said) is bool(only.facts)
        assert ("looked up in vain" in said) is bool(only.gaps)
        assert ("looked up in vain" in markdown(only).lower()) is bool(only.gaps)


@reports
@languages
def test_markdown_has_what_the_page_says(report: Report, language: Language) -> None:
    text = text_in(language)
    written = markdown(report, language)
    said = Words(report, text)

    assert written.startswith("# ")
    assert written.endswith("\n")
    for line in (
        *said.participation(),
        *said.method(),
        *(one for q in report.questions if q.people for one in said.asked(q)),
    ):
        assert line in written
    for headings in re.findall(r"^(#+) ", written, re.MULTILINE):
        assert len(headings) <= 3


@languages
def test_a_report_of_several_discussions_says_why_it_has_no_days_and_no_ways(language: Language) -> None:
    of_one = report_of("en")
    of_two = replace(of_one, discussions=2, days=(), hours=(), given=(), kept=(), changed=())
    why = text_in(language)("report.several", n=2)

    for write in (markdown, page):
        assert why in unescape(write(of_two, language))
        assert why not in unescape(write(of_one, language))


def test_what_people_wrote_stays_text_in_markdown() -> None:
    written = markdown(hostile())

    for line in written.splitlines():
        body = re.sub(r"\\.", "", line)
        assert "<" not in body
        assert "![" not in body
        assert not re.search(r"\]\(", body)
        assert "`" not in body
        assert not re.search(r"@(?!\u200b)", body)
        assert "://" not in body.replace("\\", "")
    tables = [line for line in written.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} == {3}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("12) no list", r"12\) no list"),
        ("- no list", r"\- no list"),
        ("+ no list", r"\+ no list"),
        ("=====", r"\====="),
        ("*a* _b_ `c` ~d~", r"\*a\* \_b\_ \`c\` \~d\~"),
        ("[a](b) ![c](d)", r"\[a\](b) !\[c\](d)"),
        ("a | b", r"a \| b"),
        ("<b> &amp; $x$", r"\<b\> \&amp; \$x\$"),
        ("https://a.example www.b.example", r"https\://a.example www\.b.example"),
        ("@everyone", "@\u200beveryone"),
        ("a\nb\r\n\n    c", "a b c"),
        ("back\\slash", r"back\\slash"),
        ("Trois — « oui » ; 5-6.", "Trois — « oui » ; 5-6."),
    ],
)
def test_escapes(written: str, expected: str) -> None:
    assert escaped(written) == expected


@given(st.text())
def test_escaping_leaves_the_text(written: str) -> None:
    line = escaped(written)

    assert "\n" not in line
    assert re.sub(r"\\(.)", r"\1", line).replace("\u200b", "") == " ".join(
        re.sub(r"\s+", " ", shown(written)).strip().split(" ")
    ).replace("\u200b", "")


def test_what_people_wrote_stays_text_on_the_page() -> None:
    html = page(hostile())

    tags = set(re.findall(r"<([a-zA-Z][a-z0-9]*)", html))
    known = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "p",
        "h1",
        "h2",
        "h3",
        "dl",
        "div",
    }
    known |= {
        "dt",
        "dd",
        "nav",
        "ul",
        "li",
        "main",
        "section",
        "svg",
        "desc",
        "text",
        "rect",
        "table",
        "caption",
    }
    known |= {"thead", "tbody", "tr", "th", "td", "span", "details", "summary", "blockquote", "footer"}
    assert tags <= known
    assert "onclick=" not in re.sub(r">[^<]*<", "><", html).replace("&quot;", "")
    assert shown(ATTACKS[3]) in words(html)


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", block))


def luminance(colour: str) -> float:
    """Return how light a colour is, as WCAG 2.2 defines its relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


LIGHT = colours(CSS.partition("@media")[0])
DARK = LIGHT | colours(CSS.partition("prefers-color-scheme: dark")[2].partition("}\n}")[0])
PRINT = LIGHT | colours(CSS.partition("@media print")[2])


@pytest.mark.parametrize("mode", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_every_text_and_every_bar_stands_out(mode: dict[str, str]) -> None:
    for ink in ("ink", "quiet", "bar"):
        assert contrast(mode[ink], mode["paper"]) >= AA, ink
    for mark, behind in (("bar", "track"), ("quote", "paper"), ("edge", "paper")):
        assert contrast(mode[mark], mode[behind]) >= AA_GRAPHICS, (mark, behind)
