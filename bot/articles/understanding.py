"""What a text says: the order in which the rules are applied, and nothing else."""

import re
from dataclasses import dataclass, replace

from bot.articles.biographies import find_biographies
from bot.articles.blocks import Kind, split_blocks
from bot.articles.dialogue import find_dialogue
from bot.articles.facts import Statement, build_facts
from bot.articles.language import detect_language
from bot.articles.lexicon import lexicon_of
from bot.articles.metadata import Metadata, read_metadata
from bot.articles.names import Names
from bot.articles.noise import find_noise, is_source_line
from bot.articles.people import People
from bot.articles.prompts import Prompt, find_prompts
from bot.articles.quotes import Quotes
from bot.articles.sentences import split_sentences
from bot.articles.sheet import Sheet
from bot.articles.voices import hear
from bot.domain.article import Reason

# German books have their quotation marks the other way round: »…«. The rules know one way only.
_INWARD, _OUTWARD = re.compile(r"»(?=\w)"), re.compile(r"«\s?(?=\w)")
_TURNED = str.maketrans("«»", "»«")


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What was left out: a span of the text that was given, and why."""

    start: int
    end: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What was made out of a text; spans point into the text that was given."""

    metadata: Metadata
    language: str
    facts: list[Statement]
    prompts: list[Prompt]
    left: list[Left]
    is_announced: bool  # whether the page says that its questions are for its readers


def understand(text: str, *, known: Metadata, markdown: bool = False) -> Understanding:
    """Return what *text*, already cleaned, states and asks; *known* is what was told about it beforehand."""
    is_turned = len(_INWARD.findall(text)) > len(_OUTWARD.findall(text))
    if is_turned:
        text = text.translate(_TURNED)
    blocks = split_blocks(text, markdown=markdown)
    language = known.language or detect_language(
        _longest(text, [(block.start, block.end) for block in blocks])
    )
    lexicon = lexicon_of(language)
    dialogue = find_dialogue(text, blocks)
    blocks = dialogue.blocks
    quotes = Quotes(text)
    names = Names(text, lexicon)
    sentences = split_sentences(text, blocks, quotes, lexicon)
    noise = find_noise(text, blocks, sentences, lexicon)
    pages = [(sentences[index].start, sentences[index].end) for index in sorted(noise)]
    people = People(text, names, lexicon, pages=pages)
    biographies = find_biographies(
        text, blocks=blocks, sentences=sentences, quotes=quotes, people=people, lexicon=lexicon
    )
    noise = dict.fromkeys(biographies, Reason.AUTHOR) | noise
    metadata = read_metadata(text, blocks, sentences, frozenset(noise), lexicon, known=known)
    aside = {index: Reason.SOURCE for index, one in enumerate(sentences) if is_source_line(one, lexicon)}
    for index, one in enumerate(sentences):
        if blocks[one.block].kind is Kind.HEADING or one.block == metadata.title_block:
            aside[index] = Reason.HEADING
    voices, answered = hear(blocks, sentences, dialogue, people, lexicon)
    sheet = Sheet(blocks, sentences, noise, lexicon, title_block=metadata.title_block, answered=answered)
    found = find_prompts(sheet)
    aside |= dict.fromkeys(answered, Reason.INTERVIEW) | noise | found.aside
    facts, dropped = build_facts(
        text,
        blocks,
        sentences,
        quotes=quotes,
        names=names,
        people=people,
        lexicon=lexicon,
        skipped=frozenset(aside) | found.taken,
        voices=voices,
        title=metadata.title,
        date=metadata.date,
    )
    left = [
        Left(
            start=sentences[index].start, end=sentences[index].end, text=sentences[index].text, reason=reason
        )
        for index, reason in sorted({**aside, **dropped}.items())
        if index not in found.taken or aside.get(index) is Reason.HEADING
    ]
    found_all = Understanding(
        metadata=metadata,
        language=language,
        facts=facts,
        prompts=found.prompts,
        left=left,
        is_announced=found.is_announced,
    )
    return _turned_back(found_all) if is_turned else found_all


def _turned_back(found: Understanding) -> Understanding:
    return replace(
        found,
        facts=[replace(one, text=one.text.translate(_TURNED)) for one in found.facts],
        prompts=[
            replace(
                one,
                text=one.text.translate(_TURNED),
                follow_ups=tuple(text.translate(_TURNED) for text in one.follow_ups),
            )
            for one in found.prompts
        ],
        left=[replace(one, text=one.text.translate(_TURNED)) for one in found.left],
    )


def _longest(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the longest blocks: embedded posts in another language are short."""
    longest = sorted(spans, key=lambda span: span[0] - span[1])[: max(1, len(spans) // 2)]
    return " ".join(text[start:end] for start, end in longest)
