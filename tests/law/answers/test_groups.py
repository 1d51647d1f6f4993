"""The four groups, on a toy law: each answer is what its definition says, and unknown is never no."""

from dataclasses import replace
from datetime import date

import pytest

from relais.law.answers.screen import screen
from relais.law.answers.shape import Answer, Group, Screening, Truth
from relais.law.rights.card import DeclaredCondition, EngineCondition
from relais.law.situation.household import FactKey, Household
from relais.law.situation.roles import Role
from tests.law.answers.toy import CARDS, TODAY, ToyEngine, aged, card, home, months, person

POOR_ADULT = person(naissance=aged(40), statut="sans_emploi", salaire=months(0))


def screened(household: Household, cards=CARDS, **how) -> Screening:
    return screen([household], engine=ToyEngine(), cards=cards, on=TODAY, **how)[0]


def answer(household: Household, right: str, cards=CARDS, **how) -> Answer:
    return next(one for one in screened(household, cards, **how).answers if one.right == right)


def test_a_right_open_for_every_completion_is_to_claim_under_the_reserve_it_needs():
    found = answer(home(POOR_ADULT), "minimum")
    assert found.group is Group.TO_CLAIM
    assert (found.monthly_min, found.monthly_max) == (1000.0, 1000.0)
    assert found.show_amount
    assert found.reserves == ("autres_revenus",)


def test_an_unknown_wage_never_reads_as_no_wage():
    found = answer(home(person(naissance=aged(40), statut="sans_emploi")), "minimum")
    assert found.group is Group.TO_CHECK
    assert found.settled_by == (FactKey("salaire", "p1"),)
    assert not found.show_amount


def test_a_wage_above_the_ceiling_closes_and_the_figures_say_so():
    found = answer(home(person(naissance=aged(40), statut="emploi", salaire=months(1400))), "minimum")
    assert found.group is Group.UNLIKELY
    assert found.conditions[0].state is Truth.NOT_MET
    assert "1\u202f400\u00a0€/mois" in found.decided_by


def test_a_reserve_never_lowers_a_right_to_unlikely():
    """Closed as long as the reserve holds, open when it does not: it stays to check."""
    found = answer(home(person(naissance=aged(40), statut="emploi", salaire=months(0))), "band")
    assert found.group is Group.TO_CHECK
    assert found.reserves == ("autres_revenus",)


def test_a_narrow_band_of_incomes_is_found_between_the_values_tried():
    """Another income of 100 euros opens it: no value tried alone is 100."""
    found = answer(home(person(naissance=aged(40), statut="retraite", retraite=months(800))), "band")
    assert found.group is not Group.UNLIKELY


def test_a_denied_reserve_holds_nothing_any_more():
    told = home(POOR_ADULT)
    assert answer(replace(told, denied=frozenset({"autres_revenus"})), "minimum").group is Group.TO_CHECK


def test_a_right_that_hangs_on_an_uncommon_theme_says_which():
    found = answer(home(person(naissance=aged(63), statut="sans_emploi", salaire=months(0))), "old")
    assert (found.group, found.theme) == (Group.TO_CHECK, "handicap")


def test_children_of_unknown_age_are_minors_under_a_reserve():
    kids = [person(Role.ENFANT, f"p{rank}") for rank in (2, 3)]
    found = answer(home(POOR_ADULT, *kids), "family")
    assert (found.group, found.reserves) == (Group.TO_CLAIM, ("enfants_ordinaires",))


def test_an_unknown_composition_is_completed_by_other_households():
    told = replace(home(POOR_ADULT), couple_known=False, children_known=False)
    found = {one.right: one for one in screened(told).answers}
    assert found["family"].group is Group.TO_CHECK
    assert found["family"].settled_by == (FactKey("enfants"),)
    assert found["minimum"].group is Group.TO_CHECK
    assert found["minimum"].settled_by[0] == FactKey("couple")


@pytest.mark.parametrize(
    ("household", "cards", "reason"),
    [
        (home(POOR_ADULT), tuple(replace(one, valid_until=date(2026, 6, 30)) for one in CARDS), "30/06/2026"),
        (home(POOR_ADULT, commune="97411"), CARDS, "territoire"),
        (home(replace(POOR_ADULT, facts={**POOR_ADULT.facts, "salaire": months(90_000)})), CARDS, "Salaire net"),
    ],
)
def test_no_rule_in_force_here_is_said_with_its_reason(household, cards, reason):
    found = answer(household, "minimum", cards)
    assert found.group is Group.UNKNOWN
    assert reason in found.why_unknown
    assert found.monthly_min is None


