"""Tool 1 over HTTP: chosen by its look, two or three facts, a dated answer; faults told beside their box; nothing stored."""

import html
import logging
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from relais.law.mail.catalogue import DATA, national
from relais.law.mail.mail import SENDERS, Mail
from relais.procedures.finding import found_mail

MAILS = national()
each = pytest.mark.parametrize("mail", MAILS.values(), ids=list(MAILS))
TODAY = date(2027, 1, 6)
ADDRESS = "/outils/courrier/indu_prime_activite/"
TOLD = {"recu_le": "31 décembre 2026", "f_montant": "1 234,50", "f_recours": "oui", "f_zone": "metropole", "f_numero": "7654321 Z"}
#: bytes of a page without its style sheet.
HEAVIEST = 60_000


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def plain(page: bytes) -> str:
    return html.unescape(page.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def posted(client: Client, address: str = ADDRESS, step: str = "reponse", **changes: str) -> tuple[int, str]:
    answer = client.post(address, {**(TOLD if address == ADDRESS else {}), **changes, "etape": step})
    return answer.status_code, plain(answer.content)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(page, "html.parser").get_text(" "))


def test_letters_are_chosen_by_who_writes_then_by_their_look(client: Client) -> None:
    page = BeautifulSoup(client.get("/outils/courrier/").content, "html.parser")
    assert len(page.select(".letters-seen a")) == sum(len(mail.senders) for mail in MAILS.values())
    written = {sender for mail in MAILS.values() for sender in mail.senders}
    assert [str(link["href"]) for link in page.select(".senders a")] == [
        *(f"#{code}" for code in SENDERS if code in written),
        "#introuvable",
    ]
    assert all(page.select_one(str(link["href"])) for link in page.select(".senders a"))
    assert "agissez comme si vous aviez deux mois" in page.get_text() and "pas certain" in page.get_text()


