"""Each stored field says why, on which legal basis and until when (docs/data-dictionary.yaml; S30, S67, CNIL minimisation)."""

from typing import Any

import pytest
from django.apps import apps

from relais.administration.dictionary import PERSONAL, full_row, missing, own_models, stored_fields, tables, written

#: Whom a field is about: nobody (the instance itself), an agent (user of the application), a person accompanied.
ABOUT = {"nobody", "agent", "person"}
BASES = {"none", "public_task", "legal_obligation", "contract", "legitimate_interest", "consent", "vital_interest"}
#: No field may bear such a name: Relais stores no password about a person and no sensitive fact of this kind (S66, CNIL).
FORBIDDEN = {"religion", "ethnie", "opinion", "syndicat", "orientation_sexuelle", "diagnostic", "nir", "score", "mot_de_passe_caf"}


def library_tables() -> set[str]:
    """Labels of the tables that come with libraries."""
    return {model._meta.label for model in apps.get_models() if not model.__module__.startswith("relais.")}


def test_every_stored_field_has_its_row():
    rows = written()["tables"]
    found = [line for label, model in own_models().items() for line in missing(label, stored_fields(model), rows)]
    assert found == [], "add the row to docs/data-dictionary.yaml"


def test_no_row_outlives_its_field():
    known = own_models()
    rows = written()["tables"]
    assert sorted(set(rows) - set(known)) == []
    assert [f"{label}.{field}" for label in rows for field in rows[label]["fields"] if field not in stored_fields(known[label])] == []


def test_rows_use_the_declared_words():
    codes = set(written()["recipients"])
    for label, table in written()["tables"].items():
        for name, row in table["fields"].items():
            full = full_row(table, name)
            assert set(row or {}) <= PERSONAL, f"{label}.{name}"
            assert set(full.get("recipients", "").split()) <= codes, f"{label}.{name}: recipients are codes of the list at the head"
            assert full["about"] in ABOUT, f"{label}.{name}"
            assert full["basis"] in BASES, f"{label}.{name}"
            assert full["about"] == "nobody" or full["basis"] != "none", f"{label}.{name}: personal data needs a legal basis"
            assert len(full["purpose"].split()) >= 3, f"{label}.{name}: say why, in a few words"
            assert full["retention"].strip(), f"{label}.{name}"


def test_tables_of_libraries_are_described_as_a_whole():
    rows = written()["library_tables"]
    assert sorted(library_tables() - set(rows)) == [], "describe it under library_tables"
    assert all({"purpose", "basis", "retention", "about"} <= set(row) for row in rows.values())


def test_no_field_is_of_a_forbidden_kind():
    names = [(label, field) for label, model in own_models().items() for field in stored_fields(model)]
    assert [pair for pair in names if pair[1] in FORBIDDEN] == []


def test_every_table_of_the_dictionary_is_read_with_its_labels() -> None:
    read = {table.label: table for table in tables()}
    assert set(read) == set(own_models())
    (called,) = [row for row in read["people.Person"].rows if row.name == "called"]
    assert (called.label, called.sealed, called.recipients) == ("nom sous lequel elle veut être appelée", False, ("team", "reception"))


_SAID = {"purpose": "p", "basis": "public_task", "retention": "r"}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({}, ["a.B.c: about, basis, purpose, retention"]),
        ({**_SAID, "about": "nobody", "fields": {"c": {}}}, []),
        ({"basis": "none", "fields": {"c": {"purpose": "y"}}}, ["a.B.c: about, retention"]),
        ({**_SAID, "about": "person", "fields": {"c": {}}}, ["a.B.c: elimination, recipients"]),
        ({**_SAID, "about": "person", "recipients": "team", "elimination": "with person", "fields": {"c": {}}}, []),
    ],
)
def test_a_field_without_a_complete_row_is_found(table: dict[str, Any], expected: list[str]):
    assert missing("a.B", ["c"], {"a.B": table} if table else {}) == expected
