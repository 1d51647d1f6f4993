"""The columns that a plan reads, filled by the adapter without OpenFisca."""

from collections.abc import Mapping

import numpy as np

from relais.law.engine.filling import Described, Filling, Zones
from relais.law.engine.frame import Frame
from relais.law.plans.shape import Members, Shape
from relais.law.plans.untyped import Untyped
from relais.law.situation.block import Column


def slot_of(variable: str, when: tuple[str, ...]) -> str:
    """The name of the column given for these periods: the first stands for all."""
    return f"{variable}@{when[0]}"


def side_slot(name: str) -> str:
    """The name of the column of a fact that only computed inputs read."""
    return f"fact:{name}"


class Slots(Filling):
    """``columns``: slot → values. What is the same for all is in the plan already."""

    def __init__(self, frame: Frame, variables: Mapping[str, Described], zones: Zones) -> None:
        super().__init__(frame)
        self.columns: dict[str, Untyped] = {}
        self._variables = variables
        self._zones = zones

    def described(self, variable: str) -> Described:
        """The dtype, the entity and the codes of a variable."""
        return self._variables[variable]

    @property
    def zones(self) -> Zones:
        """The zones of the housing benefits."""
        return self._zones

    def store(self, variable: str, when: tuple[str, ...], values: Untyped) -> None:
        """Keep a column for some periods."""
        self.columns[slot_of(variable, when)] = values

    def put_constant(self, variable: str, when: tuple[str, ...], value: float) -> None:
        """Nothing to do: the plan holds the number."""

    def side(self, name: str, entity: str, values: Column) -> None:  # noqa: ARG002 the plan knows the entity
        """Keep a fact for the inputs that are computed."""
        self.columns[side_slot(name)] = np.asarray(values)


def shape_of_frame(frame: Frame) -> Shape:
    """Who belongs to whom, as a plan asks it."""
    return Shape(frame.people.count, {name: Members(groups.count, groups.ids, groups.roles) for name, groups in frame.groups.items()})
