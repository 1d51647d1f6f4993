"""The clocks of a domiciliation. Pure.

Two months to decide, one year once granted, asked again two months before the end; more than three months without a visit nor a call may
end it (CASF L.264-1 ff. and D.264-1 ff., as the doctrine tells them, to be verified). Days of an absence that was told do not count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from relais.law.clocks.counting import plus_months

DAY: Final = timedelta(days=1)
MONTHS_TO_DECIDE: Final = 2
MONTHS_GRANTED: Final = 12
MONTHS_TO_RENEW: Final = 2
MONTHS_SILENT: Final = 3
#: how long before the three months are over the référent is told.
WARNED: Final = timedelta(days=15)
#: how long a person has to answer before an end that she did not ask: our choice, to be verified with the rules of the service.
TO_ANSWER: Final = timedelta(days=15)
#: how far ahead an absence may be told.
LONGEST_AWAY: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Away:
    """Days when the person said that she would not come, both included; ``last`` None: nobody knows yet."""

    first: date
    last: date | None


def decide_by(*, asked_on: date) -> date:
    """The last day to answer a request."""
    return plus_months(asked_on, MONTHS_TO_DECIDE)


def last_day(*, starts_on: date) -> date:
    """The last day of a domiciliation granted from this day."""
    return plus_months(starts_on, MONTHS_GRANTED) - DAY


def renewable_on(*, ends_on: date) -> date:
    """From which day a renewal is asked."""
    return plus_months(ends_on, -MONTHS_TO_RENEW)


def renewable_up_to(*, on: date) -> date:
    """The last of the ends whose renewal may be asked that day: the other way round than ``renewable_on``, for a condition on rows."""
    return plus_months(on + DAY, MONTHS_TO_RENEW) - DAY if (on + DAY).day == 1 else plus_months(on, MONTHS_TO_RENEW)


def begins_on(*, decided_on: date, ends_on: date | None) -> date:
    """The first day of what is granted: that of the decision, or the day after the year under way."""
    return decided_on if ends_on is None or ends_on < decided_on else ends_on + DAY


def silent_on(*, seen_on: date, away: Iterable[Away] = ()) -> date | None:
    """The first day when more than three months passed without a sign of her; None while an absence has no end.

    Each day of an absence that was told moves it by one day; a day told twice counts once.
    """
    due, counted = plus_months(seen_on, MONTHS_SILENT) + DAY, seen_on + DAY
    for one in sorted(away, key=lambda told: told.first):
        if one.first >= due:
            break
        if one.last is None:
            return None
        first = max(one.first, counted)
        if one.last >= first:
            due += one.last - first + DAY
            counted = one.last + DAY
    return due


def is_away(away: Iterable[Away], *, on: date) -> bool:
    """Whether she said that she would not come that day."""
    return any(one.first <= on and (one.last is None or on <= one.last) for one in away)
