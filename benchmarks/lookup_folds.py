"""Speak the look-up protocol with weights that have not seen what is asked.

    bench.py cmd … -- python benchmarks/lookup_folds.py FOLDS BENCH

*FOLDS* is the folder that ``lookup_learning.py --folds`` wrote, *BENCH* the ``bench.py`` that asks, by which
is found out from which article a query comes. An article's facts are ranked by the weights learned without
its fifth of the articles (and without its translations); of many articles' facts, the query decides.
"""

import importlib.util
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from lookup_data import FOLDS, fold_of

from bot.domain.lookup import IndexedFact, Verdict
from bot.lookup.engine import FactIndex
from bot.lookup.weights import from_table


def main() -> None:
    """Answer each line of standard input with one line, until it ends."""
    folder, path = map(Path, sys.argv[1:3])
    weights = [
        from_table(tomllib.loads((folder / f"weights-{fold}.toml").read_text(encoding="utf-8")))
        for fold in range(FOLDS)
    ]
    asked_of = folds_of_queries(path)
    indexes: list[FactIndex] = []
    own = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "load":
            facts = [to_fact(row) for row in request["facts"]]
            of = {fold_of(fact.article) for fact in facts}
            own = of.pop() if len(of) == 1 else None
            made = FactIndex.of(facts)
            indexes = [made.weighted(one) for one in weights]
            answer: dict[str, Any] = {"ok": True, "n": len(facts)}
        else:
            fold = own if own is not None else asked_of.get(request["q"], 0)
            found = indexes[fold].find(request["q"], limit=request["k"])
            answer = {
                "hits": [{"id": match.id, "score": match.score} for match in found.matches],
                "abstain": found.verdict is Verdict.NOTHING,
            }
        print(json.dumps(answer), flush=True)


def folds_of_queries(path: Path) -> dict[str, int]:
    """Return for each query, as the benchmark types it, the fold of the article that it is about."""
    spec = importlib.util.spec_from_file_location("bench", path)
    assert spec is not None
    assert spec.loader is not None
    bench: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    _, queries = bench.load_split("dev")
    return {
        bench.variant(row["q"], row["lang"], way, row["qid"]): fold_of(row["article"])
        for row in queries
        for way in bench.VARIANTS
    }


def to_fact(row: dict[str, Any]) -> IndexedFact:
    """Return the fact that a row of a load describes."""
    return IndexedFact(
        id=row["id"],
        text=row["text"],
        language=row["lang"],
        article=row["article"],
        title=row["title"],
        position=row["pos"],
    )


if __name__ == "__main__":
    main()
