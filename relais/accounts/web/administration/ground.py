"""What each of these screens begins with: who may come in, the member in scope, and where a refusal is written."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from relais.accounts import policies, queries
from relais.accounts.services import UnableToKeepAccounts
from relais.accounts.web.opening import is_fresh
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope, Refused

if TYPE_CHECKING:
    from relais.accounts.models import Member

Screen = Callable[..., HttpResponse]
#: what a service of accounts refuses with.
PROBLEMS = (UnableToKeepAccounts, Refused)


def for_administration(view: Screen) -> Screen:
    """A screen of whoever administers the accounts of their organisation; 404 for any other member."""
    return _guarded(view, lambda request: bool(policies.can_manage_members(request.actor, organisation_id=request.actor.organisation_id)))


def for_overseers(view: Screen) -> Screen:
    """A screen that those who run a service see too."""
    return _guarded(view, lambda request: bool(policies.can_see_members(request.actor)))


def _guarded(view: Screen, opens: Callable[[ActorRequest], bool]) -> Screen:
    @wraps(view)
    def screen(request: ActorRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # what the address holds
        if not opens(request):
            raise Http404
        try:
            return view(request, **kwargs)
        except OutOfScope as out:
            raise Http404 from out

    return never_cache(login_required(screen))


def asks_again(view: Screen) -> Screen:
    """An act on somebody's doors: asks whoever has been here for long to prove who they are first."""

    @wraps(view)
    def screen(request: ActorRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # as above
        if not is_fresh(request):
            return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.path})}")
        return view(request, **kwargs)

    return screen


def member_or_404(request: ActorRequest, member_id: UUID, *, now: datetime) -> "Member":
    """A member of the actor's organisation; OutOfScope otherwise."""
    member = queries.administered(request.actor, now=now).filter(pk=member_id).first()
    if member is None:
        raise OutOfScope
    return member


def words_of(problem: Exception) -> str:
    """The sentence of a refusal, for the screen."""
    if isinstance(problem, Refused):
        return _(problem.decision.reason)
    return str(problem)


def refuse(form: Form, problem: Exception, field: str = "") -> None:
    """Write a refusal beside the fields that it names, else beside ``field``, else above the form."""
    named = {name: words for name, words in getattr(problem, "fields", {}).items() if name in form.fields}
    for name, words in named.items():
        form.add_error(name, " ".join(words))
    if not named:
        form.add_error(field or None, words_of(problem))


def posted(request: ActorRequest) -> QueryDict | None:
    """What the form was sent with, also when it is empty; None when it is only shown."""
    return request.POST if request.method == "POST" else None
