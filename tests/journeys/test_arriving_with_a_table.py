"""From an empty instance to one's own list: init, a link, sign-in, the worker's own table, her files; wide, narrow, with axe, timed."""

import base64
import csv
import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Organisation
from relais.accounts.proofs import totp
from relais.exchange.models import Lot
from relais.exchange.web.views import tables
from relais.foundation import jobs, limits
from relais.project import cli
from tests.factories.accounts import PASSWORD
from tests.factories.tables import HEADERS, rows_of, xlsx_of
from tests.journeys.conftest import NARROW, WIDE, fits
from tests.journeys.steps import follow, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
#: from an empty instance to one's own list (S35): what people take is theirs; the machine's part must be far below.
TEN_MINUTES = 600


def _take_account(page: Page, link: str) -> None:
    """By the link of an invitation: one's password, an application as second factor, printed codes; then signed in."""
    page.goto(link)
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    press(page, "Garder ce mot de passe")
    follow(page.get_by_role("link", name="Application sur un téléphone"))
    secret = base64.b32decode(page.locator("code.spelled").inner_text().replace(" ", ""))
    page.get_by_label("Les six chiffres").fill(totp.code_at(secret, totp.step_at(timezone.now())))
    press(page, "Ajouter cette application")
    page.get_by_label("J’ai imprimé").check()
    press(page, "Mettre ces codes en service")


def _invited(page: Page) -> str:
    """Tom opens the service and Awa's account; the link that he is shown once."""
    page.goto("/comptes/services/")
    page.get_by_label("Nom").first.fill("Accompagnement")
    press(page, "Ouvrir le service")
    page.goto("/comptes/inviter/")
    page.get_by_label("Nom affiché").fill("Awa Sarr")
    page.get_by_label("Identifiant de connexion").fill("awa")
    page.get_by_label("Service", exact=True).select_option(label="Accompagnement")
    page.get_by_label("Travailleuse ou travailleur social").check()
    page.get_by_label("Par profession").check()
    press(page, "Ouvrir le compte")
    return urlsplit(page.locator("#lien").inner_text()).path


def test_from_an_empty_instance_to_ma_journee_with_one_s_own_list_in_ten_minutes(
    open_context: Callable[..., BrowserContext],
    check_axe: Callable[[Page], None],
    figure: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(tables, "ASKS_AGAIN", TEN_MINUTES)  # a page that asks again by itself would leave while axe reads it
    started = time.monotonic()
    assert not Organisation.objects.exists()
    limits.forget_all()
    named = ["--organisation", "CCAS de Montbrume", "--kind", "ccas", "--admin", "tom=Tom Vasseur", "--admin", "lise=Lise Roy"]
    assert cli.main(["init", *named]) == 0
    first = re.findall(r"/invitation/\S+/", capsys.readouterr().out)
    toms = open_context().new_page()
    _take_account(toms, first[0])
    page = open_context().new_page()
    _take_account(page, _invited(toms))
    page.goto("/dossiers/")
    follow(page.get_by_role("link", name="Arriver avec mon tableau"))
    check_axe(page)
    rows = rows_of(40, on=timezone.localdate())
    rows[7][3] = "31/02/1980"
    kept = tmp_path / "suivi.xlsx"
    kept.write_bytes(xlsx_of([[*row, "Tulipe-4821"] for row in rows], headers=(*HEADERS, "Mot de passe CAF"), title="Suivi novembre"))
    page.get_by_label("Votre tableau").set_input_files(kept)
    press(page, "Lire ce tableau")
    _looked_at(page, check_axe, "columns")
    assert "refusée" in page.inner_text("main")
    assert "Tulipe" not in page.content()
    press(page, "Ces colonnes sont justes")
    _looked_at(page, check_axe, "ready")
    press(page, "Reprendre ce tableau")
    _looked_at(page, check_axe, "working")
    page.goto("about:blank")  # the server of the tests shares its connection with the worker: nothing is asked meanwhile
    jobs.work(batch=True)
    page.goto(f"/tableau/{Lot.objects.get().pk}/")
    assert "39" in page.inner_text("main")
    _looked_at(page, check_axe, "done")
    with page.expect_download() as taken:
        page.get_by_role("link", name="ou en CSV").click()
    lines = list(csv.reader(io.StringIO(Path(taken.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert lines[0][-1] == "à corriger"
    assert len(lines) == 2
    follow(page.get_by_role("link", name="Ouvrir Ma journée"))
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
