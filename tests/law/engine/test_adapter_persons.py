"""Traps of openfisca.md §7 on persons, residence and dwelling, each through our adapter."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from relais.law.engine.columns import people_of
from relais.law.engine.dwelling import zone_ranks
from relais.law.engine.inputs import ACTIVITY, DISABILITY, ENGINE_FACTS, ENGINE_INPUTS, GIR, SCHOOLING, TENURE, UNION, by_rank
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.persons import _SCHOOL_NAMES, school_ranks
from relais.law.engine.simulation import model_zones
from relais.law.places.table import table
from relais.law.situation.catalogue import facts
from relais.law.situation.columns import to_block
from relais.law.situation.roles import Role
from tests.law.engine.homes import OCTOBER, alone, home, monthly, person, value, values


@pytest.mark.parametrize("born", ["1985-05-05"])
def test_a_child_expected_opens_the_birth_grant_and_the_increased_rsa(engine: OpenFiscaEngine, born: str) -> None:
    read = values(engine, alone(born, enceinte=True), "paje_naissance", "rsa")
    # 651,69 € raised to 128,412 % for a mother to be alone, less the housing share of one person, 12 %
    assert read == {"paje_naissance": pytest.approx(1099, abs=1), "rsa": pytest.approx(651.69 * (1.28412 - 0.12), abs=0.02)}
    assert value(engine, alone(born), "paje_naissance") == 0


def test_a_due_date_alone_is_an_expected_child_and_a_past_one_is_not(engine: OpenFiscaEngine) -> None:
    assert value(engine, alone(naissance_prevue=date(2027, 4, 1)), "paje_naissance") > 0
    assert value(engine, alone(naissance_prevue=date(2026, 9, 1)), "paje_naissance") == 0


def test_a_child_expected_counts_nowhere_else(engine: OpenFiscaEngine) -> None:
    """CSS L.531-3 and L.522-1: no allocation de base before the birth, so the complément familial of three children stays."""
    mother = {"born": "1988-05-05", "salaire": monthly(1500)}
    children = [person(Role.ENFANT, born) for born in ("2012-03-01", "2016-03-01", "2020-03-01")]
    names = ("cf", "paje_base", "af", "cmu_c_plafond", "cheque_energie", "nbptr", "livret_epargne_populaire_eligibilite", "alf")
    expecting, not_expecting = (
        values(engine, home(person(Role.DEMANDEUR, **mother, enceinte=pregnant), *children), *names) for pregnant in (True, False)
    )
    assert expecting == not_expecting
    assert expecting["cf"] == pytest.approx(0.6248 * 478.16, abs=0.02)
    assert expecting["paje_base"] == 0


def test_the_birth_grant_shows_until_the_birth_and_its_ceiling_counts_the_child(engine: OpenFiscaEngine) -> None:
    def grant(**given: object) -> float:
        return value(engine, alone(**given), "paje_naissance")

    assert grant(naissance_prevue=date(2026, 10, 28)) == grant(naissance_prevue=date(2026, 12, 15)) == grant(enceinte=True) > 1000
    # parent alone and one child: the ceiling of the allocation at partial rate lies near 48 000 € a year
    assert grant(enceinte=True, salaire=monthly(3600)) > 0
    assert grant(enceinte=True, salaire=monthly(5200)) == 0


@pytest.mark.parametrize(
    ("facts_given", "rsa_open", "housing_open", "free_cover"),
    [
        ({"nationalite": "FR"}, True, True, True),
        ({"nationalite": "UE", "titre_annees": 0.0}, True, True, True),
        ({"nationalite": "UE", "residence_stable": False}, False, False, False),
        ({"nationalite": "hors_UE", "titre": "temporaire", "titre_annees": 4.0}, False, True, True),
        ({"nationalite": "hors_UE", "titre": "temporaire", "titre_annees": 5.0}, True, True, True),
        ({"nationalite": "hors_UE", "titre": "resident", "titre_annees": 0.0}, True, True, True),
        ({"nationalite": "hors_UE", "titre": "refugie", "titre_annees": 0.0}, True, True, True),
        ({"nationalite": "hors_UE", "titre": "asile"}, False, False, True),
        ({"nationalite": "hors_UE", "titre": "aucun", "titre_annees": 12.0}, False, False, False),
    ],
)
def test_residence_opens_and_closes(
    engine: OpenFiscaEngine, facts_given: dict[str, object], rsa_open: bool, housing_open: bool, free_cover: bool
) -> None:
    read = values(engine, alone(**facts_given), "rsa", "als", "cmu_c")
    assert (read["rsa"] > 0, read["als"] > 0, read["cmu_c"] > 0) == (rsa_open, housing_open, free_cover)


def test_the_disability_allowance_asks_a_lawful_stay(engine: OpenFiscaEngine) -> None:
    stay = {"handicap_taux": "plus_80", "nationalite": "hors_UE"}
    assert value(engine, alone(**stay, titre="temporaire", titre_annees=0.0), "aah") > 0
    assert value(engine, alone(**stay, titre="aucun"), "aah") == 0  # OpenFisca alone: 1 041


def test_the_aspa_asks_ten_years_but_not_of_a_refugee(engine: OpenFiscaEngine) -> None:
    def aspa(title: str, years: float) -> float:
        return value(engine, alone("1955-05-05", nationalite="hors_UE", titre=title, titre_annees=years), "aspa")

    assert [aspa("temporaire", 9), aspa("resident", 9)] == [0, 0]
    assert min(aspa("temporaire", 10), aspa("refugie", 0)) > 1000


def test_a_lone_parent_of_a_young_child_needs_no_five_years(engine: OpenFiscaEngine) -> None:
    parent = person(Role.DEMANDEUR, "1995-05-05", nationalite="hors_UE", titre="temporaire", titre_annees=1.0)
    assert value(engine, home(parent, person(Role.ENFANT, "2025-01-01")), "rsa") > 0
    assert value(engine, home(parent, person(Role.ENFANT, "2015-01-01")), "rsa") == 0


def test_asylum_gives_the_asylum_allowance_only(engine: OpenFiscaEngine) -> None:
    assert value(engine, alone(nationalite="hors_UE", titre="asile"), "ada") > 0
    assert value(engine, alone(), "ada") == 0


@pytest.mark.parametrize(("commune", "amount"), [("75056", 351), ("75111", 351), ("69123", 308), ("69381", 308), ("13208", 308)])
def test_communes_and_their_arrondissements_have_their_zone(engine: OpenFiscaEngine, commune: str, amount: float) -> None:
    assert value(engine, alone(commune=commune), "als") == amount


def test_every_commune_that_can_be_chosen_has_a_zone() -> None:
    codes = np.array(table().code, "S5")  # current communes and arrondissements: the checks let no other code through
    assert len(codes) > 34_900
    ranks = zone_ranks(codes, model_zones())
    assert set(ranks) == {0, 1, 2}
    reborn, mother = ranks[codes == b"55138"], ranks[codes == b"55298"]
    assert reborn == mother == 2, "Culey, a village of the Meuse, left Loisey-Culey: zone 3"


def test_a_postal_code_is_refused_rather_than_taken_for_zone_2(engine: OpenFiscaEngine) -> None:
    with pytest.raises(ValueError, match="not an INSEE code of a commune: 75011"):
        value(engine, alone(commune="75011"), "als")


def test_housing_holds_over_the_quarter_and_the_tenure_decides(engine: OpenFiscaEngine) -> None:
    worker = {"salaire": monthly(900)}
    assert value(engine, alone(**worker), "ppa") == pytest.approx(243, abs=1)  # housing at M only: 320
    owner = values(engine, alone(logement="proprietaire", loyer=450.0), "als", "rsa")
    assert owner == {"als": 0, "rsa": pytest.approx(573, abs=1)}, "a rent left by completion is not an owner's"
    assert value(engine, alone(logement="sans_domicile"), "rsa") == pytest.approx(652, abs=1)
    assert value(engine, alone(bailleur_famille=True), "als") == 0


def test_unmarried_partners_file_apart(engine: OpenFiscaEngine) -> None:
    couple = (person(Role.DEMANDEUR, "1985-01-01"), person(Role.CONJOINT, "1986-01-01"))
    parts = [value(engine, home(*couple, statut_couple=union), "nbptr") for union in ("concubinage", "pacs", "mariage")]
    assert parts == [1, 2, 2]


def test_someone_else_in_the_dwelling_has_a_family_of_their_own(engine: OpenFiscaEngine) -> None:
    applicant = person(Role.DEMANDEUR, "1985-05-05")
    rich = person(Role.AUTRE, "1960-01-01", salaire=monthly(3000))
    names = ("rsa", "aah", "nb_parents")
    assert values(engine, home(applicant, rich), *names) == values(engine, home(applicant), *names)
    disabled = person(Role.AUTRE, "1980-01-01", handicap_taux="plus_80")
    assert value(engine, home(applicant, disabled), "aah") == 0, "another family's allowance is not the demandeur's"


def test_conditions_nobody_guesses_open_their_rights(engine: OpenFiscaEngine) -> None:
    assert value(engine, alone("2005-05-05"), "rsa") == 0
    assert value(engine, alone("2005-05-05", rsa_jeune_heures=True), "rsa") > 0
    assert value(engine, alone("1970-05-05", statut="chomage", ass_travail=True), "ass") > 0
    assert value(engine, alone("1970-05-05", statut="chomage"), "ass") == 0
    lone = (person(Role.DEMANDEUR, "1985-05-05"), person(Role.ENFANT, "2015-01-01"))
    assert value(engine, home(*lone, separation_recente=True), "rsa") > value(engine, home(*lone), "rsa")


def test_disability_is_read_by_its_bracket(engine: OpenFiscaEngine) -> None:
    def aah(**given: object) -> float:
        return value(engine, alone("1980-05-05", **given), "aah")

    assert aah(handicap_taux="plus_80") > 1000
    assert aah(handicap_taux="de_50_a_79") == 0
    assert aah(handicap_taux="de_50_a_79", handicap_emploi=True) > 1000
    child = person(Role.ENFANT, "2016-01-01", handicap_taux="plus_80")
    assert value(engine, home(person(Role.DEMANDEUR, "1985-05-05"), child), "aeeh") > 100


def test_care_and_schooling_open_theirs(engine: OpenFiscaEngine) -> None:
    assert value(engine, alone("1944-05-05", retraite=monthly(1100), gir="gir_3"), "apa_domicile") > 0
    assert value(engine, alone("1944-05-05", retraite=monthly(1100), gir="gir_5"), "apa_domicile") == 0
    pupil = home(person(Role.DEMANDEUR, "1985-05-05"), person(Role.ENFANT, "2013-06-01"))
    assert value(engine, pupil, "bourse_college") > 0


@pytest.mark.parametrize(
    ("born", "school"),
    [
        ("2024-06-01", "inconnue"),
        ("2023-12-31", "maternelle"),
        ("2020-12-31", "primaire"),
        ("2016-01-01", "primaire"),
        ("2015-12-31", "college"),
        ("2011-12-31", "lycee"),
        ("2008-01-01", "inconnue"),
    ],
)
def test_the_class_follows_the_school_year(born: str, school: str) -> None:
    people = people_of(to_block([home(person(Role.DEMANDEUR, "1985-05-05"), person(Role.ENFANT, born))]))
    assert _SCHOOL_NAMES[school_ranks(people)[1]] == school


def test_the_class_told_wins_over_the_age() -> None:
    told = person(Role.ENFANT, "2012-06-01", scolarite="college")
    assert _SCHOOL_NAMES[school_ranks(people_of(to_block([home(person(Role.DEMANDEUR, "1985-05-05"), told)])))[1]] == "college"


@pytest.mark.parametrize(
    ("fact", "meanings"),
    [
        ("statut", ACTIVITY),
        ("scolarite", SCHOOLING),
        ("logement", TENURE),
        ("statut_couple", UNION),
        ("gir", GIR),
        ("handicap_taux", DISABILITY),
    ],
)
def test_every_choice_of_the_catalogue_has_a_meaning(fact: str, meanings: dict[str, object]) -> None:
    assert set(meanings) == set(facts()[fact].choices)
    assert len(by_rank(fact, meanings)) == len(meanings)


def test_the_register_names_real_facts_and_real_variables(engine: OpenFiscaEngine) -> None:
    assert set(ENGINE_FACTS) <= set(facts())
    assert [entry.variable for entry in ENGINE_INPUTS if entry.variable not in engine.system.variables] == []
    assert len({entry.variable for entry in ENGINE_INPUTS}) == len(ENGINE_INPUTS)


def test_blocks_that_cannot_be_read_are_refused(engine: OpenFiscaEngine) -> None:
    block = to_block([alone()])
    persons = dict(block.persons)
    wrong = {
        "not a fact of a person: couleur": replace(block, persons={**persons, "couleur": np.zeros(1)}),
        "birth date": replace(block, persons={**persons, "naissance": np.array(["NaT"], "datetime64[D]")}),
        "lacks the column 'salaire'": replace(block, persons={code: column for code, column in persons.items() if code != "salaire"}),
        "one demandeur": replace(block, role=np.array([Role.AUTRE], np.int8)),
    }
    for message, refused in wrong.items():
        with pytest.raises(ValueError, match=message):
            engine.compute(refused, ["rsa"])


def test_a_block_of_another_month_reads_that_month(engine: OpenFiscaEngine) -> None:
    one = person(Role.DEMANDEUR, "1985-05-05")
    then, now = (value(engine, home(one, month=month), "rsa_socle") for month in (OCTOBER.plus(-12), OCTOBER))
    assert now > then > 0
