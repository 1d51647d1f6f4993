"""An absence told and covered, then a file taken over thing by thing: by keyboard, at 320 pixels, clear for axe."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member
from relais.casework.models import Step
from relais.people.models import Assignment, File
from relais.people.services import propose_handover
from relais.people.terms import HandoverState, Part
from tests.factories.people import actor
from tests.journeys.conftest import NARROW, fits
from tests.journeys.steps import at_work, enter, press
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_absence_is_told_and_covered_then_a_file_taken_over(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]
) -> None:
    now = timezone.now()
    inhabit()
    awa, leon = (Member.objects.get(identifier=name) for name in ("awa", "leon"))
    page = at_work(open_context(viewport=NARROW).new_page(), awa, "/agenda/absences/")
    page.get_by_label("Premier jour").focus()
    page.keyboard.type(f"{timezone.localdate(now) + timedelta(days=1):%d/%m/%Y}")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{timezone.localdate(now) + timedelta(days=9):%d/%m/%Y}")
    enter(page)
    check_axe(page)
    assert fits(page)
    page.get_by_label("Qui supplée").select_option(str(leon.pk))
    press(page, "Confier ces dossiers")
    assert Assignment.objects.filter(stands_in_for=awa, member=leon, part=Part.SUBSTITUTE).count() > 2
    ines = File.objects.get(person__called="Inès Bakri")
    propose_handover(actor=actor(awa), from_member_id=awa.pk, to_member_id=leon.pk, file_ids=[ines.pk], now=timezone.now())
    page = at_work(open_context(viewport=NARROW).new_page(), leon, f"/passations/{ines.handovers.get(state=HandoverState.PROPOSED).pk}/")
    check_axe(page)
    assert fits(page)
    page.get_by_label("Je reprends ce dossier").check()
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    press(page, "Enregistrer ma réponse")
    left = Step.objects.filter(file=ines, done_at=None)
    assert {left.filter(member=who).count() > 0 for who in (awa, leon)} == {True}, "one was left to the head, the others taken"
    page = at_work(open_context(viewport=NARROW).new_page(), Member.objects.get(identifier="petit"), "/passations/")
    check_axe(page)
    assert fits(page)
    assert "Sans titulaire" in page.inner_text("main")
