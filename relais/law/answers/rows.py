"""Rows of completed households, from the choices made in the slots of each unit, as one ``Block``.

A unit's choices are an int8 matrix (rows, slots): the position of the value taken in each slot, 0 for the base.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.answers.slots import Slot
from relais.law.situation.block import Block, Column
from relais.law.situation.columns import encoded


@dataclass(frozen=True, slots=True)
class Completed:
    """Units of the same slots and the same choices. ``units``: their rows in the base block; the persons of a slot stand at the same place
    in each of them. ``tables``: ``tables_of`` the slots."""

    units: Column
    slots: Sequence[Slot]
    choices: Column
    tables: Sequence[Column]

    @property
    def rows(self) -> int:
        """How many rows they make."""
        return len(self.units) * len(self.choices)


def build(base: Block, parts: Sequence[Completed]) -> Block:
    """The block of all rows, part after part, in each unit after unit. ``base`` holds one row for each unit, its facts at their base."""
    unit_of_row = np.concatenate([np.repeat(part.units, len(part.choices)) for part in parts])
    sizes = np.bincount(base.household, minlength=base.rows)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    row_sizes = sizes[unit_of_row]
    first = np.concatenate(([0], np.cumsum(row_sizes)[:-1]))
    household = np.repeat(np.arange(len(unit_of_row), dtype=np.int32), row_sizes)
    source = np.arange(len(household)) - np.repeat(first - starts[unit_of_row], row_sizes)
    persons = {code: values.take(source, axis=0) for code, values in base.persons.items()}
    households = {code: values.take(unit_of_row, axis=0) for code, values in base.households.items()}
    _scatter(parts, first, persons, households)
    return Block(base.month, base.origin[unit_of_row], household, base.role[source], persons, households)


def _scatter(parts: Sequence[Completed], first: Column, persons: dict[str, Column], households: dict[str, Column]) -> None:
    """Write the values chosen over the base ones, slot by slot."""
    offset = 0
    for part in parts:
        each = offset + np.arange(len(part.units))[:, None] * len(part.choices)
        rows, slots = np.nonzero(part.choices.T)[::-1]
        ends = np.searchsorted(slots, np.arange(len(part.slots) + 1))
        for rank, slot in enumerate(part.slots):
            moved = rows[ends[rank] : ends[rank + 1]]
            if len(moved):
                at = each + moved
                places = at if slot.person < 0 else first[at] + slot.person
                target = households if slot.person < 0 else persons
                target[slot.key.fact][places] = part.tables[rank][part.choices[moved, rank]]
        offset += part.rows


def tables_of(slots: Sequence[Slot]) -> tuple[Column, ...]:
    """The values of each slot as its column holds them, by position; the base is already in its place, and may be of another shape."""
    return tuple(np.concatenate([encoded(slot.fact, slot.values[1:2]), encoded(slot.fact, slot.values[1:])]) for slot in slots)


def held_rows(slots: Sequence[Slot], matrix: Column) -> Column:
    """(rows,) bool: the rows where every slot respects the reserves."""
    if not slots:
        return np.ones(len(matrix), dtype=bool)
    width = max(len(slot.values) for slot in slots)
    table = np.array([slot.held + (False,) * (width - len(slot.held)) for slot in slots])
    return np.asarray(table[np.arange(len(slots)), matrix].all(axis=1))
