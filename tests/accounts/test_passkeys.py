"""Passkeys: added, proved, and refused whenever the answer is for another site, another challenge, another key, or a copy."""

import json

import pytest
from django.test import Client

from relais.accounts import services
from relais.accounts.models import SecondFactor
from relais.foundation import limits
from relais.kernel.decisions import Refused
from tests.accounts.authenticator import SoftKey
from tests.factories.accounts import NOW, PASSWORD, acting, member, organisation, signed_in

pytestmark = pytest.mark.django_db
SECOND = "/connexion/second-facteur/"
ADD = "/compte/securite/cle/"


@pytest.fixture(autouse=True)
def fresh_limits():
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def awa():
    return member(organisation(), "awa")


def add(client: Client, key: SoftKey, **more: str):
    options = client.post(f"{ADD}defi/").json()
    return client.post(ADD, {"label": "PC du bureau", "answer": key.create(options), **more})


def enter(key: SoftKey, **changed: str):
    client = Client()
    client.post("/connexion/", {"login": "awa", "password": PASSWORD})
    options = client.post(f"{SECOND}defi/").json()
    answer = key.get(options)
    return client, client.post(SECOND, {"answer": answer, **changed})


def test_awa_enters_with_the_key_of_her_computer(awa):
    client, key = Client(), SoftKey()
    client.post("/connexion/", {"login": "awa", "password": PASSWORD})
    done = add(client, key)
    assert done["Location"].startswith("/compte/securite/codes/"), done.content.decode()
    assert client.get("/compte/").status_code == 200
    assert "PC du bureau" in client.get("/compte/securite/").content.decode()
    again, answer = enter(key)
    assert answer["Location"] == "/journee/"
    assert again.get("/compte/").status_code == 200
    assert SecondFactor.objects.get(member=awa).counter == key.counter


def test_a_key_that_does_not_count_its_signatures_is_welcome(awa):
    key = SoftKey(counts=False)
    add(signed_in(awa), key)
    assert enter(key)[1].status_code == 302
    assert enter(key)[1].status_code == 302


def test_a_copy_whose_count_goes_back_is_refused(awa):
    key = SoftKey()
    add(signed_in(awa), key)
    assert enter(key)[1].status_code == 302
    key.counter = 0
    assert enter(key)[1].status_code == 422


@pytest.mark.parametrize(
    "stranger",
    [SoftKey(origin="https://relais.example"), SoftKey(host="autre.example"), SoftKey(origin="http://testserver")],
    ids=["other site", "other host", "without TLS"],
)
def test_a_key_made_for_another_site_is_refused(awa, stranger: SoftKey):
    answer = add(signed_in(awa), stranger)
    assert answer.status_code == 422
    assert "n’a pas répondu comme prévu" in answer.content.decode()
    assert not awa.factors.exists()


def test_the_key_of_somebody_else_does_not_open(awa):
    add(signed_in(awa), SoftKey())
    assert enter(SoftKey())[1].status_code == 422


def test_an_answer_serves_once(awa):
    key = SoftKey()
    add(signed_in(awa), key)
    client = Client()
    client.post("/connexion/", {"login": "awa", "password": PASSWORD})
    answer = key.get(client.post(f"{SECOND}defi/").json())
    client.post("/deconnexion/")
    client.post("/connexion/", {"login": "awa", "password": PASSWORD})
    assert client.post(SECOND, {"answer": answer}).status_code == 422, "no challenge is under way here"
    client.post(f"{SECOND}defi/")
    assert client.post(SECOND, {"answer": answer}).status_code == 422, "the answer to another challenge"
    assert client.get("/compte/").status_code == 302


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", "{}", json.dumps({"id": "x", "response": {}}), "9" * 30_000])
def test_what_is_not_an_answer_is_refused_in_a_sentence(awa, answer: str):
    client = signed_in(awa)
    client.post(f"{ADD}defi/")
    refused = client.post(ADD, {"label": "PC", "answer": answer})
    assert refused.status_code == 422
    assert "Recommencez" in refused.content.decode()
    add(client, SoftKey())
    entering = Client()
    entering.post("/connexion/", {"login": "awa", "password": PASSWORD})
    entering.post(f"{SECOND}defi/")
    assert entering.post(SECOND, {"answer": answer}).status_code == 422


def test_a_key_needs_a_name_and_there_are_ten_at_most(awa):
    client = signed_in(awa)
    assert "Donnez un nom" in add(client, SoftKey(), label=" ").content.decode()
    SecondFactor.objects.bulk_create(SecondFactor(member=awa, kind="cle", sealed="x", added_at=NOW) for _ in range(10))
    assert "déjà dix clés" in add(client, SoftKey()).content.decode()


def test_a_row_that_does_not_open_proves_nothing(awa):
    key = SoftKey()
    add(signed_in(awa), key)
    SecondFactor.objects.update(sealed="abîmé")
    assert enter(key)[1].status_code == 422
    with pytest.raises(Refused):
        services.prove_by_passkey(
            actor=acting(member(awa.organisation, "leon")), member_id=awa.pk, host="testserver", state={}, answer="{}", now=NOW
        )
