"""Completed households in columns: what the engine and the declared rules read.

A block holds *rows*. A row is one household with every fact filled in: a real one, or a variant of a real one where an
unknown fact took a value of its domain. ``origin`` says which household a row speaks about. One household on screen is
a block with one origin; a caseload is the same code with many.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relais.kernel.months import Month

Column = NDArray[Any]

#: months kept of each monthly fact: index 0 is M-12, index 12 is the month screened.
MONTHS_KEPT = 13


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of completed households.

    ``origin``: (H,) int32, index of the household a row speaks about.
    ``household``: (P,) int32, the row of each person, non-decreasing; the demandeur comes first in each row.
    ``role``: (P,) int8, values of ``Role``.
    ``persons``: fact code → (P,), or (P, 13) for monthly facts. ``households``: fact code → (H,), or (H, 13).
    Dtypes by kind of fact: money and number float32, monthly money float32 (n, 13), flag bool, date datetime64[D],
    choice int16 (rank in the fact's ``choices``), place ``S5`` (INSEE code).
    """

    month: Month
    origin: Column
    household: Column
    role: Column
    persons: Mapping[str, Column]
    households: Mapping[str, Column]
    _derived: dict[str, Column] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, compute: Callable[[], Column]) -> Column:
        """A column that many conditions derive from this block (ages, who has a role), computed the first time; not to be written in."""
        found = self._derived.get(name)
        if found is None:
            found = self._derived[name] = compute()
        return found

    @property
    def rows(self) -> int:
        """Number of rows (H)."""
        return len(self.origin)

    def any_person(self, flags: Column) -> Column:
        """(P,) booleans → (H,) whether a person of the row has it."""
        return np.bincount(self.household, weights=flags, minlength=self.rows) > 0

    def sum_persons(self, values: Column) -> Column:
        """(P,) numbers → (H,) their sum by row."""
        return np.bincount(self.household, weights=values, minlength=self.rows)
