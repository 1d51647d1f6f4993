"""How the rows tried for a household are laid: which facts each row changes, what stays at its usual value, which reserves it breaks.

Nothing here depends on the values that are known: households told in the same way (same persons, same unanswered facts) share one
layout, and are judged together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from relais.law.answers.completion import alone
from relais.law.answers.slots import Slot
from relais.law.answers.units import CHILDREN, COUPLE, Unit, invented
from relais.law.situation.block import Column
from relais.law.situation.household import FactKey
from relais.law.situation.roles import Role

#: more than the values that a key may have (int8).
CODES = 128
#: facts changed at most in a row that is still near the household as told.
NEAR = 3


@dataclass(frozen=True, slots=True)
class Effects:
    """Rows to compare with another one, key after key: the rows of ``keys[i]`` begin at ``starts[i]``. ``rows`` and ``beside``: (M,)."""

    rows: Column
    beside: Column
    starts: Column
    keys: tuple[FactKey, ...]


@dataclass(frozen=True, slots=True)
class Pushes:
    """The rows of one unit where a single fact moves within the reserves, fact after fact; ``base``: the unit's first row."""

    base: int
    rows: Column
    starts: Column


@dataclass(frozen=True, slots=True)
class Tells:
    """Where a key is not at its base: the row, the key (its rank) and a code of the key with its value, ordered by code. (P,) each. Most
    rows move a few keys, so that this is much shorter than all the values of all the keys."""

    rows: Column
    keys: Column
    codes: Column


@dataclass(frozen=True, eq=False)
class Layout:
    """``units``: those of the first household laid so; only their slots and compositions count here. ``choices``: theirs.

    ``keys``: what may be asked, in the order of the papers (facts of invented persons count as the composition).
    ``slots``: the keys that are facts. ``changed``: (n, K) int8, which value each row gives to each key, 0 for the base. ``violated``:
    (n, V) bool, the reserves that a row does not respect, by ``reserves``. The first row is the base of the household as told.
    """

    units: tuple[Unit, ...]
    choices: tuple[Column, ...]
    keys: tuple[FactKey, ...]
    slots: Mapping[FactKey, Slot]
    changed: Column
    reserves: tuple[str, ...]
    violated: Column

    @property
    def rows(self) -> int:
        """How many rows a household has (n)."""
        return len(self.changed)

    @cached_property
    def held(self) -> Column:
        """(n,) bool: the rows that respect every reserve."""
        return np.asarray(~self.violated.any(axis=1))

    @cached_property
    def moves(self) -> Column:
        """(n,) how many facts each row changes."""
        return np.asarray((self.changed != 0).sum(axis=1))

    @cached_property
    def near(self) -> Column:
        """(n,) bool: the rows a few facts away from the base, those that tell what one answer would settle."""
        return np.asarray(self.moves <= NEAR)

    @cached_property
    def themes(self) -> Mapping[str, Column]:
        """Uncommon theme → (n,) bool: the rows where the facts of this theme are at their base."""
        themes = sorted({slot.fact.theme for slot in self.slots.values()} - {""})
        return {theme: self._still([key for key, slot in self.slots.items() if slot.fact.theme == theme]) for theme in themes}

    @cached_property
    def common(self) -> Column:
        """(n,) bool: the rows where the facts of all the uncommon themes are at their base."""
        return self._still([key for key, slot in self.slots.items() if slot.fact.theme])

    def _still(self, keys: Sequence[FactKey]) -> Column:
        ranks = [self.ranks[key] for key in keys]
        return np.asarray((self.changed[:, ranks] == 0).all(axis=1))

    @cached_property
    def ranks(self) -> Mapping[FactKey, int]:
        """Key → its rank among ``keys``."""
        return {key: rank for rank, key in enumerate(self.keys)}

    @cached_property
    def _places(self) -> Mapping[FactKey, tuple[Unit, Slot]]:
        """Key → the slot, in the first unit that has it."""
        return {slot.key: (unit, slot) for unit in reversed(self.units) for slot in unit.slots}

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
    def _lone(self) -> Sequence[Sequence[tuple[int, Column]]]:
        """By unit, for each slot that may move: its rank, and the rows (among all) where it moves alone, the unit's first row first."""
        found, start = [], 0
        for unit, matrix in zip(self.units, self.choices, strict=True):
            found.append([(rank, start + rows) for rank, rows in alone(unit.slots, matrix)])
            start += len(matrix)
        return found

    @cached_property
    def effects(self) -> Effects:
        """What to compare to see what each key does alone: a composition with the one told, a value with the base of its unit."""
        found: dict[FactKey, list[tuple[Column, int]]] = {}
        for key, rows, beside in self._compared():
            found.setdefault(key, []).append((rows, beside))
        sizes = [sum(len(rows) for rows, _ in parts) for parts in found.values()]
        parts = [part for each in found.values() for part in each]
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *(mine for mine, _ in parts)])
        other_rows = np.repeat(np.array([other for _, other in parts], dtype=np.int64), [len(mine) for mine, _ in parts])
        return Effects(rows, other_rows, np.cumsum([0, *sizes[:-1]]), tuple(found))

    def _compared(self) -> Iterator[tuple[FactKey, Column, int]]:
        start = 0
        for unit, matrix, lone in zip(self.units, self.choices, self._lone, strict=True):
            for key in unit.differs:
                yield key, np.array([start]), 0
            for rank, rows in lone:
                yield self.ask_first(_key_of(unit.slots[rank].key, unit)), rows, start
            start += len(matrix)

    @cached_property
    def pushes(self) -> tuple[Pushes, ...]:
        """By unit, the rows where a single fact moves within the reserves; a fact that cannot is left out."""
        found, start = [], 0
        for matrix, lone in zip(self.choices, self._lone, strict=True):
            kept = [at for _, rows in lone if len(at := rows[self.held[rows]])]
            sizes = [len(at) for at in kept]
            rows = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64)
            found.append(Pushes(start, rows, np.cumsum([0, *sizes[:-1]])))
            start += len(matrix)
        return tuple(found)

    @cached_property
    def tells(self) -> Tells:
        """What to count to see what the value of each key tells."""
        rows, keys = np.nonzero(self.changed)
        codes = keys * CODES + self.changed[rows, keys]
        order = np.argsort(codes, kind="stable")
        return Tells(rows[order], keys[order], codes[order])


def _key_of(key: FactKey, unit: Unit) -> FactKey:
    """The key to ask: a fact of an invented person is settled by the composition."""
    if not invented(key.person):
        return key
    role = next(person.role for person in unit.told.persons if person.id == key.person)
    return COUPLE if role is Role.CONJOINT else CHILDREN


def layout_of(units: Sequence[Unit], choices: Sequence[Column]) -> Layout:
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
    return Layout(tuple(units), tuple(choices), tuple(keys), slots, changed, reserves, violated)
