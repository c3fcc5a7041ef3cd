"""What moderators are told unasked, in words: the guild's card of what is wrong."""

from collections.abc import Iterable

from bot.commands.reply import Action, Card, Reply
from bot.commands.words import problem_in_words
from bot.domain.guild import Severity
from bot.domain.health import Notice, Problem
from bot.i18n import Text

# Problems that are shown one by one; the rest is counted. Nobody mends more at a time.
SHOWN = 10
# Missed openings that can be decided on the card, with two buttons each: Discord has room for 25.
DECIDED = 4


def health_card(notice: Notice, *, text: Text, shown: int = SHOWN) -> Reply:
    """Return the card that says *notice*, with up to *shown* of its problems."""
    again = Action(label=text("action.doctor"), command="doctor")
    if not notice.problems:
        since = () if notice.well_since is None else (text("health.well_since", moment=_at(notice, text)),)
        return Reply(cards=(Card(title=text("health.well"), lines=since),), actions=(again,))
    some = notice.problems[:shown]
    cards = [
        Card(title=text(f"doctor.{severity}"), lines=tuple(lines))
        for severity in (Severity.BROKEN, Severity.NOTICE)
        if (lines := [f"• {problem_in_words(one, text)}" for one in some if one.severity is severity])
    ]
    left = len(notice.problems) - len(some)
    if left:
        cards.append(Card(lines=(text("health.more", n=left),)))
    return Reply(text=text("health.title"), cards=tuple(cards), actions=(*decisions(some, text=text), again))


def decisions(problems: Iterable[Problem], *, text: Text) -> tuple[Action, ...]:
    """Return two offers for each missed opening among *problems*: to open it now, and to leave it out."""
    asked = [one for one in problems if one.code == "asked"][:DECIDED]
    return tuple(
        Action(
            label=text(label, number=one.data.get("number")),
            command="schedule decide",
            options={"occurrence": one.subject, "opens": opens},
        )
        for one in asked
        for label, opens in (("action.open_missed", "yes"), ("action.leave_out", "no"))
    )


def _at(notice: Notice, text: Text) -> str:
    return "" if notice.well_since is None else text.moment(notice.well_since)
