"""Rows of a Parquet file, one person each, as those of a sheet. Needs pyarrow (the extra ``relais[parquet]``), imported when asked.

Columns bear the names of a sheet and are found by them. A value is a number, a text, a yes or no, or a date; null and NaN are an
empty cell. Memory: some thousand rows at a time, whatever the size of the file and of its row groups.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import IO, Any

from relais.law.situation.cases import UnreadableFileError
from relais.law.situation.header import HOUSEHOLD, IGNORED, read_header
from relais.law.situation.rows import Row, count_groups

#: how a Parquet file begins; the second is encrypted.
MAGIC = (b"PAR1", b"PARE")
#: French line for a machine without pyarrow.
MISSING = "Lire et écrire du Parquet demande un complément. Ajoutez-le\u00a0: relais engine install --extra parquet"
#: rows turned into values at a time.
_BATCH = 2048
#: bytes read ahead in each column: a row group is never held whole.
_AHEAD = 1 << 18
#: bytes of a column in a row group, once unpacked: so many whatever it holds, and so many a row. Beyond, it is not a list of households.
_LEAST, _PER_ROW = 16 << 20, 256
#: bytes of a column in a row group whose dictionary cannot fill the memory, whatever its longest text; and of the longest one in others.
_HARMLESS, _LONGEST = 1 << 16, 10_000
_UNREADABLE = "Ce fichier Parquet ne se lit pas\u00a0: il est incomplet ou abîmé. Copiez-le ou écrivez-le de nouveau."
_OVERSIZED = "Ce fichier Parquet est démesuré une fois ouvert\u00a0: ses cases sont trop longues pour une liste de ménages."
_CUT = "Le fichier Parquet s’interrompt ici\u00a0: la suite n’a pas pu être lue."
_ZONED = "Le jour dépend de l’endroit dans ces colonnes, qui portent une heure et un fuseau\u00a0: {columns}. Écrivez des dates (date32)."
_STRANGE = "La colonne «\u00a0{column}\u00a0» porte une valeur qui n’est ni un texte, ni une date de notre calendrier."

Untyped = Any  # pyarrow has no types


@dataclass(frozen=True, slots=True)
class _Open:
    """A file being read: its bytes, and what pyarrow makes of them."""

    source: IO[bytes]
    parquet: Untyped


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Stands for a cell that is no value."""

    message: str


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("pyarrow") is not None


def parquet_rows(path: Path) -> Iterator[Row]:
    """The titles as line 0, then each row, numbered from 1. UnreadableFileError when it is no Parquet file, or holds other types than
    values; what is lost in its middle comes as a broken row, the last one.
    """
    with _opened(path) as file:
        titles = _titles(file)
        yield Row(0, titles)
        yield from _rows(file, titles, titles)


def count_parquet_cases(path: Path) -> int:
    """How many cases its rows hold; reads the identifiers alone. The same UnreadableFileError."""
    with _opened(path) as file:
        titles = _titles(file)
        rows = _rows(file, titles, [titles[read_header(titles).names.index(HOUSEHOLD)]])
        first = next(rows, None)
        if first is None or not first.blank:
            return count_groups(chain([Row(0, titles)], [] if first is None else [first], rows))
    return count_groups(parquet_rows(path))  # it begins without identifier: only the other columns tell whether something is there


@contextmanager
def _opened(path: Path) -> Iterator[_Open]:
    if not available():
        raise UnreadableFileError(MISSING)
    from pyarrow import ArrowException, parquet

    with path.open("rb") as source:
        if source.read(4) == MAGIC[1]:
            raise UnreadableFileError("Ce fichier Parquet est chiffré. Enregistrez-le sans chiffrement.")
        try:
            file = parquet.ParquetFile(source, buffer_size=_AHEAD, pre_buffer=False, page_checksum_verification=True)
        except (ArrowException, OSError, ValueError):
            raise UnreadableFileError(_UNREADABLE) from None
        with file:
            yield _Open(source, file)


def _titles(file: _Open) -> list[str]:
    """Titles of the columns that are read, the others have no name or ask to be left aside."""
    return [title for title in file.parquet.schema_arrow.names if title.strip() and not title.strip().startswith(IGNORED)]


