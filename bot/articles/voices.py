"""Whose words an interview's answers are, and which of its questions are answered."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.articles.blocks import Block, Kind
from bot.articles.dialogue import Dialogue, resolve
from bot.articles.lexicon import Lexicon
from bot.articles.names import Names
from bot.articles.sentences import Sentence

_QUESTION = re.compile(r"\?[\s»”\"’')]*\Z")
_MIN_PAIRS = 3
_MAX_QUESTION = 320
_MAX_LEAD = 160
_MAX_LABEL_WORDS = 6


def hear(
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    dialogue: Dialogue,
    names: Names,
    lexicon: Lexicon,
) -> tuple[dict[int, str], frozenset[int]]:
    """Return who speaks in each block that is an answer, and the sentences that ask for answers."""
    by_block: dict[int, list[int]] = {}
    for index, one in enumerate(sentences):
        by_block.setdefault(one.block, []).append(index)
    full = Counter({name: count for name, count in names.people.items() if " " in name})
    if dialogue.labels:
        return _labelled(dialogue, sentences, by_block, full)
    return _unlabelled(blocks, sentences, by_block, full, lexicon)


def _labelled(
    dialogue: Dialogue, sentences: Sequence[Sentence], by_block: dict[int, list[int]], full: Counter[str]
) -> tuple[dict[int, str], frozenset[int]]:
    voices: dict[int, str] = {}
    answered: set[int] = set()
    guest = next(iter(full), None) if not full else full.most_common(1)[0][0]
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
    full: Counter[str],
    lexicon: Lexicon,
) -> tuple[dict[int, str], frozenset[int]]:
    """Take questions in blocks of their own, each with statements below, for an interview's or a FAQ's."""
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
        and blocks[index + 1].kind is Kind.PARAGRAPH
        and not _is_task(sentences, by_block.get(index + 1, []), lexicon)
        and not _is_announced(sentences, by_block, index, lexicon)
        and blocks[index].marker in ("", "–", "—")
    ]
    if len(pairs) < _MIN_PAIRS:
        return {}, frozenset()
    answered = frozenset(sentence for index in pairs for sentence in by_block[index])
    to_somebody = [
        index
        for index in pairs
        if any(lexicon.pattern(r"(?:\b<reader>\b|-vous\b)").search(sentences[one].text) for one in by_block[index])
    ]
    if 2 * len(to_somebody) < len(pairs) or not full:
        return {}, answered
    guest = full.most_common(1)[0][0]
    voices: dict[int, str] = {}
    for index in pairs:
        later = index + 1
        while later < len(blocks) and later not in asking and blocks[later].kind is not Kind.HEADING:
            voices[later] = guest
            later += 1
            if index == pairs[-1]:
                break
    return voices, answered


def _is_task(sentences: Sequence[Sentence], indexes: Sequence[int], lexicon: Lexicon) -> bool:
    return bool(indexes) and bool(lexicon.pattern(r"\A<imperative>").match(sentences[indexes[0]].text))


def _is_announced(
    sentences: Sequence[Sentence], by_block: dict[int, list[int]], block: int, lexicon: Lexicon
) -> bool:
    """Whether something says that the block's questions are to be talked about: a label, or a heading above."""
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
    return sum(len(sentences[index].text) for index in indexes if "?" not in sentences[index].text) <= _MAX_LEAD
