"""Caseload files: what is right is read, what is wrong is said, the rest goes on, memory stays small."""

import csv
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from relais.kernel.months import Month
from relais.law.situation import cases as cases_module
from relais.law.situation.cases import Case, SeenIds, UnreadableFileError
from relais.law.situation.catalogue import facts
from relais.law.situation.document import write_document
from relais.law.situation.files import read_cases
from relais.law.situation.model import template
from relais.law.situation.roles import Role
from tests.law.situation.households import MONTH, roubaix

HEADER = "menage;role;naissance;salaire;commune;loyer"
GOOD = ["a;demandeur;12/3/1990;1 400,50;Roubaix 59100;620", "a;enfant;10 ans;;;", "b;demandeur;1988;900;Lille 59000;400"]


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def read(path: Path, start: int = 0) -> list[Case]:
    return list(read_cases(path, month=MONTH, start=start))


def said(case: Case) -> str:
    return " / ".join(f"{one.line} {one.column}: {one.message}" for one in case.problems)


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    return str(caught.value)


def sheet(path: Path, *rows: list[Any], title: str = "Feuil1") -> Path:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [HEADER.replace("naissance", "Date de naissance"), *GOOD, "é;époux-chef;1988;;;"]
    path = write(tmp_path / "cas.csv", *(line.replace(";", delimiter) for line in lines), encoding=encoding)
    first, second, third = read(path)
    assert (first.id, first.position, first.line, first.problems) == ("a", 0, 2, ())
    assert [person.role for person in first.household.persons] == [Role.DEMANDEUR, Role.ENFANT]
    assert first.household.persons[0].facts == {"naissance": date(1990, 3, 12), "salaire": (1400.5,) * 13}
    assert first.household.facts == {"commune": "59512", "loyer": 620.0}
    assert (second.id, second.position, second.line) == ("b", 1, 4)
    assert third.id == "é" and "époux-chef" in said(third)


def test_commas_and_quotes(tmp_path: Path) -> None:
    path = write(tmp_path / "cas.csv", "menage,role,salaire", 'a,demandeur,"1 400,50"', "", 'b,demandeur,"900')
    first, second = read(path)
    assert first.household.persons[0].facts["salaire"] == (1400.5,) * 13
    assert second.household is None and second.id == "b" and "guillemet" in said(second)


def test_a_line_mostly_utf8_with_one_latin_line(tmp_path: Path) -> None:
    path = tmp_path / "mixte.csv"
    path.write_bytes("menage;role\nété;demandeur\n".encode() + "hélène;demandeur\n".encode("latin-1"))
    assert [case.id for case in read(path)] == ["été", "hélène"]


def test_errors_are_told_by_row_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write(
        tmp_path / "cas.csv",
        HEADER,
        "a;demandeur;31/02/2000;-5;Zzyzx;nan",
        "b;demandeur;1988;900;Lille 59000;400",
        "c;demandeur;1988;900",
        "d;chef;1988;900;Lille 59000;400",
        ";enfant;2015;;;",
        "b;demandeur;1988;900;Lille 59000;400",
        "e;demandeur;2012;;;",
        "e;enfant;2010;;;",
        "f;demandeur;1988;;;90000",
        "g;demandeur;1988;;59100;",
    )
    found = read(path)
    assert [(case.id, case.household is not None) for case in found] == [
        ("a", False), ("b", True), ("c", False), ("d", False), ("b", False), ("e", False), ("f", True), ("g", False),
    ]  # fmt: skip
    assert [case.position for case in found] == list(range(8))
    a, _, c, d, again, e, f, g = map(said, found)
    for part in ("2 naissance: Cette date n’existe pas", "2 salaire: Un montant ne peut pas être négatif", "2 commune:", "2 loyer:"):
        assert part in a
    assert "4 cases pour 6 colonnes" in c
    assert "5 role: Le rôle «\u00a0chef\u00a0»" in d and "6 menage: L’identifiant du ménage manque" in d
    assert "7 menage" in again and "déjà été lu" in again
    assert "9 naissance: Moins de 12 ans séparent cet enfant" in e
    assert found[6].problems[0].warning and "on ne sait pas" in f
    assert "Bousignies" in g


def test_a_household_split_in_two_places_is_not_computed_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "cas.csv", "menage;role", "a;demandeur", "b;demandeur", "a;enfant", "c;demandeur")
    assert [(case.id, case.household is not None) for case in read(path)] == [("a", True), ("b", True), ("a", False), ("c", True)]


def test_forty_children(tmp_path: Path) -> None:
    path = write(tmp_path / "cas.csv", "menage;role", "a;demandeur", *["a;enfant"] * 40, "b;demandeur")
    first, second = read(path)
    assert first.household is None and "41 lignes" in said(first)
    assert second.household is not None


def test_household_facts_are_on_any_row_and_agree(tmp_path: Path) -> None:
    path = write(
        tmp_path / "cas.csv", "menage;role;loyer;logement", "a;demandeur;;foyer", "a;enfant;620;", "b;demandeur;620;", "b;enfant;630;"
    )
    first, second = read(path)
    assert first.household.facts == {"loyer": 620.0, "logement": "foyer"}
    assert "5 loyer" in said(second) and "deux lignes" in said(second)


