"""Calculer un délai in a browser: from the public home to a dated answer, by keyboard, without scripts, on a small phone.

Pictures: ``RELAIS_SCREENSHOTS=docs/using make journeys``.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import NARROW, fits
from tests.journeys.steps import enter, follow, press, sought
from tests.journeys.test_screenshots import TALL, keep  # noqa: F401 - a fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def answered(page: Page, code: str, **facts: str) -> None:
    """Fill the facts of a rule and ask for its dates."""
    page.goto(f"/outils/delai/{code}/")
    for name, value in facts.items():
        page.evaluate("name => { const d = document.getElementsByName(name)[0].closest('details'); if (d) d.open = true; }", name)
        box = page.locator(f"[name={name}]")
        if box.get_attribute("type") == "checkbox":
            box.check()
        else:
            box.fill(value)
    press(page, "Calculer")
    expect(page.locator(".clock-dates")).to_be_visible()


def test_from_the_public_home_to_a_date_in_four_acts(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto("/")
    follow(page.get_by_role("link", name="Outils", exact=True).first)
    follow(page.get_by_role("link", name="Calculer un délai").first)
    follow(page.get_by_role("link", name="Décision sur le RSA (refus, montant, fin, trop-perçu)"))
    page.locator("#id_recu").fill(typed(timezone.localdate() - timedelta(days=10)))
    enter(page)
    expect(page.locator(".clock-first")).to_contain_text("Envoyez le recours préalable obligatoire")
    assert page.url.endswith("/outils/delai/recours.rsa/")
    check_axe(page)


def test_the_rules_are_found_while_typing_by_keyboard_alone(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto("/outils/delai/")
    sought(page, "carte de sejour")
    expect(page.locator(".found a").first).to_be_visible()
    assert page.url.endswith("/outils/delai/")
    check_axe(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    enter(page)
    expect(page.locator("h1")).to_contain_text("itre de séjour")


def test_without_scripts_the_dates_the_changes_and_a_fault(open_context: Callable[..., BrowserContext], watch: object) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/outils/delai/silence.mdph/")
    page.locator("#id_recu").fill(typed(timezone.localdate() - timedelta(days=40)))
    press(page, "Calculer")
    expect(page.locator(".clock-dates")).to_contain_text("Sans réponse, la demande est refusée")
    expect(page.locator("#change")).to_be_visible()
    watch.expected.add(422)  # type: ignore[attr-defined]
    page.locator("#id_recu").fill("31/02/2026")
    press(page, "Calculer de nouveau")
    expect(page.locator(".summary-errors")).to_contain_text("février 2026 a 28 jours")
    assert page.locator("#id_recu").input_value() == "31/02/2026"


def test_a_small_phone_reads_the_answer(open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]) -> None:
    page = open_context(viewport=NARROW, color_scheme="dark").new_page()
    answered(page, "recours.apl", poste=typed(timezone.localdate() - timedelta(days=20)))
    assert fits(page)
    expect(page.locator("#reponse")).to_be_visible()
    check_axe(page)


def test_the_calendar_is_a_file_with_a_name_that_tells_nothing(page: Page) -> None:
    answered(page, "recours.rsa", recu=typed(timezone.localdate() - timedelta(days=10)))
    with page.expect_download() as got:
        page.get_by_role("button", name="Mettre à l’agenda").click()
    assert got.value.suggested_filename == "dates.ics"


def test_pictures_of_the_cases(open_context: Callable[..., BrowserContext], keep: Callable[..., None]) -> None:  # noqa: F811 - the fixture
    today = timezone.localdate()
    page = open_context(viewport=TALL).new_page()
    answered(page, "renouvellement.titre_sejour", recu=typed(today + timedelta(days=70)))
    keep(page, "delai-titre-sejour.png")
    answered(page, "silence.mdph", recu=typed(today - timedelta(days=150)))
    keep(page, "delai-mdph.png")
    answered(page, "silence.c2s", recu="03/09/2026", complet="05/10/2026")
    keep(page, "delai-c2s.png")
    page.locator("#change").scroll_into_view_if_needed()
    keep(page, "delai-ce-qui-change.png", "section[aria-labelledby=change]")
    answered(page, "recours.apl", recu="06/10/2026", sans_recours="on")
    keep(page, "delai-apl.png")
    small = open_context(viewport=NARROW, device_scale_factor=2).new_page()
    answered(small, "renouvellement.titre_sejour", recu=typed(today + timedelta(days=70)))
    small.locator("#reponse").evaluate("part => part.scrollIntoView()")
    keep(small, "delai-320.png")
