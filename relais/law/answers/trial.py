"""Everything tried for households told in the same way, side by side: what the law says of each row of each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from relais.law.answers.layout import Layout
from relais.law.answers.readings import Reading
from relais.law.answers.slots import Slot
from relais.law.answers.told import Told
from relais.law.answers.units import Unit
from relais.law.situation.block import Column
from relais.law.situation.household import FactKey, Household


@dataclass(frozen=True, slots=True)
class Bounds:
    """Over the rows that respect the reserves. ``low`` and ``high``: (N, R) euros; ``top``: (N, R) over all the rows, reserves or not.

    ``met`` and ``may_be_met``: (N, C) bool, on every row, on some row. ``ever_met``: (N, C) on some row of all.
    """

    low: Column
    high: Column
    top: Column
    met: Column
    may_be_met: Column
    ever_met: Column


@dataclass(frozen=True, eq=False)
class Trial:
    """N households of one layout; one on a page.

    ``units``: those of the first household. ``reading``: what the law says of the N x n rows, household after household, the base of
    the household as told first. ``told``: what their facts say by themselves.
    """

    households: Sequence[Household]
    units: tuple[Unit, ...]
    layout: Layout
    reading: Reading
    told: Told

    @property
    def household(self) -> Household:
        """The first one."""
        return self.households[0]

    @property
    def choices(self) -> tuple[Column, ...]:
        """By unit, the rows tried (see ``rows``)."""
        return self.layout.choices

    @property
    def keys(self) -> tuple[FactKey, ...]:
        """What may be asked."""
        return self.layout.keys

    @property
    def slots(self) -> Mapping[FactKey, Slot]:
        """The keys that are facts."""
        return self.layout.slots

    @property
    def reserves(self) -> tuple[str, ...]:
        """Codes of the reserves that hold some fact of these households."""
        return self.layout.reserves

    def _cut(self, column: Column) -> Column:
        return column.reshape(len(self.households), self.layout.rows, *column.shape[1:])

    @cached_property
    def opened(self) -> Column:
        """(N, n, R) bool."""
        return self._cut(self.reading.opened)

    @cached_property
    def euros(self) -> Column:
        """(N, n, R) euros a month, 0 where no amount is modelled."""
        return np.nan_to_num(self._cut(self.reading.euros))

    @cached_property
    def opens(self) -> Column:
        """(N, R) bool: open on some row."""
        return _some(self.opened)

    @cached_property
    def _held_open(self) -> Column:
        return np.asarray(self.opened[:, self.layout.held])

    @cached_property
    def firm(self) -> Column:
        """(N, R) bool: open on every row that respects the reserves."""
        return _every(self._held_open)

    @cached_property
    def held_open(self) -> Column:
        """(N, R) bool: open on some row that respects the reserves."""
        return _some(self._held_open)

    @cached_property
    def bounds(self) -> Bounds:
        """Ranges of the euros and of the conditions."""
        held = self.layout.held
        euros, met = self._cut(self.reading.euros), self._cut(self.reading.met)
        kept, respected = euros[:, held], met[:, held]
        return Bounds(
            low=kept.min(axis=1),
            high=kept.max(axis=1),
            top=euros.max(axis=1),
            met=_every(respected),
            may_be_met=_some(respected),
            ever_met=_some(met),
        )

    @cached_property
    def sides(self) -> Column:
        """(N, C, 4), over the rows that respect the reserves: lowest and highest left side, lowest and highest right side (NaN: nothing to
        compare)."""
        left, right = (self._cut(side)[:, self.layout.held] for side in (self.reading.left, self.reading.right))
        return np.stack([left.min(axis=1), left.max(axis=1), right.min(axis=1), right.max(axis=1)], axis=-1)

    @cached_property
    def closed_themes(self) -> Mapping[str, Column]:
        """Theme → (N, R) bool: open on no row where the facts of this theme are at their base."""
        return {theme: ~_some(self.opened[:, rows]) for theme, rows in self.layout.themes.items()}

    @cached_property
    def uncommon(self) -> Column:
        """(N, R) bool: open on no row where the facts of all the uncommon themes are at their base."""
        return ~_some(self.opened[:, self.layout.common])

    @cached_property
    def swings(self) -> tuple[Column, Column]:
        """(N, R) lowest and highest euros if every fact alone pushed as far as it can, within the reserves, all pushes added up: what
        several facts do together without having been tried together."""
        lows, highs = [], []
        for pushes in self.layout.pushes:
            base = self.euros[:, pushes.base]
            low, high = base, base
            if len(pushes.rows):
                moves = self.euros[:, pushes.rows] - base[:, None]
                low = base + np.minimum(np.minimum.reduceat(moves, pushes.starts, axis=1), 0).sum(axis=1)
                high = base + np.maximum(np.maximum.reduceat(moves, pushes.starts, axis=1), 0).sum(axis=1)
            lows.append(np.maximum(low, 0))
            highs.append(high)
        return np.min(lows, axis=0), np.max(highs, axis=0)

    @cached_property
    def effects(self) -> tuple[Column, Column]:
        """(N, E, R) whether each key of ``layout.effects`` alone opens or closes each right, and the euros it alone moves at most."""
        effects = self.layout.effects
        if not effects.keys:
            nothing = np.zeros((len(self.households), 0, self.opened.shape[2]))
            return nothing.astype(bool), nothing
        flips = self.opened[:, effects.rows] != self.opened[:, effects.beside]
        euros = np.abs(self.euros[:, effects.rows] - self.euros[:, effects.beside])
        return np.logical_or.reduceat(flips, effects.starts, axis=1), np.maximum.reduceat(euros, effects.starts, axis=1)


def _every(flags: Column) -> Column:
    """Over the rows."""
    return np.asarray(flags.all(axis=1))


def _some(flags: Column) -> Column:
    """Over the rows."""
    return np.asarray(flags.any(axis=1))
