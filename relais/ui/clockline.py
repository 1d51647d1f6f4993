"""The clock line: today, legal dates and windows on one line of time, as values that a template draws, with their list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from relais.ui.scale import Axis

WIDTH: Final = 560
HEIGHT: Final = 110
MARGIN: Final = 20
BASE: Final = 70


@dataclass(frozen=True, slots=True)
class Moment:
    """A dated fact: «réponse due», «recours possible jusqu’au». ``source``: the article, or ""."""

    on: date
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days, last day included: «délai de recours»."""

    starts_on: date
    ends_on: date
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """A moment placed: its number stands on the line and before its words in the list."""

    x: float
    number: int
    moment: Moment


@dataclass(frozen=True, slots=True)
class Band:
    """A window placed."""

    x: float
    width: float
    window: Window


@dataclass(frozen=True, slots=True)
class ClockLine:
    """Everything that ``<c-clock-line>`` draws; ``pins`` in the order of time."""

    title: str
    today: date
    today_x: float
    today_anchor: str
    pins: tuple[Pin, ...]
    bands: tuple[Band, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE
    left: int = MARGIN
    right: int = WIDTH - MARGIN


def clock_line(moments: Sequence[Moment], windows: Sequence[Window] = (), *, today: date, title: str) -> ClockLine:
    """Place today, the moments and the windows on one line. ValueError when a window ends before it starts."""
    for window in windows:
        if window.ends_on < window.starts_on:
            raise ValueError(f"{window.words}: ends before it starts")
    days = [today, *(moment.on for moment in moments), *(day for window in windows for day in (window.starts_on, window.ends_on))]
    first, last = min(days), max(days)
    if first == last:
        last = first + timedelta(days=1)
    axis = Axis(first.toordinal(), last.toordinal(), MARGIN, WIDTH - MARGIN)
    here = axis.place(today.toordinal())
    ordered = sorted(moments, key=lambda moment: (moment.on, moment.words))
    return ClockLine(
        title=title,
        today=today,
        today_x=here,
        today_anchor="start" if here < WIDTH * 0.15 else "end" if here > WIDTH * 0.85 else "middle",
        pins=tuple(Pin(axis.place(moment.on.toordinal()), number, moment) for number, moment in enumerate(ordered, start=1)),
        bands=tuple(_band(window, axis) for window in windows),
    )


def _band(window: Window, axis: Axis) -> Band:
    start, end = axis.place(window.starts_on.toordinal()), axis.place(window.ends_on.toordinal())
    return Band(start, max(round(end - start, 1), 2.0), window)
