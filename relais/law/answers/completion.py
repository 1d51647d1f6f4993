"""How unknown facts are completed, first pass: which rows are tried before anything is known of their effects.

The base, every value of every slot alone and for everybody, the joint openings that the cards name, and a few mixed rows.
``search`` adds the second pass. Decision record: docs/adr, «How unknown facts are completed».
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from relais.law.answers.draws import Draws
from relais.law.answers.slots import BIRTH, Slot, born
from relais.law.answers.units import Unit
from relais.law.rights.card import Card
from relais.law.situation.block import Column
from relais.law.situation.facts import Value

#: mixed rows of the first pass: half respect the reserves, half do not.
MIXED_ROWS = 24
#: share of the facts changed in a mixed row.
MIXED_SHARE = 0.08


def first_rows(unit: Unit, cards: Sequence[Card]) -> Column:
    """(rows, slots) int8 of the first pass; the base comes first, then each value alone."""
    slots = unit.slots
    rows = [np.zeros(len(slots), dtype=np.int8)]
    for rank, slot in enumerate(slots):
        rows += [single(slots, rank, position) for position in range(1, len(slot.values))]
    rows += _together(slots)
    for card in cards:
        rows += opener_rows(unit, card)
    draws = Draws(slots)
    every = np.arange(len(slots))
    mixed = [draws.around(rows[0], every, MIXED_SHARE, MIXED_ROWS // 2, only_held=held) for held in (True, False)]
    return distinct(np.concatenate([np.array(rows, dtype=np.int8).reshape(len(rows), len(slots)), *mixed]))


def single(slots: Sequence[Slot], rank: int, position: int) -> Column:
    """The base with one value taken, and the ones that let it matter."""
    row = np.zeros(len(slots), dtype=np.int8)
    _choose(row, slots, rank, position)
    return row


def _choose(row: Column, slots: Sequence[Slot], rank: int, position: int) -> None:
    row[rank] = position
    for parent, value in slots[rank].needs:
        if not row[parent]:
            row[parent] = value


def _together(slots: Sequence[Slot]) -> Iterator[Column]:
    """The same value for everybody of the same fact: two children over 14, both parents at work."""
    sharing: dict[tuple[str, int], list[int]] = {}
    for rank, slot in enumerate(slots):
        if slot.person >= 0:
            sharing.setdefault((slot.fact.code, len(slot.values)), []).append(rank)
    for (_, size), ranks in sharing.items():
        for position in range(1, size) if len(ranks) > 1 else ():
            row = np.zeros(len(slots), dtype=np.int8)
            for rank in ranks:
                _choose(row, slots, rank, position)
            yield row


def opener_rows(unit: Unit, card: Card) -> Iterator[Column]:
    """The joint completions named by a card, for each person whom they may concern; facts already known are left."""
    for opener in card.openers:
        for rank, person in enumerate(unit.told.persons):
            row = np.zeros(len(unit.slots), dtype=np.int8)
            if _apply(row, unit, opener, rank, person.facts) and row.any():
                yield row


def _apply(row: Column, unit: Unit, opener: Mapping[str, Value], rank: int, known: Mapping[str, Value]) -> bool:
    """Set the facts of an opener on a row (an age stands for a birth date); False when a known fact says otherwise."""
    places = {slot.key.fact: position for position, slot in enumerate(unit.slots) if slot.person in (rank, -1)}
    for code, wanted in opener.items():
        value = born(unit.told.month, int(wanted), 1) if code == BIRTH and isinstance(wanted, int | float) else wanted
        told = known.get(code, unit.told.facts.get(code))
        if told is not None and told != value:
            return False
        if told is None:
            place = places.get(code)
            if place is None or value not in unit.slots[place].values:
                return False
            _choose(row, unit.slots, place, unit.slots[place].values.index(value))
    return True


def alone(slots: Sequence[Slot], tried: Column) -> list[tuple[int, Column]]:
    """For each slot that may move: its rank, and the rows where it moves alone, the base first, then in the order of its values."""
    rank_of_row = {row.tobytes(): rank for rank, row in enumerate(tried)}
    found = []
    for rank, slot in enumerate(slots):
        if len(slot.values) > 1:
            rows = [rank_of_row[single(slots, rank, position).tobytes()] for position in range(1, len(slot.values))]
            found.append((rank, np.array([0, *rows])))
    return found


def distinct(matrix: Column, beside: Column | None = None) -> Column:
    """The same rows, each once, in their first order; those of ``beside`` left out."""
    seen = set() if beside is None else {row.tobytes() for row in beside}
    kept = []
    for rank, row in enumerate(matrix):
        mark = row.tobytes()
        if mark not in seen:
            seen.add(mark)
            kept.append(rank)
    return matrix[kept]