def test_communes_by_code(tmp_path: Path) -> None:
    path = write(
        tmp_path / "cas.csv",
        "menage;role;commune;code_postal;code_insee",
        "a;demandeur;;59100;",
        "b;demandeur;anything;;1001",
        "c;demandeur;Paris;75011;",
        "d;demandeur;Roubaix;59000;",
        "e;demandeur;;1400;",
        "f;demandeur;;;99999",
        "g;demandeur;Neuville;01400;",
        "h;demandeur;;99999;",
    )
    found = {case.id: case for case in read(path)}
    known = {name: case.household.facts["commune"] for name, case in found.items() if case.household}
    assert known == {"a": "59512", "b": "01001", "c": "75111", "g": "01272"}
    assert "n’a pas le code postal" in said(found["d"])
    assert "Plusieurs communes ont le code postal 01400" in said(found["e"])
    assert "code_insee" in said(found["f"])
    assert "inconnu" in said(found["h"])


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("menage;role;salairre", ["salairre", "«\u00a0salaire\u00a0»"]),
        ("menage;role;qsdfgh", ["qsdfgh", "Retirez-la"]),
        ("menage;role;loyer;Loyer", ["deux fois"]),
        ("menage;loyer", ["role", "manque"]),
        ("role;loyers;salairre", ["menage", "loyers", "salairre"]),
        ("n'importe quoi", ["une colonne"]),
    ],
)
def test_wrong_columns_are_all_told(tmp_path: Path, header: str, parts: list[str]) -> None:
    message = refused(write(tmp_path / "cas.csv", header, "a;demandeur;1"))
    for part in parts:
        assert part in message


def test_a_column_left_aside_and_labels_as_titles(tmp_path: Path) -> None:
    path = write(tmp_path / "cas.csv", "Identifiant;Rôle;_nom;Salaire net;", "a;demandeuse;Dupont;900;")
    (case,) = read(path)
    assert case.household.persons[0].facts == {"salaire": (900.0,) * 13}
    assert "Dupont" not in repr(case)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   "])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vide.csv"
    path.write_bytes(content)
    assert "vide" in refused(path)


