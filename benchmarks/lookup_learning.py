"""Learn what ``bot/lookup/weights.toml`` and ``commonness.txt`` hold.

    PYTHONPATH=. .venv/bin/python benchmarks/lookup_learning.py DATA [--folds FOLDER]

*DATA* is a folder as ``lookup_data.py`` describes it. The ranks' weights maximise the likelihood of the
right fact among the candidates (softmax); those of the signs are a logistic regression of *the facts hold the
answer*, and a curve makes of it the probability that the first fact is right. With *--folds* a file of
weights is written for each fifth of the articles, learned from the others, for ``lookup_folds.py``.
Needs scipy.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
from lookup_data import FOLDS, Task, article_tasks, half_tasks, read, server_task
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.lookup.confidence import sigmoid
from bot.lookup.engine import FactIndex
from bot.lookup.evidence import REACH
from bot.lookup.features import FEATURES
from bot.lookup.normalise import fact_words, parse
from bot.lookup.signs import SIGNS, read_signs
from bot.lookup.stems import stem

HERE = Path(__file__).parent
LOOKUP = HERE.parent / "bot" / "lookup"
CANDIDATES = 60
SERVER_FROM = 1_000
EASY_GIVEN = 0.05  # share of unanswerable queries about something else that may get facts
HARD_GIVEN = 0.30  # the same of those about something that the article might have said
WRONG_PART = 0.3  # a wrong first fact says little about whether the facts hold the answer
HARD_PART = 2.0  # a near miss is what members are misled by
OF = 64  # parts in which commonness.txt tells shares
SMOOTHING = 1e-4

Floats = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A query as the engine sees it: its candidates, and which of them are right."""

    fold: int
    kind: str
    way: str
    features: NDArray[Any]
    right: NDArray[Any]
    found: Any  # covers and what of each word each candidate holds; None where there is no candidate
    facts: int


def look(task: Task) -> list[Seen]:
    """Return what the engine sees of each query of *task*."""
    index = FactIndex.of(task.facts)
    segment = index.first
    language = max(segment.languages, key=lambda one: segment.languages[one])
    seen = []
    for asked in task.asked:
        found = index.search(parse(asked.text, default=language))
        if found is None:
            nothing = np.zeros((0, len(FEATURES)), np.float32)
            seen.append(
                Seen(
                    fold=task.fold,
                    kind=asked.kind,
                    way=asked.way,
                    features=nothing,
                    right=np.zeros(0, np.bool_),
                    found=None,
                    facts=len(index),
                )
            )
            continue
        right = np.array([segment.id(fact) in asked.gold for fact in found.facts.tolist()])
        slim = [replace(cover, like=[]) for cover in found.covers]
        alike = found.evidence[0].around(found.facts)[:, :, REACH].astype(np.float16)
        seen.append(
            Seen(
                fold=task.fold,
                kind=asked.kind,
                way=asked.way,
                features=found.features,
                right=right,
                found=(slim, alike),
                facts=len(index),
            )
        )
    return seen


def pack(seen: Sequence[Seen]) -> tuple[Floats, NDArray[Any], NDArray[Any]]:
    """Return features, which places hold a candidate, and which of those are right."""
    features = np.zeros((len(seen), CANDIDATES, len(FEATURES)), np.float32)
    there = np.zeros((len(seen), CANDIDATES), np.bool_)
    right = np.zeros((len(seen), CANDIDATES), np.bool_)
    for row, one in enumerate(seen):
        count = len(one.right)
        features[row, :count], there[row, :count], right[row, :count] = one.features, True, one.right
    return features, there, right


