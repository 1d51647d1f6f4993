"""Rows of completed households, from the choices made in the slots of each unit, as one ``Block``.

A unit's choices are an int8 matrix (rows, slots): the position of the value taken in each slot, 0 for the base.
"""

from collections.abc import Sequence

import numpy as np

from relais.law.answers.slots import Slot
from relais.law.answers.units import Unit
from relais.law.situation.block import Block, Column
from relais.law.situation.columns import encoded


def build(base: Block, units: Sequence[Unit], choices: Sequence[Column]) -> Block:
    """The block of all rows of all units, unit after unit. ``base`` holds one row for each unit, in the same order."""
    counts = np.array([len(matrix) for matrix in choices])
    unit_of_row = np.repeat(np.arange(len(units)), counts)
    sizes = np.bincount(base.household, minlength=len(units))
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    row_sizes = sizes[unit_of_row]
    first = np.concatenate(([0], np.cumsum(row_sizes)[:-1]))
    household = np.repeat(np.arange(len(unit_of_row), dtype=np.int32), row_sizes)
    source = np.arange(len(household)) - np.repeat(first - starts[unit_of_row], row_sizes)
    persons = {code: values[source] for code, values in base.persons.items()}
    households = {code: values[unit_of_row] for code, values in base.households.items()}
    _scatter(units, choices, first, persons, households)
    origins = np.array([unit.origin for unit in units], dtype=np.int32)
    return Block(base.month, origins[unit_of_row], household, base.role[source], persons, households)


def _scatter(
    units: Sequence[Unit], choices: Sequence[Column], first: Column, persons: dict[str, Column], households: dict[str, Column]
) -> None:
    """Write the values chosen over the base ones, slot by slot."""
    offset = 0
    for unit, matrix in zip(units, choices, strict=True):
        rows, slots = np.nonzero(matrix.T)[::-1]
        ends = np.searchsorted(slots, np.arange(len(unit.slots) + 1))
        for rank, slot in enumerate(unit.slots):
            moved = rows[ends[rank] : ends[rank + 1]]
            if len(moved):
                places = offset + moved if slot.person < 0 else first[offset + moved] + slot.person
                target = households if slot.person < 0 else persons
                target[slot.key.fact][places] = _table(slot)[matrix[moved, rank]]
        offset += len(matrix)


def _table(slot: Slot) -> Column:
    """The values of a slot as its column holds them, by position; the base is already in its place, and may be of another shape."""
    return np.concatenate([encoded(slot.fact, slot.values[1:2]), encoded(slot.fact, slot.values[1:])])


def held_rows(slots: Sequence[Slot], matrix: Column) -> Column:
    """(rows,) bool: the rows where every slot respects the reserves."""
    if not slots:
        return np.ones(len(matrix), dtype=bool)
    width = max(len(slot.values) for slot in slots)
    table = np.array([slot.held + (False,) * (width - len(slot.held)) for slot in slots])
    return np.asarray(table[np.arange(len(slots)), matrix].all(axis=1))
