"""From a simulation to one value a row for each output, closed where the right to stay does not open it."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from relais.law.engine.reduction import by_row, split
from relais.law.engine.residence import LIFE_NEEDED, STAY_NEEDED, lawful
from relais.law.engine.simulation import Inputs, month_period, year_period
from relais.law.engine.untyped import Untyped
from relais.law.situation.block import Column


def dtype_of(system: Untyped, asked: str) -> type[np.bool_] | type[np.float32]:
    """The dtype of the column of an output."""
    return np.bool_ if system.variables[split(asked)[0]].value_type is bool else np.float32


class Outputs:
    """The outputs of one simulation, for the month screened or its year."""

    def __init__(self, system: Untyped, inputs: Inputs) -> None:
        self._system = system
        self._inputs = inputs

    def by_row(self, asked: str) -> Column:
        """(H,) values of the demandeurs' groups, or of the persons as ``asked`` (``relais.law.engine.reduction``)."""
        name, who = split(asked)
        values = self._values(name)
        if self._system.variables[name].entity.key == "individu":
            values = by_row(self._inputs.frame.people, values, who, self._values)
        else:
            values = values[: self._inputs.frame.rows]
        if name in STAY_NEEDED:
            values = np.where(self._staying, values, 0)
        elif name in LIFE_NEEDED:
            values = np.where(self._living, values, 0)
        return values > 0 if dtype_of(self._system, asked) is np.bool_ else np.array(values, np.float32)

    def _values(self, name: str) -> Column:
        """One value for each person or group."""
        month = self._inputs.calendar.month
        yearly = self._system.variables[name].definition_period == "year"
        return np.asarray(self._inputs.simulation.calculate(name, year_period(month.year) if yearly else month_period(month)))

    @cached_property
    def _staying(self) -> NDArray[np.bool_]:
        return lawful(self._inputs.frame.people, asylum=False)

    @cached_property
    def _living(self) -> NDArray[np.bool_]:
        return lawful(self._inputs.frame.people, asylum=True)
