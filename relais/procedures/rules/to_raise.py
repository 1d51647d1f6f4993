"""Which probable rights are worth raising with a person at her next appointment: those of which nothing was done yet. Pure.

No score, no ranking, of rights nor of persons: the rights keep the order of the catalogue, and files that of the appointments. A right is
left out once the person has it, has asked for it, or said yes or no; «plus tard» and «proposé» are raised again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

#: a situation told longer ago than this is read again with the person before anything is asked.
OLD: Final = timedelta(days=183)
#: words of the person after which a right is not raised again (``casework.terms.interviews.Said``).
_SETTLED: Final = frozenset({"oui", "non"})


@dataclass(frozen=True, slots=True)
class Known:
    """What a file tells of its rights. ``said``: right → the person's last word; ``asked``: rights of the démarches under way, or
    opened lately; ``open_names``: names of the rights open in the file, folded."""

    said: Mapping[str, str]
    asked: Collection[str]
    open_names: Collection[str]


@dataclass(frozen=True, slots=True)
class Probable:
    """A right of the answers kept. ``names``: the words by which it may stand among the open rights, folded; ``received``: she already
    told that she has it."""

    code: str
    names: Collection[str]
    received: bool = False


def to_raise(rights: Collection[Probable], known: Known) -> list[str]:
    """The codes of those left to raise, in the order given."""
    return [one.code for one in rights if not _is_settled(one, known)]


def _is_settled(one: Probable, known: Known) -> bool:
    said = known.said.get(one.code, "") in _SETTLED
    return one.received or said or one.code in known.asked or not set(one.names).isdisjoint(known.open_names)


def is_old(told_on: date, *, on: date) -> bool:
    """Whether what was told on that day is to be read again with the person first."""
    return on - told_on > OLD
