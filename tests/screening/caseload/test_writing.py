"""The three formats say the same, in file order, and a spreadsheet never runs what a file brought."""

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from relais.screening.caseload import workbook, writing
from tests.factories.answered import Told

ANSWER = {
    "right": "rsa",
    "group": "a_demander",
    "monthly_min": 300.5,
    "monthly_max": 320.0,
    "received": None,
    "unknown": ["loyer"],
    "rules_date": "2026-10-01",
}


def record(identifier: str) -> dict[str, Any]:
    return {"id": identifier, "month": "2026-10", "results": [ANSWER], "next_questions": []}


def write(out: Path, kind: str, *chunks: list[dict[str, Any]]) -> None:
    writing.write_results(out, kind, (io.BytesIO(writing.encode(kind, map(Told, records))) for records in chunks))


def test_json_keeps_everything_in_order(tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    write(out, "json", [record("b")], [], [record("a")])
    assert json.loads(out.read_text(encoding="utf-8")) == [record("b"), record("a")]


def test_an_empty_json_is_still_json(tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    write(out, "json")
    assert json.loads(out.read_text(encoding="utf-8")) == []


def test_csv_opens_in_a_french_spreadsheet(tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    write(out, "csv", [record("b")])
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == list(writing.HEADER)
    assert rows[1] == ["b", "2026-10", "rsa", "a_demander", "300,50", "320,00", "", "loyer", "2026-10-01"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_identifier_never_becomes_a_formula(tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"r.{kind}"
    write(out, kind, [record("=HYPERLINK(1)")])
    if kind == "csv":
        value = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))[1][0]
    else:
        value = load_workbook(out).active["A2"].value
    assert value == "'=HYPERLINK(1)"


def test_xlsx_goes_on_another_sheet_when_one_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 2)
    out = tmp_path / "r.xlsx"
    write(out, "xlsx", *([record(str(rank))] for rank in range(2)), [record(str(rank)) for rank in range(2, 5)])
    sheets = load_workbook(out).worksheets
    assert [[row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in sheets] == [["0", "1"], ["2", "3"], ["4"]]
    assert {sheet["A1"].value for sheet in sheets} == {"id"}


def test_a_workbook_holds_numbers_texts_and_nothing_that_xml_refuses(tmp_path: Path) -> None:
    out = tmp_path / "r.xlsx"
    write(out, "xlsx", [record(" <é> & \x0bb\ud800 ")])
    row = [cell.value for cell in load_workbook(out).active[2]]
    assert row == [" <é> & b ", "2026-10", "rsa", "a_demander", 300.5, 320, None, "loyer", "2026-10-01"]


def test_an_empty_workbook_opens(tmp_path: Path) -> None:
    write(tmp_path / "r.xlsx", "xlsx")
    (sheet,) = load_workbook(tmp_path / "r.xlsx").worksheets
    assert [cell.value for cell in sheet[1]] == list(writing.HEADER)


def test_the_output_is_private_and_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    out.write_text("ancien")

    def broken() -> Any:
        yield io.BytesIO(writing.encode("csv", [Told(record("a"))]))
        raise RuntimeError("panne")

    with pytest.raises(RuntimeError):
        writing.write_results(out, "csv", broken())
    assert out.read_text() == "ancien"
    write(out, "csv", [record("a")])
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_no_file_of_errors_when_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("d’un autre passage")
    assert writing.write_problems(path, iter([])) == 0
    assert not path.exists()
