"""Writing a letter in a browser: from the public home to the printer, the paper that follows the text, a small phone, no script."""

import gzip
import io
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import NARROW, Watch, fits
from tests.journeys.steps import enter, follow, press, sought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LETTER = "/outils/ecrire/rapo_rsa/"
#: what Inès tells, box by box; the service is proposed, she adds its town.
TOLD = (
    ("c_decision_du", "3/11/2026"),
    ("c_recue_le", "6/11/2026"),
    ("c_montant", "1234,50"),
    ("c_raisons", "Je vis seule depuis mars."),
    ("c_numero", "7654321 Z"),
    ("nom", "Inès Martin"),
    ("adresse", "12 rue des Lilas\n59000 Lille"),
    ("lieu", "Lille"),
)
#: a slow typist: letters a minute; and seconds to find and press each button or link.
LETTERS_A_MINUTE, A_PRESS = 150, 2.5
ASKED = 90
NOTE_PRINT = "() => { window.printed = 0; window.print = () => { window.printed += 1; }; }"


def filled(page: Page, **changed: str) -> Page:
    """The questions answered; works without scripts."""
    page.goto(LETTER)
    page.locator("[name=c_decision][value=dette]").check()
    for name, words in {**dict(TOLD), **changed}.items():
        page.locator(f"[name={name}]").fill(words)
    return page


def pictured(page: Page, folder: Path | None, name: str) -> None:
    if folder is not None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)


def test_from_the_public_home_to_a_printed_letter_within_ninety_seconds(page: Page, figure: Callable[[str], None]) -> None:
    """Issue 4: by script, the time of a slow typist added to that of the pages."""
    page.goto("/")
    presses, letters, begun = 0, 0, time.monotonic()
    follow(page.get_by_role("link", name="Outils", exact=True).first)
    presses += 1
    sought(page, "contester trop perçu rsa")
    letters += len("contester trop perçu rsa")
    follow(page.locator(f".found a[href='{LETTER}']"))
    presses += 2
    page.locator("[name=c_decision][value=dette]").check()
    presses += 1
    for name, words in TOLD:
        page.locator(f"[name={name}]").focus()
        page.keyboard.type(words)
        letters += len(words)
    page.locator("[name=destinataire]").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n59047 Lille")
    letters += len("\n59047 Lille")
    press(page, "Voir la lettre")
    page.evaluate(NOTE_PRINT)
    page.get_by_role("button", name="Imprimer", exact=True).click()
    page.wait_for_function("window.printed === 1")
    presses += 2
    machine = time.monotonic() - begun
    whole = machine + letters * 60 / LETTERS_A_MINUTE + presses * A_PRESS
    figure(f"home to a printed letter: {presses} presses, {letters} letters, {machine:.1f} s of pages, {whole:.0f} s for a slow typist")
    assert whole <= ASKED
    printed = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 1, "the frame of the page is not printed"
    assert [round(float(side)) for side in printed.pages[0].MediaBox[2:]] == [595, 842]


def test_by_the_keyboard_alone_from_the_questions_to_the_printer(page: Page) -> None:
    page.goto(LETTER)
    page.locator("[name=c_decision][value=dette]").focus()
    page.keyboard.press("Space")
    for name, words in TOLD[:-1]:
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                break
        assert page.evaluate("document.activeElement.name") == name, f"Tab does not reach {name}"
        page.keyboard.type(words)
    page.locator("[name=nom]").focus()
    enter(page)
    page.evaluate(NOTE_PRINT)
    page.locator("#corps").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Imprimer":
            break
    page.keyboard.press("Enter")
    page.wait_for_function("window.printed === 1")


def test_the_paper_follows_the_text_and_both_stand_axe(
    page: Page, check_axe: Callable[[Page], None], watch: Watch, screenshot_folder: Path | None, figure: Callable[[str], None]
) -> None:
    watch.expected.add(422)
    weights: dict[str, int] = {}
    page.on("response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body()))}) if answer.status == 200 else None)
    filled(page, nom="")
    check_axe(page)
    press(page, "Voir la lettre")
    assert page.evaluate("document.activeElement.className") == "summary-errors"
    check_axe(page)
    pictured(page, screenshot_folder, "letter-fault")
    page.locator("[name=nom]").fill("Inès Martin")
    press(page, "Voir la lettre")
    check_axe(page)
    figure(f"letter seen, with all its files: {sum(weights.values()) / 1000:.1f} kB compressed")
    assert sum(weights.values()) <= 100_000
    pictured(page, screenshot_folder, "letter-preview")
    sender, service = page.locator(".letter-from").bounding_box(), page.locator(".letter-to").bounding_box()
    assert sender and service and service["x"] > sender["x"] + 200, "the address of the service is at the right, in the window"
    page.locator("#corps").fill("Bonjour.\n\n- un\n- deux\n\nأعيش وحدي منذ شهر مارس.")
    assert page.locator("#corps-imprime li").all_inner_texts() == ["un", "deux"]
    last = page.locator("#corps-imprime p").last
    assert last.evaluate("line => getComputedStyle(line).direction") == "rtl"


def test_names_of_500_letters_on_a_small_dark_phone(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], screenshot_folder: Path | None
) -> None:
    page = filled(open_context(viewport=NARROW, color_scheme="dark").new_page(), nom="N" * 500, adresse="b" * 500, destinataire="M" * 500)
    assert fits(page)
    check_axe(page)
    press(page, "Voir la lettre")
    assert fits(page)
    check_axe(page)
    pictured(page, screenshot_folder, "letter-320")


def test_without_scripts_the_letter_is_seen_changed_and_printed(open_context: Callable[..., BrowserContext]) -> None:
    page = filled(open_context(java_script_enabled=False).new_page())
    press(page, "Voir la lettre")
    assert "1 234,50 €" in " ".join(page.locator(".paper-letter").inner_text().split())
    page.locator("#corps").fill("Bonjour.\n\nMon texte à moi.")
    press(page, "Mettre à jour la lettre")
    expect(page.locator(".paper-letter")).to_contain_text("Mon texte à moi.")
    press(page, "Modifier les réponses")
    assert page.locator("[name=nom]").input_value() == "Inès Martin"
    press(page, "Voir la lettre")
    expect(page.locator(".paper-letter")).to_contain_text("Mon texte à moi.")
    assert len(pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1
