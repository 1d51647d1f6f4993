"""A household that does not hold together: every problem, tied to its field."""

from dataclasses import replace
from datetime import date

import pytest

from relais.law.situation.checks import Problem, check, has_errors, nearest_fact
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role
from tests.law.situation.households import MONTH, roubaix


def with_person(**facts: object) -> Household:
    """The demandeur told something more."""
    home = roubaix()
    first = replace(home.persons[0], facts={**home.persons[0].facts, **facts})
    return replace(home, persons=(first, *home.persons[1:]))


def only(household: Household) -> Problem:
    problems = check(household)
    assert len(problems) == 1, problems
    return problems[0]


def seen(problem: Problem) -> tuple[str, str, bool]:
    return str(problem.key), problem.code, problem.warning


def test_a_household_that_holds_together_has_no_problem() -> None:
    assert check(roubaix()) == ()


@pytest.mark.parametrize(
    ("household", "expected"),
    [
        (roubaix(loyer=-620.0), ("loyer", "impossible", False)),
        (roubaix(loyer=float("nan")), ("loyer", "not_a_value", False)),
        (roubaix(loyer=float("inf")), ("loyer", "impossible", False)),
        (roubaix(loyer="620"), ("loyer", "not_a_value", False)),
        (roubaix(loyer=9000.0), ("loyer", "outside_domain", True)),
        (roubaix(commune="59999"), ("commune", "impossible", False)),
        (roubaix(logement="yourte"), ("logement", "not_a_value", False)),
        (roubaix(layer=620.0), ("layer", "unknown_fact", False)),
        (roubaix(salaire=(1.0,) * 13), ("salaire", "scope", False)),
        (roubaix(logement="proprietaire"), ("loyer", "not_taken", True)),
        (with_person(nationalite="FR", titre="resident"), ("p1.titre", "not_taken", True)),
        (with_person(naissance=date(1890, 1, 1)), ("p1.naissance", "impossible", False)),
        (with_person(naissance=date(2029, 1, 1)), ("p1.naissance", "impossible", False)),
        (with_person(salaire=(0.0,) * 12 + (-1.0,)), ("p1.salaire", "impossible", False)),
        (with_person(salaire=(90_000.0,) * 13), ("p1.salaire", "outside_domain", True)),
        (with_person(salaire=(0.0,) * 12), ("p1.salaire", "not_a_value", False)),
        (with_person(garde_alternee=True), ("p1.garde_alternee", "role_not_asked", True)),
        (with_person(nationalite="hors_UE", titre_annees=60), ("p1.titre_annees", "title_before_birth", False)),
        (replace(roubaix(), id=""), ("id", "missing_id", False)),
        (replace(roubaix(), denied=frozenset({"espoir"})), ("denied", "unknown_reserve", False)),
        (replace(roubaix(), refused=frozenset({"loyer"})), ("loyer", "told_and_refused", False)),
        (replace(roubaix(), refused=frozenset({"loyers"})), ("loyers", "unknown_fact", False)),
    ],
)
def test_each_problem_is_tied_to_its_field(household: Household, expected: tuple[str, str, bool]) -> None:
    assert seen(only(household)) == expected


def test_an_unknown_fact_suggests_the_nearest() -> None:
    assert "« loyer »".replace(" ", "\u00a0") in only(roubaix(loyerr=1.0)).message
    assert nearest_fact("Date de naissanse") == "naissance"
    assert nearest_fact("xyz") == ""


def test_a_commune_that_merged_says_which_one_it_became() -> None:
    assert "69123" in only(roubaix(commune="69232")).message


def test_forty_children() -> None:
    home = roubaix()
    children = tuple(Person(f"e{rank}", Role.ENFANT, {"naissance": date(2015, 1, 1)}) for rank in range(40))
    problem = only(replace(home, persons=(*home.persons[:2], *children)))
    assert seen(problem) == ("persons", "persons", False)
    assert "42" in problem.message and "20" in problem.message
    assert only(replace(home, persons=())).code == "persons"


def test_composition() -> None:
    home = roubaix()
    one, two, three, four = home.persons
    assert only(replace(home, persons=(two, three, four))).code == "demandeur"
    assert only(replace(home, persons=(one, replace(two, role=Role.DEMANDEUR), three))).code == "demandeur"
    assert only(replace(home, persons=(one, two, replace(two, id="p9")))).code == "conjoint"
    assert seen(only(replace(home, persons=(one, two, three, replace(four, id="p3"))))) == ("p3.id", "duplicate_person", False)
    assert only(replace(home, persons=(replace(one, id="Jean Dupont"),))).code == "person_id"


@pytest.mark.parametrize(("born", "warning"), [(date(2020, 1, 1), False), (date(2004, 1, 11), False), (date(2004, 1, 10), None)])
def test_a_parent_younger_than_the_child_or_hardly_older(born: date, warning: bool | None) -> None:
    """The child is born on 10 January 2016: twelve years apart to the day is accepted."""
    home = roubaix()
    parent = replace(home.persons[0], facts={"naissance": born})
    alone = replace(home, persons=(parent, home.persons[2]))
    if warning is None:
        assert check(alone) == ()
    else:
        assert seen(only(alone)) == ("p3.naissance", "parent_too_young", warning)


def test_a_young_step_parent_is_only_a_warning() -> None:
    home = roubaix()
    partner = replace(home.persons[1], facts={"naissance": date(2007, 1, 1)})
    assert seen(only(replace(home, persons=(home.persons[0], partner, home.persons[2])))) == ("p3.naissance", "parent_too_young", True)


def test_an_expected_birth_that_passed_and_one_without_pregnancy() -> None:
    home = roubaix(naissance_prevue=date(2026, 9, 1))
    assert seen(only(home)) == ("naissance_prevue", "birth_passed", True)
    denied = replace(home.persons[1], facts={"naissance": date(1991, 9, 15), "enceinte": False}, refused=frozenset())
    soon = replace(roubaix(naissance_prevue=date(2027, 2, 1)), persons=(home.persons[0], denied))
    assert seen(only(soon)) == ("naissance_prevue", "not_taken", True)


def test_all_problems_come_at_once_and_only_errors_forbid() -> None:
    home = replace(roubaix(loyer=-1.0, commune="00000", charges=5000.0), persons=roubaix().persons[1:])
    problems = check(home)
    assert [problem.code for problem in problems] == ["demandeur", "impossible", "impossible", "outside_domain"]
    assert has_errors(problems)
    assert not has_errors(check(roubaix(charges=5000.0)))
    assert all(problem.message.endswith((".", "?")) and problem.key.fact and MONTH for problem in problems)
