"""A small language for the conditions of declared rights, evaluated in columns: one truth by row of a block.

A test is a mapping with exactly one key:

- ``all: [test…]``, ``any: [test…]``, ``not: test``;
- ``person: {roles, age: {min, max}, flag, choice: {fact: [codes]}, amount: {fact: {min, max}}, at_least}``: so many persons (one
  by default) meet everything said; ``age`` in completed years on the first day of the month, an unborn child is below 0;
- ``household: {size, children, adults: {min, max}, couple}``: by role, whoever else lives there left out;
- ``place: {communes, epcis, departements, regions}``: the commune belongs to one of the places listed (INSEE codes, SIREN for EPCI);
- ``flag: fact`` and ``choice: {fact: [codes]}``: facts of the household;
- ``amount: {fact: {min, max}}``: money or number of the household;
- ``incomes: {of: [facts], over: 12, min, max}``: euros a month of the couple, on average over so many past months (0: the month itself).

Bounds are inclusive. A fact that may stay empty in a completed row (tax notice) is refused: unknown would read as no.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from relais.law.places.place import place
from relais.law.rights.card import DeclaredCondition
from relais.law.rights.reading import Fields
from relais.law.situation.block import MONTHS_KEPT, Block, Column
from relais.law.situation.catalogue import facts
from relais.law.situation.columns import MAY_STAY_EMPTY
from relais.law.situation.facts import Fact, Kind, Scope
from relais.law.situation.roles import ROLE_WORDS, Role

_ROLES = {word: role for role, word in ROLE_WORDS.items()}
_COUPLE = ("demandeur", "conjoint")
_PLACE_LEVELS = ("communes", "epcis", "departements", "regions")


@dataclass(frozen=True, slots=True)
class Bounds:
    """An inclusive interval, open on the side that is None."""

    low: float | None
    high: float | None

    def hold(self, values: Column) -> Column:
        """Which values lie inside."""
        inside = np.ones(len(values), dtype=bool)
        if self.low is not None:
            inside &= values >= self.low
        if self.high is not None:
            inside &= values <= self.high
        return inside


@dataclass(frozen=True, slots=True)
class RowTest:
    """A parsed test: ``holds(block) -> (H,) bool``, the facts it reads, and the values of facts where it may turn.

    ``thresholds``: (fact, value) pairs to be sampled around while the fact is unknown; an age is named ``naissance``, in years.
    """

    holds: Callable[[Block], Column]
    facts: frozenset[str] = frozenset()
    thresholds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class PersonTest:
    """Same, by person: ``holds(block) -> (P,) bool``."""

    holds: Callable[[Block], Column]
    facts: frozenset[str]
    thresholds: tuple[tuple[str, float], ...] = ()


def evaluate(condition: DeclaredCondition, block: Block) -> Column:
    """(H,) bool: the rows of the block where the condition holds; ValueError when a column it reads is missing."""
    test = parsed(condition)
    absent = [code for code in sorted(test.facts) if code not in block.persons and code not in block.households]
    if absent:
        raise ValueError(f"the block holds no column {', '.join(absent)} for {condition.label!r}")
    return test.holds(block)


#: parsed tests by identity of their condition, which is kept beside: cards are read once and evaluated at each keystroke.
_PARSED: dict[int, tuple[DeclaredCondition, RowTest]] = {}
_MOST_PARSED = 2_000


def parsed(condition: DeclaredCondition) -> RowTest:
    """The test of a condition, parsed once; ValueError when it is not well written."""
    kept = _PARSED.get(id(condition))
    if kept is not None:
        return kept[1]
    problems: list[str] = []
    test = parse(condition.test, where=condition.label, problems=problems)
    if problems:
        raise ValueError("\n".join(problems))
    if len(_PARSED) >= _MOST_PARSED:
        _PARSED.clear()
    _PARSED[id(condition)] = (condition, test)
    return test


def parse(data: object, *, where: str, problems: list[str]) -> RowTest:
    """Read a test; what is wrong is appended to ``problems``, and the test returned must then not be used."""
    fields = Fields(data, where, problems)
    named = [name for name in _OPERATORS if fields.has(name)]
    if len(named) != 1:
        fields.refuse("", f"une condition a exactement une clé parmi {', '.join(_OPERATORS)}")
        return _never()
    test = _OPERATORS[named[0]](fields)
    fields.finish()
    mark = f"test {data!r}"  # one that stands in several cards is read once a block
    return RowTest(lambda block: block.once(mark, lambda: test.holds(block)), test.facts, test.thresholds)


def _never() -> RowTest:
    return RowTest(lambda block: np.zeros(block.rows, dtype=bool))


def _gathered(tests: Sequence[RowTest], combine: Callable[[Column, Column], Column]) -> RowTest:
    return RowTest(
        lambda block: reduce(combine, [test.holds(block) for test in tests]),
        frozenset().union(*(test.facts for test in tests)),
        tuple(pair for test in tests for pair in test.thresholds),
    )


def _several(key: str, combine: Callable[[Column, Column], Column]) -> Callable[[Fields], RowTest]:
    def read(fields: Fields) -> RowTest:
        items = fields.take(key)
        if not isinstance(items, list) or not items:
            fields.refuse(key, "une liste de conditions est attendue")
            return _never()
        where = f"{fields.where} › {key}"
        return _gathered([parse(item, where=f"{where} n° {rank}", problems=fields.problems) for rank, item in enumerate(items, 1)], combine)

    return read


def _not(fields: Fields) -> RowTest:
    inner = parse(fields.take("not"), where=f"{fields.where} › not", problems=fields.problems)
    return RowTest(lambda block: ~inner.holds(block), inner.facts, inner.thresholds)


def _inside(fields: Fields, key: str) -> Fields:
    return Fields(fields.take(key), f"{fields.where} › {key}", fields.problems)


def _bounds(fields: Fields) -> Bounds:
    bounds = Bounds(fields.number("min"), fields.number("max"))
    if bounds.low is None and bounds.high is None:
        fields.refuse("", "« min » ou « max » est attendu, par exemple « max: 650 »")
    elif bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
        fields.refuse("", "« min » dépasse « max »")
    return bounds


def _bounded(fields: Fields, key: str) -> Bounds:
    inner = _inside(fields, key)
    bounds = _bounds(inner)
    inner.finish()
    return bounds


def _fact(fields: Fields, code: object, *, scope: Scope, kinds: tuple[Kind, ...]) -> Fact | None:
    """The fact of that code when it has the scope and one of the kinds wanted, else a problem."""
    fact = facts().get(str(code))
    if fact is None:
        fields.refuse(str(code), "ce fait n’existe pas dans la liste des faits")
    elif fact.scope is not scope:
        fields.refuse(str(code), f"ce fait parle {'d’une personne' if fact.scope is Scope.PERSON else 'du foyer'}, pas l’inverse")
    elif fact.kind not in kinds:
        fields.refuse(str(code), f"ce fait est de nature « {fact.kind} », attendu : {', '.join(kinds)}")
    elif fact.code in MAY_STAY_EMPTY:
        fields.refuse(str(code), "ce fait peut rester vide : inconnu, il serait lu comme un non")
    else:
        return fact
    return None


# ---- persons ---------------------------------------------------------------------------------------------------------
def _person(fields: Fields) -> RowTest:
    inner = _inside(fields, "person")
    parts = [_person_roles(inner)]
    if inner.has("age"):
        parts.append(_person_age(inner))
    if inner.has("flag"):
        parts.append(_person_flag(inner))
    parts += [_person_choice(inner, code, values) for code, values in inner.mapping("choice").items()]
    parts += [_person_amount(inner, code, bounds) for code, bounds in inner.mapping("amount").items()]
    least = inner.number("at_least") or 1.0
    inner.finish()

    def holds(block: Block) -> Column:
        each = reduce(np.logical_and, [part.holds(block) for part in parts])
        return block.sum_persons(each) >= least

    read = frozenset().union(*(part.facts for part in parts))
    return RowTest(holds, read, tuple(pair for part in parts for pair in part.thresholds))


def _person_roles(fields: Fields) -> PersonTest:
    words = fields.texts("roles") or tuple(_ROLES)
    unknown = [word for word in words if word not in _ROLES]
    if unknown:
        fields.refuse("roles", f"« {unknown[0]} » n’est pas un rôle ; possibles : {', '.join(_ROLES)}")
    ranks = [int(_ROLES[word]) for word in words if word in _ROLES]
    return PersonTest(lambda block: _of_roles(block, ranks), frozenset())


def _of_roles(block: Block, ranks: Sequence[int]) -> Column:
    """(P,) bool: the persons of these roles."""
    return block.once(f"roles {ranks}", lambda: _among(block.role, ranks, len(Role)))


def _among(codes: Column, wanted: Sequence[int], count: int) -> Column:
    """Which codes, all under ``count``, are wanted; a table is ten times faster than ``isin`` on short columns."""
    table = np.zeros(count, dtype=bool)
    table[list(wanted)] = True
    return table[codes]


def _person_age(fields: Fields) -> PersonTest:
    bounds = _bounded(fields, "age")
    pairs = tuple(("naissance", bound) for bound in (bounds.low, bounds.high) if bound is not None)
    return PersonTest(lambda block: block.once(f"aged {bounds}", lambda: bounds.hold(ages(block))), frozenset({"naissance"}), pairs)


def ages(block: Block) -> Column:
    """(P,) completed years on the first day of the block's month; negative before birth."""
    return block.once("ages", lambda: _ages(block))


