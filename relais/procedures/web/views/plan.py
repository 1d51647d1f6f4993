"""The plan of support of a person: to read together and to print; a démarche is put under what she wants by one choice."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people import queries as people
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures.queries import plan as queries
from relais.procedures.queries import procedures
from relais.procedures.services.goals import hang_on
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.web.plan_forms import WantedForm
from relais.ui.forms import in_words
from relais.ui.paper import is_large

if TYPE_CHECKING:
    from relais.people.models import File


@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD"])
def plan(request: ActorRequest, found: "File") -> HttpResponse:
    """Her words first; under each, the démarches and the steps that serve it."""
    now = timezone.now()
    parts = queries.plan(request.actor, found, on=timezone.localdate(), now=now)
    context = {
        "file": found,
        "person": found.person,
        "parts": parts,
        "wishes": [part.goal for part in parts if part.goal is not None],
        "works": Level.ADMINISTRATIVE in people.works(request.actor, found, now=now),
        "today": timezone.localdate(),
        "large": is_large(request),
    }
    return render(request, "procedures/plan/plan.html", context)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def wanted(request: ActorRequest, found: "File", procedure_id: UUID) -> HttpResponse:
    """Put a démarche under one of her wishes, or under none."""
    if not procedures.in_file(request.actor, found, now=timezone.now()).filter(pk=procedure_id).exists():
        raise OutOfScope
    form = WantedForm(request.POST)
    # what is no identifier is the wish of nobody
    wish = form.cleaned_data["goal"] if form.is_valid() else UUID(int=0)
    try:
        hang_on(actor=request.actor, procedure_id=procedure_id, wanted=wish, now=timezone.now())
    except UnableToKeepProcedure as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("C’est noté."))
    return redirect("procedures:plan", file_id=found.pk)
