"""Messages and forms of the Discord front, drawn as HTML in a style of our own, with nothing of Discord's."""

import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Payload = Mapping[str, Any]

BUTTON, TEXT_INPUT, BOXES = 2, 4, 22
LOOKS = {1: "primary", 2: "secondary", 4: "danger"}
# A backslash and what it makes plain, or what stands between two pairs of stars.
MARKDOWN = re.compile(r"\\(?P<plain>.)|\*\*(?P<bold>.+?)\*\*", re.DOTALL)

PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><style>
{style}</style><body><div class="paper">{content}</div></body></html>
"""


def to_page(content: str, *, language: str) -> str:
    """Return a whole page that shows *content*."""
    style = Path(__file__).with_suffix(".css").read_text("utf-8")
    return PAGE.format(content=content, language=language, style=style)


def to_message(message: Payload, *, note: str, names: Mapping[str, str]) -> str:
    """Return a message of the bot's; *note* says who sees it, *names* what ids stand for."""
    head = f'<div class="head"><i>C</i>Causerie <span>{html.escape(note)}</span></div>'
    said = to_html(message["content"]) if message["content"] else ""
    cards = "".join(to_card(embed) for embed in message["embeds"])
    rows = "".join(to_row(row["components"], names=names) for row in message["components"])
    files = "".join(f"<small>{html.escape(one['filename'])}</small>" for one in message["attachments"])
    return head + said + cards + files + rows


def to_card(embed: Payload) -> str:
    """Return an embed."""
    title = f"<h2>{to_html(embed['title'])}</h2>" if embed.get("title") else ""
    footer = (embed.get("footer") or {}).get("text")
    end = f"<footer>{html.escape(footer)}</footer>" if footer else ""
    return f'<div class="card">{title}{to_html(embed.get("description") or "")}{end}</div>'


def to_row(components: Iterable[Payload], *, names: Mapping[str, str]) -> str:
    """Return a row of buttons, or a list to choose from."""
    parts = []
    for one in components:
        if one["type"] == BUTTON:
            label = html.escape(one["label"])
            parts.append(f'<span class="button {LOOKS[one["style"]]}">{label}</span>')
        else:
            chosen = [option["label"] for option in one.get("options") or [] if option.get("default")]
            chosen += [names[str(default["id"])] for default in one.get("default_values") or []]
            look = "select" if chosen else "select empty"
            shown = html.escape(chosen[0] if chosen else one["placeholder"])
            parts.append(f'<span class="{look}">{shown}<span>▾</span></span>')
    return f'<div class="row">{"".join(parts)}</div>'


def to_form(modal: Payload, *, filled: Mapping[str, object], end: tuple[str, str]) -> str:
    """Return a form, *filled* in; *end* is what Discord's own two buttons say."""
    parts = [f"<h1>{html.escape(modal['title'])}</h1>"]
    for label in modal["components"]:
        hint = f"<small>{html.escape(label['description'])}</small>" if label.get("description") else ""
        parts.append(f"<label>{html.escape(label['label'])}{hint}</label>")
        parts.append(_field(label["component"], filled))
    cancel, submit = (html.escape(one) for one in end)
    parts.append(
        f'<div class="row end"><span class="button secondary">{cancel}</span>'
        f'<span class="button primary">{submit}</span></div>'
    )
    return "".join(parts)


def _field(field: Payload, filled: Mapping[str, object]) -> str:
    value = filled.get(field["custom_id"])
    if field["type"] == TEXT_INPUT:
        return f'<div class="field">{html.escape(str(value or field.get("value") or ""))}</div>'
    shape = "box" if field["type"] == BOXES else ""
    parts = []
    for option in field["options"]:
        is_on = value is True or value == option["value"]
        hint = f"<small>{html.escape(option['description'])}</small>" if option.get("description") else ""
        look = f"{shape} on" if is_on else shape
        text = html.escape(option["label"])
        parts.append(f'<div class="option"><i class="{look}"></i><span>{text}{hint}</span></div>')
    return "".join(parts)


def to_html(markdown: str) -> str:
    """Return as much of Discord's Markdown as the bot makes use of."""
    parts: list[str] = []
    quoted: list[str] = []
    for line in [*markdown.split("\n"), ""]:
        if line.startswith("> "):
            quoted.append(_inline(line.removeprefix("> ")))
            continue
        if quoted:
            parts.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
            quoted = []
        parts.append(f'<div class="line">{_inline(line)}</div>' if line else '<div style="height:8px"></div>')
    return "".join(parts[:-1])


def _inline(line: str) -> str:
    done = []
    end = 0
    for found in MARKDOWN.finditer(line):
        done.append(html.escape(line[end : found.start()]))
        if found["bold"] is not None:
            done.append(f"<b>{_inline(found['bold'])}</b>")
        else:
            done.append(html.escape(found["plain"]))
        end = found.end()
    return "".join([*done, html.escape(line[end:])])
