"""Documents: filed, read by level, handed over once, withdrawn and put back; what is disguised or too large leaves nothing behind."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.casework.models import Document, DocumentContent, DownloadLink
from relais.casework.queries import documents as queries
from relais.casework.rules import documents as rules
from relais.casework.services import documents as services
from relais.casework.services.documents import Deposit, UnableToKeepDocuments
from relais.casework.terms.documents import DocumentKind
from relais.casework.terms.notes import Ground, NoteLevel
from relais.foundation import antivirus
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import services as people
from relais.people.models import File
from relais.people.terms import Part
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj % le loyer de mai\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=3))


def filed(who: Member, found: File, kind: DocumentKind = DocumentKind.LETTER, title: str = "Avis de la CAF", **more: str) -> Document:
    handed = Deposit(PDF, "scan_01.pdf", kind, title, **more)
    return services.deposit(actor=actor(who), file_id=found.pk, handed=handed, now=timezone.now())


def titles(who: Member, found: File) -> set[str]:
    return {each.title for each in queries.kept(actor(who), found, now=timezone.now())}


def test_a_document_is_sealed_and_its_title_too(awa: Member, found: File) -> None:
    document = filed(awa, found)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM casework_documentcontent")
        content = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT title FROM casework_document")
        title = bytes(cursor.fetchone()[0])
    assert b"%PDF" not in content
    assert b"CAF" not in title
    assert Document.objects.get(pk=document.pk).content.sealed.open() == PDF
    assert JournalEntry.objects.filter(action="document.added", subject__endswith=str(document.pk)).exists()


def test_each_level_is_read_by_its_own(house: Organisation, awa: Member, found: File) -> None:
    leon, sami, lise = worker(house, "leon"), worker(house, "sami"), worker(house, "lise", secrecy="aucun")
    now = timezone.now()
    people.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.TEAM, now=now)
    people.assign(actor=actor(awa), file_id=found.pk, member_id=lise.pk, part=Part.CO_LEAD, now=now)
    filed(awa, found, title="un avis")
    filed(awa, found, DocumentKind.REPORT, "un rapport")
    medical = filed(awa, found, DocumentKind.MEDICAL, "un certificat")
    assert titles(awa, found) == {"un avis", "un rapport", "un certificat"}
    assert titles(leon, found) == {"un rapport"}
    assert titles(lise, found) == {"un avis"}
    assert titles(sami, found) == set()
    for refused in (sami, lise):
        with pytest.raises(UnableToKeepDocuments):
            services.add_reader(
                actor=actor(awa), file_id=found.pk, document_id=medical.pk, member_id=refused.pk, ground=Ground.TEAM, now=now
            )
    services.add_reader(actor=actor(awa), file_id=found.pk, document_id=medical.pk, member_id=leon.pk, ground=Ground.TEAM, now=now)
    assert titles(leon, found) == {"un rapport", "un certificat"}


def test_the_author_alone_changes_the_level_and_no_kind_opens_below_its_own(house: Organisation, awa: Member, found: File) -> None:
    leon, now = worker(house, "leon"), timezone.now()
    people.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=now)
    document = filed(awa, found)
    with pytest.raises(Refused):
        services.set_level(actor=actor(leon), file_id=found.pk, document_id=document.pk, level=NoteLevel.SHARED, now=now)
    services.set_level(actor=actor(awa), file_id=found.pk, document_id=document.pk, level=NoteLevel.CONFIDENTIAL, now=now)
    assert titles(leon, found) == set()
    with pytest.raises(UnableToKeepDocuments, match="plus ouvert"):
        filed(awa, found, DocumentKind.MEDICAL, level="n1")


def test_who_receives_files_without_reading(house: Organisation, awa: Member, found: File) -> None:
    yasmine = worker(house, "yasmine", Role.RECEPTION, secrecy="mission")
    filed(yasmine, found, title="déposé à l’accueil")
    assert titles(yasmine, found) == set()
    assert titles(awa, found) == {"déposé à l’accueil"}


def test_a_link_serves_once_for_its_member_and_not_for_long(house: Organisation, awa: Member, found: File) -> None:
    leon, now = worker(house, "leon"), timezone.now()
    people.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=now)
    document = filed(awa, found)

    def link() -> str:
        return services.make_link(actor=actor(awa), file_id=found.pk, document_id=document.pk, now=now)

    token = link()
    assert token not in str(DownloadLink.objects.values_list("digest", flat=True))
    with pytest.raises(OutOfScope):
        services.take(actor=actor(leon), token=token, now=now)
    taken = services.take(actor=actor(awa), token=token, now=now)
    assert (taken.name, taken.content) == ("Avis de la CAF.pdf", PDF)
    with pytest.raises(OutOfScope):
        services.take(actor=actor(awa), token=token, now=now)
    with pytest.raises(OutOfScope):
        services.take(actor=actor(awa), token=link(), now=now + rules.LINK_LIFE + timedelta(seconds=1))
    waiting = link()
    services.set_level(actor=actor(awa), file_id=found.pk, document_id=document.pk, level=NoteLevel.SHARED, now=now)
    Member.objects.filter(pk=awa.pk).update(secrecy_basis="aucun")
    with pytest.raises(OutOfScope):
        services.take(actor=actor(awa), token=waiting, now=now)
    assert JournalEntry.objects.filter(action="document.read").count() == 1


def test_withdrawn_put_back_replaced_and_erased_after_thirty_days(awa: Member, found: File) -> None:
    now = timezone.now()
    old = filed(awa, found, title="avant")
    newer = Deposit(PDF, "b.pdf", DocumentKind.LETTER, "après")
    services.replace(actor=actor(awa), file_id=found.pk, document_id=old.pk, handed=newer, now=now)
    assert titles(awa, found) == {"après"}
    services.put_back(actor=actor(awa), file_id=found.pk, document_id=old.pk, now=now)
    assert titles(awa, found) == {"avant", "après"}
    services.withdraw(actor=actor(awa), file_id=found.pk, document_id=old.pk, now=now)
    assert services.erase_withdrawn(now=now + timedelta(days=29)) == 0
    assert services.erase_withdrawn(now=now + timedelta(days=31)) >= 1
    assert titles(awa, found) == {"après"}
    assert DocumentContent.objects.count() == 1


def test_what_is_refused_leaves_nothing(awa: Member, found: File, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(content: bytes, name: str, title: str = "x") -> str:
        with pytest.raises(UnableToKeepDocuments) as refusal:
            services.deposit(
                actor=actor(awa), file_id=found.pk, handed=Deposit(content, name, DocumentKind.LETTER, title), now=timezone.now()
            )
        return str(refusal.value)

    assert "archives" in refused(b"7z\xbc\xaf\x27\x1c", "a.7z")
    assert "mot de passe" in refused(b"mdp caf : Soleil2024!", "a.txt")
    assert "mot de passe" in refused(PDF, "a.pdf", "mot de passe : Soleil2024!")
    assert "10 Mo" in refused(b"%PDF-" + b"0" * rules.LARGEST, "a.pdf")
    monkeypatch.setattr(rules, "LARGEST_FOR_A_PERSON", 10)
    assert "200 Mo" in refused(PDF, "a.pdf")
    monkeypatch.setattr(rules, "LARGEST_FOR_A_PERSON", 1 << 30)
    settings.CLAMAV = "/nowhere/clamd.ctl"
    assert "antivirus ne répond pas" in refused(PDF, "a.pdf")
    monkeypatch.setattr(antivirus, "look", lambda _content: antivirus.Verdict(looked=True, found="Eicar"))
    assert "dangereux" in refused(PDF, "a.pdf")
    assert (Document.objects.count(), DocumentContent.objects.count()) == (0, 0)


def sent(client: Client, found: File, content: bytes, name: str, **more: str):
    data = {"kind": "courrier", "title": "Avis", "file": SimpleUploadedFile(name, content), **more}
    return client.post(reverse("casework:deposit", args=[found.pk]), data)


def test_the_screens_file_show_and_hand_over(awa: Member, found: File) -> None:
    client = signed_in(awa)
    assert sent(client, found, PDF, "a.pdf").status_code == 302
    listed = client.get(reverse("casework:documents", args=[found.pk])).content.decode()
    assert "Avis" in listed
    assert "Avis" in client.get(reverse("people:file", args=[found.pk])).content.decode()
    document = Document.objects.get()
    assert client.get(reverse("casework:documents", args=[found.pk]), {"nature": "medical"}).content.decode().count("Avis") == 0
    assert client.get(reverse("casework:document", args=[found.pk, document.pk])).status_code == 200
    there = client.post(reverse("casework:fetch_document", args=[found.pk, document.pk]))
    answer = client.get(there["Location"])
    assert answer.content == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''Avis.pdf"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(there["Location"]).status_code == 404
    client.post(reverse("casework:withdraw_document", args=[found.pk, document.pk]))
    assert "Remettre" in client.get(reverse("casework:documents", args=[found.pk])).content.decode()


def test_a_refused_form_comes_back_with_what_was_typed(awa: Member, found: File) -> None:
    client = signed_in(awa)
    answer = sent(client, found, b"MZ\x90\x00" + b"\x00" * 50, "facture.pdf", title="Facture d’eau")
    assert answer.status_code == 422
    assert "Facture d’eau" in answer.content.decode()
    too_large = sent(client, found, b"%PDF-" + b"0" * rules.LARGEST, "a.pdf")
    assert too_large.status_code == 422
    assert "10" in too_large.content.decode()
    assert client.post(reverse("casework:deposit", args=[found.pk]), {"kind": "courrier"}).status_code == 422
    assert Document.objects.count() == 0


@pytest.mark.expects_error_log
def test_two_files_at_once_are_refused(awa: Member, found: File) -> None:
    two = {"kind": "courrier", "file": SimpleUploadedFile("a.pdf", PDF), "photo": SimpleUploadedFile("b.jpg", b"x")}
    assert signed_in(awa).post(reverse("casework:deposit", args=[found.pk]), two).status_code == 400
    assert Document.objects.count() == 0


def test_a_list_costs_the_same_for_one_document_and_for_ten(awa: Member, found: File, django_assert_max_num_queries) -> None:
    client = signed_in(awa)
    filed(awa, found)
    with django_assert_max_num_queries(40) as one:
        client.get(reverse("casework:documents", args=[found.pk]))
    for _ in range(9):
        filed(awa, found)
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("casework:documents", args=[found.pk]))
