"""«Et si…?», on the toy law: curves, cliffs, scenarios; and the chunk function."""

import json
from dataclasses import replace

import pytest

from relais.law.answers.chunk import screen_chunk
from relais.law.answers.curves import wage_curve
from relais.law.answers.serialise import counts, curve_json
from relais.law.answers.shape import Group
from relais.law.answers.whatif import aged, separated, usual_scenarios, what_if, with_birth, without_job
from relais.law.situation.roles import Role
from tests.law.answers.toy import CARDS, MONTH, TODAY, ToyEngine, home, months, person
from tests.law.answers.toy import aged as birth

ADULT = person(naissance=birth(40), statut="emploi", salaire=months(1400))


def test_the_curve_of_a_wage_is_one_call_and_tells_until_where_a_right_is_open():
    engine = ToyEngine()
    curve = wage_curve(home(ADULT), engine=engine, cards=CARDS)
    assert (engine.calls, engine.rows) == (1, 141)
    spans = {span.right: (span.first, span.last) for span in curve.spans}
    assert spans == {"minimum": (0.0, 975.0), "band": (900.0, 1200.0)}
    assert curve.points[20].total == 1000.0
    assert [(cliff.income_before, cliff.loss, cliff.rights) for cliff in curve.cliffs] == [(1200.0, 25.0, ("band",))]
    assert curve_json(curve)["points"][0]["by_right"]["minimum"] == 1000.0


def test_the_curve_of_the_partner_leaves_the_other_wage_alone():
    couple = home(ADULT, person(Role.CONJOINT, "p2", naissance=birth(38)))
    assert wage_curve(couple, engine=ToyEngine(), cards=CARDS, person="p2").spans == ()
    with pytest.raises(KeyError):
        wage_curve(couple, engine=ToyEngine(), cards=CARDS, person="p9")
    with pytest.raises(ValueError, match="at least one wage"):
        wage_curve(couple, engine=ToyEngine(), cards=CARDS, axis=())


def test_a_scenario_tells_the_rights_that_move():
    couple = home(
        replace(ADULT, facts={**ADULT.facts, "salaire": months(600)}), person(Role.CONJOINT, "p2", naissance=birth(38), salaire=months(900))
    )
    now, (split,) = what_if(couple, [("separation", "Séparation", separated(couple))], engine=ToyEngine(), cards=CARDS, on=TODAY)
    moved = {change.right: (change.before.group, change.after.group) for change in split.changes}
    assert moved["minimum"] == (Group.UNLIKELY, Group.TO_CLAIM)
    assert counts(now)[Group.UNLIKELY.value] >= 1


def test_the_usual_scenarios_fit_the_household():
    kid = person(Role.ENFANT, "p2", naissance=birth(13))
    codes = [code for code, _, _ in usual_scenarios(home(ADULT, kid))]
    assert codes == ["naissance", "age.p1", "age.p2"]
    assert [one.id for one in with_birth(home(ADULT, kid)).persons] == ["p1", "p2", "p3"]
    assert aged(home(ADULT, kid), "p2", 14).persons[1].facts["naissance"].year == MONTH.year - 14


def test_no_birth_is_supposed_of_a_household_too_old_for_one():
    assert [code for code, _, _ in usual_scenarios(home(person(naissance=birth(82))))] == []
    assert "naissance" in [code for code, _, _ in usual_scenarios(home(person()))], "an unknown age is not a great age"


def test_a_job_lost_this_month_keeps_the_past_wages_and_guesses_no_benefit():
    after = without_job(home(ADULT), "p1", 900.0).persons[0].facts
    assert after["salaire"] == (*(1400.0,) * 12, 0.0)
    assert after["chomage"] == (*(0.0,) * 12, 900.0)
    assert after["statut"] == "chomage"


def test_a_chunk_answers_each_household_in_order_and_an_empty_one_asks_nothing():
    engine, cards = ToyEngine(), CARDS
    first, second = screen_chunk([home(ADULT), replace(home(ADULT), id="b")], MONTH, engine=engine, cards=cards)
    assert second.id == "b"
    told = json.loads(first.document())
    assert {"right", "group", "monthly_min", "monthly_max", "received", "conditions", "unknown", "rules_date"} <= set(told["results"][0])
    assert (told["next_questions"], told["month"]) == ([], str(MONTH))
    assert screen_chunk([], MONTH, engine=engine, cards=cards) == []
