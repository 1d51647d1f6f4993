"""Rows of a sheet, one per person, to households. Memory does not grow with the file: one household is held at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from relais.kernel.months import Month
from relais.law.places.plain import plain
from relais.law.situation.cases import Case, RowProblem, SeenIds
from relais.law.situation.catalogue import facts
from relais.law.situation.checks import MOST_PERSONS, Problem, check
from relais.law.situation.document import LONGEST_ID
from relais.law.situation.facts import Fact, Kind, Scope, Value
from relais.law.situation.header import HOUSEHOLD, INSEE, PERSON, POSTAL, ROLE, Header, read_header
from relais.law.situation.household import Household, Person
from relais.law.situation.parsing import parse_cell, plainest, read_commune_code
from relais.law.situation.roles import ROLE_WORDS, Role
from relais.law.situation.typed import UNKNOWN, Told, Typed, UnreadableError, known
from relais.law.situation.whereabouts import read_postal


@dataclass(frozen=True, slots=True)
class Row:
    """``line`` in the file, from 1. ``broken``: what is wrong with the line as a whole, "" when nothing is; its cells are then
    a guess, good enough to tell which household it spoils.
    """

    line: int
    cells: Sequence[object]
    broken: str = ""

    @property
    def blank(self) -> bool:
        """Nothing is written in it."""
        return not self.broken and all(cell is None or str(cell).strip() == "" for cell in self.cells)

    def cell(self, rank: int) -> object:
        """One of its cells, None when it has not so many."""
        return self.cells[rank] if rank < len(self.cells) else None

    def is_wide(self, width: int) -> bool:
        """Whether it has so many cells."""
        return len(self.cells) == width


class TextRow:
    """A row of a text without quotes, cut into cells when they are asked for: where it is only counted or sent, it is not cut."""

    __slots__ = ("delimiter", "line", "text")

    broken = ""

    def __init__(self, line: int, text: str, delimiter: str) -> None:
        self.line, self.text, self.delimiter = line, text, delimiter

    @property
    def cells(self) -> Sequence[object]:
        """Its cells, as texts."""
        return self.text.split(self.delimiter)

    @property
    def blank(self) -> bool:
        """Nothing is written in it."""
        return not (self.text[:1].isalnum() or self.text.replace(self.delimiter, "").strip())

    def cell(self, rank: int) -> object:
        """One of its cells, None when it has not so many."""
        if not rank:
            return self.text.partition(self.delimiter)[0]
        found = self.text.split(self.delimiter, rank + 1)
        return found[rank] if rank < len(found) else None

    def is_wide(self, width: int) -> bool:
        """Whether it has so many cells."""
        return self.text.count(self.delimiter) == width - 1


AnyRow = Row | TextRow


@dataclass
class Group:
    """The rows of one household; beyond the most persons they are counted and not kept."""

    id: str
    rows: list[AnyRow]
    orphans: list[AnyRow] = field(default_factory=list)
    count: int = 1

    def add(self, row: AnyRow) -> None:
        """One more."""
        self.count += 1
        if len(self.rows) <= MOST_PERSONS:
            self.rows.append(row)


@dataclass(frozen=True, slots=True)
class SheetCase:
    """The rows of one household, not read yet. ``again``: its id was met higher in the file. Satisfies ``RawCase``."""

    position: int
    group: Group
    header: Header
    again: bool

    @property
    def line(self) -> int:
        """The first of its rows."""
        return min(row.line for row in (*self.group.rows, *self.group.orphans))

    @property
    def id(self) -> str:
        """As written in its rows."""
        return self.group.id

    def told(self) -> int:
        """Columns of the household where something is written on one of its rows, the longest of those that are text: some row tells it."""
        ranks, rows = self.header.dwelling, self.group.rows
        texts = [row for row in rows if isinstance(row, TextRow)]
        some = [max(texts, key=lambda row: len(row.text))] if len(texts) == len(rows) and texts else rows
        return max((_written(row.cells, ranks) for row in some), default=0)

    def read(self, month: Month) -> Case:
        """Its facts, or what is wrong with them."""
        if self.again:
            return _again(self.position, self.group)
        return _case(self.position, self.group, self.header, month)


def _written(cells: Sequence[object], ranks: Sequence[int]) -> int:
    """How many of these cells hold something."""
    if not ranks or ranks[-1] >= len(cells):
        ranks = [rank for rank in ranks if rank < len(cells)]
    found = _picked(tuple(ranks))(cells)
    return len(found) - found.count("") - found.count(None)


@lru_cache(maxsize=16)
def _picked(ranks: tuple[int, ...]) -> Callable[[Sequence[object]], tuple[object, ...]]:
    """Takes the cells of these ranks."""
    if len(ranks) > 1:
        return itemgetter(*ranks)
    return lambda cells: tuple(cells[rank] for rank in ranks)


def cases_of_rows(rows: Iterator[AnyRow]) -> Iterator[SheetCase]:
    """Cases in the order of the file; the first row that is not blank is the header (UnreadableFileError)."""
    first = next((row for row in rows if not row.blank), None)
    header = read_header([] if first is None else first.cells)
    seen = SeenIds()
    for position, group in enumerate(_groups(rows, header)):
        yield SheetCase(position, group, header, bool(group.id) and seen.met_before(group.id))


def count_groups(rows: Iterator[AnyRow]) -> int:
    """How many cases ``cases_of_rows`` would give; the same UnreadableFileError."""
    first = next((row for row in rows if not row.blank), None)
    header = read_header([] if first is None else first.cells)
    return sum(1 for _ in _groups(rows, header))


def _groups(rows: Iterable[AnyRow], header: Header) -> Iterator[Group]:
    """Rows that follow each other with the same id. A row without id belongs to the household above, which it spoils."""
    where = header.names.index(HOUSEHOLD)
    group: Group | None = None
    for row in rows:
        if row.blank:
            continue
        name = text_of(row.cell(where))
        if group is not None and not name:
            if len(group.orphans) <= MOST_PERSONS:
                group.orphans.append(row)
        elif group is not None and name == group.id:
            group.add(row)
        else:
            if group is not None:
                yield group
            group = Group(name, [row] if name else [], [] if name else [row])
    if group is not None:
        yield group


def text_of(cell: object) -> str:
    """An id as written; 12.0 of a spreadsheet is 12."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _again(position: int, group: Group) -> Case:
    line = group.rows[0].line
    name = group.id[:LONGEST_ID]
    said = f"Le ménage «\u00a0{name}\u00a0» a déjà été lu plus haut\u00a0: mettez ses lignes à la suite, ou changez l’identifiant."
    return Case(position, line, group.id, None, (RowProblem(line, group.id, HOUSEHOLD, said),))


