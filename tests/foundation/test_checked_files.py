"""``relais check-text``: text, CSV and workbooks; one line a finding, the secret never printed."""

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from relais.project.cli import main


def run(capsys: pytest.CaptureFixture[str], *files: Path) -> tuple[int, list[dict[str, object]], str]:
    code = main(["check-text", *map(str, files)])
    said = capsys.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(folder: Path, *sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for rank, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Feuille {rank + 1}")
        for row in rows:
            sheet.append(row)
    path = folder / "suivi.xlsx"
    book.save(path)
    return path


def test_a_text_with_a_secret_and_a_warning(tmp_path: Path, capsys):
    path = written(tmp_path, "note.txt", "Vue ce jour.\nmdp : Toto1234!\nElle est diabétique.\n")
    code, told, _ = run(capsys, path)
    assert code == 1
    assert told == [
        {"file": str(path), "line": 2, "kind": "password", "severity": "block"},
        {"file": str(path), "line": 3, "kind": "health", "severity": "warn"},
    ]
    assert "Toto" not in json.dumps(told)


def test_a_warning_alone_is_no_refusal_and_a_clean_text_says_nothing(tmp_path: Path, capsys):
    assert run(capsys, written(tmp_path, "a.md", "IBAN FR14 2004 1010 0505 0001 3M02 606"))[0] == 0
    assert run(capsys, written(tmp_path, "b.txt", "a perdu son mot de passe\ncode APE\n")) == (0, [], "")


def test_a_csv_where_a_secret_stands_alone_under_its_header(tmp_path: Path, capsys):
    code, told, _ = run(capsys, written(tmp_path, "liste.csv", "nom;mot de passe;code postal\nDurand;soleil;59000\nMartin;oublié;59100\n"))
    assert code == 1
    assert [(one["line"], one["cell"], one["severity"]) for one in told] == [(2, "B2", "block")]


def test_a_csv_in_windows_1252_of_one_column_with_a_cell_on_two_lines(tmp_path: Path, capsys):
    content = 'remarque\n"Situation stable.\nMot de passe : été2024"\n'.encode("cp1252")
    code, told, _ = run(capsys, written(tmp_path, "notes.CSV", content))
    assert code == 1
    assert [one["cell"] for one in told] == ["A3"]


def test_every_sheet_of_a_workbook_and_a_label_at_the_left(tmp_path: Path, capsys):
    code, told, _ = run(
        capsys, workbook(tmp_path, [["nom", "PIN"], ["Durand", 4821]], [["Nom", "Durand"], ["Mot de passe", "jasmin"], ["Ville", "Lille"]])
    )
    assert code == 1
    assert [one["cell"] for one in told] == ["B2", "Feuille 2!B2"]


def test_a_file_without_a_secret_is_zero_on_utf16_too(tmp_path: Path, capsys):
    assert run(capsys, written(tmp_path, "a.txt", "code postal 59000".encode("utf-16")))[0] == 0
    assert run(capsys, written(tmp_path, "b.txt", "code secret 1234".encode("utf-16")))[0] == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "ni un texte"),
        ("faux.xlsx", b"PK\x03\x04rien", "classeur Excel lisible"),
        ("long.txt", b"a" * 1_000_001, "un million"),
        ("mauvais.csv", b'a;b\n"' + b"x" * 200_000 + b'";y\n', "ne se coupe pas"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_code_two(tmp_path: Path, capsys, name: str, content: bytes, said: str):
    code, told, error = run(capsys, written(tmp_path, name, content))
    assert (code, told) == (2, [])
    assert said in error
    assert len(error.splitlines()) == 1


def test_a_missing_file_and_no_file_are_code_two(tmp_path: Path, capsys):
    code, _, error = run(capsys, tmp_path / "absent.txt")
    assert code == 2
    assert "introuvable" in error
    assert main(["check-text"]) == 2


def test_a_workbook_that_unpacks_beyond_measure_is_refused(tmp_path: Path, capsys):
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + b" " * (20 << 20) + b"</sheetData></worksheet>")
    code, _, error = run(capsys, path)
    assert code == 2
    assert "démesuré" in error


ODF = b'<o xmlns:t="urn:table" xmlns:x="urn:text">'


def test_documents_of_libreoffice_and_word_are_read_by_cells_and_paragraphs(tmp_path: Path, capsys):
    """A secret beside or under what introduces it; the repeated empty cells of a sheet keep the columns in their place."""
    cell = "<t:table-cell%s><x:p>%s</x:p></t:table-cell>"
    header = cell % ("", "Nom") + '<t:table-cell t:number-columns-repeated="2"/>' + cell % ("", "Mot de passe")
    row = cell % ("", "Bakri") + '<t:table-cell t:number-columns-repeated="2"/>' + cell % ("", "Tulipe-4821")
    ods = ODF + f"<t:table><t:table-row>{header}</t:table-row><t:table-row>{row}</t:table-row></t:table></o>".encode()
    odt = ODF + b"<x:h>Suivi</x:h><x:p>mdp caf : <x:span>Tulipe-4821</x:span></x:p></o>"
    docx = b'<w xmlns:w="urn:w"><w:p><w:r><w:t>Vue ce jour.</w:t></w:r></w:p><w:p><w:t>code carte bleue : 4821</w:t></w:p></w>'
    found = {}
    for name, part, content in (("a.ods", "content.xml", ods), ("a.odt", "content.xml", odt), ("a.docx", "word/document.xml", docx)):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as pack:
            pack.writestr(part, content)
        code, told, _ = run(capsys, path)
        assert code == 1, name
        assert "4821" not in json.dumps(told)
        found[name] = [(one["line"], one.get("cell")) for one in told if one["severity"] == "block"]
    assert found == {"a.ods": [(2, "D2")], "a.odt": [(2, None)], "a.docx": [(2, None)]}
