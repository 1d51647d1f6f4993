"""The documented model of a caseload: a workbook with a sheet to fill and a sheet that explains each column."""

from pathlib import Path
from typing import TYPE_CHECKING

from relais.law.situation.catalogue import SECTIONS, facts
from relais.law.situation.facts import Fact, Kind, Scope
from relais.law.situation.header import SPECIAL
from relais.law.situation.roles import ROLE_WORDS
from relais.law.situation.sheets import DATA_SHEET

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: a fictional couple with a child; every other column may stay empty.
EXAMPLES = (
    {"menage": "exemple-1", "personne": "p1", "role": "demandeur", "naissance": "12/03/1990", "statut": "emploi", "salaire": 1400,
     "commune": "Roubaix 59100", "logement": "locataire_vide", "loyer": 620},
    {"menage": "exemple-1", "personne": "p2", "role": "conjoint", "naissance": "36 ans", "statut": "sans_emploi",
     "chomage": "0 depuis 2026-08, avant 700"},
    {"menage": "exemple-1", "personne": "p3", "role": "enfant", "naissance": "2016"},
)  # fmt: skip
_ROWS_WITH_LISTS = 5000
#: what is told before anything is filled.
BEFORE = (
    "Une ligne par personne, les lignes d’un ménage à la suite. Une case vide veut dire «\u00a0on ne sait pas encore\u00a0», jamais zéro.",
    "Écrivez refus quand la personne ne souhaite pas répondre. Ne mettez ni nom, ni adresse, ni numéro de sécurité sociale.",
    "Une colonne dont le titre commence par _ n’est pas lue. Les faits du ménage s’écrivent sur une seule de ses lignes.",
)
_FORMS = {
    Kind.MONEY: "En euros\u00a0: 1400, 1 400,50, 650+120.",
    Kind.MONTHLY: "En euros par mois\u00a0: 1400 pour chaque mois\u00a0; 1400 puis 900 depuis août 2026\u00a0; 2026-08: 900; 2026-09: 950.",
    Kind.NUMBER: "Un nombre\u00a0: 2 ou 2,5.",
    Kind.FLAG: "oui ou non.",
    Kind.PLACE: "Le nom et le code postal (Roubaix 59100), ou remplissez code_insee.",
    Kind.DATE: "Une date\u00a0: 12/03/1988, 12 mars 1988, 1988-03-12.",
}


def template(path: Path) -> None:
    """Write the model to ``path`` (XLSX), over what is there. OSError when it cannot be written."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "Relais"
    data = book.active
    if data is None:
        raise RuntimeError("openpyxl gives every new workbook a sheet")
    _fill_data(book)
    _fill_columns(book)
    book.save(path)


def _names() -> list[str]:
    return [*SPECIAL, *facts()]


def _fill_data(book: "Workbook") -> None:
    """Header, examples, and lists to choose from where a fact is a choice."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.worksheets[0]
    sheet.title = DATA_SHEET
    names = _names()
    sheet.append(names)
    for example in EXAMPLES:
        sheet.append([example.get(name) for name in names])
    for rank, name in enumerate(names, 1):
        letter = get_column_letter(rank)
        sheet.cell(1, rank).font = Font(bold=True)
        sheet.column_dimensions[letter].width = max(12, len(name) + 2)
        _offer_list(sheet, name, letter)
    sheet.freeze_panes = "D2"


def _offer_list(sheet: "Worksheet", name: str, letter: str) -> None:
    """Choices as a drop-down list; anything else may still be typed."""
    from openpyxl.worksheet.datavalidation import DataValidation

    fact = facts().get(name)
    words = list(ROLE_WORDS.values()) if name == "role" else _words(fact)
    if words:
        offered = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
        offered.add(f"{letter}2:{letter}{_ROWS_WITH_LISTS}")
        sheet.add_data_validation(offered)


def _words(fact: Fact | None) -> list[str]:
    if fact is None:
        return []
    return ["oui", "non"] if fact.kind is Kind.FLAG else list(fact.choices)


def _fill_columns(book: "Workbook") -> None:
    """One row a column: what it is, where to read it, what may be written, what the rules cover."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("Colonnes")
    for sentence in BEFORE:
        sheet.append([sentence])
    sheet.append([])
    sheet.append(
        ["Colonne", "Libellé", "De qui", "À lire sur", "Formes acceptées", "Ce que les règles couvrent", "Pourquoi cette question"]
    )
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for name, meaning in SPECIAL.items():
        sheet.append([name, meaning])
    for fact in facts().values():
        sheet.append([fact.code, fact.label, _owner(fact), fact.paper, forms(fact), _domain(fact), fact.why])
    for letter, width in zip("ABCDEFG", (28, 48, 30, 34, 60, 26, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=len(BEFORE) + 2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _owner(fact: Fact) -> str:
    return f"{SECTIONS[fact.section]} – {'ménage' if fact.scope is Scope.HOUSEHOLD else ', '.join(fact.roles)}"


def forms(fact: Fact) -> str:
    """What may be written in the column of this fact."""
    if fact.code == "naissance":
        return f"{_FORMS[Kind.DATE]} Ou l’âge\u00a0: 38 ans, 6 mois\u00a0; ou l’année\u00a0: 1988."
    if fact.choices:
        return "\n".join(f"{code}\u00a0: {label}" for code, label in fact.choices.items())
    return f"{_FORMS[fact.kind]} {fact.hint}".strip()


def _domain(fact: Fact) -> str:
    """Beyond it, the answer is «on ne sait pas»."""
    if fact.domain is None:
        return ""
    lowest, highest = fact.domain
    return f"de {lowest:g} à {highest:.0f}"
