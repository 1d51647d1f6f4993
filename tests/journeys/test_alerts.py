"""An alert, from its first words to its answer read: by keyboard and without scripts; every page of it clear, wide and narrow."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member
from relais.observatory.models import Alert, Follower
from relais.procedures.models import Blocker
from tests.journeys.conftest import NARROW, WIDE, Watch, fits
from tests.journeys.pictures import lightened
from tests.journeys.steps import at_work, follow, press
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town() -> None:
    inhabit()


def cast(name: str) -> Member:
    return Member.objects.get(identifier=name)


@pytest.fixture
def shoot(screenshot_folder: Path | None) -> Callable[[Page, str], None]:
    """Keep what is on screen, when pictures are asked for."""

    def kept(page: Page, name: str) -> None:
        if screenshot_folder is not None:
            (screenshot_folder / f"alerte-{name}.png").write_bytes(lightened(page.screenshot()))

    return kept


def at(name: str, alert: Alert) -> str:
    return reverse(f"observatory:{name}", kwargs={"alert_id": alert.pk})


def clear(page: Page, path: str, check_axe: Callable[[Page], None]) -> None:
    """No violation, nothing sideways at 320 px."""
    page.goto(path)
    check_axe(page)
    page.set_viewport_size(NARROW)
    assert fits(page), path
    page.set_viewport_size(WIDE)


def test_every_page_of_alerts_is_clear(town: None, open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]) -> None:
    drafted, silent, answered = (Alert.objects.get(state=state) for state in ("a_relire", "envoyee", "repondue"))
    awa = at_work(open_context().new_page(), cast("awa"), "/alertes/")
    write = reverse("observatory:write")
    pages = [write, f"{write}?blocage=B04&ou=cpam.en_ligne&etape=joindre&jour=2026-11-02&consequence=retard"]
    pages += [f"{write}?blocage={drafted.code}&ou={drafted.service}&etape={drafted.step}"]
    pages += [at(name, drafted) for name in ("alert", "correct", "letter")] + [
        at("alert", answered),
        at("add", silent),
        at("add", answered),
    ]
    for path in pages:
        clear(awa, path, check_axe)
    solene = at_work(open_context(color_scheme="dark").new_page(), cast("solene"), "/alertes/")
    for path in (at("alert", silent), at("answered", silent), at("chased", silent), f"{at('letter', silent)}?relance=oui"):
        clear(solene, path, check_axe)


def test_an_alert_from_a_blocker_to_the_answer_read_without_scripts(
    town: None, open_context: Callable[..., BrowserContext], watch: Watch, shoot: Callable[[Page, str], None]
) -> None:
    watch.expected |= {422}
    blocker = Blocker.objects.select_related("procedure__file__person").get(code="A02", procedure__file__closed_at=None)
    person = blocker.procedure.file.person.called
    where = {"file_id": blocker.procedure.file_id, "procedure_id": blocker.procedure_id, "blocker_id": blocker.pk}
    awa = at_work(
        open_context(java_script_enabled=False, viewport=NARROW).new_page(), cast("awa"), reverse("procedures:blocker", kwargs=where)
    )
    awa.goto(reverse("procedures:blocker", kwargs=where))
    follow(awa.get_by_role("link", name="Alerter l’organisme"))
    assert person not in awa.inner_text("main")
    assert str(blocker.procedure.file_id) not in awa.url
    awa.get_by_label("Message vu").fill("Lien expiré, rappelez le 06 12 34 56 78")
    awa.get_by_label("Correction proposée").fill("Garder le lien valable un jour")
    press(awa, "Garder l’alerte à relire")
    assert "Retirez un long numéro" in awa.inner_text("main").replace("\u00a0", " ")
    assert fits(awa)
    awa.get_by_label("Message vu").fill("Lien expiré")
    press(awa, "Garder l’alerte à relire")
    alert = Alert.objects.get(code="A02")
    press(awa, "Relue", exact=False)
    awa.set_viewport_size(WIDE)
    awa.goto(at("letter", alert))
    shoot(awa, "1-lettre")
    solene = at_work(open_context(java_script_enabled=False).new_page(), cast("solene"), "/journee/")
    solene.goto("/journee/")
    follow(solene.locator("#alertes-du-jour").get_by_role("link").first)
    solene.goto(at("sent", alert))
    solene.get_by_label("Courriel").check()
    press(solene, "Noter l’envoi")
    solene.goto(at("answered", alert))
    solene.get_by_label("Ce que l’organisme répond").fill("Le lien vaut maintenant 24 heures.")
    solene.get_by_label("Corrigé", exact=True).check()
    press(solene, "Noter la suite donnée")
    awa.goto("/journee/")
    follow(awa.locator("#alertes-du-jour").get_by_role("link", name="Mot de passe perdu"))
    shoot(awa, "2-reponse")
    press(awa, "J’ai lu cette réponse")
    assert not Follower.objects.filter(alert=alert).exists()
    awa.set_viewport_size(NARROW)
    assert fits(awa)
