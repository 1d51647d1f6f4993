"""One appointment: kept, read, moved, called off, ended."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.casework.queries import agenda as queries
from relais.casework.services import agenda as services
from relais.casework.terms.agenda import AppointmentState, CancelledBy
from relais.casework.web.agenda_forms import CancelForm, HoursForm, MeetingForm, OutcomeForm, asked_day
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people.file_screens import of_file, signed_in
from relais.people.rules import Level
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.people.models import File

READ_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
#: where an act goes back to, by the word that its form posts.
_BACK = {"journee": "day", "agenda": "casework:agenda", "rappels": "casework:reminders"}


def back(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """Where the act was asked from; the appointment itself otherwise."""
    name = _BACK.get(request.POST.get("retour", ""))
    return redirect(name) if name else redirect("casework:appointment", appointment_id=appointment_id)


def _new(request: ActorRequest, file: "File | None") -> HttpResponse:
    if not queries.keeps_agenda(request.actor):
        raise OutOfScope
    today = timezone.localdate()
    members = [(str(member.pk), member.display_name) for member in queries.receiving(request.actor, on=today)]
    asked = {"day": asked_day(request.GET.get("jour", ""), today=today), "member": str(request.actor.user_id)}
    form = MeetingForm(request.POST or None, members=members, with_title=file is None, initial=asked)
    if request.method == "POST" and form.is_valid():
        file_id = None if file is None else file.pk
        try:
            made = services.make_appointment(
                actor=request.actor, member_id=form.chosen(), meeting=form.meeting(), file_id=file_id, now=timezone.now()
            )
        except (Unable, Refused) as problem:
            _beside(form, problem)
        else:
            messages.success(request, _("Le rendez-vous est noté."))
            return redirect("casework:appointment", appointment_id=made.pk)
    context: dict[str, Any] = {"form": form, "file": file}
    return render(request, "casework/agenda/new.html", context, status=422 if request.method == "POST" else 200)


def _beside(form: HoursForm, problem: Unable | Refused) -> None:
    if isinstance(problem, Unable) and "starts_at" in problem.problems:
        told(form, Unable(day=problem.problems["starts_at"]))
    else:
        told(form, problem)


@signed_in
@READ_OR_POST
@sent_once
def new(request: ActorRequest) -> HttpResponse:
    """Keep an hour without any file."""
    return _new(request, None)


@of_file(Level.RECEPTION)
@READ_OR_POST
@sent_once
def new_of_file(request: ActorRequest, found: "File") -> HttpResponse:
    """Give an appointment to the person of this file."""
    return _new(request, found)


@of_file(Level.RECEPTION)
@require_GET
def of_file_list(request: ActorRequest, found: "File") -> HttpResponse:
    """Her appointments, the newest first."""
    slots = queries.of_file(request.actor, found, now=timezone.now())
    context = {"file": found, "person": found.person, "slots": slots, "may_book": queries.keeps_agenda(request.actor)}
    return render(request, "casework/agenda/file_appointments.html", context)


@signed_in
@require_GET
def one(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """One appointment as the actor may read it, and what may be done next."""
    now = timezone.now()
    slot = queries.one(request.actor, appointment_id, now=now)
    if slot is None or slot.appointment is None:
        raise OutOfScope
    row = slot.appointment
    may_change = queries.may_change(request.actor, appointment_id, now=now)
    context = {
        "slot": slot,
        "one": row,
        "may_change": may_change and row.state == AppointmentState.PLANNED,
        "may_end": may_change and row.state not in {AppointmentState.CANCELLED, AppointmentState.MOVED},
        "has_begun": timezone.localdate(row.starts_at) <= timezone.localdate(now),
        "cancel": CancelForm(),
    }
    return render(request, "casework/agenda/appointment.html", context)


@signed_in
@require_POST
def outcome(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """The person came, or did not; or it was a mistake."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        raise OutOfScope
    state = AppointmentState(form.cleaned_data["state"])
    try:
        services.record_outcome(actor=request.actor, appointment_id=appointment_id, state=state, now=timezone.now())
    except (Unable, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("C’est noté : %(state)s.") % {"state": str(state.label).lower()})
    return back(request, appointment_id)


@signed_in
@require_POST
def cancel(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """Call it off, saying who does."""
    form = CancelForm(request.POST)
    if form.is_valid():
        try:
            by = CancelledBy(form.cleaned_data["by"])
            services.cancel_appointment(actor=request.actor, appointment_id=appointment_id, by=by, now=timezone.now())
        except (Unable, Refused) as problem:
            messages.error(request, in_words(problem))
        else:
            messages.success(request, _("Le rendez-vous est annulé."))
    else:
        messages.error(request, _("Dites qui annule : rien n’est changé."))
    return back(request, appointment_id)


@signed_in
@READ_OR_POST
def move(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """Give it another hour."""
    now = timezone.now()
    slot = queries.one(request.actor, appointment_id, now=now)
    if slot is None or slot.appointment is None or not queries.may_change(request.actor, appointment_id, now=now):
        raise OutOfScope
    row = slot.appointment
    starts_at = timezone.localtime(row.starts_at)
    held = {"day": starts_at.date(), "hour": f"{starts_at:%Hh%M}", "minutes": str(int(row.length.total_seconds() // 60))}
    form = HoursForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            moved = services.move_appointment(
                actor=request.actor, appointment_id=appointment_id, starts_at=form.starts_at(), minutes=form.length(), now=now
            )
        except (Unable, Refused) as problem:
            _beside(form, problem)
        else:
            messages.success(request, _("Le rendez-vous est déplacé."))
            return redirect("casework:appointment", appointment_id=moved.pk)
    context = {"form": form, "one": row}
    return render(request, "casework/agenda/move.html", context, status=422 if request.method == "POST" else 200)
