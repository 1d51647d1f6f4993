"""Cells that a spreadsheet would run are written as text (OWASP, CSV injection): read, they never act."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_RUN = re.compile(r"^[\s\u00a0]*[=+\-@\t\r|%＝＋－＠]")  # Excel also runs what begins by a full-width sign
_NUMBER = re.compile(r"^[+-]?[\d\s.,]+$")


def harmless(cell: str) -> str:
    """The cell; with an apostrophe before it when a spreadsheet would take it for a formula. A plain number or phone stays as it is."""
    return "'" + cell if _RUN.match(cell) and not _NUMBER.match(cell) else cell


def as_typed(cell: str) -> str:
    """What ``harmless`` was given, so that a table that left Relais comes back the same."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell[1:]) else cell


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Semicolons, as a French spreadsheet opens at once, each cell harmless; a line begun inside a cell is quoted and stays in it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV that Excel opens in France: semicolons, UTF-8 with its mark, each cell harmless."""
    return b"\xef\xbb\xbf" + csv_text(rows).encode()
