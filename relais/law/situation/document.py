"""The JSON form of a household, read and written without loss. Its JSON Schema: ``relais.law.situation.schema``.

``{"id", "month", "persons": [{"id", "role", "facts": {…}, "refused": […]}], "facts": {…}, "refused": […], "couple_known",
"children_known", "denied": […]}``. A fact is its plain value, ``null`` (unknown, as when absent) or ``{"refused": true}``. A monthly
fact is one number for each month or ``{"2026-08": 900, …}``; a birth date may be ``{"age": 38}``.
"""

import math
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence
from relais.law.situation.amounts import LARGEST, spread
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.catalogue import facts, facts_of, reserves
from relais.law.situation.checks import ID, Problem, check, has_errors, no_such_fact, told_and_refused, whose
from relais.law.situation.days import OLDEST_AGE, born_by_age
from relais.law.situation.facts import Fact, Kind, Scope, Value
from relais.law.situation.household import FactKey, Household, Person
from relais.law.situation.roles import ROLE_WORDS, Role
from relais.law.situation.typed import UnreadableError

#: characters of the id of a household.
LONGEST_ID = 80
MONTH_PATTERN = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$"
#: months that can be screened, as a pattern: the adapter follows the law since 2025, and nobody knows that of 2036.
SCREENED_PATTERN = r"^20(2[5-9]|3[0-5])-(0[1-9]|1[0-2])$"
DATE_PATTERN = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
PLACE_PATTERN = r"^[0-9][0-9AB][0-9]{3}$"
HOUSEHOLD_KEYS = ("id", "month", "persons", "facts", "refused", "couple_known", "children_known", "denied")
PERSON_KEYS = ("id", "role", "facts", "refused")
_ROLES = {word: role for role, word in ROLE_WORDS.items()}

#: unknown facts, and unknown keys, told one by one; and facts for which the one meant is looked for.
MOST_STRANGERS, MOST_HINTED = 20, 5


@dataclass(frozen=True, slots=True)
class Reading:
    """``household`` is None when a problem is an error; warnings come with a household."""

    household: Household | None
    problems: tuple[Problem, ...]


def read_household(data: object, *, month: Month | None = None) -> Reading:
    """Shape and coherence: what an endpoint or a file needs. ``month``: the month screened when the document names none."""
    reading = read_document(data, month=month)
    if reading.household is None:
        return reading
    problems = (*reading.problems, *check(reading.household))
    return Reading(None if has_errors(problems) else reading.household, problems)


def read_document(data: object, *, month: Month | None = None) -> Reading:
    """Shape only: agrees with the JSON Schema, except for months after the month screened. Never raises."""
    reader = _Reader()
    household = reader.household(data, month)
    return Reading(household if not reader.problems else None, tuple(reader.problems))


def write_document(household: Household) -> dict[str, Any]:
    """The document of a household; ``read_document`` gives the same household back. Keys at their default are left out."""
    document: dict[str, Any] = {
        "id": household.id,
        "month": str(household.month),
        "persons": [
            {"id": person.id, "role": ROLE_WORDS[person.role], **_write_told(person.facts, person.refused, household.month)}
            for person in household.persons
        ],
        **_write_told(household.facts, household.refused, household.month),
    }
    for key in ("couple_known", "children_known"):
        if not getattr(household, key):
            document[key] = False
    if household.denied:
        document["denied"] = sorted(household.denied)
    return document


def _write_told(told: Mapping[str, Value], refused: frozenset[str], month: Month) -> dict[str, Any]:
    written: dict[str, Any] = {"facts": {code: _write_value(value, month) for code, value in told.items()}}
    return {**written, "refused": sorted(refused)} if refused else written


def _write_value(value: Value, month: Month) -> object:
    if isinstance(value, tuple):
        if len(set(value)) == 1:
            return value[0]
        return {str(month.plus(rank - MONTHS_KEPT + 1)): amount for rank, amount in enumerate(value)}
    return value.isoformat() if isinstance(value, date) else value


class _WrongError(ValueError):
    """A value is not of the form expected; the message is French."""


