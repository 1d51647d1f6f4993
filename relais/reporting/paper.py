"""A report as files: the same numbers and definitions as on screen."""

import io

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relais.foundation import pdf
from relais.kernel.spreadsheets import csv_bytes, harmless
from relais.reporting.queries import Page, Pleading

STYLES = ("reporting/paper.css",)


def period(page: Page | Pleading) -> str:
    """The months of a report, in words."""
    first, last = (date_format(month.first_day(), "F Y") for month in (page.asked.first, page.asked.last))
    return first if first == last else _("%(first)s à %(last)s") % {"first": first, "last": last}


def as_pdf(page: Page) -> bytes:
    """On A4; pdf.UnableToRender when this machine makes none."""
    return pdf.render(render_to_string("reporting/paper.html", {"page": page, "period": period(page)}), stylesheets=STYLES)


def as_workbook(page: Page) -> bytes:
    """One line for each number told, no cell of which a spreadsheet runs: names of structures and bodies are typed by somebody."""
    from openpyxl import Workbook  # with lxml, twenty megabytes that a page does not need

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Bilan"))
    house, place = _("Structure : %(name)s") % {"name": page.house}, _("Service : %(name)s") % {"name": page.place}
    rows: list[list[object]] = [[_("Bilan"), house, place, period(page)]]
    rows.append([_("Indicateur"), _("Ligne"), _("Nombre"), _("Moyenne"), _("Total"), _("Part"), _("Définition")])
    for shown in page.figures:
        title, definition = str(shown.figure.title), str(shown.figure.definition)
        for line in (shown.whole, *shown.lines):
            label = _("Ensemble") if line is shown.whole else str(line.label)
            number = _("moins de 11") if line.number is None else line.number
            part = f"{line.share} {shown.figure.share}" if line.share else None
            rows.append([title, label, number, line.mean, line.total, part, definition])
    for row in rows:
        sheet.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def pleading_pdf(told: Pleading) -> bytes:
    """What is told to a body, on A4; pdf.UnableToRender when this machine makes none."""
    return pdf.render(render_to_string("reporting/pleading_paper.html", {"told": told, "period": period(told)}), stylesheets=STYLES)


def pleading_csv(told: Pleading) -> bytes:
    """The same numbers with the method, in an open format."""
    rows = [[_("Structure"), told.house], [_("Organisme"), told.body], [_("Période"), period(told)]]
    rows.append([_("Indicateur"), _("Ligne"), _("Nombre"), _("Minutes perdues au moins, en moyenne"), _("Définition")])
    for shown in told.figures:
        if shown.whole.number is None:
            continue
        title, definition = str(shown.figure.title), str(shown.figure.definition)
        for line in (shown.whole, *shown.lines, *shown.across):
            label = _("Ensemble") if line is shown.whole else str(line.label)
            rows.append([title, label, str(line.number), "" if line.mean is None else str(line.mean), definition])
    rows.append(
        [_("Méthode"), _("Un nombre plus petit que 11 n’est jamais montré. Personne n’est nommé, aucun chiffre n’est donné par agent.")]
    )
    return csv_bytes(rows)
