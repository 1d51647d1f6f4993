"""Screens of accounts: sign-in, sign-out, one's own account and password."""

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.accounts import policies, queries, services
from relais.accounts.federation.provider import provider_name
from relais.accounts.session_store import OPENED
from relais.accounts.web import forms
from relais.accounts.web.federation import goodbye, hint_of
from relais.accounts.web.gate import locked_member
from relais.accounts.web.opening import BY_PASSWORD, first_proof, is_fresh, next_page, proved_again
from relais.accounts.web.told import told
from relais.accounts.web.waiting import TOLD
from relais.foundation import drafts, limits, slots
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited

if TYPE_CHECKING:
    from relais.accounts.models import Member

#: failed attempts on one identifier from anywhere, outside the lock by address that django-axes keeps.
ATTEMPTS = 25
ATTEMPTS_PER = timedelta(days=1)


def _signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _sign_in_page(request: HttpRequest, form: forms.SignIn, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": next_page(request), "text_waits": TOLD in request.GET, "provider": provider_name()}
    return render(request, "accounts/sign_in.html", context, status=status)


def _refused(request: HttpRequest, form: forms.SignIn, *, locked: bool) -> HttpResponse:
    """The same sentence whether the account exists or not; while locked, when to come back."""
    if locked:
        form.add_error(None, _("Trop d’essais. Attendez un quart d’heure, ou demandez à l’administration technique de votre organisation."))
        return _sign_in_page(request, form, status=429)
    form.add_error(None, _("L’identifiant ou le mot de passe ne va pas. Vérifiez les deux, et les majuscules."))
    return _sign_in_page(request, form, status=422)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("connexion", rate=60, per=timedelta(minutes=10))
def sign_in(request: ActorRequest) -> HttpResponse:
    """Open a session; 422 with the form when refused, 429 while locked."""
    if _signed_in(request):
        return redirect(next_page(request))
    if request.method != "POST":
        locked = locked_member(request) is not None
        return redirect(f"{reverse('accounts:unlock')}?{request.GET.urlencode()}") if locked else _sign_in_page(request, forms.SignIn())
    form = forms.SignIn(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, status=422)
    login = form.cleaned_data["login"].strip().lower()
    if not limits.look(f"essais|{login}", rate=ATTEMPTS, per=ATTEMPTS_PER):
        return _refused(request, form, locked=True)
    user = authenticate(request, username=login, password=form.cleaned_data["password"])
    if user is None:
        limits.allow(f"essais|{login}", rate=ATTEMPTS, per=ATTEMPTS_PER)
        return _refused(request, form, locked=bool(getattr(request, "axes_locked_out", False)))
    return password_is_right(request, user, to=next_page(request))


def password_is_right(request: HttpRequest, member: "Member", *, to: str) -> HttpResponse:
    """Open the session, or ask for the second factor, or for the choice of one; ``to`` empty for the first page."""
    return first_proof(request, member, to=to or resolve_url(settings.LOGIN_REDIRECT_URL), proof=BY_PASSWORD)


@never_cache
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """Close the session; asked by a button, never by a link."""
    whose = locked_member(request)
    actor = request.actor if whose is None else queries.actor_of(whose, on=timezone.localdate())
    if not actor.is_anonymous:
        services.record_sign_out(actor=actor, now=timezone.now())
    hint = hint_of(request)
    logout(request)
    return goodbye(request, hint) or redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@login_required
@require_POST
def extend(_request: ActorRequest) -> HttpResponse:
    """Stay signed in: the gate notes the hour of every request, and there is nothing else to answer."""
    return HttpResponse(status=204)


@never_cache
@login_required
@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """One's own account: who I am here, my roles, until when my session lasts."""
    member = queries.myself(request.actor)
    ends_at = request.session.get(OPENED, time.time()) + settings.SESSION_COOKIE_AGE
    context = {
        "member": member,
        "roles": queries.my_roles(request.actor),
        "ends_at": datetime.fromtimestamp(ends_at, tz=timezone.get_current_timezone()),
        "lock_minutes": settings.SESSION_LOCK_SECONDS // 60,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "texts": drafts.waiting(request.actor, now=timezone.now()),
        "notices": told(request.actor),
        "panels": slots.panels("account", request, member),
        "sees_members": bool(policies.can_see_members(request.actor)),
    }
    return render(request, "accounts/home.html", context)


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@limited("mot-de-passe", rate=20, per=timedelta(minutes=10))
def change_password(request: ActorRequest) -> HttpResponse:
    """Change one's own password; other open sessions end."""
    member = cast("Member", request.user)
    form = forms.ChangePassword(request.POST or None, member=member)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/change_password.html", {"form": form}, status=422 if request.method == "POST" else 200)
    changed = services.set_password(actor=request.actor, member_id=member.pk, password=form.cleaned_data["new"], now=timezone.now())
    update_session_auth_hash(request, changed)
    services.end_other_sessions(actor=request.actor, member_id=member.pk, kept=str(request.session.session_key), now=timezone.now())
    proved_again(request)
    messages.success(request, _("Votre mot de passe est changé. Vos autres sessions sont fermées."))
    return redirect("accounts:home")


@never_cache
@login_required
@require_POST
def notices_seen(request: ActorRequest) -> HttpResponse:
    """The notices about accounts have been read."""
    services.mark_notices_seen(actor=request.actor, now=timezone.now())
    return redirect("accounts:home")


def _confirm_page(request: ActorRequest, form: forms.Confirm, *, to: str, status: int = 200) -> HttpResponse:
    member = cast("Member", request.user)
    provider = provider_name() if queries.has_identity(member) else ""
    context = {"form": form, "next": to, "has_password": member.has_usable_password(), "provider": provider}
    return render(request, "accounts/confirm.html", context, status=status)


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@limited("confirmation", rate=20, per=timedelta(minutes=10))
def confirm(request: ActorRequest) -> HttpResponse:
    """Prove again who one is, before an act on one's own account."""
    to, member = next_page(request), cast("Member", request.user)
    if request.method != "POST":
        return redirect(to) if is_fresh(request) else _confirm_page(request, forms.Confirm(), to=to)
    form = forms.Confirm(request.POST, member=member)
    if not form.is_valid():
        return _confirm_page(request, form, to=to, status=422)
    proved_again(request)
    return redirect(to)
