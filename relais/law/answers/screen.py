"""Screening: households in, complete answers out. One path for one household on a screen and for a caseload."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

import numpy as np

from relais.kernel.months import Month
from relais.law.answers.completion import Ways, first_rows
from relais.law.answers.judging import Bench, judge
from relais.law.answers.questions import next_questions
from relais.law.answers.readings import Reading, gathered, read_block
from relais.law.answers.rows import build
from relais.law.answers.search import second_rows
from relais.law.answers.shape import Screening
from relais.law.answers.trial import Trial, trial_of
from relais.law.answers.units import Unit, units_of
from relais.law.engine.face import Engine
from relais.law.rights.card import Card
from relais.law.rights.declared import parsed
from relais.law.rights.ways import Way, ways_of
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.columns import to_block
from relais.law.situation.facts import Value
from relais.law.situation.household import Household

#: rows of the first pass computed together: large enough to spread the engine's fixed cost, small enough for 300 MB.
ROWS_AT_ONCE = 12_000


@dataclass(frozen=True, slots=True)
class Needs:
    """What the cards ask of the completion: facts read by at least one right, more values to try by fact, and by card the ways to open."""

    used: frozenset[str]
    extra: Mapping[str, tuple[Value, ...]]
    ways: tuple[tuple[Way, ...], ...]


def screen(
    households: Sequence[Household], *, engine: Engine, cards: Iterable[Card], on: date, overdue: frozenset[str] = frozenset()
) -> list[Screening]:
    """The complete answers of each household, in the order given.

    ``on``: the day of the question (rules past their date say «on ne sait pas»). ``overdue``: codes of the rights that depend on a
    yearly parameter not revalued in time. Guarantees of each group and range: ``relais.law.answers.shape``.
    IncompleteError when a value is not one of its fact.
    """
    bench = Bench(tuple(cards), on, overdue)
    found: dict[int, Screening] = {}
    for trial, origin in _trials(households, engine, bench.cards):
        answers = judge(trial, bench)
        found[origin] = Screening(trial.household.id, answers, next_questions(trial, answers))
    return [found[origin] for origin in range(len(households))]


def trials(households: Sequence[Household], *, engine: Engine, cards: Sequence[Card]) -> list[Trial]:
    """Everything tried for each household, in the order given (for the proofs and the explanations)."""
    found = {origin: trial for trial, origin in _trials(households, engine, tuple(cards))}
    return [found[origin] for origin in range(len(households))]


def _trials(households: Sequence[Household], engine: Engine, cards: tuple[Card, ...]) -> Iterator[tuple[Trial, int]]:
    needs = needs_of(cards)
    for part in _parts(households, needs):
        units = [plan.unit for plan in part]
        choices = [plan.tried for plan in part]
        base = to_block([unit.base for unit in units])
        first = _split(read_block(build(base, units, choices), engine, cards), choices)
        more = [second_rows(plan.unit, plan.tried, reading, plan.ways, cards) for plan, reading in zip(part, first, strict=True)]
        second = _split(read_block(build(base, units, more), engine, cards), more) if any(map(len, more)) else [None] * len(units)
        yield from _by_origin(units, choices, more, first, second)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A unit, the rows of its first pass, and by card the joint completions that could open it."""

    unit: Unit
    tried: Column
    ways: list[Column]


def _planned(unit: Unit, needs: Needs) -> _Plan:
    known = Ways(unit)
    ways = [known.rows(told) for told in needs.ways]
    return _Plan(unit, first_rows(unit, ways), ways)


def _parts(households: Sequence[Household], needs: Needs) -> Iterator[list[_Plan]]:
    """Units with the rows of their first pass, by month and by blocks of a bearable size; a household is never cut."""
    by_month: dict[Month, list[int]] = defaultdict(list)
    for origin, household in enumerate(households):
        by_month[household.month].append(origin)
    for origins in by_month.values():
        part: list[_Plan] = []
        rows = 0
        for origin in origins:
            planned = [_planned(unit, needs) for unit in units_of(households[origin], origin, facts(), needs.used, needs.extra)]
            rows += sum(len(plan.tried) for plan in planned)
            part += planned
            if rows >= ROWS_AT_ONCE:
                yield part
                part, rows = [], 0
        if part:
            yield part


def _split(reading: Reading, choices: Sequence[Column]) -> list[Reading]:
    found, start = [], 0
    for matrix in choices:
        found.append(reading.rows(start, start + len(matrix)))
        start += len(matrix)
    return found


def _by_origin(
    units: Sequence[Unit], choices: Sequence[Column], more: Sequence[Column], first: Sequence[Reading], second: Sequence[Reading | None]
) -> Iterator[tuple[Trial, int]]:
    """Units side by side again, one trial for each household."""
    ranks: dict[int, list[int]] = defaultdict(list)
    for rank, unit in enumerate(units):
        ranks[unit.origin].append(rank)
    for origin, mine in ranks.items():
        tried = [np.concatenate([choices[rank], more[rank]]) for rank in mine]
        parts = [part for rank in mine for part in (first[rank], second[rank]) if part is not None]
        yield trial_of([units[rank] for rank in mine], tried, gathered(parts)), origin


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
