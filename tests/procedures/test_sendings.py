"""Letters of a démarche: kept as they will be sent, recorded as sent with their proof, numbered, taken back; nothing for who may not."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.casework.models import Document
from relais.casework.services.documents import Deposit
from relais.casework.terms.documents import DocumentKind
from relais.foundation.models import JournalEntry
from relais.mandates.services.mandates import revoke_acts
from relais.people.models import File
from relais.people.models.files import FileState
from relais.people.services.files import set_state
from relais.procedures.models import Exhibit, Procedure, Sending
from relais.procedures.rules.progress import Act
from relais.procedures.services.exhibits import deposit_exhibit, remove_exhibit
from relais.procedures.services.procedures import NewProcedure, ToldAct, UnableToKeepProcedure, open_procedure, record_act, take_back
from relais.procedures.services.sendings import PreparedLetter, ToldSending, leave_letter, prepare_letter, record_sending, take_back_sending
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.procedures.test_under_a_mandate import mandate

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ANSWERS = {
    "nom": "Inès Bakri", "adresse": "4 rue des Tilleuls\n54000 Montbrume", "destinataire": "CAF du Haut-Brumois\n1 place",
    "le": TODAY.strftime("%d/%m/%Y"), "c_decision": "refus", "c_decision_du": "1/9/2026", "c_raisons": "Mes ressources ont baissé.",
    "c_situation": "Une enfant, 900 euros.",
}  # fmt: skip


def paper() -> bytes:
    made, out = pikepdf.Pdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(595, 842))
    made.save(out)
    return out.getvalue()


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=9), given_names="Inès", family_name="Bakri", address="4 rue des Tilleuls")


@pytest.fixture
def kept(awa: Member, found: File) -> Procedure:
    """A refusal that came four days ago."""
    now = timezone.now()
    one = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="rsa", body="CAF du Haut-Brumois"), now=now)
    for seen, act in enumerate((Act.FILED, Act.REFUSED)):
        told = ToldAct(act, TODAY - timedelta(days=5 - seen), doer="avec" if act is Act.FILED else "")
        record_act(actor=actor(awa), procedure_id=one.pk, told=told, seen=seen, now=now)
    return one


@pytest.fixture
def letter(awa: Member, kept: Procedure) -> Sending:
    told = PreparedLetter("rapo_rsa", "Contester une décision sur le RSA", "Présidente du département", paper(), TODAY)
    return prepare_letter(actor=actor(awa), procedure_id=kept.pk, letter=told, now=timezone.now())


def at(name: str, kept: Procedure, **more: object) -> str:
    return reverse(f"procedures:{name}", kwargs={"file_id": kept.file_id, "procedure_id": kept.pk, **more})


def sent(awa: Member, letter: Sending, *, seen: int = 2, **more: object) -> Sending:
    told = ToldSending(
        TODAY, **{"act": Act.APPEALED, "doer": "avec", "way": "courrier", "proof": "recommande", "tracking": "1A 118", **more}
    )
    return record_sending(
        actor=actor(awa), procedure_id=letter.procedure_id, sending_id=letter.pk, told=told, seen=seen, now=timezone.now()
    )


def form(**more: object) -> dict[str, object]:
    told = {"on": TODAY.strftime("%d/%m/%Y"), "act": "recours", "doer": "avec", "way": "courrier", "proof": "recommande", "seen": "2"}
    return {**told, **more}


def test_a_letter_is_kept_from_its_preview_and_sent_with_its_receipt(awa: Member, kept: Procedure, found: File) -> None:
    client = signed_in(awa)
    page = client.get(at("write", kept, code="rapo_rsa")).content.decode()
    assert 'value="Inès Bakri"' in page
    preview = client.post(at("write", kept, code="rapo_rsa"), {**ANSWERS, "etape": "apercu"})
    assert "Garder cette lettre" in preview.content.decode()
    assert not Sending.objects.exists()
    answer = client.post(at("write", kept, code="rapo_rsa"), {**ANSWERS, "etape": "garder"})
    letter = Sending.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, at("sending", kept, sending_id=letter.pk))
    assert (letter.document.kind, letter.document.level, letter.recipient) == ("envoi", "n1", "CAF du Haut-Brumois")
    receipt = SimpleUploadedFile("recu.pdf", paper(), "application/pdf")
    done = client.post(at("sending", kept, sending_id=letter.pk), form(tracking="1A 118", file=receipt))
    assert done.status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.acts.order_by("recorded_at").last().act) == ("recours", "recours")
    numbered = list(Exhibit.objects.order_by("number").values_list("number", "role"))
    assert numbered == [(1, "lettre"), (2, "preuve")]
    shown = client.get(at("sending", kept, sending_id=letter.pk)).content.decode()
    for word in ("Recours déposé", "1A 118", "Recommandé", "n° 1"):
        assert word in shown, word
    told = set(JournalEntry.objects.values_list("action", flat=True))
    assert {"procedure.letter_prepared", "procedure.appealed", "procedure.letter_sent"} <= told


def test_taken_back_the_act_no_longer_counts_and_the_numbers_stay_void(awa: Member, kept: Procedure, letter: Sending) -> None:
    sent(awa, letter)
    take_back_sending(actor=actor(awa), procedure_id=kept.pk, sending_id=letter.pk, now=timezone.now())
    take_back_sending(actor=actor(awa), procedure_id=kept.pk, sending_id=letter.pk, now=timezone.now())
    kept.refresh_from_db()
    letter.refresh_from_db()
    assert (kept.state, letter.sent_on, letter.tracking) == ("refusee", None, "")
    assert Exhibit.objects.get().removed_at is not None
    again = sent(awa, letter)
    assert (again.sent_on, Exhibit.objects.get().number, Exhibit.objects.get().removed_at) == (TODAY, 1, None)
    # by its act, from the story of the démarche: the same
    take_back(actor=actor(awa), procedure_id=kept.pk, act_id=again.act_id, now=timezone.now())
    letter.refresh_from_db()
    assert letter.sent_on is None


def test_a_letter_that_moves_nothing_is_an_exhibit_all_the_same(awa: Member, kept: Procedure, letter: Sending) -> None:
    sent(awa, letter, act=None)
    kept.refresh_from_db()
    assert (kept.state, kept.exhibits.get().number, kept.acts.count()) == ("refusee", 1, 2)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"on": (TODAY + timedelta(days=1)).strftime("%d/%m/%Y")}, "pas encore venu"),
        ({"on": (TODAY + timedelta(days=1)).strftime("%d/%m/%Y"), "act": ""}, "pas encore venu"),
        ({"on": ""}, "Écrivez la date"),
        ({"on": "31/2/2026"}, "id_on"),
        ({"doer": "pour"}, "pourquoi vous l’avez fait"),
        ({"doer": "pour", "act": ""}, "pourquoi vous l’avez fait"),
        ({"tracking": "mdp : Toto2024!"}, "mot de passe"),
        ({"tracking": "mdp : Toto2024!", "act": ""}, "mot de passe"),
        ({"act": "deposee"}, "il reste le recours"),
        ({"act": "relancee"}, "il reste le recours"),
        ({"seen": "1"}, "a changé depuis"),
        ({"seen": "1", "act": ""}, "a changé depuis"),
        ({"file": "virus"}, "format"),
    ],
)
def test_a_fault_is_said_and_nothing_is_lost_nor_half_written(
    awa: Member, kept: Procedure, letter: Sending, more: dict[str, str], field: str
) -> None:
    if "file" in more:
        more = {**more, "file": SimpleUploadedFile("recu.exe", b"MZ\x00\x01\x02", "application/pdf")}  # type: ignore[dict-item]
    answer = signed_in(awa).post(at("sending", kept, sending_id=letter.pk), form(**{"tracking": "RK 12 FR", **more}))
    page = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert answer.status_code == 422
    assert field in page
    assert "tracking" in more or "RK 12 FR" in page
    letter.refresh_from_db()
    assert (letter.sent_on, kept.acts.count(), Exhibit.objects.count(), Document.objects.count()) == (None, 2, 0, 1)


def test_before_the_deposit_an_appeal_is_refused_and_a_deposit_moves(awa: Member, found: File) -> None:
    one = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=timezone.now())
    told = PreparedLetter("envoi_pieces", "Envoyer des pièces", "CPAM", paper(), TODAY)
    letter = prepare_letter(actor=actor(awa), procedure_id=one.pk, letter=told, now=timezone.now())
    with pytest.raises(UnableToKeepProcedure, match="pas encore déposée"):
        sent(awa, letter, seen=0)
    sent(awa, letter, seen=0, act=Act.FILED)
    one.refresh_from_db()
    assert one.state == "deposee"


def test_sent_twice_and_from_two_tabs_it_is_sent_once(awa: Member, kept: Procedure, letter: Sending) -> None:
    first, second = signed_in(awa), signed_in(awa)
    assert first.post(at("sending", kept, sending_id=letter.pk), form()).status_code == 302
    answer = second.post(at("sending", kept, sending_id=letter.pk), form(tracking="RK 7"))
    assert answer.status_code == 422
    assert (kept.acts.count(), Exhibit.objects.count()) == (3, 1)
    with pytest.raises(UnableToKeepProcedure, match="déjà notée"):
        sent(awa, letter, seen=3)
    with pytest.raises(UnableToKeepProcedure, match="déjà notée"):
        leave_letter(actor=actor(awa), procedure_id=kept.pk, sending_id=letter.pk, aside=True, now=timezone.now())


def test_a_revoked_mandate_no_longer_lets_a_letter_go(awa: Member, found: File, kept: Procedure, letter: Sending) -> None:
    (let,) = mandate(awa, found, "argent")
    revoke_acts(actor=actor(awa), mandate_id=let.mandate_id, act_ids=[let.pk], on=TODAY, how="telephone", now=timezone.now())
    for act in ("recours", ""):
        answer = signed_in(awa).post(
            at("sending", kept, sending_id=letter.pk), form(doer="pour", mandate_act=str(let.pk), act=act, tracking="RK 9")
        )
        assert answer.status_code == 422
        assert "révoqué" in answer.content.decode()
        assert "RK 9" in answer.content.decode()
    assert kept.acts.count() == 2


def test_a_closed_file_keeps_what_was_typed_and_writes_nothing(awa: Member, found: File, kept: Procedure, letter: Sending) -> None:
    set_state(actor=actor(awa), file_id=found.pk, state=FileState.CLOSED, reason="sans_nouvelles", now=timezone.now())
    answer = signed_in(awa).post(at("sending", kept, sending_id=letter.pk), form(tracking="RK 7"))
    assert (answer.status_code, "est clos" in answer.content.decode(), "RK 7" in answer.content.decode()) == (422, True, True)
    answer = signed_in(awa).post(at("write", kept, code="rapo_rsa"), {**ANSWERS, "etape": "garder"})
    assert (answer.status_code, "Mes ressources ont baissé." in answer.content.decode()) == (422, True)
    assert Sending.objects.count() == 1


def test_left_aside_its_document_is_withdrawn_and_it_may_be_taken_up(awa: Member, kept: Procedure, letter: Sending) -> None:
    client = signed_in(awa)
    client.post(at("leave_letter", kept, sending_id=letter.pk))
    letter.refresh_from_db()
    assert (letter.dropped_at is not None, letter.document.withdrawn_at is not None) == (True, True)
    with pytest.raises(UnableToKeepProcedure, match="laissée de côté"):
        sent(awa, letter)
    assert "Reprendre" in client.get(at("sending", kept, sending_id=letter.pk)).content.decode()
    client.post(at("leave_letter", kept, sending_id=letter.pk), {"reprendre": "oui"})
    letter.refresh_from_db()
    assert (letter.dropped_at, letter.document.withdrawn_at) == (None, None)


def test_a_proof_comes_later_and_needs_a_file(awa: Member, kept: Procedure, letter: Sending) -> None:
    client = signed_in(awa)
    early = client.post(at("sending_proof", kept, sending_id=letter.pk), {"file": SimpleUploadedFile("a.pdf", paper())}, follow=True)
    assert "notez d’abord" in early.content.decode()
    assert not Exhibit.objects.exists()
    sent(awa, letter)
    none = client.post(at("sending_proof", kept, sending_id=letter.pk), {})
    assert (none.status_code, "Choisissez un fichier" in none.content.decode()) == (422, True)
    client.post(at("sending_proof", kept, sending_id=letter.pk), {"file": SimpleUploadedFile("a.pdf", paper())})
    assert list(Exhibit.objects.order_by("number").values_list("number", "role")) == [(1, "lettre"), (2, "preuve")]


def test_a_stranger_finds_no_letter(house: Organisation, kept: Procedure, letter: Sending) -> None:
    other: Client = signed_in(worker(house, "leon"))
    assert other.get(at("sending", kept, sending_id=letter.pk)).status_code == 404
    assert other.post(at("sending", kept, sending_id=letter.pk), form()).status_code == 404
    assert other.get(at("write", kept, code="rapo_rsa")).status_code == 404


def test_an_evaluation_never_goes_by_e_mail_and_the_other_ways_are_told(awa: Member, found: File, kept: Procedure, letter: Sending) -> None:
    """Doctrine S42: refused, with the reason and the allowed channels; what was typed stays."""
    report = Deposit(paper(), "rapport.pdf", DocumentKind.REPORT, "Évaluation sociale", TODAY)
    exhibit = deposit_exhibit(actor=actor(awa), procedure_id=kept.pk, handed=report, now=timezone.now())
    client, here = signed_in(awa), at("sending", kept, sending_id=letter.pk)
    answer = client.post(here, form(way="courriel", proof="aucune", tracking="118 A"))
    page = answer.content.decode()
    assert (answer.status_code, "pas de courriel" in page, "sous pli fermé" in page, "118 A" in page) == (422, True, True, True)
    letter.refresh_from_db()
    assert letter.sent_on is None
    remove_exhibit(actor=actor(awa), procedure_id=kept.pk, exhibit_id=exhibit.pk, now=timezone.now())
    assert client.post(here, form(way="courriel", proof="aucune")).status_code == 302
