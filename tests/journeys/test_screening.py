"""Awa describes a household by keyboard alone: answers as she types, nothing moves, nothing is left behind."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.conftest import NARROW, fits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

#: what is typed, field after field; a word chooses in a list.
TYPED = ("12/3/88", "Oui", "4/7/90", "12/3/2014, 5/6/2020", "En emploi", "1400", "Sans emploi", "0", "roub", "Locataire, v", "620")


def next_field(page: Page) -> None:
    """Tab to the next box or list, past the disclosures."""
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("['INPUT', 'SELECT'].includes(document.activeElement.tagName) && document.activeElement.type !== 'checkbox'"):
            return


def test_a_couple_in_roubaix_in_eleven_fields_by_keyboard(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/droits/")
    page.focus("#f-p1-naissance")
    begun = time.monotonic()
    for words in TYPED:
        page.keyboard.type(words)
        next_field(page)
    assert time.monotonic() - begun < 45
    page.wait_for_selector("text=620 €", timeout=60_000)
    page.wait_for_selector("text=À demander", timeout=60_000)
    assert page.inner_text("#f-commune-lu") == "Roubaix (59100)"
    assert page.inner_text("#f-enfants-lu") == "2 enfants : 12 ans, 6 ans".replace(" :", "\u00a0:")
    assert "à demander" in page.inner_text("#annonce")


def test_the_focus_stays_where_one_types_and_folds_stay_open(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/droits/exemples/mere-seule/")
    fold = page.locator(".answer .why").first
    fold.locator("summary").click()
    name = fold.get_attribute("id")
    page.fill("#f-loyer", "400")
    page.wait_for_selector("#f-loyer-lu >> text=400 €", timeout=60_000)
    assert page.evaluate("document.activeElement.id") == "f-loyer"
    assert page.locator(f"#{name}").get_attribute("open") == ""


def test_finish_and_erase_leaves_a_blank_page(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/droits/exemples/retraite-seul/")
    page.click("text=Terminer et effacer")
    page.wait_for_url(f"{live_server.url}/droits/")
    assert page.input_value("#f-p1-naissance") == ""
    # htmx notes the path of the page in the session storage, and nothing else is ever there
    stored = page.evaluate("[...Object.values(sessionStorage), ...Object.values(localStorage)]")
    assert all(value.startswith("/droits/") for value in stored)


@pytest.mark.parametrize("path", ["/droits/", "/droits/guidee/", "/droits/exemples/couple-deux-enfants/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_small_or_dark_every_page_fits_and_passes_axe(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], path: str, scheme: str
) -> None:
    page = open_context(viewport=NARROW, color_scheme=scheme).new_page()
    page.goto(path)
    assert fits(page)
    check_axe(page)


def test_without_script_one_question_at_a_time_leads_to_answers(open_context: Callable[..., BrowserContext]) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/droits/guidee/")
    page.fill("[name=reponse]", "12/3/88")
    page.click("text=Continuer")
    page.click("button[value=non]")
    page.click("text=Je ne sais pas")
    page.click("text=Arrêter ici et voir les droits")
    assert "à vérifier" in page.inner_text("main")
