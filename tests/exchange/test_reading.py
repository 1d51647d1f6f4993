"""Tables as they come from real offices: encodings, separators, titles, hidden sheets, disguises; cells as people type them."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from relais.exchange.reading import UnreadableTable, read_table
from relais.exchange.rules import cells, columns
from relais.exchange.rules.entries import entry
from relais.kernel.spreadsheets import as_typed, csv_bytes, harmless
from tests.factories.tables import HEADERS, csv_of, rows_of, xlsx_of

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Nom", "family_name"),
        ("NOM DE FAMILLE", "family_name"),
        ("Nom / Prénom", "called"),
        ("tél", "phone"),
        ("Tél. portable", "mobile"),
        ("Date de naissance", "birth"),
        ("Né(e) le", "birth"),
        ("Référent", "lead"),
        ("Référent social", "lead"),
        ("RSA jusqu’au", "until:rsa"),
        ("Fin de RSA", "until:rsa"),
        ("échéance C2S", "until:c2s"),
        ("Date fin titre de séjour", "until:titre"),
        ("AAH (fin)", "until:aah"),
        ("N° dossier", "reference"),
        ("Prochain RDV", "appointment"),
        ("Code postal", "postcode"),
        ("e-mail", "email"),
        ("Commentaires", ""),
        ("N° de sécurité sociale", ""),
        ("NIR", ""),
        ("Mot de passe", ""),
        ("Code CAF", ""),
    ],
)
def test_headers_are_recognised_as_people_write_them(header: str, code: str) -> None:
    assert columns.recognised(header) == code


def test_our_own_headers_come_back_to_their_columns_and_forbidden_ones_are_said() -> None:
    assert [columns.recognised(label) for label in columns.LABELS.values()] == list(columns.LABELS)
    assert [columns.recognised(f"{name} jusqu’au") for name in columns.RIGHTS.values()] == [f"until:{code}" for code in columns.RIGHTS]
    assert "sécurité sociale" in columns.never_taken("n° sécu")
    assert "mots de passe" in columns.never_taken("MDP CAF")
    assert columns.problem_of(["phone"]).startswith("Dites quelle colonne")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_csv_is_read_whatever_its_encoding_and_separator(encoding: str, delimiter: str) -> None:
    table = read_table(csv_of(rows_of(9), delimiter=delimiter, encoding=encoding))
    assert table.headers == list(HEADERS)
    assert len(table.rows) == 9
    assert table.rows[4].cells[1:3] == ["Traoré-Bakri-aa", "Awa-Marie"]
    assert table.rows[0].line == 2


def test_a_workbook_with_a_merged_title_and_a_hidden_sheet_is_read_and_says_so() -> None:
    meets = datetime.fromisoformat("2026-12-01T14:30")
    rows = [["D1", "Bakri", "Inès", datetime.fromisoformat("1988-03-12"), 639980011.0, None, date(2027, 3, 31), meets]]
    table = read_table(xlsx_of(rows, title="Suivi du secteur nord, novembre", hidden="Archives"))
    assert table.headers == list(HEADERS)
    assert "Archives" in table.remarks[0]
    told = entry(4, table.rows[0].cells, columns.recognised_all(table.headers), on=ON)
    assert (told.called, told.birth_on, told.phones) == ("Inès Bakri", date(1988, 3, 12), ("06 39 98 00 11",))
    assert told.rights[0].ends_on == date(2027, 3, 31)
    assert told.appointment == meets


def _macro() -> bytes:
    held = io.BytesIO(xlsx_of(rows_of(1)))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return held.getvalue()


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return held.getvalue()


def _empty() -> bytes:
    held = io.BytesIO()
    Workbook().save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7 ...", "pas un tableau"),
        (b"\x00\x01\x02", "pas un tableau"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, ".xls"),
        (b"<html><table><tr><td>Nom</td></tr></table>", "page"),
        (_macro(), "macros"),
        (_zip(), "classeur"),
        (b"PK\x03\x04 broken", "lisible"),
        (_empty(), "Aucune feuille"),
        (b"Nom;Prenom\r\n", "aucune ligne"),
        (b"un seul mot", "colonne"),
        (b"Nom;Prenom\r\n" + b"Bakri;Ines\r\n" * 5001, "5 000"),
        (b"Nom;Prenom\r\nBakri;" + b"x" * 2001, "2 000"),
    ],
)
def test_what_is_no_table_of_people_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableTable, match=words):
        read_table(content)


def test_cells_are_read_as_people_type_them() -> None:
    assert cells.birth("1988", on=ON) == (None, 1988)
    assert cells.birth("12 mars 1988", on=ON)[0] == date(1988, 3, 12)
    assert cells.birth("12.03.88", on=ON)[0] == date(1988, 3, 12)
    assert cells.birth("1988-03-12 00:00:00", on=ON)[0] == date(1988, 3, 12)
    assert cells.last_day("03/2027", on=ON) == date(2027, 3, 31)
    assert cells.last_day("12/2026", on=ON) == date(2026, 12, 31)
    assert cells.a_day("jeudi 3 décembre 2026 à 14h", latest=date(2030, 1, 1)) == date(2026, 12, 3)
    assert (cells.a_time("9h"), cells.a_time("14:30"), cells.has_time("01/12/2026 00:00:00")) == (time(9), time(14, 30), False)
    assert [cells.phone(one) for one in ("0639980011", "+33 6 39 98 00 11", "639980011", "0033639980011")] == ["06 39 98 00 11"] * 4
    assert cells.said(" néant ") == ""
    for reader, bad in ((cells.phone, "voir sœur"), (cells.email, "ines@"), (lambda cell: cells.birth(cell, on=ON), "01/01/2030")):
        with pytest.raises(ValueError, match=r"."):
            reader(bad)


@pytest.mark.parametrize("cell", ['=CMD("calc")', "+1+1", "@SUM(A1)", "-2+3", "\t=1", "|calc", "%0A", "＝1+1"])
def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text_and_read_back(cell: str) -> None:
    assert harmless(cell).startswith("'")
    assert as_typed(harmless(cell)) == cell
    written = csv_bytes([[cell, "06 39 98 00 11", "+33639980011"]]).decode("utf-8-sig")
    assert written.lstrip('"').startswith("'")
    assert ";06 39 98 00 11;+33639980011" in written
