"""From computed values to one value a row for each output, closed where the right to stay does not open it.

The same for the simulation and for the plan: it asks for values of persons and groups by the name of the variable.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from relais.law.engine.columns import People
from relais.law.engine.filling import Described
from relais.law.engine.frame import PERSONS
from relais.law.engine.reduction import by_row, choosers, first_of_row, split
from relais.law.engine.residence import LIFE_NEEDED, STAY_NEEDED, lawful
from relais.law.situation.block import Column


def dtype_of(described: Described) -> type[np.bool_] | type[np.float32]:
    """The dtype of the column of an output."""
    return np.bool_ if described.truth else np.float32


class Outputs:
    """The outputs of one block. ``value_of``: the values of a variable for each person or group, for the month or its year."""

    def __init__(self, people: People, described: Callable[[str], Described], value_of: Callable[[str], Column]) -> None:
        self._people = people
        self._described = described
        self._value_of = value_of
        self._firsts: dict[str, Column] = {}

    def by_row(self, asked: str) -> Column:
        """(H,) values of the demandeurs' groups, or of the persons as ``asked`` (``relais.law.engine.reduction``); no zero is
        negative."""
        name, who = split(asked)
        described = self._described(name)
        values = self._value_of(name)
        of_persons = described.entity == PERSONS
        values = by_row(self._people, values, who, self._chosen) if of_persons else values[: self._people.block.rows]
        if name in STAY_NEEDED:
            values = np.where(self._staying, values, 0)
        elif name in LIFE_NEEDED:
            values = np.where(self._living, values, 0)
        return values > 0 if described.truth else np.add(values, 0, dtype=np.float32, casting="unsafe")

    def _chosen(self, who: str) -> Column:
        """(H,) the ranks of the persons whom variables choose, sorted once for all the outputs that ask it."""
        found = self._firsts.get(who)
        if found is None:
            found = self._firsts[who] = first_of_row(self._people, [self._value_of(name) for name in choosers(who)])
        return found

    @cached_property
    def _staying(self) -> NDArray[np.bool_]:
        return lawful(self._people, asylum=False)

    @cached_property
    def _living(self) -> NDArray[np.bool_]:
        return lawful(self._people, asylum=True)
