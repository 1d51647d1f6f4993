"""Households told in the same way: the same persons, the same unanswered facts. Their completions are designed once.

What is kept of a household is its pattern: roles, which facts are not told, and the few values on which these hang.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import count
from math import prod
from typing import TypeVar

from relais.law.answers.completion import Ways, first_rows
from relais.law.answers.layout import Layout, layout_of
from relais.law.answers.rows import tables_of
from relais.law.answers.search import Ground
from relais.law.answers.signatures import Asked, Signatures
from relais.law.answers.slots import (
    BIRTH,
    HOUSING,
    MAJORITY,
    OTHER_INCOMES,
    RENTED,
    STATUS,
    STATUS_TOLD_BY,
    Slot,
    born,
    completed_age,
    told_status,
)
from relais.law.answers.units import Unit, alternatives, ordered, units_of
from relais.law.rights.ways import Way
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.cohort import Cohort
from relais.law.situation.facts import Fact, Scope, Value
from relais.law.situation.household import FactKey, Household, Person
from relais.law.situation.roles import ROLE_WORDS, Role

#: patterns kept, the least recently met leaves: one with little told weighs some 60 kB.
KEPT = 512
#: signatures of which the mark is kept: some 2 kB each.
KEPT_SIGNATURES = 4096


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Needs:
    """What the cards ask of the completion: facts read by at least one right, more values to try by fact, and by card the ways to open."""

    used: frozenset[str]
    extra: Mapping[str, tuple[Value, ...]]
    ways: tuple[tuple[Way, ...], ...]


@dataclass(frozen=True, eq=False)
class Design:
    """How one unit is completed: its slots, the rows of the first pass, by card the joint completions that could open it. ``whole``:
    these rows are all the completions there are."""

    slots: tuple[Slot, ...]
    differs: tuple[FactKey, ...]
    tried: Column
    ways: Sequence[Column]
    whole: bool

    @cached_property
    def tables(self) -> tuple[Column, ...]:
        """The values of each slot as columns hold them."""
        return tables_of(self.slots)

    @cached_property
    def ground(self) -> Ground:
        """What the second pass starts from."""
        return Ground.of(self.slots, self.tried)


@dataclass(frozen=True, eq=False)
class Pattern:
    """The designs of the units of a household, and the layout of the rows of their first pass, the same object for the patterns whose
    rows are laid alike."""

    designs: tuple[Design, ...]
    layout: Layout

    @cached_property
    def lot(self) -> Hashable:
        """The same for the patterns whose households may be computed together: rows laid alike, facts at the same places in their row,
        and the same joint completions if there is a second pass."""
        places = tuple(slot.person for design in self.designs for slot in design.slots)
        return id(self.layout), places, None if all(design.whole for design in self.designs) else id(self)


class Patterns:
    """The patterns met lately. Not for several threads."""

    def __init__(self, needs: Needs, most: int = KEPT) -> None:
        self._needs, self._most = needs, most
        self._marks = _Marks(needs)
        self._kept: OrderedDict[Hashable, Pattern] = OrderedDict()
        self._layouts: OrderedDict[Hashable, Layout] = OrderedDict()
        self._tried: OrderedDict[Hashable, Column] = OrderedDict()
        self._signatures = Signatures(self._marks.asked)
        self._signed: OrderedDict[bytes, Hashable] = OrderedDict()

    def of(self, household: Household) -> Pattern:
        """The pattern of a household."""
        return self._of(household, self._marks.of(household))

    def of_cohort(self, cohort: Cohort) -> list[Pattern]:
        """The pattern of each household, looked for once for those of one signature."""
        if self._signatures.full:
            self._signatures = Signatures(self._marks.asked)
            self._signed.clear()
        signatures = self._signatures.of(cohort)
        found = {signature: self._of_one(signature, cohort, rank) for signature, rank in dict(zip(signatures, count())).items()}
        return [found[signature] for signature in signatures]

    def _of_one(self, signature: bytes, cohort: Cohort, rank: int) -> Pattern:
        """The pattern of a household and of all those of its signature."""
        mark = self._signed.get(signature)
        known = None if mark is None else self._kept.get(mark)
        if known is not None:
            self._signed.move_to_end(signature)
            self._kept.move_to_end(mark)
            return known
        household = cohort[rank]
        mark = self._marks.of(household)
        self._signed[signature] = mark
        if len(self._signed) > KEPT_SIGNATURES:
            self._signed.popitem(last=False)
        return self._of(household, mark)

    def _of(self, household: Household, mark: Hashable) -> Pattern:
        found = self._kept.get(mark)
        if found is not None:
            self._kept.move_to_end(mark)
            return found
        units = units_of(household, 0, facts(), self._needs.used, self._needs.extra)
        designs = tuple(map(self._design, units))
        return self._keep(self._kept, mark, Pattern(designs, self._layout(units, designs)))

    def _design(self, unit: Unit) -> Design:
        known = Ways(unit)
        ways = [known.rows(told) for told in self._needs.ways]
        mark = _marks_of(unit.slots), *(rows.tobytes() for rows in ways)
        tried = self._tried.get(mark)
        if tried is None:
            tried = self._keep(self._tried, mark, first_rows(unit, ways))
        return Design(unit.slots, unit.differs, tried, ways, len(tried) == prod(len(slot.values) for slot in unit.slots))

    def _layout(self, units: Sequence[Unit], designs: Sequence[Design]) -> Layout:
        mark = tuple(_laid(unit, design) for unit, design in zip(units, designs, strict=True))
        found = self._layouts.get(mark)
        if found is not None:
            self._layouts.move_to_end(mark)
            return found
        return self._keep(self._layouts, mark, layout_of(list(map(_bare, units)), [design.tried for design in designs]))

    def _keep(self, kept: OrderedDict[Hashable, T], mark: Hashable, new: T) -> T:
        """The new one, kept; the least recently met leaves."""
        kept[mark] = new
        if len(kept) > self._most:
            kept.popitem(last=False)
        return new


def units_like(pattern: Pattern, household: Household, origin: int) -> list[Unit]:
    """The units of a household of this pattern, the one as told first."""
    supposed = alternatives(ordered(household))
    return [Unit(origin, told, design.slots, design.differs) for (told, _), design in zip(supposed, pattern.designs, strict=True)]


def _bare(unit: Unit) -> Unit:
    persons = tuple(replace(person, facts={}) for person in unit.told.persons)
    return replace(unit, told=replace(unit.told, id="", persons=persons, facts={}))


def _laid(unit: Unit, design: Design) -> Hashable:
    """All that the layout of the rows of a unit depends on: which facts are tried, with which values; not who lives there."""
    children = sum(person.role is Role.ENFANT for person in unit.told.persons) if unit.differs else 0
    return _marks_of(unit.slots), unit.differs, children, design.tried.tobytes()


def _marks_of(slots: Sequence[Slot]) -> Hashable:
    """All that the rows to try depend on, and the meaning of each of them."""
    return tuple((slot.key, slot.values, slot.held, slot.reserve, slot.asked, slot.needs) for slot in slots)


class _Marks:
    """Of each household, all that the design of its completions depends on: what is told matters only to what is not."""

    def __init__(self, needs: Needs) -> None:
        known = facts()
        wanted = [fact for code, fact in known.items() if code in needs.used or code == BIRTH]
        self._dwelling = frozenset(fact.code for fact in wanted if fact.scope is Scope.HOUSEHOLD)
        self._person = {
            role: frozenset(fact.code for fact in wanted if fact.scope is Scope.PERSON and word in fact.roles)
            for role, word in ROLE_WORDS.items()
        }
        self._in_ways = frozenset(code for ways in needs.ways for way in ways for code in way.facts)
        self._aged = frozenset(code for code, fact in known.items() if fact.ages or fact.choice_ages or code == STATUS)
        self._incomes = frozenset(code for code, fact in known.items() if fact.reserve == OTHER_INCOMES)
        self._ages = sorted({MAJORITY, *(age for fact in known.values() for ages in _ages(fact) for age in ages)})
        self.asked = Asked(frozenset(fact.code for fact in wanted) | self._in_ways | {STATUS, *STATUS_TOLD_BY}, self._ages, MAJORITY)
        self._parents = {code: fact.asked_when for code, fact in known.items() if fact.asked_when}
        self._children: dict[str, list[str]] = {}
        for code, parents in self._parents.items():
            for parent in parents:
                self._children.setdefault(parent, []).append(code)

    def of(self, household: Household) -> Hashable:
        """The mark of a household."""
        persons, told = ordered(household).persons, household.facts
        dwelling = self._dwelling.difference(told)
        open_facts = [self._open(self._person[one.role].difference(one.facts), [one.facts, told], dwelling) for one in persons]
        everyone = [told, *(one.facts for one in persons)]
        mine = self._open(dwelling, everyone, frozenset().union(*open_facts))
        who = tuple((person.id, person.role) for person in persons)
        if household.couple_known and household.children_known and not mine and not any(open_facts):
            return household.month, who
        parents = {parent for code in mine.intersection(self._parents) for parent in self._parents[code]}
        return (
            household.month,
            who,
            household.couple_known,
            household.children_known,
            household.denied,
            mine,
            mine & household.refused,
            told.get(HOUSING, RENTED[0]) in RENTED,
            self._in_ways.intersection(told),
            *(told.get(parent) for parent in sorted(parents)),
            *(one.facts.get(parent) for parent in sorted(parents) for one in persons),
            self._told_children(mine, told),
            *(self._of_person(one, household, facts_open) for one, facts_open in zip(persons, open_facts, strict=True)),
        )

    def _open(self, mine: frozenset[str], told: Sequence[Mapping[str, Value]], others: frozenset[str] = frozenset()) -> frozenset[str]:
        """Without the facts that cannot matter: what they hang on is told otherwise, and unanswered for nobody (``others``)."""
        shut = [
            code
            for code in mine.intersection(self._parents)
            for parent, values in self._parents[code].items()
            if parent not in mine and parent not in others and not any(one.get(parent) in values for one in told)
        ]
        return mine.difference(shut)

    def _of_person(self, person: Person, household: Household, mine: frozenset[str]) -> Hashable:
        told = person.facts
        if not mine:
            return self._in_ways.intersection(told)
        parents = sorted({parent for code in mine.intersection(self._parents) for parent in self._parents[code]})
        birth = told.get(BIRTH)
        age: Hashable = None
        if isinstance(birth, date) and mine & self._aged:
            age = bisect_right(self._ages, completed_age(birth, household.month)), birth > born(household.month, MAJORITY, 0)
        return (
            mine,
            mine & person.refused,
            age,
            told_status(person) if STATUS in mine else "",
            (told.get(STATUS), any(code in told for code in STATUS_TOLD_BY)) if mine & self._incomes else None,
            self._in_ways.intersection(told),
            *((told.get(parent), household.facts.get(parent)) for parent in parents),
            self._told_children(mine, told),
        )

    def _told_children(self, mine: frozenset[str], told: Mapping[str, Value]) -> Hashable:
        """Of each unanswered fact on which others hang, whether these are told: a rent means a tenancy."""
        return tuple(bool(told.get(child)) for parent in sorted(mine.intersection(self._children)) for child in self._children[parent])


def _ages(fact: Fact) -> Iterator[tuple[int, int]]:
    """Between which ages a fact, or some of its choices, is asked."""
    if fact.ages:
        yield fact.ages
    yield from fact.choice_ages.values()
