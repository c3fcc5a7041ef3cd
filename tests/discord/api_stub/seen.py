"""What a person sees of an answer, or of a message."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from api_stub.filled_forms import fields_of
from api_stub.world import Message, Payload

BUTTON, LABEL = 2, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of something that a person did."""

    kind: int
    message: Message | None = None
    modal: Payload | None = None
    is_private: bool = False
    acknowledged_after: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Everything there is to read: words, cards, labels of buttons, or the form."""
        if self.modal is not None:
            return "\n".join(
                [
                    self.modal["title"],
                    *(one.get("label") or one.get("content") or "" for one in self.modal["components"]),
                ]
            )
        return "" if self.message is None else text_of(self.message)

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons."""
        return [] if self.message is None else [one["label"] for one in buttons_of(self.message)]

    @property
    def fields(self) -> dict[str, Payload]:
        """The fields of the form, by their custom_ids."""
        return fields_of(self.modal or {})


def text_of(message: Message) -> str:
    """Return what there is to read of *message*."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.get("title") or "", embed.get("description") or ""]
        parts.append((embed.get("footer") or {}).get("text") or "")
    for child in children_of(message):
        parts += [child.get("label") or "", child.get("placeholder") or ""]
        parts += [option["label"] for option in child.get("options") or []]
    return "\n".join(part for part in parts if part)


def children_of(message: Message) -> Iterator[Payload]:
    """Yield the buttons and lists of *message*."""
    for row in message.components:
        yield from row["components"]


def buttons_of(message: Message) -> list[Payload]:
    """Return the buttons of *message*."""
    return [one for one in children_of(message) if one["type"] == BUTTON]


def find_button(message: Message, label: str) -> Payload:
    """Return the button that says *label*."""
    for button in buttons_of(message):
        if button.get("label") == label:
            return button
    labels = [one.get("label") for one in buttons_of(message)]
    raise LookupError(f"no button {label!r} among {labels}")


def find_list(message: Message, which: str | int) -> Payload:
    """Return the list with the placeholder *which*, or the one at that place."""
    lists = [one for one in children_of(message) if one["type"] != BUTTON]
    if isinstance(which, int):
        return lists[which]
    for one in lists:
        if one.get("placeholder") == which:
            return one
    raise LookupError(f"no list {which!r} among {[one.get('placeholder') for one in lists]}")


def value_of(menu: Payload, wanted: Any) -> str:
    """Return the value of what *wanted* names in a list: an option by its label or value, or an id."""
    for option in menu.get("options") or []:
        if wanted in {option["label"], option["value"]}:
            return str(option["value"])
    if menu.get("options"):
        raise LookupError(f"no option {wanted!r} among {[one['label'] for one in menu['options']]}")
    return str(wanted)
