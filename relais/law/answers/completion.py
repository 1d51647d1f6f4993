"""How unknown facts are completed, first pass: which rows are tried before anything is known of their effects.

The base, every value of every slot alone and for everybody, the joint openings that the cards name or describe, and mixed rows.
``search`` adds the second pass. Decision record: docs/adr, «How unknown facts are completed».
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from math import prod

import numpy as np

from relais.law.answers.draws import Draws
from relais.law.answers.slots import BIRTH, Slot
from relais.law.answers.units import Unit
from relais.law.rights.ways import Wanted, Way, completed_years
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.facts import Kind, Value
from relais.law.situation.roles import ROLE_WORDS

#: mixed rows of the first pass: share of the facts changed, how many rows, and whether they respect the reserves. Few changes show
#: what two facts do together near the household as told; many show it far from there.
MIXED = ((0.08, 12, False), (0.08, 12, True), (0.3, 16, True), (0.6, 16, True), (1.0, 16, True))
#: so few completions are all tried at once: nothing is left for a second pass to look for.
ALL_TRIED = 64


def first_rows(unit: Unit, ways: Sequence[Column]) -> Column:
    """(rows, slots) int8 of the first pass; the base comes first, then each value alone. ``ways``: ``Ways.rows`` of each card."""
    slots = unit.slots
    base = np.zeros((1, len(slots)), dtype=np.int8)
    rows = [*_together(slots), *_joined(slots)]
    draws = Draws(slots)
    every = np.arange(len(slots))
    mixed = [draws.around(base[0], every, share, count, only_held=held) for share, count, held in MIXED]
    together = np.array(rows, dtype=np.int8).reshape(len(rows), len(slots))
    return distinct(np.concatenate([base, singles(slots), together, *ways, *mixed, _all(slots)]))


def _all(slots: Sequence[Slot]) -> Column:
    """Every completion when there are few of them, none otherwise."""
    sizes = [len(slot.values) for slot in slots]
    if prod(sizes) > ALL_TRIED:
        return np.zeros((0, len(slots)), dtype=np.int8)
    return np.indices(sizes, dtype=np.int8).reshape(len(slots), prod(sizes)).T


def singles(slots: Sequence[Slot]) -> Column:
    """(values beyond the base, slots): the base with one value taken, and the ones that let it matter, slot after slot."""
    counts = [len(slot.values) - 1 for slot in slots]
    rows = np.zeros((sum(counts), len(slots)), dtype=np.int8)
    start = 0
    for rank, (slot, count) in enumerate(zip(slots, counts, strict=True)):
        mine = rows[start : start + count]
        for parent, value in slot.needs:
            mine[:, parent] = value
        mine[:, rank] = np.arange(1, count + 1)
        start += count
    return rows


def _choose(row: Column, slots: Sequence[Slot], rank: int, position: int) -> None:
    row[rank] = position
    for parent, value in slots[rank].needs:
        if not row[parent]:
            row[parent] = value


def _together(slots: Sequence[Slot]) -> Iterator[Column]:
    """The same value for everybody of the same fact: two children over 14, both parents at work. Ages are tried staggered too:
    brothers and sisters are rarely twins."""
    for ranks in _shared(slots):
        for position in range(1, len(slots[ranks[0]].values)) if len(ranks) > 1 else ():
            yield _everybody(slots, [(ranks, position)])
            if slots[ranks[0]].fact.code == BIRTH:
                yield _everybody(slots, [(ranks, position)], staggered=True)


def _joined(slots: Sequence[Slot]) -> Iterator[Column]:
    """Every value of a fact that changes what others mean, with the ends of these others, for everybody (``Fact.joins``)."""
    for first in _shared(slots):
        fact = slots[first[0]].fact
        if not fact.joins:
            continue
        joined = [rank for rank, slot in enumerate(slots) if slot.fact.code in fact.joins]
        others = [
            ranks for held in sorted({slots[rank].reserve for rank in joined}) for ranks in _shared(slots, held=held) if ranks[0] in joined
        ]
        for position, second in product(range(1, len(slots[first[0]].values)), others):
            last = len(slots[second[0]].values) - 1
            for end in {last} if slots[second[0]].fact.kind is Kind.MONTHLY else {1, last}:
                yield _everybody(slots, [(first, position), (second, end)], staggered=fact.code == BIRTH)


def _shared(slots: Sequence[Slot], *, held: str | None = None) -> list[list[int]]:
    """The ranks of the slots of one fact with as many values (adults apart from children); only those under the reserve ``held``."""
    found: dict[tuple[str, int], list[int]] = {}
    for rank, slot in enumerate(slots):
        if held is not None and slot.reserve != held:
            continue
        found.setdefault((slot.fact.code, len(slot.values)), []).append(rank)
    return list(found.values())


def _everybody(slots: Sequence[Slot], chosen: Sequence[tuple[Sequence[int], int]], *, staggered: bool = False) -> Column:
    """The base with these positions for these slots; staggered, the next persons take the next values."""
    row = np.zeros(len(slots), dtype=np.int8)
    for ranks, position in chosen:
        for step, rank in enumerate(ranks):
            shift = step if staggered and slots[rank].fact.code == BIRTH else 0
            _choose(row, slots, rank, (position + shift) % len(slots[rank].values))
    return row


class Ways:
    """The joint completions that could open a right, as rows of one unit: what may be set is looked up once for all the cards."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        persons = range(len(unit.told.persons))
        self._places = [{slot.key.fact: rank for rank, slot in enumerate(unit.slots) if slot.person in (one, -1)} for one in persons]
        self._known: dict[tuple[str, int, int], int] = {}
        self._open = {slot.key.fact for slot in unit.slots}

    def rows(self, ways: Sequence[Way]) -> Column:
        """(rows, slots): the ways of a card, each once, for each person whom they may concern; known facts are left as told, whether
        they suit the way or not: the conditions read them in the row."""
        some = [way for way in ways if not self._open.isdisjoint(way.facts)]  # the others change nothing
        if not some:
            return np.zeros((0, len(self._unit.slots)), dtype=np.int8)
        found = [row for way in some for rank in range(len(self._places)) if (row := self._applied(way, rank)) is not None]
        return distinct(np.array(found, dtype=np.int8).reshape(len(found), len(self._unit.slots)))

    def _applied(self, way: Way, rank: int) -> Column | None:
        """The row that gives a person the unanswered facts of a way; None when one of them cannot be so, or nothing is to change."""
        told, slots, places = self._unit.told, self._unit.slots, self._places[rank]
        person = told.persons[rank]
        if way.roles and ROLE_WORDS[person.role] not in way.roles:
            return None
        row = np.zeros(len(slots), dtype=np.int8)
        for code, wanted in way.facts.items():
            if person.facts.get(code, told.facts.get(code)) is not None:
                continue
            place = places.get(code, -1)
            position = self._position(code, wanted, place)
            if position < 0:
                return None
            if place >= 0:
                _choose(row, slots, place, position)
        return row if row.any() else None

    def _position(self, code: str, wanted: Wanted, place: int) -> int:
        """The first value of a slot that will do (without a slot, the usual one), -1 when none does."""
        key = (code, id(wanted), place)  # the ways outlive this object; what they want may be a long list
        found = self._known.get(key)
        if found is None:
            values = self._unit.slots[place].values if place >= 0 else (facts()[code].usual,)
            fits = (position for position, value in enumerate(values) if _accepts(wanted, value, self._unit))
            found = self._known[key] = next(fits, -1)
        return found


