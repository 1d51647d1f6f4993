"""Overrides are dated data, checked before they are applied."""

from datetime import date

import pytest

from relais.kernel.months import Month
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.overrides import BadOverride, Override, apply_overrides, parse_overrides, read_overrides
from relais.law.situation.roles import Role
from tests.law.engine.homes import home, monthly, person, value

CSS = "prestations_sociales.solidarite_insertion.minima_sociaux.cs.cmu.plafond_base"
ENTRY = "- {parameter: a.b, date: 2025-04-01, value: 1, source: s, checked_on: 2026-01-01, mark: M}"


def test_every_override_has_its_source_and_its_mark() -> None:
    overrides = read_overrides()
    assert {override.parameter for override in overrides} >= {CSS}
    assert all(override.source and override.mark in {"V", "P", "M"} and override.checked_on > override.since for override in overrides)


def test_the_health_cover_has_the_ceiling_of_2025_from_then_on_only(engine: OpenFiscaEngine) -> None:
    one = person(Role.DEMANDEUR, "1985-05-05", salaire=monthly(0))
    ceilings = [value(engine, home(one, month=Month(*month)), "cmu_c_plafond") for month in ((2025, 3), (2025, 4), (2026, 10))]
    assert ceilings == [10166, 10339, 10339]


def test_the_energy_cheque_has_its_thresholds_from_2024_on_only(engine: OpenFiscaEngine) -> None:
    one = person(Role.DEMANDEUR, "1985-05-05")
    cheques = [value(engine, home(one, month=Month(year, 6), rfr=5650.0, parts=1.0), "cheque_energie") for year in (2021, 2026)]
    assert cheques == [146, 194]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: b", "a list of entries"),
        ("- [", "not a YAML file"),
        ("- {parameter: a.b}", "the keys are"),
        (ENTRY.replace("value: 1", "value: beaucoup"), "not a number"),
        (ENTRY.replace("value: 1", "value: true"), "not a number"),
        (ENTRY.replace("2025-04-01", "avril"), "written YYYY-MM-DD"),
        (ENTRY.replace("mark: M", "mark: X"), "a mark"),
        (ENTRY.replace("source: s", "source: ''"), "a source"),
        (ENTRY.replace("mark: M", "mark: M, extra: 1"), "the keys are"),
    ],
)
def test_a_wrong_entry_says_what_is_wrong_and_where(text: str, reason: str) -> None:
    with pytest.raises(BadOverride, match=reason) as refusal:
        parse_overrides(text, "essai.yaml")
    assert "essai.yaml" in str(refusal.value)


@pytest.mark.parametrize(
    ("path", "bracket", "reason"),
    [
        ("prestations_sociales.inconnu", None, "no such parameter in the legislation"),
        ("prestations_sociales", None, "not a parameter with values"),
        (CSS, 1, "no bracket 1"),
        ("prestations_sociales.solidarite_insertion.autre_solidarite.cheque_energie.baremes.une_uc", 9, "no bracket 9"),
    ],
)
def test_an_unknown_parameter_is_refused(engine: OpenFiscaEngine, path: str, bracket: int | None, reason: str) -> None:
    override = Override(path, date(2026, 1, 1), 1.0, "s", date(2026, 1, 1), "M", bracket, "threshold")
    with pytest.raises(BadOverride, match=reason):
        apply_overrides(engine.system.parameters, [override])
