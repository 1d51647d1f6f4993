"""An appeal kept, sent with its proof and told in its chronology, then reminders in a batch: by keyboard, at 320 pixels, clear for axe."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.procedures.models import Exhibit, Sending
from relais.procedures.rules.progress import Act
from relais.procedures.services.procedures import NewProcedure, ToldAct, open_procedure, record_act
from tests.factories.accounts import organisation
from tests.factories.people import actor, file_of, worker
from tests.journeys.conftest import NARROW, WIDE, fits
from tests.journeys.steps import at_work, enter, follow, press
from tests.procedures.test_reminders import late
from tests.procedures.test_sendings import paper

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def looked_at(page: Page, check_axe: Callable[[Page], None]) -> None:
    """Clear for axe, wide and at 320 pixels, without scrolling sideways."""
    check_axe(page)
    page.set_viewport_size(NARROW)
    assert fits(page)
    check_axe(page)
    page.set_viewport_size(WIDE)


def test_an_appeal_is_kept_sent_proved_and_told(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], tmp_path: Path
) -> None:
    awa, now, today = worker(organisation()), timezone.now(), timezone.localdate()
    found = file_of(
        awa, now=now - timedelta(days=30), given_names="Inès", family_name="Bakri", address="4 rue des Tilleuls\n54000 Montbrume"
    )
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="rsa"), now=now)
    for seen, told in enumerate((ToldAct(Act.FILED, today - timedelta(days=20), doer="avec"), ToldAct(Act.REFUSED, today))):
        record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=seen, now=now)
    page = at_work(open_context().new_page(), awa, f"/dossiers/{found.pk}/demarches/{kept.pk}/")
    looked_at(page, check_axe)
    follow(page.get_by_role("link", name="Contester une décision sur le RSA"))
    page.locator("#id_c_decision_0").check()
    for name, words in (("c_decision_du", f"{today:%d/%m/%Y}"), ("c_raisons", "Mes ressources ont baissé."), ("c_situation", "900 euros.")):
        if page.locator(f"#id_{name}").is_visible():
            page.locator(f"#id_{name}").fill(words)
    if page.locator("#id_c_montant").is_visible():
        page.locator("#id_c_montant").fill("120")
    page.get_by_label("Le service, pour la personne").check()
    assert page.locator("[name=structure]").is_visible()
    assert not page.locator("[name=adresse]").is_visible(), "her address is not asked for a letter of the service"
    looked_at(page, check_axe)
    page.locator("[name=expediteur][value=personne]").check()
    assert page.locator("[name=adresse]").is_visible()
    press(page, "Voir la lettre")
    looked_at(page, check_axe)
    press(page, "Garder cette lettre pour l’envoyer")
    looked_at(page, check_axe)
    receipt = tmp_path / "recu.pdf"
    receipt.write_bytes(paper())
    page.get_by_label("Numéro du recommandé ou du récépissé").focus()
    page.keyboard.type("1A 118")
    page.locator("#id_file").set_input_files(receipt)
    page.get_by_role("button", name="Noter l’envoi").focus()
    enter(page)
    assert "Recours déposé" in page.inner_text("main")
    looked_at(page, check_axe)
    page.goto(f"/dossiers/{found.pk}/demarches/{kept.pk}/pieces/")
    looked_at(page, check_axe)
    assert Exhibit.objects.count() == 2
    page.goto(f"/dossiers/{found.pk}/demarches/{kept.pk}/chronologie/?pour=organisme")
    looked_at(page, check_axe)
    page.get_by_label("Pour quoi faire ?").focus()
    page.keyboard.type("À l’appui du recours")
    enter(page)
    assert "pièce n° 1" in page.inner_text(".dossier").replace("\xa0", " ")
    looked_at(page, check_axe)
    press(page, "Garder comme pièce")
    assert Exhibit.objects.count() == 3


def test_reminders_are_prepared_sent_and_taken_back_without_script(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]
) -> None:
    awa = worker(organisation())
    late(awa)
    late(awa, "Zoé", address="")
    page = at_work(open_context().new_page(), awa, "/sans-reponse/")
    looked_at(page, check_axe)
    page = at_work(open_context(viewport=NARROW, java_script_enabled=False).new_page(), awa, "/sans-reponse/")
    for box in page.get_by_role("checkbox").all():
        box.focus()
        page.keyboard.press("Space")
    press(page, "Préparer les relances cochées")
    assert "Il manque" in page.inner_text("main")
    where = page.url
    press(page, "Noter l’envoi de cette relance")
    assert "Envoyée" in page.inner_text("main")
    assert Sending.objects.exclude(sent_on=None).count() == 1
    seen = at_work(open_context().new_page(), awa, where)
    looked_at(seen, check_axe)
    press(page, "Elles ne sont pas parties : retirer les envois")
    assert not Sending.objects.exclude(sent_on=None).exists()
