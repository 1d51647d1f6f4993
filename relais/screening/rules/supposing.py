"""«Et si…?»: what the fields of the page suppose of a household. Pure."""

from dataclasses import dataclass, replace

from relais.law.answers.whatif import Supposed, usual_scenarios, without_job
from relais.law.situation.amounts import read_money
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.household import Household, Person
from relais.law.situation.typed import UnreadableError
from relais.screening.rules.marking import gettext_noop

#: situations that a wage changes into «en emploi»; the others (retirement, studies…) stay.
_MOVED = frozenset({"", "sans_emploi", "chomage", "emploi"})

#: labels of what was typed; the screen adds the amount.
WITH_WAGE = gettext_noop("Avec ce salaire depuis un an")
WITHOUT_WORK = gettext_noop("À la fin du travail, avec ce chômage")


@dataclass(frozen=True, slots=True)
class Supposition:
    """What was typed on the page: whose work, a new wage, an unemployment benefit if the work stopped. Empty: not supposed."""

    person: str = "p1"
    wage: str = ""
    unemployment: str = ""


@dataclass(frozen=True, slots=True)
class Supposing:
    """``supposed``: what to screen beside the household as it is. ``problems``: field → sentence in French, empty when there is none."""

    supposed: tuple[Supposed, ...]
    problems: dict[str, str]


def suppose(*, household: Household, typed: Supposition) -> Supposing:
    """Work and incomes first, then separation, birth and birthdays."""
    problems = {"salaire": "", "chomage": ""}
    found: list[Supposed] = []
    wage = _amount("salaire", typed.wage, problems)
    if wage is not None:
        found.append(("salaire", WITH_WAGE, with_wage(household, typed.person, wage)))
    benefit = _amount("chomage", typed.unemployment, problems)
    if benefit is not None:
        found.append(("chomage", WITHOUT_WORK, without_job(household, typed.person, benefit)))
    return Supposing((*found, *usual_scenarios(household)), problems)


def _amount(field: str, text: str, problems: dict[str, str]) -> float | None:
    if not text.strip():
        return None
    try:
        return read_money(text)
    except UnreadableError as error:
        problems[field] = error.sentence
        return None


def with_wage(household: Household, person: str, wage: float) -> Household:
    """The same household, this person paid so for a year."""
    return replace(household, persons=tuple(_paid(one, wage) if one.id == person else one for one in household.persons))


def _paid(person: Person, wage: float) -> Person:
    situation = str(person.facts.get("statut", ""))
    working = ("emploi" if wage > 0 else "sans_emploi") if situation in _MOVED else situation
    return replace(person, facts={**person.facts, "statut": working, "salaire": (wage,) * MONTHS_KEPT})
