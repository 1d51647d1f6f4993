"""Screens of one's own sessions: the list, ending them, locking this one and opening it again."""

import time
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.accounts import queries, services
from relais.accounts.federation.provider import provider_name
from relais.accounts.session_store import LOCKED, SEEN
from relais.accounts.web import forms
from relais.accounts.web.gate import locked_member, note_seen
from relais.accounts.web.opening import next_page
from relais.accounts.web.waiting import TOLD
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited

if TYPE_CHECKING:
    from relais.accounts.models import Member

#: what the page itself sends to be unlocked in place: it is answered in a line of text, not by a page.
IN_PLACE = "ici"


@never_cache
@login_required
@require_GET
def sessions(request: ActorRequest) -> HttpResponse:
    """Where one is signed in: the browser, since when, when it last asked something."""
    found = queries.my_sessions(request.actor, now=timezone.now())
    rows = [(one, queries.handle_of(one.session_key), one.session_key == request.session.session_key) for one in found]
    return render(request, "accounts/sessions.html", {"rows": rows, "others": len(rows) > 1})


@never_cache
@login_required
@require_POST
def end_session(request: ActorRequest, handle: str) -> HttpResponse:
    """End one of one's own sessions."""
    member = cast("Member", request.user)
    try:
        services.end_session(actor=request.actor, member_id=member.pk, handle=handle, now=timezone.now())
    except services.UnableToKeepAccounts as problem:
        messages.error(request, " ".join(problem.problems))
    else:
        messages.success(request, _("Cette session est fermée."))
    return redirect("accounts:sessions")


@never_cache
@login_required
@require_POST
def end_others(request: ActorRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    member, kept = cast("Member", request.user), str(request.session.session_key)
    ended = services.end_other_sessions(actor=request.actor, member_id=member.pk, kept=kept, now=timezone.now())
    told = ngettext("%(count)s autre session est fermée.", "%(count)s autres sessions sont fermées.", ended) % {"count": ended}
    messages.success(request, told if ended else _("Il n’y avait pas d’autre session."))
    return redirect("accounts:sessions")


@never_cache
@require_POST
def lock(request: ActorRequest) -> HttpResponse:
    """Lock this session now; what it shows is asked again with the password."""
    if request.user.is_authenticated:
        request.session[LOCKED] = True
    if IN_PLACE in request.POST:
        return HttpResponse(status=204)
    return redirect("accounts:unlock")


def _answer(request: HttpRequest, form: forms.Unlock, member: "Member", *, status: int) -> HttpResponse:
    if IN_PLACE in request.POST:
        words = " ".join(str(one) for errors in form.errors.values() for one in errors)
        return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    context = {
        "form": form,
        "member": member,
        "next": next_page(request),
        "has_password": member.has_usable_password(),
        "provider": provider_name() if queries.has_identity(member) else "",
        "text_waits": TOLD in request.GET or TOLD in request.POST,
        "minutes": settings.SESSION_LOCK_SECONDS // 60,
    }
    return render(request, "accounts/unlock.html", context, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@limited("deverrouiller", rate=120, per=timedelta(minutes=10))
def unlock(request: ActorRequest) -> HttpResponse:
    """Open a locked session again by its member's password; the second factor shown at sign-in still counts, until the session ends."""
    member = locked_member(request)
    if member is None:
        return HttpResponse(status=410) if IN_PLACE in request.POST else redirect(next_page(request))
    form = forms.Unlock(request.POST or None)
    if request.method != "POST":
        return _answer(request, form, member, status=200)
    if not form.is_valid():
        return _answer(request, form, member, status=422)
    actor = queries.actor_of(member, on=timezone.localdate())
    found = authenticate(request, username=member.identifier, password=form.cleaned_data["password"])
    right = found is not None and found.pk == member.pk
    services.record_unlocking(actor=actor, opened=right, now=timezone.now())
    if not right:
        locked_out = bool(getattr(request, "axes_locked_out", False))
        form.add_error("password", _("Trop d’essais. Attendez un quart d’heure.") if locked_out else _("Ce n’est pas votre mot de passe."))
        return _answer(request, form, member, status=429 if locked_out else 422)
    return reopen(request, member, HttpResponse(status=204) if IN_PLACE in request.POST else redirect(next_page(request)))


def reopen(request: HttpRequest, member: "Member", response: HttpResponse) -> HttpResponse:
    """Open this locked session again, its member having proved who they are; answers ``response``, which remembers it."""
    del request.session[LOCKED]
    request.session[SEEN] = time.time()
    request.user = member
    note_seen(request, response)
    return response
