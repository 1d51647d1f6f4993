"""Families, tax households and dwellings of a block, and the calendar of what is given for it. No OpenFisca here."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from relais.kernel.months import Month
from relais.law.engine.columns import People, household_column
from relais.law.situation.block import MONTHS_KEPT, Column
from relais.law.situation.columns import choice_rank
from relais.law.situation.roles import Role

#: a child on the tax return of the parents: under 21, or under 25 when studying (CGI art. 6, 3)
_TAX_CHILD, _TAX_STUDENT = 21, 25
#: months screened whose calendar is remembered: any visitor may name any month
_MONTHS_REMEMBERED = 64
#: fiscal years given before that of the month screened
_YEARS_BEFORE = 3
#: entities of OpenFisca-France
PERSONS, FAMILIES, TAX_HOUSEHOLDS, DWELLINGS = "individu", "famille", "foyer_fiscal", "menage"
#: the period of what never changes
ETERNITY = "ETERNITY"


@lru_cache(maxsize=_MONTHS_REMEMBERED)
def _months(month: Month) -> tuple[tuple[Month, int], ...]:
    january = Month(month.year - _YEARS_BEFORE, 1)
    count = Month(month.year, 12).months_since(january) + 1
    last = MONTHS_KEPT - 1
    return tuple((one, min(max(one.months_since(month) + last, 0), last)) for one in (january.plus(rank) for rank in range(count)))


@lru_cache(maxsize=_MONTHS_REMEMBERED)
def _every_month(month: Month) -> tuple[str, ...]:
    return tuple(str(one) for one, _ in _months(month))


@lru_cache(maxsize=_MONTHS_REMEMBERED)
def _by_rank(month: Month) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(one) for one, rank in _months(month) if rank == known) for known in range(MONTHS_KEPT))


@lru_cache(maxsize=4 * _MONTHS_REMEMBERED)
def _weights(month: Month, year: int) -> tuple[int, ...]:
    """The ranks of the values that make the total of a year, month by month."""
    return tuple(rank for one, rank in _months(month) if one.year == year)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months and years that inputs are given for, seen from the month screened; periods are OpenFisca's words for them.

    Fiscal years go back to N-3 (housing and family benefits of M-4 read N-2), months from their January to December of N.
    """

    month: Month

    @property
    def years(self) -> tuple[int, ...]:
        """N-3 … N."""
        return tuple(range(self.month.year - _YEARS_BEFORE, self.month.year + 1))

    @property
    def every_month(self) -> tuple[str, ...]:
        """The periods of every month."""
        return _every_month(self.month)

    @property
    def months_by_rank(self) -> tuple[tuple[str, ...], ...]:
        """For each of the thirteen values kept (0 = M-12 … 12 = M), the periods that take it: the first stands for all before,
        the last for all after."""
        return _by_rank(self.month)

    def before(self, first: Month) -> tuple[str, ...]:
        """The periods of the months before this one."""
        return tuple(str(one) for one, _ in _months(self.month) if one < first)

    def past(self, first: int, last: int) -> tuple[Month, ...]:
        """Months from M-first to M-last, both included."""
        return tuple(self.month.plus(-back) for back in range(first, last - 1, -1))

    def months_of(self, year: int) -> slice:
        """The months known, of the thirteen, that the total of a year reads."""
        ranks = _weights(self.month, year)
        return slice(min(ranks), max(ranks) + 1)

    def year_total(self, values: Column, year: int, since: int = 0) -> Column:
        """(13, n) by month → (n,) float64 total of a year, months outside taking the nearest known. ``since``: the month of the first
        row, when ``values`` are those of ``months_of`` only."""
        return _added(values, tuple(rank - since for rank in _weights(self.month, year)))

    def year_totals(self, values: Column) -> dict[int, Column]:
        """(13, n) by month → the total of each year, in order; years that read the same months share theirs."""
        totals = {ranks: _added(values, ranks) for ranks in {_weights(self.month, year) for year in self.years}}
        return {year: totals[_weights(self.month, year)] for year in self.years}


def _added(values: Column, ranks: tuple[int, ...]) -> Column:
    """Rows added one after the other, in float64."""
    first, *others = ranks
    total = np.asarray(values[first], np.float64).copy()
    for rank in others:
        total += values[rank]
    return total


@dataclass(frozen=True, slots=True)
class Groups:
    """Which group each person belongs to, and the code of the role there; the demandeurs' groups come first, one a row."""

    count: int
    ids: NDArray[np.intp]
    roles: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Frame:
    """Families, tax households and dwellings of a block."""

    people: People
    famille: Groups
    foyer_fiscal: Groups
    menage: Groups

    @property
    def rows(self) -> int:
        """Rows of the block."""
        return self.people.block.rows

    @property
    def groups(self) -> dict[str, Groups]:
        """The groups by the name of their entity."""
        return {FAMILIES: self.famille, TAX_HOUSEHOLDS: self.foyer_fiscal, DWELLINGS: self.menage}

    def count(self, entity: str) -> int:
        """How many persons or groups."""
        return self.people.count if entity == PERSONS else self.groups[entity].count


def frame_of(people: People) -> Frame:
    """Families by role; tax households by marriage and age; one dwelling a row."""
    role = people.role
    own_family = role == Role.AUTRE
    statut = people.fact("statut")
    union = household_column(people.block, "statut_couple")
    single = people.of_row(union == choice_rank("statut_couple", "concubinage"))
    age = (np.datetime64(people.block.month.first_day(), "D") - people.birth).astype(np.int64) / 365.25
    limit = np.where(statut == choice_rank("statut", "etudes"), _TAX_STUDENT, _TAX_CHILD)
    own_tax = own_family | ((role == Role.CONJOINT) & single) | ((role == Role.ENFANT) & (age >= limit))
    return Frame(
        people=people,
        famille=_groups(people, own_family),
        foyer_fiscal=_groups(people, own_tax),
        menage=Groups(count=people.block.rows, ids=people.row, roles=role.astype(np.intp)),
    )


def _groups(people: People, apart: NDArray[np.bool_]) -> Groups:
    """Persons ``apart`` have their own group, after those of the rows."""
    ids = people.row.copy()
    extra = np.flatnonzero(apart)
    ids[extra] = people.block.rows + np.arange(len(extra))
    return Groups(count=people.block.rows + len(extra), ids=ids, roles=np.where(apart, 0, people.role).astype(np.intp))
