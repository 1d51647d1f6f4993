"""Screens of mandates: prepared, printed, signed, withdrawn, attested; what was typed survives a refusal; each case has its sentence."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from relais.accounts.models import Member
from relais.foundation.models import JournalEntry
from relais.mandates.models import Mandate
from relais.people.models import File
from tests.factories.accounts import signed_in
from tests.factories.people import file_of
from tests.mandates.test_mandates import PDF

pytestmark = pytest.mark.django_db
LINES = {"words_1": "Déclarer mes ressources à la CAF", "domain_1": "social", "words_2": "Écrire au bailleur", "domain_2": "logement"}


@pytest.fixture
def hers(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=1))


@pytest.fixture
def client(awa: Member) -> Client:
    return signed_in(awa)


def at(name: str, hers: File, mandate: Mandate | None = None) -> str:
    return reverse(f"mandates:{name}", kwargs={"file_id": hers.pk} | ({"mandate_id": mandate.pk} if mandate else {}))


def page(answer: object) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")  # type: ignore[attr-defined]  # a response


def test_from_an_empty_page_to_a_mandate_in_force_and_one_act_withdrawn(client: Client, hers: File) -> None:
    assert "Un mandat se propose" in page(client.get(at("listed", hers)))
    refused = client.post(at("prepare", hers), {**LINES, "domain_1": "", "days": "31"})
    assert refused.status_code == 422
    assert "Choisissez le domaine" in page(refused)
    assert "Déclarer mes ressources" in page(refused)
    assert client.post(at("prepare", hers), {**LINES, "days": "31"}).status_code == 302
    mandate = Mandate.objects.get()
    assert "Je ne donne aucun mot de passe" in page(client.get(at("paper", hers, mandate)))
    assert client.get(at("paper_pdf", hers, mandate)).content.startswith(b"%PDF-")
    assert client.get(at("attestation", hers, mandate)).status_code == 404
    today = f"{timezone.localdate():%d/%m/%Y}"
    bare = client.post(at("sign", hers, mandate), {"on": today})
    assert (bare.status_code, "Ajoutez la feuille signée" in page(bare)) == (422, True)
    scan = SimpleUploadedFile("mandat.pdf", PDF, "application/pdf")
    assert client.post(at("sign", hers, mandate), {"on": today, "file": scan}).status_code == 302
    shown = page(client.get(at("mandate", hers, mandate)))
    assert "Rien n’a changé depuis l’enregistrement" in shown
    first = mandate.acts.order_by("position")[0]
    lost = client.post(at("revoke", hers, mandate), {"acts": [first.pk], "on": "31/13/2026", "how": "telephone"})
    assert (lost.status_code, "checked" in page(lost)) == (422, True)
    assert client.post(at("revoke", hers, mandate), {"acts": [first.pk], "on": today, "how": "telephone"}).status_code == 302
    shown = page(client.get(at("mandate", hers, mandate)))
    assert "Révoqué le" in shown
    assert "par téléphone" in shown
    proof = client.get(at("attestation", hers, mandate)).json()
    mandate.refresh_from_db()
    assert (proof["empreinte"], proof["champs"]) == (mandate.fingerprint, mandate.digests)
    assert "Inès" not in str(proof)
    assert JournalEntry.objects.filter(action__in=("mandate.paper_read", "mandate.attestation_read")).count() == 2
    again = page(client.get(at("prepare", hers) + f"?reprendre={mandate.pk}"))
    assert "Écrire au bailleur" in again
    assert 'value="Déclarer mes ressources' not in again


def test_a_sheet_is_abandoned_aidants_connect_is_noted_and_panels_tell_both(client: Client, hers: File) -> None:
    client.post(at("prepare", hers), {**LINES, "days": "31"})
    mandate = Mandate.objects.get()
    Mandate.objects.update(prepared_at=timezone.now() - timedelta(days=9))
    assert "feuille à signer" in page(client.get(reverse("day")))
    assert "À signer" in page(client.get(reverse("people:file", kwargs={"file_id": hers.pk})))
    assert client.post(at("drop", hers, mandate)).status_code == 302
    assert "Aucun mandat en cours" in page(client.get(reverse("people:file", kwargs={"file_id": hers.pk})))
    today = timezone.localdate()
    told = {
        "number": "AC-118",
        "domains": ["social"],
        "signed_on": f"{today:%d/%m/%Y}",
        "ends_on": f"{today + timedelta(days=12):%d/%m/%Y}",
    }
    assert client.post(at("point", hers), {**told, "number": ""}).status_code == 422
    assert client.post(at("point", hers), told).status_code == 302
    assert "mandat qui se termine" in page(client.get(reverse("day")))
    pointed = Mandate.objects.get()
    assert client.get(at("paper", hers, pointed)).status_code == 404


def test_the_list_asks_no_more_with_more_mandates(
    client: Client, hers: File, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for at_once in range(3):
        client.post(at("prepare", hers), {**LINES, "words_1": f"Acte {at_once}", "days": "31"})
    client.get(at("listed", hers))
    with django_assert_max_num_queries(20):
        client.get(at("listed", hers))


def test_another_worker_opens_none_of_it(leon: Member, client: Client, hers: File) -> None:
    client.post(at("prepare", hers), {**LINES, "days": "31"})
    mandate = Mandate.objects.get()
    his = signed_in(leon)
    for name in ("mandate", "paper", "paper_pdf", "sign", "revoke", "attestation"):
        assert his.get(at(name, hers, mandate)).status_code == 404, name
    assert his.post(at("drop", hers, mandate)).status_code == 404
    other = file_of(leon, "Léa", now=timezone.now())
    assert his.get(at("mandate", other, mandate)).status_code == 404
