"""The discussion questions: those that the article puts to its readers, and no others.

Lines that ask, one after another, are looked at together: what announces them, how they are set, where they
stand, whom they speak to. A question that is answered below it is an interview's or a FAQ's; one among
statements is rhetoric. Where nothing tells, there are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.articles.asking import Act, Asked, act_of, without_marks
from bot.articles.blocks import Kind
from bot.articles.followups import Item, group
from bot.articles.runs import Announcement, Runs
from bot.articles.sheet import MAX_INTRODUCTION, MAX_LEAD, MIN_RUN, Sheet
from bot.domain.article import Reason

_MIN_COUNT = 2
_MOST = 0.6
_MAX_BOXED = 3


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


def find_prompts(sheet: Sheet) -> Prompts:
    """Return the prompts, the sentences they take, and what is left aside for their sake."""
    return _Finder(sheet).find()


class _Finder:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._runs = Runs(sheet)
        self._found = Prompts()
        self._chosen: list[tuple[int, ...]] = []

    def find(self) -> Prompts:
        """Return the prompts, in order."""
        at = 0
        while at < len(self._sheet.lines):
            end = self._runs.end_of(at)
            if end > at:
                announcement = self._runs.announcement(at)
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
            if self._sheet.has_steps(run):
                items = [
                    replace(one, texts=(one.texts[0].partition(": ")[2], *one.texts[1:])) for one in items
                ]
            for prompt in group(items, self._sheet.lexicon):
                self._found.prompts.append(Prompt(text=prompt[0], follow_ups=tuple(prompt[1:])))
        if not self._found.prompts:
            self._find_in_last_line()
        return self._found

    def _complete_count(self) -> None:
        """Take the questions of a worksheet that stand alone in its text, by their numbers."""
        known = {at for run in self._chosen for at in run}
        used = {self._sheet.lines[at].marker for at in known if self._sheet.lines[at].marker.isdigit()}
        if len(used) < _MIN_COUNT:
            return
        single = {
            int(line.marker): at
            for at, line in reversed(list(enumerate(self._sheet.lines)))
            if line.marker.isdigit() and at not in known and self._sheet.asked[at]
        }
        missing = [number for number in sorted(single) if str(number) not in used]
        for number in [*reversed(missing), *missing]:
            if str(number) not in used and {str(number - 1), str(number + 1)} & used:
                used.add(str(number))
                self._take(single[number], single[number], [single[number]])

    def _accepted(self, first: int, end: int, above: Announcement) -> list[int]:
        """Return the lines of a run that are prompts."""
        if above.is_faq:
            return []
        if self._sheet.lines[first].marker:
            return self._accepted_list(first, end, above)
        while not above.is_strong and first < end and self._is_body(first):
            first += 1
        asked = [self._sheet.asked[at] for at in range(first, end)]
        known = [one for one in asked if one is not None]
        if not known:
            return []
        if not self._are_for_readers(first, end, known, above):
            return []
        return list(range(first, end))

    def _is_body(self, at: int) -> bool:
        """Whether a line is rather a paragraph that ends in a question, or a task by its looks only."""
        asked = self._sheet.asked[at]
        return asked is None or asked.leads > 1 or (bool(asked.lead) and not asked.has_question)

    def _accepted_list(self, first: int, end: int, above: Announcement) -> list[int]:
        asking = [at for at in range(first, end) if self._sheet.asked[at] is not None]
        items = [
            at
            for at in range(first, end)
            if self._sheet.lines[at].indent <= self._sheet.lines[first].indent + 1
        ]
        has_question = any(self._sheet.has_question(at) for at in asking)
        is_numbered = (
            self._sheet.kind(first) == "1"
            and len(items) > 1
            and self._sheet.is_announcer(above.first)
            and all(len(self._sheet.lines[at].text) <= MAX_INTRODUCTION for at in items)
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
        answers = sum(
            self._sheet.has_question(at) and self._sheet.asked[at + 1] is None for at in range(first, end - 1)
        )
        asked = sum(self._sheet.has_question(at) for at in range(first, end))
        return 2 * answers >= asked and answers > (0 if self._sheet.kind(first) in ("–", "—") else 1)

    def _are_for_readers(self, first: int, end: int, asked: Sequence[Asked], above: Announcement) -> bool:
        if above.is_strong:
            return True
        is_asked = any(one.has_question for one in asked) and all(one.lead <= MAX_LEAD for one in asked)
        if not is_asked or self._sheet.lines[first].kind is Kind.HEADING or asked[0].leads > 1:
            return False
        sheet = self._sheet
        is_last = sheet.is_last(end)
        if is_last and (sheet.is_source(first - 1) or sheet.is_source(sheet.before(first))):
            return True
        speaks = any(sheet.speaks_to_reader(text) for one in asked for text in one.texts)
        count = sum(len(one.texts) for one in asked)
        if end - first > 1:
            stands_apart = is_last or sheet.is_first(first) or above.is_weak
            is_row = end - first >= MIN_RUN and all(not one.lead for one in asked)
            return (stands_apart and (speaks or count >= MIN_RUN)) or (is_row and speaks)
        if asked[0].lead or not is_last or sheet.calls(first):
            return False
        is_several = count > 1 or above.is_weak
        return sheet.asks_opinion(asked[0]) or count >= MIN_RUN or (speaks and is_several)

    def _item(self, at: int) -> Item:
        line, asked = self._sheet.lines[at], self._sheet.asked[at]
        texts = asked.texts if asked else (without_marks(line.text),)
        return Item(
            texts=(self._without_announcement(texts[0]), *texts[1:]),
            marker=line.marker,
            indent=line.indent,
            is_listed=bool(line.marker),
            is_boxed=at in self._sheet.labelled
            and len(texts) <= _MAX_BOXED
            and not self._sheet.is_last(at + 1),
        )

    def _without_announcement(self, text: str) -> str:
        """Return *text* without what announces it in the same line: "À débattre : faut-il … ?"."""
        return text.partition(":")[2].strip() if self._sheet.is_prefix(text) else text

    def _take(self, above: int, first: int, chosen: Sequence[int]) -> None:
        self._chosen.append(tuple(chosen))
        for at in range(above, first):
            line = self._sheet.lines[at]
            if self._sheet.is_announcer(at) or self._sheet.is_exercise(line) or self._sheet.is_heading(line):
                self._found.aside.update((index, Reason.HEADING) for index in range(line.first, line.last))
        for at in chosen:
            line = self._sheet.lines[at]
            self._found.taken.update(range(line.first, line.last))

    def _find_in_last_line(self) -> None:
        """Look for questions that end the article in the line of its last statements."""
        end = len(self._sheet.lines)
        while end and (self._sheet.is_aside(self._sheet.lines[end - 1]) or self._sheet.is_source(end - 1)):
            end -= 1
        if not end or self._sheet.lines[end - 1].marker:
            return
        line = self._sheet.lines[end - 1]
        start = line.last
        while (
            start > line.first
            and act_of(self._sheet.sentences[start - 1].text, self._sheet.lexicon) is Act.QUESTION
        ):
            start -= 1
        if start == line.first:
            return
        for index in range(start, line.last):
            text = self._sheet.sentences[index].text
            if self._sheet.lexicon.pattern(r"\b<opinion>").search(text) and self._sheet.speaks_to_reader(
                text
            ):
                item = Item(
                    texts=tuple(without_marks(one.text) for one in self._sheet.sentences[index : line.last]),
                    marker="",
                    indent=0,
                    is_listed=False,
                )
                for prompt in group([item], self._sheet.lexicon):
                    self._found.prompts.append(Prompt(text=prompt[0], follow_ups=tuple(prompt[1:])))
                self._found.taken.update(range(index, line.last))
                self._found.is_announced = False
                return
