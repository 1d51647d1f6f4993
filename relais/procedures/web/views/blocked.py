"""Screens of what blocks a démarche: noting it, what helps, what ended it."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.foundation.slots import panels
from relais.law.blockers.catalogue import blockages, body_of
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures import facts
from relais.procedures.letters import letters
from relais.procedures.queries import blockers as queries
from relais.procedures.queries import procedures
from relais.procedures.queries.texts import sheets
from relais.procedures.rules.progress import State
from relais.procedures.services import blockers as services
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.terms.blockers import BlockedStep, blockage_title, body_in, service_name
from relais.procedures.web.agent_letter import LETTER, filled
from relais.procedures.web.blocked_forms import BlockerForm, EndForm
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.people.models import File
    from relais.procedures.models import Blocker, Procedure


#: where a démarche most often stops, by where it stands: proposed, and chosen again in one press.
_STEP = {
    State.PREPARED: BlockedStep.SEND,
    State.TO_ANSWER: BlockedStep.DECISION,
    State.FILED: BlockedStep.FOLLOW,
    State.ACKNOWLEDGED: BlockedStep.FOLLOW,
    State.INCOMPLETE: BlockedStep.JOIN,
    State.EXAMINED: BlockedStep.FOLLOW,
    State.GRANTED: BlockedStep.MONEY,
    State.REFUSED: BlockedStep.DECISION,
    State.APPEALED: BlockedStep.FOLLOW,
}


def _procedure(request: ActorRequest, found: "File", procedure_id: UUID) -> "Procedure":
    kept = procedures.in_file(request.actor, found, now=timezone.now()).filter(pk=procedure_id).first()
    if kept is None:
        raise Http404
    return kept


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def note(request: ActorRequest, found: "File", procedure_id: UUID) -> HttpResponse:
    """Note what blocks; ``?code=`` chooses it."""
    procedure = _procedure(request, found, procedure_id)
    first = {"code": request.GET.get("code", ""), "body": body_of(procedure.body), "step": _STEP.get(State(procedure.state), "")}
    form = BlockerForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.note_blocker(actor=request.actor, procedure_id=procedure_id, told=form.told(), now=timezone.now())
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("Le blocage est noté. Voici quoi essayer d’abord."))
            return redirect("procedures:blocker", file_id=found.pk, procedure_id=procedure_id, blocker_id=kept.pk)
    context = {"form": form, "file": found, "person": found.person, "procedure": procedure}
    return render(request, "procedures/blocked/note.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def show(request: ActorRequest, found: "File", procedure_id: UUID, blocker_id: UUID) -> HttpResponse:
    """One blocker: what to try first, what worked elsewhere, who next; and what ended it."""
    now = timezone.now()
    procedure = _procedure(request, found, procedure_id)
    blocker = queries.of_procedure(request.actor, found, procedure_id, now=now).filter(pk=blocker_id).first()
    if blocker is None:
        raise Http404
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_blocker(actor=request.actor, procedure_id=procedure_id, blocker_id=blocker_id, **form.cleaned_data, now=now)
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté : cela ne bloque plus."))
            return redirect("procedures:procedure", file_id=found.pk, procedure_id=procedure_id)
    context = {"form": form, "file": found, "person": found.person, "procedure": procedure, "blocker": blocker}
    context["panels"] = panels("blocker", request, _collective(blocker))
    context |= _help(blocker) | {"agent_letter": filled(request.actor, found, procedure, now=now)}
    return render(request, "procedures/blocked/blocker.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def resume(request: ActorRequest, found: "File", procedure_id: UUID, blocker_id: UUID) -> HttpResponse:
    """Its end was noted too soon."""
    _procedure(request, found, procedure_id)
    try:
        services.resume_blocker(actor=request.actor, procedure_id=procedure_id, blocker_id=blocker_id, now=timezone.now())
    except UnableToKeepProcedure as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("Cette fin est retirée : le blocage dure encore."))
    return redirect("procedures:blocker", file_id=found.pk, procedure_id=procedure_id, blocker_id=blocker_id)


def _collective(blocker: "Blocker") -> dict[str, str]:
    """What other rooms are told of a blocker: codes and a day, nothing that leads back to it."""
    day = blocker.seen_on.isoformat()
    return {"code": blocker.code, "service": blocker.service, "step": blocker.step, "day": day, "harm": blocker.harm}


def _help(blocker: "Blocker") -> dict[str, object]:
    """What helps with a blocker; nothing but its counts once it has left the taxonomy."""
    known = blockages().get(blocker.code)
    every = letters()
    return {
        "title": blockage_title(blocker.code),
        "service": service_name(blocker.service),
        "body": body_in(blocker.service),
        "known": known,
        "letters": [every[code] for code in (known.letters if known else ()) if code in every and code != LETTER],
        "asks_who": known is not None and LETTER in known.letters,
        "sheets": [sheets()[code] for code in (known.sheets if known else ()) if code in sheets()],
        "worked": facts.worked(blocker.code, blocker.service),
    }
