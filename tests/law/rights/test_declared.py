"""The language of declared conditions, on columns."""

from datetime import date

import numpy as np
import pytest

from relais.kernel.months import Month
from relais.law.rights.card import DeclaredCondition
from relais.law.rights.declared import ages, evaluate, parse
from relais.law.situation.columns import to_block
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

MONTH = Month(2026, 10)
ROUBAIX, PARIS_11, LILLE_EPCI = "59512", "75111", "245900410"


def household(*persons: Person, **facts: object) -> Household:
    return Household(id="h", month=MONTH, persons=persons or (adult(1980),), facts={"commune": ROUBAIX, **facts})


def adult(year: int, month: int = 6, role: Role = Role.DEMANDEUR, **facts: object) -> Person:
    return Person(id=f"p{role}", role=role, facts={"naissance": date(year, month, 15), **facts})


def child(year: int, month: int = 6, **facts: object) -> Person:
    return adult(year, month, Role.ENFANT, **facts)


def holds(test: object, *households: Household) -> list[bool]:
    block = to_block(list(households))
    return evaluate(DeclaredCondition("essai", test), block).tolist()


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        (date(2006, 10, 1), 20),
        (date(2006, 10, 2), 19),
        (date(2006, 9, 30), 20),
        (date(2026, 10, 1), 0),
        (date(2026, 12, 1), -1),
        (date(2004, 2, 29), 22),
    ],
)
def test_an_age_is_completed_years_on_the_first_of_the_month(birth, age):
    person = Person(id="p1", role=Role.DEMANDEUR, facts={"naissance": birth})
    assert ages(to_block([household(person)])).tolist() == [age]


def test_an_unborn_child_is_not_a_child_of_less_than_three_when_a_floor_is_said():
    test = {"person": {"roles": ["enfant"], "age": {"min": 0, "max": 2}}}
    assert holds(test, household(adult(1990), child(2026, 12)), household(adult(1990), child(2025))) == [False, True]


def test_a_person_must_meet_everything_herself():
    test = {"person": {"roles": ["demandeur", "conjoint"], "age": {"min": 60}, "flag": "aide_humaine"}}
    split = household(adult(1950), adult(1990, role=Role.CONJOINT, aide_humaine=True))
    same = household(adult(1990), adult(1950, role=Role.CONJOINT, aide_humaine=True))
    assert holds(test, split, same) == [False, True]


def test_several_persons_may_be_asked_for():
    test = {"person": {"roles": ["enfant"], "age": {"max": 5}, "at_least": 2}}
    assert holds(test, household(adult(1990), child(2022)), household(adult(1990), child(2022), child(2024))) == [False, True]


def test_choice_flag_and_amount_of_a_person():
    test = {"person": {"choice": {"handicap_taux": ["plus_80"]}, "amount": {"salaire": {"max": 1000}}}}
    rows = [household(adult(1980, handicap_taux=rate, salaire=wage)) for rate, wage in (("plus_80", 1000), ("plus_80", 1001), ("aucun", 0))]
    assert holds(test, *rows) == [True, False, False]


def test_facts_of_the_household():
    rows = [household(logement=home, quotient_familial=quotient) for home, quotient in (("foyer", 650), ("foyer", 651), ("heberge", 10))]
    assert holds({"all": [{"choice": {"logement": ["foyer"]}}, {"amount": {"quotient_familial": {"max": 650}}}]}, *rows) == [
        True,
        False,
        False,
    ]
    assert holds({"flag": "mal_loge"}, household(mal_loge=True), household()) == [True, False]


def test_composition_counts_the_couple_and_its_children_only():
    other = adult(1950, role=Role.AUTRE)
    alone, family = household(adult(1980), other), household(adult(1980), adult(1981, role=Role.CONJOINT), child(2020))
    assert holds({"household": {"size": {"max": 1}}}, alone, family) == [True, False]
    assert holds({"household": {"couple": True, "children": {"min": 1}}}, alone, family) == [False, True]
    assert holds({"household": {"couple": False}}, alone, family) == [True, False]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"communes": [ROUBAIX]}, [True, False]),
        ({"departements": ["59"]}, [True, False]),
        ({"regions": ["32"]}, [True, False]),
        ({"epcis": ["200093201"]}, [True, False]),
        ({"communes": ["75056"]}, [False, True]),
        ({"communes": [ROUBAIX], "departements": ["75"]}, [True, True]),
    ],
)
def test_a_place_at_each_level_and_an_arrondissement_is_its_commune(place, expected):
    assert holds({"place": place}, household(), household(commune=PARIS_11)) == expected


