"""How unknown facts are completed: which rows are tried, in two passes (decision record: docs/adr, same title).

First pass: the base, every value of every slot alone, the joint openings that the cards name, and a few mixed rows. Second
pass, from what the first one moved: for each right not settled yet, the completions that push it most towards open and
towards closed, then mixed rows around them. All rows of all units go in one block for each pass.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from relais.law.answers.readings import Reading
from relais.law.answers.rows import distinct, held_rows
from relais.law.answers.slots import Slot
from relais.law.answers.units import Unit
from relais.law.rights.card import Card
from relais.law.situation.block import Column
from relais.law.situation.facts import Value

#: mixed rows of the first pass: half respect the reserves, half do not.
MIXED_ROWS = 24
#: facts changed together in a mixed row.
MIXED_FACTS = 4
#: mixed rows around the best completion of a right that seems closed, or the worst one of a right that seems open.
AROUND_ROWS = 10
#: seed of the mixed rows: the same household always gets the same rows.
SEED = 20261122


def first_rows(unit: Unit, cards: Sequence[Card]) -> Column:
    """(rows, slots) int8 of the first pass; the base comes first, then each value alone."""
    slots = unit.slots
    rows = [np.zeros(len(slots), dtype=np.int8)]
    for rank, slot in enumerate(slots):
        for position in range(1, len(slot.values)):
            row = rows[0].copy()
            _choose(row, slots, rank, position)
            rows.append(row)
    for card in cards:
        rows += _opener_rows(unit, card)
    rows += _mixed(slots)
    return distinct(np.array(rows, dtype=np.int8).reshape(len(rows), len(slots)))


def _choose(row: Column, slots: Sequence[Slot], rank: int, position: int) -> None:
    """Take a value, and the ones that let it matter."""
    row[rank] = position
    for parent, value in slots[rank].needs:
        if not row[parent]:
            row[parent] = value


def _opener_rows(unit: Unit, card: Card) -> Iterator[Column]:
    """The joint completions named by a card, for each person whom they may concern; facts already known are left."""
    for opener in card.openers:
        for rank, person in enumerate(unit.told.persons):
            row = np.zeros(len(unit.slots), dtype=np.int8)
            if _apply(row, unit, opener, rank, person.facts) and row.any():
                yield row


def _apply(row: Column, unit: Unit, opener: Mapping[str, Value], rank: int, known: Mapping[str, Value]) -> bool:
    """Set the facts of an opener on a row; False when a known fact says otherwise or nobody can have it."""
    places = {slot.key.fact: position for position, slot in enumerate(unit.slots) if slot.person in (rank, -1)}
    for code, value in opener.items():
        told = known.get(code, unit.told.facts.get(code))
        if told is not None and told != value:
            return False
        if told is None:
            place = places.get(code)
            if place is None or value not in unit.slots[place].values:
                return False
            _choose(row, unit.slots, place, unit.slots[place].values.index(value))
    return True


def _mixed(slots: Sequence[Slot]) -> list[Column]:
    """Rows where a few facts change together."""
    many = [rank for rank, slot in enumerate(slots) if len(slot.values) > 1]
    several = [rank for rank in many if sum(slots[rank].held) > 1]
    chance = np.random.default_rng(SEED)
    rows: list[Column] = []
    for ranks, only_held in ((several, True), (many, False)):
        if len(ranks) > 1:
            rows += [
                _changed(np.zeros(len(slots), dtype=np.int8), slots, ranks, chance, only_held=only_held) for _ in range(MIXED_ROWS // 2)
            ]
    return rows


def _changed(row: Column, slots: Sequence[Slot], ranks: Sequence[int], chance: np.random.Generator, *, only_held: bool) -> Column:
    """A row with a few facts drawn again among their values."""
    for rank in chance.choice(ranks, size=min(MIXED_FACTS, len(ranks)), replace=False).tolist():
        allowed = [position for position, held in enumerate(slots[rank].held) if held or not only_held]
        _choose(row, slots, rank, allowed[int(chance.integers(len(allowed)))])
    return row


def second_rows(unit: Unit, tried: Column, reading: Reading) -> Column:
    """(rows, slots) int8 of the second pass, none of them tried before; may be empty."""
    if not unit.slots:
        return tried[:0]
    search = _Search(unit, tried, reading)
    rows = [row for rank in range(reading.opened.shape[1]) for row in search.rows_for(rank)]
    if not rows:
        return tried[:0]
    found = distinct(np.concatenate([tried, np.array(rows, dtype=np.int8)]))
    return found[len(distinct(tried)) :]


def alone(slots: Sequence[Slot], tried: Column) -> list[tuple[int, Column, Column]]:
    """For each slot that may move: its rank, the rows where it moves alone (the base first) and the values taken there."""
    rank_of_row = {row.tobytes(): rank for rank, row in enumerate(tried)}
    found = []
    for rank, slot in enumerate(slots):
        rows, values = [0], [0]
        for position in range(1, len(slot.values)):
            row = np.zeros(len(slots), dtype=np.int8)
            _choose(row, slots, rank, position)
            rows.append(rank_of_row[row.tobytes()])
            values.append(position)
        if len(rows) > 1:
            found.append((rank, np.array(rows), np.array(values, dtype=np.int8)))
    return found


class _Search:
    """Completions of one unit that push a right to its ends, built from what each value moved alone."""

    def __init__(self, unit: Unit, tried: Column, reading: Reading) -> None:
        self.slots = unit.slots
        self.tried = tried
        self.reading = reading
        self.held = held_rows(unit.slots, tried)
        self.alone = alone(unit.slots, tried)
        self.chance = np.random.default_rng(SEED)

    def rows_for(self, right: int) -> Iterator[Column]:
        """The rows worth trying for one right."""
        sensors = self._sensors(right)
        moving = [part for part in self.alone if _moves(sensors[part[1]])]
        if not moving:
            return
        opened = self.reading.opened[:, right]
        yield from self._ends(sensors[:, :1], moving, only_held=True)
        if not opened.any():
            yield from self._ends(sensors, moving, only_held=False, sides=(1.0,))
            yield from self._around(sensors, moving, side=1.0, only_held=False)
        elif opened[self.held].all():
            yield from self._ends(sensors, moving, only_held=True)
            yield from self._around(sensors, moving, side=-1.0, only_held=True)

    def _sensors(self, right: int) -> Column:
        """(rows, sensors) what the right is made of: score first, then the margin of each condition."""
        reading = self.reading
        start, stop = reading.spans[right]
        met = reading.met[:, start:stop].astype(np.float64)
        margins = np.nan_to_num(reading.right[:, start:stop] - reading.left[:, start:stop])
        reversed_sides = (reading.met[:, start:stop] & (margins < 0)).any(axis=0)
        margins = np.where(reversed_sides, -margins, margins)
        euros = np.nan_to_num(reading.euros[:, right])
        score = reading.opened[:, right] * 1e6 + met.sum(axis=1) * 1e5 + euros
        return np.column_stack([score, met, margins])

    def _ends(
        self, sensors: Column, moving: Sequence[tuple[int, Column, Column]], *, only_held: bool, sides: Sequence[float] = (1.0, -1.0)
    ) -> Iterator[Column]:
        """For each sensor, each slot at the value that pushed it furthest alone."""
        for side in sides:
            matrix = np.zeros((sensors.shape[1], len(self.slots)), dtype=np.int8)
            for rank, rows, values in moving:
                pushed = side * sensors[rows]
                if only_held:
                    pushed = np.where(self.held[rows, None], pushed, -np.inf)
                best = values[np.argmax(pushed, axis=0)]
                for sensor in np.nonzero(best)[0].tolist():
                    _choose(matrix[sensor], self.slots, rank, int(best[sensor]))
            yield from matrix

    def _around(self, sensors: Column, moving: Sequence[tuple[int, Column, Column]], *, side: float, only_held: bool) -> Iterator[Column]:
        """Mixed rows around the end of the score, among the facts that move the right."""
        ranks = [rank for rank, _, _ in moving]
        if len(ranks) < 2:
            return
        end = next(self._ends(sensors[:, :1], moving, only_held=only_held, sides=(side,)))
        for _ in range(AROUND_ROWS):
            yield _changed(end.copy(), self.slots, ranks, self.chance, only_held=only_held)


def _moves(sensors: Column) -> bool:
    """Whether one of the sensors is not the same on all these rows."""
    return bool((np.abs(sensors - sensors[:1]) > 1e-6).any())
