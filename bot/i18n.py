"""Every word shown to people: keys in the code, texts in ``locales/<language>/LC_MESSAGES/causerie.po``.

The .po files are read as they are, so there is nothing to compile and nothing that can be out of date.
"""

import gettext
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from unicodedata import normalize

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "causerie"
MEGABYTE = 1_000_000
HOURS_AS_DAYS = 48  # from as many on, people count days
LEAP_YEAR = 2024  # which has every day
ISO_639_1 = 2  # letters of a language's code

# Between the parts of a locale's name, as in fr_FR.UTF-8@euro (POSIX).
LOCALE_NAME = re.compile(r"[_.@]")


class Language(StrEnum):
    """The languages that the bot speaks."""

    ENGLISH = "en"
    FRENCH = "fr"


class Text:
    """The bot's words in one language: ``text("answer.recorded", id="12")``.

    A text whose form depends on a number takes it as *n*. Whole numbers are written as the language does;
    an id is therefore passed as ``str``.
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text *key* with its placeholders filled."""
        number = values.get("n")
        if isinstance(number, int):
            template = self._translations.ngettext(key, key, number)
        else:
            template = self._translations.gettext(key)
        return template.format(**{name: self._shown(value) for name, value in values.items()})

    def has(self, key: str) -> bool:
        """Return whether there is a text for *key*."""
        return self._translations.gettext(key) != key

    def number(self, value: float, *, decimals: int = 0) -> str:
        """Return *value* with the separators of the language: ``1 234`` in French, ``1,234`` in English."""
        return str(_numbers().format_decimal(round(value, decimals), locale=self.language.value))

    def size(self, count: int) -> str:
        """Return a number of bytes as a person reads it."""
        if count < MEGABYTE:
            return self("unit.kilobytes", size=self.number(max(1, count / 1_000)))
        return self("unit.megabytes", size=self.number(count / MEGABYTE, decimals=1))

    def day(self, value: date) -> str:
        """Return a date in full: ``4 mars 2025``."""
        return self._dated(value, "long")

    def short_day(self, value: date) -> str:
        """Return a date where there is little room: ``4 mars 2025``."""
        return self._dated(value, "medium")

    def moment(self, value: datetime) -> str:
        """Return a time to the minute, in UTC and saying so: people may be anywhere."""
        in_utc = value.astimezone(UTC)
        time = _dates().format_skeleton("Hm", in_utc, locale=self.language.value)
        return f"{self._dated(in_utc.date(), 'medium')}, {time} UTC"

    def beside(self, _value: datetime) -> str:
        """Return what stands beside a local time for those elsewhere: nothing, where none is known."""
        return ""

    def local(self, value: datetime) -> str:
        """Return a day and a time by the clock of its place: ``lundi 10 août 2026 à 18 h``."""
        shown = _dates().format_date(value, format="full", locale=self.language.value)
        return self("time.at", day=self._counted(str(shown), value), time=self.clock(value.time()))

    def clock(self, value: time) -> str:
        """Return a time of day: ``18:00`` in English, ``18 h`` in French."""
        hour, minute = str(value.hour), f"{value.minute:02}"
        return self("time.clock", hour=hour, minute=minute) if value.minute else self("time.sharp", hour=hour)

    def length(self, value: timedelta) -> str:
        """Return how long something takes, to the minute: ``1 week``, ``2 days and 12 hours``."""
        hours, minutes = divmod(value // timedelta(minutes=1), 60)
        days = 0
        if hours >= HOURS_AS_DAYS:
            days, hours = divmod(hours, 24)
        counted = (("count.days", days), ("count.hours", hours), ("count.minutes", minutes))
        return self.listed([self(key, n=number) for key, number in counted if number])

    def listed(self, parts: Sequence[str]) -> str:
        """Return *parts* as one enumerates them: ``a, b and c``."""
        *before, last = parts
        return self("word.and", before=", ".join(before), last=last) if before else last

    def weekday(self, number: int) -> str:
        """Return what a day of the week is called; 0 is Monday."""
        return str(_dates().get_day_names("wide", locale=self.language.value)[number])

    def month(self, number: int) -> str:
        """Return what a month is called."""
        return str(_dates().get_month_names("wide", locale=self.language.value)[number])

    def month_day(self, month: int, day: int) -> str:
        """Return a day of every year: ``1er mai``."""
        value = date(LEAP_YEAR, month, day)
        return self._counted(str(_dates().format_skeleton("MMMMd", value, locale=self.language.value)), value)

    def ordinal(self, day: int) -> str:
        """Return a day of the month as it is counted: ``2nd``; French counts the first one only."""
        if self.language is Language.FRENCH:
            return "1er" if day == 1 else str(day)
        is_teen = day // 10 == 1
        return f"{day}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"

    def zone(self, name: str) -> str:
        """Return what the time in a zone is called: ``heure de Paris``."""
        from babel.core import Locale  # noqa: PLC0415 (not needed to say most things)

        if name == "UTC":
            return name
        if name == "America/Montreal":
            city = self("zone.montreal")  # which the CLDR takes for Toronto
        else:
            known = Locale.parse(self.language.value).time_zones.get(name) or {}
            city = str(known.get("city") or name.rpartition("/")[2].replace("_", " "))
        if city.startswith("Le "):
            return self("zone.of_le", city=city.removeprefix("Le "))
        is_elided = normalize("NFKD", city)[0].upper() in "AEIOU"
        return self("zone.of_vowel", city=city) if is_elided else self("zone.of", city=city)

    def partial_date(self, value: str) -> str:
        """Return an ISO 8601 date of which the month or the day may be unknown."""
        try:
            if value.count("-") == 1:
                month = date.fromisoformat(f"{value}-01")
                return str(_dates().format_skeleton("yMMMM", month, locale=self.language.value))
            return self.day(date.fromisoformat(value))
        except ValueError:
            return value  # a year alone, or no day of the calendar: shown as it was given

    def language_name(self, code: str) -> str:
        """Return what a language is called, by its ISO 639 code; the code where it has no name here."""
        from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 (not needed to say most things)

        try:
            return Locale.parse(code).get_language_name(self.language.value) or code
        except (UnknownLocaleError, ValueError):
            return code

    def _dated(self, value: date, style: str) -> str:
        return self._counted(
            str(_dates().format_date(value, format=style, locale=self.language.value)), value
        )

    def _counted(self, shown: str, value: date) -> str:
        # The CLDR does not know that French counts the first day of a month only.
        is_first = self.language is Language.FRENCH and value.day == 1
        return shown.replace("1", "1er", 1) if is_first else shown

    def _shown(self, value: object) -> object:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return self.number(value) if is_number else value  # type: ignore[arg-type]  # bool is told apart

    @cached_property
    def _translations(self) -> gettext.GNUTranslations:
        path = LOCALES / self.language / "LC_MESSAGES" / f"{DOMAIN}.po"
        with path.open("rb") as file:
            catalog = read_po(file, locale=self.language)
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        return gettext.GNUTranslations(compiled)


@cache
def text_in(language: Language) -> Text:
    """Return the bot's words in *language*."""
    return Text(language)


def language_code(typed: str) -> str:
    """Return the code of the language called *typed* in any language of ours; as it is where none is."""
    from babel.core import Locale  # noqa: PLC0415 (not needed to say most things)

    wanted = typed.strip().casefold()
    for spoken in Language:
        for code, name in Locale(spoken.value).languages.items():
            if len(code) == ISO_639_1 and wanted == name.casefold():
                return str(code)
    return wanted


def language_of(environment: Mapping[str, str]) -> Language:
    """Return the language that a terminal's environment asks for, English unless it is one of ours.

    The order of the variables is POSIX's, with GNU's LANGUAGE, which may list several, first.
    """
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            asked = (LOCALE_NAME.split(one)[0].lower() for one in value.split(":"))
            return next((Language(one) for one in asked if one in set(Language)), Language.ENGLISH)
    return Language.ENGLISH


def _numbers() -> ModuleType:
    from babel import numbers  # noqa: PLC0415 (not needed to say most things)

    return numbers


def _dates() -> ModuleType:
    from babel import dates  # noqa: PLC0415 (not needed to say most things)

    return dates
