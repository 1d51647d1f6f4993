"""Each stored field says why, on which legal basis and until when (docs/data-dictionary.yaml; S30, S67, CNIL minimisation)."""

from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db import models

from tests.architecture import tracked

KEYS = {"purpose", "basis", "retention", "about"}
#: Whom a field is about: nobody (the instance itself), an agent (user of the application), a person accompanied.
ABOUT = {"nobody", "agent", "person"}
BASES = {"none", "public_task", "legal_obligation", "contract", "legitimate_interest", "consent", "vital_interest"}
#: No field may bear such a name: Relais stores no password about a person and no sensitive fact of this kind (S66, CNIL).
FORBIDDEN = {"religion", "ethnie", "opinion", "syndicat", "orientation_sexuelle", "diagnostic", "nir", "score", "mot_de_passe_caf"}


def dictionary() -> dict[str, Any]:
    """The parsed dictionary."""
    return yaml.safe_load(tracked.text("docs/data-dictionary.yaml"))


def stored_fields(model: type[models.Model]) -> list[str]:
    """Names of the fields that the database keeps for a model; the automatic key tells nothing and is left out."""
    kept = [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]
    return [field.name for field in kept if not isinstance(field, models.AutoField)]


def own_models() -> dict[str, type[models.Model]]:
    """Label → model, for every table of Relais."""
    every = apps.get_models(include_auto_created=False)
    return {model._meta.label: model for model in every if model.__module__.startswith("relais.") and not model._meta.proxy}


def library_tables() -> set[str]:
    """Labels of the tables that come with libraries."""
    return {model._meta.label for model in apps.get_models() if not model.__module__.startswith("relais.")}


def missing(label: str, fields: list[str], rows: dict[str, Any]) -> list[str]:
    """Fields without a complete row; a row inherits what its table says for all."""
    table = rows.get(label, {})
    defaults = {key: table[key] for key in KEYS if key in table}
    lacking = []
    for field in fields:
        described = table.get("fields", {})
        told = {**defaults, **(described[field] or {})}.keys() if field in described else set()
        if absent := KEYS - told:
            lacking.append(f"{label}.{field}: {', '.join(sorted(absent))}")
    return lacking


def test_every_stored_field_has_its_row():
    rows = dictionary()["tables"]
    found = [line for label, model in own_models().items() for line in missing(label, stored_fields(model), rows)]
    assert found == [], "add the row to docs/data-dictionary.yaml"


def test_no_row_outlives_its_field():
    known = own_models()
    rows = dictionary()["tables"]
    assert sorted(set(rows) - set(known)) == []
    assert [f"{label}.{field}" for label in rows for field in rows[label]["fields"] if field not in stored_fields(known[label])] == []


def test_rows_use_the_declared_words():
    for label, table in dictionary()["tables"].items():
        for name, row in table["fields"].items():
            full = {**{key: table[key] for key in KEYS if key in table}, **(row or {})}
            assert set(row or {}) <= KEYS, f"{label}.{name}"
            assert full["about"] in ABOUT, f"{label}.{name}"
            assert full["basis"] in BASES, f"{label}.{name}"
            assert full["about"] == "nobody" or full["basis"] != "none", f"{label}.{name}: personal data needs a legal basis"
            assert len(full["purpose"].split()) >= 3, f"{label}.{name}: say why, in a few words"
            assert full["retention"].strip(), f"{label}.{name}"


def test_tables_of_libraries_are_described_as_a_whole():
    rows = dictionary()["library_tables"]
    assert sorted(library_tables() - set(rows)) == [], "describe it under library_tables"
    assert all({"purpose", "basis", "retention", "about"} <= set(row) for row in rows.values())


def test_no_field_is_of_a_forbidden_kind():
    names = [(label, field) for label, model in own_models().items() for field in stored_fields(model)]
    assert [pair for pair in names if pair[1] in FORBIDDEN] == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, ["a.B.c: about, basis, purpose, retention"]),
        ({"a.B": {"basis": "none", "about": "nobody", "retention": "x", "fields": {"c": {"purpose": "y"}}}}, []),
        ({"a.B": {"basis": "none", "fields": {"c": {"purpose": "y"}}}}, ["a.B.c: about, retention"]),
    ],
)
def test_a_field_without_a_complete_row_is_found(rows: dict[str, Any], expected: list[str]):
    assert missing("a.B", ["c"], rows) == expected
