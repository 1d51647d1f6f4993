"""What cannot be true is said beside its field, in words; what was typed stays, and the rest still answers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.conftest import NARROW, Watch, fits
from tests.journeys.steps import ROUBAIX, beside, box, box_id, counts, fill_expert, press, quiet

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

#: field, what is typed, what is said beside it.
WRONG = (
    ("p1.naissance", "31/02/1988", "n’existe pas"),
    ("loyer", "-620", "négatif"),
    ("commune", "Xyzville", "inconnue"),
    ("enfants", "40", "20 au plus"),
)


def check(page: Page, key: str, typed: str, said: str) -> None:
    field, words = box(page, key), beside(page, key)
    assert field.input_value() == typed, "what was typed is kept"
    assert said in words.inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert f"{box_id(key)}-lu" in str(field.get_attribute("aria-describedby")).split()
    below, above = words.bounding_box(), field.bounding_box()
    assert below and above and 0 <= below["y"] - above["y"] - above["height"] < 40, "the message stands next to its field"


def test_impossible_words_are_told_beside_their_fields(page: Page, watch: Watch, check_axe: Callable[[Page], None]) -> None:
    watch.expected.add(422)
    page.goto("/droits/")
    fill_expert(page, **{key: typed for key, typed, _said in WRONG})
    answer = press(page, "Voir les droits")
    assert answer is not None and answer.status == 422
    for key, typed, said in WRONG:
        check(page, key, typed, said)
    summary = page.locator(".summary-errors")
    assert summary.evaluate("one => one === document.activeElement"), "the summary is read first"
    assert "Rien n’est perdu" in summary.inner_text() and summary.locator("a").count() == len(WRONG)
    assert box(page, "p1.salaire").input_value() == "1400" and "à vérifier" in counts(page), "the rest still answers"
    check_axe(page)
    summary.locator("a").first.press("Enter")
    page.wait_for_function("ids => ids.includes(document.activeElement.id)", arg=[box_id(key) for key, _typed, _said in WRONG])


def test_a_parent_younger_than_the_child_without_script_on_a_small_screen(
    open_context: Callable[..., BrowserContext], watch: Watch
) -> None:
    watch.expected.add(422)
    page = open_context(java_script_enabled=False, viewport=NARROW, color_scheme="dark").new_page()
    page.goto("/droits/")
    fill_expert(page, ROUBAIX, enfants="12/3/1985, 5/6/2020")
    answer = press(page, "Voir les droits")
    assert answer is not None and answer.status == 422
    check(page, "enfants", "12/3/1985, 5/6/2020", "ans")
    assert fits(page)


def test_an_unfinished_word_is_not_scolded_before_it_is_left(page: Page) -> None:
    page.goto("/droits/")
    field = box(page, "p1.naissance")
    field.focus()
    page.keyboard.type("31/02")
    quiet(page)
    assert beside(page, "p1.naissance").inner_text() == ""
    page.keyboard.type("/1988")
    page.keyboard.press("Tab")
    page.locator("#f-p1-naissance-lu.echo-bad").wait_for()
    assert field.input_value() == "31/02/1988"
