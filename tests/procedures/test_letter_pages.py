"""Tool 3 over HTTP: the list, the questions, the text edited and kept, the paper; faults told beside their field; nothing stored."""

import html
import logging
import re
from datetime import date

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from relais.law.letters.catalogue import letters
from relais.law.letters.letter import Kind, Letter

ADDRESS = "/outils/ecrire/rapo_rsa/"
TOLD = {
    "c_decision": "dette", "c_decision_du": "3/11/2026", "c_recue_le": "6/11/2026", "c_montant": "1 234,50",
    "c_raisons": "Je vis seule depuis mars.\n\nMon fils est parti.", "c_numero": "7654321 Z",
    "nom": "Inès Martin", "adresse": "12 rue des Lilas\n59000 Lille", "telephone": "03 20 00 00 00",
    "destinataire": "Conseil départemental\n59047 Lille", "lieu": "Lille", "le": "22/11/2026", "protection": "",
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 22))


def posted(client: Client, step: str = "apercu", **changes: str) -> tuple[int, str]:
    """Status and page, spaces made plain."""
    answer = client.post(ADDRESS, {**TOLD, **changes, "etape": step})
    return answer.status_code, plain(answer.content.decode())


def plain(page: str) -> str:
    return html.unescape(page).replace("\u202f", " ").replace("\u00a0", " ")


