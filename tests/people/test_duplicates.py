"""A second file is not opened by mistake, and whoever opens one learns nothing of a file that is not theirs."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.people import services
from relais.people.models import File
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of, service_of

pytestmark = pytest.mark.django_db
ELSEWHERE = "demandez à l’accueil"


def typed(who: Member, called: str, year: str = "1988", **more: str) -> dict[str, str]:
    return {"called": called, "birth_year": year, "service": str(service_of(who).pk), **more}


def opened(client: Client, who: Member, called: str, year: str = "1988", **more: str) -> tuple[int, str]:
    answer = client.post(reverse("people:new"), typed(who, called, year, **more))
    return answer.status_code, answer.content.decode()


def test_one_s_own_file_is_shown_and_opening_anyway_is_one_press(awa: Member) -> None:
    found, client = file_of(awa, now=timezone.now()), signed_in(awa)
    status, page = opened(client, awa, "Inès Bacri")
    assert status == 422
    assert reverse("people:file", kwargs={"file_id": found.pk}) in page
    assert 'value="Inès Bacri"' in page, "what was typed is kept"
    assert ELSEWHERE not in page
    assert opened(client, awa, "Inès Bakri", "1990")[0] == 302, "born another year"
    assert opened(client, awa, "Inès Bakri", autre="oui")[0] == 302
    assert File.objects.count() == 3


def test_a_file_elsewhere_is_said_in_the_same_words_whoever_it_is(awa: Member, leon: Member) -> None:
    first, second = file_of(leon, "Inès Bakri"), file_of(leon, "Inès Bakry", birth_year=None, address_protected=True, address="3 rue X")
    client = signed_in(awa)
    pages = set()
    for called in ("Inès Bakri", "BAKRI ines"):
        status, page = opened(client, awa, called)
        assert status == 422
        assert ELSEWHERE in page
        for found in (first, second):
            assert str(found.pk) not in page
        assert "Bakry" not in page
        assert "Leon" not in page
        pages.add(page[page.index("Un dossier existe peut-être") : page.index("<form method")])
    assert len(pages) == 1
    assert opened(client, awa, "Inès", "")[0] == 302, "a first name alone says nothing of anybody"


def test_a_person_who_keeps_the_actor_out_is_nowhere(awa: Member, leon: Member) -> None:
    found = file_of(leon, now=timezone.now())
    services.bar(actor=actor(leon), file_id=found.pk, member_id=awa.pk, now=timezone.now())
    assert opened(signed_in(awa), awa, "Inès Bakri")[0] == 302


def test_asking_who_has_a_file_over_and_over_is_stopped(awa: Member, leon: Member) -> None:
    file_of(leon)
    client = signed_in(awa)
    statuses = [opened(client, awa, "Inès Bakri")[0] for _ in range(21)]
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {422}
