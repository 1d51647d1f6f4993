"""Which facts of a household are unanswered and matter, and which values each may take.

A *slot* is one unanswered fact with the values tried for it. The first is the *base* (usual) value. A value is *held* when
it respects the reserves: a reserve keeps a fact at its usual value until somebody asks. Refused facts are slots like the
others (refused is unknown), only never asked again. See docs/adr, «How unknown facts are completed».
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from relais.kernel.months import Month
from relais.law.situation.facts import Fact, Scope, Value
from relais.law.situation.household import FactKey, Household, Person
from relais.law.situation.roles import ROLE_WORDS, Role

#: reserve that holds the incomes (and the status they tell) of a person once one nature of income is known.
OTHER_INCOMES = "autres_revenus"
#: reserve that holds children as minors, at school by age.
ORDINARY_CHILDREN = "enfants_ordinaires"
STATUS = "statut"
BIRTH = "naissance"
DUE = "naissance_prevue"
WAGE = "salaire"
#: what the last month's income tells of the status, in order of strength.
STATUS_TOLD_BY = {
    "salaire": "emploi",
    "revenu_independant": "independant",
    "chomage": "chomage",
    "retraite": "retraite",
    "pension_invalidite": "invalidite",
}
HOUSING = "logement"
#: housing that is rented.
RENTED = ("locataire_vide", "locataire_hlm", "locataire_meuble", "foyer")
#: ages tried (years, months) when a birth date is unknown: each side of the ages where French benefits turn.
ADULT_AGES = (
    *((40, 0), (16, 3), (18, 3), (21, 3), (24, 6), (25, 6), (29, 6), (31, 0)),
    *((54, 6), (58, 0), (61, 0), (63, 0), (66, 0), (70, 0), (81, 0)),
)
CHILD_AGES = (
    *((8, 0), (0, 1), (0, 8), (1, 6), (2, 6), (3, 6), (5, 6), (6, 6), (9, 6), (10, 8), (11, 6), (13, 6), (14, 6), (15, 6), (16, 3)),
    *((17, 3), (18, 3), (19, 6), (20, 3), (20, 8), (22, 0), (24, 6)),
)
MAJORITY = 18
#: months ahead tried for the due date of a birth.
DUE_IN = (4, 1, 2, 7)
#: children are rarely paid: a few values are enough for their incomes.
CHILD_INCOME_SAMPLES = 4
CHILD_STATUS = "etudes"
#: values tried of one fact: their positions are kept in int8.
MOST_VALUES = 127
#: values to try, reserve that holds the first ones ("" for none), and how many of them it allows.
Told = tuple[tuple[Value | None, ...], str, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """One unanswered fact of one person (``person``: position in the row) or of the household (-1).

    ``values``: what is tried, the base value first
    (None: left empty, the calculation derives it). ``held``: for each value, whether it respects the reserves. ``reserve``:
    code of the reserve that holds it, or "". ``asked``: may be put as a question. ``needs``: (slot, value) positions that
    must be set for this fact to matter (a residence permit needs a foreign nationality).
    """

    key: FactKey
    fact: Fact
    person: int
    values: tuple[Value | None, ...] = ()
    held: tuple[bool, ...] = ()
    reserve: str = ""
    asked: bool = True
    needs: tuple[tuple[int, int], ...] = ()


def slots_of(
    household: Household, facts: Mapping[str, Fact], used: frozenset[str], extra: Mapping[str, Sequence[Value]] = MappingProxyType({})
) -> list[Slot]:
    """The slots of a household whose persons are ordered (demandeur first).

    ``used``: facts read by at least one right. ``extra``: more values to try, by fact; ages in years for a birth date.
    """
    wanted = [fact for code, fact in facts.items() if code in used or code == BIRTH]
    slots = [
        _slot(
            Slot(FactKey(fact.code), fact, -1, asked=fact.code not in household.refused),
            _household_values(fact, household),
            household,
            extra,
        )
        for fact in wanted
        if fact.scope is Scope.HOUSEHOLD and fact.code not in household.facts and concerned(fact, household)
    ]
    for rank, person in enumerate(household.persons):
        word = ROLE_WORDS[person.role]
        for fact in wanted:
            if (
                fact.scope is Scope.PERSON
                and word in fact.roles
                and fact.code not in person.facts
                and of_age(fact, person, household.month)
                and concerned(fact, household)
            ):
                empty = Slot(FactKey(fact.code, person.id), fact, rank, asked=fact.code not in person.refused)
                slots.append(_slot(empty, _person_values(fact, person, household), household, extra))
    return _linked([slot for slot in slots if slot.values], household, facts)


def of_age(fact: Fact, person: Person, month: Month) -> bool:
    """Whether the person may be of an age at which the fact is asked; true while her birth date is unknown."""
    return fact.ages is None or _between(fact.ages, person, month)


def _between(ages: tuple[int, int], person: Person, month: Month) -> bool:
    birth = person.facts.get(BIRTH)
    if not isinstance(birth, date):
        return True
    return ages[0] <= completed_age(birth, month) < ages[1]


def completed_age(birth: date, month: Month) -> int:
    """Years completed by the end of a month."""
    first = month.first_day()
    return first.year - birth.year - ((first.month, 28) < (birth.month, birth.day))


def _slot(empty: Slot, told: Told, household: Household, extra: Mapping[str, Sequence[Value]]) -> Slot:
    """The slot with its values: those that respect its reserve first; beyond ``MOST_VALUES``, the last ones asked for are left out."""
    values, reserve, count = told
    more = [value for value in dict.fromkeys(_more(empty.fact, extra, household.month)) if value not in values]
    if empty.fact.choice_ages:
        more = [value for value in more if _of_its_age(value, empty.fact, household.persons[empty.person], household.month)]
    more = more[: max(MOST_VALUES - len(values), 0)]
    if not reserve or reserve in household.denied:
        return replace(empty, values=(*values, *more), held=(True,) * (len(values) + len(more)))
    return replace(empty, values=(*values, *more), held=tuple(rank < count for rank in range(len(values) + len(more))), reserve=reserve)


def _more(fact: Fact, extra: Mapping[str, Sequence[Value]], month: Month) -> Iterator[Value]:
    for value in extra.get(fact.code, ()):
        if fact.code == BIRTH and isinstance(value, int | float):
            yield born(month, int(value), 1)
            yield born(month, int(value) - 1, 10)
        else:
            yield value


def concerned(fact: Fact, household: Household) -> bool:
    """Whether a household of this composition is one that the fact concerns."""
    roles = {person.role for person in household.persons}
    rents = household.facts.get(HOUSING, RENTED[0]) in RENTED
    holds = {"couple": Role.CONJOINT in roles, "seul": Role.CONJOINT not in roles, "enfants": Role.ENFANT in roles, "locataire": rents}
    return all(holds[word] for word in fact.concerns)


def _usual_first(fact: Fact) -> tuple[Value | None, ...]:
    return (fact.usual, *(value for value in fact.samples if value != fact.usual)) if fact.samples else ()


def _household_values(fact: Fact, household: Household) -> Told:
    return _due_dates(household.month) if fact.code == DUE else _held_usual(fact)


def _held_usual(fact: Fact) -> Told:
    return _usual_first(fact), fact.reserve, 1


def _person_values(fact: Fact, person: Person, household: Household) -> Told:
    """Values, reserve, and number of first values that respect it."""
    if fact.code == BIRTH:
        return _births(person.role, household.month)
    if fact.code == STATUS:
        return _statuses(fact, person, household.month)
    values = _usual_first(fact)
    if fact.reserve != OTHER_INCOMES:
        return _of_age_values(fact, person, household.month), fact.reserve, 1
    if person.role in (Role.ENFANT, Role.AUTRE):
        return _thinned(values), fact.reserve, 1
    told = any(code in person.facts for code in STATUS_TOLD_BY)
    return (values, fact.reserve, 1) if told or fact.code != _main_income(person) else (values, "", len(values))


def _main_income(person: Person) -> str:
    """The income that the situation told makes expected (the pension of a pensioner), the wage when none is."""
    return next((code for code, status in STATUS_TOLD_BY.items() if status == person.facts.get(STATUS)), WAGE)


def _of_age_values(fact: Fact, person: Person, month: Month) -> tuple[Value | None, ...]:
    """The values, without the choices of another age: a child of four is in no lycée."""
    return tuple(value for value in _usual_first(fact) if _of_its_age(value, fact, person, month))


def _of_its_age(value: Value | None, fact: Fact, person: Person, month: Month) -> bool:
    ages = fact.choice_ages.get(value) if isinstance(value, str) else None
    return ages is None or _between(ages, person, month)


def _thinned(values: tuple[Value | None, ...]) -> tuple[Value | None, ...]:
    if len(values) <= CHILD_INCOME_SAMPLES:
        return values
    return (values[0], values[2], values[len(values) // 2], values[-1])


def born(month: Month, years: int, months: int) -> date:
    """A birth date that gives this age in this month (mid-month, so that no day of the month matters)."""
    then = month.plus(-12 * years - months)
    return then.first_day() + timedelta(days=14)


def _births(role: Role, month: Month) -> Told:
    if role is not Role.ENFANT:
        return tuple(born(month, *age) for age in ADULT_AGES), "", len(ADULT_AGES)
    minors = sum(age[0] < MAJORITY for age in CHILD_AGES)
    return tuple(born(month, *age) for age in CHILD_AGES), ORDINARY_CHILDREN, minors


def _due_dates(month: Month) -> Told:
    """Empty, then dates that only matter when a birth is expected: nothing to hold."""
    return (None, *(month.plus(ahead).first_day() + timedelta(days=14) for ahead in DUE_IN)), "", 1 + len(DUE_IN)


def told_status(person: Person) -> str:
    """The status that the known incomes of the last month tell, or ""."""
    for code, status in STATUS_TOLD_BY.items():
        if last_month(person.facts.get(code)) > 0:
            return status
    return ""


def last_month(value: Value | None) -> float:
    """Euros of the last month of a monthly fact; 0 when there is nothing."""
    amount = value[-1] if isinstance(value, tuple) else value
    return float(amount) if isinstance(amount, int | float) else 0.0


def _statuses(fact: Fact, person: Person, month: Month) -> Told:
    """Told by the incomes when they are known (held by «pas d’autre revenu ni d’autre activité»), else unknown."""
    told = told_status(person)
    if told:
        return (told, *(value for value in fact.samples if value != told)), OTHER_INCOMES, 1
    if person.role is Role.ENFANT:
        values = (CHILD_STATUS, *(value for value in fact.samples if value != CHILD_STATUS))
        birth = person.facts.get(BIRTH)
        minor = not isinstance(birth, date) or birth > born(month, MAJORITY, 0)
        return (values, ORDINARY_CHILDREN, 1) if minor else (values, "", len(values))
    if person.role is Role.AUTRE:
        return _usual_first(fact), OTHER_INCOMES, 1
    return _usual_first(fact), "", len(fact.samples)


def _linked(slots: list[Slot], household: Household, facts: Mapping[str, Fact]) -> list[Slot]:
    """Narrow the facts that a known one tells, drop those that cannot matter, link the others to what they need."""
    narrowed = _narrowed(slots, household, facts)
    kept = [slot for slot in narrowed if _may_matter(slot, narrowed, household)]
    position = {slot.key: rank for rank, slot in enumerate(kept)}
    return [_with_needs(slot, kept, position) for slot in kept]


def _told_by(key: FactKey, parent: str, household: Household) -> list[FactKey]:
    """Where the fact named by ``asked_when`` may be told: by the same person or the household; by anyone, for a household's fact."""
    persons = [key.person] if key.person else [person.id for person in household.persons]
    return [FactKey(parent), *(FactKey(parent, person) for person in persons)]


