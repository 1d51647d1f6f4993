"""Whom each unanswered fact concerns: a question put to the wrong household is nonsense, and a value of another age is no completion."""

import pytest

from relais.law.answers.slots import Slot, slots_of
from relais.law.situation.catalogue import facts
from relais.law.situation.household import Household
from relais.law.situation.roles import Role
from tests.law.answers.toy import aged, home, months, person

EVERY = frozenset(facts())


def slots(household: Household) -> dict[str, Slot]:
    """The unanswered facts, by their key as written."""
    return {str(slot.key): slot for slot in slots_of(household, facts(), EVERY)}


def alone(**told: object) -> Household:
    return home(person(naissance=aged(82), statut="retraite", retraite=months(900)), **told)


@pytest.mark.parametrize(
    ("fact", "household"),
    [
        ("statut_couple", alone()),
        ("autre_parent_paie", alone()),
        ("garde_payee", alone()),
        ("p1.conge_parental", alone()),
        ("p1.enceinte", alone()),
        ("colocation", alone(logement="proprietaire")),
        ("bailleur_famille", alone(logement="sans_domicile")),
        ("separation_recente", home(person(naissance=aged(40)), person(Role.CONJOINT, "p2"))),
        ("autre_parent_paie", home(person(naissance=aged(40)), person(Role.CONJOINT, "p2"), person(Role.ENFANT, "p3"))),
    ],
)
def test_a_fact_is_not_tried_of_a_household_that_it_does_not_concern(fact: str, household: Household):
    assert fact not in slots(household)


@pytest.mark.parametrize(
    ("fact", "household"),
    [
        ("statut_couple", home(person(naissance=aged(40)), person(Role.CONJOINT, "p2"))),
        ("autre_parent_paie", home(person(naissance=aged(40)), person(Role.ENFANT, "p3"))),
        ("separation_recente", alone()),
        ("colocation", alone()),
        ("bailleur_famille", alone(logement="foyer")),
    ],
)
def test_it_is_tried_of_one_that_it_concerns_or_may_concern(fact: str, household: Household):
    assert fact in slots(household)


@pytest.mark.parametrize(
    ("age", "left"),
    [
        (4, {"selon_age", "creche", "ecole"}),
        (12, {"selon_age", "ecole", "college"}),
        (16, {"selon_age", "college", "lycee", "superieur", "aucune"}),
    ],
)
def test_a_child_is_tried_at_the_schools_of_its_age(age: int, left: set[str]):
    school = slots(home(person(naissance=aged(35)), person(Role.ENFANT, "p2", naissance=aged(age))))["p2.scolarite"]
    assert set(school.values) == left
    assert school.values[0] == "selon_age"


def test_a_card_that_names_a_school_adds_none_of_another_age():
    household = home(person(naissance=aged(35)), person(Role.ENFANT, "p2", naissance=aged(4)))
    tried = slots_of(household, facts(), EVERY, {"scolarite": ("lycee",)})
    assert "lycee" not in next(slot for slot in tried if str(slot.key) == "p2.scolarite").values


def test_an_unborn_age_leaves_every_school_open():
    school = slots(home(person(naissance=aged(35)), person(Role.ENFANT, "p2")))["p2.scolarite"]
    assert set(school.values) == set(facts()["scolarite"].samples)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("retraite", "retraite"),
        ("chomage", "chomage"),
        ("invalidite", "pension_invalidite"),
        ("emploi", "salaire"),
        ("sans_emploi", "salaire"),
    ],
)
def test_the_income_of_the_situation_told_is_the_one_left_open(status: str, expected: str):
    """A pension never told is not nil under «pas d’autre revenu»: it is the first thing to ask."""
    found = slots(home(person(naissance=aged(62), statut=status)))
    free = {code for code in ("salaire", "chomage", "retraite", "pension_invalidite") if not found[f"p1.{code}"].reserve}
    assert free == {expected}
