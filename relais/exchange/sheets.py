"""A table as it is kept sealed in its lot, the workbook and the CSV that leave Relais."""

import io
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from relais.exchange.models import Lot
from relais.exchange.reading import Row, Table
from relais.exchange.rules import reasons
from relais.kernel.sentences import Sentence
from relais.kernel.spreadsheets import csv_bytes, harmless

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedDocument

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def packed(table: Table) -> bytes:
    """The table as bytes, to be sealed."""
    rows = [[row.line, row.cells, row.stopped] for row in table.rows]
    kept = {
        "headers": table.headers,
        "rows": rows,
        "remarks": reasons.kept(table.remarks),
        "refused": [(rank, reasons.kept([why])) for rank, why in table.refused.items()],
    }
    return json.dumps(kept, ensure_ascii=False).encode()


def unpacked(content: bytes) -> Table:
    """The table of such bytes."""
    kept = json.loads(content)
    rows = [Row(line, cells, stopped) for line, cells, stopped in kept["rows"]]
    refused = {int(rank): reasons.reread(why)[0] for rank, why in kept["refused"]}
    return Table(kept["headers"], rows, _remarks(kept["remarks"]), refused)


def _remarks(stored: str | list[str]) -> list[Sentence]:
    # a table received before its remarks were sentences waits a week at most
    return reasons.reread(stored) if isinstance(stored, str) else [Sentence("{text}", text=one) for one in stored]


def table_of(lot: Lot) -> Table:
    """The table of a lot; an empty one once it is erased."""
    return unpacked(cast("SealedDocument", lot.table).open()) if lot.table else Table([], [])


def packed_faults(table: Table, causes: dict[int, str]) -> bytes:
    """The rows to correct and why, as ``reasons`` keep it, to be sealed: the same table with a column more."""
    rows = [[*row.cells, causes[row.line]] for row in table.rows if row.line in causes]
    return json.dumps([[*table.headers, "à corriger"], *rows], ensure_ascii=False).encode()


def faults_of(lot: Lot) -> list[list[str]]:
    """The rows to correct as they were packed, headers first; none once they are erased."""
    return json.loads(cast("SealedDocument", lot.faults).open()) if lot.faults else []


def written(rows: Iterable[Sequence[str]], *, kind: str) -> bytes:
    """These rows as a file, «xlsx» or «csv», with no cell that a spreadsheet would run."""
    return _workbook(rows) if kind == "xlsx" else csv_bytes(rows)


def _workbook(rows: Iterable[Sequence[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tableau")
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
