"""Random completions of a partial household, drawn from the declared domains and not from the values that the answers try."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from relais.law.answers.slots import BIRTH, DUE, Slot
from relais.law.answers.units import Unit
from relais.law.situation.facts import Kind, Value
from relais.law.situation.household import Household
from relais.law.situation.roles import Role
from tests.law.answers.toy import MONTH, months

COMMUNES = ("59512", "23096", "75056", "35238", "13055", "33063", "69123", "2A004", "67482", "93066", "48095", "06088", "62041")
#: how amounts are drawn: nothing, a usual amount, or anything of the domain.
USUAL_AMOUNTS = 2500.0
#: a fact whose reserve is breached keeps its usual value one time in two: most breaches are of a few facts.
KEPT = 0.5


def completed(unit: Unit, chance: np.random.Generator, *, breached: Collection[str]) -> Household:
    """Every slot filled; the reserves out of ``breached`` are respected."""
    drawn: dict[str, dict[str, Value]] = {}
    for slot in unit.slots:
        value = _value(unit, slot, chance, breached)
        if value is not None:
            drawn.setdefault(slot.key.person, {})[slot.key.fact] = value
    persons = [replace(one, facts={**one.facts, **drawn.get(one.id, {})}) for one in unit.told.persons]
    household = replace(unit.told, persons=tuple(persons), facts={**unit.told.facts, **drawn.get("", {})})
    return _consistent(household, unit.slots)


def _value(unit: Unit, slot: Slot, chance: np.random.Generator, breached: Collection[str]) -> Value | None:
    base = slot.values[0]
    keeps = bool(slot.reserve) and (slot.reserve not in breached or chance.random() < KEPT)
    if slot.fact.code == BIRTH:
        return _birth(unit.told.persons[slot.person].role, chance, minor=keeps)
    if keeps or len(slot.values) == 1:
        return base
    match slot.fact.kind:
        case Kind.FLAG:
            return bool(chance.random() < 0.3)
        case Kind.CHOICE:
            narrowed = not set(slot.fact.samples) <= set(slot.values)
            return str(chance.choice(list(slot.values) if narrowed else list(slot.fact.choices)))
        case Kind.PLACE:
            return str(chance.choice(COMMUNES))
        case Kind.DATE:
            ahead = int(chance.integers(20, 270))
            return MONTH.first_day() + timedelta(days=ahead)
        case Kind.MONTHLY:
            return months(round(_amount(slot, chance), 2))
        case _:
            return round(_amount(slot, chance), 2)


def _amount(slot: Slot, chance: np.random.Generator) -> float:
    low, high = slot.fact.domain or (0.0, 1.0)
    way = chance.random()
    if way < 0.35:
        return float(low)
    if way < 0.9:
        return float(chance.uniform(low, min(high, max(low + 1, USUAL_AMOUNTS))))
    return float(chance.uniform(low, high))


def _birth(role: Role, chance: np.random.Generator, *, minor: bool) -> date:
    youngest, oldest = (0, 18 if minor else 24) if role is Role.ENFANT else (16, 95)
    latest = date(MONTH.year - youngest, MONTH.number, 1) - timedelta(days=1)
    days = int((oldest - youngest) * 365.2)
    return latest - timedelta(days=int(chance.integers(0, max(days - 20, 1))))


def _consistent(household: Household, slots: Sequence[Slot]) -> Household:
    """A fact that does not matter (permit of a French person) stays untold."""
    told = {person.id: dict(person.facts) for person in household.persons}
    dwelling = dict(household.facts)
    for slot in slots:
        mine = told[slot.key.person] if slot.key.person else dwelling
        for parent, values in slot.fact.asked_when.items():
            if slot.fact.code == DUE:
                met = any(facts.get(parent) in values for facts in told.values())
            else:
                met = (mine.get(parent, dwelling.get(parent))) in values
            if not met:
                mine.pop(slot.key.fact, None)
    return replace(household, persons=tuple(replace(one, facts=told[one.id]) for one in household.persons), facts=dwelling)
