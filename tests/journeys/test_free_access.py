"""A post that many people share: nothing is left in it, and a page left alone is wiped, after a warning that one may refuse."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from relais.foundation.sealing import seal
from relais.screening.rules.told import Told, encode
from relais.screening.web.page_state import LIFETIME, PURPOSE
from tests.journeys.conftest import Watch
from tests.journeys.steps import ROUBAIX, box, fill_expert, follow, press, settled

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

#: words of the household that nothing but the page may hold; «620» alone could be anything.
FACTS = ("roub", "Roubaix", "1400", "59512", "12/3/88", "12%2F3%2F88", "2014", "loyer")
FEW = (("p1.naissance", "12/3/88"), ("loyer", "620"), ("commune", "roub"))


def left_behind(page: Page) -> str:
    """All that a browser keeps of a page, but the page."""
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, location.href, document.cookie])")
    return f"{stored} {page.context.cookies()} {page.context.storage_state()}"


def test_no_fact_leaves_the_page_and_back_shows_nothing(page: Page, watch: Watch) -> None:
    addresses: list[str] = []
    page.on("request", lambda asked: addresses.append(asked.url))
    page.goto("/droits/libre-acces/")
    fill_expert(page)
    settled(page, "loyer", "620 €")
    follow(page.get_by_role("link", name="Accueil").or_(page.locator("header a[href='/']")).first)
    page.go_back()
    assert [box(page, key).input_value() for key, _words in ROUBAIX] == [""] * len(ROUBAIX)
    assert "à demander" not in page.inner_text("main")
    said = " ".join([left_behind(page), *addresses])
    assert not [fact for fact in FACTS if fact in said], said


def test_finish_and_erase_leaves_nothing_that_could_be_sent_again(page: Page, watch: Watch) -> None:
    """A browser may send an old form again after «back»: on a shared post that form is worth nothing any more."""
    page.goto("/droits/libre-acces/")
    fill_expert(page, FEW)
    press(page, "Voir les droits")
    kept = page.evaluate("new URLSearchParams(new FormData(document.getElementById('situation'))).toString()")
    press(page, "Terminer et effacer")
    assert page.url.endswith("/droits/libre-acces/")
    assert [box(page, key).input_value() for key, _words in FEW] == ["", "", ""]
    again = page.request.post("/droits/", data=kept, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert again.status == 403 and "roub" not in again.text()
    fill_expert(page, FEW)
    press(page, "Voir les droits")
    assert "à vérifier" in page.inner_text("#resultats"), "the next person works as usual"


def test_a_page_left_alone_is_wiped_after_two_minutes_and_a_warning(page: Page) -> None:
    page.clock.install()
    page.goto("/droits/libre-acces/")
    fill_expert(page, FEW)
    settled(page, "loyer", "620 €")
    warning = page.locator("dialog#attente")
    page.clock.run_for(80_000)
    assert not warning.is_visible()
    page.clock.run_for(15_000)
    expect(warning).to_be_visible()
    assert "30 secondes" in warning.inner_text()
    page.get_by_role("button", name="Continuer").press("Enter")
    expect(warning).not_to_be_visible()
    page.clock.run_for(80_000)
    assert not warning.is_visible() and box(page, "loyer").input_value() == "620", "two whole minutes again"
    page.clock.run_for(15_000)
    expect(warning).to_be_visible()
    with page.expect_navigation():
        page.clock.run_for(32_000)
    assert page.url.endswith("/droits/libre-acces/"), "the post stays in free access"
    assert box(page, "loyer").input_value() == "" and page.locator("text=620").count() == 0
    page.go_back()
    assert page.locator("text=620").count() == 0


def test_a_state_of_thirty_minutes_warns_two_minutes_before_and_is_extended(page: Page) -> None:
    page.clock.install()
    page.goto("/droits/")
    fill_expert(page, FEW)
    settled(page, "loyer", "620 €")
    warning = page.locator("dialog#attente")
    page.clock.fast_forward(27 * 60_000)
    assert not warning.is_visible()
    page.clock.fast_forward(90_000)
    expect(warning).to_be_visible()
    assert "2 minutes" in warning.inner_text()
    before = page.locator("#etat").input_value()
    with page.expect_response("**/droits/prolonger/"):
        page.keyboard.press("Escape")
        page.clock.run_for(1_000)
    expect(warning).not_to_be_visible()
    # the page counts again from the answer read, not from the answer sent
    page.wait_for_function("before => document.getElementById('etat').value !== before", arg=before)
    page.clock.fast_forward(20 * 60_000)
    assert box(page, "loyer").input_value() == "620" and not warning.is_visible()


def test_a_state_that_does_not_open_is_said_and_what_is_typed_is_kept(open_context: Callable[..., BrowserContext]) -> None:
    """Two browsers: a state carried from one to the other, damaged or too old, shows nothing of the first household."""
    awa, stranger = (open_context(java_script_enabled=False).new_page() for _ in range(2))
    awa.goto("/droits/")
    fill_expert(awa, FEW)
    press(awa, "Voir les droits")
    token = awa.locator("#etat").input_value()
    assert not [fact for fact in FACTS if fact in token]
    before, state = timezone.now() - LIFETIME - timedelta(minutes=1), encode(Told(texts={"commune": "roub"}))
    for carried, why in (
        (token[:40] + ("A" if token[40] != "A" else "B") + token[41:], "ne se lit plus"),
        (seal(state, purpose="autre", lifetime=LIFETIME, now=timezone.now()), "ne se lit plus"),
        (seal(state, purpose=PURPOSE, lifetime=LIFETIME, now=before), "plus de 30 minutes"),
    ):
        stranger.goto("/droits/")
        box(stranger, "p1.salaire").fill("777")
        stranger.locator("#etat").evaluate("(field, carried) => { field.value = carried; }", carried)
        press(stranger, "Voir les droits")
        said = stranger.inner_text("main")
        assert why in said and "est conservé" in said
        assert box(stranger, "p1.salaire").input_value() == "777"
        assert box(stranger, "commune").input_value() == "" and "Roubaix" not in said
