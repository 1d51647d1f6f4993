"""The page of a breakdown (500), seen as a visitor sees it: styled, readable at 320 pixels, with a way back."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import NARROW, WIDE, Watch, fits
from tests.journeys.steps import follow

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.expects_error_log]


def broken(request: HttpRequest) -> HttpResponse:
    """A page of ours that breaks down."""
    raise RuntimeError("broken on purpose")


urlpatterns = [path("panne/", broken), path("", include("relais.project.urls"))]
handler500 = "relais.shell.web.errors.server_error"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_breakdown_is_said_calmly_with_a_way_back(
    open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None], watch: Watch, size: dict[str, int], scheme: str
) -> None:
    watch.expected.add(500)
    page = open_context(viewport=size, color_scheme=scheme).new_page()
    page.goto("/panne/", wait_until="networkidle")
    expect(page.get_by_role("heading", level=1)).to_have_text("Relais a rencontré un problème")
    assert "broken on purpose" not in page.content() and "Traceback" not in page.content()
    assert fits(page)
    check_axe(page)
    back = page.get_by_role("link", name="Revenir à l’accueil")
    box = back.bounding_box()
    assert box is not None and box["height"] >= 44
    follow(back)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Relais a rencontré un problème")
