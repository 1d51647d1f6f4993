"""A number that leaves the files: how many, in one service, one month, one cell of a figure. No person, no file, no member, no day."""

from dataclasses import dataclass
from typing import Final

from relais.kernel.months import Month

#: under this, a number is not told (doctrine, S11): one rule for every count that leaves the files.
SMALLEST: Final = 11


@dataclass(frozen=True, slots=True)
class Tally:
    """So many facts of one service, month and cell. ``amount``: what they sum to (days, euros); 0 when nothing is summed."""

    service: int
    month: Month
    cell: str
    count: int
    amount: int = 0
