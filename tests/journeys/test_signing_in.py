"""Awa of the demonstration signs in, is told plainly when a password does not go, and signs out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from relais.foundation import limits
from tests.factories.accounts import PASSWORD
from tests.journeys.conftest import Watch
from tests.journeys.steps import enter, press
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_awa_signs_in_and_out(page: Page, watch: Watch, check_axe: Callable[[Page], None]) -> None:
    watch.expected.add(422)
    limits.forget_all()
    inhabit()
    page.goto("/compte/")
    assert "/connexion/" in page.url, "the door is shut to a visitor"
    page.get_by_label("Identifiant").fill("awa")
    page.get_by_label("Mot de passe", exact=False).first.fill("Pas-le-bon-du-tout-1")
    refused = press(page, "Se connecter")
    assert refused is not None and refused.status == 422
    assert "L’identifiant ou le mot de passe ne va pas" in page.inner_text("main")
    assert page.get_by_label("Identifiant").input_value() == "awa" and page.locator("input[type=password]").input_value() == ""
    check_axe(page)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").focus()
    enter(page)
    assert page.url.endswith("/compte/")
    assert "Awa Sarr" in page.inner_text("main") and "Démonstration" in page.inner_text("header")
    check_axe(page)
    press(page, "Se déconnecter")
    page.goto("/compte/")
    assert "/connexion/" in page.url
    assert not [one for one in page.context.cookies() if one["name"] == "sessionid" and one["value"]]
    page.go_back()
    assert "Awa Sarr" not in page.inner_text("main"), "«back» shows nothing of her account"
