"""Traps of openfisca.md §7 on incomes, each through our adapter, with the figure the trap would give."""

import pytest

from relais.law.engine import incomes
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.roles import Role
from tests.factories.blocks import OUTPUTS, synthetic_block
from tests.law.engine.homes import OCTOBER, alone, home, monthly, person, value, values


def test_the_current_month_counts_so_that_the_job_is_not_believed_ended(engine: OpenFiscaEngine) -> None:
    assert value(engine, alone(salaire=monthly(500)), "rsa") == pytest.approx(73, abs=1)  # without month M: 573


def test_a_job_really_ended_is_neutralised(engine: OpenFiscaEngine) -> None:
    ended = (*(500.0,) * (MONTHS_KEPT - 1), 0.0)
    assert value(engine, alone(salaire=ended), "rsa") == pytest.approx(573, abs=1)


def test_a_net_wage_is_taxable_too(engine: OpenFiscaEngine) -> None:
    read = values(engine, alone(salaire=monthly(1200)), "als", "cheque_energie")
    assert read == {"als": pytest.approx(50, abs=2), "cheque_energie": 0}  # net alone: 308 and 194


def test_a_net_pension_is_gross_for_the_aspa(engine: OpenFiscaEngine) -> None:
    assert value(engine, alone("1955-05-05", retraite=monthly(800)), "aspa") == pytest.approx(243.59, abs=0.1)  # net alone: 1 043


def test_the_reference_quarter_is_m4_to_m2(engine: OpenFiscaEngine) -> None:
    new_job = tuple(900.0 if rank >= MONTHS_KEPT - 4 else 0.0 for rank in range(MONTHS_KEPT))
    assert value(engine, alone(salaire=new_job), "ppa") == pytest.approx(162, abs=1)  # M-3 to M-1: 243


def test_before_march_2025_the_quarter_is_m3_to_m1(engine: OpenFiscaEngine) -> None:
    new_job = tuple(900.0 if rank >= MONTHS_KEPT - 4 else 0.0 for rank in range(MONTHS_KEPT))
    one = person(Role.DEMANDEUR, "1985-05-05", salaire=new_job)
    before = value(engine, home(one, month=OCTOBER.plus(-21)), "ppa")
    steady = value(engine, home(person(Role.DEMANDEUR, "1985-05-05", salaire=monthly(900)), month=OCTOBER.plus(-21)), "ppa")
    assert before == steady > 0


def test_family_benefits_of_m4_count_in_the_quarter(engine: OpenFiscaEngine) -> None:
    family = home(
        person(Role.DEMANDEUR, "1990-05-12", salaire=monthly(1100), statut="emploi"),
        person(Role.CONJOINT, "1992-08-01", chomage=monthly(700), statut="chomage"),
        person(Role.ENFANT, "2014-03-10"),
        person(Role.ENFANT, "2024-11-02"),
        loyer=600.0,
        commune="93066",
    )
    assert value(engine, family, "ppa") == 0  # 97 € with benefits of M-4 forced to 0, 291 € with the whole quarter so


def test_alimony_paid_lowers_resources_and_never_raises_them(engine: OpenFiscaEngine) -> None:
    without, paid = (value(engine, alone(salaire=monthly(1500), pension_alimentaire_versee=monthly(amount)), "als") for amount in (0, 300))
    assert (without, paid) == (0, pytest.approx(59, abs=2))


def test_turnover_of_a_micro_enterprise_counts_for_every_base(engine: OpenFiscaEngine) -> None:
    nothing, trading = (values(engine, alone(revenu_independant=monthly(amount)), "rsa", "als", "ppa") for amount in (0, 800))
    assert trading["rsa"] == pytest.approx(573.49 - 800 * 0.66, abs=0.1)
    assert trading["als"] < nothing["als"]
    assert trading["ppa"] > nothing["ppa"] == 0


def test_rents_received_count_for_housing_and_for_minimum_incomes(engine: OpenFiscaEngine) -> None:
    without, let = (values(engine, alone(salaire=monthly(500), revenus_locatifs=monthly(amount)), "rsa", "als") for amount in (0, 60))
    assert let["rsa"] == pytest.approx(without["rsa"] - 60, abs=0.1)
    assert let["als"] < without["als"]


