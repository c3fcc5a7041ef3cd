"""What may be asked of an export."""

from bot.commands.options import ARTICLE
from bot.commands.spec import Kind, Option, Suggest
from bot.domain.consent import Purpose
from bot.domain.discussion import Given
from bot.exports import FORMATS

# As moderators call what members call otherwise.
PURPOSES = {"own_use": Purpose.RECORD, "quoting": Purpose.QUOTE, "publication": Purpose.PUBLISH}

FOR_EXPORTS = (
    Option(name="format", kind=Kind.CHOICE, choices=tuple(FORMATS)),
    ARTICLE,
    Option(name="discussion", kind=Kind.NUMBER, suggest=Suggest.DISCUSSIONS),
    Option(name="question", limit=100, suggest=Suggest.QUESTIONS),
    Option(name="purpose", kind=Kind.CHOICE, choices=tuple(PURPOSES)),
    Option(name="since", kind=Kind.FLAG),
    Option(name="names", kind=Kind.FLAG),
    Option(name="reason", limit=500),
    Option(name="first", limit=10),
    Option(name="last", limit=10),
    Option(name="given", kind=Kind.CHOICE, choices=tuple(Given)),
    Option(name="role", kind=Kind.ROLE, is_discords=True),
    Option(name="words", limit=200),
    Option(name="raw", kind=Kind.FLAG),
)
