"""Caseload files: JSON, CSV or XLSX in, households out, one at a time, whatever the size of the file."""

from collections.abc import Iterator
from pathlib import Path

from relais.kernel.months import Month
from relais.kernel.system_words import system_words
from relais.law.situation.cases import Case, UnreadableFileError
from relais.law.situation.json_stream import json_cases
from relais.law.situation.rows import cases_of_rows
from relais.law.situation.sheets import csv_rows, xlsx_rows

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_cases(path: Path, *, month: Month, start: int = 0) -> Iterator[Case]:
    """The cases of a file from the position ``start``, in the order of the file; memory does not grow with its size.

    ``month``: the month screened of the households that name none (JSON may name one, sheets never do). A household with an
    error comes as a case without household, and the rest goes on. UnreadableFileError (at the first case) when nothing can be
    read: no such file, empty, no known format, wrong columns. What the file is shows in its first bytes, not in its name.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
        if head.startswith(_ZIP):
            yield from cases_of_rows(xlsx_rows(path), month=month, start=start)
        elif head.startswith(_OLD_EXCEL):
            raise UnreadableFileError("Ce classeur est à l’ancien format Excel (.xls). Enregistrez-le en .xlsx.")
        elif _text(head).startswith(("{", "[")):
            yield from json_cases(path, month=month, start=start)
        else:
            yield from cases_of_rows(csv_rows(path), month=month, start=start)
    except OSError as error:
        raise UnreadableFileError(f"Le fichier {path.name} ne s’ouvre pas\u00a0: {system_words(error)}.") from error


def _text(head: bytes) -> str:
    """The beginning as text, without byte order mark nor blanks."""
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()
