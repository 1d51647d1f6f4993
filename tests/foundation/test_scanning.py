"""``relais scan``: every text of the database, sealed ones too; places are told, texts never are."""

import json
import uuid

import pytest

from relais.foundation import scanning
from relais.foundation.models import JournalEntry
from relais.foundation.vault import keys
from relais.project.cli import main
from tests.factories.accounts import member, organisation
from tests.foundation.vault.probe import Note, make_table, put

pytestmark = pytest.mark.django_db


def test_a_secret_in_any_text_is_told_by_its_place_alone(capsys):
    awa = member(organisation("Ici"), job_title="mdp : Toto1234!")
    assert main(["scan"]) == 1
    said = capsys.readouterr().out
    assert [json.loads(line) for line in said.splitlines()] == [
        {"table": "accounts.Member", "row": str(awa.pk), "field": "job_title", "line": 1, "kind": "password", "severity": "block"}
    ]
    assert "Toto" not in said
    assert JournalEntry.objects.filter(action="database.scanned", purpose="securite").count() == 1


def test_an_ordinary_database_is_silent(capsys):
    member(organisation("Ici"))
    assert main(["scan"]) == 0
    assert capsys.readouterr().out == ""


def test_sealed_texts_are_opened_and_one_that_does_not_open_is_told():
    keys.forget_opened_keys()
    make_table()
    house = uuid.UUID(int=7)
    first = Note.objects.create(organisation_id=house, text="Vue ce jour.\ncode carte 4821")
    lost = Note.objects.create(organisation_id=house, text="rien")
    put(lost, b"\x01" * 60)
    told = {
        (one.row, one.finding.kind.value if one.finding else "unopened", one.finding.line if one.finding else 0)
        for one in scanning.scan([Note])
    }
    assert told == {(str(first.pk), "code", 2), (str(lost.pk), "unopened", 0)}
