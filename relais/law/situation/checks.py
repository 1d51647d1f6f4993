"""Does a household hold together? Every problem at once, each tied to its field, in French.

An *error* cannot be true (two demandeurs, a negative rent): nothing is computed. A *warning* can be true but is outside what the
rules cover or is not taken into account: the household is computed, and a value outside its declared domain makes the answers
that read it «on ne sait pas».
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence, quoted
from relais.law.places.place import place
from relais.law.places.plain import plain
from relais.law.places.search import current_code
from relais.law.situation.amounts import LARGEST, checked_amount
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.catalogue import facts, in_domain, reserves
from relais.law.situation.days import births, checked_birth
from relais.law.situation.facts import Fact, Kind, Scope, Value
from relais.law.situation.household import FactKey, Household, Person
from relais.law.situation.parsing import is_value
from relais.law.situation.roles import ROLE_WORDS, Role
from relais.law.situation.typed import UnreadableError

MOST_PERSONS = 20
#: a longer word is no misspelt fact: the longest label stays below.
LONGEST_NAME = 120
#: years; below, one of two dates is mistyped.
PARENT_AND_CHILD = 12
#: ids are written in files and keys of fields: letters without accents, figures, - and _.
ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Problem:
    """``key``: the field (fact ``persons``, ``role``, ``id`` or ``month`` for the composition). ``code``: stable, for machines."""

    key: FactKey
    code: str
    message: Sentence
    warning: bool = False


def check(household: Household) -> tuple[Problem, ...]:
    """Every problem of a household, errors and warnings, in the order of its persons then of its dwelling."""
    found = list(_composition(household))
    for person in household.persons:
        found.extend(_told(person.facts, person.refused, Scope.PERSON, household, person))
    found.extend(_told(household.facts, household.refused, Scope.HOUSEHOLD, household, None))
    found.extend(_ages(household))
    found.extend(_only_when(household))
    found.extend(
        Problem(FactKey("denied"), "unknown_reserve", Sentence("La réserve {code} n’existe pas.", code=quoted(code)))
        for code in sorted(household.denied - set(reserves()))
    )
    return tuple(found)


def has_errors(problems: tuple[Problem, ...]) -> bool:
    """Whether one of them forbids the computation."""
    return any(not problem.warning for problem in problems)


def nearest_fact(word: str) -> str:
    """The code of the fact that a misspelt code or label most resembles, "" when none does or when the word is no name of a fact."""
    if len(word) > LONGEST_NAME:
        return ""
    names = {name: fact.code for fact in facts().values() for name in (plain(fact.label), plain(fact.code))}
    close = get_close_matches(plain(word), names, n=1, cutoff=0.7)
    return names[close[0]] if close else ""


def no_such_fact(code: str, *, hinted: bool = True) -> Sentence:
    """Said of a code that names no fact, with the nearest that does. ``hinted=False``: without looking for it (3 ms each)."""
    near = nearest_fact(code) if hinted else ""
    unknown = Sentence("Le fait «\u00a0{code}\u00a0» n’existe pas.", code=code)
    meant = Sentence("Vouliez-vous dire «\u00a0{code}\u00a0»\u202f?", code=near)
    return Sentence("{first} {second}", first=unknown, second=meant) if near else unknown


def whose(fact: Fact) -> Sentence:
    """Said of a fact told of a person when it is the household's, or the reverse."""
    if fact.scope is Scope.PERSON:
        return Sentence("{fact} se dit d’une personne.", fact=quoted(fact.label))
    return Sentence("{fact} se dit du ménage.", fact=quoted(fact.label))


def told_and_refused(fact: Fact) -> Sentence:
    """Said of a fact both given and refused."""
    return Sentence("{fact} est à la fois donné et refusé.", fact=quoted(fact.label))


