"""Households in columns."""

import time
from datetime import date

import numpy as np
import pytest

from relais.kernel.months import Month
from relais.law.situation.catalogue import facts, facts_of
from relais.law.situation.columns import MAY_STAY_EMPTY, IncompleteError, choice_rank, to_block
from relais.law.situation.facts import Kind, Scope
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

MONTH = Month(2026, 11)
BORN = {"naissance": date(1988, 3, 12)}


def family(salary: float = 1400.0, **dwelling: object) -> Household:
    """A child told first, then the parents: the block puts the demandeur first."""
    return Household(
        "h",
        MONTH,
        (
            Person("p3", Role.ENFANT, {"naissance": date(2019, 5, 1)}),
            Person("p1", Role.DEMANDEUR, {**BORN, "salaire": (salary,) * 13, "statut": "emploi"}),
            Person("p2", Role.CONJOINT, {**BORN, "salaire": tuple(float(rank) for rank in range(13)), "enceinte": True}),
        ),
        {"commune": "59512", "loyer": 620.0, **dwelling},
    )


def test_rows_roles_and_origins() -> None:
    block = to_block([family(), family(900.0)], origins=[4, 4])
    assert block.rows == 2
    assert block.origin.tolist() == [4, 4]
    assert block.household.tolist() == [0, 0, 0, 1, 1, 1]
    assert block.role.tolist() == [0, 2, 1, 0, 2, 1]
    assert (block.origin.dtype, block.household.dtype, block.role.dtype) == (np.int32, np.int32, np.int8)
    assert to_block([family(), family()]).origin.tolist() == [0, 1]


def test_values_follow_their_persons() -> None:
    block = to_block([family()])
    assert block.persons["salaire"].shape == (3, 13)
    assert block.persons["salaire"][:, 12].tolist() == [1400.0, 0.0, 12.0]
    assert block.persons["enceinte"].tolist() == [False, False, True]
    assert block.persons["naissance"].tolist() == [date(1988, 3, 12), date(2019, 5, 1), date(1988, 3, 12)]
    assert block.persons["statut"][0] == choice_rank("statut", "emploi")
    assert block.households["commune"].tolist() == [b"59512"]
    assert block.households["loyer"].tolist() == [620.0]


def test_every_fact_is_there_in_its_dtype_and_only_some_may_be_empty() -> None:
    block = to_block([family(), family()])
    dtypes = {
        Kind.MONEY: "f4",
        Kind.NUMBER: "f4",
        Kind.MONTHLY: "f4",
        Kind.FLAG: "?",
        Kind.CHOICE: "i2",
        Kind.DATE: "M8[D]",
        Kind.PLACE: "S5",
    }
    for scope, columns, size in ((Scope.PERSON, block.persons, 6), (Scope.HOUSEHOLD, block.households, 2)):
        assert set(columns) == set(facts_of(scope))
        for code, values in columns.items():
            assert values.dtype == np.dtype(dtypes[facts()[code].kind]), code
            assert values.shape == ((size, 13) if facts()[code].kind is Kind.MONTHLY else (size,)), code
            empty = values != values if values.dtype.kind in "fM" else np.zeros(1, bool)
            assert not empty.any() or code in MAY_STAY_EMPTY, code


def test_an_absent_fact_takes_its_usual_value() -> None:
    block = to_block([Household("h", MONTH, (Person("p1", Role.DEMANDEUR, BORN),))])
    assert block.households["loyer"].tolist() == [450.0]
    assert np.isnan(block.households["rfr"]).all() and np.isnat(block.households["naissance_prevue"]).all()
    assert block.persons["titre"].tolist() == [choice_rank("titre", "temporaire")]


def test_one_amount_stands_for_every_month() -> None:
    person = Person("p1", Role.DEMANDEUR, {**BORN, "salaire": 900.0})
    other = Person("p1", Role.DEMANDEUR, {**BORN, "salaire": tuple(float(rank) for rank in range(13))})
    block = to_block([Household("a", MONTH, (person,)), Household("b", MONTH, (other,))])
    assert block.persons["salaire"][0].tolist() == [900.0] * 13
    assert block.persons["salaire"][1].tolist() == list(range(13))


@pytest.mark.parametrize(
    ("facts_told", "named"),
    [
        ({}, "naissance"),
        ({**BORN, "statut": "pilote"}, "statut"),
        ({**BORN, "enceinte": "oui"}, "enceinte"),
        ({**BORN, "salaire": (1.0, 2.0)}, "salaire"),
        ({**BORN, "loyer": 1.0}, "loyer"),
        ({**BORN, "age_du_capitaine": 1.0}, "age_du_capitaine"),
    ],
)
def test_what_cannot_be_encoded_is_refused_by_name(facts_told: dict, named: str) -> None:
    with pytest.raises(IncompleteError, match=named):
        to_block([Household("h", MONTH, (Person("p1", Role.DEMANDEUR, facts_told),))])


def test_a_postal_code_is_not_a_commune_of_five_letters() -> None:
    with pytest.raises(IncompleteError, match="commune"):
        to_block([family(commune="Roubaix")])


def test_a_block_speaks_of_one_month_and_one_demandeur_a_row() -> None:
    person = Person("p1", Role.DEMANDEUR, BORN)
    with pytest.raises(ValueError, match="one month"):
        to_block([Household("a", MONTH, (person,)), Household("b", MONTH.plus(1), (person,))])
    with pytest.raises(ValueError, match="one month"):
        to_block([])
    with pytest.raises(ValueError, match="demandeur"):
        to_block([Household("a", MONTH, ())])
    with pytest.raises(ValueError, match="origins"):
        to_block([family()], origins=[1, 2])


def test_ten_thousand_households_in_a_moment() -> None:
    """Aim 0.5 s; processor time, and room for a slow machine."""
    households = [family(float(rank)) for rank in range(10_000)]
    start = time.process_time()
    block = to_block(households)
    assert time.process_time() - start < 2.0
    assert block.rows == 10_000
    assert block.persons["salaire"][::3, 0].tolist() == list(range(10_000))
