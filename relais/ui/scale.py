"""Axes: from values to places on the drawing, and the round figures written along them. Pure."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: values ``low``…``high`` spread over ``start``…``end`` of the drawing (end may be smaller: y grows downwards)."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where this value stands, rounded to a tenth of a unit."""
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)


def step_for(span: float, *, count: int = 5) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that cuts ``span`` into about ``count`` parts."""
    rough = span / count
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


def ticks(low: float, high: float, *, count: int = 5) -> tuple[float, ...]:
    """Round figures from at or below ``low`` to at or above ``high``; two at least."""
    step = step_for(high - low if high > low else max(abs(high), 1.0), count=count)
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(round(index * step, 10) for index in range(first, max(last, first + 1) + 1))
