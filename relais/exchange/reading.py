"""The bytes of a worker's table into rows of texts: XLSX or CSV, whatever its encoding, separator, titles above. Nothing is written.

Secrets are masked and numbers of social security left out here, before anything else sees the rows: what comes out may be kept.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_noop

from relais.exchange.rules import columns
from relais.kernel.guards.finding import Kind
from relais.kernel.guards.reading import cell_findings, masked
from relais.kernel.sentences import Sentence
from relais.kernel.spreadsheets import as_typed
from relais.law.situation.cases import UnreadableFileError
from relais.law.situation.unpacked import refuse_oversized

#: bytes of a file, rows of a table, columns of a row.
LARGEST = 5 << 20
MOST_ROWS = 5000
MOST_COLUMNS = 60
_LONGEST_CELL = 2000
#: how many rows may stand above the header.
_TITLES = 15
_DELIMITERS = ";\t,|"
_MASK = "[masqué]"


class UnreadableTable(Exception):
    """The file is no table that can be read; the message says why and what to do, in French."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line in the file from 1, its cells, and ``stopped``: ranks of the cells that held a secret or a number, masked."""

    line: int
    cells: list[str]
    stopped: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be kept. ``remarks``: what was left aside; ``refused``: rank of a column → why it is never taken."""

    headers: list[str]
    rows: list[Row]
    remarks: list[Sentence] = field(default_factory=list)
    refused: dict[int, Sentence] = field(default_factory=dict)


def read_table(content: bytes) -> Table:
    """The table of a file. UnreadableTable for anything else, or beyond 5,000 rows."""
    if not content.strip():
        raise UnreadableTable(gettext_noop("Ce fichier est vide."))
    remarks: list[Sentence] = []
    lines = _workbook(content, remarks) if content.startswith(b"PK\x03\x04") else _text_rows(_decoded(content))
    return _guarded(*_under_header(lines), remarks)


def _decoded(content: bytes) -> str:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable(
            gettext_noop(
                "Ce classeur est à l’ancien format .xls, ou protégé par un mot de passe. Enregistrez-le en .xlsx sans mot de passe."
            )
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content or content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"{\\rtf")):
        raise UnreadableTable(gettext_noop("Ce fichier n’est pas un tableau. Enregistrez-le en .xlsx ou en .csv."))
    if content.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise UnreadableTable(
            gettext_noop("Ce fichier est une page, pas un tableau. Ouvrez-le dans Excel ou LibreOffice et enregistrez-le en .xlsx.")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _text_rows(text: str) -> list[tuple[int, list[str]]]:
    head = text[:20_000]
    delimiter = max(_DELIMITERS, key=lambda sign: max((len(row) for row in _cut(head, sign, 20)), default=0))
    rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for row in reader:
            rows.append((reader.line_num, [as_typed(cell.strip()) for cell in row]))
            if len(rows) > MOST_ROWS + 2 * _TITLES:
                break
    except csv.Error:
        raise UnreadableTable(gettext_noop("Une ligne de ce fichier ne se coupe pas en cases. Enregistrez le tableau en .xlsx.")) from None
    return rows


def _cut(text: str, delimiter: str, most: int) -> list[list[str]]:
    try:
        return [row for row, _ in zip(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), range(most), strict=False)]
    except csv.Error:
        return []


def _workbook(content: bytes, remarks: list[Sentence]) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, EOFError, zlib.error, ParseError, IndexError)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that it leaves aside
        try:
            _refuse_disguised(content)
            refuse_oversized(io.BytesIO(content))
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
            tables = [_sheet(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)) for sheet in seen]
        except UnreadableFileError as problem:
            raise UnreadableTable(problem.args[0]) from problem
        except broken:
            raise UnreadableTable(
                gettext_noop("Ce fichier n’est pas un classeur Excel lisible. Enregistrez-le de nouveau en .xlsx.")
            ) from None
    full = [(rank, rows) for rank, rows in enumerate(tables) if rows]
    if not full:
        raise UnreadableTable(gettext_noop("Aucune feuille visible de ce classeur ne contient de tableau."))
    rank, rows = max(full, key=lambda one: (_header_score(one[1]), -one[0]))
    others = [seen[other].title for other, _ in full if other != rank]
    if others:
        kept = Sentence(
            "Une seule feuille est lue : « {title} ». Les autres restent de côté : {others}.", title=seen[rank].title, others=tuple(others)
        )
        remarks.append(kept)
    if hidden:
        remarks.append(Sentence("Les feuilles masquées ne sont pas lues : {hidden}.", hidden=tuple(hidden)))
    return rows


def _refuse_disguised(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
    if "xl/vbaProject.bin" in names:
        raise UnreadableTable(gettext_noop("Ce classeur contient des macros. Enregistrez-le en .xlsx, qui n’en garde pas."))
    if "xl/workbook.xml" not in names:
        raise UnreadableTable(
            gettext_noop("Ce fichier n’est pas un classeur Excel. Depuis LibreOffice ou Numbers, enregistrez le tableau en .xlsx.")
        )


def _sheet(rows: Iterator[tuple[object, ...]]) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for line, row in enumerate(rows, 1):
        texts = [_written(cell) for cell in row]
        if any(texts):
            found.append((line, texts))
        if len(found) > MOST_ROWS + 2 * _TITLES:
            break
        if line > 40_000 + MOST_ROWS:
            raise UnreadableTable(
                gettext_noop("Ce tableau est trop étendu : supprimez les lignes vides, ou enregistrez la feuille en CSV.")
            )
    return found


def _written(cell: object) -> str:
    """A cell as somebody would type it: a day in figures, a whole number without its decimals."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == time(0) else f"{cell:%d/%m/%Y %Hh%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%Hh%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return as_typed(str(cell).strip())


def _header_score(rows: Sequence[tuple[int, list[str]]]) -> int:
    return max((_score(row) for _, row in rows[:_TITLES]), default=0)


def _score(row: Sequence[str]) -> int:
    return sum(bool(columns.recognised(cell) or columns.never_taken(cell)) for cell in row if len(cell) <= 80)


def _under_header(rows: Sequence[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headers and what stands under them; titles above are skipped."""
    filled = [(line, row) for line, row in rows if any(row)]
    scores = [_score(row) for _, row in filled[:_TITLES]]
    if not scores:
        raise UnreadableTable(gettext_noop("Ce fichier ne contient aucun tableau."))
    best = max(scores)
    rank = scores.index(best) if best else next((at for at, (_, row) in enumerate(filled[:_TITLES]) if sum(map(bool, row)) > 1), -1)
    if rank < 0:
        raise UnreadableTable(
            gettext_noop("Ce fichier n’a qu’une colonne, ou aucune ligne d’en-têtes : mettez au moins « Nom » et « Prénom ».")
        )
    headers = filled[rank][1][:MOST_COLUMNS]
    while headers and not headers[-1]:
        headers.pop()
    below = filled[rank + 1 :]
    if not below:
        raise UnreadableTable(gettext_noop("Il n’y a aucune ligne sous les en-têtes."))
    if len(below) > MOST_ROWS:
        raise UnreadableTable(gettext_noop("Ce tableau a plus de 5 000 lignes : coupez-le en plusieurs fichiers."))
    return headers, [(line, [*row, *[""] * len(headers)][: len(headers)]) for line, row in below]


def _guarded(headers: list[str], rows: list[tuple[int, list[str]]], remarks: list[Sentence]) -> Table:
    """Mask what is a secret, leave out the columns that are never taken."""
    refused = {rank: Sentence.of(why) for rank, header in enumerate(headers) if (why := columns.never_taken(header))}
    kept: list[Row] = []
    known: dict[tuple[str, int], str] = {}  # the same towns and services come again in each row
    for line, cells in rows:
        row = Row(line, ["" if rank in refused else cell for rank, cell in enumerate(cells)])
        for rank, cell in enumerate(row.cells):
            if not cell:
                continue
            if len(cell) > _LONGEST_CELL:
                raise UnreadableTable(
                    Sentence("Une case de la ligne {line} dépasse 2 000 signes : ce n’est pas un tableau de suivi.", line=line)
                )
            safe = known.setdefault((cell, rank), "") or _safe(cell, headers[rank][:80])
            known[cell, rank] = safe
            if safe != cell:
                row.cells[rank] = safe
                row.stopped.append(rank)
        if any(row.cells) or row.stopped:
            kept.append(row)
    return Table([masked(header[:80]) for header in headers], kept, remarks, refused)


def _safe(cell: str, header: str) -> str:
    """The cell, masked when a guard finds a secret or a number of social security in it."""
    found = cell_findings(cell, header=header)
    stops = [one for one in found if one.blocks or one.kind is Kind.NIR]
    for one in sorted(stops, key=lambda finding: finding.start, reverse=True):
        cell = f"{cell[: one.start]}{_MASK}{cell[one.end :]}"
    return masked(cell) if stops else cell
