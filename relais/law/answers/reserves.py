"""One press on a reserve: confirmed, its unanswered facts become known at their usual value; denied, it holds nothing more."""

from dataclasses import replace

from relais.law.answers.slots import slots_of
from relais.law.situation.catalogue import facts, reserves
from relais.law.situation.household import Household


def confirm(household: Household, reserve: str) -> Household:
    """The household with every unanswered fact of this reserve known at its usual value. KeyError on an unknown reserve.

    Refused facts stay refused. A fact without a usual value (tax notice) stays unknown: it is then derived, as the reserve says.
    """
    held = {
        slot.key: value
        for slot in slots_of(household, facts(), frozenset(reserves()[reserve].facts) | frozenset(facts()))
        if slot.reserve == reserve and slot.asked and (value := slot.values[0]) is not None
    }
    told = {key.fact: value for key, value in held.items() if not key.person}
    persons = tuple(
        replace(person, facts={**person.facts, **{key.fact: value for key, value in held.items() if key.person == person.id}})
        for person in household.persons
    )
    return replace(household, persons=persons, facts={**household.facts, **told}, denied=household.denied - {reserve})


def deny(household: Household, reserve: str) -> Household:
    """The household where this reserve no longer holds anything: its unanswered facts are asked. KeyError on an unknown reserve."""
    reserves()[reserve]
    return replace(household, denied=household.denied | {reserve})
