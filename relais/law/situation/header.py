"""The first row of a caseload file: which column holds which fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from relais.law.places.plain import plain
from relais.law.situation.cases import UnreadableFileError
from relais.law.situation.catalogue import facts
from relais.law.situation.facts import Fact, Scope

HOUSEHOLD, PERSON, ROLE, INSEE, POSTAL = "menage", "personne", "role", "code_insee", "code_postal"
#: columns that are not facts → what they hold, for the documented model.
SPECIAL: Mapping[str, str] = {
    HOUSEHOLD: "Identifiant du ménage\u00a0: le même sur chaque ligne du ménage, lignes à la suite. Jamais un nom.",
    PERSON: "Identifiant de la personne dans le ménage (p1, p2…). Facultatif.",
    ROLE: "demandeur, conjoint, enfant ou autre. Exactement un demandeur par ménage.",
    INSEE: "Code INSEE de la commune, sans ambiguïté. Remplace la colonne commune.",
    POSTAL: "Code postal, seul ou pour préciser la colonne commune.",
}
_ALIASES = {"id": HOUSEHOLD, "identifiant": HOUSEHOLD, "identifiant du menage": HOUSEHOLD, "id menage": HOUSEHOLD, "insee": INSEE}
#: a column that begins so is left aside without a word.
IGNORED = "_"
#: a file with more wrong titles than that is not a caseload: its first ones say enough.
_MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class Header:
    """``names``: for each column its special name, fact code, or "" when it is left aside. ``facts``: rank of a column → its fact.
    ``dwelling``: ranks of those about the household."""

    names: tuple[str, ...]
    facts: Mapping[int, Fact]
    dwelling: tuple[int, ...] = ()

    def cell(self, cells: Sequence[object], name: str) -> object:
        """The cell of a special column or fact; None when the file has no such column."""
        return cells[self.names.index(name)] if name in self.names else None

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process as its names: the catalogue is there already."""
        return named, (self.names,)


@cache
def named(names: tuple[str, ...]) -> Header:
    """The header of these names, the same object each time."""
    found = {rank: facts()[name] for rank, name in enumerate(names) if name in facts()}
    return Header(names, found, tuple(rank for rank, fact in found.items() if fact.scope is Scope.HOUSEHOLD))


@cache
def _known() -> Mapping[str, str]:
    """Plain words of a column → its name; labels that two facts share are left out."""
    labels = [plain(fact.label) for fact in facts().values()]
    known = {plain(fact.label): fact.code for fact in facts().values() if labels.count(plain(fact.label)) == 1}
    return {**known, **_ALIASES, **{plain(name): name for name in (*SPECIAL, *facts())}}


def read_header(cells: Sequence[object]) -> Header:
    """The columns. UnreadableFileError that says everything wrong at once: unknown, twice, missing."""
    names: list[str] = []
    wrong: list[str] = []
    for cell in cells:
        written = "" if cell is None else str(cell).strip()
        name = _known().get(plain(written), "") if written and not written.startswith(IGNORED) else ""
        if written and not name and not written.startswith(IGNORED):
            wrong.append(_unknown(written) if len(wrong) < _MOST_TOLD else written)  # those beyond are only counted
        if name and name in names:
            wrong.append(f"La colonne «\u00a0{name}\u00a0» est là deux fois.")
        names.append(name)
    wrong.extend(f"La colonne «\u00a0{name}\u00a0» manque. {SPECIAL[name]}" for name in (HOUSEHOLD, ROLE) if name not in names)
    if len(wrong) > _MOST_TOLD:
        wrong[_MOST_TOLD:] = [
            f"Et {len(wrong) - _MOST_TOLD} autres erreurs de titre. «\u00a0relais screen --template\u00a0» écrit un modèle."
        ]
    if wrong:
        raise UnreadableFileError(" ".join(wrong))
    return named(tuple(names))


def _unknown(written: str) -> str:
    near = get_close_matches(plain(written), _known(), n=1, cutoff=0.6)
    hint = f"Vouliez-vous dire «\u00a0{_known()[near[0]]}\u00a0»\u202f?" if near else "Retirez-la."
    return f"Colonne «\u00a0{written[:40]}\u00a0» inconnue. {hint} Une colonne à laisser de côté commence par «\u00a0{IGNORED}\u00a0»."