def learn_rank(seen: Sequence[Seen]) -> Floats:
    """Return the weights under which the right fact is most likely, among the candidates by softmax."""
    features, there, right = pack([one for one in seen if one.right.any()])

    def loss(weights: Floats) -> tuple[float, Floats]:
        ranks = np.where(there, features @ weights.astype(np.float32), -1e9)
        powers = np.exp(ranks - ranks.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        of_right = np.where(right, powers, 0)
        target = of_right / of_right.sum(axis=1, keepdims=True)
        likely = np.log((shares * right).sum(axis=1) + 1e-12).mean()
        slope = np.einsum("nk,nkd->d", shares - target, features, optimize=True) / len(features)
        return float(SMOOTHING * weights @ weights - likely), slope + 2 * SMOOTHING * weights

    return minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x  # type: ignore[no-any-return]


def signs_of(seen: Sequence[Seen], rank: Floats) -> tuple[Floats, Floats, NDArray[Any]]:
    """Return the signs of each query under *rank*, whether the first is right, and whether there is one."""
    signs = np.zeros((len(seen), len(SIGNS)))
    right = np.zeros(len(seen))
    there = np.zeros(len(seen), np.bool_)
    for row, one in enumerate(seen):
        if one.found is None:
            continue
        covers, alike = one.found
        ranks = one.features @ rank.astype(np.float32)
        order = np.argsort(-ranks, kind="stable")
        best = order[0]
        held = alike[:, best].astype(np.float32)
        signs[row] = read_signs(one.features[best], ranks[order], held, covers, facts=one.facts)
        right[row], there[row] = one.right[best], True
    return signs, right, there


def learn_told(signs: Floats, held: Floats, weights: Floats) -> Floats:
    """Return a logistic regression of *held* on *signs*, a constant last."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-6
    scaled = np.c_[(signs - mean) / spread, np.ones(len(signs))]

    def loss(told: Floats) -> tuple[float, Floats]:
        chances = 1 / (1 + np.exp(-np.clip(scaled @ told, -30, 30)))
        likely = weights * (held * np.log(chances + 1e-9) + (1 - held) * np.log(1 - chances + 1e-9))
        slope = scaled.T @ (weights * (chances - held)) / weights.sum()
        own = np.r_[told[:-1], 0]
        return float(1e-3 * own @ own - likely.sum() / weights.sum()), slope + 2e-3 * own

    told = minimize(loss, np.zeros(len(SIGNS) + 1), jac=True, method="L-BFGS-B").x
    plain = told[:-1] / spread
    weighed: Floats = np.r_[plain, told[-1] - plain @ mean]
    return weighed


def learn_right(told: Floats, right: Floats) -> tuple[float, float, float]:
    """Return ceiling, slope and place of the curve from *told* to the chance that the first is right."""

    def loss(curve: Floats) -> float:
        ceiling = 1 / (1 + np.exp(-curve[0]))
        chances = ceiling / (1 + np.exp(-np.clip(np.exp(curve[1]) * (told - curve[2]), -30, 30)))
        return float(-(right * np.log(chances + 1e-9) + (1 - right) * np.log(1 - chances + 1e-9)).mean())

    ceiling, slope, place = minimize(loss, np.array([1.5, 0.0, 0.0]), method="Nelder-Mead").x
    return float(sigmoid(ceiling)), float(np.exp(slope)), float(place)


def learn_policy(ranked: Sequence[Seen], decided: Sequence[Seen]) -> dict[str, Any]:
    """Return a policy as weights.toml has it: ranks learned from *ranked*, the rest from *decided*."""
    rank = learn_rank(ranked)
    signs, right, there = signs_of(decided, rank)
    held = np.array([float(one.kind == "answerable") for one in decided])
    wrong = (held > 0) & (right == 0)
    hard = np.array([one.kind == "hard" for one in decided])
    told = learn_told(
        signs[there], held[there], (np.where(wrong, WRONG_PART, 1.0) * np.where(hard, HARD_PART, 1.0))[there]
    )
    score = np.where(there, signs @ told[:-1] + told[-1], -99.0)
    ceiling, slope, place = learn_right(score[there], right[there])
    chances = ceiling / (1 + np.exp(-np.clip(slope * (score - place), -30, 30)))
    as_asked = np.array([one.way in ("clean", "typo") for one in decided])
    easy = np.array([one.kind == "easy" for one in decided])
    limits = [np.quantile(chances[easy & as_asked], 1 - EASY_GIVEN)]
    if hard.any():
        limits.append(np.quantile(chances[hard & as_asked], 1 - HARD_GIVEN))
    return {
        "answer_from": 0.6,
        "choices_from": round(float(max(limits)), 4),
        "rank": _named(FEATURES, rank),
        "told": {**_named(SIGNS, told), "always": round(float(told[-1]), 4)},
        "right": {"ceiling": round(ceiling, 4), "slope": round(slope, 4), "place": round(place, 4)},
    }


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=False)}


def learn(seen: dict[str, list[Seen]], *, without: int | None = None) -> dict[str, Any]:
    """Return weights learned from all that is seen, or from all but one fold."""
    kept = {name: [one for one in rows if one.fold != without] for name, rows in seen.items()}
    answerable = [one for one in kept["server"] if one.kind == "answerable"]
    return {
        "server_from": SERVER_FROM,
        "article": learn_policy(kept["article"], kept["half"]),
        "server": learn_policy(answerable, [one for one in kept["server"] if one.way != "prefix"]),
    }


def first_right(seen: Sequence[Seen], policies: Sequence[dict[str, Any]]) -> float:
    """Return the share of answerable queries whose first fact is right, each by the policy of its fold."""
    ranks = [np.array([policy["rank"][name] for name in FEATURES]) for policy in policies]
    right = [
        bool(len(one.right)) and bool(one.right[int(np.argmax(one.features @ ranks[one.fold]))])
        for one in seen
        if one.kind == "answerable"
    ]
    return sum(right) / len(right)


def count_stems(folder: Path) -> str:
    """Return commonness.txt: the stems that at least two in 64 articles of a language hold."""
    articles, _ = read(folder)
    lines = [
        "# The stems that many articles hold: [language N] is of those in N of 64 articles.",
        "# Counted by benchmarks/lookup_learning.py.",
    ]
    for language in ("fr", "en", "es", "de"):
        held = [
            {stem(word, language) for fact in article["facts"] for word in fact_words(fact["text"])}
            for article in articles.values()
            if article["lang"] == language
        ]
        shares: defaultdict[int, list[str]] = defaultdict(list)
        for stemmed, count in sorted(Counter(one for stems in held for one in stems).items()):
            if count > 2 and OF * count >= 2 * len(held):
                shares[ceil(OF * count / len(held))].append(stemmed)
        for share in sorted(shares, reverse=True):
            lines += [f"[{language} {share}]", " ".join(shares[share])]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Learn, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--most", type=int, default=40, help="queries of an article that are learned from")
    options = parser.parse_args()
    (LOOKUP / "commonness.txt").write_text(count_stems(options.data), encoding="utf-8")
    seen: dict[str, list[Seen]] = {}
    with ProcessPoolExecutor(max_workers=2) as pool:
        for name, tasks in (
            ("article", article_tasks(options.data, most=options.most)),
            ("half", half_tasks(options.data, most=3 * options.most)),
            ("server", (server_task(options.data, most=6, fold=fold) for fold in range(FOLDS))),
        ):
            seen[name] = [one for rows in pool.map(look, tasks) for one in rows]
            print(f"{name}: {len(seen[name])} queries", flush=True)
    folds = [learn(seen, without=fold) for fold in range(FOLDS)]
    head = HEAD.format(
        count=len(seen["article"]),
        article=first_right(seen["article"], [fold["article"] for fold in folds]),
        server=first_right(seen["server"], [fold["server"] for fold in folds]),
    )
    (LOOKUP / "weights.toml").write_text(head + tomli_w.dumps(learn(seen)), encoding="utf-8")
    for fold, learned in enumerate(folds if options.folds else ()):
        (options.folds / f"weights-{fold}.toml").write_text(tomli_w.dumps(learned), encoding="utf-8")


HEAD = """\
# Learned by benchmarks/lookup_learning.py, which says how, from {count} queries about single articles.
# By weights learned without the fifth of the articles that they are tried on, the right fact is first
# in {article:.3f} of those, and in {server:.3f} of queries about all: six ways of typing, four languages.
"""

if __name__ == "__main__":
    main()
