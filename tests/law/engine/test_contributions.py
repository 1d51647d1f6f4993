"""CSG, CRDS and Casa: the shipped rates and thresholds are those of the model, and each net finds the band that is its own."""

import numpy as np
import pytest

from relais.kernel.months import Month
from relais.law.engine.columns import people_of
from relais.law.engine.contributions import contributions, parts_by_composition
from relais.law.engine.frame import frame_of
from relais.law.engine.loading import load_system
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.overrides import parameter_at
from relais.law.situation.columns import choice_rank, to_block
from relais.law.situation.roles import Role
from tests.factories.blocks import synthetic_block
from tests.law.engine.homes import alone, home, monthly, person, value, values

LEVIES = "prelevements_sociaux.contributions_sociales"
REPLACED = f"{LEVIES}.csg.remplacement"
RATES = ("taux_reduit", "taux_median", "taux_plein")


@pytest.fixture(scope="module")
def parameters(tmp_path_factory):
    cache = tmp_path_factory.mktemp("parameters")
    cache.chmod(0o700)
    return load_system(cache).parameters


def _at(parameters, path: str, day: str = "2026-10-01") -> float:
    return float(parameter_at(parameters, path)(day))


def test_the_rates_of_pensions_are_those_of_the_model(parameters):
    levied = contributions().levied["retraite"]
    pensions = f"{REPLACED}.pensions_retraite_invalidite"
    assert levied.csg == (0, *(_at(parameters, f"{pensions}.{rate}") for rate in RATES))
    assert levied.deductible == (0, *(_at(parameters, f"{pensions}.deductible.{rate}") for rate in RATES))
    assert levied.crds == (0, *(_at(parameters, f"{LEVIES}.crds"),) * 3)
    casa = parameter_at(parameters, "prelevements_sociaux.cotisations_securite_sociale_regime_general.casa")
    due = casa.pensions_retraite_preretraite_invalidite("2026-10-01").rates[0]
    assert levied.casa == (0, 0, due, due)


def test_the_rates_of_the_unemployment_benefit_are_those_of_the_model(parameters):
    levied = contributions().levied["chomage"]
    benefit = f"{REPLACED}.allocations_chomage"
    assert levied.csg[-1] == _at(parameters, f"{benefit}.taux_global")
    reduced = _at(parameters, f"{benefit}.deductible.taux_reduit")
    assert levied.deductible == (0, reduced, *(_at(parameters, f"{benefit}.deductible.taux_plein"),) * 2)
    assert levied.counted == 1 - parameter_at(parameters, f"{LEVIES}.csg.activite.abattement")("2026-10-01").rates[0]


def test_the_thresholds_of_every_year_are_those_of_the_model(parameters):
    for scale in contributions().scales:
        day = scale.since.isoformat()
        for rank in range(3):
            threshold = f"{REPLACED}.seuils.seuil_rfr{rank + 1}"
            assert scale.one_part[rank] == _at(parameters, f"{threshold}.seuil_rfr{rank + 1}", day), (day, rank)
            assert scale.half_part[rank] == _at(parameters, f"{threshold}.demi_part_suppl_rfr{rank + 1}", day), (day, rank)


def test_no_later_threshold_nor_minimum_wage_of_the_model_is_missing(parameters):
    known = contributions()
    newest = parameter_at(parameters, f"{REPLACED}.seuils.seuil_rfr1.seuil_rfr1").values_list[0].instant_str
    assert newest == known.scales[-1].since.isoformat()
    wages = parameter_at(parameters, "marche_travail.salaire_minimum.smic.smic_b_mensuel").values_list
    since = known.minimum_wages[0][0].isoformat()
    assert [(one.instant_str, one.value) for one in reversed(wages) if one.instant_str >= since] == [
        (day.isoformat(), euros) for day, euros in known.minimum_wages
    ]


