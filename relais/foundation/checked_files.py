"""The guards on free text, run on a file: plain text line by line, CSV and workbooks cell by cell with the header of the column,
documents of LibreOffice and Word by paragraphs and cells.

Nothing is kept and nothing of the content is told. The bombs that a caseload refuses are refused here by the same code.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from relais.kernel.guards.finding import Finding
from relais.kernel.guards.reading import cell_findings, findings
from relais.kernel.sentences import Sentence
from relais.kernel.system_words import system_words
from relais.law.situation.cases import UnreadableFileError
from relais.law.situation.unpacked import refuse_oversized, too_far

#: characters of one line; more is no text that somebody typed.
_LONGEST_LINE = 1_000_000
_ZIP = b"PK\x03\x04"
_TABLES = {".csv", ".tsv"}
#: rows of a file that is uploaded; longer ones are read by the command, which may take its time.
MOST_ROWS = 5000
_TOO_LONG = Sentence("Ce document dépasse 5 000 lignes : il ne peut pas être relu avant d’être gardé. Déposez-en un extrait, ou un PDF.")
#: the part that holds the words → its table, row, cell and paragraphs (OpenDocument, then Word).
_PARTS = {
    "content.xml": ("table", "table-row", "table-cell", frozenset({"p", "h"})),
    "word/document.xml": ("tbl", "tr", "tc", frozenset({"p"})),
}
_NOT_TEXT = "n’est ni un texte, ni un CSV, ni un classeur Excel (.xlsx), ni un document .odt, .ods ou .docx."


class UncheckableFile(Exception):
    """The file cannot be read as text or as a table; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class FileFinding:
    """``line`` in the file from 1; ``cell`` as «C12» («Feuille!C12» beyond the first sheet), "" in a plain text."""

    line: int
    cell: str
    finding: Finding


