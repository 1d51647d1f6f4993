"""Accounts on screen, wide and at 320 pixels: the list, one account, an invitation, services, one's sessions, a locked page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from relais.foundation import limits
from tests.factories.accounts import PASSWORD
from tests.journeys.conftest import NARROW, WIDE, fits
from tests.journeys.steps import enter, follow
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, who: str) -> None:
    page.goto("/connexion/")
    page.locator("#id_login").fill(who)
    page.locator("input[type=password]").fill(PASSWORD)
    enter(page)
    assert page.url.endswith("/journee/")


@pytest.mark.journey(20)
def test_accounts_are_administered_on_a_narrow_screen_too(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]
) -> None:
    limits.forget_all()
    inhabit()
    for size in (WIDE, NARROW):
        page = open_context(viewport=size).new_page()
        sign_in(page, "tom")
        for address in ("/comptes/", "/comptes/services/", "/comptes/inviter/", "/compte/sessions/", "/compte/"):
            page.goto(address)
            check_axe(page)
            assert fits(page), address
        page.goto("/comptes/")
        follow(page.get_by_role("link", name="Awa Sarr"))
        check_axe(page)
        account = page.url
        for act in ("roles", "lien", "secret", "service", "second-facteur", "fermer"):
            page.goto(f"{account}{act}/")
            check_axe(page)
            assert fits(page), act
    page.goto(f"{account}roles/")
    page.locator("#id_role").select_option("accueil")
    page.locator("#id_starts_on").focus()
    enter(page)
    assert page.url == account
    assert "Agente ou agent d’accueil" in page.locator("#roles").inner_text()
    page.goto("/compte/")
    page.get_by_role("button", name="Verrouiller maintenant").focus()
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Session verrouillée")
    check_axe(page)
    page.locator("#id_password").fill(PASSWORD)
    enter(page)
    assert page.url.endswith("/journee/")
