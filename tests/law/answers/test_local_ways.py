"""Local rights on the toy law: a rare joint answer that opens one is found, and any number of local rights can be screened."""

from collections.abc import Sequence

import pytest

from relais.law.answers.completion import first_rows
from relais.law.answers.screen import needs_of, screen
from relais.law.answers.shape import Group
from relais.law.answers.slots import MOST_VALUES
from relais.law.answers.told import tells
from relais.law.answers.units import units_of
from relais.law.places.place import communes_in
from relais.law.rights.card import Card, DeclaredCondition
from relais.law.rights.declared import parsed
from relais.law.situation.catalogue import facts, in_domain
from relais.law.situation.columns import encoded
from relais.law.situation.household import Household
from relais.law.situation.roles import Role
from tests.law.answers.toy import TODAY, ToyEngine, aged, card, home, months, person

NORTH = communes_in("departements", "59")
#: too many things at once for luck to find them.
RARE_CHOICES = {"gir": ["gir_1"], "nationalite": ["UE"], "statut": ["retraite"]}
RARE = {"person": {"age": {"min": 60, "max": 61}, "choice": RARE_CHOICES, "flag": "inapte"}}


def local(code: str, *tests: dict) -> Card:
    declared = tuple(DeclaredCondition(f"condition {rank}", test) for rank, test in enumerate(tests))
    read = sorted(frozenset().union(*(parsed(condition).facts for condition in declared)))
    return card(code, facts=tuple(read), rule=None, declared=declared, local=True)


def groups(household: Household, cards: Sequence[Card]) -> list[Group]:
    (found,) = screen([household], engine=ToyEngine(), cards=cards, on=TODAY)
    return [answer.group for answer in found.answers]


def shared(*tests: dict) -> Card:
    """Every test and the rare one as a single condition: were it met by no row, the answer would be no."""
    return local("rare", {"all": [*tests, RARE]})


PAID = person(salaire=months(600), chomage=months(600))
FORMER = person(salaire=(1500.0,) * 12 + (0.0,), chomage=months(0))


@pytest.mark.parametrize(
    ("household", "right"),
    [
        (home(person(), commune="59512"), shared({"place": {"departements": ["59"]}})),
        (home(PAID), shared({"incomes": {"of": ["salaire", "chomage"], "min": 1000}})),
        (home(person(salaire=months(600))), shared({"incomes": {"of": ["salaire", "chomage"], "min": 1000}})),
        (home(FORMER), shared({"incomes": {"of": ["salaire", "chomage"], "over": 12, "min": 1000}})),
        (home(person()), local("rare", {"all": [RARE, {"person": {"age": {"min": 18}}}]})),
        (
            home(person(), person(Role.ENFANT, "p2", naissance=aged(10))),
            shared({"person": {"roles": ["enfant"], "age": {"max": 17}}}, {"person": {"roles": ["demandeur"], "age": {"min": 18}}}),
        ),
    ],
    ids=["another commune of the département", "incomes told", "one income told", "incomes of the year", "ages overlap", "two persons"],
)
def test_a_right_that_a_rare_joint_answer_opens_is_never_unlikely(household, right):
    assert groups(household, [right]) == [Group.TO_CHECK]


def test_a_right_of_another_place_stays_unlikely():
    assert groups(home(person(), commune="62041"), [shared({"place": {"departements": ["59"]}})]) == [Group.UNLIKELY]


def test_eight_local_rights_of_sixteen_communes_each_are_answered():
    cards = [local(f"l{rank}", {"place": {"communes": list(NORTH[16 * rank : 16 * rank + 16])}}) for rank in range(8)]
    assert len(needs_of(tuple(cards)).extra["commune"]) == 8
    assert groups(home(person(naissance=aged(40))), cards) == [Group.TO_CHECK] * 8


def test_one_commune_stands_for_every_place_that_holds_it():
    tests = [{"place": {"communes": ["59512"]}}, {"place": {"departements": ["59"]}}, {"place": {"communes": ["59350", "59512"]}}]
    assert needs_of(tuple(local(f"l{rank}", test) for rank, test in enumerate(tests))).extra["commune"] == ("59512",)


def test_more_values_than_a_position_can_tell_are_left_out_always_the_same():
    cards = tuple(local(f"l{rank}", {"place": {"communes": [code]}}) for rank, code in enumerate(NORTH[:200]))
    household, needs = home(person(naissance=aged(40))), needs_of(cards)
    (unit, *_), (again, *_) = (units_of(household, 0, facts(), needs.used, needs.extra) for _ in range(2))
    values = next(slot.values for slot in unit.slots if slot.key.fact == "commune")
    assert len(values) == MOST_VALUES
    assert unit.slots == again.slots
    assert first_rows(unit, []).min() >= 0
    assert len(groups(household, cards)) == 200


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        ("salaire", months(0), False), ("salaire", (0.0,) * 12 + (5.0,), True), ("epargne", 0, False), ("epargne", 10, True),
        ("residence_stable", True, False), ("residence_stable", False, True), ("nationalite", "FR", False), ("nationalite", "UE", True),
        ("titre_annees", 6, False), ("titre_annees", 0, False),
    ],
)  # fmt: skip
def test_a_usual_value_or_a_nil_amount_simplifies_nothing(code, value, told):
    assert tells(facts()[code], encoded(facts()[code], [value])).tolist() == [told]


def test_what_an_unanswered_fact_is_completed_with_lies_in_its_domain_and_simplifies_nothing():
    usual = [(fact, fact.usual) for fact in facts().values() if fact.usual is not None]
    assert len(usual) > 40
    assert all(in_domain(fact, value) and not tells(fact, encoded(fact, [value]))[0] for fact, value in usual)
