"""The three formats say the same, in file order, and a spreadsheet never runs what a file brought."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from relais.screening.caseload import writing

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


def test_json_keeps_everything_in_order(tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    writing.write_results(out, "json", iter([record("b"), record("a")]))
    assert json.loads(out.read_text(encoding="utf-8")) == [record("b"), record("a")]


def test_an_empty_json_is_still_json(tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    writing.write_results(out, "json", iter([]))
    assert json.loads(out.read_text(encoding="utf-8")) == []


def test_csv_opens_in_a_french_spreadsheet(tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    writing.write_results(out, "csv", iter([record("b")]))
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == list(writing.HEADER)
    assert rows[1] == ["b", "2026-10", "rsa", "a_demander", "300,50", "320,00", "", "loyer", "2026-10-01"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_identifier_never_becomes_a_formula(tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"r.{kind}"
    writing.write_results(out, kind, iter([record("=HYPERLINK(1)")]))
    if kind == "csv":
        value = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))[1][0]
    else:
        value = load_workbook(out).active["A2"].value
    assert value == "'=HYPERLINK(1)"


def test_xlsx_goes_on_another_sheet_when_one_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SHEET_ROWS", 2)
    out = tmp_path / "r.xlsx"
    writing.write_results(out, "xlsx", iter([record(str(rank)) for rank in range(5)]))
    assert [sheet.max_row for sheet in load_workbook(out).worksheets] == [3, 3, 2]


def test_the_output_is_private_and_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    out.write_text("ancien")

    def broken() -> Any:
        yield record("a")
        raise RuntimeError("panne")

    with pytest.raises(RuntimeError):
        writing.write_results(out, "csv", broken())
    assert out.read_text() == "ancien"
    writing.write_results(out, "csv", iter([record("a")]))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_no_file_of_errors_when_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("d’un autre passage")
    assert writing.write_problems(path, iter([])) == 0
    assert not path.exists()
