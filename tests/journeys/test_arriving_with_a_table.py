"""From an empty instance to one's own list: init, a link, sign-in, the worker's own table, her files; wide, narrow, with axe, timed."""

import csv
import io
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member, Organisation, Role, SecrecyBasis
from relais.accounts.services import Invitation, invite_by_link, open_organisation
from relais.exchange.models import Lot
from relais.foundation import jobs
from tests.factories.accounts import PASSWORD, TERMINAL
from tests.factories.tables import HEADERS, rows_of, xlsx_of
from tests.journeys.conftest import NARROW, WIDE, fits
from tests.journeys.steps import at_work, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
#: from an empty instance to one's own list (S35): what people take is theirs; the machine's part must be far below.
TEN_MINUTES = 600


def test_from_an_empty_instance_to_ma_journee_with_one_s_own_list_in_ten_minutes(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], figure: Callable[[str], None], tmp_path: Path
) -> None:
    started = time.monotonic()
    assert not Organisation.objects.exists()
    house = open_organisation(actor=TERMINAL, name="CCAS de Montbrume", kind="ccas", now=timezone.now())
    asked = Invitation(
        "awa", "Awa Sarr", frozenset({Role.SOCIAL_WORKER}), None, service="Accompagnement", secrecy_basis=SecrecyBasis.PROFESSION
    )
    awa, token = invite_by_link(actor=TERMINAL, organisation=house, invitation=asked, now=timezone.now())
    page = open_context().new_page()
    page.goto(f"/invitation/{token}/")
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    page.locator("main form button[type=submit], main form button").first.click()
    page.wait_for_load_state()
    awa = Member.objects.get(pk=awa.pk)
    assert awa.has_usable_password()

    page = at_work(page, awa, "/dossiers/")
    page.get_by_role("link", name="Arriver avec mon tableau").click()
    check_axe(page)
    rows = rows_of(40, on=timezone.localdate())
    rows[7][3] = "31/02/1980"
    table = tmp_path / "suivi.xlsx"
    table.write_bytes(xlsx_of([[*row, "Tulipe-4821"] for row in rows], headers=(*HEADERS, "Mot de passe CAF"), title="Suivi novembre"))
    page.get_by_label("Votre tableau").set_input_files(table)
    press(page, "Lire ce tableau")
    _looked_at(page, check_axe, "columns")
    assert "refusée" in page.inner_text("main")
    assert "Tulipe" not in page.content()
    press(page, "Ces colonnes sont justes")
    _looked_at(page, check_axe, "ready")
    press(page, "Reprendre ce tableau")
    _looked_at(page, check_axe, "working")
    page.goto("about:blank")  # the page asks again each two seconds, and the server of the tests shares its connection with the worker
    jobs.work(batch=True)
    page.goto(f"/tableau/{Lot.objects.get().pk}/")
    assert "39" in page.inner_text("main")
    _looked_at(page, check_axe, "done")
    with page.expect_download() as taken:
        page.get_by_role("link", name="ou en CSV").click()
    lines = list(csv.reader(io.StringIO(Path(taken.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert lines[0][-1] == "à corriger"
    assert len(lines) == 2
    page.get_by_role("link", name="Ouvrir Ma journée").click()
    assert "39 en cours" in page.inner_text("main")
    assert "-Bakri-" in page.inner_text("#mes-dossiers")
    _looked_at(page, check_axe, "day")
    took = time.monotonic() - started
    figure(f"from an empty instance to one's own list of 39 files: {took:.0f} s of machine and script")
    assert took < TEN_MINUTES
    page.goto("/tableau/emporter/")
    _looked_at(page, check_axe, "take-away")


def _looked_at(page: Page, check_axe: Callable[[Page], None], name: str) -> None:
    """Clear to every reader, wide and narrow."""
    for size, said in ((NARROW, "320"), (WIDE, "wide")):
        page.set_viewport_size(size)
        assert fits(page), f"{name} at {said}"
        if folder := os.environ.get("BULK_SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{said}.png", full_page=True)
    check_axe(page)
