"""Small households for the tests of the engine, in the words of the catalogue."""

from datetime import date

from relais.kernel.months import Month
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.columns import to_block
from relais.law.situation.facts import Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

OCTOBER = Month(2026, 10)
LYON: dict[str, Value] = {"commune": "69123", "loyer": 500.0, "logement": "locataire_vide"}


def monthly(amount: float) -> tuple[float, ...]:
    """The same amount over the thirteen months."""
    return (amount,) * MONTHS_KEPT


def person(role: Role, born: str, **facts: Value) -> Person:
    return Person(f"{role.name}-{born}", role, {"naissance": date.fromisoformat(born), **facts})


def alone(born: str = "1985-05-05", **facts: Value) -> Household:
    """One tenant of Lyon; facts of the dwelling and of the person may be mixed."""
    return home(person(Role.DEMANDEUR, born, **{code: value for code, value in facts.items() if code not in DWELLING}),
                **{code: value for code, value in facts.items() if code in DWELLING})  # fmt: skip


DWELLING = {
    "commune", "loyer", "logement", "rfr", "parts", "naissance_prevue", "epargne", "separation_recente", "bailleur_famille",
    "statut_couple", "recu_aah", "recu_rsa", "recu_aide_logement", "recu_allocations_familiales", "charges", "garde_payee",
}  # fmt: skip


def home(*persons: Person, month: Month = OCTOBER, **facts: Value) -> Household:
    return Household("h", month, persons, {**LYON, **facts})


def values(engine: OpenFiscaEngine, household: Household, *variables: str) -> dict[str, float]:
    computed = engine.compute(to_block([household]), variables).values
    return {name: float(computed[name][0]) for name in variables}


def value(engine: OpenFiscaEngine, household: Household, variable: str) -> float:
    return values(engine, household, variable)[variable]
