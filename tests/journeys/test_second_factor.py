"""Awa adds a second factor at her first sign-in: an application without scripts at 320 pixels, the passkey of her computer with them."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.accounts.proofs import totp
from relais.foundation import limits
from tests.factories.accounts import PASSWORD, member, organisation
from tests.journeys.conftest import NARROW, Watch, fits
from tests.journeys.steps import enter, follow, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shoot(screenshot_folder: Path | None) -> Callable[[Page, str], None]:
    """A picture when RELAIS_SCREENSHOTS asks for some."""

    def take(page: Page, name: str) -> None:
        if screenshot_folder is not None:
            page.screenshot(path=screenshot_folder / f"{name}.png", full_page=True)

    return take


def sign_in(page: Page) -> None:
    page.goto("/connexion/?next=/compte/")
    page.get_by_label("Identifiant").fill("awa")
    page.locator("input[type=password]").fill(PASSWORD)
    press(page, "Se connecter")


def code_of(page: Page, steps: int = 0) -> str:
    secret = base64.b32decode(page.locator("code.spelled").inner_text().replace(" ", ""))
    return totp.code_at(secret, totp.step_at(timezone.now()) + steps)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_application_at_320_pixels(
    open_context: Callable[..., BrowserContext],
    watch: Watch,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
    scripts: bool,
) -> None:
    watch.expected.add(422)
    limits.forget_all()
    member(organisation(), "awa", service="Accompagnement")
    page = open_context(viewport=NARROW, java_script_enabled=scripts).new_page()

    def look(name: str) -> None:
        shoot(page, name)
        if scripts:
            assert fits(page), page.url
            check_axe(page)

    sign_in(page)
    assert page.url.endswith("/compte/securite/choisir/")
    look("facteur-choisir")
    follow(page.get_by_role("link", name="Application sur un téléphone"))
    assert page.url.endswith("/application/")
    look("facteur-application")
    page.get_by_label("Les six chiffres").fill("000000")
    press(page, "Ajouter cette application")
    assert "Ce code ne va pas" in page.inner_text("main")
    look("facteur-application-refus")
    coming = code_of(page, 1)
    page.get_by_label("Les six chiffres").fill(code_of(page))
    page.get_by_label("Les six chiffres").focus()
    enter(page)
    assert "/codes/" in page.url
    look("facteur-codes")
    printed = page.locator("ol.codes code").first.inner_text()
    page.get_by_label("J’ai imprimé").check()
    press(page, "Mettre ces codes en service")
    assert page.url.endswith("/compte/")
    look("facteur-compte")
    page.goto("/compte/securite/")
    look("facteur-securite")
    page.goto("/compte/")
    press(page, "Se déconnecter")
    sign_in(page)
    look("facteur-second")
    page.get_by_label("Code").fill(coming)
    press(page, "Entrer")
    assert page.url.endswith("/compte/")
    press(page, "Se déconnecter")
    sign_in(page)
    page.get_by_label("Code").fill(printed.lower())
    press(page, "Entrer")
    assert page.url.endswith("/compte/")


def test_the_passkey_of_the_computer(
    open_context: Callable[..., BrowserContext], live_server: Any, check_axe: Callable[[Page], None], shoot: Callable[[Page, str], None]
) -> None:
    limits.forget_all()
    member(organisation(), "awa", service="Accompagnement")
    # browsers give passkeys to names only: the same server, by its other name
    context = open_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    sign_in(page)
    page.get_by_role("link", name="Clé d’accès de cet ordinateur").focus()
    enter(page)
    assert page.url.endswith("/cle/")
    check_axe(page)
    shoot(page, "facteur-cle")
    page.get_by_label("Nom de cette clé").fill("PC du bureau")
    page.get_by_role("button", name="Créer la clé d’accès").press("Enter")
    page.wait_for_url("**/codes/**")
    shoot(page, "facteur-codes-large")
    page.goto("/compte/securite/")
    assert "PC du bureau" in page.inner_text("main")
    check_axe(page)
    shoot(page, "facteur-securite-large")
    page.goto("/compte/")
    press(page, "Se déconnecter")
    sign_in(page)
    check_axe(page)
    shoot(page, "facteur-second-large")
    page.get_by_role("button", name="Utiliser ma clé d’accès").press("Enter")
    page.wait_for_url("**/compte/")
    assert "Awa" in page.inner_text("main")
