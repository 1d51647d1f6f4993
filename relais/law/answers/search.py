"""Second pass of the completion: from what each value moved alone, push each right not settled yet to its ends.

*Sensors* are what a right is made of: its euros, a score (open, conditions met, euros), each condition and its margin. The
*end* of a sensor takes, in each slot, the value that pushed that sensor furthest alone. A right that seems closed everywhere
is pushed towards open, with and without regard for the reserves, and for the joint completions that its card names or
describes; one that seems open within the reserves is pushed towards closed within them, then out of each of them in turn.
Mixed rows are drawn around these ends, over every fact that the card reads, for what only joint changes show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.answers.completion import alone, distinct
from relais.law.answers.draws import Draws
from relais.law.answers.readings import Reading
from relais.law.answers.rows import held_rows
from relais.law.answers.slots import WAGE, Slot
from relais.law.rights.card import Card
from relais.law.situation.block import Column

#: mixed rows drawn around the end of a right that seems settled, and of one that does not.
AROUND_SETTLED = 24
AROUND_OPEN = 6
#: probability that a mixed row draws again a fact that moves the right alone, and one that does not.
SHARE_MOVING = 0.25
SHARE_STILL = 0.65
#: mixed rows that breach one reserve of a right that seems open, and the probability that each of its facts is drawn again.
BREACHES = 8
SHARE_BREACHED = 0.5
EURO, SCORE = 0, 1


@dataclass(frozen=True, eq=False)
class Ground:
    """What the second pass of a unit starts from, whatever the law says of it: the same for all the households completed alike.

    ``tried``: the rows of the first pass; ``held``: (rows,) those that respect the reserves; ``moved``: by slot that may move, its rank and
    the rows where it moves alone. ``reserves``: by reserve, (slots,) whether it holds each of them; ``wages``: the ranks of the wages that
    may be anything, of adults.
    """

    slots: Sequence[Slot]
    tried: Column
    held: Column
    moved: Sequence[tuple[int, Column]]
    tops: Column
    reserves: Sequence[Column]
    wages: Sequence[int]

    @staticmethod
    def of(slots: Sequence[Slot], tried: Column) -> "Ground":
        """That of a unit."""
        held_by = np.array([slot.reserve for slot in slots])
        return Ground(
            slots=slots,
            tried=tried,
            held=held_rows(slots, tried),
            moved=alone(slots, tried),
            tops=np.array([len(slot.values) - 1 for slot in slots], dtype=np.int8),
            reserves=[held_by == code for code in dict.fromkeys(held_by.tolist()) if code],
            wages=[rank for rank, slot in enumerate(slots) if slot.fact.code == WAGE and not slot.reserve and len(slot.values) > 1],
        )


def second_rows(ground: Ground, reading: Reading, ways: Sequence[Column], cards: Sequence[Card]) -> Column:
    """(rows, slots) int8 of the second pass, none of them tried before; may be empty. ``ways``: ``Ways.rows`` of each card."""
    if not ground.slots:
        return ground.tried[:0]
    found = list(_Search(ground, reading, ways, cards).rows())
    return distinct(np.concatenate(found), beside=ground.tried) if found else ground.tried[:0]


class _Search:
    """The ends of every sensor of every right for one unit, computed together."""

    def __init__(self, ground: Ground, reading: Reading, ways: Sequence[Column], cards: Sequence[Card]) -> None:
        slots = ground.slots
        self.opened = np.asarray(reading.opened)
        self.held, self.tops, self.reserves, self.wages = ground.held, ground.tops, ground.reserves, ground.wages
        self.draws = Draws(slots)
        self.ways = ways
        self.reads = _reads([slot.key.fact for slot in slots], cards)
        sensors, self.spans = _sensors(reading, 1 + max((int(rows.max()) for _, rows in ground.moved), default=0))
        shape = (len(sensors), len(slots))
        self.moving = np.zeros(shape, dtype=bool)
        self.best, self.worst, self.best_held, self.worst_held = (np.zeros(shape, dtype=np.int8) for _ in range(4))
        for rank, rows in ground.moved:
            self._push(rank, sensors[:, rows].T, self.held[rows])

    def _push(self, rank: int, pushed: Column, held: Column) -> None:
        """Which value of one slot pushes each sensor furthest up, and within the reserves up and down."""
        turned = np.flatnonzero(pushed.min(axis=0) < pushed.max(axis=0)) if held[0] else np.arange(pushed.shape[1])
        if not len(turned):
            return
        pushed = pushed[:, turned]  # of the others, the base is as far up and down as any
        self.moving[turned, rank] = (np.abs(pushed - pushed[0]) > 1e-6).any(axis=0)
        best, worst = pushed.argmax(axis=0), pushed.argmin(axis=0)
        self.best[turned, rank], self.worst[turned, rank] = best, worst
        if held.all():
            self.best_held[turned, rank], self.worst_held[turned, rank] = best, worst
        elif held[1:].any():
            self.best_held[turned, rank] = np.where(held[:, None], pushed, -np.inf).argmax(axis=0)
            self.worst_held[turned, rank] = np.where(held[:, None], pushed, np.inf).argmin(axis=0)

    def rows(self) -> Iterator[Column]:
        """Everything worth trying, right after right."""
        for right, span in enumerate(self.spans):
            opened = self.opened[:, right]
            if not opened.any():
                yield self.best[span]
                yield self.best_held[span]
                yield self._at_work(right)
                for opener in self.ways[right]:
                    yield np.where(opener != 0, opener, self.best[span])
                    yield self._around(right, opener, only_held=False, count=AROUND_OPEN)
                yield self._around(right, self.best[span.start + SCORE], only_held=False, count=AROUND_SETTLED)
                yield self._further(right)
            elif opened[self.held].all():
                yield self.worst_held[span]
                yield self.best_held[span.start : span.start + 1]
                yield self._around(right, self.worst_held[span.start + SCORE], only_held=True, count=AROUND_SETTLED)
                yield self._around(right, self.best_held[span.start + EURO], only_held=True, count=AROUND_OPEN)
                yield from self._breaches(right)
            else:
                end = EURO if opened[self.held].any() else SCORE
                yield self.best_held[span]
                yield self._around(right, self.best_held[span.start + end], only_held=True, count=AROUND_OPEN)

    def _further(self, right: int) -> Column:
        """From the end of a closed right, each fact of the card that moved nothing alone, at the top of its domain: an income
        paid out matters only once the age is right."""
        span = self.spans[right]
        end = self.best[span.start + SCORE]
        still = np.nonzero(self.reads[right] & (end == 0) & ~self.moving[span.start + SCORE] & end.any())[0]
        rows = np.tile(end, (len(still), 1))
        rows[np.arange(len(still)), still] = self.tops[still]
        return rows

    def _at_work(self, right: int) -> Column:
        """The ends of a closed right with a small wage: less income is always further from a ceiling, and some rights open only to those
        who earn something."""
        rows = self.best[self.spans[right]].copy()
        if not self.reads[right, self.wages].any():
            return rows[:0]
        for rank in self.wages:
            rows[rows[:, rank] == 0, rank] = 1
        return rows

    def _breaches(self, right: int) -> Iterator[Column]:
        """For each reserve that holds facts of the card: rows that respect all the others and not this one, so that an answer
        that leans on it is seen to."""
        span = self.spans[right]
        for mine in self.reserves:
            ranks = np.nonzero(mine & self.reads[right])[0]
            if len(ranks):
                yield np.where(mine, self.worst[span], self.worst_held[span])
                yield np.where(mine, self.best[span.start + EURO], self.best_held[span.start + EURO])[None]
                others = self._around(right, self.worst_held[span.start + SCORE], only_held=True, count=BREACHES)
                yield self.draws.around(others, ranks, SHARE_BREACHED, BREACHES, only_held=False)

    def _around(self, right: int, end: Column, *, only_held: bool, count: int) -> Column:
        """Mixed rows around an end, among the facts that the card reads."""
        ranks = np.nonzero(self.reads[right])[0]
        moving = np.asarray(self.moving[self.spans[right]].any(axis=0))[ranks]
        return self.draws.around(end, ranks, np.where(moving, SHARE_MOVING, SHARE_STILL), count, only_held=only_held)


def _reads(codes: Sequence[str], cards: Sequence[Card]) -> Column:
    """(R, slots) bool: whether each card reads the fact of each slot."""
    ranks = {code: rank for rank, code in enumerate(dict.fromkeys(codes))}
    read = np.zeros((len(cards), len(ranks)), dtype=bool)
    for right, card in enumerate(cards):
        read[right, [ranks[code] for code in card.facts if code in ranks]] = True
    return read[:, [ranks[code] for code in codes]]


def _sensors(reading: Reading, count: int) -> tuple[Column, list[slice]]:
    """(sensors, count) of the first rows, all the rights end to end, and where each right's are: euros, score, then conditions and
    margins."""
    margins = np.nan_to_num(reading.right.T - reading.left.T)
    turned = (reading.met.T & (margins < 0)).any(axis=1)[:, None]
    first = reading.rows(slice(count))
    margins = np.where(turned, -margins[:, :count], margins[:, :count])
    euros, met, opened = np.nan_to_num(first.euros).T, first.met.T.astype(np.float64), first.opened.T
    found = np.empty((2 * len(first.spans) + 2 * len(met), count))
    spans = []
    start = 0
    for right, (low, high) in enumerate(first.spans):
        middle, stop = start + 2 + high - low, start + 2 + 2 * (high - low)
        found[start + EURO] = euros[right]
        found[start + SCORE] = opened[right] * 1e6 + met[low:high].sum(axis=0) * 1e5 + euros[right]
        found[start + 2 : middle], found[middle:stop] = met[low:high], margins[low:high]
        spans.append(slice(start, stop))
        start = stop
    return found, spans
