"""Who is away, and what their absence leaves to cover."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from relais.casework.queries import agenda as queries
from relais.casework.services import absences as services
from relais.casework.services.agenda import cover_appointment
from relais.casework.services.passing import APPOINTMENTS
from relais.casework.web.agenda_forms import AbsenceForm, CoverFilesForm, CoverForm
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people import queries as people
from relais.people.file_screens import signed_in
from relais.people.queries import covers, due
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.accounts.models import Member
    from relais.casework.models.agenda import Absence


def _members(request: ActorRequest) -> "list[Member]":
    if not queries.keeps_agenda(request.actor):
        raise OutOfScope
    return list(queries.receiving(request.actor, on=timezone.localdate()))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def absences(request: ActorRequest) -> HttpResponse:
    """Days away of the service, without a reason; the appointments that wait for somebody."""
    now, members = timezone.now(), _members(request)
    mine = [one for one in members if queries.may_note_absence(request.actor, one)]
    form = AbsenceForm(request.POST or None, members=[(str(one.pk), one.display_name) for one in mine])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            away = services.record_absence(
                actor=request.actor, member_id=UUID(data["member"]), first=data["first"], last=data["last"], now=now
            )
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("L’absence est notée. Dites maintenant qui supplée."))
            return redirect("casework:absence", absence_id=away.pk)
    names, noted = [(str(one.pk), one.display_name) for one in members], {one.pk for one in mine}
    context = {
        "form": form,
        "away": [
            (one, one.member_id in noted)
            for one in queries.absences(request.actor, members=[m.pk for m in members], since=timezone.localdate())
        ],
        "to_cover": queries.to_cover(request.actor, now=now),
        "names": names,
        "now": now,
    }
    return render(request, "casework/agenda/absences.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: ActorRequest, absence_id: UUID) -> HttpResponse:
    """One absence: who stands in for whom in which files, what falls due on these days, the appointments and what to do with each."""
    now = timezone.now()
    away = services.absence_in_scope(request.actor, absence_id)
    starts_at, ends_at = services.span_of(away)
    found = covers.covers(request.actor, away.member, starts_at=starts_at, ends_at=ends_at, now=now)
    form = _cover_form(request, away.member, found, now)
    if request.method == "POST" and form.is_valid() and _covered(request, away, form, now):
        return redirect("casework:absence", absence_id=away.pk)
    lines = due.in_files(request.actor, [one.file for one in found], member=away.member, now=now)
    context = {
        "away": away,
        "form": form,
        "files": found,
        "bare": sum(one.by is None for one in found),
        "slots": queries.during(request.actor, away, now=now),
        "falling": [line for held in lines.values() for line in held if _falls(line, away)],
        "names": [(str(one.pk), one.display_name) for one in _members(request)],
    }
    return render(request, "casework/agenda/absence.html", context, status=422 if request.method == "POST" else 200)


def _falls(line: "due.Line", away: "Absence") -> bool:
    """On the days of the absence, or late already; appointments have their own list."""
    return line.kind.code != APPOINTMENTS.code and line.due_on is not None and line.due_on < away.ends_on


def _cover_form(request: ActorRequest, absent: "Member", found: "list[covers.Cover]", now: datetime) -> CoverFilesForm:
    takers = people.colleagues_who_may_take(request.actor, absent, now=now) if found else []
    likely = covers.likely_substitute(request.actor, absent, now=now) if found else None
    files = [
        (str(one.file.pk), one.file.person.called if one.by is None else f"{one.file.person.called} · {one.by.display_name}")
        for one in found
    ]
    bare = [str(one.file.pk) for one in found if one.by is None]
    members = [(str(one.pk), one.display_name) for one in takers]
    return CoverFilesForm(request.POST or None, files=files, members=members, initial={"chosen": bare, "to_member": str(likely or "")})


def _covered(request: ActorRequest, away: "Absence", form: CoverFilesForm, now: datetime) -> bool:
    substitute, chosen = UUID(form.cleaned_data["to_member"]), [UUID(one) for one in form.cleaned_data["chosen"]]
    try:
        done = services.cover_absence(actor=request.actor, absence_id=away.pk, substitute_id=substitute, file_ids=chosen, now=now)
    except (Unable, Refused) as problem:
        told(form, problem)
        return False
    text = ngettext("%(number)s dossier couvert.", "%(number)s dossiers couverts.", done.done)
    messages.success(request, text % {"number": done.done})
    if done.left:
        text = ngettext(
            "%(number)s dossier reste à confier à quelqu’un d’autre.",
            "%(number)s dossiers restent à confier à quelqu’un d’autre.",
            done.left,
        )
        messages.warning(request, text % {"number": done.left})
    return True


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
            messages.error(request, in_words(problem))
        else:
            messages.success(request, _("C’est noté : %(name)s reçoit à sa place.") % {"name": covered.member.display_name})
    else:
        messages.error(request, _("Choisissez qui reçoit à sa place."))
    return _back(request)


def _back(request: ActorRequest) -> HttpResponse:
    """To the absence from which the appointment was covered, else to the list of absences."""
    try:
        return redirect("casework:absence", absence_id=UUID(request.POST.get("absence", "")))
    except ValueError:
        return redirect("casework:absences")
