"""Results of a run as JSON, CSV, XLSX or Parquet: encoded by chunk where they are computed, then streamed in a file put in place whole."""

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from relais.law.answers.documents import Line
from relais.screening.caseload import parquet_file, workbook
from relais.screening.caseload.answered import Answered
from relais.screening.caseload.cells import cells

Record = dict[str, Any]
HEADER = ("id", "mois", "droit", "reponse", "par_mois_min", "par_mois_max", "deja_recu", "ce_qui_trancherait", "regles_du")
PROBLEM_HEADER = ("ligne", "foyer", "colonne", "message", "effet")
#: a spreadsheet program runs what starts like a formula; such a text is written after an apostrophe (CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM = b"\xef\xbb\xbf"


def encode(kind: str, answered: Iterable[Answered]) -> bytes:
    """Their rows, as they stand in an output of that kind; empty without any."""
    return _ENCODERS[kind](answered)


def write_results(out: Path, kind: str, chunks: Iterator[BinaryIO]) -> None:
    """Write the encoded rows of all chunks, in order, replacing ``out`` only once the new file is whole."""
    draft = _draft(out)
    _WRITERS[kind](draft, chunks)
    draft.replace(out)


def write_problems(path: Path, problems: Iterator[Record]) -> int:
    """Write refusals and warnings, and return how many households were refused; no file is left when there is nothing to tell."""
    told = refused = 0
    last: object = None
    draft = _draft(path)
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(PROBLEM_HEADER)
        for problem in problems:
            effect = "répondu quand même" if problem.get("warning") else "non répondu"
            table.writerow([_harmless(problem.get(key, "")) for key in ("line", "household", "column", "message")] + [effect])
            told += 1
            if not problem.get("warning"):  # the problems of a household follow each other
                who = problem.get("household") or problem.get("line")
                refused += who != last
                last = who
    if told:
        draft.replace(path)
    else:
        draft.unlink()
        path.unlink(missing_ok=True)
    return refused


def _draft(path: Path) -> Path:
    """An empty file beside ``path``, ours and private; what a killed run left under that name goes, a link is never followed."""
    draft = path.with_name(path.name + ".brouillon")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return draft


def _each_after(who: str, lines: Sequence[str]) -> tuple[str, ...]:
    return (who, who.join(lines)) if lines else ()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _json_rows(answered: Iterable[Answered]) -> bytes:
    """One household a line, a comma between two."""
    return b",\n".join([one.document() for one in answered])


def _csv_rows(answered: Iterable[Answered]) -> bytes:
    found: list[str] = []
    for one in answered:
        who = cells((_harmless(one.id), one.month), ";") + ";"
        found += _each_after(who, one.each(_csv_line))
    return "".join(found).encode()


def _csv_line(line: Line) -> str:
    """The end of a row, with its line end."""
    return cells([_french(value) for value in line], ";") + "\r\n"


def _french(value: object) -> object:
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else value


def _xlsx_rows(answered: Iterable[Answered]) -> bytes:
    found: list[str] = []
    for one in answered:
        who = workbook.ROW + workbook.cells((_harmless(one.id), one.month))
        found += _each_after(who, one.each(_xlsx_line))
    return "".join(found).encode()


def _xlsx_line(line: Line) -> str:
    return workbook.cells(line) + workbook.END


def _write_json(path: Path, chunks: Iterator[BinaryIO]) -> None:
    """A JSON array."""
    with path.open("wb") as file:
        file.write(b"[")
        between = b"\n"
        for chunk in chunks:
            first = chunk.read(1)
            if first:
                file.write(between + first)
                shutil.copyfileobj(chunk, file)
                between = b",\n"
        file.write(b"\n]\n")


def _write_csv(path: Path, chunks: Iterator[BinaryIO]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(HEADER)
    with path.open("wb") as file:
        file.write(_BOM + text.getvalue().encode())
        for chunk in chunks:
            shutil.copyfileobj(chunk, file)


def _write_xlsx(path: Path, chunks: Iterator[BinaryIO]) -> None:
    workbook.write(path, chunks, header=HEADER, title="Droits")


_ENCODERS: dict[str, Callable[[Iterable[Answered]], bytes]] = {
    "json": _json_rows,
    "csv": _csv_rows,
    "xlsx": _xlsx_rows,
    "parquet": parquet_file.rows,
}
_WRITERS: dict[str, Callable[[Path, Iterator[BinaryIO]], None]] = {
    "json": _write_json,
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "parquet": parquet_file.write,
}
