"""What would open a right is read from its conditions, and from the openers of its card."""

from datetime import date

import pytest

from relais.law.places.place import communes_in, place
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
def test_the_communes_of_any_place(level):
    roubaix = place("59512")
    code = {"communes": "59512", "departements": "59", "regions": roubaix.region, "epcis": roubaix.epci}[level]
    found = [place(commune) for commune in communes_in(level, code)]
    assert roubaix in found
    assert all(code in (one.code, one.departement, one.region, one.epci) for one in found)
    assert communes_in(level, "nulle part") == ()


def test_a_city_comes_with_its_arrondissements():
    assert communes_in("communes", "69123")[:2] == ("69123", "69381")


def person(**told: object) -> dict:
    return {"person": told}


def test_what_two_conditions_want_of_one_fact_is_what_both_accept():
    (way,) = ways_of(declared(person(age={"min": 60, "max": 61}), person(age={"min": 18}), {"amount": {"quotient_familial": {"max": 700}}}))
    assert way.facts == {"naissance": Wanted(low=60, high=61), "quotient_familial": Wanted(high=700)}


def test_two_lists_leave_what_they_share_and_nothing_is_no_way():
    renting, lodged = (["locataire_vide", "heberge"], ["heberge", "sans_domicile"])
    (way,) = ways_of(declared({"choice": {"logement": renting}}, {"choice": {"logement": lodged}}))
    assert way.facts == {"logement": Wanted(("heberge",))}
    assert ways_of(declared({"choice": {"logement": renting}}, {"choice": {"logement": ["sans_domicile"]}}, person(flag="inapte"))) == ()


def test_a_list_is_narrowed_by_bounds():
    assert Wanted((600, 800)).both(Wanted(low=700)) == Wanted(low=700).both(Wanted((600, 800))) == Wanted((800,))
    assert Wanted((600,)).both(Wanted(low=700)) is None


def test_no_role_left_is_not_any_role_for_a_third_condition():
    """A child and an adult are two persons: what is wanted of the adult is never wanted of the child."""
    child, adult = person(roles=["enfant"], age={"max": 17}), person(roles=["demandeur"], age={"min": 60})
    ways = ways_of(declared(child, adult, person(roles=["demandeur", "conjoint"], choice={"gir": ["gir_1"]})))
    assert {way.roles: sorted(way.facts) for way in ways} == {("enfant",): ["naissance"], ("demandeur",): ["gir", "naissance"]}


def test_each_income_may_reach_the_least_wanted_and_all_stay_below_the_most():
    of = ["salaire", "chomage"]
    assert [dict(way.facts) for way in ways_of(declared({"incomes": {"of": of, "min": 1000}}))] == [
        {"salaire": Wanted(low=1000)},
        {"chomage": Wanted(low=1000)},
    ]
    (below,) = ways_of(declared({"incomes": {"of": of, "over": 3, "max": 900}}))
    assert below.facts == {"salaire": Wanted(high=900), "chomage": Wanted(high=900)}


def test_a_place_is_one_way_whatever_its_size():
    (way,) = ways_of(declared({"place": {"departements": ["59"]}}, {"place": {"communes": ["59512", "62041"]}}))
    assert way.facts == {"commune": Wanted(("59512",))}


def test_the_apa_is_looked_for_on_each_adult():
    assert any(way.facts.get("naissance") == Wanted(low=60) and "gir" in way.facts for way in ways_of(catalogue()["apa"]))
