"""What a page carries besides its article: posts, buttons, links to other articles, who wrote it."""

import re
from collections.abc import Sequence

from bot.articles.blocks import Block, Kind
from bot.articles.language import count_votes
from bot.articles.phrases import (
    AUTHOR_HEADING,
    AUTHOR_LINE,
    BOILERPLATE,
    BOILERPLATE_INSIDE,
    END_HEADING,
    QUESTION_HEADING,
    RELATED_HEADING,
    SOCIAL_END,
    SOCIAL_MARK,
    SOCIAL_SIGNATURE,
    SOURCE_LINE,
)
from bot.articles.sentences import Sentence

_META = re.compile(
    r"\A(?:date|title|titre|author|auteure?|url|lang(?:ue|uage)?|tags?|by|"
    r"par)\s?[: ]\s?\S.{0,80}\Z|\A\d{4}-\d{2}(?:-\d{2})?\Z",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…][»”\"’')\]]*\Z")
# Embedded posts are short; one that was cut into paragraphs still is.
_MAX_POST = 420
_MAX_POST_PARAGRAPH = 200
_MAX_SOURCE = 200
_MAX_BIOGRAPHY = 250
_MAX_HEADING = 80
_MAX_RELATED = 8
_MAX_RELATED_LENGTH = 140


def find_noise(
    text: str, blocks: Sequence[Block], sentences: Sequence[Sentence], *, language: str
) -> frozenset[int]:
    """Return the indexes of the sentences that belong to the page and not to the article."""
    noise = {index for index, sentence in enumerate(sentences) if _is_furniture(sentence.text)}
    by_block: dict[int, list[int]] = {}
    for index, sentence in enumerate(sentences):
        by_block.setdefault(sentence.block, []).append(index)
    for block in sorted(_posts(text, blocks, language=language)):
        noise.update(by_block.get(block, ()))
    noise |= _signed(sentences, noise)
    noise |= _listed(blocks, sentences, by_block)
    return frozenset(noise)


def is_source_line(sentence: Sentence) -> bool:
    """Whether *sentence* names the article's source and nothing else."""
    return len(sentence.text) <= _MAX_SOURCE and SOURCE_LINE.match(sentence.text) is not None


def _is_furniture(text: str) -> bool:
    if (
        BOILERPLATE.match(text)
        or END_HEADING.match(text)
        or RELATED_HEADING.match(text)
        or AUTHOR_HEADING.match(text)
    ):
        return True
    return bool(BOILERPLATE_INSIDE.search(text)) or (
        len(text) <= _MAX_BIOGRAPHY and bool(AUTHOR_LINE.search(text))
    )


def _posts(text: str, blocks: Sequence[Block], *, language: str) -> set[int]:
    """Return the blocks that are embedded posts: from the signature backwards."""
    posts: set[int] = set()
    for index, block in enumerate(blocks):
        shown = text[block.start : block.end]
        signature = SOCIAL_SIGNATURE.search(shown)
        if signature and len(shown) <= _MAX_POST and signature.end() >= len(shown.rstrip()) - 3:
            posts.add(index)
            posts |= _post_above(text, blocks, index, language=language)
        elif (
            len(shown) <= _MAX_POST_PARAGRAPH
            and SOCIAL_END.search(shown)
            and not _is_title(blocks, index, shown)
        ) or _META.match(shown.strip()):
            posts.add(index)
    return posts


def _post_above(text: str, blocks: Sequence[Block], signed: int, *, language: str) -> set[int]:
    above: set[int] = set()
    length = blocks[signed].end - blocks[signed].start
    for index in range(signed - 1, -1, -1):
        shown = text[blocks[index].start : blocks[index].end]
        length += len(shown)
        if length > _MAX_POST or SOCIAL_SIGNATURE.search(shown) or not _may_be_post(shown, language=language):
            break
        if _is_title(blocks, index, shown) and not _is_foreign(shown, language=language):
            break
        above.add(index)
    return above


def _may_be_post(shown: str, *, language: str) -> bool:
    looks_so = _is_foreign(shown, language=language) or SOCIAL_MARK.search(shown) or not _ENDED.search(shown)
    return bool(looks_so) and len(shown) <= _MAX_POST_PARAGRAPH


def _is_foreign(shown: str, *, language: str) -> bool:
    votes = count_votes(shown)
    best = max(votes, key=lambda one: votes[one])
    return best != language and votes[best] > votes.get(language, 0)


def _is_title(blocks: Sequence[Block], index: int, shown: str) -> bool:
    return blocks[index].kind is Kind.HEADING or (index == 0 and not SOCIAL_MARK.search(shown))


def _signed(sentences: Sequence[Sentence], noise: set[int]) -> set[int]:
    """Return the sentences that end in a post's signature, with what they quote in the same breath."""
    found = set()
    for index, sentence in enumerate(sentences):
        signature = SOCIAL_SIGNATURE.search(sentence.text)
        if index not in noise and signature and signature.end() >= len(sentence.text) - 3:
            found.add(index)
    return found


def _listed(
    blocks: Sequence[Block], sentences: Sequence[Sentence], by_block: dict[int, list[int]]
) -> set[int]:
    """Return what follows a heading about other things: related articles, comments, the author."""
    found: set[int] = set()
    for index, sentence in enumerate(sentences):
        is_alone = len(by_block[sentence.block]) == 1
        if not is_alone or index in found:
            continue
        if END_HEADING.match(sentence.text):
            found.update(range(index, _next_questions(sentences, index)))
        elif AUTHOR_HEADING.match(sentence.text):
            found.update(by_block.get(sentence.block + 1, ()))
        elif RELATED_HEADING.match(sentence.text):
            for block in range(sentence.block + 1, min(sentence.block + 1 + _MAX_RELATED, len(blocks))):
                listed = by_block.get(block, [])
                first = sentences[listed[0]] if listed else None
                is_link = blocks[block].end - blocks[block].start <= _MAX_RELATED_LENGTH and len(listed) == 1
                is_other = blocks[block].is_apart and not blocks[sentence.block + 1].is_apart
                if is_other or not is_link or first is None or _announces(first):
                    break
                found.update(listed)
    return found


def _announces(sentence: Sentence) -> bool:
    return bool(QUESTION_HEADING.search(sentence.text)) or is_source_line(sentence)


def _next_questions(sentences: Sequence[Sentence], index: int) -> int:
    for later in range(index + 1, len(sentences)):
        if (
            sentences[later].opens_block
            and len(sentences[later].text) < _MAX_HEADING
            and QUESTION_HEADING.search(sentences[later].text)
        ):
            return later
    return len(sentences)
