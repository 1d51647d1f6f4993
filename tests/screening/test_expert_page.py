"""``/droits/``: all on one page. Answers are chosen (conftest), the page is real."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from relais.law.situation.household import FactKey, Household
from relais.screening import queries
from relais.screening.rules.told import Told
from relais.screening.web.page_state import LIFETIME, opened, sealed
from tests.screening.conftest import SCREENING

URL = "/droits/"
TYPED = {
    "formulaire": "experte",
    "p1.naissance": "12/3/88",
    "couple": "oui",
    "p2.naissance": "4/7/90",
    "enfants": "12/3/2014, 5/6/2020",
    "p1.statut": "emploi",
    "p1.salaire": "1400",
    "p2.salaire": "0",
    "commune": "roub",
    "logement": "locataire_vide",
    "loyer": "620",
}


def state(page: str) -> str:
    """The sealed field of a page."""
    found = re.search(r'name="etat" id="etat" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def flat(answer: HttpResponse) -> str:
    """The page on one line: where its tags break is nobody's business."""
    return re.sub(r"\s+", " ", answer.content.decode())


def text(page: str) -> str:
    """What a person reads, spaces made plain."""
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL))
    return re.sub(r"\s+", " ", unescape(bare).replace("\u202f", " ").replace("\u00a0", " "))


def post(client: Client, **fields: str) -> str:
    return flat(client.post(URL, {**TYPED, **fields}))


def test_a_blank_page_asks_and_answers_nothing(client: Client, chosen_answers: list[Household]) -> None:
    page = flat(client.get(URL))
    assert 'name="p1.naissance"' in page and "À demander" not in page
    assert not chosen_answers


def test_the_page_without_script_answers_in_four_groups_in_order(client: Client, chosen_answers: list[Household]) -> None:
    page = text(post(client, voir="1"))
    page = page[page.index("Réponses") :]
    places = [
        page.index(words) for words in ("2 à demander, 2 à vérifier", "Prime d’activité", "À préciser", "Sans doute non", "On ne sait pas")
    ]
    assert places == sorted(places)
    assert "environ 280 à 310 € par mois" in page and "déjà reçu : 120 € par mois" in page
    assert "barème à vérifier" in page
    assert "24 382 €" in page and "21 349 €" in page and "Non remplie" in page
    assert len(chosen_answers) == 1 and len(chosen_answers[0].persons) == 4


def test_what_was_typed_stays_as_typed_and_what_was_understood_stands_beside(client: Client, chosen_answers: list[Household]) -> None:
    page = post(client, **{"p1.salaire": "650+120"})
    assert 'value="650+120"' in page and 'value="roub"' in page
    assert "770 € par mois" in text(page) and "Roubaix (59100)" in text(page) and "2 enfants : 12 ans, 6 ans" in text(page)


def test_htmx_gets_the_answers_and_the_echoes_never_the_boxes(client: Client, chosen_answers: list[Household]) -> None:
    part = flat(client.post(URL, TYPED, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert 'id="f-commune-lu" hx-swap-oob="true"' in part
    assert not re.search(r'<input type="text"[^>]*name="p1\.', part)
    assert 'data-announce="2 à demander, 2 à vérifier"' in part


def test_the_fields_of_children_come_when_their_number_changes_and_only_then(client: Client, chosen_answers: list[Household]) -> None:
    headers = {"HX-Request": "true"}
    first = flat(client.post(URL, {**TYPED, "enfants_affiches": "0"}, headers=headers))
    assert 'id="enfants-famille" hx-swap-oob="true"' in first and 'name="e2.scolarite"' in first
    then = flat(client.post(URL, {**TYPED, "enfants_affiches": "2"}, headers=headers))
    assert 'name="e2.scolarite"' not in then


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("loyer", "-620", "négatif"),
        ("enfants", "40", "20 au plus"),
        ("p1.naissance", "31/2/1988", "n’existe pas"),
        ("commune", "Xyzville", "inconnue"),
        ("enfants", "12/3/1985", "ans"),
    ],
)
def test_bad_input_is_a_422_beside_its_field_and_nothing_is_lost(
    client: Client, chosen_answers: list[Household], field: str, typed: str, said: str
) -> None:
    answer = client.post(URL, {**TYPED, field: typed, "voir": "1"})
    page = flat(answer)
    assert answer.status_code == 422
    assert f'value="{typed}"' in page and 'value="1400"' in page
    assert said in text(page) and "Rien n’est perdu" in text(page)
    assert "2 à demander" in text(page), "the rest of the page still answers"