@pytest.mark.parametrize(
    ("typed", "code"),
    [("trop percu prime d'activité", "indu_prime_activite"), ("apl coupée", "refus_apl"), ("mdph ne repond pas", "accuse_mdph")],
)
def test_a_word_of_the_letter_finds_it(client: Client, typed: str, code: str) -> None:
    page = BeautifulSoup(client.post("/outils/courrier/", {"mots": typed}).content, "html.parser")
    assert str(page.select(".found a")[0]["href"]) == f"/outils/courrier/{code}/"
    part = client.post("/outils/courrier/", {"mots": typed}, headers={"hx-request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="trouve"')
    assert "Aucune lettre" in client.post("/outils/courrier/", {"mots": "xylophone"}).content.decode()


@each
def test_each_letter_is_found_by_what_people_say(mail: Mail) -> None:
    for said in mail.words:
        assert f"/outils/courrier/{mail.code}/" in [entry.url for entry in found_mail(said)], said


@each
def test_every_letter_opens_answers_and_stays_light(mail: Mail, client: Client) -> None:
    # no django_db mark: any query is an error here
    address = f"/outils/courrier/{mail.code}/"
    page = client.get(address)
    assert page.status_code == 200 and len(page.content) < HEAVIEST
    assert all(f'name="f_{asked.fact}"' in page.content.decode() for asked in mail.asked)
    answer = client.post(address, {"etape": "reponse", "recu_le": "5/1/2027"})
    assert answer.status_code == 200 and len(answer.content) < HEAVIEST
    text = words(plain(answer.content)).replace("’", "'")
    for said in (*mail.meaning, *mail.month, *mail.first, *mail.avoid):
        assert words(said.words).replace("’", "'").replace(" :", " :")[:30] in text, said.words
    soup = BeautifulSoup(answer.content, "html.parser")
    assert {str(link["href"]) for link in soup.select("a.ref")} <= {f"#{item['id']}" for item in soup.select(".sources li")}
    assert bool(soup.select(".clock svg")) == bool(mail.clocks)
    assert len(soup.select(".replies form")) == len(mail.replies)


@each
def test_without_a_day_a_letter_with_a_clock_asks_for_one(mail: Mail, client: Client) -> None:
    answer = client.post(f"/outils/courrier/{mail.code}/", {"etape": "reponse"})
    status, page = answer.status_code, plain(answer.content)
    assert status == (422 if mail.clocks else 200)
    assert ("Écrivez ce jour, ou la date de la case suivante." in page) == bool(mail.clocks)


def test_the_answer_has_its_dates_drawn_and_told(client: Client) -> None:
    status, page = posted(client)
    assert status == 200
    text = words(page)
    assert "À faire au plus tard le mercredi 20 janvier 2027" in text
    assert "lundi 1er mars 2027" in text, "28 February is a Sunday"
    assert "1 234,50 €" in text
    assert page.count('class="clock-mark"') == len(BeautifulSoup(page, "html.parser").select(".clock-dates > li"))
    assert "Aujourd’hui" in text and "Seul le courrier reçu fait foi." in text
    assert "LA CAF RÉCLAME DE LA PRIME D’ACTIVITÉ" in text, "the text to copy"
    assert "7654321" not in BeautifulSoup(page, "html.parser").select_one("#texte").get_text()  # type: ignore[union-attr]


def test_an_audience_is_not_to_be_missed_and_an_urgent_letter_says_so_first(client: Client) -> None:
    address = "/outils/courrier/assignation/"
    assert "À faire aujourd’hui" in words(plain(client.get(address).content))
    status, page = posted(client, address, f_audience="12/3/2027")
    text = words(page)
    assert status == 200
    assert "À ne pas manquer : vendredi 12 mars 2027" in text and "Jour de l’audience" in text and "Jusqu’au" not in text
    assert "Voyez un avocat, une avocate ou une association aujourd’hui" in words(posted(client, "/outils/courrier/oqtf/")[1])


def test_a_date_that_is_over_is_said(client: Client) -> None:
    text = words(posted(client, recu_le="1/9/2026")[1])
    assert "Une date est passée : le lundi 21 septembre 2026." in text
    assert "date passée" in text and "Agissez quand même aujourd’hui" in text


def test_an_unknown_reception_gives_a_window_and_a_proof_to_ask(client: Client) -> None:
    status, page = posted(client, recu_le="", ecrit_le="4/1/2027")
    assert status == 200
    text = words(page)
    assert "Réception entre le lundi 4 janvier 2027 et le mardi 19 janvier 2027" in text
    assert "Preuve à demander" in text and "date sûre" in text and "date légale" in text


def test_missing_remedies_change_the_answer(client: Client) -> None:
    address = "/outils/courrier/refus_apl/"
    text = words(posted(client, address, recu_le="6/10/2026", f_recours="non")[1])
    assert "délai peut-être non opposable" in text
    assert "délai peut-être non opposable" not in words(posted(client, address, recu_le="6/10/2026", f_recours="oui")[1])


def test_the_typed_facts_go_into_the_letter_without_an_address(client: Client) -> None:
    page = BeautifulSoup(posted(client, ecrit_le="28/12/2026")[1], "html.parser")
    form = page.select(".replies form")[1]
    assert str(form["action"]) == "/outils/ecrire/cra_prime_activite/"
    data = {str(box["name"]): str(box["value"]) for box in form.select("input[type=hidden]") if box["name"] != "csrfmiddlewaretoken"}
    assert data == {
        "c_decision": "dette", "c_decision_du": "28/12/2026", "c_recue_le": "31/12/2026", "c_montant": "1234,50", "c_numero": "7654321 Z",
    }  # fmt: skip
    letter = client.post(str(form["action"]), {**data, "etape": "modifier"})
    assert letter.status_code == 200
    boxes = BeautifulSoup(letter.content, "html.parser")
    assert boxes.select_one("#id_c_recue_le")["value"] == "31/12/2026"  # type: ignore[index]
    assert boxes.select_one("input[name=c_decision][value=dette]").has_attr("checked")  # type: ignore[union-attr]
    assert "Cette réponse manque" not in letter.content.decode()


def test_answers_can_be_changed(client: Client) -> None:
    status, page = posted(client, step="modifier")
    assert status == 200
    assert 'value="31 décembre 2026"' in page and 'value="7654321 Z"' in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"recu_le": "31/2/2026"}, "février 2026 a 28 jours"),
        ({"recu_le": "demain"}, "ne se lit pas"),
        ({"recu_le": "7/1/2027"}, "n’est pas encore passée"),
        ({"recu_le": "3/1/2012"}, "plus de dix ans"),
        ({"recu_le": "1/12/2026", "ecrit_le": "5/12/2026"}, "avant la date d’envoi"),
        ({"recu_le": "אבג"}, "ne se lit pas"),
        ({"f_montant": "douze"}, "ne se lit pas"),
        ({"f_montant": "0"}, "plus grand que zéro"),
        ({"f_numero": "é" * 500}, "200"),
        ({"f_zone": "lune"}, "lune"),
    ],
)
def test_a_fault_is_told_beside_its_box_and_nothing_typed_is_lost(client: Client, changes: dict[str, str], said: str) -> None:
    status, page = posted(client, **changes)
    assert status == 422
    name = next(iter(changes))
    error = re.search(rf'id="id_{name}_error">(.*?)</div>', page, re.DOTALL)
    assert error and said in error[1], error
    for box, kept in {**TOLD, **changes}.items():
        assert box == "f_zone" or kept in page, (box, kept)


