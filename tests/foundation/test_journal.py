"""The journal: lines that nobody changes, readings said before they are shown, batches that show what is missing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse

from relais.foundation import journal, journal_sealing
from relais.foundation.access import Actor, operator
from relais.foundation.guard import ReadsNeverWrite
from relais.foundation.models import JournalBatch, JournalEntry, JournalHead
from relais.kernel.purposes import Purpose
from relais.people.models import File
from relais.project.cli import main
from tests.factories.accounts import member, organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)
TERMINAL = operator("essai")


@pytest.fixture
def chain() -> str:
    """Ten lines in two batches of five; the first line is the opening of the house."""
    house = organisation()
    for number in range(4):
        journal.record(actor=TERMINAL, action=f"essai.{number}", at=NOW + timedelta(hours=number), organisation_id=house.pk)
    journal_sealing.seal_all(now=NOW)
    for number in range(5):
        journal.record(actor=TERMINAL, action=f"suite.{number}", at=NOW + timedelta(days=1), organisation_id=house.pk)
    journal_sealing.seal_all(now=NOW + timedelta(days=1))
    return journal.chain_of(house.pk)


def told(chain: str) -> list[tuple[int, str]]:
    return [(breach.number, breach.what) for breach in journal.breaches(chain)]


def by_hand(statement: str, *values: object) -> None:
    """What somebody who holds the database may do."""
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON foundation_journalentry"
        cursor.execute(f"DROP TRIGGER IF EXISTS journal_is_append_only{table}")
        cursor.execute(statement, values)


def test_an_honest_chain_holds_and_its_numbers_have_no_gap(chain: str):
    numbers = JournalEntry.objects.filter(chain=chain).order_by("id").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 11))
    assert [(batch.first, batch.last) for batch in JournalBatch.objects.filter(chain=chain).order_by("number")] == [(1, 5), (6, 10)]
    assert told(chain) == []


def test_a_line_takes_no_lock_and_waits_for_its_batch(chain: str, django_assert_num_queries):
    with django_assert_num_queries(1):  # no savepoint of its own: an insert, and nothing else
        journal.record(actor=TERMINAL, action="essai", at=NOW)
    waiting = JournalEntry.objects.get(action="essai")
    assert waiting.number is None
    assert told(journal.INSTANCE) == []
    assert journal_sealing.seal_all(now=NOW) == 1
    assert journal_sealing.seal_all(now=NOW) == 0


@pytest.mark.parametrize("column", ["action", "purpose", "seal", "number"])
def test_the_database_refuses_to_change_a_line(chain: str, column: str):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JournalEntry.objects.filter(chain=chain, number=3).update(**{column: 99})


@pytest.mark.parametrize("column", ["action", "subject", "operator", "purpose", "role", "seal", "at"])
def test_a_changed_line_shows(chain: str, column: str):
    value = "2026-01-01 00:00:00+00:00" if column == "at" else "x"
    by_hand(f"UPDATE foundation_journalentry SET {column} = %s WHERE chain = %s AND number = 3", value, chain)
    assert told(chain) == [(3, "ligne changée")]


def test_a_changed_line_that_still_waits_shows(chain: str):
    journal.record(actor=TERMINAL, action="essai", at=NOW)
    by_hand("UPDATE foundation_journalentry SET action = 'autre' WHERE number IS NULL")
    assert told(journal.INSTANCE) == [(0, "ligne changée")]


def test_missing_lines_show_whatever_their_place(chain: str):
    JournalEntry.objects.filter(chain=chain, number__in=(1, 7, 10)).delete()
    assert told(chain) == [(number, "ligne manquante") for number in (1, 7, 10)]


def test_two_lines_exchanged_show(chain: str):
    by_hand("UPDATE foundation_journalentry SET number = 99 WHERE chain = %s AND number = 2", chain)
    by_hand("UPDATE foundation_journalentry SET number = 2 WHERE chain = %s AND number = 4", chain)
    by_hand("UPDATE foundation_journalentry SET number = 4 WHERE chain = %s AND number = 99", chain)
    assert told(chain) == [(number, "ligne déplacée ou remplacée") for number in (2, 4)]


def test_a_line_of_another_house_put_in_place_of_one_shows(chain: str):
    journal.record(actor=TERMINAL, action="essai.2", at=NOW)
    JournalEntry.objects.filter(chain=chain, number=4).delete()
    by_hand("UPDATE foundation_journalentry SET chain = %s, number = 4 WHERE number IS NULL AND action = 'essai.2'", chain)
    assert told(chain) == [(4, "ligne changée")]


def test_a_line_added_behind_the_batches_shows(chain: str):
    journal.record(actor=TERMINAL, action="essai", at=NOW)
    by_hand("UPDATE foundation_journalentry SET number = 11 WHERE number IS NULL AND action = 'essai'")
    assert told(journal.INSTANCE)[0][1] == "ligne ajoutée hors d’un lot"


def test_a_missing_or_changed_batch_shows(chain: str):
    JournalBatch.objects.filter(chain=chain, number=1).update(last=4)
    assert told(chain)[0] == (1, "lot 1 changé")
    JournalBatch.objects.filter(chain=chain, number=1).delete()
    assert told(chain)[0] == (1, "début manquant, sans limite de purge")


def test_an_end_cut_off_with_its_batch_shows(chain: str):
    JournalEntry.objects.filter(chain=chain, number__gt=5).delete()
    JournalBatch.objects.filter(chain=chain, number=2).delete()
    assert told(chain) == [(6, "fin manquante")]
    JournalHead.objects.all().delete()
    assert told(chain) == [(6, "fin manquante")]


def test_a_line_sealed_with_a_lost_key_shows(chain: str, settings):
    settings.DATA_KEYS = ["ffffffff:" + "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="]
    assert {what for _, what in told(chain)} == {"clé absente"}


def test_pruning_leaves_a_signed_boundary(chain: str):
    year = NOW + journal_sealing.KEPT + timedelta(hours=1)
    assert journal_sealing.prune(chain, now=NOW + timedelta(days=300)) == 0
    assert journal_sealing.prune(chain, now=year) == 5
    assert told(chain) == []
    assert JournalEntry.objects.filter(chain=chain).count() == 5
    assert journal_sealing.prune(chain, now=year) == 0
    assert journal_sealing.prune(chain, now=year + timedelta(days=2)) == 5
    assert told(chain) == []
    journal.record(actor=TERMINAL, action="après", at=year, organisation_id=UUID(chain))
    journal_sealing.seal_all(now=year)
    assert told(chain) == []


def test_a_boundary_cannot_be_imitated(chain: str):
    JournalEntry.objects.filter(chain=chain, number__lte=5).delete()
    JournalBatch.objects.filter(chain=chain, number=1).update(pruned_at=NOW, boundary="0" * 64)
    assert told(chain) == [(1, "limite de purge changée")]


def test_lines_of_the_first_version_are_taken_in_the_first_batch():
    head = JournalHead.objects.create(chain=journal.INSTANCE)
    for number in (1, 2, 3):
        entry = JournalEntry(chain=journal.INSTANCE, number=number, at=NOW, action="ancien", key_id="0a0b0c0d", previous=head.seal)
        entry.seal = head.seal = journal_sealing.mac_of(entry)
        entry.save()
        head.number = number
    head.save()
    assert told(journal.INSTANCE) == []
    journal.record(actor=TERMINAL, action="nouveau", at=NOW)
    journal_sealing.seal_all(now=NOW)
    assert JournalEntry.objects.get(action="nouveau").number == 4
    assert told(journal.INSTANCE) == []
    JournalEntry.objects.filter(number=2).delete()
    assert told(journal.INSTANCE) == [(2, "ligne manquante")]


def test_each_organisation_has_its_own_chain(chain: str):
    other = organisation("Ailleurs")
    journal_sealing.seal_all(now=NOW)
    assert JournalHead.objects.get(pk=str(other.pk)).number == 1


def test_a_reading_says_who_in_which_role_what_why_and_when(chain: str):
    awa = member(organisation("Ici"))
    actor = Actor(user_id=awa.pk, organisation_id=awa.organisation_id, roles=frozenset({"travailleur_social", "accueil"}))
    journal.read(actor, awa, purpose=Purpose.SUPPORT, at=NOW)
    line = JournalEntry.objects.get(action="member.read")
    assert (line.actor_id, line.role, line.purpose, line.at) == (awa.pk, "accueil travailleur_social", "accompagnement", NOW)
    assert (line.subject, line.organisation_id) == (f"accounts.member:{awa.pk}", awa.organisation_id)
    with pytest.raises(ValueError, match="purpose"):
        journal.read(actor, awa, purpose="curiosité")


def test_reading_the_journal_is_itself_journaled(chain: str):
    awa = member(organisation("Ici"))
    journal.read(TERMINAL, awa, purpose=Purpose.SUPPORT, at=NOW)
    lines = journal.consult(TERMINAL, awa, purpose=Purpose.PERSON, at=NOW + timedelta(minutes=1))
    assert [line.action for line in lines][:2] == ["journal.read", "member.read"]


def test_what_hangs_from_a_file_is_told_under_it_and_lines_written_before_still_hold(chain: str):
    awa, file_id = member(organisation("Ici")), UUID(int=7)
    journal.record(actor=TERMINAL, action="note.read", at=NOW, subject=awa, organisation_id=awa.organisation_id, about_id=file_id)
    house = journal.chain_of(awa.organisation_id)
    journal_sealing.seal_all(now=NOW)
    assert told(chain) == told(house) == []
    lines = journal.consult(TERMINAL, File(pk=file_id, organisation_id=awa.organisation_id), purpose=Purpose.PERSON)
    assert [line.action for line in lines] == ["journal.read", "note.read"]
    number = JournalEntry.objects.get(action="note.read").number
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalEntry.objects.filter(number=number, chain=house).update(about_id=None)
    by_hand("UPDATE foundation_journalentry SET about_id = NULL WHERE action = %s", "note.read")
    assert told(house) == [(number, "ligne changée")]
    by_hand("UPDATE foundation_journalentry SET about_id = token WHERE chain = %s", chain)
    assert {what for _, what in told(chain)} == {"ligne changée"}


def test_a_page_that_reads_writes_its_line_and_is_not_shown_without_it(monkeypatch):
    awa = member(organisation("Ici"))

    def page(request: HttpRequest) -> HttpResponse:
        journal.read(TERMINAL, awa, purpose=Purpose.SUPPORT)
        return HttpResponse("contenu")

    request = HttpRequest()
    request.method = "GET"
    assert ReadsNeverWrite(page)(request).content == b"contenu"
    assert JournalEntry.objects.filter(action="member.read").count() == 1

    def full(self: JournalEntry, **_options: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(JournalEntry, "save", full)
    with pytest.raises(DatabaseError):
        ReadsNeverWrite(page)(request)


def test_the_command_says_which_line_and_is_journaled(chain: str, capsys):
    assert main(["journal", "verify"]) == 0
    JournalEntry.objects.filter(chain=chain, number=7).delete()
    assert main(["journal", "verify"]) == 1
    assert "n° 7" in capsys.readouterr().out
    assert JournalEntry.objects.filter(action="journal.verified", purpose="securite").count() == 2
    assert main(["journal", "seal"]) == 0
    assert main(["journal", "autre"]) == 2