@dataclass
class _Reader:
    """Collects every problem of one document."""

    problems: list[Problem] = field(default_factory=list)
    strangers: int = 0
    unknown_keys: int = 0

    def say(self, key: FactKey, message: str, code: str = "shape") -> None:
        """A problem of form: only files and programs meet it, and they are answered in French."""
        self.problems.append(Problem(key, code, Sentence.of(message)))

    def household(self, data: object, month: Month | None) -> Household:
        """The household; worth reading only when no problem was said."""
        raw = self.mapping(data, HOUSEHOLD_KEYS, FactKey("document"))
        here = self.month(raw.get("month"), month)
        household_id = raw.get("id")
        if not isinstance(household_id, str) or not 1 <= len(household_id) <= LONGEST_ID:
            self.say(FactKey("id"), f"Donnez au ménage un identifiant («\u00a0id\u00a0») de 1 à {LONGEST_ID} caractères.")
            household_id = ""
        listed = raw.get("persons")
        if not isinstance(listed, list) or not 1 <= len(listed) <= 20:
            self.say(FactKey("persons"), "«\u00a0persons\u00a0» est une liste de 1 à 20 personnes.", "persons")
            listed = []
        persons = tuple(self.person(one, rank, here) for rank, one in enumerate(listed[:20], 1))
        told, refused = self.told(raw, Scope.HOUSEHOLD, "", here)
        if (more := self.unknown_keys - MOST_STRANGERS) > 0:
            self.say(FactKey("document"), f"Autres clés inconnues\u00a0: {more}.", "unknown_key")
        return Household(
            id=household_id,
            month=here,
            persons=persons,
            facts=told,
            refused=refused,
            couple_known=self.flag(raw, "couple_known"),
            children_known=self.flag(raw, "children_known"),
            denied=self.codes(raw, "denied", FactKey("denied"), reserves()),
        )

    def person(self, data: object, rank: int, month: Month) -> Person:
        """One person; without an id, its rank («p1»)."""
        raw = self.mapping(data, PERSON_KEYS, FactKey("persons", f"p{rank}"))
        name = raw.get("id", f"p{rank}")
        if not isinstance(name, str) or not ID.fullmatch(name):
            self.say(FactKey("id", f"p{rank}"), "L’identifiant d’une personne tient en lettres et chiffres, par exemple p1.")
            name = f"p{rank}"
        word = raw.get("role")
        role = _ROLES.get(word) if isinstance(word, str) else None
        if role is None:
            self.say(FactKey("role", name), f"Le rôle d’une personne est l’un de\u00a0: {', '.join(_ROLES)}.")
        told, refused = self.told(raw, Scope.PERSON, name, month)
        return Person(name, Role.AUTRE if role is None else role, told, refused)

    def month(self, written: object, default: Month | None) -> Month:
        if written is None and default is not None:
            return default
        if isinstance(written, str) and re.fullmatch(SCREENED_PATTERN, written):
            return Month.parse(written)
        self.say(FactKey("month"), "Le mois («\u00a0month\u00a0») s’écrit 2026-11, de 2025-01 à 2035-12.")
        return default or Month(2000, 1)

    def mapping(self, data: object, keys: tuple[str, ...], key: FactKey) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            self.say(key, "Un objet JSON est attendu ici.")
            return {}
        for unknown in sorted(str(name) for name in data if name not in keys):
            self.unknown_keys += 1
            if self.unknown_keys > MOST_STRANGERS:
                continue
            self.say(
                FactKey(unknown, key.person),
                f"La clé «\u00a0{unknown}\u00a0» est inconnue. Clés connues\u00a0: {', '.join(keys)}.",
                "unknown_key",
            )
        return data

    def flag(self, raw: Mapping[str, Any], name: str) -> bool:
        value = raw.get(name, True)
        if not isinstance(value, bool):
            self.say(FactKey(name), f"«\u00a0{name}\u00a0» vaut true ou false.")
        return bool(value)

    def codes(self, raw: Mapping[str, Any], name: str, key: FactKey, known: Container[str]) -> frozenset[str]:
        """A list of codes among those known."""
        listed = raw.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(code, str) and code in known for code in listed):
            self.say(key, f"«\u00a0{name}\u00a0» est une liste de codes connus.")
            return frozenset()
        return frozenset(listed)

    def stranger(self, key: FactKey, code: str) -> None:
        """A code that is no fact here. Looking for the one meant is slow: a document full of them is not a misspelling."""
        self.strangers += 1
        if self.strangers <= MOST_STRANGERS:
            self.say(key, _unknown_fact(code, hinted=self.strangers <= MOST_HINTED), "unknown_fact")
        elif self.strangers == MOST_STRANGERS + 1:
            self.say(FactKey("facts", key.person), "D’autres faits encore n’existent pas\u00a0: corrigez d’abord ceux-ci.", "unknown_fact")

    def told(self, raw: Mapping[str, Any], scope: Scope, who: str, month: Month) -> tuple[dict[str, Value], frozenset[str]]:
        """Facts known and facts refused."""
        known = facts_of(scope)
        refused = set(self.codes(raw, "refused", FactKey("refused", who), known))
        written = raw.get("facts", {})
        if not isinstance(written, dict):
            self.say(FactKey("facts", who), "«\u00a0facts\u00a0» est un objet JSON\u00a0: code du fait, valeur.")
            return {}, frozenset()
        told: dict[str, Value] = {}
        for code, value in written.items():
            key = FactKey(code, who)
            if code not in known:
                self.stranger(key, code)
            elif value == {"refused": True} and isinstance(value["refused"], bool):
                refused.add(code)
            elif value is not None:
                try:
                    told[code] = read_value(facts()[code], value, month=month)
                except (_WrongError, UnreadableError) as error:
                    self.say(key, f"«\u00a0{facts()[code].label}\u00a0»\u00a0: {error}", "value")
        for code in sorted(refused & told.keys()):
            self.say(FactKey(code, who), told_and_refused(facts()[code]), "told_and_refused")
        return told, frozenset(refused)


