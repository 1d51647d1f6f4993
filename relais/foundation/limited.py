"""The limit as a decorator of views: 429 with a page for people and a problem document for programs."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.exceptions import TemplateDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relais.foundation import limits, problems
from relais.foundation.client import address_of

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponse]


def too_many(request: HttpRequest, *, wait: int) -> HttpResponse:
    """The refusal, saying when to try again (``wait``: seconds)."""
    minutes = max(1, round(wait / 60))
    sentence = ngettext("Réessayez dans une minute.", "Réessayez dans %(minutes)s minutes.", minutes) % {"minutes": minutes}
    if request.path.startswith("/api/"):
        return problems.respond(problems.problem("trop-de-demandes", 429, sentence, Retry_After=str(wait)))
    try:
        response = render(request, "429.html", {"sentence": sentence}, status=429)
    except TemplateDoesNotExist:
        text = _("Trop de demandes en peu de temps.")
        response = HttpResponse(f"{text} {sentence}", status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def limited(name: str, *, rate: int, per: timedelta, methods: tuple[str, ...] = ("POST",)) -> Callable[[View[R, P]], View[R, P]]:
    """At most ``rate`` calls per ``per`` from one network address; ``name`` separates the counters of several views."""

    def decorate(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method in methods:
                verdict = limits.allow(f"{name}|{address_of(request)}", rate=rate, per=per)
                if not verdict:
                    return too_many(request, wait=verdict.retry_after)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
