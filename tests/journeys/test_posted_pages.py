"""The pages that only a form reaches: no accessibility violation light or dark, nothing sideways at 320 px, and their weight."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from tests.journeys.conftest import NARROW, fits
from tests.journeys.steps import EXAMPLE, press
from tests.journeys.test_every_page import HEAVIEST

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

#: the button that leads from the answers to each page.
PAGES = (
    "Voir les droits",
    "Une question à la fois",
    "Et si…\u202f?",
    "Copier pour mon logiciel",
    "Feuille pour la personne",
    "Feuille du professionnel",
)


def unfold(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true;")


def test_every_posted_page_small_and_dark(open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]) -> None:
    """320 px is 1 280 px at 400 %: all folds open, nothing goes sideways."""
    page = open_context(viewport=NARROW, color_scheme="dark").new_page()
    for button in PAGES:
        page.goto(EXAMPLE)
        press(page, button)
        check_axe(page)
        unfold(page)
        assert fits(page), button


def test_the_answers_wide(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto(EXAMPLE)
    press(page, "Voir les droits")
    page.evaluate("for (const fold of document.querySelectorAll('#resultats details')) fold.open = true;")
    check_axe(page)
    unfold(page)
    assert fits(page)


def test_the_answers_at_four_hundred_percent(open_context: Callable[..., BrowserContext]) -> None:
    """A screen of 1 280 × 1 024 zoomed four times: 320 × 256 CSS pixels, four device pixels each."""
    page = open_context(viewport={"width": 320, "height": 256}, device_scale_factor=4).new_page()
    page.goto(EXAMPLE)
    unfold(page)
    assert fits(page)
    page.locator("#f-loyer").focus()
    assert page.locator("#f-loyer").is_visible()


def test_the_filled_page_weighs_less_than_a_photograph(page: Page, figure: Callable[[str], None]) -> None:
    """The answers and everything that a first visit loads with them, compressed as served."""
    loaded: list[Response] = []
    page.on("response", lambda answer: loaded.append(answer))  # noqa: PLW0108  # playwright marks its listeners: a builtin cannot be
    page.goto(EXAMPLE, wait_until="networkidle")
    weights = {answer.url: len(gzip.compress(answer.body())) for answer in loaded}
    total = sum(weights.values())
    figure(f"filled answers page: {total} bytes compressed, {len(weights)} files")
    assert len(weights) >= 6 and total <= HEAVIEST
