"""A day in Montbrume, told in docs/using/une-journee.md: Inès is received, her rights simulated, a note written, the sheet handed over;
a colleague of another team searches her and learns nothing; the head covers an absence, and it shows to whom it must.

``RELAIS_SCREENSHOTS=docs/using`` makes the pictures of the page from this very script.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member
from relais.people.models import File
from tests.journeys.pictures import lightened
from tests.journeys.steps import at_work, box, plain, press, settled
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
#: one screen of a desk; a picture shows what is seen without scrolling.
SCREEN = {"width": 1240, "height": 900}
#: bytes of one picture.
LARGEST = 150_000
HER_WORDS = "« Le bailleur veut bien attendre. Je peux payer 40 € de plus par mois. »"
SECRETS = ("Bakri", "awa", "Awa", "quais", "1988", "bailleur")

Shoot = Callable[[Page, str, str], None]


@pytest.fixture
def shoot(screenshot_folder: Path | None) -> Shoot:
    """Keep what is on screen from an element on, when pictures are asked for."""

    def kept(page: Page, name: str, top: str = "main") -> None:
        if screenshot_folder is None:
            return
        page.locator(top).first.evaluate("part => window.scrollTo(0, part.getBoundingClientRect().top + scrollY - 16)")
        drawn = lightened(page.screenshot())
        assert len(drawn) < LARGEST, f"{name}: {len(drawn)} bytes"
        (screenshot_folder / f"journee-{name}.png").write_bytes(drawn)

    return kept


def cast(name: str) -> Member:
    return Member.objects.get(identifier=name)


def test_a_day_in_montbrume(open_context: Callable[..., BrowserContext], shoot: Shoot) -> None:
    inhabit()
    ines = File.objects.get(person__called="Inès Bakri")

    def desk(name: str, path: str) -> Page:
        return at_work(open_context(viewport=SCREEN).new_page(), cast(name), path)

    awa = desk("awa", "/journee/")
    _received(awa, shoot)
    _simulated(awa, ines, shoot)
    _written(awa, ines, shoot)
    _searched_in_vain(desk("leon", "/dossiers/"), ines, shoot)
    _covered(desk("petit", "/acces-exceptionnel/"), shoot)
    _told(awa, ines, shoot)


def _received(awa: Page, shoot: Shoot) -> None:
    """Inès has arrived: it is on Awa's day."""
    button = awa.get_by_role("button", name="Je reçois")
    assert button.count() == 1
    shoot(awa, "1-ma-journee", "body")
    press(awa, "Je reçois", exact=False)
    assert button.count() == 0


def _simulated(awa: Page, ines: File, shoot: Shoot) -> None:
    """From what was told last time, her new wage: answers at once, kept because she agrees."""
    awa.goto(f"/dossiers/{ines.pk}/simuler/")
    assert plain(box(awa, "p1.salaire").input_value()) == "780"
    box(awa, "p1.salaire").fill("820")
    settled(awa, "p1.salaire", "820")
    assert "demander" in awa.inner_text("#resultats")
    shoot(awa, "2-simuler", "main")
    press(awa, "Garder cette situation dans le dossier")
    assert ines.situations.count() == 4


def _written(awa: Page, ines: File, shoot: Shoot) -> None:
    """One screen, one save, and the sheet is there to be handed over."""
    awa.goto(f"/dossiers/{ines.pk}/clore/")
    awa.locator("#id_words").fill(HER_WORDS)
    awa.locator("#id_facts").fill("Elle apporte la lettre du bailleur. Son salaire est de 820 € par mois.")
    awa.locator("#id_ours").fill("J’écris au bailleur pour proposer un plan de 40 € par mois")
    awa.locator("#id_hers").fill("Vous apportez les trois dernières fiches de paie")
    awa.locator("#id_next_on").fill((timezone.localdate() + timedelta(days=9)).strftime("%d/%m/%Y"))
    shoot(awa, "3-clore", "main")
    press(awa, "Enregistrer et montrer la feuille")
    sheet = awa.inner_text(".next-steps")
    assert "plan de 40 €" in plain(sheet)
    assert "fiches de paie" in sheet
    shoot(awa, "4-feuille", ".next-steps")


def _searched_in_vain(leon: Page, ines: File, shoot: Shoot) -> None:
    """Another team: the search, and the address of the file, say nothing at all."""
    leon.get_by_label("Chercher une personne").fill("Inès Bakri")
    press(leon, "Chercher")
    found = leon.inner_text("main")
    assert not [one for one in SECRETS if one in found]
    shoot(leon, "5-chercher", "body")
    answer = leon.context.request.get(f"{leon.url.split('/dossiers/')[0]}/dossiers/{ines.pk}/")
    assert answer.status == 404
    assert not [one for one in SECRETS if one in answer.text()]


def _covered(petit: Page, shoot: Shoot) -> None:
    """Awa is away and a delay ends: the head opens this one file for a day, and says why."""
    petit.get_by_label("Nom de la personne").fill("Inès Bakri")
    petit.get_by_label("Année de naissance").fill("1988")
    petit.get_by_label("Référent ou référente absente").check()
    petit.get_by_label("En une phrase").fill("Awa est absente ; la réponse au bailleur part demain.")
    shoot(petit, "6-acces-exceptionnel", "main")
    press(petit, "Ouvrir ce dossier")
    assert "ouvert pour 24 heures" in petit.inner_text("body")
    assert petit.inner_text("h1") == "Inès Bakri"


def _told(awa: Page, ines: File, shoot: Shoot) -> None:
    """Back at her desk, Awa reads who opened the file, and Inès may have the list."""
    awa.goto("/journee/")
    assert "Mme Petit" in awa.inner_text("main")
    awa.goto(f"/dossiers/{ines.pk}/ouvertures/")
    told = plain(awa.inner_text("main"))
    assert "Mme Petit" in told
    assert "exceptionnel" in told
    assert "Léon" not in told
    shoot(awa, "7-qui-a-ouvert", "main")
