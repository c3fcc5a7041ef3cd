"""The discussion questions: those that the article puts to its readers, and no others.

Lines that ask, one after another, are looked at together: what announces them, how they are set, where they
stand, whom they speak to. A question that is answered below it is an interview's or a FAQ's; one among
statements is rhetoric. Where nothing tells, there are none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.articles.asking import Act, Asked, act_of, is_question, read_line, without_marks
from bot.articles.blocks import Block, Kind
from bot.articles.followups import Item, group
from bot.articles.lexicon import Lexicon
from bot.articles.lines import Line, split_lines
from bot.articles.noise import is_source_line
from bot.articles.phrases import faq_heading, question_heading, question_label
from bot.articles.sentences import Sentence
from bot.domain.article import Reason

_ENDED = re.compile(r"[.!?…][»”\"’')\]]*\Z")
_RULE = re.compile(r"\n[ \t]{0,3}(?:[-*_=~·•#⁂][ \t]{0,3}){1,40}\n")
_MAX_HEADING = 110
_MAX_HEADING_WORDS = 16
_MAX_INTRODUCTION = 170
_MAX_INTRODUCTIONS = 2
_MAX_LEAD = 350
_MAX_BEFORE = 3  # lines that may stand before questions at the very beginning
_MAX_BEHIND = 3  # and behind those at the end: what was not seen to be the page's
_MIN_RUN = 3
_MIN_COUNT = 2
_THIRD, _WHOLE = 0.33, 0.7
_MOST = 0.6
_MAX_BOXED = 3
_MAX_LABEL_WORDS = 8
_MAX_STEP = 3
_MAX_PREFIX_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question to discuss, and those that hang on it."""

    text: str
    follow_ups: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Prompts:
    """What was found of questions."""

    prompts: list[Prompt] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)  # the sentences they take
    aside: dict[int, Reason] = field(default_factory=dict)  # what announces them, and other questions
    is_announced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Announcement:
    """What stands above a run of questions: from line *first* on."""

    first: int
    is_strong: bool = False  # it says that questions follow
    is_weak: bool = False  # a heading, of whatever kind
    is_exercise: bool = False
    is_faq: bool = False


