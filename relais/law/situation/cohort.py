"""Households as told, in columns: each fact as ranks in the list of its different values, -1 where nobody told it.

What thousands of rows of a file hold weighs little so: a value is read, checked and encoded once, however many households tell it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np

from relais.kernel.months import Month
from relais.law.situation.block import Block, Column
from relais.law.situation.catalogue import facts, facts_of
from relais.law.situation.columns import IncompleteError, empty_column, encoded
from relais.law.situation.facts import Scope, Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role


@dataclass(frozen=True, slots=True)
class Told:
    """One fact: ``codes`` (n,) int32, rank in ``values`` of what is told, -1 when nothing is; ``refused`` (n,) bool, None for nobody.

    Two equal values have one code.
    """

    codes: Column
    values: tuple[Value, ...]
    refused: Column | None = None

    @property
    def told(self) -> Column:
        """(n,) bool."""
        return np.asarray(self.codes >= 0)

    def take(self, rows: Column) -> "Told":
        """The same fact for some of the rows."""
        return Told(self.codes[rows], self.values, None if self.refused is None else self.refused[rows])

    def each(self, what: Callable[[Value], float | bool], otherwise: float | bool) -> Column:
        """(n,) something said of each value, worked out once for each; ``otherwise`` where nothing is told."""
        return np.array([*map(what, self.values), otherwise])[self.codes]


@dataclass(frozen=True, eq=False)
class Cohort(Sequence[Household]):
    """N households of one month whose composition is known and that denied no reserve; P persons, the demandeur first in each.

    A sequence of households, each made an object when it is asked for, its facts in the order of the columns.

    ``household``: (P,) int32, the rank of the household of each person, non-decreasing; ``role``: (P,) int8; ``names``: their ids.
    ``persons`` and ``dwellings``: facts told or refused by somebody, those that are absent are told by nobody.
    """

    month: Month
    ids: tuple[str, ...]
    household: Column
    role: Column
    names: tuple[str, ...]
    persons: Mapping[str, Told]
    dwellings: Mapping[str, Told]

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, rank: int) -> Household: ...
    @overload
    def __getitem__(self, rank: slice) -> "Cohort": ...
    def __getitem__(self, rank: int | slice) -> "Household | Cohort":
        if isinstance(rank, slice):
            return self.take(np.arange(len(self))[rank])
        rank = range(len(self))[rank]
        start, stop = self.starts[rank : rank + 2].tolist()
        people = [Person(self.names[row], Role(int(self.role[row])), *_facts(self.persons, row)) for row in range(start, stop)]
        return Household(self.ids[rank], self.month, tuple(people), *_facts(self.dwellings, rank))

    @cached_property
    def starts(self) -> Column:
        """(N + 1,) where the persons of each household begin, and where those of the last one end."""
        return np.concatenate(([0], np.cumsum(np.bincount(self.household, minlength=len(self)))))

    def take(self, ranks: Column) -> "Cohort":
        """Some of the households, in the order of ``ranks``."""
        starts = self.starts
        sizes = np.diff(starts)[ranks]
        people = np.arange(sizes.sum()) + np.repeat(starts[ranks] - np.cumsum(sizes) + sizes, sizes)
        return Cohort(
            self.month,
            tuple(map(self.ids.__getitem__, ranks.tolist())),
            np.repeat(np.arange(len(ranks), dtype=np.int32), sizes),
            self.role[people],
            tuple(map(self.names.__getitem__, people.tolist())),
            {code: told.take(people) for code, told in self.persons.items()},
            {code: told.take(ranks) for code, told in self.dwellings.items()},
        )

    def block(self) -> Block:
        """Columns of what is told, a row each; where a fact is not told its usual value, else nothing (NaN, NaT, an empty code)."""
        rows = np.arange(len(self), dtype=np.int32)
        persons = _encoded(Scope.PERSON, self.persons, len(self.household))
        return Block(self.month, rows, self.household, self.role, persons, _encoded(Scope.HOUSEHOLD, self.dwellings, len(self)))


def _facts(columns: Mapping[str, Told], row: int) -> tuple[dict[str, Value], frozenset[str]]:
    told = {code: one.values[rank] for code, one in columns.items() if (rank := int(one.codes[row])) >= 0}
    return told, frozenset(code for code, one in columns.items() if one.refused is not None and one.refused[row])


def _encoded(scope: Scope, columns: Mapping[str, Told], size: int) -> dict[str, Column]:
    found = {}
    for code, fact in facts_of(scope).items():
        nothing = empty_column(fact, 1)
        told = columns.get(code)
        if told is None or not told.values:
            found[code] = np.repeat(nothing, size, axis=0)
            continue
        try:
            found[code] = np.concatenate([encoded(fact, told.values), nothing])[told.codes]
        except (KeyError, TypeError, ValueError) as error:
            raise IncompleteError(f"{code}: a value is missing or is not one of this fact ({error})") from error
    return found


def fits(household: Household) -> bool:
    """Whether a household may join a cohort: its composition is known, nothing is denied, and one person is the demandeur."""
    settled = household.couple_known and household.children_known and not household.denied
    return settled and sum(person.role is Role.DEMANDEUR for person in household.persons) == 1


def cohort_of(households: Sequence[Household]) -> Cohort:
    """The columns of households that ``fits``, one at least, all of one month. IncompleteError on what is no fact."""
    ordered = [sorted(one.persons, key=lambda person: person.role is not Role.DEMANDEUR) for one in households]
    people = [person for persons in ordered for person in persons]
    sizes = [len(persons) for persons in ordered]
    return Cohort(
        households[0].month,
        tuple(one.id for one in households),
        np.repeat(np.arange(len(households), dtype=np.int32), sizes),
        np.array([person.role for person in people], dtype=np.int8),
        tuple(person.id for person in people),
        _columns(Scope.PERSON, people),
        _columns(Scope.HOUSEHOLD, households),
    )


def _columns(scope: Scope, told: Sequence[Person | Household]) -> dict[str, Told]:
    codes: dict[str, Column] = {}
    values: dict[str, dict[Value, int]] = {}
    refused: dict[str, Column] = {}
    for row, one in enumerate(told):
        for code, value in one.facts.items():
            known = values.setdefault(code, {})
            if code not in codes:
                codes[code] = np.full(len(told), -1, dtype=np.int32)
            codes[code][row] = known.setdefault(value, len(known))
        for code in one.refused:
            refused.setdefault(code, np.zeros(len(told), dtype=bool))[row] = True
    if strange := next((code for code in (*codes, *refused) if code not in facts_of(scope)), None):
        raise IncompleteError(f"{strange}: not a fact about a {scope}")
    nobody = np.full(len(told), -1, dtype=np.int32)
    return {
        code: Told(codes.get(code, nobody), tuple(values.get(code, ())), refused.get(code))
        for code in facts()
        if code in codes or code in refused
    }


def joined(cohorts: Iterable[Cohort]) -> Cohort:
    """Several cohorts of one month, one at least, end to end."""
    parts = list(cohorts)
    if len(parts) == 1:
        return parts[0]
    firsts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    return Cohort(
        parts[0].month,
        tuple(name for part in parts for name in part.ids),
        np.concatenate([part.household + first for part, first in zip(parts, firsts.tolist(), strict=True)]).astype(np.int32),
        np.concatenate([part.role for part in parts]),
        tuple(name for part in parts for name in part.names),
        _end_to_end([(part.persons, len(part.household)) for part in parts]),
        _end_to_end([(part.dwellings, len(part)) for part in parts]),
    )


def _end_to_end(parts: Sequence[tuple[Mapping[str, Told], int]]) -> dict[str, Told]:
    found = {}
    for code in dict.fromkeys(code for columns, _ in parts for code in columns):
        values: dict[Value, int] = {}
        codes, refused = [], []
        for columns, size in parts:
            told = columns.get(code)
            mine = [] if told is None else [values.setdefault(value, len(values)) for value in told.values]
            codes.append(np.array([*mine, -1], dtype=np.int32)[np.full(size, -1) if told is None else told.codes])
            refused.append(np.zeros(size, dtype=bool) if told is None or told.refused is None else told.refused)
        said = np.concatenate(refused)
        found[code] = Told(np.concatenate(codes), tuple(values), said if said.any() else None)
    return found
