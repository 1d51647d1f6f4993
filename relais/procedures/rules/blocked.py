"""What may be said of a blocker: its days, and whether what worked elsewhere is told by enough of them. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from relais.kernel.sentences import LongDay, Sentence
from relais.kernel.tallies import SMALLEST

#: a count is shown from the least number, or from so many structures (doctrine, §6.1).
ENOUGH_HOUSES: Final = 3
#: so many alike, in so many days, make an alert (doctrine, §6.2).
ALIKE: Final = 3
ALIKE_DAYS: Final = 30
_NOT_YET: Final = Sentence("Ce jour n’est pas encore venu.")


def may_show(*, count: int, houses: int) -> bool:
    """Whether a count says nothing of any one person, worker or structure."""
    return count >= SMALLEST or houses >= ENOUGH_HOUSES


def days_hold(*, seen: date, ended: date | None, on: date) -> Mapping[str, Sentence]:
    """What is wrong with the days of a blocker: field → sentence. ``on``: today."""
    if seen > on:
        return {"seen_on": _NOT_YET}
    if ended is not None and ended > on:
        return {"ended_on": _NOT_YET}
    if ended is not None and ended < seen:
        return {"ended_on": Sentence("Ce blocage est noté le {day}\u00a0: il ne peut pas finir avant.", day=LongDay(seen))}
    return {}
