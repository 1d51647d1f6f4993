"""The counter on one screen: who comes, why, for whom; a number on paper; what becomes of it. Nothing above the reception level."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.casework.queries import agenda
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people.file_screens import signed_in
from relais.reception import queries, services
from relais.reception.rules import IN_QUEUE
from relais.reception.terms import VisitState
from relais.reception.web.forms import DutyForm, EndForm, SearchForm, VisitForm, service_choice
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.accounts.models import Service
    from relais.people.models import File


def _service(request: ActorRequest) -> "tuple[Service, list[Service]]":
    """The counter that is held, among those of the actor; 404 when none is."""
    places = list(queries.counters(request.actor))
    data = request.POST if request.method == "POST" else request.GET
    chosen = service_choice(data, [place.pk for place in places])
    place = next((one for one in places if one.pk == chosen), None)
    if place is None:
        raise OutOfScope
    return place, places


def _page(
    request: ActorRequest,
    *,
    search: SearchForm,
    form: VisitForm,
    found: "list[File] | None" = None,
    chosen: "File | None" = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    place, places = _service(request)
    context: dict[str, Any] = {
        "service": place,
        "services": places,
        "search": search,
        "form": form,
        "found": None if found is None else found[: queries.SHOWN],
        "more": found is not None and len(found) > queries.SHOWN,
        "chosen": chosen,
        "expected": agenda.expected(request.actor, service_id=place.pk, on=timezone.localdate(now), now=now),
        "queue": queries.queue(request.actor, service_id=place.pk, now=now),
    }
    return render(request, "reception/counter.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@limited("accueil-recherche", rate=120, per=timedelta(minutes=10))
def counter(request: ActorRequest) -> HttpResponse:
    """Greet; or, posted, look for whom a name and a second element designate (a name is in no address)."""
    if request.method != "POST":
        return _page(request, search=SearchForm(), form=VisitForm())
    search = SearchForm(request.POST)
    if not search.is_valid():
        return _page(request, search=search, form=VisitForm(), status=422)
    place, _places = _service(request)
    data = search.cleaned_data
    found = queries.known(request.actor, words=data["name"], birth_year=data["year"], service_id=place.pk, now=timezone.now())
    chosen = found[0] if len(found) == 1 else None
    form = VisitForm(initial={"file": chosen.pk} if chosen else None)
    return _page(request, search=search, form=form, found=found, chosen=chosen)


@signed_in
@require_POST
@sent_once
def receive(request: ActorRequest) -> HttpResponse:
    """Give a number of the day."""
    place, _places = _service(request)
    form = VisitForm(request.POST)
    if form.is_valid():
        file_id = form.cleaned_data["file"]
        try:
            made = services.record_visit(actor=request.actor, service_id=place.pk, asked=form.asked(), file_id=file_id, now=timezone.now())
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            return redirect("reception:visit", visit_id=made.pk)
    return _page(request, search=SearchForm(), form=form, status=422)


@signed_in
@require_POST
def arrival(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """Somebody came to her appointment: whoever holds it is told."""
    try:
        made = services.record_arrival(actor=request.actor, appointment_id=appointment_id, now=timezone.now())
    except (Unable, Refused) as problem:
        messages.error(request, in_words(problem))
        return redirect("reception:counter")
    messages.success(request, _("L’arrivée est notée : %(name)s le voit.") % {"name": services.awaited(made)})
    return redirect("reception:visit", visit_id=made.pk)


def _visit(request: ActorRequest, visit_id: UUID) -> queries.Waiting:
    found = queries.visit(request.actor, visit_id, now=timezone.now())
    if found is None:
        raise OutOfScope
    return found


@signed_in
@require_GET
def visit(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """One visit: its number, large, and what may follow."""
    waiting = _visit(request, visit_id)
    row = waiting.visit
    context = {
        "waiting": waiting,
        "visit": row,
        "is_open": row.state in IN_QUEUE and row.on == timezone.localdate(),
        "on_duty": queries.on_duty(request.actor, service_id=row.service_id, now=timezone.now()),
    }
    return render(request, "reception/visit.html", context)


@signed_in
@require_GET
def slip(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """The paper with the number, and the hour given if there is one: no name, no service, no reason."""
    waiting = _visit(request, visit_id)
    return render(request, "reception/slip.html", {"visit": waiting.visit, "given": queries.given(request.actor, waiting.visit)})


@signed_in
@require_GET
def line(request: ActorRequest) -> HttpResponse:
    """The queue of today, by number and by wait."""
    if not queries.holds_a_counter(request.actor):
        raise OutOfScope
    return render(request, "reception/line.html", {"queue": queries.queue(request.actor, now=timezone.now())})


@signed_in
@require_POST
def end(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """Called, received, oriented elsewhere, or gone."""
    form = EndForm(request.POST)
    if not form.is_valid():
        raise OutOfScope
    state = VisitState(form.cleaned_data["state"])
    try:
        ended = services.end_visit(actor=request.actor, visit_id=visit_id, state=state, now=timezone.now())
    except (Unable, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("N° %(number)s : c’est noté.") % {"number": ended.number})
    back = request.POST.get("retour", "")
    return redirect({"journee": "day", "file": "reception:line"}.get(back, "reception:counter"))


@signed_in
@require_POST
def duty(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """«La personne est là et le demande»: whoever is on duty is told, and reads her file until midnight."""
    form = DutyForm(request.POST)
    if not form.is_valid():
        raise OutOfScope
    try:
        services.ask_for_duty(actor=request.actor, visit_id=visit_id, member_id=form.cleaned_data["member"], now=timezone.now())
    except (Unable, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("C’est dit à la permanence. Qui la suit d’habitude le verra."))
    return redirect("reception:visit", visit_id=visit_id)
