"""Golden cases: the law worked out by hand, month 2026-10; and a changed threshold must break one of them."""

from collections import Counter
from pathlib import Path

import pytest

from relais.law.engine.loading import load_system
from relais.law.engine.openfisca_engine import OpenFiscaEngine, load_engine
from relais.law.engine.overrides import parameter_at
from relais.law.rights.catalogue import catalogue
from relais.law.rights.opening import variables_of
from relais.law.situation.columns import to_block
from tests.law.rights.golden import answers, cases, differences

CASES = cases()
P = "prestations_sociales"
MINIMA = f"{P}.solidarite_insertion.minima_sociaux"
FAMILY = f"{P}.prestations_familiales"
ILL = f"{P}.prestations_etat_de_sante.invalidite"
GRANTS = f"{P}.education.bourses.bourses_education"
LEP = "taxation_capital.epargne.livret_epargne_populaire"
OTHER = f"{P}.solidarite_insertion.autre_solidarite"
#: right → parameters whose change by five in a hundred, either way, must break a case of that right
MUTATIONS = {
    "rsa": [f"{MINIMA}.rsa.rsa_m.montant_de_base_du_rsa", f"{MINIMA}.rsa.rsa_fl.forfait_logement.taux_1_personne"],
    "prime_activite": [f"{MINIMA}.ppa.pa_m.montant_de_base", f"{MINIMA}.ppa.pa_m.majoration_ressources_revenus_activite"],
    "c2s_gratuite": [f"{MINIMA}.cs.cmu.plafond_base"],
    "c2s_participation": [
        f"{MINIMA}.cs.cmu.plafond_base",
        f"{MINIMA}.cs.css.montant.france.cmu_30_49_ans",
        f"{MINIMA}.cs.css.montant.france.cmu_plus_69_ans",
    ],
    "aide_logement": [f"{P}.aides_logement.allocations_logement.locatif.formule.l_plafonds_loyers.par_zone.zone_2.personnes_seules"],
    "rls": [f"{P}.aides_logement.reduction_loyer_solidarite.plafond_ressources.par_zone.zone_2.personnes_seules"],
    "aspa": [f"{P}.solidarite_insertion.minimum_vieillesse.aspa.plafond_ressources.personnes_seules"],
    "asi": [f"{ILL}.asi.plafond_ressource_seul"],
    "aah": [f"{ILL}.aah.montant"],
    "mva": [f"{ILL}.caah.majoration_vie_autonome"],
    "aeeh": [f"{FAMILY}.education_presence_parentale.aeeh.base", f"{FAMILY}.bmaf.bmaf"],
    "asf": [f"{FAMILY}.education_presence_parentale.asf.montant_asf.orphelin_assimile_seul_parent"],
    "allocations_familiales": [f"{FAMILY}.prestations_generales.af.af_cm.taux.enf2", f"{FAMILY}.prestations_generales.af.af_cm.taux.enf3"],
    "complement_familial": [f"{FAMILY}.prestations_generales.cf.cf_cm.complement_familial.taux_cf_base"],
    "paje_naissance": [f"{FAMILY}.petite_enfance.paje.paje_plaf.ne_adopte_apres_04_2018.taux_partiel.plafond_ressources_0_enfant"],
    "paje_base": [f"{FAMILY}.petite_enfance.paje.paje_plaf.ne_adopte_apres_04_2018.taux_partiel.plafond_ressources_0_enfant"],
    "ars": [f"{FAMILY}.education_presence_parentale.ars.ars_plaf.plafond_ressources"],
    "bourse_college": [f"{GRANTS}.bourse_college.apres_2016.echelon_1.plafond_1e"],
    "bourse_lycee": [f"{GRANTS}.bourse_lycee.apres_2016.echelon_1.plafond_1e"],
    "ass": ["chomage.allocations_assurance_chomage.ass.montant_plein"],
    "ada": [f"{OTHER}.ada.montant_journalier_pour_une_personne"],
    "lep": [f"{LEP}.coefficient_multiplicateur", f"{LEP}.baremes.metropole.premiere_demi_part"],
    "prime_noel": [],
    "cheque_energie": [],
}
QUICK = ("rsa", "c2s_gratuite", "aide_logement")


@pytest.fixture(scope="module")
def found():
    return answers(load_engine(), CASES)


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("parameters")
    path.chmod(0o700)
    return path


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_engine_answers_as_the_law_says(case, found):
    opened, euros = found[str(case)]
    assert opened == case.open, case.why
    if case.monthly is not None:
        assert euros is not None
        assert case.monthly[0] <= euros <= case.monthly[1], case.why


def test_every_engine_right_has_an_open_and_a_closed_case():
    counted = Counter((case.right, case.open) for case in CASES)
    engine_rights = [code for code, card in catalogue().items() if card.rule]
    assert [code for code in engine_rights if not (counted[code, True] and counted[code, False])] == []
    assert set(MUTATIONS) == set(engine_rights)


def test_every_amount_that_is_shown_is_bounded_by_a_case():
    bounded = {case.right for case in CASES if case.monthly}
    shown = {code for code, card in catalogue().items() if card.rule and card.rule.unit != "flag"}
    assert shown <= bounded


def test_every_case_says_why():
    assert all(len(case.why) > 10 for case in CASES)
    assert max(Counter(map(str, CASES)).values()) == 1


def test_every_variable_of_a_card_is_an_output_of_the_engine():
    engine = load_engine()
    names = {name for card in catalogue().values() for name in variables_of(card)}
    assert set(engine.compute(to_block([CASES[0].household]), sorted(names)).values) == names


def _broken_by(code: str, parameter: str, factor: float, cache_dir: Path) -> dict[str, str]:
    system = load_system(cache_dir)
    changed = parameter_at(system.parameters, parameter)
    before = changed("2026-10-01")
    changed.update(start="2020-01-01", value=before * factor)
    return differences(OpenFiscaEngine(system), [case for case in CASES if case.right == code])


@pytest.mark.parametrize("code", QUICK)
def test_a_changed_threshold_breaks_a_golden_case(code, cache_dir):
    assert _broken_by(code, MUTATIONS[code][0], 0.95, cache_dir)


@pytest.mark.slow
@pytest.mark.parametrize("factor", [0.95, 1.05])
@pytest.mark.parametrize(("code", "parameter"), [(code, name) for code, names in MUTATIONS.items() for name in names])
def test_every_threshold_changed_either_way_breaks_a_golden_case(code, parameter, factor, cache_dir):
    assert _broken_by(code, parameter, factor, cache_dir), f"{parameter} times {factor} breaks no case of {code}"


@pytest.mark.slow
@pytest.mark.parametrize("factor", [0.95, 1.05])
def test_the_scale_of_the_cheque_energie_changed_breaks_a_golden_case(factor, cache_dir):
    system = load_system(cache_dir)
    for bracket in parameter_at(system.parameters, f"{OTHER}.cheque_energie.baremes.une_uc").brackets[1:]:
        threshold = bracket.children["threshold"]
        threshold.update(start="2020-01-01", value=threshold("2026-01-01") * factor)
    assert differences(OpenFiscaEngine(system), [case for case in CASES if case.right == "cheque_energie"])
