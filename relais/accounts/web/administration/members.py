"""Screens of members: the list, one account, inviting somebody and the link shown once."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.accounts import policies, queries, services
from relais.accounts.federation.provider import provider_name
from relais.accounts.web.administration import forms
from relais.accounts.web.administration.ground import (
    PROBLEMS,
    asks_again,
    for_administration,
    for_overseers,
    member_or_404,
    posted,
    refuse,
    words_of,
)
from relais.foundation import sealing, slots
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited

PER_PAGE = 50
#: in the session, sealed, until the next page shows it: the link that was just made.
_LINK = "relais.link"
_SHOWN_WITHIN = timedelta(minutes=5)


@for_overseers
@require_GET
def members(request: ActorRequest) -> HttpResponse:
    """Accounts of the organisation: roles and their days, second factor, secrecy, state."""
    now = timezone.now()
    page = Paginator(queries.administered(request.actor, now=now), PER_PAGE).get_page(request.GET.get("page"))
    manages = bool(policies.can_manage_members(request.actor, organisation_id=request.actor.organisation_id))
    return render(request, "accounts/administration/members.html", {"page": page, "manages": manages})


@for_overseers
@require_GET
def member(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """One account, and the acts that its reader may do."""
    now = timezone.now()
    found = member_or_404(request, member_id, now=now)
    house = {"member_id": found.pk, "organisation_id": found.organisation_id}
    context = {
        "one": found,
        "past": queries.past_roles(found, now=now),
        "manages": bool(policies.can_manage_members(request.actor, organisation_id=found.organisation_id)),
        "may_reset": bool(policies.can_reset_factors(request.actor, **house, service_ids=queries.services_of(found))),
        "panels": slots.panels("member", request, found),
        "is_self": found.pk == request.actor.user_id,
        "identities": queries.identities_of(found),
        "provider": provider_name() or _("fournisseur d’identité"),
    }
    return render(request, "accounts/administration/member.html", context)


@sensitive_variables("token")
def _show_link(request: ActorRequest, member_id: UUID, token: str) -> HttpResponse:
    """Go to the page that shows the link, once."""
    purpose, now = f"accounts/link/{member_id}", timezone.now()
    request.session[_LINK] = sealing.seal(token.encode(), purpose=purpose, lifetime=_SHOWN_WITHIN, now=now)
    return redirect("accounts:link", member_id=member_id)


@for_administration
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
@limited("inviter", rate=60, per=timedelta(minutes=10))
def invite(request: ActorRequest) -> HttpResponse:
    """Open an account without password; its owner takes it by a link."""
    form = forms.Invite(posted(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            made, token = services.invite_to(actor=request.actor, asked=form.cleaned_data, now=timezone.now())
        except PROBLEMS as problem:
            refuse(form, problem)
        else:
            return _show_link(request, made.pk, token)
    return render(request, "accounts/administration/invite.html", {"form": form}, status=422 if request.method == "POST" else 200)


@for_administration
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
@limited("liens", rate=60, per=timedelta(minutes=10))
def link(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Make another link, or show once the one that was just made."""
    now = timezone.now()
    found = member_or_404(request, member_id, now=now)
    form = forms.Empty(posted(request))
    if request.method == "POST":
        form = forms.Empty({})
        try:
            return _show_link(request, member_id, services.make_link(actor=request.actor, member_id=member_id, now=now))
        except PROBLEMS as problem:
            refuse(form, problem)
    context = {"one": found, "form": form, "address": "", "until": now + services.LINK_LIFETIME}
    if request.method != "POST" and (kept := request.session.pop(_LINK, "")):
        try:
            token = sealing.unseal(kept, purpose=f"accounts/link/{member_id}", now=now).decode()
            context["address"] = request.build_absolute_uri(reverse("accounts:take", kwargs={"token": token}))
        except sealing.Unsealable:
            messages.info(request, _("Ce lien a déjà été montré."))
    return render(request, "accounts/administration/link.html", context, status=422 if form.errors else 200)


@for_administration
@require_POST
def withdraw_links(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """The link that waits opens nothing any more."""
    member_or_404(request, member_id, now=timezone.now())
    try:
        services.revoke_links(actor=request.actor, member_id=member_id, now=timezone.now())
    except PROBLEMS as problem:
        messages.error(request, words_of(problem))
    else:
        messages.success(request, _("Le lien est retiré : il n’ouvre plus rien."))
    return redirect("accounts:member", member_id=member_id)
