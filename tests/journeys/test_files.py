"""Awa opens a file, completes it and names who stands in for her: by keyboard, without scripts, wide and narrow; axe on every page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Role
from tests.factories.accounts import organisation
from tests.factories.people import file_of, worker
from tests.journeys.conftest import NARROW, WIDE, fits
from tests.journeys.steps import at_work, enter, follow, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGES = ("", "personne/", "joindre/", "intervenants/", "ecarter/", "etat/", "presence/")


@pytest.mark.parametrize("scripts", [True, False])
def test_awa_opens_a_file_with_a_name_by_keyboard(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], scripts: bool
) -> None:
    awa = worker(organisation())
    page = at_work(open_context(java_script_enabled=scripts).new_page(), awa, "/dossiers/")
    assert "Un nom suffit" in page.inner_text("main") or "Aucun dossier" in page.inner_text("main")
    follow(page.get_by_role("link", name="Ouvrir un dossier"))
    page.locator("#id_called").focus()
    page.keyboard.type("Inès Bakri")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("1988")
    enter(page)
    assert page.inner_text("h1") == "Inès Bakri"
    page.goto("/dossiers/")
    page.get_by_label("Chercher une personne").fill("bacri")
    press(page, "Chercher")
    assert "Inès Bakri" in page.inner_text("main")
    assert "bacri" not in page.url
    if scripts:
        check_axe(page)


def test_every_page_of_a_file_is_clear_wide_and_narrow(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]
) -> None:
    house = organisation()
    awa = worker(house)
    worker(house, "leon")
    found = file_of(awa, now=timezone.now() - timedelta(days=1), language="arabe", interpreter=True)
    page = at_work(open_context().new_page(), awa, "/dossiers/")
    addresses = [f"/dossiers/{found.pk}/{end}" for end in PAGES] + ["/dossiers/", "/dossiers/ouvrir/", "/acces-exceptionnel/"]
    for address in addresses:
        page.goto(address)
        check_axe(page)
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            assert fits(page), f"{address} at {size}"


def test_the_head_reviews_an_exceptional_access(open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]) -> None:
    house = organisation()
    file_of(worker(house), now=timezone.now() - timedelta(days=1))
    his = at_work(open_context().new_page(), worker(house, "leon"), "/acces-exceptionnel/")
    his.get_by_label("Nom de la personne").fill("Inès Bakri")
    his.get_by_label("Année de naissance").fill("1988")
    his.get_by_label("Danger immédiat").check()
    his.get_by_label("En une phrase").fill("Sa voisine appelle : la porte est enfoncée.")
    press(his, "Ouvrir ce dossier")
    assert "ouvert pour 24 heures" in his.inner_text("body")
    check_axe(his)
    petit = worker(house, "petit", Role.HEAD, secrecy="mission")
    hers = at_work(open_context(viewport=NARROW).new_page(), petit, "/dossiers/")
    follow(hers.get_by_role("link", name="accès exceptionnel à examiner"))
    check_axe(hers)
    follow(hers.get_by_role("link", name="Examiner"))
    hers.get_by_label("Justifié", exact=True).check()
    press(hers, "Enregistrer mon examen")
    assert "Rien à examiner" in hers.inner_text("main")
    assert fits(hers)
