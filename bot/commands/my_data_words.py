"""What is held about a member, in words."""

from bot.commands.reply import Card
from bot.commands.words import brief
from bot.domain.consent import TERMS, USES, Purpose
from bot.domain.discussion import Kept
from bot.domain.my_data import ExportOfTheirs, Held
from bot.i18n import Text

# Exports, and hidden responses, that a card lists; the download has them all.
LISTED = 10


def held_card(held: Held, text: Text, *more: str) -> Card:
    """Return how much there is of each kind, and *more* that is to be said of it."""
    lines = list(_amounts(held, text)) or [text("mydata.nothing")]
    if held.never_since is not None:
        lines.append(text("mydata.never_since", day=text.day(held.never_since)))
    if held.muted_until is not None:
        lines.append(text("mydata.muted", day=text.day(held.muted_until)))
    if held.absent_since is not None:
        lines.append(text("mydata.absent_since", day=text.day(held.absent_since)))
    lines += [text("mydata.unlinked"), *more]
    return Card(title=text("mydata.title"), lines=_bulleted(lines))


def purposes_card(held: Held, text: Text) -> Card:
    """Return what the member's answers may be used for."""
    lines = [_record(held, text), *(_use(held, purpose, text) for purpose in USES)]
    return Card(title=text("mydata.purposes"), lines=_bulleted(lines))


def hidden_card(held: Held, text: Text) -> Card | None:
    """Return which answers moderators hide, and why."""
    if not held.hidden:
        return None
    lines = [
        text("mydata.hidden_line", id=str(one.id), answer=brief(one.text or "", limit=60), reason=reason)
        for one in held.hidden[:LISTED]
        for reason in (one.hidden_because or text("mydata.no_reason"),)
    ]
    lines += _more(len(held.hidden), text)
    return Card(title=text("mydata.hidden"), lines=_bulleted(lines))


def exports_card(held: Held, text: Text) -> Card | None:
    """Return which exports may hold the member's answers, the newest first."""
    if not held.exports:
        return None
    lines = [export_in_words(one, text) for one in held.exports[::-1][:LISTED]]
    lines += _more(len(held.exports), text)
    return Card(title=text("mydata.exports"), lines=_bulleted(lines), footer=text("mydata.exports_stay"))


def export_in_words(export: ExportOfTheirs, text: Text) -> str:
    """Return when an export was taken, for what, and whether it names people."""
    named = text("mydata.with_names" if export.has_names else "mydata.with_pseudonyms")
    said = text(
        "mydata.export", moment=text.moment(export.at), purpose=text(f"purpose.{export.purpose}"), how=named
    )
    return text("state.with_note", state=said, note=export.reason) if export.reason else said


def what_goes(held: Held, text: Text) -> tuple[str, ...]:
    """Return what erasing erases, and what it does not."""
    lines = [
        *_amounts(held, text),
        text("mydata.goes_memory"),
        text("mydata.stays_discord"),
        text("mydata.stays_unlinked"),
    ]
    if held.exports:
        lines.append(text("mydata.stays_exports", n=len(held.exports)))
    lines.append(text("mydata.for_good"))
    return _bulleted(lines)


def _amounts(held: Held, text: Text) -> tuple[str, ...]:
    standing = held.standing
    pseudonymous = sum(one.kept is Kept.PSEUDONYMOUS for one in standing)
    amounts: tuple[tuple[str, int, dict[str, int]], ...] = (
        ("mydata.answers", len(standing), {"pseudonymous": pseudonymous}),
        ("mydata.gone", len(held.responses) - len(standing), {}),
        ("mydata.consents", len(held.consents), {}),
        ("mydata.waiting", len(held.waiting), {}),
        ("mydata.deeds", len(held.deeds), {}),
    )
    return tuple(text(key, n=n, **more) for key, n, more in amounts if n)


def _record(held: Held, text: Text) -> str:
    agreed = held.agreed(Purpose.RECORD)
    if agreed is None:
        return text("mydata.record_typed" if held.standing else "mydata.record_none")
    day = text.day(agreed.given_on)
    if not agreed.is_current:
        return text("mydata.record_changed", day=day, version=agreed.version, now=TERMS[Purpose.RECORD])
    return text("mydata.record_agreed", day=day, version=agreed.version)


def _use(held: Held, purpose: Purpose, text: Text) -> str:
    """Return whether answers may be used for *purpose*: all, some or none."""
    agreed = held.agreed(purpose)
    named = text(f"purpose.{purpose}")
    some = sum(one.may_quote if purpose is Purpose.QUOTE else one.may_publish for one in held.standing)
    if agreed is None:
        return text("mydata.use_none", purpose=named)
    day = text.day(agreed.given_on)
    if agreed.withdrawn_on is not None:
        return text("mydata.use_withdrawn", purpose=named, day=text.day(agreed.withdrawn_on))
    if not agreed.is_current:
        return text("mydata.use_changed", purpose=named, day=day, version=agreed.version, now=TERMS[purpose])
    left_out = len(held.standing) - some
    if agreed.is_standing and left_out:
        return text("mydata.use_all_but", n=left_out, purpose=named, day=day, version=agreed.version)
    if agreed.is_standing:
        return text("mydata.use_all", purpose=named, day=day, version=agreed.version)
    return text("mydata.use_some", n=some, purpose=named, day=day, version=agreed.version)


def _more(count: int, text: Text) -> list[str]:
    return [text("mydata.more", n=count - LISTED)] if count > LISTED else []


def _bulleted(lines: list[str]) -> tuple[str, ...]:
    return tuple(f"• {line}" for line in lines)
