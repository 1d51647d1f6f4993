"""Screens where a member keeps their own second factors: choose one, add an application or a key, print codes, remove.

They serve whoever is signed in, and whoever has proved a password and must add a first factor before the session opens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.accounts import policies, queries, services
from relais.accounts.federation.provider import provider
from relais.accounts.proofs import codes, passkeys, totp
from relais.accounts.web import forms, squares
from relais.accounts.web.opening import CHALLENGE, is_fresh, open_session, pending
from relais.accounts.web.second_factor import host_of
from relais.foundation import sealing
from relais.foundation.access import Actor, ActorRequest
from relais.foundation.limited import limited

if TYPE_CHECKING:
    from relais.accounts.models import Member

#: how long a square code or a sheet of codes may stay on screen before it is used.
ON_SCREEN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Whose factors these are; ``to``: where they go once signed in, None when they already are."""

    member: "Member"
    actor: Actor
    to: str | None


Kept = Callable[[ActorRequest, Keeper], HttpResponse]


def _keeper(request: ActorRequest) -> Keeper | None:
    if not request.actor.is_anonymous:
        return Keeper(cast("Member", request.user), request.actor, None)
    waiting = pending(request)
    if waiting is None:
        return None
    member, to = waiting
    # a first factor only: the others are added from within, once the first one is proved
    return None if queries.has_factor(member) else Keeper(member, queries.actor_of(member, on=timezone.localdate()), to)


def _kept(view: Kept) -> Callable[[ActorRequest], HttpResponse]:
    """Open to whoever may keep their own factors; asks a member who has been here for long to prove who they are."""

    @wraps(view)
    def guarded(request: ActorRequest) -> HttpResponse:
        keeper = _keeper(request)
        if keeper is None:
            return redirect("accounts:sign_in")
        if keeper.to is None and not is_fresh(request):
            return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.path})}")
        return view(request, keeper)

    return guarded


def _done(request: ActorRequest, keeper: Keeper, *, proof: str) -> HttpResponse:
    """After a factor is added: the session opens when it was waiting for it; codes on paper when there are none left."""
    if keeper.to is not None:
        open_session(request, keeper.member, proof=proof)
        return redirect(f"{reverse('accounts:recovery_codes')}?{urlencode({'next': keeper.to})}")
    messages.success(request, _("Le second facteur est ajouté."))
    return redirect("accounts:security" if queries.my_codes_left(keeper.actor) else "accounts:recovery_codes")


@never_cache
@require_GET
@_kept
def enrol(request: ActorRequest, keeper: Keeper) -> HttpResponse:
    """Choose a second factor: an application, or a key."""
    return render(request, "accounts/enrol.html", {"first": keeper.to is not None})


