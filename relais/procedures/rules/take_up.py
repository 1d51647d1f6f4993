"""Why a right is not received, for figures: the four types of ODENORE, read from what was recorded and never typed. Pure.

Sources: Philippe Warin, ODENORE, 2010, and the fourth type added since (doctrine §6.3). A type says something of the way to a right, for
a team and for the institutions; it is no judgment of a person, and is counted without names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from relais.procedures.rules.progress import OVER, State

#: days after which a probable right of which nobody said a word counts as not proposed (our practice: the next appointment, at the latest).
PROPOSED_WITHIN: Final = timedelta(days=30)


class NonTakeUp(StrEnum):
    """The four types."""

    UNKNOWN = "non_connaissance"
    NOT_ASKED = "non_demande"
    NOT_RECEIVED = "non_reception"
    NOT_PROPOSED = "non_proposition"


@dataclass(frozen=True, slots=True)
class Word:
    """What the person said of the right on a day: codes of ``casework.terms.interviews``."""

    said: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A démarche for this right. ``unanswered``: the body let its legal time run out; ``granted``: silence or not, it was granted once;
    ``given_up``: closed because the person no longer wishes it."""

    state: State
    filed: bool = False
    granted: bool = False
    unanswered: bool = False
    given_up: bool = False


#: reasons told by the person that are a type by themselves; any other is hers for not asking.
_TOLD: Final = {
    "inconnu": NonTakeUp.UNKNOWN,
    "jamais_propose": NonTakeUp.NOT_PROPOSED,
    "deja_demande": NonTakeUp.NOT_RECEIVED,
}


def non_take_up(
    *, probable_since: date | None, words: Sequence[Word], requests: Sequence[Request], is_open: bool, on: date
) -> NonTakeUp | None:
    """The type as it stands on a day; None when the right is received, on its way, or when nothing yet says why it is not.

    ``probable_since``: since when a simulation kept in the file holds it to be claimed, None when none does. ``words``: in their order.
    ``is_open``: the right is among those open in the file.
    """
    if is_open or any(one.granted for one in requests):
        return None
    asked = [one for one in requests if one.filed and not one.given_up]
    if asked:
        failed = any(one.unanswered or one.state in (State.REFUSED, State.APPEALED) or one.state in OVER for one in asked)
        return NonTakeUp.NOT_RECEIVED if failed else None
    if not words:
        waited = probable_since is not None and on - probable_since >= PROPOSED_WITHIN
        return NonTakeUp.NOT_PROPOSED if waited else None
    last = words[-1]
    if last.cause in _TOLD:
        return _TOLD[last.cause]
    given_up = any(one.given_up for one in requests)
    return NonTakeUp.NOT_ASKED if last.said in ("non", "plus_tard") or given_up else None
