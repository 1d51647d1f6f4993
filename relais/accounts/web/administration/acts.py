"""Screens of what is done to one account: roles, place, secrecy, second factor, closing and reopening. Each asks before it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.accounts import queries, services
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
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.kernel.decisions import OutOfScope
from relais.ui.forms import Form

if TYPE_CHECKING:
    from relais.accounts.models import Member


@dataclass(frozen=True, slots=True)
class Page:
    """Words of a page that asks for one act; ``said``: what the page tells first; ``done``: what is said after."""

    title: str
    act: str
    done: str
    said: tuple[str, ...] = ()
    dangerous: bool = False


def _asked(
    request: ActorRequest,
    one: "Member",
    page: Page,
    form: Form,
    do: Callable[[], object],
    *,
    field: str = "",
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show the form, or do the act and come back to the account; 422 with the refusal beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except PROBLEMS as problem:
            refuse(form, problem, field)
        else:
            messages.success(request, page.done)
            return redirect("accounts:member", member_id=one.pk)
    context = {"one": one, "page": page, "form": form, **(more or {})}
    return render(request, "accounts/administration/act.html", context, status=422 if request.method == "POST" else 200)


def _empty(request: ActorRequest) -> forms.Empty:
    return forms.Empty(posted(request))


@for_administration
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
@limited("roles", rate=60, per=timedelta(minutes=10))
def grant(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Give a role, in a service and on days."""
    now = timezone.now()
    one, form = member_or_404(request, member_id, now=now), forms.Grant(posted(request), actor=request.actor)

    def do() -> None:
        asked = services.role_on_days(
            form.cleaned_data["role"],
            service_id=form.service_id,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
        )
        services.grant_role(actor=request.actor, member_id=one.pk, asked=asked, now=now)

    said = _("La personne concernée et les responsables de ses services le verront aussitôt.")
    return _asked(request, one, Page(_("Donner un rôle"), _("Donner ce rôle"), _("Le rôle est donné."), (said,)), form, do, field="role")


@for_administration
@require_POST
def end_role(request: ActorRequest, member_id: UUID, grant_id: int) -> HttpResponse:
    """End a role at once."""
    now = timezone.now()
    member_or_404(request, member_id, now=now)
    try:
        services.end_role(actor=request.actor, member_id=member_id, grant_id=grant_id, now=now)
    except PROBLEMS as problem:
        messages.error(request, words_of(problem))
    else:
        messages.success(request, _("Le rôle est terminé."))
        left = services.held_by(request.actor.organisation_id, member_id, now=now) if request.actor.organisation_id else []
        if left:
            words = _("À son nom restent : %(what)s. La ou le responsable du service voit ce que personne ne tient plus.")
            messages.warning(request, words % {"what": " ; ".join(held.words for held in left)})
    return redirect("accounts:member", member_id=member_id)


@for_administration
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Change the service, the teams and the job."""
    now = timezone.now()
    one = member_or_404(request, member_id, now=now)
    form = forms.PlaceForm(posted(request), actor=request.actor, member=one)

    def do() -> None:
        asked = services.Place(form.cleaned_data["job_title"], form.service_id, frozenset(int(team) for team in form.cleaned_data["teams"]))
        services.place_member(actor=request.actor, member_id=one.pk, place=asked, now=now)

    return _asked(request, one, Page(_("Service et équipes"), _("Enregistrer"), _("C’est enregistré.")), form, do, field="teams")


@for_administration
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def secrecy(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Say why a member is bound by professional secrecy."""
    now = timezone.now()
    one = member_or_404(request, member_id, now=now)
    form = forms.Secrecy(posted(request), member=one)

    def do() -> None:
        services.change_secrecy(actor=request.actor, member_id=one.pk, basis=form.cleaned_data["basis"], now=now)

    said = _("Sans ce fondement, aucune information partagée ne peut parvenir à cette personne (code pénal, article 226-13).")
    page = Page(_("Secret professionnel"), _("Enregistrer"), _("C’est enregistré."), (said,))
    return _asked(request, one, page, form, do, field="basis")


