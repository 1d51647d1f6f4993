"""What every screen of this room begins with: a member who may write alerts; out of scope is 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.observatory import policies

Screen = Callable[..., HttpResponse]


def for_writers(view: Screen) -> Screen:
    """A screen for whoever works for persons in the house; never kept by a browser; 404 for the others."""

    @wraps(view)
    def screen(request: ActorRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # what the address holds
        if not policies.can_alert(request.actor):
            raise Http404
        try:
            return view(request, **kwargs)
        except OutOfScope as out:
            raise Http404 from out

    return never_cache(login_required(screen))