def test_days_that_contradict_each_other_are_told_beside_the_last(client: Client) -> None:
    status, page = posted(client, "/outils/courrier/accuse_mdph/", recu_le="5/11/2026", f_complet="1/11/2026")
    assert status == 422
    error = re.search(r'id="id_f_complet_error">(.*?)</div>', page, re.DOTALL)
    assert error and "Le dossier ne peut pas être complet avant d’être reçu" in error[1]


def test_what_is_typed_is_text_never_markup(client: Client) -> None:
    for step in ("reponse", "modifier"):
        answer = client.post(ADDRESS, {**TOLD, "f_numero": '"><script>alert(1)</script>', "etape": step})
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


def test_nothing_is_stored_logged_cached_or_put_in_an_address(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for step in ("reponse", "modifier", ""):
        answer = client.post(ADDRESS, {**TOLD, "etape": step})
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
        assert "Location" not in answer
    client.post("/outils/courrier/", {"mots": "Inès Martin"})
    assert set(client.cookies) <= {"csrftoken"}
    held = caplog.text + "".join(repr(vars(record)) for record in caplog.records) + repr(getattr(cache, "_cache", {}))
    assert not [fact for fact in ("31 décembre", "2026-12-31", "1 234,50", "1234", "7654321 Z", "Inès") if fact in held]


@pytest.mark.django_db
def test_no_row_appears_in_any_table(client: Client) -> None:
    def rows() -> dict[str, int]:
        return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

    before = rows()
    posted(client)
    assert len(before) > 3 and rows() == before


def test_words_sent_by_address_are_not_read(client: Client) -> None:
    assert "20 janvier" not in client.get(ADDRESS, {**TOLD, "etape": "reponse"}).content.decode()


def test_an_unknown_letter_is_not_found_and_a_page_too_long_is_refused(client: Client) -> None:
    assert client.get("/outils/courrier/inconnue/").status_code == 404
    assert client.post(ADDRESS, {**TOLD, "f_numero": "a" * 140_000}).status_code == 413


def test_a_local_type_is_offered_and_an_old_one_says_so(client: Client, tmp_path: Path, settings: Any) -> None:
    local = yaml.safe_load((DATA / "refus_apl.yaml").read_text("utf-8")) | {"code": "cantine", "structure": "CCAS de Lille"}
    (tmp_path / "cantine.yaml").write_text(yaml.safe_dump(local, allow_unicode=True), encoding="utf-8")
    settings.LOCAL_MAIL = tmp_path
    assert client.get("/outils/courrier/cantine/").status_code == 200
    with time_machine.travel(date(2027, 6, 1), tick=False):
        assert "a passé sa date" in client.get("/outils/courrier/cantine/").content.decode()


def test_the_interface_speaks_english_around_a_french_letter(client: Client) -> None:
    answer = client.post(ADDRESS, {**TOLD, "etape": "reponse"}, headers={"accept-language": "en"}).content.decode()
    assert "What it means" in answer and '<h1 lang="fr">' in answer
