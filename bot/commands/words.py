"""Errors and findings in words, and the few phrases that several replies share."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time

from bot.commands.reply import Card
from bot.commands.spec import command_name, option_name
from bot.domain.article import Article, Fact, FactState, StoredArticle
from bot.domain.discord_errors import PostingDelayedError
from bot.domain.errors import BotError
from bot.domain.guild import Finding, Severity
from bot.domain.health import Problem
from bot.i18n import Text

# Data that name a kind of value: "text", "number", … in words of the person's language.
KINDS = frozenset({"kind", "expected", "found"})


def explain(error: BotError, text: Text) -> str:
    """Return *error* as a sentence: what is wrong, where, and what to do."""
    is_file_size = error.code in {"file_too_large", "page_too_large"}
    words: dict[str, object] = {}
    for name, value in error.data.items():
        if is_file_size and isinstance(value, int):
            words[name] = text.size(value)
        elif name in KINDS and text.has(f"kind.{value}"):
            words[name] = text(f"kind.{value}")
        elif name == "command":
            words[name] = "/" + command_name(str(value), text) if text.has(_name_key(str(value))) else value
        elif name == "option" and text.has(f"option.{value}"):
            words[name] = option_name(str(value), text)
        else:
            words[name] = _dated(value, text)
    has_no_line = error.code == "pack_syntax" and not error.data.get("line")
    sentence = text("error.pack_syntax_whole" if has_no_line else f"error.{error.code}", **words)
    nearest = words.get("nearest")
    return f"{sentence} {text('error.nearest', nearest=nearest)}" if nearest else sentence


def _dated(value: object, text: Text) -> object:
    """Return a time of day or a day as the language of *text* writes it; anything else as it is."""
    if isinstance(value, time):
        return text.clock(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return text.day(value)
    return value


def _name_key(name: str) -> str:
    return "name." + ".".join(name.split())


def finding_in_words(finding: Finding, text: Text) -> str:
    """Return what was found, and what mends it where something is missing."""
    words: dict[str, object] = {}
    for name, value in finding.data.items():
        if name == "permission" and text.has(f"permission.{value}"):
            words[name] = text(f"permission.{value}")
        elif name == "size" and isinstance(value, int):
            words[name] = text.size(value)
        elif isinstance(value, BotError):
            words[name] = explain(value, text)
        elif isinstance(value, Problem):
            words[name] = problem_in_words(value, text)
        elif name != "n":  # no finding has a plural
            words[name] = _said(name, value, text)
    return text(f"finding.{finding.code}", **words)


def _said(name: str, value: object, text: Text) -> object:
    """Return a moment as people say it, and a channel where there is but one; anything else as it is."""
    if isinstance(value, datetime):
        return text.moment(value)
    return text("health.here") if name == "channel" and value is None else value


def problem_in_words(problem: Problem, text: Text) -> str:
    """Return what failed, since when, and what mends it."""
    words = {name: _said(name, value, text) for name, value in problem.data.items()}
    if isinstance(title := words.get("title"), str):
        words["title"] = brief(title, limit=60)
    what = text(f"health.{problem.code}", **words)
    if problem.since is not None:
        what = text("health.since", moment=text.moment(problem.since), what=what)
    return f"{what} {_mend(problem, text)}"


def _mend(problem: Problem, text: Text) -> str:
    if problem.cause is None:
        return text(f"health.{problem.code}.mend")
    code = problem.cause.code
    if text.has(f"finding.{code}"):
        with suppress(KeyError):  # of another release, or an error that only sounds like a finding
            return finding_in_words(problem.cause, text)
    # Of what else can be wrong, only these pass or are mended by anybody who reads this.
    return text("health.delayed.mend" if code == PostingDelayedError.code else "health.internal.mend")


def finding_cards(findings: Iterable[Finding], text: Text) -> tuple[Card, ...]:
    """Return a card for each degree of *findings*, in words, the worst first."""
    cards = []
    found = tuple(findings)
    for severity in (Severity.BROKEN, Severity.NOTICE, Severity.FINE):
        lines = [f"• {finding_in_words(one, text)}" for one in found if one.severity is severity]
        if lines:
            cards.append(Card(title=text(f"doctor.{severity}"), lines=tuple(dict.fromkeys(lines))))
    return tuple(cards)


def origin(article: Article, text: Text) -> str:
    """Return where an article comes from and when: ``Source: Agence Méridienne · March 2025``."""
    parts = []
    if article.source:
        parts.append(text("article.source", source=article.source))
    if article.date:
        parts.append(text.partial_date(article.date))
    return " · ".join(parts)


def extent(facts: int, questions: int, text: Text) -> str:
    """Return how much there is to an article: ``28 facts · 7 questions``."""
    return f"{text('count.facts', n=facts)} · {text('count.questions', n=questions)}"


def state_of(fact: Fact, text: Text) -> str:
    """Return how far a fact can be relied on, with the moderators' reason where there is one."""
    return state_in_words(fact.state, fact.note, text, since=fact.changed_at)


def state_in_words(state: FactState, note: str | None, text: Text, *, since: datetime | None = None) -> str:
    """Return a state, since when, and why, as far as that is known: "corrected on 4 May 2026: The year …"."""
    said = text(f"state.{state}")
    if state is FactState.STATED:
        return said
    if since is not None:
        said = text("state.since", state=said, day=text.day(since))
    return text("state.with_note", state=said, note=note) if note else said


def attribution(fact: Fact, article: StoredArticle, text: Text) -> str:
    """Return who says a fact, in what, and how far it can be relied on."""
    parts = [text("fact.speaker", speaker=fact.speaker)] if fact.speaker else []
    parts.append(article.title)
    if where := origin(article.article, text):
        parts.append(where)
    parts.append(standing(fact, text))
    return " · ".join(parts)


def standing(fact: Fact, text: Text) -> str:
    """Return how far a fact can be relied on, who added it, and whether the article still says it."""
    parts = [] if fact.added_at is None else [_added(fact, text, day=text.day(fact.added_at))]
    if fact.state is not FactState.STATED or not (parts or fact.orphaned_at):
        parts.append(state_of(fact, text))
    if fact.orphaned_at is not None:
        parts.append(text("fact.orphaned", day=text.day(fact.orphaned_at)))
    return " · ".join(parts)


def _added(fact: Fact, text: Text, *, day: str) -> str:
    """Return that moderators wrote it: from a passage of the article, for a reason of theirs, or for none."""
    if fact.has_passage:
        return text("fact.added_from", day=day)
    said = text("fact.added", day=day)
    is_theirs = fact.note is not None and fact.state is FactState.STATED
    return text("state.with_note", state=said, note=fact.note) if is_theirs else said


def brief(sentence: str, *, limit: int = 90) -> str:
    """Return the beginning of *sentence*, as much as there is room for where things are listed."""
    line = " ".join(sentence.split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0][: limit - 1].rstrip(" ,;:") + "…"
