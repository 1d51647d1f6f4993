"""The border with OpenFisca: a simulation of persons and groups, and arrays put straight into its holders."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from openfisca_core import periods
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulations import Simulation

from relais.kernel.months import Month
from relais.law.engine.columns import People, household_column
from relais.law.engine.untyped import Untyped
from relais.law.situation.block import MONTHS_KEPT, Column
from relais.law.situation.columns import choice_rank
from relais.law.situation.roles import Role

#: a child on the tax return of the parents: under 21, or under 25 when studying (CGI art. 6, 3)
_TAX_CHILD, _TAX_STUDENT = 21, 25
#: fiscal years given before that of the month screened
_YEARS_BEFORE = 3


@cache
def month_period(month: Month) -> Untyped:
    """OpenFisca's period of a month."""
    return periods.period(str(month))


@cache
def year_period(year: int) -> Untyped:
    """OpenFisca's period of a year."""
    return periods.period(str(year))


@cache
def _months(month: Month) -> tuple[tuple[Month, int], ...]:
    january = Month(month.year - _YEARS_BEFORE, 1)
    count = Month(month.year, 12).months_since(january) + 1
    last = MONTHS_KEPT - 1
    return tuple((one, min(max(one.months_since(month) + last, 0), last)) for one in (january.plus(rank) for rank in range(count)))


@cache
def _periods(month: Month) -> tuple[Untyped, ...]:
    """Every month of the calendar, as OpenFisca's periods."""
    return tuple(month_period(one) for one, _ in _months(month))


@cache
def _periods_by_rank(month: Month) -> tuple[tuple[Untyped, ...], ...]:
    """For each of the thirteen values kept, the periods that take it."""
    return tuple(tuple(month_period(one) for one, rank in _months(month) if rank == known) for known in range(MONTHS_KEPT))


