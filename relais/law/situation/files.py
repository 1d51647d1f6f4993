"""Caseload files: JSON, CSV, XLSX or Parquet in, households out, one at a time, whatever the size of the file."""

import re
from collections.abc import Iterator
from pathlib import Path

from relais.kernel.months import Month
from relais.kernel.system_words import system_words
from relais.law.situation.cases import Case, RawCase, UnreadableFileError
from relais.law.situation.json_stream import count_json_cases, json_cases
from relais.law.situation.parquet import MAGIC, count_parquet_cases, parquet_rows
from relais.law.situation.rows import AnyRow, cases_of_rows, count_groups
from relais.law.situation.sheets import csv_rows, xlsx_rows

#: bytes that no text holds: a picture, a PDF or a program was given.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_cases(path: Path, *, month: Month, start: int = 0) -> Iterator[Case]:
    """The cases of a file from the position ``start``, in the order of the file; memory does not grow with its size.

    ``month``: the month screened of the households that name none (JSON may name one, sheets never do). A household with an
    error comes as a case without household, and the rest goes on. UnreadableFileError (at the first case) when nothing can be
    read: no such file, empty, no known format, wrong columns. What the file is shows in its first bytes, not in its name.
    """
    for raw in raw_cases(path):
        if raw.position >= start:
            yield raw.read(month)


def raw_cases(path: Path) -> Iterator[RawCase]:
    """The same, each household cut out and not read yet: some ten times quicker, so that other processes may read them."""
    try:
        rows = _rows(path)
        yield from json_cases(path) if rows is None else cases_of_rows(rows)
    except OSError as error:
        raise UnreadableFileError(f"Le fichier {path.name} ne s’ouvre pas\u00a0: {system_words(error)}.") from error


def count_cases(path: Path) -> int:
    """How many cases ``read_cases`` would give, right and wrong, without reading their facts (some ten times quicker).

    UnreadableFileError for all that ``read_cases`` refuses as a whole, wherever it stands in the file.
    """
    try:
        if _head(path).startswith(MAGIC):
            return count_parquet_cases(path)
        rows = _rows(path)
        return count_json_cases(path) if rows is None else count_groups(rows)
    except OSError as error:
        raise UnreadableFileError(f"Le fichier {path.name} ne s’ouvre pas\u00a0: {system_words(error)}.") from error


def _rows(path: Path) -> Iterator[AnyRow] | None:
    """The rows of a sheet, by what the first bytes are; None for JSON."""
    head = _head(path)
    if head.startswith(_ZIP):
        return xlsx_rows(path)
    if head.startswith(MAGIC):
        return parquet_rows(path)
    if head.startswith(_OLD_EXCEL):
        raise UnreadableFileError(
            "Ce classeur est protégé par un mot de passe, ou à l’ancien format Excel (.xls). Enregistrez-le en .xlsx, sans mot de passe."
        )
    if not head.startswith(_UTF16) and _NO_TEXT.search(head):
        raise UnreadableFileError("Ce n’est ni un CSV, ni un classeur Excel (.xlsx), ni du JSON, ni du Parquet.")
    return None if _text(head).startswith(("{", "[")) else csv_rows(path)


def _head(path: Path) -> bytes:
    """Its first bytes, which tell what it is."""
    with path.open("rb") as file:
        return file.read(4096)


def _text(head: bytes) -> str:
    """The beginning as text, without byte order mark nor blanks."""
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()
