"""How days are counted: months from day number to day number, days without the first, délai franc, moves off non-working days.

Sources: CPC 640 to 642; délai franc before administrative courts, CE 4 July 2025 n° 496138 (docs/areas/law-clocks.md).
Every function is monotonic in its start: a later day never gives an earlier one.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

from relais.law.clocks.holidays import FIRST_YEAR, LAST_YEAR, is_holiday

_WRITTEN: Final = re.compile(r"(-?)(\d{1,3}) (days|months|years|working_days|open_days)")
_SATURDAY, _SUNDAY = 5, 6
_DAY: Final = timedelta(days=1)


class OutOfReachError(ValueError):
    """A day falls outside the years that clocks accept."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in one unit; negative before a day.

    ``unit``: "days", "months", "years", "working_days" (jours ouvrés, Monday to Friday) or "open_days" (jours ouvrables, Monday to
    Saturday).
    """

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read «2 months»; ValueError otherwise."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a span")
        count = int(match[2]) * (-1 if match[1] else 1)
        if count < 0 and match[3] in ("working_days", "open_days"):
            raise ValueError("working days are counted forwards only")
        return cls(count, match[3])

    def after(self, start: date, zone: str) -> date:
        """The last day, as it falls: the start does not count; a month without that day number ends on its last day (CPC 641)."""
        if self.unit == "days":
            return checked(start + self.count * _DAY)
        if self.unit in ("months", "years"):
            return plus_months(start, self.count * (12 if self.unit == "years" else 1))
        day = start
        for _ in range(self.count):
            day = first_working(day + _DAY, zone, saturdays=self.unit == "open_days")
        return checked(day)


def checked(day: date) -> date:
    """The same day, or OutOfReachError."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutOfReachError(f"{day.isoformat()} is outside {FIRST_YEAR}-{LAST_YEAR}")
    return day


def plus_months(start: date, months: int) -> date:
    """The same day number so many months later, or the last day of that month when it has none (CPC 641)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutOfReachError(f"year {year} is outside {FIRST_YEAR}-{LAST_YEAR}")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def start_of_next_month(day: date) -> date:
    """The first day of the month after."""
    return checked(end_of_month(day) + _DAY)


def is_working(day: date, zone: str, *, certain_only: bool = False, saturdays: bool = False) -> bool:
    """Neither a Sunday, nor a public holiday, nor a Saturday unless ``saturdays``. ``certain_only``: see ``holidays_of``."""
    closed = (_SUNDAY,) if saturdays else (_SATURDAY, _SUNDAY)
    return day.weekday() not in closed and not is_holiday(day, zone, certain_only=certain_only)


def first_working(day: date, zone: str, *, certain_only: bool = False, saturdays: bool = False) -> date:
    """That day, or the first working one after it (CPC 642)."""
    while not is_working(day, zone, certain_only=certain_only, saturdays=saturdays):
        day += _DAY
    return checked(day)


def last_working(day: date, zone: str) -> date:
    """That day, or the last working one before it."""
    while not is_working(day, zone):
        day -= _DAY
    return day
