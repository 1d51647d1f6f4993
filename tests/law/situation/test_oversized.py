"""Workbooks made to fill a memory, or locked: refused from what their zip says and by pieces, before anything is parsed."""

import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from relais.kernel.months import Month
from relais.law.situation import unpacked
from relais.law.situation.cases import UnreadableFileError
from relais.law.situation.files import count_cases, read_cases

HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    book = Workbook()
    for line in (["menage", "role", "naissance"], ["a", "demandeur", "1980"]):
        book.active.append(line)
    book.save(tmp_path / "bon.xlsx")
    return tmp_path / "bon.xlsx"


def with_part(source: Path, name: str, *, head: bytes, filler: bytes, times: int) -> Path:
    """The same workbook with one part that unpacks to ``times`` fillers."""
    target = source.with_name("bombe.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        with new.open(name, "w", force_zip64=True) as out:
            out.write(head)
            for _ in range(times):
                out.write(filler)
    return target


BOMBS: dict[str, Callable[[Path], Path]] = {
    "one endless cell": lambda path: with_part(path, SHEET, head=HEAD + b"<row><c><v>", filler=b"9" * (1 << 20), times=60),
    "a row of endless cells": lambda path: with_part(path, SHEET, head=HEAD + b"<row>", filler=b"<c><v>1</v></c>" * 70_000, times=40),
    "endless texts": lambda path: with_part(path, "xl/sharedStrings.xml", head=b"<sst>", filler=b"<si/>" * 200_000, times=280),
    "millions of empty texts": lambda path: with_part(path, "xl/sharedStrings.xml", head=b"<sst>", filler=b"<si/>" * 200_000, times=25),
    "texts under another name": lambda path: with_part(path, "xl/shared.bin", head=b"<sst>", filler=b"<si/>" * 200_000, times=280),
    "endless empty rows": lambda path: with_part(path, SHEET, head=HEAD, filler=b"<row/>" * 170_000, times=40),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_in_little_memory(small: Path, kind: str) -> None:
    bomb = BOMBS[kind](small)
    assert bomb.stat().st_size < 8 << 20
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFileError, match="démesuré"):
            count_cases(bomb)
        assert tracemalloc.get_traced_memory()[1] < 40 << 20
    finally:
        tracemalloc.stop()


def test_a_row_far_away_is_refused_before_all_those_between_are_given(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "MOST_ROWS", 1000)
    titles = b"".join(b'<c t="inlineStr"><is><t>%s</t></is></c>' % title for title in (b"menage", b"role"))
    rows = b'<row r="1">' + titles + b'</row><row r="20000000"/></sheetData></worksheet>'
    bomb = with_part(small, SHEET, head=HEAD, filler=rows, times=1)
    with pytest.raises(UnreadableFileError, match="démesuré"):
        count_cases(bomb)


def test_an_ordinary_workbook_passes(small: Path) -> None:
    assert [case.id for case in read_cases(small, month=Month(2026, 11))] == ["a"]


def test_rows_with_a_prefix_are_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "LARGEST_ROW", 2000)
    path = tmp_path / "p.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(SHEET, b"<x:row>" + (b"<x:row><x:c/></x:row>" + b" " * 500) * 3000)
    with path.open("rb") as file:
        unpacked.refuse_oversized(file)


def test_a_locked_zip_is_said_to_be_locked(small: Path) -> None:
    content = bytearray(small.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1  # the flag of an encrypted part, in the directory of the zip
    small.write_bytes(content)
    with pytest.raises(UnreadableFileError, match="mot de passe"):
        count_cases(small)


def test_a_workbook_locked_by_excel_is_said_to_be_locked(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(2000))
    with pytest.raises(UnreadableFileError, match="sans mot de passe"):
        count_cases(path)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_workbook_cut_in_two_is_refused(small: Path, keep: float) -> None:
    content = small.read_bytes()
    small.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(UnreadableFileError, match="lisible"):
        count_cases(small)


def test_entities_that_multiply_are_not_unfolded(small: Path) -> None:
    entities = "".join(f'<!ENTITY e{rank + 1} "{f"&e{rank};" * 10}">' for rank in range(9))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'.encode()
    body = HEAD + b'<row><c t="inlineStr"><is><t>&e9;</t></is></c></row></sheetData></worksheet>'
    bomb = with_part(small, SHEET, head=doctype + body, filler=b"", times=0)
    with pytest.raises(UnreadableFileError):
        list(read_cases(bomb, month=Month(2026, 11)))
