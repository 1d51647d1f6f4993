"""From the answers to the two sheets: the choice, the blanks, the paper; in the browser's printer when no PDF can be made."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from relais.foundation import pdf
from relais.law.situation.household import Household
from relais.screening.rules.sheet_words import DATA
from relais.screening.rules.told import Told
from relais.screening.web.page_state import sealed

PERSON, PROFESSIONAL = "/droits/feuille/", "/droits/feuille-du-professionnel/"
FRENCH_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})

pytestmark = pytest.mark.usefixtures("chosen_answers")


def told(**texts: str) -> str:
    """A page state where something was said."""
    return sealed(Told(texts={"p1.salaire": "1400", "loyer": "620", **texts}, refused=frozenset({"epargne"})))


def ask(client: Client, url: str = PERSON, *, expected: int = 200, **posted: Any) -> str:
    """The words of the page, entities and French spaces made plain."""
    answer = client.post(url, {"etat": told()} | posted)
    assert answer.status_code == expected
    return html.unescape(answer.content.decode()).translate(FRENCH_SPACES)


def paper(page: str) -> str:
    """The printed part alone."""
    found = re.search(r'<article class="paper.*?</article>', page, re.DOTALL)
    assert found is not None, "no paper in the page"
    return found[0]


def ticked(page: str) -> list[str]:
    return re.findall(r'name="droits" value="(\w+)"[^>]*checked', page)


class TestChoice:
    def test_it_offers_what_is_open_or_to_check_and_never_what_seems_closed(self, client: Client):
        offered = re.findall(r'name="droits" value="(\w+)"', ask(client))
        assert set(offered) == {"prime_activite", "aide_logement", "fsl", "dalo", "aah"}

    def test_three_open_rights_or_fewer_are_ticked_and_the_rest_is_hers(self, client: Client):
        assert set(ticked(ask(client))) == {"prime_activite", "aide_logement"}

    def test_what_was_chosen_comes_back(self, client: Client):
        assert ticked(ask(client, etape="choix", droits=["fsl"])) == ["fsl"]

    @pytest.mark.parametrize(
        ("droits", "said"),
        [([], "Cochez au moins un droit"), (["prime_activite", "aide_logement", "fsl", "dalo"], "trois droits au plus : 4 sont cochés")],
    )
    @pytest.mark.parametrize("etape", ["details", "feuille", "pdf"])
    def test_none_or_four_is_refused_in_words_and_nothing_is_lost(self, client: Client, etape: str, droits: list[str], said: str):
        page = ask(client, etape=etape, droits=droits, expected=422)
        assert said in page
        assert set(ticked(page)) == set(droits)

    @pytest.mark.parametrize("code", ["c2s_gratuite", "cmg", "inconnu", "<script>"])
    def test_a_right_that_is_not_offered_cannot_be_printed(self, client: Client, code: str):
        assert "Cochez au moins un droit" in ask(client, etape="feuille", droits=[code], expected=422)

    @pytest.mark.parametrize("url", [PERSON, PROFESSIONAL])
    def test_nothing_told_is_said_so(self, client: Client, url: str):
        for answer in (client.get(url), client.post(url, {}), client.post(url, {"etat": "abîmé", "etape": "feuille", "droits": ["rsa"]})):
            assert answer.status_code == 200
            assert "Rien à écrire encore" in answer.content.decode()

    @pytest.mark.parametrize("url", [PERSON, PROFESSIONAL])
    def test_a_law_that_fails_is_said_and_the_state_stays(self, client: Client, silent_law: Any, url: str):
        silent_law(RuntimeError("boom"))
        page = ask(client, url)
        assert "Ce que vous avez écrit est gardé" in page
        assert re.search(r'name="etat" id="etat" value=".{40,}"', page)


class TestBlanks:
    def test_the_worker_adds_a_counter_a_day_and_the_service(self, client: Client, time_machine: Any):
        time_machine.move_to("2026-11-22 10:00+01:00")
        page = ask(client, etape="feuille", droits=["fsl"], service="le CCAS de Roubaix", lieu_fsl="Mairie, bureau 12", avant_fsl="15/1/27")
        sheet = paper(page)
        assert "Mairie, bureau 12." in sheet
        assert "Avant le vendredi 15 janvier 2027." in sheet
        assert "Feuille donnée par le CCAS de Roubaix." in sheet
        assert 'name="lieu_fsl" value="Mairie, bureau 12"' in page, "what was typed follows to the PDF"

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("avant_fsl", "31/2/2027", "n’existe pas"),
            ("avant_fsl", "1/1/2020", "est passée"),
            ("avant_fsl", "bientôt", "jour/mois/année"),
            ("lieu_fsl", "sur caf.fr", "ni à un site"),
            ("lieu_fsl", "x" * 81, "80"),
            ("service", "x" * 45, "44"),
        ],
    )
    @pytest.mark.parametrize("etape", ["feuille", "pdf"])
    def test_a_blank_that_cannot_be_printed_is_said_beside_it(self, client: Client, etape: str, field: str, typed: str, said: str):
        page = ask(client, **{"etape": etape, "droits": ["fsl"], "service": "", field: typed}, expected=422)
        assert said in page
        assert f'value="{typed}"' in page
        assert 'aria-invalid="true"' in page

    def test_markup_in_a_blank_stays_text(self, client: Client):
        answer = client.post(PERSON, {"etat": told(), "etape": "feuille", "droits": ["fsl"], "service": "<b>le CCAS</b>"})
        assert "<b>le CCAS</b>" not in answer.content.decode()


class TestPersonSheet:
    def test_it_holds_the_rights_kept_and_no_amount(self, client: Client):
        sheet = paper(ask(client, etape="feuille", droits=["prime_activite", "dalo"]))
        assert sheet.count("<h2") == 2
        assert "Vous avez peut-être droit à la prime d’activité, à confirmer par la CAF." in sheet
        assert "€" not in sheet

    def test_the_outside_panel_of_the_page_holds_the_date_and_two_words(self, client: Client):
        sheet = paper(ask(client, etape="feuille", droits=["aah"], service="le CCAS"))
        outside = sheet[sheet.index("<header") : sheet.index("</header>")]
        words = " ".join(re.sub(r"<[^>]+>", " ", outside).split())
        assert re.fullmatch(r"Pour vous \w+ \d+(er)? \w+ \d{4}", words)

    def test_the_page_title_printed_on_top_tells_nothing_either(self, client: Client):
        page = ask(client, etape="feuille", droits=["aah"])
        assert "<title>Pour vous · Relais</title>" in page

    def test_the_sheet_stays_in_french_under_an_english_screen(self, client: Client):
        client.cookies["django_language"] = "en"
        page = client.post(PERSON, {"etat": told(), "etape": "feuille", "droits": ["fsl"]}).content.decode()
        assert '<html lang="en"' in page
        assert "Pour vous" in paper(page)
        assert 'lang="fr"' in paper(page)


class TestProfessionalSheet:
    def test_it_has_the_four_parts_and_says_that_it_is_no_decision(self, client: Client):
        sheet = paper(ask(client, PROFESSIONAL))
        assert "Relais n’est pas une décision" in sheet
        for part in ("1. Degré et mode", "2. Données traitées", "3. Paramètres", "4. Opérations"):
            assert part in sheet
        assert "R.311-3-1-2" in sheet
        assert "openfisca-france" in sheet

    def test_it_tells_facts_refusals_unknowns_reserves_and_assumptions(self, client: Client):
        sheet = paper(ask(client, PROFESSIONAL, etat=told(**{"p1.naissance": "12/3/1988"})))
        assert "12/3/1988 (3" in sheet, "the day counts, the age alone would hide it"
        assert "1 400 €" in sheet
        assert "se lit sur : Bulletin de paie" in sheet
        assert re.search(r"ne souhaite pas dire</h3>\s*<p>Épargne de la famille", sheet)
        assert "Commune" in sheet[sheet.index("Faits inconnus") : sheet.index("Réserves")]
        assert "Épargne modeste. Non vérifié." in sheet
        assert "<em>Sous réserve</em> : séjour régulier, épargne modeste" in sheet, "the whole sentences stand once, in part 2"
        assert "<strong>Logement</strong> : Commune" in sheet
        assert "net / 0,78" in sheet

    def test_each_right_has_its_figures_and_its_texts_with_marks(self, client: Client):
        sheet = paper(ask(client, PROFESSIONAL))
        assert "environ 280 à 310 € par mois" in sheet
        assert "barème à vérifier" in sheet
        assert "24 382 €" in sheet
        assert "21 349 €" in sheet
        assert "(à vérifier)" in sheet
        assert "Les ressources dépassent le plafond." in sheet
        assert "pas encore modélisée" in sheet

    def test_it_is_french_under_an_english_screen(self, client: Client):
        client.cookies["django_language"] = "en"
        sheet = paper(client.post(PROFESSIONAL, {"etat": told()}).content.decode())
        assert "novembre" in sheet or "Règles du" in sheet
        assert "per month" not in sheet


@pytest.mark.parametrize(("url", "posted"), [(PERSON, {"droits": ["fsl"]}), (PROFESSIONAL, {})])
def test_without_pdf_the_page_still_prints_and_says_why(client: Client, monkeypatch: pytest.MonkeyPatch, url: str, posted: dict[str, Any]):
    def unable(*_args: object, **_options: object) -> bytes:
        raise pdf.UnableToRender("Cette machine ne fait pas de PDF.")

    monkeypatch.setattr(pdf, "render", unable)
    page = ask(client, url, etape="pdf", **posted)
    assert "Pas de PDF sur cette machine" in page
    assert "Cette machine ne fait pas de PDF." in page
    assert paper(page)


@pytest.mark.parametrize("url", [PERSON, PROFESSIONAL])
def test_everything_is_a_button_of_one_form_so_no_script_is_needed(client: Client, url: str):
    page = ask(client, url, etape="feuille", droits=["fsl"])
    assert page.count('method="post"') >= 1
    assert 'name="etape" value="pdf"' in page
    assert not re.search(r"\son\w+=|\sstyle=|hx-on", paper(page))


def test_a_narrow_screen_never_lays_out_the_paper():
    """An A4 is narrower than a small window: a width rule outside ``@media screen`` would reach the browser's printer."""
    rules = (DATA.parent / "static" / "screening" / "sheet.css").read_text()
    assert rules.count("@media (max-width") == rules.count("@media screen { @media (max-width") > 0
    assert "@media screen and" not in rules, "WeasyPrint reads no such query"


def test_the_result_page_leads_to_both_sheets(client: Client, chosen_answers: list[Household]):
    page = client.post("/droits/", {"etat": told()}).content.decode()
    assert f'formaction="{PERSON}"' in page
    assert f'formaction="{PROFESSIONAL}"' in page
