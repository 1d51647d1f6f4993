"""Whose figures an output of persons is: the sum, a role, or the person who is chosen."""

import pytest

from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.rights.catalogue import catalogue
from relais.law.rights.opening import read, variables_of
from relais.law.situation.columns import to_block
from relais.law.situation.household import Household
from relais.law.situation.roles import Role
from tests.law.engine.homes import alone, home, monthly, person, values

#: the full allowance of a month, which is the ceiling of a person without child
CEILING = 1041.59


def test_the_ceiling_of_one_person_is_not_doubled_for_a_couple(engine: OpenFiscaEngine) -> None:
    couple = home(person(Role.DEMANDEUR, "1985-05-05"), person(Role.CONJOINT, "1986-05-05", handicap_taux="plus_80"))
    ceiling = "aah_plafond_ressources_deconjugalise"
    asked = [f"{ceiling}@{who}" for who in ("demandeur", "conjoint", "max", "aah+aah_eligible")]
    read_values = values(engine, couple, ceiling, *asked)
    assert [read_values[name] for name in asked] == pytest.approx([CEILING] * 4, abs=0.02)
    assert read_values[ceiling] == pytest.approx(2 * CEILING, abs=0.02)
    assert values(engine, alone(), f"{ceiling}@conjoint") == {f"{ceiling}@conjoint": 0}


def _resources(engine: OpenFiscaEngine, household: Household) -> tuple[float, bool]:
    """What the second condition of the card of the AAH prints: resources counted, and whether they are under the ceiling."""
    card, block = catalogue()["aah"], to_block([household])
    found = read(card.conditions[1], block, engine.compute(block, variables_of(card)).values)
    assert found.left is not None
    return float(found.left[0]), bool(found.met[0])


def test_the_condition_reads_the_person_who_has_the_disability(engine: OpenFiscaEngine) -> None:
    rich = {"pension_invalidite": monthly(2500)}
    disabled = {"handicap_taux": "plus_80"}
    well_off = person(Role.DEMANDEUR, "1985-05-05", **rich)
    assert _resources(engine, home(well_off, person(Role.CONJOINT, "1986-05-05", **disabled))) == (0, True)
    both = home(person(Role.DEMANDEUR, "1985-05-05", **rich, **disabled), person(Role.CONJOINT, "1986-05-05", **disabled))
    assert _resources(engine, both) == (0, True), "the one who gets it"
    too_rich = home(person(Role.DEMANDEUR, "1985-05-05"), person(Role.CONJOINT, "1986-05-05", **rich, **disabled))
    assert _resources(engine, too_rich) == (pytest.approx(2500, abs=1), False)


def test_nobody_can_be_chosen_in_a_family_or_by_a_variable_that_does_not_exist(engine: OpenFiscaEngine) -> None:
    with pytest.raises(ValueError, match="'rsa' is not a variable of persons"):
        values(engine, alone(), "rsa@max")
    with pytest.raises(ValueError, match="'nobody' is not a variable of the legislation"):
        values(engine, alone(), "aah@nobody")
