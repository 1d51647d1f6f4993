"""The payments of a period as a table for the accounts: a workbook, or a CSV as a French spreadsheet opens it. No cell is ever run."""

import io
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from relais.aids.services.leaving import Line
from relais.kernel.money import euros
from relais.kernel.spreadsheets import csv_bytes, harmless

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


def written(lines: Sequence[Line], *, kind: str) -> bytes:
    """These payments as a file, «xlsx» or «csv»: one line each after the headers, and no total that an import would book."""
    return _workbook(lines) if kind == "xlsx" else _csv(lines)


def _headers() -> list[str]:
    return [
        _("Numéro de pièce ou de mandat"),
        _("Demande"),
        _("Aide"),
        _("Imputation"),
        _("À payer à"),
        _("Facture ou contrat"),
        _("Moyen"),
        _("Exercice"),
        _("Engagé le"),
        _("Payé le"),
        _("Montant en euros"),
    ]


def _words(one: Line) -> list[str]:
    """What is said in words: the first columns."""
    return [one.reference, one.code, one.kind, one.line, one.payee, one.invoice, one.channel]


def _csv(lines: Sequence[Line]) -> bytes:
    rows = [_headers()]
    for one in lines:
        amount = f"{euros(one.amount):.2f}".replace(".", ",")
        rows.append([*_words(one), str(one.year), _day(one.engaged_on), _day(one.paid_on), amount])
    return csv_bytes(rows)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"


def _workbook(lines: Sequence[Line]) -> bytes:
    """Days and amounts are numbers, that a spreadsheet sums and sorts."""
    from openpyxl import Workbook  # with lxml, twenty megabytes that a page does not need
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Paiements"))
    sheet.append([harmless(header) for header in _headers()])
    for one in lines:
        amount = WriteOnlyCell(sheet, value=euros(one.amount))  # type: ignore[arg-type]  # openpyxl writes decimals as they are
        amount.number_format = "0.00"
        days = []
        for day in (one.engaged_on, one.paid_on):
            cell = WriteOnlyCell(sheet, value=day)  # type: ignore[arg-type]  # and dates
            cell.number_format = "dd/mm/yyyy"
            days.append(cell)
        sheet.append([*map(harmless, _words(one)), one.year, *days, amount])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
