"""A note written while the network is away: the page says where the text is, and keeps it when the network comes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.factories.accounts import organisation
from tests.factories.people import file_of, worker
from tests.journeys.conftest import NARROW, Watch, fits
from tests.journeys.steps import at_work

pytestmark = [pytest.mark.journey(20), pytest.mark.django_db(transaction=True)]


def test_a_text_typed_without_network_is_kept_when_it_comes_back(open_context: Callable[..., BrowserContext], watch: Watch) -> None:
    awa = worker(organisation(), "awa")
    found = file_of(awa, "Inès Bakri")
    context = open_context(viewport=NARROW)
    page = at_work(context.new_page(), awa, f"/dossiers/{found.pk}/notes/ecrire/")
    state = page.locator("[data-draft-state]")
    context.set_offline(True)
    page.locator("main textarea").first.type("Elle cherche un logement.")
    expect(state).to_contain_text("ce texte n’est que dans cette page")
    assert fits(page)
    context.set_offline(False)
    expect(state).to_contain_text("Brouillon gardé")
    watch.problems[:] = [one for one in watch.problems if "ERR_INTERNET_DISCONNECTED" not in one]
