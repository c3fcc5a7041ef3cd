"""Whose words an interview's answers are, and which of its questions are answered."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.articles.blocks import Block, Kind
from bot.articles.dialogue import Dialogue, resolve
from bot.articles.lexicon import Lexicon
from bot.articles.people import People
from bot.articles.sentences import Sentence

_QUESTION = re.compile(r"\?[\s»”\"’')]*\Z")
_MIN_PAIRS = 3
_MAX_QUESTION = 320
_MAX_LEAD = 160
_TOP = 5  # blocks: title, byline, introduction
_MAX_LABEL_WORDS = 6


def hear(
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    dialogue: Dialogue,
    people: People,
    lexicon: Lexicon,
) -> tuple[dict[int, str], frozenset[int]]:
    """Return who speaks in each block that is an answer, and the sentences that ask for answers."""
    by_block: dict[int, list[int]] = {}
    for index, one in enumerate(sentences):
        by_block.setdefault(one.block, []).append(index)
    if dialogue.labels:
        return _labelled(dialogue, blocks, sentences, by_block, people)
    return _unlabelled(blocks, sentences, by_block, people, lexicon)


def _labelled(
    dialogue: Dialogue,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    by_block: dict[int, list[int]],
    people: People,
) -> tuple[dict[int, str], frozenset[int]]:
    full = people.counts
    voices: dict[int, str] = {}
    answered: set[int] = set()
    guest = _guest(blocks, people, full) if full else None
    for block, label in dialogue.labels.items():
        if label in dialogue.askers:
            answered.update(by_block.get(block, ()))
            continue
        speaker = resolve(label, full) or guest
        if speaker:
            voices[block] = speaker
        above = by_block.get(block - 1, [])
        if block - 1 not in dialogue.labels and _asks(sentences, above):
            answered.update(above)
    return voices, frozenset(answered)


def _unlabelled(
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    by_block: dict[int, list[int]],
    people: People,
    lexicon: Lexicon,
) -> tuple[dict[int, str], frozenset[int]]:
    """Take questions in blocks of their own, each with statements below, for an interview's or a FAQ's."""
    full = people.counts
    asking = [
        index
        for index, block in enumerate(blocks)
        if block.end - block.start <= _MAX_QUESTION and _asks(sentences, by_block.get(index, []))
    ]
    pairs = [
        index
        for index in asking
        if index + 1 < len(blocks)
        and index + 1 not in asking
        and _may_answer(blocks[index + 1])
        and not _is_task(sentences, by_block.get(index + 1, []), lexicon)
        and not _is_announced(sentences, by_block, index, lexicon)
        and blocks[index].marker in ("", "–", "—")
        and not sentences[by_block[index][0]].text[:1].isdigit()
    ]
    if len(pairs) < _MIN_PAIRS:
        return {}, frozenset()
    answered = frozenset(sentence for index in pairs for sentence in by_block[index])
    talk = _Talk(sentences, by_block, lexicon)
    spoken = sum(talk.has("<first_person>", index + 1) for index in pairs)
    addressed = sum(talk.has("<reader>|-vous", index) for index in pairs)
    if 2 * spoken < len(pairs) and any(blocks[index].kind is not Kind.HEADING for index in pairs):
        # Paragraphs between questions may as well be what a worksheet asks about.
        return {}, frozenset(
            sentence for index in pairs if blocks[index].kind is Kind.HEADING for sentence in by_block[index]
        )
    if 2 * max(spoken, addressed) < len(pairs) or not full:
        return {}, answered
    guest = _guest(blocks, people, full)
    return talk.voices(blocks, pairs, asking, guest), answered


class _Talk:
    """The blocks of an interview without labels."""

    def __init__(
        self, sentences: Sequence[Sentence], by_block: dict[int, list[int]], lexicon: Lexicon
    ) -> None:
        self._sentences = sentences
        self._by_block = by_block
        self._lexicon = lexicon

    def has(self, words: str, block: int) -> bool:
        """Whether the block has one of *words*."""
        pattern = self._lexicon.pattern(rf"(?<!\w)(?:{words})(?!\w)|\b[jm][’']")
        return any(pattern.search(self._sentences[one].text) for one in self._by_block.get(block, ()))

    def voices(
        self, blocks: Sequence[Block], pairs: Sequence[int], asking: Sequence[int], guest: str
    ) -> dict[int, str]:
        """Return the blocks that are answers: the one below each question, and those that go on as "I"."""
        found: dict[int, str] = {}
        surname = guest.rsplit(maxsplit=1)[-1]
        turns = set(asking)
        for index in pairs:
            later = index + 1
            while later < len(blocks) and later not in turns and blocks[later].kind is not Kind.HEADING:
                said = " ".join(self._sentences[one].text for one in self._by_block.get(later, ()))
                goes_on = self.has("<first_person>", later) or blocks[later].marker
                if later > index + 1 and (surname in said or not goes_on):
                    break
                found[later] = guest
                later += 1
        # An interviewer does not always ask: "Tell us something …" stands above an answer, too.
        for index, block in enumerate(blocks[:-1]):
            is_other = block.kind is Kind.HEADING and pairs[0] < index and index not in turns
            is_answer = blocks[index + 1].kind is Kind.PARAGRAPH and self.has("<first_person>", index + 1)
            if is_other and is_answer:
                found[index + 1] = guest
        return found


def _guest(blocks: Sequence[Block], people: People, full: Counter[str]) -> str:
    """Return who is interviewed: who the title names, or else whom the page names most."""
    mentions = [people.of(name) for block in blocks[:_TOP] for name in people.within(block.start, block.end)]
    top = [name for name in mentions if name is not None and name in full]
    named = Counter(top)
    best = max(named, key=lambda name: (named[name] + full[name], -top.index(name)), default=None)
    return best or full.most_common(1)[0][0]


def _may_answer(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH or (block.kind is Kind.ITEM and block.marker in ("–", "—"))


def _is_task(sentences: Sequence[Sentence], indexes: Sequence[int], lexicon: Lexicon) -> bool:
    return bool(indexes) and bool(lexicon.pattern(r"\A<imperative>").match(sentences[indexes[0]].text))


def _is_announced(
    sentences: Sequence[Sentence], by_block: dict[int, list[int]], block: int, lexicon: Lexicon
) -> bool:
    """Whether a label, or a heading above, says that the block's questions are to be talked about."""
    own, above = by_block.get(block, []), by_block.get(block - 1, [])
    label = sentences[own[0]].text if len(own) > 1 else ""
    heading = sentences[above[0]].text if len(above) == 1 else ""
    about = lexicon.pattern(r"\b<discussing>\b")
    return any(
        one and len(one.split()) <= _MAX_LABEL_WORDS and "?" not in one and about.search(one)
        for one in (label, heading)
    )


def _asks(sentences: Sequence[Sentence], indexes: Sequence[int]) -> bool:
    """Whether a block is a question, with hardly more than a sentence before it."""
    if not indexes or not _QUESTION.search(sentences[indexes[-1]].text):
        return False
    return (
        sum(len(sentences[index].text) for index in indexes if "?" not in sentences[index].text) <= _MAX_LEAD
    )
