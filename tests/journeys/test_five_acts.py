"""A brief contact, a blocker and a reminder, from Ma journée: twelve interactions at most (S2). A field filled or a press is one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext

from relais.casework.models import Interview, Step
from relais.procedures.models import Blocker
from relais.procedures.services.procedures import NewProcedure, open_procedure
from tests.factories.accounts import organisation
from tests.factories.people import actor, file_of, worker
from tests.journeys.steps import at_work, follow, press

pytestmark = [pytest.mark.journey(12), pytest.mark.django_db(transaction=True)]


def test_a_contact_a_blocker_and_a_reminder_take_twelve_interactions(
    open_context: Callable[..., BrowserContext], figure: Callable[[str], None]
) -> None:
    awa, now = worker(organisation()), timezone.now()
    found = file_of(awa, now=now - timedelta(days=1))
    open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=now)
    page, acts = at_work(open_context().new_page(), awa, "/journee/"), 0

    def done(_act: object = None) -> None:
        nonlocal acts
        acts += 1

    done(follow(page.get_by_role("link", name="Contact bref").first))
    done(page.locator("#id_called").fill("bacri"))
    done(page.locator("#id_subject").fill("Le site de la CPAM refuse sa pièce"))
    done(page.locator("#id_remind_on").fill((timezone.localdate() + timedelta(days=2)).strftime("%d/%m/%Y")))
    page.keyboard.press("Tab")
    done(press(page, "Noter le contact"))
    done(follow(page.locator("main").get_by_role("link", name="Complémentaire santé solidaire").first))
    done(follow(page.get_by_role("link", name="Noter un blocage")))
    done(page.locator("#id_code").select_option("B04"))
    done(page.get_by_role("radio", name="En ligne").check())
    done(page.locator("input[name=harm]").first.check())
    done(page.locator("input[name=lost]").first.check())
    done(press(page, "Noter ce blocage"))
    assert (Interview.objects.count(), Step.objects.count(), Blocker.objects.count()) == (1, 1, 1)
    assert acts <= 12
    figure(f"brief contact, blocker and reminder: {acts} interactions")
