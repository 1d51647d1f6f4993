"""One question at a time, without scripts: from the first question to the answers, with doubts, refusals and steps back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.conftest import NARROW, Watch, fits
from tests.journeys.steps import ANSWERED, counts, plain, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def asked(page: Page) -> str:
    """The key of the question on screen."""
    return page.locator("input[name=question]").input_value()


def answer(page: Page, words: str) -> None:
    """Type and press Enter, as most people do."""
    with page.expect_navigation(timeout=ANSWERED):
        page.locator("[name=reponse]").fill(words)
        page.locator("[name=reponse]").press("Enter")


def test_from_the_first_question_to_the_answers_without_script(open_context: Callable[..., BrowserContext], watch: Watch) -> None:
    watch.expected.add(422)
    page = open_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto("/droits/guidee/")
    assert asked(page) == "p1.naissance" and page.locator("h1").count() == 1
    assert page.get_by_role("button", name="Question précédente").count() == 0
    answer(page, "31/2/1988")
    assert asked(page) == "p1.naissance" and "n’existe pas" in page.locator("[role=alert]").inner_text()
    assert page.locator("[name=reponse]").input_value() == "31/2/1988"
    answer(page, "12/3/88")
    assert asked(page) == "couple"
    press(page, "Oui")
    assert asked(page) == "p2.naissance"
    press(page, "Je préfère ne pas répondre")
    answer(page, "12/3/2014, 5/6/2020")
    assert asked(page) == "p1.statut"
    press(page, "En emploi")
    answer(page, "1400")
    assert asked(page) == "p2.statut"
    press(page, "Je ne sais pas")
    answer(page, "roub")
    assert asked(page) == "logement"
    press(page, "Question précédente")
    assert asked(page) == "commune" and page.locator("[name=reponse]").input_value() == "roub", "a step back loses no word"
    assert fits(page)
    press(page, "Continuer")
    press(page, "Locataire, logement vide")
    answer(page, "620")
    assert page.locator("input[name=question]").count() == 1, "the useful questions follow"
    press(page, "Arrêter ici et voir les droits")
    assert "à demander" in counts(page) and not counts(page).startswith("0")
    told = page.locator("section[aria-labelledby=dit-titre]").inner_text()
    assert all(words in plain(told) for words in ("Roubaix", "1 400 €", "ne souhaite pas répondre", "ne sait pas"))
    assert "Quitter le libre accès" not in page.inner_text("main"), "Enter pressed a button of the frame"
    assert fits(page)


def test_the_state_follows_from_one_entrance_to_the_other(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto("/droits/guidee/")
    check_axe(page)
    answer(page, "12/3/88")
    press(page, "Non")
    check_axe(page)
    press(page, "Tout sur une page")
    assert page.locator("#f-p1-naissance").input_value() == "12/3/88" and page.locator("#f-couple").input_value() == "non"
    press(page, "Une question à la fois")
    assert asked(page) == "enfants", "what was told is not asked again"
