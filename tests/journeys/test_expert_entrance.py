"""Awa describes a household by keyboard alone: answers as she types, nothing moves; without scripts, one button gives the same."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.steps import ANSWERED, ROUBAIX, beside, box, counts, fill_expert, focused, press, quiet, settled, tab_to, type_field

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NOTE_FOCUS = """() => {
  window.sameDocument = true;
  window.tabs = window.focusMoves = 0;
  document.addEventListener("keydown", (event) => { if (event.key === "Tab") window.tabs += 1; }, true);
  document.addEventListener("focusin", () => { window.focusMoves += 1; }, true);
}"""
FIELDS = "[...document.querySelectorAll('#questions input[type=text], #questions select')].map(field => field.name)"


def from_the_top(page: Page) -> None:
    """The skip link, then Tab as far as the first field."""
    page.goto("/droits/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#contenu'")
    tab_to(page, "p1.naissance")


def test_a_couple_in_roubaix_by_keyboard_alone(page: Page, figure: Callable[[str], None]) -> None:
    """Must show 1: at most 14 fields and 45 seconds, answers before any button, the focus and the fields where they were."""
    from_the_top(page)
    page.evaluate(NOTE_FOCUS)
    before, blank = page.evaluate(FIELDS), page.inner_text("#resultats")
    begun = time.monotonic()
    for key, words in ROUBAIX:
        type_field(page, key, words)
    typed = time.monotonic() - begun
    settled(page, "loyer", "620 €")
    answered = time.monotonic() - begun
    figure(f"{len(ROUBAIX)} fields typed in {typed:.1f} s, answered after {answered:.1f} s: {counts(page)}")
    assert len(ROUBAIX) <= 14 and answered <= 45
    assert page.inner_text("#resultats") != blank and page.evaluate("window.sameDocument"), "no button was pressed"
    assert focused(page) == "f-loyer"
    assert page.evaluate("window.focusMoves <= window.tabs"), "the focus moved without a key"
    after = [name for name in page.evaluate(FIELDS) if name in before]
    assert after == before, "questions moved while somebody typed"
    assert beside(page, "commune").inner_text() == "Roubaix (59100)"
    assert beside(page, "enfants").inner_text() == "2 enfants\u00a0: 12 ans, 6 ans"
    assert box(page, "commune").input_value() == "roub", "her words stay hers"
    # said at most every two seconds: the last words may still be on their way
    page.wait_for_function("words => document.getElementById('annonce').innerText === words", arg=counts(page), timeout=ANSWERED)
    assert "à demander" in counts(page)
    assert page.locator("#annonce").get_attribute("aria-live") == "polite"
    for name in ("Prime d’activité", "Allocations familiales"):
        assert page.locator("section[aria-labelledby=groupe-demander] h4", has_text=name).count() == 1


def test_the_first_useful_answer_comes_within_five_facts(page: Page, figure: Callable[[str], None]) -> None:
    from_the_top(page)
    told, heard = 0, ""
    for key, words in ROUBAIX[:5]:
        type_field(page, key, words)
        page.keyboard.press("Tab")
        quiet(page)
        told, heard = told + 1, counts(page)
        if "à demander" in heard and not heard.startswith("0"):
            break
    figure(f"first right to claim after {told} facts: {heard}")
    assert "à demander" in heard and not heard.startswith("0") and told <= 5
    assert page.locator("section[aria-labelledby=groupe-demander] .answer").count() >= 1


def test_the_focus_stays_where_one_types_and_folds_stay_open(page: Page) -> None:
    page.goto("/droits/exemples/mere-seule/")
    fold = page.locator(".answer .why").first
    fold.locator("summary").click()
    name = fold.get_attribute("id")
    box(page, "loyer").fill("400")
    settled(page, "loyer", "400 €")
    assert focused(page) == "f-loyer"
    expect(page.locator(f"#{name}")).to_have_attribute("open", "")


def test_without_script_the_button_gives_the_same_answers(open_context: Callable[..., BrowserContext]) -> None:
    """And Enter in a box is that button, never a button of the frame."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/droits/")
    fill_expert(page)
    with page.expect_navigation(timeout=ANSWERED):
        box(page, "loyer").press("Enter")
    assert "à demander" in counts(page) and page.url.endswith("/droits/")
    assert page.locator("text=Quitter le libre accès").count() == 0, "Enter opened the free access mode"
    by_enter = page.inner_text("#resultats")
    press(page, "Voir les droits")
    assert page.inner_text("#resultats") == by_enter
    assert box(page, "commune").input_value() == "roub" and beside(page, "commune").inner_text() == "Roubaix (59100)"
    assert page.locator("section[aria-labelledby=groupe-demander] h4", has_text="Prime d’activité").count() == 1


def test_what_concerns_a_lone_parent_shows_to_a_lone_parent_only(page: Page) -> None:
    """«L’autre parent verse-t-il une pension» is asked of nobody without children, whatever the words that say so."""
    page.goto("/droits/")
    field = box(page, "autre_parent_paie")
    box(page, "couple").select_option("non")
    for words, said, shown in (("aucun", "aucun enfant", False), ("4 ans", "1 enfant", True), ("0", "aucun enfant", False)):
        box(page, "enfants").fill(words)
        settled(page, "enfants", said)
        assert field.is_visible() is shown, words
    box(page, "couple").select_option("oui")
    box(page, "enfants").fill("4 ans")
    settled(page, "enfants", "1 enfant")
    assert not field.is_visible()
