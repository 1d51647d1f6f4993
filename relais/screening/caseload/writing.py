"""Results of a run as JSON, CSV or XLSX, streamed and put in place whole."""

import csv
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Record = dict[str, Any]
HEADER = ("id", "mois", "droit", "reponse", "par_mois_min", "par_mois_max", "deja_recu", "ce_qui_trancherait", "regles_du")
PROBLEM_HEADER = ("ligne", "foyer", "colonne", "message", "effet")
#: an XLSX sheet holds 1,048,576 rows.
SHEET_ROWS = 1_000_000
#: a spreadsheet program runs what starts like a formula; such a text is written after an apostrophe (CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_results(out: Path, kind: str, results: Iterator[Record]) -> None:
    """Write all results, replacing ``out`` only once the new file is whole."""
    draft = _draft(out)
    _WRITERS[kind](draft, results)
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


def _rows(record: Record) -> Iterator[list[Any]]:
    for answer in record["results"]:
        amounts = [answer["monthly_min"], answer["monthly_max"], answer["received"]]
        yield [record["id"], record["month"], answer["right"], answer["group"], *amounts, " ".join(answer["unknown"]), answer["rules_date"]]


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _french(value: object) -> object:
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else _harmless(value)


def _as_json(path: Path, results: Iterator[Record]) -> None:
    """A JSON array, one household a line."""
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for rank, record in enumerate(results):
            file.write(("," if rank else "") + "\n" + json.dumps(record, ensure_ascii=False))
        file.write("\n]\n")


def _as_csv(path: Path, results: Iterator[Record]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(HEADER)
        for record in results:
            table.writerows([_french(value) for value in row] for row in _rows(record))


def _as_xlsx(path: Path, results: Iterator[Record]) -> None:
    """Rows on as many sheets as the format's limit asks."""
    book = Workbook(write_only=True)
    written = SHEET_ROWS
    for record in results:
        for row in _rows(record):
            if written >= SHEET_ROWS:
                sheet = book.create_sheet(f"Droits {len(book.worksheets) + 1}")
                sheet.append(list(HEADER))
                written = 0
            sheet.append([_harmless(value) for value in row])
            written += 1
    if not book.worksheets:
        book.create_sheet("Droits 1").append(list(HEADER))
    book.save(path)


_WRITERS: dict[str, Callable[[Path, Iterator[Record]], None]] = {"json": _as_json, "csv": _as_csv, "xlsx": _as_xlsx}
