"""How long an article takes to read, and one of 200,000 words, against two libraries that do less.

sentencex (where it is installed) only splits a text into sentences, trafilatura only takes a page apart. CPU
time of this process, nothing of its start; each in turn, so that a slow moment falls on all.

    python benchmarks/reading.py [ARTICLE.txt] [RUNS]

Without an article of one's own, one of like length (1,500 words) is made up.
"""

import html
import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import trafilatura
from measure import MEBIBYTE, own_peak

from bot.articles.read import read_article

WORDS = 1_500
GROWTH = (25_000, 50_000, 100_000, 200_000)  # words
PARAGRAPH = (
    "La minoterie de Lisse a moulu {n} tonnes de blé en {year}, selon le rapport paru lundi.",
    "« Nous n'avions jamais vu une crue pareille. L'eau a monté de {n} cm », raconte Odile Brandt.",
    "Elle dirige l'entreprise depuis {year} et emploie 34 personnes, dont M. Maas, meunier.",
    "Le département a prêté {n} 000 euros, soit 12,6 % du coût des travaux prévus jusqu'en 2031.",
    "Mais qui paiera le reste ?",
    "Cela suffira-t-il ? « On verra bien », répond-elle, avant d'ajouter que la roue n° {n} tourne déjà.",
)
QUESTIONS = (
    "Questions pour débattre",
    "1. Que pensez-vous de ce prêt ? Pourquoi ?",
    "2. Qu'auriez-vous sauvé en premier ?",
)


def made_up(words: int) -> str:
    """Return an article of so many words, or a few more, in which no paragraph is like another."""
    paragraphs = ["La minoterie de Lisse se relève"]
    count = 0
    while count < words:
        number = len(paragraphs)
        paragraphs.append(" ".join(PARAGRAPH).format(n=number + 10, year=1900 + number % 126))
        count += len(paragraphs[-1].split())
    return "\n\n".join((*paragraphs, *QUESTIONS)) + "\n"


def as_page(text: str) -> str:
    """Return *text* as a plain web page."""
    title, *paragraphs = text.strip().split("\n\n")
    body = "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
    return (
        f"<!doctype html><html><head><title>{html.escape(title)}</title></head><body>"
        f"<nav><a href=/>Home</a></nav><article><h1>{html.escape(title)}</h1>{body}</article></body></html>"
    )


def ways(text: str) -> dict[str, Callable[[], object]]:
    """Return what is measured over *text*."""
    plain, page = text.encode(), as_page(text)
    found: dict[str, Callable[[], object]] = {
        "causerie, plain text": lambda: read_article(plain, name="a.txt"),
        "causerie, web page": lambda: read_article(page.encode(), name="a.html"),
        "trafilatura alone": lambda: trafilatura.extract(page),
    }
    try:
        segment = importlib.import_module("sentencex").segment
    except ImportError:
        print("sentencex is not installed, and so left out")
    else:
        found["sentencex alone"] = lambda: list(segment("fr", text))
    return found


def measure(text: str, *, runs: int) -> dict[str, float]:
    """Return the median of each way over *text*, in seconds."""
    found = ways(text)
    costs: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(runs + 1):  # the first round warms the caches
        for name, work in found.items():
            began = time.process_time()
            work()
            costs[name].append(time.process_time() - began)
    return {name: median(taken[1:]) for name, taken in costs.items()}


def main() -> None:
    """Print the tables."""
    given = [argument for argument in sys.argv[1:] if not argument.isdigit()]
    runs = next((int(argument) for argument in sys.argv[1:] if argument.isdigit()), 15)
    text = Path(given[0]).read_text("utf-8") if given else made_up(WORDS)
    print(f"an article of {len(text.split()):,} words, median of {runs} runs")
    costs = measure(text, runs=runs)
    ours = costs["causerie, plain text"]
    for name, seconds in costs.items():
        print(f"  {name:<22} {seconds * 1000:8.1f} ms   plain text takes {ours / seconds:6.1f} times as long")
    print("longer ones, median of 3 runs, ms for each thousand words")
    names: list[str] = []
    for words in GROWTH:
        text = made_up(words)
        costs = measure(text, runs=3)
        if not names:
            names = list(costs)
            print(f"  {'words':>9}", *(f"{name:>22}" for name in names))
        thousands = len(text.split()) / 1000
        print(f"  {len(text.split()):>9,}", *(f"{costs[name] * 1000 / thousands:>22.2f}" for name in names))
    print(f"memory at its peak: {own_peak() / MEBIBYTE:.0f} MiB")


if __name__ == "__main__":
    main()