def test_an_unfinished_word_is_not_scolded_while_it_is_typed(client: Client, chosen_answers: list[Household]) -> None:
    typed = {**TYPED, "p1.naissance": "12/3"}
    typing = client.post(URL, {**typed, "actif": "p1.naissance"}, headers={"HX-Request": "true"})
    left = client.post(URL, typed, headers={"HX-Request": "true"})
    assert typing.status_code == left.status_code == 200
    assert "echo-bad" not in flat(typing) and "echo-bad" in flat(left)


def test_a_reserve_is_confirmed_or_denied_by_one_press(client: Client, chosen_answers: list[Household]) -> None:
    page = post(client, confirmer="epargne")
    assert chosen_answers[-1].facts["epargne"] == 0
    assert 'name="hesiter" value="epargne"' in page
    client.post(URL, {**TYPED, "etat": state(page), "infirmer": "epargne"})
    assert chosen_answers[-1].denied == {"epargne"} and "epargne" not in chosen_answers[-1].facts


def test_a_question_is_answered_by_its_button_and_its_field_shows_it(client: Client, chosen_answers: list[Household]) -> None:
    part = flat(client.post(URL, {**TYPED, "repondre": "dette_logement=oui"}, headers={"HX-Request": "true"}))
    assert chosen_answers[-1].facts["dette_logement"] is True
    assert re.search(r'id="q-f-dette-logement" hx-swap-oob="true".*?<option value="oui" selected', part, re.DOTALL)


def test_ne_souhaite_pas_repondre_is_kept_apart_from_unknown(client: Client, chosen_answers: list[Household]) -> None:
    page = flat(client.post(URL, {**TYPED, "loyer": "", "refus": ["loyer"], "logement": "refus"}))
    assert chosen_answers[-1].refused == {"loyer", "logement"}
    assert "ne souhaite pas répondre" in text(page)


def test_the_state_follows_from_page_to_page(client: Client, chosen_answers: list[Household]) -> None:
    guided = flat(client.post("/droits/guidee/", TYPED))
    back = flat(client.post(URL, {"etat": state(guided)}))
    assert 'value="12/3/88"' in back and 'value="roub"' in back


@pytest.mark.parametrize("token", ["abîmé", "AAAA", "x" * 100_000])
def test_a_tampered_state_says_so_and_keeps_the_typed_fields(client: Client, chosen_answers: list[Household], token: str) -> None:
    page = post(client, etat=token)
    assert "ne se lit plus" in text(page) and 'value="1400"' in page


def test_a_state_of_another_use_is_not_taken(client: Client, chosen_answers: list[Household]) -> None:
    from relais.foundation.sealing import seal

    other = seal(b'{"v":1}', purpose="autre", lifetime=LIFETIME, now=timezone.now())
    assert "ne se lit plus" in text(post(client, etat=other))


def test_a_state_lasts_thirty_minutes_from_the_last_exchange(client: Client, chosen_answers: list[Household]) -> None:
    with time_machine.travel("2026-11-22 09:00+00:00", tick=False) as clock:
        token = state(flat(client.post(URL, TYPED)))
        clock.shift(timedelta(minutes=29))
        token = state(flat(client.post(URL, {"etat": token})))
        clock.shift(timedelta(minutes=29))
        assert opened(token)[0].text("loyer") == "620"
        clock.shift(timedelta(minutes=2))
        page = flat(client.post(URL, {"etat": token, "formulaire": "experte", "loyer": "700"}))
    assert "plus de 30 minutes" in text(page) and 'value="700"' in page and 'value="1400"' not in page


