"""Screens of services and teams: open, rename, close once empty."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.accounts import queries, services
from relais.accounts.web.administration import forms
from relais.accounts.web.administration.ground import PROBLEMS, for_administration, posted, refuse, words_of
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope


def _named(request: ActorRequest, form: forms.Named, do: Callable[[str], object], page: str, context: dict[str, object]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data["name"])
        except PROBLEMS as problem:
            refuse(form, problem, "name")
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("accounts:places")
    return render(request, page, {"form": form, **context}, status=422 if request.method == "POST" else 200)


@for_administration
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: ActorRequest) -> HttpResponse:
    """Services with their teams; open a service."""
    form = forms.Named(posted(request))
    context: dict[str, object] = {"services": queries.places(request.actor)}
    return _named(
        request,
        form,
        lambda name: services.open_service(actor=request.actor, name=name, now=timezone.now()),
        "accounts/administration/places.html",
        context,
    )


@for_administration
@require_http_methods(["GET", "HEAD", "POST"])
def rename_service(request: ActorRequest, service_id: int) -> HttpResponse:
    """Give a service another name."""
    found = queries.services(request.actor).filter(pk=service_id).first()
    if found is None:
        raise OutOfScope
    form = forms.Named(posted(request), initial={"name": found.name})
    return _named(
        request,
        form,
        lambda name: services.rename_service(actor=request.actor, service_id=service_id, name=name, now=timezone.now()),
        "accounts/administration/name.html",
        {"title": _("Renommer le service"), "place": found.name},
    )


@for_administration
@require_http_methods(["GET", "HEAD", "POST"])
def open_team(request: ActorRequest, service_id: int) -> HttpResponse:
    """Open a team in a service."""
    found = queries.services(request.actor).filter(pk=service_id).first()
    if found is None:
        raise OutOfScope
    return _named(
        request,
        forms.Named(posted(request)),
        lambda name: services.open_team(actor=request.actor, service_id=service_id, name=name, now=timezone.now()),
        "accounts/administration/name.html",
        {"title": _("Ouvrir une équipe"), "place": found.name},
    )


@for_administration
@require_http_methods(["GET", "HEAD", "POST"])
def rename_team(request: ActorRequest, team_id: int) -> HttpResponse:
    """Give a team another name."""
    found = queries.teams(request.actor).filter(pk=team_id).first()
    if found is None:
        raise OutOfScope
    form = forms.Named(posted(request), initial={"name": found.name})
    return _named(
        request,
        form,
        lambda name: services.rename_team(actor=request.actor, team_id=team_id, name=name, now=timezone.now()),
        "accounts/administration/name.html",
        {"title": _("Renommer l’équipe"), "place": found.name},
    )


def _closed(request: ActorRequest, do: Callable[[], object]) -> HttpResponse:
    try:
        do()
    except PROBLEMS as problem:
        messages.error(request, words_of(problem))
    else:
        messages.success(request, _("C’est fermé."))
    return redirect("accounts:places")


@for_administration
@require_POST
def close_service(request: ActorRequest, service_id: int) -> HttpResponse:
    """Close an empty service."""
    return _closed(request, lambda: services.close_service(actor=request.actor, service_id=service_id, now=timezone.now()))


@for_administration
@require_POST
def close_team(request: ActorRequest, team_id: int) -> HttpResponse:
    """Close an empty team."""
    return _closed(request, lambda: services.close_team(actor=request.actor, team_id=team_id, now=timezone.now()))
