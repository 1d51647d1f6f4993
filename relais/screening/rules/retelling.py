"""From a ``Household`` back to the words of a page: a situation that was kept is told again. Pure; the inverse of ``reading``."""

from collections.abc import Iterable, Mapping
from datetime import date

from relais.kernel.months import Month
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.facts import Fact, Kind, Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role
from relais.screening.rules.layout import CHILDREN, COUPLE, OTHERS
from relais.screening.rules.reading import BIRTH, place_label
from relais.screening.rules.told import Told

#: identifiers that the page gives to the persons of a household, by role and rank.
_PREFIX = {Role.ENFANT: "e", Role.AUTRE: "a"}


def told_again(household: Household, *, facts: Mapping[str, Fact]) -> Told:
    """The page that says this household. What this version no longer knows is left out: unknown, to be asked again."""
    texts: dict[str, str] = {}
    refused: set[str] = {code for code in household.refused if code in facts}
    texts |= _texts(household.facts, "", facts, household.month)
    if household.couple_known:
        texts[COUPLE] = "oui" if any(one.role is Role.CONJOINT for one in household.persons) else "non"
    for role, key in ((Role.ENFANT, CHILDREN), (Role.AUTRE, OTHERS)):
        group = [one for one in household.persons if one.role is role]
        if group:
            texts[key] = ", ".join(_birth(one) for one in group)
        elif role is Role.ENFANT and household.children_known:
            texts[key] = "0"
    for identifier, person in _named(household.persons):
        common = person.role in _PREFIX
        mine = {code: value for code, value in person.facts.items() if not (common and code == BIRTH)}
        texts |= _texts(mine, f"{identifier}.", facts, household.month)
        refused |= {f"{identifier}.{code}" for code in person.refused if code in facts}
    return Told(texts=texts, refused=frozenset(refused), denied=household.denied)


def _named(persons: Iterable[Person]) -> Iterable[tuple[str, Person]]:
    ranks = {Role.ENFANT: 0, Role.AUTRE: 0}
    for person in persons:
        if person.role in ranks:
            ranks[person.role] += 1
            yield f"{_PREFIX[person.role]}{ranks[person.role]}", person
        else:
            yield ("p1" if person.role is Role.DEMANDEUR else "p2"), person


def _birth(person: Person) -> str:
    born = person.facts.get(BIRTH)
    return _day(born) if isinstance(born, date) else "?"


def _texts(told: Mapping[str, Value], prefix: str, facts: Mapping[str, Fact], month: Month) -> dict[str, str]:
    return {prefix + code: value_words(facts[code], value, month=month) for code, value in told.items() if code in facts}


def value_words(fact: Fact, value: Value, *, month: Month) -> str:
    """A value as somebody would type it; ``month``: the last of a monthly fact."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, tuple):
        return _monthly(value, month)
    if isinstance(value, int | float):
        return _number(value)
    return place_label(value) if fact.kind is Kind.PLACE else value


def _monthly(amounts: tuple[float, ...], month: Month) -> str:
    """«1400», or each change with its month: «2026-08: 900; 2026-10: 950»."""
    if len(set(amounts)) == 1:
        return _number(amounts[0])
    steps = [(rank, amount) for rank, amount in enumerate(amounts) if rank == 0 or amount != amounts[rank - 1]]
    return "; ".join(f"{month.plus(rank - MONTHS_KEPT + 1)}: {_number(amount)}" for rank, amount in steps)


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