def test_an_unknown_commune_is_an_error_never_a_no():
    with pytest.raises(ValueError, match="99999"):
        holds({"place": {"departements": ["59"]}}, household(commune="99999"))


def test_incomes_are_the_couples_on_average_over_past_months():
    rising = tuple([0.0] * 9 + [1200.0] * 4)
    rows = [household(adult(1980, salaire=rising), adult(1981, role=Role.CONJOINT, chomage=100.0), child(2005, salaire=900.0))]

    def within(over: int, most: float) -> bool:
        return holds({"incomes": {"of": ["salaire", "chomage"], "over": over, "max": most}}, *rows)[0]

    assert within(0, 1300)
    assert not within(0, 1299)
    assert within(3, 1300)
    assert not within(3, 1299)
    assert within(12, 400)
    assert not within(12, 399)


def test_any_all_not_combine():
    rows = [household(mal_loge=one, dette_logement=two) for one, two in ((True, True), (True, False), (False, False))]
    both = [{"flag": "mal_loge"}, {"flag": "dette_logement"}]
    assert holds({"all": both}, *rows) == [True, False, False]
    assert holds({"any": both}, *rows) == [True, True, False]
    assert holds({"not": {"any": both}}, *rows) == [False, False, True]


def test_a_test_tells_the_facts_it_reads_and_where_it_turns():
    test = parse(
        {"all": [{"person": {"age": {"min": 60}, "flag": "inapte"}}, {"amount": {"loyer": {"max": 700}}}]}, where="essai", problems=[]
    )
    assert test.facts == {"naissance", "inapte", "loyer"}
    assert set(test.thresholds) == {("naissance", 60.0), ("loyer", 700.0)}


def test_a_missing_column_is_an_error():
    block = to_block([household()])
    bare = type(block)(block.month, block.origin, block.household, block.role, block.persons, {})
    with pytest.raises(ValueError, match="mal_loge"):
        evaluate(DeclaredCondition("essai", {"flag": "mal_loge"}), bare)


@pytest.mark.parametrize(
    ("test", "word"),
    [
        ({}, "exactement une clé"),
        ({"flag": "mal_loge", "place": {"communes": ["59512"]}}, "exactement une clé"),
        ({"flag": "salarie"}, "salarie"),
        ({"flag": "inapte"}, "une personne"),
        ({"person": {"flag": "mal_loge"}}, "foyer"),
        ({"person": {"roles": ["voisin"]}}, "voisin"),
        ({"person": {"age": {}}}, "min"),
        ({"person": {"age": {"min": 30, "max": 20}}}, "dépasse"),
        ({"person": {"choice": {"gir": ["gir_9"]}}}, "gir_1"),
        ({"amount": {"rfr": {"max": 10}}}, "rester vide"),
        ({"amount": {"loyer": {"maximum": 10}}}, "maximum"),
        ({"place": {"communes": [59512]}}, "59"),
        ({"place": {}}, "departements"),
        ({"household": {}}, "couple"),
        ({"incomes": {"of": ["salaire"], "over": 13, "max": 1}}, "12 mois"),
        ({"any": []}, "liste"),
        ("oui", "groupe de clés"),
    ],
)
def test_a_bad_condition_says_what_is_wrong(test, word):
    problems: list[str] = []
    parse(test, where="rsa/card.yaml", problems=problems)
    assert any(word in problem and "rsa/card.yaml" in problem for problem in problems)


def test_evaluating_a_bad_condition_is_an_error():
    with pytest.raises(ValueError, match="salarie"):
        holds({"flag": "salarie"}, household())


def test_one_answer_by_row():
    block = to_block([household(), household(), household()], [0, 0, 1])
    assert evaluate(DeclaredCondition("essai", {"household": {"size": {"min": 1}}}), block).tolist() == [True] * 3
    assert np.array_equal(block.origin, [0, 0, 1])
