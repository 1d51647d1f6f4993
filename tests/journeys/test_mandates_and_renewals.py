"""The guides of mandates and of renewals, told in docs/using/mandats.md and droits-ouverts.md: each page clear, wide and at 320 pixels.

``RELAIS_SCREENSHOTS=docs/using`` makes the pictures of both guides from this very script.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member
from relais.casework.models import OpenRight
from relais.mandates.models import Mandate
from relais.people.models import File
from relais.procedures.models import Procedure, ProcedureAct
from tests.journeys.conftest import NARROW, fits
from tests.journeys.pictures import lightened
from tests.journeys.steps import at_work, plain, press
from tests.journeys.town import inhabit
from tests.mandates.test_mandates import PDF

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREEN = {"width": 1240, "height": 900}
LARGEST = 150_000

Shoot = Callable[[Page, str], None]
Axe = Callable[[Page], None]


@pytest.fixture
def shoot(screenshot_folder: Path | None) -> Shoot:
    """Keep what is on screen from the top of the page on, when pictures are asked for."""

    def kept(page: Page, name: str) -> None:
        if screenshot_folder is None:
            return
        page.locator("main").evaluate("part => window.scrollTo(0, part.getBoundingClientRect().top + scrollY - 16)")
        drawn = lightened(page.screenshot())
        assert len(drawn) < LARGEST, f"{name}: {len(drawn)} bytes"
        (screenshot_folder / f"{name}.png").write_bytes(drawn)

    return kept


@pytest.fixture
def desk(open_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """Awa at her desk, one morning of November, in the town of the demonstration."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris")), tick=True):
        inhabit()
        yield at_work(open_context(viewport=SCREEN).new_page(), Member.objects.get(identifier="awa"), "/journee/")


def clear(page: Page, check_axe: Axe) -> None:
    """Clear for axe, and nothing sideways at 320 pixels."""
    check_axe(page)
    page.set_viewport_size(NARROW)
    assert fits(page), page.url
    page.set_viewport_size(SCREEN)


def test_a_mandate_from_its_words_to_its_withdrawal(desk: Page, check_axe: Axe, shoot: Shoot) -> None:
    found = File.objects.get(person__called="Inès Bakri")
    desk.goto(f"/dossiers/{found.pk}/mandats/preparer/")
    for rank, (words, domain) in enumerate(
        (("Demander la prime d’activité", "social"), ("Demander une aide pour le loyer", "logement")), 1
    ):
        desk.locator(f"[name=words_{rank}]").fill(words)
        desk.locator(f"[name=domain_{rank}]").select_option(domain)
    desk.locator("[name=days][value='182']").check()
    clear(desk, check_axe)
    shoot(desk, "mandat-1-preparer")
    press(desk, "Préparer la feuille")
    mandate = Mandate.objects.get(file=found, signed_on=None)
    desk.goto(f"/dossiers/{found.pk}/mandats/{mandate.pk}/feuille/")
    clear(desk, check_axe)
    shoot(desk, "mandat-2-feuille")
    desk.goto(f"/dossiers/{found.pk}/mandats/{mandate.pk}/signer/")
    desk.locator("[name=file]").set_input_files({"name": "mandat.pdf", "mimeType": "application/pdf", "buffer": PDF})
    clear(desk, check_axe)
    press(desk, "Enregistrer la signature")
    procedure = Procedure.objects.get(file=found, sheet="prime_activite")
    desk.goto(f"/dossiers/{found.pk}/demarches/{procedure.pk}/noter/deposee/")
    assert not desk.locator("[name=why_for]").is_visible(), "asked only when it is done for her"
    desk.locator("input[name=doer][value=pour]").check()
    chosen = desk.locator("[name=mandate_act] option", has_text="Demander la prime d’activité").first.get_attribute("value")
    desk.locator("[name=mandate_act]").select_option(chosen)
    clear(desk, check_axe)
    shoot(desk, "mandat-3-pour-la-personne")
    press(desk, "Noter")
    assert ProcedureAct.objects.get(procedure=procedure, act="deposee").mandate_act is not None
    desk.goto(f"/dossiers/{found.pk}/mandats/{mandate.pk}/revoquer/")
    desk.get_by_label("Demander une aide pour le loyer").check()
    desk.get_by_label("De vive voix").check()
    clear(desk, check_axe)
    press(desk, "Noter la révocation")
    assert "Rien n’a changé depuis l’enregistrement" in desk.inner_text("main")
    clear(desk, check_axe)
    shoot(desk, "mandat-4-revoque")


def test_a_right_is_renewed_before_its_end(desk: Page, check_axe: Axe, shoot: Shoot) -> None:
    desk.goto("/a-renouveler/")
    clear(desk, check_axe)
    shoot(desk, "renouveler-1-a-temps")
    right = OpenRight.objects.get(file__person__called="Inès Bakri", name__startswith="Complémentaire")
    desk.goto(f"/dossiers/{right.file_id}/droits-ouverts/{right.pk}/renouveler/")
    clear(desk, check_axe)
    shoot(desk, "renouveler-2-decider")
    press(desk, "Oui : suivre cette démarche")
    asked = Procedure.objects.get(renews=right)
    desk.goto(f"/dossiers/{right.file_id}/demarches/{asked.pk}/noter/deposee/")
    press(desk, "Noter")
    desk.goto("/a-renouveler/")
    assert "Demande déposée" in plain(desk.inner_text("main"))
    shoot(desk, "renouveler-3-deposee")
    desk.goto(f"/dossiers/{right.file_id}/demarches/{asked.pk}/noter/accordee/")
    desk.locator("[name=ends_on]").fill("31/12/2027")
    press(desk, "Noter")
    story = plain(desk.inner_text("main"))
    assert "droit ouvert jusqu’au vendredi 31 décembre 2027" in story
    right.refresh_from_db()
    assert f"{right.ends_on:%d/%m/%Y}" == "31/12/2027"
    desk.goto("/a-renouveler/")
    assert "Complémentaire" not in desk.inner_text("main")
