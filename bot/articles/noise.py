"""What a page carries besides its article: posts, buttons, links to other articles, who wrote it."""

import re
from collections.abc import Sequence

from bot.articles.blocks import Block, Kind
from bot.articles.language import count_votes
from bot.articles.lexicon import Lexicon
from bot.articles.phrases import (
    SOCIAL_END,
    SOCIAL_MARK,
    author_heading,
    author_line,
    end_heading,
    furniture,
    furniture_inside,
    question_heading,
    question_label,
    related_heading,
    social_signature,
    source_line,
)
from bot.articles.sentences import Sentence
from bot.domain.article import Reason

_META = re.compile(
    r"\A(?:date|title|titre|author|auteure?|url|lang(?:ue|uage)?|tags?|by|"
    r"par)\s?[: ]\s?\S.{0,80}\Z|\A\d{4}-\d{2}(?:-\d{2})?\Z",
    re.IGNORECASE,
)
# Where to write or to call.
_REACH_US = re.compile(r"\b[\w.+-]{1,40}@[\w-]{1,40}\.\w{2,10}\b")
_ENDED = re.compile(r"[.!?…][»”\"’')\]]*\Z")
# Embedded posts are short; one that was cut into paragraphs still is.
_MAX_POST = 420
_MAX_POST_PARAGRAPH = 200
_MAX_SOURCE = 200
_MAX_BIOGRAPHY = 250
_MAX_HEADING = 80
_MAX_CALL = 250
_MAX_RELATED = 8
_MAX_RELATED_LENGTH = 140


def find_noise(
    text: str, blocks: Sequence[Block], sentences: Sequence[Sentence], lexicon: Lexicon
) -> dict[int, Reason]:
    """Return the sentences that belong to the page and not to the article, by their indexes, and why."""
    by_block: dict[int, list[int]] = {}
    for index, sentence in enumerate(sentences):
        by_block.setdefault(sentence.block, []).append(index)
    noise: dict[int, Reason] = {}
    for index, sentence in enumerate(sentences):
        reason = _furniture(sentence, lexicon, is_alone=len(by_block[sentence.block]) == 1)
        if reason:
            noise[index] = reason
    for listed in by_block.values():
        said = " ".join(sentences[index].text for index in listed)
        if len(said) <= _MAX_CALL and _REACH_US.search(said) and ("?" in said or _is_call(said, lexicon)):
            noise.update(dict.fromkeys(listed, Reason.FURNITURE))
    for block in sorted(_posts(text, blocks, lexicon)):
        noise.update((index, Reason.POST) for index in by_block.get(block, ()))
    noise.update((index, Reason.POST) for index in _signed(sentences, noise, lexicon))
    noise.update(_listed(blocks, sentences, by_block, lexicon))
    return noise


