"""The chronology of a démarche: chosen, read on the screen, then taken as PDF, with its exhibits, or kept as an exhibit."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.casework.services.documents import Deposit
from relais.casework.terms.documents import DocumentKind
from relais.foundation import pdf, pdf_join
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures.queries import chronology as queries
from relais.procedures.queries import procedures as followed_reads
from relais.procedures.queries import sendings as kept_reads
from relais.procedures.services import chronology as services
from relais.procedures.services import exhibits
from relais.procedures.services.binding import BoundPapers, bound
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.terms.sendings import Recipient
from relais.procedures.web.chronology_forms import ChronologyForm
from relais.procedures.web.papers import attached, chronology_context, chronology_pdf
from relais.procedures.web.unkept import unkept
from relais.ui.forms import told
from relais.ui.typography import short_date

if TYPE_CHECKING:
    from relais.people.models import File

#: what a button asks for; anything else is the form.
PREVIEW, PDF, KEEP = "apercu", "pdf", "garder"


def _form(request: ActorRequest, found: "File", procedure_id: UUID) -> ChronologyForm:
    now, language = timezone.now(), translation.get_language() or "fr"
    notes = [
        (str(note.pk), f"{short_date(timezone.localdate(note.written_at), language=language)}, {note.author}, {note.get_level_display()}")
        for note in queries.notes_to_tick(request.actor, found, now=now)
    ]
    pieces = any(row.joins for row in kept_reads.exhibits(request.actor, found, procedure_id, now=now))
    asked = request.GET.get("pour", "")
    initial = {"recipient": asked} if asked in Recipient.values else {}
    return ChronologyForm(request.POST or None, notes=notes, pieces=pieces, initial=initial)


@unkept
@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def chronology(request: ActorRequest, found: "File", procedure_id: UUID) -> HttpResponse:
    """Choose, read, then take or keep. ``?pour=``: for whom, when one comes from a letter."""
    procedure = followed_reads.in_file(request.actor, found, now=timezone.now()).filter(pk=procedure_id).first()
    if procedure is None:
        raise Http404
    form = _form(request, found, procedure_id)
    paper: dict[str, object] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            paper, level = _told(request, found, procedure_id, form)
            if request.POST.get("etape") in (PDF, KEEP):
                return _made(request, found, procedure_id, form=form, paper=paper, level=level)
        except UnableToKeepProcedure as problem:
            told(form, problem)
        except (pdf.UnableToRender, pdf_join.UnableToJoin) as problem:
            form.add_error(None, _(str(problem)))
    context = {"file": found, "person": found.person, "procedure": procedure, "form": form, "paper": paper}
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "procedures/sendings/chronology.html", context, status=status)


def _told(request: ActorRequest, found: "File", procedure_id: UUID, form: ChronologyForm) -> tuple[dict[str, object], str]:
    """What the paper says, and the level of the most closed note in it."""
    now = timezone.now()
    today = timezone.localdate(now)
    # the paper is French, whatever the screen
    with translation.override("fr"):
        noted, level = services.opened_notes(actor=request.actor, found=found, note_ids=form.ticked(), now=now)
        parts = form.cleaned_data["parts"]
        one = queries.chronology(request.actor, found, procedure_id, parts=parts, on=today, now=now, noted=noted)
        if one is None:
            raise Http404
        return chronology_context(found, one, for_whom=form.for_whom, purpose=form.cleaned_data["purpose"], on=today), level


def _made(
    request: ActorRequest, found: "File", procedure_id: UUID, *, form: ChronologyForm, paper: dict[str, object], level: str
) -> HttpResponse:
    now, data = timezone.now(), form.cleaned_data
    made = chronology_pdf(paper)
    services.tell_chronology(actor=request.actor, procedure_id=procedure_id, recipient=data["recipient"], purpose=data["purpose"], now=now)
    if request.POST.get("etape") == KEEP:
        title = f"Chronologie au {short_date(timezone.localdate(now))} : {form.for_whom}"
        handed = Deposit(made, "chronologie.pdf", DocumentKind.OTHER, title, timezone.localdate(now), level)
        kept = exhibits.keep_chronology(actor=request.actor, procedure_id=procedure_id, handed=handed, now=now)
        messages.success(request, _("La chronologie est gardée : pièce n° %(number)d.") % {"number": kept.number})
        return redirect("procedures:exhibits", file_id=found.pk, procedure_id=procedure_id)
    if data.get("exhibits"):
        rows = [row for row in kept_reads.exhibits(request.actor, found, procedure_id, now=now) if row.stands]
        made = bound(actor=request.actor, found=found, front=BoundPapers(made, "Chronologie"), exhibits=rows, now=now)
    return attached(made, "chronologie.pdf")
