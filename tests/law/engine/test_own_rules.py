"""Rules of our own in place of the model's: amounts worked out from the law, by hand."""

import pytest

from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.situation.roles import Role
from tests.law.engine.homes import alone, home, monthly, person, value

#: base mensuelle des allocations familiales since April 2026, and the full amount for a third person (April 2025)
BASE, THIRD_PERSON = 478.16, 1288.13


@pytest.mark.parametrize(
    ("complement", "share", "increase", "euros"),
    [
        ("aucun", 0.32, 0.0, 0.0),
        ("c1", 0.32 + 0.24, 0.0, 0.0),
        ("c2", 0.32 + 0.65, 0.13, 0.0),
        ("c3", 0.32 + 0.92, 0.18, 0.0),
        ("c4", 0.32 + 1.4257, 0.57, 0.0),
        ("c5", 0.32 + 1.8221, 0.73, 0.0),
        ("c6", 0.32, 1.07, THIRD_PERSON),
    ],
)
def test_each_complement_pays_the_share_of_its_own_category(
    engine: OpenFiscaEngine, complement: str, share: float, increase: float, euros: float
) -> None:
    """CSS D.541-1, D.541-2, D.541-4: the lone parent gets the increase of the same category."""
    child = person(Role.ENFANT, "2016-03-01", handicap_taux="plus_80", aeeh_complement=complement)
    parents = [person(Role.DEMANDEUR, "1985-05-05"), person(Role.CONJOINT, "1986-05-05")]
    assert value(engine, home(*parents, child), "aeeh") == pytest.approx(share * BASE + euros, abs=0.02)
    assert value(engine, home(parents[0], child), "aeeh") == pytest.approx((share + increase) * BASE + euros, abs=0.02)


def test_every_child_counts_and_only_below_twenty_and_from_half(engine: OpenFiscaEngine) -> None:
    parent = person(Role.DEMANDEUR, "1985-05-05", handicap_taux="plus_80")
    two = [person(Role.ENFANT, born, handicap_taux="de_50_a_79") for born in ("2016-03-01", "2018-03-01")]
    others = [person(Role.ENFANT, "2006-09-01", handicap_taux="plus_80"), person(Role.ENFANT, "2015-01-01", handicap_taux="moins_50")]
    assert value(engine, home(parent, *two, *others), "aeeh") == pytest.approx(2 * 0.32 * BASE, abs=0.02)
    assert value(engine, home(parent, *others), "aeeh") == 0


@pytest.mark.parametrize(
    ("born", "given", "opened"),
    [
        ("1964-10-15", {"inapte": True}, False),
        ("1964-09-30", {"inapte": True}, True),
        ("1963-05-05", {"handicap_taux": "plus_80"}, True),
        ("1963-05-05", {"handicap_taux": "de_50_a_79"}, True),
        ("1963-05-05", {"handicap_taux": "moins_50"}, False),
        ("1962-05-05", {}, False),
        ("1961-09-30", {}, True),
    ],
)
def test_the_aspa_opens_at_62_to_those_unfit_for_work_and_at_65_to_all(
    engine: OpenFiscaEngine, born: str, given: dict[str, object], opened: bool
) -> None:
    """CSS L.815-1: 62 with inaptitude though the ordinary age of retirement moves to 64; plafond 2026, 1 043,59 € a month."""
    aspa = value(engine, alone(born, statut="retraite", retraite=monthly(600), **given), "aspa")
    assert aspa == pytest.approx(1043.59 - 600 if opened else 0, abs=0.02)


def test_the_early_aspa_asks_the_years_of_title_too(engine: OpenFiscaEngine) -> None:
    def aspa(years: float) -> float:
        stay = {"nationalite": "hors_UE", "titre": "temporaire", "titre_annees": years}
        return value(engine, alone("1964-01-01", inapte=True, **stay), "aspa")

    assert aspa(9) == 0
    assert aspa(10) > 1000
