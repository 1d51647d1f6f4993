"""The end of a session is told to the page of a member, which warns her; one request of nothing puts it off."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from relais.accounts.web.gate import RENEW
from tests.factories.accounts import member, organisation, signed_in

pytestmark = pytest.mark.django_db
URL = reverse("accounts:extend")


@pytest.fixture
def awa():
    return member(organisation(), "awa", email="awa@montbrume.example")


def test_the_page_of_a_member_knows_when_her_session_ends(awa):
    with time_machine.travel("2026-11-20 07:00:00+00:00", tick=False) as clock:
        client = signed_in(awa)
        clock.shift(600)
        dialog = BeautifulSoup(client.get("/compte/").content, "html.parser").select_one("dialog#session")
    assert dialog is not None
    assert dialog["data-idle"] == str(settings.SESSION_LOCK_SECONDS - RENEW), "the cookie that counts may be that old already"
    assert dialog["data-left"] == str(settings.SESSION_COOKIE_AGE - 600)
    assert dialog["data-extend"] == URL
    assert not dialog.has_attr("open"), "nothing shows without scripts"


def test_a_visitor_has_no_session_to_end(client: Client):
    page = client.get("/").content.decode()
    assert "session.js" not in page
    assert "data-idle" not in page


def test_one_press_puts_the_end_off(awa):
    with time_machine.travel("2026-11-20 07:00:00+00:00", tick=False) as clock:
        client = signed_in(awa)
        for _ in range(3):
            clock.shift(settings.SESSION_LOCK_SECONDS - 60)
            answer = client.post(URL)
            assert (answer.status_code, answer.content) == (204, b"")
        clock.shift(settings.SESSION_LOCK_SECONDS - 60)
        assert client.get("/compte/").status_code == 200


def test_a_session_that_is_locked_is_not_brought_back(awa):
    with time_machine.travel("2026-11-20 07:00:00+00:00", tick=False) as clock:
        client = signed_in(awa)
        client.get("/compte/")
        clock.shift(settings.SESSION_LOCK_SECONDS + 120)
        assert client.post(URL).status_code == 302
        assert client.get(URL).status_code in {302, 405}


def test_putting_it_off_writes_nothing(awa, django_assert_max_num_queries):
    client = signed_in(awa)
    client.post(URL)
    with django_assert_max_num_queries(5) as asked:
        client.post(URL)
    assert not [query for query in asked.captured_queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
