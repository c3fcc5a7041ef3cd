"""The discussion questions, found from what announces them.

A heading, the source line or a list at the end are anchors; a question anywhere else is rhetoric, an
interview or a link. Where nothing announces questions there are none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.blocks import Block, Kind
from bot.articles.followups import Item, group
from bot.articles.noise import is_source_line
from bot.articles.phrases import FAQ_HEADING, QUESTION_HEADING
from bot.articles.sentences import Sentence

_QUESTION = re.compile(r"\?[\s»”\"’')\]]{0,4}\Z")
_IMPERATIVE = re.compile(
    r"\A(?:describe|discuss|explain|imagine|compare|list|give|write|consider|identify|name|tell|"
    r"think of|find|choose|debate|reflect on|argue|propose|suggest|summari[sz]e|evaluate|assess|"
    r"analy[sz]e|outline|share (?:an?|your)|talk about|justify|explore|"
    r"(?!(?:partagez|abonnez|inscrivez|suivez|cliquez|retrouvez|téléchargez|lisez|découvrez|"
    r"recevez|rejoignez|contactez|connectez|consultez|soutenez)\b)[a-zà-ÿ]{2,20}ez)\b(?!-(?:vous|nous))",
    re.IGNORECASE,
)
_READER = re.compile(r"\b(?:vous|votre|vos|toi|tu|you|your|yours)\b|-vous\b", re.IGNORECASE)
_OPINION = re.compile(
    r"\b(?:(?:qu[’'](?:en )?|que |en |le |y )?(?:pensez|croyez|feriez|choisiriez|diriez|voyez|"
    r"accepteriez)-vous|selon vous|à votre avis|(?:quel est )?votre (?:avis|opinion|point de vue)|"
    r"(?:do|would|did) you (?:think|believe|agree|feel)|what(?:[’']s| is| are) your (?:view|"
    r"opinion|take|thoughts?)s?|in your (?:view|opinion|experience)|your thoughts)\b",
    re.IGNORECASE,
)
_MIN_RUN = 3
_MAX_SOURCES = 4
_MAX_HEADING = 80
_MAX_HEADING_WORDS = 12
_MAX_LEAD = 600
_MAX_INTRODUCTION = 60
_MAX_INTRODUCTIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question to discuss, and those that hang on it."""

    text: str
    follow_ups: tuple[str, ...]


def is_question(text: str) -> bool:
    """Whether *text* asks."""
    return _QUESTION.search(text) is not None


def find_prompts(
    blocks: Sequence[Block], sentences: Sequence[Sentence], noise: frozenset[int]
) -> tuple[list[Prompt], frozenset[int]]:
    """Return the prompts, and the indexes of the sentences they and their headings take."""
    finder = _Finder(blocks, sentences, noise)
    items = finder.behind_headings() or finder.behind_source() or finder.at_the_end()
    prompts = [Prompt(text=one[0], follow_ups=tuple(one[1:])) for one in group(items)]
    return prompts, frozenset(finder.taken)


