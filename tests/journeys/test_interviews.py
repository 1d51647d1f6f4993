"""Awa notes a brief contact, receives Inès, ends the interview in one save and hands the sheet over: axe, keyboard, wide and narrow."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.casework.models import Note
from relais.casework.services.notes import Parts, write_note
from relais.casework.terms.notes import NoteLevel
from tests.factories.accounts import organisation
from tests.factories.people import actor, file_of, worker
from tests.journeys.conftest import NARROW, WIDE, fits
from tests.journeys.pictures import lightened
from tests.journeys.steps import at_work, follow, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGES = ("", "contact/", "entretien/", "notes/", "notes/ecrire/", "objectifs/", "chronologie/", "projet/", "qui-vous-suit/")


def picture(page: Page, folder: Path | None, name: str) -> None:
    if folder is not None:
        (folder / f"{name}.png").write_bytes(lightened(page.screenshot(full_page=True)))


def test_awa_ends_an_interview_and_hands_the_sheet_over(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], screenshot_folder: Path | None
) -> None:
    awa = worker(organisation())
    found = file_of(awa, now=timezone.now() - timedelta(days=1))
    page = at_work(open_context().new_page(), awa, f"/dossiers/{found.pk}/")
    follow(page.get_by_role("link", name="Mode entretien"))
    assert "Inès Bakri" in page.inner_text("h1")
    page.locator("#id_bloc").fill("« Je veux dormir. »")
    press(page, "Relire ensemble et clore")
    assert page.locator("#id_words").input_value() == "« Je veux dormir. »"
    page.locator("#id_facts").fill("Madame est bizarre. Deux loyers manquent.")
    press(page, "Relire sans enregistrer")
    assert page.locator("mark").inner_text() == "bizarre"
    page.locator("#id_facts").fill("Deux loyers manquent.")
    page.locator("#id_goal").fill("Garder mon logement")
    page.locator("#id_ours").fill("J’appelle le bailleur")
    page.locator("#id_hers").fill("Vous apportez le bail")
    page.locator("#id_next_on").fill((timezone.localdate() + timedelta(days=8)).strftime("%d/%m/%Y"))
    check_axe(page)
    picture(page, screenshot_folder, "clore-entretien")
    page.set_viewport_size(NARROW)
    assert fits(page)
    picture(page, screenshot_folder, "clore-320")
    page.set_viewport_size(WIDE)
    press(page, "Enregistrer et montrer la feuille")
    assert "Garder mon logement" in page.inner_text(".next-steps")
    check_axe(page)
    picture(page, screenshot_folder, "feuille-suite")
    page.set_viewport_size(NARROW)
    assert fits(page)


def test_every_page_of_the_work_is_clear_wide_and_narrow_and_a_brief_contact_takes_few_acts(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], screenshot_folder: Path | None
) -> None:
    awa, now = worker(organisation()), timezone.now()
    found = file_of(awa, now=now - timedelta(days=1))
    page = at_work(open_context(java_script_enabled=True).new_page(), awa, "/contact-bref/")
    acts = 1  # the link of one's day that led here
    for key, words in (("#id_called", "bacri"), ("#id_subject", "Elle apporte son bail")):
        page.locator(key).fill(words)
        acts += 1
    page.locator("#id_remind_on").fill((timezone.localdate() + timedelta(days=2)).strftime("%d/%m/%Y"))
    page.keyboard.press("Tab")
    press(page, "Noter le contact")
    assert acts + 3 <= 12
    assert "Elle apporte son bail" in page.inner_text("main")
    parts = Parts("Deux loyers manquent.", "« Je dors mal. »", "Inquiète.")
    note = write_note(actor=actor(awa), file_id=found.pk, level=NoteLevel.CONFIDENTIAL, parts=parts, now=timezone.now())
    ends = (*PAGES, f"notes/{note.pk}/", f"notes/{note.pk}/lecteurs/", f"notes/{note.pk}/reponse/")
    for address in (*(f"/dossiers/{found.pk}/{end}" for end in ends), "/contact-bref/", "/equipe/moment-des-notes/"):
        page.goto(address)
        check_axe(page)
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            assert fits(page), f"{address} at {size}"
        picture(page, screenshot_folder, f"ecran-{address.strip('/').split('/')[-1][:12] or 'dossier'}")
    assert Note.objects.count() == 1
