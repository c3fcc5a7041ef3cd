"""What is held about a member as a JSON document for them to take away; docs/privacy.md says its shape."""

import json
from datetime import datetime
from typing import Any

from bot.domain.consent import Consent
from bot.domain.my_data import Deed, ExportOfTheirs, Held, OwnResponse, Waiting
from bot.exports.tables import to_text

FORMAT = "causerie-my-data"
# Raised when a field changes its meaning or goes; new ones come without.
VERSION = 1


def to_json(held: Held) -> str:
    """Return *held* as one document. Discord's ids are texts: they have more digits than JSON's numbers."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "guild": str(held.guild),
        "member": str(held.member),
        "never_recorded_since": _day(held.never_since),
        "no_unlinked_answers_until": _day(held.muted_until),
        "not_found_on_the_server_since": _day(held.absent_since),
        "answers": [_response(one) for one in held.responses],
        "consents": [_consent(one) for one in held.consents],
        "waiting_for": [_waiting(one) for one in held.waiting],
        "done_as_moderator": [_deed(one) for one in held.deeds],
        "exports_that_may_hold_answers": [_export(one) for one in held.exports],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _response(one: OwnResponse) -> dict[str, Any]:
    return {
        "id": one.id,
        "article": one.article,
        "article_title": one.title,
        "discussion": one.discussion,
        "question": one.question,
        "question_text": one.question_text,
        "text": one.text,
        "state": one.state,
        "hidden_because": one.hidden_because,
        "name": one.author_name,
        "kept": one.kept.value,
        "given": one.given,
        "given_at": to_text(one.created_at),
        "edited_at": _time(one.edited_at),
        "withdrawn_at": _time(one.withdrawn_at),
        "deleted_at": _time(one.deleted_at),
        "hidden_at": _time(one.hidden_at),
        "message": _id(one.message),
        "in_reply_to": _id(one.reply_to),
        "may_be_quoted": one.may_quote,
        "may_be_published": one.may_publish,
        "terms": one.terms,
        "reactions": dict(one.reactions),
    }


def _consent(one: Consent) -> dict[str, Any]:
    return {
        "purpose": one.purpose.value,
        "version_of_words": one.version,
        "agreed_on": one.given_on.isoformat(),
        "withdrawn_on": _day(one.withdrawn_on),
        "for_all_answers": one.is_standing,
    }


def _waiting(one: Waiting) -> dict[str, Any]:
    return {"question": one.query, "language": one.language, "asked_at": to_text(one.asked_at)}


def _deed(one: Deed) -> dict[str, Any]:
    return {"kind": one.kind, "at": to_text(one.at), "what": one.what, "reason": one.reason}


def _export(one: ExportOfTheirs) -> dict[str, Any]:
    return {
        "id": one.id,
        "at": to_text(one.at),
        "purpose": one.purpose.value,
        "with_names": one.has_names,
        "reason": one.reason,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else to_text(at)


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _id(number: int | None) -> str | None:
    return None if number is None else str(number)
