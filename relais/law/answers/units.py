"""Units: one household as told, or as it could be while its composition is unknown.

An unknown composition is completed by whole alternative households (alone or in a couple, up to three children more). Each
is a *unit*, completed like the first one; all the units of a household share its ``origin``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from relais.law.answers.slots import Slot, slots_of
from relais.law.situation.facts import Fact, Value
from relais.law.situation.household import FactKey, Household, Person
from relais.law.situation.roles import Role

#: keys under which the composition itself is asked (they are not facts of the catalogue).
COUPLE = FactKey("couple")
CHILDREN = FactKey("enfants")
#: domain of an unknown number of children.
MOST_CHILDREN = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """``told``: persons ordered, known facts only. ``differs``: what it supposes of the composition (``COUPLE``, ``CHILDREN``), nothing
    for the household as told."""

    origin: int
    told: Household
    slots: tuple[Slot, ...]
    differs: tuple[FactKey, ...] = ()

    @property
    def base(self) -> Household:
        """The household with every slot at its base value."""
        return _filled(self.told, self.slots)


def units_of(
    household: Household, origin: int, facts: Mapping[str, Fact], used: frozenset[str], extra: Mapping[str, Sequence[Value]]
) -> list[Unit]:
    """The units of a household, the one as told first. ``extra``: more values to try, by fact."""
    supposed = alternatives(ordered(household))
    return [Unit(origin, told, tuple(slots_of(told, facts, used, extra)), differs) for told, differs in supposed]


def ordered(household: Household) -> Household:
    """The same, the demandeur first."""
    if household.persons and household.persons[0].role is Role.DEMANDEUR:
        return household
    return replace(household, persons=tuple(sorted(household.persons, key=lambda person: person.role is not Role.DEMANDEUR)))


def alternatives(household: Household) -> list[tuple[Household, tuple[FactKey, ...]]]:
    """The household as told, then as it could be while its composition is unknown, each with what it supposes."""
    roles = [person.role for person in household.persons]
    couples = [False] if household.couple_known or Role.CONJOINT in roles else [False, True]
    numbers = [0] if household.children_known else list(range(MOST_CHILDREN + 1 - min(roles.count(Role.ENFANT), MOST_CHILDREN)))
    found = []
    for couple in couples:
        for number in numbers:
            added = [Person("+conjoint", Role.CONJOINT)] if couple else []
            added += [Person(f"+enfant{rank}", Role.ENFANT) for rank in range(number)]
            differs = ((COUPLE,) if couple else ()) + ((CHILDREN,) if number else ())
            found.append((replace(household, persons=(*household.persons, *added)), differs))
    return found


def _filled(household: Household, slots: Sequence[Slot]) -> Household:
    """The household with the base value of every slot."""
    base = {slot.key: value for slot in slots if (value := slot.values[0]) is not None}
    told = {key.fact: value for key, value in base.items() if not key.person}
    by_person: dict[str, dict[str, Value]] = {person.id: {} for person in household.persons}
    for key, value in base.items():
        if key.person:
            by_person[key.person][key.fact] = value
    persons = tuple(replace(person, facts={**person.facts, **by_person[person.id]}) for person in household.persons)
    return replace(household, persons=persons, facts={**household.facts, **told})


def invented(person: str) -> bool:
    """Whether a person was added to complete an unknown composition."""
    return person.startswith("+")
