"""The texts of a structure in a browser: the digital referent corrects a letter, sees it, keeps it; axe, 320 px, keyboard, no script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from relais.accounts.models import Member, Role
from tests.factories.accounts import member, organisation
from tests.journeys.conftest import NARROW, Watch, fits
from tests.journeys.steps import at_work, enter, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def solene(settings, tmp_path: Path) -> None:
    settings.LOCAL_LETTERS = tmp_path / "courriers-locaux"
    settings.LOCAL_SHEETS = tmp_path / "demarches-locales"
    settings.LOCAL_MAIL = tmp_path / "courriers-recus"
    member(organisation(), "solene", Role.DIGITAL_LEAD)


def signed_in(page: Page) -> Page:
    return at_work(page, Member.objects.get(identifier="solene"), "/outils/textes/")


def pictured(page: Page, folder: Path | None, name: str) -> None:
    if folder is not None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_letter_is_corrected_seen_kept_taken_away_and_put_back(
    open_context: Callable[..., BrowserContext],
    check_axe: Callable[[Page], None],
    watch: Watch,
    scripts: bool,
    screenshot_folder: Path | None,
) -> None:
    watch.expected.add(422)
    page = signed_in(open_context(java_script_enabled=scripts).new_page())
    pictured(page, screenshot_folder, f"texts-list-{scripts}")
    if scripts:
        check_axe(page)
    page.locator("#modele-courriers").select_option("cada")
    press(page, "Le corriger")
    box = page.locator("#id_texte")
    text = box.input_value()
    box.fill(text.replace("envoi: ", "envoi: pigeon # "))
    press(page, "Voir l’aperçu")
    expect(page.locator(".text-problems li").first).to_contain_text("Ligne ")
    assert "pigeon" in page.locator(".text-problems code").first.inner_text()
    pictured(page, screenshot_folder, f"texts-fault-{scripts}")
    if scripts:
        assert page.evaluate("document.activeElement.className") == "summary-errors"
        check_axe(page)
    box.fill(text.replace("titre: ", "titre: Chez nous, ", 1))
    press(page, "Voir l’aperçu")
    expect(page.locator("#rendu")).to_be_visible()
    assert "Chez nous" not in page.locator("h1").inner_text()
    pictured(page, screenshot_folder, f"texts-preview-{scripts}")
    if scripts:
        check_axe(page)
    press(page, "Enregistrer et mettre en service")
    expect(page.locator(".tone-done").first).to_contain_text("en service")
    assert page.url.endswith("/outils/textes/courriers/cada/#contenu")
    pictured(page, screenshot_folder, f"texts-kept-{scripts}")
    if scripts:
        check_axe(page)
    press(page, "Supprimer ce texte")
    press(page, "Remettre cada")
    expect(page.locator(".tone-done").first).to_contain_text("remis")
    page.goto("/outils/ecrire/cada/")
    assert page.locator("h1").inner_text().startswith("Chez nous,")


@pytest.mark.parametrize(("kind", "code"), [("demarches", "c2s"), ("recus", "indu_rsa")])
def test_a_sheet_and_a_letter_received_on_a_small_dark_phone(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], screenshot_folder: Path | None, kind: str, code: str
) -> None:
    page = signed_in(open_context(viewport=NARROW, color_scheme="dark").new_page())
    assert fits(page)
    check_axe(page)
    pictured(page, screenshot_folder, "texts-list-320")
    page.locator(f"#modele-{kind}").select_option(code)
    press(page, "Le corriger", within=f"section[aria-labelledby=textes-{kind}]")
    assert fits(page)
    press(page, "Voir l’aperçu")
    assert fits(page)
    check_axe(page)
    pictured(page, screenshot_folder, f"texts-preview-{kind}-320")
    press(page, "Enregistrer et mettre en service")
    assert fits(page)
    check_axe(page)
    pictured(page, screenshot_folder, f"texts-kept-{kind}-320")


def test_by_the_keyboard_alone(page: Page) -> None:
    """From the list to a text in service; Enter on a button is that button."""
    signed_in(page)
    page.locator("#modele-courriers").focus()
    page.keyboard.type("Demander")
    page.keyboard.press("Tab")
    enter(page)
    page.locator("#id_texte").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nMerci de votre attention.\n")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "apercu"
    enter(page)
    expect(page.locator("#rendu")).to_be_visible()
    assert "Merci de votre attention." in page.locator(".paper-letter").inner_text()
    page.locator("#id_texte").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    enter(page)
    expect(page.locator(".tone-done").first).to_contain_text("en service")
