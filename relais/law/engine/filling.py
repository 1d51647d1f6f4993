"""What the adapter writes to: variables of the legislation, given for periods, one column for all the periods that share it.

Three things are filled the same way: a simulation (``simulation.Inputs``), a recording (``plan_recording.RecordedInputs``), and the
columns of a plan (``slots.Slots``), which needs no OpenFisca.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from relais.law.engine.frame import Calendar, Frame, Groups
from relais.law.plans.untyped import Untyped
from relais.law.situation.block import Column
from relais.law.situation.roles import Role


@dataclass(frozen=True, slots=True)
class Described:
    """What must be known of a variable without asking OpenFisca. ``codes``: of an enumeration, name → code, the default first."""

    dtype: str
    entity: str
    yearly: bool
    truth: bool
    codes: Mapping[str, int] = field(default_factory=dict)


class Filling(ABC):
    """Told columns are put as they are; ``side`` columns are facts that only the computed inputs read (``adapter.put_computed``)."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.calendar = Calendar(frame.people.block.month)

    @abstractmethod
    def described(self, variable: str) -> Described:
        """The dtype, the entity and the codes of a variable."""

    @property
    @abstractmethod
    def zones(self) -> "Zones":
        """The zones of the housing benefits."""

    @abstractmethod
    def store(self, variable: str, when: tuple[str, ...], values: Untyped) -> None:
        """Keep a column in the variable's own dtype for some periods."""

    @abstractmethod
    def put_constant(self, variable: str, when: tuple[str, ...], value: float) -> None:
        """Give the same number to all for some periods, whatever the block."""

    @abstractmethod
    def side(self, name: str, entity: str, values: Column) -> None:
        """Keep a fact for the inputs that are computed."""

    def put(self, variable: str, when: Iterable[str], values: Column) -> None:
        """Give a variable for some periods: values in the variable's own dtype, one array shared by all of them."""
        dtype = self.described(variable).dtype
        array = np.asarray(values)
        self.store(variable, tuple(when), array if array.dtype == dtype else array.astype(dtype))

    def put_names(self, variable: str, when: tuple[str, ...], names: tuple[str, ...], ranks: Column) -> None:
        """Give an enumeration: ``names`` of OpenFisca by rank, "" for the default."""
        codes = self.described(variable).codes
        default = next(iter(codes.values()))
        by_rank = np.array([codes[name] if name else default for name in names], np.uint8)
        self.store(variable, when, by_rank[np.asarray(ranks, np.intp)])

    def put_state(self, variable: str, values: Column) -> None:
        """Give a variable for every month: what is true now is taken as always true."""
        self.put(variable, self.calendar.every_month, values)

    def put_state_names(self, variable: str, names: tuple[str, ...], ranks: Column) -> None:
        """``put_state`` for an enumeration."""
        self.put_names(variable, self.calendar.every_month, names, ranks)

    def put_nothing(self, variable: str) -> None:
        """Give a variable of amounts as nil for every month."""
        self.put_constant(variable, self.calendar.every_month, 0)

    def put_months(self, variable: str, values: Column) -> None:
        """Give a monthly variable from (13, n) values, M-12 … M."""
        dtype = self.described(variable).dtype
        for when, value in zip(self.calendar.months_by_rank, values, strict=True):
            self.store(variable, when, np.ascontiguousarray(value, dtype=dtype))

    def put_years(self, variable: str, values: Column, spread: Callable[[Column], Column] = np.asarray) -> None:
        """Give a yearly variable as the sum of (13, n) values over each year, ``spread`` over all when they are those of some."""
        for year, total in self.calendar.year_totals(values).items():
            self.put(variable, (str(year),), spread(total))

    def row_to_groups(self, groups: Groups, values: Column) -> Column:
        """(H,) → (groups,): the value for the demandeurs' groups, nothing for the others."""
        spread = np.zeros(groups.count, dtype=np.asarray(values).dtype)
        spread[: self.frame.rows] = values
        return spread

    def row_to_applicants(self, values: Column) -> Column:
        """(H,) → (P,): the value for the demandeur of each row, nothing for the others."""
        people = self.frame.people
        return np.where(people.role == Role.DEMANDEUR, people.of_row(np.asarray(values)), 0)


@dataclass(frozen=True, slots=True)
class Zones:
    """INSEE codes (arrondissements and former communes included), sorted, and the zone of each: 1, 2 or 3."""

    codes: Column
    zones: Column

    def of(self, communes: Column) -> tuple[Column, Column]:
        """The zone of each commune, and whether the table has it."""
        places = np.minimum(np.searchsorted(self.codes, communes), len(self.codes) - 1)
        return self.zones[places], self.codes[places] == communes
