"""What the facts told say by themselves of the answers: what the calculation simplifies, and what it does not know.

Read on the households as columns, unanswered facts at their base value: that value is in its domain and simplifies nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.situation.block import Block, Column
from relais.law.situation.catalogue import facts
from relais.law.situation.columns import encoded
from relais.law.situation.facts import Fact, Kind, Scope


@dataclass(frozen=True, slots=True)
class Told:
    """``limited``: (N, L) bool, what is told of each of the ``limited_facts`` is simplified. ``outside``: (N,) bool, some value lies
    outside its declared domain."""

    limited: Column
    outside: Column

    def of(self, rows: Sequence[int]) -> "Told":
        """The same for some of the households."""
        return Told(self.limited[rows], self.outside[rows])


def limited_facts() -> tuple[Fact, ...]:
    """The facts that say a limit under the answers that read them, in the order of the catalogue."""
    return tuple(fact for fact in facts().values() if fact.limit)


def told_of(block: Block) -> Told:
    """What the rows of a block tell."""
    limited = [_by_row(fact, tells(fact, _column(fact, block)), block) for fact in limited_facts()]
    outside = np.zeros(block.rows, dtype=bool)
    for fact in facts().values():
        if fact.domain is not None and (far := _outside(fact.domain, _column(fact, block))).any():
            outside |= _by_row(fact, far, block)
    return Told(np.stack(limited, axis=1) if limited else np.zeros((block.rows, 0), dtype=bool), outside)


def tells(fact: Fact, column: Column) -> Column:
    """Whether each value, or one of its months, is neither the usual one nor a nil amount: such a value simplifies nothing."""
    told = np.ones(column.shape, dtype=bool) if fact.usual is None else np.asarray(column != encoded(fact, [fact.usual])[0])
    if fact.kind in (Kind.MONEY, Kind.MONTHLY, Kind.NUMBER):
        told &= (column != 0) & ~np.isnan(column)
    return np.asarray(told.any(axis=1) if told.ndim > 1 else told)


def _column(fact: Fact, block: Block) -> Column:
    held: Mapping[str, Column] = block.persons if fact.scope is Scope.PERSON else block.households
    return held[fact.code]


def _by_row(fact: Fact, flags: Column, block: Block) -> Column:
    return block.any_person(flags) if fact.scope is Scope.PERSON else flags


def _outside(domain: tuple[float, float], column: Column) -> Column:
    """Whether each value is out of its domain (a year, for dates); what is empty or of a list is not."""
    if column.dtype.kind in "bSi":
        return np.zeros(len(column), dtype=bool)
    values = column
    if column.dtype.kind == "M":
        values = np.where(np.isnat(column), np.nan, column.astype("datetime64[Y]").astype(np.float64) + 1970)
    far = (values < domain[0]) | (values > domain[1])
    return np.asarray(far.any(axis=1) if far.ndim > 1 else far)
