"""Screens of the writings that the law asks to transmit: a guided one, its page to print, its way to the CRIP and back."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from relais.casework.queries import transmissions as queries
from relais.casework.services import transmissions as services
from relais.casework.web.opening import of_notes
from relais.casework.web.transmission_forms import WayForm, WritingForm
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people.file_screens import of_file, while_limited
from relais.people.rules import Level
from relais.ui.drafted import Desk
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.casework.models import Transmission
    from relais.people.models import File

_WROTE = "POST"
#: those of a file, above a new one.
SHOWN = 20


@of_file(Level.EVALUATION, works=True)
@while_limited
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def begin(request: ActorRequest, found: "File") -> HttpResponse:
    """Write one; those that the actor reads in this file are above."""
    now = timezone.now()
    desk = Desk(request.actor, key=f"casework.transmission:{found.pk}", page=request.path)
    form = WritingForm(request.POST or None, desk=desk)
    if request.method == _WROTE and form.is_valid():
        try:
            row = services.begin_transmission(actor=request.actor, file_id=found.pk, told=form.told(), now=now)
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            form.forget_draft()
            messages.success(request, _("L’écrit est gardé, confidentiel. Imprimez-le et envoyez-le sans attendre."))
            return redirect("casework:transmission", file_id=found.pk, transmission_id=row.pk)
    known = list(queries.transmissions(request.actor, now=now, found=found)[:SHOWN])
    context = {"form": form, "file": found, "person": found.person, "known": known}
    return render(request, "casework/transmission_write.html", context, status=422 if request.method == _WROTE else 200)


def _one(request: ActorRequest, found: "File", transmission_id: UUID) -> "Transmission":
    row = queries.transmission(request.actor, found, transmission_id, now=timezone.now())
    if row is None:
        raise OutOfScope
    return row


@of_notes
@require_GET
def one(request: ActorRequest, found: "File", transmission_id: UUID) -> HttpResponse:
    """The writing, as it is printed; the journal says that it was opened."""
    row = _one(request, found, transmission_id)
    opened = services.open_transmission(actor=request.actor, row=row, now=timezone.now())
    days = (timezone.localdate() - row.due_on).days
    context = {"file": found, "person": found.person, "row": row, "way": queries.way_of(row), "parts": opened.last.parts, "days": days}
    return render(request, "casework/transmission.html", context | {"mine": row.note.author_id == request.actor.user_id})


@of_notes
@while_limited
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def follow(request: ActorRequest, found: "File", transmission_id: UUID) -> HttpResponse:
    """Where it stands."""
    row = _one(request, found, transmission_id)
    stands = queries.mark_of_way(row)
    form = WayForm(request.POST or None, initial=queries.way_of(row) | {"seen": stands})
    if request.method == _WROTE and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.follow_transmission(actor=request.actor, transmission_id=row.pk, way=form.told(), seen=seen, now=timezone.now())
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("casework:transmission", file_id=found.pk, transmission_id=row.pk)
    context = {"form": form, "file": found, "person": found.person, "row": row, "recorded": form.recorded(stands)}
    return render(request, "casework/transmission_follow.html", context, status=422 if request.method == _WROTE else 200)
