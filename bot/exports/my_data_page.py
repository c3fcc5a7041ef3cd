"""What is held about a member as one HTML page for them to read; it loads nothing and runs nothing."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from bot.domain.consent import USES, Consent, Purpose
from bot.domain.my_data import Deed, ExportOfTheirs, Held, OwnResponse
from bot.exports.markup import Html, element, policy_for
from bot.i18n import Text

STYLE = Path(__file__).with_name("my_data_page.css")


def to_page(held: Held, text: Text, *, name: str) -> str:
    """Return the page, for the member who is called *name*."""
    style = _style()
    title = text("mydata.page_title", name=name)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy_for(style)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="generator", content="Causerie"),
        element("title", title),
        element("style", Html(style)),
    )
    main = element("main", element("h1", title, dir="auto"), *_sections(held, text))
    return f"<!doctype html>\n{element('html', head, element('body', main), lang=text.language.value)}\n"


@cache
def _style() -> str:
    return STYLE.read_text("utf-8")


def _sections(held: Held, text: Text) -> Iterator[Html]:
    yield element("p", text("mydata.page_about", member=str(held.member), guild=str(held.guild)))
    yield element("p", text("mydata.unlinked"), class_="quiet")
    if held.never_since is not None:
        yield element("p", text("mydata.never_since", day=text.day(held.never_since)))
    if held.muted_until is not None:
        yield element("p", text("mydata.muted", day=text.day(held.muted_until)))
    if held.absent_since is not None:
        yield element("p", text("mydata.absent_since", day=text.day(held.absent_since)))
    if not held.responses:
        yield element("p", text("mydata.no_answers"))
    yield from _section(text("mydata.page_answers"), [_response(one, text) for one in held.responses])
    yield from _section(text("mydata.purposes"), _list([_consent(one, text) for one in held.consents]))
    waiting = [
        text("mydata.page_waiting", query=one.query, moment=text.moment(one.asked_at)) for one in held.waiting
    ]
    yield from _section(text("mydata.page_waits"), _list(waiting))
    yield from _section(text("mydata.page_deeds"), _list([_deed(one, text) for one in held.deeds]))
    yield from _section(text("mydata.exports"), _list([_export(one, text) for one in held.exports]))


def _section(heading: str, content: Sequence[Html]) -> Iterator[Html]:
    if content:
        yield element("section", element("h2", heading), *content)


def _list(lines: Sequence[str]) -> tuple[Html, ...]:
    return (element("ul", *(element("li", line, dir="auto") for line in lines)),) if lines else ()


def _response(one: OwnResponse, text: Text) -> Html:
    words = element("p", one.text, class_="words", dir="auto") if one.text is not None else Html()
    facts = [
        f"#{one.id}",
        text(f"choice.{one.kept}") if not one.author_name else one.author_name,
        text.moment(one.created_at),
        text(f"mydata.state_{one.state}"),
        *([text("responses.edited")] if one.edited_at is not None else []),
        *(text(f"purpose.{purpose}") for purpose in _uses(one)),
        *(f"{emoji} {text.number(count)}" for emoji, count in one.reactions.items()),
    ]
    because = (
        element("p", text("mydata.because", reason=one.hidden_because), dir="auto")
        if one.hidden_because
        else Html()
    )
    return element(
        "article",
        element("h3", f"{one.title} · {one.question}. {one.question_text}", dir="auto"),
        words,
        because,
        element("p", " · ".join(facts), class_="quiet", dir="auto"),
    )


def _uses(one: OwnResponse) -> Iterator[Purpose]:
    yield from (purpose for purpose, may in zip(USES, (one.may_quote, one.may_publish), strict=True) if may)


def _consent(one: Consent, text: Text) -> str:
    said = text(
        "mydata.page_consent",
        purpose=text(f"purpose.{one.purpose}"),
        version=one.version,
        day=text.day(one.given_on),
    )
    if one.withdrawn_on is not None:
        return f"{said} {text('mydata.page_withdrawn', day=text.day(one.withdrawn_on))}"
    return f"{said} {text('mydata.page_for_all')}" if one.is_standing else said


def _deed(one: Deed, text: Text) -> str:
    said = f"{text.moment(one.at)} · {text(f'mydata.deed.{one.kind}')} · {one.what}"
    return f"{said} · {one.reason}" if one.reason else said


def _export(one: ExportOfTheirs, text: Text) -> str:
    how = text("mydata.with_names" if one.has_names else "mydata.with_pseudonyms")
    said = text("mydata.export", moment=text.moment(one.at), purpose=text(f"purpose.{one.purpose}"), how=how)
    return f"{said} · {one.reason}" if one.reason else said
