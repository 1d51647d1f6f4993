"""From the answers of the household in Roubaix: reserves, next questions, «Et si…?», the text to copy and the two sheets."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Watch, fits
from tests.journeys.steps import ANSWERED, EXAMPLE, counts, plain, press, quiet

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def form_of(page: Page) -> dict[str, str]:
    """What the form on screen would post, buttons apart."""
    return dict(page.evaluate("Object.fromEntries(new FormData(document.getElementById('situation')))"))


def test_a_reserve_is_confirmed_denied_and_taken_back_by_one_press(page: Page) -> None:
    page.goto(EXAMPLE)
    before = counts(page)
    held = page.locator("#reserves")
    undo = page.locator("#hesiter-sejour")
    held.locator("#infirmer-sejour").press("Enter")
    undo.wait_for(timeout=ANSWERED)
    line = held.locator("li:has(#hesiter-sejour)")
    expect(undo, "the press goes on from where it was").to_be_focused()
    assert "Ce n’est pas le cas" in line.inner_text()
    assert counts(page) != before
    expect(page.locator("#annonce")).to_have_text(counts(page))
    undo.press("Enter")
    held.locator("#confirmer-sejour").wait_for(timeout=ANSWERED)
    quiet(page)
    assert counts(page) == before
    held.locator("#confirmer-sejour").press("Enter")
    undo.wait_for(timeout=ANSWERED)
    quiet(page)
    assert line.locator(".icon").count() == 1, "confirmed is said by a sign and by words"


def test_a_next_question_is_answered_by_its_button_or_reached_by_its_link(page: Page) -> None:
    page.goto("/droits/exemples/mere-seule/")
    box = page.locator("#questions-utiles")
    key = str(box.locator("button[name=repondre]").first.get_attribute("value")).partition("=")[0]
    no = box.locator(f"button[name=repondre][value='{key}=non']")
    field = str(no.get_attribute("id")).removeprefix("non-")
    no.press("Enter")
    expect(page.locator(f"[id='{field}']")).to_have_value("non", timeout=ANSWERED)
    expect(no).to_have_count(0)
    quiet(page)
    link = box.locator("a[data-goto]").first
    target = str(link.get_attribute("data-goto"))
    reached = page.locator(f"[id='{target}']")
    link.press("Enter")
    expect(reached, "a question reached by its link is open and ready").to_be_focused()
    assert reached.is_visible()


def test_what_if_shows_a_curve_with_its_table_and_what_a_wage_changes(page: Page, check_axe: Callable[[Page], None], watch: Watch) -> None:
    watch.expected.add(422)
    page.goto(EXAMPLE)
    press(page, "Et si…\u202f?", within=".entrances")
    chart = page.locator("figure.chart")
    assert chart.locator("svg[role=img] path.curve").count() >= 2
    chart.locator("details summary").first.press("Enter")
    assert chart.locator("table tbody tr").count() >= 10 and chart.locator("table caption").count() == 1
    spans = page.locator(".curve > ul li").all_inner_texts()
    assert any("ouvert jusqu’à" in span and "€ de salaire net" in span for span in spans), spans
    page.fill("#et-si-salaire", "beaucoup")
    press(page, "Comparer")
    assert page.input_value("#et-si-salaire") == "beaucoup" and page.inner_text("#et-si-salaire-lu")
    page.fill("#et-si-salaire", "2600")
    press(page, "Comparer")
    assert page.locator("#si-salaire table tbody tr").count() >= 1 or page.locator(".fold table tbody tr").count() >= 1
    check_axe(page)
    assert fits(page)


def test_the_text_to_copy_holds_in_fifteen_lines(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto(EXAMPLE)
    press(page, "Copier pour mon logiciel")
    text = page.locator("#texte").input_value()
    assert 5 <= len(text.splitlines()) <= 15
    assert all(words in plain(text) for words in ("Prime d’activité", "Roubaix", "1 400 €", "620 €", "Sous réserve"))
    check_axe(page)


def test_she_keeps_three_rights_and_the_sheets_are_pages_and_pdf(page: Page, check_axe: Callable[[Page], None], watch: Watch) -> None:
    watch.expected.add(422)
    page.goto(EXAMPLE)
    press(page, "Feuille pour la personne")
    check_axe(page)
    press(page, "Voir la feuille")
    assert "Cochez" in page.locator("[role=alert]").inner_text() and page.locator("[role=alert]").evaluate(
        "one => one === document.activeElement"
    )
    kept = page.locator("#droits-demander input")
    assert kept.count() >= 3
    for rank in range(2):
        kept.nth(rank).check()
    names = [page.locator(f"label:has(#{kept.nth(rank).get_attribute('id')})").inner_text().splitlines()[0] for rank in range(2)]
    press(page, "Voir la feuille")
    sheet = page.locator("article.paper-person")
    assert sheet.locator(".paper-right").count() == len(names) == 2
    assert "1 400" not in plain(sheet.inner_text()) and "Roubaix" not in sheet.inner_text(), "no fact of hers is on the sheet"
    check_axe(page)
    answer = page.request.post(page.url, form={**form_of(page), "etape": "pdf"}, timeout=ANSWERED)
    assert answer.ok and answer.headers["content-type"] == "application/pdf" and answer.body().startswith(b"%PDF-")
    press(page, "Tout sur une page")
    press(page, "Feuille du professionnel")
    paper = plain(page.locator("article.paper-pro").inner_text())
    assert all(words in paper for words in ("1 400 €", "Roubaix", "Séjour régulier", "R.311-3-1-2"))
    check_axe(page)
