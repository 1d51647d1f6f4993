"""The dates of a clock on one line of time: places in percents, so that the drawing stretches and its words keep their size. Pure.

The template ``procedures/timeline.html`` draws it and lists every date beside it: the drawing says nothing that the list does not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from relais.law.clocks.engine import Answer, Dated
from relais.law.clocks.shape import in_order

#: percents kept free on both sides, so that a mark is never cut.
_FIRST, _LAST = 5.0, 95.0
#: marks nearer than that, in percents, stand one above the other: a thumb of 26 px on a screen of 320 px.
_TOO_NEAR: Final = 11.0
#: months named under the line, at most.
_NAMED: Final = 4
#: two months with their years, nearer than that in percents, would be written one over the other on a screen of 320 px.
_TWO_YEARS: Final = 27.0
#: pixels: one storey of marks, what is above the highest, what is below the line.
_STOREY, _ABOVE, _BELOW = 32, 44, 58


@dataclass(frozen=True, slots=True)
class Point:
    """One date. ``number``: its place in the list; ``safe_x``, ``legal_x``: percents; ``y``: pixels, on its storey.

    ``state``: «passed» (the legal day is over), «closing» (only the safe day is over), «today», «ahead».
    """

    number: int
    dated: Dated
    safe_x: float
    legal_x: float
    y: int
    state: str

    @property
    def kind(self) -> str:
        """What the date means: acceptation, refus, limite, reprise, suspension."""
        return self.dated.meaning

    @property
    def wide(self) -> bool:
        """Whether the safe day and the legal day are told apart."""
        return self.dated.safe != self.dated.legal

    @property
    def width(self) -> float:
        """Percents between the safe day and the legal day."""
        return round(self.legal_x - self.safe_x, 1)


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month under the line; ``dated``: the year is written too, where it begins or changes."""

    on: date
    x: float
    dated: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is drawn. ``first``, ``last``: the days the clock may have started; ``height``, ``base``: pixels."""

    today: date
    today_x: float
    first: date
    last: date
    first_x: float
    last_x: float
    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    height: int
    base: int

    @property
    def known(self) -> bool:
        """Whether the day that starts the clock is known."""
        return self.first == self.last

    @property
    def start_width(self) -> float:
        """Percents of the window of reception."""
        return round(self.last_x - self.first_x, 1)

    @property
    def today_anchor(self) -> str:
        """Where the word «Aujourd’hui» holds to its line."""
        return _anchor(self.today_x)

    @property
    def start_anchor(self) -> str:
        """Where the word under the start holds to its mark."""
        return _anchor(self.first_x)


def timeline(found: Answer | Iterable[Dated], *, today: date, start: tuple[date, date] | None = None) -> Timeline:
    """Place the dates of an answer (or any dates, with the days of their ``start``), today and the start on one line.

    Points come in the order of their safe day. ValueError when dates alone are given without their start.
    """
    if isinstance(found, Answer):
        dates, start = found.dates, start or _started(found)
    else:
        dates = tuple(found)
    if start is None:
        raise ValueError("dates alone need the days of their start")
    days = [today, *start, *(day for dated in dates for day in (dated.safe, dated.legal))]
    place = _scale(min(days), max(days))
    points = _stacked(in_order(dates), place)
    highest = max((storey for _, storey in points), default=0)
    base = _ABOVE + highest * _STOREY
    return Timeline(
        today=today,
        today_x=place(today),
        first=start[0],
        last=start[1],
        first_x=place(start[0]),
        last_x=place(start[1]),
        points=tuple(
            Point(number, dated, place(dated.safe), place(dated.legal), base - storey * _STOREY, _state(dated, today))
            for number, (dated, storey) in enumerate(points, start=1)
        ),
        ticks=_ticks(min(days), max(days), place),
        height=base + _BELOW,
        base=base,
    )


def _scale(first: date, last: date) -> Callable[[date], float]:
    """From a day to its place in percents."""
    days = max((last - first).days, 1)
    return lambda day: round(_FIRST + (day - first).days / days * (_LAST - _FIRST), 1)


def _started(found: Answer) -> tuple[date, date]:
    starts = [one.start for one in found.reckonings] or [found.reception.first, found.reception.last]
    return min(starts), max(starts)


def _stacked(dates: Iterable[Dated], place: Callable[[date], float]) -> list[tuple[Dated, int]]:
    """Each date with its storey: the lowest where no mark, and no stretch from safe to legal day, is too near."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for dated in dates:
        from_x, to_x = place(dated.safe), place(dated.legal)
        free = (all(to_x + _TOO_NEAR <= first or last + _TOO_NEAR <= from_x for first, last in stretches) for stretches in taken)
        storey = next((rank for rank, is_free in enumerate(free) if is_free), len(taken))
        if storey == len(taken):
            taken.append([])
        taken[storey].append((from_x, to_x))
        found.append((dated, storey))
    return found


def _state(dated: Dated, today: date) -> str:
    if dated.legal < today:
        return "passed"
    if dated.safe < today:
        return "closing"
    return "today" if dated.safe == today else "ahead"


def _ticks(first: date, last: date, place: Callable[[date], float]) -> tuple[Tick, ...]:
    """First days of months between two days; every second, third… when there are many."""
    months, day = [], (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= last:
        months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    every = -(-len(months) // _NAMED) or 1
    named = months[::every]
    found = [Tick(month, place(month), dated=rank == 0 or named[rank - 1].year != month.year) for rank, month in enumerate(named)]
    if len(found) > 1 and found[1].dated and found[1].x - found[0].x < _TWO_YEARS:
        found[0] = replace(found[0], dated=False)  # the year that follows says it
    return tuple(found)


def _anchor(x: float) -> str:
    return "start" if x < 20 else "end" if x > 80 else "middle"
