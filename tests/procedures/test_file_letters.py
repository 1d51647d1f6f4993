"""Letters of a démarche filled from the file: who writes, to whom, the reference, the days; never a protected address nor a note."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.administration.models import DataPolicy
from relais.foundation.models import JournalEntry
from relais.people.models import File, Person
from relais.procedures.models import Procedure, Sending
from relais.procedures.rules.progress import Act
from relais.procedures.services.procedures import NewProcedure, ToldAct, UnableToKeepProcedure, open_procedure, record_act
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    then = timezone.now() - timedelta(days=9)
    return file_of(awa, now=then, given_names="Inès", family_name="Bakri", address="4 rue des Tilleuls\n54000 Montbrume")


def refused(awa: Member, found: File) -> Procedure:
    new = NewProcedure(title="RSA, changement de situation", sheet="rsa", body="CAF du Haut-Brumois", reference="7712345 K")
    now, today = timezone.now(), timezone.localdate()
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=new, now=now)
    for seen, act in enumerate((Act.FILED, Act.REFUSED)):
        told = ToldAct(act, today - timedelta(days=5 - seen), doer="avec" if act is Act.FILED else "", way="courrier", tracking="1A 118")
        record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=seen, now=now)
    return kept


def test_a_letter_opens_with_what_the_file_knows_and_keeps_nothing(awa: Member, found: File) -> None:
    kept, client = refused(awa, found), signed_in(awa)
    at = reverse("procedures:letters", kwargs={"file_id": found.pk, "procedure_id": kept.pk})
    assert "Lettres utiles maintenant" in client.get(at).content.decode()
    before = JournalEntry.objects.count()
    page = client.post(at, {"lettre": "rapo_rsa"}).content.decode()
    for known in ('value="Inès Bakri"', "4 rue des Tilleuls", "CAF du Haut-Brumois", "7712345 K"):
        assert known in page, known
    assert f"{timezone.localdate() - timedelta(days=4):%d/%m/%Y}" in page, "the day the refusal came"
    assert JournalEntry.objects.count() == before + 1, "the reading of the file, and nothing else"
    assert client.post(at, {"lettre": "inconnue"}).status_code == 404
    shown = client.get(reverse("procedures:procedure", kwargs={"file_id": found.pk, "procedure_id": kept.pk})).content.decode()
    assert "1A 118" in shown


def test_a_protected_address_gives_way_to_the_one_to_write_to_and_a_stranger_opens_nothing(
    house: Organisation, awa: Member, found: File
) -> None:
    kept, client = refused(awa, found), signed_in(awa)
    at = reverse("procedures:letters", kwargs={"file_id": found.pk, "procedure_id": kept.pk})
    Person.objects.update(address_protected=True)
    assert "Tilleuls" not in client.post(at, {"lettre": "rapo_rsa"}).content.decode()
    Person.objects.update(correspondence_address="CCAS, 1 place du Marché")
    assert "1 place du Marché" in client.post(at, {"lettre": "rapo_rsa"}).content.decode()
    other = signed_in(worker(house, "leon"))
    assert [other.get(at).status_code, other.post(at, {"lettre": "rapo_rsa"}).status_code] == [404, 404]


SERVICE = {
    "expediteur": "service", "signataire": "Awa Sarr, assistante sociale", "structure": "CCAS de Montbrume\n1 place du Marché",
    "nom": "Inès Bakri",
    "destinataire": "CAF du Haut-Brumois", "le": "1/9/2026", "c_decision": "refus", "c_decision_du": "25/8/2026",
    "c_raisons": "Mes ressources ont baissé.", "c_situation": "Une enfant.",
}  # fmt: skip


def test_the_person_signs_her_letter_and_the_service_may_sign_it_for_her(awa: Member, found: File) -> None:
    kept, client = refused(awa, found), signed_in(awa)
    awa.job_title = "assistante sociale"
    awa.save()
    at = reverse("procedures:write", kwargs={"file_id": found.pk, "procedure_id": kept.pk, "code": "rapo_rsa"})
    form = client.get(at).content.decode()
    assert re.search(r'value="personne"[^>]*checked', form), "the person, unless somebody says otherwise"
    assert "assistante sociale" in form
    assert found.organisation.name in form
    hers = client.post(at, {**SERVICE, "expediteur": "personne", "adresse": "4 rue des Tilleuls", "etape": "apercu"}).content.decode()
    assert "J’écris pour" not in hers
    assert "CCAS de Montbrume" not in paper_of(hers)
    ours = paper_of(client.post(at, {**SERVICE, "etape": "apercu"}).content.decode())
    for words in (
        "CCAS de Montbrume",
        "1 place du Marché",
        "Pour Inès Bakri",
        "Awa Sarr, assistante sociale",
        "pour Inès Bakri, avec son accord",
    ):
        assert words in ours, words
    assert "Tilleuls" not in ours, "her own address is not told"
    assert client.post(at, {**SERVICE, "etape": "garder"}).status_code == 302
    letter = Sending.objects.get()
    assert letter.sender == "service"
    where = {"file_id": found.pk, "procedure_id": kept.pk, "sending_id": letter.pk}
    page = client.get(reverse("procedures:sending", kwargs=where)).content.decode()
    assert "Le service la signe" in page
    assert re.search(r'value="pour"[^>]*checked', page), "sent for her, unless somebody says otherwise"


def test_a_letter_of_the_service_needs_its_address_and_its_signer_and_keeps_what_was_typed(awa: Member, found: File) -> None:
    kept, client = refused(awa, found), signed_in(awa)
    at = reverse("procedures:write", kwargs={"file_id": found.pk, "procedure_id": kept.pk, "code": "rapo_rsa"})
    for name in ("signataire", "structure"):
        answer = client.post(at, {**SERVICE, name: "", "etape": "apercu"})
        assert (answer.status_code, "Mes ressources ont baissé." in answer.content.decode()) == (422, True), name
    assert client.post(at, {**SERVICE, "expediteur": "personne", "etape": "apercu"}).status_code == 422, "her address is missing"
    assert client.post(at, {**SERVICE, "expediteur": "voisine", "etape": "apercu"}).status_code == 422
    # back to the questions, then on: the line of the service is neither lost nor doubled
    preview = client.post(at, {**SERVICE, "etape": "apercu"}).content.decode()
    text = html.unescape(re.search(r'<textarea name="corps"[^>]*>(.*?)</textarea>', preview, re.S)[1])  # type: ignore[index]
    back = client.post(at, {**SERVICE, "corps": text, "etape": "modifier"}).content.decode()
    assert "Votre texte modifié est gardé" not in back
    again = client.post(at, {**SERVICE, "etape": "apercu"}).content.decode()
    assert paper_of(again).count("avec son accord") == 1


def test_the_service_signs_when_her_protected_address_leaves_none_to_write_to(awa: Member, found: File) -> None:
    kept, client = refused(awa, found), signed_in(awa)
    at = reverse("procedures:write", kwargs={"file_id": found.pk, "procedure_id": kept.pk, "code": "rapo_rsa"})
    Person.objects.update(address_protected=True)
    form = client.get(at).content.decode()
    assert re.search(r'value="service"[^>]*checked', form)
    assert "Tilleuls" not in form
    DataPolicy.objects.create(organisation=found.organisation, address="1 place du Marché, 54000 Montbrume")
    assert "1 place du Marché, 54000 Montbrume" in client.get(at).content.decode(), "the address that the house keeps"
    Person.objects.update(correspondence_address="CCAS, boîte 12")
    assert re.search(r'value="personne"[^>]*checked', client.get(at).content.decode())


def paper_of(page: str) -> str:
    """The sheet alone, in plain spaces."""
    return html.unescape(page[page.index('<article class="paper') :]).replace("\u202f", " ").replace("\xa0", " ")


def test_the_number_of_a_sending_is_no_place_for_a_secret(awa: Member, found: File) -> None:
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=timezone.now())
    told = ToldAct(Act.FILED, timezone.localdate(), doer="avec", tracking="mdp : Toto2024!")
    with pytest.raises(UnableToKeepProcedure) as refusal:
        record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=0, now=timezone.now())
    assert "tracking" in refusal.value.problems
