"""Replies as Discord shows them: embeds, buttons, lists, files, each within Discord's limits."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import discord

from bot.commands.reply import Action, Card, Document, Pick, PickKind, Reply
from bot.discord_front.custom_id import Intention, encode
from bot.discord_front.handing_over import CONTENT, Parcel
from bot.discord_front.markdown import escape, quote, shorten, straight
from bot.discord_front.times import TAG, spelled_out
from bot.domain.discussion import is_blank
from bot.i18n import Text

# https://discord.com/developers/docs/resources/message#embed-object-embed-limits and the like
EMBEDS = 10
EMBED_TOTAL = 6_000
TITLE = 256
DESCRIPTION = 4_096
FOOTER = 2_048
ALT = 1_024
LABEL = 80
OPTION_TEXT = 100
OPTIONS = 25
ROWS = 5
BUTTONS_IN_ROW = 5
# What is always left free of an embed's total, for what is counted otherwise than we do.
MARGIN = 100
WHOLE = "causerie.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that is sent."""

    name: str
    content: Path | bytes
    alt: str | None = None  # what a picture shows, in words

    def open(self) -> discord.File:
        """Return the file anew: what was sent once is closed."""
        content = io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content
        return discord.File(content, filename=self.name, description=self.alt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What is sent."""

    content: str
    embeds: list[discord.Embed] = field(default_factory=list)
    view: discord.ui.View | None = None
    files: list[Attached] = field(default_factory=list)
    is_error: bool = False  # private, and beside what was clicked, whatever was asked for
    instead: "Rendered | None" = None  # what is sent where Discord refuses the files for their size
    parcel: Parcel | None = None  # what is handed over after it
    afterwards: discord.ui.View | None = None  # the buttons and lists once that is done

    @property
    def has_files(self) -> bool:
        """Whether sending it takes a while."""
        return bool(self.files) or self.parcel is not None

    def open_files(self) -> list[discord.File]:
        """Return the files, each time they are sent."""
        return [file.open() for file in self.files]


def render(reply: Reply, *, text: Text) -> Rendered:
    """Return *reply* for Discord; what is too long is shortened, and handed over whole as a file."""
    content = escape(reply.text)
    embeds = to_embeds(reply.cards)
    files = [Attached(name=path.name, content=path) for path in reply.files]
    files += [Attached(name=one.name, content=one.content) for one in reply.documents]
    if reply.picture is not None:
        files.append(to_picture(reply.picture, embeds))
    if len(content) > CONTENT or not fit(embeds):
        whole = "\n\n".join(part for part in (reply.text, *map(to_plain_text, reply.cards)) if part)
        files.append(Attached(name=WHOLE, content=spelled_out(whole, language=text.language).encode()))
        embeds = fitted(embeds)
    return Rendered(
        content=shorten(content, CONTENT),
        embeds=embeds,
        view=to_view(reply, text=text),
        files=files,
        is_error=reply.error is not None,
    )


def to_picture(picture: Document, embeds: Sequence[discord.Embed]) -> Attached:
    """Return *picture* as it is attached, shown in the first of *embeds*."""
    for embed in embeds[:1]:
        embed.set_image(url=f"attachment://{picture.name}")
    alt = None if picture.alt is None else shorten(picture.alt, ALT)
    return Attached(name=picture.name, content=picture.content, alt=alt)


def to_embeds(cards: Sequence[Card]) -> list[discord.Embed]:
    """Return an embed for each card, or one for all where there are more than a message may have."""
    if len(cards) <= EMBEDS:
        return [to_embed(card) for card in cards]
    blocks = [to_description(card, has_title=False) for card in cards]
    return [discord.Embed(description="\n\n".join(blocks))]


def to_embed(card: Card) -> discord.Embed:
    """Return *card* as an embed; a title that is too long for one leads the description."""
    title = escape(card.title)
    fits = len(title) <= TITLE
    embed = discord.Embed(title=title if fits else None)
    # A footer knows no Markdown, and no times.
    footer = None if card.footer is None or TAG.search(card.footer) else straight(card.footer)
    embed.description = to_description(card, has_title=fits, has_footer=footer is None) or None
    if footer:
        embed.set_footer(text=shorten(footer, FOOTER))
    return embed


def to_description(card: Card, *, has_title: bool, has_footer: bool = True) -> str:
    """Return *card* as Markdown, without the title where that is shown elsewhere."""
    parts = []
    if card.title and not has_title:
        parts.append(f"**{escape(card.title)}**")
    if card.lines:
        parts.append("\n".join(escape(line) for line in card.lines))
    if card.quote is not None:
        parts.append(quote(escape(card.quote)))
    if has_footer and card.footer:
        parts.append(f"-# {escape(card.footer)}")
    return "\n".join(parts)


def to_plain_text(card: Card) -> str:
    """Return *card* for a text file."""
    return "\n".join(part for part in (card.title, *card.lines, card.quote, card.footer) if part)


def fit(embeds: Sequence[discord.Embed]) -> bool:
    """Return whether Discord takes *embeds* as they are."""
    is_each_short = all(len(embed.description or "") <= DESCRIPTION for embed in embeds)
    return is_each_short and sum(map(len, embeds)) <= EMBED_TOTAL - MARGIN


def fitted(embeds: Sequence[discord.Embed]) -> list[discord.Embed]:
    """Shorten what is too long, each embed as far as its share of the total goes; return them."""
    share = (EMBED_TOTAL - MARGIN) // max(1, len(embeds))
    for embed in embeds:
        over = len(embed) - share
        if over > 0 and embed.description:
            embed.description = shorten(embed.description, max(1, len(embed.description) - over))
        if embed.description:
            embed.description = shorten(embed.description, DESCRIPTION)
    return list(embeds)


def to_view(reply: Reply, *, text: Text) -> discord.ui.View | None:
    """Return the buttons and lists of *reply*."""
    rows: list[list[discord.ui.Item[discord.ui.View]]] = []
    for pick in reply.picks[: ROWS - 1]:
        if (menu := to_menu(pick)) is not None:
            rows.append([menu])
    buttons = to_buttons(reply, text=text)
    room = (ROWS - len(rows)) * BUTTONS_IN_ROW
    for start in range(0, min(len(buttons), room), BUTTONS_IN_ROW):
        rows.append(list(buttons[start : start + BUTTONS_IN_ROW]))
    return to_rows(rows) if rows else None


def to_rows(rows: Sequence[Sequence[discord.ui.Item[discord.ui.View]]]) -> discord.ui.View:
    """Return a view of *rows*."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for item in row:
            item.row = number
            view.add_item(item)
    # Finished from the start: discord.py would remember it for ever, and the custom_id says everything.
    view.stop()
    return view


def to_buttons(reply: Reply, *, text: Text) -> list[discord.ui.Button[discord.ui.View]]:
    """Return a button for each action, and one that shares; the first one stands out."""
    buttons = []
    for number, action in enumerate(reply.actions):
        style = discord.ButtonStyle.primary if not number else discord.ButtonStyle.secondary
        button = to_button(action, style=discord.ButtonStyle.danger if action.is_risky else style)
        if button is not None:
            buttons.append(button)
    if reply.share is not None:
        share = Intention(command=reply.share.command, options=_written(reply.share), shares=True)
        if custom_id := encode(share):
            buttons.append(discord.ui.Button(label=text("button.share"), custom_id=custom_id))
    return buttons


def to_button(
    action: Action, *, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> discord.ui.Button[discord.ui.View] | None:
    """Return *action* as a button, or None where its options do not fit into one."""
    intention = Intention(command=action.command, options=_written(action), updates=action.updates)
    custom_id = encode(intention)
    if custom_id is None:
        return None
    return discord.ui.Button(label=shorten(straight(action.label), LABEL), custom_id=custom_id, style=style)


def to_menu(pick: Pick) -> discord.ui.Item[discord.ui.View] | None:
    """Return *pick* as a list, or None where there is nothing to pick or its options do not fit."""
    options = {name: str(value) for name, value in pick.options.items()}
    custom_id = encode(
        Intention(command=pick.command, options=options, updates=pick.updates, picks=pick.option)
    )
    if custom_id is None:
        return None
    label = shorten(straight(pick.label), 150)  # Discord's limit for a placeholder
    if pick.kind in {PickKind.CHANNEL, PickKind.TEXT_CHANNEL}:
        forums = [discord.ChannelType.forum] if pick.kind is PickKind.CHANNEL else []
        kinds = [discord.ChannelType.text, *forums]
        chosen = _chosen(pick, discord.SelectDefaultValueType.channel)
        return discord.ui.ChannelSelect(
            custom_id=custom_id, placeholder=label, channel_types=kinds, default_values=chosen
        )
    if pick.kind is PickKind.ROLE:
        chosen = _chosen(pick, discord.SelectDefaultValueType.role)
        return discord.ui.RoleSelect(custom_id=custom_id, placeholder=label, default_values=chosen)
    choices = [
        discord.SelectOption(label=to_label(name, value=value), value=value, default=value == pick.picked)
        for value, name in pick.choices[:OPTIONS]
        if len(value) <= OPTION_TEXT
    ]
    # Discord takes no empty list.
    return discord.ui.Select(custom_id=custom_id, placeholder=label, options=choices) if choices else None


def to_label(name: str, *, value: str) -> str:
    """Return what an option or a suggestion is called: Discord refuses what nothing is to be seen of."""
    label = shorten(straight(name), OPTION_TEXT)
    return value if is_blank(label) else label


def _chosen(pick: Pick, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=int(pick.picked), type=kind)] if pick.picked else []


def _written(action: Action) -> dict[str, str]:
    return {name: str(value) for name, value in action.options.items()}
