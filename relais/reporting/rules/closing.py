"""A finished month is closed once: what it tells never changes, and what is noted too late counts in the next month to be closed. Pure.

Groups of eleven (``groups.py``) hold for questions asked on one day. A number read twice is a question too: were October to grow from 14
to 15 between two readings, their difference would be one act, and whoever knows who came that day would know whose. So October is closed,
as statistical offices do, and the acts of October noted in December are added to the next month to be closed, all services together: a
file that moves from a service to another is no new fact. What is taken back after its month is set against what comes late, and goes no
further: no number that was told is told again with less.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from relais.kernel.months import Month
from relais.kernel.tallies import Tally

#: days of the next month during which the acts of a month may still be noted in their own.
GRACE: Final = 5
#: the place of what belongs to the whole house, as facts without a service have it.
WHOLE_HOUSE: Final = 0


def to_close(on: date) -> Month:
    """The last month that is closed on a day: the month before, from its fifth day on."""
    return Month.of(on).plus(-1 if on.day >= GRACE else -2)


def closed(month: Month, counted: Sequence[Tally], told: Iterable[Tally], *, late: bool = True) -> list[Tally]:
    """What a month tells for ever. ``counted``: what the acts say now of this month and of those before it; ``told``: what the months
    before it tell. ``late``: whether what is late is a fact like another; not for a stock (how many on a day)."""
    own = [one for one in counted if one.month == month]
    return own + (_late(month, [one for one in counted if one.month < month], told) if late else [])


def _late(month: Month, counted: Iterable[Tally], told: Iterable[Tally]) -> list[Tally]:
    """By cell, what the acts of the months before count beyond what these months told."""
    counts: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for sign, parts in ((1, counted), (-1, told)):
        for one in parts:
            counts[one.cell] += sign * one.count
            amounts[one.cell] += sign * one.amount
    return [Tally(WHOLE_HOUSE, month, cell, count, max(0, amounts[cell])) for cell, count in counts.items() if count > 0]
