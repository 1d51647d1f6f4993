"""The joint completions that could open a right: those that its card names, and those that its declared conditions describe.

A declared condition is data, so that what satisfies it is known without trying: «60 years and GIR 1 to 4» asks for both on one
person. A way is tried on each person whom it may concern; a condition that no way satisfies is then closed, not unlucky.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from types import MappingProxyType
from typing import Any

from relais.law.places.place import commune_in
from relais.law.rights.card import Card
from relais.law.situation.facts import Value

#: an age is wanted under the code of the birth date, in completed years.
BIRTH = "naissance"
#: ways kept by card: a condition of many branches is tried on its first ones.
MOST_WAYS = 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of ``values``; without any, a number between ``low`` and ``high`` (None: open), both included."""

    values: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None

    def accepts(self, value: Value | None) -> bool:
        """Whether this value will do; of a monthly amount, its last month."""
        if self.values:
            return value in self.values
        amount = value[-1] if isinstance(value, tuple) else value
        if not isinstance(amount, int | float):
            return False
        return (self.low is None or amount >= self.low) and (self.high is None or amount <= self.high)


@dataclass(frozen=True, slots=True)
class Way:
    """Facts wanted together of one person and of her household. ``roles``: words of the roles she may have, none for any."""

    facts: Mapping[str, Wanted] = field(default_factory=dict)
    roles: tuple[str, ...] = ()


def ways_of(card: Card) -> tuple[Way, ...]:
    """The openers of the card, then what its declared conditions and its guards ask for."""
    named = [Way(MappingProxyType({code: _exactly(code, value) for code, value in opener.items()})) for opener in card.openers]
    described = _together([_ways(condition.test) for condition in (*card.declared, *card.guards)])
    return (*named, *(way for way in described if way.facts))


def _exactly(code: str, value: Value) -> Wanted:
    return Wanted(low=float(value), high=float(value)) if code == BIRTH and isinstance(value, int | float) else Wanted((value,))


def _together(each: Sequence[Sequence[Way]]) -> list[Way]:
    """Every choice of one way by condition, on one person; those that contradict each other are left out."""
    found = []
    for chosen in product(*each):
        facts: dict[str, Wanted] = {}
        roles: tuple[str, ...] = ()
        for way in chosen:
            facts |= way.facts
            roles = tuple(role for role in way.roles if role in roles) if roles and way.roles else roles or way.roles
        if roles or not any(way.roles for way in chosen):
            found.append(Way(MappingProxyType(facts), roles))
        if len(found) == MOST_WAYS:
            break
    return found


def _ways(test: Mapping[str, Any]) -> list[Way]:
    """What would satisfy a test already read without problem; a negation and a composition are left to the completions."""
    (key, inside), *_ = test.items()
    found = [Way()]
    match key:
        case "any":
            found = [way for inner in inside for way in _ways(inner)]
        case "all":
            found = _together([_ways(inner) for inner in inside])
        case "person":
            found = [Way(dict(_of_person(inside)), tuple(inside.get("roles", ())))]
        case "flag":
            found = [Way({inside: Wanted((True,))})]
        case "choice" | "amount":
            found = [Way({code: _wanted(told) for code, told in inside.items()})]
        case "incomes":
            found = [Way({inside["of"][0]: _wanted(inside)})]
        case "place":
            found = [Way({"commune": Wanted((code,))}) for code in _communes(inside)]
    return found


def _of_person(inside: Mapping[str, Any]) -> Iterator[tuple[str, Wanted]]:
    if "age" in inside:
        yield BIRTH, _wanted(inside["age"])
    if "flag" in inside:
        yield inside["flag"], Wanted((True,))
    for code, told in (*inside.get("choice", {}).items(), *inside.get("amount", {}).items()):
        yield code, _wanted(told)


def _wanted(told: Any) -> Wanted:  # noqa: ANN401 - a list of choices or bounds, as written in the card
    return Wanted(tuple(told)) if isinstance(told, list) else Wanted(low=told.get("min"), high=told.get("max"))


def _communes(inside: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A commune of each place named."""
    for level, codes in inside.items():
        for code in codes:
            if found := commune_in(level, code):
                yield found


def completed_years(birth: date, month: date) -> int:
    """Age in completed years on the first day of a month."""
    return month.year - birth.year - ((month.month, month.day) < (birth.month, birth.day))
