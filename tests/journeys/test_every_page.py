"""Every page that a visitor without an account may open, in the browser: axe, 320 px, dark, 400 % zoom, no JavaScript, weight.

The list is the table of doors: a new public page is tried here without another line.
"""

import gzip
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from tests.access.doors import ANONYMOUS, DOORS, EVERYONE, Door
from tests.journeys.conftest import NARROW, fits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

#: answers that are not pages.
NOT_PAGES = {"health", "robots", "favicon", "tools:sheet_person_pdf", "tools:notebook_pdf"}
PAGES = tuple(
    door
    for door in DOORS
    if door.method == "get"
    and door.opens.get(ANONYMOUS, door.opens.get(EVERYONE)) == 200
    and door.name not in NOT_PAGES
    and not door.name.startswith("api:")
)
HEAVIEST = 100_000

everywhere = pytest.mark.parametrize("door", PAGES, ids=lambda door: door.name)


def address(door: Door) -> str:
    return reverse(door.name, kwargs=door.kwargs)


@everywhere
def test_wide_page(door: Door, page: Page, check_axe: Callable[[Page], None], figure: Callable[[str], None]) -> None:
    """Light, keyboard reaching the content first, no accessibility violation."""
    weights: dict[str, int] = {}
    page.on("response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body()))}) if answer.status == 200 else None)
    page.goto(address(door), wait_until="networkidle")
    assert sum(weights.values()) <= HEAVIEST, weights
    figure(f"{address(door)}: {sum(weights.values()) / 1000:.1f} kB compressed in {len(weights)} files")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#contenu"
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#contenu').contains(document.activeElement) || location.hash === '#contenu'")
    check_axe(page)


@everywhere
def test_small_dark_phone(door: Door, open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]) -> None:
    """Nothing scrolls sideways at 320 px (400 % zoom of 1 280), and the dark colours keep their contrasts."""
    page = open_context(viewport=NARROW, color_scheme="dark").new_page()
    page.goto(address(door))
    assert fits(page)
    check_axe(page)


@everywhere
def test_without_javascript(door: Door, open_context: Callable[..., BrowserContext]) -> None:
    """The page is whole."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(address(door))
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
