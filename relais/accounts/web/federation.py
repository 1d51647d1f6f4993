"""Screens of sign-in by a provider (ProConnect): leave for it, come back, tie one's identity to one's account, end both sessions.

The way out is a page that moves on by itself, with a link: a redirection after a form would be stopped by the content policy of
some browsers as soon as the provider sends on to another house.
"""

import hmac
import time
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from relais.accounts import queries, services
from relais.accounts.federation import flow
from relais.accounts.federation.provider import Provider, Unreachable, provider
from relais.accounts.federation.tokens import Untrusted
from relais.accounts.web.gate import locked_member
from relais.accounts.web.opening import (
    BY_FEDERATION,
    BY_FEDERATION_STRONG,
    HINT,
    first_proof,
    is_fresh,
    next_page,
    open_session,
    proved_again,
)
from relais.accounts.web.sessions import IN_PLACE, reopen
from relais.foundation.access import ActorRequest
from relais.foundation.guard import writes_on_read
from relais.foundation.limited import limited

if TYPE_CHECKING:
    from relais.accounts.models import Member

#: in the session: the journey under way, what it is for, and when it began.
JOURNEY = "relais.federation"
#: seconds to come back.
PATIENCE = 600
SIGN_IN, TIE, TAKE, AGAIN = "sign-in", "tie", "take", "again"
_GOODBYE = "relais.accounts.federation.goodbye"


def _trusted() -> Provider:
    """The provider of this instance; 404 when there is none."""
    if (known := provider()) is None:
        raise Http404
    return known


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("accounts:federation_back"))


