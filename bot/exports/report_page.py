"""One HTML page of a report.

It loads nothing and runs nothing: its policy allows its own style and no more.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from bot.domain.report import AskedQuestion, Quotation, Report
from bot.exports.markup import Html, element, joined, policy_for
from bot.exports.report_charts import Charts
from bot.exports.report_words import Line, Words
from bot.i18n import Text

STYLE = Path(__file__).with_name("report_page.css")

# A language's name as BCP 47 has it, roughly.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_HOURS = (0, 6, 12, 18, 24)


def to_report_page(report: Report, text: Text) -> bytes:
    """Return the page."""
    page = _Page(report, text)
    style = _style()
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy_for(style)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="generator", content="Causerie"),
        element("title", report.title),
        element("style", Html(style)),
    )
    body = element("body", *page.parts())
    return f"<!doctype html>\n{element('html', head, body, lang=text.language.value)}\n".encode()


@cache
def _style() -> str:
    return STYLE.read_text("utf-8")


class _Page:
    """The parts of a page in the words of a language."""

    def __init__(self, report: Report, text: Text) -> None:
        self.report = report
        self.text = text
        self.words = Words(report, text)
        self.charts = Charts()
        self.lang = self._lang(report.language)

    def parts(self) -> Iterator[Html]:
        """Yield the body's parts."""
        report, text = self.report, self.text
        sections = list(self._sections())
        yield element("a", text("report.skip"), class_="skip", href="#main")
        links = [element("li", element("a", title, href=f"#{name}")) for name, title, _ in sections]
        figures = [
            element("div", element("dt", label), element("dd", figure))
            for figure, label in self.words.figures()
        ]
        yield element(
            "header",
            element("p", text("report.eyebrow"), class_="eyebrow"),
            element("h1", report.title, lang=self.lang, dir="auto"),
            element("p", self.words.about(), class_="about", dir="auto"),
            element("dl", *figures, class_="figures"),
            element("nav", element("ul", *links), aria_label=text("page.contents")),
        )
        yield element("main", *(section for _, _, section in sections), id="main", tabindex="-1")
        taken = text("report.taken", moment=text.moment(report.taken_at))
        yield element("footer", element("p", taken), element("p", text("page.footer")))

    def _sections(self) -> Iterator[tuple[str, str, Html]]:
        text = self.text
        yield self._section("participation", text("report.participation"), *self._participation())
        when = list(self._when())
        if when:
            yield self._section("when", text("report.when"), *when)
        for question in self.report.questions:
            if question.people:
                name = text("report.question", number=str(question.number))
                yield self._question(f"question-{question.number}", name, question)
        if self.report.given or self.report.kept or self.report.changed:
            yield self._section("ways", text("report.ways"), *self._ways())
        if self.report.facts or self.report.gaps:
            yield self._section("lookups", text("report.lookups"), *self._lookups())
        method = [element("li", line) for line in self.words.method()]
        yield self._section("method", text("report.method"), element("ul", *method, class_="prose"))

    def _section(self, name: str, heading: str, *content: Html) -> tuple[str, str, Html]:
        title = element("h2", heading, id=f"{name}-heading")
        return name, heading, element("section", title, *content, id=name, aria_labelledby=f"{name}-heading")

    def _participation(self) -> Iterator[Html]:
        text, report = self.text, self.report
        yield from self._said(self.words.participation())
        lines = self.words.question_lines()
        if not report.is_empty:
            title = text("report.chart.people")
            yield self.charts.lying(lines, title=title, description=self.words.enumerated(lines))
        has_reach = any(one.reach for one in report.questions)
        columns = [text("report.column.question"), text("report.column.people")]
        columns += [text("report.column.reach"), text("report.column.share")] if has_reach else []
        rows = []
        for one in report.questions:
            people = self.words.fewer() if one.people is None else text.number(one.people)
            cells = [people]
            if has_reach:
                cells += [
                    "–" if one.reach is None else text.number(one.reach),
                    "–" if one.share is None else self.words.percent(one.share),
                ]
            asked = element("span", one.text, lang=self.lang, dir="auto")
            rows.append((joined(f"{one.number}. ", asked), cells))
        yield self._table(text("report.chart.people"), columns, rows, class_="participation")

    def _when(self) -> Iterator[Html]:
        text, words, report = self.text, self.words, self.report
        yield from self._said([words.busiest_days(), words.busiest_hours()])
        if lines := words.day_lines():
            first, last = report.days[0].start, (report.days[-1].end or 0) - 1
            title = text("report.chart.days")
            yield element("h3", title)
            yield self.charts.standing(
                report.days,
                lines,
                title=title,
                description=words.enumerated(lines),
                ticks=[words.tick(day) for day in dict.fromkeys((first, (first + last) // 2, last))],
            )
            yield self._detailed(title, text("report.column.days"), text("report.column.answers"), lines)
        if lines := words.hour_lines():
            title = text("report.chart.hours", zone=text.zone(report.zone))
            yield element("h3", title)
            yield self.charts.standing(
                report.hours,
                lines,
                title=title,
                description=words.enumerated(lines),
                ticks=[words.hour(hour) for hour in _HOURS],
            )
            yield self._detailed(title, text("report.column.hours"), text("report.column.answers"), lines)

    def _question(self, name: str, heading: str, question: AskedQuestion) -> tuple[str, str, Html]:
        asked = element("span", question.text, lang=self.lang, dir="auto")
        title = element(
            "h2", element("span", heading, class_="eyebrow"), " ", asked, id=f"{name}-heading", class_="asked"
        )
        parts = [element("p", " ".join(self.words.asked(question))), *self._answers(question)]
        section = element(
            "section", title, *parts, id=name, class_="question", aria_labelledby=f"{name}-heading"
        )
        return name, heading, section

    def _answers(self, question: AskedQuestion) -> Iterator[Html]:
        text, words = self.text, self.words
        if question.typical:
            yield self._quotations(text("report.typical"), question.typical)
        if question.agreed:
            yield self._quotations(text("report.agreed"), question.agreed)
        if question.words:
            lines = words.word_lines(question)
            title = text("report.chart.words")
            yield element("h3", title)
            yield self.charts.listed(lines, title=title, description=words.enumerated(lines))
            yield self._detailed(title, text("report.column.word"), text("report.column.people"), lines)
        lines, length = words.length_lines(question), words.length(question)
        title = text("report.chart.lengths")
        if lines or length:
            yield element("h3", title)
            yield from self._said([length])
        if lines and question.lengths is not None:
            labels = [
                f"{bar.start}+" if bar.end is None else f"{bar.start}–{bar.end - 1}"
                for bar in question.lengths.bars
            ]
            yield self.charts.ranked(lines, title=title, description=words.enumerated(lines), labels=labels)
            yield self._detailed(title, text("report.column.words"), text("report.column.answers"), lines)

    def _quotations(self, heading: str, quoted: Sequence[Quotation]) -> Html:
        items = []
        for one in quoted:
            quote = element("blockquote", element("p", one.text), lang=self._lang(one.language), dir="auto")
            reactions = (
                element("p", self.text("report.reactions", n=one.reactions), class_="reactions")
                if one.reactions is not None
                else Html()
            )
            items.append(element("li", quote, reactions))
        return joined(element("h3", heading), element("ul", *items, class_="quotations"))

    def _ways(self) -> Iterator[Html]:
        for kind in ("given", "kept", "changed"):
            lines = self.words.slice_lines(kind, getattr(self.report, kind))
            if lines:
                title = self.text(f"report.chart.{kind}")
                yield element("h3", title)
                yield self.charts.lying(lines, title=title, description=self.words.enumerated(lines))
                counted = [
                    Line(label=line.label, count=line.count, shown=self.text.number(line.count))
                    for line in lines
                ]
                yield self._detailed(
                    title, self.text("report.column.way"), self.text("report.column.answers"), counted
                )

    def _lookups(self) -> Iterator[Html]:
        text, report = self.text, self.report
        if report.facts:
            rows = [
                (element("span", one.text, lang=self.lang, dir="auto"), [text.number(one.times)])
                for one in report.facts
            ]
            yield element("h3", text("report.facts"))
            yield self._table(
                text("report.facts"), [text("report.column.fact"), text("report.column.times")], rows
            )
        if report.gaps:
            gaps = [
                (
                    element("span", one.query, lang=self.lang, dir="auto"),
                    [
                        text.number(one.times),
                        text("report.gap.answered" if one.is_answered else "report.gap.open"),
                    ],
                )
                for one in report.gaps
            ]
            columns = [text(f"report.column.{name}") for name in ("gap", "times", "state")]
            yield element("h3", text("report.gaps"))
            yield self._table(text("report.gaps"), columns, gaps)

    def _said(self, lines: Sequence[str]) -> Iterator[Html]:
        for line in lines:
            if line:
                yield element("p", line)

    def _detailed(self, title: str, label: str, value: str, lines: Sequence[Line]) -> Html:
        rows = [
            (element("span", line.label, lang=self._lang(line.language or "")), [line.shown])
            for line in lines
        ]
        summary = element("summary", self.text("report.table"), element("span", f" {title}", class_="hidden"))
        return element("details", summary, self._table(title, [label, value], rows))

    def _table(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[tuple[Html, Sequence[str]]],
        *,
        class_: str | None = None,
    ) -> Html:
        head = [element("th", column, scope="col") for column in columns]
        body = [
            element("tr", element("th", label, scope="row"), *(element("td", cell) for cell in cells))
            for label, cells in rows
        ]
        return element(
            "table",
            element("caption", title, class_="hidden"),
            element("thead", element("tr", *head)),
            element("tbody", *body),
            class_=class_,
        )

    def _lang(self, language: str) -> str | None:
        return language if _LANGUAGE.fullmatch(language) and language != self.text.language else None
