"""Mixed completions: many slots drawn again at once, always the same draws for the same slots."""

from collections.abc import Sequence

import numpy as np

from relais.law.answers.slots import Slot
from relais.law.situation.block import Column

#: the same household always gets the same rows.
SEED = 20261122


class Draws:
    """Draws values of slots, all rows at once."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.slots = slots
        self.chance = np.random.default_rng(SEED)
        self.sizes = np.array([len(slot.values) for slot in slots], dtype=np.int64)
        held = [[place for place, held in enumerate(slot.held) if held] for slot in slots]
        self.held_sizes = np.array([len(places) for places in held], dtype=np.int64)
        self.held_places = np.zeros((len(slots), max(self.held_sizes, default=0)), dtype=np.int8)
        for rank, places in enumerate(held):
            self.held_places[rank, : len(places)] = places
        self._needs = [(rank, *need, slots[need[0]].held[need[1]]) for rank, slot in enumerate(slots) for need in slot.needs]

    def around(self, row: Column, ranks: Column, share: float | Column, count: int, *, only_held: bool) -> Column:
        """(count, slots) int8: the row (or each of ``count`` rows), each of ``ranks`` drawn again with the probability ``share``."""
        found = np.broadcast_to(row, (count, len(self.slots))).copy()
        if not len(ranks):
            return found[:0]
        again = self.chance.random((count, len(ranks))) < share
        luck = self.chance.random((count, len(ranks)))
        if only_held:
            drawn = self.held_places[ranks, (luck * self.held_sizes[ranks]).astype(np.int64)]
        else:
            drawn = (luck * self.sizes[ranks]).astype(np.int8)
        found[:, ranks] = np.where(again, drawn, found[:, ranks])
        self._let_matter(found, only_held=only_held)
        return found

    def _let_matter(self, rows: Column, *, only_held: bool) -> None:
        """Set what lets a drawn value matter; when that would breach a reserve that must hold, forget the value instead."""
        for rank, parent, value, held in self._needs:
            idle = (rows[:, rank] != 0) & (rows[:, parent] == 0)
            if only_held and not held:
                rows[idle, rank] = 0
            else:
                rows[idle, parent] = value
