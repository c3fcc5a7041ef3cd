"""A report as Markdown: the page's words and tables, without its charts.

CommonMark (https://spec.commonmark.org/0.31.2/) with GitHub's tables. What people wrote is escaped: it
becomes no heading, link, mention or HTML.
"""

import re
from collections.abc import Iterator, Sequence

from bot.domain.report import AskedQuestion, Quotation, Report
from bot.exports.markup import shown
from bot.exports.report_words import Line, Words
from bot.i18n import Text

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~^$&])")
# What only means something where a line begins: lists, headings, rules, and the line below a heading.
_AFTER_NUMBER = re.compile(r"^(\d+)([.)])")
_ADDRESS = re.compile(r"(?<=[A-Za-z])(://)|(?<=www)(\.)", re.IGNORECASE)
_BREAK = "\u200b"  # of no width: whoever is named is not called
_BLANK = re.compile(r"\s+")


def to_report_markdown(report: Report, text: Text) -> bytes:
    """Return the document."""
    return ("\n\n".join(_parts(report, Words(report, text))) + "\n").encode()


def escaped(written: str) -> str:
    """Return a text on one line so that Markdown shows it as it is."""
    line = _BLANK.sub(" ", shown(written)).strip()
    line = _MARKS.sub(r"\\\1", line)
    line = _ADDRESS.sub(lambda match: f"\\{match[0]}", line)
    line = _AFTER_NUMBER.sub(r"\1\\\2", line)
    line = re.sub(r"^([-+=])", r"\\\1", line)
    return line.replace("@", f"@{_BREAK}")


def _parts(report: Report, words: Words) -> Iterator[str]:
    text = words.text
    yield f"# {escaped(report.title)}"
    yield escaped(words.about())
    yield _list(f"**{figure}** {label}" for figure, label in words.figures())
    yield f"## {text('report.participation')}"
    yield from words.participation()
    rows = [(f"{one.number}. {escaped(one.text)}", words.people(one)) for one in report.questions]
    yield _table((text("report.column.question"), text("report.column.people")), rows)
    yield from _when(report, words)
    for question in report.questions:
        if question.people:
            yield from _question(question, words)
    yield from _rest(report, words)


def _when(report: Report, words: Words) -> Iterator[str]:
    text = words.text
    days, hours = words.day_lines(), words.hour_lines()
    if days or hours:
        yield f"## {text('report.when')}"
        yield from (line for line in (words.busiest_days(), words.busiest_hours()) if line)
    if days:
        yield _table((text("report.column.days"), text("report.column.answers")), _rows(days))
    if hours:
        yield f"### {text('report.chart.hours', zone=text.zone(report.zone))}"
        yield _table((text("report.column.hours"), text("report.column.answers")), _rows(hours))


def _question(question: AskedQuestion, words: Words) -> Iterator[str]:
    text = words.text
    heading = text("report.question", number=str(question.number))
    yield f"## {heading}{text('word.colon')}{escaped(question.text)}"
    yield " ".join(words.asked(question))
    for name, quoted in (("report.typical", question.typical), ("report.agreed", question.agreed)):
        if quoted:
            yield f"### {text(name)}"
            yield "\n\n".join(_quotation(one, text) for one in quoted)
    if question.words:
        yield f"### {text('report.chart.words')}"
        yield _table(
            (text("report.column.word"), text("report.column.people")), _rows(words.word_lines(question))
        )
    lines, said = words.length_lines(question), words.length(question)
    if lines or said:
        yield f"### {text('report.chart.lengths')}"
    if said:
        yield said
    if lines:
        yield _table((text("report.column.words"), text("report.column.answers")), _rows(lines))


def _rest(report: Report, words: Words) -> Iterator[str]:
    text = words.text
    ways = [
        words.enumerated(lines)
        for kind in ("given", "kept", "changed")
        if (lines := words.slice_lines(kind, getattr(report, kind)))
    ]
    if ways:
        yield f"## {text('report.ways')}"
        yield _list(ways)
    if report.facts:
        yield f"## {text('report.facts')}"
        columns = (text("report.column.fact"), text("report.column.times"))
        yield _table(columns, [(escaped(one.text), text.number(one.times)) for one in report.facts])
    if report.gaps:
        yield f"## {text('report.gaps')}"
        columns = (text("report.column.gap"), text("report.column.times"))
        yield _table(columns, [(escaped(one.query), text.number(one.times)) for one in report.gaps])
    yield f"## {text('report.method')}"
    yield _list(words.method())
    yield text("report.taken", moment=text.moment(report.taken_at))


def _quotation(one: Quotation, text: Text) -> str:
    said = f"> {escaped(one.text)}"
    if one.reactions is None:
        return said
    return f"{said}\n>\n> {text('report.reactions', n=one.reactions)}"


def _rows(lines: Sequence[Line]) -> list[tuple[str, str]]:
    return [(escaped(line.label), line.shown) for line in lines]


def _table(columns: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    head = f"| {columns[0]} | {columns[1]} |\n| --- | ---: |"
    return "\n".join((head, *(f"| {label} | {value} |" for label, value in rows)))


def _list(lines: Iterator[str] | Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