class _Finder:
    def __init__(self, blocks: Sequence[Block], sentences: Sequence[Sentence], noise: frozenset[int]) -> None:
        self._blocks = blocks
        self._sentences = sentences
        self._noise = noise
        self.taken: set[int] = set()

    def behind_headings(self) -> list[Item]:
        found: list[Item] = []
        for index, sentence in enumerate(self._sentences):
            if index in self.taken or not _is_heading(sentence, self._blocks):
                continue
            items, end = self._read(index + 1, is_announced=True)
            if items:
                self.taken.update(range(index, end))
                found += items
        return found

    def behind_source(self) -> list[Item]:
        named = [index for index, sentence in enumerate(self._sentences) if is_source_line(sentence)]
        for index in reversed(named[-_MAX_SOURCES:]):
            items, end = self._read(index + 1, is_announced=False)
            if items and self._is_last(end):
                self.taken.update(range(index, end))
                return items
        return []

    def at_the_end(self) -> list[Item]:
        end = len(self._sentences)
        while end and self._is_aside(end - 1):
            end -= 1
        start = end
        while start and self._asks(start - 1):
            start -= 1
        if start == end or self._is_answered_above(start):
            return []
        start = self._first_prompt(start, end)
        if start == end:
            return []
        self.taken.update(range(start, end))
        return [self._item(index, "") for index in range(start, end)]

    def _first_prompt(self, start: int, end: int) -> int:
        """Return where prompts start among the questions that end the article; *end* if all are rhetoric."""
        run = self._sentences[start:end]
        is_inline = not run[0].opens_block
        if not is_inline and len([one for one in run if one.opens_block]) > 1:
            return start
        if not is_inline and (len(run) > 1 or _READER.search(run[0].text)):
            return start if any(_READER.search(one.text) for one in run) or len(run) >= _MIN_RUN else end
        for index in range(start, end):
            if (self._sentences[index].opens_block and end - index > 1) or _OPINION.search(
                self._sentences[index].text
            ):
                return index
        return end

    def _is_answered_above(self, start: int) -> bool:
        """Whether the page has answered questions so far: then it is no place for the reader's."""
        return any(
            FAQ_HEADING.search(one.text) and len(one.text) < _MAX_HEADING for one in self._sentences[:start]
        )

    def _asks(self, index: int) -> bool:
        sentence = self._sentences[index]
        kind = self._blocks[sentence.block].kind
        asks = is_question(sentence.text) or (kind is Kind.ITEM and _IMPERATIVE.match(sentence.text))
        return bool(asks) and kind is not Kind.HEADING and index not in self._noise

    def _read(self, start: int, *, is_announced: bool) -> tuple[list[Item], int]:
        """Read prompts from *start* on; return them and where they end."""
        items: list[Item] = []
        lead = ""
        introductions = 0
        index = end = start
        for index in range(start, len(self._sentences)):
            sentence = self._sentences[index]
            if index in self._noise or is_source_line(sentence):
                if items:
                    break
                continue
            if self._asks_here(sentence, is_announced=is_announced, has_items=bool(items)):
                items.append(self._item(index, lead))
                lead, end = "", index + 1
            elif self._leads(index, is_announced=is_announced):
                lead = f"{lead}{sentence.text} "
            elif (
                not items
                and introductions < _MAX_INTRODUCTIONS
                and self._introduces(sentence, is_announced=is_announced)
            ):
                introductions += 1
            else:
                break
        return items, end

    def _asks_here(self, sentence: Sentence, *, is_announced: bool, has_items: bool) -> bool:
        block = self._blocks[sentence.block]
        if block.kind is Kind.HEADING:
            return False
        if is_question(sentence.text):
            return True
        is_item = block.kind is Kind.ITEM
        if _IMPERATIVE.match(sentence.text) and (is_announced or is_item or has_items):
            return is_announced or is_item or sentence.is_glued or sentence.opens_block
        # Under a heading for questions, what the list holds is to be discussed, asked or not.
        return (
            is_announced
            and is_item
            and has_items
            and sentence.opens_block
            and not self._has_question(sentence)
        )

    def _has_question(self, sentence: Sentence) -> bool:
        return any(is_question(one.text) for one in self._sentences if one.block == sentence.block)

    def _leads(self, index: int, *, is_announced: bool) -> bool:
        """Whether a statement sets up the question behind it in the same line."""
        sentence = self._sentences[index]
        block = self._blocks[sentence.block]
        if not is_announced and block.kind is not Kind.ITEM:
            return False
        following = self._sentences[index + 1 : index + 4]
        return block.end - block.start < _MAX_LEAD and any(
            one.block == sentence.block and is_question(one.text) for one in following
        )

    def _introduces(self, sentence: Sentence, *, is_announced: bool) -> bool:
        return (
            sentence.text.endswith(":")
            or bool(QUESTION_HEADING.search(sentence.text))
            or (is_announced and len(sentence.text) < _MAX_INTRODUCTION)
        )

    def _is_last(self, end: int) -> bool:
        """Whether nothing of the article comes behind *end*."""
        rest = [index for index in range(end, len(self._sentences)) if not self._is_aside(index)]
        return not rest or (end in self._noise)

    def _is_aside(self, index: int) -> bool:
        sentence = self._sentences[index]
        return index in self._noise or is_source_line(sentence)

    def _item(self, index: int, lead: str) -> Item:
        sentence = self._sentences[index]
        block = self._blocks[sentence.block]
        return Item(
            text=lead + sentence.text,
            block=sentence.block,
            opens_line=sentence.opens_block or bool(lead),
            is_glued=sentence.is_glued,
            is_listed=block.kind is Kind.ITEM,
            indent=block.indent,
            marker=block.marker,
        )


def _is_heading(sentence: Sentence, blocks: Sequence[Block]) -> bool:
    match = QUESTION_HEADING.search(sentence.text)
    if not match or FAQ_HEADING.search(sentence.text) or len(sentence.text.split()) > _MAX_HEADING_WORDS:
        return False
    is_heading = blocks[sentence.block].kind is Kind.HEADING or not re.search(r"[.!]\Z", sentence.text)
    return is_heading and (
        match.end() - match.start() >= len(sentence.text) // 3 or sentence.text.endswith(":")
    )
