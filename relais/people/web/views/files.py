"""Screens of files: one's own, a search, a new one, one of them, its state."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from relais.foundation import limits, slots
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited, too_many
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries, services
from relais.people.file_screens import of_file, signed_in
from relais.people.rules import Level
from relais.people.services import NewChannel, Told, UnableToKeepFiles
from relais.people.terms import FileState
from relais.people.web.finding_forms import SearchForm
from relais.people.web.forms import NewFile, StateForm
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File

PER_PAGE = 25
#: files that one member opens in ten minutes: past that, it is a search for who has one.
OPENINGS = 20
#: results of a search shown: past that, more words are asked.
SHOWN = 25


@signed_in
@require_GET
def mine(request: ActorRequest) -> HttpResponse:
    """The open files that the actor may list, one shelf of them at a time."""
    now = timezone.now()
    shelves = queries.shelves(request.actor)
    shelf = next((one for one in shelves if one == request.GET.get("rayon")), None)
    shelf = shelf or next(iter(shelves), None)
    found = queries.leads(queries.on_shelf(request.actor, shelf, now=now))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shelf": shelf,
        "caption": _("%(shelf)s, par nom") % {"shelf": shelf.label} if shelf else "",
        "shelves": shelves if len(shelves) > 1 else (),
        "form": _search_form(request),
        "may_open": queries.may_open_some(request.actor),
        "may_break_glass": queries.may_break_glass(request.actor),
        "may_hand_over": queries.takes_part_in_handovers(request.actor),
        "to_take": queries.handovers_to_answer(request.actor).count(),
        "has_roster": queries.reads_a_roster(request.actor),
        "to_review": queries.exceptional_accesses_to_review(request.actor, now=now).count(),
        "may_be_doubled": queries.doubles(request.actor, now=now).count() if shelves else 0,
        "panels": slots.panels("files", request, None),
    }
    return render(request, "people/mine.html", context)


def _search_form(request: ActorRequest) -> SearchForm:
    actor = request.actor
    return SearchForm(request.POST or None, second_element=queries.asks_a_second_element(actor), lists_nothing=not queries.shelves(actor))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@limited("recherche-personne", rate=60, per=services.SEARCH_PERIOD)
def search(request: ActorRequest) -> HttpResponse:
    """Find somebody among the files in scope; the name is posted, so that it is in no address and in no log."""
    form = _search_form(request)
    found = []
    if asked := request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        found = queries.found_by_name(request.actor, data["nom"], birth_year=data.get("naissance"), now=timezone.now(), limit=SHOWN + 1)
    context = {
        "form": form,
        "asked": asked,
        "found": found[:SHOWN],
        "more": len(found) > SHOWN,
        "may_open": queries.may_open_some(request.actor),
        "may_break_glass": queries.may_break_glass(request.actor),
    }
    return render(request, "people/search.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def new(request: ActorRequest) -> HttpResponse:
    """Open a file with a name; the rest comes when a purpose needs it."""
    places = [(str(service.pk), service.name) for service in queries.may_open_files(request.actor)]
    if not places:
        raise OutOfScope
    form = NewFile(request.POST or None, services=places)
    alike = None
    if request.method == "POST" and form.is_valid():
        if not (verdict := limits.allow(f"doublons|{request.actor.user_id}", rate=OPENINGS, per=services.SEARCH_PERIOD)):
            return too_many(request, wait=verdict.retry_after)
        if request.POST.get("autre") != "oui":
            alike = _alikes(request, form)
    if request.method == "POST" and form.is_valid() and not alike:
        try:
            found = _opened(request, form)
            if request.POST.get("autre") == "oui":
                beside = [one.pk for one in _alikes(request, form).seen if one.pk != found.pk]
                services.remember_apart(actor=request.actor, file_id=found.pk, others=beside, now=timezone.now())
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("Le dossier est ouvert. Vous en êtes la référente ou le référent."))
            return redirect("people:file", file_id=found.pk)
    return render(request, "people/new.html", {"form": form, "alike": alike}, status=422 if request.method == "POST" else 200)


def _alikes(request: ActorRequest, form: NewFile) -> queries.Alikes:
    """Whether somebody of this name already has a file."""
    data = form.cleaned_data
    year = data["birth_on"].year if data["birth_on"] else data["birth_year"]
    return queries.alikes(request.actor, data["called"], birth_year=year, now=timezone.now())


def _opened(request: ActorRequest, form: NewFile) -> "File":
    data = form.cleaned_data
    said = Told(called=data["called"], birth_on=data["birth_on"], birth_year=data["birth_year"])
    phone = NewChannel("telephone", data["phone"]) if data["phone"] else None
    return services.open_file(actor=request.actor, service_id=int(data["service"]), told=said, phone=phone, now=timezone.now())


@of_file(Level.EXISTENCE)
@require_GET
def one(request: ActorRequest, found: "File") -> HttpResponse:
    """What the actor may read of one file, and what may be done next."""
    now = timezone.now()
    levels = found.levels_read  # type: ignore[attr-defined]  # written by of_file
    works, (mine, comings) = queries.works(request.actor, found, now=now), queries.comings(request.actor, found, now=now)
    context = {
        "file": found,
        "person": found.person,
        "levels": levels,
        "lead": queries.lead_of(found, now=now),
        "address": queries.address(request.actor, found, now=now) if Level.RECEPTION in levels else "",
        "for_a_time": mine,
        "openings": [one for one in comings if one.motive][:10],
        "sees_openings": queries.sees_openings(request.actor, found, now=now),
        "presences": [one for one in comings if not one.motive][:10],
        "may_give_parts": bool(queries.parts_to_give(request.actor, found, now=now)),
        "on_duty": Level.RECEPTION in works and found.has_duty,  # type: ignore[attr-defined]  # written by of_file
        "works": works,
        "homes": queries.homes(request.actor, found, now=now, on=timezone.localdate()) if Level.ADMINISTRATIVE in levels else (),
        "merges": queries.merges_to_undo(request.actor, found, now=now) if Level.ADMINISTRATIVE in levels else (),
        "panels": slots.panels("file", request, found),
    }
    return render(request, "people/file.html", context)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: ActorRequest, found: "File") -> HttpResponse:
    """Put a file in watch, close it, open it again."""
    form = StateForm(request.POST or None, initial={"state": found.state, "reason": found.closing_reason})
    if request.method == "POST" and form.is_valid():
        chosen, reason = FileState(form.cleaned_data["state"]), form.cleaned_data["reason"]
        try:
            services.set_state(actor=request.actor, file_id=found.pk, state=chosen, reason=reason, now=timezone.now())
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté : dossier %(state)s.") % {"state": str(chosen.label).lower()})
            return redirect("people:file", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person}
    return render(request, "people/state.html", context, status=422 if request.method == "POST" else 200)
