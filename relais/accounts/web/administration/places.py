"""Screens of services and teams: open, rename, close once empty."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

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


class Named(Protocol):
    """A service or a team, for a page that asks for a name."""

    @property
    def name(self) -> str:
        """As it is called today."""


def _named(
    request: ActorRequest, do: Callable[[str], object], *, title: str = "", found: Named | None = None, initial: str = ""
) -> HttpResponse:
    """Ask for a name and do the act; ``found``: the place that the page is about, the list of all places for none."""
    form = forms.Named(posted(request), initial={"name": initial})
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data["name"])
        except PROBLEMS as problem:
            refuse(form, problem, "name")
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("accounts:places")
    status = 422 if request.method == "POST" else 200
    if found is None:
        return render(
            request, "accounts/administration/places.html", {"form": form, "services": queries.places(request.actor)}, status=status
        )
    return render(request, "accounts/administration/name.html", {"form": form, "title": title, "place": found.name}, status=status)


def _one(found: Named | None) -> Named:
    if found is None:
        raise OutOfScope
    return found


@for_administration
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: ActorRequest) -> HttpResponse:
    """Services with their teams; open a service."""
    return _named(request, lambda name: services.open_service(actor=request.actor, name=name, now=timezone.now()))


@for_administration
@require_http_methods(["GET", "HEAD", "POST"])
def rename_service(request: ActorRequest, service_id: int) -> HttpResponse:
    """Give a service another name."""
    found = _one(queries.services(request.actor).filter(pk=service_id).first())
    rename = partial(services.rename_service, actor=request.actor, service_id=service_id, now=timezone.now())
    return _named(request, lambda name: rename(name=name), title=_("Renommer le service"), found=found, initial=found.name)


@for_administration
@require_http_methods(["GET", "HEAD", "POST"])
def open_team(request: ActorRequest, service_id: int) -> HttpResponse:
    """Open a team in a service."""
    found = _one(queries.services(request.actor).filter(pk=service_id).first())
    opened = partial(services.open_team, actor=request.actor, service_id=service_id, now=timezone.now())
    return _named(request, lambda name: opened(name=name), title=_("Ouvrir une équipe"), found=found)


@for_administration
@require_http_methods(["GET", "HEAD", "POST"])
def rename_team(request: ActorRequest, team_id: int) -> HttpResponse:
    """Give a team another name."""
    found = _one(queries.teams(request.actor).filter(pk=team_id).first())
    rename = partial(services.rename_team, actor=request.actor, team_id=team_id, now=timezone.now())
    return _named(request, lambda name: rename(name=name), title=_("Renommer l’équipe"), found=found, initial=found.name)


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
