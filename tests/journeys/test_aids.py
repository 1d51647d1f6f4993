"""An aid, from the need to the decision: by keyboard, without scripts, at 320 pixels; its pages by axe, wide and narrow."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member
from relais.aids.models import AidDecision, AidItem, AidRequest, AidSession
from tests.journeys.conftest import NARROW, WIDE, fits
from tests.journeys.steps import at_work, enter
from tests.journeys.town import inhabit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town() -> None:
    inhabit()


def cast(name: str) -> Member:
    return Member.objects.get(identifier=name)


def urgent() -> str:
    """Where the head decides the request that cannot wait."""
    return reverse("aids:urgent", kwargs={"aid_id": AidRequest.objects.get(state="urgence").pk})


def pages() -> dict[str, list[str]]:
    """The pages of the requests and of the session of the demonstration, by who opens them."""
    paid = AidRequest.objects.get(number=1)
    begun = AidRequest.objects.get(state="preparation")
    hers = [
        ("aid", paid),
        ("sheet", paid),
        ("letter", paid),
        ("schedule", paid),
        ("aid", begun),
        ("budget", begun),
        ("proofs", begun),
        ("propose", begun),
    ]
    held = AidSession.objects.exclude(locked_at=None).get()
    item = AidItem.objects.filter(session=held).order_by("rank")[0]
    one = {"session_id": held.pk}
    theirs = [
        reverse("aids:session", kwargs=one),
        reverse("aids:item", kwargs={**one, "item_id": item.pk}),
        reverse("aids:minutes", kwargs=one),
    ]
    return {
        "awa": [reverse(f"aids:{name}", kwargs={"file_id": kept.file_id, "aid_id": kept.pk}) for name, kept in hers],
        "petit": [*theirs, urgent(), reverse("aids:board"), reverse("aids:settings"), reverse("aids:payments"), reverse("aids:take")],
        "roux": theirs,
    }


def test_every_page_of_aids_is_clear_wide_and_narrow(
    town: None, open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]
) -> None:
    for name, paths in pages().items():
        page = at_work(open_context().new_page(), cast(name), paths[0])
        for path in paths:
            page.goto(path)
            check_axe(page)
            page.set_viewport_size(NARROW)
            assert fits(page), f"{name} {path}"
            page.set_viewport_size(WIDE)


def test_an_urgent_aid_is_decided_by_keyboard_without_scripts(town: None, open_context: Callable[..., BrowserContext]) -> None:
    path = urgent()
    head = at_work(open_context(java_script_enabled=False, viewport=NARROW).new_page(), cast("petit"), path)
    head.goto(path)
    assert "Le Goff" not in head.inner_text("main")
    head.get_by_label("Accordée en partie").focus()
    head.keyboard.press("Space")
    head.get_by_label("Montant accordé").focus()
    head.keyboard.type("80")
    enter(head)
    assert head.url.endswith("/aides/")
    assert AidDecision.objects.filter(item=None, amount=8_000, outcome="partiel").count() == 1
