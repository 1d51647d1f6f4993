"""The days on which an act of a mandate holds. Pure.

The day of the signature counts, the last day too: 31 days from 1 March end on 31 March. An act that the person withdraws no longer holds
from the day of her word on; what was done before stays done under it.
"""

from datetime import date, timedelta
from typing import Final

from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.kernel.sentences import LongDay, Sentence

#: how long before its end a mandate is warned of, by how many days it holds; any other (Aidants Connect): a month.
WARNED: Final = {1: timedelta(0), 31: timedelta(days=7), 182: timedelta(days=30), 365: timedelta(days=30)}
WARNED_OTHERWISE: Final = timedelta(days=30)
#: an end is still told for so long after it came.
TOLD_AFTER: Final = timedelta(days=7)
#: the longest that a mandate may hold, ours or Aidants Connect's.
LONGEST: Final = 365

UNSIGNED: Final = Sentence("Ce mandat n’est pas encore signé\u00a0: faites-le signer, ou dites pourquoi vous avez agi sans lui.")


def last_day(*, signed_on: date, days: int) -> date:
    """The last day of a mandate of so many days, its first one being that of the signature."""
    return signed_on + timedelta(days=days - 1)


def holds(*, signed_on: date | None, ends_on: date | None, revoked_on: date | None, on: date) -> Decision:
    """Whether an act of a mandate holds on a day; the reason says since when it does not."""
    if signed_on is None or ends_on is None:
        return refused(UNSIGNED)
    if on < signed_on:
        return refused(Sentence("Ce mandat n’est signé que depuis le {day}.", day=LongDay(signed_on)))
    if revoked_on is not None and on >= revoked_on:
        return refused(
            Sentence("La personne a révoqué cet acte le {day}\u00a0: on ne peut plus le faire pour elle.", day=LongDay(revoked_on))
        )
    if on > ends_on:
        return refused(Sentence("Ce mandat s’est terminé le {day}\u00a0: proposez-en un autre.", day=LongDay(ends_on)))
    return ALLOWED


def is_ending(*, days: int | None, ends_on: date, on: date) -> bool:
    """Whether the end of a mandate is near enough to be told, or came these last days."""
    near = WARNED.get(days, WARNED_OTHERWISE) if days is not None else WARNED_OTHERWISE
    return ends_on - near <= on <= ends_on + TOLD_AFTER
