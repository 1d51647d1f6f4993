"""The frame: language, errors, entries that appear with their pages. What holds on every page is in test_every_page.py."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_the_language_is_changed_by_a_press_and_comes_back_to_the_page(client: Client) -> None:
    answer = client.post(reverse("set-language"), {"language": "en", "next": "/comment-ca-marche/"})
    assert answer["Location"] == "/comment-ca-marche/"
    assert BeautifulSoup(client.get("/comment-ca-marche/").content, "html.parser").select_one("html[lang=en]")


@pytest.mark.django_db
def test_an_address_that_is_not_here_says_nothing_about_existence(client: Client) -> None:
    answer = client.get("/dossiers/12/")
    assert answer.status_code == 404
    text = BeautifulSoup(answer.content, "html.parser").get_text()
    assert "dossiers" not in text
    assert "n’existe" not in text


def test_a_form_without_its_proof_is_refused_calmly() -> None:
    answer = Client(enforce_csrf_checks=True).post("/langue/", {"language": "en"})
    assert answer.status_code == 403
    assert "Rien n’a été changé" in answer.content.decode()


def test_the_address_of_a_button_opened_by_itself_says_so(client: Client) -> None:
    answer = client.get(reverse("accounts:sign_out"), headers={"accept": "text/html,*/*"})
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Cette adresse reçoit un formulaire" in answer.content.decode()
    assert client.get(reverse("accounts:sign_out"), headers={"accept": "application/json"}).content == b""


def test_a_breakdown_needs_no_database(client: Client) -> None:
    from django.test import RequestFactory

    from relais.shell.web.errors import bad_request, forbidden, server_error

    request = RequestFactory().get("/")
    assert server_error(request).status_code == 500
    assert "Ce n’est pas votre faute" in server_error(request).content.decode()
    assert bad_request(request).status_code == 400
    assert forbidden(request).status_code == 403


@pytest.mark.django_db
def test_an_entry_of_the_menu_appears_with_its_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from relais.shell import frame

    monkeypatch.setattr(frame, "address", lambda name: "")
    assert "Outils" not in BeautifulSoup(client.get("/").content, "html.parser").header.get_text()  # type: ignore[union-attr]
    monkeypatch.setattr(frame, "address", lambda name: "/outils/" if name == "tools:home" else "")
    assert "Outils" in BeautifulSoup(client.get("/").content, "html.parser").header.get_text()  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_entry_of_this_page_says_so(client: Client) -> None:
    header = BeautifulSoup(client.get("/comment-ca-marche/").content, "html.parser").select("nav a[aria-current=page]")
    assert {link.get_text(strip=True) for link in header} == {"Comment ça marche"}


@pytest.mark.django_db
def test_home_leads_to_the_simulation_and_to_filled_examples(client: Client) -> None:
    home = BeautifulSoup(client.get("/").content, "html.parser")
    assert [link.get_text(strip=True) for link in home.select(".hero a.button")] == ["Simuler sans dossier"]
    assert home.select(".hero a.button")[0]["href"] == reverse("screening:start")
    cards = [str(card["href"]) for card in home.select("a.card-link")]
    assert len(cards) == 3
    assert all(re.fullmatch(r"/droits/exemples/[a-z-]+/", card) for card in cards)


@pytest.mark.django_db
def test_home_without_simulation_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from relais.shell.web import pages

    monkeypatch.setattr(pages, "address", lambda name: "")
    assert "n’est pas ouverte" in client.get("/").content.decode()


@pytest.mark.django_db
def test_pages_travel_compressed(client: Client) -> None:
    answer = client.get("/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 12_000
