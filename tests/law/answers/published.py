"""Published cases, read as households of today and told as a worker would: five facts, in the order of the expert form.

Cases of the rights (``cases.yaml`` beside each card) are households already. Those of ``../shared/cases/rights`` are inputs of
OpenFisca at other dates: ages and monthly incomes are kept, the month becomes that of the tests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from relais.law.situation.facts import Value
from relais.law.situation.household import FactKey, Household, Person
from relais.law.situation.roles import Role
from relais.screening.rules.layout import FIRST
from tests.law.answers.toy import MONTH, months
from tests.law.rights import golden

SHARED = Path(__file__).parents[3].parent / "shared" / "cases" / "rights"
INCOMES = {
    "salaire_net": "salaire",
    "salaire_imposable": "salaire",
    "salaire_de_base": "salaire",
    "chomage_imposable": "chomage",
    "retraite_nette": "retraite",
    "retraite_brute": "retraite",
    "pensions_alimentaires_percues": "pension_alimentaire_recue",
}
STATUS = {"actif": "emploi", "chomeur": "chomage", "etudiant": "etudes", "retraite": "retraite", "inactif": "sans_emploi"}
TENURE = {
    "locataire_vide": "locataire_vide",
    "locataire_hlm": "locataire_hlm",
    "locataire_meuble": "locataire_meuble",
    "locataire_foyer": "foyer",
    "proprietaire": "proprietaire",
    "primo_accedant": "accedant",
    "loge_gratuitement": "heberge",
    "sans_domicile": "sans_domicile",
}
FACTS_TOLD = 5


def golden_open() -> list[Household]:
    """The households of the cases of each right where the right is open."""
    return [
        replace(case.household, id=str(case))
        for case in golden.cases()
        if case.open and case.household.month == golden.cases()[0].household.month
    ]


def shared_open() -> Iterator[Household]:
    """The households of ``../shared`` to whom at least one amount is expected; those of several households are left out."""
    for file in sorted(SHARED.glob("*.yaml")):
        case = yaml.safe_load(file.read_text("utf-8"))
        amounts = [value for value in case["expected"].values() if isinstance(value, int | float) and not isinstance(value, bool)]
        if any(amount > 0 for amount in amounts) and "menages" not in case["openfisca_input"]:
            yield _household(case)


def five_facts(household: Household) -> Household:
    """The first five facts that the expert form asks for, the composition told; the birth dates of children are one field."""
    adults = [one for one in household.persons if one.role in (Role.DEMANDEUR, Role.CONJOINT)]
    children = [one for one in household.persons if one.role is Role.ENFANT]
    fields = [[FactKey("naissance", one.id)] for one in adults] + [[FactKey("naissance", one.id) for one in children]]
    fields += [[FactKey(code, one.id)] for one in adults for code in FIRST if code != "naissance"] + [[FactKey(code)] for code in FIRST]
    known = [field for field in fields if field and all(_value(household, key) is not None for key in field)]
    kept = {key for field in known[:FACTS_TOLD] for key in field}
    persons = tuple(
        replace(one, facts={code: value for code, value in one.facts.items() if FactKey(code, one.id) in kept}) for one in household.persons
    )
    return replace(household, persons=persons, facts={code: value for code, value in household.facts.items() if FactKey(code) in kept})


def _value(household: Household, key: FactKey) -> Value | None:
    if not key.person:
        return household.facts.get(key.fact)
    return next(one.facts.get(key.fact) for one in household.persons if one.id == key.person)


def _household(case: Mapping[str, Any]) -> Household:
    told = case["openfisca_input"]
    if "individus" not in told:
        told = {"individus": {"seul": told}}
    family, dwelling = told.get("famille", {}), told.get("menage", {})
    parents = _names(family.get("parents")) or list(told["individus"])[:1]
    children = _names(family.get("enfants")) or [name for name in told["individus"] if name not in parents]
    year = int(str(case["law_period"])[:4])
    roles = [*zip(parents, (Role.DEMANDEUR, Role.CONJOINT), strict=False), *((name, Role.ENFANT) for name in children)]
    persons = [Person(f"p{rank}", role, _person(told["individus"][name] or {}, year, role)) for rank, (name, role) in enumerate(roles, 1)]
    facts: dict[str, Value] = {}
    if tenure := TENURE.get(str(_last(dwelling.get("statut_occupation_logement", "")))):
        facts["logement"] = tenure
    if isinstance(commune := _last(dwelling.get("depcom", None)), str | int):
        facts["commune"] = f"{commune:0>5}"
    if isinstance(rent := _last(dwelling.get("loyer", None)), int | float):
        facts["loyer"] = float(rent)
    return Household(case["id"], MONTH, tuple(persons), facts)


def _person(told: Mapping[str, Any], year: int, role: Role) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if "date_naissance" in told:
        born = date.fromisoformat(str(_last(told["date_naissance"])))
        found["naissance"] = date(MONTH.year - (year - born.year), born.month, min(born.day, 28))
    elif "age" in told:
        found["naissance"] = date(MONTH.year - int(_last(told["age"])), 1, 15)
    if role is not Role.ENFANT and (status := STATUS.get(str(_last(told.get("activite", ""))))):
        found["statut"] = status
    for variable, code in INCOMES.items():
        if code not in found and isinstance(amount := _last(told.get(variable, None)), int | float):
            found[code] = months(float(amount))
    return found


def _names(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(name) for name in value] if isinstance(value, list) else []


def _last(value: Any) -> Any:
    return value[max(value, key=str)] if isinstance(value, dict) and value else value
