"""The lines of a text with what each one asks, and what it is by its words and its looks."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from bot.articles.asking import Act, Asked, act_of, is_question, read_line, without_marks
from bot.articles.blocks import Block, Kind
from bot.articles.lexicon import Lexicon
from bot.articles.lines import Line, split_lines
from bot.articles.noise import is_source_line
from bot.articles.phrases import faq_heading, question_heading, question_label
from bot.articles.sentences import Sentence
from bot.domain.article import Reason

MAX_INTRODUCTION = 170
MAX_LEAD = 350
MIN_RUN = 3

_DIGITS = re.compile(r"\d{1,2}")
_ENDED = re.compile(r"[.!?…][»”\"’')\]]*\Z")
_MAX_HEADING = 110
_MAX_HEADING_WORDS = 16
_MAX_BEFORE = 3  # lines that may stand before questions at the very beginning
_MAX_BEHIND = 3  # and behind those at the end: what was not seen to be the page's
_THIRD, _WHOLE = 0.33, 0.7
_MAX_LABEL_WORDS = 8
_MAX_STEP = 3
_MAX_PREFIX_WORDS = 12
_MAX_CALL_WORDS = 28


class Sheet:
    """A text as a worksheet: its lines, in order, and what they are."""

    def __init__(
        self,
        blocks: Sequence[Block],
        sentences: Sequence[Sentence],
        noise: dict[int, Reason],
        lexicon: Lexicon,
        *,
        title_block: int | None,
        answered: frozenset[int],
    ) -> None:
        self.sentences = sentences
        self.lexicon = lexicon
        self._noise = noise
        self._title = title_block
        self._answered = answered
        ends = frozenset(
            index
            for index, one in enumerate(sentences)
            if is_source_line(one, lexicon) or self.is_phrase(one.text)
        )
        self.lines = split_lines(blocks, sentences, ends)
        self.asked: list[Asked | None] = [
            None if self.is_aside(line) or line.first in answered else self._read(line) for line in self.lines
        ]
        self.lines = [self._plain(at) for at in range(len(self.lines))]
        self._prefixes = Counter(
            _numberless(lead) for lead, colon, _ in (line.text.partition(":") for line in self.lines) if colon
        )
        self.labelled = self._find_labels()
        bodies = [
            0 if self.is_aside(line) or self.is_source(at) else len(line.text)
            for at, line in enumerate(self.lines)
        ]
        self._length = sum(bodies)
        # How many characters, and lines, of the article come behind each line.
        self._behind = [*accumulate(reversed(bodies), initial=0)][::-1]
        self._lines_behind = [*accumulate((bool(one) for one in reversed(bodies)), initial=0)][::-1]

    def is_aside(self, line: Line) -> bool:
        """Whether *line* is the page's and not the article's."""
        reasons = [self._noise.get(index) for index in range(line.first, line.last)]
        return all(reasons) or reasons[0] in (Reason.FURNITURE, Reason.RELATED)

    def is_source(self, at: int) -> bool:
        """Whether the line at *at* ends in the article's source."""
        return 0 <= at < len(self.lines) and is_source_line(
            self.sentences[self.lines[at].last - 1], self.lexicon
        )

    def is_title(self, line: Line) -> bool:
        """Whether *line* is the article's title."""
        return self.sentences[line.first].block == self._title

    def is_heading(self, line: Line) -> bool:
        """Whether *line* stands above what follows, by its looks alone."""
        if len(line.text) > _MAX_HEADING or is_question(line.text):
            return False
        return line.kind is Kind.HEADING or line.text.endswith(":") or not _ENDED.search(line.text)

    def is_phrase(self, text: str) -> bool:
        """Whether *text* announces questions and does nothing else."""
        if len(text) > MAX_INTRODUCTION or len(text.split()) > _MAX_HEADING_WORDS:
            return False
        match = question_heading(self.lexicon).search(text)
        if not match:
            return False
        share = (match.end() - match.start()) / len(text)
        if _ENDED.search(text.rstrip("?:")):
            return share >= _WHOLE
        return share >= _THIRD or text.endswith(":")

    def is_announcer(self, at: int) -> bool:
        """Whether the line at *at* says that questions follow."""
        text = self.lines[at].text
        if faq_heading(self.lexicon).search(text) and not question_heading(self.lexicon).search(text):
            return False
        if self.is_phrase(text) or question_label(self.lexicon).match(text):
            return True
        return self._is_about_questions(text) and self.is_heading(self.lines[at])

    def is_exercise(self, line: Line) -> bool:
        """Whether *line* says how the questions below are to be answered."""
        bare = without_marks(line.text)
        return len(line.text) <= MAX_INTRODUCTION and bool(
            self.lexicon.pattern(r"(?:\A\W{0,3}|[:?.] )<instructions>\b").search(bare)
        )

    def is_exercise_heading(self, at: int) -> bool:
        """Whether an item only stands above others, with marks of their own: "A. True or false?"."""
        return (
            at + 1 < len(self.lines)
            and (self.is_exercise(self.lines[at]) or self.kind(at) == "A")
            and self.kind(at) in ("A", "a", "1")
            and self.kind(at + 1) not in ("", self.kind(at))
            and (self.kind(at) != "A" or self.kind(at + 1) == "1")
            and self.lines[at + 1].indent <= self.lines[at].indent + 1
        )

    def stands_above(self, at: int) -> bool:
        """Whether a heading that asks has what it announces below it."""
        below = next(
            (index for index in range(at + 1, len(self.lines)) if not self.is_aside(self.lines[index])), at
        )
        return below > at and (bool(self.lines[below].marker) or self.asked[below] is not None)

    def is_prefix(self, text: str, *, spoken: str | None = None) -> bool:
        """Whether what stands before the colon of *text* announces the question behind it."""
        lead, colon, rest = text.partition(":")
        if not colon or not rest.strip() or len(lead.split()) > _MAX_CALL_WORDS:
            return False
        if question_heading(self.lexicon).search(lead):
            return True
        if len(lead.split()) > _MAX_PREFIX_WORDS:
            return False
        if _numberless(lead) and self._prefixes[_numberless(lead)] > 1 and spoken is not None:
            return True
        return (
            self.is_phrase(f"{lead.strip()}:")
            or bool(question_label(self.lexicon).match(lead.strip()))
            or (
                self._is_about_questions(lead)
                and (spoken is None or self.speaks_to_reader(spoken))
                and act_of(lead, self.lexicon) is Act.STATEMENT
                and not self.lexicon.pattern(r"<instructions>\b").search(lead)
            )
        )

    def kind(self, at: int) -> str:
        """Return the kind of the mark before the line at *at*: "1", "a", "A" or the sign itself."""
        marker = self.lines[at].marker
        if marker[:1].isdigit():
            return "1"
        return marker[:1] if not marker.isalpha() else "A" if marker.isupper() else "a"

    def has_question(self, at: int) -> bool:
        """Whether the line at *at* asks with a question mark."""
        asked = self.asked[at]
        return asked is not None and asked.has_question

    def has_steps(self, run: Sequence[int]) -> bool:
        """Whether each line of a run begins with a label of its own: "Kick-off: …", "Half-time: …"."""
        leads = [without_marks(self.lines[at].text).partition(": ") for at in run]
        return len(run) > 1 and all(colon and len(lead.split()) <= _MAX_STEP for lead, colon, _ in leads)

    def speaks_to_reader(self, text: str) -> bool:
        """Whether *text* says "you"."""
        return bool(self.lexicon.pattern(r"(?:\b<reader>\b|-vous\b)").search(text))

    def asks_opinion(self, asked: Asked) -> bool:
        """Whether *asked* wants to know what the reader thinks."""
        return any(self.lexicon.pattern(r"\b<opinion>").search(text) for text in asked.texts)

    def calls(self, at: int) -> bool:
        """Whether a line asks only to say what to do next: "You cannot come? Leave a note."."""
        line = self.lines[at]
        acts = [act_of(one.text, self.lexicon) for one in self.sentences[line.first : line.last]]
        return acts[-1] in (Act.TASK, Act.SETTING) and acts.count(Act.QUESTION) == 1

    def before(self, at: int) -> int:
        """Return the line of the article before the one at *at*, -1 where there is none."""
        at -= 1
        while at >= 0 and self.is_aside(self.lines[at]):
            at -= 1
        return at

    def is_last(self, end: int) -> bool:
        """Whether nothing of the article comes behind, or hardly anything."""
        return self._lines_behind[end] <= _MAX_BEHIND and self._behind[end] < self._length // 8

    def is_first(self, first: int) -> bool:
        """Whether nothing of the article stands before the line *first*, or hardly anything."""
        before = [
            line
            for line in self.lines[:first]
            if not self.is_aside(line) and not self.is_title(line) and line.kind is not Kind.HEADING
        ]
        return len(before) <= _MAX_BEFORE and sum(len(line.text) for line in before) < MAX_LEAD

    def _plain(self, at: int) -> Line:
        """Return the line at *at*; a bold one beside others that ask is no heading."""
        line = self.lines[at]
        beside = self.asked[max(0, at - 1) : at] + self.asked[at + 1 : at + 2]
        is_one = line.is_bold and self.asked[at] is not None and any(one is not None for one in beside)
        return replace(line, kind=Kind.PARAGRAPH) if is_one else line

    def _read(self, line: Line) -> Asked | None:
        texts = [one.text for one in self.sentences[line.first : line.last]]
        return read_line(texts, self.lexicon)

    def _find_labels(self) -> frozenset[int]:
        """Return the lines that begin with what announces their own questions: "Talk it over. Who …?"."""
        labels = Counter(self.sentences[line.first].text for line in self.lines if line.last - line.first > 1)
        found = set()
        for at, line in enumerate(self.lines):
            is_text = not line.marker and line.kind is not Kind.HEADING and line.first not in self._answered
            if self.is_aside(line) or self.is_title(line) or not is_text:
                continue
            first = self.sentences[line.first].text
            rest = [one.text for one in self.sentences[line.first + 1 : line.last]]
            if rest and self._is_label(first, is_repeated=labels[first] > 1):
                asked = read_line(rest, self.lexicon)
                is_sure = self.lexicon.is_known or (asked and len(asked.texts) >= MIN_RUN)
                is_asked = asked is not None and (asked.has_question or labels[first] > 1)
                if is_asked and is_sure:
                    self.asked[at] = asked
                    found.add(at)
            elif self.asked[at] is not None and self.is_prefix(first, spoken=line.text):
                found.add(at)
        return frozenset(found)

    def _is_label(self, text: str, *, is_repeated: bool) -> bool:
        if len(text.split()) > _MAX_LABEL_WORDS or is_question(text):
            return False
        return (
            is_repeated or not self.lexicon.is_known or self.is_phrase(text) or self._is_about_questions(text)
        )

    def _is_about_questions(self, text: str) -> bool:
        return bool(self.lexicon.pattern(r"\b<discussing>\b").search(text))


def _numberless(lead: str) -> str:
    """Return what "Check-in 1" and "Check-in 2" have in common; nothing, where there is no number."""
    return _DIGITS.sub("#", lead) if _DIGITS.search(lead) else ""
