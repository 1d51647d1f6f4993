"""``/outils/carnet/``: the blank notebook of codes, to print. No field: a code is written by hand, never on a screen."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from relais.foundation import pdf
from relais.foundation.limited import limited
from relais.procedures.pictograms import PICTOGRAMS
from relais.procedures.rules import notebook as printed
from relais.procedures.web.views.sheets import made

STYLES = ("procedures/person.css", "procedures/notebook.css")
RATE, PER = 60, timedelta(minutes=5)


@require_safe
def notebook(request: HttpRequest) -> HttpResponse:
    """The notebook, as a page that the browser prints."""
    return render(request, "procedures/notebook.html", {"body": _body(top=2)})


@limited("carnet-pdf", rate=RATE, per=PER, methods=("GET",))
@require_safe
def notebook_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF/UA-1; the page again, with the reason, where this machine makes none."""
    html = render_to_string("procedures/notebook_document.html", {"title": printed.TITLE, "body": _body(top=1)})
    try:
        document = made(html, STYLES)
    except pdf.UnableToRender as problem:
        return render(request, "procedures/notebook.html", {"body": _body(top=2), "unable": str(problem)})
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="carnet.pdf"'
    return response


def _body(*, top: int) -> str:
    """The printed part; ``top``: level of its title, 1 when it stands alone."""
    with translation.override("fr"):
        accounts = [(PICTOGRAMS[one.pictogram], one) for one in printed.ACCOUNTS]
        context = {"notebook": printed, "accounts": accounts, "top": top, "below": top + 1}
        return render_to_string("procedures/notebook_body.html", context)
