"""Screens of the second step of sign-in: a code, or a passkey; and its challenge."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from relais.accounts import queries, services
from relais.accounts.proofs import passkeys
from relais.accounts.web import forms
from relais.accounts.web.opening import CHALLENGE, open_session, pending
from relais.foundation import limits
from relais.foundation.access import Actor, ActorRequest
from relais.foundation.limited import limited

if TYPE_CHECKING:
    from relais.accounts.models import Member, SecondFactor

#: wrong answers on one account, from anywhere: at once, and in a day. Three codes in a million are right at any moment.
SOON, SOON_PER = 6, timedelta(minutes=15)
DAILY, DAILY_PER = 30, timedelta(days=1)


def host_of(request: HttpRequest) -> str:
    """Name of this site for passkeys, without its port."""
    return request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()


def _credentials(factors: "Iterable[SecondFactor]") -> list[bytes]:
    return list(queries.credentials_of(factors, now=timezone.now()).values())


def _locked(member: "Member") -> bool:
    soon = limits.look(f"second|{member.pk}", rate=SOON, per=SOON_PER)
    return not (soon and limits.look(f"second-jour|{member.pk}", rate=DAILY, per=DAILY_PER))


def _count_failure(member: "Member") -> None:
    limits.allow(f"second|{member.pk}", rate=SOON, per=SOON_PER)
    limits.allow(f"second-jour|{member.pk}", rate=DAILY, per=DAILY_PER)


def _page(request: HttpRequest, form: forms.Code, factors: "list[SecondFactor]", *, status: int = 200) -> HttpResponse:
    kinds = {factor.kind for factor in factors}
    context = {"form": form, "has_application": "application" in kinds, "has_passkey": "cle" in kinds}
    return render(request, "accounts/second_factor.html", context, status=status)


def _proof(request: HttpRequest, actor: Actor, member: "Member") -> str:
    """By what the member has just proved who they are, "" when they did not."""
    now, challenge = timezone.now(), request.session.pop(CHALLENGE, None)
    answer = request.POST.get("answer", "")
    if answer and challenge is None:
        return ""
    if answer:
        return services.prove_by_passkey(actor=actor, member_id=member.pk, host=host_of(request), state=challenge, answer=answer, now=now)
    return services.prove_by_code(actor=actor, member_id=member.pk, text=request.POST.get("code", ""), now=now)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@limited("second-facteur", rate=60, per=timedelta(minutes=10))
def second_factor(request: ActorRequest) -> HttpResponse:
    """Show the second factor and be signed in; 422 with the form when it does not go, 429 while locked."""
    waiting = pending(request)
    if waiting is None:
        return redirect("accounts:sign_in")
    member, to = waiting
    actor = queries.actor_of(member, on=timezone.localdate())
    factors = queries.my_factors(actor)
    if not factors:
        return redirect("accounts:enrol")
    if request.method != "POST":
        return _page(request, forms.Code(), factors)
    form = forms.Code({"code": request.POST.get("code", "")})
    if _locked(member):
        form.add_error(None, _("Trop d’essais. Attendez un quart d’heure, ou demandez à la ou au responsable de votre service."))
        return _page(request, form, factors, status=429)
    proof = _proof(request, actor, member)
    if not proof:
        _count_failure(member)
        wrong = _("Ce code ne va pas, ou il a déjà servi. Attendez le suivant, ou prenez un autre code imprimé.")
        key = _("La clé d’accès n’a pas répondu comme prévu. Recommencez, ou écrivez un code.")
        form.add_error("code", key if request.POST.get("answer") else wrong)
        return _page(request, form, factors, status=422)
    open_session(request, member, proof=proof)
    return redirect(to)


@never_cache
@require_POST
@limited("defi", rate=60, per=timedelta(minutes=10))
def challenge(request: ActorRequest) -> HttpResponse:
    """What the browser must sign with one of the member's passkeys; 404 when nobody proved a password here."""
    waiting = pending(request)
    if waiting is None:
        return JsonResponse({}, status=404)
    asked = passkeys.to_prove(
        host=host_of(request), known=_credentials(queries.my_factors(queries.actor_of(waiting[0], on=timezone.localdate())))
    )
    request.session[CHALLENGE] = asked.state
    return JsonResponse(asked.options)