def _application_page(request: HttpRequest, keeper: Keeper, form: forms.FirstCode, token: str, *, status: int = 200) -> HttpResponse:
    secret = sealing.unseal(token, purpose=f"accounts/application/{keeper.member.pk}", now=timezone.now())
    address = totp.address(secret, account=keeper.member.identifier, issuer=f"Relais ({request.get_host()})")
    context = {"form": form, "token": token, "spelled": totp.spelled(secret), "square": squares.drawn(address)}
    return render(request, "accounts/application.html", context, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@limited("application", rate=30, per=timedelta(minutes=10))
@_kept
def application(request: ActorRequest, keeper: Keeper) -> HttpResponse:
    """Add an authenticator application: a square code to read, then the first code it shows. The page carries the sealed secret."""
    purpose, now = f"accounts/application/{keeper.member.pk}", timezone.now()
    fresh = sealing.seal(totp.new_secret(), purpose=purpose, lifetime=ON_SCREEN, now=now)
    if request.method != "POST":
        return _application_page(request, keeper, forms.FirstCode(), fresh)
    form, token = forms.FirstCode(request.POST), request.POST.get("token", "")
    try:
        secret = sealing.unseal(token, purpose=purpose, now=now)
    except sealing.Unsealable:
        form.add_error(None, _("Cette page est restée ouverte trop longtemps : lisez le nouveau carré, puis écrivez son code."))
        return _application_page(request, keeper, form, fresh, status=422)
    if form.is_valid():
        try:
            services.add_application(actor=keeper.actor, member_id=keeper.member.pk, secret=secret, code=form.cleaned_data["code"], now=now)
        except services.UnableToKeepAccounts as problem:
            form.add_error("code", " ".join(problem.problems))
        else:
            return _done(request, keeper, proof="application")
    return _application_page(request, keeper, form, token, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("cle", rate=30, per=timedelta(minutes=10))
@_kept
def passkey(request: ActorRequest, keeper: Keeper) -> HttpResponse:
    """Add a passkey: the browser answers a challenge, the server keeps the public half."""
    form = forms.KeyName(request.POST or None)
    if request.method != "POST":
        return render(request, "accounts/passkey.html", {"form": form})
    state = request.session.pop(CHALLENGE, None)
    if form.is_valid():
        try:
            services.add_passkey(
                actor=keeper.actor,
                member_id=keeper.member.pk,
                label=form.cleaned_data["label"],
                host=host_of(request),
                state=state or {},
                answer=request.POST.get("answer", ""),
                now=timezone.now(),
            )
        except services.UnableToKeepAccounts as problem:
            form.add_error(None, " ".join(problem.problems))
        else:
            return _done(request, keeper, proof="cle")
    return render(request, "accounts/passkey.html", {"form": form}, status=422)


@never_cache
@require_POST
@limited("defi-cle", rate=30, per=timedelta(minutes=10))
@_kept
def passkey_challenge(request: ActorRequest, keeper: Keeper) -> HttpResponse:
    """What the browser must sign with a new passkey."""
    known = list(queries.credentials_of(queries.my_factors(keeper.actor), now=timezone.now()).values())
    asked = passkeys.to_add(host=host_of(request), member_id=keeper.member.pk, name=keeper.member.identifier, known=known)
    request.session[CHALLENGE] = asked.state
    return JsonResponse(asked.options)


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@limited("codes", rate=30, per=timedelta(minutes=10))
@_kept
def recovery_codes(request: ActorRequest, keeper: Keeper) -> HttpResponse:
    """Ten codes to print: they are worth something once their owner says they are on paper, and are never shown again."""
    purpose, now = f"accounts/codes/{keeper.member.pk}", timezone.now()
    token, form = request.POST.get("token", ""), forms.Printed(request.POST or None)
    try:
        printed = sealing.unseal(token, purpose=purpose, now=now).decode().split()
    except sealing.Unsealable:
        printed = codes.new_codes()
        token = sealing.seal(" ".join(printed).encode(), purpose=purpose, lifetime=ON_SCREEN, now=now)
        if request.method == "POST":
            form.add_error(None, _("Cette page est restée ouverte trop longtemps : voici d’autres codes, imprimez ceux-ci."))
    if request.method == "POST" and form.is_valid():
        services.replace_recovery_codes(actor=keeper.actor, member_id=keeper.member.pk, printed=printed, now=now)
        messages.success(request, _("Vos codes imprimés sont en service ; les anciens n’ouvrent plus rien."))
        return redirect(_inside(request))
    context = {"form": form, "codes": printed, "token": token, "next": _inside(request), "on": now}
    return render(request, "accounts/codes.html", context, status=422 if request.method == "POST" else 200)


def _inside(request: HttpRequest) -> str:
    from relais.accounts.web.opening import next_page

    asked = request.POST.get("next") or request.GET.get("next")
    return next_page(request, asked) if asked else reverse("accounts:security")


@never_cache
@login_required
@require_GET
def security(request: ActorRequest) -> HttpResponse:
    """One's own second factors and printed codes."""
    member, trusted = cast("Member", request.user), provider()
    context = {
        "provider": "" if trusted is None else trusted.name,
        "identity": None if trusted is None else queries.my_identity(request.actor, issuer=trusted.issuer),
        "factors": queries.my_factors(request.actor),
        "codes_left": queries.my_codes_left(request.actor),
        "is_required": policies.second_factor_is_required(request.actor.roles, is_demo=member.organisation.is_demo),
        "demo_spares": member.organisation.is_demo and policies.second_factor_is_required(request.actor.roles, is_demo=False),
    }
    return render(request, "accounts/security.html", context)


@never_cache
@login_required
@require_POST
@limited("retrait", rate=30, per=timedelta(minutes=10))
def remove_factor(request: ActorRequest, factor_id: UUID) -> HttpResponse:
    """Remove one of one's own factors."""
    if not is_fresh(request):
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': reverse('accounts:security')})}")
    try:
        services.remove_factor(actor=request.actor, member_id=cast("Member", request.user).pk, factor_id=factor_id, now=timezone.now())
    except services.UnableToKeepAccounts as problem:
        messages.error(request, " ".join(problem.problems))
    else:
        messages.success(request, _("Le second facteur est retiré."))
    return redirect("accounts:security")