def _unknown_fact(code: str, *, hinted: bool) -> str:
    fact = facts().get(code)
    return no_such_fact(code, hinted=hinted) if fact is None else whose(fact)


def read_value(fact: Fact, value: object, *, month: Month) -> Value:
    """A fact's JSON value. ValueError with a French message when it is not of the form that the schema says."""
    return _VALUES[fact.kind](fact, value, month)


def _amount(_fact: Fact, value: object, _month: Month) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= LARGEST or math.isnan(value):
        raise _WrongError("un nombre est attendu, de 0 à dix millions.")
    return float(value)


def _monthly(fact: Fact, value: object, month: Month) -> tuple[float, ...]:
    if not isinstance(value, dict):
        return (_amount(fact, value, month),) * MONTHS_KEPT
    if not value or not all(isinstance(when, str) and re.fullmatch(MONTH_PATTERN, when) for when in value):
        raise _WrongError("un nombre est attendu, ou un objet dont les clés sont des mois (2026-08).")
    return spread({Month.parse(when): _amount(fact, amount, month) for when, amount in value.items()}, month=month)


def _flag(_fact: Fact, value: object, _month: Month) -> bool:
    if not isinstance(value, bool):
        raise _WrongError("true ou false est attendu.")
    return value


def _choice(fact: Fact, value: object, _month: Month) -> str:
    if not isinstance(value, str) or value not in fact.choices:
        raise _WrongError(f"l’un de ces codes est attendu\u00a0: {', '.join(fact.choices)}.")
    return value


def _date(fact: Fact, value: object, month: Month) -> date:
    if fact.code == "naissance" and isinstance(value, dict):
        age = value.get("age")
        if (
            set(value) != {"age"}
            or not isinstance(age, int | float)
            or isinstance(age, bool)
            or not 0 <= age <= OLDEST_AGE  # before int(), which refuses the infinite
            or age != int(age)
        ):
            raise _WrongError(f'un âge s’écrit {{"age"\u00a0: 38}}, de 0 à {OLDEST_AGE}.')
        return born_by_age(int(age), month=month).day
    if not isinstance(value, str) or not re.fullmatch(DATE_PATTERN, value):
        raise _WrongError("une date s’écrit 1988-03-12.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _WrongError(f"la date {value} n’existe pas.") from None


def _place(_fact: Fact, value: object, _month: Month) -> str:
    if not isinstance(value, str) or not re.fullmatch(PLACE_PATTERN, value):
        raise _WrongError("un code INSEE de commune est attendu, par exemple «\u00a059512\u00a0».")
    return value


_VALUES: Mapping[Kind, Callable[[Fact, object, Month], Value]] = {
    Kind.MONEY: _amount,
    Kind.NUMBER: _amount,
    Kind.MONTHLY: _monthly,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.PLACE: _place,
}
