"""The daily bread of a CCAS, told in docs/using/aides-facultatives.md and docs/using/domiciliation.md: an aid from its budget to the
accounts, an address from the request to three months without news. ``RELAIS_SCREENSHOTS=docs/using`` makes the pictures of both pages.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member
from relais.aids.models import AidPayment, AidRequest, AidSession
from relais.domiciliation.models import Domiciliation, Mail
from relais.people.models import File
from tests.journeys.pictures import lightened
from tests.journeys.steps import at_work, enter, follow, plain, press
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREEN = {"width": 1240, "height": 900}
LARGEST = 150_000
PARIS = ZoneInfo("Europe/Paris")

Desk = Callable[[str, str], Page]
Shoot = Callable[..., None]


@pytest.fixture
def shoot(screenshot_folder: Path | None, check_axe: Callable[[Page], None]) -> Shoot:
    """Look at a page with axe, and keep what is on screen from an element on, when pictures are asked for."""

    def kept(page: Page, name: str, top: str = "main") -> None:
        check_axe(page)
        if screenshot_folder is None:
            return
        page.locator(top).first.evaluate("part => window.scrollTo(0, part.getBoundingClientRect().top + scrollY - 16)")
        drawn = lightened(page.screenshot())
        assert len(drawn) < LARGEST, f"{name}: {len(drawn)} bytes"
        (screenshot_folder / f"{name}.png").write_bytes(drawn)

    return kept


@pytest.fixture
def desk(open_context: Callable[..., BrowserContext]) -> Desk:
    """The page of somebody of the cast, at their desk."""

    def opened(name: str, path: str) -> Page:
        return at_work(open_context(viewport=SCREEN).new_page(), Member.objects.get(identifier=name), path)

    return opened


@contextmanager
def on(month: int, day: int, *, year: int = 2026) -> Iterator[None]:
    """The morning of a day of the story."""
    with time_machine.travel(datetime(year, month, day, 9, 30, tzinfo=PARIS), tick=True):
        yield


def test_an_aid_from_its_budget_to_the_accounts(desk: Desk, shoot: Shoot, watch: Any) -> None:
    with on(11, 16):
        inhabit()
        kept = AidRequest.objects.get(state="preparation")
        _budget(desk, kept, shoot)
        _proposal(desk, kept, shoot, watch)
    with on(11, 25):
        held = AidSession.objects.get(locked_at=None)
        _session(desk, kept, held, shoot)
        _told(desk, kept, shoot)
        _paid(desk, kept, shoot)


def _budget(desk: Desk, kept: AidRequest, shoot: Shoot) -> None:
    """Line by line with her; the reste à vivre comes with its sum."""
    awa = desk("awa", f"/dossiers/{kept.file_id}/aides/{kept.pk}/budget/")
    for name, words in {"adults": "61", "r_retraites": "912", "c_loyer": "430", "c_energie": "80", "c_assurances": "45"}.items():
        awa.locator(f"[name={name}]").fill(words)
    awa.locator("[name=confirmed]").check()
    press(awa, "Enregistrer et calculer")
    assert "11,90 €" in plain(awa.inner_text("main"))
    shoot(awa, "aide-1-reste-a-vivre", ".panel:has(.aid-lines)")


def _proposal(desk: Desk, kept: AidRequest, shoot: Shoot, watch: Any) -> None:
    """Her name in the presentation is told before anybody reads it; what lacked has come, and the sheet waits for the commission."""
    awa = desk("awa", f"/dossiers/{kept.file_id}/aides/{kept.pk}/proposition/")
    awa.locator("[name=presentation]").fill("Mme Delorme, seule, a deux loyers de retard depuis sa sortie d’hôpital.")
    awa.locator("[name=proposal]").fill("Payer la moitié ; un plan d’apurement est signé pour le reste.")
    awa.locator("[name=proposed]").fill("200")
    watch.expected.add(422)
    press(awa, "Enregistrer")
    shoot(awa, "aide-2-nom-signale", "main")
    awa.locator("[name=presentation]").fill("Une femme seule a deux loyers de retard depuis une hospitalisation.")
    press(awa, "Enregistrer")
    awa.goto(f"/dossiers/{kept.file_id}/aides/{kept.pk}/pieces/")
    awa.locator("[name=missing]").fill("")
    press(awa, "Enregistrer")
    press(awa, "Inscrire à la séance du", exact=False)
    assert "Inscrite à une séance" in awa.inner_text("main")


def _session(desk: Desk, kept: AidRequest, held: AidSession, shoot: Shoot) -> None:
    """Sheet by sheet, without a name; then the minutes are signed."""
    head = desk("petit", f"/aides/seances/{held.pk}/")
    for item, (outcome, amount) in zip(held.items.order_by("rank"), (("accorde", "320,50"), ("partiel", "200")), strict=True):
        head.goto(f"/aides/seances/{held.pk}/fiches/{item.pk}/")
        assert "Delorme" not in head.inner_text("main")
        if item.request_id == kept.pk:
            shoot(head, "aide-3-fiche-sans-nom", "main")
        head.locator(f"input[name=outcome][value={outcome}]").check()
        head.locator("[name=amount]").fill(amount)
        press(head, "Enregistrer la décision")
    head.goto(f"/aides/seances/{held.pk}/presences/")
    head.locator("[name=present]").fill("M. Roux, président de séance\nMme Petit")
    press(head, "Enregistrer")
    head.locator("[name=signed_by]").fill("M. Roux")
    press(head, "Signer et clore la séance")
    head.goto(f"/aides/seances/{held.pk}/proces-verbal/")
    assert "520,50 €" in plain(head.inner_text("main"))
    shoot(head, "aide-4-proces-verbal", "main")


def _told(desk: Desk, kept: AidRequest, shoot: Shoot) -> None:
    """The letter in plain words, and the day when she knew."""
    awa = desk("awa", f"/dossiers/{kept.file_id}/aides/{kept.pk}/lettre/")
    shoot(awa, "aide-5-lettre", "main")
    awa.goto(f"/dossiers/{kept.file_id}/aides/{kept.pk}/dite/")
    press(awa, "Noter")
    assert "Dite à la personne" in awa.inner_text("main")


def _paid(desk: Desk, kept: AidRequest, shoot: Shoot) -> None:
    """Yasmine, named to pay, engages by number, pays, and takes the table for the accounts."""
    payer = desk("yasmine", "/aides/paiements/")
    shoot(payer, "aide-6-a-payer", "main")
    follow(payer.get_by_role("link", name=f"Demande {kept.code}"))
    payer.locator("input[name=channel][value=virement]").check()
    press(payer, "Engager")
    one = AidPayment.objects.get(decision__request=kept)
    payer.goto(f"/aides/paiements/{one.pk}/")
    assert "Habitat de la Brume" in payer.inner_text("main")
    payer.locator("[name=reference]").fill("M-2026-0431")
    press(payer, "Noter le paiement")
    follow(payer.get_by_role("link", name="Tableau pour la comptabilité"))
    payer.locator("input[name=format][value=csv]").check()
    shoot(payer, "aide-7-comptabilite", "main")
    with payer.expect_download() as taken:
        payer.get_by_role("button", name="Emporter le tableau").click()
    table = Path(taken.value.path()).read_text("utf-8-sig")
    assert "M-2026-0431" in table
    assert table.rstrip().endswith("200,00")
    assert "Delorme" not in table


def test_an_address_from_the_request_to_three_months_without_news(desk: Desk, shoot: Shoot) -> None:
    with on(11, 16):
        inhabit()
        lina = File.objects.get(person__called="Lina Bernard", closed_at=None)
        _asked_and_granted(desk, lina, shoot)
        _at_the_counter(desk, lina, shoot)
        shoot(desk("petit", "/domiciliation/"), "domiciliation-5-tableau", "main")
    with on(3, 1, year=2027):
        _silent_then_heard(desk, lina, shoot)


def _asked_and_granted(desk: Desk, lina: File, shoot: Shoot) -> None:
    """The day is enough for a receipt; the head reads the link with the commune, and grants; the attestation is ready."""
    awa = desk("awa", f"/dossiers/{lina.pk}/domiciliation/demander/")
    awa.locator("[name=link]").select_option("social")
    press(awa, "Enregistrer la demande")
    shoot(awa, "domiciliation-1-demande", "main")
    kept = Domiciliation.objects.get(file=lina)
    head = desk("petit", f"/dossiers/{lina.pk}/domiciliation/{kept.elections.get().pk}/decider/")
    head.locator("input[name=granted][value=oui]").check()
    shoot(head, "domiciliation-2-decider", "main")
    press(head, "Enregistrer la décision")
    awa.goto(f"/dossiers/{lina.pk}/domiciliation/")
    follow(awa.get_by_role("link", name="Attestation d’élection de domicile"))
    shoot(awa, "domiciliation-3-attestation", "main")


def _at_the_counter(desk: Desk, lina: File, shoot: Shoot) -> None:
    """Found by her name, by keyboard; a letter arrives, and is handed over in one press."""
    yasmine = desk("yasmine", "/domiciliation/guichet/")
    yasmine.locator("#id_qui").focus()
    yasmine.keyboard.type("bernard")
    enter(yasmine)
    assert "Lina Bernard" in yasmine.inner_text("main")
    press(yasmine, "Recommandé ou avis de passage")
    shoot(yasmine, "domiciliation-4-guichet", "main")
    press(yasmine, "Remettre à la personne")
    assert Mail.objects.filter(domiciliation__file=lina, gone="remis").count() == 1


def _silent_then_heard(desk: Desk, lina: File, shoot: Shoot) -> None:
    """Three months later Awa reads it on her board, writes before any end; one call takes the letter back."""
    awa = desk("awa", "/domiciliation/liste/a-relancer/")
    follow(awa.get_by_role("link", name="Lina Bernard"))
    follow(awa.get_by_role("link", name="Prévenir avant une fin"))
    press(awa, "Préparer la lettre")
    follow(awa.get_by_role("link", name="Lettre avant une fin de domiciliation"))
    shoot(awa, "domiciliation-6-avertissement", "main")
    yasmine = desk("yasmine", f"/domiciliation/guichet/{lina.pk}/")
    assert "Un courrier l’attend sur sa domiciliation" in yasmine.inner_text("main")
    press(yasmine, "A appelé")
    assert Domiciliation.objects.get(file=lina).noticed == ""
