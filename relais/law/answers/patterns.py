"""Households told in the same way: the same persons, the same unanswered facts. Their completions are designed once.

What is kept of a household is its pattern: roles, ages by class, which facts are told and the few values on which other facts hang.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from math import prod

from relais.law.answers.completion import Ways, first_rows
from relais.law.answers.layout import Layout, layout_of
from relais.law.answers.slots import BIRTH, HOUSING, MAJORITY, STATUS, Slot, born, completed_age, told_status
from relais.law.answers.units import Unit, alternatives, ordered, units_of
from relais.law.rights.ways import Way
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.facts import Value
from relais.law.situation.household import FactKey, Household, Person

#: patterns kept, the least recently met leaves: one with little told weighs some 60 kB.
KEPT = 256


@dataclass(frozen=True, slots=True)
class Needs:
    """What the cards ask of the completion: facts read by at least one right, more values to try by fact, and by card the ways to open."""

    used: frozenset[str]
    extra: Mapping[str, tuple[Value, ...]]
    ways: tuple[tuple[Way, ...], ...]


@dataclass(frozen=True, slots=True)
class Design:
    """How one unit is completed: its slots, the rows of the first pass, by card the joint completions that could open it. ``whole``:
    these rows are all the completions there are."""

    slots: tuple[Slot, ...]
    differs: tuple[FactKey, ...]
    tried: Column
    ways: Sequence[Column]
    whole: bool


@dataclass(frozen=True, eq=False)
class Pattern:
    """The designs of the units of a household. ``bare``: these units without any fact."""

    designs: tuple[Design, ...]
    bare: tuple[Unit, ...]

    @cached_property
    def layout(self) -> Layout:
        """That of the rows of the first pass."""
        return layout_of(self.bare, [design.tried for design in self.designs])


class Patterns:
    """The patterns met lately. Not for several threads."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._kept: OrderedDict[Hashable, Pattern] = OrderedDict()

    def of(self, household: Household) -> Pattern:
        """The pattern of a household."""
        mark = _mark(household)
        found = self._kept.get(mark)
        if found is not None:
            self._kept.move_to_end(mark)
            return found
        units = units_of(household, 0, facts(), self._needs.used, self._needs.extra)
        found = self._kept[mark] = Pattern(tuple(map(self._design, units)), tuple(map(_bare, units)))
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def _design(self, unit: Unit) -> Design:
        known = Ways(unit)
        ways = [known.rows(told) for told in self._needs.ways]
        tried = first_rows(unit, ways)
        return Design(unit.slots, unit.differs, tried, ways, len(tried) == prod(len(slot.values) for slot in unit.slots))


def units_like(pattern: Pattern, household: Household, origin: int) -> list[Unit]:
    """The units of a household of this pattern, the one as told first."""
    supposed = alternatives(ordered(household))
    return [Unit(origin, told, design.slots, design.differs) for (told, _), design in zip(supposed, pattern.designs, strict=True)]


def _bare(unit: Unit) -> Unit:
    persons = tuple(replace(person, facts={}) for person in unit.told.persons)
    return replace(unit, told=replace(unit.told, id="", persons=persons, facts={}))


def _mark(household: Household) -> Hashable:
    """All that the design of its completions depends on."""
    return (
        household.month,
        household.couple_known,
        household.children_known,
        household.denied,
        household.refused,
        _told(household.facts),
        *(_person(person, household) for person in ordered(household).persons),
    )


def _person(person: Person, household: Household) -> Hashable:
    birth = person.facts.get(BIRTH)
    age: Hashable = None
    if isinstance(birth, date):
        age = bisect_right(_turns(), completed_age(birth, household.month)), birth > born(household.month, MAJORITY, 0)
    return person.id, person.role, person.refused, age, told_status(person), _told(person.facts)


def _told(told: Mapping[str, Value]) -> Hashable:
    """Which facts are told, and what is told of those on which others hang, or that tell what they hang on."""
    parents, children = _links()
    return (
        frozenset(told),
        tuple([told.get(code) for code in parents]),
        tuple([bool(told.get(code)) for code in children]),
    )


@cache
def _turns() -> Sequence[int]:
    """The ages at which some fact, or some of its choices, begins or ceases to be asked."""
    asked = [fact.ages for fact in facts().values() if fact.ages]
    chosen = [ages for fact in facts().values() for ages in fact.choice_ages.values()]
    return sorted({age for ages in (*asked, *chosen) for age in ages})


@cache
def _links() -> tuple[Sequence[str], Sequence[str]]:
    """The facts on which others hang, and these others."""
    parents = sorted({HOUSING, STATUS, *(parent for fact in facts().values() for parent in fact.asked_when)})
    return parents, [code for code, fact in facts().items() if fact.asked_when]
