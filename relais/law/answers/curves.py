"""«Et si le salaire changeait ?»: every right along a wage axis, in one call of the engine."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from relais.law.answers.readings import Reading, read_block
from relais.law.answers.rows import Completed, build, tables_of
from relais.law.answers.screen import needs_of
from relais.law.answers.shape import Cliff, Curve, CurvePoint, OpenSpan
from relais.law.answers.slots import STATUS, WAGE, Slot
from relais.law.answers.units import Unit, units_of
from relais.law.engine.face import Engine
from relais.law.rights.card import Card
from relais.law.rights.opening import period_of
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.columns import to_block
from relais.law.situation.facts import Value
from relais.law.situation.household import FactKey, Household

#: wages tried, euros net a month.
AXIS = tuple(float(wage) for wage in range(0, 3525, 25))
#: cliffs under this many euros a month are left out.
LEAST_CLIFF = 10.0
MOST_CLIFFS = 5
#: statuses that a wage changes; the others (retirement, studies…) stay.
MOVED_BY_WAGE = ("", "emploi", "sans_emploi", "chomage")


def wage_curve(household: Household, *, engine: Engine, cards: Sequence[Card], person: str = "", axis: Sequence[float] = AXIS) -> Curve:
    """The curve over the net wage of one person (the demandeur by default), the same wage over the thirteen months.

    Unanswered facts are at their usual value. KeyError when the person is not of the household; ValueError on an empty axis.
    """
    if not axis:
        raise ValueError("a curve needs at least one wage")
    needs = needs_of(tuple(cards))
    unit = units_of(household, 0, facts(), needs.used, needs.extra)[0]
    place = next((rank for rank, one in enumerate(unit.base.persons) if one.id == person or not person), None)
    if place is None:
        raise KeyError(person)
    moved, matrix = _along(unit, place, axis)
    shown = [card for card in cards if card.amount_shown or period_of(card) == ""]
    reading = read_block(
        build(to_block([unit.base]), [Completed(np.zeros(1, dtype=np.int64), moved.slots, matrix, tables_of(moved.slots))]), engine, shown
    )
    return _curve(reading, shown, axis)


def _along(unit: Unit, place: int, axis: Sequence[float]) -> tuple[Unit, Column]:
    """A unit whose slots are the wage and the status it tells, and its rows: one for each wage."""
    person = unit.base.persons[place]
    status = str(unit.told.persons[place].facts.get(STATUS, ""))
    kept: Value = person.facts.get(STATUS, "sans_emploi")
    working, idle = ("emploi", "sans_emploi" if status in ("", "emploi") else status) if status in MOVED_BY_WAGE else (kept, kept)
    wages: tuple[Value | None, ...] = (person.facts.get(WAGE), *axis)
    slots = (
        Slot(FactKey(WAGE, person.id), facts()[WAGE], place, wages, (True,) * len(wages)),
        Slot(FactKey(STATUS, person.id), facts()[STATUS], place, (kept, working, idle), (True,) * 3),
    )
    matrix = np.array([(rank, 1 if wage > 0 else 2) for rank, wage in enumerate(axis, 1)], dtype=np.int16)
    return replace(unit, slots=slots), matrix


def _curve(reading: Reading, cards: Sequence[Card], axis: Sequence[float]) -> Curve:
    signs = np.array([_sign(card) for card in cards])
    euros = np.nan_to_num(reading.euros) * signs
    total = np.asarray(axis, dtype=np.float64) + euros.sum(axis=1)
    counted = [rank for rank, sign in enumerate(signs) if sign]
    points = tuple(
        CurvePoint(wage, round(float(total[row]), 2), tuple((cards[rank].code, round(float(euros[row, rank]), 2)) for rank in counted))
        for row, wage in enumerate(axis)
    )
    return Curve(points, _cliffs(total, euros, cards, axis), _spans(reading.opened, cards, axis))


def _sign(card: Card) -> int:
    """Whether the amount of a right counts in the total by month: paid (1), paid by the person (-1), or not by month (0)."""
    if period_of(card) not in ("month", "year"):
        return 0
    return -1 if card.rule is not None and card.rule.unit == "cost" else 1


def _cliffs(total: Column, euros: Column, cards: Sequence[Card], axis: Sequence[float]) -> tuple[Cliff, ...]:
    drops = np.diff(total)
    found = []
    for row in np.argsort(drops)[:MOST_CLIFFS].tolist():
        if drops[row] > -LEAST_CLIFF:
            break
        lost = euros[row + 1] - euros[row]
        rights = tuple(cards[rank].code for rank in np.argsort(lost).tolist() if lost[rank] < -1.0)
        found.append(Cliff(axis[row], axis[row + 1], round(float(-drops[row]), 2), rights))
    return tuple(found)


def _spans(opened: Column, cards: Sequence[Card], axis: Sequence[float]) -> tuple[OpenSpan, ...]:
    found = []
    for rank, card in enumerate(cards):
        rows = np.nonzero(opened[:, rank])[0]
        if len(rows):
            last = None if rows[-1] == len(axis) - 1 else axis[int(rows[-1])]
            found.append(OpenSpan(card.code, axis[int(rows[0])], last))
    return tuple(found)
