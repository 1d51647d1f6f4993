"""The short lines and the numbers of the page of a day: each room declares its own, one query asks them all, whatever their number.

A room declares an arm: from the request and the day, rows with the same few columns (``lines.row``), or a number (``lines.number``); None
when there is nothing to ask for this reader. Its query begins by the actor's scope, as any other. A panel then reads its lines by name::

    day_lines.declare("mandats", panels.day_rows)            # in project/wiring.py
    day_lines.of(request, "mandats", day)                    # in a panel: no query, once one panel has asked

So a room laid later on the page of a day costs no query more. Lines are asked once a request, and forgotten with it. An arm that draws from
one table says it (``of``): where the house has no row of it, nothing is written for nothing.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import Model

from relais.foundation import houses
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Line, Rows, together

#: from the request and the day, the rows of one name, or several such; None for nothing to ask.
Arm = Callable[[ActorRequest, date], Rows | list[Rows] | None]

_arms: dict[str, tuple[Arm, type[Model] | None]] = {}


def declare(name: str, arm: Arm, *, of: type[Model] | None = None) -> None:
    """Ask these rows with the others under this name; the same name declared again replaces it. ``of``: the table of a house's rows without
    which there is nothing to ask."""
    _arms[name] = arm, of


def of(request: ActorRequest, name: str, day: date) -> list[Line]:
    """The lines of this name, in no order; asks for those of every name at once, the first time."""
    told: dict[date, dict[str, list[Line]]] = request.__dict__.setdefault("_day_lines", {})
    if day not in told:
        told[day] = _ask(request, day)
    return told[day][name]


def number_of(request: ActorRequest, name: str, day: date) -> int:
    """The number of this name; 0 when it was not asked for this reader."""
    return sum(line.number for line in of(request, name, day))


def _ask(request: ActorRequest, day: date) -> dict[str, list[Line]]:
    empty = houses.without(request.actor.organisation_id, (table for _arm, table in _arms.values() if table is not None))
    made = ((name, arm(request, day)) for name, (arm, table) in _arms.items() if table not in empty)
    return together([(name, rows) for name, told in made for rows in (told if isinstance(told, list) else [told]) if rows is not None])