def _rows(file: _Open, titles: Sequence[str], wanted: Sequence[str]) -> Iterator[Row]:
    """Rows as wide as the titles, the cells of the wanted columns filled."""
    from pyarrow import ArrowException

    _refuse_types(file.parquet.schema_arrow, titles)
    _refuse_oversized(file, titles)
    line = 0
    batches = file.parquet.iter_batches(batch_size=_BATCH, columns=list(wanted), use_threads=False)
    while True:
        try:
            batch = next(batches, None)
        except (ArrowException, OSError, ValueError):
            yield Row(line + 1, (), _CUT)
            return
        if batch is None:
            return
        nothing = [None] * batch.num_rows
        columns = [_cells(batch.column(title), title) if title in wanted else nothing for title in titles]
        for cells in zip(*columns, strict=True):
            line += 1
            broken = next((cell.message for cell in cells if isinstance(cell, _Wrong)), "")
            yield Row(line, [None if isinstance(cell, _Wrong) else cell for cell in cells] if broken else cells, broken)


def _refuse_types(schema: Untyped, titles: Sequence[str]) -> None:
    """Refuse columns that hold several values a cell, what is no value, or an hour that may be of another day here; all at once."""
    kinds = {title: schema.field(title).type for title in titles}
    strange = [f"«\u00a0{title}\u00a0» ({kind})"[:80] for title, kind in kinds.items() if not _is_plain(kind)]
    if strange:
        raise UnreadableFileError(
            f"Ces colonnes portent autre chose qu’un nombre, un texte, un oui ou non ou une date par case\u00a0: {', '.join(strange[:6])}. "
            f"Une colonne à laisser de côté commence par «\u00a0{IGNORED}\u00a0»."
        )
    zoned = [f"«\u00a0{title}\u00a0»" for title, kind in kinds.items() if getattr(kind, "tz", None) is not None]
    if zoned:
        raise UnreadableFileError(_ZONED.format(columns=", ".join(zoned[:6])))


def _is_plain(kind: Untyped) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _is_plain(kind.value_type)
    texts = (types.is_string, types.is_large_string, types.is_string_view, types.is_binary, types.is_large_binary, types.is_binary_view)
    others = (types.is_null, types.is_boolean, types.is_integer, types.is_floating, types.is_decimal, types.is_date, types.is_timestamp)
    return any(test(kind) for test in (*texts, *others))


def _refuse_oversized(file: _Open, titles: Sequence[str]) -> None:
    """A page is unpacked whole, and a text of a dictionary repeated as often as rows name it: refuse what would fill the memory."""
    about = file.parquet.metadata
    for rank, group in enumerate(map(about.row_group, range(about.num_row_groups))):
        for column in map(group.column, range(group.num_columns)):
            if column.path_in_schema not in titles or column.total_uncompressed_size <= _HARMLESS:
                continue
            too_large = column.total_uncompressed_size > _LEAST + _PER_ROW * group.num_rows
            if too_large or (column.physical_type == "BYTE_ARRAY" and _longest(file, rank, column.path_in_schema) > _LONGEST):
                raise UnreadableFileError(_OVERSIZED)


def _longest(file: _Open, group: int, title: str) -> int:
    """Bytes of the longest text of a dictionary, of which one row is read; 0 without dictionary."""
    from pyarrow import ArrowException, compute, parquet, types

    narrow = parquet.ParquetFile(file.source, metadata=file.parquet.metadata, pre_buffer=False, read_dictionary=[title])
    try:
        column = next(narrow.iter_batches(batch_size=1, row_groups=[group], columns=[title], use_threads=False)).column(0)
    except (ArrowException, OSError, ValueError, StopIteration):
        return 0  # damaged: told at its place when the rows are read
    return compute.max(compute.binary_length(column.dictionary)).as_py() or 0 if types.is_dictionary(column.type) else 0


def _cells(column: Untyped, title: str) -> list[object]:
    """The values of a column as cells of a sheet."""
    from pyarrow import types

    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if types.is_floating(kind):
        if not types.is_float64(kind):  # 2.1 written on 32 bits is 2.1, not 2.0999999
            column = column.cast("string" if types.is_float32(kind) else "float32").cast("float64")
        return [None if value is None or math.isnan(value) else value for value in column.to_pylist()]
    if types.is_timestamp(kind):
        column = column.cast("date32", safe=False)
    try:
        values = column.to_pylist()
    except (ValueError, OverflowError):
        values = [_value(scalar, title) for scalar in column]
    if types.is_decimal(kind):
        return [None if value is None else float(value) for value in values]
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind):
        return [_text(value, title) for value in values]
    return list(values)


def _value(scalar: Untyped, title: str) -> object:
    """One value, alone among those of a column that do not all read."""
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return _Wrong(_STRANGE.format(column=title))


def _text(value: bytes | None, title: str) -> object:
    """Text that an old writer did not say to be text."""
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        return _Wrong(_STRANGE.format(column=title))
