"""The figures of a year as a workbook: the same numbers and definitions as on screen."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from relais.domiciliation.queries.years import Year


def as_workbook(year: Year) -> bytes:
    """One line for each number told; every text is ours, but for the names of the structure, which stand after a word of ours."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Domiciliation"))
    place = _("toute la structure") if year.service is None else year.service.name
    sheet.append(
        [_("Domiciliation"), year.year, _("Structure : %(name)s") % {"name": year.house}, _("Service : %(name)s") % {"name": place}]
    )
    sheet.append([_("Indicateur"), _("Ligne"), _("Nombre"), _("Définition")])
    for one in year.figures:
        title, definition = str(one.figure.title), str(one.figure.definition)
        sheet.append([title, _("Ensemble"), _("moins de 11") if one.whole is None else one.whole, definition])
        for line in one.lines:
            sheet.append([title, str(line.label), line.number, definition])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
