"""Exhibits of a démarche: numbered once and for all, void when removed, listed and joined in one PDF for who reads them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from relais.accounts.models import Member, Organisation
from relais.casework.services import documents
from relais.casework.services.documents import Deposit
from relais.casework.terms.documents import DocumentKind
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.people.models import File
from relais.procedures.models import Exhibit, Procedure
from relais.procedures.services.exhibits import deposit_exhibit, put_exhibit_back, remove_exhibit, take_exhibits
from relais.procedures.services.procedures import NewProcedure, UnableToKeepProcedure, open_procedure
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.procedures.test_sendings import at, paper
from tests.screening.printed import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=timezone.now(), given_names="Inès", family_name="Bakri")


@pytest.fixture
def kept(awa: Member, found: File) -> Procedure:
    return open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=timezone.now())


def deposited(
    awa: Member, found: File, title: str, *, content: bytes = b"", kind: str = DocumentKind.LETTER, name: str = "scan.pdf"
) -> object:
    handed = Deposit(content or paper(), name, DocumentKind(kind), title)
    return documents.deposit(actor=actor(awa), file_id=found.pk, handed=handed, now=timezone.now()).pk


def taken(awa: Member, kept: Procedure, *ids: object) -> list[Exhibit]:
    return list(take_exhibits(actor=actor(awa), procedure_id=kept.pk, document_ids=ids, now=timezone.now()))  # type: ignore[arg-type]


def test_documents_of_the_file_and_new_ones_take_the_next_numbers(awa: Member, found: File, kept: Procedure) -> None:
    first, second = deposited(awa, found, "Notification"), deposited(awa, found, "Bail")
    client, here = signed_in(awa), at("exhibits", kept)
    assert "Aucune pièce" in client.get(here).content.decode()
    assert client.post(here, {"documents": [str(first)]}).status_code == 302
    answer = client.post(here, {"documents": [str(second)], "file": SimpleUploadedFile("avis.pdf", paper()), "title": "Avis d’impôt"})
    assert answer.status_code == 302
    page = client.get(here).content.decode()
    assert [row.number for row in Exhibit.objects.order_by("number")] == [1, 2, 3]
    assert "Avis d’impôt" in page
    assert 'name="documents"' not in page, "every document has its number"
    empty = client.post(here, {"title": "Quittance"})
    assert (empty.status_code, "Cochez au moins un document" in empty.content.decode(), "Quittance" in empty.content.decode()) == (
        422,
        True,
        True,
    )


def test_a_removed_number_stays_void_and_comes_back_with_its_own_document(awa: Member, found: File, kept: Procedure) -> None:
    first, second = deposited(awa, found, "Notification"), deposited(awa, found, "Bail")
    one, _two = taken(awa, kept, first, second)
    client = signed_in(awa)
    client.post(at("remove_exhibit", kept, exhibit_id=one.pk))
    client.post(at("remove_exhibit", kept, exhibit_id=one.pk))
    assert "numéro vide" in client.get(at("exhibits", kept)).content.decode()
    third = deposited(awa, found, "Quittance")
    assert taken(awa, kept, third)[0].number == 3
    client.post(at("put_exhibit_back", kept, exhibit_id=one.pk))
    one.refresh_from_db()
    assert (one.number, one.removed_at) == (1, None)
    assert taken(awa, kept, first)[0].pk == one.pk


def test_a_document_of_another_file_or_withdrawn_is_no_exhibit(house: Organisation, awa: Member, found: File, kept: Procedure) -> None:
    other = deposited(awa, file_of(awa, "Léa", now=timezone.now()), "Bail")
    gone = deposited(awa, found, "Vieux bail")
    documents.withdraw(actor=actor(awa), file_id=found.pk, document_id=gone, now=timezone.now())  # type: ignore[arg-type]
    for wrong in (other, gone):
        with pytest.raises(UnableToKeepProcedure, match="n’est plus dans ce dossier"):
            taken(awa, kept, wrong)
        assert signed_in(awa).post(at("exhibits", kept), {"documents": [str(wrong)]}).status_code == 422
    with pytest.raises(OutOfScope):
        taken(worker(house, "leon"), kept, gone)
    stranger: Client = signed_in(worker(house, "leon-bis"))
    assert [stranger.get(at("exhibits", kept)).status_code, stranger.post(at("exhibits_paper", kept)).status_code] == [404, 404]
    assert not Exhibit.objects.exists()


def test_a_report_is_not_named_to_who_does_not_read_it(awa: Member, found: File, kept: Procedure) -> None:
    report = deposited(awa, found, "Rapport turquoise", kind=DocumentKind.REPORT)
    taken(awa, kept, report)
    assert "Rapport turquoise" in signed_in(awa).get(at("exhibits", kept)).content.decode()
    Member.objects.filter(pk=awa.pk).update(secrecy_basis="aucun")
    page = signed_in(Member.objects.get(pk=awa.pk)).get(at("exhibits", kept))
    assert "Rapport turquoise" not in page.content.decode()


def test_the_list_and_the_exhibits_make_one_pdf_each_reading_journaled(awa: Member, found: File, kept: Procedure) -> None:
    notes = b"Bonjour, voici mes horaires."
    ids = [deposited(awa, found, "Notification"), deposited(awa, found, "Horaires", content=notes, name="h.txt")]
    taken(awa, kept, *ids)
    client = signed_in(awa)
    assert "À joindre à part" in client.get(at("exhibits", kept)).content.decode()
    alone = client.post(at("exhibits_paper", kept), {"bordereau": "oui"})
    assert (alone["Content-Type"], "no-store" in alone["Cache-Control"]) == ("application/pdf", True)
    assert len(opened(alone.content).pages) == 1
    before = JournalEntry.objects.filter(action="document.read").count()
    whole = client.post(at("exhibits_paper", kept), {"ensemble": "oui"})
    joined = opened(whole.content)
    assert len(joined.pages) == 2
    with joined.open_outline() as outline:
        assert [one.title for one in outline.root] == ["Bordereau de pièces", "Pièce n°\xa01 : Notification"]
    assert JournalEntry.objects.filter(action="document.read").count() == before + 1
    assert JournalEntry.objects.filter(action="file.exhibits_read").count() == 1


def test_an_exhibit_that_cannot_be_read_is_named(awa: Member, found: File, kept: Procedure) -> None:
    taken(awa, kept, deposited(awa, found, "Bon"), deposited(awa, found, "Abîmé", content=b"%PDF-1.7\n%%EOF\n"))
    answer = signed_in(awa).post(at("exhibits_paper", kept), {"ensemble": "oui"})
    page = answer.content.decode()
    assert (answer.status_code, "La pièce n°\xa02 ne se lit pas" in page) == (422, True)


def test_an_erased_document_leaves_its_number_void_and_the_queries_do_not_grow(
    awa: Member, found: File, kept: Procedure, django_assert_max_num_queries: object
) -> None:
    (one,) = taken(awa, kept, deposited(awa, found, "Bail"))
    one.document.delete()  # type: ignore[union-attr]
    assert "document effacé" in signed_in(awa).get(at("exhibits", kept)).content.decode()
    with pytest.raises(UnableToKeepProcedure, match="effacé"):
        put_exhibit_back(actor=actor(awa), procedure_id=kept.pk, exhibit_id=one.pk, now=timezone.now())
    taken(awa, kept, *(deposited(awa, found, f"Pièce {rank}") for rank in range(12)))
    client = signed_in(awa)
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        client.get(at("exhibits", kept))


class NumbersAreGivenOnce(TestCase):
    """Whatever is taken, removed and put back: numbers are 1, 2, 3…, each for ever with its document."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(["take", "remove", "back"]), st.integers(0, 4)), max_size=14))
    def test_numbers(self, acts: list[tuple[str, int]]) -> None:
        awa = worker(organisation("CCAS des nombres"), "awa-nombres")
        found = file_of(awa, now=timezone.now())
        kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(title="Demande"), now=timezone.now())
        held = [deposited(awa, found, f"Pièce {rank}", content=b"Texte.", name="t.txt") for rank in range(5)]
        known: dict[int, object] = {}
        for act, rank in acts:
            exhibit = Exhibit.objects.filter(procedure=kept, document_id=held[rank]).first()
            if act == "take":
                taken(awa, kept, held[rank])
            elif exhibit is not None:
                change = remove_exhibit if act == "remove" else put_exhibit_back
                change(actor=actor(awa), procedure_id=kept.pk, exhibit_id=exhibit.pk, now=timezone.now())
            rows = dict(Exhibit.objects.filter(procedure=kept).values_list("number", "document_id"))
            assert rows.items() >= known.items()
            assert sorted(rows) == list(range(1, len(rows) + 1))
            known = rows


def test_a_deposit_that_is_refused_gives_no_number(awa: Member, kept: Procedure) -> None:
    with pytest.raises(UnableToKeepProcedure, match="accepté"):
        deposit_exhibit(actor=actor(awa), procedure_id=kept.pk, handed=Deposit(b"MZ\x00", "a.exe", DocumentKind.PROOF), now=timezone.now())
    assert not Exhibit.objects.exists()