class Finder:
    """Looks for the prompts among an article's lines."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        sentences: Sequence[Sentence],
        noise: dict[int, Reason],
        lexicon: Lexicon,
        *,
        title_block: int | None,
        answered: frozenset[int],
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._noise = noise
        self._lexicon = lexicon
        self._title = title_block
        self._answered = answered
        ends = frozenset(
            index
            for index, one in enumerate(sentences)
            if is_source_line(one, lexicon) or self._is_phrase(one.text)
        )
        self._lines = split_lines(blocks, sentences, ends)
        self._asked: list[Asked | None] = [
            None if self._is_aside(line) or line.first in answered else self._read(line)
            for line in self._lines
        ]
        self._labelled = self._find_labels()
        self._found = Prompts()
        self._chosen: list[tuple[int, ...]] = []

    def find(self) -> Prompts:
        """Return the prompts, in order."""
        at = 0
        while at < len(self._lines):
            end = self._run(at)
            if end > at:
                announcement = self._announcement(at)
                chosen = self._accepted(at, end, announcement)
                if chosen:
                    self._take(announcement.first, at, chosen)
                    self._found.is_announced = self._found.is_announced and announcement.is_strong
                at = end
            else:
                at += 1
        self._complete_count()
        for run in sorted(self._chosen):
            items = [self._item(at) for at in run]
            if self._has_steps(run):
                items = [
                    replace(one, texts=(one.texts[0].partition(": ")[2], *one.texts[1:])) for one in items
                ]
            for prompt in group(items, self._lexicon):
                self._found.prompts.append(Prompt(text=prompt[0], follow_ups=tuple(prompt[1:])))
        if not self._found.prompts:
            self._find_in_last_line()
        return self._found

    def _complete_count(self) -> None:
        """Take the questions of a worksheet that stand alone in its text, by their numbers."""
        known = {at for run in self._chosen for at in run}
        used = {self._lines[at].marker for at in known if self._lines[at].marker.isdigit()}
        if len(used) < _MIN_COUNT:
            return
        single = {
            int(line.marker): at
            for at, line in reversed(list(enumerate(self._lines)))
            if line.marker.isdigit() and at not in known and self._asked[at]
        }
        missing = [number for number in sorted(single) if str(number) not in used]
        for number in [*reversed(missing), *missing]:
            if str(number) not in used and {str(number - 1), str(number + 1)} & used:
                used.add(str(number))
                self._take(single[number], single[number], [single[number]])

    # What lines are.

    def _read(self, line: Line) -> Asked | None:
        texts = [one.text for one in self._sentences[line.first : line.last]]
        return read_line(texts, self._lexicon)

    def _find_labels(self) -> frozenset[int]:
        """Return the lines that begin with what announces their own questions: "Talk it over. Who …?"."""
        labels = Counter(
            self._sentences[line.first].text for line in self._lines if line.last - line.first > 1
        )
        found = set()
        for at, line in enumerate(self._lines):
            is_text = not line.marker and line.kind is not Kind.HEADING and line.first not in self._answered
            if self._is_aside(line) or self._is_title(line) or not is_text:
                continue
            first = self._sentences[line.first].text
            rest = [one.text for one in self._sentences[line.first + 1 : line.last]]
            if rest and self._is_label(first, is_repeated=labels[first] > 1):
                asked = read_line(rest, self._lexicon)
                is_sure = self._lexicon.is_known or (asked and len(asked.texts) >= _MIN_RUN)
                is_asked = asked is not None and (asked.has_question or labels[first] > 1)
                if is_asked and is_sure:
                    self._asked[at] = asked
                    found.add(at)
            elif self._asked[at] is not None and self._is_prefix(first, spoken=line.text):
                found.add(at)
        return frozenset(found)

    def _has_steps(self, run: Sequence[int]) -> bool:
        """Whether each line of a run begins with a label of its own: "Kick-off: …", "Half-time: …"."""
        leads = [without_marks(self._lines[at].text).partition(": ") for at in run]
        return len(run) > 1 and all(colon and len(lead.split()) <= _MAX_STEP for lead, colon, _ in leads)

    def _is_label(self, text: str, *, is_repeated: bool) -> bool:
        if len(text.split()) > _MAX_LABEL_WORDS or is_question(text):
            return False
        return (
            is_repeated
            or not self._lexicon.is_known
            or self._is_phrase(text)
            or self._is_about_questions(text)
        )

    def _is_prefix(self, text: str, *, spoken: str | None = None) -> bool:
        """Whether what stands before the colon of *text* announces the question behind it."""
        lead, colon, rest = text.partition(":")
        if not colon or not rest.strip() or len(lead.split()) > _MAX_PREFIX_WORDS:
            return False
        return (
            self._is_phrase(f"{lead.strip()}:")
            or bool(question_label(self._lexicon).match(lead.strip()))
            or (
                self._is_about_questions(lead)
                and (spoken is None or self._speaks_to_reader(spoken))
                and act_of(lead, self._lexicon) is Act.STATEMENT
                and not self._lexicon.pattern(r"<instructions>\b").search(lead)
            )
        )

    def _is_about_questions(self, text: str) -> bool:
        return bool(self._lexicon.pattern(r"\b<discussing>\b").search(text))

    def _is_aside(self, line: Line) -> bool:
        reasons = [self._noise.get(index) for index in range(line.first, line.last)]
        return all(reasons) or reasons[0] in (Reason.FURNITURE, Reason.RELATED)

    def _is_source(self, at: int) -> bool:
        return 0 <= at < len(self._lines) and is_source_line(
            self._sentences[self._lines[at].last - 1], self._lexicon
        )

    def _is_phrase(self, text: str) -> bool:
        """Whether *text* announces questions and does nothing else."""
        if len(text) > _MAX_INTRODUCTION or len(text.split()) > _MAX_HEADING_WORDS:
            return False
        match = question_heading(self._lexicon).search(text)
        if not match:
            return False
        share = (match.end() - match.start()) / len(text)
        if _ENDED.search(text.rstrip("?:")):
            return share >= _WHOLE
        return share >= _THIRD or text.endswith(":")

    def _is_title(self, line: Line) -> bool:
        return self._sentences[line.first].block == self._title

    # Runs of lines that ask.

    def _run(self, at: int) -> int:
        """Return where the lines that ask together, from *at* on, end; *at* itself where that is no such line."""
        line = self._lines[at]
        if self._is_aside(line) or self._is_title(line) or self._is_source(at):
            return at
        if line.kind is Kind.HEADING and self._stands_above(at):
            return at
        if line.marker:
            return at if self._is_exercise_heading(at) else self._list(at)
        if self._asked[at] is None or self._is_announcer(at) or self._introduces(at):
            return at
        end = at
        while end < len(self._lines) and self._joins(end, at):
            end += 1
        return end

    def _introduces(self, at: int) -> bool:
        """Whether a line only says what to do with the questions below: "In pairs, choose two of these."."""
        if not self._is_exercise(self._lines[at]) or self._has_question(at):
            return False
        return self._stands_above(at)

    def _stands_above(self, at: int) -> bool:
        """Whether a heading that asks has what it announces below it."""
        below = next(
            (index for index in range(at + 1, len(self._lines)) if not self._is_aside(self._lines[index])), at
        )
        return below > at and (bool(self._lines[below].marker) or self._asked[below] is not None)

    def _joins(self, at: int, first: int) -> bool:
        line, asked = self._lines[at], self._asked[at]
        if self._is_aside(line) or asked is None:
            return False
        if at > first and (self._is_phrase(line.text) or at in self._labelled):
            return False
        if line.marker and at > first:
            return line.indent > self._lines[first].indent + 1
        return (line.kind is Kind.HEADING) == (self._lines[first].kind is Kind.HEADING)

    def _kind(self, at: int) -> str:
        marker = self._lines[at].marker
        if marker[:1].isdigit():
            return "1"
        return marker[:1] if not marker.isalpha() else "A" if marker.isupper() else "a"

    def _list(self, at: int) -> int:
        """Return where the list that begins at *at* ends; lines between two of its items that ask belong to it."""
        end = at
        while end < len(self._lines):
            line = self._lines[end]
            if self._is_aside(line) or line.kind is Kind.HEADING:
                break
            if not line.marker and not (self._asked[end] and not line.is_apart and end > at):
                break
            if end > at and line.marker and self._begins_another(end, at):
                break
            if not line.marker and self._heads_list(end):
                break
            end += 1
        return end

    def _heads_list(self, at: int) -> bool:
        """Whether a short line stands above a list of its own."""
        is_above = at + 1 < len(self._lines) and bool(self._lines[at + 1].marker)
        return is_above and (self._is_announcer(at) or self._is_exercise(self._lines[at]))

    def _begins_another(self, at: int, first: int) -> bool:
        """Whether the item at *at* is no item of the list that begins at *first*, nor one below its items."""
        if self._lines[at].indent + 1 < self._lines[first].indent:
            return True
        if self._kind(at) != self._kind(first) and self._lines[at].indent <= self._lines[first].indent + 1:
            is_below = self._kind(first) == "1" and self._kind(at) == "a"
            return not is_below
        return self._is_exercise_heading(at)

    def _is_exercise_heading(self, at: int) -> bool:
        """Whether an item only stands above others, with marks of their own: "A. True or false?"."""
        return (
            at + 1 < len(self._lines)
            and (self._is_exercise(self._lines[at]) or self._kind(at) == "A")
            and self._kind(at) in ("A", "a", "1")
            and self._kind(at + 1) not in ("", self._kind(at))
            and (self._kind(at) != "A" or self._kind(at + 1) == "1")
            and self._lines[at + 1].indent <= self._lines[at].indent + 1
        )

    # What announces them.

    def _is_announcer(self, at: int) -> bool:
        text = self._lines[at].text
        if faq_heading(self._lexicon).search(text) and not question_heading(self._lexicon).search(text):
            return False
        if self._is_phrase(text) or question_label(self._lexicon).match(text):
            return True
        return self._is_about_questions(text) and self._is_heading(self._lines[at])

    def _is_exercise(self, line: Line) -> bool:
        bare = without_marks(line.text)
        return len(line.text) <= _MAX_INTRODUCTION and bool(
            self._lexicon.pattern(r"(?:\A\W{0,3}|[:?.] )<instructions>\b").search(bare)
        )

    def _is_heading(self, line: Line) -> bool:
        """Whether *line* stands above what follows, by its looks alone."""
        if len(line.text) > _MAX_HEADING or is_question(line.text):
            return False
        return line.kind is Kind.HEADING or line.text.endswith(":") or not _ENDED.search(line.text)

    def _announcement(self, first: int) -> _Announcement:
        if first in self._labelled:
            return _Announcement(first=first, is_strong=True)
        introductions = 0
        at = above = first
        is_exercise = False
        while at > 0:
            at -= 1
            line = self._lines[at]
            if self._is_title(line) or self._is_source(at):
                break
            if self._is_aside(line):
                continue
            if self._is_announcer(at):
                return _Announcement(first=at, is_strong=True, is_exercise=is_exercise)
            if self._is_exercise(line) and introductions < _MAX_INTRODUCTIONS:
                is_exercise, above = True, at
                introductions += 1
                continue
            if self._is_heading(line):
                is_faq = bool(faq_heading(self._lexicon).search(line.text))
                if is_exercise:
                    return _Announcement(first=above, is_strong=True, is_exercise=True)
                return _Announcement(first=at, is_weak=not is_faq, is_faq=is_faq)
            if introductions >= _MAX_INTRODUCTIONS or len(line.text) > _MAX_INTRODUCTION:
                break
            introductions += 1
        if is_exercise:
            return _Announcement(first=above, is_strong=True, is_exercise=True)
        return _Announcement(first=first)

    # Whether they are for the readers.

    def _accepted(self, first: int, end: int, above: _Announcement) -> list[int]:
        """Return the lines of a run that are prompts."""
        if above.is_faq:
            return []
        if self._lines[first].marker:
            return self._accepted_list(first, end, above)
        while not above.is_strong and first < end and self._is_body(first):
            first += 1
        asked = [self._asked[at] for at in range(first, end)]
        known = [one for one in asked if one is not None]
        if not known:
            return []
        if not self._are_for_readers(first, end, known, above):
            return []
        return list(range(first, end))

    def _is_body(self, at: int) -> bool:
        """Whether a line that asks is rather a paragraph that ends in a question, or a task by its looks only."""
        asked = self._asked[at]
        return asked is None or asked.leads > 1 or (bool(asked.lead) and not asked.has_question)

    def _accepted_list(self, first: int, end: int, above: _Announcement) -> list[int]:
        asking = [at for at in range(first, end) if self._asked[at] is not None]
        items = [at for at in range(first, end) if self._lines[at].indent <= self._lines[first].indent + 1]
        has_question = any(self._has_question(at) for at in asking)
        is_numbered = (
            self._kind(first) == "1"
            and len(items) > 1
            and self._is_announcer(above.first)
            and all(len(self._lines[at].text) <= _MAX_INTRODUCTION for at in items)
        )
        if above.is_strong and (asking or above.is_exercise or is_numbered):
            return list(range(first, end))
        if not has_question or 2 * len(asking) < len(items) or (len(asking) == 1 and not above.is_weak):
            return []
        if self._is_talk(first, end):
            return []
        if _MOST * len(items) <= len(asking):
            return list(range(first, end))
        return list(range(asking[0], asking[-1] + 1))

    def _is_talk(self, first: int, end: int) -> bool:
        """Whether the dashes are those of people who talk: one asks, another answers."""
        answers = sum(self._has_question(at) and self._asked[at + 1] is None for at in range(first, end - 1))
        asked = sum(self._has_question(at) for at in range(first, end))
        return 2 * answers >= asked and answers > (0 if self._kind(first) in ("–", "—") else 1)

    def _has_question(self, at: int) -> bool:
        asked = self._asked[at]
        return asked is not None and asked.has_question

    def _are_for_readers(self, first: int, end: int, asked: Sequence[Asked], above: _Announcement) -> bool:
        if above.is_strong:
            return True
        if not any(one.has_question for one in asked) or any(one.lead > _MAX_LEAD for one in asked):
            return False
        if self._lines[first].kind is Kind.HEADING or asked[0].leads > 1:
            return False
        is_behind_source = self._is_source(first - 1) or self._is_source(self._before(first))
        speaks = any(self._speaks_to_reader(text) for one in asked for text in one.texts)
        is_last, is_first = self._is_last(end), self._is_first(first)
        count = sum(len(one.texts) for one in asked)
        if is_behind_source and self._is_last(end):
            return True
        if end - first > 1:
            return (is_last or is_first or above.is_weak) and (
                speaks or end - first >= _MIN_RUN or count >= _MIN_RUN
            )
        if asked[0].lead or not is_last or self._calls(first):
            return False
        return self._asks_opinion(asked[0]) or count >= _MIN_RUN or (speaks and (count > 1 or above.is_weak))

    def _speaks_to_reader(self, text: str) -> bool:
        return bool(self._lexicon.pattern(r"(?:\b<reader>\b|-vous\b)").search(text))

    def _asks_opinion(self, asked: Asked) -> bool:
        return any(self._lexicon.pattern(r"\b<opinion>").search(text) for text in asked.texts)

    def _calls(self, at: int) -> bool:
        """Whether a line asks only to say what to do next: "You cannot come? Leave a note."."""
        line = self._lines[at]
        acts = [act_of(one.text, self._lexicon) for one in self._sentences[line.first : line.last]]
        return acts[-1] in (Act.TASK, Act.SETTING) and acts.count(Act.QUESTION) == 1

    def _before(self, at: int) -> int:
        at -= 1
        while at >= 0 and self._is_aside(self._lines[at]):
            at -= 1
        return at

    def _is_last(self, end: int) -> bool:
        """Whether nothing of the article comes behind, or hardly anything."""
        rest = [
            line
            for at, line in enumerate(self._lines[end:], end)
            if not self._is_aside(line) and not self._is_source(at)
        ]
        return len(rest) <= _MAX_BEHIND and sum(len(line.text) for line in rest) < len(self._text) // 8

    def _is_first(self, first: int) -> bool:
        before = [
            line
            for line in self._lines[:first]
            if not self._is_aside(line) and not self._is_title(line) and line.kind is not Kind.HEADING
        ]
        return len(before) <= _MAX_BEFORE and sum(len(line.text) for line in before) < _MAX_LEAD

    # What is made of them.

    def _item(self, at: int) -> Item:
        line, asked = self._lines[at], self._asked[at]
        texts = asked.texts if asked else (without_marks(line.text),)
        return Item(
            texts=(self._without_announcement(texts[0]), *texts[1:]),
            marker=line.marker,
            indent=line.indent,
            is_listed=bool(line.marker),
            is_boxed=at in self._labelled and len(texts) <= _MAX_BOXED and not self._is_last(at + 1),
        )

    def _without_announcement(self, text: str) -> str:
        """Return *text* without what announces it in the same line: "À débattre : faut-il … ?"."""
        return text.partition(":")[2].strip() if self._is_prefix(text) else text

    def _take(self, above: int, first: int, chosen: Sequence[int]) -> None:
        self._chosen.append(tuple(chosen))
        for at in range(above, first):
            line = self._lines[at]
            if self._is_announcer(at) or self._is_exercise(line) or self._is_heading(line):
                self._found.aside.update((index, Reason.HEADING) for index in range(line.first, line.last))
        for at in chosen:
            line = self._lines[at]
            self._found.taken.update(range(line.first, line.last))

    def _find_in_last_line(self) -> None:
        """Look for questions that end the article in the line of its last statements."""
        end = len(self._lines)
        while end and (self._is_aside(self._lines[end - 1]) or self._is_source(end - 1)):
            end -= 1
        if not end or self._lines[end - 1].marker:
            return
        line = self._lines[end - 1]
        start = line.last
        while start > line.first and act_of(self._sentences[start - 1].text, self._lexicon) is Act.QUESTION:
            start -= 1
        if start == line.first:
            return
        for index in range(start, line.last):
            text = self._sentences[index].text
            if self._lexicon.pattern(r"\b<opinion>").search(text) and self._speaks_to_reader(text):
                item = Item(
                    texts=tuple(without_marks(one.text) for one in self._sentences[index : line.last]),
                    marker="",
                    indent=0,
                    is_listed=False,
                )
                for prompt in group([item], self._lexicon):
                    self._found.prompts.append(Prompt(text=prompt[0], follow_ups=tuple(prompt[1:])))
                self._found.taken.update(range(index, line.last))
                self._found.is_announced = False
                return


def find_prompts(
    text: str,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    noise: dict[int, Reason],
    lexicon: Lexicon,
    *,
    title_block: int | None,
    answered: frozenset[int],
) -> Prompts:
    """Return the prompts, the sentences they take, and what is left aside for their sake."""
    finder = Finder(text, blocks, sentences, noise, lexicon, title_block=title_block, answered=answered)
    return finder.find()
