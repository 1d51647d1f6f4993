"""Who is away, and what their absence leaves to cover."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.casework.queries import agenda as queries
from relais.casework.services import absences as services
from relais.casework.services.agenda import cover_appointment
from relais.casework.web.agenda_forms import AbsenceForm, CoverForm
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people.file_screens import signed_in
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.accounts.models import Member


def _members(request: ActorRequest) -> "list[Member]":
    if not queries.keeps_agenda(request.actor):
        raise OutOfScope
    return list(queries.receiving(request.actor, on=timezone.localdate()))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: ActorRequest) -> HttpResponse:
    """Days away of the service, without a reason; the appointments that wait for somebody."""
    now, members = timezone.now(), _members(request)
    mine = [one for one in members if queries.may_note_absence(request.actor, one)]
    form = AbsenceForm(request.POST or None, members=[(str(one.pk), one.display_name) for one in mine])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.record_absence(actor=request.actor, member_id=UUID(data["member"]), first=data["first"], last=data["last"], now=now)
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("L’absence est notée. Les rendez-vous de ces jours sont à couvrir."))
            return redirect("casework:absences")
    names = [(str(one.pk), one.display_name) for one in members]
    context = {
        "form": form,
        "away": [
            (one, one.member in mine)
            for one in queries.absences(request.actor, members=[m.pk for m in members], since=timezone.localdate())
        ],
        "to_cover": queries.to_cover(request.actor, now=now),
        "names": names,
        "now": now,
    }
    return render(request, "casework/agenda/absences.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def end(request: ActorRequest, absence_id: UUID) -> HttpResponse:
    """Back earlier, or written by mistake."""
    services.end_absence(actor=request.actor, absence_id=absence_id, now=timezone.now())
    messages.success(request, _("L’absence est terminée."))
    return redirect("casework:absences")


@signed_in
@require_POST
def cover(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """Somebody else receives in the place of whoever is away."""
    form = CoverForm(request.POST, members=[(str(one.pk), one.display_name) for one in _members(request)])
    if form.is_valid():
        try:
            chosen = UUID(form.cleaned_data["member"])
            covered = cover_appointment(actor=request.actor, appointment_id=appointment_id, member_id=chosen, now=timezone.now())
        except (Unable, Refused) as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("C’est noté : %(name)s reçoit à sa place.") % {"name": covered.member.display_name})
    else:
        messages.error(request, _("Choisissez qui reçoit à sa place."))
    return redirect("casework:absences")