def _ages(block: Block) -> Column:
    births = block.persons["naissance"].astype("datetime64[D]")
    months = births.astype("datetime64[M]")
    late = births > months.astype("datetime64[D]")
    today = np.datetime64(f"{block.month}", "M")
    return ((today - months).astype(np.int64) - late) // 12


def _person_flag(fields: Fields) -> PersonTest:
    fact = _fact(fields, fields.take("flag"), scope=Scope.PERSON, kinds=(Kind.FLAG,))
    code = fact.code if fact else ""
    return PersonTest(lambda block: block.persons[code].astype(bool), frozenset({code}))


def _person_choice(fields: Fields, code: str, values: object) -> PersonTest:
    ranks = _ranks(fields, code, values, Scope.PERSON)
    return PersonTest(lambda block: _among(block.persons[code], ranks, len(facts()[code].choices)), frozenset({code}))


def _ranks(fields: Fields, code: str, values: object, scope: Scope) -> list[int]:
    fact = _fact(fields, code, scope=scope, kinds=(Kind.CHOICE,))
    if fact is None:
        return []
    known = list(fact.choices)
    if not isinstance(values, list) or not values or not all(value in known for value in values):
        fields.refuse(code, f"une liste de choix est attendue parmi {', '.join(known)}")
        return []
    return [known.index(value) for value in values]


