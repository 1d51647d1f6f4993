"""Short lines of several lists in one query: each list keeps its own few columns, and the database lays them one under the other.

``row`` and ``number`` only say what to read; ``together`` asks it. Each list becomes a named part of one statement, the columns that it
does not fill are written as constants beside it, so that neither Django nor the database works for what is not there::

    WITH l0(id, called) AS (SELECT …), l1(it) AS (SELECT …)
    SELECT 0, id, called, NULL … FROM l0 UNION ALL SELECT 1, NULL, '' … COUNT(*) FROM l1
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, DateField, DateTimeField, Field, IntegerField, Model, QuerySet, UUIDField, Value
from django.db.models.expressions import Combinable

M = TypeVar("M", bound=Model)
#: columns of a line with their types, in the order of ``Line``.
_COLUMNS: dict[str, Field[Any, Any]] = {
    "id": UUIDField(),
    "file_id": UUIDField(),
    "called": CharField(),
    "on": DateField(),
    "at": DateTimeField(),
    "code": CharField(),
    "words": CharField(),
    "more": CharField(),
    "other_id": UUIDField(),
    "number": IntegerField(),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``id``: of its row; ``called``: the person, as she wants to be called; the rest as its list fills it, else None or ""."""

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


@dataclass(frozen=True, slots=True)
class Rows:
    """What to read of one list: its rows with the columns filled, or, when ``counted``, how many they are (``code`` names the number)."""

    found: QuerySet[Any, Any]
    columns: tuple[str, ...]
    counted: bool = False
    code: str = ""


def row(found: QuerySet[M], /, **columns: str | Combinable) -> Rows:
    """These rows as lines. ``columns``: for each column, the path of a field or an expression; the others stay empty.

    A list that was cut (``found[:8]``) keeps its first rows; the lines come in no order.
    """
    names = tuple(name for name in _COLUMNS if name in columns)
    if len(names) != len(columns):
        raise ValueError(f"unknown columns: {sorted(columns.keys() - _COLUMNS.keys())}")
    return Rows(_unordered(found).values_list(*(columns[name] for name in names)), names)


def number(found: QuerySet[M], /, code: str = "") -> Rows:
    """How many rows there are, as one line of this code; nothing is read of them: the database may count in an index."""
    counted = _unordered(found).values_list("pk") if found.query.distinct else _unordered(found).values_list(Value(1))
    return Rows(counted, ("it",), counted=True, code=code)


def _unordered(found: QuerySet[M]) -> QuerySet[M]:
    return found if found.query.is_sliced else found.order_by()


def together(asked: Sequence[tuple[str, Rows]]) -> dict[str, list[Line]]:
    """The lines of several lists by name, in one query; none when nothing is asked, or when no row can be."""
    parts: list[str] = []
    arms: list[str] = []
    values: list[Any] = []
    codes: list[str] = []
    for place, (_name, rows) in enumerate(asked):
        try:
            sql, told = rows.found.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"l{place}({', '.join(_quoted(name) for name in rows.columns)}) AS ({sql})")
        arms.append(f"SELECT {place}, {', '.join(_written(rows, connection.vendor))} FROM l{place}")  # noqa: S608  # columns alone
        values += told
        codes += [rows.code] if rows.counted else []
    found: dict[str, list[Line]] = defaultdict(list)
    if arms:
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(parts)} {' UNION ALL '.join(arms)}", [*values, *codes])  # every value is bound
            for place, *columns in cursor.fetchall():
                found[asked[place][0]].append(_line(columns))
    return found


def _quoted(name: str) -> str:
    return f'"{name}"'  # names of ours, the same on both databases


def _written(rows: Rows, vendor: str) -> list[str]:
    """Each column of a line as this list writes it."""
    if not rows.counted:
        return [_quoted(name) if name in rows.columns else empty for name, empty in _empty(vendor).items()]
    return [*({**_empty(vendor), "code": "%s", "number": "COUNT(*)"}).values()]


@cache
def _empty(_vendor: str) -> dict[str, str]:
    """What is written for a column that a list does not fill; typed, so that every list agrees."""
    constants = {CharField: "''", IntegerField: "0"}
    return {name: constants.get(type(field)) or f"CAST(NULL AS {field.db_type(connection)})" for name, field in _COLUMNS.items()}


Converter = Callable[[Any], Any]


@cache
def _converters(_vendor: str) -> tuple[tuple[Converter, ...], ...]:
    """For each column, what makes a Python value of what this database answers; the same as Django does for a field of the type."""
    found = []
    for field in _COLUMNS.values():
        told = Value(None, output_field=field)
        each = connection.ops.get_db_converters(told)
        found.append(tuple(lambda value, by=by, told=told: by(value, told, connection) for by in each))
    return tuple(found)


def _line(columns: Sequence[Any]) -> Line:
    read = []
    for value, converters in zip(columns, _converters(connection.vendor), strict=True):
        if value is not None:
            for convert in converters:
                value = convert(value)  # noqa: PLW2901  # one after the other
        read.append(value)
    return Line(*read)