def _accepts(wanted: Wanted, value: Value | None, unit: Unit) -> bool:
    """Whether a value will do; a birth date is read as an age."""
    return wanted.accepts(completed_years(value, unit.told.month.first_day()) if isinstance(value, date) else value)


def alone(slots: Sequence[Slot], tried: Column) -> list[tuple[int, Column]]:
    """For each slot that may move: its rank, and the rows where it moves alone, the base first, then in the order of its values."""
    moved = singles(slots)
    rank_of_row = {mark: rank for rank, mark in enumerate(_marks(tried[: len(moved) + 1]))}  # they come right after the base
    places = np.array([rank_of_row[mark] for mark in _marks(moved)], dtype=np.intp)
    found = []
    start = 0
    for rank, slot in enumerate(slots):
        stop = start + len(slot.values) - 1
        if stop > start:
            found.append((rank, np.concatenate([[0], places[start:stop]])))
        start = stop
    return found


def distinct(matrix: Column, beside: Column | None = None) -> Column:
    """The same rows, each once, in their first order; those of ``beside`` left out."""
    seen: set[bytes] = set() if beside is None else set(_marks(beside))
    kept = []
    for rank, mark in enumerate(_marks(matrix)):
        if mark not in seen:
            seen.add(mark)
            kept.append(rank)
    return matrix[kept]


def _marks(matrix: Column) -> list[bytes]:
    """The bytes of each row; rows of no slot are all alike."""
    content, width = matrix.tobytes(), matrix.shape[1] * matrix.itemsize
    return [content[start : start + width] for start in range(0, len(content), width)] if width else [b""] * len(matrix)
