"""Households completed alike, computed together: their rows, what the law says of them, and the trials that are judged.

One path for a household on a page and for a caseload: a *lot* of one household, or of thousands.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from relais.law.answers.layout import layout_of
from relais.law.answers.patterns import Pattern, units_like
from relais.law.answers.readings import Reading, read_block, stacked
from relais.law.answers.rows import Completed, build
from relais.law.answers.search import second_rows
from relais.law.answers.told import Told
from relais.law.answers.trial import Trial
from relais.law.answers.units import Unit
from relais.law.engine.face import Engine
from relais.law.rights.card import Card
from relais.law.situation.block import Block, Column
from relais.law.situation.cohort import Cohort
from relais.law.situation.columns import encoded
from relais.law.situation.facts import Scope
from relais.law.situation.household import Household


@dataclass(frozen=True, eq=False)
class Lot:
    """Households of patterns of one ``lot``. ``units``: those of the first one. ``bases``: (N, U), the row of each unit in the base block.
    ``places``: (N,) their ranks among all those that were asked."""

    pattern: Pattern
    units: tuple[Unit, ...]
    bases: Column
    places: Column
    households: Sequence[Household]


class _Some(Sequence[Household]):
    """Some of the households of a cohort, each made when it is asked for."""

    def __init__(self, cohort: Cohort, ranks: Column) -> None:
        self._cohort, self._ranks = cohort, ranks.tolist()

    def __len__(self) -> int:
        return len(self._ranks)

    @overload
    def __getitem__(self, place: int) -> Household: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Household]: ...
    def __getitem__(self, place: int | slice) -> Household | Sequence[Household]:
        return [self._cohort[rank] for rank in self._ranks[place]] if isinstance(place, slice) else self._cohort[self._ranks[place]]


def lots_of_cohort(cohort: Cohort, patterns: Sequence[Pattern]) -> Iterator[Lot]:
    """Households told in columns, by lots. ``patterns``: that of each."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for rank, pattern in enumerate(patterns):
        alike[pattern.lot].append(rank)
    for ranks in alike.values():
        pattern, some = patterns[ranks[0]], np.array(ranks)
        units = tuple(units_like(pattern, cohort[ranks[0]], ranks[0]))
        yield Lot(pattern, units, some[:, None], some, _Some(cohort, some))


def fill(base: Block, lot: Lot, starts: Column) -> None:
    """Write the base value of each unanswered fact of a lot over what stands for it in a base block of one unit a household.

    ``starts``: where the persons of each row begin.
    """
    rows = lot.bases[:, 0]
    for slot in lot.pattern.designs[0].slots:
        if slot.values[0] is not None:
            person = slot.fact.scope is Scope.PERSON
            column = base.persons[slot.fact.code] if person else base.households[slot.fact.code]
            column[starts[rows] + slot.person if person else rows] = encoded(slot.fact, slot.values[:1])[0]


def lots_of_units(planned: Sequence[tuple[int, Pattern, Sequence[Unit]]]) -> list[Lot]:
    """Households by lots: the place of each among all, its pattern and its units, whose rows in the base block follow each other."""
    alike: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    row = 0
    for rank, (_, pattern, units) in enumerate(planned):
        alike[pattern.lot].append((rank, row))
        row += len(units)
    found = []
    for mine in alike.values():
        (_, pattern, units), households = planned[mine[0][0]], tuple(planned[rank][2][0].told for rank, _ in mine)
        bases = np.array([first for _, first in mine])[:, None] + np.arange(len(units))
        found.append(Lot(pattern, tuple(units), bases, np.array([planned[rank][0] for rank, _ in mine]), households))
    return found


