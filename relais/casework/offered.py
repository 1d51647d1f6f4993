"""The rights that the end of an interview speaks of: answers of the screening computed on the situation kept in the file.

The screening stands above this room: it says where the answers come from (``answered_by``, in ``project/wiring.py``). Whatever keeps it
from answering never keeps an interview from being closed.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from relais.foundation.access import ActorRequest
from relais.kernel.months import Month

if TYPE_CHECKING:
    from relais.people.models import File

_log = logging.getLogger("relais.casework")


@dataclass(frozen=True, slots=True)
class Offered:
    """One right: its code, its name, the code of its answer (``a_demander``, ``a_verifier``), for how much in words, "" if unsaid."""

    right: str
    label: str
    group: str
    amount: str


@dataclass(frozen=True, slots=True)
class Screened:
    """What the last situation kept is answered. ``kept_at``: when it was told. ``month``: of the rules applied; None when it was never
    answered, and the rights are none. ``former``: the rules of another month than this one.
    """

    kept_at: datetime
    month: Month | None = None
    rights: tuple[Offered, ...] = ()
    former: bool = False


Source = Callable[[ActorRequest, "File"], Screened | None]
Way = Callable[["File"], str]
_declared: list[tuple[Source, Way]] = []


def answered_by(source: Source, *, simulates_at: Way) -> None:
    """Declare who answers, and the address where one simulates for a file; another takes the place of the former."""
    _declared[:] = [(source, simulates_at)]


def simulates_at(found: "File") -> str:
    """Where one simulates for this file; "" when this instance cannot."""
    return next((way(found) for _source, way in _declared), "")


def screened(request: ActorRequest, found: "File") -> Screened | None:
    """What the last situation kept in this file is answered; None when none is kept, or when nobody answers here."""
    for source, _way in _declared:
        try:
            return source(request, found)
        except Exception as problem:  # noqa: BLE001 - an interview is closed whatever the engine meets
            # only the kind of failure is logged: its message could hold a fact
            _log.warning("the rights of a file could not be shown: %s", type(problem).__name__)
    return None
