"""What may stand in a pack."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

_YEARS = range(1000, 10_000)


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("missing", "blank")
    return value


def _storable(value: str | None) -> str | None:
    """Half a surrogate pair, which JSON can write, and NUL are characters no database takes."""
    if value and ("\0" in value or any("\ud800" <= character <= "\udfff" for character in value)):
        raise PydanticCustomError("characters", "Unicode characters other than U+0000 and surrogates")
    return value


def _absent_if_blank(value: object) -> object:
    """Blank is how people leave out a value whose key they kept."""
    return None if isinstance(value, str) and not value.strip() else value


def _date_text(value: object) -> object:
    """TOML and YAML know dates; a bare year is a number to both."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and value in _YEARS:
        return str(value)
    return _absent_if_blank(value)


def _moment(value: object) -> object:
    """JSON knows no times, and one without a zone is in UTC, as those that we write are."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip()) if value.strip() else None
        except ValueError:
            return value  # and refused for what it is
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return value


def _language_code(value: object) -> object:
    """Lower the case, drop the country: "FR" and "fr-CA" are French too."""
    return value.strip().casefold().split("-")[0] if isinstance(value, str) else value


Words = Annotated[str, AfterValidator(_not_blank), AfterValidator(_storable)]
OptionalWords = Annotated[str | None, BeforeValidator(_absent_if_blank), AfterValidator(_storable)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Position = Annotated[int, Field(ge=0)]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class FactModel(_Model):
    """A fact in a pack."""

    id: OptionalWords = None
    text: Words
    speaker: OptionalWords = None
    passage: OptionalWords = None
    start: Position | None = None
    end: Position | None = None
    state: Literal["stated", "corrected", "disputed", "withdrawn"] = "stated"
    note: OptionalWords = None
    score: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0
    changed_at: Moment = None
    orphaned_at: Moment = None
    added_at: Moment = None

    @model_validator(mode="after")
    def _spans_are_whole(self) -> Self:
        if (self.start is None) != (self.end is None) or (self.end or 0) < (self.start or 0):
            raise PydanticCustomError("span", "0 <= start <= end")
        return self


class QuestionModel(_Model):
    """A discussion question in a pack."""

    id: OptionalWords = None
    text: Words
    follow_ups: list[Words] = []


class PackModel(_Model):
    """A pack: an article without its text."""

    id: OptionalWords = None
    title: OptionalWords = None
    language: Annotated[str, BeforeValidator(_language_code), Field(pattern=r"^[a-z]{2}$")] | None = None
    source: OptionalWords = None
    author: OptionalWords = None
    url: OptionalWords = None
    date: Annotated[str | None, BeforeValidator(_date_text), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] = (
        None
    )
    facts: list[FactModel] = []
    questions: list[QuestionModel] = []
