"""Everything tried for one household, side by side: which facts each row changes and what the law says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from relais.law.answers.completion import alone
from relais.law.answers.readings import Reading
from relais.law.answers.slots import Slot
from relais.law.answers.units import CHILDREN, COUPLE, Unit, invented
from relais.law.situation.block import Column
from relais.law.situation.household import FactKey, Household
from relais.law.situation.roles import Role

#: facts changed at most in a row that is still near the household as told.
NEAR = 3


@dataclass(frozen=True, slots=True)
class Bounds:
    """Over the rows that respect the reserves. ``euros_low`` and ``euros_high``: R numbers; ``euros_top``: over all the rows, reserves
    or not. ``conditions``: six lists of C, met on every
    row, met on some row, lowest and highest left side, lowest and highest right side (NaN: nothing to compare)."""

    euros_low: list[float]
    euros_high: list[float]
    euros_top: list[float]
    conditions: tuple[list[float], ...]


@dataclass(frozen=True)
class Trial:
    """``keys``: what may be asked, in the order of the papers (facts of invented persons count as the composition).

    ``slots``: the keys that are facts.
    ``changed``: (n, K) int8, which value each row gives to each key, 0 for the base. ``violated``: (n, V) bool, the reserves that
    a row does not respect, by ``reserves``. ``reading``: what the law says of the n rows, the base of the household as told first.
    """

    household: Household
    units: tuple[Unit, ...]
    choices: tuple[Column, ...]
    reading: Reading
    keys: tuple[FactKey, ...]
    slots: Mapping[FactKey, Slot]
    changed: Column
    reserves: tuple[str, ...]
    violated: Column

    @cached_property
    def held(self) -> Column:
        """(n,) bool: the rows that respect every reserve."""
        return np.asarray(~self.violated.any(axis=1))

    @cached_property
    def bounds(self) -> Bounds:
        """Ranges of the euros and of the conditions, computed once for all the rights."""
        reading, held = self.reading, self.held
        euros, met, left, right = reading.euros[held], reading.met[held], reading.left[held], reading.right[held]
        columns = (met.min(axis=0), met.max(axis=0), left.min(axis=0), left.max(axis=0), right.min(axis=0), right.max(axis=0))
        tops = reading.euros.max(axis=0).tolist()
        return Bounds(euros.min(axis=0).tolist(), euros.max(axis=0).tolist(), tops, tuple(column.tolist() for column in columns))

    @cached_property
    def themes(self) -> Mapping[str, Column]:
        """Theme → (R,) bool: open on no row where the facts of this theme are at their base."""
        found = {}
        for theme in sorted({slot.fact.theme for slot in self.slots.values()} - {""}):
            ranks = [rank for rank, key in enumerate(self.keys) if key in self.slots and self.slots[key].fact.theme == theme]
            found[theme] = ~self.reading.opened[(self.changed[:, ranks] == 0).all(axis=1)].any(axis=0)
        return found

    @cached_property
    def uncommon(self) -> Column:
        """(R,) bool: open on no row where the facts of all the uncommon themes are at their base."""
        ranks = [rank for rank, key in enumerate(self.keys) if key in self.slots and self.slots[key].fact.theme]
        return np.asarray(~self.reading.opened[(self.changed[:, ranks] == 0).all(axis=1)].any(axis=0))

    @cached_property
    def _places(self) -> Mapping[FactKey, tuple[Unit, Slot]]:
        """Key → the slot, in the first unit that has it."""
        return {slot.key: (unit, slot) for unit in reversed(self.units) for slot in unit.slots}

    @cached_property
    def euros(self) -> Column:
        """(n, R) euros a month, 0 where no amount is modelled."""
        return np.nan_to_num(self.reading.euros)

    def ask_first(self, key: FactKey) -> FactKey:
        """The fact to ask before this one can matter (the nationality before the permit), itself when there is none."""
        found = self._places.get(key)
        if found is None:
            return key
        unit, slot = found
        while slot.needs:  # ranks among the slots of the same unit: an invented partner has facts that the household as told has not
            slot = unit.slots[slot.needs[0][0]]
        return slot.key if slot.key in self.slots else key

    @cached_property
    def near(self) -> Column:
        """(n,) bool: the rows a few facts away from the base, those that tell what one answer would settle."""
        return np.asarray(self.moves <= NEAR)

    @cached_property
    def moves(self) -> Column:
        """(n,) how many facts each row changes."""
        return np.asarray((self.changed != 0).sum(axis=1))

    @cached_property
    def _alone(self) -> list[list[tuple[int, Column]]]:
        """For each unit, the rows where each slot moves alone."""
        return [alone(unit.slots, matrix) for unit, matrix in zip(self.units, self.choices, strict=True)]

    @cached_property
    def swings(self) -> tuple[Column, Column]:
        """(R,) lowest and (R,) highest euros if every fact alone pushed as far as it can, within the reserves, all pushes added up: what
        several facts do together without having been tried together."""
        lows, highs = [], []
        start = 0
        for matrix, mine in zip(self.choices, self._alone, strict=True):
            base = self.euros[start]
            low, high = base.copy(), base.copy()
            for _, rows in mine:
                at = (start + rows)[self.held[start + rows]]
                moves = self.euros[at] - base if len(at) else np.zeros((1, len(base)))
                low += np.minimum(moves.min(axis=0), 0)
                high += np.maximum(moves.max(axis=0), 0)
            lows.append(np.maximum(low, 0))
            highs.append(high)
            start += len(matrix)
        return np.min(lows, axis=0), np.max(highs, axis=0)

    @cached_property
    def effects(self) -> Mapping[FactKey, tuple[Column, Column]]:
        """Key → (R,) whether it alone opens or closes each right, and (R,) the euros it alone moves at most."""
        found: dict[FactKey, tuple[Column, Column]] = {}
        opened, euros = self.reading.opened, self.euros
        start = 0
        for unit, matrix, mine in zip(self.units, self.choices, self._alone, strict=True):
            for key in unit.differs:
                _merge(found, key, opened[start] != opened[0], np.abs(euros[start] - euros[0]))
            for rank, rows in mine:
                at = start + rows
                flips = (opened[at] != opened[start]).any(axis=0)
                _merge(found, self.ask_first(_key_of(unit.slots[rank].key, unit)), flips, np.abs(euros[at] - euros[start]).max(axis=0))
            start += len(matrix)
        return found


def _merge(found: dict[FactKey, tuple[Column, Column]], key: FactKey, flips: Column, euros: Column) -> None:
    before = found.get(key)
    found[key] = (flips, euros) if before is None else (before[0] | flips, np.maximum(before[1], euros))


def _key_of(key: FactKey, unit: Unit) -> FactKey:
    """The key to ask: a fact of an invented person is settled by the composition."""
    if not invented(key.person):
        return key
    role = next(person.role for person in unit.told.persons if person.id == key.person)
    return COUPLE if role is Role.CONJOINT else CHILDREN


def trial_of(units: Sequence[Unit], choices: Sequence[Column], reading: Reading) -> Trial:
    """Lay the rows of the units of one household on common columns."""
    slots: dict[FactKey, Slot] = {}
    keys: dict[FactKey, int] = {}
    for unit in units:
        for key in unit.differs:
            keys.setdefault(key, len(keys))
        for slot in unit.slots:
            key = _key_of(slot.key, unit)
            keys.setdefault(key, len(keys))
            if key == slot.key:
                slots.setdefault(key, slot)
    reserves = tuple(dict.fromkeys(slot.reserve for unit in units for slot in unit.slots if slot.reserve))
    total = sum(len(matrix) for matrix in choices)
    changed = np.zeros((total, len(keys)), dtype=np.int8)
    violated = np.zeros((total, len(reserves)), dtype=bool)
    start = 0
    for unit, matrix in zip(units, choices, strict=True):
        rows = slice(start, start + len(matrix))
        for key in unit.differs:
            changed[rows, keys[key]] = 1 + sum(person.role is Role.ENFANT for person in unit.told.persons)
        for rank, slot in enumerate(unit.slots):
            column = matrix[:, rank]
            if not invented(slot.key.person):
                changed[rows, keys[slot.key]] = column
            if slot.reserve:
                violated[rows, reserves.index(slot.reserve)] |= ~np.array(slot.held)[column]
        start += len(matrix)
    return Trial(units[0].told, tuple(units), tuple(choices), reading, tuple(keys), slots, changed, reserves, violated)