def _told(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    """The page that says why nothing was opened, and what opens the account nevertheless; the code of the reason is in the journal."""
    services.record_identity_refused(reason=reason, now=timezone.now())
    context = {"provider": _trusted().name, "reason": reason}
    return render(request, "accounts/federation_refused.html", context, status=status)


def _leave(request: HttpRequest, purpose: str, **more: str) -> HttpResponse:
    trusted, leaving = _trusted(), flow.departure()
    try:
        there = flow.way_there(trusted, leaving, back=_back(request), again=purpose == AGAIN)
    except Unreachable:
        return _told(request, "unreachable", status=503)
    request.session[JOURNEY] = {**asdict(leaving), "purpose": purpose, "at": time.time(), **more}
    return render(request, "accounts/federation_go.html", {"provider": trusted.name, "address": there})


@never_cache
@require_POST
@limited("connexion", rate=60, per=timedelta(minutes=10))
def start(request: ActorRequest) -> HttpResponse:
    """Leave for the provider, to sign in."""
    _trusted()
    return redirect(next_page(request)) if not request.actor.is_anonymous else _leave(request, SIGN_IN, next=next_page(request))


@never_cache
@sensitive_variables("token")
@require_POST
@limited("lien", rate=30, per=timedelta(minutes=10))
def take(request: ActorRequest, token: str) -> HttpResponse:
    """Leave for the provider, to take the account of an invitation; a link that is over answers 404."""
    _trusted()
    digest = services.digest_of(token)
    if queries.waiting_link(token_digest=digest, now=timezone.now()) is None:
        return render(request, "accounts/link_over.html", status=404)
    return _leave(request, TAKE, link=digest)


@never_cache
@login_required
@require_POST
@limited("identite", rate=20, per=timedelta(minutes=10))
def tie(request: ActorRequest) -> HttpResponse:
    """Leave for the provider, to tie one's identity to one's account; asks first who one is when one has been here for long."""
    _trusted()
    if not is_fresh(request):
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': reverse('accounts:security')})}")
    return _leave(request, TIE, member=str(request.actor.user_id))


@never_cache
@require_POST
@limited("connexion", rate=60, per=timedelta(minutes=10))
def again(request: ActorRequest) -> HttpResponse:
    """Leave for the provider, to prove again who one is: it opens a locked session, or confirms an act on one's own account.

    From the dialog that covers a page, another tab leaves: what is typed stays in the first one.
    """
    _trusted()
    whose = locked_member(request) or request.user
    if not whose.is_authenticated:
        return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': next_page(request)})}")
    elsewhere = {"elsewhere": "1"} if IN_PLACE in request.POST else {}
    return _leave(request, AGAIN, next=next_page(request), member=str(whose.pk), **elsewhere)


@never_cache
@login_required
@require_POST
def untie(request: ActorRequest, identity_id: int) -> HttpResponse:
    """This identity opens one's account no more."""
    member = cast("Member", request.user)
    if not is_fresh(request):
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': reverse('accounts:security')})}")
    try:
        services.untie_identity(actor=request.actor, member_id=member.pk, identity_id=identity_id, now=timezone.now())
    except services.UnableToKeepAccounts as problem:
        messages.error(request, " ".join(problem.problems))
    else:
        messages.success(request, _("Cette identité n’ouvre plus votre compte."))
    return redirect("accounts:security")


def _journey(request: HttpRequest) -> dict[str, str]:
    """The journey that this return ends, taken out of the session: it serves once. Untrusted when it is none of ours."""
    waiting = request.session.pop(JOURNEY, None)
    if not waiting or time.time() - float(waiting["at"]) > PATIENCE:
        raise Untrusted("state")
    if not hmac.compare_digest(str(waiting["state"]).encode(), request.GET.get("state", "").encode()):
        raise Untrusted("state")
    return {name: str(value) for name, value in waiting.items()}


def _identity(request: HttpRequest, journey: dict[str, str]) -> flow.Identity:
    if "code" not in request.GET:
        raise Untrusted("declined")
    leaving = flow.Departure(journey["state"], journey["nonce"], journey["verifier"])
    return flow.come_back(_trusted(), leaving, code=request.GET["code"], back=_back(request))


@never_cache
@require_GET
@limited("retour", rate=60, per=timedelta(minutes=10), methods=("GET",))
@writes_on_read("Le fournisseur d’identité revient par une adresse : la session s’ouvre à ce moment, avec un état qui ne sert qu’une fois.")
def back(request: ActorRequest) -> HttpResponse:
    """Come back from the provider: what it answers is checked whole before anything opens."""
    _trusted()
    try:
        journey = _journey(request)
        identity = _identity(request, journey)
    except Untrusted as problem:
        return _told(request, problem.reason, status=403)
    except Unreachable:
        return _told(request, "unreachable", status=503)
    if journey["purpose"] == TIE:
        return _tied(request, journey, identity)
    if journey["purpose"] == AGAIN:
        return _proved_again(request, journey, identity)
    return _signed_in(request, journey, identity)


def _tied(request: ActorRequest, journey: dict[str, str], identity: flow.Identity) -> HttpResponse:
    if journey["member"] != str(request.actor.user_id):
        return _told(request, "state", status=403)
    member = cast("Member", request.user)
    try:
        services.tie_identity(actor=request.actor, member_id=member.pk, identity=identity, now=timezone.now())
    except services.UnableToKeepAccounts as problem:
        messages.error(request, " ".join(problem.problems))
    else:
        messages.success(request, _("C’est relié : vous pouvez désormais vous connecter avec %(name)s.") % {"name": _trusted().name})
    return redirect("accounts:security")


def _proved_again(request: ActorRequest, journey: dict[str, str], identity: flow.Identity) -> HttpResponse:
    """The same member, whom the provider has just asked: their session opens again, or the act that they asked for goes on."""
    locked = locked_member(request)
    whose = locked or request.user
    if not whose.is_authenticated or str(whose.pk) != journey["member"]:
        return _told(request, "state", status=403)
    member: Member = whose
    known = queries.member_of_identity(issuer=identity.issuer, subject=identity.subject)
    same, asked = known is not None and known.pk == member.pk, identity.asked_since(float(journey["at"]))
    if locked is not None:
        services.record_unlocking(actor=queries.actor_of(member, on=timezone.localdate()), opened=same and asked, now=timezone.now())
    if not (same and asked):
        return _told(request, "auth_time" if same else "other", status=403)
    request.session[HINT] = identity.hint
    proved_again(request)
    if "elsewhere" in journey:
        messages.success(request, _("Votre session est rouverte. Revenez à l’autre onglet : ce que vous écriviez y est resté."))
    response = redirect(reverse("accounts:home") if "elsewhere" in journey else journey["next"])
    return response if locked is None else reopen(request, member, response)


def _signed_in(request: ActorRequest, journey: dict[str, str], identity: flow.Identity) -> HttpResponse:
    try:
        member = _member(journey, identity)
    except services.UnableToKeepAccounts:
        return _told(request, "tied", status=403)
    if member is None:
        return _told(request, "unknown", status=403)
    to = journey.get("next") or resolve_url(settings.LOGIN_REDIRECT_URL)
    if identity.strong:
        open_session(request, member, proof=BY_FEDERATION_STRONG, hint=identity.hint)
        return redirect(to)
    return first_proof(request, member, to=to, proof=BY_FEDERATION, hint=identity.hint)


def _member(journey: dict[str, str], identity: flow.Identity) -> "Member | None":
    if journey["purpose"] == TAKE:
        return services.take_account_by_identity(token_digest=journey["link"], identity=identity, now=timezone.now())
    return queries.member_of_identity(issuer=identity.issuer, subject=identity.subject)


def goodbye(request: HttpRequest, hint: str) -> HttpResponse | None:
    """The page that ends the provider's session too, once ours is closed; None when there is no provider, or it does not answer."""
    trusted = provider()
    if trusted is None or not hint:
        return None
    state = signing.dumps(get_random_string(32), salt=_GOODBYE)
    try:
        there = flow.way_out(trusted, hint=hint, state=state, back=request.build_absolute_uri(reverse("accounts:federation_gone")))
    except Unreachable:
        return None
    return render(request, "accounts/federation_go.html", {"provider": trusted.name, "address": there, "leaving": True}) if there else None


def hint_of(request: HttpRequest) -> str:
    """What ends the provider's session, "" when the session was not opened by it."""
    return str(request.session.get(HINT, ""))


@never_cache
@require_GET
def gone(request: ActorRequest) -> HttpResponse:
    """Back from the provider, its session ended: nothing is left to do here, whoever asks; a return that is not ours says so."""
    _trusted()
    try:
        signing.loads(request.GET.get("state", ""), salt=_GOODBYE, max_age=PATIENCE)
    except signing.BadSignature:
        return redirect("home")
    return redirect(settings.LOGOUT_REDIRECT_URL)
