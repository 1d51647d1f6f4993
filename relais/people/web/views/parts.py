"""Screens of those who take part in a file, and of those whom the person keeps out of it."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries, services
from relais.people.file_screens import of_file, while_limited
from relais.people.rules import Level
from relais.people.services import UnableToKeepFiles
from relais.people.slips import address_lines, reply_slip
from relais.people.terms import Part
from relais.people.web.forms import ChooseMember, PartForm
from relais.ui.forms import in_words, told
from relais.ui.paper import Choice

if TYPE_CHECKING:
    from relais.people.models import File


@of_file(Level.EXISTENCE)
@while_limited
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def parts(request: ActorRequest, found: "File") -> HttpResponse:
    """Who takes part today; name one more, or another référent."""
    now = timezone.now()
    given = queries.parts_to_give(request.actor, found, now=now)
    if not given:
        raise OutOfScope
    members = [
        (str(member.pk), f"{member.display_name}, {member.job_title}".strip(", ")) for member in queries.assignable(request.actor, found)
    ]
    form = PartForm(request.POST or None, members=members, parts=[(part.value, part.label) for part in given])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        until = data["until"]
        # the last day is included: the end is the midnight that follows it
        ends_at = None if until is None else timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
        member_id, part = UUID(data["member"]), Part(data["part"])
        try:
            services.assign(actor=request.actor, file_id=found.pk, member_id=member_id, part=part, ends_at=ends_at, now=now)
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est fait. Cette personne a accès au dossier dès maintenant."))
            return _back(request, found)
    tells = queries.reads(request.actor, found, Level.ADMINISTRATIVE, now=now)
    context = {"form": form, "file": found, "person": found.person, "me": request.actor.user_id, "tells": tells}
    return render(request, "people/parts.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD"])
def introduced(request: ActorRequest, found: "File") -> HttpResponse:
    """The letter that tells the person who follows her now, to where she asked to be written to; none to whoever wants no contact (S1)."""
    now, person = timezone.now(), found.person
    lead = next((part for part in found.parts if part.part == Part.LEAD), None)  # type: ignore[attr-defined]  # read with the file
    if lead is None:
        raise OutOfScope
    address = queries.writes_to(request.actor, found, now=now)
    to = (lead.member.display_name, *address_lines(request.actor))
    slip = reply_slip(found, to=to, choices=(Choice("J’ai une question"), Choice("Je veux changer une date")))
    context = {"file": found, "person": person, "lead": lead, "address": address, "slip": slip, "today": timezone.localdate(now)}
    return render(request, "people/introduced.html", context)


@of_file(Level.EXISTENCE)
@while_limited
@require_POST
def end(request: ActorRequest, found: "File", assignment_id: int) -> HttpResponse:
    """Somebody leaves the file now."""
    try:
        services.end_part(actor=request.actor, file_id=found.pk, assignment_id=assignment_id, now=timezone.now())
    except (UnableToKeepFiles, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("Cette personne n’a plus accès au dossier."))
    return _back(request, found)


def _back(request: ActorRequest, found: "File") -> HttpResponse:
    """To the file, or to the list for whoever has just left it."""
    if queries.file(request.actor, found.pk, now=timezone.now()) is None:
        return redirect("people:mine")
    return redirect("people:file", file_id=found.pk)


@of_file(Level.RECEPTION, works=True)
@while_limited
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def bars(request: ActorRequest, found: "File") -> HttpResponse:
    """Whom the person keeps out of her files, and one more at her request."""
    colleagues = queries.members_to_bar(request.actor, found)
    form = ChooseMember(request.POST or None, members=[(str(one.pk), one.display_name) for one in colleagues], label=_("Qui écarter ?"))
    if request.method == "POST" and form.is_valid():
        try:
            services.bar(actor=request.actor, file_id=found.pk, member_id=UUID(form.cleaned_data["member"]), now=timezone.now())
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est fait : ce dossier lui est fermé, par tous les chemins."))
            return _back(request, found)
    examiners, heads = queries.examiners(found, now=timezone.now())
    context = {
        "form": form,
        "file": found,
        "person": found.person,
        "barred": queries.barred(found),
        "examiners": ", ".join(one.display_name for one in examiners),
        "heads": heads,
    }
    return render(request, "people/bars.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.RECEPTION, works=True)
@require_POST
def lift(request: ActorRequest, found: "File", bar_id: int) -> HttpResponse:
    """The person changed her mind about somebody."""
    services.lift_bar(actor=request.actor, file_id=found.pk, bar_id=bar_id, now=timezone.now())
    messages.success(request, _("C’est fait : cette personne peut de nouveau intervenir."))
    return redirect("people:bars", file_id=found.pk)
