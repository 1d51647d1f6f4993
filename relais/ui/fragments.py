"""One address, one view, one template: the whole page, or the named part of it that htmx asked for."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


def _wants_part(request: HttpRequest) -> bool:
    details = cast("HtmxDetails | None", getattr(request, "htmx", None))
    return bool(details) and not cast("HtmxDetails", details).boosted


def page_or_part(request: HttpRequest, template: str, context: Mapping[str, Any], *, part: str, status: int = 200) -> HttpResponse:
    """Render ``template``, or only its ``{% partialdef part %}`` when htmx asks. ``status`` 422 for a form sent back with its errors.

    The answer varies on ``HX-Request``: no cache may serve a part for a page.
    """
    name = f"{template}#{part}" if _wants_part(request) else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def go(request: HttpRequest, to: str) -> HttpResponse:
    """After a done write: to ``to``, a path or a URL name without arguments; htmx is told to leave the page, a browser is redirected."""
    response = redirect(to)
    return HttpResponseClientRedirect(response.url) if _wants_part(request) else response
