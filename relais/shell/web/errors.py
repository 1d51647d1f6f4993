"""Pages for what went wrong: calm, in plain words, what is kept and what to do. A 404 never says whether something exists."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import requires_csrf_token

from relais.foundation import drafts, slips


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400: what was sent cannot be read."""
    return render(request, "shell/error_400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: rare in Relais, where what one may not see is a 404."""
    return render(request, "shell/error_403.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404, the same words whether the thing never was, is gone, or is not this visitor's."""
    return render(request, "shell/error_404.html", status=404)


class MethodsHavePages:
    """405: the address of a button, opened by itself, answers a page in place of the empty one of the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What the view answers, told in words when it is an empty refusal to somebody who reads pages."""
        answer = self.get_response(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED or answer.content or "text/html" not in request.headers.get("Accept", ""):
            return answer
        page = render(request, "shell/error_405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = answer.headers.get("Allow", "")
        return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 when the form's proof is missing: cookies refused, or a page left open too long; its texts are kept all the same."""
    slip = slips.opened(request.POST.get(slips.FIELD, ""), now=timezone.now())
    if slip is not None:
        # whoever signed in again in another tab finds in the form, to be read again, what this one sent
        with suppress(drafts.UnableToKeepDraft):
            slips.keep_posted(slip, request.POST, now=timezone.now())
            return redirect(slip.page)
    return render(request, "shell/error_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """500: a page that needs neither database, nor session, nor context."""
    return HttpResponse(render_to_string("shell/error_500.html"), status=500)