def test_files_that_are_no_files(tmp_path: Path) -> None:
    assert "ne s’ouvre pas" in refused(tmp_path / "absent.csv")
    assert "ne s’ouvre pas" in refused(tmp_path)
    (tmp_path / "vieux.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    assert ".xls)" in refused(tmp_path / "vieux.xls")
    (tmp_path / "faux.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    assert "classeur" in refused(tmp_path / "faux.xlsx")
    (tmp_path / "une.csv").write_bytes(b"menage;" + b"a" * 2_000_000)
    assert "million" in refused(tmp_path / "une.csv")


def test_a_file_with_a_header_only_has_no_case(tmp_path: Path) -> None:
    assert read(write(tmp_path / "cas.csv", HEADER)) == []


def test_sheets(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "cas.xlsx",
        [None],
        ["menage", "role", "naissance", "salaire", "code_insee", "enceinte", None],
        [12.0, "demandeur", datetime(1990, 3, 12, tzinfo=UTC).replace(tzinfo=None), 1400, 59512, True, None],
        [12, "enfant", 10, None, None, None, None],
        [13, "demandeur", "1988", "#N/A", "59512", "oui", None],
        [],
        [14, "demandeur", "1988", None, 1001],
    )
    first, second, third = read(path)
    assert (first.id, first.line) == ("12", 3)
    assert first.household.persons[0].facts == {"naissance": date(1990, 3, 12), "salaire": (1400.0,) * 13, "enceinte": True}
    assert first.household.facts == {"commune": "59512"}
    assert second.household is None and "5 salaire" in said(second)
    assert third.household.facts == {"commune": "01001"}


def test_an_empty_sheet_and_the_named_sheet(tmp_path: Path) -> None:
    assert "vide" in refused(sheet(tmp_path / "vide.xlsx"))
    book = Workbook()
    book.active.append(["rien"])
    data = book.create_sheet("Données")
    data.append(["menage", "role"])
    data.append(["a", "demandeur"])
    book.save(tmp_path / "deux.xlsx")
    assert [case.id for case in read(tmp_path / "deux.xlsx")] == ["a"]


def test_the_template_explains_each_column_and_reads_without_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    template(path)
    (case,) = read(path)
    assert case.problems == ()
    assert [person.role for person in case.household.persons] == [Role.DEMANDEUR, Role.CONJOINT, Role.ENFANT]
    book = load_workbook(path)
    assert book.sheetnames == ["Données", "Colonnes"]
    explained = {row[0]: row for row in book["Colonnes"].iter_rows(values_only=True)}
    header = [cell.value for cell in book["Données"][1]]
    assert set(header) <= set(explained) and set(facts()) <= set(header)
    assert "Bulletin de paie" in explained["salaire"][3]
    assert all(explained[code][1] and explained[code][4] and explained[code][6] for code in facts())


def documents(count: int) -> list[dict[str, Any]]:
    return [{**write_document(roubaix(loyer=float(rank))), "id": f"m{rank}"} for rank in range(count)]


@pytest.mark.parametrize("form", ["array", "pretty", "lines", "follow"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_json_forms(tmp_path: Path, form: str, encoding: str) -> None:
    told = documents(40)
    text = {
        "array": json.dumps(told),
        "pretty": json.dumps(told, indent=2),
        "lines": "\n".join(map(json.dumps, told)) + "\n",
        "follow": "\n".join(json.dumps(one, indent=1) for one in told),
    }[form]
    path = tmp_path / "cas.json"
    path.write_text(text, encoding)
    found = read(path)
    assert [case.id for case in found] == [f"m{rank}" for rank in range(40)]
    assert [case.household.facts["loyer"] for case in found] == list(range(40))
    assert [case.position for case in found] == list(range(40))


@pytest.mark.parametrize("joined", [",\n", "\n"])
def test_json_errors_do_not_spoil_the_next(tmp_path: Path, joined: str) -> None:
    one, two = (json.dumps(document) for document in documents(2))
    broken = [
        '{"id": "x", "persons" []}',
        '{"id": "y", "persons": [], "facts": {"loyer": NaN}}',
        "{}",
        one,
        '{"id": "z", "month": "é}]\\""}',
    ]
    text = joined.join([one, *broken, two])
    path = tmp_path / "cas.json"
    path.write_text(f"[{text}]" if "," in joined else text, "utf-8")
    found = read(path)
    assert [case.household is not None for case in found] == [True, False, False, False, False, False, True]
    assert [case.line for case in found] == list(range(1, 8))
    assert "pas du JSON" in said(found[1]) and "NaN" in said(found[2]) and "identifiant" in said(found[3]) and "déjà" in said(found[4])


@pytest.mark.parametrize("cut", ["", ' {"id": "x", "per', ' {"id": "x'])
def test_a_json_file_cut_short(tmp_path: Path, cut: str) -> None:
    path = tmp_path / "cas.json"
    path.write_text("[" + json.dumps(documents(1)[0]) + "," + cut, "utf-8")
    first, last = read(path)
    assert first.household is not None
    assert last.household is None and "s’interrompt" in said(last)


def test_json_of_other_things(tmp_path: Path) -> None:
    path = tmp_path / "cas.json"
    path.write_text('[1, "deux", [3], null]', "utf-8")
    assert [case.household for case in read(path)] == [None] * 4
    path.write_text("[]", "utf-8")
    assert read(path) == []
    path.write_bytes(('[{"id": "' + "é" * 10 + '", "month": "2026-11", "persons": [{"role": "demandeur"}]}]').encode("latin-1"))
    assert [case.id for case in read(path)] == ["é" * 10]
    path.write_text("[" * 100_000, "utf-8")
    assert "pas du JSON" in said(read(path)[-1]) or "s’interrompt" in said(read(path)[-1])


def test_the_month_of_a_json_household(tmp_path: Path) -> None:
    told = documents(2)
    told[0]["month"] = "2027-02"
    del told[1]["month"]
    path = tmp_path / "cas.json"
    path.write_text(json.dumps(told), "utf-8")
    assert [case.household.month for case in read(path)] == [Month(2027, 2), MONTH]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_resuming_gives_what_was_left(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "cas"
    if kind == "csv":
        write(path, HEADER, *GOOD, "a;demandeur;1988;;;", "c;demandeur;1988;;;")
    else:
        path.write_text(json.dumps([*documents(3), documents(1)[0]]), "utf-8")
    whole = read(path)
    assert len(whole) == 4
    for start in range(5):
        assert read(path, start) == whole[start:]


def test_ids_are_remembered_beyond_the_recent_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases_module, "_RECENT", 10)
    seen = SeenIds()
    assert not any(seen.met_before(str(rank)) for rank in range(95))
    assert all(seen.met_before(str(rank)) for rank in range(95))


def big_csv(path: Path, households: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["menage", "role", "naissance", "salaire", "commune", "loyer", "_note"])
        for rank in range(households):
            out.writerow([f"m{rank}", "demandeur", "12/03/1990", "1 400,50", "Roubaix 59100", 620, "x" * 8000])
            out.writerow([f"m{rank}", "enfant", "10 ans", "", "", "", "x" * 8000])
    return path


def big_json(path: Path, households: int) -> Path:
    line = json.dumps({**documents(1)[0], "id": "@"}) + " " * 8000
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        file.write(",\n".join(line.replace("@", f"m{rank}") for rank in range(households)))
        file.write("]")
    return path


def peak(cases: Iterator[Case]) -> tuple[int, int]:
    """How many cases, and the highest memory in bytes while reading them one by one."""
    next(cases)
    tracemalloc.start()
    try:
        count = 1 + sum(1 for _ in cases)
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("make", "households"), [(big_csv, 200), (big_json, 300)])
def test_a_large_file_is_read_in_little_memory(tmp_path: Path, make: Any, households: int) -> None:
    path = make(tmp_path / "grand", households)
    assert path.stat().st_size > 2_000_000
    count, memory = peak(read_cases(path, month=MONTH))
    assert count == households
    assert memory < 1_000_000
