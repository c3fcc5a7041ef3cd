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
        return _labelled(dialogue, by_block, full)
    return _unlabelled(blocks, sentences, by_block, full, lexicon)


def _labelled(
    dialogue: Dialogue, by_block: dict[int, list[int]], full: Counter[str]
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
        if _asks(sentences, by_block.get(index, [])) and block.end - block.start <= _MAX_QUESTION
    ]
    pairs = [
        index
        for index in asking
        if index + 1 < len(blocks) and index + 1 not in asking and blocks[index + 1].kind is not Kind.HEADING
        and not blocks[index].marker.isalnum()
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


def _asks(sentences: Sequence[Sentence], indexes: Sequence[int]) -> bool:
    return bool(indexes) and _QUESTION.search(sentences[indexes[-1]].text) is not None
