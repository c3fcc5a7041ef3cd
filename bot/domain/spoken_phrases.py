"""The phrases in which people say on which days: "every other week", « un lundi sur deux », "the 15th".

Each is read where it stands; that they make sense together is for bot.domain.spoken to see.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.spoken_reader import Reader, is_number
from bot.domain.spoken_words import (
    AND,
    ARTICLES,
    BETWEEN,
    EVERY,
    EXCEPT,
    FORTNIGHTS,
    GROUPS,
    HOURS,
    NUMBERS,
    OF,
    OFTEN,
    ON,
    ONE,
    ORDINALS,
    OTHER,
    PARTS_OF_DAY,
    SUFFIXES,
    TO,
    UNITS,
    WEEKDAYS,
    Half,
    Unit,
)

DAYS_IN_WEEK = 7
NTHS = frozenset({1, 2, 3, 4, 5, -1})
LONGEST_MONTH = 31
NOT_OFTEN = frozenset({1, -1})
DAYS = frozenset({"day", "days", "jour", "jours"})
# What follows a number that is an hour.
CLOCK = frozenset({":", ".", "am", "pm", "o'clock", *HOURS})
PERIODS = frozenset({Unit.DAY, Unit.WEEK, Unit.FORTNIGHT, Unit.MONTH})


@dataclass(slots=True, kw_only=True)
class Said:
    """What has been said of the days so far, and between which words."""

    unit: Unit | None = None  # how often: every so many of these
    every: int = 1
    unit_at: tuple[int, int] = (0, 0)
    weekdays: Sequence[int] = ()
    nths: Sequence[tuple[int, int]] = ()  # which of a month's weekdays, and which weekday
    month_days: Sequence[int] = ()
    days_at: tuple[int, int] = (0, 0)
    excepted: Sequence[int] = ()  # weekdays that are left out
    excepted_at: tuple[int, int] = (0, 0)
    half: Half | None = None  # of the day, as in "Monday evening"
    half_at: int = 0

    @property
    def has_days(self) -> bool:
        """Whether days have been named, and not only how often."""
        return bool(self.weekdays or self.nths or self.month_days)


class Phrases:
    """Reads the phrases on days that come up in *reader*."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.said = Said()

    def take(self) -> bool:
        """Read a phrase, if one comes next."""
        reader, start = self._reader, self._reader.position
        if often := reader.take(OFTEN):
            self._set_unit(OFTEN[often], 1, start)
            return True
        if reader.take(OF) or reader.take(BETWEEN):  # "from Monday to Friday"
            self._take_of(start)
            return True
        while reader.take(ON):
            pass
        if self._take_every(start) or self._take_one_in(start) or self._take_days(start):
            return True
        if reader.position > start:
            reader.unclear()
        return False

    def take_except(self) -> bool:
        """Read "except on Sundays", « sauf le week-end », if that comes next: weekdays, and not dates."""
        reader, start = self._reader, self._reader.position
        if reader.take(EXCEPT):
            while reader.take(ON):
                pass
            group = reader.take_any(GROUPS)
            if group or (reader.peek() in WEEKDAYS and not self._has_number(1)):
                more = GROUPS[group] if group else self._take_weekdays()
                self.said.excepted = (*self.said.excepted, *more)
                self.said.excepted_at = (start, reader.position)
                return True
        reader.position = start
        return False

    def take_part_of_day(self) -> bool:
        """Read "evening", if that comes next."""
        start = self._reader.position
        part = self._reader.take(PARTS_OF_DAY)
        if part and self.said.half:
            self._reader.unclear(start)
        if part:
            self.said.half, self.said.half_at = PARTS_OF_DAY[part], start
        return bool(part)

    def _take_of(self, start: int) -> None:
        """Read on from "of": « du lundi au vendredi », "of the month", « d’un mois sur deux »."""
        reader = self._reader
        if reader.peek() in WEEKDAYS:
            self._take_days(start)
            return
        reader.take(ARTICLES)
        if not self._take_every(start) and not self._take_one_in(start):
            self._set_unit(self._take_unit(), 1, start)

    def _take_every(self, start: int) -> bool:
        """Read "every other Tuesday", "every 3 days", "each month", « tous les lundis »."""
        reader = self._reader
        if not reader.take_any(EVERY):
            return False
        if reader.take(OTHER):
            if reader.peek() in WEEKDAYS:
                self._take_days(start)
                self._set_unit(Unit.WEEK, 2, start)
            else:
                self._set_unit(self._take_unit(), 2, start)
        elif (number := self._take_number_of()) is not None:
            is_fortnight = (number, reader.peek()) in FORTNIGHTS
            unit = self._take_unit()
            self._set_unit(*((Unit.FORTNIGHT, 1) if is_fortnight else (unit, number)), start)
        elif not self._take_days(start):
            self._set_unit(self._take_unit(), 1, start)
        return True

    def _take_one_in(self, start: int) -> bool:
        """Read « un lundi sur deux », « une semaine sur trois »."""
        reader = self._reader
        if reader.peek() not in ONE or reader.peek(2) != "sur":
            return False
        reader.position += 1
        unit = Unit.WEEK
        if reader.peek() in WEEKDAYS:
            self._set_days(start, weekdays=[WEEKDAYS[reader.take(WEEKDAYS)]])
        else:
            unit = self._take_unit()
        reader.position += 1
        number = self._take_number()
        if number is None:
            reader.unclear()
        self._set_unit(unit, number, start)
        return True

    def _take_days(self, start: int) -> bool:
        """Read "Mondays and Fridays", "weekdays", "first Tuesday", "the 1st and the 15th"."""
        reader = self._reader
        if group := reader.take_any(GROUPS):
            self._set_days(start, weekdays=GROUPS[group])
        elif reader.peek() in WEEKDAYS:
            self._set_days(start, weekdays=self._take_weekdays())
        elif self._has_number():
            self._take_numbered(start)
        else:
            return False
        return True

    def _take_weekdays(self) -> list[int]:
        """Read "Mondays, Tuesdays and on Fridays", "Mon Wed Fri", "Mon-Fri", « lundi au vendredi »."""
        reader = self._reader
        found = [WEEKDAYS[reader.take(WEEKDAYS)]]
        while True:
            before = reader.position
            is_range = bool(reader.take_any(TO))
            if not is_range:
                self._skip_and()
            if reader.peek() not in WEEKDAYS:
                reader.position = before
                return found
            last = WEEKDAYS[reader.take(WEEKDAYS)]
            length = (last - found[-1]) % DAYS_IN_WEEK if is_range else 1
            found += [(last - days) % DAYS_IN_WEEK for days in reversed(range(length))]

    def _take_numbered(self, start: int) -> None:
        """Read days by their number: in the month, or among the weekdays of the month."""
        reader = self._reader
        begun, numbers = start, self._take_numbers()
        nths: list[tuple[int, int]] = []
        while weekday := reader.take(WEEKDAYS):
            if not all(is_ordinal and number in NTHS for number, is_ordinal in numbers):
                reader.unclear(begun)
            nths += [(number, WEEKDAYS[weekday]) for number, _ in numbers]
            before = reader.position
            if not (self._skip_and() and self._has_number()):
                reader.position = before
                self._set_days(start, nths=nths)
                return
            begun, numbers = reader.position, self._take_numbers()
        are_days = UNITS.get(reader.peek()) is Unit.DAY
        reader.position += are_days
        allowed = range(-1 if are_days else 1, LONGEST_MONTH + 1)
        if nths or not all(number and number in allowed for number, _ in numbers):
            reader.unclear(begun)
        self._set_days(start, month_days=[number for number, _ in numbers])

    def _take_numbers(self) -> list[tuple[int, bool]]:
        """Read "first and last", "1st, 15th", « 1er et le 15 », each with whether it is an ordinal."""
        reader = self._reader
        found: list[tuple[int, bool]] = []
        before = reader.position
        while self._has_number():
            ordinal = reader.take(ORDINALS)
            number = ORDINALS[ordinal] if ordinal else int(reader.take_digits(2) or 0)
            found.append((number, bool(ordinal or reader.take(SUFFIXES))))
            before = reader.position
            if not self._skip_and():
                break
        reader.position = before
        return found

    def _has_number(self, ahead: int = 0) -> bool:
        """Return whether the number of a day comes next, or further *ahead*, and not an hour."""
        word, following = self._reader.peek(ahead), self._reader.peek(ahead + 1)
        return word in ORDINALS or (is_number(word, longest=2) and following not in CLOCK)

    def _skip_and(self) -> bool:
        """Go over "and", "and on", « , le »; return whether there was any."""
        reader = self._reader
        if not reader.take(AND):
            return False
        while reader.take(AND) or reader.take(ON):
            pass
        return True

    def _take_number_of(self) -> int | None:
        """Read the number of "3 days", "two weeks", "second month"; None where it is no such thing."""
        reader, start = self._reader, self._reader.position
        ordinal = reader.take(ORDINALS)
        number = ORDINALS[ordinal] if ordinal else self._take_number()
        is_ordinal = bool(ordinal or reader.take(SUFFIXES))
        # "Every first day" of the month is which, not how often.
        if number is None or reader.peek() not in UNITS or (is_ordinal and number in NOT_OFTEN):
            reader.position = start
            return None
        # "Every second day of the month" is either.
        if is_ordinal and reader.peek() in DAYS and reader.peek(1) in OF:
            reader.position += 1
            reader.unclear(start)
        return number

    def _take_number(self) -> int | None:
        word = self._reader.take(NUMBERS)
        return NUMBERS[word] if word else self._reader.take_digits(4)

    def _take_unit(self) -> Unit:
        if self.take_part_of_day():  # "every evening"
            return Unit.DAY
        unit = UNITS.get(self._reader.peek())
        if unit not in PERIODS:
            self._reader.unclear()
        self._reader.position += 1
        return unit

    def _set_unit(self, unit: Unit, every: int, start: int) -> None:
        if self.said.unit:
            self._reader.unclear(start)
        self.said.unit, self.said.every = unit, every
        self.said.unit_at = (start, self._reader.position)

    def _set_days(
        self,
        start: int,
        *,
        weekdays: Sequence[int] = (),
        nths: Sequence[tuple[int, int]] = (),
        month_days: Sequence[int] = (),
    ) -> None:
        if self.said.has_days:
            self._reader.unclear(start)
        self.said.weekdays, self.said.nths, self.said.month_days = weekdays, nths, month_days
        self.said.days_at = (start, self._reader.position)
