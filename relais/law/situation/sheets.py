"""Rows of CSV and XLSX files, one after the other."""

import csv
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from relais.law.places.plain import plain
from relais.law.situation.cases import UnreadableFileError
from relais.law.situation.rows import AnyRow, Row, TextRow
from relais.law.situation.unpacked import refuse_oversized, too_far

DATA_SHEET = "Données"
#: characters; a line of a caseload is a few hundred, a file without line ends must not fill the memory.
LONGEST_LINE = 1_000_000
_TOO_LONG = "Une ligne du fichier dépasse un million de caractères\u00a0: ce n’est pas une liste de ménages."
_DELIMITERS = (";", "\t", ",")


def csv_rows(path: Path) -> Iterator[AnyRow]:
    """Rows of a text file: UTF-8 with or without mark, UTF-16 with its mark, else Windows-1252 line by line; ``;``, ``,`` or tab.

    UnreadableFileError when it is empty or has one column only. A line that cannot be cut into cells comes as a broken row.
    """
    delimiter = ""
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            if not delimiter:
                delimiter = max(_DELIMITERS, key=line.count)
                if delimiter not in line:
                    raise UnreadableFileError("Le fichier n’a qu’une colonne. Séparez les colonnes par des points-virgules.")
            yield _row(number, line.rstrip("\r\n"), delimiter)
    if not delimiter:
        raise UnreadableFileError("Le fichier est vide.")


def _row(number: int, line: str, delimiter: str) -> AnyRow:
    """Each line is cut alone: a quote that is not closed spoils its own line, not the thousand that follow."""
    if '"' not in line:
        return TextRow(number, line, delimiter)
    try:
        return Row(number, next(csv.reader([line], delimiter=delimiter, strict=True)))
    except (csv.Error, StopIteration):
        said = "Cette ligne ne se lit pas\u00a0: guillemet mal fermé, retour à la ligne dans une case, ou case trop longue."
        return Row(number, line[:1000].replace('"', "").split(delimiter), said)


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Text lines. Each line that is not UTF-8 is read as Windows-1252 (what Excel writes in France)."""
    mark = file.read(2)
    if mark in (b"\xff\xfe", b"\xfe\xff"):
        yield from _utf16_lines(Path(file.name))
        return
    file.seek(3 if mark + file.read(1) == b"\xef\xbb\xbf" else 0)
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise UnreadableFileError(_TOO_LONG)
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            yield line.decode("cp1252", errors="replace")


def _utf16_lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-16", errors="replace", newline="") as file:
        while line := file.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise UnreadableFileError(_TOO_LONG)
            yield line


def xlsx_rows(path: Path) -> Iterator[Row]:
    """Rows of the sheet «Données», else of the first sheet. UnreadableFileError when it is not a workbook or has nothing.

    A workbook that breaks off comes as a last broken row. Whatever its name: openpyxl looks at the names of paths, not of files.
    """
    with path.open("rb") as file:
        yield from _workbook_rows(file)


def _workbook_rows(file: IO[bytes]) -> Iterator[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with warnings.catch_warnings():
        # openpyxl warns of extensions that it leaves aside (validations, styles): they hold no data.
        warnings.simplefilter("ignore")
        try:
            refuse_oversized(file)
            book = load_workbook(file, read_only=True, data_only=True)
        except UnreadableFileError:
            raise
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, zlib.error, ParseError):
            raise UnreadableFileError("Ce fichier n’est pas un classeur Excel lisible. Enregistrez-le de nouveau en .xlsx.") from None
    try:
        sheet = next((one for one in book.worksheets if plain(one.title) == plain(DATA_SHEET)), None) or next(iter(book.worksheets), None)
        if sheet is None:
            raise UnreadableFileError("Le classeur n’a aucune feuille.")
        width, line, empty = 0, 0, True
        try:
            for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                too_far(line)
                row = Row(line, cells)
                if row.blank:
                    continue
                # Formatting stretches rows: cells beyond the header are kept only when something is written in them.
                width = width if not empty else _filled(cells)
                empty = False
                yield Row(line, (*cells, *(None,) * (width - len(cells)))[: max(width, _filled(cells))])
        except UnreadableFileError:
            raise
        except (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, EOFError):
            yield Row(line + 1, (), "Le classeur s’interrompt ici\u00a0: la suite n’a pas pu être lue.")
        if empty:
            raise UnreadableFileError(f"La feuille «\u00a0{sheet.title}\u00a0» est vide.")
    finally:
        book.close()


def _filled(cells: tuple[object, ...]) -> int:
    """How many cells, up to the last one written."""
    return max((rank for rank, cell in enumerate(cells, 1) if cell is not None and str(cell).strip()), default=0)