def _composition(household: Household) -> Iterator[Problem]:
    persons = household.persons
    if not household.id:
        yield Problem(FactKey("id"), "missing_id", Sentence("Le ménage n’a pas d’identifiant."))
    if not 1 <= len(persons) <= MOST_PERSONS:
        count = Sentence(
            "Un ménage compte de 1 à {most} personnes\u00a0; celui-ci en compte {count}.", most=MOST_PERSONS, count=len(persons)
        )
        yield Problem(FactKey("persons"), "persons", count)
    for person, times in Counter(person.id for person in persons).items():
        if times > 1:
            yield Problem(
                FactKey("id", person),
                "duplicate_person",
                Sentence("Deux personnes portent l’identifiant «\u00a0{person}\u00a0».", person=person),
            )
        if not ID.fullmatch(person):
            said = Sentence("L’identifiant d’une personne tient en lettres et chiffres, par exemple p1.")
            yield Problem(FactKey("id", person), "person_id", said)
    roles = Counter(person.role for person in persons)
    if roles[Role.DEMANDEUR] != 1 and persons:
        none = Sentence("Personne n’est le demandeur\u00a0: il en faut exactement un par ménage.")
        several = Sentence("Deux personnes ou plus sont demandeurs\u00a0: il en faut exactement un par ménage.")
        yield Problem(FactKey("role"), "demandeur", several if roles[Role.DEMANDEUR] else none)
    if roles[Role.CONJOINT] > 1:
        said = Sentence("Un ménage a au plus un conjoint. Les autres adultes ont le rôle «\u00a0autre\u00a0».")
        yield Problem(FactKey("role"), "conjoint", said)


def _told(
    told: Mapping[str, Value], refused: frozenset[str], scope: Scope, household: Household, person: Person | None
) -> Iterator[Problem]:
    """Problems of the facts told of one person, or of the dwelling."""
    who, known = person.id if person else "", facts()
    role = ROLE_WORDS[person.role] if person else ""
    for code in [*told, *sorted(refused - set(told))]:
        fact = known.get(code)
        mine = fact is not None and fact.scope is scope and code not in refused and (not role or role in fact.roles)
        if fact is not None and mine and _plainly_right(fact, told[code], household.month):  # nearly every fact of a file
            continue
        key = FactKey(code, who)
        if fact is None:
            yield Problem(key, "unknown_fact", no_such_fact(code))
        elif fact.scope is not scope:
            yield Problem(key, "scope", whose(fact))
        elif code in told and code in refused:
            yield Problem(key, "told_and_refused", told_and_refused(fact))
        elif code in told:
            yield from _value(fact, told[code], key, household.month)
            if person is not None and ROLE_WORDS[person.role] not in fact.roles:
                said = Sentence("{fact} n’est pas pris en compte pour cette personne.", fact=quoted(fact.label))
                yield Problem(key, "role_not_asked", said, warning=True)


def is_sound(fact: Fact, value: Value, month: Month) -> bool:
    """Whether nothing is to be said of a value by itself, whoever tells it."""
    return _plainly_right(fact, value, month) or next(_value(fact, value, FactKey(fact.code), month), None) is None


def _plainly_right(fact: Fact, value: Value, month: Month) -> bool:
    """Whether a value is at first sight of its fact, possible and in its domain; if not, ``_value`` has to look closer."""
    if fact.kind is Kind.FLAG:
        return value is True or value is False
    if fact.kind is Kind.CHOICE:
        return type(value) is str and value in fact.choices
    if type(value) is date:
        first, last = births(month)
        return fact.kind is Kind.DATE and first <= value <= last and in_domain(fact, value)
    if fact.kind is Kind.MONTHLY:
        if type(value) is not tuple or len(value) != MONTHS_KEPT or value.count(value[0]) != MONTHS_KEPT:
            return False
        value = value[0]
    if type(value) is not float:
        return False
    lowest, highest = fact.domain or (0.0, LARGEST)
    return max(lowest, 0.0) <= value <= min(highest, LARGEST)


def _value(fact: Fact, value: Value, key: FactKey, month: Month) -> Iterator[Problem]:
    """Impossible values are errors; values outside the declared domain are warnings."""
    if not is_value(fact, value):
        said = Sentence("La réponse à {fact} n’est pas de la forme attendue.", fact=quoted(fact.label))
        yield Problem(key, "not_a_value", said)
        return
    try:
        _possible(fact, value, month)
    except UnreadableError as error:
        yield Problem(key, "impossible", error.sentence)
        return
    if not in_domain(fact, value):
        said = Sentence(
            "{fact} est hors de ce que les règles couvrent ici\u00a0: la réponse sera «\u00a0on ne sait pas\u00a0».",
            fact=quoted(fact.label),
        )
        yield Problem(key, "outside_domain", said, warning=True)


