"""Every tuned number of the engine, and how it was tuned.

Likenesses were set by hand. ``RANK`` maximises the softmax likelihood of the right fact among the candidates,
the ``CONFIDENCE`` weights are a logistic regression of *the first match is right*. Both were fitted on public
reading comprehension questions (French and English Wikipedia; as written, mistyped, as key words), on the
half kept for development, and checked by five-fold cross-validation in which no article is on both sides.
"""

from typing import NamedTuple


class Features(NamedTuple):
    """What is known of one candidate fact; or, as weights, what each of it counts."""

    cover: float  # share of the query's weight found in the fact, each word by its similarity
    sure: float  # the same, exact words and stems only
    titled: float  # the same as cover, neighbours and the title lending what the fact lacks
    before: float  # cover of the previous fact
    after: float  # cover of the next
    around: float  # best cover two or three facts away
    refers: float  # cover of the previous fact, where this one opens with a pronoun
    pairs: float  # share of neighbouring query words that are neighbours here, too
    grams: float  # share of the query's letter triples that occur in the fact
    token_set: float  # rapidfuzz's token_set_ratio
    article: float  # the same as cover, by all facts of the article together and its title


class Signs(NamedTuple):
    """What tells whether the best candidate is right; or, as weights, what each of it counts."""

    cover: float  # of the best candidate
    squared: float  # the same, squared: a full cover tells more than two halves
    share: float  # the best candidate's softmax share among all
    led: float  # share times cover
    rank: float  # the best candidate's rank score
    known: float  # share of the query's weight that some fact or other surely holds
    article: float  # the feature of that name
    letters: float  # logarithm of the number of letters found in the best candidate
    words: float  # logarithm of the number of words looked up
    bias: float


# How like the query's word a fact's word is.
EXACT = 1.0
SAME_STEM = 0.95
SAME_INITIALS = 0.95  # IA and AI
SURE = 0.9  # from here on, the same word
ENOUGH_LETTERS = (3, 6, 11)  # for one slip of the finger, for two, for three
SLIP_COST = 1.1  # as a share of the longer word's letters
FIRST_LETTER_COST = 0.15  # people rarely mistype the first
KNOWN_WORD_PART = 0.5  # a word that the facts know is less likely to be a slip
LEAST_TYPO = 0.05
SHARED_PREFIX = (0.3, 0.5)  # of a word that shares none, and what all of it adds
COMPLETION = (0.5, 0.45)  # the same for a word that is still being typed

# What the context of a fact adds.
NEIGHBOUR_PART = 0.12  # of a neighbour's weight, when candidates are chosen
TITLE_PART = 0.25  # of the title's
LENT_PART = 0.6  # of a likeness that a neighbour or the title lends

RANK = Features(
    cover=3.2,
    sure=-2.5,
    titled=9.0,
    before=0.7,
    after=0.3,
    around=1.7,
    refers=1.0,
    pairs=0.6,
    grams=2.6,
    token_set=2.3,
    article=5.8,
)
ARTICLE_CONFIDENCE = Signs(
    cover=0.35,
    squared=-3.46,
    share=0.94,
    led=4.64,
    rank=2.7,
    known=-0.95,
    article=-0.96,
    letters=1.03,
    words=0.09,
    bias=-7.04,
)
POOL_CONFIDENCE = Signs(
    cover=1.96,
    squared=0.59,
    share=4.27,
    led=-0.53,
    rank=0.97,
    known=-0.74,
    article=-0.01,
    letters=-0.45,
    words=1.95,
    bias=-5.69,
)
