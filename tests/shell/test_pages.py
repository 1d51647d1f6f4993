"""The public pages: they render, they hold together, they say what they must and nothing else."""

import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

PUBLIC = ["home", "how"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
class TestEveryPage:
    def test_has_one_title_one_main_and_a_skip_link(self, name: str, client: Client) -> None:
        soup = BeautifulSoup(client.get(reverse(name)).content, "html.parser")
        assert len(soup.select("h1")) == 1
        assert len(soup.select("main#contenu")) == 1
        assert soup.select_one("body > a")["href"] == "#contenu"  # type: ignore[index]
        assert soup.title is not None
        assert soup.title.get_text(strip=True).endswith("· Relais")

    def test_never_skips_a_level_of_heading(self, name: str, client: Client) -> None:
        levels = [int(tag.name[1]) for tag in BeautifulSoup(client.get(reverse(name)).content, "html.parser").select("h1,h2,h3,h4,h5,h6")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), levels

    def test_holds_no_inline_style_nor_script(self, name: str, client: Client) -> None:
        html = client.get(reverse(name)).content.decode()
        assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)", html)

    def test_has_no_identifier_twice(self, name: str, client: Client) -> None:
        found = [tag["id"] for tag in BeautifulSoup(client.get(reverse(name)).content, "html.parser").select("[id]")]
        assert len(found) == len(set(found))

    def test_leads_to_no_dead_link(self, name: str, client: Client) -> None:
        soup = BeautifulSoup(client.get(reverse(name)).content, "html.parser")
        for link in {str(a["href"]) for a in soup.select("a[href^='/']")}:
            assert client.get(link).status_code == 200, link
        for link in (str(a["href"]) for a in soup.select("a[href^='#']")):
            assert soup.select(link), link

    def test_says_its_language(self, name: str, client: Client) -> None:
        french = BeautifulSoup(client.get(reverse(name)).content, "html.parser")
        assert french.html is not None
        assert french.html["lang"] == "fr"
        english = BeautifulSoup(client.get(reverse(name), headers={"accept-language": "en"}).content, "html.parser")
        assert english.html is not None
        assert english.html["lang"] == "en"

    def test_weighs_little(self, name: str, client: Client) -> None:
        assert len(client.get(reverse(name)).content) < 40_000


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


def test_a_breakdown_needs_no_database(client: Client) -> None:
    from django.test import RequestFactory

    from relais.shell.web.errors import bad_request, forbidden, server_error

    request = RequestFactory().get("/")
    assert server_error(request).status_code == 500
    assert "Ce n’est pas votre faute" in server_error(request).content.decode()
    assert bad_request(request).status_code == 400
    assert forbidden(request).status_code == 403
