"""What a report says in words: what its page, its Markdown and its picture share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.domain.report import AskedQuestion, Bar, Figure, Report, Slice
from bot.i18n import Text

FULL_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a chart and of its table."""

    label: str
    count: int
    shown: str  # the count as it is written
    share: float = 0.0  # of what fills the line, 0 to 1
    language: str | None = None  # of the label, where it is not the report's


class Words:
    """Says what a report holds in one language."""

    def __init__(self, report: Report, text: Text) -> None:
        self.report = report
        self.text = text

    def percent(self, share: float) -> str:
        """Return a share as a whole per cent; never none of some, nor all of fewer."""
        rounded = round(share * 100)
        if share > 0:
            rounded = max(1, rounded)
        return self.text("report.percent", number=str(min(99, rounded) if share < 1 else rounded))

    def figure(self, figure: Figure) -> str:
        """Return a number, with "at least" where it is not exact."""
        number = self.text.number(figure.number)
        return number if figure.is_exact else self.text("report.at_least", number=number)

    def period(self) -> str:
        """Return from when to when the discussion ran."""
        first, last = self.report.began_on, self.report.ended_on
        if first == last:
            return self.text.day(first)
        return self.text("report.period", first=self.text.day(first), last=self.text.day(last))

    def about(self) -> str:
        """Return where and when it was."""
        return f"{self.report.guild} · {self.period()}" if self.report.guild else self.period()

    def figures(self) -> list[tuple[str, str]]:
        """Return the numbers that come first, each with what it counts."""
        report, text = self.report, self.text
        days = (report.ended_on - report.began_on).days + 1
        asked = [
            (text.number(len(report.questions)), text("report.label.questions", n=len(report.questions))),
            (text.number(days), text("report.label.days", n=days)),
        ]
        if report.is_empty and report.withheld:
            return asked  # "nobody answered" would not be true
        return [
            (self.figure(report.people), text("report.label.people", n=report.people.number)),
            (self.figure(report.answers), text("report.label.answers", n=report.answers.number)),
            *asked,
        ]

    def participation(self) -> list[str]:
        """Return what is said of all questions together."""
        report, text = self.report, self.text
        answered = [one for one in report.questions if one.people]
        if not answered:
            return [text("report.too_few", n=report.floor)]
        said = []
        most = max(answered, key=lambda one: one.people or 0)
        least = min(answered, key=lambda one: one.people or 0)
        if most.people != least.people:
            said.append(
                text(
                    "report.most_answered",
                    most=str(most.number),
                    people=most.people,
                    least=str(least.number),
                    fewest=least.people,
                )
            )
        if report.withheld:
            said.append(text("report.questions_withheld", n=report.withheld, floor=report.floor))
        if report.discussions > 1:
            said.append(text("report.several", n=report.discussions))
        return said

    def asked(self, question: AskedQuestion) -> list[str]:
        """Return what is said of one question."""
        text = self.text
        if question.people is None:
            return [text("report.question_withheld", n=self.report.floor)]
        if not question.people:
            return [text("report.nobody")]
        said = [self._answered(question)]
        answers = question.answers
        # "At least as many answers as people" would tell nothing.
        if answers is not None and answers.is_exact and answers.number != question.people:
            said.append(text("report.gave", n=answers.number))
        return said

    def people(self, question: AskedQuestion) -> str:
        """Return how many people answered a question, as a line of a chart has it."""
        if question.people is None:
            return self.fewer()
        people = self.text("count.people", n=question.people)
        return people if question.share is None else f"{people} · {self.percent(question.share)}"

    def fewer(self) -> str:
        """Return what stands where there are too few people."""
        return self.text("report.fewer", n=self.report.floor)

    def length(self, question: AskedQuestion) -> str:
        """Return how long the answers to a question are, "" where that is not told."""
        lengths = question.lengths
        if lengths is None or lengths.median is None:
            return ""
        said = self.text("report.median", n=lengths.median)
        if lengths.quartiles is not None and lengths.quartiles[0] < lengths.quartiles[1]:
            lower, upper = lengths.quartiles
            said = f"{said} {self.text('report.quartiles', lower=lower, upper=upper)}"
        return said

    def question_lines(self) -> list[Line]:
        """Return how many people answered each question."""
        questions = self.report.questions
        most = max((one.people or 0 for one in questions), default=0) or 1
        has_share = all(one.share is not None for one in questions if one.people)
        return [
            Line(
                label=self.text("report.question", number=str(one.number)),
                count=one.people or 0,
                shown=self.people(one),
                share=(one.share or 0.0) if has_share else (one.people or 0) / most,
            )
            for one in questions
        ]

    def word_lines(self, question: AskedQuestion) -> list[Line]:
        """Return how many people used each word that stands out; most of them where it is not told."""
        return [
            Line(
                label=one.word,
                count=one.people or 0,
                shown=self.text("report.most_people") if one.people is None else self.text.number(one.people),
                share=1.0 if one.people is None else one.people / max(1, question.people or 1),
                language=one.language or None,
            )
            for one in question.words
        ]

    def slice_lines(self, kind: str, slices: Sequence[Slice]) -> list[Line]:
        """Return how many answers there are of each way of a *kind*."""
        whole = sum(one.count for one in slices)
        return [
            Line(
                label=self.text("report.other" if one.name is None else f"report.{kind}.{one.name}"),
                count=one.count,
                shown=self.percent(one.count / whole),
                share=one.count / whole,
            )
            for one in slices
        ]

    def day_lines(self) -> list[Line]:
        """Return how many answers there were on each day, if not all are one bar."""
        return self._lines(self.report.days, self._days)

    def hour_lines(self) -> list[Line]:
        """Return how many answers there were at each time of day, if not all are one bar."""
        return self._lines(self.report.hours, self._hours)

    def length_lines(self, question: AskedQuestion) -> list[Line]:
        """Return how many answers have so many words, if not all are one bar."""
        return self._lines(question.lengths.bars if question.lengths else (), self._words)

    def busiest_days(self) -> str:
        """Return when most answers came, "" where there is one bar only."""
        bars = [bar for bar in self.report.days if bar.count]
        if len(bars) < 2:  # noqa: PLR2004 (one is not the busiest of several)
            return ""
        busiest = max(bars, key=lambda bar: bar.count / ((bar.end or 0) - bar.start))
        is_one = busiest.end == busiest.start + 1
        key = "report.busiest_day" if is_one else "report.busiest_days"
        return self.text(key, n=busiest.count, days=self._days(busiest))

    def busiest_hours(self) -> str:
        """Return at what time of day most answers came."""
        bars = [bar for bar in self.report.hours if bar.count]
        if len(bars) < 2:  # noqa: PLR2004
            return ""
        busiest = max(bars, key=lambda bar: bar.count / ((bar.end or 0) - bar.start))
        return self.text("report.busiest_hours", n=busiest.count, hours=self._hours(busiest))

    def enumerated(self, lines: Sequence[Line]) -> str:
        """Return what a chart shows as a sentence."""
        parts = [self.text("report.part", label=line.label, shown=line.shown) for line in lines]
        return self.text("report.parts", parts=self.text.listed(parts))

    def method(self) -> list[str]:
        """Return how all of this was counted."""
        report, text = self.report, self.text
        said = [
            text("report.method.people"),
            text("report.method.floor", n=report.floor),
            text("report.method.times", zone=text.zone(report.zone)),
        ]
        if any(one.words for one in report.questions):
            said.append(text("report.method.words"))
        if any(one.agreed or one.typical for one in report.questions):
            said.append(text("report.method.quotations"))
        if report.facts or report.gaps:
            said.append(text("report.method.lookups"))
        return said

    def tick(self, day: int) -> str:
        """Return a day as it stands below a chart."""
        value = date.fromordinal(day)
        return self.text.month_day(value.month, value.day)

    def hour(self, hour: int) -> str:
        """Return a time of day."""
        return self.text.clock(time(hour % FULL_DAY))

    def _lines(self, bars: Sequence[Bar], label: Callable[[Bar], str]) -> list[Line]:
        if len(bars) == 1:
            return []
        return [Line(label=label(bar), count=bar.count, shown=self.text.number(bar.count)) for bar in bars]

    def _days(self, bar: Bar) -> str:
        last = (bar.end or 0) - 1
        if bar.start == last:
            return self.tick(bar.start)
        return self.text("report.days", first=self.tick(bar.start), last=self.tick(last))

    def _hours(self, bar: Bar) -> str:
        return self.text("report.hours", first=self.hour(bar.start), last=self.hour(bar.end or 0))

    def _words(self, bar: Bar) -> str:
        if bar.end is None:
            return self.text("report.words_or_more", n=bar.start)
        return self.text("report.words", first=bar.start, last=bar.end - 1)

    def _answered(self, question: AskedQuestion) -> str:
        if question.share is None:
            return self.text("report.answered", n=question.people)
        return self.text(
            "report.answered_of", n=question.people, share=self.percent(question.share), reach=question.reach
        )
