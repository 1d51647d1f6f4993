"""Screening: households in, complete answers out. One path for one household on a screen and for a caseload."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

import numpy as np

from relais.kernel.months import Month
from relais.law.answers.bench import Bench
from relais.law.answers.judging import Judged, gathered, judge
from relais.law.answers.layout import layout_of
from relais.law.answers.patterns import KEPT, Design, Needs, Pattern, Patterns, units_like
from relais.law.answers.readings import Reading, read_block, stacked
from relais.law.answers.rows import build
from relais.law.answers.search import second_rows
from relais.law.answers.shape import Screening
from relais.law.answers.telling import screening_of
from relais.law.answers.told import Told, told_of
from relais.law.answers.trial import Trial
from relais.law.answers.units import Unit
from relais.law.engine.face import Engine
from relais.law.rights.card import Card
from relais.law.rights.declared import parsed
from relais.law.rights.ways import ways_of
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.columns import to_block
from relais.law.situation.facts import Value
from relais.law.situation.household import Household

#: rows of the first pass computed together: large enough to spread the engine's fixed cost, small enough for 300 MB.
ROWS_AT_ONCE = 12_000
#: lists of facts that settle an answer, remembered by one desk.
REMEMBERED = 20_000


@dataclass(frozen=True, eq=False)
class Desk:
    """What a process may keep from one screening to the next: how households told alike are completed, and the words of the answers. Which
    facts were told it knows, never by whom, nor a figure. One thread at a time."""

    engine: Engine
    bench: Bench
    patterns: Patterns

    @property
    def full(self) -> bool:
        """It remembers enough: time for another desk."""
        return len(self.bench.settled) > REMEMBERED

    def screened(self, households: Sequence[Household]) -> list[Screening]:
        """The complete answers of each household: see ``screen``."""
        if not households:
            return []
        judged = judged_together(households, self.engine, self.bench, self.patterns)
        return [screening_of(judged, place, self.bench) for place in range(len(households))]


def desk_for(*, engine: Engine, cards: Iterable[Card], on: date, overdue: frozenset[str] = frozenset(), patterns: int = KEPT) -> Desk:
    """A desk: see ``screen``. ``patterns``: how many ways of telling a household it remembers."""
    bench = Bench(tuple(cards), on, overdue)
    return Desk(engine, bench, Patterns(needs_of(bench.cards), patterns))


def screen(
    households: Sequence[Household], *, engine: Engine, cards: Iterable[Card], on: date, overdue: frozenset[str] = frozenset()
) -> list[Screening]:
    """The complete answers of each household, in the order given.

    ``on``: the day of the question (rules past their date say «on ne sait pas»). ``overdue``: codes of the rights that depend on a
    yearly parameter not revalued in time. Guarantees of each group and range: ``relais.law.answers.shape``.
    IncompleteError when a value is not one of its fact.
    """
    return desk_for(engine=engine, cards=cards, on=on, overdue=overdue).screened(households)


def judged_together(households: Sequence[Household], engine: Engine, bench: Bench, patterns: Patterns) -> Judged:
    """The answers of the households, one at least, in columns and in the order given."""
    tried = _trials(households, engine, bench.cards, patterns)
    return gathered([(judge(trial, bench), origins) for trial, origins in tried])


def trials(households: Sequence[Household], *, engine: Engine, cards: Sequence[Card]) -> list[Trial]:
    """Everything tried for each household, in the order given (for the proofs and the explanations)."""
    patterns = Patterns(needs_of(tuple(cards)))
    return [trial for household in households for trial, _ in _trials([household], engine, tuple(cards), patterns)]


def _trials(
    households: Sequence[Household], engine: Engine, cards: tuple[Card, ...], patterns: Patterns
) -> Iterator[tuple[Trial, Sequence[int]]]:
    """Households of one layout together, with their places among all."""
    for part in _parts(households, patterns):
        plans = [plan for one in part for plan in one.plans]
        units, choices = [plan.unit for plan in plans], [plan.design.tried for plan in plans]
        base = to_block([unit.base for unit in units])
        first = read_block(build(base, units, choices), engine, cards)
        more = [_second(plan, reading, cards) for plan, reading in zip(plans, _split(first, choices), strict=True)]
        second = _split(read_block(build(base, units, more), engine, cards), more) if any(map(len, more)) else []
        yield from _laid(part, told_of(base), first, more, second)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A unit, and how it is completed."""

    unit: Unit
    design: Design


@dataclass(frozen=True, slots=True)
class _Planned:
    """A household: its place among all, its pattern, and its units."""

    origin: int
    household: Household
    pattern: Pattern
    plans: Sequence[_Plan]

    @property
    def rows(self) -> int:
        """Of the first pass."""
        return sum(len(plan.design.tried) for plan in self.plans)


def _planned(household: Household, origin: int, patterns: Patterns) -> _Planned:
    pattern = patterns.of(household)
    units = units_like(pattern, household, origin)
    return _Planned(origin, household, pattern, [_Plan(unit, design) for unit, design in zip(units, pattern.designs, strict=True)])


