"""«Appeler une seule fois»: what I have to ask of each body, the call under way, what it gave, démarche by démarche."""

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
from relais.law.blockers.catalogue import bodies
from relais.procedures.queries import calls as queries
from relais.procedures.queries import contacts
from relais.procedures.services import calls as services
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.web.call_forms import AnswerForm, LineToldForm
from relais.procedures.web.views.contacts import for_workers
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.procedures.models import Call


@for_workers
@require_http_methods(["GET", "HEAD"])
def listed(request: ActorRequest) -> HttpResponse:
    """The bodies that my démarches wait for, those with most questions first."""
    known = bodies()
    found = [(known[body], count) for body, count in queries.by_body(request.actor, now=timezone.now()) if body in known]
    return render(request, "procedures/calls/list.html", {"bodies": found})


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def prepare(request: ActorRequest, body: str) -> HttpResponse:
    """What to ask of one body and by which line; the call begins. The numbers of the persons come with it, not before."""
    if body not in bodies():
        raise Http404
    now, today = timezone.now(), timezone.localdate()
    if request.method == "POST":
        line = _line(request.POST.get("ligne", ""))
        call = services.begin_call(actor=request.actor, body=body, line_id=line, now=now)
        return redirect("procedures:call", call_id=call.pk)
    context = {
        "body": bodies()[body],
        "questions": queries.questions(request.actor, body, on=today, now=now),
        "lines": [one for one in contacts.lines(request.actor, body=body, on=today) if one.line.kind == "telephone"],
    }
    return render(request, "procedures/calls/prepare.html", context)


def _line(typed: str) -> UUID | None:
    """The line chosen, None for another one; 404 for what no page of ours offers."""
    try:
        return UUID(typed) if typed else None
    except ValueError as wrong:
        raise Http404 from wrong


def _call(request: ActorRequest, call_id: UUID) -> "Call":
    call = queries.call(request.actor, call_id)
    if call is None:
        raise Http404
    return call


def _page(request: ActorRequest, call: "Call", *, bound: AnswerForm | None = None, of: UUID | None = None) -> HttpResponse:
    """The call with its questions; ``bound``: the form of one démarche that was refused."""
    now, today = timezone.now(), timezone.localdate()
    asked = queries.questions(request.actor, call.body, on=today, now=now, call=call)
    rows = [(one, bound if bound is not None and one.procedure.pk == of else _form(one)) for one in asked]
    context = {
        "call": call,
        "body": bodies().get(call.body),
        "line": call.line,
        "rows": rows,
        "told": sum(one.told is not None for one in asked),
        "line_form": LineToldForm(),
    }
    return render(request, "procedures/calls/call.html", context, status=422 if bound is not None else 200)


def _form(one: queries.Question) -> AnswerForm:
    return AnswerForm(initial={"seen": one.seen}, auto_id=f"{_id(one.procedure.pk)}_%s")


def _id(procedure_id: UUID) -> str:
    return f"q{procedure_id.hex[:8]}"


@for_workers
@require_http_methods(["GET", "HEAD"])
def under_way(request: ActorRequest, call_id: UUID) -> HttpResponse:
    """The call: its line, what to ask for each person, what is already told."""
    return _page(request, _call(request, call_id))


@for_workers
@require_POST
@sent_once
def line_told(request: ActorRequest, call_id: UUID) -> HttpResponse:
    """Whether the line answered, once."""
    call = _call(request, call_id)
    answered = request.POST.get("resultat") == "oui"
    try:
        services.tell_line(actor=request.actor, call_id=call.pk, answered=answered, wait=request.POST.get("wait", ""), now=timezone.now())
    except UnableToKeepProcedure as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("C’est noté, sans votre nom."))
    return redirect("procedures:call", call_id=call.pk)


@for_workers
@require_POST
def line_taken_back(request: ActorRequest, call_id: UUID) -> HttpResponse:
    """What the line did was noted by mistake: it is asked again."""
    call = _call(request, call_id)
    try:
        services.take_line_back(actor=request.actor, call_id=call.pk, now=timezone.now())
    except UnableToKeepProcedure as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("C’est retiré. Dites de nouveau si la ligne a répondu."))
    return redirect("procedures:call", call_id=call.pk)


@for_workers
@require_POST
@sent_once
def answered(request: ActorRequest, call_id: UUID, procedure_id: UUID) -> HttpResponse:
    """What was obtained for one démarche."""
    call, now = _call(request, call_id), timezone.now()
    if not queries.is_mine(request.actor, procedure_id, now=now):
        raise Http404
    form = AnswerForm(request.POST, auto_id=f"{_id(procedure_id)}_%s")
    if form.is_valid():
        act = form.told(on=timezone.localdate(now))
        try:
            services.tell_answer(
                actor=request.actor, call_id=call.pk, procedure_id=procedure_id, told=act, seen=form.cleaned_data["seen"], now=now
            )
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("procedures:call", call_id=call.pk)
    return _page(request, call, bound=form, of=procedure_id)
