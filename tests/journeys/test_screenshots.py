"""The pictures of the guides, taken when asked: ``RELAIS_SCREENSHOTS=docs/using make journeys``.

Fictional household of the home page; sixty-four colours keep each picture light.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.conftest import NARROW
from tests.journeys.pictures import lightened
from tests.journeys.steps import ANSWERED, EXAMPLE, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

#: bytes of one picture: the repository is cloned over slow lines.
LARGEST = 250_000
TALL = {"width": 1280, "height": 1000}


@pytest.fixture
def keep(screenshot_folder: Path | None) -> Callable[..., None]:
    """Write what is on screen under a name; without the variable the pictures are not taken."""
    if screenshot_folder is None:
        pytest.skip("RELAIS_SCREENSHOTS names no folder")
    folder = screenshot_folder

    def shoot(page: Page, name: str, part: str = "") -> None:
        taken = page.locator(part).first.screenshot() if part else page.screenshot()
        drawn = lightened(taken)
        assert len(drawn) < LARGEST, f"{name}: {len(drawn)} bytes"
        (folder / name).write_bytes(drawn)

    return shoot


def at_the_answers(page: Page) -> None:
    page.goto(EXAMPLE, wait_until="networkidle", timeout=ANSWERED)


def test_the_answers_wide(open_context: Callable[..., BrowserContext], keep: Callable[..., None]) -> None:
    page = open_context(viewport=TALL).new_page()
    at_the_answers(page)
    keep(page, "droits-large.png")


def test_the_answers_at_320_pixels(open_context: Callable[..., BrowserContext], keep: Callable[..., None]) -> None:
    page = open_context(viewport=NARROW, device_scale_factor=2).new_page()
    at_the_answers(page)
    page.locator("#resultats").evaluate("part => part.scrollIntoView()")
    keep(page, "droits-320.png")


def test_what_if(open_context: Callable[..., BrowserContext], keep: Callable[..., None]) -> None:
    page = open_context(viewport=TALL).new_page()
    at_the_answers(page)
    press(page, "Et si…\u202f?")
    keep(page, "et-si.png", ".curve")


def test_the_sheet_of_the_person(open_context: Callable[..., BrowserContext], keep: Callable[..., None]) -> None:
    page = open_context(viewport=TALL).new_page()
    at_the_answers(page)
    press(page, "Feuille pour la personne")
    for right in ("prime_activite", "aide_logement", "cheque_energie"):
        page.locator(f"#droit-{right}").check()
    press(page, "Voir la feuille")
    keep(page, "feuille.png", "article.paper-person")


def test_the_home_page(open_context: Callable[..., BrowserContext], keep: Callable[..., None]) -> None:
    page = open_context(viewport=TALL).new_page()
    page.goto("/", wait_until="networkidle")
    keep(page, "accueil.png")
