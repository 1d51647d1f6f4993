"""Screens of the contact in a line, and of the interview itself; its end has a module of its own."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.casework.queries import interviews as queries
from relais.casework.services import interviews as services
from relais.casework.web.contact_forms import BriefForm, WhoForm
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people import queries as people
from relais.people.file_screens import of_file, signed_in
from relais.people.rules import Level
from relais.ui.drafted import Desk
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File

#: files proposed when a name designates several.
PROPOSED = 8


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def contact(request: ActorRequest, found: "File") -> HttpResponse:
    """A contact in a line, and its reminder."""
    now = timezone.now()
    desk = Desk(request.actor, key=f"casework.contact:{found.pk}", page=request.path)
    form = BriefForm(request.POST or None, initial={"on": timezone.localdate(now)}, desk=desk)
    if request.method == "POST" and form.is_valid() and _noted(request, form, found.pk, now=now):
        return redirect("people:file", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person}
    return render(request, "casework/contact.html", context, status=422 if request.method == "POST" else 200)


def _noted(request: ActorRequest, form: BriefForm, file_id: UUID, *, now: datetime) -> bool:
    """Whether the contact was kept; the form says why not."""
    data = form.cleaned_data
    met = form.contact(now, subject=data["subject"], from_person=not data["ours"])
    remind = {"remind_on": data["remind_on"], "reminder": data["reminder"]}
    try:
        services.record_contact(actor=request.actor, file_id=file_id, contact=met, now=now, **remind)
    except (Unable, Refused) as problem:
        told(form, problem)
        return False
    form.forget_draft()
    messages.success(request, _("Le contact est noté.") if data["remind_on"] is None else _("Le contact et le rappel sont notés."))
    return True


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def brief(request: ActorRequest) -> HttpResponse:
    """The same from anywhere: a name first, searched among one's own files; posted, so that it is in no address."""
    now = timezone.now()
    mine = people.files(request.actor, now=now, level=Level.ADMINISTRATIVE).filter(closed_at=None)
    if not mine.exists():
        raise OutOfScope
    who = WhoForm(request.POST or None)
    desk = Desk(request.actor, key="casework.contact", page=request.path)
    form = BriefForm(request.POST or None, initial={"on": timezone.localdate(now)}, desk=desk)
    candidates: list[File] = []
    if request.method == "POST" and who.is_valid() and form.is_valid():
        candidates = _named(request, who.cleaned_data["called"], now=now)
        chosen = candidates if len(candidates) == 1 else [one for one in candidates if str(one.pk) == request.POST.get("file")]
        if not candidates:
            who.add_error("called", _("Aucun de vos dossiers ne porte ce nom. Rien n’est enregistré, rien n’est perdu."))
        elif not chosen:
            who.add_error("called", _("Plusieurs dossiers portent ce nom : choisissez lequel."))
        elif _noted(request, form, chosen[0].pk, now=now):
            return redirect("people:file", file_id=chosen[0].pk)
    context = {"form": form, "who": who, "candidates": candidates[:PROPOSED] if len(candidates) > 1 else []}
    return render(request, "casework/brief.html", context, status=422 if request.method == "POST" else 200)


def _named(request: ActorRequest, words: str, *, now: datetime) -> "list[File]":
    """The open files of this name whose administrative part the actor keeps."""
    found = [one for one in people.found_by_name(request.actor, words, now=now, limit=PROPOSED + 1) if one.closed_at is None]
    kept = people.files(request.actor, now=now, level=Level.ADMINISTRATIVE).filter(pk__in=[one.pk for one in found])
    mine = set(kept.values_list("pk", flat=True))
    return [one for one in found if one.pk in mine]


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD"])
def interview(request: ActorRequest, found: "File") -> HttpResponse:
    """The interview itself: her name, the next dates, and a pad that lives in the page and nowhere else (S69)."""
    dates = queries.next_dates(request.actor, found, now=timezone.now())
    return render(request, "casework/interview.html", {"file": found, "person": found.person, "dates": dates[:5]})