def test_a_value_out_of_its_domain_leaves_the_other_rights_alone():
    rich = replace(POOR_ADULT, facts={**POOR_ADULT.facts, "salaire": months(90_000)})
    assert answer(home(rich), "family").group is Group.UNLIKELY


def test_a_ceiling_and_an_overdue_scale_hold_the_answer_back():
    capped = tuple(replace(one, ceiling="a_verifier") for one in CARDS)
    assert answer(home(POOR_ADULT), "minimum", capped).group is Group.TO_CHECK
    stale = answer(home(POOR_ADULT), "minimum", overdue=frozenset({"minimum"}))
    assert (stale.group, stale.stale, stale.show_amount) == (Group.TO_CLAIM, True, False)


def test_what_is_received_is_said_and_nothing_else_is_received():
    received = card("minimum", facts=("salaire", "naissance", "statut"), received_fact="recu_rsa")
    assert answer(home(POOR_ADULT, recu_rsa=400.0), "minimum", (received,)).received == 400.0
    assert answer(home(POOR_ADULT), "minimum", (received,)).received is None


def test_two_calls_of_the_engine_answer_any_number_of_households():
    engine = ToyEngine()
    found = screen([home(POOR_ADULT, name=str(rank)) for rank in range(40)], engine=engine, cards=CARDS, on=TODAY)
    assert engine.calls <= 2
    assert [one.household for one in found] == [str(rank) for rank in range(40)]


def test_alone_or_in_a_crowd_the_answers_are_the_same():
    crowd = [home(person(naissance=aged(20 + rank)), name=str(rank)) for rank in range(0, 60, 7)]
    together = screen(crowd, engine=ToyEngine(), cards=CARDS, on=TODAY)
    assert together == [screened(one) for one in crowd]


def test_what_the_engine_leaves_at_nil_explains_nothing():
    """No child: the family benefit is nil whatever the means, so the means are neither called unmet nor what decided."""
    childless = DeclaredCondition("Un enfant", {"person": {"roles": ["enfant"]}})
    cards = (card("family", facts=("naissance",), guards=(childless,), conditions=(EngineCondition("Ressources", ("family",), "true"),)),)
    found = answer(home(POOR_ADULT), "family", cards)
    assert [(one.label, one.state) for one in found.conditions] == [("Un enfant", Truth.NOT_MET)]
    assert "Un enfant" in found.decided_by
    assert found.group is Group.UNLIKELY


def test_a_computed_condition_that_closes_alone_is_still_told():
    cards = (card("minimum", facts=("naissance",), conditions=(EngineCondition("25 ans", ("grown",), "true"),)),)
    found = answer(home(person(naissance=aged(20), statut="sans_emploi", salaire=months(0))), "minimum", cards)
    assert [(one.label, one.state) for one in found.conditions] == [("25 ans", Truth.NOT_MET)]
    assert "25 ans" in found.decided_by


def test_an_exceptional_condition_is_told_only_where_it_may_close_the_right():
    rare = DeclaredCondition("Pas d’enfant", {"not": {"person": {"roles": ["enfant"]}}}, exceptional=True)
    cards = (card("minimum", facts=("naissance",), guards=(rare,), conditions=(EngineCondition("25 ans", ("grown",), "true"),)),)
    grown = person(naissance=aged(40), statut="sans_emploi", salaire=months(0))
    child = person(Role.ENFANT, "p2", naissance=aged(5))
    assert [one.label for one in answer(home(grown), "minimum", cards).conditions] == ["25 ans"]
    shut = answer(home(grown, child), "minimum", cards)
    assert [(one.label, one.state) for one in shut.conditions] == [("25 ans", Truth.MET), ("Pas d’enfant", Truth.NOT_MET)]
    assert "Pas d’enfant" in shut.decided_by


def test_what_opens_a_right_without_figures_is_said_by_its_first_condition():
    cards = (card("minimum", facts=("naissance",), conditions=(EngineCondition("25 ans", ("grown",), "true"),)),)
    found = answer(home(POOR_ADULT), "minimum", cards)
    assert found.group is Group.TO_CLAIM
    assert found.decided_by == "Conditions remplies. 25 ans."