@cache
def _weights(month: Month, year: int) -> tuple[int, ...]:
    """The ranks of the values that make the total of a year, month by month."""
    return tuple(rank for one, rank in _months(month) if one.year == year)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months and years that inputs are given for, seen from the month screened.

    Fiscal years go back to N-3 (housing and family benefits of M-4 read N-2), months from their January to December of N.
    """

    month: Month

    @property
    def years(self) -> tuple[int, ...]:
        """N-3 … N."""
        return tuple(range(self.month.year - _YEARS_BEFORE, self.month.year + 1))

    @property
    def months(self) -> tuple[tuple[Month, int], ...]:
        """Every month with the rank (0 = M-12 … 12 = M) of the value it takes: before M-12 that of M-12, after M that of M."""
        return _months(self.month)

    def past(self, first: int, last: int) -> tuple[Month, ...]:
        """Months from M-first to M-last, both included."""
        return tuple(self.month.plus(-back) for back in range(first, last - 1, -1))

    def year_total(self, values: Column, year: int) -> Column:
        """(13, n) by month → (n,) total of a year, months outside taking the nearest known."""
        return np.asarray(np.sum([values[known] for known in _weights(self.month, year)], axis=0, dtype=np.float64))


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


class Inputs:
    """A simulation being filled; arrays go straight into the holders, one object for all the months that share it."""

    def __init__(self, system: Untyped, frame: Frame) -> None:
        self.frame = frame
        self.calendar = Calendar(frame.people.block.month)
        self._system = system
        populations = system.instantiate_entities()
        persons = populations["individu"]
        persons.count = frame.people.count
        persons.ids = range(persons.count)
        for key, groups in (("famille", frame.famille), ("foyer_fiscal", frame.foyer_fiscal), ("menage", frame.menage)):
            population = populations[key]
            population.count = groups.count
            population.ids = range(groups.count)
            population.members_entity_id = groups.ids
            flattened = np.empty(len(population.entity.flattened_roles), dtype=object)
            flattened[:] = list(population.entity.flattened_roles)
            population._members_role = flattened[groups.roles]  # noqa: SLF001 the public setter turns the array into a list and back
        self.simulation = Simulation(system, populations)

    def put(self, variable: str, when: Iterable[Untyped], values: Column) -> None:
        """Give a variable for some periods: values in the variable's own dtype, one array shared by all of them."""
        definition = self._system.variables[variable]
        array = np.asarray(values)
        if array.dtype != definition.dtype:
            array = array.astype(definition.dtype)
        self._store(variable, when, array)

    def put_names(self, variable: str, when: Iterable[Untyped], names: tuple[str, ...], ranks: Column) -> None:
        """Give an enumeration: ``names`` of OpenFisca by rank."""
        members = self._system.variables[variable].possible_values
        codes = np.array([members[name or next(iter(members)).name].index for name in names], np.uint8)
        self._store(variable, when, EnumArray(codes[np.asarray(ranks, np.intp)], members))

    def put_state(self, variable: str, values: Column) -> None:
        """Give a variable for every month: what is true now is taken as always true."""
        self.put(variable, self._every_month(), values)

    def put_state_names(self, variable: str, names: tuple[str, ...], ranks: Column) -> None:
        """``put_state`` for an enumeration."""
        self.put_names(variable, self._every_month(), names, ranks)

    def put_nothing(self, variable: str) -> None:
        """Give a variable of amounts as nil for every month."""
        population = self.simulation.populations[self._system.variables[variable].entity.key]
        self.put_state(variable, np.zeros(population.count))

    def put_months(self, variable: str, values: Column) -> None:
        """Give a monthly variable from (13, n) values, M-12 … M."""
        dtype = self._system.variables[variable].dtype
        for when, value in zip(_periods_by_rank(self.calendar.month), values, strict=True):
            self._store(variable, when, np.ascontiguousarray(value, dtype=dtype))

    def put_years(self, variable: str, values: Column) -> None:
        """Give a yearly variable as the sum of (13, n) values over each year."""
        for year in self.calendar.years:
            self.put(variable, (year_period(year),), self.calendar.year_total(values, year))

    def computed(self, variable: str, period: Untyped) -> Column:
        """Compute a variable from what was given so far (a copy)."""
        return np.array(self.simulation.calculate(variable, period))

    def law(self, period: Untyped) -> Untyped:
        """The parameters in force at the start of a period."""
        return self._system.get_parameters_at_instant(period.start)

    def row_to_groups(self, groups: Groups, values: Column) -> Column:
        """(H,) → (groups,): the value for the demandeurs' groups, nothing for the others."""
        spread = np.zeros(groups.count, dtype=np.asarray(values).dtype)
        spread[: self.frame.rows] = values
        return spread

    def row_to_applicants(self, values: Column) -> Column:
        """(H,) → (P,): the value for the demandeur of each row, nothing for the others."""
        people = self.frame.people
        return np.where(people.role == Role.DEMANDEUR, people.of_row(np.asarray(values)), 0)

    def _every_month(self) -> Iterable[Untyped]:
        return _periods(self.calendar.month)

    def _store(self, variable: str, when: Iterable[Untyped], array: Untyped) -> None:
        population = self.simulation.populations[self._system.variables[variable].entity.key]
        if len(array) != population.count:
            raise ValueError(f"{variable}: {len(array)} values for {population.count} {population.entity.plural}")
        storage = population.get_holder(variable)._memory_storage  # noqa: SLF001 the public way checks and copies for each month
        if storage.is_eternal:
            storage.put(array, None)
        else:
            storage._arrays.update(dict.fromkeys(when, array))  # noqa: SLF001 idem


def release(simulation: Untyped) -> None:
    """Cut the circles between simulation, populations and holders, so that memory goes back at once, without the collector."""
    for population in simulation.populations.values():
        population._holders.clear()  # noqa: SLF001 no public way to let the arrays go
        population.simulation = None
    simulation.populations.clear()
    simulation.__dict__.clear()


__all__ = ["Calendar", "Frame", "Groups", "Inputs", "frame_of", "month_period", "release", "year_period"]
