"""Tables as workers bring them, in memory: CSV and XLSX of fictional people."""

import io
from collections.abc import Sequence
from datetime import date, timedelta

from openpyxl import Workbook

HEADERS = ("N° dossier", "NOM DE FAMILLE", "Prénom", "Date de naissance", "tél", "Référent", "RSA jusqu'au", "Prochain RDV")
FAMILY = ("Bakri", "Le Goff", "Delorme", "Roussel", "Traoré", "Petitjean", "Vasseur", "Haddad", "N’Diaye", "Lefèvre")
GIVEN = ("Inès", "Yann", "Sabrina", "Kévin", "Awa-Marie", "Léonie", "Moussa", "Zoé", "Éloïse", "Ali")


def rows_of(number: int, *, lead: str = "", on: date = date(2026, 11, 23)) -> list[list[str]]:
    """So many rows of people who do not exist, each with its number, birth, phone, right and next appointment."""
    found = []
    for rank in range(number):
        born = date(1950, 1, 1) + timedelta(days=rank * 17 % 18000)
        ends, meets = on + timedelta(days=30 + rank % 300), on + timedelta(days=1 + rank % 60)
        family = f"{FAMILY[rank % 10]}-{FAMILY[rank // 10 % 10]}-{chr(97 + rank // 100 % 26)}{chr(97 + rank // 2600 % 26)}"
        phone = f"06 39 98 {rank // 100 % 100:02d} {rank % 100:02d}"
        cells = [f"D{rank:05d}", family, GIVEN[rank % 10], f"{born:%d/%m/%Y}", phone, lead, f"{ends:%d/%m/%Y}", f"{meets:%d/%m/%Y} 14h30"]
        found.append(cells)
    return found


def csv_of(rows: Sequence[Sequence[str]], *, headers: Sequence[str] = HEADERS, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """These rows as a CSV; no cell may hold the delimiter."""
    return "\r\n".join(delimiter.join(row) for row in (headers, *rows)).encode(encoding)


def xlsx_of(rows: Sequence[Sequence[object]], *, headers: Sequence[str] = HEADERS, title: str = "", hidden: str = "") -> bytes:
    """These rows as a workbook, with a merged title above and a hidden sheet when asked."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append([title])
        sheet.merge_cells("A1:D1")
        sheet.append([])
    for row in (headers, *rows):
        sheet.append(list(row))
    if hidden:
        other = book.create_sheet(hidden)
        other.append(["Nom", "Prénom"])
        other.append(["Caché", "Caché"])
        other.sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
