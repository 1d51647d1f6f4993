"""The engine's one face: columns of completed facts in, columns of results out.

Compiled plans stand behind it (``plan_engine``), and OpenFisca behind them; nothing above this module may import OpenFisca.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from relais.kernel.months import Month
from relais.law.situation.block import Block, Column


@dataclass(frozen=True, slots=True)
class Results:
    """``values``: OpenFisca variable → (H,) float32 or bool by row of the block.

    A variable of the *famille* is that of the demandeur's family; of the *ménage*, the dwelling's; of the *foyer fiscal*,
    the demandeur's; of the *individu*, the sum (any, for booleans) over the demandeur, the conjoint and their children, or,
    asked as ``variable@who``, the figures of one of them (``relais.law.engine.reduction``).
    Amounts keep OpenFisca's own period: monthly variables in euros a month, yearly ones in euros a year.
    """

    values: Mapping[str, Column]


class Engine(Protocol):
    """Computes variables of the legislation for every row of a block."""

    def compute(self, block: Block, variables: Sequence[str]) -> Results:
        """All ``variables`` for the block's month; ValueError on an unknown variable."""
        ...

    def known_dates(self, month: Month) -> Mapping[str, date]:
        """Path of each yearly parameter of ``freshness.yaml`` → the day up to which the legislation knows it."""
        ...

    @property
    def version(self) -> str:
        """Versions of the packages and of the overrides, as printed in the register of algorithms."""
        ...
