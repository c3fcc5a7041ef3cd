"""What is known of each candidate with regard to a query: the numbers that its rank is made of."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz, process

from bot.lookup.cover import WordCover
from bot.lookup.evidence import REACH, Evidence, Floats, Numbers
from bot.lookup.likeness import SURE
from bot.lookup.normalise import Query

# Each is a share of the query's weight, 0 to 1, unless it says otherwise.
FEATURES = (
    "cover",  # found in the fact, each word by its likeness
    "sure",  # the same, exact words and stems only
    "squared",  # cover times cover: a full cover tells more than two halves
    "of_best",  # cover as a share of the best candidate's
    "titled",  # cover with what neighbours and the title lend
    "untitled",  # cover by words that are not in the title
    "nearby",  # found in the fact or any of the three on either side
    "before",  # cover of the fact before
    "after",  # cover of the fact after
    "beside",  # the better of the two
    "around",  # best cover of the facts two or three places away
    "refers",  # cover of the fact before, where this one opens with a pronoun
    "pronoun",  # 1 where this one opens with a pronoun
    "opening",  # 1 for the first two facts of an article
    "article",  # found anywhere in the article or its title
    "words",  # share of the words found, whatever their weight
    "missed",  # weight of the heaviest word that is missing, as a share of the heaviest of all
    "rare",  # the same as cover, words weighted by how rare they are in writing
    "rare_lent",  # the same with what neighbours and the title lend
    "rarest",  # likeness of the word that is rarest in writing
    "long",  # cover times the logarithm of the fact's length over that of twenty words
    "pairs",  # share of the query's neighbouring words that are neighbours in the fact
    "grams",  # share of the query's letter triples that occur in the fact
    "token_set",  # rapidfuzz's token_set_ratio
    "partial",  # rapidfuzz's partial_ratio
    "when",  # 1 where a time is asked for and the fact names one
    "how_many",  # 1 where a number is asked for and the fact holds one
    "number",  # 1 where none is asked for and the fact holds one
)

LENT_PART = 0.6  # of a likeness that a neighbour or the title lends
_IN_TITLE = 0.5  # a word at least so alike is in the title
_OPENING = 2  # facts
_MISSING = 0.3  # a word less alike than this is missing
_USUAL_LENGTH = 20  # words
# Of the query, that are compared letter by letter: the time grows with them times those of the fact.
_MAX_COMPARED = 300

_TIME = re.compile(
    r"\b(?:1\d{3}|20\d\d|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|demain|siecle"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|tomorrow|century)\b"
)
_NUMBER = re.compile(r"\d")
_ASKS_WHEN = re.compile(
    r"\b(?:quand|qd|annee|date|jour|mois|siecle|when|year|day|month|century|wann|cuando|ano|fecha)\b"
)
_ASKS_HOW_MANY = re.compile(
    r"\b(?:combien|nombre|pourcentage|prix|cout|age|taux|montant"
    r"|how (?:many|much|long|far|old|big|tall|large)|number|percentage|price|cost|rate|amount"
    r"|wie ?viele?|cuant[oa]s?)\b"
)


def describe(query: Query, covers: Sequence[WordCover], evidence: Evidence, candidates: Numbers) -> Floats:
    """Return what is known of each of *candidates*: a row each, the columns as in FEATURES."""
    texts = [evidence.segment.text(fact) for fact in candidates.tolist()]
    found = {
        **_by_words(covers, evidence, candidates),
        **_by_letters(query, covers, texts),
        **_by_answer(query, texts),
    }
    length = np.log(np.array([text.count(" ") + 1 for text in texts]) / _USUAL_LENGTH)
    found["long"] = found["cover"] * length
    return np.stack([np.asarray(found[name], np.float32) for name in FEATURES], axis=1)


def _by_words(covers: Sequence[WordCover], evidence: Evidence, candidates: Numbers) -> dict[str, Floats]:
    """Return what the words tell that are found in each candidate, around it and in its article."""
    segment = evidence.segment
    weights = evidence.weights / evidence.weights.sum()
    rarities = np.array([cover.rarity for cover in covers], np.float32)
    rarities /= max(float(rarities.sum()), 1e-6)  # "de" is in every article
    around = evidence.around(candidates)
    own, before, after = (around[:, :, REACH + place] for place in (0, -1, 1))
    articles, of = np.unique(segment.article[candidates], return_inverse=True)
    titles = evidence.in_titles(articles)[:, of]
    anywhere = np.maximum(evidence.in_articles(articles)[:, of], titles)
    lent = np.maximum(own, LENT_PART * np.maximum(before, after))
    titled = np.maximum(lent, LENT_PART * titles)
    cover, covered_before, covered_after = weights @ own, weights @ before, weights @ after
    pronoun = segment.opens_with_pronoun[candidates].astype(np.float32)
    further = np.tensordot(weights, around[:, :, [0, 1, -2, -1]], axes=1).max(axis=1)
    outside = weights[:, None] * (titles < _IN_TITLE)
    missing = np.where(own < _MISSING, weights[:, None], 0).max(axis=0)
    starts = np.array(segment.starts)[segment.article[candidates]]
    return {
        "cover": cover,
        "sure": weights @ (own >= SURE).astype(np.float32),
        "squared": cover * cover,
        "of_best": cover / max(float(cover.max()), 1e-6),
        "titled": weights @ titled,
        "untitled": (outside * own).sum(axis=0) / np.maximum(outside.sum(axis=0), 1e-6),
        "nearby": weights @ around.max(axis=2),
        "before": covered_before,
        "after": covered_after,
        "beside": np.maximum(covered_before, covered_after),
        "around": further,
        "refers": pronoun * covered_before,
        "pronoun": pronoun,
        "opening": (candidates - starts < _OPENING).astype(np.float32),
        "article": weights @ anywhere,
        "words": (own > 0).mean(axis=0, dtype=np.float32),
        "missed": missing / weights.max(),
        "rare": rarities @ own,
        "rare_lent": rarities @ titled,
        "rarest": own[int(rarities.argmax())],
    }


def _by_letters(query: Query, covers: Sequence[WordCover], texts: list[str]) -> dict[str, Floats]:
    """Return what the letters of each candidate tell."""
    spaced = [f" {text} " for text in texts]
    together = [f" {one.word} {other.word} " for one, other in pairwise(covers)]
    grams = {
        word[start : start + 3]
        for cover in covers
        for word in (f" {cover.word} ",)
        for start in range(len(word) - 2)
    }
    token_set, partial = (
        process.cdist([query.folded[:_MAX_COMPARED]], texts, scorer=scorer)[0] / np.float32(100)
        for scorer in (fuzz.token_set_ratio, fuzz.partial_ratio)
    )
    return {
        "pairs": _shares(together, spaced),
        "grams": _shares(grams, spaced),
        "token_set": token_set,
        "partial": partial,
    }


def _shares(parts: Sequence[str] | set[str], texts: list[str]) -> Floats:
    """Return what share of *parts* stands in each of *texts*."""
    found = [sum(part in text for part in parts) for text in texts]
    return np.array(found, np.float32) / np.float32(max(1, len(parts)))


def _by_answer(query: Query, texts: list[str]) -> dict[str, Floats]:
    """Return whether each candidate holds the kind of thing that is asked for."""
    asks_when = bool(_ASKS_WHEN.search(query.folded))
    asks_how_many = bool(_ASKS_HOW_MANY.search(query.folded))
    times = np.array([bool(_TIME.search(text)) for text in texts], np.float32)
    numbers = np.array([bool(_NUMBER.search(text)) for text in texts], np.float32)
    return {
        "when": times * asks_when,
        "how_many": numbers * asks_how_many,
        "number": numbers * (not asks_how_many),
    }
