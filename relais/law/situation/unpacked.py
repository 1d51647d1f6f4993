"""A workbook is a zip: what it unpacks to is looked at before anything reads it, so that two megabytes never become two gigabytes."""

import zipfile
from typing import IO

from relais.law.situation.cases import UnreadableFileError

#: bytes; a part that is read whole (the table of texts, the styles). Two million distinct texts of a hundred signs fit.
LARGEST_PART = 256 << 20
#: bytes of XML between two rows; the sixty columns of the model take six thousand.
LARGEST_ROW = 8 << 20
#: a sheet of the format holds so many rows.
MOST_ROWS = 1_048_576
#: distinct texts of a workbook.
MOST_TEXTS = 2_000_000
_PIECE = 1 << 20
#: how a row begins, or with a prefix (``<x:row``); the latter is counted twice, by its end too.
_ROWS = (b"<row", b":row")
#: how a text of the table begins, or with a prefix, likewise.
_TEXTS = (b"<si", b":si")
_TOO_LARGE = "Ce classeur est démesuré une fois ouvert. Enregistrez en CSV la seule feuille des ménages."


def refuse_oversized(file: IO[bytes]) -> None:
    """UnreadableFileError when a part would fill the memory, or when the parts are locked by a password. Reads by pieces.

    zipfile.BadZipFile when it is no zip.
    """
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            if part.flag_bits & 1:
                raise UnreadableFileError("Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe.")
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                with archive.open(part) as sheet:
                    _walk(sheet)
            elif part.file_size > LARGEST_PART:  # whatever its name: a workbook says itself which part holds its texts
                raise UnreadableFileError(_TOO_LARGE)
            elif part.file_size > _PIECE:
                with archive.open(part) as other:
                    _count_texts(other)


def too_far(line: int) -> None:
    """UnreadableFileError beyond the last row of the format: a row that says its own number makes its reader give all those before."""
    if line > MOST_ROWS:
        raise UnreadableFileError(_TOO_LARGE)


def _count_texts(part: IO[bytes]) -> None:
    """Refuse a table of millions of texts: empty, they weigh five bytes here and a hundred once read."""
    texts = 0
    tail = b""
    while piece := part.read(_PIECE):
        piece = tail + piece
        texts += max(piece.count(mark) for mark in _TEXTS)
        if texts > 2 * MOST_TEXTS:
            raise UnreadableFileError(_TOO_LARGE)
        tail = piece[-2:]


def _walk(sheet: IO[bytes]) -> None:
    """Measure the rows of a sheet without parsing it."""
    rows = since = 0
    tail = b""
    while piece := sheet.read(_PIECE):
        piece = tail + piece
        rows += max(piece.count(mark) for mark in _ROWS)
        last = max(piece.rfind(mark) for mark in _ROWS)
        since = len(piece) - last if last >= 0 else since + len(piece) - len(tail)
        if since > LARGEST_ROW or rows > 2 * MOST_ROWS:
            raise UnreadableFileError(_TOO_LARGE)
        tail = piece[-3:]
