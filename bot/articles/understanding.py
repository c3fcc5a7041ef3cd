"""What a text says: the order in which the rules are applied, and nothing else."""

from dataclasses import dataclass

from bot.articles.blocks import split_blocks
from bot.articles.facts import Statement, build_facts
from bot.articles.language import detect_language
from bot.articles.metadata import Metadata, read_metadata
from bot.articles.names import Names
from bot.articles.noise import find_noise, is_source_line
from bot.articles.prompts import Prompt, find_prompts
from bot.articles.quotes import Quotes
from bot.articles.sentences import split_sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What was made out of a text; spans point into the text that was given."""

    metadata: Metadata
    language: str
    facts: list[Statement]
    prompts: list[Prompt]


def understand(text: str, *, known: Metadata, markdown: bool = False) -> Understanding:
    """Return what *text*, already cleaned, states and asks; *known* is what was told about it beforehand."""
    blocks = split_blocks(text, markdown=markdown)
    quotes = Quotes(text)
    names = Names(text)
    sentences = split_sentences(text, blocks, quotes)
    language = known.language or detect_language(
        _longest(text, [(block.start, block.end) for block in blocks])
    )
    noise = find_noise(text, blocks, sentences, language=language)
    metadata = read_metadata(text, blocks, sentences, noise, known=known)
    title = frozenset(index for index, one in enumerate(sentences) if one.block == metadata.title_block)
    prompts, asked = find_prompts(blocks, sentences, noise | title)
    source = frozenset(index for index, one in enumerate(sentences) if is_source_line(one))
    facts = build_facts(
        text,
        blocks,
        sentences,
        quotes=quotes,
        names=names,
        skipped=noise | title | asked | source,
        title=metadata.title,
    )
    return Understanding(metadata=metadata, language=language, facts=facts, prompts=prompts)


def _longest(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the longest blocks: embedded posts in another language are short."""
    longest = sorted(spans, key=lambda span: span[0] - span[1])[: max(1, len(spans) // 2)]
    return " ".join(text[start:end] for start, end in longest)
