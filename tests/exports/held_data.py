"""All that can be held about a member."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.consent import Consent, Purpose
from bot.domain.discussion import Kept
from bot.domain.identity import GuildId, MemberId
from bot.domain.my_data import Deed, ExportOfTheirs, Held, OwnResponse, Waiting

AT = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
DAY = date(2026, 3, 29)
GUILD, MEMBER = GuildId(1_199_999_999_999_999_100), MemberId(1_199_999_999_999_999_003)


def response(**values: object) -> OwnResponse:
    plain = OwnResponse(
        id=7,
        article="mill",
        title="The mill",
        discussion=2,
        question=1,
        question_text="Should it stay?",
        text="It should.",
        author_name="Sam",
        kept=Kept.NAMED,
        given="button",
        created_at=AT,
        edited_at=None,
        withdrawn_at=None,
        deleted_at=None,
        hidden_at=None,
        hidden_because=None,
        message=None,
        reply_to=None,
        may_quote=False,
        may_publish=False,
        terms=None,
    )
    return replace(plain, **values)  # type: ignore[arg-type]  # as they are named


def everything(words: str = "It should.") -> Held:
    """Return something of each kind, with *words* wherever people write them."""
    return Held(
        guild=GUILD,
        member=MEMBER,
        responses=(
            response(
                text=words, reactions={"👍": 2}, may_quote=True, edited_at=AT, message=5, reply_to=4, terms=2
            ),
            response(
                text=words, hidden_at=AT, hidden_because=words, author_name="P-123456", may_publish=True
            ),
            response(text=None, withdrawn_at=AT, author_name=""),
            response(text=None, deleted_at=AT, title=words, question_text=words),
        ),
        consents=(
            Consent(purpose=Purpose.RECORD, version=2, given_on=DAY),
            Consent(purpose=Purpose.QUOTE, version=1, given_on=DAY, is_standing=True),
            Consent(purpose=Purpose.PUBLISH, version=1, given_on=DAY, withdrawn_on=DAY),
        ),
        waiting=(Waiting(query=words, language="en", asked_at=AT),),
        deeds=(
            Deed(kind="log", at=AT, what="response.hide 7", reason=words),
            Deed(kind="article", at=AT, what="mill"),
        ),
        exports=(
            ExportOfTheirs(id=1, at=AT, purpose=Purpose.RECORD, has_names=True),
            ExportOfTheirs(id=2, at=AT, purpose=Purpose.PUBLISH, has_names=False, reason=words),
        ),
        never_since=DAY,
        muted_until=DAY,
        absent_since=DAY,
    )
