"""What an article is: its facts with the passages they rest on, and its discussion questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from itertools import chain, count
from unicodedata import combining, normalize

from bot.domain.identity import ArticleId


class FactState(StrEnum):
    """How far a fact can still be relied on."""

    STATED = "stated"
    CORRECTED = "corrected"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One attributed statement and the passage of the article it comes from."""

    id: str  # unique within its article
    text: str
    passage: str
    speaker: str | None = None
    start: int | None = None  # code points of the source text; None where the article came as a pack
    end: int | None = None
    score: float = 0.0  # how much a reader would call it a key fact, 0 to 1
    state: FactState = FactState.STATED
    note: str | None = None  # why it was corrected, disputed or withdrawn
    changed_at: datetime | None = field(default=None, compare=False)  # when it was
    orphaned_at: datetime | None = None  # when the article was found not to say so any more
    added_at: datetime | None = None  # when moderators wrote it: its words are not the article's

    @property
    def is_served(self) -> bool:
        """Whether a look-up may quote it."""
        return self.state is not FactState.WITHDRAWN

    @property
    def has_passage(self) -> bool:
        """Whether there is a passage to show for it; moderators may have added it without one."""
        return bool(self.passage)


class Reason(StrEnum):
    """Why a part of a source is neither fact nor question."""

    HEADING = "heading"
    POST = "post"  # of a social network, shown on the page
    FURNITURE = "furniture"  # sharing, subscribing, cookies: the page, not the article
    RELATED = "related"  # leads to other articles
    AUTHOR = "author"  # who wrote it
    COMMENTS = "comments"  # what readers wrote, or notes behind the article
    SOURCE = "source"
    RHETORIC = "rhetoric"  # a question that the article does not put to its readers
    INTERVIEW = "interview"  # a question that is answered: an interview's, a FAQ's
    COMMENTARY = "commentary"  # nothing one could look up
    FRAGMENT = "fragment"  # too little to be a statement
    REPEAT = "repeat"  # says again what an earlier fact says


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A part of the source that was left out, and why."""

    text: str
    reason: Reason
    start: int  # code points of the source text
    end: int


class Doubt(StrEnum):
    """What a person should look at before an article goes live."""

    NO_TITLE = "no_title"
    NO_QUESTIONS = "no_questions"
    UNANNOUNCED = "unannounced"  # questions that nothing announced as such
    NO_SPEAKER = "no_speaker"  # a quotation of which it is not known whose it is
    DANGLING = "dangling"  # begins with a word that points outside of it
    LONG = "long"  # could not be cut
    LITTLE = "little"  # hardly anything was understood: maybe not the article itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A doubt, and the fact or question it is about, as ``item_of`` names it; None is the whole article."""

    doubt: Doubt
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One discussion question with the shorter ones that hang on it."""

    id: str  # unique within its article
    text: str
    follow_ups: tuple[str, ...] = ()


# What the names of facts, of questions and of what was set aside begin with where all may be meant.
FACT, QUESTION, SET_ASIDE = "f:", "q:", "s:"


def item_of(part: Fact | Question | SetAside) -> str:
    """Return the name of a part where any may be meant: "f:…" or "q:…" and its id, "s:…" and its span."""
    if isinstance(part, SetAside):
        return f"{SET_ASIDE}{part.start}-{part.end}"
    return (FACT if isinstance(part, Fact) else QUESTION) + part.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was understood of an article, or what a pack says of it."""

    id: str | None = None  # given when it is stored; a pack carries it back
    title: str | None
    language: str  # ISO 639-1
    source: str | None = None  # as people write it: "Agence Méridienne"
    author: str | None = None
    url: str | None = None
    date: str | None = None  # ISO 8601, as far as it is known: 2024, 2024-03 or 2024-03-25
    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    text: str = ""  # what the facts' spans point into; empty where the article came as a pack
    # How it was understood; of no account when two articles are compared.
    set_aside: tuple[SetAside, ...] = field(default=(), compare=False, repr=False)
    doubts: tuple[Doubtful, ...] = field(default=(), compare=False, repr=False)

    @property
    def parts(self) -> tuple[Fact | Question, ...]:
        """Its facts, then its questions."""
        return (*self.facts, *self.questions)

    def with_parts(self, parts: Iterable[Fact | Question]) -> "Article":
        """Return the article with these facts and questions."""
        held = tuple(parts)
        return replace(
            self,
            facts=tuple(part for part in held if isinstance(part, Fact)),
            questions=tuple(part for part in held if isinstance(part, Question)),
        )

    @property
    def served_facts(self) -> tuple[Fact, ...]:
        """The facts a look-up may quote."""
        return tuple(fact for fact in self.facts if fact.is_served)

    @property
    def key_facts(self) -> tuple[Fact, ...]:
        """The facts a look-up may quote, those that matter most first."""
        return tuple(sorted(self.served_facts, key=lambda fact: -fact.score))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article of a guild, as the database holds it."""

    key: ArticleId
    article: Article = field(repr=False)
    retention_days: int | None = None  # how long responses to it are kept, at most; None is as in its guild

    @property
    def id(self) -> str:
        """The id people use for it, unique within the guild."""
        if self.article.id is None:
            raise AssertionError("a stored article has an id")
        return self.article.id

    @property
    def title(self) -> str:
        """The title people know it by."""
        return self.article.title or self.id


def fingerprint(article: Article) -> str:
    """Return what two copies of the same article have in common, however they are spaced and punctuated."""
    parts = [article.text]
    if not article.text:
        statements = [fact.text for fact in article.facts]
        parts = [article.title or "", *statements, *(question.text for question in article.questions)]
    folded = normalize("NFKC", " ".join(parts)).casefold()
    letters = "".join(character for character in folded if character.isalnum())
    return sha256(letters.encode()).hexdigest()


def headline(article: Article, *, limit: int = 70) -> str:
    """Return its title, or the beginning of its first fact where it came without one."""
    if article.title:
        return article.title
    texts = [*(fact.text for fact in article.facts), *(question.text for question in article.questions)]
    first = next(iter(texts), "")
    if len(first) <= limit:
        return first
    return first[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def slug(title: str, *, taken: frozenset[str], limit: int = 40) -> str:
    """Return a short id made of *title*'s first words, unlike any of those *taken*."""
    # Compatibility forms first: the two capitals in "™" have no lower case until they are taken apart.
    folded = normalize("NFKD", title).casefold().replace("œ", "oe").replace("æ", "ae")
    bare = "".join(character for character in folded if not combining(character))
    words = "".join(character if character.isalnum() else " " for character in bare).split()
    base = ""
    for word in words:
        if base and len(base) + 1 + len(word) > limit:
            break
        base = f"{base}-{word}" if base else word[:limit]
    base = base or "article"
    numbered = (f"{base}-{number}" for number in count(2))
    return next(name for name in chain([base], numbered) if name not in taken)