def tried_together(base: Block, told: Told, lots: Sequence[Lot], engine: Engine, cards: Sequence[Card]) -> Iterator[tuple[Trial, Column]]:
    """The trials of all the lots, with the places of their households. One call to the engine, and one for a second pass if any.

    ``told``: what the rows of the base block tell.
    """
    batches = [_Batch(lot, np.arange(len(lot.places)), [design.tried for design in lot.pattern.designs]) for lot in lots]
    first = _read(base, batches, engine, cards)
    again: list[tuple[_Batch, _Batch]] = []
    for batch in batches:
        settled, others = _sorted_out(batch, first, cards)
        again += [(batch, other) for other in others]
        if len(settled):
            lot = batch.lot
            households = lot.households if len(settled) == len(lot.places) else [lot.households[rank] for rank in settled.tolist()]
            reading = first.rows(_compact(batch.rows(settled).ravel()))
            yield Trial(households, lot.units, lot.pattern.layout, reading, told.of(lot.bases[settled, 0])), lot.places[settled]
    second = _read(base, [other for _, other in again], engine, cards) if again else first
    for before, batch in again:
        yield _of_both(before, first, batch, second, told)


@dataclass(eq=False)
class _Batch:
    """Some households of a lot with rows to compute: ``ranks`` (k,) among the lot; by unit, ``choices``, the same for all of them.

    ``starts``: by unit, where the rows of these households begin among those read together."""

    lot: Lot
    ranks: Column
    choices: Sequence[Column]
    starts: Sequence[int] = ()

    def rows(self, some: Column) -> Column:
        """(k, n) the rows of some of its households (ranks in the batch), unit after unit."""
        each = zip(self.starts, self.choices, strict=True)
        return np.concatenate([start + some[:, None] * len(matrix) + np.arange(len(matrix)) for start, matrix in each], axis=1)

    def parts(self, reading: Reading, rank: int) -> list[Reading]:
        """By unit, what was read of one of its households."""
        firsts = [start + rank * len(matrix) for start, matrix in zip(self.starts, self.choices, strict=True)]
        return [reading.rows(slice(start, start + len(matrix))) for start, matrix in zip(firsts, self.choices, strict=True)]


def _read(base: Block, batches: Sequence[_Batch], engine: Engine, cards: Sequence[Card]) -> Reading:
    """What the law says of the rows of all the batches."""
    parts, row = [], 0
    for batch in batches:
        starts = []
        for unit, (design, matrix) in enumerate(zip(batch.lot.pattern.designs, batch.choices, strict=True)):
            parts.append(Completed(batch.lot.bases[batch.ranks, unit], design.slots, matrix, design.tables))
            starts.append(row)
            row += len(batch.ranks) * len(matrix)
        batch.starts = starts
    return read_block(build(base, parts), engine, cards)


def _sorted_out(batch: _Batch, first: Reading, cards: Sequence[Card]) -> tuple[Column, list[_Batch]]:
    """The ranks of the households that need no second pass; the others by the rows of theirs."""
    designs = batch.lot.pattern.designs
    if all(design.whole for design in designs):
        return batch.ranks, []
    found: dict[tuple[bytes, ...], tuple[list[int], list[Column]]] = {}
    settled = []
    for rank in range(len(batch.ranks)):
        readings = batch.parts(first, rank)
        more = [
            design.tried[:0] if design.whole else second_rows(design.ground, reading, design.ways, cards)
            for design, reading in zip(designs, readings, strict=True)
        ]
        if any(map(len, more)):
            found.setdefault(tuple(matrix.tobytes() for matrix in more), ([], more))[0].append(rank)
        else:
            settled.append(rank)
    return np.array(settled, dtype=np.int64), [_Batch(batch.lot, np.array(ranks), more) for ranks, more in found.values()]


def _of_both(before: _Batch, first: Reading, batch: _Batch, second: Reading, told: Told) -> tuple[Trial, Column]:
    """The trial of households with the same rows of a second pass, unit after unit, with the places of these households."""
    lot = batch.lot
    parts: list[Reading] = []
    for place, rank in enumerate(batch.ranks.tolist()):
        for pair in zip(before.parts(first, rank), batch.parts(second, place), strict=True):
            parts += pair
    households = tuple(lot.households[rank] for rank in batch.ranks.tolist())
    layout = layout_of(lot.units, [np.concatenate(pair) for pair in zip(before.choices, batch.choices, strict=True)])
    return Trial(households, lot.units, layout, stacked(parts), told.of(lot.bases[batch.ranks, 0])), lot.places[batch.ranks]


def _compact(rows: Column) -> slice | Column:
    """A slice when the rows follow each other: nothing is copied."""
    return slice(int(rows[0]), int(rows[-1]) + 1) if (np.diff(rows) == 1).all() else rows