def _case(position: int, group: Group, header: Header, month: Month) -> Case:
    """The household of a group of rows, or what is wrong with it."""
    reader = _GroupReader(group.id, header, month)
    for row in group.orphans:
        reader.say(row, HOUSEHOLD, row.broken or "L’identifiant du ménage manque sur cette ligne.")
    if len(group.id) > LONGEST_ID:
        reader.say(group.rows[0], HOUSEHOLD, f"L’identifiant du ménage dépasse {LONGEST_ID} caractères.")
    if group.count > MOST_PERSONS:
        reader.say(group.rows[0], HOUSEHOLD, f"Un ménage compte de 1 à {MOST_PERSONS} personnes\u00a0; celui-ci a {group.count} lignes.")
    else:
        for row in group.rows:
            reader.read(row)
    line = min(row.line for row in (*group.rows, *group.orphans))
    household = None if reader.problems else reader.household()
    if household is not None:
        reader.coherent(household)
    wrong = any(not problem.warning for problem in reader.problems)
    return Case(position, line, group.id, None if wrong else household, tuple(reader.problems))


@dataclass
class _GroupReader:
    """Reads the rows of one household, keeping every problem."""

    id: str
    header: Header
    month: Month
    problems: list[RowProblem] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    rows: list[AnyRow] = field(default_factory=list)
    facts: dict[str, Value] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def say(self, row: AnyRow, column: str, message: str, *, warning: bool = False) -> None:
        self.problems.append(RowProblem(row.line, self.id, column, message, warning))

    def read(self, row: AnyRow) -> None:
        """One person, and what the row says of the household."""
        cells = row.cells
        if row.broken or len(cells) != len(self.header.names):
            said = f"La ligne a {len(cells)} cases pour {len(self.header.names)} colonnes\u00a0: séparateur ou guillemet en trop."
            self.say(row, "", row.broken or said)
            return
        told: dict[str, Value] = {}
        refused: set[str] = set()
        for rank, fact in self.header.facts.items():
            cell = cells[rank]
            if cell is None or cell == "":
                continue
            plain_value = plainest(fact, cell, month=self.month) if type(cell) is str else None
            if plain_value is not None and fact.scope is Scope.PERSON:
                told[fact.code] = plain_value
                continue
            typed = self.cell(row, fact, cell) if plain_value is None else known(plain_value)
            if fact.scope is Scope.HOUSEHOLD:
                self.dwelling(row, fact, typed)
            elif typed.state is Told.REFUSED:
                refused.add(fact.code)
            elif typed.value is not None:
                told[fact.code] = typed.value
        self.commune(row)
        name = text_of(self.header.cell(cells, PERSON)) or f"p{len(self.persons) + 1}"
        self.persons.append(Person(name, self.role(row), told, frozenset(refused)))
        self.rows.append(row)

    def cell(self, row: AnyRow, fact: Fact, cell: object) -> Typed:
        """The value of a cell; unknown, and a problem, when it cannot be read. A commune with its code is read apart."""
        if fact.kind is Kind.PLACE and (self.code(row, INSEE) or self.code(row, POSTAL)):
            return UNKNOWN
        try:
            return parse_cell(fact, cell, month=self.month)
        except UnreadableError as error:
            self.say(row, fact.code, str(error))
            return UNKNOWN

    def code(self, row: AnyRow, name: str) -> str:
        """A code of the commune, with the leading zero that spreadsheets drop; "" when the row has none."""
        return commune_code(text_of(self.header.cell(row.cells, name)))

    def commune(self, row: AnyRow) -> None:
        """By the INSEE code, else by the postal code with the name if there is one."""
        insee, postal = self.code(row, INSEE), self.code(row, POSTAL)
        if not insee and not postal:
            return
        try:
            code = read_commune_code(insee) if insee else read_postal(postal, text_of(self.header.cell(row.cells, "commune")))
        except UnreadableError as error:
            self.say(row, INSEE if insee else POSTAL, str(error))
        else:
            self.dwelling(row, facts()["commune"], known(code))

    def dwelling(self, row: AnyRow, fact: Fact, typed: Typed) -> None:
        """A fact of the household may be on any of its rows, and must be the same on all."""
        if typed.state is Told.REFUSED:
            self.refused.add(fact.code)
        elif typed.value is not None and self.facts.setdefault(fact.code, typed.value) != typed.value:
            self.say(row, fact.code, f"«\u00a0{fact.label}\u00a0» n’est pas le même sur deux lignes du ménage.")

    def role(self, row: AnyRow) -> Role:
        written = text_of(self.header.cell(row.cells, ROLE))
        found = role_of(written)
        if found is not None:
            return found
        self.say(row, ROLE, f"Le rôle «\u00a0{written[:40]}\u00a0» est inconnu\u00a0: demandeur, conjoint, enfant ou autre.")
        return Role.AUTRE

    def household(self) -> Household:
        return Household(self.id, self.month, tuple(self.persons), self.facts, frozenset(self.refused - self.facts.keys()))

    def coherent(self, household: Household) -> None:
        """Problems of the household as a whole, on the line of their person."""
        lines = {person.id: row for person, row in zip(self.persons, self.rows, strict=True)}
        for problem in check(household):
            self.say(lines.get(problem.key.person, self.rows[0]), _column(problem), problem.message, warning=problem.warning)


def role_of(written: str) -> Role | None:
    """The role that a word or its beginning names; None when none or several do."""
    words = plain(written)
    found = [role for role, word in ROLE_WORDS.items() if words and (word.startswith(words) or words in _ROLE_WORDS.get(role, ()))]
    return found[0] if len(found) == 1 else None


def commune_code(written: str) -> str:
    """A code of a commune, with the leading zero that spreadsheets drop."""
    return written.zfill(5) if written.isdigit() else written


#: other words for the roles, as people write them.
_ROLE_WORDS = {
    Role.DEMANDEUR: ("demandeuse", "usager", "allocataire"),
    Role.CONJOINT: ("conjointe", "concubin", "concubine", "epoux", "epouse", "partenaire"),
    Role.ENFANT: ("fils", "fille"),
}


def _column(problem: Problem) -> str:
    return {"persons": HOUSEHOLD, "id": PERSON}.get(problem.key.fact, problem.key.fact)
