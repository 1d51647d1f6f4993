"""The papers of a domiciliation, on screen and as PDF/UA-1."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from relais.accounts.queries import myself
from relais.domiciliation.queries import files as queries
from relais.domiciliation.queries.papers import paper_of
from relais.domiciliation.rules.papers import Paper
from relais.domiciliation.services.desks import note_paper
from relais.domiciliation.terms import Paper as Label
from relais.foundation import pdf
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.people.slips import reply_slip
from relais.ui.paper import STYLE, Choice, ReplySlip, is_large

if TYPE_CHECKING:
    from relais.people.models import File

STYLES = ("domiciliation/paper.css", STYLE)


def _made(request: ActorRequest, found: "File", election_id: UUID, what: str) -> tuple[queries.Request, Paper]:
    on = timezone.localdate()
    asked = queries.request(request.actor, found, election_id, on=on)
    with translation.override("fr"):
        made = None if asked is None else paper_of(request.actor, found, *asked, what)
    if asked is None or made is None:
        raise OutOfScope
    return asked[1], made


def _slip(request: ActorRequest, found: "File", made: Paper) -> ReplySlip | None:
    """What she answers to the letter that comes before an end; the other papers wait for nothing."""
    if made.kind != Label.WARNING:
        return None
    me = myself(request.actor)
    to = (me.display_name if me is not None else "", *made.where.lines)
    return reply_slip(found, to=to, choices=(Choice("Je viens vous voir"), Choice("J’ai été empêchée ou empêché de venir")))


@of_file(Level.ADMINISTRATIVE)
@require_safe
def paper(request: ActorRequest, found: "File", election_id: UUID, what: str) -> HttpResponse:
    """To read on screen with the person, or to print from the browser."""
    one, made = _made(request, found, election_id, what)
    context = {
        "file": found,
        "person": found.person,
        "paper": made,
        "election": one.election,
        "today": timezone.localdate(),
        "unable": "",
        "label": Label(what).label,
        "large": is_large(request),
        "slip": _slip(request, found, made),
    }
    return render(request, "domiciliation/paper.html", context)


@limited("domiciliation-pdf", rate=60, per=timedelta(minutes=10), methods=("GET",))
@of_file(Level.ADMINISTRATIVE)
@require_safe
def paper_pdf(request: ActorRequest, found: "File", election_id: UUID, what: str) -> HttpResponse:
    """The same as PDF/UA-1, told in «qui a ouvert»; the page again, with the reason, where this machine makes none."""
    one, made = _made(request, found, election_id, what)
    note_paper(actor=request.actor, election=one.election, now=timezone.now())
    context = {"paper": made, "today": timezone.localdate(), "large": is_large(request), "slip": _slip(request, found, made)}
    with translation.override("fr"):
        html = render_to_string("domiciliation/paper_document.html", context)
    try:
        document = pdf.render(html, stylesheets=STYLES)
    except pdf.UnableToRender as problem:
        more = {"file": found, "person": found.person, "election": one.election, "unable": str(problem), "label": Label(what).label}
        return render(request, "domiciliation/paper.html", {**context, **more})
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{made.kind}.pdf"'
    return response
