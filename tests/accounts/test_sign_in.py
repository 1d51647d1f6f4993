"""Signing in and out: the same words for every failure, sessions that end in time, doors that stay shut."""

import time

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from relais.accounts.models import Role
from relais.accounts.web.gate import LAST_SEEN
from relais.foundation import limits
from relais.foundation.models import JournalEntry
from tests.factories.accounts import PASSWORD, member, organisation, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/connexion/"


@pytest.fixture(autouse=True)
def fresh_limits():
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def awa():
    """Somebody whose role opens with the password alone."""
    return member(organisation(), "awa", Role.COMMISSION, email="awa@montbrume.example")


def attempt(client: Client, login: str, password: str = PASSWORD, **more: str):
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["awa", "AWA ", "awa@montbrume.example"])
def test_awa_signs_in_by_identifier_or_address(client: Client, awa, login: str):
    answer = attempt(client, login)
    assert (answer.status_code, answer["Location"]) == (302, "/journee/")
    page = client.get("/compte/")
    assert page.status_code == 200
    assert "CCAS de Montbrume" in page.content.decode()
    assert "réussie" not in page.content.decode()
    assert JournalEntry.objects.filter(action="session.opened", actor_id=awa.pk).count() == 1


def test_a_wrong_password_and_an_unknown_account_read_the_same(client: Client, awa):
    wrong, unknown = attempt(client, "awa", "Pas-le-bon-du-tout-1"), attempt(client, "personne", "Pas-le-bon-du-tout-1")
    assert wrong.status_code == unknown.status_code == 422
    said = [answer.content.decode().replace("personne", "awa") for answer in (wrong, unknown)]
    strip = [line for line in said[0].splitlines() if "csrf" not in line]
    assert strip == [line for line in said[1].splitlines() if "csrf" not in line]
    assert "L’identifiant ou le mot de passe ne va pas" in said[0]
    assert 'value="awa"' in said[0]
    assert "Pas-le-bon" not in said[0]


def test_empty_fields_are_told_beside_each(client: Client):
    answer = client.post(SIGN_IN, {})
    assert answer.status_code == 422
    assert "Écrivez votre mot de passe." in answer.content.decode()


def test_after_five_failures_even_the_right_password_waits(client: Client, awa):
    for _ in range(5):
        attempt(client, "awa", "Pas-le-bon-du-tout-1")
    locked = attempt(client, "awa")
    assert locked.status_code == 429
    assert "Trop d’essais" in locked.content.decode()
    assert client.get("/compte/").status_code == 302


def test_attempts_from_everywhere_end_too(client: Client, awa):
    for number in range(25):
        client.post(SIGN_IN, {"login": "awa", "password": "Pas-le-bon-du-tout-1"}, REMOTE_ADDR=f"192.0.2.{number}")
    answer = client.post(SIGN_IN, {"login": "awa", "password": PASSWORD}, REMOTE_ADDR="192.0.2.200")
    assert answer.status_code == 429


def test_sixty_requests_in_a_row_from_one_address_are_enough(client: Client):
    codes = [client.post(SIGN_IN, {}).status_code for _ in range(61)]
    assert codes == [422] * 60 + [429]


def test_a_closed_account_does_not_open(client: Client, awa):
    awa.is_active = False
    awa.save()
    assert attempt(client, "awa").status_code == 422


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/comment-ca-marche/", "/comment-ca-marche/"),
        ("https://evil.example/", "/journee/"),
        ("//evil.example", "/journee/"),
        ("nowhere", "/journee/"),
    ],
)
def test_one_comes_back_to_the_page_asked_for_when_it_is_ours(client: Client, awa, asked: str, reached: str):
    assert attempt(client, "awa", next=asked)["Location"] == reached


def test_sign_out_is_a_button(awa):
    client = signed_in(awa)
    assert client.get("/deconnexion/").status_code == 405
    assert client.post("/deconnexion/").status_code == 302
    assert client.get("/compte/").status_code == 302
    assert JournalEntry.objects.filter(action="session.closed").count() == 1


def test_a_stranger_is_sent_to_sign_in(client: Client):
    assert client.get("/compte/")["Location"] == "/connexion/?next=/compte/"


def test_a_session_ends_after_twelve_hours_however_busy(awa):
    with time_machine.travel("2026-11-20 07:00:00+00:00", tick=False) as clock:
        client = signed_in(awa)
        for _ in range(59):
            clock.shift(12 * 60)
            assert client.get("/compte/").status_code == 200
        clock.shift(12 * 60 + 10)
        assert client.get("/compte/").status_code == 302


def test_a_session_ends_when_nobody_asks_anything_for_an_hour(awa):
    with time_machine.travel("2026-11-20 07:00:00+00:00", tick=False) as clock:
        client = signed_in(awa)
        assert client.get("/compte/").status_code == 200
        clock.shift(settings.SESSION_IDLE_SECONDS + 120)
        assert client.get("/compte/").status_code == 302


def test_the_last_seen_cookie_of_somebody_else_is_worth_nothing(awa):
    client, other = signed_in(awa), signed_in(member(awa.organisation, "leon", Role.HEAD))
    other.get("/compte/")
    client.cookies[LAST_SEEN] = other.cookies[LAST_SEEN].value
    session = client.session
    session["relais.opened"] = time.time() - settings.SESSION_IDLE_SECONDS - 5
    session.save()
    assert client.get("/compte/").status_code == 302


def test_awa_changes_her_password_and_stays(awa):
    client = signed_in(awa)
    url = reverse("accounts:change_password")
    wrong = client.post(url, {"present": "pas-celui-la-12", "new": "Nouveau-galet-2027", "again": "Nouveau-galet-2028"})
    assert wrong.status_code == 422
    assert "Ce n’est pas votre mot de passe actuel." in wrong.content.decode()
    assert "diffèrent" in wrong.content.decode()
    weak = client.post(url, {"present": PASSWORD, "new": "court", "again": "court"})
    assert "sept mots" in weak.content.decode()
    done = client.post(url, {"present": PASSWORD, "new": "Nouveau-galet-2027", "again": "Nouveau-galet-2027"})
    assert done.status_code == 302
    assert "changé" in client.get("/compte/").content.decode()
    awa.refresh_from_db()
    assert awa.check_password("Nouveau-galet-2027")


def test_reading_one_s_account_costs_few_queries(awa, django_assert_max_num_queries):
    client = signed_in(awa)
    with django_assert_max_num_queries(8):
        client.get("/compte/")


def test_a_visitor_without_session_costs_no_query(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(SIGN_IN)
