"""``/outils/demarches/``: how each procedure is done, on screen, on paper for the person, and as text for another tool."""

from datetime import timedelta
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from relais.foundation import pdf
from relais.foundation.limited import limited
from relais.law.sheets.sheet import Sheet
from relais.procedures.pictograms import PICTOGRAMS
from relais.procedures.queries import texts as queries
from relais.procedures.rules.sheet_lines import Shown, copied, shown

STYLES = ("procedures/person.css",)
#: PDF from one network address; each is made once, then kept.
RATE, PER = 60, timedelta(minutes=5)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every sheet, by need."""
    return render(request, "procedures/sheets.html", {"groups": queries.sheets_by_need()})


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet with its sources."""
    return render(request, "procedures/sheet.html", {"view": _shown(_known(code))})


@require_safe
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet as text."""
    known = _known(code)
    return render(request, "procedures/sheet_copy.html", {"sheet": known, "text": copied(_shown(known))})


@require_safe
def person(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet handed to the person, as a page that the browser prints."""
    known = _known(code)
    return render(request, "procedures/sheet_person.html", {"sheet": known, "body": _body(known, top=2)})


@limited("fiche-pdf", rate=RATE, per=PER, methods=("GET",))
@require_safe
def person_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same as PDF/UA-1; the page again, with the reason, where this machine makes none."""
    known = _known(code)
    html = render_to_string("procedures/person_document.html", {"sheet": known, "body": _body(known, top=1)})
    try:
        document = made(html, STYLES)
    except pdf.UnableToRender as problem:
        return render(request, "procedures/sheet_person.html", {"sheet": known, "body": _body(known, top=2), "unable": str(problem)})
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="feuille.pdf"'
    return response


@lru_cache(maxsize=64)
def made(html: str, styles: tuple[str, ...]) -> bytes:
    """The PDF of a paper that is the same for everybody, so made once in a process; UnableToRender where this machine makes none."""
    return pdf.render(html, stylesheets=styles)


def _known(code: str) -> Sheet:
    found = queries.sheets().get(code)
    if found is None:
        raise Http404
    return found


def _shown(known: Sheet) -> Shown:
    return shown(known, age=known.age(on=timezone.localdate()))


def _body(known: Sheet, *, top: int) -> str:
    """The printed part; ``top``: level of its title, 1 when it stands alone."""
    with translation.override("fr"):
        steps = [(PICTOGRAMS[step.pictogram], step.words) for step in known.person.steps]
        context = {"person": known.person, "steps": steps, "sheet": known, "top": top, "below": top + 1}
        return render_to_string("procedures/person_body.html", context)