def is_source_line(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether *sentence* names the article's source and nothing else."""
    return len(sentence.text) <= _MAX_SOURCE and source_line(lexicon).match(sentence.text) is not None


def _furniture(sentence: Sentence, lexicon: Lexicon, *, is_alone: bool) -> Reason | None:
    text = sentence.text
    if end_heading(lexicon).match(text) and is_alone:
        return Reason.COMMENTS
    if related_heading(lexicon).match(text) and is_alone:
        return Reason.RELATED
    if author_heading(lexicon).match(text) or (
        len(text) <= _MAX_BIOGRAPHY
        and author_line(lexicon).search(text)
        and not is_source_line(sentence, lexicon)
    ):
        return Reason.AUTHOR
    if furniture(lexicon).match(text) or furniture_inside(lexicon).search(text):
        return Reason.FURNITURE
    return None


def _is_call(text: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.pattern(r"\A\W{0,3}(?:<imperative>|<furniture>)").match(text))


def _posts(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> set[int]:
    """Return the blocks that are embedded posts: from the signature backwards."""
    posts: set[int] = set()
    for index, block in enumerate(blocks):
        shown = text[block.start : block.end]
        signature = social_signature(lexicon).search(shown)
        if signature and len(shown) <= _MAX_POST and signature.end() >= len(shown.rstrip()) - 3:
            posts.add(index)
            posts |= _post_above(text, blocks, index, lexicon)
        elif (
            len(shown) <= _MAX_POST_PARAGRAPH
            and SOCIAL_END.search(shown)
            and not _is_title(blocks, index, shown)
        ) or _META.match(shown.strip()):
            posts.add(index)
    return posts


def _post_above(text: str, blocks: Sequence[Block], signed: int, lexicon: Lexicon) -> set[int]:
    above: set[int] = set()
    length = blocks[signed].end - blocks[signed].start
    for index in range(signed - 1, -1, -1):
        shown = text[blocks[index].start : blocks[index].end]
        length += len(shown)
        if (
            length > _MAX_POST
            or social_signature(lexicon).search(shown)
            or not _may_be_post(shown, language=lexicon.code)
        ):
            break
        if _is_title(blocks, index, shown) and not _is_foreign(shown, language=lexicon.code):
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


def _signed(sentences: Sequence[Sentence], noise: dict[int, Reason], lexicon: Lexicon) -> set[int]:
    """Return the sentences that end in a post's signature, with what they quote in the same breath."""
    found = set()
    for index, sentence in enumerate(sentences):
        signature = social_signature(lexicon).search(sentence.text)
        if index not in noise and signature and signature.end() >= len(sentence.text) - 3:
            found.add(index)
    return found


def _listed(
    blocks: Sequence[Block], sentences: Sequence[Sentence], by_block: dict[int, list[int]], lexicon: Lexicon
) -> dict[int, Reason]:
    """Return what follows a heading about other things: related articles, comments, the author."""
    found: dict[int, Reason] = {}
    for index, sentence in enumerate(sentences):
        if len(by_block[sentence.block]) != 1 or index in found:
            continue
        is_late = 2 * index > len(sentences)
        if end_heading(lexicon).match(sentence.text) and is_late:
            end = _next_questions(sentences, index, lexicon)
            found.update((later, Reason.COMMENTS) for later in range(index, end))
        elif author_heading(lexicon).match(sentence.text) and is_late:
            found.update((later, Reason.AUTHOR) for later in by_block.get(sentence.block + 1, ()))
        elif related_heading(lexicon).match(sentence.text):
            found.update(
                (later, Reason.RELATED)
                for later in _links(blocks, sentences, by_block, sentence.block, lexicon)
            )
    return found


def _links(
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    by_block: dict[int, list[int]],
    heading: int,
    lexicon: Lexicon,
) -> list[int]:
    """Return the sentences of the list under the heading of other articles."""
    found: list[int] = []
    for block in range(heading + 1, min(heading + 1 + _MAX_RELATED, len(blocks))):
        listed = by_block.get(block, [])
        first = sentences[listed[0]] if listed else None
        is_link = blocks[block].end - blocks[block].start <= _MAX_RELATED_LENGTH and len(listed) == 1
        is_other = blocks[block].is_apart and not blocks[heading + 1].is_apart
        if is_other or not is_link or first is None or _announces(first, lexicon):
            break
        found += listed
    return found


def _announces(sentence: Sentence, lexicon: Lexicon) -> bool:
    return (
        bool(question_heading(lexicon).search(sentence.text))
        or bool(question_label(lexicon).match(sentence.text))
        or is_source_line(sentence, lexicon)
    )


def _next_questions(sentences: Sequence[Sentence], index: int, lexicon: Lexicon) -> int:
    for later in range(index + 1, len(sentences)):
        if (
            sentences[later].opens_block
            and len(sentences[later].text) < _MAX_HEADING
            and question_heading(lexicon).search(sentences[later].text)
        ):
            return later
    return len(sentences)
