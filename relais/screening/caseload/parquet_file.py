"""Results as Parquet: rows become text where they are computed, and typed columns in one file at the end. Needs pyarrow there only.

Workers never import pyarrow: they are forked from a process that may have read Parquet with it, and may be on other machines.
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from relais.law.answers.documents import Line
from relais.screening.caseload.answered import Answered
from relais.screening.caseload.cells import cells

#: rows of a group of the file: what is held in memory while it is written, some ten megabytes.
GROUP = 1 << 17
#: columns in the order of the other formats, by the name of their type.
COLUMNS = {
    "id": "string",
    "mois": "string",
    "droit": "string",
    "reponse": "string",
    "par_mois_min": "float64",
    "par_mois_max": "float64",
    "deja_recu": "float64",
    "ce_qui_trancherait": "string",
    "regles_du": "date32",
}

Untyped = Any  # pyarrow has no types


def rows(answered: Iterable[Answered]) -> bytes:
    """One line a household, month and right: numbers whole, identifiers as they are, since no spreadsheet program opens this."""
    found: list[str] = []
    for one in answered:
        who = cells((one.id, one.month), ",") + ","
        lines = one.each(_line)
        found += (who, who.join(lines)) if lines else ()
    return "".join(found).encode()


def _line(line: Line) -> str:
    return cells(line, ",") + "\r\n"


def write(path: Path, chunks: Iterator[BinaryIO]) -> None:
    """A Parquet file of these rows, cut in groups of ``GROUP`` rows whatever the chunks: the same rows give the same bytes."""
    import pyarrow
    from pyarrow import parquet

    held = _schema().empty_table()
    with parquet.ParquetWriter(path, held.schema, compression="zstd", write_page_checksum=True) as file:
        for table in filter(len, map(_table, chunks)):
            held = pyarrow.concat_tables([held, table])
            while len(held) >= GROUP:
                file.write_table(held.slice(0, GROUP), row_group_size=GROUP)
                held = pyarrow.concat_tables([held.slice(GROUP)])
        if len(held):
            file.write_table(held, row_group_size=GROUP)


def _schema() -> Untyped:
    from pyarrow import schema

    return schema(list(COLUMNS.items()))


def _table(chunk: BinaryIO) -> Untyped:
    """The rows of one chunk, typed."""
    from pyarrow import csv as reader

    content = chunk.read()
    if not content:
        return _schema().empty_table()
    return reader.read_csv(
        io.BytesIO(content),
        read_options=reader.ReadOptions(column_names=list(COLUMNS), use_threads=False, block_size=len(content) + 1),
        parse_options=reader.ParseOptions(newlines_in_values=True),
        convert_options=reader.ConvertOptions(column_types=_schema(), null_values=[""], strings_can_be_null=False),
    )
