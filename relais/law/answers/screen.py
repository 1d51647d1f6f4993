"""Screening: households in, complete answers out. One path for one household on a screen and for a caseload."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from relais.kernel.months import Month
from relais.law.answers.completion import first_rows
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
from relais.law.rights.declared import parse
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.columns import to_block
from relais.law.situation.facts import Value
from relais.law.situation.household import Household

#: rows of the first pass computed together: large enough to spread the engine's fixed cost, small enough for 300 MB.
ROWS_AT_ONCE = 12_000


@dataclass(frozen=True, slots=True)
class Needs:
    """What the cards ask of the completion: facts read by at least one right, and more values to try by fact."""

    used: frozenset[str]
    extra: Mapping[str, tuple[Value, ...]]


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
    for part in _parts(households, cards, needs):
        units = [unit for unit, _ in part]
        choices = [matrix for _, matrix in part]
        base = to_block([unit.base for unit in units])
        first = _split(read_block(build(base, units, choices), engine, cards), choices)
        more = [second_rows(unit, matrix, reading, cards) for unit, matrix, reading in zip(units, choices, first, strict=True)]
        second = _split(read_block(build(base, units, more), engine, cards), more) if any(map(len, more)) else [None] * len(units)
        yield from _by_origin(units, choices, more, first, second)


def _parts(households: Sequence[Household], cards: tuple[Card, ...], needs: Needs) -> Iterator[list[tuple[Unit, Column]]]:
    """Units with the rows of their first pass, by month and by blocks of a bearable size; a household is never cut."""
    by_month: dict[Month, list[int]] = defaultdict(list)
    for origin, household in enumerate(households):
        by_month[household.month].append(origin)
    for origins in by_month.values():
        part: list[tuple[Unit, Column]] = []
        rows = 0
        for origin in origins:
            planned = [(unit, first_rows(unit, cards)) for unit in units_of(households[origin], origin, facts(), needs.used, needs.extra)]
            rows += sum(len(matrix) for _, matrix in planned)
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


def needs_of(cards: tuple[Card, ...]) -> Needs:
    """Facts, values of the openers, thresholds and communes of the declared conditions."""
    used = frozenset(code for card in cards for code in card.facts)
    extra: dict[str, list[Value]] = defaultdict(list)
    for card in cards:
        for opener in card.openers:
            for code, value in opener.items():
                extra[code].append(value)
        for condition in (*card.declared, *card.guards):
            test = parse(condition.test, where=condition.label, problems=[])
            for code, value in test.thresholds:
                extra[code] += [value] if code == "naissance" else [value, value - 1, value + 1]
            extra["commune"] += list(_communes(condition.test))
    kept = {code: tuple(dict.fromkeys(values)) for code, values in extra.items() if code in facts()}
    return Needs(used, kept)


def _communes(test: object) -> Iterator[str]:
    """INSEE codes named anywhere in a test."""
    if isinstance(test, Mapping):
        for key, inner in test.items():
            if key == "communes" and isinstance(inner, list):
                yield from inner[:1]
            else:
                yield from _communes(inner)
    elif isinstance(test, list):
        for inner in test:
            yield from _communes(inner)
