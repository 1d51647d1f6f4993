"""Screens of the démarches of a file: the list, one with its dates and its story, the act that comes next."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.casework.terms.interviews import Said
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures.clocks import help_of
from relais.procedures.queries import procedures as queries
from relais.procedures.queries import sendings
from relais.procedures.queries.blockers import of_procedure as blockers_of
from relais.procedures.queries.texts import sheets
from relais.procedures.rules.progress import OVER, Act, State
from relais.procedures.rules.timeline import timeline
from relais.procedures.services import procedures as services
from relais.procedures.services.decisions import decide_by_hand
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.terms.blockers import blockage_title, service_name
from relais.procedures.terms.procedures import ActLabel
from relais.procedures.web.agent_letter import filled
from relais.procedures.web.followed_forms import ActForm, ClocksForm, ProcedureForm
from relais.procedures.web.views.decisions import decided
from relais.procedures.web.views.settling import mandates_of
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.people.models import File
    from relais.procedures.models import Procedure

#: acts that are not the body's answer: links under the buttons.
ASIDE = (Act.CALLED, Act.PERSON_ASKED, Act.PERSON_ANSWERED, Act.CLOSED)
#: the act that most often comes next: the one primary button of the page.
NEXT = {
    State.PREPARED: Act.FILED,
    State.TO_ANSWER: Act.APPEALED,
    State.FILED: Act.ACKNOWLEDGED,
    State.INCOMPLETE: Act.COMPLETED,
    State.GRANTED: Act.PAID,
    State.CLOSED: Act.REOPENED,
}


@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD"])
def listed(request: ActorRequest, found: "File") -> HttpResponse:
    """The démarches of the person: those that wait for us first."""
    today = timezone.localdate()
    lines = queries.lines(queries.in_file(request.actor, found, now=timezone.now()), on=today)
    return render(request, "procedures/followed/list.html", {"file": found, "person": found.person, "lines": lines, "today": today})


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def begin(request: ActorRequest, found: "File") -> HttpResponse:
    """Begin to follow a démarche, with what the person says of it; ``?fiche=`` chooses its sheet."""
    form = ProcedureForm(request.POST or None, initial={"sheet": request.GET.get("fiche", "")})
    if request.method == "POST" and form.is_valid():
        said, cause, now = Said(form.cleaned_data["said"] or Said.YES), form.cleaned_data["cause"], timezone.now()
        try:
            kept = decide_by_hand(actor=request.actor, file_id=found.pk, new=form.told(), said=said, cause=cause, now=now)
        except (UnableToKeepProcedure, Refused) as problem:
            told(form, problem)
        else:
            return decided(request, found, kept, now=now)
    context = {"form": form, "file": found, "person": found.person}
    return render(request, "procedures/followed/begin.html", context, status=422 if request.method == "POST" else 200)


def _followed(request: ActorRequest, found: "File", procedure_id: UUID) -> queries.Followed:
    followed = queries.followed(request.actor, found, procedure_id, on=timezone.localdate(), now=timezone.now())
    if followed is None:
        raise Http404
    return followed


@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD"])
def show(request: ActorRequest, found: "File", procedure_id: UUID) -> HttpResponse:
    """Where it stands, whose turn, the dates of law on a line, the story, and what may be noted next."""
    followed = _followed(request, found, procedure_id)
    clock = followed.clock
    context = {
        "file": found,
        "person": found.person,
        "followed": followed,
        "procedure": followed.procedure,
        "sheet": sheets().get(followed.procedure.sheet),
        "line": timeline(clock, today=timezone.localdate()) if clock is not None and clock.dates else None,
        "rule": clock.rule if clock is not None else None,
        "acts": [(act.value, ActLabel(act.value).label) for act in followed.may if act not in ASIDE],
        "asides": [(act.value, ActLabel(act.value).label) for act in followed.may if act in ASIDE],
        "next": "" if followed.turn.silence else NEXT.get(followed.progress.state, ""),
        "letters": help_of(clock.rule).letters if clock is not None else (),
        **_obstacles(request, found, followed.procedure),
        **_written(request, found, followed.procedure),
    }
    return render(request, "procedures/followed/procedure.html", context)


def _written(request: ActorRequest, found: "File", procedure: "Procedure") -> dict[str, object]:
    """Its letters, and how many exhibits it has."""
    letters, pieces = sendings.told(request.actor, found, procedure.pk, now=timezone.now())
    return {"written": letters, "pieces": pieces}


def _obstacles(request: ActorRequest, found: "File", procedure: "Procedure") -> dict[str, object]:
    """What blocks it, and the letter that asks who follows it while it waits for somebody."""
    now = timezone.now()
    met = blockers_of(request.actor, found, procedure.pk, now=now)
    letter = filled(request.actor, found, procedure, now=now) if State(procedure.state) not in OVER else []
    return {"blockers": [(one, blockage_title(one.code), service_name(one.service)) for one in met], "agent_letter": letter}


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def note(request: ActorRequest, found: "File", procedure_id: UUID, act: str) -> HttpResponse:
    """Note one act; 404 for an act that does not exist, a sentence for one that may not follow."""
    followed = _followed(request, found, procedure_id)
    if act not in ActLabel.values:
        raise Http404
    mandates = mandates_of(request, found)
    form = ActForm(request.POST or None, act=Act(act), mandates=mandates, initial={"seen": len(followed.standing)})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.record_act(actor=request.actor, procedure_id=procedure_id, told=form.told(), seen=seen, now=timezone.now())
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("procedures:procedure", file_id=found.pk, procedure_id=procedure_id)
    context = {"form": form, "file": found, "person": found.person, "procedure": followed.procedure, "act": ActLabel(act).label}
    return render(request, "procedures/followed/act.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def take_back(request: ActorRequest, found: "File", procedure_id: UUID, act_id: UUID) -> HttpResponse:
    """An act noted by mistake no longer counts."""
    _followed(request, found, procedure_id)
    try:
        services.take_back(actor=request.actor, procedure_id=procedure_id, act_id=act_id, now=timezone.now())
    except UnableToKeepProcedure as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("Cet acte ne compte plus. Il reste visible dans l’histoire."))
    return redirect("procedures:procedure", file_id=found.pk, procedure_id=procedure_id)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def clocks(request: ActorRequest, found: "File", procedure_id: UUID) -> HttpResponse:
    """Choose the clocks of law that hold."""
    procedure = _followed(request, found, procedure_id).procedure
    form = ClocksForm(request.POST or None, initial={"silence": procedure.silence, "appeal": procedure.appeal})
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_clock(actor=request.actor, procedure_id=procedure_id, **form.cleaned_data, now=timezone.now())
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("procedures:procedure", file_id=found.pk, procedure_id=procedure_id)
    context = {"form": form, "file": found, "person": found.person, "procedure": procedure}
    return render(request, "procedures/followed/clocks.html", context, status=422 if request.method == "POST" else 200)