@for_overseers
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
@limited("effacer-facteur", rate=30, per=timedelta(minutes=10))
def reset_factors(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Forget the second factor of somebody who lost theirs."""
    now = timezone.now()
    one = member_or_404(request, member_id, now=now)
    page = Page(
        _("Effacer le second facteur"),
        _("Effacer le second facteur"),
        _("Le second facteur est effacé, et toutes les sessions de ce compte sont fermées."),
        (
            _("Vérifiez d’abord qui le demande : de vive voix ou en présence, jamais par un message."),
            _("Toutes ses sessions se ferment. À la prochaine connexion, ce compte choisira un nouveau second facteur."),
            _("La personne concernée et les responsables de ses services le verront aussitôt ; le journal le garde."),
        ),
        dangerous=True,
    )
    return _asked(request, one, page, _empty(request), lambda: services.reset_factors(actor=request.actor, member_id=one.pk, now=now))


@for_administration
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
@limited("retirer-identite", rate=30, per=timedelta(minutes=10))
def untie(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Somebody's identity of a provider opens their account no more; 404 where none is tied, and for one's own (``accounts:security``)."""
    now = timezone.now()
    one = member_or_404(request, member_id, now=now)
    tied = queries.identities_of(one)
    if not tied or one.pk == request.actor.user_id:
        raise OutOfScope
    said = [
        _("Cette identité n’ouvrira plus ce compte, et toutes ses sessions se ferment."),
        _("La personne concernée et les responsables de ses services le verront aussitôt ; le journal le garde."),
    ]
    if not one.has_usable_password():
        said.append(_("Ce compte n’a pas de mot de passe : donnez ensuite un lien, sans quoi rien ne l’ouvre."))
    page = Page(_("Retirer l’identité extérieure"), _("Retirer cette identité"), _("L’identité est retirée."), tuple(said), dangerous=True)

    def do() -> None:
        for identity in tied:
            services.untie_identity(actor=request.actor, member_id=one.pk, identity_id=identity.pk, now=now)

    return _asked(request, one, page, _empty(request), do)


@for_administration
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Close an account, after saying what its member still holds, in counts: who may hand it over is asked first."""
    now = timezone.now()
    one = member_or_404(request, member_id, now=now)
    page = Page(
        _("Fermer ce compte"),
        _("Fermer ce compte"),
        _("Le compte est fermé."),
        (
            _("Plus de connexion, plus de rôle, et toutes les sessions se ferment."),
            _("Ce que cette personne a fait reste à son nom."),
        ),
        dangerous=True,
    )
    held = services.held_by(one.organisation_id, one.pk, now=now)
    context = {
        "more": [one.words for one in held if one.stops],
        "holds": [one.words for one in held if not one.stops],
        "heads": [head.display_name for head in queries.heads_of(one, on=timezone.localdate(now))],
    }
    act = _empty(request)
    return _asked(request, one, page, act, lambda: services.close_account(actor=request.actor, member_id=one.pk, now=now), more=context)


@for_administration
@require_POST
def ask_handover(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Before closing: whoever heads the member's services is asked to hand over what they hold."""
    one = member_or_404(request, member_id, now=timezone.now())
    try:
        services.ask_for_handover(actor=request.actor, member_id=one.pk, now=timezone.now())
    except PROBLEMS as problem:
        messages.error(request, words_of(problem))
    else:
        messages.success(request, _("C’est demandé : elle ou il le verra en ouvrant son compte."))
    return redirect("accounts:member", member_id=one.pk)


@for_administration
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Open again the account of somebody who comes back."""
    now = timezone.now()
    one = member_or_404(request, member_id, now=now)
    said = _("Le compte revient sans mot de passe, sans second facteur et sans rôle : donnez-lui ensuite un rôle, puis un lien.")
    page = Page(_("Rouvrir ce compte"), _("Rouvrir ce compte"), _("Le compte est rouvert."), (said,))
    return _asked(request, one, page, _empty(request), lambda: services.reopen_account(actor=request.actor, member_id=one.pk, now=now))