def body_of(page: str) -> str:
    found = re.search(r'<textarea name="corps"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found, page
    return found[1].strip("\n")


def test_the_list_names_every_letter_by_situation(client: Client):
    page = plain(client.get("/outils/ecrire/").content.decode())
    for letter in letters().values():
        assert f"/outils/ecrire/{letter.code}/" in page
    assert page.index("On me réclame de l’argent") < page.index("Contester une décision")


@pytest.mark.parametrize("letter", letters().values(), ids=lambda letter: letter.code)
def test_every_letter_has_its_questions_with_labels(client: Client, letter: Letter):
    page = plain(client.get(f"/outils/ecrire/{letter.code}/").content.decode())
    for field in letter.fields:
        assert f'name="c_{field.code}"' in page
        assert {Kind.CHOICE: "<legend>", Kind.FLAG: 'class="choice"'}.get(field.kind, f'for="id_c_{field.code}"') in page
    assert page.count("à vérifier") == len(letter.to_check)


def test_an_unknown_letter_is_not_found(client: Client):
    assert client.get("/outils/ecrire/lettre_inconnue/").status_code == 404


def test_the_letter_is_written_with_what_was_told(client: Client):
    status, page = posted(client)
    assert status == 200
    body = body_of(page)
    assert "Par une décision du 3 novembre 2026, vous me demandez de rembourser du RSA. Je l’ai reçue le 6 novembre 2026." in body
    assert "La somme demandée est de 1 234,50 €." in body
    assert "Je vis seule depuis mars.\n\nMon fils est parti." in body
    for printed in ("Inès Martin", "12 rue des Lilas", "Lille, le 22 novembre 2026", "Lettre recommandée avec avis de réception"):
        assert printed in page
    assert "à titre subsidiaire" not in body, "she did not tick it"
    assert "à titre subsidiaire" in body_of(posted(client, c_remise="on", c_situation="Je touche 600 euros.")[1])


def test_a_question_that_is_not_asked_is_neither_required_nor_written(client: Client):
    status, page = posted(client, c_decision="refus", c_montant="pas un montant", c_situation="Je touche 600 euros.")
    assert status == 200
    assert "600 euros" not in body_of(page)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"c_montant": ""}, "Cette réponse manque"),
        ({"c_montant": "douze"}, "ne se lit pas"),
        ({"c_montant": "0"}, "plus grand que zéro"),
        ({"c_decision": ""}, "Cette réponse manque"),
        ({"c_decision_du": "31/2/2026"}, "février 2026 a 28 jours"),
        ({"c_decision_du": "23/11/2026"}, "n’est pas encore passée"),
        ({"nom": ""}, "Cette réponse manque"),
        ({"nom": "é" * 501}, "500"),
        ({"adresse": "a" * 501}, "500"),
        ({"c_raisons": "a" * 3001}, "3000"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_nothing_typed_is_lost(client: Client, changes: dict[str, str], said: str):
    status, page = posted(client, **changes)
    assert status == 422
    (name,) = changes
    error = re.search(rf'id="id_{name}_error">(.*?)</div>', page, re.DOTALL)
    assert error and said in error[1]
    assert "Rien n’est perdu" in page
    for kept in {**TOLD, **changes}.values():
        assert kept in page or kept.replace("'", "’") in page


def test_the_text_is_edited_kept_and_printed(client: Client):
    mine = "Bonjour.\n\n- un\n- deux\n\nÀ bientôt."
    status, page = posted(client, "actualiser", corps=mine)
    assert status == 200
    assert body_of(page) == mine
    assert '<p dir="ltr">Bonjour.</p>' in page
    assert '<li dir="ltr">deux</li>' in page
    assert "Réécrire avec les réponses" in page
    # back to the questions and forth: the edited text comes along
    form = posted(client, "modifier", corps=mine)[1]
    assert body_of(form) == mine
    assert 'value="7654321 Z"' in form
    assert body_of(posted(client, "apercu", corps=mine, nom="Inès Durand")[1]) == mine
    assert "Par une décision du" in body_of(posted(client, "reecrire", corps=mine)[1])


def test_a_text_that_was_not_edited_follows_the_answers(client: Client):
    page = html.unescape(client.post(ADDRESS, {**TOLD, "etape": "apercu"}).content.decode())
    answer = client.post(ADDRESS, {**TOLD, "etape": "modifier", "corps": body_of(page).replace("\n", "\r\n")})
    form = answer.content.decode()
    assert 'name="corps"' not in form
    assert "Votre texte modifié" not in form


@pytest.mark.parametrize("step", ["actualiser", "pdf"])
@pytest.mark.parametrize(("text", "said"), [("  \n ", "Le texte est vide"), ("a" * 20_001, "Le texte est trop long")])
def test_a_text_that_cannot_be_printed_is_told(client: Client, step: str, text: str, said: str):
    status, page = posted(client, step, corps=text)
    assert status == 422
    assert said in page


def test_a_protected_adult_signs_as_the_person_says(client: Client):
    def signed(**changes: str) -> str:
        page = posted(client, **changes)[1]
        return page[page.index("letter-signatures") :]

    assert "Signature de" not in signed()
    assert "Signature de" not in signed(protection="seule")
    both = signed(protection="avec", protection_nom="Jean Petit")
    assert "Inès Martin" in both and "Signature de la curatrice ou du curateur" in both and "Jean Petit" in both
    assert "Signature de la tutrice ou du tuteur, pour Inès Martin" in signed(protection="pour", protection_nom="Jean Petit")
    assert "Relais ne le décide pas" in plain(client.get(ADDRESS).content.decode())


def test_what_is_typed_is_text_never_markup(client: Client):
    answer = client.post(ADDRESS, {**TOLD, "etape": "apercu", "nom": "<script>alert(1)</script>", "c_raisons": "</textarea><b>x"})
    assert b"<script>alert" not in answer.content
    assert b"</textarea><b>" not in answer.content


def test_nothing_is_stored_logged_cached_or_put_in_an_address(client: Client, caplog: pytest.LogCaptureFixture):
    # no django_db mark: pytest-django forbids any query here
    caplog.set_level(logging.DEBUG)
    for step in ("apercu", "actualiser", "modifier", "reecrire"):
        answer = client.post(ADDRESS, {**TOLD, "corps": "Je suis Zoé Fact.", "etape": step})
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
        assert "Location" not in answer
    assert "no-store" in client.get(ADDRESS)["Cache-Control"]
    assert set(client.cookies) <= {"csrftoken"}
    held = caplog.text + "".join(repr(vars(record)) for record in caplog.records) + repr(getattr(cache, "_cache", {}))
    assert not [fact for fact in ("Inès Martin", "Lilas", "7654321 Z", "Zoé", "Mon fils") if fact in held]


@pytest.mark.django_db
def test_no_row_appears_in_any_table(client: Client):
    def rows() -> dict[str, int]:
        return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

    before = rows()
    posted(client)
    assert len(before) > 3
    assert rows() == before


def test_a_page_too_long_is_refused(client: Client):
    assert client.post(ADDRESS, {**TOLD, "c_raisons": "a" * 140_000}).status_code == 413


@pytest.mark.parametrize(
    ("recipient", "beyond"),
    [
        ("À la présidente ou au président du conseil départemental\nService du RSA\n59047 Lille", False),
        ("\n".join(["Service du RSA"] * 6), False),
        ("\n".join(["Service du RSA"] * 7), True),
        ("M" * 240, True),
    ],
)
def test_an_address_longer_than_the_window_of_an_envelope_is_told(client: Client, recipient: str, beyond: bool):
    assert ("dépasse la fenêtre d’une enveloppe" in posted(client, destinataire=recipient)[1]) is beyond


def test_a_password_in_a_letter_stops_it_and_one_press_masks_it(client: Client):
    mine = "Bonjour, mon mot de passe : Soleil2026! Merci."
    status, page = posted(client, "pdf", corps=mine)
    assert status == 422
    assert body_of(page) == mine, "nothing typed is lost"
    assert "Ce texte semble contenir un mot de passe" in page
    assert 'name="corps-masquer"' in page
    masked = plain(client.post(ADDRESS, {**TOLD, "corps": mine, "corps-masquer": "oui"}).content.decode())
    assert body_of(masked) == "Bonjour, mon mot de passe : [masqué] Merci."
    answer = client.post(ADDRESS, {**TOLD, "nom": "Inès, mdp : Soleil2026!", "etape": "apercu"})
    assert answer.status_code == 422
    again = client.post(ADDRESS, {**TOLD, "nom": "Inès, mdp : Soleil2026!", "nom-masquer": "oui"})
    assert again.status_code == 200
    assert "Soleil2026" not in again.content.decode()
    assert "[masqué]" in again.content.decode()
