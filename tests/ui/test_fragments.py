"""One address answers a page or its part; a done write leaves the page."""

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory, override_settings
from django_htmx.middleware import HtmxDetails

from relais.ui.fragments import go, page_or_part

PAGE = "<h1>Page</h1>{% partialdef results inline %}<p>{{ found }}</p>{% endpartialdef %}"


@pytest.fixture(autouse=True)
def a_template(settings: object) -> None:
    from django.conf import settings as live

    options = {
        "loaders": [("template_partials.loader.Loader", [("django.template.loaders.locmem.Loader", {"page.html": PAGE})])],
        "builtins": ["template_partials.templatetags.partials"],
    }
    settings.TEMPLATES = [{"BACKEND": live.TEMPLATES[0]["BACKEND"], "OPTIONS": options}]  # type: ignore[attr-defined]
    assert engines.all()


def asked(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/", headers={key.replace("_", "-"): value for key, value in headers.items()})
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def body(request: HttpRequest, **more: int) -> str:
    return page_or_part(request, "page.html", {"found": 3}, part="results", **more).content.decode()


def test_a_browser_gets_the_page() -> None:
    assert body(asked()) == "<h1>Page</h1><p>3</p>"


def test_htmx_gets_the_part() -> None:
    assert body(asked(HX_Request="true")) == "<p>3</p>"


def test_a_boosted_link_gets_the_page() -> None:
    assert body(asked(HX_Request="true", HX_Boosted="true")).startswith("<h1>")


def test_caches_are_told_and_the_status_is_kept() -> None:
    answer = page_or_part(asked(), "page.html", {"found": 0}, part="results", status=422)
    assert answer.status_code == 422
    assert "HX-Request" in answer["Vary"]


def test_a_request_that_no_htmx_middleware_saw_gets_the_page() -> None:
    assert body(RequestFactory().get("/")).startswith("<h1>")


@override_settings(ROOT_URLCONF="relais.project.urls")
def test_after_a_write_the_browser_is_redirected_and_htmx_is_told() -> None:
    assert go(asked(), "/suite/")["Location"] == "/suite/"
    answer = go(asked(HX_Request="true"), "home")
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/")
