"""«Et si…?»: changes of life, screened beside the household as it is, by the same path."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence
from relais.law.answers.screen import screen
from relais.law.answers.settling import NOISE
from relais.law.answers.shape import Answer, Change, Scenario, Screening
from relais.law.answers.slots import BIRTH, STATUS, WAGE, born
from relais.law.engine.face import Engine
from relais.law.rights.card import Card
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.facts import Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

#: ages whose birthday changes rights, by role.
BIRTHDAYS = {Role.DEMANDEUR: (18, 25, 60, 62, 65), Role.CONJOINT: (25, 60, 62, 65), Role.ENFANT: (3, 6, 14, 16, 18, 20, 21)}
#: above this age a birth at home is not worth a line of the page.
OLDEST_PARENT = 55
#: a name, a sentence, and what becomes of the household.
Supposed = tuple[str, str, Household]


def what_if(
    household: Household,
    supposed: Sequence[Supposed],
    *,
    engine: Engine,
    cards: Iterable[Card],
    on: date,
    overdue: frozenset[str] = frozenset(),
) -> tuple[Screening, tuple[Scenario, ...]]:
    """The answers as they are, and those of each supposed household with what moves; all screened together."""
    now, *then = screen([household, *(other for _, _, other in supposed)], engine=engine, cards=cards, on=on, overdue=overdue)
    found = [Scenario(code, label, one, changes(now, one)) for (code, label, _), one in zip(supposed, then, strict=True)]
    return now, tuple(found)


def changes(before: Screening, after: Screening) -> tuple[Change, ...]:
    """The rights whose group or range moves, in the order of the catalogue."""
    pairs = zip(before.answers, after.answers, strict=True)
    return tuple(Change(one.right, one, other) for one, other in pairs if one.group is not other.group or _moves(one, other))


def _moves(one: Answer, other: Answer) -> bool:
    bounds = ((one.monthly_min, other.monthly_min), (one.monthly_max, other.monthly_max))
    return any(abs((low or 0.0) - (high or 0.0)) > NOISE for low, high in bounds)


def usual_scenarios(household: Household) -> tuple[Supposed, ...]:
    """The changes worth trying for this household: separation, birth unless its adults are too old, next birthdays (those whose birth
    date is known)."""
    found: list[Supposed] = []
    if any(person.role is Role.CONJOINT for person in household.persons):
        found.append(("separation", Sentence("En cas de séparation"), separated(household)))
    if any(_may_have_a_child(person, household.month) for person in household.persons):
        found.append(("naissance", Sentence("À la naissance d’un enfant"), with_birth(household)))
    for person in household.persons:
        age = next_birthday(person, household.month)
        if age is not None:
            found.append((f"age.{person.id}", Sentence("À {age} ans", age=age), aged(household, person.id, age)))
    return tuple(found)


def _may_have_a_child(person: Person, month: Month) -> bool:
    birth = person.facts.get(BIRTH)
    adult = person.role in (Role.DEMANDEUR, Role.CONJOINT)
    return adult and (not isinstance(birth, date) or month.months_since(Month.of(birth)) // 12 <= OLDEST_PARENT)


def separated(household: Household) -> Household:
    """The partner gone, the separation recent; the dwelling, the children and the incomes of the others stay."""
    stay = tuple(person for person in household.persons if person.role is not Role.CONJOINT)
    kept = {code: value for code, value in household.facts.items() if code not in ("statut_couple", "rfr", "parts")}
    return replace(household, persons=stay, facts={**kept, "separation_recente": True}, couple_known=True)


def with_birth(household: Household) -> Household:
    """One child more, born in the month, who does not go to school: no bourse hangs on it."""
    taken = {person.id for person in household.persons}
    name = next(f"p{rank}" for rank in range(1, len(taken) + 2) if f"p{rank}" not in taken)
    baby = Person(name, Role.ENFANT, {BIRTH: born(household.month, 0, 0), "scolarite": "creche"})
    return replace(household, persons=(*household.persons, baby))


def next_birthday(person: Person, month: Month) -> int | None:
    """The next age of ``BIRTHDAYS`` for this person; None when the birth date is unknown or no such age is left."""
    birth = person.facts.get(BIRTH)
    if not isinstance(birth, date):
        return None
    age = month.months_since(Month.of(birth)) // 12
    return next((known for known in BIRTHDAYS.get(person.role, ()) if known > age), None)


def aged(household: Household, person: str, age: int) -> Household:
    """This person turned this age last month, all else equal."""
    return _with_facts(household, person, lambda one: {**one.facts, BIRTH: born(household.month, age, 1)})


def without_job(household: Household, person: str, unemployment: float) -> Household:
    """The wage stopped this month, replaced by an unemployment benefit given by the caller (never guessed), past months unchanged."""

    def stopped(one: Person) -> Mapping[str, Value]:
        past = _past(one.facts.get(WAGE))
        return {**one.facts, STATUS: "chomage", WAGE: (*past, 0.0), "chomage": (*_past(one.facts.get("chomage")), float(unemployment))}

    return _with_facts(household, person, stopped)


def _past(value: object) -> tuple[float, ...]:
    """The twelve months before the one screened."""
    if isinstance(value, tuple):
        return value[: MONTHS_KEPT - 1]
    return (float(value) if isinstance(value, int | float) else 0.0,) * (MONTHS_KEPT - 1)


def _with_facts(household: Household, person: str, changed: Callable[[Person], Mapping[str, Value]]) -> Household:
    persons = tuple(replace(one, facts=changed(one)) if one.id == person else one for one in household.persons)
    return replace(household, persons=persons)
