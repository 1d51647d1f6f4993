"""Two tabs, or two colleagues, on who the person is: the second is told, its words stay, what stands is shown; sent again, they replace."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.people import services
from relais.people.models import File, Person
from relais.people.terms import Part
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db
TYPED = {"called": "Inès", "birth_on": "", "birth_year": "1988", "language": "tamoul", "correspondence_address": ""}


@pytest.fixture
def awa() -> Member:
    return worker(organisation(), "awa")


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, "Inès Bakri", now=timezone.now() - timedelta(days=5), address="3 rue des Quais")


def at(found: File) -> str:
    return reverse("people:person", kwargs={"file_id": found.pk})


def seen_on(screen: Client, found: File) -> str:
    mark = re.search(r'name="seen" value="([0-9a-f]{32})"', screen.get(at(found)).content.decode())
    assert mark is not None
    return mark[1]


def written_meanwhile(awa: Member, found: File, **fields: object) -> None:
    """What another tab keeps."""
    told = services.Told("Inès Bakri-Levy", birth_year=1988, fields={"address": "3 rue des Quais", "interpreter": True, **fields})
    services.change_person(actor=actor(awa), file_id=found.pk, told=told, now=timezone.now())


def test_the_second_tab_is_told_and_nothing_is_written_over(awa: Member, found: File) -> None:
    screen = signed_in(awa)
    sent = {**TYPED, "address": "3 rue des Quais", "seen": seen_on(screen, found)}
    written_meanwhile(awa, found, protection="curatelle_simple")
    answer = screen.post(at(found), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "rien n’est écrasé" in page
    stands = page[page.index("Ce qui est enregistré maintenant") : page.index('<form method="post" novalidate')]
    assert all(words in stands for words in ("Inès Bakri-Levy", "Oui", "Curatelle simple"))
    assert not any(words in stands for words in ("3 rue des Quais", "1988")), "what is the same on both sides is not read again"
    assert 'value="tamoul"' in page, "what was typed stays"
    assert Person.objects.get().called == "Inès Bakri-Levy"
    mark = re.search(r'name="seen" value="([0-9a-f]{32})"', page)
    assert mark is not None
    assert screen.post(at(found), {**sent, "seen": mark[1]}).status_code == 302, "seen now: what is sent replaces"
    assert (Person.objects.get().called, Person.objects.get().language) == ("Inès", "tamoul")


def test_a_page_left_alone_is_kept_and_one_that_shows_nothing_too(awa: Member, found: File) -> None:
    screen = signed_in(awa)
    assert screen.post(at(found), {**TYPED, "seen": seen_on(screen, found)}).status_code == 302
    written_meanwhile(awa, found)
    assert screen.post(at(found), TYPED).status_code == 302, "a form kept from before this version carries no mark"


def test_a_change_of_a_protected_address_is_not_felt_by_who_does_not_read_it(awa: Member, found: File) -> None:
    written_meanwhile(awa, found, address_protected=True)
    leon = worker(awa.organisation, "leon")
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=timezone.now())
    screen = signed_in(leon)
    mark = seen_on(screen, found)
    written_meanwhile(awa, found, address_protected=True, address="8 quai du Lin")
    assert seen_on(screen, found) == mark
    assert screen.post(at(found), {**TYPED, "seen": mark}).status_code == 302
    assert Person.objects.get().address == "8 quai du Lin"