def test_a_failing_engine_loses_nothing_and_logs_no_fact(
    client: Client, silent_law: Callable[[Exception], None], caplog: pytest.LogCaptureFixture
) -> None:
    silent_law(ValueError("loyer 620 at Roubaix"))
    page = post(client, voir="1")
    assert "Le calcul n’a pas abouti" in text(page) and 'value="1400"' in page
    assert "620" not in caplog.text and "Roubaix" not in caplog.text


def test_the_free_access_mode_is_an_address_and_a_switch(client: Client, chosen_answers: list[Household]) -> None:
    shared = flat(client.get("/droits/libre-acces/"))
    assert 'data-shared="120"' in shared and "Terminer et effacer" in shared
    page = post(client, libre_acces="oui")
    assert 'data-shared="120"' in page and opened(state(page))[0].shared
    left = client.post("/droits/effacer/", {"etat": state(page)})
    assert left.headers["Location"] == "/droits/libre-acces/"
    assert client.post("/droits/effacer/", {"etat": sealed(Told())}).headers["Location"] == URL


def test_a_page_left_on_a_shared_post_cannot_be_sent_again(chosen_answers: list[Household]) -> None:
    """A browser keeps the body of a form in its history: «back», then «send again», would show the household."""
    client = Client(enforce_csrf_checks=True)

    def token(page: str) -> str:
        return re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[0]

    for address, sent_again in (("/droits/libre-acces/", 403), (URL, 200)):
        page = flat(client.get(address))
        body = {**TYPED, "csrfmiddlewaretoken": token(page), "etat": state(page)}
        assert client.post(URL, body).status_code == 200
        client.post("/droits/effacer/", body)
        assert client.post(URL, body).status_code == sent_again


def test_a_shared_post_stays_one_when_its_state_is_lost(client: Client, chosen_answers: list[Household]) -> None:
    shared = flat(client.get("/droits/libre-acces/"))
    assert '<input type="hidden" name="libre_acces" value="oui">' in shared
    assert 'data-shared="120"' in post(client, etat="abîmé", libre_acces="oui")
    left = client.post(URL, f"etat={state(shared)}&libre_acces=oui&libre_acces=non", content_type="application/x-www-form-urlencoded")
    assert 'data-shared="120"' not in flat(left)


def test_enter_in_a_box_presses_the_act_of_the_page_not_the_frame(client: Client, chosen_answers: list[Household]) -> None:
    """The first button of a form is the one that Enter presses when no script runs."""
    for address, act in ((URL, 'name="voir"'), ("/droits/guidee/", 'name="suite"'), ("/droits/feuille/", 'name="etape" value="feuille"')):
        page = flat(client.post(address, TYPED))
        form = page[page.index('id="situation"') :]
        assert act in re.findall(r"<button[^>]*>", form)[0]


def test_examples_are_filled_and_answered(client: Client, chosen_answers: list[Household]) -> None:
    page = flat(client.get("/droits/exemples/couple-deux-enfants/"))
    assert 'value="Roubaix"' in page and "2 à demander" in text(page)
    assert client.get("/droits/exemples/inconnu/").status_code == 404


def test_someone_who_would_copy_the_whole_engine_is_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from relais.foundation import limits

    monkeypatch.setattr(limits, "allow", lambda *_args, **_more: limits.Verdict(allowed=False, remaining=0, retry_after=40))
    answer = client.post(URL, TYPED)
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "40"


def test_a_body_beyond_any_honest_page_is_refused(client: Client) -> None:
    assert client.post(URL, {"commune": "x" * 200_000}).status_code == 413


