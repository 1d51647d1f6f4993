"""The joint completions that could open a right: those that its card names, and those that its declared conditions describe.

A declared condition is data, so that what satisfies it is known without trying: «60 years and GIR 1 to 4» asks for both on one
person. A way is tried on each person whom it may concern, on her unanswered facts only: what is told stays, and the conditions
themselves read the row. A way too many costs a row; one too few could make a false «sans doute non».
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product
from types import MappingProxyType
from typing import Any

from relais.law.places.place import communes_in
from relais.law.rights.card import Card
from relais.law.situation.catalogue import facts
from relais.law.situation.facts import Scope, Value

#: an age is wanted under the code of the birth date, in completed years.
BIRTH = "naissance"
#: ways kept by card: a condition of many branches is tried on its first ones.
MOST_WAYS = 16
#: choices looked at by card, those that contradict themselves included.
MOST_CHOICES = 512


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

    def both(self, other: "Wanted") -> "Wanted | None":
        """What will do for both; None when nothing does."""
        if self.values and other.values:
            among = frozenset(other.values)
            return _any_of(value for value in self.values if value in among)
        if self.values or other.values:
            listed, bounds = (self, other) if self.values else (other, self)
            return _any_of(value for value in listed.values if bounds.accepts(value))
        low = max((bound for bound in (self.low, other.low) if bound is not None), default=None)
        high = min((bound for bound in (self.high, other.high) if bound is not None), default=None)
        return None if low is not None and high is not None and low > high else Wanted(low=low, high=high)


def _any_of(values: Iterable[Value]) -> Wanted | None:
    kept = tuple(values)
    return Wanted(kept) if kept else None


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
    """Every choice of one way by condition, on as few persons as it takes; one that wants two things of the household is left out."""
    found: list[Way] = []
    for chosen in islice(product(*each), MOST_CHOICES):
        found += [way for way in _merged(chosen) if way not in found]
        if len(found) >= MOST_WAYS:
            break
    return found[:MOST_WAYS]


def _merged(chosen: Sequence[Way]) -> list[Way]:
    """The ways wanted together: one of a single person, or one for each when they cannot be the same person.

    All of them want the same of the household; none when that contradicts itself.
    """
    shared: Mapping[str, Wanted] = {}
    persons: list[Way] = []
    for way in chosen:
        own = {code: wanted for code, wanted in way.facts.items() if not _of_household(code)}
        agreed = _both(shared, {code: wanted for code, wanted in way.facts.items() if _of_household(code)})
        if agreed is None:
            return []
        shared = agreed
        fits = ((rank, one) for rank, other in enumerate(persons) if (one := _one_person(other, Way(own, way.roles))) is not None)
        rank, one = next(fits, (len(persons), Way(own, way.roles)))
        persons[rank : rank + 1] = [one]
    return [Way(MappingProxyType({**shared, **one.facts}), one.roles) for one in persons or [Way()]]


def _one_person(first: Way, second: Way) -> Way | None:
    """What both want of one person; None when no role, or no value, suits both."""
    facts = _both(first.facts, second.facts)
    roles = tuple(role for role in first.roles if role in second.roles) if first.roles and second.roles else first.roles or second.roles
    shut = bool(first.roles and second.roles and not roles)
    return None if facts is None or shut else Way(facts, roles)


def _both(first: Mapping[str, Wanted], second: Mapping[str, Wanted]) -> Mapping[str, Wanted] | None:
    """The facts of both, each within what both want of it; None when nothing is left of one."""
    found = dict(first)
    for code, wanted in second.items():
        both = found[code].both(wanted) if code in found else wanted
        if both is None:
            return None
        found[code] = both
    return found


def _of_household(code: str) -> bool:
    return code in facts() and facts()[code].scope is Scope.HOUSEHOLD


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
            found = _incomes(inside)
        case "place":
            communes = _communes(inside)
            found = [Way({"commune": Wanted(communes)})] if communes else []
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


def _incomes(inside: Mapping[str, Any]) -> list[Way]:
    """Each income in turn reaches the least amount; below a most amount, all of them stay.

    Months are not told apart: an unknown income is the same on all of them, and a told one is left as it is.
    """
    wanted = _wanted(inside)
    below = {} if wanted.high is None else dict.fromkeys(inside["of"], Wanted(high=wanted.high))
    return [Way(below)] if wanted.low is None else [Way({**below, code: wanted}) for code in inside["of"]]


def _communes(inside: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The communes of the places named."""
    return tuple(dict.fromkeys(commune for level, codes in inside.items() for code in codes for commune in communes_in(level, code)))


def completed_years(birth: date, month: date) -> int:
    """Age in completed years on the first day of a month."""
    return month.year - birth.year - ((month.month, month.day) < (birth.month, birth.day))
