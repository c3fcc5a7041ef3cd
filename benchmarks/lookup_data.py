"""Questions with the sentences that answer them, and the ways people type them; for learning and measuring.

A folder of data holds ``articles.jsonl`` (article, lang, title, facts with id, text and par) and
``queries.jsonl`` (qid, article, lang, q, gold), as reading comprehension sets give them.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from bot.domain.lookup import IndexedFact
from bot.lookup.normalise import fold, parse

FOLDS = 5
FEWEST_FACTS = 20  # of an article that is asked about
WAYS = ("clean", "typo", "plain", "words", "words_typo", "prefix")

_ROWS = {
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    "": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
}
_LETTERS_A_SLIP = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query and the ids of the facts that answer it, none if no fact does."""

    text: str
    way: str
    gold: frozenset[str]
    kind: str = "answerable"  # or "hard": about what the article says elsewhere; or "easy": about another


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Facts and what is asked about them. *fold* is that of its article, -1 where there are many."""

    facts: tuple[IndexedFact, ...]
    asked: tuple[Asked, ...]
    fold: int


def fold_of(article: str) -> int:
    """Return the part of the data that an article belongs to; its translations belong to the same."""
    source, _, number = article.split("-")
    return crc32(f"{source}-{number}".encode()) % FOLDS


def read(folder: Path) -> tuple[dict[str, dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    """Return the articles by id, and the queries about each."""
    articles = {row["article"]: row for row in _rows(folder / "articles.jsonl")}
    queries: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(folder / "queries.jsonl"):
        queries[row["article"]].append(row)
    return articles, dict(queries)


def to_facts(article: dict[str, Any]) -> tuple[IndexedFact, ...]:
    """Return an article's facts for an index."""
    return tuple(
        IndexedFact(
            id=fact["id"],
            text=fact["text"],
            language=article["lang"],
            article=article["article"],
            title=article["title"],
            position=position,
        )
        for position, fact in enumerate(article["facts"])
    )


def article_tasks(folder: Path, *, most: int) -> Iterator[Task]:
    """Yield a task for each article: all of its facts, at most so many of its queries in all ways."""
    articles, queries = read(folder)
    for id_, article in sorted(articles.items()):
        if len(article["facts"]) >= FEWEST_FACTS and id_ in queries:
            asked = tuple(one for query in _some(queries[id_], most) for one in _in_ways(query, WAYS))
            yield Task(facts=to_facts(article), asked=asked, fold=fold_of(id_))


def half_tasks(folder: Path, *, most: int) -> Iterator[Task]:
    """Yield tasks with half the paragraphs of an article, so that some of its queries have no answer."""
    articles, queries = read(folder)
    by_language = defaultdict(list)
    for id_, rows in sorted(queries.items()):
        by_language[articles[id_]["lang"]].extend(rows)
    for id_, article in sorted(articles.items()):
        paragraphs = sorted({fact["par"] for fact in article["facts"]})
        if len(article["facts"]) < FEWEST_FACTS or len(paragraphs) < 3 or id_ not in queries:
            continue
        luck = random.Random(f"half {id_}")  # noqa: S311
        kept = set(luck.sample(paragraphs, (len(paragraphs) + 1) // 2))
        left = {fact["id"] for fact in article["facts"] if fact["par"] in kept}
        own = _some(queries[id_], most)
        answerable = [row for row in own if left.issuperset(row["gold"])]
        hard = [row for row in own if left.isdisjoint(row["gold"])]
        others = [row for row in by_language[article["lang"]] if row["article"] != id_]
        easy = luck.sample(others, min(len(others), len(hard)))
        ways = ("clean", "typo", "words")
        asked = [one for row in answerable for one in _in_ways(row, ways)]
        for kind, rows in (("hard", hard), ("easy", easy)):
            asked += [one for row in rows for one in _in_ways(row, ways, kind=kind)]
        facts = tuple(fact for fact in to_facts(article) if fact.id in left)
        yield Task(facts=facts, asked=tuple(asked), fold=fold_of(id_))


def server_task(folder: Path, *, most: int, fold: int) -> Task:
    """Return one task of all articles but one in eight, with queries about those of *fold*."""
    articles, queries = read(folder)
    absent = {id_ for id_ in articles if crc32(f"absent {id_}".encode()) % 8 == 0}
    languages = ("en", "es", "de")
    facts: list[IndexedFact] = []
    present = set()
    for id_, article in sorted(articles.items()):
        # Translations of one another would each be right: one of them is there.
        is_chosen = article["source"] != "xquad" or languages[int(id_[-3:]) % 3] == article["lang"]
        if is_chosen and id_ not in absent:
            facts += to_facts(article)
            present.add(id_)
    asked: list[Asked] = []
    for id_ in sorted(queries):
        if fold_of(id_) == fold and (id_ in present or id_ in absent):
            kind = "answerable" if id_ in present else "easy"
            ways = WAYS if id_ in present else ("clean", "typo", "words")
            asked += [one for row in _some(queries[id_], most) for one in _in_ways(row, ways, kind=kind)]
    return Task(facts=tuple(facts), asked=tuple(asked), fold=fold)


def typed(query: str, way: str, *, language: str, luck: random.Random) -> str:
    """Return *query* as it is typed in one of WAYS."""
    if way in ("words", "words_typo", "prefix"):
        query = " ".join(parse(query, default=language).words) or query
    if way in ("typo", "words_typo"):
        query = "".join(_slip(part, language, luck) for part in re.split(r"(\W+)", query))
    if way == "plain":
        query = re.sub(r"[^\w'-]+", " ", fold(query)).strip()
    if way == "prefix":
        query = query[: max(6, int(len(query) * luck.uniform(0.45, 0.8)))].strip()
    return query


def _slip(word: str, language: str, luck: random.Random) -> str:
    """Return *word* with a slip of the finger for every eight of its letters or so."""
    if len(word) < 4 or not word.isalpha():
        return word
    slips, rest = divmod(len(word), _LETTERS_A_SLIP)
    for _ in range(slips + (luck.random() * _LETTERS_A_SLIP < rest)):
        place = luck.randrange(len(word) - 1)
        before, letter, after = word[:place], word[place], word[place + 1 :]
        word = luck.choice(
            (
                f"{before}{after[0]}{letter}{after[1:]}",
                f"{before}{after}",
                f"{before}{letter}{letter}{after}",
                f"{before}{_beside(letter, language, luck)}{after}",
            )
        )
    return word


def _beside(letter: str, language: str, luck: random.Random) -> str:
    """Return a letter from a key next to that of *letter*."""
    rows = _ROWS.get(language, _ROWS[""])
    plain = fold(letter)[:1]
    for number, row in enumerate(rows):
        place = row.find(plain) if plain else -1
        if place >= 0:
            beside = rows[max(0, number - 1) : number + 2]
            near = "".join(one[max(0, place - 1) : place + 2] for one in beside)
            return luck.choice([one for one in near if one != plain])
    return letter


def _in_ways(query: dict[str, Any], ways: tuple[str, ...], *, kind: str = "answerable") -> Iterator[Asked]:
    for way in ways:
        luck = random.Random(f"{way} {query['qid']}")  # noqa: S311
        text = typed(query["q"], way, language=query["lang"], luck=luck)
        gold = frozenset(query["gold"]) if kind == "answerable" else frozenset()
        yield Asked(text=text, way=way, gold=gold, kind=kind)


def _some(rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Return at most so many of *rows*, the same ones each time."""
    return sorted(rows, key=lambda row: crc32(row["qid"].encode()))[:most]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