@pytest.mark.parametrize(("fact", "lost"), [("indemnites_journalieres", 300), ("pension_alimentaire_recue", 300), ("chomage", 300)])
def test_each_income_is_deducted_from_the_rsa(engine: OpenFiscaEngine, fact: str, lost: float) -> None:
    assert value(engine, alone(**{fact: monthly(lost)}), "rsa") == pytest.approx(573.49 - lost, abs=0.1)


def test_savings_count_in_the_rsa(engine: OpenFiscaEngine) -> None:
    assert 540 < value(engine, alone(epargne=20000.0), "rsa") < 573  # the interest of the month


def test_the_tax_notice_replaces_what_incomes_say(engine: OpenFiscaEngine) -> None:
    earning = {"salaire": monthly(1600)}
    assert value(engine, alone(**earning), "cheque_energie") == 0
    assert value(engine, alone(**earning, rfr=5000.0), "cheque_energie") == 194
    assert value(engine, alone(rfr=30000.0), "cheque_energie") == 0


def test_the_notice_of_one_row_leaves_the_other_rows_derived(engine: OpenFiscaEngine) -> None:
    from relais.law.situation.columns import to_block

    known, unknown = alone(salaire=monthly(1600), rfr=5000.0, parts=1.0), alone(salaire=monthly(1600))
    read = engine.compute(to_block([known, unknown]), ["cheque_energie", "nbptr", "rfr"]).values
    assert read["cheque_energie"].tolist() == [194, 0]
    assert read["nbptr"].tolist() == [1, 1]


def test_past_benefits_given_change_the_health_cover(engine: OpenFiscaEngine) -> None:
    disabled = {"handicap_taux": "plus_80"}
    assert values(engine, alone(**disabled), "cmu_c", "css_participation_forfaitaire") == {"cmu_c": 1, "css_participation_forfaitaire": 0}
    received = values(engine, alone(**disabled, recu_aah=1000.0), "cmu_c", "css_participation_forfaitaire", "aah")
    assert received["cmu_c"] == 0
    assert received["css_participation_forfaitaire"] > 0
    assert received["aah"] == pytest.approx(1041.59, abs=0.01), "the month screened is computed, not copied"


def test_what_another_row_received_changes_nothing(engine: OpenFiscaEngine) -> None:
    from relais.law.situation.columns import to_block

    quiet, receiving = alone(salaire=monthly(700)), alone(handicap_taux="plus_80", recu_aah=1000.0, recu_aide_logement=200.0)
    names = ["rsa", "ppa", "als", "cmu_c", "aah"]
    together = engine.compute(to_block([quiet, receiving]), names).values
    apart = engine.compute(to_block([quiet]), names).values
    assert [together[name][0] for name in names] == [apart[name][0] for name in names]


@pytest.mark.parametrize("fact", ["salaire", "retraite", "revenus_locatifs"])
def test_a_negative_amount_is_refused(engine: OpenFiscaEngine, fact: str) -> None:
    with pytest.raises(ValueError, match=f"{fact}: a negative"):
        value(engine, alone(**{fact: monthly(-1)}), "rsa")


def test_what_is_never_asked_is_what_the_model_finds_nil(engine: OpenFiscaEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    block = synthetic_block(200, 14)
    said = engine.compute(block, OUTPUTS).values
    never = incomes.NEVER_ASKED
    monkeypatch.setattr(incomes, "NEVER_ASKED", ())
    found = engine.compute(block, (*never, *OUTPUTS)).values
    assert [name for name in never if found[name].any()] == []
    assert [name for name in OUTPUTS if found[name].tobytes() != said[name].tobytes()] == []


@pytest.mark.parametrize("first", ["aah", "asi", "ass", "ppa", "cmu_c"])
def test_what_is_asked_first_changes_nothing(engine: OpenFiscaEngine, first: str) -> None:
    block = synthetic_block(200, 15)
    usual = engine.compute(block, OUTPUTS).values
    other = engine.compute(block, (first, *reversed(OUTPUTS))).values
    assert [name for name in OUTPUTS if other[name].tobytes() != usual[name].tobytes()] == []
