"""How well an article was understood, beside what a person marked in it.

A fact counts where it has most of the words of one that was marked and few of others; what a page is
furnished with counts against it. Words in [brackets] are the reader's clarifications and count for nothing.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bot.domain.article import Article, Fact

COVERED = 0.7  # of a marked fact's words, for it to be found
FOREIGN = 0.15  # of a fact's words, for it to be clean
SAME = 0.8  # of both questions' words, for them to be one

Words = Counter[str]


@dataclass(slots=True, kw_only=True)
class Score:
    """Counts, over one article or many."""

    found: int = 0  # marked facts that were found
    marked: int = 0
    clean: int = 0  # facts that are marked ones
    facts: int = 0
    heard: int = 0  # quotations with their speaker
    spoken: int = 0
    asked: int = 0  # prompts that were found
    wanted: int = 0
    prompts: int = 0
    exact: int = 0  # articles whose prompts and follow-ups are all right
    articles: int = 0

    def __add__(self, other: "Score") -> "Score":
        names = Score.__slots__
        return Score(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def facts_f1(self) -> float:
        """The harmonic mean of precision and recall of facts."""
        return _f1(self.clean, self.facts, self.found, self.marked)

    @property
    def prompts_f1(self) -> float:
        """The harmonic mean of precision and recall of prompts."""
        return _f1(self.asked, self.prompts, self.asked, self.wanted)

    @property
    def speakers(self) -> float:
        """The share of quotations that have their speaker."""
        return self.heard / self.spoken if self.spoken else 1.0

    @property
    def exact_prompts(self) -> float:
        """The share of articles whose whole list of prompts is right."""
        return self.exact / self.articles


def score(case: dict[str, Any], article: Article) -> Score:
    """Return the score of *article*, which was understood of *case*."""
    counted = Score(articles=1)
    _score_facts(case, article.facts, counted)
    _score_prompts(case, article, counted)
    return counted


def words_of(text: str) -> list[str]:
    """Return the words of *text* for comparing: small, without accents, without what stands in brackets."""
    bare = re.sub(r"\[[^\]]*\]", " ", text.replace("\u00ad", ""))
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", bare).casefold())
    return re.findall(r"\w+", "".join(one for one in folded if not unicodedata.combining(one)))


def _score_facts(case: dict[str, Any], facts: tuple[Fact, ...], counted: Score) -> None:
    marked = [(one, Counter(words_of(one["text"]))) for one in case["facts"]]
    seen: set[int] = set()
    for fact in facts:
        words = Counter(words_of(fact.text))
        meant = [
            index
            for index, (_, wanted) in enumerate(marked)
            if _share(wanted, words) >= COVERED or _share(words, wanted) >= 1 - FOREIGN
        ]
        allowed = sum((marked[index][1] for index in meant), Counter())
        counted.facts += 1
        if not meant or _share(words, allowed) < 1 - FOREIGN:
            continue
        counted.clean += 1
        for index in meant:
            speaker = marked[index][0].get("speaker")
            if speaker:
                counted.spoken += 1
                counted.heard += words_of(speaker)[-1] in words_of(fact.speaker or "")
        seen.update(meant)
    must = [index for index, (one, _) in enumerate(marked) if not one.get("optional")]
    counted.marked += len(must)
    counted.found += len(seen.intersection(must))


def _score_prompts(case: dict[str, Any], article: Article, counted: Score) -> None:
    wanted = [[one["text"], *one["follow_ups"]] for one in case["questions"]]
    got = [[one.text, *one.follow_ups] for one in article.questions]
    counted.wanted += len(wanted)
    counted.prompts += len(got)
    counted.asked += sum(any(_is_same(one[0], other[0]) for other in wanted) for one in got)
    counted.exact += len(wanted) == len(got) and all(
        len(one) == len(other) and all(_is_same(*pair) for pair in zip(one, other, strict=True))
        for one, other in zip(got, wanted, strict=True)
    )


def _is_same(one: str, other: str) -> bool:
    first, second = Counter(words_of(one)), Counter(words_of(other))
    union = sum((first | second).values())
    return bool(union) and sum((first & second).values()) / union >= SAME


def _share(part: Words, whole: Words) -> float:
    total = sum(part.values())
    return sum((part & whole).values()) / total if total else 0.0


def _f1(right: int, given: int, found: int, wanted: int) -> float:
    precision = right / given if given else 1.0
    recall = found / wanted if wanted else 1.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
