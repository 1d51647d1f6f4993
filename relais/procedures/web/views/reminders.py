"""Reminders in a batch, from the board of what has no answer: prepared, printed, sent, taken back together."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from relais.foundation import pdf_join
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.people.file_screens import signed_in
from relais.procedures.queries import reminders as queries
from relais.procedures.queries import renewals
from relais.procedures.services import reminders as services
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.web.papers import attached
from relais.procedures.web.sending_forms import SentTogetherForm
from relais.procedures.web.views.boards import unanswered_page
from relais.procedures.web.views.reminder_letters import AT_ONCE, write_one


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@signed_in
@require_POST
@limited("relances", rate=60, per=timedelta(minutes=10))
def begin(request: ActorRequest) -> HttpResponse:
    """Prepare the reminders ticked on the board; pressed twice, it is one run."""
    actor, now = request.actor, timezone.now()
    if not renewals.follows(actor):
        raise Http404
    chosen = [one for text in request.POST.getlist("demarche") if (one := _uuid(text)) is not None]
    run_id = _uuid(request.POST.get("lot", "")) or uuid4()
    try:
        services.begin_run(actor=actor, run_id=run_id, procedure_ids=chosen, now=now)
    except UnableToKeepProcedure as problem:
        return unanswered_page(request, problem=_(str(problem)), ticked=chosen, status=422)
    _prepare_some(request, run_id)
    return redirect("procedures:reminders", run_id=run_id)


def _prepare_some(request: ActorRequest, run_id: UUID) -> None:
    """As many as one exchange may; outside any transaction, since each row is one of its own."""
    found = queries.run(request.actor, run_id, now=timezone.now())
    if found is None:
        raise Http404
    for row in [row for row in found.rows if row.waits][:AT_ONCE]:
        write_one(request.actor, row.reminder.pk, now=timezone.now())


def _run(request: ActorRequest, run_id: UUID) -> queries.Run:
    found = queries.run(request.actor, run_id, now=timezone.now())
    if found is None:
        raise Http404
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def reminders(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """One run: what is prepared, what is missing; posted, the day on which they left."""
    found = _run(request, run_id)
    form = SentTogetherForm(request.POST or None)
    problems: dict[UUID, str] = {}
    if request.method == "POST" and form.is_valid():
        seen = {row.reminder.pk: int(told) for row in found.ready if (told := request.POST.get(f"vu-{row.reminder.pk}", "")).isdecimal()}
        done, problems = services.send_together(actor=request.actor, run_id=run_id, told=form.told(), seen=seen, now=timezone.now())
        if done:
            messages.success(
                request,
                ngettext("%(number)d relance notée comme envoyée.", "%(number)d relances notées comme envoyées.", done) % {"number": done},
            )
        if not problems:
            return redirect("procedures:reminders", run_id=run_id)
        found = _run(request, run_id)
    return _page(
        request, found, form=form, problems=problems, status=422 if request.method == "POST" and (form.errors or problems) else 200
    )


def _page(
    request: ActorRequest, found: queries.Run, *, form: SentTogetherForm, problems: dict[UUID, str], status: int = 200
) -> HttpResponse:
    rows = [(row, problems.get(row.reminder.pk, "")) for row in found.rows]
    context = {"told": found, "rows": rows, "form": form}
    return render(request, "procedures/reminders/run.html", context, status=status)


@signed_in
@require_POST
@limited("relances", rate=60, per=timedelta(minutes=10))
def go_on(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Prepare the next ones."""
    _prepare_some(request, run_id)
    return redirect("procedures:reminders", run_id=run_id)


@signed_in
@require_POST
@sent_once
def take_back(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """They did not leave after all."""
    _run(request, run_id)
    done, problems = services.take_back_together(actor=request.actor, run_id=run_id, now=timezone.now())
    if done:
        messages.success(
            request,
            ngettext("%(number)d envoi retiré. La lettre est gardée.", "%(number)d envois retirés. Les lettres sont gardées.", done)
            % {"number": done},
        )
    if problems:
        return _page(
            request, _run(request, run_id), form=SentTogetherForm(), problems={key: _(told) for key, told in problems.items()}, status=422
        )
    return redirect("procedures:reminders", run_id=run_id)


@signed_in
@require_POST
@limited("relances-pdf", rate=30, per=timedelta(minutes=10))
def paper(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """All the letters of a run, to print; each reading is journaled in its file."""
    _run(request, run_id)
    try:
        made = services.letters_of_run(actor=request.actor, run_id=run_id, now=timezone.now())
    except (UnableToKeepProcedure, pdf_join.UnableToJoin) as problem:
        messages.error(request, _(str(problem)))
        return redirect("procedures:reminders", run_id=run_id)
    return attached(made, "relances.pdf")
