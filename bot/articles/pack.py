"""Packs: an article with its facts and questions as a file that people edit.

Written as TOML; read from TOML, YAML and JSON. Every field of an article but its text is in a pack, a fact's
``start`` and ``end`` too, so that importing what was exported loses nothing. Blank is the same as absent;
``passage`` is left out where it is the ``text``, ``state`` where it is ``stated``, ``score`` where it is 0.
What moderators added (``added_at``) has a passage only where one is given.
"""

from collections.abc import Iterator, Sequence

import tomli_w
from pydantic import ValidationError

from bot.articles.language import detect_language
from bot.articles.pack_forms import Form, load_form
from bot.articles.pack_problems import to_error, type_name
from bot.articles.pack_schema import FactModel, PackModel, QuestionModel
from bot.domain.article import Article, Fact, FactState, Question
from bot.domain.errors import PackError


def read_pack(text: str, *, name: str, form: Form) -> Article:
    """Return the article that the pack *text* describes; *name* is for the reasons it may be refused.

    The reason's ``where`` counts from one: ``facts[3].text`` is the third fact's text. Ids that lack are
    given, and a language that lacks is the one the pack is written in.
    """
    value = load_form(text.removeprefix("\ufeff"), name=name, form=form)
    if value is None or value in ({}, []):
        raise PackError("pack_empty", name=name, where="")
    if not isinstance(value, dict):
        raise PackError("pack_type", name=name, where="", expected="table", found=type_name(value))
    try:
        # A key may be anything in YAML; to a pack it is text.
        pack = PackModel.model_validate({str(key): one for key, one in value.items()})
    except ValidationError as error:
        raise to_error(error, name=name) from error
    if not pack.facts and not pack.questions:
        raise PackError("pack_empty", name=name, where="")
    return _to_article(pack, name=name)


def write_pack(article: Article) -> str:
    """Return *article* as a TOML pack; reading it gives the same article back, but for its ``text``."""
    keys = ("id", "title", "language", "source", "author", "url", "date")
    head = {key: getattr(article, key) for key in keys}
    # Each part under a heading of its own, however short: people add theirs behind the last.
    parts = [_dumps({key: value for key, value in head.items() if value})]
    parts += [f"[[facts]]\n{_dumps(_from_fact(fact))}" for fact in article.facts]
    parts += [f"[[questions]]\n{_dumps(_from_question(question))}" for question in article.questions]
    return "\n".join(parts)


def _dumps(values: dict[str, object]) -> str:
    """Return *values* in TOML, in several lines where that is safe.

    Between triple quotes a reader may take a return and a newline for a newline.
    """
    has_returns = any("\r" in text for value in values.values() for text in _strings(value))
    return tomli_w.dumps(values, multiline_strings=not has_returns)


def _strings(value: object) -> list[str]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _to_article(pack: PackModel, *, name: str) -> Article:
    fact_ids = list(_ids(pack.facts, prefix="f", name=name, where="facts"))
    question_ids = list(_ids(pack.questions, prefix="q", name=name, where="questions"))
    texts = [*(fact.text for fact in pack.facts), *(question.text for question in pack.questions)]
    return Article(
        id=pack.id,
        title=pack.title,
        language=pack.language or detect_language(" ".join(texts)),
        source=pack.source,
        author=pack.author,
        url=pack.url,
        date=pack.date,
        facts=tuple(_to_fact(fact, id_) for fact, id_ in zip(pack.facts, fact_ids, strict=True)),
        questions=tuple(
            Question(id=id_, text=question.text, follow_ups=tuple(question.follow_ups))
            for question, id_ in zip(pack.questions, question_ids, strict=True)
        ),
    )


def _to_fact(fact: FactModel, id_: str) -> Fact:
    return Fact(
        id=id_,
        text=fact.text,
        passage=fact.passage or (fact.text if fact.added_at is None else ""),
        speaker=fact.speaker,
        start=fact.start,
        end=fact.end,
        score=float(fact.score),
        state=FactState(fact.state),
        note=fact.note,
        changed_at=fact.changed_at,
        orphaned_at=fact.orphaned_at,
        added_at=fact.added_at,
    )


def _ids(models: Sequence[FactModel | QuestionModel], *, prefix: str, name: str, where: str) -> Iterator[str]:
    """Yield the ids that are given, and new ones, by position where that is free, for the others."""
    given: set[str] = set()
    for position, model in enumerate(models, start=1):
        if model.id in given:
            raise PackError("pack_duplicate", name=name, where=f"{where}[{position}].id", id=model.id)
        given.update([model.id] if model.id else [])
    for position, model in enumerate(models, start=1):
        number = position
        while model.id is None and f"{prefix}{number}" in given:
            number += len(models)
        yield model.id or f"{prefix}{number}"


def _from_fact(fact: Fact) -> dict[str, object]:
    values: dict[str, object] = {"id": fact.id, "text": fact.text, "speaker": fact.speaker}
    is_plain = fact.added_at is None and fact.passage == fact.text
    values["passage"] = None if is_plain else fact.passage
    values |= {"start": fact.start, "end": fact.end}
    values["state"] = fact.state.value if fact.state is not FactState.STATED else None
    values |= {"note": fact.note, "score": fact.score or None}
    values |= {"changed_at": fact.changed_at, "orphaned_at": fact.orphaned_at}
    values["added_at"] = fact.added_at
    return {key: value for key, value in values.items() if value is not None and value != ""}


def _from_question(question: Question) -> dict[str, object]:
    values: dict[str, object] = {
        "id": question.id,
        "text": question.text,
        "follow_ups": list(question.follow_ups),
    }
    return {key: value for key, value in values.items() if value}