def _second(plan: _Plan, reading: Reading, cards: tuple[Card, ...]) -> Column:
    """The rows of the second pass; none when the first one tried all there is to try."""
    tried = plan.design.tried
    return tried[:0] if plan.design.whole else second_rows(plan.unit, tried, reading, plan.design.ways, cards)


def _parts(households: Sequence[Household], patterns: Patterns) -> Iterator[list[_Planned]]:
    """Households by month and by blocks of a bearable size."""
    by_month: dict[Month, list[int]] = defaultdict(list)
    for origin, household in enumerate(households):
        by_month[household.month].append(origin)
    for origins in by_month.values():
        part: list[_Planned] = []
        rows = 0
        for origin in origins:
            part.append(_planned(households[origin], origin, patterns))
            rows += part[-1].rows
            if rows >= ROWS_AT_ONCE:
                yield part
                part, rows = [], 0
        if part:
            yield part


def _split(reading: Reading, choices: Sequence[Column]) -> list[Reading]:
    found, start = [], 0
    for matrix in choices:
        found.append(reading.rows(slice(start, start + len(matrix))))
        start += len(matrix)
    return found


def _laid(
    part: Sequence[_Planned], told: Told, first: Reading, more: Sequence[Column], second: Sequence[Reading]
) -> Iterator[tuple[Trial, Sequence[int]]]:
    """Trials of what was read: households of one layout together, those with rows of their own alone."""
    alike: dict[int, list[_Place]] = defaultdict(list)
    unit = row = 0
    for planned in part:
        place = _Place(planned, unit, row)
        stop = unit + len(planned.plans)
        if any(map(len, more[unit:stop])):
            yield _alone(place, told, first, more[unit:stop], second[unit:stop]), [planned.origin]
        else:
            alike[id(planned.pattern.layout)].append(place)
        unit, row = stop, row + planned.rows
    for places in alike.values():
        yield _alike(places, told, first), [place.planned.origin for place in places]


@dataclass(frozen=True, slots=True)
class _Place:
    """A household in a part: its first unit and its first row."""

    planned: _Planned
    unit: int
    row: int

    @property
    def units(self) -> tuple[Unit, ...]:
        """Its units."""
        return tuple(plan.unit for plan in self.planned.plans)


def _alike(places: Sequence[_Place], told: Told, first: Reading) -> Trial:
    """Households of one layout."""
    layout = places[0].planned.pattern.layout
    rows = np.array([place.row for place in places])[:, None] + np.arange(layout.rows)
    households = tuple(place.planned.plans[0].unit.told for place in places)
    return Trial(households, places[0].units, layout, first.rows(rows.ravel()), told.of([place.unit for place in places]))


def _alone(place: _Place, told: Told, first: Reading, more: Sequence[Column], second: Sequence[Reading]) -> Trial:
    """A household with the rows of its second pass, unit after unit."""
    parts, tried, row = [], [], place.row
    for plan, added, reading in zip(place.planned.plans, more, second, strict=True):
        matrix = plan.design.tried
        tried.append(np.concatenate([matrix, added]))
        parts += [first.rows(slice(row, row + len(matrix))), reading]
        row += len(matrix)
    layout = layout_of(place.units, tried)
    return Trial((place.units[0].told,), place.units, layout, stacked(parts), told.of([place.unit]))


#: the last cards asked, and what they need: a process asks the same ones all day
_asked: list[tuple[tuple[Card, ...], Needs]] = []


def needs_of(cards: tuple[Card, ...]) -> Needs:
    """What the cards need, worked out once as long as they are the very same objects."""
    for known, needs in _asked:
        if len(known) == len(cards) and all(one is other for one, other in zip(known, cards, strict=True)):
            return needs
    needs = _worked_out(cards)
    _asked[:] = [(cards, needs)]
    return needs


def _worked_out(cards: tuple[Card, ...]) -> Needs:
    """Facts read, ways to open, and the values that ways and thresholds of the declared conditions turn on.

    One value stands for those of a list, the same for all the lists that hold it. The first way of each card comes before the
    second of any: should a fact have more values than a slot can keep, each card is served.
    """
    ways = tuple(ways_of(card) for card in cards)
    in_turn = [way for ranked in zip_longest(*ways) for way in ranked if way is not None]
    extra: dict[str, list[Value]] = defaultdict(list)
    for code, wanted in (item for way in in_turn for item in way.facts.items()):
        bounds = [bound for bound in (wanted.low, wanted.high) if bound is not None]
        among = frozenset(wanted.values)
        extra[code] += bounds if any(value in among for value in extra[code]) else [*wanted.values[:1], *bounds]
    for condition in (condition for card in cards for condition in (*card.declared, *card.guards)):
        for code, value in parsed(condition).thresholds:
            extra[code] += [value] if code == "naissance" else [value, value - 1, value + 1]
    kept = {code: tuple(dict.fromkeys(values)) for code, values in extra.items() if code in facts()}
    return Needs(frozenset(code for card in cards for code in card.facts), kept, ways)
