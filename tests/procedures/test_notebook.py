"""The notebook of codes: blank, large, tagged; nothing can be typed in it and nobody is told to keep it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relais.foundation import pdf
from relais.kernel.readability import PERSON_TARGET, kandel_moles
from relais.procedures.pictograms import PICTOGRAMS
from relais.procedures.rules import notebook
from relais.ui.texts import badly_spaced
from relais.ui.typography import french
from tests.screening.printed import kinds, opened, require_pdf, spoken_drawings


def test_it_is_easy_to_read_and_well_written():
    assert kandel_moles(notebook.spoken()) >= PERSON_TARGET
    assert badly_spaced(french(notebook.spoken())) == []
    assert all(account.pictogram in PICTOGRAMS and account.lines for account in notebook.ACCOUNTS)


def test_no_field_of_the_page_takes_a_secret_and_it_says_who_keeps_it(client: Client):
    # no django_db mark: pytest-django forbids any query here
    answer = client.get("/outils/carnet/")
    page = BeautifulSoup(answer.content, "html.parser")
    main = page.select_one("main")
    assert main is not None
    assert main.select("form, input, textarea, [contenteditable]") == []
    text = " ".join(main.get_text(" ").split())
    for told in ("Ne le laissez à personne", "Relais ne garde jamais vos codes", "Ne gardez pas de copie"):
        assert told in text
    for account in notebook.ACCOUNTS:
        assert french(account.name) in main.get_text()
    assert client.post("/outils/carnet/", {"code": "1234"}).status_code == 405


def test_a_sheet_of_a_lost_account_leads_to_it_and_the_search_too(client: Client):
    for code in ("ameli", "franceconnect", "compte_caf", "compte_france_travail", "compte_impots", "compte_anef", "compte_droits_sociaux"):
        assert "/outils/carnet/" in client.get(f"/outils/demarches/{code}/").content.decode()
    assert "/outils/carnet/" not in client.get("/outils/demarches/rsa/").content.decode()
    found = client.post("/outils/", {"mots": "noter mes codes"}).content.decode()
    assert found.index("/outils/carnet/") < found.index("Les outils")


def test_the_pdf_is_tagged_titled_and_every_drawing_is_told(client: Client):
    require_pdf()
    answer = client.get("/outils/carnet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    document = opened(answer.content)
    assert str(document.Root.Lang) == "fr"
    assert str(document.docinfo["/Title"]) == notebook.TITLE
    assert {"/H1", "/H2", "/L", "/LI", "/P", "/Figure"} <= kinds(document)
    assert len(spoken_drawings(document)) == len(notebook.ACCOUNTS)
    assert 2 <= len(document.pages) <= 4


def test_without_pdf_the_page_says_why(client: Client, monkeypatch: pytest.MonkeyPatch):
    def unable(*_: object, **__: object) -> bytes:
        raise pdf.UnableToRender("Cette machine ne fait pas de PDF.")

    monkeypatch.setattr("relais.procedures.web.views.notebook.made", unable)
    assert "Cette machine ne fait pas de PDF." in client.get("/outils/carnet.pdf").content.decode()


@pytest.mark.parametrize("code", ["ameli", "franceconnect", "compte_caf", "compte_france_travail", "compte_impots", "compte_anef"])
def test_a_lost_account_is_told_case_by_case(client: Client, code: str):
    page = client.get(f"/outils/demarches/{code}/").content.decode()
    for case in ("Identifiant perdu", "Mot de passe perdu", "E-mail "):
        assert case in page, case