def test_a_row_says_its_reserves_in_a_few_words_and_one_box_confirms_them(client: Client, chosen_answers: list[Household]) -> None:
    shown = BeautifulSoup(client.post(URL, TYPED).content, "html.parser")
    row = shown.select_one("article[aria-labelledby=droit-prime_activite]")
    assert row is not None
    note = row.select_one(":scope > .answer-note")
    assert note is not None
    assert "épargne modeste" in note.get_text()
    assert len(note.get_text(" ", strip=True)) < 60
    assert row.select_one(".because a[href='#reserves']") is not None
    assert not row.select(".because button"), "one box for the page, not one a right"
    assert [button["id"] for button in shown.select("#reserves button")] == [
        "confirmer-sejour", "infirmer-sejour", "confirmer-epargne", "infirmer-epargne",
    ]  # fmt: skip
    assert shown.get_text().count("Nationalité française et vie stable en France.") == 1


def test_a_right_to_check_without_amount_shows_no_reserve(
    client: Client, chosen_answers: list[Household], monkeypatch: pytest.MonkeyPatch
) -> None:
    """«Si un handicap est reconnu», then «Si pas de handicap reconnu» under the same right, said two opposite things."""
    held = tuple(replace(one, reserves=("handicap",)) if one.right == "aah" else one for one in SCREENING.answers)
    monkeypatch.setattr(queries, "answers", lambda *_args, **_more: replace(SCREENING, answers=held))
    row = BeautifulSoup(client.post(URL, TYPED).content, "html.parser").select_one("article[aria-labelledby=droit-aah]")
    assert row is not None
    assert "pas de handicap" not in row.get_text()


def test_what_is_simplified_of_a_fact_is_said_once_with_the_rights_it_touches(
    client: Client, chosen_answers: list[Household], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = queries.facts()["retraite"].limit
    answers = tuple(replace(one, limits=("Propre à ce droit.", limit)) for one in SCREENING.answers[:2])
    monkeypatch.setattr(queries, "answers", lambda *_args, **_more: replace(SCREENING, answers=answers))
    page = BeautifulSoup(client.post(URL, TYPED).content, "html.parser")
    assert page.get_text().count(limit) == 1
    place = page.select_one("#limites")
    assert place is not None
    assert "Prime d’activité, Aide au logement" in place.get_text()
    assert len(page.select("article .because a[href='#limites']")) == 2
    assert page.get_text().count("Propre à ce droit.") == 2


@pytest.mark.parametrize(("right", "asked"), [("c2s_gratuite", ["Y a-t-il un autre revenu"]), ("asi", ["Pension d’invalidité"])])
def test_a_right_that_another_income_opens_does_not_name_one_nature_among_ten(
    client: Client, chosen_answers: list[Household], monkeypatch: pytest.MonkeyPatch, right: str, asked: list[str]
) -> None:
    """Nobody asks a person of 82 about a pension paid for children; the ASI does wait for an invalidity pension."""
    settled = (FactKey("pension_alimentaire_versee", "p1"), FactKey("pension_invalidite", "p1"))
    held = replace(SCREENING.answers[2], right=right, theme="autres_revenus", settled_by=settled)
    monkeypatch.setattr(queries, "answers", lambda *_args, **_more: replace(SCREENING, answers=(held,)))
    note = BeautifulSoup(client.post(URL, TYPED).content, "html.parser").select_one(f"article[aria-labelledby=droit-{right}] .answer-note")
    assert note is not None
    words = text(str(note))
    assert all(name in words for name in asked)
    assert "alimentaire" not in words


@pytest.mark.parametrize(("children", "shown"), [("0", "0"), ("aucun", "0"), ("4 ans, 2 ans", "2")])
def test_the_page_knows_how_many_children_hide_what_concerns_them(
    client: Client, chosen_answers: list[Household], children: str, shown: str
) -> None:
    """The rule of the style reads this field: «L’autre parent verse-t-il une pension» shows to a lone parent only."""
    page = post(client, enfants=children, couple="non")
    assert f'name="enfants_affiches" value="{shown}"' in page