def _possible(fact: Fact, value: Value, month: Month) -> None:
    """UnreadableError, with its sentence, for a value that cannot be true."""
    if isinstance(value, tuple):
        for amount in set(value):
            checked_amount(amount)
    elif isinstance(value, date):
        checked_birth(value, month=month)
    elif fact.kind in (Kind.MONEY, Kind.NUMBER) and isinstance(value, int | float):
        checked_amount(value)
    elif fact.kind is Kind.PLACE and isinstance(value, str) and place(value) is None:
        now = place(current_code(value) or "")
        unknown = Sentence("Aucune commune n’a le code INSEE «\u00a0{code}\u00a0».", code=value)
        if now is None:
            raise UnreadableError(unknown)
        joined = Sentence("Cette commune a rejoint {name} ({code}).", name=now.name, code=now.code)
        raise UnreadableError(Sentence("{first} {second}", first=unknown, second=joined))


def _ages(household: Household) -> Iterator[Problem]:
    """Parents older than children; years with a title within a life; expected births still ahead."""
    # A date that is itself impossible has been said: no second problem follows from it.
    born = {
        person.id: day
        for person in household.persons
        if isinstance(day := person.facts.get("naissance"), date) and _sensible_birth(day, household.month)
    }
    parents = [person for person in household.persons if person.role in (Role.DEMANDEUR, Role.CONJOINT) and person.id in born]
    for child in household.persons:
        if child.role is not Role.ENFANT or child.id not in born:
            continue
        apart = [born[child.id].year - born[parent.id].year - _before(born[child.id], born[parent.id]) for parent in parents]
        if apart and min(apart) < PARENT_AND_CHILD:
            # One of the couple may be a step-parent, hardly older than the child: then only a warning.
            said = Sentence(
                "Moins de {years} ans séparent cet enfant de son parent. Vérifiez les deux dates de naissance.", years=PARENT_AND_CHILD
            )
            yield Problem(FactKey("naissance", child.id), "parent_too_young", said, warning=max(apart) >= PARENT_AND_CHILD)
    for person in household.persons:
        years = person.facts.get("titre_annees")
        if person.id in born and isinstance(years, int | float) and years > household.month.year - born[person.id].year + 1:
            said = Sentence("Le titre de séjour serait plus ancien que la personne.")
            yield Problem(FactKey("titre_annees", person.id), "title_before_birth", said)
    expected = household.facts.get("naissance_prevue")
    if isinstance(expected, date) and expected < household.month.first_day():
        said = Sentence("La date prévue de la naissance est passée. Si l’enfant est né, ajoutez-le.")
        yield Problem(FactKey("naissance_prevue"), "birth_passed", said, warning=True)


def _sensible_birth(day: date, month: Month) -> bool:
    try:
        checked_birth(day, month=month)
    except UnreadableError:
        return False
    return True


def _before(day: date, other: date) -> bool:
    """Whether the birthday ``day`` comes earlier in its year than ``other``."""
    return (day.month, day.day) < (other.month, other.day)


def _only_when(household: Household) -> Iterator[Problem]:
    """A fact told although the fact it depends on was told otherwise: a rent for an owner, a title for a French person."""
    for person in (*household.persons, None):
        told = household.facts if person is None else person.facts
        for code in told:
            fact = facts().get(code)
            for other, accepted in fact.asked_when.items() if fact else ():
                answers = _answers(household, person, other)
                if answers and not any(answer in accepted for answer in answers):
                    label, on = quoted(facts()[code].label), quoted(facts()[other].label)
                    said = Sentence("{fact} n’est pas pris en compte, vu la réponse à {other}.", fact=label, other=on)
                    yield Problem(FactKey(code, person.id if person else ""), "not_taken", said, warning=True)


def _answers(household: Household, person: Person | None, code: str) -> list[Value]:
    """What was told of a fact: of this person, else of the household, else of anyone."""
    owners: list[Mapping[str, Value]] = [household.facts]
    if facts()[code].scope is Scope.PERSON:
        owners = [person.facts] if person else [one.facts for one in household.persons]
    return [owner[code] for owner in owners if code in owner and is_value(facts()[code], owner[code])]