def check_file(path: Path) -> Iterator[FileFinding]:
    """Every finding of a file, in its order. UncheckableFile when it is missing, no text, locked or beyond measure."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            file.seek(0)
            if head.startswith(_ZIP):
                yield from _office(file, most=None)
            elif b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise UncheckableFile(f"{path.name} {_NOT_TEXT}")
            elif path.suffix.lower() in _TABLES:
                yield from _table(_csv_rows(_lines(path)))
            else:
                for number, line in enumerate(_lines(path), 1):
                    yield from (FileFinding(number, "", one) for one in findings(line.rstrip("\r\n")))
    except UnreadableFileError as problem:
        raise UncheckableFile(problem.args[0]) from problem
    except OSError as problem:
        raise UncheckableFile(f"{path.name} ne s’ouvre pas : {system_words(problem)}.") from problem


def check_held(content: bytes, text: str | None = None) -> Iterator[FileFinding]:
    """Every finding of a file that was uploaded: its ``text`` line by line, or the cells and paragraphs of an office document.

    UncheckableFile when it does not open, or holds more than MOST_ROWS rows: nobody waits for minutes in front of a page.
    """
    if text is not None:
        for number, line in enumerate(text.splitlines(), 1):
            yield from (FileFinding(number, "", one) for one in findings(line))
        return
    try:
        yield from _office(io.BytesIO(content), most=MOST_ROWS)
    except UnreadableFileError as problem:
        raise UncheckableFile(problem.args[0]) from problem


def _lines(path: Path) -> Iterator[str]:
    """Lines of text: UTF-8, UTF-16 with its mark, else Windows-1252 (what Excel writes in France)."""
    with path.open("rb") as file:
        head = file.read(2)
        if head in (b"\xff\xfe", b"\xfe\xff"):
            with path.open(encoding="utf-16", errors="replace") as text:
                while line := text.readline(_LONGEST_LINE):
                    yield _bounded(line)
            return
        file.seek(0)
        while raw := file.readline(_LONGEST_LINE):
            try:
                yield _bounded(raw.decode("utf-8-sig"))
            except UnicodeDecodeError:
                yield _bounded(raw.decode("cp1252", errors="replace"))


def _bounded(line: str) -> str:
    if len(line) >= _LONGEST_LINE:
        raise UncheckableFile(Sentence("Une ligne dépasse un million de caractères."))
    return line


def _csv_rows(lines: Iterator[str]) -> Iterator[tuple[int, Sequence[str]]]:
    first = next(lines, "")
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(_again(first, lines), delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UncheckableFile(Sentence("La ligne {line} ne se coupe pas en cases.", line=reader.line_num)) from None
        yield reader.line_num, row


def _again(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _table(rows: Iterable[tuple[int, Sequence[object]]], sheet: str = "") -> Iterator[FileFinding]:
    """Cell by cell; what introduces a cell is the header of its column, else the cell at its left."""
    headers: list[str] = []
    for line, cells in rows:
        texts = ["" if cell is None else str(cell) for cell in cells]
        if not headers and any(text.strip() for text in texts):
            headers = texts
        for rank, text in enumerate(texts):
            if not text.strip():
                continue
            above = headers[rank] if rank < len(headers) and headers is not texts else ""
            # in the first row what stands at the left is another header
            beside = texts[rank - 1] if rank and headers is not texts else ""
            found = cell_findings(text, header=above) or cell_findings(text, header=beside)
            yield from (FileFinding(line, f"{sheet}{_column(rank)}{line}", one) for one in found)


def _column(rank: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    rank += 1
    while rank:
        rank, rest = divmod(rank - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _office(file: IO[bytes], *, most: int | None) -> Iterator[FileFinding]:
    """The workbook of Excel by its reader; documents of LibreOffice and Word by the part that holds their words."""
    try:
        with zipfile.ZipFile(file) as pack:
            names = set(pack.namelist())
    except zipfile.BadZipFile:
        names = set()
    file.seek(0)
    part = next((one for one in _PARTS if one in names), None)
    yield from _workbook(file, most=most) if part is None else _written(file, part, most=most)


def _written(file: IO[bytes], part: str, *, most: int | None) -> Iterator[FileFinding]:
    """Tables cell by cell, and what is outside of them paragraph by paragraph, numbered from 1."""
    table, row, cell, paragraphs = _PARTS[part]
    refuse_oversized(file)
    inside, number, rows = 0, 0, 0
    try:
        with zipfile.ZipFile(file) as pack, pack.open(part) as words:
            for event, element in iterparse(words, events=("start", "end")):  # noqa: S314  # expat refuses entities that multiply
                name = element.tag.rpartition("}")[2]
                if name == table:
                    inside += 1 if event == "start" else -1
                if event == "start" or (inside and name != table):
                    continue
                if name == table and not inside:
                    told = [_cells(one, cell) for one in element.iter() if one.tag.rpartition("}")[2] == row]
                    rows += len(told)
                    yield from _table(enumerate(told, 1))
                    element.clear()
                elif name in paragraphs:
                    number += 1
                    yield from (FileFinding(number, "", one) for one in findings("".join(element.itertext())))
                    element.clear()
                if most is not None and rows + number > most:
                    raise UncheckableFile(_TOO_LONG)
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error, ParseError):
        raise UncheckableFile(Sentence("Ce document s’interrompt : il n’a pas pu être lu.")) from None


def _cells(row: Element, cell: str) -> list[str]:
    """The texts of a row; a cell repeated stands once for each column, as far as a table of people goes."""
    texts: list[str] = []
    for one in row.iter():
        if one.tag.rpartition("}")[2] == cell:
            times = next((int(value) for key, value in one.items() if key.endswith("number-columns-repeated") and value.isdigit()), 1)
            texts += ["".join(one.itertext())] * min(times, 60)
    return texts


def _workbook(file: IO[bytes], *, most: int | None) -> Iterator[FileFinding]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, EOFError, zlib.error, ParseError)
    with warnings.catch_warnings():
        # openpyxl warns of extensions that it leaves aside (validations, styles): they hold no text.
        warnings.simplefilter("ignore")
        try:
            refuse_oversized(file)
            book = load_workbook(file, read_only=True, data_only=True)
        except UnreadableFileError:
            raise
        except broken:
            raise UncheckableFile(Sentence("Ce fichier n’est pas un classeur Excel lisible.")) from None
        try:
            for rank, sheet in enumerate(book.worksheets):
                yield from _table(_sheet_rows(sheet.iter_rows(values_only=True), most), f"{sheet.title}!" if rank else "")
        except UnreadableFileError:
            raise
        except broken:
            raise UncheckableFile(Sentence("Le classeur s’interrompt : la suite n’a pas pu être lue.")) from None
        finally:
            book.close()


def _sheet_rows(rows: Iterable[tuple[object, ...]], most: int | None) -> Iterator[tuple[int, Sequence[object]]]:
    for line, cells in enumerate(rows, 1):
        too_far(line)
        if most is not None and line > most:
            raise UncheckableFile(_TOO_LONG)
        yield line, cells
