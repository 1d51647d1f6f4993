"""Screens of the exhibits of a démarche: numbered, removed, put back, listed on paper, joined in one PDF."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.casework.rules.documents import LARGEST
from relais.foundation import pdf, pdf_join
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.foundation.uploads import takes_file, too_large
from relais.people.file_screens import of_file, while_limited
from relais.people.rules import Level
from relais.procedures.queries import procedures as followed_reads
from relais.procedures.queries import sendings as queries
from relais.procedures.services import exhibits as services
from relais.procedures.services.binding import BoundPapers, bound
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.web.papers import attached, list_pdf
from relais.procedures.web.sending_forms import ExhibitsForm
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from relais.people.models import File
    from relais.procedures.models import Procedure


def _procedure(request: ActorRequest, found: "File", procedure_id: UUID) -> "Procedure":
    kept = followed_reads.in_file(request.actor, found, now=timezone.now()).filter(pk=procedure_id).first()
    if kept is None:
        raise Http404
    return kept


@takes_file(largest=LARGEST)
@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def exhibits(request: ActorRequest, found: "File", procedure_id: UUID) -> HttpResponse:
    """The exhibits by number; documents of the file, or a new one, take the next numbers."""
    now, kept = timezone.now(), _procedure(request, found, procedure_id)
    rows = queries.exhibits(request.actor, found, procedure_id, now=now)
    choices = [(str(one.document.pk), one.title) for one in queries.to_take(request.actor, found, rows, now=now)]
    posted = request.method == "POST"
    form = ExhibitsForm(
        request.POST if posted else None, request.FILES if posted else None, documents=choices, too_large=too_large(request)
    )
    if posted and form.is_valid():
        try:
            _taken(request, procedure_id, form)
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est numéroté."))
            return redirect("procedures:exhibits", file_id=found.pk, procedure_id=procedure_id)
    return _page(request, found, kept, rows, form=form, status=422 if posted else 200)


def _taken(request: ActorRequest, procedure_id: UUID, form: ExhibitsForm) -> None:
    now, chosen, handed = timezone.now(), form.chosen(), form.handed()
    if chosen:
        services.take_exhibits(actor=request.actor, procedure_id=procedure_id, document_ids=chosen, now=now)
    if handed is not None:
        services.deposit_exhibit(actor=request.actor, procedure_id=procedure_id, handed=handed, now=now)


def _page(
    request: ActorRequest,
    found: "File",
    kept: "Procedure",
    rows: "Sequence[queries.Kept]",
    *,
    form: ExhibitsForm,
    unable: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "file": found,
        "person": found.person,
        "procedure": kept,
        "rows": rows,
        "standing": [row for row in rows if row.stands],
        "beside": [row for row in rows if row.stands and not row.joins],
        "form": form,
        "unable": unable,
    }
    return render(request, "procedures/sendings/exhibits.html", context, status=status)


def _acted(request: ActorRequest, found: "File", procedure_id: UUID, act: "Callable[[], object]", done: str) -> HttpResponse:
    _procedure(request, found, procedure_id)
    try:
        act()
    except UnableToKeepProcedure as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, done)
    return redirect("procedures:exhibits", file_id=found.pk, procedure_id=procedure_id)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def remove(request: ActorRequest, found: "File", procedure_id: UUID, exhibit_id: UUID) -> HttpResponse:
    """This document is no exhibit any more; its number stays void."""
    return _acted(
        request,
        found,
        procedure_id,
        lambda: services.remove_exhibit(actor=request.actor, procedure_id=procedure_id, exhibit_id=exhibit_id, now=timezone.now()),
        _("La pièce est retirée. Son numéro reste vide, et le document reste dans le dossier."),
    )


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def put_back(request: ActorRequest, found: "File", procedure_id: UUID, exhibit_id: UUID) -> HttpResponse:
    """The same number, again."""
    return _acted(
        request,
        found,
        procedure_id,
        lambda: services.put_exhibit_back(actor=request.actor, procedure_id=procedure_id, exhibit_id=exhibit_id, now=timezone.now()),
        _("La pièce est remise, sous le même numéro."),
    )


@of_file(Level.ADMINISTRATIVE)
@while_limited
@require_POST
@limited("pieces-pdf", rate=30, per=timedelta(minutes=10))
def paper(request: ActorRequest, found: "File", procedure_id: UUID) -> HttpResponse:
    """The list of exhibits as PDF, alone or followed by the exhibits (``ensemble``)."""
    now, kept = timezone.now(), _procedure(request, found, procedure_id)
    rows = [row for row in queries.exhibits(request.actor, found, procedure_id, now=now) if row.stands]
    try:
        front = list_pdf(found, kept, rows, on=timezone.localdate(now))
        whole = "ensemble" in request.POST
        made = bound(actor=request.actor, found=found, front=_front(front), exhibits=rows, now=now) if whole else front
    except (pdf.UnableToRender, pdf_join.UnableToJoin) as problem:
        every = queries.exhibits(request.actor, found, procedure_id, now=now)
        choices = [(str(one.document.pk), one.title) for one in queries.to_take(request.actor, found, every, now=now)]
        return _page(request, found, kept, every, form=ExhibitsForm(documents=choices), unable=_(str(problem)), status=422)
    return attached(made, "pieces.pdf" if whole else "bordereau.pdf")


def _front(content: bytes) -> BoundPapers:
    return BoundPapers(content, _("Bordereau de pièces"))
