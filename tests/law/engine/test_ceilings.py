"""The figures of the conditions agree with what the model pays: a ceiling shown is the one that decides."""

from dataclasses import replace

import numpy as np
import pytest

from relais.kernel.months import Month
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.residence import LIFE_NEEDED, STAY_NEEDED
from relais.law.rights.catalogue import catalogue
from relais.law.rights.opening import columns_of, variables_of
from relais.law.situation.roles import Role
from tests.factories.blocks import synthetic_block
from tests.law.engine.homes import alone, home, monthly, person, values

#: rights whose conditions and guards together say whether the model pays
EXACT = (
    "aspa", "asf", "ars", "paje_base", "paje_naissance", "bourse_college", "bourse_lycee", "prime_activite", "aide_logement",
    "cheque_energie", "complement_familial",
)  # fmt: skip
#: in a thousand households drawn at random, those on the cent of a limit, or whom the model treats by the way (an adult child on a form)
FEW = 3


@pytest.fixture(scope="module")
def read(engine: OpenFiscaEngine):
    block = synthetic_block(1000, 5, Month(2026, 11))
    communes = block.households["commune"]  # the cards speak of metropolitan France
    block = replace(block, households={**block.households, "commune": np.where(np.char.startswith(communes, b"97"), b"59512", communes)})
    cards = [catalogue()[code] for code in EXACT]
    computed = engine.compute(block, sorted({name for card in cards for name in variables_of(card)})).values
    return {card.code: columns_of(card, block, computed) for card in cards}


@pytest.mark.parametrize("code", EXACT)
def test_the_conditions_shown_hold_where_the_right_is_open_and_there_only(read, code: str) -> None:
    found = read[code]
    held = np.logical_and.reduce([condition.met for condition in found.conditions])
    assert found.opened.sum() > 10
    assert int((found.opened & ~held).sum()) == 0
    assert int((held & ~found.opened).sum()) <= FEW


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_no_condition_is_only_the_amount_of_its_own_right(code: str) -> None:
    """«Ressources sous le plafond» without a figure said nothing but «the right is open»."""
    card = catalogue()[code]
    bare = [one.label for one in card.conditions if one.comparison == "true" and card.rule and one.left == (card.rule.output,)]
    assert bare == [] or code in {"ada", "aeeh", "prime_noel"}


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_a_right_that_asks_a_stay_says_so(code: str) -> None:
    card = catalogue()[code]
    if card.rule and card.rule.output in STAY_NEEDED | LIFE_NEEDED and code not in {"rsa", "prime_noel"}:
        assert "residence_stable" in str([guard.test for guard in card.guards])


def test_a_floor_is_asked_of_those_who_learn_only(engine: OpenFiscaEngine) -> None:
    asked = ("ppa_plancher_apprenant", "ppa_salaire_apprenant", "ppa_calculee", "ppa_travail")
    student = values(engine, alone("2004-05-05", statut="etudes", salaire=monthly(300)), *asked)
    worker = values(engine, alone("2004-05-05", statut="emploi", salaire=monthly(300)), *asked)
    assert student["ppa_plancher_apprenant"] > 1000 > student["ppa_salaire_apprenant"] == 300
    assert worker["ppa_plancher_apprenant"] == worker["ppa_salaire_apprenant"] == 0
    assert student["ppa_calculee"] == 0 < worker["ppa_calculee"]
    assert student["ppa_travail"] == worker["ppa_travail"] == pytest.approx(300)


def test_a_parent_who_does_not_study_spares_the_other_the_floor(engine: OpenFiscaEngine) -> None:
    couple = home(person(Role.DEMANDEUR, "2004-05-05", statut="etudes"), person(Role.CONJOINT, "2003-05-05", statut="sans_emploi"))
    assert values(engine, couple, "ppa_plancher_apprenant") == {"ppa_plancher_apprenant": 0}


def test_ceilings_of_the_minimum_incomes_follow_the_couple(engine: OpenFiscaEngine) -> None:
    names = ("aspa_plafond", "asi_plafond", "ass_plafond")
    one = values(engine, alone("1955-05-05"), *names)
    two = values(engine, home(person(Role.DEMANDEUR, "1980-05-05"), person(Role.CONJOINT, "1981-05-05")), *names)
    assert one == {"aspa_plafond": pytest.approx(1043.59, abs=0.01), "asi_plafond": pytest.approx(914.86, abs=0.01),
                   "ass_plafond": pytest.approx(19.48 * 69, abs=0.1)}  # fmt: skip
    assert two == {"aspa_plafond": pytest.approx(1620.18, abs=0.01), "asi_plafond": pytest.approx(1601.0, abs=0.01),
                   "ass_plafond": pytest.approx(19.48 * 109, abs=0.1)}  # fmt: skip
