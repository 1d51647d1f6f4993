"""The freshness gate reads real dates and names the rights they touch."""

from collections.abc import Mapping

from relais.kernel.months import Month
from relais.law.engine.freshness import last_known, overdue, revalued
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.overrides import parameter_at


def late(engine: OpenFiscaEngine, month: Month) -> Mapping[str, list[str]]:
    return overdue(month, engine.known_dates(month))


def test_what_is_revalued_in_time_is_fresh_and_what_is_late_is_named(engine: OpenFiscaEngine) -> None:
    found = late(engine, Month(2026, 11))
    assert {"asi", "c2s_gratuite", "c2s_participation", "cheque_energie", "apa"} <= set(found)
    assert not {"rsa", "prime_activite", "aah", "aspa", "ass", "allocations_familiales", "complement_familial", "aide_logement"} & set(
        found
    )
    assert any("04/2026" in why for why in found["asi"])


def test_nothing_stays_fresh_for_ever(engine: OpenFiscaEngine) -> None:
    concerned = {right for entry in revalued() for right in entry.rights}
    assert set(late(engine, Month(2031, 1))) == concerned


def test_a_value_of_ours_still_to_be_checked_keeps_its_right_to_be_checked(engine: OpenFiscaEngine) -> None:
    assert any("à vérifier" in why for why in late(engine, Month(2025, 5))["c2s_gratuite"])


def test_a_right_is_late_from_the_due_month_not_before(engine: OpenFiscaEngine) -> None:
    assert "rsa" not in late(engine, Month(2027, 3))
    assert "rsa" in late(engine, Month(2027, 4))


def test_every_line_names_a_parameter_with_dates(engine: OpenFiscaEngine) -> None:
    for entry in revalued():
        assert 1 <= entry.due <= 12
        assert entry.rights
        assert last_known(parameter_at(engine.system.parameters, entry.parameter)).year >= 2021
