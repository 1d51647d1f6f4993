"""Letters received, in a browser: from the public home to a dated answer in four acts, by keyboard, without scripts, at 320 pixels.

The pictures of the guide (``docs/using/decoder-courrier.md``) are taken when RELAIS_SCREENSHOTS names a folder.
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from relais.law.mail.catalogue import national
from tests.journeys.conftest import NARROW, fits
from tests.journeys.steps import enter, follow
from tests.journeys.test_screenshots import LARGEST, TALL, lightened

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

#: name of the picture, letter, what is typed, words that the answer holds, day on which it is read.
CASES = (
    (
        "courrier-prime-activite", "indu_prime_activite", {"recu_le": "31 décembre 2026", "f_montant": "1 234,50"},
        ("mercredi 20 janvier 2027", "lundi 1 mars 2027"), date(2027, 1, 6),
    ),
    (
        "courrier-apl", "refus_apl", {"recu_le": "6/10/2026", "f_recours": "non"},
        ("lundi 7 décembre 2026", "délai peut-être non opposable"), date(2026, 11, 22),
    ),
    ("courrier-mdph", "accuse_mdph", {"recu_le": "12/9/2026"}, ("mardi 12 janvier 2027", "vendredi 12 mars 2027"), date(2026, 11, 22)),
    (
        "courrier-c2s", "c2s_pieces", {"recu_le": "3/9/2026", "f_complet": "5/10/2026"},
        ("samedi 5 décembre 2026", "accordée"), date(2026, 11, 22),
    ),
)  # fmt: skip


@pytest.fixture
def read_on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Make it that day for the server; its counters of requests keep the true time."""
    return lambda day: monkeypatch.setattr("django.utils.timezone.localdate", lambda *_given, **_named: day)


def told(page: Page, facts: dict[str, str]) -> None:
    for name, value in facts.items():
        boxes = page.locator(f"[name='{name}']")
        if boxes.first.get_attribute("type") == "radio":
            page.locator(f"[name='{name}'][value='{value}']").check()
        else:
            boxes.fill(value)


def plain(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator("main").inner_text()).replace("1er", "1")


@pytest.mark.parametrize(("picture", "code", "facts", "held", "today"), CASES, ids=[case[0] for case in CASES])
def test_the_answer_of_each_case(
    picture: str, code: str, facts: dict[str, str], held: tuple[str, ...], today: date,
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], read_on: Callable[[date], None],
    screenshot_folder: Path | None,
) -> None:  # fmt: skip
    read_on(today)
    page = open_context(viewport=TALL).new_page()
    page.goto(f"/outils/courrier/{code}/")
    told(page, facts)
    follow(page.get_by_role("button", name="Voir la réponse"))
    expect(page.locator(".clock svg").first).to_be_visible()
    text = plain(page)
    for words in held:
        assert words in text, text[:3000]
    check_axe(page)
    assert page.url.endswith(f"/outils/courrier/{code}/")
    if screenshot_folder is not None:
        drawn = lightened(page.screenshot(full_page=False))
        assert len(drawn) < LARGEST
        (screenshot_folder / f"{picture}.png").write_bytes(drawn)


def test_four_acts_from_the_home_page_to_a_date_then_the_letter_holds_what_was_typed(
    page: Page, check_axe: Callable[[Page], None], read_on: Callable[[date], None]
) -> None:
    read_on(date(2027, 1, 6))
    page.goto("/")
    acts = 0

    def act(link: Any) -> None:
        nonlocal acts
        follow(link)
        acts += 1

    act(page.locator("header nav a[href='/outils/']").first)
    act(page.locator(".tools a[href='/outils/courrier/']"))
    check_axe(page)
    act(page.locator("a[href='/outils/courrier/indu_prime_activite/']").first)
    check_axe(page)
    told(page, {"recu_le": "31/12/2026", "f_montant": "1234,50"})
    act(page.get_by_role("button", name="Voir la réponse"))
    expect(page.locator(".headline")).to_contain_text("20 janvier 2027")
    assert acts <= 4
    follow(page.get_by_role("button", name="Contester une décision sur la prime d’activité"))
    expect(page.locator("#id_c_recue_le")).to_have_value("31/12/2026")
    expect(page.locator("#id_c_montant")).to_have_value("1234,50")
    assert page.url.endswith("/outils/ecrire/cra_prime_activite/")


def test_by_the_keyboard_alone_a_fault_is_told_then_corrected(page: Page, watch: Any, check_axe: Callable[[Page], None]) -> None:
    watch.expected.add(422)
    page.goto("/outils/courrier/refus_apl/")
    page.locator("#id_recu_le").focus()
    page.keyboard.type("31/2/2026")
    enter(page)
    expect(page.locator("#id_recu_le_error")).to_contain_text("février 2026 a 28 jours")
    check_axe(page)
    page.locator("#id_recu_le").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("6 octobre 2026")
    enter(page)
    expect(page.locator(".clock-dates")).to_contain_text("décembre 2026")


def test_without_scripts_and_at_320_pixels(open_context: Callable[..., BrowserContext], screenshot_folder: Path | None) -> None:
    page = open_context(viewport=NARROW, java_script_enabled=False, device_scale_factor=2).new_page()
    page.goto("/outils/courrier/")
    page.locator("#mots").fill("trop percu")
    page.locator("#mots").focus()
    enter(page)
    follow(page.locator(".found a").first)
    page.locator("#id_recu_le").fill("")
    page.locator("#id_ecrit_le").fill("2/11/2026")
    follow(page.get_by_role("button", name="Voir la réponse"))
    expect(page.locator("main")).to_contain_text("Preuve à demander")
    if screenshot_folder is not None:
        page.locator(".clock").first.scroll_into_view_if_needed()
        (screenshot_folder / "courrier-320.png").write_bytes(lightened(page.screenshot()))


@pytest.mark.parametrize("address", ["/outils/courrier/", "/outils/courrier/refus_apl/"])
def test_nothing_scrolls_sideways(open_context: Callable[..., BrowserContext], address: str, check_axe: Callable[[Page], None]) -> None:
    page = open_context(viewport=NARROW, color_scheme="dark").new_page()
    page.goto(address)
    assert fits(page)
    check_axe(page)
    if address.endswith("apl/"):
        page.locator("#id_recu_le").fill("6/10/2026")
        follow(page.get_by_role("button", name="Voir la réponse"))
        expect(page.locator(".clock svg").first).to_be_visible()
        assert fits(page)
        check_axe(page)


@pytest.mark.journey(25)
def test_every_letter_holds_at_320_pixels_without_a_violation(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], read_on: Callable[[date], None]
) -> None:
    read_on(date(2026, 11, 22))
    page = open_context(viewport=NARROW).new_page()
    for code in national():
        page.goto(f"/outils/courrier/{code}/")
        assert fits(page), code
        page.locator("#id_recu_le").fill("17/11/2026")
        follow(page.get_by_role("button", name="Voir la réponse"))
        expect(page.locator("#sens")).to_be_visible()
        page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true;")
        assert fits(page), code
        check_axe(page)
