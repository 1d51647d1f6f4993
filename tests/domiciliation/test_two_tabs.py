"""Two tabs on an interview or on the address of a service: the second is told, what it typed is kept, what stands is shown."""

import re

import pytest
from django.urls import reverse

from relais.accounts.models import Member
from relais.domiciliation.models import Desk, Election
from relais.domiciliation.services import requests
from relais.domiciliation.services.desks import Address, write_desk
from relais.people.models import File
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, service_of

pytestmark = pytest.mark.django_db


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{32})"', page)
    assert found is not None
    return found[1]


def told(page: str) -> str:
    """What stands, above what was typed."""
    assert "rien n’est écrasé" in page
    return page[page.index("Ce qui est enregistré maintenant") : page.index('<form method="post" novalidate')]


def test_an_interview_is_not_written_over(awa: Member, found: File, pending: Election) -> None:
    client = signed_in(awa)
    address = reverse("domiciliation:complete", kwargs={"file_id": found.pk, "election_id": pending.pk})
    typed = {"interview_on": "", "link": "familial", "home": "", "cause": "", "residence": "", "reason": ""}
    sent = {**typed, "seen": seen_on(client.get(address).content.decode())}
    elsewhere = requests.Interview(link="professionnel", home="couple", cause="errance")
    requests.complete(actor=actor(awa), election_id=pending.pk, told=elsewhere, now=NOW)
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Travail dans la commune" in told(page)
    assert Election.objects.get().link == "professionnel"
    assert client.post(address, {**typed, "seen": seen_on(page)}).status_code == 302
    assert Election.objects.get().link == "familial"


def test_the_address_of_a_service_is_not_written_over(desk: Member) -> None:
    client, service = signed_in(desk), service_of(desk).pk
    address = reverse("domiciliation:desk", kwargs={"service_id": service})
    typed = {"body": "CCAS", "address": "2 place du Pont", "hours": "", "approval": ""}
    sent = {**typed, "seen": seen_on(client.get(address).content.decode())}
    write_desk(actor=actor(desk), service_id=service, told=Address("CCAS de Montbrume", "9 quai du Lin"), now=NOW)
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "9 quai du Lin" in told(page)
    assert Desk.objects.get().address == "9 quai du Lin"
    assert client.post(address, {**typed, "seen": seen_on(page)}).status_code == 302
    assert Desk.objects.get().address == "2 place du Pont"
