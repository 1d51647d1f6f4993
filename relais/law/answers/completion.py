"""How unknown facts are completed, first pass: which rows are tried before anything is known of their effects.

The base, every value of every slot alone and for everybody, the joint openings that the cards name or describe, and mixed rows.
``search`` adds the second pass. Decision record: docs/adr, «How unknown facts are completed».
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

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


def first_rows(unit: Unit, ways: Sequence[Column]) -> Column:
    """(rows, slots) int8 of the first pass; the base comes first, then each value alone. ``ways``: ``way_rows`` of each card."""
    slots = unit.slots
    rows = [np.zeros(len(slots), dtype=np.int8)]
    for rank, slot in enumerate(slots):
        rows += [single(slots, rank, position) for position in range(1, len(slot.values))]
    rows += [*_together(slots), *_joined(slots)]
    draws = Draws(slots)
    every = np.arange(len(slots))
    mixed = [draws.around(rows[0], every, share, count, only_held=held) for share, count, held in MIXED]
    return distinct(np.concatenate([np.array(rows, dtype=np.int8).reshape(len(rows), len(slots)), *ways, *mixed]))


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


def way_rows(unit: Unit, ways: Sequence[Way]) -> Column:
    """(rows, slots): the joint completions that could open a card, each once, for each person whom they may concern; known facts
    are left as told, whether they suit the way or not: the conditions read them in the row."""
    places = [
        {slot.key.fact: rank for rank, slot in enumerate(unit.slots) if slot.person in (one, -1)} for one in range(len(unit.told.persons))
    ]
    rows = [row for way in ways for rank in range(len(places)) if (row := _applied(unit, way, rank, places[rank])) is not None]
    return distinct(np.array(rows, dtype=np.int8).reshape(len(rows), len(unit.slots)))


def _applied(unit: Unit, way: Way, rank: int, places: Mapping[str, int]) -> Column | None:
    """The row that gives a person the unanswered facts of a way; None when one of them cannot be so, or when nothing is to change."""
    person = unit.told.persons[rank]
    if way.roles and ROLE_WORDS[person.role] not in way.roles:
        return None
    row = np.zeros(len(unit.slots), dtype=np.int8)
    for code, wanted in way.facts.items():
        if person.facts.get(code, unit.told.facts.get(code)) is not None:
            continue
        if code in places:
            values = unit.slots[places[code]].values
            position = next((place for place, value in enumerate(values) if _accepts(wanted, value, unit)), -1)
            if position < 0:
                return None
            _choose(row, unit.slots, places[code], position)
        elif not _accepts(wanted, facts()[code].usual, unit):
            return None
    return row if row.any() else None


def _accepts(wanted: Wanted, value: Value | None, unit: Unit) -> bool:
    """Whether a value will do; a birth date is read as an age."""
    return wanted.accepts(completed_years(value, unit.told.month.first_day()) if isinstance(value, date) else value)


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
