"""Answers in Parquet: one line a household, month and right, typed; the same rows give the same bytes, in groups that fit in memory."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet as pq

from relais.law.situation import parquet
from relais.screening.caseload import cli, parquet_file, writing
from tests.factories.answered import Told
from tests.screening.caseload.test_cli import caseload, screen

__all__ = ["screen"]


def record(name: str, *, least: float | None = 12.5, month: str = "2026-11") -> dict[str, Any]:
    result = {
        "right": "rsa",
        "group": "a_verifier",
        "monthly_min": least,
        "monthly_max": 1 / 3,
        "received": None,
        "unknown": ["loyer", "p1.salaire"],
        "rules_date": "2026-04-01",
    }
    return {"id": name, "month": month, "results": [result, {**result, "right": "apl", "unknown": []}], "next_questions": []}


def chunks(*records: list[dict[str, Any]]) -> Iterator[io.BytesIO]:
    return (io.BytesIO(writing.encode("parquet", map(Told, each))) for each in records)


def test_each_right_of_each_household_is_a_typed_line(tmp_path: Path) -> None:
    out = tmp_path / "r.parquet"
    writing.write_results(out, "parquet", chunks([record("a")], [], [record("b", least=None)]))
    table = pq.read_table(out)
    shown = {"float64": "double", "date32": "date32[day]"}
    assert [str(field.type) for field in table.schema] == [shown.get(kind, kind) for kind in parquet_file.COLUMNS.values()]
    assert tuple(table.schema.names) == writing.HEADER
    lines = table.to_pylist()
    assert [(line["id"], line["droit"]) for line in lines] == [("a", "rsa"), ("a", "apl"), ("b", "rsa"), ("b", "apl")]
    assert (lines[0]["par_mois_min"], lines[0]["par_mois_max"], lines[0]["deja_recu"]) == (12.5, 1 / 3, None)
    assert (lines[0]["ce_qui_trancherait"], lines[1]["ce_qui_trancherait"]) == ("loyer p1.salaire", "")
    assert lines[0]["regles_du"] == date(2026, 4, 1)
    assert lines[2]["par_mois_min"] is None


@pytest.mark.parametrize(
    "name", ["=1+1", 'dit "Léo"', "a;b,c", "deux\nlignes", "retour\rici", "null", "NaN", " blanc ", "0012", "🏠", "\x00"]
)
def test_an_identifier_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    writing.write_results(tmp_path / "r.parquet", "parquet", chunks([record(name), record("autre")]))
    assert pq.read_table(tmp_path / "r.parquet")["id"].to_pylist() == [name, name, "autre", "autre"]


def test_groups_are_cut_by_rows_whatever_the_chunks_and_the_bytes_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_file, "GROUP", 7)
    records = [record(f"f{rank}") for rank in range(20)]
    one, other = tmp_path / "un.parquet", tmp_path / "autre.parquet"
    writing.write_results(one, "parquet", chunks(records))
    writing.write_results(other, "parquet", chunks(*([each] for each in records)))
    assert one.read_bytes() == other.read_bytes()
    about = pq.read_metadata(one)
    assert [about.row_group(rank).num_rows for rank in range(about.num_row_groups)] == [7] * 5 + [5]


def test_a_run_without_any_answer_writes_the_columns(tmp_path: Path) -> None:
    writing.write_results(tmp_path / "r.parquet", "parquet", chunks())
    assert pq.read_table(tmp_path / "r.parquet").num_rows == 0
    assert tuple(pq.read_schema(tmp_path / "r.parquet").names) == writing.HEADER


def test_parquet_in_and_out_by_the_command_says_the_same_as_csv(screen: Callable[..., int], tmp_path: Path) -> None:
    model = tmp_path / "modele.parquet"
    assert screen("--template", model) == 0
    assert screen(model, "--out", tmp_path / "r.parquet", "--workers", 1, "--quiet") == 0
    assert screen(model, "--out", tmp_path / "r.csv", "--workers", 1, "--quiet") == 0
    (told,) = csv.DictReader((tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    (line,) = pq.read_table(tmp_path / "r.parquet").to_pylist()
    assert (
        (line["id"], line["droit"], line["reponse"]) == (told["id"], told["droit"], told["reponse"]) == ("exemple-1", "rsa", "a_demander")
    )


def test_wrong_rows_go_to_the_file_of_errors_of_the_others(screen: Callable[..., int], tmp_path: Path) -> None:
    assert screen(caseload(tmp_path, 5, wrong=2), "--out", tmp_path / "r.parquet", "--workers", 1, "--quiet") == 1
    assert pq.read_table(tmp_path / "r.parquet")["id"].to_pylist() == ["foyer-0", "foyer-1", "foyer-3", "foyer-4"]
    assert "foyer-2" in (tmp_path / "r.parquet.erreurs.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("words", [["--out", "r.parquet"], ["--template", "modele.parquet"]])
def test_without_the_extra_nothing_is_begun(
    screen: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(parquet, "available", lambda: False)
    source = [] if "--template" in words else [caseload(tmp_path, 1)]
    with pytest.raises(cli.BadUsage, match="relais engine install --extra parquet"):
        screen(*source, words[0], tmp_path / words[1])
    assert not list(tmp_path.glob("*.parquet*"))
