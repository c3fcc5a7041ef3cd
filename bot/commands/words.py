"""Errors in words, and the few phrases that several replies share."""

from bot.commands.spec import command_name, option_name
from bot.domain.article import Article, Fact, FactState, StoredArticle
from bot.domain.errors import BotError
from bot.i18n import Text

# Data that name a kind of value: "text", "number", … in words of the person's language.
KINDS = frozenset({"kind", "expected", "found"})


def explain(error: BotError, text: Text) -> str:
    """Return *error* as a sentence: what is wrong, where, and what to do."""
    is_file_size = error.code == "file_too_large"
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
            words[name] = value
    has_no_line = error.code == "pack_syntax" and not error.data.get("line")
    sentence = text("error.pack_syntax_whole" if has_no_line else f"error.{error.code}", **words)
    nearest = words.get("nearest")
    return f"{sentence} {text('error.nearest', nearest=nearest)}" if nearest else sentence


def _name_key(name: str) -> str:
    return "name." + ".".join(name.split())


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
    state = text(f"state.{fact.state}")
    has_reason = fact.state is not FactState.STATED and fact.note
    return text("state.with_note", state=state, note=fact.note) if has_reason else state


def attribution(fact: Fact, article: StoredArticle, text: Text) -> str:
    """Return who says a fact, in what, and how far it can be relied on."""
    parts = [text("fact.speaker", speaker=fact.speaker)] if fact.speaker else []
    parts.append(article.title)
    if where := origin(article.article, text):
        parts.append(where)
    parts.append(state_of(fact, text))
    return " · ".join(parts)
