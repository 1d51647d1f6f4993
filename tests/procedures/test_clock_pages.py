"""Tool 2 over HTTP: the rules by need, the facts of one, its dates, what changes them; faults told beside their field; nothing stored."""

import html
import logging
import re
from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from relais.law.clocks.asking import days_of, limited
from relais.law.clocks.tables import Rule, rules
from relais.law.letters.catalogue import letters
from relais.law.sheets.catalogue import national

COMPUTED = [rule for rule in rules().values() if rule.steps]
pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 22))


def plain(page: str) -> str:
    return html.unescape(page).replace("\u202f", " ").replace("\u00a0", " ")


def asked(client: Client, code: str, **facts: str) -> tuple[int, str]:
    """Status and page, spaces made plain."""
    answer = client.post(f"/outils/delai/{code}/", facts)
    return answer.status_code, " ".join(plain(answer.content.decode()).split())


def test_the_list_names_every_rule_once_by_need(client: Client):
    page = plain(client.get("/outils/delai/").content.decode())
    for code in rules():
        assert page.count(f'href="/outils/delai/{code}/"') == 1
    assert page.index('<h2 id="besoin-argent"') < page.index("Trop-perçu de RSA") < page.index('<h2 id="besoin-silence"')


def test_words_of_the_person_find_a_rule_and_are_posted(client: Client):
    page = plain(client.post("/outils/delai/", {"mots": "trop percu prime"}).content.decode())
    first = re.search(r'<ol class="found">.*?href="([^"]*)"', page, re.DOTALL)
    assert first and first[1] == "/outils/delai/indu.prime_activite/"
    assert "Rien trouvé" in plain(client.post("/outils/delai/", {"mots": "xyzzy"}).content.decode())


def test_an_unknown_rule_is_not_found(client: Client):
    assert client.get("/outils/delai/recours.rien/").status_code == 404
    assert client.post("/outils/delai/recours.rien/", {"recu": "06/10/2026"}).status_code == 404


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)
def test_every_rule_asks_its_own_facts_and_answers(client: Client, rule: Rule):
    page = plain(client.get(f"/outils/delai/{rule.code}/").content.decode())
    names = {"complete": "complet", "answer": "reponse", "rectification": "rectification", "silence_reasons": "motifs", "filed": "recours"}
    for name, box in names.items():
        assert (f'name="{box}"' in page) is (name in days_of(rule)), box
    assert ('name="sans_recours"' in page) is limited(rule)
    assert ('name="recu"' in page) is bool(rule.steps)
    for source in rule.sources:
        assert plain(source.text) in page
    if rule.steps:
        status, answered = asked(client, rule.code, recu="05/11/2026")
        assert status == 200
        assert "Toutes les dates" in answered or "Pas de date à calculer" in answered


def test_an_overpayment_says_the_first_day_to_act_then_what_a_correction_would_do(client: Client):
    _, page = asked(client, "indu.prime_activite", recu="10/11/2026")
    assert "À faire au plus tard le" in page
    assert page.index("lundi 30 novembre 2026") < page.index("lundi 11 janvier 2027")
    change = page[page.index("Si vous demandez la rectification le dimanche 22 novembre 2026") :]
    appeal = change[change.index("le délai repart en entier") : change.index("La caisse peut commencer à retenir")]
    assert appeal.index("lundi 11 janvier 2027") < appeal.index("lundi 22 février 2027")
    assert "Code de la sécurité sociale, article R. 847-1-1" in page
    _, counted = asked(client, "indu.prime_activite", recu="10/11/2026", rectification="22/11/2026")
    assert "La rectification demandée le dimanche 22 novembre 2026" in counted
    assert "déjà compté" in counted


def test_a_reception_that_is_not_known_gives_a_window_and_the_proof_to_ask(client: Client):
    status, page = asked(client, "recours.apl", poste="03/11/2026")
    assert status == 200
    assert "Réception entre le mardi 3 novembre 2026 et le mercredi 18 novembre 2026" in page
    assert "Preuve à demander" in page
    assert "Si une preuve dit une réception le mercredi 18 novembre 2026" in page
    assert "C’est la date sûre. Le dernier jour légal est le lundi 18 janvier 2027" in page
    assert "Preuve à demander" not in asked(client, "recours.apl", recu="03/11/2026")[1].split("Pourquoi")[0]


