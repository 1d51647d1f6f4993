"""Our own papers beside the letters: the list of exhibits, the chronology. The same HTML on the screen and in the PDF/UA-1."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from relais.foundation import pdf
from relais.procedures.queries.chronology import Chronology
from relais.procedures.queries.sendings import Kept

if TYPE_CHECKING:
    from relais.people.models import File
    from relais.procedures.models import Procedure

STYLES: Final = ("procedures/dossier.css",)


def full_name(found: "File") -> str:
    """The name that a paper bears."""
    person = found.person
    return " ".join(filter(None, (person.given_names, person.family_name or person.birth_name))) or person.called


def list_pdf(found: "File", procedure: "Procedure", rows: Sequence[Kept], *, on: date) -> bytes:
    """The list of exhibits alone; ``pdf.UnableToRender`` where this machine makes none."""
    return _made("procedures/sendings/list_document.html", {"name": full_name(found), "procedure": procedure, "rows": rows, "on": on})


def chronology_pdf(context: dict[str, object]) -> bytes:
    """The chronology, its exhibits listed after it. ``context``: that of its preview."""
    return _made("procedures/sendings/chronology_document.html", context)


def chronology_context(found: "File", told: Chronology, *, for_whom: str, purpose: str, on: date) -> dict[str, object]:
    """What the paper of a chronology says, on the screen and in the PDF."""
    return {
        "name": full_name(found),
        "told": told,
        "procedure": told.followed.procedure,
        "rows": told.exhibits,
        "for_whom": for_whom,
        "purpose": purpose,
        "house": found.service.organisation.name,
        "on": on,
    }


def _made(template: str, context: dict[str, object]) -> bytes:
    with translation.override("fr"):
        html = render_to_string(template, context)
    return pdf.render(html, stylesheets=STYLES)


def attached(made: bytes, name: str) -> HttpResponse:
    """A PDF that no browser keeps; ``name`` says nothing of anybody."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
