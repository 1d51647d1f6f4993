"""The figures of a year as a workbook: the same numbers and definitions as on screen."""

import io

from django.utils.translation import gettext as _

from relais.domiciliation.queries.years import Year
from relais.kernel.spreadsheets import harmless


def as_workbook(year: Year) -> bytes:
    """One line for each number told; each text is harmless to whoever opens it."""
    from openpyxl import Workbook  # with lxml, twenty megabytes that a page does not need

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Domiciliation"))
    place = _("toute la structure") if year.service is None else year.service.name
    house, service = _("Structure : %(name)s") % {"name": year.house}, _("Service : %(name)s") % {"name": place}
    rows: list[list[object]] = [[_("Domiciliation"), year.year, house, service]]
    rows.append([_("Indicateur"), _("Ligne"), _("Nombre"), _("Définition")])
    for one in year.figures:
        title, definition = str(one.figure.title), str(one.figure.definition)
        rows.append([title, _("Ensemble"), _("moins de 11") if one.whole is None else one.whole, definition])
        rows += [[title, str(line.label), line.number, definition] for line in one.lines]
    for row in rows:
        sheet.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
