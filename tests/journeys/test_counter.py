"""Yasmine receives somebody in six interactions at most; Awa's day and agenda are clear wide and at 320 pixels, by keyboard and for axe."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from relais.accounts.models import Member
from tests.journeys.conftest import NARROW, WIDE, fits
from tests.journeys.steps import at_work, enter, follow, press
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def cast(name: str) -> Member:
    return Member.objects.get(identifier=name)


def shoot(page: Page, folder: Path | None, name: str) -> None:
    if folder is not None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.fixture
def town() -> None:
    inhabit()


def test_yasmine_receives_in_six_interactions(
    town: None, open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], figure: Callable[[str], None]
) -> None:
    page = at_work(open_context(viewport=NARROW).new_page(), cast("yasmine"), "/accueil-du-public/")
    check_axe(page)
    page.get_by_label("Logement, énergie").check()
    press(page, "Donner un numéro")
    anonymous = 2
    assert "Numéro" in page.inner_text("h1")
    check_axe(page)
    page.goto("/accueil-du-public/")
    page.locator("#id_name").focus()
    page.keyboard.type("bacri")
    page.keyboard.press("Tab")
    page.keyboard.type("1988")
    enter(page)
    assert "Inès Bakri" in page.inner_text("main")
    assert "1988" not in page.url
    page.get_by_label("Argent, aides, impôts").check()
    press(page, "Donner un numéro")
    named = 5
    assert "Inès Bakri" in page.inner_text("main")
    follow(page.get_by_role("link", name="Donner un rendez-vous"))
    check_axe(page)
    assert fits(page)
    follow(page.locator("button[name=hour]").first)
    assert "/visites/" in page.url
    follow(page.get_by_role("link", name="Papier à donner"))
    assert "Nous nous voyons" in page.inner_text("main")
    assert "Bakri" not in page.inner_text("main")
    assert named <= 6
    figure(f"counter: {anonymous} interactions for a number without a name, {named} with a name and a year")


@pytest.mark.journey(15)
def test_the_day_and_the_agenda_are_clear_wide_and_narrow(
    town: None, open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], screenshot_folder: Path | None
) -> None:
    seen = {
        "awa": ("/journee/", "/agenda/", "/agenda/semaine/", "/agenda/nouveau/", "/agenda/rappels/", "/agenda/rappels/lettres/"),
        "petit": ("/journee/", "/agenda/absences/"),
        "yasmine": ("/journee/", "/accueil-du-public/", "/accueil-du-public/file/"),
        "tom": ("/journee/",),
        "solene": ("/journee/",),
    }
    for name, addresses in seen.items():
        page = at_work(open_context().new_page(), cast(name), addresses[0])
        for address in addresses:
            page.goto(address)
            check_axe(page)
            for size, word in ((NARROW, "320"), (WIDE, "large")):
                page.set_viewport_size(size)
                assert fits(page), f"{address} at {size}"
                shoot(page, screenshot_folder, f"{name}{address.replace('/', '-')}{word}")
    page.goto("/journee/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()