def test_a_file_completed_later_moves_the_agreement_and_the_page_says_by_how_much(client: Client):
    _, page = asked(client, "silence.c2s", recu="03/09/2026", complet="05/10/2026")
    assert "samedi 5 décembre 2026" in page and "accord" in page
    change = page[page.index("La dernière pièce reçue le lundi 5 octobre 2026") :]
    assert change.index("mardi 3 novembre 2026") < change.index("samedi 5 décembre 2026")


def test_a_place_and_a_letter_without_remedies_change_what_they_change(client: Client):
    assert "délai peut-être non opposable" in asked(client, "recours.apl", recu="06/10/2026", sans_recours="on")[1]
    assert "20 décembre 2026 est férié" not in asked(client, "recours.rsa", recu="20/10/2026")[1]
    assert "Si la personne habite ici" in asked(client, "recours.dalo", recu="06/10/2026")[1]
    assert "deux mois de plus" in asked(client, "recours.dalo", recu="06/10/2026", zone="etranger")[1]


def test_an_act_that_stopped_the_clock_is_counted_and_one_that_lasts_stops_it_until_today(client: Client):
    facts = {"recu": "06/10/2026", "arret": "acte.aide_juridictionnelle", "arret_du": "20/10/2026"}
    _, ended = asked(client, "recours.dalo", **facts, arret_au="02/11/2026")
    assert "L’arrêt du délai, du mardi 20 octobre 2026 au lundi 2 novembre 2026" in ended
    _, lasting = asked(client, "recours.dalo", **facts)
    assert "au dimanche 22 novembre 2026" in lasting


def test_a_right_may_end_in_seventy_days_and_a_letter_may_not_come_tomorrow(client: Client):
    status, page = asked(client, "renouvellement.titre_sejour", recu="31/01/2027")
    assert status == 200
    assert "mercredi 2 décembre 2026" in page
    status, page = asked(client, "recours.rsa", recu="23/11/2026")
    assert status == 422
    assert "n’est pas encore passée" in page


def test_dates_that_have_all_passed_are_said_to_have_passed(client: Client):
    _, page = asked(client, "recours.rsa", recu="06/01/2026")
    assert "Toutes ces dates sont passées." in page
    assert "point-justice" in page


