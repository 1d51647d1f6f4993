"""Screens of the household of a file: who lives here today, who did, and what changes."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused
from relais.people import queries, services
from relais.people.file_screens import of_file
from relais.people.queries import Home
from relais.people.rules import Level
from relais.people.services import Arrival, UnableToKeepFiles
from relais.people.terms import CHILDREN, Link
from relais.people.web.household_forms import ArrivalForm, BirthForm, CustodyForm, DepartureForm
from relais.ui.forms import Form, told

if TYPE_CHECKING:
    from relais.people.models import File

#: files proposed at most: past that, the name is typed.
MOST_FILES = 200


def _homes(request: ActorRequest, found: "File") -> tuple[Home, ...]:
    return queries.homes(request.actor, found, now=timezone.now(), on=timezone.localdate())


@of_file(Level.ADMINISTRATIVE)
@require_GET
def household(request: ActorRequest, found: "File") -> HttpResponse:
    """Who lives with the person today, what may change, who lived there before."""
    works = Level.ADMINISTRATIVE in queries.works(request.actor, found, now=timezone.now())
    context = {"file": found, "person": found.person, "homes": _homes(request, found), "works": works, "children": sorted(CHILDREN)}
    return render(request, "people/household.html", context)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def arrival(request: ActorRequest, found: "File") -> HttpResponse:
    """Somebody lives here from a day: a person with a file, or a name."""
    others = queries.may_live_with(request.actor, found, now=timezone.now())[:MOST_FILES]
    initial = {"home": request.GET.get("foyer", "")}
    form = ArrivalForm(request.POST or None, files=[(str(other.pk), other.person.called) for other in others], initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        comes = Arrival(
            link=Link(data["link"]),
            called=data["called"],
            on=data["on"],
            birth_year=data["birth_year"],
            alternating=data["alternating"],
            file_id=data.get("file") or None,
        )
        if _done(
            form, lambda: services.arrive(actor=request.actor, file_id=found.pk, arrival=comes, home_id=data["home"], now=timezone.now())
        ):
            return _back(request, found, _("C’est noté : le foyer est à jour."))
    return _form(request, found, form, "people/arrival.html")


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def birth(request: ActorRequest, found: "File") -> HttpResponse:
    """A child is born here."""
    form = BirthForm(request.POST or None, initial={"home": request.GET.get("foyer", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        born = Arrival(link=Link.MINOR_CHILD, called=data["called"], on=data["on"], birth_year=data["on"].year)
        if _done(
            form, lambda: services.arrive(actor=request.actor, file_id=found.pk, arrival=born, home_id=data["home"], now=timezone.now())
        ):
            return _back(request, found, _("La naissance est notée."))
    return _form(request, found, form, "people/birth.html")


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: ActorRequest, found: "File") -> HttpResponse:
    """Some leave; the person herself may, with those who follow her."""
    here = [one for home in _homes(request, found) for one in home.today if one.ends_on is None]
    form = DepartureForm(request.POST or None, members=[(str(one.key), one.called) for one in here])
    if request.method == "POST" and form.is_valid():
        members, on = {int(key) for key in form.cleaned_data["members"]}, form.cleaned_data["on"]
        if _done(form, lambda: services.depart(actor=request.actor, file_id=found.pk, members=members, on=on, now=timezone.now())):
            return _back(request, found, _("Le départ est noté."))
    return _form(request, found, form, "people/departure.html", protected=found.person.address_protected)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def custody(request: ActorRequest, found: "File", member_id: int) -> HttpResponse:
    """A child lives here half the time, or all the time again, from a day."""
    here = [one for home in _homes(request, found) for one in home.today]
    child = next((one for one in here if one.key == member_id and one.ends_on is None), None)
    if child is None:
        raise Http404
    form = CustodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"member_id": member_id, "alternating": not child.alternating, "on": form.cleaned_data["on"]}
        if _done(form, lambda: services.change_custody(actor=request.actor, file_id=found.pk, now=timezone.now(), **said)):
            return _back(request, found, _("La garde est à jour."))
    return _form(request, found, form, "people/custody.html", child=child)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def mistake(request: ActorRequest, found: "File", member_id: int) -> HttpResponse:
    """Somebody was written here by mistake."""
    services.remove_cohabitant(actor=request.actor, file_id=found.pk, member_id=member_id, now=timezone.now())
    return _back(request, found, _("L’erreur est effacée."))


def _arrived(request: ActorRequest, found: "File", form: Form, comes: Arrival) -> bool:
    home_id = form.cleaned_data["home"]
    return _done(form, lambda: services.arrive(actor=request.actor, file_id=found.pk, arrival=comes, home_id=home_id, now=timezone.now()))


def _done(form: Form, act: Any) -> bool:  # noqa: ANN401  # a service with its arguments, whatever it gives back
    """Whether the act was done; else why it was not stands in the form."""
    try:
        act()
    except (UnableToKeepFiles, Refused) as problem:
        told(form, problem)
        return False
    return True


def _form(request: ActorRequest, found: "File", form: Form, template: str, **more: object) -> HttpResponse:
    context = {"form": form, "file": found, "person": found.person, **more}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _back(request: ActorRequest, found: "File", words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("people:household", file_id=found.pk)
