"""What the facts told say by themselves of the answers: what the calculation simplifies, and what it does not know.

Read on the households as columns, unanswered facts at their base value: that value is in its domain and simplifies nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.rights.card import Card
from relais.law.situation.block import Block, Column
from relais.law.situation.catalogue import facts
from relais.law.situation.cohort import Cohort
from relais.law.situation.columns import encoded
from relais.law.situation.facts import Fact, Kind, Scope, Value
from relais.law.situation.household import Household

_COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Told:
    """``limited``: (N, L) bool, what is told of each of the ``limited_facts`` is simplified. ``outside``: (N,) bool, some value lies
    outside its declared domain. ``received``: fact → (N,) float64 euros a month already received, 0 without an amount, NaN when not
    received as far as known. ``communes``: (N,) S5, empty when not told."""

    limited: Column
    outside: Column
    received: Mapping[str, Column]
    communes: Column

    def of(self, rows: Column) -> "Told":
        """The same for some of the households."""
        received = {code: euros[rows] for code, euros in self.received.items()}
        return Told(self.limited[rows], self.outside[rows], received, self.communes[rows])


def received_of(households: Sequence[Household], cards: Iterable[Card]) -> dict[str, Column]:
    """What ``Told.received`` holds of households."""
    return {code: np.array([_received(one.facts.get(code)) for one in households]) for code in _received_facts(cards)}


def received_in(cohort: Cohort, cards: Iterable[Card]) -> dict[str, Column]:
    """The same of a cohort."""
    nothing = np.full(len(cohort), np.nan)
    told = {code: cohort.dwellings.get(code) for code in _received_facts(cards)}
    return {code: nothing if one is None else one.each(_received, np.nan) for code, one in told.items()}


def _received_facts(cards: Iterable[Card]) -> list[str]:
    return sorted({card.received_fact for card in cards} - {""})


def _received(value: Value | None) -> float:
    if value is True:
        return 0.0
    return float(value) if isinstance(value, int | float) and value > 0 else np.nan


def communes_of(households: Sequence[Household]) -> Column:
    """What ``Told.communes`` holds of households."""
    return np.array([one.facts.get(_COMMUNE, "") for one in households], dtype="S5")


def communes_in(cohort: Cohort) -> Column:
    """The same of a cohort."""
    told = cohort.dwellings.get(_COMMUNE)
    return np.zeros(len(cohort), dtype="S5") if told is None else np.array([*told.values, ""], dtype="S5")[told.codes]


def limited_facts() -> tuple[Fact, ...]:
    """The facts that say a limit under the answers that read them, in the order of the catalogue."""
    return tuple(fact for fact in facts().values() if fact.limit)


def told_of(block: Block, *, received: Mapping[str, Column], communes: Column) -> Told:
    """What the rows of a block tell, with what was told of them that a block does not say."""
    limited = [_by_row(fact, tells(fact, _column(fact, block)), block) for fact in limited_facts()]
    outside = np.zeros(block.rows, dtype=bool)
    for fact in facts().values():
        if fact.domain is not None and (far := _outside(fact.domain, _column(fact, block))).any():
            outside |= _by_row(fact, far, block)
    flags = np.stack(limited, axis=1) if limited else np.zeros((block.rows, 0), dtype=bool)
    return Told(flags, outside, received, communes)


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
