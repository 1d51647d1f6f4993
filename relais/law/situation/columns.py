"""Completed households to columns: the ``Block`` that the engine and the declared rules read."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np

from relais.law.situation.block import MONTHS_KEPT, Block, Column
from relais.law.situation.catalogue import facts, facts_of
from relais.law.situation.facts import Fact, Kind, Scope, Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

#: facts that may stay without a value once completed: NaN for the numbers, NaT for the date.
MAY_STAY_EMPTY = frozenset({"rfr", "parts", "naissance_prevue"})


class IncompleteError(ValueError):
    """A row lacks a fact that has no usual value, or holds a value that is not one of the fact; the message names them."""


def to_block(households: Sequence[Household], origins: Sequence[int] | None = None) -> Block:
    """Columns of these households, one row each, all of one month.

    ``origins``: which household each row speaks about (by default, each for itself). A fact that is absent takes its usual
    value; ``rfr`` and ``parts`` become NaN, ``naissance_prevue`` NaT. IncompleteError when a birth date is missing or a value
    is not of its fact; ValueError when months differ, when there is no household, or when a row has not exactly one demandeur.
    """
    months = {household.month for household in households}
    if len(months) != 1:
        raise ValueError(f"a block speaks of one month, not of {len(months)}")
    if origins is not None and len(origins) != len(households):
        raise ValueError(f"{len(origins)} origins for {len(households)} rows")
    persons = list(chain.from_iterable(_ordered(household) for household in households))
    sizes = np.fromiter((len(household.persons) for household in households), dtype=np.int32, count=len(households))
    return Block(
        month=months.pop(),
        origin=np.arange(len(households), dtype=np.int32) if origins is None else np.asarray(origins, dtype=np.int32),
        household=np.repeat(np.arange(len(households), dtype=np.int32), sizes),
        role=np.fromiter((person.role for person in persons), dtype=np.int8, count=len(persons)),
        persons=_columns(Scope.PERSON, [person.facts for person in persons]),
        households=_columns(Scope.HOUSEHOLD, [household.facts for household in households]),
    )


def choice_rank(fact: str, code: str) -> int:
    """The rank of a choice in its fact, as held in columns. KeyError when the fact or the choice does not exist."""
    return _ranks(fact)[code]


@cache
def _ranks(fact: str) -> Mapping[str, int]:
    return {code: rank for rank, code in enumerate(facts()[fact].choices)}


def _ordered(household: Household) -> Sequence[Person]:
    """The demandeur first, the others as they come."""
    persons = household.persons
    if sum(person.role is Role.DEMANDEUR for person in persons) != 1:
        raise ValueError(f"household {household.id}: exactly one demandeur is needed")
    return persons if persons[0].role is Role.DEMANDEUR else sorted(persons, key=lambda person: person.role is not Role.DEMANDEUR)


def _columns(scope: Scope, told: Sequence[Mapping[str, Value]]) -> Mapping[str, Column]:
    """Fact code → its column, a row for each mapping of facts, in the dtype that ``Block`` says."""
    expected = facts_of(scope)
    holders: dict[str, tuple[list[int], list[Value]]] = {code: ([], []) for code in expected}
    for row, values in enumerate(told):
        for code, value in values.items():
            try:
                rows, held = holders[code]
            except KeyError:
                raise IncompleteError(f"{code}: not a fact about a {scope}") from None
            rows.append(row)
            held.append(value)
    return {code: _column(fact, len(told), *holders[code]) for code, fact in expected.items()}


def _column(fact: Fact, size: int, rows: Sequence[int], held: Sequence[Value]) -> Column:
    """One column: the values held on their rows, the usual value elsewhere."""
    try:
        if len(rows) == size:
            return encoded(fact, held)
        result = _usual(fact, size)
        if rows:
            result[rows] = encoded(fact, held)
    except (KeyError, TypeError, ValueError) as error:
        raise IncompleteError(f"{fact.code}: a value is missing or is not one of this fact ({error})") from error
    return result


def _usual(fact: Fact, size: int) -> Column:
    """A column of the usual value."""
    shape = (size, MONTHS_KEPT) if fact.kind is Kind.MONTHLY else (size,)
    if fact.usual is not None:
        return np.full(shape, encoded(fact, [fact.usual])[0])
    if fact.code not in MAY_STAY_EMPTY:
        raise ValueError("it has no usual value")
    return empty_column(fact, size)


def empty_column(fact: Fact, size: int) -> Column:
    """A column of what stands for a fact that nobody told: its usual value, else nothing (NaN, NaT, no code)."""
    if fact.usual is None and fact.kind is Kind.DATE:
        return np.full(size, np.datetime64("NaT"), dtype="datetime64[D]")
    if fact.usual is None:
        return np.full(size, np.nan, dtype=np.float32)
    return _usual(fact, size)


def encoded(fact: Fact, values: Sequence[Any]) -> Column:
    """Values of one fact as an array of its dtype. KeyError, TypeError or ValueError when one does not fit."""
    match fact.kind:
        case Kind.MONEY | Kind.NUMBER:
            return np.array(values, dtype=np.float32)
        case Kind.MONTHLY:
            return _monthly(values)
        case Kind.FLAG:
            if not {*map(type, values)} <= {bool, np.bool_}:
                raise TypeError("a flag is True or False")
            return np.array(values, dtype=np.bool_)
        case Kind.CHOICE:
            ranks = _ranks(fact.code)
            return np.fromiter((ranks[value] for value in values), dtype=np.int16, count=len(values))
        case Kind.DATE:
            return np.array(values, dtype="datetime64[D]")
        case Kind.PLACE:
            if any(len(value) != 5 for value in values):
                raise ValueError("an INSEE code has five characters")
            return np.array(values, dtype="S5")


def _monthly(values: Sequence[Any]) -> Column:
    """(n, 13): thirteen amounts as they are, one amount on every month."""
    if all(type(value) is tuple for value in values):
        flat = np.fromiter(chain.from_iterable(values), dtype=np.float32)
        if len(flat) != len(values) * MONTHS_KEPT or any(len(value) != MONTHS_KEPT for value in values):
            raise ValueError(f"a monthly fact holds {MONTHS_KEPT} amounts")
        return flat.reshape(len(values), MONTHS_KEPT)
    return np.array([value if isinstance(value, tuple) else (value,) * MONTHS_KEPT for value in values], dtype=np.float32)