@pytest.mark.parametrize(
    ("facts", "box", "said"),
    [
        ({}, "recu", "Cette date manque"),
        ({"recu": "31/02/2026"}, "recu", "février 2026 a 28 jours"),
        ({"recu": "avant-hier"}, "recu", "Cette date ne se lit pas"),
        ({"recu": "06/10/2030"}, "recu", "n’est pas encore passée"),
        ({"recu": "1" * 50_000}, "recu", "trop long"),
        ({"recu": "\u202e٠٦ אוקטובר"}, "recu", "Cette date ne se lit pas"),
        ({"recu": "06/10/1950"}, "recu", "entre 2000 et 2100"),
        ({"recu": "06/10/2026", "poste": "10/10/2026"}, "recu", "avant d’être posté"),
        ({"recu": "06/10/2026", "recours": "01/10/2026"}, "recours", "Un recours ne se dépose pas avant"),
        ({"recu": "06/10/2026", "reponse": "01/10/2026"}, "reponse", "Une réponse ne vient pas avant"),
        ({"recu": "06/10/2026", "recu_au_plus_tard": "01/10/2026"}, "recu_au_plus_tard", "écrivez la première date d’abord"),
        ({"recu": "06/01/2026", "recu_au_plus_tard": "01/10/2026"}, "recu_au_plus_tard", "preuve de réception"),
        ({"recu": "06/10/2026", "arret": "acte.aide_juridictionnelle", "arret_du": "01/10/2026"}, "arret_du", "avant d’avoir commencé"),
        ({"recu": "06/10/2026", "zone": "lune"}, "zone", "choix valide"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_fault_is_told_beside_its_field_and_nothing_typed_is_lost(client: Client, facts: dict[str, str], box: str, said: str):
    status, page = asked(client, "recours.apl", **facts)
    assert status == 422
    error = re.search(rf'id="id_{box}_error">(.*?)</div>', page)
    assert error and said in error[1], page
    assert "Rien n’est perdu" in page
    for name, value in facts.items():
        if name not in ("zone", "arret"):
            assert f'value="{value}"' in page
    assert "Toutes les dates" not in page


def test_faults_are_said_in_english_on_the_english_page(client: Client):
    client.cookies["django_language"] = "en"
    _, page = asked(client, "recours.apl", recu="06/10/2026", poste="10/10/2026")
    assert "before it was posted on Saturday 10 October 2026" in page
    _, page = asked(client, "recours.apl", recu="06/10/2026")
    assert "Monday 7 December 2026" in page
    assert "What changes the time limit" in page


def test_an_expired_rule_says_that_we_do_not_know_and_gives_no_date(client: Client, monkeypatch: pytest.MonkeyPatch):
    old = replace(rules()["recours.rsa"], valid_until=date(2026, 11, 1))
    monkeypatch.setattr("relais.procedures.web.views.clocks.rules", lambda: {"recours.rsa": old})
    _, page = asked(client, "recours.rsa", recu="06/10/2026")
    assert "On ne sait pas." in page
    assert "<time" not in page


def test_what_is_typed_is_text_never_markup(client: Client):
    answer = client.post("/outils/delai/recours.apl/", {"recu": '"><script>alert(1)</script>'})
    assert b"<script>alert" not in answer.content


def test_the_calendar_holds_the_dates_with_titles_that_tell_nothing(client: Client):
    answer = client.post("/outils/delai/recours.apl/", {"poste": "03/11/2026", "etape": "agenda"})
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="dates.ics"'
    text = answer.content.decode()
    assert "DTSTART;VALUE=DATE:20270104" in text and "DTSTART;VALUE=DATE:20270118" in text
    assert "DTSTART;VALUE=DATE:20270105" not in text
    titles = re.findall(r"SUMMARY:(.*)\r\n", text)
    assert titles and all(re.fullmatch(r"Date \d[^\w]+(à faire avant ce soir|dernier jour légal)", plain(one)) for one in titles)
    assert not re.search(r"apl|caf|recours|logement", text, re.IGNORECASE)
    assert client.post("/outils/delai/recours.apl/", {"recu": "x", "etape": "agenda"}).status_code == 422


def test_letters_and_sheets_lead_to_the_rule_and_back(client: Client):
    for rule in COMPUTED:
        assert set(rule.letters) <= set(letters()), rule.code
    page = client.get("/outils/delai/recours.rsa/").content.decode()
    assert "/outils/ecrire/rapo_rsa/" in page and "/outils/demarches/rsa/" in page
    assert "/outils/delai/recours.rsa/" in client.get("/outils/ecrire/rapo_rsa/").content.decode()
    assert "/outils/delai/silence.rsa/" in client.get("/outils/demarches/rsa/").content.decode()
    assert "/outils/courrier/" in client.get("/outils/delai/indu.prime_activite/").content.decode()
    cited = {said.rule for sheet in national().values() for said in sheet.statements if said.rule}
    assert len(cited) > 20 and cited <= set(rules())


def test_the_search_of_the_toolbox_finds_clocks(client: Client):
    page = plain(client.post("/outils/", {"mots": "délai trop perçu rsa"}).content.decode())
    assert "/outils/delai/indu.rsa/" in page
    assert "/outils/delai/" in client.get("/outils/").content.decode()


def test_nothing_is_stored_logged_cached_or_put_in_an_address(client: Client, caplog: pytest.LogCaptureFixture):
    # no django_db mark: pytest-django forbids any query here
    caplog.set_level(logging.DEBUG)
    for facts in ({"recu": "13/10/2026"}, {"recu": "13/10/2026", "etape": "agenda"}, {"recu": "Zoé Fact"}):
        answer = client.post("/outils/delai/recours.apl/", facts)
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
        assert "Location" not in answer
    client.post("/outils/delai/", {"mots": "Zoé Fact"})
    assert set(client.cookies) <= {"csrftoken"}
    held = caplog.text + "".join(repr(vars(record)) for record in caplog.records) + repr(getattr(cache, "_cache", {}))
    assert not [fact for fact in ("13/10/2026", "2026-10-13", "13 octobre", "Zoé") if fact in held]


@pytest.mark.django_db
def test_no_row_appears_in_any_table(client: Client):
    def rows() -> dict[str, int]:
        return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

    before = rows()
    asked(client, "recours.apl", recu="13/10/2026")
    assert len(before) > 3
    assert rows() == before
