"""Domiciliation in the browser: one press at the counter by keyboard, a decision, a paper; axe, 320 pixels in the dark, no JavaScript."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member
from relais.domiciliation.models import Election, Mail, Sign
from relais.people.models import File
from tests.journeys.conftest import NARROW, fits
from tests.journeys.steps import at_work, enter, follow, press
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def cast(name: str) -> Member:
    return Member.objects.get(identifier=name)


def at(name: str, called: str, **more: object) -> str:
    return reverse(f"domiciliation:{name}", kwargs={"file_id": File.objects.get(person__called=called, closed_at=None).pk, **more})


def election(called: str) -> dict[str, object]:
    return {"election_id": Election.objects.get(domiciliation__file__person__called=called).pk}


@pytest.fixture
def town() -> None:
    inhabit()


def test_yasmine_finds_receives_and_hands_over_by_keyboard(
    town: None, open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]
) -> None:
    page = at_work(open_context(viewport=NARROW).new_page(), cast("yasmine"), "/domiciliation/guichet/")
    check_axe(page)
    assert fits(page)
    page.locator("#id_qui").focus()
    page.keyboard.type("hadad")
    enter(page)
    assert "Ali Haddad" in page.inner_text("main")
    assert "hadad" not in page.url
    check_axe(page)
    assert fits(page)
    before = Mail.objects.filter(gone="").count()
    press(page, "Colis")
    assert Mail.objects.filter(gone="").count() == before + 1
    page.get_by_role("button", name="Remettre à la personne").focus()
    enter(page)
    assert "Aucun courrier n’attend" in page.inner_text("main")
    assert Sign.objects.filter(on=timezone.localdate()).count() == 1


def test_without_javascript_a_call_is_noted_and_an_absence_told(town: None, open_context: Callable[..., BrowserContext]) -> None:
    page = at_work(open_context(java_script_enabled=False).new_page(), cast("yasmine"), at("card", "Nora Lambert"))
    press(page, "A appelé")
    assert "C’est noté" in page.inner_text("main") or "C’est noté" in page.inner_text("body")
    follow(page.get_by_role("link", name="Annonce une absence"))
    press(page, "Noter l’absence")
    assert "sans date de retour" in page.inner_text("main")


@pytest.mark.journey(20)
def test_every_page_is_clear_wide_narrow_and_dark(
    town: None, open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]
) -> None:
    seen = {
        "petit": (
            "/domiciliation/",
            "/domiciliation/annee/",
            "/domiciliation/liste/en-cours/",
            "/domiciliation/liste/courrier/",
            at("decide", "Famille Traoré", **election("Famille Traoré")),
            at("end", "Ali Haddad"),
        ),
        "awa": (
            at("show", "Sabrina"),
            at("show", "Lina Bernard"),
            at("ask", "Lina Bernard"),
            at("complete", "Famille Traoré", **election("Famille Traoré")),
            at("notice", "Kévin Roussel"),
            at("paper", "Sabrina", what="attestation", **election("Sabrina")),
            at("paper", "Julien Lambert", what="refus", **election("Julien Lambert")),
        ),
        "yasmine": (at("card", "Sabrina"), at("proxy", "Ali Haddad")),
    }
    for name, addresses in seen.items():
        wide = at_work(open_context().new_page(), cast(name), addresses[0])
        narrow = at_work(open_context(viewport=NARROW, color_scheme="dark").new_page(), cast(name), addresses[0])
        for address in addresses:
            for page in (wide, narrow):
                page.goto(address)
                check_axe(page)
            assert fits(narrow), address
