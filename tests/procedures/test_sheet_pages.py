"""The pages of the sheets: what they say, with what source, without the database, in both languages."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from relais.law.sheets.catalogue import national
from relais.law.sheets.sheet import Sheet
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import worker

SHEETS = national()
each = pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))
#: bytes of a page without its style sheet, which every page shares.
HEAVIEST = 60_000


def page(client: Client, name: str, *args: str, language: str = "fr") -> BeautifulSoup:
    answer = client.get(reverse(name, args=args), headers={"accept-language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@each
@pytest.mark.django_db
def test_every_sentence_is_on_the_page_with_its_source(sheet: Sheet, client: Client) -> None:
    html = page(client, "tools:sheet", sheet.code)
    text = flat(html.get_text()).replace("’", "'")
    for said in sheet.statements:
        assert flat(said.words).replace("’", "'").replace(" :", " :")[:40] in text, said.words
    assert len(html.select(".said .tone-attention, .ways .tone-attention, section p .tone-attention")) >= sum(
        said.unverified for said in sheet.statements
    )
    assert {str(link["href"]) for link in html.select("a.ref")} <= {f"#{item['id']}" for item in html.select(".sources li")}
    assert len(html.select(".sources li")) == len(sheet.references)


@each
@pytest.mark.django_db
def test_a_page_asks_nothing_of_the_database_and_stays_light(sheet: Sheet, client: Client, django_assert_num_queries: Any) -> None:
    for name in ("tools:sheet", "tools:sheet_copy", "tools:sheet_person"):
        with django_assert_num_queries(0):
            answer = client.get(reverse(name, args=[sheet.code]))
        assert len(answer.content) < HEAVIEST


@each
@pytest.mark.django_db
def test_the_copied_text_holds_the_whole_sheet(sheet: Sheet, client: Client) -> None:
    box = page(client, "tools:sheet_copy", sheet.code).find("textarea")
    assert box is not None
    text = box.get_text()
    assert all(said.words in text for said in sheet.statements)
    assert all(reference.text in text for _, reference in sheet.references)
    assert text.count("à vérifier") >= sum(said.unverified for said in sheet.statements)


@pytest.mark.django_db
def test_the_list_holds_every_sheet_under_its_need(client: Client) -> None:
    html = page(client, "tools:sheets")
    shown = [str(link["href"]) for link in html.select(".needs a")]
    assert sorted(shown) == sorted(reverse("tools:sheet", args=[code]) for code in SHEETS)


@pytest.mark.django_db
def test_the_interface_speaks_english_around_a_french_sheet(client: Client) -> None:
    html = page(client, "tools:sheet", "c2s", language="en")
    assert "How to do it" in html.get_text()
    title = html.select_one("h1")
    assert title is not None
    assert title["lang"] == "fr"


@pytest.mark.django_db
def test_an_unknown_sheet_is_not_there(client: Client) -> None:
    assert client.get("/outils/demarches/inconnue/").status_code == 404
    assert client.get("/outils/demarches/inconnue/pour-la-personne.pdf").status_code == 404


@pytest.mark.django_db
def test_after_six_months_the_page_says_that_nobody_read_it_again(client: Client) -> None:
    with time_machine.travel(date(2027, 6, 1), tick=False):
        assert "plus de six mois" in page(client, "tools:sheet", "c2s").get_text()
    with time_machine.travel(date(2026, 11, 30), tick=False):
        assert "plus de six mois" not in page(client, "tools:sheet", "c2s").get_text()


@pytest.mark.django_db
def test_a_sheet_past_its_date_no_longer_answers_and_a_screen_alone_is_said(client: Client, tmp_path: Path, settings: Any) -> None:
    (tmp_path / "c2s.yaml").write_text(
        "code: c2s\ncorrige: true\nstructure: CCAS de Lille\nverifie_le: 2026-11-22\nverifie_par: Solène\nvalable_jusqu_au: 2026-11-23\n"
        "canaux: [{moyen: en ligne, mots: Le site, source: page_c2s}]\naucun_canal_non_numerique: true\n",
        encoding="utf-8",
    )
    settings.LOCAL_SHEETS = tmp_path
    with time_machine.travel(date(2026, 11, 24), tick=False):
        soup = page(client, "tools:sheet", "c2s")
        text = flat(soup.get_text())
    assert "on ne sait plus" in text
    # the missing way is itself told to the body (doctrine S14): one press from here to the alert, for whoever has an account
    (link,) = [str(one["href"]) for one in soup.find_all("a", href=True) if str(one["href"]).startswith(reverse("observatory:write"))]
    written = signed_in(worker(organisation(), "awa")).get(link)
    assert (written.status_code, "Assurance maladie, ameli.fr" in written.content.decode()) == (200, True)
    assert "Aucun canal non numérique connu." in text
    assert "CCAS de Lille" in text


@pytest.mark.django_db
def test_what_is_searched_is_posted_answered_and_not_kept(client: Client) -> None:
    answer = client.post(reverse("tools:home"), {"mots": "mutuelle gratuite"})
    html = BeautifulSoup(answer.content, "html.parser")
    assert str(html.select(".found a")[0]["href"]) == reverse("tools:sheet", args=["c2s"])
    assert str(html.select_one("#mots")["value"]) == "mutuelle gratuite"  # type: ignore[index]
    assert not client.session.keys()
    part = client.post(reverse("tools:home"), {"mots": "mutuelle"}, headers={"hx-request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="trouve"')


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "said"), [("xylophone", "Rien trouvé"), ("  ", "Écrivez un mot")])
def test_nothing_found_says_what_to_do(client: Client, typed: str, said: str) -> None:
    assert said in client.post(reverse("tools:home"), {"mots": typed}).content.decode()


@pytest.mark.django_db
def test_words_sent_by_address_are_not_read(client: Client) -> None:
    assert "found" not in client.get(reverse("tools:home"), {"mots": "mutuelle"}).content.decode()