@pytest.mark.parametrize(("month", "first"), [("2021-05", 11431), ("2025-12", 12817), ("2026-01", 13048), ("2029-03", 13048)])
def test_the_thresholds_in_force_in_a_month_serve(month, first):
    assert contributions().scale(Month.parse(month)).one_part[0] == first


def test_parts_are_those_of_the_model_where_no_disability_nor_widowhood_adds_any(engine: OpenFiscaEngine):
    block = synthetic_block(500, seed=4)
    plain = ~np.asarray(block.households["conjoint_decede"], bool)
    disabled = np.asarray(block.persons["handicap_taux"]) == choice_rank("handicap_taux", "plus_80")
    plain &= ~block.any_person(disabled)
    plain &= np.isnan(block.households["parts"])
    grown = np.asarray(block.persons["naissance"], "datetime64[D]") < np.datetime64("2008-10-01")
    plain &= ~block.any_person(grown & np.asarray(block.persons["garde_alternee"], bool))  # the model counts them as whole children
    ours = parts_by_composition(frame_of(people_of(block)))[: block.rows]
    theirs = engine.compute(block, ["nbptr"]).values["nbptr"]
    assert plain.sum() > 100
    assert ours[plain].tolist() == theirs[plain].tolist()


@pytest.mark.parametrize(("net", "ratio"), [(890, 1), (1200, 1), (1250, 1 / 0.957), (1600, 1 / 0.926), (3000, 1 / 0.909)])
def test_a_pension_is_grossed_up_at_the_rate_of_its_income(engine: OpenFiscaEngine, net: float, ratio: float):
    assert value(engine, alone("1955-05-05", retraite=monthly(net)), "retraite_brute") == pytest.approx(net * ratio, rel=1e-5)


def test_a_married_couple_has_the_thresholds_of_two_parts(engine: OpenFiscaEngine):
    pensioner = person(Role.DEMANDEUR, "1955-05-05", retraite=monthly(1800))
    wife = person(Role.CONJOINT, "1957-05-05")
    apart, together = (
        value(engine, home(pensioner, wife, statut_couple=union), "retraite_imposable") for union in ("concubinage", "mariage")
    )
    assert apart == pytest.approx(1800 / 0.926 * 0.958, rel=1e-5)
    assert together == pytest.approx(1800, rel=1e-5)


def test_the_wage_of_a_spouse_raises_the_rate_of_a_pension(engine: OpenFiscaEngine):
    pensioner = person(Role.DEMANDEUR, "1955-05-05", retraite=monthly(900))
    wife = person(Role.CONJOINT, "1967-05-05", salaire=monthly(4000), statut="emploi")
    assert value(engine, home(pensioner, wife, statut_couple="mariage"), "retraite_brute") == pytest.approx(900 / 0.909, rel=1e-5)


@pytest.mark.parametrize(("net", "taxable"), [(700, 1), (1867, 1), (1900, (1 - 0.9825 * 0.038) / (1 - 0.9825 * 0.067))])
def test_no_contribution_is_taken_from_a_benefit_under_the_minimum_wage(engine: OpenFiscaEngine, net: float, taxable: float):
    told = alone(chomage=monthly(net), statut="chomage")
    assert value(engine, told, "chomage_imposable") == pytest.approx(net * taxable, rel=1e-5)


def test_the_aspa_of_a_small_pension_is_what_is_left_to_the_ceiling(engine: OpenFiscaEngine):
    assert value(engine, alone("1955-05-05", retraite=monthly(890)), "aspa") == pytest.approx(1043.59 - 890, abs=0.02)


def test_the_rate_of_a_row_is_its_own_among_others(engine: OpenFiscaEngine):
    rows = [alone("1955-05-05", retraite=monthly(net)) for net in (890, 3000)]
    alone_each = [values(engine, one, "retraite_brute", "als") for one in rows]
    together = engine.compute(to_block(rows), ["retraite_brute", "als"]).values
    assert [{name: float(column[rank]) for name, column in together.items()} for rank in range(2)] == alone_each
