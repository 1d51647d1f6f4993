"""Two files of one person: found, compared, brought together, separated; by keyboard alone, wide and at 320 pixels, with axe."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from relais.people.models import File, Merge
from relais.people.services import compare_waiting
from tests.factories.accounts import organisation
from tests.factories.people import file_of, worker
from tests.journeys.conftest import NARROW, WIDE, Watch, fits
from tests.journeys.steps import at_work, enter

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
#: presses of Tab after which what one looks for is not there.
FAR = 80


def reach(page: Page, words: str) -> None:
    """Tab until what has the focus begins with these words."""
    page.evaluate("document.activeElement.blur()")
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if str(page.evaluate("document.activeElement.innerText ?? ''")).strip().startswith(words):
            return
    raise AssertionError(f"Tab does not reach «{words}»")


def enter_at(page: Page, words: str) -> None:
    """Reach it and press Enter, which leads to another page."""
    reach(page, words)
    enter(page)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "320"])
def test_two_files_are_brought_together_and_separated_by_keyboard(
    open_context: Callable[..., BrowserContext], watch: Watch, check_axe: Callable[[Page], None], size: dict[str, int]
) -> None:
    watch.expected.add(422)
    house, day = organisation(), timezone.now() - timedelta(days=1)
    awa = worker(house, "awa")
    kept = file_of(awa, "Inès Bakri", now=day, family_name="Bakri", address="3 rue des Quais")
    other = file_of(awa, "Ines Bakri", now=day, birth_year=None)
    compare_waiting(now=timezone.now())
    page = at_work(open_context(viewport=size).new_page(), awa, "/dossiers/doublons/")

    def look() -> None:
        assert fits(page), page.url
        check_axe(page)

    look()
    enter_at(page, "Comparer et réunir")
    assert "Rien ne bouge avant votre accord" in page.inner_text("main")
    look()
    enter_at(page, "Réunir ces deux dossiers")
    assert page.locator("[aria-invalid=true], .errors, .field .error").count() > 0, "what differs is asked, not guessed"
    look()
    for group in page.locator("main fieldset").all():
        group.locator("input[type=radio]").first.focus()
        page.keyboard.press("Space")
    enter_at(page, "Réunir ces deux dossiers")
    merge = Merge.objects.get()
    assert {file.pk for file in File.objects.all()} <= {kept.pk, other.pk}
    look()
    enter_at(page, "Voir et annuler")
    assert page.url.endswith(f"/reunions/{merge.pk}/annuler/")
    look()
    enter_at(page, "Séparer de nouveau ces dossiers")
    look()
    merge.refresh_from_db()
    assert merge.undone_at is not None
    assert {file.person.called for file in File.objects.select_related("person")} == {"Inès Bakri", "Ines Bakri"}