def _known(key: FactKey, household: Household) -> Value | None:
    if not key.person:
        return household.facts.get(key.fact)
    return next((person.facts.get(key.fact) for person in household.persons if person.id == key.person), None)


def _may_matter(slot: Slot, slots: Sequence[Slot], household: Household) -> bool:
    """Whether each fact it hangs on is told so, or is itself unanswered and may become so."""
    for parent, values in slot.fact.asked_when.items():
        places = _told_by(slot.key, parent, household)
        told = any(_known(place, household) in values for place in places)
        open_still = any(value in values for other in slots if other.key in places for value in other.values)
        if not told and not open_still:
            return False
    return True


def _with_needs(slot: Slot, slots: Sequence[Slot], position: Mapping[FactKey, int]) -> Slot:
    """The same slot, with the first unanswered parent to set when the base does not already let it matter."""
    needs = []
    for parent, values in slot.fact.asked_when.items():
        for other in slots:
            if other.person == slot.person or slot.person < 0:
                fitting = [rank for rank, value in enumerate(other.values) if value in values] if other.fact.code == parent else []
                if fitting and 0 not in fitting:
                    needs.append((position[other.key], fitting[0]))
                    break
    return replace(slot, needs=tuple(needs))


def _narrowed(slots: Sequence[Slot], household: Household, facts: Mapping[str, Fact]) -> list[Slot]:
    """A known fact tells its parent: a rent means a tenancy, a permit means a foreign nationality."""
    implied: dict[FactKey, tuple[Value, ...]] = {}
    told = [(FactKey(code), value) for code, value in household.facts.items()]
    told += [(FactKey(code, person.id), value) for person in household.persons for code, value in person.facts.items()]
    for key, value in told:
        for parent, values in facts[key.fact].asked_when.items() if value and key.fact in facts else ():
            places = [FactKey(parent, key.person)] if key.person else [FactKey(parent)]
            implied.update(dict.fromkeys(places, values))
    return [_only(slot, implied[slot.key]) if slot.key in implied else slot for slot in slots]


def _only(slot: Slot, values: tuple[Value, ...]) -> Slot:
    """The slot reduced to these values; when none of them respects its reserve, the reserve holds nothing any more."""
    kept = [(value, held) for value, held in zip(slot.values, slot.held, strict=True) if value in values]
    if not kept:
        return slot
    free = not any(held for _, held in kept)
    return replace(
        slot,
        values=tuple(value for value, _ in kept),
        held=tuple(free or held for _, held in kept),
        reserve="" if free else slot.reserve,
    )
