"""Time limits: a page asks thirty minutes more without losing its step; a session warns two minutes before it ends; back shows nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from relais.accounts.web.gate import RENEW
from relais.foundation import limits
from tests.factories.accounts import PASSWORD
from tests.journeys.conftest import PATIENCE, Watch, launched
from tests.journeys.steps import EXAMPLE, box, enter, fill_expert, follow, press, settled
from tests.journeys.test_free_access import FEW
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
#: what a page says of the idle time: the session is renewed at most once in so many seconds, so that it may end so much sooner.
ANNOUNCED = settings.SESSION_LOCK_SECONDS - RENEW
TWENTY_EIGHT_AND_A_HALF = 28 * 60_000 + 30_000


def stay_by_the_warning(page: Page) -> None:
    """Wait for the warning, answer it, and see the state renewed."""
    warning = page.locator("dialog#attente")
    page.clock.fast_forward(TWENTY_EIGHT_AND_A_HALF)
    expect(warning).to_be_visible()
    before = page.locator("#etat").input_value()
    with page.expect_response("**/droits/prolonger/") as answered:
        page.get_by_role("button", name="Continuer").last.press("Enter")
        page.clock.run_for(1_000)
    assert answered.value.ok
    expect(warning).not_to_be_visible()
    page.wait_for_function("before => document.getElementById('etat').value !== before", arg=before)
    page.clock.fast_forward(20 * 60_000)
    assert not warning.is_visible()


def test_a_guided_question_is_the_same_after_thirty_minutes_more(page: Page) -> None:
    page.clock.install()
    page.goto("/droits/guidee/")
    page.locator("[name=reponse]").fill("12/3/88")
    stay_by_the_warning(page)
    assert page.locator("input[name=question]").input_value() == "p1.naissance"
    assert page.locator("[name=reponse]").input_value() == "12/3/88", "half an answer is not sent"
    press(page, "Continuer")
    assert page.locator("input[name=question]").input_value() == "couple"


def test_the_sheet_on_screen_stays_after_thirty_minutes_more(page: Page) -> None:
    page.clock.install()
    page.goto(EXAMPLE)
    press(page, "Feuille pour la personne")
    page.locator("#droits-demander input").first.check()
    press(page, "Voir la feuille")
    sheet = page.locator("article.paper-person").inner_text()
    stay_by_the_warning(page)
    assert page.locator("article.paper-person").inner_text() == sheet
    press(page, "Tout sur une page")
    assert box(page, "loyer").input_value() == "620"


@pytest.fixture
def remembering(engine: Playwright) -> Iterator[Browser]:
    """A Chromium that keeps the pages left in memory, as people's do (Playwright starts the other one without)."""
    running = launched(engine, "--enable-features=BackForwardCache", without=["--disable-back-forward-cache"])
    yield running
    running.close()


#: written by the browser itself when a page comes back from its memory: the proof that the case was really tried.
NOTE_RETURN = """addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  sessionStorage.setItem("returned", "yes");
  sessionStorage.setItem("shown", String(document.querySelector("#situation")?.checkVisibility()));
}, true);"""


def left_and_come_back(browser: Browser, base: str, *, kept: bool) -> Page:
    """A household typed on a shared post, the page left by a link, then «back». ``kept``: the answer lost its «no-store» on the way."""
    context = browser.new_context(base_url=base, locale="fr-FR")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(NOTE_RETURN)
    if kept:
        context.route("**/droits/libre-acces/", allow_memory)
    page = context.new_page()
    page.goto("/droits/libre-acces/")
    fill_expert(page, FEW)
    settled(page, "loyer", "620 €")
    follow(page.locator("header a[href='/comment-ca-marche/']").first)
    page.evaluate("history.back()")
    page.wait_for_url("**/droits/libre-acces/")
    page.wait_for_function("() => document.querySelector('#f-loyer') && !document.querySelector('#situation').hidden")
    return page


def allow_memory(route: Route) -> None:
    """What an older proxy, or another browser's rules, would do to the header."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={name: value for name, value in answer.headers.items() if name != "cache-control"})


def shows_nothing(page: Page) -> bool:
    blank = [box(page, key).input_value() for key, _words in FEW] == ["", "", ""]
    return blank and "à vérifier" not in page.inner_text("main")


def test_the_browser_keeps_no_screening_page_in_its_memory(remembering: Browser, live_server: Any) -> None:
    """«Back» asks the server for a blank page; Chromium itself says why it kept nothing, and does keep other pages."""
    page = left_and_come_back(remembering, live_server.url, kept=False)
    reasons = page.evaluate("JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)")
    assert "no-store" in reasons and page.evaluate("sessionStorage.getItem('returned')") is None
    assert shows_nothing(page)
    page.goto("/comment-ca-marche/")
    page.goto("/accessibilite/")
    page.evaluate("history.back()")
    page.wait_for_function("() => sessionStorage.getItem('returned') === 'yes'")


def test_a_page_that_a_browser_kept_all_the_same_hides_and_empties_itself(remembering: Browser, live_server: Any) -> None:
    page = left_and_come_back(remembering, live_server.url, kept=True)
    returned, shown = (page.evaluate("name => sessionStorage.getItem(name)", name) for name in ("returned", "shown"))
    assert returned == "yes", "the page did come back from the memory"
    assert shown == "false", "the facts were on screen for a moment"
    assert shows_nothing(page)


def test_a_session_warns_two_minutes_before_it_locks_is_put_off_and_opens_in_place(
    page: Page, check_axe: Callable[[Page], None], watch: Watch
) -> None:
    watch.expected.add(422)
    limits.forget_all()
    inhabit()
    page.goto("/connexion/")
    page.locator("#id_login").fill("awa")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").focus()
    enter(page)
    assert page.url.endswith("/journee/")
    page.clock.install()
    page.goto("/compte/mot-de-passe/")
    page.locator("#id_new").fill("une phrase à moitié écrite")
    warning = page.locator("dialog#session")
    page.clock.fast_forward((ANNOUNCED - 150) * 1000)
    assert not warning.is_visible()
    page.clock.fast_forward(45_000)
    expect(warning).to_be_visible()
    assert "2 minutes" in warning.inner_text() and "reconnect" not in warning.inner_text().lower()
    check_axe(page)
    with page.expect_response("**/compte/prolonger/") as answered:
        page.keyboard.press("Escape")
        page.clock.run_for(1_000)
    assert answered.value.status == 204
    expect(warning).not_to_be_visible()
    assert page.locator("#id_new").input_value() == "une phrase à moitié écrite"
    page.clock.fast_forward((ANNOUNCED - 150) * 1000)
    assert not warning.is_visible(), "as long again"
    page.clock.fast_forward(180_000)
    expect(warning).to_be_visible()
    assert "Elle est verrouillée" in warning.inner_text()
    assert not page.locator("h1").is_visible(), "the page is covered"
    check_axe(page)
    page.locator("#session-mot-de-passe").fill("pas-celui-la")
    page.keyboard.press("Enter")
    expect(page.locator("#session-refus")).to_have_text("Ce n’est pas votre mot de passe.")
    page.locator("#session-mot-de-passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(warning).not_to_be_visible()
    assert page.locator("#id_new").input_value() == "une phrase à moitié écrite", "unlocked in place, nothing is lost"
