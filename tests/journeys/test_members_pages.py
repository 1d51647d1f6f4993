"""Pages of people, administration and the roles, one browser for all: axe, 320 pixels; what is done there by keyboard, without scripts."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member
from relais.administration.models import RightsRequest
from relais.people.models import HouseholdMember
from tests.journeys.conftest import NARROW, WIDE, Watch, fits
from tests.journeys.rounds import OF_FILES, OF_ROLES, address
from tests.journeys.steps import at_work, enter, follow, press
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town() -> None:
    inhabit()


def cast(name: str) -> Member:
    return Member.objects.get(identifier=name)


@pytest.mark.parametrize("pages", [OF_FILES, OF_ROLES], ids=["files", "roles"])
@pytest.mark.journey(30)
def test_every_page_is_clear_wide_and_narrow(
    town: None, open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], pages: Mapping[str, tuple[str, ...]]
) -> None:
    for name, paths in pages.items():
        page = at_work(open_context().new_page(), cast(name), address(paths[0]))
        for path in paths:
            page.goto(address(path))
            check_axe(page)
            page.set_viewport_size(NARROW)
            assert fits(page), f"{name} {path}"
            page.set_viewport_size(WIDE)


def test_a_home_a_sharing_and_a_copy_by_two_without_scripts(town: None, open_context: Callable[..., BrowserContext]) -> None:
    """By keyboard and without scripts: somebody moves in, something is shared, a copy is released by its second reader."""
    awa = at_work(
        open_context(java_script_enabled=False, viewport=NARROW).new_page(), cast("awa"), address("/dossiers/{Inès Bakri}/foyer/")
    )
    awa.goto(address("/dossiers/{Inès Bakri}/foyer/arrivee/"))
    awa.get_by_label("Enfant mineur").focus()
    awa.keyboard.press("Space")
    awa.get_by_label("Sinon, son nom").focus()
    awa.keyboard.type("Samir")
    enter(awa)
    assert awa.url.endswith("/foyer/")
    assert "Samir" in awa.inner_text("main")
    assert HouseholdMember.objects.filter(called="Samir").exists()
    awa.goto(address("/dossiers/{Inès Bakri}/partages/"))
    press(awa, "Arrêter", exact=False)
    assert "Arrêté" in awa.inner_text("main") or "arrêté" in awa.inner_text("main")
    petit = at_work(open_context(java_script_enabled=False).new_page(), cast("petit"), "/copies-a-relire/")
    follow(petit.get_by_role("link", name="Copie demandée le").first)
    assert fits(petit)
    press(petit, "Libérer la copie")
    assert RightsRequest.objects.exclude(released_at=None).count() == 1


@pytest.mark.expects_error_log
def test_the_button_of_the_provider_and_what_is_said_when_it_does_not_answer(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], watch: Watch, settings: Any
) -> None:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "http://localhost:9", "relais", "secret"
    watch.expected |= {403, 503}
    page = open_context(java_script_enabled=True, viewport=NARROW).new_page()
    page.goto("/connexion/")
    check_axe(page)
    button = page.get_by_role("button", name="S’identifier avec ProConnect")
    button.focus()
    enter(page)
    assert "ne répond pas" in page.inner_text("main")
    check_axe(page)
    assert fits(page)
    page.goto("/connexion/fournisseur/retour/?code=x&state=y")
    assert "déjà servi" in page.inner_text("main")
    check_axe(page)
    follow(page.get_by_role("link", name="Revenir à la connexion"))
    assert button.is_visible()
