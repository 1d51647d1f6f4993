"""Rows of completed households, from the choices made in the slots of each unit, as one ``Block``.

A unit's choices are an int8 matrix (rows, slots): the position of the value taken in each slot, 0 for the base.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from relais.law.answers.slots import Slot
from relais.law.answers.units import Unit
from relais.law.situation.block import Block, Column
from relais.law.situation.columns import encoded
from relais.law.situation.facts import Fact, Value


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
    """Write the values chosen over the base ones."""
    places: dict[str, list[int]] = defaultdict(list)
    values: dict[str, list[Any]] = defaultdict(list)
    seen: dict[tuple[str, Value | None], Any] = {}
    offset = 0
    for unit, matrix in zip(units, choices, strict=True):
        for row, slot_rank in zip(*(axis.tolist() for axis in np.nonzero(matrix)), strict=True):
            slot = unit.slots[slot_rank]
            place = offset + row if slot.person < 0 else int(first[offset + row]) + slot.person
            places[slot.key.fact].append(place)
            values[slot.key.fact].append(_once(slot.fact, slot.values[matrix[row, slot_rank]], seen))
        offset += len(matrix)
    for code, rows in places.items():
        target = persons if code in persons else households
        target[code][rows] = np.array(values[code])


def _once(fact: Fact, value: Value | None, seen: dict[tuple[str, Value | None], Any]) -> Any:  # noqa: ANN401 - a scalar or 13 months of any dtype
    """One value as the column holds it; the same value is encoded once."""
    found = seen.get((fact.code, value))
    if found is None:
        found = encoded(fact, [value])[0]
        seen[fact.code, value] = found
    return found


def held_rows(slots: Sequence[Slot], matrix: Column) -> Column:
    """(rows,) bool: the rows where every slot respects the reserves."""
    if not slots:
        return np.ones(len(matrix), dtype=bool)
    width = max(len(slot.values) for slot in slots)
    table = np.array([slot.held + (False,) * (width - len(slot.held)) for slot in slots])
    return np.asarray(table[np.arange(len(slots)), matrix].all(axis=1))
