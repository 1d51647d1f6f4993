"""What would open a right is read from its conditions, and from the openers of its card."""

from datetime import date

import pytest

from relais.law.places.place import commune_in, place
from relais.law.rights.card import Card, DeclaredCondition
from relais.law.rights.catalogue import catalogue
from relais.law.rights.ways import Wanted, completed_years, ways_of
from tests.law.answers.toy import card


def declared(*tests: dict, **changed: object) -> Card:
    return card("local", facts=(), rule=None, declared=tuple(DeclaredCondition("une condition", test) for test in tests), **changed)


def test_a_person_wanted_of_some_age_with_a_choice_is_one_way():
    (way,) = ways_of(declared({"person": {"roles": ["conjoint"], "age": {"min": 60}, "choice": {"gir": ["gir_1", "gir_2"]}}}))
    assert way.roles == ("conjoint",)
    assert way.facts == {"naissance": Wanted(low=60), "gir": Wanted(("gir_1", "gir_2"))}


def test_each_branch_is_a_way_and_conditions_are_wanted_together():
    either = {"any": [{"flag": "mal_loge"}, {"amount": {"quotient_familial": {"max": 700}}}]}
    ways = ways_of(declared(either, {"choice": {"logement": ["sans_domicile"]}}))
    assert [sorted(way.facts) for way in ways] == [["logement", "mal_loge"], ["logement", "quotient_familial"]]


def test_two_conditions_on_persons_of_other_roles_are_no_way_of_one_person():
    assert ways_of(declared({"person": {"roles": ["enfant"]}}, {"person": {"roles": ["demandeur"]}})) == ()


def test_openers_come_first_and_a_negation_asks_nothing():
    ways = ways_of(declared({"not": {"flag": "mal_loge"}}, openers=({"naissance": 12, "rfr": 0},)))
    assert [dict(way.facts) for way in ways] == [{"naissance": Wanted(low=12.0, high=12.0), "rfr": Wanted((0,))}]


@pytest.mark.parametrize(
    ("wanted", "value", "answer"),
    [(Wanted(("oui",)), "oui", True), (Wanted(("oui",)), "non", False), (Wanted(low=60), 60, True), (Wanted(low=60), None, False),
     (Wanted(high=700), (0.0,) * 12 + (800.0,), False), (Wanted(low=1, high=2), "1", False)],
)  # fmt: skip
def test_what_will_do(wanted, value, answer):
    assert wanted.accepts(value) is answer


def test_ages_are_completed_years():
    assert completed_years(date(2000, 11, 1), date(2026, 11, 1)) == 26
    assert completed_years(date(2000, 11, 2), date(2026, 11, 1)) == 25


@pytest.mark.parametrize("level", ["communes", "departements", "regions", "epcis"])
def test_a_commune_is_found_in_any_place(level):
    roubaix = place("59512")
    code = {"communes": "59512", "departements": "59", "regions": roubaix.region, "epcis": roubaix.epci}[level]
    found = place(commune_in(level, code))
    assert code in (found.code, found.departement, found.region, found.epci)
    assert commune_in(level, "nulle part") == ""


def test_the_apa_is_looked_for_on_each_adult():
    assert any(way.facts.get("naissance") == Wanted(low=60) and "gir" in way.facts for way in ways_of(catalogue()["apa"]))
