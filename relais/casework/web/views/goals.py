"""Screens of goals and steps, of the sheet that the person takes away, of what happened in the file, and of the team's own writing."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from relais.casework.queries import interviews as queries
from relais.casework.queries import timeline as happened
from relais.casework.rules import debrief as rules
from relais.casework.services import goals as services
from relais.casework.services.goals import NewStep
from relais.casework.terms.interviews import GoalState, Who, Writing
from relais.casework.web import slips
from relais.casework.web.contact_forms import GoalForm, StepForm
from relais.foundation import pdf
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.kernel.tallies import SMALLEST
from relais.people.file_screens import of_file, signed_in
from relais.people.rules import Level
from relais.ui import paper
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.casework.rules.sheet import NextSteps
    from relais.people.models import File

STYLES = ("ui/relais.css", "casework/sheet.css", paper.STYLE)
PER_PAGE = 50
#: what the debrief of a team looks back on.
LOOKS_BACK = timedelta(days=91)


@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def goals(request: ActorRequest, found: "File") -> HttpResponse:
    """What the person wants, and the steps that lead there."""
    now = timezone.now()
    known = list(queries.goals(request.actor, found, now=now))
    open_goals = [(str(goal.pk), goal.words) for goal in known if goal.ended_at is None]
    goal_form = GoalForm(request.POST if "add-goal" in request.POST else None)
    step_form = StepForm(request.POST if "add-goal" not in request.POST and request.POST else None, goals=open_goals)
    if request.method == "POST" and _added(request, found, goal_form, step_form, now=now):
        return redirect("casework:goals", file_id=found.pk)
    steps = list(queries.steps(request.actor, now=now).filter(file=found))
    context = {
        "file": found,
        "person": found.person,
        "goal_form": goal_form,
        "step_form": step_form,
        "goals": known,
        "left": [step for step in steps if step.done_at is None],
        "done": [step for step in steps if step.done_at is not None][-20:],
        "today": timezone.localdate(now),
    }
    return render(request, "casework/goals.html", context, status=422 if request.method == "POST" else 200)


def _added(request: ActorRequest, found: "File", goal_form: GoalForm, step_form: StepForm, *, now: datetime) -> bool:
    form: GoalForm | StepForm = goal_form if goal_form.is_bound else step_form
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        if form is goal_form:
            services.set_goal(actor=request.actor, file_id=found.pk, words=data["words"], now=now)
        else:
            goal_id = UUID(data["goal"]) if data["goal"] else None
            step = NewStep(Who(data["who"]), data["what"], data["due_on"], goal_id)
            services.add_step(actor=request.actor, file_id=found.pk, step=step, now=now)
    except (Unable, Refused) as problem:
        told(form, problem)
        return False
    return True


@of_file(Level.ADMINISTRATIVE)
@require_POST
def end_goal(request: ActorRequest, found: "File", goal_id: UUID) -> HttpResponse:
    """Say where a goal stands, or take that back."""
    if not queries.goals(request.actor, found, now=timezone.now()).filter(pk=goal_id).exists():
        raise OutOfScope
    state = request.POST.get("etat", "")
    if state not in GoalState.values:
        raise OutOfScope
    services.end_goal(actor=request.actor, goal_id=goal_id, state=GoalState(state), now=timezone.now())
    return redirect("casework:goals", file_id=found.pk)


@of_file(Level.ADMINISTRATIVE)
@require_POST
def step(request: ActorRequest, found: "File", step_id: UUID, act: str) -> HttpResponse:
    """Say that a step is done, take that back, or forget a step agreed by mistake. ``act``: fait, reprendre, retirer."""
    now = timezone.now()
    if not queries.steps(request.actor, now=now).filter(file=found, pk=step_id).exists():
        raise OutOfScope
    if act == "retirer":
        try:
            services.remove_step(actor=request.actor, step_id=step_id, now=now)
        except Unable as problem:
            messages.error(request, in_words(problem))
    else:
        services.mark_step(actor=request.actor, step_id=step_id, done=act == "fait", now=now)
        messages.success(request, _("C’est fait. Un appui sur « Annuler » le reprend.") if act == "fait" else _("L’étape est à faire."))
    return redirect("casework:goals", file_id=found.pk)


@of_file(Level.ADMINISTRATIVE)
@require_safe
def sheet(request: ActorRequest, found: "File") -> HttpResponse:
    """The sheet of next steps, read on screen with the person or printed for her."""
    shown = queries.next_steps(request.actor, found, now=timezone.now())
    return render(request, "casework/sheet.html", {"file": found, "person": found.person, "unable": "", **_on_paper(request, found, shown)})


def _on_paper(request: ActorRequest, found: "File", shown: "NextSteps") -> dict[str, object]:
    """The sheet and its slip, when it waits for something from her and nobody left the slip out (``?talon=non``)."""
    without = request.GET.get("talon") == "non"
    return {"sheet": shown, "slip": None if without else slips.of_sheet(request.actor, found, shown), "without": without}


@limited("feuille-pdf", rate=30, per=timedelta(minutes=10), methods=("GET",))
@of_file(Level.ADMINISTRATIVE)
@require_safe
def sheet_pdf(request: ActorRequest, found: "File") -> HttpResponse:
    """The same as PDF/UA-1, told in «qui a ouvert»; the page again, with the reason, where this machine makes none."""
    shown = services.printed_sheet(actor=request.actor, found=found, now=timezone.now())
    context = _on_paper(request, found, shown)
    html = render_to_string("casework/sheet_document.html", context)
    try:
        document = pdf.render(html, stylesheets=STYLES)
    except pdf.UnableToRender as problem:
        return render(request, "casework/sheet.html", {"file": found, "person": found.person, "unable": str(problem), **context})
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="feuille.pdf"'
    return response


@of_file(Level.ADMINISTRATIVE)
@require_GET
def timeline(request: ActorRequest, found: "File") -> HttpResponse:
    """What happened in the file, the newest first: contacts, notes by level, decisions, steps done."""
    lines = happened.lines(request.actor, found, now=timezone.now())
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "casework/timeline.html", {"file": found, "person": found.person, "page": page})


@signed_in
@require_GET
def debrief(request: ActorRequest) -> HttpResponse:
    """When notes are written, for the whole team, without a name; nothing under eleven."""
    if not queries.may_see_debrief(request.actor):
        raise OutOfScope
    since = timezone.now() - LOOKS_BACK
    shown = rules.shown(queries.writing_of_the_team(request.actor, since=since))
    rows = None if shown is None else [(moment.label, shown.get(moment.value, 0)) for moment in Writing]
    return render(request, "casework/debrief.html", {"rows": rows, "since": since, "smallest": SMALLEST})
