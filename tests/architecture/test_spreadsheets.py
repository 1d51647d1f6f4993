"""No cell that leaves Relais is run by a spreadsheet: every place that writes one goes through ``kernel.spreadsheets``, or says why not."""

import re

import pytest

from relais.kernel.spreadsheets import csv_text, harmless
from tests.architecture import tracked

WRITES = re.compile(r"\bcsv\.(?:writer|DictWriter)\(|\bWorkbook\(")
#: modules that write a table without ``kernel.spreadsheets``, each with what stands in its place.
OTHERWISE = {
    "relais/law/situation/model.py": "a blank model: every text is ours",
    "relais/screening/caseload/cells.py": "cells as they are: whoever calls it has its own guard on what is not ours (writing.py)",
    "relais/screening/caseload/parquet_file.py": "bytes for another reader, never a file that somebody opens",
    "relais/screening/caseload/writing.py": "millions of cells: its own guard on the only text that is not ours (tests/screening/caseload)",
    "relais/screening/caseload/workbook.py": "written as XML, every text as an inline string: a formula has another tag",
}


def test_every_table_that_leaves_is_guarded():
    ours = [path for path in tracked.paths() if path.startswith("relais/") and path.endswith(".py")]
    written = {path for path in ours if WRITES.search(tracked.text(path))}
    bare = {path for path in written if "kernel.spreadsheets" not in tracked.text(path) and path != "relais/kernel/spreadsheets.py"}
    assert bare - set(OTHERWISE) == set(), "pass each text through kernel.spreadsheets.harmless"
    assert "relais/exchange/sheets.py" in written and "relais/reporting/paper.py" in written, "the pattern still sees them"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\u00a0@", "|", "%", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_run_becomes_a_text(start: str):
    assert harmless(f"{start}cmd") == f"'{start}cmd"
    assert csv_text([[f"{start}cmd", "b"]]).lstrip('"').startswith("'")


@pytest.mark.parametrize("plain", ["-12,50", "+33 6 12 34 56 78", "Awa", "12 rue @ droite", "", "2026-10-01"])
def test_a_number_a_telephone_or_a_word_stays_as_it_is(plain: str):
    assert harmless(plain) == plain


def test_a_line_begun_inside_a_cell_begins_no_row():
    assert csv_text([["a\r\n=1+1", "b"]]) == '"a\r\n=1+1";b\r\n'
