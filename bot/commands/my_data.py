"""What members do with all that is held about them: see it, change it, take it with them, have it erased."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.my_data_words import (
    exports_card,
    held_card,
    hidden_card,
    purposes_card,
    what_goes,
)
from bot.commands.privacy import leaving
from bot.commands.reply import Action, Card, Document, Reply
from bot.domain.consent import USES, Purpose
from bot.domain.my_data import Held
from bot.exports.my_data import to_json
from bot.exports.my_data_page import to_page
from bot.i18n import text_in


async def my_data_show(ctx: Context) -> Reply:
    """Say what is held about whoever asks, for what, and offer to change it."""
    held = await ctx.cases.my_data.show(at=ctx.at)
    settings = await ctx.cases.guilds.get(ctx.at.guild)
    cards = [held_card(held, ctx.text, *leaving(settings, ctx)), purposes_card(held, ctx.text)]
    cards += [card for card in (hidden_card(held, ctx.text), exports_card(held, ctx.text)) if card]
    return Reply(cards=tuple(cards), actions=_actions(held, ctx))


async def my_data_consent(ctx: Context, *, purpose: str | None = None, yes: bool | None = None) -> Reply:
    """Let one's answers be used for a purpose, or no more; say what they may be used for."""
    said = ""
    if purpose is not None and yes is not None:
        wanted = Purpose(purpose)
        if yes:
            await ctx.cases.consents.allow(wanted, at=ctx.at)
            said = ctx.text(f"mydata.allowed_{wanted}")
        elif wanted is not Purpose.RECORD:
            await ctx.cases.consents.forbid(wanted, at=ctx.at)
            said = ctx.text(f"mydata.forbidden_{wanted}")
        else:
            said = ctx.text("mydata.forbidden_record")
    held = await ctx.cases.my_data.show(at=ctx.at)
    return Reply(text=said, cards=(purposes_card(held, ctx.text),), actions=_actions(held, ctx))


async def my_data_download(ctx: Context) -> Reply:
    """Hand over all that is held about whoever asks: a page to read, and a file for programs."""
    held = await ctx.cases.my_data.show(at=ctx.at)
    name = ctx.text("mydata.file_name")
    # Words of its own: in a file nothing turns a time into the reader's.
    page = to_page(held, text_in(ctx.text.language), name=ctx.at.person.name)
    return Reply(
        text=ctx.text("mydata.downloaded"),
        documents=(
            Document(name=f"{name}.html", content=page.encode()),
            Document(name=f"{name}.json", content=to_json(held).encode()),
        ),
    )


async def my_data_erase(ctx: Context, *, yes: bool = False) -> Reply:
    """Erase all that is held about whoever asks, once they have said that they want it."""
    held = await ctx.cases.my_data.show(at=ctx.at)
    if held.is_empty:
        return Reply(text=ctx.text("mydata.nothing_to_erase"))
    exports = exports_card(held, ctx.text)
    if not yes:
        cards = [Card(title=ctx.text("mydata.erase_title"), lines=what_goes(held, ctx.text))]
        do = replace(ctx.turn("action.erase_all", "my-data erase", yes=True), is_risky=True)
        download = ctx.action("action.download", "my-data download")
        return Reply(cards=(*cards, *((exports,) if exports else ())), actions=(do, download))
    erased = await ctx.cases.my_data.erase(at=ctx.at)
    said = ctx.text("mydata.erased", n=erased.responses)
    never = () if held.never_since else (ctx.action("action.never", "my-data never", yes=True),)
    return Reply(text=said, cards=(exports,) if exports else (), actions=never)


async def my_data_never(ctx: Context, *, yes: bool | None = None) -> Reply:
    """Never record whoever asks, or do so again; say which of the two it is."""
    if yes is not None:
        await ctx.cases.consents.object(at=ctx.at, is_on=yes)
    held = await ctx.cases.my_data.show(at=ctx.at)
    if held.never_since is None:
        said = ctx.text("mydata.recorded_again" if yes is False else "mydata.may_be_recorded")
        return Reply(text=said, actions=(_never(held, ctx),))
    said = ctx.text("mydata.never", day=ctx.text.day(held.never_since))
    erase = () if held.is_empty else (_erase(ctx),)
    return Reply(text=said, actions=(_never(held, ctx), *erase))


def _actions(held: Held, ctx: Context) -> tuple[Action, ...]:
    record = held.agreed(Purpose.RECORD)
    anew = (
        (ctx.turn("action.agree_anew", "my-data consent", purpose=Purpose.RECORD.value, yes=True),)
        if record is not None and not record.is_current and record.withdrawn_on is None
        else ()
    )
    download = ctx.action("action.download", "my-data download")
    erase = () if held.is_empty else (_erase(ctx),)
    return (*anew, *(_toggle(held, one, ctx) for one in USES), download, _never(held, ctx), *erase)


def _toggle(held: Held, purpose: Purpose, ctx: Context) -> Action:
    agreed = held.agreed(purpose)
    is_on = agreed is not None and agreed.stands
    label = f"action.forbid_{purpose}" if is_on else f"action.allow_{purpose}"
    return Action(
        label=ctx.text(label),
        command="my-data consent",
        options={"purpose": purpose.value, "yes": not is_on},
        updates=True,
    )


def _never(held: Held, ctx: Context) -> Action:
    if held.never_since is None:
        return ctx.action("action.never", "my-data never", yes=True)
    return ctx.action("action.record_me", "my-data never", yes=False)


def _erase(ctx: Context) -> Action:
    return replace(ctx.action("action.erase", "my-data erase"), is_risky=True)