def _person_amount(fields: Fields, code: str, data: object) -> PersonTest:
    fact = _fact(fields, code, scope=Scope.PERSON, kinds=(Kind.MONEY, Kind.NUMBER, Kind.MONTHLY))
    inner = Fields(data, f"{fields.where} › {code}", fields.problems)
    bounds = _bounds(inner)
    inner.finish()
    monthly = fact is not None and fact.kind is Kind.MONTHLY

    def holds(block: Block) -> Column:
        column = block.persons[code]
        return bounds.hold(column[:, MONTHS_KEPT - 1] if monthly else column)

    return PersonTest(holds, frozenset({code}), tuple((code, bound) for bound in (bounds.low, bounds.high) if bound is not None))


# ---- the household ---------------------------------------------------------------------------------------------------
def _household(fields: Fields) -> RowTest:
    inner = _inside(fields, "household")
    tests = [_count(_bounded(inner, key), roles) for key, roles in _COUNTED.items() if inner.has(key)]
    if inner.has("couple"):
        wanted = inner.flag("couple", default=True)
        tests.append(RowTest(lambda block: block.any_person(block.role == Role.CONJOINT) == wanted))
    inner.finish()
    if not tests:
        inner.refuse("", f"une clé est attendue parmi {', '.join(_COUNTED)}, couple")
        return _never()
    return _gathered(tests, np.logical_and)


_COUNTED = {
    "size": (Role.DEMANDEUR, Role.CONJOINT, Role.ENFANT),
    "adults": (Role.DEMANDEUR, Role.CONJOINT),
    "children": (Role.ENFANT,),
}


def _count(bounds: Bounds, roles: tuple[Role, ...]) -> RowTest:
    ranks = [int(role) for role in roles]
    return RowTest(lambda block: bounds.hold(block.sum_persons(_of_roles(block, ranks))))


