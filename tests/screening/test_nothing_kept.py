"""Screening without file keeps nothing: no query, no row, no session, no cookie, no cache, no address, no log line holds a fact."""

import logging
import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from relais.law.situation.household import Household
from relais.ui import kept
from tests.screening.test_expert_page import TYPED, flat, state

#: words that appear nowhere else than in what was typed.
FACTS = ("12/3/88", "4/7/90", "5/6/2020", "roub", "59512", "620", "1400")
PAGES = (
    "/droits/",
    "/droits/guidee/",
    "/droits/copier/",
    "/droits/feuille/",
    "/droits/feuille-du-professionnel/",
    "/droits/effacer/",
)


@pytest.mark.parametrize("url", ["/droits/", "/droits/guidee/", "/droits/et-si/", "/droits/copier/", "/droits/exemples/mere-seule/"])
def test_opening_a_page_asks_the_database_nothing(client: Client, chosen_answers: list[Household], url: str) -> None:
    # no django_db mark: pytest-django forbids any query here
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_posting_asks_the_database_nothing(client: Client, chosen_answers: list[Household], url: str) -> None:
    assert client.post(url, TYPED).status_code in (200, 302)


@pytest.mark.django_db
def test_no_row_appears_in_any_table(client: Client, chosen_answers: list[Household]) -> None:
    def rows() -> dict[str, int]:
        return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

    before = rows()
    assert len(before) > 3
    for url in PAGES:
        client.post(url, TYPED)
    assert rows() == before


@pytest.mark.parametrize("url", PAGES)
def test_no_cache_keeps_the_page_and_no_address_holds_a_fact(client: Client, chosen_answers: list[Household], url: str) -> None:
    answer = client.post(url, TYPED)
    assert "no-store" in answer.headers["Cache-Control"] and "private" in answer.headers["Cache-Control"]
    assert not [fact for fact in FACTS if fact in answer.headers.get("Location", "")]
    assert "HX-Push-Url" not in answer.headers and "HX-Replace-Url" not in answer.headers


def test_no_cookie_but_the_one_against_forgery(client: Client, chosen_answers: list[Household]) -> None:
    page = client.get("/droits/")
    client.post("/droits/", TYPED)
    assert set(client.cookies) <= {"csrftoken"}
    assert page.status_code == 200


def test_the_server_cache_keeps_no_fact(client: Client, chosen_answers: list[Household]) -> None:
    client.post("/droits/", TYPED)
    held = repr(getattr(cache, "_cache", {}))
    assert not [fact for fact in FACTS if fact in held]


def test_the_fragments_kept_hold_no_fact_and_serve_two_households_alike(client: Client, chosen_answers: list[Household]) -> None:
    """The boxes and cards of one page serve the next one: what was said in the first is nowhere in them."""
    kept.forget()
    client.post("/droits/", TYPED)
    first = repr(list(kept.fragments().items()))
    assert "Date de naissance" in first and "À apporter" in first
    assert not [fact for fact in (*FACTS, "enfant 1", "Enfant 1 (") if fact in first]
    before = len(kept.fragments())
    other = flat(client.post("/droits/", {**TYPED, "p1.salaire": "1733", "loyer": "417", "commune": "75114"}))
    assert len(kept.fragments()) <= before + 3
    kept.forget()
    again = flat(client.post("/droits/", {**TYPED, "p1.salaire": "1733", "loyer": "417", "commune": "75114"}))
    assert alone(other) == alone(again)


def test_an_answer_with_a_figure_or_the_age_of_a_child_is_not_kept(client: Client, chosen_answers: list[Household]) -> None:
    kept.forget()
    page = flat(client.post("/droits/", TYPED))
    held = [text for text in kept.fragments().values() if '<article class="answer"' in text]
    shown = set(re.findall(r'<article class="answer" aria-labelledby="droit-(\w+)"', page))
    once = {code for text in held for code in re.findall(r"droit-(\w+)", text)}
    assert {"fsl", "dalo"} <= once < shown
    assert not once & {"prime_activite", "aide_logement", "c2s_gratuite"}
    figures = re.compile(r"322|24\s382|21\s349|280")
    assert len(set(figures.findall(page))) == 4 and not any(map(figures.search, held))


def alone(page: str) -> str:
    """A page without what changes at each exchange: the seal and the token against forgery."""
    return re.sub(r'value="[\w-]{60,}"', "", page)


def test_no_log_line_holds_a_fact(client: Client, chosen_answers: list[Household], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for url in PAGES:
        client.post(url, {**TYPED, "enfants": "40"})
    written = " ".join([caplog.text, *(repr(vars(record)) for record in caplog.records)])
    assert not [fact for fact in ("12/3/88", "4/7/90", "roub", "59512") if fact in written]


def test_the_page_state_is_unreadable_without_the_key(client: Client, chosen_answers: list[Household]) -> None:
    import base64

    token = state(flat(client.post("/droits/", TYPED)))
    raw = base64.urlsafe_b64decode(token + "==")
    assert len(raw) > 60
    assert not [fact for fact in FACTS if fact.encode() in raw]


def test_no_form_goes_by_the_address(client: Client, chosen_answers: list[Household]) -> None:
    for url in ("/droits/", "/droits/guidee/"):
        page = flat(client.post(url, TYPED))
        main = page[page.index("<main") : page.index("</main>")]
        assert 'method="get"' not in main.lower() and "hx-get" not in main and "hx-push-url" not in main
        assert 'autocomplete="off"' in main
