"""How every benchmark takes time: a first act that is not counted, then as many as told, one after the other."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of the same act, in the order they were taken."""

    times: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """What one act in twenty exceeds."""
        return sorted(self.times)[min(len(self.times) - 1, round(len(self.times) * 0.95))]


def taken(act: Callable[[], object], repeats: int) -> Taken:
    """The milliseconds of an act, ``repeats`` times after a first one."""
    act()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return Taken(tuple(times))