def _place(fields: Fields) -> RowTest:
    inner = _inside(fields, "place")
    wanted = {key: frozenset(inner.texts(key, at_least=1)) for key in _PLACE_LEVELS if inner.has(key)}
    inner.finish()
    if not wanted:
        inner.refuse("", f"une clé est attendue parmi {', '.join(_PLACE_LEVELS)}")
        return _never()

    def belongs(code: str) -> bool:
        return any(wanted[level] & names for level, names in _names_of(code).items() if level in wanted)

    def holds(block: Block) -> Column:
        communes, rows = np.unique(block.households["commune"], return_inverse=True)
        return np.array([belongs(commune.decode()) for commune in communes], dtype=bool)[rows]

    return RowTest(holds, frozenset({"commune"}))


def _names_of(code: str) -> Mapping[str, frozenset[str]]:
    """The codes of a commune at each level; an arrondissement is also its commune. ValueError for an unknown commune."""
    spot = place(code)
    if spot is None:
        raise ValueError(f"{code!r} is not the INSEE code of a commune")
    return {
        "communes": frozenset({spot.code, spot.mother or spot.code}),
        "epcis": frozenset({spot.epci} if spot.epci else ()),
        "departements": frozenset({spot.departement}),
        "regions": frozenset({spot.region}),
    }


def _flag(fields: Fields) -> RowTest:
    fact = _fact(fields, fields.take("flag"), scope=Scope.HOUSEHOLD, kinds=(Kind.FLAG,))
    code = fact.code if fact else ""
    return RowTest(lambda block: block.households[code].astype(bool), frozenset({code}))


def _choice(fields: Fields) -> RowTest:
    tests = [_household_choice(fields, code, values) for code, values in fields.mapping("choice").items()]
    return _gathered(tests, np.logical_and) if tests else _never()


def _household_choice(fields: Fields, code: str, values: object) -> RowTest:
    ranks = _ranks(fields, code, values, Scope.HOUSEHOLD)
    return RowTest(lambda block: _among(block.households[code], ranks, len(facts()[code].choices)), frozenset({code}))


def _amount(fields: Fields) -> RowTest:
    tests = [_household_amount(fields, code, data) for code, data in fields.mapping("amount").items()]
    return _gathered(tests, np.logical_and) if tests else _never()


def _household_amount(fields: Fields, code: str, data: object) -> RowTest:
    _fact(fields, code, scope=Scope.HOUSEHOLD, kinds=(Kind.MONEY, Kind.NUMBER))
    inner = Fields(data, f"{fields.where} › {code}", fields.problems)
    bounds = _bounds(inner)
    inner.finish()
    pairs = tuple((code, bound) for bound in (bounds.low, bounds.high) if bound is not None)
    return RowTest(lambda block: bounds.hold(block.households[code]), frozenset({code}), pairs)


def _incomes(fields: Fields) -> RowTest:
    inner = _inside(fields, "incomes")
    codes = inner.texts("of", at_least=1)
    kept = [fact.code for code in codes if (fact := _fact(inner, code, scope=Scope.PERSON, kinds=(Kind.MONTHLY,)))]
    months = int(inner.number("over") or 0)
    if not 0 <= months < MONTHS_KEPT:
        inner.refuse("over", f"entre 0 et {MONTHS_KEPT - 1} mois")
        months = 0
    bounds = _bounds(inner)
    inner.finish()
    span = slice(MONTHS_KEPT - 1 - months, MONTHS_KEPT - 1) if months else slice(MONTHS_KEPT - 1, MONTHS_KEPT)

    def holds(block: Block) -> Column:
        of_couple = _of_roles(block, [int(_ROLES[word]) for word in _COUPLE])
        total = sum((block.persons[code][:, span].mean(axis=1) for code in kept), start=np.zeros(len(block.role)))
        return bounds.hold(block.sum_persons(np.where(of_couple, total, 0.0)))

    pairs = tuple((code, bound) for code in kept for bound in (bounds.low, bounds.high) if bound is not None)
    return RowTest(holds, frozenset(kept), pairs)


_OPERATORS: Mapping[str, Callable[[Fields], RowTest]] = {
    "all": _several("all", np.logical_and),
    "any": _several("any", np.logical_or),
    "not": _not,
    "person": _person,
    "household": _household,
    "place": _place,
    "flag": _flag,
    "choice": _choice,
    "amount": _amount,
    "incomes": _incomes,
}
