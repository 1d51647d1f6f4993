"""The journal: lines that nobody changes, chains that show what is missing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from relais.foundation import journal
from relais.foundation.access import operator
from relais.foundation.models import JournalEntry, JournalHead
from tests.factories.accounts import organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def chain() -> str:
    house = organisation()
    for number in range(4):
        journal.record(actor=operator("essai"), action=f"essai.{number}", at=NOW + timedelta(hours=number), organisation_id=house.pk)
    return journal.chain_of(house.pk)


def without_trigger(statement: str, *values: object) -> None:
    """What somebody who holds the database may do."""
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON foundation_journalentry"
        cursor.execute(f"DROP TRIGGER journal_is_append_only{table}")
        cursor.execute(statement, values)


def test_an_honest_chain_holds(chain: str):
    assert JournalEntry.objects.filter(chain=chain).count() == 5
    assert list(journal.breaches(chain)) == []


def test_the_database_refuses_to_change_a_line(chain: str):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JournalEntry.objects.filter(chain=chain).update(action="autre")


@pytest.mark.parametrize("column", ["action", "subject", "operator", "seal"])
def test_a_changed_line_shows(chain: str, column: str):
    without_trigger(f"UPDATE foundation_journalentry SET {column} = %s WHERE chain = %s AND number = 3", "x", chain)
    assert next(breach.number for breach in journal.breaches(chain)) == 3


def test_a_missing_line_shows(chain: str):
    JournalEntry.objects.filter(chain=chain, number=3).delete()
    assert [(breach.number, breach.what) for breach in journal.breaches(chain)] == [(3, "ligne manquante")]


def test_a_missing_end_shows(chain: str):
    JournalEntry.objects.filter(chain=chain, number=5).delete()
    assert [breach.what for breach in journal.breaches(chain)] == ["fin manquante"]


def test_a_line_sealed_with_a_lost_key_shows(chain: str, settings):
    settings.DATA_KEYS = ["ffffffff:" + "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="]
    assert {breach.what for breach in journal.breaches(chain)} == {"clé absente"}


def test_each_organisation_has_its_own_chain(chain: str):
    other = organisation("Ailleurs")
    assert JournalHead.objects.get(pk=str(other.pk)).number == 1
    journal.record(actor=operator("essai"), action="essai", at=NOW)
    assert JournalHead.objects.get(pk=journal.INSTANCE).number == 1
