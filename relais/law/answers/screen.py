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
from relais.law.answers.lots import fill, lots_of_cohort, lots_of_units, tried_together
from relais.law.answers.patterns import KEPT, Needs, Patterns, units_like
from relais.law.answers.shape import Screening
from relais.law.answers.telling import screening_of
from relais.law.answers.told import communes_in, communes_of, received_in, received_of, told_of
from relais.law.answers.trial import Trial
from relais.law.engine.face import Engine
from relais.law.rights.card import Card
from relais.law.rights.declared import parsed
from relais.law.rights.ways import ways_of
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.cohort import Cohort
from relais.law.situation.columns import to_block
from relais.law.situation.facts import Value
from relais.law.situation.household import Household

#: rows of the first pass computed together: large enough to spread the engine's fixed cost, small enough for 300 MB. As many may wait in
#: memory for somebody to ask the detail of the answers.
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
        return [screening_of(household.id, judged, place, self.bench) for place, household in enumerate(households)]


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
    """The answers of the households, one at least, in columns and in the order given. Of a cohort, no household is made an object."""
    if isinstance(households, Cohort):
        tried = _of_cohort(households, engine, bench.cards, patterns)
    else:
        tried = _trials(households, engine, bench.cards, patterns)
    parts, rows = [], 0
    for trial, places in tried:
        judged = judge(trial, bench)
        rows += len(trial.reading.opened)
        parts.append((judged if rows <= ROWS_AT_ONCE else judged.worked_out(), places))
    return gathered(parts)


def _of_cohort(cohort: Cohort, engine: Engine, cards: tuple[Card, ...], patterns: Patterns) -> Iterator[tuple[Trial, Column]]:
    """The trials of a cohort, with the places of their households."""
    found = patterns.of_cohort(cohort)
    for ranks in _parts([pattern.layout.rows for pattern in found]):
        part = cohort if len(ranks) == len(cohort) else cohort.take(ranks)
        base = part.block()
        lots = list(lots_of_cohort(part, found[ranks[0] : ranks[-1] + 1]))
        for lot in lots:
            fill(base, lot, part.starts)
        told = told_of(base, received=received_in(part, cards), communes=communes_in(part))
        yield from ((trial, ranks[places]) for trial, places in tried_together(base, told, lots, engine, cards))


def trials(households: Sequence[Household], *, engine: Engine, cards: Sequence[Card]) -> list[Trial]:
    """Everything tried for each household, in the order given (for the proofs and the explanations)."""
    patterns = Patterns(needs_of(tuple(cards)))
    return [trial for household in households for trial, _ in _trials([household], engine, tuple(cards), patterns)]


def _trials(households: Sequence[Household], engine: Engine, cards: tuple[Card, ...], patterns: Patterns) -> Iterator[tuple[Trial, Column]]:
    """Households of one layout together, with their places among all."""
    by_month: dict[Month, list[int]] = defaultdict(list)
    for place, household in enumerate(households):
        by_month[household.month].append(place)
    for places in by_month.values():
        found = [(place, patterns.of(households[place])) for place in places]
        for ranks in _parts([pattern.layout.rows for _, pattern in found]):
            part = found[ranks[0] : ranks[-1] + 1]
            planned = [(place, pattern, units_like(pattern, households[place], place)) for place, pattern in part]
            units = [unit for _, _, own in planned for unit in own]
            base = to_block([unit.base for unit in units], [unit.origin for unit in units])
            mine = [unit.told for unit in units]
            told = told_of(base, received=received_of(mine, cards), communes=communes_of(mine))
            yield from tried_together(base, told, lots_of_units(planned), engine, cards)


def _parts(rows: Sequence[int]) -> Iterator[Column]:
    """Ranks that follow each other, in blocks of a bearable size. ``rows``: how many rows of the first pass each one has."""
    ends = np.cumsum(rows)
    start = 0
    while start < len(rows):
        done = int(ends[start - 1]) if start else 0
        stop = int(np.searchsorted(ends, done + ROWS_AT_ONCE)) + 1
        yield np.arange(start, min(stop, len(rows)))
        start = stop


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
