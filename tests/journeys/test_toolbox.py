"""The toolbox in a browser: people's words lead to a sheet by the keyboard alone, with or without scripts, and never by an address."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.steps import enter, follow, sought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_results_come_while_typing_and_the_focus_stays(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto("/outils/")
    sought(page, "plus de sous")
    expect(page.locator(".found a").first).to_be_visible()
    assert "Demander le RSA" in page.locator(".found").inner_text()
    assert page.evaluate("document.activeElement.id") == "mots"
    assert page.url.endswith("/outils/")
    check_axe(page)


def test_without_scripts_enter_searches(open_context: Callable[..., BrowserContext]) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/outils/")
    page.locator("#mots").fill("mutuele gratuite")
    page.locator("#mots").focus()
    enter(page)
    follow(page.locator(".found a").first)
    expect(page.locator("h1")).to_have_text("Demander la Complémentaire santé solidaire")
