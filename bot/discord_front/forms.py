"""Forms: what a command still has to be told is asked in a modal, and read from what comes back.

A modal's fields are known by the names of the command's options; what it does is in its ``custom_id``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.commands.spec import Command, Kind, Option
from bot.discord_front.custom_id import Intention, encode
from bot.discord_front.markdown import shorten
from bot.i18n import Text

# Discord's limits: https://discord.com/developers/docs/components/reference
TITLE = 45
LABEL = 45
HINT = 100
TEXT = 4_000
# As much as one writes in a line.
SHORT = 200
YES = "yes"


def asked(command: Command, options: Mapping[str, object]) -> tuple[Option, ...]:
    """Return the options that have to be asked in a form, given *options*."""
    if any(options.get(name) is not None for name in command.form_unless):
        return ()
    return tuple(option for option in command.options if option.in_form and option.name not in options)


def to_modal(
    command: Command, intention: Intention, *, prefilled: Mapping[str, str], text: Text
) -> discord.ui.Modal | None:
    """Return the form of *command*, or None where what it carries is too long for it."""
    custom_id = encode(intention)
    if custom_id is None:
        return None
    name = command.name.replace(" ", ".")
    modal = discord.ui.Modal(title=shorten(text(f"form.title.{name}"), TITLE), custom_id=custom_id)
    for option in asked(command, intention.options):
        key = f"form.{name}.{option.name}"
        hint = text(f"{key}.hint") if text.has(f"{key}.hint") else None
        modal.add_item(
            discord.ui.Label(
                text=shorten(text(key), LABEL),
                description=shorten(hint, HINT) if hint else None,
                component=_field(option, key=key, prefilled=prefilled.get(option.name), text=text),
            )
        )
    # Finished from the start, so that discord.py does not remember it: see custom_id.
    modal.stop()
    return modal


def read(data: Mapping[str, Any], command: Command) -> dict[str, object]:
    """Return what was filled in, by the names of the options; *data* is a modal submission's."""
    known = {option.name: option for option in command.options if option.in_form}
    # A box that does not come back was not ticked.
    filled: dict[str, object] = {name: False for name, option in known.items() if option.kind is Kind.FLAG}
    filled |= {name: "" for name, option in known.items() if option.kind is Kind.CHOICES}
    for component in _fields(data.get("components", ())):
        option = known.get(str(component.get("custom_id")))
        if option is None:
            continue
        values = component.get("values")
        if option.kind is Kind.CHOICES:
            filled[option.name] = ",".join(map(str, values or ()))
            continue
        value = component.get("value") if values is None else next(iter(values), None)
        if option.kind is Kind.FLAG:
            filled[option.name] = value in {YES, True}
        elif value not in {None, ""} or option.may_be_blank:
            filled[option.name] = value or ""
    return filled


def _fields(components: Any) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if "component" in component:
            yield from _fields([component["component"]])
        elif "components" in component:
            yield from _fields(component["components"])
        else:
            yield component


def _field(
    option: Option, *, key: str, prefilled: str | None, text: Text
) -> discord.ui.Item[discord.ui.Modal]:
    if option.kind is Kind.CHOICE:
        chosen = prefilled or option.choices[0]
        return discord.ui.RadioGroup(
            custom_id=option.name,
            options=[
                discord.RadioGroupOption(
                    label=shorten(text(f"choice.{choice}"), HINT),
                    value=choice,
                    description=_hint(f"choice.{choice}.hint", text),
                    default=choice == chosen,
                )
                for choice in option.choices
            ],
        )
    if option.kind is Kind.FLAG:
        box = discord.CheckboxGroupOption(label=shorten(text(f"{key}.box"), HINT), value=YES)
        return discord.ui.CheckboxGroup(custom_id=option.name, options=[box], required=True)
    if option.kind is Kind.CHOICES:
        boxes = [
            discord.CheckboxGroupOption(label=shorten(text(f"choice.{choice}"), HINT), value=choice)
            for choice in option.choices
        ]
        return discord.ui.CheckboxGroup(
            custom_id=option.name, options=boxes, required=False, min_values=0, max_values=len(boxes)
        )
    limit = min(option.limit or TEXT, TEXT)
    style = discord.TextStyle.short if limit <= SHORT else discord.TextStyle.paragraph
    # What is there and too long is shown whole: what was cut off would be lost, and nobody would know.
    limit = max(limit, min(len(prefilled or ""), TEXT))
    return discord.ui.TextInput(
        custom_id=option.name,
        style=style,
        required=not option.may_be_blank,
        max_length=limit,
        default=shorten(prefilled, limit) if prefilled else None,
    )


def _hint(key: str, text: Text) -> str | None:
    return shorten(text(key), HINT) if text.has(key) else None
