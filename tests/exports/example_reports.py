"""Reports to be shown: of a large discussion, of a hostile one, of those that nobody or few took part in."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

from generated_responses import occasion, prompts, rows
from read_articles import ATTACKS

from bot.domain.report import AskedGap, AskedQuestion, Quotation, QuotedFact, Report, Word
from bot.insight.tally import Tally

COUNT = 10_000


@cache
def report_of(language: str, *, count: int = COUNT, people: int = 4_000, reach: int | None = 5_200) -> Report:
    """Return the report of so many responses, in the words of a language."""
    tally = Tally(prompts(language, reach=reach), occasion(language))
    tally.add(rows(count, language=language, people=people))
    return tally.finish()


def hostile() -> Report:
    """Return a report of which every word would do something."""
    plain = report_of("en")
    quoted = tuple(
        Quotation(text=attack, language='en" onclick="alert(1)', reactions=5 + number)
        for number, attack in enumerate(ATTACKS)
    )
    words = tuple(
        Word(word=attack, language="<b>", people=number or None) for number, attack in enumerate(ATTACKS)
    )
    return replace(
        plain,
        title=ATTACKS[2],
        guild=ATTACKS[0],
        language='en" onclick="alert(1)',
        questions=tuple(
            replace(one, text=attack, words=words, agreed=quoted, typical=quoted)
            for one, attack in zip(plain.questions, ATTACKS, strict=False)
        ),
        facts=tuple(QuotedFact(text=attack, times=5) for attack in ATTACKS),
        gaps=tuple(AskedGap(query=attack, times=5, is_answered=False) for attack in ATTACKS),
    )


def one_day() -> Report:
    """Return the report of a small discussion of one day: hardly anything may be told."""
    plain = report_of("en", count=14, people=40, reach=None)
    return replace(plain, guild="", ended_on=plain.began_on)


def empty() -> Report:
    """Return the report of a discussion in which nobody took part but a few."""
    few = AskedQuestion(number=1, text="Anybody?", posted_at=None, people=None)
    nobody = AskedQuestion(number=2, text="Nobody?", posted_at=None, people=0, reach=30)
    return replace(Tally(prompts(), occasion()).finish(), questions=(few, nobody), facts=(), gaps=())


def without_reach() -> Report:
    """Return the report of a discussion of which nobody knows how many could see it, over months."""
    tally = Tally(
        prompts(reach=None), replace(occasion(), ended_at=occasion().began_at + timedelta(days=120))
    )
    tally.add(rows(300, people=60))
    return tally.finish()
