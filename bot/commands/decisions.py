"""What the author of an answer is told when moderators hide it, or put it back: what, why, and what to do."""

from bot.commands.context import to_line
from bot.commands.reply import Card, Reply
from bot.commands.words import brief
from bot.domain.discussion import Response
from bot.domain.moderation import Decision
from bot.i18n import Text

# Of the question and of the answer, as much as tells them from others.
QUESTION, ANSWER = 120, 200


def told_decision(decision: Decision, text: Text, *, guild: str = "") -> Reply:
    """Return what an answer's author is told, unasked; not by which moderator it was decided.

    *guild* is where it was, for whoever reads it elsewhere.
    """
    response = decision.response
    said = text("decided.hidden" if decision.is_hidden else "decided.restored")
    lines = [
        text(
            "decided.question",
            number=response.prompt_number,
            question=brief(decision.question, limit=QUESTION),
        ),
        text("decided.answer", id=str(response.id), answer=brief(response.text or "", limit=ANSWER)),
        text("decided.why", reason=decision.reason or text("mydata.no_reason")),
        text("decided.means_hidden" if decision.is_hidden else "decided.means_restored"),
    ]
    if decision.is_hidden:
        which: dict[str, object] = {"response": int(response.id)}
        lines.append(
            text(
                "decided.can",
                edit=to_line("edit", which, text),
                withdraw=to_line("withdraw", which, text),
                show=to_line("my-data show", {}, text),
            )
        )
    where = text("decided.where", guild=guild, what=said) if guild else said
    return Reply(text=where, cards=(Card(lines=tuple(lines)),))


def note_hidden(response: Response, text: Text) -> str:
    """Return that *response* is hidden, and why, for its author who changes it."""
    return text("decided.note", reason=hidden_reason(response, text))


def hidden_reason(response: Response, text: Text) -> str:
    """Return why *response* is hidden, as moderators put it."""
    return response.hidden_because or text("mydata.no_reason")
