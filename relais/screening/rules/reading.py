"""From the words of a page to a ``Household``: what was understood of each field, what could not be read. Pure.

A field that cannot be read is unknown until it is corrected: the rest of the page still answers, and its words stay.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence
from relais.law.places.place import place
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.checks import check
from relais.law.situation.days import Day
from relais.law.situation.facts import Fact, Kind, Reserve, Scope, Value
from relais.law.situation.household import Household, Person
from relais.law.situation.parsing import parse
from relais.law.situation.roles import ROLE_WORDS, Role
from relais.law.situation.typed import AmbiguousPlaceError, Typed, UnreadableError
from relais.screening.rules.births import read_births, with_birth
from relais.screening.rules.layout import CHILDREN, COUPLE, OTHERS
from relais.screening.rules.told import Told

BIRTH = "naissance"
#: identifier of the one household of a page: it names nobody.
HOUSEHOLD = "menage"
#: how the persons of a common field are called in a message.
_CALLED = {CHILDREN: Sentence("enfants"), OTHERS: Sentence("personnes")}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood. ``values``: field → value known; ``approximate``: fields whose day comes from an age.

    ``births``: the persons told in «enfants» and «autres». ``problems``: field → sentence (French, see
    ``relais.ui.sentences``). ``candidates``: field →
    labels of communes to choose among. ``warnings``: field → what is true perhaps, and not taken into account.
    """

    household: Household
    values: Mapping[str, Value]
    births: Mapping[str, tuple[Day | None, ...]]
    problems: Mapping[str, str]
    candidates: Mapping[str, tuple[str, ...]]
    warnings: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Notes:
    """What the reading gathers field by field."""

    values: dict[str, Value] = field(default_factory=dict)
    births: dict[str, tuple[Day | None, ...]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    candidates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Books:
    """What the words are read with."""

    facts: Mapping[str, Fact]
    reserves: Mapping[str, Reserve]
    month: Month


def read(*, told: Told, facts: Mapping[str, Fact], reserves: Mapping[str, Reserve], month: Month) -> Reading:
    """The household that a page tells, for one month. Never fails: what cannot be read is a problem beside its field."""
    notes, books = _Notes(), _Books(facts, reserves, month)
    for key in (CHILDREN, OTHERS):
        _read_births(told, key, month, notes)
    for key, text in told.texts.items():
        fact = facts.get(key.rpartition(".")[2])
        if fact is not None and (fact.scope is Scope.PERSON) == ("." in key):
            _read_fact(fact, key, text, month, notes)
    household = _household(told, books, notes)
    if _set_aside(household, notes):
        household = _household(told, books, notes)
    return Reading(household, notes.values, notes.births, notes.problems, notes.candidates, notes.warnings)


def _household(told: Told, books: _Books, notes: _Notes) -> Household:
    return Household(
        id=HOUSEHOLD,
        month=books.month,
        persons=tuple(_person(identifier, role, told, books, notes) for identifier, role in _members(told, notes)),
        facts=_facts_of("", Scope.HOUSEHOLD, told, books, notes),
        refused=frozenset(key for key in told.refused if "." not in key and key in books.facts),
        couple_known=told.text(COUPLE) in ("oui", "non"),
        children_known=CHILDREN in notes.births,
        denied=told.denied & frozenset(books.reserves),
    )


def _set_aside(household: Household, notes: _Notes) -> bool:
    """Note what cannot be true beside its field, and take it for unknown; whether anything was."""
    found = False
    for problem in check(household):
        key, fact, person = str(problem.key), problem.key.fact, problem.key.person
        common = {"e": CHILDREN, "a": OTHERS}.get(person[:1]) if fact == BIRTH else CHILDREN if fact == "persons" else None
        if problem.warning:
            notes.warnings.setdefault(common or key, problem.message)
            continue
        found = True
        notes.problems.setdefault(common or key, problem.message)
        notes.values.pop(key, None)
        if common is not None:
            days = notes.births.pop(common, ())
            if person:
                notes.births[common] = tuple(None if rank == int(person[1:]) else day for rank, day in enumerate(days, 1))
    return found


def _read_births(told: Told, key: str, month: Month, notes: _Notes) -> None:
    if key not in told.texts:
        return
    try:
        notes.births[key] = read_births(told.texts[key], month=month, called=_CALLED[key]).days
    except UnreadableError as error:
        notes.problems[key] = error.sentence


def _read_fact(fact: Fact, key: str, text: str, month: Month, notes: _Notes) -> None:
    try:
        typed = _parsed(fact, text, month)
    except AmbiguousPlaceError as error:
        notes.candidates[key] = tuple(candidate.label for candidate in error.candidates)
        notes.problems[key] = Sentence("Plusieurs communes portent ce nom\u00a0: choisissez.")
    except UnreadableError as error:
        notes.problems[key] = error.sentence
    else:
        if typed.value is not None:
            notes.values[key] = typed.value


def _parsed(fact: Fact, text: str, month: Month) -> Typed:
    """As ``parse``; a commune chosen in a list is written with its postal code between parentheses."""
    if fact.kind is not Kind.PLACE:
        return parse(fact, text, month=month)
    return parse(fact, text.replace("(", " ").replace(")", " "), month=month)


def _members(told: Told, notes: _Notes) -> Iterator[tuple[str, Role]]:
    """The demandeur, the conjoint of a told couple, the children, the others."""
    yield "p1", Role.DEMANDEUR
    if told.text(COUPLE) == "oui":
        yield "p2", Role.CONJOINT
    for prefix, key, role in (("e", CHILDREN, Role.ENFANT), ("a", OTHERS, Role.AUTRE)):
        for rank in range(1, len(notes.births.get(key, ())) + 1):
            yield f"{prefix}{rank}", role


def _person(identifier: str, role: Role, told: Told, books: _Books, notes: _Notes) -> Person:
    word = ROLE_WORDS[role]
    mine = {code: fact for code, fact in books.facts.items() if word in fact.roles}
    known = _facts_of(identifier, Scope.PERSON, told, replace(books, facts=mine), notes)
    born = _birth_of(identifier, notes)
    if born is not None:
        known[BIRTH] = born
    refused = {key.partition(".")[2] for key in told.refused if key.startswith(f"{identifier}.")}
    return Person(identifier, role, known, frozenset(refused & set(mine)))


def _birth_of(identifier: str, notes: _Notes) -> date | None:
    """The birth of a child or of another person, told in the common field."""
    key = {"e": CHILDREN, "a": OTHERS}.get(identifier[0])
    if key is None:
        return None
    day = notes.births[key][int(identifier[1:]) - 1]
    return day.day if day is not None else None


def _facts_of(person: str, scope: Scope, told: Told, books: _Books, notes: _Notes) -> dict[str, Value]:
    """Facts read, then those that a confirmed reserve tells at their usual value."""
    prefix, values = f"{person}." if person else "", notes.values
    known = {code: values[prefix + code] for code, fact in books.facts.items() if fact.scope is scope and prefix + code in values}
    for code in sorted(told.confirmed & set(books.reserves)):
        for name in books.reserves[code].facts:
            fact = books.facts.get(name)
            # a fact asked only after another (a permit after a nationality) would tell that other one: left unknown
            held = fact is not None and fact.scope is scope and not fact.asked_when and prefix + name not in told.refused
            if fact is not None and held and fact.usual is not None:
                known.setdefault(name, _usual(fact.kind, fact.usual))
    return known


def _usual(kind: Kind, usual: Value) -> Value:
    """The usual value in the shape of its kind: thirteen months of it for monthly facts."""
    if kind is Kind.MONTHLY and isinstance(usual, int | float):
        return (float(usual),) * MONTHS_KEPT
    return usual


def place_label(code: str) -> str:
    """«Roubaix (59100)», or the code when no commune bears it."""
    found = place(code)
    return found.label if found else code


def saying(*, told: Told, key: str, text: str, reading: Reading) -> Told:
    """The page once a question is answered; the birth of a child or of another person goes to the field that holds them all."""
    person, _dot, fact = key.partition(".")
    common = {"e": CHILDREN, "a": OTHERS}.get(person[:1]) if fact == BIRTH else None
    if common is None:
        return told.saying(key, text)
    words = with_birth(told.text(common), rank=int(person[1:]), birth=text, count=len(reading.births.get(common, ())))
    return told.saying(common, words)
