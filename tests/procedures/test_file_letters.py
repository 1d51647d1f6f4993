"""Letters of a démarche filled from the file: who writes, to whom, the reference, the days; never a protected address nor a note."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.foundation.models import JournalEntry
from relais.people.models import File, Person
from relais.procedures.models import Procedure
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


def test_the_number_of_a_sending_is_no_place_for_a_secret(awa: Member, found: File) -> None:
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=timezone.now())
    told = ToldAct(Act.FILED, timezone.localdate(), doer="avec", tracking="mdp : Toto2024!")
    with pytest.raises(UnableToKeepProcedure) as refusal:
        record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=0, now=timezone.now())
    assert "tracking" in refusal.value.problems
