"""The short lines and the numbers of the page of a day: each room declares its own, one query asks them all, whatever their number.

A room declares an arm: from the request and the day, rows with the same few columns (``row``), or a number (``number``); None when there
is nothing to ask for this reader. Its query begins by the actor's scope, as any other. A panel then reads its lines by their name::

    day_lines.declare("mandats", panels.day_rows)            # in project/wiring.py
    day_lines.of(request, "mandats", day)                    # in a panel: no query, once one panel has asked

So a room laid later on the page of a day costs no query more. Lines are asked once a request, and forgotten with it.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import CharField, Count, DateField, DateTimeField, F, IntegerField, Model, QuerySet, UUIDField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from relais.foundation.access import ActorRequest

M = TypeVar("M", bound=Model)
Rows = QuerySet[Any, Any]
#: from the request and the day, the rows of one name (``row`` or ``number``), or several such; None for nothing to ask.
Arm = Callable[[ActorRequest, date], Rows | list[Rows] | None]
#: columns of a line with their types, in the order of ``Line`` after its name.
_COLUMNS = {
    "id": UUIDField,
    "file_id": UUIDField,
    "called": CharField,
    "on": DateField,
    "at": DateTimeField,
    "code": CharField,
    "words": CharField,
    "more": CharField,
    "other_id": UUIDField,
    "number": IntegerField,
}
_PREFIX = "line_"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``id``: of its row; ``called``: the person, as she wants to be called; the rest as the arm fills it, None or "" without."""

    id: UUID | None
    file_id: UUID | None
    called: str
    on: date | None
    at: datetime | None
    code: str
    words: str
    more: str
    other_id: UUID | None
    number: int


_arms: dict[str, Arm] = {}


def declare(name: str, arm: Arm) -> None:
    """Ask these rows with the others under this name; the same name declared again replaces it."""
    _arms[name] = arm


def _column(name: str, told: str | Combinable | None) -> Combinable:
    field = _COLUMNS[name]()
    if told is None:
        empty = "" if isinstance(field, CharField) else 0 if isinstance(field, IntegerField) else None
        return Cast(Value(empty), field) if empty is None else Value(empty, output_field=field)
    return F(told) if isinstance(told, str) else told


def row(found: QuerySet[Any], /, **columns: str | Combinable) -> Rows:
    """These rows as lines. ``columns``: for each column, the path of a field or an expression; the others stay empty."""
    told = {f"{_PREFIX}{name}": _column(name, columns.get(name)) for name in _COLUMNS}
    rows: Rows = found.order_by().annotate(**told).values_list(*told)
    return rows


def number(found: QuerySet[Any], /, code: str = "") -> Rows:
    """How many rows there are, as one line of this code; nothing is read of them."""
    empty = {f"{_PREFIX}{name}": _column(name, None) for name in _COLUMNS if name not in {"number", "code"}}
    empty[f"{_PREFIX}code"] = Value(code, output_field=CharField())
    told = found.order_by().annotate(**empty).values(*empty).annotate(**{f"{_PREFIX}number": Count("pk")})
    rows: Rows = told.values_list(*(f"{_PREFIX}{name}" for name in _COLUMNS))
    return rows


def first(found: QuerySet[M], most: int) -> QuerySet[M]:
    """The first rows of an ordered list, as rows that may stand beside others."""
    return found.model._default_manager.filter(pk__in=found.values("pk")[:most])  # noqa: SLF001  # documented by Django


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
    made = ((name, arm(request, day)) for name, arm in _arms.items())
    return together([(name, rows) for name, told in made for rows in (told if isinstance(told, list) else [told]) if rows is not None])


def together(asked: Sequence[tuple[str, Rows]]) -> dict[str, list[Line]]:
    """The lines of several lists (``row``, ``number``) by name, in one query; none when nothing is asked."""
    found: dict[str, list[Line]] = defaultdict(list)
    if asked:
        arms = [rows.annotate(line_what=Value(name, output_field=CharField())) for name, rows in asked]
        for *columns, name in arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]:
            found[name].append(Line(*columns))
    return found
