"""Households of a sheet read column by column: each different cell of a column is read and checked once, then its rows are filled in.

What is plainly right is read here. A household of which anything is to be said (a cell that cannot be read, a warning, two rows that
contradict each other) is left to the reader of rows (``SheetCase.read``), which says it: there is one set of messages, and both readers
give the same households.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from relais.kernel.months import Month
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.checks import ID, MOST_PERSONS, PARENT_AND_CHILD, is_sound
from relais.law.situation.cohort import Cohort, Told
from relais.law.situation.document import LONGEST_ID
from relais.law.situation.facts import Fact, Scope, Value
from relais.law.situation.header import INSEE, PERSON, POSTAL, ROLE, Header
from relais.law.situation.parsing import parse_cell, plainest, read_commune_code
from relais.law.situation.roles import ROLE_WORDS, Role
from relais.law.situation.rows import SheetCase, commune_code, role_of, text_of
from relais.law.situation.sheet_cells import Cells
from relais.law.situation.sheet_lines import SheetLines
from relais.law.situation.typed import Told as State
from relais.law.situation.typed import UnreadableError
from relais.law.situation.whereabouts import read_postal

#: different cells of a fact remembered from one chunk to the next.
REMEMBERED = 16_384
#: days that certainly lie between two births that are far enough apart.
_FAR_APART = PARENT_AND_CHILD * 366 + 1
_COMMUNE = "commune"
#: what a cell says when it gives no value.
_NOTHING, _REFUSED, _ODD = -1, -2, -3


@dataclass(frozen=True, slots=True)
class Together:
    """``cohort``: the households plainly right, ``places``: their ranks among the cases; ``others``: the ranks of those left to the reader
    of rows."""

    cohort: Cohort | None
    places: Sequence[int]
    others: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Laid:
    """Rows that are all of one width: the cells of so many rows for each household."""

    ids: tuple[str, ...]
    sizes: Column
    cells: Cells


@dataclass
class _Memory:
    """What the cells of a fact were read as, for one month: a value, or a code below zero."""

    fact: Fact
    month: Month
    _met: dict[object, tuple[int, Value | None]] = field(default_factory=dict)

    def read(self, cell: object) -> tuple[int, Value | None]:
        """0 and the value, or the code of what gives none."""
        mark = cell if type(cell) is str else (type(cell), cell)
        found = self._met.get(mark)
        if found is None:
            if len(self._met) >= REMEMBERED:
                self._met.clear()
            found = self._met[mark] = self._decoded(cell)
        return found

    def _decoded(self, cell: object) -> tuple[int, Value | None]:
        if cell is None or cell == "":
            return _NOTHING, None
        value = plainest(self.fact, cell, month=self.month) if isinstance(cell, str) else None
        if value is None:
            try:
                typed = parse_cell(self.fact, cell, month=self.month)
            except UnreadableError:
                return _ODD, None
            if typed.state is State.REFUSED:
                return _REFUSED, None
            if typed.value is None:
                return _NOTHING, None
            value = typed.value
        return (0, value) if is_sound(self.fact, value, self.month) else (_ODD, None)


class SheetReader:
    """Reads the cases of the sheets that bear one header, for one month. Not for several threads."""

    def __init__(self, header: Header, month: Month) -> None:
        self._header, self._month = header, month
        self._width = len(header.names)
        self._memories = {code: _Memory(fact, month) for code, fact in facts().items()}

    def read(self, cases: Sequence[SheetCase]) -> Together:
        """All the cases, in columns as far as they go."""
        regular, laid = self._of_lines(cases) if isinstance(cases, SheetLines) else self._of_rows(cases)
        good = np.zeros(0, dtype=np.int64)
        cohort = None
        if regular:
            drafted, right = self._drafted(laid)
            good = np.nonzero(right)[0]
            cohort = drafted.take(good) if len(good) else None
        places = np.array(regular, dtype=np.int64)[good].tolist()
        return Together(cohort, places, sorted(set(range(len(cases))).difference(places)))

    def _of_rows(self, cases: Sequence[SheetCase]) -> "tuple[Sequence[int], _Laid]":
        """The places of the cases whose rows are as wide as the header, and as many as a household has persons; and these rows."""
        regular = [place for place, case in enumerate(cases) if self._is_regular(case)]
        groups = [cases[place].group for place in regular]
        cells = Cells.of_rows([row for group in groups for row in group.rows], self._width)
        return regular, _Laid(tuple(group.id for group in groups), np.array([group.count for group in groups]), cells)

    def _is_regular(self, case: SheetCase) -> bool:
        group = case.group
        if case.again or group.orphans or group.count > MOST_PERSONS or len(group.id) > LONGEST_ID:
            return False
        return all(not row.broken and row.is_wide(self._width) for row in group.rows)

    def _of_lines(self, cases: SheetLines) -> "tuple[Sequence[int], _Laid]":
        """The same, of lines of a text."""
        counts, starts = np.array(cases.counts), cases.starts()
        wide = np.array([text.count(cases.delimiter) for text in cases.texts]) == self._width - 1
        right = np.logical_and.reduceat(wide, starts) & (counts <= MOST_PERSONS) & ~np.array(cases.again, dtype=bool)
        right &= np.array([len(name) <= LONGEST_ID for name in cases.ids])
        regular, texts = np.flatnonzero(right).tolist(), cases.texts
        if not right.all():
            texts = [text for place in regular for text in texts[starts[place] : starts[place] + cases.counts[place]]]
        ids = tuple(map(cases.ids.__getitem__, regular))
        return regular, _Laid(ids, counts[right], Cells.of_texts(texts, cases.delimiter, self._width))

    def _drafted(self, laid: "_Laid") -> tuple[Cohort, Column]:
        """The households of these rows, and which of them (N,) bool are plainly right."""
        ids, sizes, cells = laid.ids, laid.sizes, laid.cells
        household = np.repeat(np.arange(len(ids)), sizes)
        roles, names = self._roles(cells), self._names(cells, sizes)
        odd = (roles < 0) | _bad_names(names, household, len(ids))
        persons: dict[str, Told] = {}
        dwellings: dict[str, Told] = {}
        for fact, codes, values in self._told(cells):
            odd |= codes == _ODD
            told = Told(np.maximum(codes, -1), values, _flags(codes == _REFUSED))
            if fact.scope is Scope.PERSON:
                persons[fact.code] = told
                odd |= told.told & ~_ASKED[fact.code][roles]
            else:
                dwellings[fact.code], apart = _by_household(told, household, len(ids))
                odd |= apart
        order = np.lexsort((roles != Role.DEMANDEUR, household))
        drafted = Cohort(
            self._month,
            ids,
            household.astype(np.int32),
            roles[order].astype(np.int8),
            tuple(map(names.__getitem__, order.tolist())),
            {code: told.take(order) for code, told in persons.items()},
            dwellings,
        )
        wrong = np.bincount(household, weights=odd, minlength=len(ids)) > 0
        return drafted, ~(wrong | _incoherent(drafted))

    def _told(self, cells: Cells) -> "list[tuple[Fact, Column, tuple[Value, ...]]]":
        """Of each fact of the sheet, what its rows tell: ranks among its values, or codes below zero."""
        coded = {INSEE, POSTAL} & set(self._header.names)
        found = [
            (fact, *_ranked(codes, list(map(self._memories[fact.code].read, different))))
            for rank, fact in self._header.facts.items()
            if not (coded and fact.code == _COMMUNE)
            for codes, different in [cells.column(rank)]
        ]
        return [*found, (facts()[_COMMUNE], *self._communes(cells))] if coded else found

    def _communes(self, cells: Cells) -> tuple[Column, tuple[Value, ...]]:
        """By the INSEE code, else by the postal code with the name if there is one, else by the name."""
        names = self._header.names
        ranks: Column = np.zeros(len(cells), np.intp)
        three: list[tuple[object, ...]] = [()]
        for one in (INSEE, POSTAL, _COMMUNE):
            codes, different = cells.column(names.index(one)) if one in names else (ranks * 0, [None])
            met, ranks = np.unique(ranks * len(different) + codes, return_inverse=True)
            three = [(*three[rank // len(different)], different[rank % len(different)]) for rank in met.tolist()]
        return _ranked(ranks, [self._commune(insee, postal, name) for insee, postal, name in three])

    def _commune(self, insee: object, postal: object, name: object) -> tuple[int, Value | None]:
        insee_code, postal_code = commune_code(text_of(insee)), commune_code(text_of(postal))
        if not insee_code and not postal_code:
            return self._memories[_COMMUNE].read(name)
        try:
            code = read_commune_code(insee_code) if insee_code else read_postal(postal_code, text_of(name))
        except UnreadableError:
            return _ODD, None
        return (0, code) if is_sound(facts()[_COMMUNE], code, self._month) else (_ODD, None)

    def _roles(self, cells: Cells) -> Column:
        """(P,) ranks of the roles, -1 for what is none."""
        codes, written = cells.column(self._header.names.index(ROLE))
        known = [role_of(text_of(cell)) for cell in written]
        return np.array([-1 if role is None else int(role) for role in known])[codes]

    def _names(self, cells: Cells, sizes: Column) -> list[str]:
        """Ids of the persons, by rank in their household where none is written."""
        names = self._header.names
        ranks = [f"p{rank}" for size in sizes.tolist() for rank in range(1, size + 1)]
        if PERSON not in names:
            return ranks
        codes, written = cells.column(names.index(PERSON))
        texts = list(map(text_of, written))
        return [texts[code] or rank for code, rank in zip(codes.tolist(), ranks, strict=True)]


#: fact of a person → (roles,) bool: those of whom it is asked. A role that is unknown reads the last one, and is odd anyway.
_ASKED: Mapping[str, Column] = {
    fact.code: np.array([word in fact.roles for word in ROLE_WORDS.values()]) for fact in facts().values() if fact.scope is Scope.PERSON
}


def _ranked(codes: Column, read: Sequence[tuple[int, Value | None]]) -> tuple[Column, tuple[Value, ...]]:
    """For each cell the rank of its value among the different values, or a code below zero; and these values. ``codes``: for each cell,
    its rank among those ``read``."""
    ranks: dict[Value, int] = {}
    found = [code if value is None else ranks.setdefault(value, len(ranks)) for code, value in read]
    return np.array(found, dtype=np.int32)[codes], tuple(ranks)


def _flags(flags: Column) -> Column | None:
    return flags if flags.any() else None


def _by_household(told: Told, household: Column, count: int) -> tuple[Told, Column]:
    """What the rows of each household tell of it, the first one first; and the rows that tell something else."""
    rows = np.nonzero(told.told)[0]
    first = np.full(count, len(household), dtype=np.int64)
    np.minimum.at(first, household[rows], rows)
    codes = np.append(told.codes, np.int32(-1))[first]
    refused = None
    if told.refused is not None:
        refused = _flags((np.bincount(household, weights=told.refused, minlength=count) > 0) & (codes < 0))
    return Told(codes, told.values, refused), told.told & (told.codes != codes[household])


def _bad_names(names: Sequence[str], household: Column, count: int) -> Column:
    """(P,) bool: the persons whose id is not well written, or borne by two of the household."""
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys(names))}
    codes = np.fromiter(map(ranks.__getitem__, names), dtype=np.int64, count=len(names))
    wrong = np.array([ID.fullmatch(name) is None for name in ranks])[codes]
    _, inverse, times = np.unique(codes * count + household, return_inverse=True, return_counts=True)
    return np.asarray(wrong | (times[inverse] > 1))


def _incoherent(cohort: Cohort) -> Column:
    """(N,) bool: the households as a whole of which ``check`` says, or may say, something."""
    found = np.zeros(len(cohort), dtype=bool)
    for role, least, most in ((Role.DEMANDEUR, 1, 1), (Role.CONJOINT, 0, 1)):
        count = np.bincount(cohort.household, weights=cohort.role == role, minlength=len(cohort))
        found |= (count < least) | (count > most)
    for fact in facts().values():
        for other, accepted in fact.asked_when.items():
            found |= _told_for_nothing(cohort, fact, other, accepted)
    return found | _wrong_ages(cohort)


def _told_for_nothing(cohort: Cohort, fact: Fact, other: str, accepted: tuple[Value, ...]) -> Column:
    """(N,) bool: a fact is told although the one on which it hangs was told otherwise."""
    told = (cohort.persons if fact.scope is Scope.PERSON else cohort.dwellings).get(fact.code)
    parent = (cohort.persons if facts()[other].scope is Scope.PERSON else cohort.dwellings).get(other)
    if told is None or parent is None:
        return np.zeros(len(cohort), dtype=bool)
    answered, fitting = parent.told, parent.each(lambda value: value in accepted, False)
    if fact.scope is Scope.PERSON:
        if facts()[other].scope is Scope.HOUSEHOLD:
            answered, fitting = answered[cohort.household], fitting[cohort.household]
        return _some(cohort, told.told & answered & ~fitting)
    if facts()[other].scope is Scope.PERSON:
        answered, fitting = _some(cohort, answered), _some(cohort, fitting)
    return np.asarray(told.told & answered & ~fitting)


def _some(cohort: Cohort, flags: Column) -> Column:
    return np.asarray(np.bincount(cohort.household, weights=flags, minlength=len(cohort)) > 0)


def _days(told: Told | None, size: int) -> Column:
    """Days as float64 (see ``_FAR_APART``), NaN where none is told."""
    if told is None or not told.values:
        return np.full(size, np.nan)
    days = np.array([*told.values, "NaT"], dtype="datetime64[D]")[told.codes]
    return np.where(np.isnat(days), np.nan, days.astype(np.float64))


def _wrong_ages(cohort: Cohort) -> Column:
    """(N,) bool: a parent hardly older than a child, a title older than the person, an expected birth that is past."""
    born = _days(cohort.persons.get("naissance"), len(cohort.household))
    latest = np.full(len(cohort), -np.inf)
    parents = ((cohort.role == Role.DEMANDEUR) | (cohort.role == Role.CONJOINT)) & ~np.isnan(born)
    np.maximum.at(latest, cohort.household[parents], born[parents])
    close = (cohort.role == Role.ENFANT) & (born - latest[cohort.household] < _FAR_APART)
    titles = cohort.persons.get("titre_annees")
    if titles is not None:
        years = titles.each(lambda value: value if isinstance(value, int | float) else 0.0, 0.0)
        close |= years > cohort.month.year - (np.floor(born / 365.2425) + 1970)
    first = np.datetime64(cohort.month.first_day(), "D").astype(np.float64)
    return _some(cohort, close) | (_days(cohort.dwellings.get("naissance_prevue"), len(cohort)) < first)
